"""``show security ike`` and ``show security ipsec`` of Junos with ``| display xml``, and answers over NETCONF: one tag or one value a line.

Programs print them on one line too, and NETCONF puts values on lines of their own; the reader takes both apart.

    reply = open (leaf | reply)* close
    leaf  = "<" name ">" value "</" name ">"

A line is all that is looked at: no document is built, and no entity but the three of XML's own signs is read.
"""

from grammars.dumps.common import regex, row

KNOWN = (
    "rpc-reply|multi-routing-engine-results|ipsec-security-associations-information|ipsec-security-associations-block|ike-security-associations-information"
    "|ike-security-associations-block|ike-security-associations|ipsec-unestablished-tunnel-information|ipsec-security-associations"
    "|usp-ipsec-total-statistics-information|ipsec-tunnel-events?-statistics(?:-information)?"
)

ROWS = (
    row("prompt", "admin@srx-a> show security ipsec statistics index 131073 | display xml",
        regex(r"(?:[^\s>#%]{0,64}[>#%] ?)?(?:run )?show security (?:ike|ipsec) (?P<options>[a-z][^\n|]{2,200}?) *\| *display xml[^\n]{0,80}")),
    row("begin", '<ipsec-security-associations-information junos:style="detail">', regex(rf"<(?P<tag>{KNOWN})(?: [^<>\n]*)?>")),
    row("close", "</ipsec-security-associations>", regex(r"</(?P<tag>[a-z][a-z0-9\-]*)>")),
    row("leaf", "<sa-tunnel-index>131073</sa-tunnel-index>", regex(r"<(?P<tag>[a-z][a-z0-9\-]*)(?: [^<>\n]*)?>(?P<value>[^<>\n]*)</[a-z][a-z0-9\-]*>")),
    row("open", "<sa-dev-info>", regex(r"<(?P<tag>[a-z][a-z0-9\-]*)(?: [^<>\n]*)?>")),
    row("empty", "<sa-policy-name/>", regex(r"<(?P<tag>[a-z][a-z0-9\-]*)(?: [^<>\n]*)?/>")),
)  # fmt: skip
