"""Dumps of Libreswan for the tests, as its versions print them."""

V3 = """\
000 using kernel interface: netkey
000 interface lo/lo ::1@500
000 "ipsec": 192.168.0.0/24===83.83.83.83<83.83.83.83>[@local]...84.84.84.84<84.84.84.84>[@remote]===192.168.1.0/24; erouted; eroute owner: #2
000 "ipsec":     oriented; my_ip=unset; their_ip=unset;
000 "ipsec":   policy: PSK+ENCRYPT+TUNNEL+PFS+UP+IKEV1_ALLOW+SAREF_TRACK+IKE_FRAG_ALLOW+ESN_NO;
000 "ipsec":   newest ISAKMP SA: #3; newest IPsec SA: #2;
000 "ipsec":   ESP algorithm newest: AES_256-HMAC_SHA1; pfsgroup=MODP1024
000 "hole": ::/0===::1<::1>:58/34560...%any:58/34816===::/0; prospective erouted; eroute owner: #0
000 "hole":   policy: PFS+IKEV1_ALLOW+IKEV2_ALLOW+SAREF_TRACK+PASS+NEVER_NEGOTIATE;
000
000 Total IPsec connections: loaded 2, active 1
000
000 State list:
000
000 #3: "ipsec":500 STATE_MAIN_I4 (ISAKMP SA established); EVENT_SA_REPLACE in 1720s; newest ISAKMP; nodpd; idle; import:admin initiate
000 #2: "ipsec":500 STATE_QUICK_I2 (sent QI2, IPsec SA established); EVENT_SA_REPLACE in 24524s; newest IPSEC; eroute owner; isakmp#1; idle; import:x
000 #2: "ipsec" esp.c7b0328@84.84.84.84 esp.b531330@83.83.83.83 tun.0@84.84.84.84 tun.0@83.83.83.83 ref=0 refhim=4294901761 \
Traffic: ESPin=588B ESPout=588B! ESPmax=4194303B
000 #1: "ipsec":500 STATE_MAIN_I4 (ISAKMP SA established); EVENT_SA_EXPIRE in 75s; nodpd; idle; import:admin initiate
000
000 Shunt list:
000
000 76.10.157.68/32:0 -0-> 193.110.157.1/32:0 => %pass 0    oe-failing
000 10.0.0.1/32:0 -0-> 10.0.0.2/32:0 => %hold 0    %acquire-netlink
000 10.0.0.1/32:0 -0-> 10.0.0.3/32:0 => %trap 0
"""

V4 = """\
000 Connection list:
000
000 "road": 10.1.0.0/16===192.0.2.1[C=DE, CN=gw,MS+S=C]...%any[+MC+S=C]; unrouted; eroute owner: #0
000 "road":     oriented; my_ip=unset; their_ip=unset; my_updown=ipsec _updown;
000 "road":   policy: IKEv2+RSASIG+ENCRYPT+TUNNEL+PFS;
000 "road":   newest IKE SA: #0; newest IPsec SA: #0; conn serial: $1;
000 "road"[1]: 10.1.0.0/16===192.0.2.1[C=DE, CN=gw,MS+S=C]...198.51.100.7[@carol,+MC+S=C]; erouted; eroute owner: #9
000 "road"[1]:     oriented; my_ip=unset; their_ip=unset; my_updown=ipsec _updown;
000 "road"[1]:   newest IKE SA: #8; newest IPsec SA: #9; conn serial: $2, instantiated from: $1;
000 "other/1x1": 10.1.0.0/16===192.0.2.8...192.0.2.9===10.2.0.0/16; unrouted; eroute owner: #0
000 "other/1x1":     unoriented; my_ip=unset; their_ip=unset; my_updown=ipsec _updown;
000
000 Total IPsec connections: loaded 3, active 1
000
000 State Information: DDoS cookies not required, Accepting new IKE connections
000 IKE SAs: total(1), half-open(0), open(0), authenticated(1), anonymous(0)
000 IPsec SAs: total(1), authenticated(1), anonymous(0)
000
000 #8: "road"[1] 198.51.100.7:4500 STATE_V2_ESTABLISHED_IKE_SA (established IKE SA); REKEY in 2s; REPLACE in 3s; newest; idle;
000 #9: "road"[1] 198.51.100.7:4500 STATE_V2_ESTABLISHED_CHILD_SA (established Child SA); REKEY in 2s; REPLACE in 3s; newest; eroute owner; IKE SA #8; idle;
000 #9: "road"[1] 198.51.100.7 esp.11@198.51.100.7 esp.22@192.0.2.1 tun.0@198.51.100.7 tun.0@192.0.2.1 Traffic: ESPin=0B ESPout=0B ESPmax=2^63B
000
000 Bare Shunt list:
000
"""

