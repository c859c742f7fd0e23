"""pluto: what a responder does not take, and the notifies of both sides.

    no-config = "initial" mode "Mode message" ["received" | "from" peer] "but no" ["(wildcard)"] "connection has been" ... method
              | "dropping" exchange "request from" peer "received on" local ", no suitable connection found with IKEv2 policy"
    answer    = "responding to" exchange ("message (ID" | "request with Message ID") id ... "with" ["un"] "encrypted notification" notify
              | "sending" ["encrypted"] "notification" notify "to" peer
    received  = "ignoring" ["secured" | "unsecured"] "informational payload" notify ", msgid=" id
              | "ignoring" exchange "response containing" notify "notification (" detail ")"
              | ["dropping"] "unexpected" exchange "message containing" notify "notification; message payloads:" payloads
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, message, number
from grammars.libreswan_log.values import (
    any_state,
    at_state,
    connection,
    endpoint,
    exchange,
    lead,
    notify,
    opt,
    rest,
    said,
    seq,
    within,
    words,
)  # fmt: skip

_to = pp.Opt(seq("to", endpoint("remote")))
_from = pp.Opt(seq(words("from", "to"), endpoint("remote")))
_on = pp.Opt(seq(words("received on", "on"), endpoint("local")))
_policy = within("method", r"[^\s,;]+")

NO_CONFIG = (
    message("no-config", "initial Main Mode message received but no connection has been authorized with authby=PSK and xauth=no",
            *lead, "initial Main Mode message received", _on, "but no connection has been authorized with authby=", _policy,
            opt("and xauth=", pp.Regex(r"\w+")),
            strength=PROVES, mode="main", ike_version="1"),
    message("no-config", "initial Main Mode message received on 192.0.2.1:500 but no connection has been authorized with policy PSK+IKEV1_ALLOW",
            *lead, "initial Main Mode message received", _on, "but no connection has been authorized with policy", _policy,
            strength=PROVES, mode="main", ike_version="1"),
    message("no-config", "initial Main Mode message received on 192.0.2.1:500 but no connection has been authorized",
            *lead, "initial Main Mode message received", _on, "but no connection has been authorized", strength=PROVES, mode="main",
            ike_version="1"),
    message("no-config", 'initial Main Mode message received but "net-net" forbids connection',
            *lead, "initial Main Mode message received", _on, "but", connection(), "forbids connection", strength=PROVES, mode="main",
            ike_version="1"),
    message("no-config", "initial Aggressive Mode message from 198.51.100.2:500 but no (wildcard) connection has been configured with authby PSK",
            *lead, "initial Aggressive Mode message from", endpoint("remote"), "but no (wildcard) connection has been configured",
            opt("with", words("authby=", "authby", "policy"), _policy), strength=PROVES, mode="aggressive", ike_version="1"),
    # its addresses and method fit a connection, its identity does not; the initiator prints it for the responder's identity
    message("peer-not-found",
            "initial Aggressive Mode packet claiming to be from @typo.example.com on 198.51.100.2:500 but no connection has been authorized",
            *lead, "initial Aggressive Mode packet claiming to be from", within("remote_id", r"[^\n]*?(?= on \S+ but no )"), "on",
            endpoint("remote"),
            words("but no connection has been authorized", "but no matching connection has been authorized"),
            strength=PROVES, mode="aggressive", ike_version="1"),
    message("no-config", "initial parent SA message received on 192.0.2.1:500 but no suitable connection found with IKEv2 policy",
            *lead, "initial parent SA message received", _on, "but no suitable connection found with IKEv2 policy", strength=PROVES,
            ike_version="2"),
    message("no-config", "initial parent SA message received on 192.0.2.1:500 but no connection has been authorized with policy PSK+IKEV2_ALLOW",
            *lead, "initial parent SA message received", _on, "but no connection has been authorized", opt("with policy", _policy),
            strength=PROVES, ike_version="2"),
    message("no-config", "dropping IKE_SA_INIT request from 198.51.100.2:UDP/500 received on 192.0.2.1:UDP/500, no suitable connection found with IKEv2 policy",
            *lead, "dropping", exchange, words("request", "message"), _from, _on, ", no suitable connection found with IKEv2 policy",
            strength=PROVES, ike_version="2"),
    message("no-config", "ISAKMP_v2_IKE_SA_INIT message received on 192.0.2.1:500 but no suitable connection found with IKEv2 policy",
            *lead, words("ISAKMP_v2_IKE_SA_INIT", "IKE_SA_INIT"), words("message received", "request received"), _on,
            "but no suitable connection found with IKEv2 policy", strength=PROVES, ike_version="2", exchange="IKE_SA_INIT"),
    message("no-config", "IKE_SA_INIT message received on 192.0.2.1:500 but no connection has been authorized with policy PSK+IKEV2_ALLOW",
            *lead, words("ISAKMP_v2_IKE_SA_INIT", "IKE_SA_INIT"), words("message received", "request received"), _on,
            "but no connection has been authorized", opt("with policy", _policy), strength=PROVES, ike_version="2", exchange="IKE_SA_INIT"),
    message("no-config", 'IKE_SA_INIT message received on 192.0.2.1:500 for "net-net" with kind=CK_PERMANENT dropped',
            *lead, words("ISAKMP_v2_IKE_SA_INIT", "IKE_SA_INIT"), "message received", _on, "for", connection(), opt("with kind=",
            pp.Regex(r"\w+")), "dropped",
            strength=PROVES, ike_version="2", exchange="IKE_SA_INIT"),
    message("version-refused", "ignoring IKEv1 packet as global policy is set to silently drop all IKEv1 packets",
            *lead, words("ignoring IKEv1 packet", "rejecting IKEv1 packet", "dropping IKEv1 packet", "IKEv1 packet dropped"), rest(),
            strength=PROVES, ike_version="1"),
    message("version-refused", "ignoring packet with IKE major version '3'", *lead,
            words("ignoring packet with IKE major version", "message contains unsupported IKE major version"),
            pp.Regex(r"'?(?P<ike_version>[\d.]+)"), strength=PROVES),
    message("limit-reached", "pluto is overloaded with half-open IKE SAs; dropping new exchange",
            *lead, said("pluto is overloaded with half-open IKE SAs", "pluto is overloaded and demanding cookies"), strength=PROVES),
    message("cookie-challenge", "DOS mode on; responding to IKE_SA_INIT with cookie notification request",
            words("DOS mode on; responding to IKE_SA_INIT with cookie", "received anti-DDOS COOKIE response")),
    message("limit-reached", "DOS cookies do not match - dropping message", said("DOS cookies do not match",
            "DOS cookie notification corrupt")),
)  # fmt: skip

_response_to = (
    "responding to", exchange, opt(pp.Regex(r"\(\d+\)")), words("message", "request", "response"), _from,
    pp.Opt(words("with Message ID", "(Message ID", "(ID")), pp.Opt(number("message_id")), opt(")"), opt(","), _from, "with",
)  # fmt: skip

SENT = (
    message("notify-sent", "responding to IKE_AUTH message (ID 1) from 198.51.100.2:4500 with encrypted notification AUTHENTICATION_FAILED",
            *_response_to, "encrypted notification", notify, opt(",", rest()), strength=PROVES, ike_version="2", protected="yes"),
    message("notify-sent",
            "responding to IKE_SA_INIT message (ID 0) from 198.51.100.2:500 with unencrypted notification NO_PROPOSAL_CHOSEN",
            *_response_to, "unencrypted notification", notify, opt(",", rest()), strength=PROVES, ike_version="2", protected="no"),
    message("notify-sent", "responding to IKE_AUTH request with Message ID 1 with notification TS_UNACCEPTABLE",
            *_response_to, opt("error"), "notification", notify, opt(",", rest()), strength=PROVES, ike_version="2"),
    message("notify-sent", "sending unencrypted notification v2N_NO_PROPOSAL_CHOSEN to 198.51.100.2:500",
            "sending unencrypted notification", notify, _to, strength=PROVES, protected="no", ike_version="2"),
    message("notify-sent", "sending notification v2N_NO_PROPOSAL_CHOSEN to 198.51.100.2:500",
            "sending notification v2N_", within("notify", r"\w+"), _to, strength=PROVES, protected="no", ike_version="2"),
    message("notify-sent", "sending encrypted notification v2N_AUTHENTICATION_FAILED to 198.51.100.2:500",
            "sending encrypted notification v2N_", within("notify", r"\w+"), _to, strength=PROVES, protected="yes", ike_version="2"),
    message("notify-sent", "sending encrypted notification INVALID_ID_INFORMATION to 198.51.100.2:500",
            "sending encrypted notification", notify, _to, strength=PROVES, protected="yes", ike_version="1"),
    message("notify-sent", "sending notification NO_PROPOSAL_CHOSEN to 198.51.100.2:500",
            "sending notification", notify, _to, strength=PROVES, protected="no", ike_version="1"),
)  # fmt: skip

_v1_details = pp.Opt(pp.Regex(r"(?:, ?)?msgid=(?P<message_id>[0-9a-fA-F]+)"))


def _info(*heads: str) -> pp.ParserElement:
    return seq(words(*heads), opt(words(", type", "type", ",")), notify, _v1_details)


_unexpected = (pp.Opt(words("dropping", "ignoring")), "unexpected")
_lists = (
    "notification", opt("; message payloads:", within("payloads", r"[^\s;]+")), opt("; encrypted payloads:", pp.Regex(r"[^\s;]+")),
    opt("; missing payloads:", pp.Regex(r"[^\s;]+")),
)  # fmt: skip

RECEIVED = (
    message("initial-contact", "ignoring informational payload IPSEC_INITIAL_CONTACT, msgid=00000000, length=28",
            words("ignoring informational payload", "ignoring secured informational payload", "ignoring unsecured informational payload"),
            opt(","), opt("type"), words("IPSEC_INITIAL_CONTACT", "INITIAL_CONTACT"), _v1_details, ike_version="1"),
    message("noise", "ignoring informational payload IPSEC_RESPONDER_LIFETIME, msgid=2a306520, length=28",
            words("ignoring informational payload", "ignoring secured informational payload"), opt(","), opt("type"),
            words("IPSEC_RESPONDER_LIFETIME", "IPSEC_REPLAY_STATUS", "R_U_THERE", "CISCO_LOAD_BALANCE"), strength="noise"),
    message("notify-received", "ignoring secured informational payload NO_PROPOSAL_CHOSEN, msgid=6e4ed9a5, length=12",
            _info("ignoring secured informational payload"), strength=SUGGESTS, ike_version="1", protected="yes"),
    message("notify-received", "ignoring unsecured informational payload NO_PROPOSAL_CHOSEN, length=12",
            _info("ignoring unsecured informational payload"), strength=SUGGESTS, ike_version="1", protected="no"),
    message("notify-received", "ignoring informational payload NO_PROPOSAL_CHOSEN, msgid=00000000, length=12",
            _info("ignoring informational payload"), strength=SUGGESTS, ike_version="1"),
    message("notify-received", "received and ignored notification payload: NO_PROPOSAL_CHOSEN",
            "received and ignored notification payload:", notify, strength=SUGGESTS, ike_version="1"),
    message("noise", "received and ignored informational message",
            words("received and ignored informational message", "received and ignored empty informational notification"), strength="noise"),
    message("notify-received", "ignoring IKE_SA_INIT response containing NO_PROPOSAL_CHOSEN notification (no local proposal)",
            "ignoring IKE_SA_INIT response containing", notify, "notification", opt("(", within("reason", r"[^)\n]*")),
            strength=SUGGESTS, ike_version="2", exchange="IKE_SA_INIT", protected="no"),
    message("notify-received", "ignoring IKE_AUTH response containing NO_PROPOSAL_CHOSEN notification (no local proposal)",
            "ignoring", exchange, "response containing", notify, "notification", opt("(", within("reason", r"[^)\n]*")),
            strength=SUGGESTS, ike_version="2"),
    message("notify-received",
            "dropping unexpected IKE_SA_INIT message containing NO_PROPOSAL_CHOSEN notification; message payloads: N; missing payloads: SA,KE,Ni",
            *_unexpected, words("IKE_SA_INIT", "ISAKMP_v2_IKE_SA_INIT"), "message containing", notify, *_lists,
            strength=SUGGESTS, ike_version="2", exchange="IKE_SA_INIT", protected="no"),
    message("notify-received",
            "dropping unexpected CREATE_CHILD_SA message containing INVALID_SYNTAX notification; message payloads: SK; encrypted payloads: N",
            *_unexpected, exchange, "message containing", notify, *_lists, strength=SUGGESTS, ike_version="2"),
    message("out-of-step", "dropping unexpected IKE_AUTH message; message payloads: SK", *_unexpected, exchange, "message",
            ike_version="2"),
    message("notify-received", "STATE_PARENT_I1: received unauthenticated v2N_NO_PROPOSAL_CHOSEN - ignored",
            at_state, "received unauthenticated", notify, words("- ignored", "notification - ignored"), strength=SUGGESTS,
            ike_version="2", exchange="IKE_SA_INIT", protected="no"),
    message("notify-received", "IKE SA authentication request rejected by peer: AUTHENTICATION_FAILED",
            "IKE SA authentication request rejected", opt("by peer"), ":", notify, strength=SUGGESTS, ike_version="2",
            exchange="IKE_AUTH", protected="yes"),
    message("notify-received", "received ERROR NOTIFY (14): NO_PROPOSAL_CHOSEN", "received ERROR NOTIFY", opt("(", pp.Regex(r"\d+"), ")"),
            ":", notify,
            strength=SUGGESTS),
    message("unprotected-ignored", "Received unauthenticated INVALID_SYNTAX response; ignored", "Received unauthenticated", notify,
            "response; ignored"),
)  # fmt: skip

# -- messages that fit no IKE_SA, or come twice
STRAYS = (
    message("out-of-step", "INFORMATIONAL request has no corresponding IKE SA; message dropped",
            exchange, within("direction", "request|response"), "has no corresponding IKE SA; message dropped", ike_version="2"),
    message("out-of-step", "IKE_AUTH message response with Message ID 1 has no matching SA",
            exchange, "message response with Message ID", number("message_id"), "has no matching SA", ike_version="2"),
    message("out-of-step", "IKE SA #3 for IKE_AUTH request has not been secured; message dropped", "IKE SA", pp.Regex(r"#\d+ for"),
            exchange, rest()),
    message("out-of-step", "dropping response with Message ID 3 which is from the future - last request sent was 2",
            said("dropping response with Message ID", "dropping IKE_SA_INIT response", "dropping transition"), ike_version="2"),
    message("duplicate-request", "IKE_AUTH request has duplicate Message ID 1; retransmitting response",
            exchange, "request", opt("fragment", pp.Regex(r"\d+ of \d+")), "has duplicate Message ID", number("message_id"),
            ike_version="2", direction="request"),
    message("duplicate-request", "received duplicate IKE_SA_INIT message request (Message ID 0); retransmitting response",
            "received duplicate", exchange, words("message request", "request", "message"), opt("(Message ID", number("message_id")),
            ike_version="2", direction="request"),
    message("duplicate-request", "retransmitting in response to duplicate packet; already STATE_QUICK_I2",
            words("retransmitting in response to duplicate packet", "discarding duplicate packet", "discarding initial packet"),
            opt("-- exhausted retransmission"), opt("; already", any_state()), ike_version="1"),
    message("noise", "discarding packet received during asynchronous work (DNS or crypto) in STATE_V2_PARENT_I1",
            words("discarding packet received during asynchronous work", "message received while calculating. Ignored."), strength="noise"),
    message("no-keys", "discarding encrypted message because we haven't yet negotiated keying material",
            said("discarding encrypted message because", "discarding encrypted message for an unknown ISAKMP SA"), ike_version="1"),
    message("out-of-step", "Quick Mode message is for a non-existent (expired?) ISAKMP SA",
            words("Quick Mode message is", "Quick Mode I1 message is", "Mode Config message is", "Informational Exchange is",
            "Informational Exchange message is",
                  "encrypted Informational Exchange message is"), rest(), ike_version="1"),
    message("out-of-step", "phase 1 message is part of an unknown exchange", words("phase 1 message is part of an unknown exchange"),
            ike_version="1"),
    message("out-of-step", "unexpected message received in state STATE_MAIN_R1", "unexpected message received in state", any_state()),
    message("garbage-received",
            "size (400) in received packet is larger than the size specified in ISAKMP HDR (300) - ignoring extraneous bytes",
            words("size (", "dropping packet with mangled IKE header", "recvfrom on", "too small packet (",
            "packet is smaller than an IKE header"), rest()),
)  # fmt: skip

MESSAGES = NO_CONFIG + SENT + RECEIVED + STRAYS
