"""``show security ike security-associations [detail]`` and ``show security ike active-peer detail`` of Junos.

    list   = header, (index state cookie cookie mode address)*
    detail = "IKE peer" address "," "Index" n ["," "Gateway Name:" name], role and state, cookies, exchange, ends, lifetime, algorithms, counters, negotiations
"""

from grammars.dumps.common import opt, regex, rest, row

END = r"(?P<{0}>[^\s,]+?):(?P<{0}_port>\d+)"

ROWS = (
    row("prompt", "admin@srx-a> show security ike security-associations index 5012966 detail",
        regex(r"(?:[^\s>#%]{0,64}[>#%] ?)?(?:run )?show security ike (?P<what>security-associations|active-peer)"), rest("options")),
    row("node", "node0:", regex(r"node(?P<node>[01]):")),
    row("rule", "--------------------------------------------------------------------------", regex("-{20,}")),
    row("system", "{primary:node0}", regex(r"\{(?:primary|secondary|master|backup|linecard)(?::node[01])?\}(?:\[edit\])?")),
    row("header", "Index   State  Initiator cookie  Responder cookie  Mode           Remote Address",
        regex(r"Index +(?:Remote Address +)?State +Initiator cookie +Responder cookie +Mode(?: +Remote Address)?")),
    row("sa", "10911402 UP    a1f7093cbe52d846  3d80e64f19ca7b52  IKEv2          203.0.113.9",
        regex(r"(?P<number>\d+) +(?P<state>UP|DOWN) +(?P<spi_i>[0-9a-f]{16}) +(?P<spi_r>[0-9a-f]{16}) +(?P<mode>[A-Za-z]+\d?) +(?P<remote>\S+)")),
    row("peer", "IKE peer 198.51.100.2, Index 5012966, Gateway Name: GW-SITE-B", regex(r"IKE peer (?P<remote>[^\s,]+), Index (?P<number>\d+)"),
        opt(regex(r", Gateway Name: (?P<gateway>\S+)"))),
    row("role", "Role: Initiator, State: UP", regex(r"Role: (?P<role>Initiator|Responder), State: (?P<state>UP|DOWN)")),
    row("cookies", "Initiator cookie: 1ba7e4905cd2f838, Responder cookie: f05c92d741b8ae63",
        regex(r"Initiator cookie: (?P<spi_i>[0-9a-f]{16}), Responder cookie: (?P<spi_r>[0-9a-f]{16})")),
    row("exchange", "Exchange type: Main, Authentication method: Pre-shared-keys", regex(r"Exchange type: (?P<mode>[A-Za-z]+\d?)(?:, Authentication method: [^\n]*)?")),
    row("ends", "Local: 192.0.2.1:500, Remote: 198.51.100.2:500", regex(f"Local: {END.format('local')}, Remote: {END.format('remote')}")),
    row("lifetime", "Lifetime: Expires in 27015 seconds", regex(r"Lifetime: (?:Expires in (?P<seconds>\d+) seconds|\w+)")),
    row("id", "Peer ike-id: 198.51.100.2", regex(r"Peer ike-id: (?P<id>[^\n]+)")),
    row("algorithm", "Encryption            : aes256-cbc", regex(r"(?P<what>Authentication|Encryption|Pseudo random function|Diffie-Hellman group) *: *(?P<name>[^\n]+)")),
    row("children", "IPSec security associations: 1 created, 0 deleted", regex(r"I[Pp][Ss]ec security associations: (?P<created>\d+) created, (?P<deleted>\d+) deleted")),
    row("setting", "Reauth Lifetime: Disabled",
        regex(r"(?:Location|Auto Discovery VPN|Local gateway interface|Routing instance|Reauth Lifetime|IKE Fragmentation|SRG ID|Remote Access Client Info"
              r"|(?:Xauth|AAA) (?:assigned IP|user-?name|username)|Xauth user-name|Algorithms|Traffic statistics|Phase 2 negotiations in progress|Negotiation type"
              r"|Local identity|Remote identity|Flags|Input +(?:bytes|packets)|Output +(?:bytes|packets)|(?:Input|Output) +fragmentated packets|Type"
              r"|Local Capability|Peer Capability)[:, ][^\n]*")),
    # -- active-peer detail
    row("address", "Peer address: 198.51.100.121, Port: 6217,", regex(r"(?P<side>Local|Peer) address: (?P<address>[^\s,]+), Port: (?P<port>\d+),?")),
    row("active_id", "Peer IKE-ID : user1@example.net", regex(r"(?P<side>Local|Peer) IKE-ID ?: (?P<id>[^\n]+)")),
    row("active", "Active IKE SA indexes   : 6120", regex(r"Active IKE SA indexes *: (?P<number>\d+)[^\n]*")),
    row("attribute", "Assigned network attributes:",
        regex(r"(?:Assigned network attributes|(?:IP|DNS|WINS) Address|Previous Peer address|IKE SA negotiated|IPSec tunnels active|IPSec Tunnel IDs)[ :][^\n]*|"
              r"Assigned network attributes:")),
)  # fmt: skip
