"""pluto: a negotiation that begins and goes on.

    initiate  = "initiating" ("IKEv2 connection" | "v2 parent SA" | ["IKEv1"] ("Main" | "Aggressive") "Mode" ...) ["to replace #" number]
    respond   = "responding to" ("Main" | "Aggressive") "Mode" ["from" peer]
    sent      = "sent" exchange ("request" | "reply" | "response") ["to" endpoint] ["{" algorithms "}"]
    story     = [state ":"] "sent MI2, expecting MR2"               (3.x)
    processed = ("processing" | "processed") ["decrypted"] exchange ("request" | "response") ["from" endpoint] [":"] payloads
    up        = ("initiator" | "responder") "established IKE SA; authenticated" how | "ISAKMP SA established {" algorithms "}"
"""

import pyparsing as pp

from grammars.common import CONTEXT, PROVES, Message, message
from grammars.libreswan_log.values import (
    any_state,
    at_state,
    connection,
    endpoint,
    exchange,
    first,
    opt,
    payloads,
    phase1,
    plain_host,
    quoted,
    rest,
    seq,
    so,
    tunnel,
    typed_id,
    within,
    words,
)  # fmt: skip

_replacing = pp.Opt(first(seq(words("to replace", "replacing"), pp.Regex(r"[^\n#]*#\d+")), seq("to", plain_host("remote"), opt("using",
            pp.Regex(r"UDP|TCP")))))
_to = pp.Opt(seq("to", endpoint("remote")))
_from = pp.Opt(seq("from", endpoint("remote")))
_algorithms = pp.Opt(phase1)
_expecting = pp.Opt(pp.Regex(r", ?expect(?:ing|ed) \w+"))

INITIATE = (
    message("ike-initiate", "initiating IKEv2 connection to 198.51.100.2 using UDP", "initiating IKEv2 connection", _replacing,
            strength=PROVES, ike_version="2", role="initiator"),
    message("ike-initiate", "initiating v2 parent SA", words("initiating v2 parent SA", "initiating IKEv2 IKE SA"), _replacing, strength=PROVES, ike_version="2",
            role="initiator"),
    message("ike-initiate", "initiating IKEv1 Main Mode connection", words("initiating IKEv1 Main Mode connection",
            "initiating Main Mode"), _replacing,
            strength=PROVES, ike_version="1", mode="main", role="initiator"),
    message("ike-initiate", 'initiating Aggressive Mode #1, connection "net-net"',
            words("initiating IKEv1 Aggressive Mode connection", "initiating Aggressive Mode"),
            opt(pp.Regex(r"#\d+")), opt(","), opt("connection", connection()), _replacing,
            strength=PROVES, ike_version="1", mode="aggressive", role="initiator"),
    message("ike-respond", "responding to Main Mode from unknown peer 198.51.100.2:500",
            "responding to Main Mode", pp.Opt(seq("from", opt("unknown"), opt("peer"), endpoint("remote"))),
            strength=PROVES, ike_version="1", mode="main", role="responder"),
    message("ike-respond", 'responding to Aggressive Mode, state #1, connection "net-net" from 198.51.100.2',
            "responding to Aggressive Mode", opt(", state", so("sa")), opt(", connection", connection(), opt(pp.NotAny("from"),
            pp.Regex(r"\S+"))),
            opt("from", endpoint("remote")), strength=PROVES, ike_version="1", mode="aggressive", role="responder"),
)  # fmt: skip


_MODES = {"ID_PROT": {"mode": "main"}, "AGGRESSIVE": {"mode": "aggressive"}}


def _story(new: str, old: str, name: str, direction: str, *, version: str = "1", step: str = "", strength: str = CONTEXT) -> Message:
    """A message that was sent: in the words of 4.x and 5.x, or with the state before it in those of 3.x."""
    tags = {"ike_version": version, "exchange": name, "direction": direction} | _MODES.get(name, {}) | ({"step": step} if step else {})
    return message("message-sent", new or old, at_state, words(*filter(None, (new, old))), _expecting, _to, _algorithms,
            strength=strength, **tags)


def _initiate(state: str, name: str, *, version: str = "1", step: str = "1") -> Message:
    """``STATE_MAIN_I1: initiate``: whack's word for the first message of an exchange."""
    tags = {"ike_version": version, "exchange": name, "direction": "request"} | _MODES.get(name, {}) | ({"step": step} if step else {})
    return message("message-sent", f"{state}: initiate", f"{state}: initiate", pp.NotAny("on"), **tags)


