"""``racoonctl show-sa isakmp``, ``racoonctl show-sa ipsec``, ``setkey -D`` and ``setkey -DP`` of racoon and ipsec-tools, and of the BSDs.

    dump   = (titles ike-sa*)? (sa* | "No SAD entries.") (policy* | "No SPD entries.")
    ike-sa = [source] destination, cookies, [state, side, version, exchange], created, [number of CHILD_SAs]
    sa     = source, destination; protocol, mode, SPI, reqid; algorithms with keys; state; lifetimes and counters; "sadb_seq"
    policy = networks, protocol; direction, action; (protocol, mode, ends, level)*; times; "spid"; "refcnt"

Keys are read past: no field holds one.
"""

from grammars.dumps.common import opt, regex, rest, row

ADDRESS = r"(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]+(?:%[\w.]+)?)"
DATE = r"[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d \d{4}"

ROWS = (
    # racoonctl show-sa isakmp
    row("titles", "Destination            Cookies                           ST S  V E Created             Phase2",
        opt("Source"), regex(r"Destination[ \t]+Cookies[ \t]+(?:ST S  ?V E )?Created(?!\S)"), opt("Phase2")),
    row(
        "ike", "192.168.50.12.500      359f8de96b03a305:5a864a2a495c5835  9 I 10 M 2014-06-02 15:37:52      1",
        regex(rf"(?:(?P<local>{ADDRESS})\.\d+[ \t]+)?(?P<remote>{ADDRESS})\.\d+[ \t]+(?P<spi_i>[0-9a-f]{{16}}):(?P<spi_r>[0-9a-f]{{16}})(?!\S)"),
        opt(regex(r"(?P<state>\d+)[ \t]+(?P<side>[IR])[ \t]+(?P<version>[0-9a-f]{2})[ \t]+(?P<exchange>[BMUAI])(?!\S)")),
        opt(regex(r"(?P<created>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?!\S)")), opt(regex(r"(?P<children>\d+)")),
    ),
    # setkey -D
    row("none", "No SAD entries.", regex(r"No (?P<what>SAD|SPD) entries\.")),
    row("sa", "10.0.1.13[4500] 10.0.1.241[4500]", regex(rf"(?P<source>{ADDRESS})(?:\[\d+\])?[ \t]+(?P<destination>{ADDRESS})(?:\[\d+\])?")),
    row(
        "id", "esp mode=tunnel spi=163029363(0x09b7a173) reqid=0(0x00000000)",
        regex(r"(?P<protocol>esp-udp|esp-old|ah-old|esp|ah|ipcomp|tcp) mode=(?P<mode>\w+) spi=\d+\(0x(?P<spi>[0-9a-f]{8})\)"),
        regex(r"reqid=(?P<reqid>\d+)\(0x[0-9a-f]+\)"),
    ),
    row("nat", "NAT: OAI=10.0.0.1 OAR=10.0.0.2", regex(r"NAT:(?: OA[IR]=\S+)+")),
    row("algorithm", "E: aes-cbc  7575d5cc ceb2f132 d3ca09c1 08bc1b0c", regex(r"(?P<what>[EAC]): (?P<algorithm>[\w\-]+)(?:  [^\n]*| [0-9a-f][^\n]*)?")),
    row("key", "ed6454f4 c4d8604a 3f9ecec6", regex(r"[0-9a-f]{2,8}(?: [0-9a-f]{2,8})*")),
    row(
        "sequence", "seq=0x00000000 replay=4 flags=0x00000000 state=mature",
        regex(r"seq=0x[0-9a-f]+ replay=(?P<window>\d+) flags=0x[0-9a-f]+ state=(?P<state>\w+)"),
    ),
    row("created", "created: Nov 23 07:52:11 2026\tcurrent: Nov 23 07:53:01 2026",
        regex(rf"created:(?: (?P<created>{DATE})|[ \t]*)[ \t]+current: (?P<current>{DATE})")),
    row("age", "diff: 50(s)\thard: 3600(s)\tsoft: 2880(s)", regex(r"diff: (?P<age>\d+)\(s\)[ \t]+hard: (?P<hard>\d+)\(s\)[ \t]+soft: (?P<soft>\d+)\(s\)")),
    row("last", "last: Nov 23 07:52:59 2026\thard: 0(s)\tsoft: 0(s)",
        regex(rf"last:(?: (?P<last>{DATE})|[ \t]*)[ \t]+hard: \d+\(s\)[ \t]+soft: \d+\(s\)")),
    row("bytes", "current: 1284(bytes)\thard: 0(bytes)\tsoft: 0(bytes)", regex(r"current: (?P<bytes>\d+)\(bytes\)[ \t]+hard: \d+\(bytes\)[ \t]+soft: \d+\(bytes\)")),
    row("packets", "allocated: 3\thard: 0\tsoft: 0", regex(r"allocated: (?P<packets>\d+)[ \t]+hard: \d+[ \t]+soft: \d+")),
    row("last_line", "sadb_seq=1 pid=1410 refcnt=0", regex(r"sadb_seq=\d+ pid=\d+ refcnt=\d+")),
    row("security", "security context doi: 1", "security context", rest("context")),
    # setkey -DP
    row(
        "policy", "172.16.20.0/24[any] 192.168.10.0/24[any] any",
        regex(rf"(?P<source>{ADDRESS}(?:/\d+)?)(?:\[(?P<sport>\w+)\])?[ \t]+(?P<destination>{ADDRESS}(?:/\d+)?)(?:\[(?P<dport>\w+)\])?"),
        regex(r"(?P<protocol>[a-z][\w\-]*|\d+)"), opt(regex(r"\d+,\d+")),
    ),
    row("policy_socket", "(per-socket policy)", regex(r"\((?:per-socket policy|no selector, probably per-socket policy)\)")),
    row(
        "policy_dir", "out prio high + 1073739744 ipsec",
        regex(r"(?P<direction>in|out|fwd)(?P<socket>\(socket\))?"), opt(regex(r"prio (?:\w+(?: [+\-] \d+)?|0x[0-9a-f]+|-?\d+)")),
        regex(r"(?P<action>ipsec|none|discard|bypass|entrust)"),
    ),
    row(
        "tmpl", "esp/tunnel/192.0.2.2-198.51.100.2/unique:1",
        regex(rf"(?P<protocol>esp|ah|ipcomp)/(?P<mode>tunnel|transport)/(?:(?P<source>{ADDRESS})-(?P<destination>{ADDRESS}))?"),
        regex(r"/(?P<level>default|use|require|unique)(?:[:#](?P<reqid>\d+))?"),
    ),
    row("policy_used", "created: Nov 23 07:52:11 2026  lastused: Nov 23 07:52:59 2026",
        regex(rf"created:(?: {DATE}|[ \t]*)[ \t]+lastused:(?: {DATE})?")),
    row("policy_life", "lifetime: 0(s) validtime: 0(s)", regex(r"lifetime: \d+\(s\) validtime: \d+\(s\)")),
    row("policy_id", "spid=1 seq=1 pid=1415 scope=global", regex(r"spid=\d+ seq=\d+ pid=\d+"), opt(regex(r"scope=\w+")), opt(regex(r"ifname=\S+"))),
    row("policy_end", "refcnt=1", regex(r"refcnt=\d+")),
)  # fmt: skip
