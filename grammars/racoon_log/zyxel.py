"""ZyXEL's gateways: one line for what does not fit, and one for each payload that goes or comes.

    mismatch = "[" payload "] : Tunnel [" name "] Phase" ("1" | "2") what "mismatch"
    notify   = ("Send" | "Recv") ":" "[" ["HASH]["] "NOTIFY:" name "]"
"""

import pyparsing as pp

from grammars.common import NOISE, PROVES, SUGGESTS, Message, upper
from grammars.racoon_log.values import QUICK, V1, said

TUNNEL = pp.Regex(r"Tunnel \[(?P<conn>[^\]\n]{0,64})\]")
ABOUT = pp.MatchFirst([pp.Literal(f"[{payload}] : Tunnel [") for payload in ("SA", "ID", "HASH", "KE", "XCHG", "AUTH", "PSK")])
NAME = pp.Regex(r"(?P<conn>[^\]\n]{0,64})\]")
PEER = pp.Regex(r"\[?(?P<remote>[^\s\[\]]{1,64})\]?")

Row = tuple[str, str, dict[str, str]]

_PHASE_1: tuple[Row, ...] = (
    ("attribute-refused", "authentication algorithm", {"attribute": "integrity", "what": "ike"}),
    ("attribute-refused", "encryption algorithm", {"attribute": "encryption", "what": "ike"}),
    ("attribute-refused", "authentication method", {"attribute": "method", "what": "ike"}),
    ("attribute-refused", "key group", {"attribute": "group", "what": "ike"}),
    ("not-allowed", "negotiation mode", {}),
    ("ike-proposal-refused", "proposal", {}),
    ("peer-not-found", "ID", {}),
)
_PHASE_2: tuple[Row, ...] = (
    ("attribute-refused", "authentication algorithm", {"attribute": "esp-integrity", "what": "child"}),
    ("attribute-refused", "encryption algorithm", {"attribute": "esp-encryption", "what": "child"}),
    ("encapsulation-mismatch", "encapsulation", {}),
    ("protocol-mismatch", "SA protocol", {}),
    ("pfs-group-mismatch", "pfs", {}),
    ("child-proposal-refused", "proposal", {}),
    ("ts-refused", "local policy", {}),
    ("ts-refused", "remote policy", {}),
    ("ts-refused", "Local ID", {}),
    ("ts-refused", "Remote ID", {}),
)


def _differs(phase: int, kind: str, what: str, tags: dict[str, str]) -> Message:
    names = pp.MatchFirst([pp.Literal(what), pp.Literal(what[0].upper() + what[1:])])
    return said(kind, f"[SA] : Tunnel [branch] Phase {phase} {what} mismatch", ABOUT, NAME, f"Phase {phase}", names, "mismatch",
                strength=PROVES, **tags | (V1 if phase == 1 else QUICK))  # fmt: skip


MESSAGES: tuple[Message, ...] = (
    *(_differs(1, *row) for row in _PHASE_1),
    *(_differs(2, *row) for row in _PHASE_2),
    said("proposal-refused", "[SA] : No proposal chosen", "[SA] : No proposal chosen", strength=PROVES, **V1),
    said("proposal-refused", "!! No proposal chosen", "!! No proposal chosen", strength=PROVES, **V1),
    said("ts-refused", "Verifying Local ID failed", pp.Opt("!!"), pp.MatchFirst([pp.Literal("Verifying Local ID failed"),
         pp.Literal("Verifying Remote ID failed")]), strength=PROVES, **QUICK),
    said("child-initiate", "Start Phase 2: Quick Mode", "Start Phase 2: Quick Mode", **QUICK),
    said("notify-received", "Recv:[NOTIFY:NO_PROPOSAL_CHOSEN]", "Recv:[NOTIFY:", upper("notify"), strength=SUGGESTS, protected="no", **V1),
    said("notify-received", "Recv:[HASH][NOTIFY:INVALID_ID_INFORMATION]", "Recv:[HASH][NOTIFY:", upper("notify"), strength=SUGGESTS,
         protected="yes", **V1),
    said("notify-sent", "Send:[NOTIFY:NO_PROPOSAL_CHOSEN]", "Send:[NOTIFY:", upper("notify"), strength=PROVES, **V1),
    said("ike-initiate", "Send Main Mode request to [198.51.100.2]", "Send Main Mode request to", PEER, mode="main", role="initiator", **V1),
    said("ike-initiate", "Send Aggressive Mode request to [198.51.100.2]", "Send Aggressive Mode request to", PEER, mode="aggressive",
         role="initiator", **V1),
    said("ike-respond", "Recv Main Mode request from [198.51.100.2]", "Recv Main Mode request from", PEER, mode="main", role="responder", **V1),
    said("ike-respond", "Recv Aggressive Mode request from [198.51.100.2]", "Recv Aggressive Mode request from", PEER, mode="aggressive",
         role="responder", **V1),
    said("ike-up", "Phase 1 IKE SA process done", "Phase 1 IKE SA process done", strength=PROVES, **V1),
    said("child-up", "Tunnel [branch] built successfully", TUNNEL, "built successfully", strength=PROVES, **V1),
    said("retransmit", "IKE Packet Retransmit", "IKE Packet Retransmit", strength=SUGGESTS, **V1),
    said("noise", "The cookie pair is : 0x53b231fc25ce2252 / 0x0000000000000000", pp.MatchFirst([pp.Literal(t) for t in (
         "The cookie pair is", "[COOKIE] Invalid cookie", "Recv:[", "Send:[", "Recv:<", "Send:<", "Peer has not announced DPD capability")]), strength=NOISE),
)  # fmt: skip
