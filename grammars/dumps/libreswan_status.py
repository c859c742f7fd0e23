"""``ipsec status``, ``ipsec whack --status``, ``ipsec auto --status`` and ``ipsec showstates`` of Libreswan 3.x, 4.x and 5.x.

    dump       = [global] ["Connection list:" connection*] [totals] [states] ["Bare Shunt list:" shunt*]
    line       = ["000 "] text; up to 4.x with the code, and "000" alone is an empty line
    connection = '"' name '"' ["[" instance "]"] ":" topology "; " routing "; " owner; further lines with the same name
    topology   = [client "==="] host ["[" id "]"] ["---" hop] "..." [hop "---"] host ["[" id "]"] ["===" client]
    states     = (state [kernel] | pending)*
    state      = "#" number ': "' name '":' port state " (" story "); " facts; 5.4 says the story only
    kernel     = "#" number ': "' name '" ' outbound and inbound SA, counters
"""

from grammars.dumps.common import opt, regex, rest, row

CODE = opt(regex(r"000(?=[ \t])"))
_NAME = r'"(?P<name>[^"\n]+)"(?:\[(?P<instance>\d+)\])?(?:[ \t]+(?P<peer>[^\s"#]\S*?))?:'
NAME = regex(_NAME + r"(?=[ \t])")
NUMBER = regex(r"#(?P<number>\d+):")
# In a state line a port follows the name or the peer's address: "c":500, "c"[2] 198.51.100.1:4500, "c"[2] 2001:db8::2:4500(tcp).
PLACE = regex(r'"(?P<name>[^"\n]+)"(?:\[(?P<instance>\d+)\])?(?:[ \t]+(?P<peer>[^\s"#]\S*?))?:(?P<port>\d+)(?P<tcp>\(tcp\))?(?=[ \t])')
KERNEL_PLACE = regex(r'"(?P<name>[^"\n]+)"(?:\[(?P<instance>\d+)\])?(?:[ \t]+(?!used |esp|ah|comp|tun)(?P<peer>[^\s"#]\S*))?(?=[ \t])')
STATE = regex(r"(?:(?P<state>[A-Z][A-Z0-9_]+)[ \t]+\((?P<story>[^;\n]*)\)|(?P<story_only>[a-zA-Z][^;\n]*));")
# Facts end with what pluto does at the moment, so that a line which a terminal broke is not taken for a whole one.
_FACTS = (
    r"RETRANSMIT in (?P<retransmit>-?\d+)", r"REKEY in (?P<rekey>-?\d+)", r"REPLACE\w* in (?P<replace>-?\d+)", r"EXPIRE in (?P<expire>-?\d+)",
    r"(?:IKE SA |ISAKMP SA |isakmp)#(?P<ike>\d+);", r"(?P<dpd>nodpd|lastdpd=[^;\n]*)", r"(?P<live>lastlive=[^;\n]*)",
)  # fmt: skip
FACTS = regex(
    "".join(rf"(?=(?:[^\n]*?{fact})?)" for fact in _FACTS)
    + r"(?:[^\n]*;)?[ \t]*(?:idle|crypto[\w/ -]*|suspended[\w ]*|calculating[\w ]*|dns-lookup);?(?:[ \t]*import:[^\n]*)?"
)
SIDE_OUT = regex(r"(?P<protocol_out>esp|ah|comp)[.:](?P<spi_out>[0-9a-fA-F]{1,8})@(?P<to>\S+)")
SIDE_IN = regex(r"(?P<protocol_in>esp|ah|comp)[.:](?P<spi_in>[0-9a-fA-F]{1,8})@(?P<at>\S+)")
MORE_SIDES = regex(r"(?:(?:esp|ah|comp|tun)[.:][0-9a-fA-F]+@\S+[ \t]*)*")
TRAFFIC = regex(
    r"Traffic:(?=[ \t]+[A-Z]+in=)(?:[ \t]+AHin=(?P<ah_in>\d+[KMGT]?B) AHout=(?P<ah_out>\d+[KMGT]?B)!? AHmax=\S+B)?"
    r"(?:[ \t]+ESPin=(?P<bytes_in>\d+[KMGT]?B) ESPout=(?P<bytes_out>\d+[KMGT]?B)!? ESPmax=\S+B)?"
    r"(?:[ \t]+IPCOMPin=\S+B IPCOMPout=\S+B!? IPCOMPmax=\S+B)?"
)
LOCAL = regex(
    r'(?:(?P<local_ts>[^;\n\[\]="]{1,200})===)?(?P<local><address>|\[[^\]\s]{2,60}\]:\d+|[^\[\]<>;=\s"]{1,255}?)(?:<[^>\n]{0,255}>)?'
    r"(?:\[(?P<local_id>[^;\n]{0,1000}?)\](?=:|---|\.\.\.))?(?P<local_port>:\d+/\d+)?(?:---[^;\s]{1,255}?)?\.\.\."
)
REMOTE = regex(
    r"(?:[^;\s\[\]=]{1,255}?---)?(?P<remote><address>|\[[^\]\s]{2,60}\]:\d+|[^\[\]<>;=\s]{1,255}?)(?:<[^>\n]{0,255}>)?"
    r"(?:\[(?P<remote_id>[^;\n]{0,1000}?)\](?=:|===|;))?(?P<remote_port>:\d+/\d+)?(?:===(?P<remote_ts>[^;\n]{1,200}?))?(?=;)"
)
ROUTING = regex(r"; (?P<routing>[^;\n]+);(?: eroute owner: #(?P<owner>\d+)| my_ip=[^;\n]+; their_ip=[^;\n]+)(?:;[^\n]*)?")
OPTIONS = regex(
    r"(?:interface \S+|fips mode=|SElinux=|seccomp=|config setup options:|configdir=|sbindir=|nssdir=|pluto_version=|nhelpers=|ddos-|"
    r"ikebuf=|ikeport=|ocsp-|crl-|global-redirect=|secctx-|debug[: ]|nat-traversal[=:]|virtual[-_]private|- (?:dis)?allowed|- excluded|"
    r"dnssec-|dns-resolver|algorithm (?:ESP|AH|IKE|IPCOMP)|(?:ESP|IKE|Kernel|AH) algorithms supported:|stats db_ops|real_nonce|%myid|"
    r"uniqueids=|shuntlifetime=|listen=|audit-log=|logappend=|protostack=|expire-|replay-|myid)"
)
DETAILS = regex(
    r"(?:xauth us:|xauth info:|our auth:|modecfg info:|banner:|sec_label:|labeled_ipsec:|policy_label:|CAs:|ike_life:|retransmit-interval:|"
    r"sha2-truncbug:|initial-contact:|v2-auth-hash-policy:|conn_prio:|nflog-group:|our idtype:|dpd: |liveness: |nat-traversal: |debug: |"
    r"(?:my|src|his|their|dst)_?ip=|IKE algorithms|ESP algorithms|AH algorithms|mycert=|my_updown=|policy_next:)"
)

