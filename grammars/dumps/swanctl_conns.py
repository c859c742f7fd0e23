"""``swanctl --list-conns`` and ``swanctl --list-pols`` of strongSwan 5.2 to 6.x.

    conns  = connection*
    connection = name ":" version, times; local*; remote*; authentication*; child*
    authentication = ("local" | "remote") class "authentication:"; id, ...
    child  = name ":" mode, times; local; remote
    pols   = policy*
    policy = [name "/"] child ["reqid" n] "," mode; local; remote
"""

from grammars.dumps.common import opt, regex, rest, row
from grammars.dumps.swanctl_sas import SELECTOR

NAME = regex(r"(?!Version: IKE)(?P<name>\S[^\n:]*):(?= )")
MODES = r"(?P<mode>TUNNEL|TRANSPORT|BEET|PASS|DROP|IPTFS)"

ROWS = (
    row(
        "command", "root@gw:~# swanctl --list-conns",
        regex(r"(?:[^\n]{0,200}?[$#>%] ?)?(?:sudo )?(?:/\S{0,100}/)?swanctl (?:-L|-P|--list-conns|--list-pols)(?![^\n]* (?:-r|--raw|--pretty)\b)"), rest("options"),
    ),
    row(
        "connection", "net-net: IKEv2, no reauthentication, rekeying every 14400s, dpd delay 30s",
        NAME, regex(r"(?P<version>IKEv1/2|IKEv[12])"), opt(regex(r", (?:no reauthentication|reauthentication every \d{1,15}s)")),
        opt(regex(r", (?:no rekeying|rekeying every \d{1,15}s)")), opt(regex(r", dpd delay (?P<dpd>\d{1,15})s")),
    ),
    row("ends", "local:  192.0.2.1", regex(r"(?P<end>local|remote):"), regex(rf"(?P<values>{SELECTOR}(?:[ \t]+{SELECTOR})+|[^\s=]+)")),
    row("auth", "local pre-shared key authentication:", regex(r"(?P<end>local|remote) (?P<class>[^\n:]{1,80}?) authentication:")),
    row("id", "id: moon.example.org", "id:", rest("id")),
    row("auth_detail", "certs: C=CH, O=strongSwan, CN=moon", regex(r"(?:eap_id|xauth_id|aaa_id|groups|cert policy|certs|cacerts):"), rest("value")),
    row(
        "child", "net-net: TUNNEL, rekeying every 3600s or 1000000 bytes or 1000 packets, dpd action is restart",
        NAME, regex(MODES), opt(regex(r", (?:no rekeying|rekeying every(?:(?: or)? \d{1,20}(?:s| bytes| packets))*)")),
        opt(regex(r", dpd action is (?P<dpdaction>\w+)")),
    ),
    row("child_detail", "priority: 100", regex(r"(?:interface|priority|label): +(?P<value>\S+)")),
    row("policy", "net-net/net-net, reqid 1, TUNNEL", regex(r"(?P<name>[^\s,:]{1,250}),"), opt(regex(r"reqid (?P<reqid>\d{1,12}),")), regex(MODES)),
)  # fmt: skip
