"""``swanctl --list-sas`` of strongSwan 5.2 to 6.x.

    dump   = ike-sa*
    ike-sa = name ": #" number, state, version, SPIs; local; remote; [proposal]; [times]; [queued]; [active]; [passive]; child*
    child  = name ": #" number, reqid, state, mode, algorithms; times; in; out; [label]; local; remote

What the daemon does not tell of an SA that is not installed is printed as ``(null)``.
"""

from grammars.dumps.common import opt, regex, rest, row

NAME = regex(r"(?P<name>\S[^\n]*?): #(?P<number>\d{1,12}),")
SPIS = regex(r"(?P<spi_i>[0-9a-f]{16}|\(null\))_i(?P<initiator>\*)? (?P<spi_r>[0-9a-f]{16}|\(null\))_r(?P<responder>\*)?") | regex(
    r"(?P<spi_i>[0-9a-f]{16}):(?P<spi_r>[0-9a-f]{16})"
)
HOST = r"(?P<host>[^\s\[\]]+)(?:\[(?P<port>\d{1,5}|\(null\))\])?"
VIPS = opt(regex(r"\[(?P<vips>[^\[\]\n]*)\]"))
SECONDS = r"(?:-?\d{1,15}|\(null\))"
LATER = opt(regex(rf", rekeying in (?P<rekey>{SECONDS})s"))
LIFE = opt(regex(rf", expires in (?P<expires>{SECONDS})s"))
COUNTERS = (
    regex(r"(?P<spi>[0-9a-f]{8}|\(null\))(?:/(?P<cpi>[0-9a-f]{4}))?"), opt(regex(r"\((?P<mark>-|[0-9a-fx/|-]+)\)")), ",",
    regex(r"(?P<bytes>\d{1,20}|\(null\)) bytes,"), regex(r"(?P<packets>\d{1,20}|\(null\)) packets"), opt(",", regex(r"(?P<idle>\d{1,15})s ago")),
)  # fmt: skip
SELECTOR = r"(?:[0-9a-fA-F]*[.:][^\s=]*|dynamic[^\s=]*|\(null\))"
SELECTORS = regex(rf"(?P<ts>{SELECTOR}(?:[ \t]+{SELECTOR})*)")
MODE = regex(r"(?P<mode>TUNNEL|TRANSPORT|BEET|PASS|DROP|IPTFS|\(null\))")

ROWS = (
    row(
        "command", "root@gw:~# swanctl --list-sas",
        regex(r"(?:[^\n]{0,200}?[$#>%] ?)?(?:sudo )?(?:/\S{0,100}/)?swanctl (?:-l|--list-sas)(?![^\n]* (?:-[rP]|--raw|--pretty)\b)"), rest("options"),
    ),
    row(
        "ike", "net-net: #1, ESTABLISHED, IKEv2, 4b1fb2e22a0d4a23_i* 91f9e3b3c4c5e6d7_r",
        NAME, regex(r"(?P<state>[A-Z_]+), IKEv(?P<version>[12]),"), SPIS,
    ),
    row("ike_local", "local  'moon.example.org' @ 192.0.2.1[4500] [10.3.0.1]", "local", regex(rf"'(?P<id>[^\n]*?)' @ {HOST}"), VIPS),
    row(
        "ike_remote", "remote 'C=CH, O=strongSwan, CN=sun' @ 198.51.100.2[4500] EAP: 'carol' [10.3.0.1]",
        "remote", regex(rf"'(?P<id>[^\n]*?)' @ {HOST}"), opt(regex(r"EAP: '(?P<eap>[^\n]*?)'(?= XAuth: '| \[|\s*$)")),
        opt(regex(r"XAuth: '(?P<xauth>[^\n]*?)'(?= \[|\s*$)")), VIPS,
    ),
    row(
        "ike_proposal", "AES_CBC-128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048",
        regex(r"(?P<proposal>[A-Z0-9_()-]+(?:/[A-Z0-9_()-]+)?/(?:PRF_[A-Z0-9_]+|\(\w+\))/(?:\(null\)|[A-Z0-9_/()-])+)"),
    ),
    row(
        "ike_times", "established 45s ago, rekeying in 14139s, reauth in 9854s, expires in 15000s",
        regex(rf"established (?P<age>{SECONDS})s ago"), LATER, opt(regex(rf", reauth in (?P<reauth>{SECONDS})s")), LIFE,
    ),
    row("ike_tasks", "active:  IKE_DPD", regex(r"(?P<queue>queued|active|passive):"), regex(r"(?P<tasks>[A-Z][A-Z0-9_]*(?: [A-Z][A-Z0-9_]*)*)")),
    row(
        "child", "net-net: #4, reqid 1, cpu -, INSTALLED, TUNNEL-in-UDP, ESP:AES_CBC-128/HMAC_SHA2_256_128/MODP_2048/ESN",
        NAME, opt(regex(r"reqid (?P<reqid>\d{1,12}|\(null\)),")), opt(regex(r"cpu (?P<cpu>\d{1,6}|-),")),
        regex(r"(?P<state>[A-Z_]+),"), MODE, opt(regex(r"(?P<encap>-in-UDP)")), regex(r", (?P<protocol>ESP|AH|\(null\)):"),
        opt(regex(r"(?P<proposal>[A-Z0-9_/()-]+)")),
    ),
    row("child_times", "installed 45s ago, rekeying in 3266s, expires in 3915s", regex(rf"installed (?P<age>{SECONDS})s ago"), LATER, LIFE),
    row("child_in", "in  c27acb71/0a1b (0x2a/0xff|0x1), 1284 bytes, 3 packets, 6s ago", "in", *COUNTERS),
    row("child_out", "out ce71e0e9 (-|0x1),   1284 bytes,     3 packets", "out", *COUNTERS),
    row("child_label", "label  system_u:object_r:ipsec_spd_t:s0", regex(r"label  (?P<label>\S+)")),
    row("child_local", "local  10.1.0.0/16 10.3.0.0/16[tcp/http]", regex(r"local(?= )"), SELECTORS),
    row("child_remote", "remote 10.2.0.0/16", regex(r"remote(?= )"), SELECTORS),
)  # fmt: skip
