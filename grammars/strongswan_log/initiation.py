"""charon: starting a negotiation, packets and message summaries.

    initiate  = "initiating" ["Main Mode" | "Aggressive Mode"] "IKE_SA" connection "[" number "]" "to" host
    packet    = ("sending" | "received") "packet: from" endpoint "to" endpoint "(" number "bytes)"
    summary   = ("generating" | "parsed") exchange ("request" | "response") number "[" payloads "]"
"""

from grammars.common import CONTEXT, PROVES, endpoint, hexa, host, message, number, upper, word
from grammars.strongswan_log.values import ike_sa, summary

MESSAGES = (
    message(
        "packet-sent", "sending packet: from 192.0.2.1[500] to 198.51.100.1[500] (336 bytes)",
        "sending packet: from", endpoint("local"), "to", endpoint("remote"), "(", number("size"), "bytes)",
    ),
    message(
        "packet-received", "received packet: from 198.51.100.1[4500] to 192.0.2.1[4500] (336 bytes)",
        "received packet: from", endpoint("remote"), "to", endpoint("local"), "(", number("size"), "bytes)",
        strength=PROVES,
    ),
    message("message-sent", "generating IKE_AUTH request 1 [ IDi AUTH SA TSi TSr N(MOBIKE_SUP) ]", "generating", *summary),
    message("message-received", "parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]", "parsed", *summary),
    message(
        "ike-initiate", "initiating Main Mode IKE_SA moon[1] to 192.0.2.1",
        "initiating Main Mode IKE_SA", ike_sa, "to", host("remote"),
        strength=PROVES, ike_version="1", mode="main", role="initiator",
    ),
)  # fmt: skip
