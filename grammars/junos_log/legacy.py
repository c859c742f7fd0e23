"""kmd's older syslog of IKEv1: "Phase-1" and "Phase-2", policy lookups, failures with the notify's words.

    ends = ("p1_local=" | "local=") id ("p1_remote=" | "remote=") id
"""

import pyparsing as pp

from grammars.common import CONTEXT, PROVES, SUGGESTS, Message, message
from grammars.junos_log.values import ADDRESS, CHILD_ERRORS, IKE_ERRORS, QUICK, V1, failures, inside, one_of

P1_ENDS = rf"for (?:p1_)?local={inside('local')} (?:p1_)?remote={inside('remote')}"
P2_NETS = rf"p2_local={inside('local_ts')} p2_remote={inside('remote_ts')}"
P2_ENDS = f"{P1_ENDS} {P2_NETS}"
PHASE_1_DONE = one_of("Phase-1 [initiator] done", "Phase-1 [responder] done")
P1_SHOWN = "for local=ipv4(udp:500,[0..3]=192.0.2.1) remote=ipv4(udp:500,[0..3]=198.51.100.2)"
P2_SHOWN = (
    "for p1_local=ipv4(udp:500,[0..3]=192.0.2.1) p1_remote=ipv4(udp:500,[0..3]=198.51.100.2) p2_local=ipv4_subnet(any:0,[0..7]=10.1.0.0/16) "
    "p2_remote=ipv4_subnet(any:0,[0..7]=10.2.0.0/16)"
)
PV_ENDS = pp.Opt(pp.Regex(rf"\[spi=(?:\(null\)|\S*?), src_ip=(?P<local>{ADDRESS}), dst_ip=(?P<remote>{ADDRESS})\]"))
PV_SHOWN = " [spi=a0417be3, src_ip=192.0.2.1, dst_ip=198.51.100.2]"
PV_WORDS = (
    ("No proposal chosen", "no proposal chosen", "NO_PROPOSAL_CHOSEN"), ("timeout", "Timeout", "timed out", "Timed out"),
    ("authentication failed", "Authentication failed", "invalid hash", "Invalid hash", "invalid signature"),
    ("invalid payload", "Invalid payload", "payload malformed", "Payload malformed"), ("invalid ID", "Invalid ID", "INVALID_ID"),
)  # fmt: skip
PV_1 = ("proposal-refused", "gave-up", "auth-failed", "unreadable", "peer-not-found")
PV_2 = ("proposal-refused", "gave-up", "child-failed", "child-failed", "ts-refused")
PHASE_1 = "KMD_VPN_PV_PHASE1: IKE Phase-1 Failure: Main mode - "
PHASE_2 = "KMD_VPN_PV_PHASE2: IKE Phase-2 Failure: Quick mode - "


def failure(phase: int, kind: str, words: tuple[str, ...], example: str) -> Message:
    """A failure with the notify in words, somewhere in the text."""
    text = "|".join(words)
    return message(
        kind, example + words[0] + PV_SHOWN, pp.Opt(f"KMD_VPN_PV_PHASE{phase}:"), f"IKE Phase-{phase} Failure:",
        pp.Regex(rf"(?:(?!{text})[^\n\[])*(?:{text})[^\n\[]*"), PV_ENDS, strength=SUGGESTS,
        **(V1 | {"what": "ike"} if phase == 1 else QUICK | {"what": "child"}),
    )  # fmt: skip


LOOKUP = pp.Opt(pp.Regex(rf"\[local_ip=(?P<local>{ADDRESS}), remote_ip=(?P<remote>{ADDRESS})\]"))
LOOKUP_SHOWN = "Policy lookup failed [local_ip=192.0.2.1, remote_ip=203.0.113.77]"

