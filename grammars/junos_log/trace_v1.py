"""Traces of the engine for IKEv1.

    line     = end "(" role ")" "<->" end "{" cookies "[" number "]" "/" "0x" message ID "}" exchange ";" text
    exchange = "IP" (main mode) | "Aggr" | "QM" | "Info" | "CFG" | "NGM"
    SA       = "{" cookie "-" cookie "}"; the responder's is zero as long as it has not answered
"""

import pyparsing as pp

from grammars.common import CONTEXT, PROVES, SUGGESTS, Message, message
from grammars.junos_log.values import QUICK, V1, end, one_of

COOKIES = r"(?:0x)?(?P<spi_i>[0-9a-f]{8} [0-9a-f]{8}) - (?:0x)?(?P<spi_r>[0-9a-f]{8} [0-9a-f]{8})"
UNANSWERED = r"(?:0x)?(?P<spi_i>[0-9a-f]{8} [0-9a-f]{8}) - (?:0x)?(?P<spi_r>0{8} 0{8})"
SHOWN = "{ 77be0c1d 9e32a580 - 40d1f6aa 0b93c275 [-1] / 0x00000000 }"
ROLES = (("Initiator", {"role": "initiator"}), ("Responder", {"role": "responder"}))
EXCHANGES = {"IP": ("main", "IP"), "Aggr": ("aggressive", "Aggr")}


def line(role: str, exchange: str) -> tuple[pp.ParserElement | str, ...]:
    """What stands before the text; the own end is not read."""
    return f"({role}) <->", pp.Regex(rf"{end('remote')} \{{ {COOKIES} ?\[-?\d+\] / (?:0x)?[0-9a-f]+ \}} {exchange};")


def shown(role: str, exchange: str, text: str) -> str:
    """A line as it looks from its first fixed words."""
    return f"({role}) <-> 198.51.100.2:500 {SHOWN} {exchange}; {text}"


def code(*numbers: str) -> pp.ParserElement:
    """``Invalid payload type (1)`` with one of these numbers."""
    return pp.Regex(rf"(?P<reason>[A-Za-z][A-Za-z \-]*?) \((?:{'|'.join(numbers)})\)")


Told = tuple[str, tuple[str, ...], str, dict[str, str]]
REFUSED: tuple[Told, ...] = (
    ("ike-proposal-refused", ("14",), "No proposal chosen (14)", {}),
    ("decrypt-failed", ("1", "16"), "Invalid payload type (1)", {}),
    ("peer-not-found", ("18",), "Invalid ID information (18)", {}),
    ("auth-failed", ("23", "24"), "Authentication failed (24)", {}),
    ("cert-signature-failed", ("25",), "Invalid signature (25)", {}),
    ("cert-rejected", ("19", "20", "21", "22", "28"), "Invalid certificate (20)", {}),
    ("version-refused", ("5", "6"), "Invalid IKE major version (5)", {}),
    ("attribute-refused", ("13", "15"), "Attributes not supported (13)", {}),
    ("out-of-step", ("4", "9", "11"), "Invalid Cookie (4)", {}),
    ("verdict-failed", (r"\d+",), "Timeout (8195)", {}),
)
MODE_REFUSED = ("7", "29")
CHILD_REFUSED: tuple[Told, ...] = (
    ("proposal-refused", ("14",), "No proposal chosen (14)", {"what": "child"}),
    ("ts-refused", ("18",), "Invalid ID information (18)", {}),
    ("child-failed", (r"\d+",), "Timeout (8195)", {}),
)


def refusals() -> list[Message]:
    """What this end refuses, by exchange and number."""
    found = []
    for role, tags in ROLES:
        for exchange, (mode, sign) in EXCHANGES.items():
            found.append(message("no-config", shown(role, sign, "Error = Invalid exchange type (7)"), *line(role, exchange), "Error =",
                                 pp.Regex(rf"[A-Za-z][A-Za-z ]*? \((?:{'|'.join(MODE_REFUSED)})\)"), strength=SUGGESTS, reason="exchange not allowed",
                                 mode=mode, **tags, **V1))  # fmt: skip
            for kind, numbers, text, known in REFUSED:
                more = {"reason": "unexplained"} if kind == "ike-proposal-refused" else {}
                words: pp.ParserElement = code(*numbers) if not more else pp.Regex(rf"[A-Za-z][A-Za-z ]*? \({numbers[0]}\)")
                found.append(message(kind, shown(role, sign, f"Error = {text}"), *line(role, exchange), "Error =", words, strength=SUGGESTS,
                                     mode=mode, **tags, **V1, **known, **more))  # fmt: skip
        for kind, numbers, text, known in CHILD_REFUSED:
            found.append(message(kind, shown(role, "QM", f"Error = {text}"), *line(role, "QM"), "Error =", code(*numbers), strength=SUGGESTS, **QUICK, **known))
    return found


