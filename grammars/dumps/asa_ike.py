"""``show crypto isakmp sa``, ``show crypto ikev1 sa [detail]`` and ``show crypto ikev2 sa [detail]`` of Cisco's ASA and FTD.

    dump    = ikev1 | ikev2 | "There are no IKEv1 SAs" | "There are no IKEv2 SAs" | "There are no isakmp sas"
    ikev1   = ["IKEv1 SAs:"] "Active SA:" n "Rekey SA:" n "Total IKE SA:" n entry*
    entry   = n "IKE Peer:" peer  "Type :" type "Role :" role  "Rekey :" yes-no "State :" state  [algorithms and lifetime]
    ikev2   = "IKEv2 SAs:" session*
    session = "Session-id:" n "Status:" status "IKE count:" n "CHILD count:" n, titles, tunnel+ child*
    tunnel  = id local "/" port remote "/" port ["none/none"] status role, algorithms, lifetime, [details]
    child   = "Child sa: local selector" range "remote selector" range "ESP spi in/out:" spi "/" spi

In a selector "/" stands before a port, not a prefix length. The table of older releases has its titles before every row.
"""

from grammars.dumps.common import opt, regex, rest, row

RANGE = r"(?P<low>[0-9A-Fa-f.:]+)/(?P<from>\d+) - (?P<high>[0-9A-Fa-f.:]+)/(?P<to>\d+)"

ROWS = (
    row("v1", "IKEv1 SAs:", "IKEv1 SAs:"),
    row("v2", "IKEv2 SAs:", "IKEv2 SAs:"),
    row("none", "There are no IKEv1 SAs", regex(r"There are no (?P<what>IKEv1 SAs|IKEv2 SAs|isakmp sas)")),
    row("active", "Active SA: 3", regex(r"Active SA: ?\d+")),
    row("rekey", "Rekey SA: 0 (A tunnel will report 1 Active and 1 Rekey SA during rekey)", regex(r"Rekey SA: ?\d+"), opt(regex(r"\(A tunnel will [^\n]*"))),
    row("total", "Total IKE SA: 3", regex(r"Total IKE SA: ?\d+")),
    row("peer", "1   IKE Peer: 198.51.100.20", regex(r"(?P<number>\d{1,9})\s+IKE Peer:\s*(?P<remote>\S+)")),
    row("role", "Type    : L2L             Role    : initiator", regex(r"Type\s*:\s*(?P<type>\w+)\s+Role\s*:\s*(?P<role>initiator|responder)")),
    row("state", "Rekey   : no              State   : MM_ACTIVE", regex(r"Rekey\s*:\s*(?P<rekey>yes|no)\s+State\s*:\s*(?P<state>[A-Za-z]\w*)")),
    row("algorithms", "Encrypt : aes-256         Hash    : SHA", regex(r"Encrypt\s*:\s*(?P<encryption>\S+)\s+Hash\s*:\s*(?P<hash>\S+)")),
    row("auth", "Auth    : preshared       Lifetime: 86400", regex(r"Auth\s*:\s*\S+\s+Lifetime\s*:\s*(?P<lifetime>\d+)")),
    row("remaining", "Lifetime Remaining: 71023", regex(r"Lifetime Remaining\s*:\s*(?P<left>\d+)")),
    row("titles", "IKE Peer      Type  Dir   Rky  State      Encrypt Hash  Auth    Lifetime",
        regex(r"IKE Peer\s+Type\s+Dir\s+Rky\s+State\s+Encrypt\s+Hash\s+Auth\s+Lifetime")),
    row("line", "1 203.0.113.225 User  Resp  No   AM_Active  3des    SHA   preshrd 86400",
        regex(r"(?P<number>\d{1,9})\s+(?P<remote>\S+)\s+\w+\s+(?P<role>Init|Resp)\s+(?P<rekey>Yes|No)\s+(?P<state>[AM]M_\w+)\s+(?P<encryption>\S+)\s+(?P<hash>\S+)"),
        regex(r"\S+\s+(?P<lifetime>\d+)")),
    row("session", "Session-id:1, Status:UP-ACTIVE, IKE count:1, CHILD count:1",
        regex(r"Session-id:(?P<session>\d+), Status:(?P<status>[A-Z\-]+), IKE count:(?P<ikes>\d+), CHILD count:(?P<children>\d+)")),
    row("tunnels", "Tunnel-id Local                     Remote                    Status         Role",
        regex(r"Tunnel-id\s+Local\s+Remote\s+(?:fvrf/ivrf\s+)?Status\s+Role")),
    row("tunnel", "4417235 192.0.2.7/500         198.51.100.6/500         READY    INITIATOR",
        regex(r"(?P<number>\d{1,12})\s+(?P<local>\S+?)/(?P<local_port>\d+)\s+(?P<remote>\S+?)/(?P<remote_port>\d+)\s+(?:\w+/\w+\s+)?(?P<state>[A-Z][\w\-]*)\s+"
              r"(?P<role>INITIATOR|RESPONDER)")),
    row("child_algorithms", "Encr: AES-CBC, keysize: 256, esp_hmac: SHA96",
        regex(r"Encr: (?P<encryption>[\w\-]+)(?:, keysize: (?P<keysize>\d+))?, esp_hmac: (?P<hash>\S+)")),
    row("encr", "Encr: AES-CBC, keysize: 256, Hash: SHA256, DH Grp:14, Auth sign: PSK, Auth verify: PSK",
        regex(r"Encr: (?P<encryption>[\w\-]+)(?:, keysize: (?P<keysize>\d+))?(?:, PRF: \S+?)?(?:, Hash: (?P<hash>[\w/\-]+))?, DH Grp: ?(?P<group>\d+)"), rest("more")),
    row("life", "Life/Active Time: 86400/612 sec", regex(r"Life/Active Time: (?P<life>\d+)/(?P<age>\d+) sec")),
    row("local_ts", "Child sa: local selector  10.12.0.0/0 - 10.12.0.255/65535", regex(rf"Child sa: local selector\s+{RANGE}")),
    row("remote_ts", "remote selector 10.13.0.0/0 - 10.13.0.255/65535", regex(rf"remote selector\s+{RANGE}")),
    row("spis", "ESP spi in/out: 0x2f71c0de/0x9b03ee41", regex(r"ESP spi in/out: 0x(?P<spi_in>[0-9a-fA-F]+)/0x(?P<spi_out>[0-9a-fA-F]+)")),
    row("ike_spis", "Local spi: 6C19AB0400000020       Remote spi: E1730D9500000021",
        regex(r"Local spi: (?P<local>[0-9A-Fa-f]{16})\s+Remote spi: (?P<remote>[0-9A-Fa-f]{16})")),
    row("id", "Local id: 192.0.2.7", regex(r"(?P<side>Local|Remote) id: (?P<id>\S[^\n]*)")),
    row("nat", "NAT-T is not detected", regex(r"NAT-T is (?P<nat>not detected|detected)"), rest("where")),
    row("detail", "Status Description: Negotiation done",
        regex(r"(?:Session-id: \d+|Status Description:|(?:Local|Remote) (?:req|next|window)|DPD configured for|IKEv2 Fragmentation|Parent SA Extended|Delete in progress:|"
              r"Marked for delete:|AH spi in/out:|CPI in/out:|ah_hmac:|Fragmentation)[^\n]*")),
)  # fmt: skip
