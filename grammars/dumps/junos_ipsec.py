"""``show security ipsec`` of Junos: ``security-associations [detail]``, ``inactive-tunnels [detail]``, ``statistics``, ``tunnel-events-statistics``.

    list     = totals, header, ("<" | ">") id protocol ":" encryption "/" authentication SPI life monitoring system port gateway
    detail   = id and VPN, gateways, identities, version ..., events, (direction and SPI, lifetimes, mode, protocol, replay)*
    inactive = totals, header, id port gateway pending reason; or details without SAs
    event    = date ":" text "(" n "times)"; newest first
"""

from grammars.dumps.common import opt, regex, rest, row

WORDS = (
    r"(?:(?:External|Bind)-? ?interface's |IKE SA |IPSec SA |IPsec SA |IPSEC SA |DPD detected |No response |Tunnel |User |Peer|Negotiation |IKE gateway |"
    r"Initial-Contact |VPN monitoring )"
)

ROWS = (
    row("prompt", "admin@srx-a> show security ipsec statistics index 131073",
        regex(r"(?:[^\s>#%]{0,64}[>#%] ?)?(?:run )?show security ipsec (?P<what>security-associations|statistics|inactive-tunnels|tunnel-events-statistics)"),
        rest("options")),
    row("node", "node0:", regex(r"node(?P<node>[01]):")),
    row("rule", "--------------------------------------------------------------------------", regex("-{20,}")),
    row("role", "{primary:node0}", regex(r"\{(?:primary|secondary|master|backup|linecard)(?::node[01])?\}(?:\[edit\])?")),
    row("totals", "Total active tunnels: 2     Total Ipsec sas: 2", "Total active tunnels:", regex(r"(?P<tunnels>\d+)"), opt(regex(r"Total I[Pp][Ss]ec sas: \d+"))),
    row("inactive_totals", "Total inactive tunnels: 1", regex(r"Total inactive tunnels(?: with establish immediately)?: (?P<tunnels>\d+)")),
    row("header", "ID    Algorithm       SPI      Life:sec/kb  Mon lsys Port  Gateway", regex(r"ID +(?:Gateway +Port +)?Algorithm +SPI +Life:sec/kb[^\n]*")),
    row("inactive_header", "ID           Port   Gateway          Pending SAs   Tunnel Down Reason", regex(r"ID +Port +(?:Nego# +Fail# +Flag +)?Gateway +[^\n]*Reason")),
    row("sa", "<131073 ESP:aes-cbc-256/sha256 7ac30b15 2761/ unlim - root 500 198.51.100.2",
        regex(r"(?P<direction>[<>])(?P<number>\d+) +(?P<protocol>ESP|AH):(?P<proposal>\S+) +(?P<spi>(?:0x)?[0-9a-f]{1,8}) +(?P<life>\d+|-+) ?/ ?\S+"),
        regex(r" *(?P<monitor>[A-Z\-]) +\S+ +(?P<port>\d+) +(?P<remote>\S+)")),
    row("inactive", "131073       500    203.0.113.40     1             No response from peer. Negotiation failed (87 times)",
        regex(r"(?P<number>\d{1,10}) +(?P<port>\d{1,5}) +(?:\d+ +\d+ +\S+ +)?(?P<remote>[^\s/]*[.:][^\s/]*) +(?:\d+ +)?"), regex(r"(?P<reason>[A-Za-z][^\n]*)")),
    # -- detail
    row("id", "ID: 131075 Virtual-system: root, VPN Name: VPN-AZ",
        regex(r"(?:ID: (?P<number>\d+),? )?Virtual-system: [^\s,]+"), opt(regex(r", VPN Name: (?P<name>\S+)"))),
    row("gateways", "Local Gateway: 192.0.2.1, Remote Gateway: 203.0.113.9", regex(r"Local Gateway: (?P<local>[^\s,]+), Remote Gateway: (?P<remote>[^\s,]+)")),
    row("ts_name", "Traffic Selector Name: ts1", "Traffic Selector Name:", rest("selector")),
    row("identity", "Local Identity: ipv4_subnet(any:0,[0..7]=10.10.0.0/16)",
        regex(r"(?P<side>Local|Remote) Identity: (?:\w+\((?:[^()\n=]*=|\d+,\d+-\d+,)?)?(?P<networks>[^()\n]*)\)?[^\n]*")),
    row("version", "Version: IKEv2", regex(r"Version: IKEv(?P<version>[12])")),
    row("setting", "PFS group: DH-group-20, Packet Encapsulation: None, Dest port: 0",
        regex(r"(?:TS Type|Quantum Secured|Hardware Offloaded|PFS group|Passive mode tunneling|DF-bit|Copy-Outer-DSCP|Bind-interface|Policy-name|Port|Multi-sa|Location"
              r"|Anchorship|Distribution-Profile|Lifesize Remaining|Soft lifetime|Anti-replay service|Extended-Sequence-Number|tunnel-establishment"
              r"|IKE SA Index|Tunnel Down Reason|Tunnel MTU)[:,][^\n]*")),
    row("events", "Tunnel events:", "Tunnel events:"),
    row("event", "Thu Feb 08 2024 03:41:52 +0100: IKE SA rekey successfully completed (2 times)",
        regex(r"[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d{4} \d\d:\d\d:\d\d(?: [+\-]\d{4})?: (?P<reason>[^\n]+)")),
    row("direction", "Direction: inbound, SPI: 4f70c91b, AUX-SPI: 0",
        regex(r"Direction: ?(?P<direction>inbound|outbound), SPI: (?P<spi>(?:0x)?[0-9a-f]{1,8})(?:, AUX-SPI: \w+)?"), opt(regex(r", VPN Monitoring: \S+"))),
    row("monitoring", ", VPN Monitoring: -", regex(r", VPN Monitoring: (?P<monitor>\S+)")),
    row("hard", "Hard lifetime: Expires in 1804 seconds", regex(r"Hard lifetime: (?:Expires in (?P<seconds>\d+) seconds|\w+)")),
    row("mode", "Mode: Tunnel(0 0), Type: dynamic, State: installed",
        regex(r"Mode: (?P<mode>Tunnel|Transport|tunnel|transport)[^\n,]*, Type: \w+, State: (?P<state>\w+)")),
    row("protocol", "Protocol: ESP, Authentication: hmac-sha1-96, Encryption: aes-cbc (256 bits)",
        regex(r"Protocol: (?P<protocol>ESP|AH), Authentication: (?P<integrity>[^\s,]+), Encryption: (?P<encryption>[^\n]+)")),
    # -- statistics
    row("statistics", "ESP Statistics:", regex(r"(?P<what>ESP|AH) Statistics:")),
    row("counter", "Encrypted bytes:         30472210", regex(r"(?P<what>Encrypted|Decrypted|Input|Output) +(?P<unit>bytes|packets): +(?P<count>\d+)")),
    row("errors", "Errors:", "Errors:"),
    row("error", "AH authentication failures: 0, Replay errors: 0",
        regex(r"(?:AH authentication failures|ESP authentication failures|Bad headers|Invalid SPI|Exceeds tunnel MTU|Discarded): \d+(?:, [A-Z][A-Za-z ]+: \d+)*")),
    row("event_count", "No response from peer. Negotiation failed                                   : 87", regex(rf"{WORDS}[^\n:]{{4,}}?(?:completed|updated|cleared|[Ff]ailed|deleted|negotiation|succeeds|peer|configuration|range|CLI|expired) *: +\d+")),
)  # fmt: skip