def of_both(kind: str, sign: str, text: str, *parts: pp.ParserElement | str, strength: str = CONTEXT, **tags: str) -> list[Message]:
    """A message of either role."""
    return [message(kind, shown(role, sign, text), *line(role, sign), *parts, strength=strength, **tags, **known) for role, known in ROLES]


def of_any(kind: str, sign: str, text: str, *parts: pp.ParserElement | str, strength: str = CONTEXT, **tags: str) -> list[Message]:
    """A message whose role is that of its exchange alone, not that of phase 1."""
    return [message(kind, shown(role, sign, text), *line(role, sign), *parts, strength=strength, **tags) for role, _ in ROLES]


ENDED: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("proposal-refused", "14", {"what": "ike"}), ("auth-failed", "24", {}), ("auth-failed", "23", {}), ("unreadable", "1", {}), ("unreadable", "16", {}),
    ("peer-not-found", "18", {}),
)  # fmt: skip
NOTIFY = pp.Regex(r"(?P<notify>[A-Z][A-Za-z \-]*?) \((?:[1-9]|[12]\d|30)\)")
SA = pp.Regex(rf"[^\n{{]{{0,40}}\{{ ?{COOKIES} ?\}}")
HALF = pp.Regex(rf"[^\n{{]{{0,40}}\{{ ?{UNANSWERED} ?\}}, nego = -1")
WHOLE = pp.Regex(rf"[^\n{{]{{0,40}}\{{ ?{COOKIES} ?\}}, nego = -1")
AGREED = pp.Regex(r"(?P<proposal>[A-Z]+ [^\n]*)")

