"""charon: messages that begin with a value, so that their first letters say nothing; they are tried last.

    respond  = host "is initiating" ("an IKE_SA" | "IKE_SA" ike_sa | "a" ("Main" | "Aggressive") "Mode IKE_SA")
    address  = host ("disappeared from" | "appeared on") interface
    verified = payload ["payload"] "verification failed"
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, host, message, word
from grammars.strongswan_log.values import ike_sa, noise

MESSAGES = (
    message(
        "ike-respond", "198.51.100.1 is initiating an IKE_SA",
        host("remote"), "is initiating an IKE_SA",
        strength=PROVES, ike_version="2", role="responder",
    ),
    message(
        "ike-respond", "198.51.100.1 is initiating a Main Mode IKE_SA",
        host("remote"), "is initiating a Main Mode IKE_SA",
        strength=PROVES, ike_version="1", mode="main", role="responder",
    ),
    message(
        "ike-respond", "198.51.100.1 is initiating a Aggressive Mode IKE_SA",
        host("remote"), "is initiating a Aggressive Mode IKE_SA",
        strength=PROVES, ike_version="1", mode="aggressive", role="responder",
    ),
    message(
        "ike-respond", "198.51.100.1 is initiating IKE_SA moon[1]",
        host("remote"), "is initiating IKE_SA", ike_sa,
        strength=PROVES, ike_version="2", role="responder",
    ),
    message(
        "path-lost", "192.0.2.1 disappeared from eth0",
        host("local"), "disappeared from", word("reason"),
        strength=PROVES,
    ),
    noise("192.0.2.1 appeared on eth0", pp.Regex(r"[0-9a-fA-F.:x]+ (?:appeared on|is on interface|is not a local address)")),
    message(
        "parse-failed", "ID_V1 payload verification failed",
        pp.Regex(r"(?P<payload>[A-Z][A-Z0-9_]*+|\(\d++\))(?: payload)?"), "verification failed",
        strength=SUGGESTS,
    ),
)  # fmt: skip
