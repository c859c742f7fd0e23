"""Traces of the engine for IKEv2: packets with their payloads, notifies, refusals.

    packet = "IKEv2 packet" ("S(" end "->" end | "R(" end "<-" end) "):" ["len=" n ","] "mID=" n ("," "HDR" ("," payload)* | "(retransmit count=" n ")")
"""

import pyparsing as pp

from grammars.common import CONTEXT, PROVES, SUGGESTS, Message, message
from grammars.junos_log.values import V2, end

SENT = "IKEv2 packet S("
CAME = "IKEv2 packet R("
ENDS = rf"{end('local')} (?:->|<-) {end('remote')}\):(?: len= ?(?P<size>\d+),)?"
ID = r" mID=(?P<message_id>\d+), HDR, "
S_SHOWN = "IKEv2 packet S(192.0.2.1:500 -> 198.51.100.2:500): len= 252, mID=1, HDR, "
R_SHOWN = "IKEv2 packet R(192.0.2.1:500 <- 198.51.100.2:500): len= 252, mID=1, HDR, "
ERROR = r"N\((?P<notify>(?!NAT|COOKIE|INITIAL|HTTP|MOBIKE|REDIRECT|FRAGMENT|IKEV2_FRAG|SET_WINDOW|ESP_TFC|USE_|NON_FIRST|REKEY|ADDITIONAL|SIGNATURE)[A-Z_]+)\)"
CHILD = r"N\((?P<notify>NO_PROPOSAL_CHOSEN|TS_UNACCEPTABLE|SINGLE_PAIR_REQUIRED|INTERNAL_ADDRESS_FAILURE|FAILED_CP_REQUIRED|NO_ADDITIONAL_SAS)\)"


def packet(kind: str, payloads: str, *, sent: bool, shown: str, strength: str = CONTEXT, **tags: str) -> Message:
    """A packet with these payloads."""
    head, example = (SENT, S_SHOWN) if sent else (CAME, R_SHOWN)
    return message(kind, example + shown, head, pp.Regex(ENDS + ID + payloads), strength=strength, **V2, **tags)


INIT = {"exchange": "IKE_SA_INIT"}
AUTH = {"exchange": "IKE_AUTH"}
CREATE = {"exchange": "CREATE_CHILD_SA"}
ASKS, ANSWERS = {"direction": "request"}, {"direction": "response"}

MESSAGES: tuple[Message, ...] = (
    message("retransmit", "IKEv2 packet S(<none>:500 -> 203.0.113.9:500): mID=0 (retransmit count=1)", SENT,
            pp.Regex(ENDS + r" mID=(?P<message_id>\d+) \(retransmit count=(?P<count>\d+)\)"), strength=SUGGESTS, **V2),
    packet("child-refused", rf"IDr, [^\n]*?{CHILD}", sent=False, shown="IDr, AUTH, N(TS_UNACCEPTABLE)", strength=PROVES, **AUTH),
    packet("notify-sent", rf"IDr, [^\n]*?{CHILD}", sent=True, shown="IDr, AUTH, N(TS_UNACCEPTABLE)", strength=CONTEXT, **AUTH),
    packet("notify-received", ERROR, sent=False, shown="N(AUTHENTICATION_FAILED)", strength=PROVES),
    packet("notify-sent", ERROR, sent=True, shown="N(AUTHENTICATION_FAILED)", strength=CONTEXT),
    packet("cookie-challenge", r"N\(COOKIE\)", sent=False, shown="N(COOKIE)"),
    packet("message-sent", "(?:N\\(COOKIE\\), )?SA, KE", sent=True, shown="SA, KE, Nonce", **INIT),
    packet("message-received", "(?:N\\(COOKIE\\), )?SA, KE", sent=False, shown="SA, KE, Nonce", **INIT),
    packet("message-sent", "(?:IDi|SK)", sent=True, shown="IDi, IDr, AUTH, SA, TSi, TSr", **AUTH, **ASKS),
    packet("message-received", "(?:IDi|SK)", sent=False, shown="IDi, IDr, AUTH, SA, TSi, TSr", **AUTH, **ASKS),
    packet("message-sent", "IDr", sent=True, shown="IDr, AUTH, SA, TSi, TSr", **AUTH, **ANSWERS),
    packet("message-received", "IDr", sent=False, shown="IDr, AUTH, SA, TSi, TSr", **AUTH, **ANSWERS),
    packet("message-sent", r"N\(REKEY_SA\)", sent=True, shown="N(REKEY_SA), SA, Nonce, TSi, TSr", **CREATE, **ASKS),
    packet("message-received", r"N\(REKEY_SA\)", sent=False, shown="N(REKEY_SA), SA, Nonce, TSi, TSr", **CREATE, **ASKS),
    packet("message-sent", "SA, Nonce", sent=True, shown="SA, Nonce, TSi, TSr", **CREATE),
    packet("message-received", "SA, Nonce", sent=False, shown="SA, Nonce, TSi, TSr", **CREATE),
    message("packet-sent", "IKEv2 packet S(192.0.2.1:500 -> 198.51.100.2:500): len= 76, mID=4, HDR", SENT, pp.Regex(ENDS), **V2),
    message("packet-received", "IKEv2 packet R(192.0.2.1:500 <- 198.51.100.2:500): len= 76, mID=4, HDR", CAME, pp.Regex(ENDS), **V2),
    message("notify-received", "ikev2_process_notify: [15ac000/1263800] Received error notify Authentication failed (24)", "ikev2_process_notify:",
            pp.Regex(r"[^\n]{0,40}?Received error notify (?P<notify>[A-Z][A-Za-z \-]*?) \(\d+\)"), strength=PROVES, **V2),
    message("ike-proposal-refused", "ikev2_select_sa_reply: [15ac000/1263800] Error: SA select failed: 14", "ikev2_select_sa_reply:",
            pp.Regex(r"[^\n]{0,40}?Error: SA select failed: 14\b"), strength=SUGGESTS, role="responder", reason="unexplained", **V2),
    message("verdict-failed", "ikev2_select_sa_reply: [15ac000/1263800] Error: SA select failed: 7", "ikev2_select_sa_reply:",
            pp.Regex(r"[^\n]{0,40}?Error: (?P<reason>SA select failed: \d+)"), strength=SUGGESTS, **V2),
    message("ts-refused", "ikev2_reply_cb_narrow: Error: Narrow failed: 38", "ikev2_reply_cb_narrow: Error: Narrow failed: 38", strength=PROVES, **V2),
    message("transform-mismatch", "Error: No matching proposal found for type: Encryption (1)", "Error: No matching proposal found for type:",
            pp.Regex(r"(?P<attribute>[^\n(]+)"), strength=SUGGESTS, **V2),
    message("packet-received", "ikev2_packet_v1_start: [15ac000/0] Passing IKE v1.0 packet to IKEv1 library", "ikev2_packet_v1_start:",
            pp.Regex(r"[^\n]{0,40}?Passing IKE v1\.\d packet to IKEv1 library"), ike_version="1"),
)  # fmt: skip
