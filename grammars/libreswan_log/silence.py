"""pluto: no answer, errors of the network, further attempts.

    again   = state ": retransmission; will wait" seconds "seconds for response"
            | "retransmitting" exchange "request; will wait" seconds ...
    gave-up = state ":" seconds "second timeout exceeded after" count "retransmits." explanation
            | "max number of retransmissions (" count ") reached" state "." explanation        (3.x)
    icmp    = "asynchronous network error report on" interface "(" local ")" ["for message to" peer "port" port]
              ", complainant" host ":" reason
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, Message, message, number
from grammars.libreswan_log.values import (
    STAGES,
    any_state,
    at_state,
    connection,
    endpoint,
    exchange,
    first,
    lead,
    opt,
    plain_host,
    rest,
    said,
    seconds,
    seq,
    state,
    words,
)  # fmt: skip

_LIMIT = first(
    seq(seconds, "second timeout exceeded after", number("count"), "retransmits"),
    seq("max number of retransmissions (", number("count"), ") reached", opt("after", seconds, "seconds")),
)
_why = opt(".", rest())
# (sent MI1, expecting MR1); EVENT_v1_RETRANSMIT in 15s    (sent Main Mode I1); REPLACE in 10s, RETRANSMIT in 2s
_described = pp.Regex(r"\([^()\n]{1,80}\); [^\n;]{0,60}RETRANSMIT in")


def _again(names: tuple[str, ...], tags: dict[str, str]) -> Message:
    return message("retransmit", f"STATE_{names[0]}: retransmission; will wait 1 seconds for response",
                   state(*names), ": retransmission; will wait", seconds, strength=SUGGESTS, **tags)  # fmt: skip


def _listed(names: tuple[str, ...], tags: dict[str, str]) -> Message:
    """A line of the list of states, of one that waits for an answer and repeats its message."""
    return message("retransmit", f"STATE_{names[0]} (sent MI1, expecting MR1); EVENT_RETRANSMIT in 8s", opt(":", number("remote_port")),
                   state(*names), _described, strength=SUGGESTS, **tags)  # fmt: skip


def _gave_up(names: tuple[str, ...], tags: dict[str, str]) -> Message:
    text = f"STATE_{names[0]}: 60 second timeout exceeded after 7 retransmits.  No response (or no acceptable response) to our IKEv2 message"
    return message("gave-up", text, state(*names), ":", _LIMIT, _why, strength=SUGGESTS, **tags)


def _gave_up_old(names: tuple[str, ...], tags: dict[str, str]) -> Message:
    text = f"max number of retransmissions (2) reached STATE_{names[0]}.  Possible authentication failure"
    return message("gave-up", text, "max number of retransmissions (", number("count"), ") reached", state(*names), _why,
            strength=SUGGESTS, **tags)


def _by_words(explanation: str, **tags: str) -> Message:
    """A time-out in a state that is not known here: the explanation tells which message it was."""
    text = f"STATE_V2_X: 60 second timeout exceeded after 7 retransmits.  {explanation}"
    parts = (at_state, _LIMIT, pp.Opt(any_state()), ".", explanation)
    return message("gave-up", text, *parts, strength=SUGGESTS, **tags)


MESSAGES: tuple[Message, ...] = (
    *(_again(names, tags) for names, tags in STAGES),
    *(_listed(names, tags) for names, tags in STAGES),
    message("retransmit", "STATE_V2_X: retransmission; will wait 1 seconds for response",
            any_state(), ": retransmission; will wait", seconds, strength=SUGGESTS),
    message("retransmit", "retransmitting IKE_SA_INIT request; will wait 0.5 seconds for response",
            "retransmitting", exchange, words("request", "message"), "; will wait", seconds, strength=SUGGESTS, ike_version="2",
            direction="request"),
    *(_gave_up(names, tags) for names, tags in STAGES),
    *(_gave_up_old(names, tags) for names, tags in STAGES),
    _by_words("No response (or no acceptable response) to our first IKEv1 message", ike_version="1"),
    _by_words("No response (or no acceptable response) to our first IKEv2 message", ike_version="2", exchange="IKE_SA_INIT"),
    _by_words("No acceptable response to our first Quick Mode message: perhaps peer likes no proposal", ike_version="1",
            exchange="QUICK_MODE"),
    _by_words("No response (or no acceptable response) to our IKEv1 message", ike_version="1"),
    _by_words("No response (or no acceptable response) to our IKEv2 message", ike_version="2"),
    message("gave-up", "STATE_V2_X: 60 second timeout exceeded after 7 retransmits",
            at_state, _LIMIT, pp.Opt(any_state()), _why, strength=SUGGESTS),
    message("gave-up", "IKE_AUTH request: 60 second timeout exceeded after 7 retransmits.  Possible authentication failure",
            exchange, words("request", "response"), ":", _LIMIT, _why, strength=SUGGESTS, ike_version="2"),
    message("half-open-timeout", "deleting incomplete state after 60 seconds",
            "deleting incomplete state after", seconds, "seconds", strength=SUGGESTS),
    # -- the network or the local kernel refused a datagram
    message("icmp-error",
            "ERROR: asynchronous network error report on eth0 (192.0.2.2:500) for message to 198.51.100.2 port 500, complainant "
            "198.51.100.2: Connection refused [errno 111, origin ICMP type 3 code 3 (not authenticated)]",
            *lead, "asynchronous network error report on", pp.Regex(r"[^\s(]+"), pp.Opt(first(seq("(sport=", number("local_port"), ")"),
            seq("(", endpoint("local"), ")"))),
            opt("for message to", plain_host("remote"), "port", number("remote_port")), ", complainant",
            pp.Regex(r"(?P<complainant>[^\s,]{1,255})(?::| :) ?(?P<reason>[^\n]*)"), strength=PROVES),
    message("icmp-error",
            "recvfrom on eth0 failed; some IKE message we sent has been rejected with ECONNREFUSED (kernel supplied no details)",
            *lead, "recvfrom on", pp.Regex(r"\S+ failed;"), said("some IKE message we sent has been rejected with ECONNREFUSED"),
            strength=PROVES),
    message("send-failed", "ERROR: sendto on eth0 to 198.51.100.2:500 failed in send: Network is unreachable (errno 101)",
            *lead, "sendto on", pp.Regex(r"\S+"), "to", endpoint("remote"), "failed in", rest(), strength=PROVES),
    message("send-failed",
            "ERROR: send on eth0 from 192.0.2.2:500 to 198.51.100.2:500 using UDP failed in EVENT_RETRANSMIT: Network is unreachable",
            *lead, "send on", pp.Regex(r"\S+"), "from", endpoint("local"), "to", endpoint("remote"), opt("using", words("UDP", "TCP")),
            "failed in", rest(),
            strength=PROVES),
    message("send-failed", "Cannot send packet - interface vanished!", *lead, said("Cannot send packet -", "cannot send packet -"),
            strength=PROVES),
    message("send-failed", "no local source address to reach remote 198.51.100.2, local gateway 192.0.2.254", *lead,
            said("no local source address to reach remote"), strength=PROVES),
    # -- another attempt
    message("retry", "starting keying attempt 2 of an unlimited number, but releasing whack",
            "starting keying attempt", number("attempt"), "of", first(seq("at most", number("attempts")), words("an unlimited number"))),
    message("retry", "connection is supposed to remain up; revival attempt 1 scheduled in 0 seconds",
            "connection is supposed to remain up; revival attempt", number("attempt"), "scheduled in", seconds, "seconds"),
    message("retry", "scheduling retry attempt 1 of an unlimited number, but releasing whack", "scheduling retry attempt",
            number("attempt"), "of", first(seq("at most", number("attempts")), words("an unlimited number"))),
    message("retry", "deleting IKE SA for connection 'net-net' but connection is supposed to remain up; schedule EVENT_REVIVE_CONNS",
            "deleting IKE SA for connection", pp.Regex(r"'(?P<conn>[^'\n]*)'"), "but connection is supposed to remain up"),
    message("retry", "deleting IKE SA but connection is supposed to remain up; schedule EVENT_REVIVE_CONNS",
            "deleting", words("IKE SA", "ISAKMP SA", "IPsec SA", "Child SA", "CHILD SA"), "but connection is supposed to remain up"),
    message("recreate", "initiating connection 'net-net' with serial $1 which received a Delete/Notify but must remain up per local policy",
            "initiating connection", pp.Regex(r"'(?P<conn>[^'\n]*)'"), "with serial"),
    message("recreate", "reviving connection which received Delete/Notify but must remain up per local policy (serial $3)",
            "reviving connection"),
    message("gave-up", "maximum number of keyingtries reached - deleting state", "maximum number of keyingtries reached"),
    message("peer-silent", 'connection "net-net" stuck, restarting', "connection", connection(), "stuck, restarting"),
    message("peer-silent", "IKE SA negotiating with 198.51.100.2 took too long -- replacing",
            words("IKE SA", "ISAKMP SA", "IKE", "ISAKMP"), "negotiating with", endpoint("remote"), "took too long -- replacing"),
    message("aborted", "encountered fatal error in state STATE_V2_PARENT_I2", "encountered fatal error in state", any_state()),
    message("rekey-failed", "state transition 'initiate rekey Child SA (CREATE_CHILD_SA)' failed",
            "state transition '", words("initiate rekey Child", "process rekey Child"), pp.Regex(r"[^'\n]*' failed"), rest(), what="child"),
    message("rekey-failed", "state transition 'initiate rekey IKE_SA (CREATE_CHILD_SA)' failed",
            "state transition '", words("initiate rekey IKE", "process rekey IKE"), pp.Regex(r"[^'\n]*' failed"), rest(), what="ike"),
    message("aborted", "state transition 'process IKE_AUTH response' failed with v2N_TS_UNACCEPTABLE", said("state transition '",
            "state transition failed:")),
)  # fmt: skip
