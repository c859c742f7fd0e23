"""``show crypto isakmp sa``, ``ikev2 sa``, ``ikev2 session``, ``ipsec sa`` and ``session`` of Cisco IOS and IOS-XE.

    isakmp   = title, (row | row of detail, "Engine-id:Conn-id")*
    ikev2    = title, row, detail*, ("Child sa:" selectors, SPIs, algorithms)*
    ipsec    = "interface:", tag, (identities, peer, counters, ends, (direction, SA*)*)*
    session  = "Interface:", status, peer, ("IKEv1 SA:" | "IKEv2 SA:" ..., capabilities)*, (flow, SAs, counters)*

Blanks and columns say nothing: captures lose them. What is behind a label that is read past may be anything.
"""

from grammars.dumps.common import regex, rest, row

ADDRESS = r"(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*[0-9a-fA-F:]|[xX*]{1,3}(?:\.[\w*]{1,3}){3})"
STATES = (
    r"(?:MM_(?:NO_STATE|SA_SETUP|KEY_EXCH|KEY_AUTH)|AG_(?:NO_STATE|INIT_EXCH|AUTH)|QM_IDLE|CONF_XAUTH|CONF_ADDR|GDOI_IDLE|GDOI_REKEY|OAK_\w+)"
)
COUNT = r"\d{1,20}"
# a line of counters that are read past
PASSED = (
    r"compressed|not compressed|not decompressed|no sa|encaps failed|invalid prot|invalid identity|replay rollover|tagged|not tagged|internal err"
)

