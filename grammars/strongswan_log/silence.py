"""charon: no answer, repetitions of both ends, attempts that end.

    retransmit  = "retransmit" number "of request with message ID" number                                  (IKEv2)
                | "sending retransmit" number "of" ("request" | "response") "message ID" number ", seq" number  (IKEv1)
    repetition  = "received retransmit of" ("request" | "response") "with ID" number "," what happens now
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, host, message, number, upper, word
from grammars.strongswan_log.values import either, exchange, ike_sa, optional, words

_way = pp.Regex(r"(?P<direction>request|response)")

MESSAGES = (
    message(
        "retransmit", "retransmit 3 of request with message ID 1",
        "retransmit", number("count"), "of request with message ID", number("message_id"),
        strength=SUGGESTS, ike_version="2", direction="request",
    ),
    message(
        "retransmit", "sending retransmit 2 of request message ID 0, seq 3",
        "sending retransmit", number("count"), "of", _way, "message ID", number("message_id"), ", seq", number("seq"),
        strength=SUGGESTS, ike_version="1",
    ),
    message("gave-up", "giving up after 5 retransmits", "giving up after", number("count"), "retransmits", strength=PROVES),
    message(
        "retry", "peer not responding, trying again (2/3)",
        "peer not responding, trying again (", number("attempt"), "/", pp.Regex(r"(?P<attempts>\d+|%forever)"),
        strength=PROVES, role="initiator",
    ),
    message(
        "peer-silent", "establishing IKE_SA failed, peer not responding",
        "establishing IKE_SA failed, peer not responding",
        strength=PROVES, what="establishing",
    ),
    message(
        "peer-silent", "rekeying IKE_SA failed, peer not responding",
        "rekeying IKE_SA failed, peer not responding",
        strength=SUGGESTS, what="rekeying",
    ),
    message("peer-silent", "proper IKE_SA delete failed, peer not responding", "proper IKE_SA delete failed", what="deleting"),
    message(
        "peer-silent", "peer did not initiate expected exchange, reestablishing IKE_SA",
        "peer did not initiate expected exchange",
        strength=SUGGESTS, ike_version="1", what="establishing",
    ),
    message(
        "half-open-timeout", "deleting half open IKE_SA with 198.51.100.1 after timeout",
        "deleting half open IKE_SA with", host("remote"), "after timeout",
        strength=SUGGESTS, role="responder",
    ),
    message(
        "half-open-timeout", "deleting half open IKE_SA after timeout",
        "deleting half open IKE_SA after timeout",
        strength=SUGGESTS, role="responder",
    ),
    message(
        "half-open-timeout", "deleting half open IKE_SA moon[3] with 198.51.100.1 after timeout",
        "deleting half open IKE_SA", ike_sa, optional("with", host("remote")),
        strength=SUGGESTS, role="responder",
    ),
    message(
        "aborted", "destroying IKE_SA in state CONNECTING without notification",
        "destroying IKE_SA in state", word("state"), "without notification",
    ),
    message("aborted", "deleting unestablished IKE_SA", "deleting unestablished IKE_SA"),
    # -- the peer repeats itself
    message(
        "duplicate-request", "received retransmit of request with ID 1, but no response to retransmit",
        "received retransmit of", _way, "with ID", number("message_id"),
        either(", but no response to retransmit", ", but next request already sent"),
    ),
    message(
        "duplicate-request", "received retransmit of request with ID 1, retransmitting response",
        "received retransmit of", _way, "with ID", number("message_id"),
        strength=SUGGESTS,
    ),
    message(
        "duplicate-request", "received retransmit of DPD request, retransmitting response",
        "received retransmit of DPD request",
        ike_version="1",
    ),
    message(
        "duplicate-request", "ignoring request with ID 1, already processing",
        "ignoring request with ID", number("message_id"), ", already processing",
    ),
    # -- messages that do not fit the state
    message(
        "out-of-step", "received message ID 0, expected 1, ignored",
        "received message ID", number("message_id"), ", expected", number("mine"), either(", ignored", ". Ignored"),
        strength=SUGGESTS, ike_version="2",
    ),
    message(
        "out-of-step", "queueing INFORMATIONAL_V1 request as tasks still active",
        "queueing", exchange, "request as tasks still active",
        strength=SUGGESTS, ike_version="1",
    ),
    message(
        "out-of-step", "ignoring INFORMATIONAL_V1 request, queue full",
        "ignoring", exchange, "request, queue full",
        ike_version="1",
    ),
    message(
        "out-of-step", "ignoring ID_PROT in established IKE_SA state",
        "ignoring", exchange, "in established IKE_SA state",
        ike_version="1",
    ),
    message(
        "out-of-step", "ignoring QUICK_MODE in IKE_SA state REKEYED",
        "ignoring", exchange, "in IKE_SA state", upper("state"),
    ),
    message(
        "out-of-step", "ignoring QUICK_MODE request while phase 1 is incomplete",
        "ignoring", exchange, "request while phase 1 is incomplete",
        strength=SUGGESTS, ike_version="1", role="responder",
    ),
    message(
        "out-of-step", "received quick mode request for unestablished IKE_SA, ignored",
        "received quick mode request for unestablished IKE_SA",
        strength=SUGGESTS, ike_version="1", exchange="QUICK_MODE", role="responder",
    ),
    message(
        "out-of-step", "received CREATE_CHILD_SA request for unestablished IKE_SA, rejected",
        "received", exchange, "request for unestablished IKE_SA",
        strength=SUGGESTS, ike_version="2", role="responder",
    ),
    message(
        "out-of-step", "ignoring fourth Quick Mode message",
        "ignoring fourth Quick Mode message",
        ike_version="1", exchange="QUICK_MODE",
    ),
    message(
        "out-of-step", "received INFORMATIONAL response, but expected IKE_AUTH",
        "received", exchange, "response, but expected", word("mine"),
    ),
    message(
        "out-of-step", "received invalid DPD sequence number 7 (expected 8), ignored",
        "received invalid DPD sequence number", number("theirs"), "(expected", number("mine"),
        strength=SUGGESTS, ike_version="1",
    ),
    message(
        "nonstandard-peer", "critical unknown payloads found",
        words("critical unknown payloads found"),
        strength=PROVES, ike_version="2",
    ),
)  # fmt: skip
