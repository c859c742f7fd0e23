"""``ipsec status`` and ``ipsec statusall`` of strongSwan 5.1 to 6.x.

    dump    = [head] [addresses] [connections] [shunted] [routed] "Security Associations (" counts "):" ike-sa*
    ike-sa  = name "[" number "]:" state, hosts; further lines with the same name and number; child*
    child   = name "{" number "}:" state, mode, SPIs; algorithms and counters; selectors
"""

from grammars.dumps.common import opt, regex, rest, row, selectors

IKE = regex(r"(?P<name>[^\[\]{}\n]*?)\[(?P<number>\d+)\]:")
CHILD = regex(r"(?P<name>[^\[\]{}\n]*?)\{(?P<number>\d+)\}:")
NAME = regex(r"(?P<name>\S[^\n]*?):(?=[ \t])")
SPIS = regex(r"(?P<spi_i>[0-9a-f]{16})_i(?P<initiator>\*)? (?P<spi_r>[0-9a-f]{16})_r(?P<responder>\*)?")
COUNTERS = regex(
    r"(?P<bytes_in>\d+) bytes_i(?: \((?P<packets_in>\d+) pkts?(?:, (?P<idle_in>\d+)s ago)?\))?, "
    r"(?P<bytes_out>\d+) bytes_o(?: \((?P<packets_out>\d+) pkts?(?:, (?P<idle_out>\d+)s ago)?\))?"
)