STORIES = (
    _initiate("STATE_MAIN_I1", "ID_PROT"), _initiate("STATE_AGGR_I1", "AGGRESSIVE"), _initiate("STATE_QUICK_I1", "QUICK_MODE"),
    _initiate("STATE_PARENT_I1", "IKE_SA_INIT", version="2", step=""),
    _story("sent Main Mode request", "sent MI1", "ID_PROT", "request", step="1"),
    _story("sent Main Mode R1", "sent MR1", "ID_PROT", "response", step="2"),
    _story("sent Main Mode I2", "sent MI2", "ID_PROT", "request", step="3", strength=PROVES),
    _story("sent Main Mode R2", "sent MR2", "ID_PROT", "response", step="4"),
    _story("sent Main Mode I3", "sent MI3", "ID_PROT", "request", step="5"),
    _story("sent Main Mode R3", "", "ID_PROT", "response", step="6"),
    _story("sent Aggressive Mode request", "sent AI1", "AGGRESSIVE", "request", step="1"),
    _story("sent Aggressive Mode response", "sent AR1", "AGGRESSIVE", "response", step="2"),
    _story("sent Quick Mode request", "sent QI1", "QUICK_MODE", "request", step="1"),
    _story("sent Quick Mode reply", "sent QR1", "QUICK_MODE", "response", step="2"),
    message("message-received", "responding to Quick Mode proposal {msgid:447dedc3}", "responding to Quick Mode proposal {msgid:",
            within("message_id", r"\w+"),
            ike_version="1", exchange="QUICK_MODE", direction="request", step="1"),
    message("message-sent", "sent ModeCfg reply, expecting Ack", at_state, words("sent ModeCfg reply", "sent ModeCfg request",
            "ModeCfg Set sent"),
            ike_version="1", exchange="TRANSACTION"),
    _story("", "sent v2I1", "IKE_SA_INIT", "request", version="2"),
    _story("", "received v2I1, sent v2R1", "IKE_SA_INIT", "response", version="2", strength=PROVES),
    _story("", "sent v2I2", "IKE_AUTH", "request", version="2"),
)  # fmt: skip

SENT = (
    message("message-sent", "sent IKE_SA_INIT request to 198.51.100.2:UDP/500", "sent IKE_SA_INIT request", _to,
            strength=PROVES, ike_version="2", exchange="IKE_SA_INIT", direction="request"),
    message("message-sent",
            "sent IKE_SA_INIT response to 198.51.100.2:UDP/500 {cipher=AES_CBC_256 integ=n/a prf=HMAC_SHA2_512 ke=DH19}, expecting IKE_AUTH",
            words("sent IKE_SA_INIT response", "sent IKE_SA_INIT reply", "sent IKE_SA_INIT (or IKE_INTERMEDIATE) response",
            "sent IKE_SA_INIT (or IKE_INTERMEDIATE) reply"),
            _to, _algorithms, strength=PROVES, ike_version="2", exchange="IKE_SA_INIT", direction="response"),
    message("message-received",
            "processed IKE_SA_INIT response from 198.51.100.2:UDP/500 {cipher=AES_CBC_256 prf=HMAC_SHA2_512 ke=DH19}, initiating IKE_AUTH",
            "processed IKE_SA_INIT response", _from, _algorithms, strength=PROVES, ike_version="2", exchange="IKE_SA_INIT",
            direction="response"),
    # the CHILD_SA is asked for in the same message
    message("message-sent",
            "sent IKE_AUTH request to 198.51.100.2:UDP/4500 with shared-key-mac and FQDN '@a'; Child SA #2 {ESPinUDP <0x4d1ad635} [10.1.0.0/16===10.2.0.0/16]",
            "sent IKE_AUTH request", _to, "with", within("method", r"[^\n']*?(?= and (?:ID_)?[A-Z0-9_]+ ')"), "and", typed_id("local_id"),
            opt("; Child SA", so("child_id"), pp.Regex(r"\{(?P<protocol>ESP|AH)[^\s}]*(?: <0x(?P<spi_in>\w+))?[^}\n]*\}")), pp.Opt(tunnel),
            ike_version="2", exchange="IKE_AUTH", direction="request"),
    message("message-sent", "sent IKE_AUTH request {cipher=AES_CBC_256 integ=HMAC_SHA2_512_256 prf=HMAC_SHA2_512 group=MODP4096}",
            "sent IKE_AUTH request", _to, _algorithms, ike_version="2", exchange="IKE_AUTH", direction="request"),
    message("message-sent", "sent CREATE_CHILD_SA request to rekey IKE SA #1 (using IKE SA #1)", "sent CREATE_CHILD_SA request",
            pp.Opt(pp.Regex(r"(?!\(?using )(?:[^\n# ]| (?!\(?using ))+")), opt(pp.Regex(r"#\d+")), opt("(using IKE SA", so("parent")),
            opt("using IKE SA", so("parent")),
            ike_version="2", exchange="CREATE_CHILD_SA", direction="request"),
    message("delete-sent", "sent INFORMATIONAL request to delete established Child SA using IKE SA #1",
            "sent INFORMATIONAL request to delete", pp.Regex(r"(?:established |larval )?(?:Child|CHILD) SA"), opt("using IKE SA",
            so("parent")), what="child"),
    message("delete-sent", "sent INFORMATIONAL request to delete IKE SA", "sent INFORMATIONAL request to delete",
            pp.Regex(r"(?:established )?IKE SA"), what="ike"),
    message("message-sent", "sent INFORMATIONAL request", "sent", exchange, words("request", "response", "reply"), _to, _algorithms,
            ike_version="2"),
    message("message-received", "processing decrypted IKE_AUTH request: SK{IDi,AUTH,SA,TSi,TSr,N(MOBIKE_SUPPORTED)}",
            words("processing decrypted", "processing"), exchange, within("direction", "request|response"), _from, pp.Opt(words(":",
            "containing")), payloads,
            ike_version="2"),
    message("message-received", "processed IKE_AUTH request", "processed", exchange, within("direction", "request|response"), _from,
            ike_version="2"),
)  # fmt: skip

