"""``swanctl --list-sas --raw`` and ``--pretty`` of strongSwan 5.2 to 6.x.

    dump    = event* reply
    event   = "list-sa event {" name " {" ike-values "child-sas {" child* "}}}"
    child   = name "-" number " {" child-values "}"
    reply   = "list-sas reply {}"

``--raw`` prints an event on one line, ``key=value`` and ``key=[a b]``. ``--pretty``, and ``--raw`` before it was there, prints
one ``key = value`` on a line. Which values there are, the reader knows.
"""

from grammars.dumps.common import opt, regex, rest, row
from grammars.dumps.swanctl_sas import SELECTOR

# Keys of more than one word: a line that holds one of them, or two of the others, is a piece of an event that a terminal wrapped.
LONG_KEY = (
    r"(?:(?:local|remote)-(?:host|port|id|ts|vips|eap-id|xauth-id)|(?:initiator|responder)-spi|nat-(?:local|remote|fake|any)|(?:encr|integ|prf)-alg"
    r"|(?:encr|integ)-keysize|dh-group|(?:rekey|reauth|life|install)-time|tasks-(?:queued|active|passive)"
    r"|(?:spi|cpi|mark|mark-mask|if-id|bytes|packets|use)-(?:in|out)|per-cpu-sas)"
)
SHORT_KEY = r"(?:uniqueid|version|state|initiator|ppk|established|name|reqid|mode|label|protocol|encap|cpu|esn|ake\d)"
PROMPT = r"(?:[^\n]{0,200}?[$#>%] ?)?(?:sudo )?(?:/\S{0,100}/)?swanctl (?:-l|--list-sas)(?=[^\n]* (?:-[rP]|--raw|--pretty)\b)"

ROWS = (
    row("reply", "list-sas reply {}", "list-sas reply {", opt("}")),
    row("refused", "list-sas reply {success=no errmsg=too busy}", "list-sas reply {", rest("tree")),
    row("event", "list-sa event {net-net {uniqueid=1 version=2 state=CONNECTING child-sas {}}}", "list-sa event {", rest("tree")),
    row("filtered", "root@gw:~# swanctl --list-sas --raw --ike net-net", regex(rf"{PROMPT}(?=[^\n]* (?:-i|-I|--ike|--ike-id)\b)"), rest("options")),
    row("command", "root@gw:~# swanctl --list-sas --raw", regex(PROMPT), rest("options")),
    row("list", "local-ts = [", regex(r"(?P<key>(?:local|remote)-(?:ts|vips)|tasks-(?:queued|active|passive)) = \[")),
    row("key", "remote-host = 198.51.100.2", regex(rf"(?P<key>{LONG_KEY}|{SHORT_KEY}) ="), rest("value")),
    row("section", "net-net-1 {", regex(r"(?P<name>[^\s{}=\[\]]{1,250}) \{")),
    row("end", "]", "]"),
    row("close", "}", "}"),
    row("item", "10.1.0.0/16", regex(rf"(?P<item>[A-Z][A-Z0-9_]*|{SELECTOR})")),
    row(
        "piece", "ort=500 remote-id=sun.example.org initiator=yes initiator-spi=4b1fb2e22a0d4a23",
        regex(
            rf"(?:(?:[^\n]*?[ {{])?{LONG_KEY}=[^\n]*|(?:[^\n]*?[ {{])?{SHORT_KEY}=[^\n]*?[ {{]{SHORT_KEY}=[^\n]*"
            r"|[^\n]*?child-sas \{[^\n]*|[^\n]*?\}{3,4}|[0-9a-fA-F:./ \[\]-]*\}\})"
        ),
    ),
)  # fmt: skip