ROWS = (
    # show crypto isakmp sa [detail]
    row("isakmp_title", "IPv4 Crypto ISAKMP SA", regex(r"IPv[46][ \t]+Crypto[ \t]+ISAKMP[ \t]+SA")),
    row("isakmp_columns", "dst             src             state          conn-id status", regex(r"dst[ \t]+src[ \t]+state[ \t]+conn-id(?:[ \t]+slot)?(?:[ \t]+status)?")),
    row("isakmp", "203.0.113.1     198.51.100.20   QM_IDLE           1001 ACTIVE",
        regex(rf"(?P<dst>{ADDRESS})[ \t]+(?P<src>{ADDRESS})[ \t]+(?P<state>{STATES})[ \t]+(?P<number>\d+)(?:[ \t]+\d+)?(?:[ \t]+(?P<status>ACTIVE|STDBY)(?P<deleted>[ \t]+\(deleted\))?)?")),
    row("isakmp_v6", "dst: 2001:DB8::1", regex(rf"dst: (?P<dst>{ADDRESS})")),
    row("isakmp_v6_src", "src: 2001:DB8::2", regex(rf"src: (?P<src>{ADDRESS})")),
    row("isakmp_v6_state", "state: QM_IDLE         conn-id:   1001 status: ACTIVE",
        regex(rf"state: (?P<state>{STATES})[ \t]+conn-id:[ \t]*(?P<number>\d+)[ \t]+(?:slot:[ \t]*\d+[ \t]+)?status:[ \t]*(?P<status>ACTIVE|STDBY)?(?P<deleted>[ \t]*\(deleted\))?")),
    row("codes", "Codes: C - IKE configuration mode, D - Dead Peer Detection", regex(r"\[?Codes?: C - IKE [Cc]onfiguration mode"), rest("more")),
    row("codes_more", "K - Keepalives, N - NAT-traversal", regex(r"(?:[KTXRS] - |psk - |renc - )"), rest("more")),
    row("detail_columns", "C-id  Local           Remote          I-VRF  Status Encr Hash   Auth DH Lifetime Cap.", regex(r"C-id[ \t]+Local[ \t]+Remote[ \t]+I-VRF"), rest("more")),
    row("detail", "1001  198.51.100.20   203.0.113.1            ACTIVE aes  sha256 psk  14 23:41:07 D",
        regex(rf"(?P<number>\d+)[ \t]+(?P<local>{ADDRESS})[ \t]+(?P<remote>{ADDRESS})[ \t]+(?:(?!ACTIVE|STDBY)\S+[ \t]+)?(?P<status>ACTIVE|STDBY)"),
        regex(r"(?:[ \t]*(?P<encr>des|3des|aes)(?:[ \t]+(?P<hash>md5|sha\d*)(?:[ \t]+(?P<auth>psk|rsig|renc)(?:[ \t]+(?P<group>\d+))?)?)?)?(?:[ \t]*(?P<lifetime>\d\d:\d\d:\d\d|0))?(?:[ \t]*(?P<caps>[A-Z]{1,8}))?")),
    row("engine", "Engine-id:Conn-id =  SW:1", regex(r"Engine-id:Conn-id ="), rest("more")),
    # show crypto ikev2 sa [detailed], show crypto ikev2 session [detailed]
    row("ikev2_title", "IPv4 Crypto IKEv2  SA", regex(r"IPv[46][ \t]+Crypto[ \t]+IKEv2[ \t]+(?P<what>SA|Session)")),
    row("session_head", "Session-id:310, Status:UP-ACTIVE, IKE count:1, CHILD count:4", regex(r"Session-id:[ \t]*(?P<session>\d+), Status:(?P<status>[A-Z\-]+), IKE count:[ \t]*\d+, CHILD count:[ \t]*\d+")),
    row("ikev2_columns", "Tunnel-id Local                 Remote                fvrf/ivrf            Status", regex(r"Tunnel-id[ \t]+Local[ \t]+Remote[ \t]+fvrf/ivrf[ \t]+Status")),
    row("ikev2", "1         198.51.100.20/500     203.0.113.1/500       none/none            READY",
        regex(rf"(?P<number>\d+)[ \t]+(?P<local>{ADDRESS})/(?P<local_port>\d+)[ \t]+(?P<remote>{ADDRESS})/(?P<remote_port>\d+)[ \t]+[^\s/]+/[^\s/]+[ \t]+(?P<state>READY|IN-NEG|DELETE|[A-Z\-]+)")),
    row("ikev2_v6", "1 none/none READY", regex(r"(?P<number>\d+)[ \t]+[^\s/]+/[^\s/]+[ \t]+(?P<state>READY|IN-NEG|DELETE)")),
    row("ikev2_v6_end", "Local 2001:DB8::1/500", regex(rf"(?P<side>Local|Remote)[ \t]+(?P<address>{ADDRESS})/(?P<port>\d+)")),
    row("ikev2_algorithms", "Encr: AES-CBC, keysize: 256, PRF: SHA256, Hash: SHA256, DH Grp:19, Auth sign: PSK, Auth verify: PSK",
        regex(r"Encr: (?P<encr>[^,\n]+?)(?:,[ \t]*keysize: (?P<size>\d+))?,[ \t]*PRF: (?P<prf>[^,\n]+),[ \t]*Hash: (?P<hash>[^,\n]+),[ \t]*DH Grp:[ \t]*(?P<group>\d+)"), rest("more")),
    row("ikev2_life", "Life/Active Time: 86400/5120 sec", regex(r"Life/Active Time: (?P<life>\d+)/(?P<age>\d+) sec")),
    row("ikev2_session", "CE id: 0, Session-id: 12", regex(r"CE id: \d+, Session-id:"), rest("more")),
    row("ikev2_status", "Status Description: Negotiation done", "Status Description:", rest("text")),
    row("ikev2_spis", "Local spi: 7A10C3D95E2B4F86       Remote spi: C90E51B7A8D3240F", regex(r"Local spi: (?P<local_spi>[0-9A-Fa-f]{16})[ \t]+Remote spi: (?P<remote_spi>[0-9A-Fa-f]{16})")),
    row("ikev2_id", "Local id: 198.51.100.20", regex(r"(?P<side>Local|Remote) id:"), rest("id")),
    row("ikev2_counts", "Local req msg id:  2              Remote req msg id:  4", regex(r"Local (?:(?:req|next) (?:msg id|queued)|window):"), rest("more")),
    row("ikev2_nat", "NAT-T is not detected", regex(r"NAT-T is (?P<not>not )?detected"), rest("more")),
    row("ikev2_role", "Initiator of SA : Yes", regex(r"Initiator of SA[ \t]*:[ \t]*(?P<initiator>Yes|No)")),
    row("ikev2_more", "DPD configured for 30 seconds, retry 3",
        regex(r"(?:DPD configured for|Fragmentation |IETF Std Fragmentation|Dynamic Route Update:|Extended Authentication|Cisco Trust Security|PEER TYPE:|Remote EAP id:"
              r"|PQC Key Exchange:|Pushed IP address:|Assigned host addr:|Remote subnets:|Quantum|Local Sys Id:|AH spi in/out:|CPI in/out:|ah_hmac:)"), rest("more")),
    row("child", "Child sa:", regex(r"Child sa:(?:[ \t]*local selector[ \t]+(?P<local_ts>\S+/\d+ - \S+/\d+))?")),
    row("child_head", "local selector       ->      remote selector", regex(r"local selector[ \t]+->[ \t]+remote[ _]selector")),
    row("child_side", "remote selector 10.160.0.0/0 - 10.160.255.255/65535", regex(r"(?P<side>local|remote) selector[ \t]+(?P<ts>\S+/\d+ - \S+/\d+)")),
    row("child_ts", "10.50.1.0/0 - 10.50.1.255/65535    ->    10.160.0.0/0 - 10.160.255.255/65535", regex(r"(?P<local_ts>\S+/\d+ - \S+/\d+)[ \t]+->[ \t]+(?P<remote_ts>\S+/\d+ - \S+/\d+)")),
    row("child_spis", "ESP spi in/out: 0x31A0C04D/0x88F0125B", regex(r"ESP spi in/out: (?P<spi_in>0x[0-9A-Fa-f]+)/(?P<spi_out>0x[0-9A-Fa-f]+)")),
    row("child_algorithms", "Encr: AES-CBC, keysize: 256, esp_hmac: SHA256", regex(r"Encr: (?P<encr>[^,\n]+?)(?:,[ \t]*keysize: (?P<size>\d+))?,[ \t]*esp_hmac: (?P<hash>\S+)")),
    # show crypto ipsec sa [detail]
    row("interface", "interface: GigabitEthernet1", "interface:", regex(r"(?P<interface>\S[^\n]*)")),
    row("tag", "Crypto map tag: CMAP, local addr 198.51.100.20", regex(rf"Crypto map tag: (?P<tag>[^,\n]+), local addr\.? (?P<local>{ADDRESS})")),
    row("vrf", "protected vrf: (none)", "protected vrf:", rest("vrf")),
    row("identity", "local  ident (addr/mask/prot/port): (192.168.20.0/255.255.255.0/0/0)",
        regex(r"(?P<side>local|remote)[ \t]+ident \(addr/mask/prot/port\): \((?P<net>[^\s()/]+)/(?P<mask>[^\s()/]+)/(?P<protocol>\d+)/(?P<port>\d+)\)")),
    row("peer", "current_peer 203.0.113.1 port 500", regex(rf"current[_-]peer:?[ \t]*(?P<remote>{ADDRESS}|\(none\))(?:(?: port |:)(?P<port>\d+))?")),
    row("flags", "PERMIT, flags={origin_is_acl,}", regex(r"(?:PERMIT|DENY), flags=\{[^{}\n]*\}?")),
    row("encaps", "#pkts encaps: 1841, #pkts encrypt: 1841, #pkts digest: 1841", regex(rf"#pkts encaps: (?P<count>{COUNT})"), rest("more")),
    row("decaps", "#pkts decaps: 1790, #pkts decrypt: 1790, #pkts verify: 1790", regex(rf"#pkts decaps: (?P<count>{COUNT})"), rest("more")),
    row("replays", "##pkts replay failed (rcv): 0", regex(rf"##?pkts replay failed \(rcv\):? (?P<count>{COUNT})")),
    row("counters", "#pkts compressed: 0, #pkts decompressed: 0", regex(rf"##?pkts (?:{PASSED})\b"), rest("more")),
    row("errors", "#send errors 0, #recv errors 0", regex(r"#send errors:? \d+"), rest("more")),
    row("ends", "local crypto endpt.: 198.51.100.20, remote crypto endpt.: 203.0.113.1",
        regex(rf"local crypto endpt\.: (?P<local>{ADDRESS}),[ \t]*remote crypto endpt\.: (?P<remote>{ADDRESS})")),
    row("end", "local crypto endpt.: 2001:DB8::1,", regex(rf"(?P<side>local|remote) crypto endpt\.: (?P<address>{ADDRESS}),?")),
    row("mtu", "plaintext mtu 1438, path mtu 1500, ip mtu 1500", regex(r"(?:plaintext mtu|path mtu)"), rest("more")),
    row("outbound", "current outbound spi: 0x9B0E77F2(2601416690)", regex(r"current outbound spi:[ \t]*(?:0x)?(?P<spi>[0-9A-Fa-f]+)(?:\(\d+\))?")),
    row("pfs", "PFS (Y/N): N, DH group: none", "PFS (Y/N):", rest("pfs")),
    row("direction", "inbound esp sas:", regex(r"(?P<direction>inbound|outbound) (?P<protocol>esp|ah|pcp) sas:")),
    row("spi", "spi: 0x4C21D0A7(1277284519)", regex(r"spi: (?P<spi>0x[0-9A-Fa-f]+)[ \t]*(?:\(\d+\))?")),
    row("transform", "transform: esp-256-aes esp-sha256-hmac ,", "transform:", regex(r"(?P<transform>[^\n,]*[^\s,])[ \t]*,?")),
    row("settings", "in use settings ={Tunnel, }", regex(r"in use settings ?=\{[ \t]*(?P<mode>Tunnel|Transport)(?P<encap> UDP-Encaps)?"), rest("more")),
    row("conn", "conn id: 2030, flow_id: CSR:30, sibling_flags FFFFFFFF80000048, crypto map: CMAP", regex(r"(?:slot: \d+, )?conn id: \d+"), rest("more")),
    row("timing", "sa timing: remaining key lifetime (k/sec): (4607990/3102)",
        regex(r"sa timing: remaining key lifetime(?: \(k/sec\): ?\([^/\n]*/(?P<left>\d+)\)| \(sec\): ?(?P<seconds>\d+))?"), rest("more")),
    row("sa_more", "replay detection support: Y", regex(r"(?:IV size:|replay detection support:|Status: (?:ACTIVE|STANDBY)|Kilobyte Volume Rekey|Group:|IPsecv6 policy name:)"), rest("more")),
    # show crypto session [detail]
    row("session_title", "Crypto session current status", regex(r"Crypto session current status[^\n]*")),
    row("session_interface", "Interface: GigabitEthernet0/1", "Interface:", rest("interface")),
    row("session_status", "Session status: DOWN-NEGOTIATING", regex(r"Session status:[ \t]*(?P<status>UP-ACTIVE|UP-IDLE|UP-NO-IKE|DOWN-NEGOTIATING|DOWN)")),
    row("session_peer", "Peer: 203.0.113.99 port 500 fvrf: (none) ivrf: (none)", regex(rf"Peer: (?P<remote>{ADDRESS}) port \d+"), rest("more")),
    row("session_id", "Phase1_id: 203.0.113.99", "Phase1_id:", rest("id")),
    row("session_ike", "IKEv1 SA: local 198.51.100.5/500 remote 203.0.113.99/500 Inactive",
        regex(rf"IKE(?:v(?P<version>[12]))? SA: local (?P<local>{ADDRESS})/\d+[ \t]+remote (?P<remote>{ADDRESS})/\d+ (?P<state>Active|Inactive)")),
    row("session_caps", "Capabilities:(none) connid:0 lifetime:0", regex(r"Capabilities:(?P<caps>\(none\)|[A-Z]*) connid:(?P<number>\d+) lifetime:"), rest("more")),
    row("session_flow", "IPSEC FLOW: permit ip 172.16.5.0/255.255.255.0 172.16.99.0/255.255.255.0",
        regex(r"IPSEC FLOW: (?:permit|deny)[ \t]+(?P<protocol>\S+)[ \t]+(?P<local_ts>(?:host )?\S+)[ \t]+(?:port \d+[ \t]+)?(?P<remote_ts>(?:host )?\S+)(?:[ \t]+port \d+)?")),
    row("session_sas", "Active SAs: 0, origin: crypto map", regex(r"Active SAs: (?P<count>\d+)"), rest("more")),
    row("session_traffic", "Inbound:  #pkts dec'ed 0 drop 0 life (KB/Sec) 0/0", regex(rf"(?P<direction>Inbound|Outbound):[ \t]+#pkts (?:dec|enc)'ed (?P<count>{COUNT})"), rest("more")),
    row("session_more", "Session ID: 0", regex(r"(?:Session ID:|Desc:|Profile:|Username:|Group:|Assigned address:|Uptime:|System IP:)"), rest("more")),
)  # fmt: skip