# authby=secret and ID_FQDN '@x' | certificate 'DN' and 2048-bit RSASSA-PSS ... | '2048-bit PKCS#1 1.5 RSA ...' digital signature using ...
_peer = first(
    seq(pp.Regex(r"(?:peer )?using (?:authby=)?(?P<method>\S+) and"), typed_id("remote_id")),
    seq("peer certificate", quoted("remote_id"), "and", within("method", r"[^\n]*?(?: signature|(?= issued by)|$)")),
    pp.Regex(r"(?:peer )?'(?P<method>[^'\n]*)' (?:digital )?signature using (?:\w+ )?certificate '(?P<remote_id>[^'\n]*)'"),
    pp.Regex(r"(?:peer )?using (?P<method>[^\n']*?) and (?:\w+ )?certificate '(?P<remote_id>[^'\n]*)'"),
)
_authenticated = opt("; authenticated", _peer)
_old = pp.Opt(words("sent MI3,", "sent MR3,", "sent AI2,", "received AI2,", "received v2I2,", "received v2R2,", "sent v2R2,"))

UP = (
    message("ike-up", "initiator established IKE SA; authenticated peer using authby=secret and ID_FQDN '@b'",
            "initiator established IKE SA", _authenticated, strength=PROVES, ike_version="2", role="initiator"),
    message("ike-up", "responder established IKE SA; authenticated peer using authby=secret and ID_FQDN '@a'",
            "responder established IKE SA", _authenticated, strength=PROVES, ike_version="2", role="responder"),
    message("peer-auth-ok", "authenticated using authby=secret and ID_FQDN '@b'", "authenticated", _peer, ike_version="2"),
    message("ike-up", "STATE_MAIN_I4: ISAKMP SA established {auth=PRESHARED_KEY cipher=AES_CBC_256 integ=HMAC_SHA2_256 group=MODP2048}",
            at_state, _old, words("ISAKMP SA established", "IKE SA established", "IKEv1 SA established"), pp.NotAny("but"), _algorithms,
            strength=PROVES, ike_version="1"),
    message("ike-up", "STATE_PARENT_I3: PARENT SA established", at_state, _old, words("PARENT SA established", "established IKE SA"),
            _algorithms,
            strength=PROVES, ike_version="2"),
    message("ike-rekeyed", "initiator rekeyed IKE SA #1 {cipher=AES_CBC_256 integ=HMAC_SHA2_256_128 prf=HMAC_SHA2_256 ke=DH19}",
            words("initiator rekeyed IKE SA", "responder rekeyed IKE SA"), opt(pp.Regex(r"#\d+")), _algorithms, strength=PROVES,
            ike_version="2"),
    message("ike-state", "transition from state STATE_MAIN_I1 to state STATE_MAIN_I2", pp.Opt("IKEv1:"),
            "transition from state", any_state("old_state"), "to state", any_state()),
    message("peer-id", "Peer ID is ID_FQDN: '@b'", "Peer ID is", typed_id("remote_id"), strength=PROVES, ike_version="1"),
    message("peer-id", "Main mode peer ID is ID_FQDN: '@b'", words("Main mode peer ID is", "Aggressive mode peer ID is"),
            typed_id("remote_id"),
            strength=PROVES, ike_version="1"),
    message("peer-id", "IKEv2 mode peer ID is ID_FQDN: '@b'", "IKEv2 mode peer ID is", typed_id("remote_id"), ike_version="2"),
    message("peer-selected", 'switched to "road"[1] 198.51.100.2', "switched to", connection(), rest()),
    message("peer-selected", 'switched from "l2tp"[1] 198.51.100.2 to "xauth"', 'switched from "', pp.Regex(r'[^"\n]*"[^"\n]* to'),
            connection()),
)  # fmt: skip

MESSAGES = INITIATE + STORIES + SENT + UP