ROWS = (
    row("head", "Status of IKE charon daemon (strongSwan 5.9.8, Linux 6.1.0, x86_64):", "Status of IKE charon daemon", opt("(", rest("version"))),
    row("uptime", "uptime: 2 minutes, since Nov 23 07:30:06 2026", "uptime:", regex(r"[^\n]*?, since (?P<since>[^\n]+)")),
    row("memory", "malloc: sbrk 1839104, mmap 0, used 1077744, free 761360", "malloc: sbrk", rest("numbers")),
    row("threads", "worker threads: 11 of 16 idle, 5/0/0/0 working, job queue: 0/0/0/0, scheduled: 5", "worker threads:", rest("numbers")),
    row("plugins", "loaded plugins: charon aes sha2", "loaded plugins:", rest("names")),
    row("pools", "Virtual IP pools (size/online/offline):", "Virtual IP pools", rest("columns")),
    row("pool", "10.3.0.0/24: 254/1/0", regex(r"(?P<pool>[^\s:]+): (?P<size>\d+)/(?P<online>\d+)/(?P<offline>\d+)")),
    row("addresses", "Listening IP addresses:", "Listening IP addresses:"),
    row("connections", "Connections:", "Connections:"),
    row("shunted", "Shunted Connections:", "Shunted Connections:"),
    row("routed", "Routed Connections:", "Routed Connections:"),
    row(
        "sas", "Security Associations (1 up, 0 connecting):",
        "Security Associations", opt("(", regex(r"(?P<up>\d+) up, (?P<connecting>\d+) connecting\)")), ":",
    ),
    row("none", "none", regex(r"none|no match")),
    # IKE_SAs
    row(
        "ike", "net-net[1]: ESTABLISHED 45 seconds ago, 203.0.113.2[moon]...198.51.100.2[sun]",
        IKE, regex(r"(?P<state>[A-Z_]+)"), opt(regex(r"(?P<ago>[^,\n]+?) ago")), ",",
        regex(r"(?P<local>[^\[\]\s]+)\[(?P<local_id>[^\n]*?)\]\.\.\.(?P<remote>[^\[\]\s]+)\[(?P<remote_id>[^\n]*)\]"),
    ),
    row(
        "ike_spis", "net-net[2]: IKEv2 SPIs: f70518cf9baf6107_i 48967ad372a52250_r*, rekeying in 2 hours",
        IKE, regex(r"IKEv(?P<version>[12]) SPIs:"), SPIS, opt(regex(r", (?P<times>[^\n]+)")),
    ),
    row("ike_proposal", "net-net[2]: IKE proposal: AES_CBC_256/HMAC_SHA2_512_256/PRF_HMAC_SHA2_512/MODP_4096", IKE, "IKE proposal:", rest("proposal")),
    row("ike_tasks", "net-net[1]: Tasks active: IKE_INIT IKE_NATD", IKE, "Tasks", regex(r"(?P<queue>queued|active|passive):"), rest("tasks")),
    row("ike_user", "rw[3]: Remote EAP identity: carol", IKE, "Remote", regex(r"(?P<kind>XAuth|EAP) identity:"), rest("user")),
    # CHILD_SAs
    row(
        "child", "net-net{4}:  INSTALLED, TUNNEL, reqid 1, ESP in UDP SPIs: c2dda1e2_i c1458d89_o",
        CHILD, regex(r"(?P<state>[A-Z_]+), (?P<mode>[A-Z]+)(?:_PROXY)?"), opt(regex(r", reqid (?P<reqid>\d+)")),
        opt(regex(r", (?P<protocol>ESP|AH)(?P<encap> in UDP)? SPIs: (?P<spi_in>[0-9a-f]{8})_i (?P<spi_out>[0-9a-f]{8})_o")),
        opt(regex(r", IPCOMP CPIs: [0-9a-f]{4}_i [0-9a-f]{4}_o")), opt(regex(r", expires in (?P<expires>[^\n,]+)")),
    ),
    row(
        "child_counters",
        "net-net{4}:  AES_CBC_128/HMAC_SHA1_96, 1284 bytes_i (3 pkts, 11s ago), 1284 bytes_o (3 pkts, 11s ago), rekeying in 43 minutes",
        CHILD, opt(regex(r"(?P<proposal>[A-Z0-9_/\-]+),(?= \d)")), COUNTERS, opt(regex(r", rekeying (?:in (?P<rekey>[^\n]+)|(?P<rekeying>active|disabled))")),
    ),
    row("child_selectors", "net-net{4}:   10.2.0.0/16 === 10.1.0.0/16", CHILD, selectors("local_ts"), "===", selectors("remote_ts")),
    # connections
    row(
        "connection", "net-net:  203.0.113.2...198.51.100.2  IKEv2, dpddelay=30s",
        NAME, regex(r"(?P<local>\S+?)\.\.\.(?P<remote>\S+)  ?(?P<version>IKEv1/2|IKEv[12])"), opt(regex(r"(?P<mode>Aggressive)")),
        opt(regex(r", dpddelay=(?P<dpd>\d+)s")),
    ),
    row(
        "connection_end", "net-net:   local:  [moon] uses pre-shared key authentication",
        NAME, regex(r"(?P<end>local|remote):"), opt(regex(r"\[(?P<id>[^\n]*?)\](?= uses)")), "uses", rest("method"),
    ),
    row(
        "connection_detail", 'net-net:    ca:    "C=CH, O=strongSwan, CN=root"',
        NAME, regex(r"(?P<what>ca|im-ca|cert|ocsp|crl|group):"), rest("value"),
    ),
    row(
        "connection_child", "net-net:   child:  10.2.0.0/16 === 10.1.0.0/16 TUNNEL, dpdaction=restart",
        NAME, "child:", regex(r"(?P<local_ts>\S[^\n]*?) === (?P<remote_ts>\S[^\n]*?) (?P<mode>TUNNEL|TRANSPORT|BEET|PASS|DROP|IPTFS)(?:_PROXY)?"),
        opt(regex(r", dpdaction=(?P<dpdaction>\w+)")),
    ),
    row(
        "shunt", "local:  10.0.0.0/8 === 10.0.0.0/8 PASS",
        NAME, regex(r"(?P<local_ts>\S[^\n]*?) === (?P<remote_ts>\S[^\n]*?) (?P<mode>PASS|DROP)"),
    ),
    row("address", "203.0.113.2", regex(r"(?P<address>(?:\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F]*:[0-9a-fA-F:.]+(?:%\S+)?)")),
)  # fmt: skip
