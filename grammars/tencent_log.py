"""Messages of Tencent Cloud's VPN Gateway (its documentation, "error messages"); its daemon is a strongSwan, and prints charon's texts besides.

    nego = ["TANS_"] "IKE_NEGO:" text
    fail = "IKE_SA_ESTABLISH_FAIL:" "Failed to establish IKE SA for the reason of" reason "." "ike connection:" name "," "my ip:" host "," "peer ip:" host

A refusal for lack of a common proposal has both lists: they are two messages of one line.
"""

import pyparsing as pp

from grammars.common import CONTEXT, PROVES, SUGGESTS, Message, message

V1 = {"ike_version": "1"}
CHILD = {"what": "child"}
TAIL = pp.Opt(pp.Regex(r"[^\n]{0,300}?ike connection: ?(?P<conn>[^,\n]*), my ip: ?(?P<local>[^\s,]+), peer ip: ?(?P<remote>\S*[^\s.,])"))
NOTIFY = r"received (?P<notify>[A-Z][A-Z0-9_]+) error notify"
IKE_FAIL = "Failed to establish IKE SA for the reason of"
ESP_FAILS = ("Failed to establish IPsec SA for the reason of", "Failed to establish IPSEC SA for the reason of", "Failed to establish CHILD_SA for the reason of")
ENDS = " ike connection: west, my ip: 192.0.2.1, peer ip: 198.51.100.7."
LIST = r"\[(?P<proposals>{0}:[^\]\n]*)\]"
STEPS = (("1st", "1"), ("3rd", "2"), ("5th", "3"))


def nego(kind: str, example: str, *parts: pp.ParserElement | str, **tags: str) -> tuple[Message, ...]:
    """A text of the negotiation behind each of its marks."""
    return tuple(message(kind, f"{mark} {example}", mark, *parts, strength=SUGGESTS, **tags) for mark in ("IKE_NEGO:", "TANS_IKE_NEGO:"))


def fail(kind: str, reason: str, *parts: pp.ParserElement | str, strength: str = SUGGESTS, **tags: str) -> Message:
    """A failed IKE_SA with its reason."""
    return message(kind, f"{IKE_FAIL} {reason}.{ENDS}", IKE_FAIL, *parts, TAIL, strength=strength, **tags)


def child(kind: str, reason: str, *parts: pp.ParserElement | str, strength: str = SUGGESTS, **tags: str) -> tuple[Message, ...]:
    """A failed CHILD_SA with its reason."""
    return tuple(message(kind, f"{head} {reason}.{ENDS}", head, *parts, TAIL, strength=strength, **CHILD, **tags) for head in ESP_FAILS)


MESSAGES: tuple[Message, ...] = (
    *nego("notify-received", "received NO_PROPOSAL_CHOSEN error notify", pp.Regex(NOTIFY)),
    *(m for nth, seq in STEPS for m in nego("retransmit", f"retransmit IKEv1 Main Mode Initiator {nth} message 2 times, message ID 0",
                                            f"retransmit IKEv1 Main Mode Initiator {nth} message", pp.Regex(r"(?P<count>\d+) times, message ID (?P<message_id>\d+)"),
                                            mode="main", role="initiator", seq=seq, **V1)),
    *nego("retransmit", "retransmit IKEv1 Quick Mode Initiator 1st message 2 times, message ID 77", "retransmit IKEv1 Quick Mode",
          pp.Regex(r"[^\n,]{0,60}?message (?P<count>\d+) times"), exchange="QUICK_MODE", what="child", **V1),
    *nego("retransmit", "retransmit IKEv2 IKE_SA_INIT request 2 times, message ID 0", "retransmit IKE",
          pp.Regex(r"v(?P<ike_version>[12]) [^\n,]{0,80}?(?P<count>\d+) times, message ID (?P<message_id>\d+)")),
    *nego("decrypt-failed", "invalid HASH_V1 payload length, decryption failed", pp.Regex(r"invalid (?P<payload>[A-Z]+_V1) payload length, decryption failed"), **V1),
    message("proposals-configured", f"{IKE_FAIL} no matching proposal, configured [IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048],", IKE_FAIL,
            pp.Regex(r"no match(?:ing)? proposal,? configured ?"), pp.Regex(LIST.format("IKE")), strength=CONTEXT, what="ike"),
    message("ike-proposal-refused", f"received [IKE:AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024].{ENDS}", "received [",
            pp.Regex(r"(?P<proposals>IKE:[^\]\n]*)\]"), TAIL, strength=PROVES, what="ike"),
    fail("ike-proposal-refused", "no matching proposal", pp.Regex(r"no match(?:ing)? proposal\b"), strength=PROVES, what="ike"),
    fail("transform-mismatch", "DH group not supported", pp.Regex(r"DH group (?:\S+ )?not supported"), attribute="DIFFIE_HELLMAN_GROUP"),
    fail("id-mismatch", "initiator no peer config found by ID payload, configured[ID_IPV4_ADDR:198.51.100.9], received[ID_IPV4_ADDR:198.51.100.7]",
         pp.Regex(r"initiator no peer config found by ID payload,? configured ?\[(?P<expected_id>[^\]\n]*)\],? received ?\[(?P<received_id>[^\]\n]*)\]"),
         strength=PROVES, role="initiator"),
    fail("peer-not-found", "responder no peer config found by ID payload, received[ID_IPV4_ADDR:198.51.100.7]",
         pp.Regex(r"(?:respo?nder )?no peer config found by ID payload(?:,? received ?\[(?P<received_id>[^\]\n]*)\])?"), strength=PROVES, role="responder"),
    fail("peer-silent", "peer no response", "peer no response", what="establishing"),
    fail("psk-suspected", "no matching secret", "no matching secret"),
    fail("notify-received", "received NO_PROPOSAL_CHOSEN error notify", pp.Regex(NOTIFY)),
    fail("verdict-failed", "something else", pp.Regex(r"(?P<reason>[^\n.]+)")),
    *child("ts-refused", "reponder no matching CHILD_SA config for TS", pp.Regex(r"(?:respo?nder |reponder )?no matching CHILD_SA config for TS"), strength=PROVES,
           role="responder"),
    *(message("proposals-configured", f"{head} no matching proposal, configured [ESP:AES_CBC_256/HMAC_SHA2_256_128/NO_EXT_SEQ],", head,
              pp.Regex(r"no match(?:ing)? proposal,? configured ?"), pp.Regex(LIST.format("ESP")), strength=CONTEXT, **CHILD) for head in ESP_FAILS),
    message("child-proposal-refused", f"received [ESP:AES_CBC_128/HMAC_SHA1_96/NO_EXT_SEQ].{ENDS}", "received [",
            pp.Regex(r"(?P<proposals>ESP:[^\]\n]*)\]"), TAIL, strength=PROVES, **CHILD),
    *child("child-proposal-refused", "no matching proposal", pp.Regex(r"no match(?:ing)? proposal\b"), strength=PROVES),
    *child("child-proposal-refused", "DH group MODP_1024 not supported", pp.Regex(r"DH group (?:\S+ )?not supported")),
    *child("child-refused", "received TS_UNACCEPTABLE error notify in the payload", pp.Regex(NOTIFY)),
    *child("child-failed", "something else", pp.Regex(r"(?P<reason>[^\n.]+)")),
)  # fmt: skip