MESSAGES: tuple[Message, ...] = (
    *(failure(1, kind, words, PHASE_1) for kind, words in zip(PV_1, PV_WORDS, strict=True)),
    message("verdict-failed", PHASE_1 + "(null)" + PV_SHOWN, pp.Opt("KMD_VPN_PV_PHASE1:"), "IKE Phase-1 Failure:", pp.Regex(r"(?P<reason>[^\n\[]*)"), PV_ENDS,
            strength=SUGGESTS, **V1),
    *(failure(2, kind, words, PHASE_2) for kind, words in zip(PV_2, PV_WORDS, strict=True)),
    message("child-failed", PHASE_2 + "(null)" + PV_SHOWN, pp.Opt("KMD_VPN_PV_PHASE2:"), "IKE Phase-2 Failure:", pp.Regex(r"(?P<reason>[^\n\[]*)"), PV_ENDS,
            strength=SUGGESTS, **QUICK),
    message("no-config", f"IKE Phase-1: (Responder) {LOOKUP_SHOWN}", "IKE Phase-1: (Responder) Policy lookup failed", LOOKUP,
            strength=PROVES, role="responder", **V1),
    message("verdict-failed", f"IKE Phase-1: (Initiator) {LOOKUP_SHOWN}", "IKE Phase-1: (Initiator) Policy lookup failed", LOOKUP,
            strength=SUGGESTS, role="initiator", reason="no policy for this peer", **V1),
    message("no-config", f"KMD_PM_P1_POLICY_LOOKUP_FAILURE: Policy lookup for Phase-1 [responder] failed {P1_SHOWN.replace('for ', 'for p1_', 1)}",
            pp.Opt("KMD_PM_P1_POLICY_LOOKUP_FAILURE:"), "Policy lookup for Phase-1", pp.Opt(pp.Regex(r"\[\w+\]")), "failed", pp.Opt(pp.Regex(P1_ENDS)),
            strength=PROVES, **V1),
    message("ts-refused", f"KMD_PM_P2_POLICY_LOOKUP_FAILURE: Policy lookup for Phase-2 [responder] failed {P2_SHOWN}",
            pp.Opt("KMD_PM_P2_POLICY_LOOKUP_FAILURE:"), "Policy lookup for Phase-2", pp.Opt(pp.Regex(r"\[\w+\]")), "failed", pp.Opt(pp.Regex(P2_ENDS)),
            strength=PROVES, **QUICK),
    message("ts-refused", "IKE Phase-2: Failed to match the peer proxy IDs [p2_remote_proxy_id=ipv4_subnet(any:0,[0..7]=10.2.0.0/16), "
            "p2_local_proxy_id=ipv4_subnet(any:0,[0..7]=10.1.0.0/16)] for local ip: 192.0.2.1, remote peer ip:198.51.100.2",
            pp.Opt("IKE Phase-2:"), "Failed to match the peer proxy IDs", pp.Opt(pp.Regex(
                rf"\[p2_remote_proxy_id={inside('remote_ts')}, p2_local_proxy_id={inside('local_ts')}\] for local ip: (?P<local>{ADDRESS}),"
                rf" remote peer ip: ?(?P<remote>{ADDRESS})")), strength=PROVES, role="responder", **QUICK),
    message("ts-refused", "Failed to match the peer proxy ids p2_remote=ipv4_subnet(any:0,[0..7]=10.2.0.0/16) p2_local=ipv4_subnet(any:0,[0..7]=10.1.0.0/16) "
            "for the remote peer:ipv4(udp:500,[0..3]=198.51.100.2)", "Failed to match the peer proxy ids", pp.Opt(pp.Regex(
                rf"p2_remote={inside('remote_ts')} p2_local={inside('local_ts')} for the remote peer:{inside('remote')}")),
            strength=PROVES, role="responder", **QUICK),
    message("child-failed", "IKE Phase-2: Negotiations failed. Local gateway: 192.0.2.1, Remote gateway: 198.51.100.2",
            "IKE Phase-2: Negotiations failed", pp.Opt(pp.Regex(rf"\. Local gateway: (?P<local>{ADDRESS}), Remote gateway: (?P<remote>{ADDRESS})")),
            strength=CONTEXT, **QUICK),
    message("child-up", f"Phase-1 [responder] done {P1_SHOWN} Phase-2 [responder] done {P2_SHOWN}", PHASE_1_DONE, pp.Regex(P1_ENDS),
            pp.Regex(r"[^\n]{0,20}?Phase-2 \[\w+\] done"), pp.Opt(pp.Regex(r"for p1_local=\S+ p1_remote=\S+ " + P2_NETS)), strength=PROVES, **QUICK),
    message("ike-up", f"Phase-1 [responder] done {P1_SHOWN}", PHASE_1_DONE, pp.Regex(P1_ENDS),
            strength=PROVES, **V1),
    message("child-up", f"Phase-2 [responder] done {P2_SHOWN}", one_of("Phase-2 [initiator] done", "Phase-2 [responder] done"), pp.Regex(P2_ENDS),
            strength=PROVES, **QUICK),
    *failures(IKE_ERRORS, (one_of("Phase-1 [initiator] failed with error(", "Phase-1 [responder] failed with error("),),
              (")", pp.Opt(pp.Regex(P1_ENDS))), "Phase-1 [responder] failed with error({}) " + P1_SHOWN, **V1),
    *failures(CHILD_ERRORS, (one_of("Phase-2 [initiator] failed with error(", "Phase-2 [responder] failed with error("),),
              (")", pp.Opt(pp.Regex(P2_ENDS))), "Phase-2 [responder] failed with error({}) " + P2_SHOWN, **QUICK),
)  # fmt: skip
