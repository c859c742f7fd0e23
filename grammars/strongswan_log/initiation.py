"""charon: starting a negotiation, packets and message summaries, peers without a connection, limits.

    initiate  = "initiating" ["Main Mode" | "Aggressive Mode"] "IKE_SA" connection "[" number "]" "to" host
    packet    = ("sending" | "received") "packet: from" endpoint "to" endpoint ["(" number "bytes)"]
    summary   = ("generating" | "parsed") exchange ("request" | "response") number "[" payloads "]"
    no config = "no IKE config found for" host "..." host ", sending" notify
"""

import pyparsing as pp

from grammars.common import CONTEXT, PROVES, SUGGESTS, endpoint, host, message, number, rest, until, upper
from grammars.strongswan_log.values import either, flow, ike_sa, summary, words

MESSAGES = (
    message(
        "packet-sent", "sending packet: from 192.0.2.1[500] to 198.51.100.1[500] (336 bytes)",
        "sending packet:", flow("local", "remote"),
    ),
    message(
        "packet-received", "received packet: from 198.51.100.1[4500] to 192.0.2.1[4500] (336 bytes)",
        "received packet:", flow("remote", "local"),
        strength=PROVES,
    ),
    message("message-sent", "generating IKE_AUTH request 1 [ IDi AUTH SA TSi TSr N(MOBIKE_SUP) ]", "generating", summary),
    message("message-received", "parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]", "parsed", summary),
    # -- we start
    message(
        "ike-initiate", "initiating Main Mode IKE_SA moon[1] to 192.0.2.1",
        "initiating Main Mode IKE_SA", ike_sa, "to", host("remote"),
        strength=PROVES, ike_version="1", mode="main", role="initiator",
    ),
    message(
        "ike-initiate", "initiating Aggressive Mode IKE_SA moon[1] to 192.0.2.1",
        "initiating Aggressive Mode IKE_SA", ike_sa, "to", host("remote"),
        strength=PROVES, ike_version="1", mode="aggressive", role="initiator",
    ),
    message(
        "ike-initiate", "initiating IKE_SA moon[1] to 192.0.2.1",
        "initiating IKE_SA", ike_sa, "to", host("remote"),
        strength=PROVES, ike_version="2", role="initiator",
    ),
    message(
        "config-warning", "unable to initiate to %any",
        words("unable to initiate to %any"),
        strength=SUGGESTS,
    ),
    # -- no connection for this peer, or not for its version
    message(
        "no-config", "no IKE config found for 192.0.2.1...198.51.100.1, sending NO_PROPOSAL_CHOSEN",
        "no IKE config found for", host("local"), "...", host("remote"), ", sending", upper("notify"),
        strength=SUGGESTS, role="responder",
    ),
    message(
        "version-refused", "received unsupported IKE version 3.0 from 198.51.100.1, sending INVALID_MAJOR_VERSION",
        "received unsupported IKE version", pp.Regex(r"(?P<ike_version>\d+)(?:\.\d+)?"), "from", host("remote"),
        strength=PROVES, role="responder",
    ),
    message(
        "out-of-step", "ignoring IKE_AUTH IKEv2 exchange on IKEv1 SA",
        "ignoring", upper("exchange"), "IKEv", number("ike_version"), "exchange on",
        strength=SUGGESTS,
    ),
    message(
        "config-error", "IKE version 1 not supported",
        "IKE version", number("ike_version"), words("not supported"),
        strength=PROVES,
    ),
    # -- sending fails here
    message(
        "resolve-failed", "unable to resolve vpn.example.com, initiate aborted",
        "unable to resolve", until("remote_name", ", initiate aborted"),
        strength=PROVES, role="initiator",
    ),
    message(
        "resolve-failed", "unable to resolve vpn.example.com, retrying in 60s",
        "unable to resolve", until("remote_name", ", retrying in"), number("seconds"), "s",
        strength=PROVES, role="initiator",
    ),
    message(
        "resolve-failed", "resolving 'vpn.example.com' failed: Name or service not known",
        "resolving '", until("remote_name", "' failed:"), rest("reason"),
        strength=SUGGESTS,
    ),
    message(
        "send-failed", "error writing to socket: Network is unreachable",
        "error writing to socket:", rest("reason"),
        strength=PROVES,
    ),
    message(
        "send-failed", "no socket implementation registered, sending failed",
        words("no socket implementation registered, sending failed"),
        strength=PROVES,
    ),
    # -- what is no IKE, or not for us
    message(
        "garbage-received", "received invalid IKE header from 198.51.100.1 - ignored",
        "received invalid IKE header from", host("remote"),
        strength=CONTEXT,
    ),
    message(
        "garbage-received", "received packet is too short (8 bytes)",
        "received packet is too short (", number("size"),
    ),
    message(
        "unprotected-ignored", "received unencrypted informational: from 198.51.100.1[500] to 192.0.2.1[500]",
        "received unencrypted informational: from", endpoint("remote"), "to", endpoint("local"),
        ike_version="2",
    ),
    message(
        "unprotected-ignored", "ignoring unprotected INFORMATIONAL from 198.51.100.1",
        "ignoring unprotected INFORMATIONAL from", host("remote"),
        strength=SUGGESTS, ike_version="1", exchange="INFORMATIONAL_V1",
    ),
    # -- limits of the responder
    message(
        "limit-reached", "ignoring IKE_SA setup from 198.51.100.1, per-IP half-open IKE_SA limit of 5 reached",
        "ignoring IKE_SA setup from", host("remote"), ",", rest("reason"),
        strength=PROVES, role="responder",
    ),
    message(
        "limit-reached", "ignoring IKE_SA_INIT, hitting IKE_SA limit (2000)",
        "ignoring", upper("exchange"), ",", pp.Regex(r"(?P<reason>hitting IKE_SA limit[^\n]*)"),
        strength=PROVES,
    ),
    message(
        "limit-reached", "abort IKE_SA initiation, half open IKE_SA count of 80 exceeds limit of 50",
        "abort IKE_SA initiation,", rest("reason"),
        strength=PROVES, role="initiator",
    ),
    message(
        "cookie-challenge", "sending COOKIE notify to 198.51.100.1",
        "sending COOKIE notify to", host("remote"),
        ike_version="2", role="responder",
    ),
    message(
        "cookie-challenge", "found cookie, but content invalid",
        words("found cookie, but content invalid", "received cookie lifetime expired, rejecting"),
        strength=SUGGESTS, ike_version="2", role="responder",
    ),
    message(
        "cookie-challenge", "ignore response with duplicate COOKIE notify",
        words("ignore response with duplicate COOKIE notify"),
        strength=SUGGESTS, ike_version="2", role="initiator",
    ),
    message(
        "send-failed", "failed to allocate message ID, destroying IKE_SA",
        either(
            "failed to allocate message ID", "failed to allocate SPI for new IKE_SA", "unable to allocate new initiator SPI",
            "ignoring message, failed to allocate SPI", "no RNG found, unable to create IKE_SA",
            "creating IKE_SA failed, ignoring message",
        ),
        strength=SUGGESTS,
    ),
)  # fmt: skip
