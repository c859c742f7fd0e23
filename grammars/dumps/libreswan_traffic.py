"""``ipsec trafficstatus`` of Libreswan 3.x, 4.x and 5.x: one line for each IPsec SA, with exact counters.

    dump = ["006 "] "#" number ': "' name '"' ["[" instance "] " peer] ", type=" protocol ", add_time=" epoch ", inBytes=" ", outBytes=" more
"""

from grammars.dumps.common import opt, regex, rest, row

ROWS = (
    row(
        "traffic", "006 #2: \"net\", type=ESP, add_time=1795420787, inBytes=1284, outBytes=1284, maxBytes=2^63B, id='203.0.113.2'",
        opt(regex(r"006(?=[ \t])")), regex(r'#(?P<number>\d+): "(?P<name>[^"\n]+)"(?:\[(?P<instance>\d+)\](?: (?P<peer>[^\s,]+))?)?,'),
        opt(regex(r"(?:username|XAUTHuser)=(?P<user>[^,\n]+),")), regex(r"type=(?P<protocol>ESP|AH|IPCOMP)(?:\([^)\n]*\))?,"),
        regex(r"add_time=(?P<added>\d+), inBytes=(?P<bytes_in>\d+), outBytes=(?P<bytes_out>\d+)"),
        opt(regex(r", maxBytes=[^,\n]+")), opt(regex(r", id='(?P<id>[^\n]*?)'(?=,|$)")), opt(regex(r", lease=(?P<lease>\S+)")),
        regex(r"(?=,|$)"), rest("more"),
    ),
)  # fmt: skip
