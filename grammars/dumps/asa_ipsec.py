"""``show crypto ipsec sa [detail] [peer ...]`` of Cisco's ASA and FTD.

    dump  = ("interface:" name | "peer address:" peer) map* | "There are no ipsec sas"
    map   = "Crypto map tag:" tag "," "seq num:" n "," "local addr:" address, ["access-list" ...], idents, "current_peer:" peer, counters, ends, SPIs,
            ("inbound" | "outbound") ("esp" | "ah" | "pcp") "sas:" sa*
    ident = ("local" | "remote") "ident (addr/mask/prot/port): (" address "/" mask "/" protocol "/" port ")"
    sa    = "spi: 0x" hex "(" n ")", ["SA State:" state], "transform:" names, "in use settings ={" ... "}", "slot:" ..., lifetime, ...

IOS prints much the same, with "protected vrf", "current_peer ... port" and without "seq num": those are not read here.
"""

from grammars.dumps.common import opt, regex, rest, row

IDENT = r"\((?P<address>[0-9A-Fa-f.:]+)/(?P<mask>[0-9A-Fa-f.:]+)/(?P<protocol>\w+)/(?P<port>\w+)\)"

ROWS = (
    row("none", "There are no ipsec sas", regex(r"There are no ipsec sas(?: for [^\n]*)?")),
    row("interface", "interface: outside", regex(r"interface: (?P<interface>[\w\-./]+)")),
    row("address", "peer address: 203.0.113.77", regex(r"peer address: (?P<remote>\S+)")),
    row("map", "Crypto map tag: OUTSIDE_MAP, seq num: 10, local addr: 192.0.2.10",
        regex(r"Crypto map tag: (?P<map>[^\s,]+), seq num: (?P<seq>\d+), local addr: (?P<local>\S+)")),
    row("dynamic", "Crypto map tag: __vti-crypto-map-5-0-1, local addr: 192.0.2.10", regex(r"Crypto map tag: (?P<map>[^\s,]+), local addr: (?P<local>\S+)")),
    row("acl", "access-list ACL_A extended permit ip 10.10.0.0 255.255.0.0 10.20.0.0 255.255.0.0", "access-list", rest("acl")),
    row("vrf", "Protected vrf (ivrf): Global", "Protected vrf", rest("vrf")),
    row("local", "local ident (addr/mask/prot/port): (10.10.0.0/255.255.0.0/0/0)", regex(rf"local\s+ident \(addr/mask/prot/port\): {IDENT}")),
    row("remote", "remote ident (addr/mask/prot/port): (10.20.0.0/255.255.0.0/0/0)", regex(rf"remote\s+ident \(addr/mask/prot/port\): {IDENT}")),
    row("peer", "current_peer: 198.51.100.20", regex(r"current_peer: ?(?P<remote>[^\s,]+)"), opt(",", "username:", rest("user"))),
    row("dynamic_peer", "dynamic allocated peer ip: 10.9.0.4", "dynamic allocated peer ip", rest("ip")),
    row("encaps", "#pkts encaps: 20771, #pkts encrypt: 20771, #pkts digest: 20771", regex(r"#pkts encaps: ?(?P<packets>\d+), #pkts encrypt: ?\d+, #pkts digest: ?\d+")),
    row("decaps", "#pkts decaps: 31842, #pkts decrypt: 31842, #pkts verify: 31842", regex(r"#pkts decaps: ?(?P<packets>\d+), #pkts decrypt: ?\d+, #pkts verify: ?\d+")),
    row("counter", "#pkts compressed: 0, #pkts decompressed: 0", regex(r"(?:#|bad frag)[\w \-?()/]+: ?\d+(?:, (?:#|bad frag)[\w \-?()/]+: ?\d+)*")),
    row("ends", "local crypto endpt.: 192.0.2.10/4500, remote crypto endpt.: 198.51.100.20/4500",
        regex(r"local crypto endpt\.: ?(?P<local>[^\s,/]+)(?:/(?P<local_port>\d+))?, remote crypto endpt\.: ?(?P<remote>[^\s,/]+)(?:/(?P<remote_port>\d+))?")),
    row("mtu", "path mtu 1500, ipsec overhead 82(52), media mtu 1500", regex(r"path mtu \d+, ipsec overhead \d+(?:\(\d+\))?, media mtu \d+")),
    row("current", "current outbound spi: 8E21C4D7", regex(r"current (?:outbound|inbound) spi ?: ?[0-9A-Fa-f]+")),
    row("way", "inbound esp sas:", regex(r"(?P<way>inbound|outbound) (?P<protocol>esp|ah|pcp) sas:")),
    row("spi", "spi: 0x2C70B91F (745584927)", regex(r"spi: 0x(?P<spi>[0-9A-Fa-f]{1,8}) \(\d+\)")),
    row("sa_state", "SA State: active", regex(r"SA State: (?P<state>\w+)")),
    row("transform", "transform: esp-aes-256 esp-sha-hmac no compression", regex(r"transform: (?P<transform>[a-z0-9\-]+(?:[ \t]+(?:esp|ah|comp)-[a-z0-9\-]+)*)"), rest("more")),
    row("settings", "in use settings ={L2L, Tunnel,  NAT-T-Encaps, PFS Group 5, IKEv1, }", regex(r"in use settings ?=\{(?P<settings>[^{}\n]*)\}")),
    row("slot", "slot: 0, conn_id: 90112345, crypto-map: OUTSIDE_MAP", regex(r"slot: \d+, conn_id: (?P<id>\d+), crypto-map: ?(?P<map>\S+)")),
    row("timing", "sa timing: remaining key lifetime (kB/sec): (4601120/17733)",
        regex(r"sa timing: remaining key lifetime \((?:kB/sec|sec)\): ?(?:\((?:\d+|unlimited)/(?P<left>\d+)\)|(?P<seconds>\d+))")),
    row("rest", "IV size: 16 bytes",
        regex(r"(?:IV size: \d+ bytes|replay detection support: [YN]|Anti replay bitmap:|0x[0-9A-Fa-f]{8}(?:[ \t]+0x[0-9A-Fa-f]{8})*|PMTU time remaining[^\n]*|"
              r"ICMP error validation:[^\n]*|TFC packets:[^\n]*|Status: [^\n]*)")),
)  # fmt: skip