V5 = """\
using kernel interface: xfrm

interface eth0 192.0.2.1:UDP/4500 (NAT)
interface eth0 192.0.2.1:UDP/500

Connection list:

"net": 10.1.0.0/16===192.0.2.1[@a]...192.0.2.2[@b]===10.2.0.0/16; routed-tunnel; my_ip=unset; their_ip=unset;
"net": 10.1.0.0/16===192.0.2.1[@a]...192.0.2.2[@b]===10.21.0.0/24; routed-tunnel; my_ip=unset; their_ip=unset;
"net":   host: oriented; local: 192.0.2.1; remote: 192.0.2.2;
"net":   policy: IKEv2+PSK+ENCRYPT+TUNNEL+PFS+UP+IKE_FRAG_ALLOW+ESN_NO+ESN_YES;
"net":   our idtype: FQDN; our id=@a; their idtype: FQDN; their id=@b
"net":   newest IKE SA: #1; newest IPsec SA: #2; conn serial: $1;

Total IPsec connections: loaded 1, routed 1, active 1

State Information: DDoS cookies not required, Accepting new IKE connections
IKE SAs: total(1), half-open(0), open(0), authenticated(1), anonymous(0)
IPsec SAs: total(1), authenticated(1), anonymous(0)

#1: "net":500 ESTABLISHED_IKE_SA (established IKE SA); REKEY in 27456s; REPLACE in 28087s; newest; idle;
#2: "net":500 ESTABLISHED_CHILD_SA (established Child SA); REKEY in 27080s; REPLACE in 28100s; newest; eroute owner; IKE SA #1; idle;
#2: "net" esp.248d1071@192.0.2.2 esp.4e68b7a9@192.0.2.1 Traffic: ESPin=128B ESPout=128B ESPmax=2^63B

Bare Shunt list:
"""

V54 = V5.replace("ESTABLISHED_IKE_SA (established IKE SA)", "established IKE SA").replace(
    "ESTABLISHED_CHILD_SA (established Child SA)", "established Child SA"
)

GLOBALS = (
    "using kernel interface: netkey", "000 interface eth0/eth0 192.0.2.1@500", "000 interface lo UDP [::1]:500", "interface lo 127.0.0.1:UDP/4500 (NAT)",
    "000 fips mode=disabled;", "SElinux=disabled", "000 seccomp=unsupported", "000 config setup options:",
    "000 nat-traversal=yes, keep-alive=20, nat-ikeport=4500",
    "nat-traversal: keep-alive=20, nat-ikeport=4500", "000 virtual_private (%priv):", "000 virtual-private (%priv):", "000 - allowed subnets: 10.0.0.0/8",
    "000 - disallowed subnets: 192.168.0.0/16", "000 ESP algorithms supported:", "000 algorithm ESP encrypt: name=AES_CBC, keysizemin=128, keysizemax=256",
    "000 algorithm IKE dh group: id=5, name=OAKLEY_GROUP_MODP1536, bits=1536", "000 ikeport=500, strictcrlpolicy=no", "000 debug none", "debug:",
    "000 stats db_ops: {curr_cnt, total_cnt, maxsz} :context={0,5,64} trans={0,5,1296} attrs={0,5,432}", "000 dnssec-enable=yes",
    "Total IPsec connections: loaded 1, routed 1, active 1",
)  # fmt: skip

DETAILS = (
    "xauth us:none, xauth them:none,  my_username=[any]; their_username=[any]", "xauth info: us:none, them:none", "our auth:secret, their auth:secret",
    "modecfg info: us:none, them:none, modecfg policy:push, dns1:unset, domain:unset, banner:unset, cat:unset;", "banner:hello;", "labeled_ipsec:no;",
    "policy_label:unset;", "sec_label:unset;", "CAs: 'C=DE, O=Lab, CN=Lab CA'...'%any'", "ike_life: 3600s; ipsec_life: 28800s; keyingtries: 0",
    "retransmit-interval: 500ms; retransmit-timeout: 60s;", "sha2-truncbug:no; initial-contact:no;", "initial-contact:no; cisco-unity:no;",
    "v2-auth-hash-policy: none;", "conn_prio: 32,24; interface: eth0; metric: 0; mtu: unset; sa_prio:auto; sa_tfc:none;",
    "nflog-group: unset; mark: unset; vti-iface:unset;", "dpd: action:hold; delay:0; timeout:0; nat-t: encaps:auto; nat_keepalive:yes; ikev1_natt:both",
    "liveness: active; dpdaction:restart; dpddelay:30s; retransmit-timeout:60s", "nat-traversal: encapsulation:auto; keepalive:20s", "debug: none",
    "myip=unset; hisip=unset;", "srcip=unset; dstip=unset;", "IKE algorithms wanted: AES_CBC(7)_128-SHA1(2)-MODP1024(2)", "IKE algorithms: AES_CBC_256",
    "ESP algorithms loaded: AES(12)_128-SHA1(2)", "AH algorithms: HMAC_SHA1_96", "IKEv2 algorithm newest: AES_GCM_16_256-HMAC_SHA2_512-MODP2048",
    "AH algorithm newest: NONE-HMAC_SHA1_96; pfsgroup=<N/A>", "mycert=gw; my_updown=ipsec _updown;", "something new: yes;",
    "unoriented; my_ip=unset; their_ip=unset;", "our idtype: ID_FQDN; our id=@a; their idtype: %none; their id=(none)",
)  # fmt: skip