MESSAGES: tuple[Message, ...] = (
    *refusals(),
    *of_both("decrypt-failed", "IP", "Invalid next payload type = 170", "Invalid next payload type =", strength=SUGGESTS, mode="main", **V1),
    *of_both("ike-up", "IP", "MESSAGE: Phase 1 version = 1.0, auth_method = Pre shared keys, cipher = aes-cbc", "MESSAGE: Phase 1",
             pp.Regex(r"version = 1\.\d, auth_method = (?P<method>[^,\n]+)"), strength=PROVES, mode="main", **V1),
    *of_both("ike-up", "Aggr", "MESSAGE: Phase 1 version = 1.0, auth_method = Pre shared keys, cipher = aes-cbc", "MESSAGE: Phase 1",
             pp.Regex(r"version = 1\.\d, auth_method = (?P<method>[^,\n]+)"), strength=PROVES, mode="aggressive", **V1),
    *of_any("child-up", "QM", "MESSAGE: Phase 2 connection succeeded, No PFS, group = 0", "MESSAGE: Phase 2 connection succeeded", strength=PROVES,
             **QUICK),
    *of_any("proposal-selected", "QM", "MESSAGE: SA[0][0] = ESP aes, life = 0 kB/3600 sec, group = 0, tunnel, hmac-sha256-128", "MESSAGE: SA[",
             pp.Regex(r"\d+\]\[\d+\] ="), AGREED, **QUICK),
    *of_any("psk-suspected", "Info", "Error text = Incorrect pre-shared key (Invalid next payload value)", "Error text = Incorrect pre-shared key",
             strength=PROVES, **V1),
    *of_any("notify-received", "Info", "Error text = Could not find acceptable proposal", "Error text = Could not find acceptable proposal",
             strength=PROVES, notify="NO_PROPOSAL_CHOSEN", **V1),
    *of_any("notify-received", "Info", "Received notify err = No proposal chosen (14) to isakmp sa, delete it", "Received notify err =", NOTIFY,
             strength=PROVES, message_id="0", **V1),
    *of_any("unprotected-ignored", "Info", "Ignored unauthenticated notify", "Ignored unauthenticated notify", **V1),
    *of_both("gave-up", "IP", "Connection timed out or error, calling callback", "Connection timed out or error", strength=SUGGESTS, mode="main", what="ike", **V1),
    *of_both("gave-up", "Aggr", "Connection timed out or error, calling callback", "Connection timed out or error", strength=SUGGESTS, mode="aggressive",
             what="ike", **V1),
    *of_any("gave-up", "QM", "Connection timed out or error, calling callback", "Connection timed out or error", strength=SUGGESTS, what="child",
             **QUICK),
    *(m for sign, mode in (("IP", "main"), ("Aggr", "aggressive")) for kind, numbers, known in ENDED
      for m in of_both(kind, sign, f"Connection got error = {numbers}, calling callback", pp.Regex(rf"Connection got error = (?:{numbers}),"),
                       strength=SUGGESTS, mode=mode, **V1, **known)),
    *of_any("proposal-refused", "QM", "Connection got error = 14, calling callback", "Connection got error = 14,", strength=SUGGESTS,
             what="child", **QUICK),
    *(message("ike-state", shown(role, "Info", "Connected"), *line(role, "(?:IP|Aggr|QM|Info|CFG|NGM)"), **V1) for role, _ in ROLES),
    # -- without addresses
    message("ike-up", "ike_st_o_all_done: MESSAGE: Phase 1 { 0x77be0c1d 9e32a580 - 0x40d1f6aa 0b93c275 } / 00000000, version = 1.0, xchg = Identity protect, "
            "auth_method = Pre shared keys, Initiator, cipher = aes-cbc, hash = sha1, prf = hmac-sha1", "ike_st_o_all_done: MESSAGE: Phase 1", SA,
            pp.Regex(r"[^\n]{0,40}?xchg = (?:Identity protect|(?P<mode>Aggressive)), auth_method = (?P<method>[^,\n]+)"), strength=PROVES, **V1),
    *(message("notify-received", f"ike_st_i_n: Start, doi = 1, protocol = {number}, code = No proposal chosen (14), spi[0..4] = 2fe4d081 00000000",
              "ike_st_i_n: Start, doi =", pp.Regex(rf"\d+, protocol = {number}, code ="), NOTIFY, strength=PROVES, **tags)
      for number, tags in (("1", V1 | {"message_id": "0"}), ("3", QUICK))),
    message("out-of-step", "ike_get_sa: Invalid cookie, no sa found, SA = { 77be0c1d 9e32a580 - 40d1f6aa 0b93c275 } / 71c0de22, remote = 198.51.100.2:500",
            "ike_get_sa: Invalid cookie, no sa found", SA, pp.Opt(pp.Regex(r"[^\n]{0,30}?remote = (?P<remote>\S+):\d+")), strength=SUGGESTS, **V1),
    message("retransmit", "ike_retransmit_callback: Start, retransmit SA = { 77be0c1d 9e32a580 - 00000000 00000000}, nego = -1",
            "ike_retransmit_callback: Start, retransmit", HALF, strength=SUGGESTS, message_id="0", seq="1", **V1),
    message("retransmit", "ike_retransmit_callback: Start, retransmit SA = { 77be0c1d 9e32a580 - 40d1f6aa 0b93c275}, nego = -1",
            "ike_retransmit_callback: Start, retransmit", WHOLE, strength=SUGGESTS, message_id="0", seq="3", **V1),
    message("retransmit", "ike_retransmit_callback: Start, retransmit SA = { 77be0c1d 9e32a580 - 40d1f6aa 0b93c275}, nego = 0",
            "ike_retransmit_callback: Start, retransmit", SA, strength=SUGGESTS, **QUICK),
    message("ike-initiate", "ssh_ike_connect: Start, remote_name = 198.51.100.2:500, xchg = 2, flags = 00090000", "ssh_ike_connect: Start, remote_name =",
            pp.Regex(r"(?P<remote>[^\s,]+):\d+,"), strength=PROVES, role="initiator", **V1),
    message("message-sent", "ike_init_qm_negotiation: Start, initiator = 1, message_id = 3d90a4c2", "ike_init_qm_negotiation: Start, initiator = 1",
            strength=PROVES, **QUICK),
    message("message-received", "ike_init_qm_negotiation: Start, initiator = 0, message_id = 3d90a4c2",
            one_of("ike_init_qm_negotiation: Start, initiator = 0", "ike_st_i_qm_hash_1: Start", "ike_st_i_qm_nonce:"), strength=PROVES, **QUICK),
    message("ike-respond", "ike_init_isakmp_sa: Start, remote = 198.51.100.2:500, initiator = 0", "ike_init_isakmp_sa: Start, remote =",
            pp.Regex(r"(?P<remote>\S+):\d+, initiator = 0"), strength=PROVES, role="responder", **V1),
    message("vendor-id", "ike_st_i_vid: VID[0..16] = afcad713 68a1f1c9 ...", "ike_st_i_vid: VID[", **V1),
    *(message("ike-state", example, head, SA, **V1) for head, example in (
        ("ike_send_packet: Start,", "ike_send_packet: Start, send SA = { 77be0c1d 9e32a580 - 40d1f6aa 0b93c275}, nego = 0, dst = 198.51.100.2:500"),
        ("ike_sa_allocate_half: Start,", "ike_sa_allocate_half: Start, SA = { d10f3b7c 52e6a094 - 00000000 00000000 }"),
        ("ike_sa_allocate: Start,", "ike_sa_allocate: Start, SA = { d10f3b7c 52e6a094 - 7e2d9013 55f8c4aa }"),
    )),
    message("ike-state", "ike_get_sa: Start, SA = { 77be0c1d 9e32a580 - 40d1f6aa 0b93c275 } / 71c0de22, remote = 198.51.100.2:500", "ike_get_sa: Start,", SA,
            pp.Regex(r"[^\n]{0,30}?remote = (?P<remote>\S+):\d+"), **V1),
)  # fmt: skip