ROWS = (
    row("head", "000 using kernel interface: xfrm", CODE, "using kernel interface:", rest("kernel")),
    row("blank", "000", regex(r"000")),
    row("global", "000 nat-traversal=yes, keep-alive=20, nat-ikeport=4500", CODE, OPTIONS, rest("values")),
    row("connections", "000 Connection list:", CODE, "Connection list:"),
    row("loaded", "000 Total IPsec connections: loaded 1, active 1", CODE, "Total IPsec connections:", rest("counts")),
    row("information", "000 State Information: DDoS cookies not required, Accepting new IKE connections", CODE, "State Information:", rest("words")),
    row("states", "000 State list:", CODE, "State list:"),
    row("ike_sas", "000 IKE SAs: total(2), half-open(0), open(0), authenticated(2), anonymous(0)", CODE, "IKE SAs: total(", rest("counts")),
    row(
        "ipsec_sas", "000 IPsec SAs: total(3), authenticated(3), anonymous(0)",
        CODE, "IPsec SAs: total(", regex(r"(?P<up>\d+)\)"), rest("counts"),
    ),
    row("shunts", "000 Bare Shunt list:", CODE, regex(r"(?:Bare )?Shunt list:")),
    # states
    row(
        "sa",
        '000 #2: "net":500 STATE_V2_ESTABLISHED_CHILD_SA (established Child SA); REKEY in 28215s; REPLACE in 28776s; newest; eroute owner; IKE SA #1; idle;',
        CODE, NUMBER, PLACE, STATE, FACTS,
    ),
    row(
        "kernel", '000 #2: "net" esp.7803137@203.0.113.2 esp.c6a3a183@198.51.100.2 tun.0@203.0.113.2 tun.0@198.51.100.2 Traffic: ESPin=1KB ESPout=0B ESPmax=2^63B',
        CODE, NUMBER, KERNEL_PLACE, opt(regex(r"used (?P<used>\d+)s ago;")), SIDE_OUT, SIDE_IN, MORE_SIDES,
        regex(r"(?=Traffic:|ref=)"), opt(regex(r"ref=\d+ refhim=\d+")), opt(TRAFFIC), opt(regex(r"(?:username|XAUTHuser)=(?P<user>[^\n]+)")),
    ),
    row(
        "pending", '000 #233: pending Phase 2 for "net" replacing #0',
        CODE, NUMBER, regex(r'pending (?:Phase 2|CHILD SA|Child SA) for "(?P<name>[^"\n]+)"(?:\[(?P<instance>\d+)\])?(?:[ \t]+(?!replacing)(?P<peer>\S+))?'),
        opt(regex(r"replacing #(?P<old>\d+)")),
    ),
    row(
        "shunt", "000 76.10.157.68/32:0 -0-> 193.110.157.1/32:0 => %pass 0    oe-failing",
        CODE, regex(r"(?P<source>\S+) -(?P<protocol>\d+)-> (?P<destination>\S+) => (?P<action>%\w+)(?=[ \t]|$)"), rest("why"),
    ),
    # connections
    row(
        "connection", '000 "net": 10.1.0.0/16===198.51.100.2[@hq.example.com]...203.0.113.2===10.2.0.0/16; erouted; eroute owner: #2',
        CODE, NAME, LOCAL, REMOTE, ROUTING,
    ),
    row(
        "conn_host", '000 "net":     oriented; my_ip=unset; their_ip=unset; my_updown=ipsec _updown;',
        CODE, NAME, opt("host:"), regex(r"(?P<oriented>oriented|unoriented);"), rest("values"),
    ),
    row(
        "conn_policy", '000 "net":   policy: IKEv2+PSK+ENCRYPT+TUNNEL+PFS+UP+IKE_FRAG_ALLOW+ESN_NO+ESN_YES;',
        CODE, NAME, "policy:", regex(r"(?P<words>[^;\n]+);"), rest("values"),
    ),
    row(
        "conn_newest", '000 "net":   newest IKE SA: #1; newest IPsec SA: #2; conn serial: $1;',
        CODE, NAME, regex(r"newest (?:IKE|ISAKMP) SA: #(?P<ike>\d+); newest IPsec SA: #(?P<child>\d+);"), rest("values"),
    ),
    row("conn_aliases", '000 "net/1x1":   aliases: net', CODE, NAME, "aliases:", rest("aliases")),
    row(
        "conn_ids", '000 "net":   our idtype: ID_FQDN; our id=@hq.example.com; their idtype: ID_FQDN; their id=@branch.example.com',
        CODE, NAME, regex(r"our idtype: [^;\n]+; our id=(?P<local_id>[^;\n]*); their idtype: [^;\n]+; their id=(?P<remote_id>[^;\n]*);?"),
    ),
    row(
        "conn_algorithm", '000 "net":   ESP algorithm newest: AES_CBC_256-HMAC_SHA2_512_256; pfsgroup=<Phase1>',
        CODE, NAME, regex(r"(?P<what>IKE|ESP|AH)(?:v[12])? algorithm newest: (?P<proposal>[^;\s]+)"), rest("values"),
    ),
    row("conn_detail", '000 "net":   dpd: passive; action:hold; delay:0s; timeout:0s', CODE, NAME, DETAILS, rest("values")),
    # What newer versions add: only a line of a connection has three blanks there.
    row("conn_more", '"net":   iptfs: no; fragmentation: yes;', CODE, regex(_NAME + r"[ \t]{3,}\w[^\n]*")),
)  # fmt: skip
