"""ScreenOS: the event log, behind ``system-information-00536:``, which the frame reads.

    event = "IKE" (address | "<" address ">") "Phase" ("1" | "2" ["msg ID" id]) ":" text | "Rejected an IKE packet on" if "from" end "to" end text
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, Message, message
from grammars.junos_log.values import HOST, QUICK, V1, one_of

PEER = r"(?:<(?P<remote>[^\s<>]+)>|(?P<peer>\S+?))"
REJECTED = "Rejected an IKE packet on"
ENDS = pp.Regex(
    rf"\S+ from (?P<remote>{HOST}):(?P<remote_port>\w+) to (?P<local>{HOST}):(?P<local_port>\w+)"
    r"(?: with cookies (?P<spi_i>[0-9a-f]{16}) and (?P<spi_r>[0-9a-f]{16}))?"
)
SHOWN = "ethernet0/2 from 203.0.113.110:500 to 192.0.2.186:500 with cookies 9c0b47e2d813fa65 and 0000000000000000"
NET = r"\(([^\s,()]+)"


def ike(phase: str) -> pp.ParserElement:
    """``IKE 198.51.100.154 Phase 2 msg ID 20e9c74b:``."""
    return pp.Regex(rf"<?(?P<remote>[^\s<>:]+|[0-9a-fA-F:.]*:[0-9a-fA-F.]+)>?:? {phase}(?: msg(?: ID)? ?[0-9a-fA-F]*)?:?")


def phase(number: int, kind: str, example: str, *parts: pp.ParserElement | str, strength: str = PROVES, **tags: str) -> Message:
    """A message of one phase of one peer."""
    return message(kind, f"IKE 198.51.100.154 Phase {number}: {example}", one_of("IKE ", "IKE<"), ike(f"Phase {number}"), *parts, strength=strength, **tags)


NETS = pp.Opt(pp.Regex(
    r"[^\n]*?local ID \((?P<local_ts>[^\s,()]+)[^()\n]*\),? remote ID \((?P<remote_ts>[^\s,()]+)"
))  # fmt: skip

MESSAGES: tuple[Message, ...] = (
    message("no-config", f"{REJECTED} {SHOWN} because an initial Phase 1 packet arrived from an unrecognized peer gateway.", REJECTED, ENDS,
            "because an initial Phase 1 packet arrived from an unrecognized peer gateway", strength=PROVES, role="responder", **V1),
    message("ike-proposal-refused", f"{REJECTED} {SHOWN} because there were no acceptable Phase 1 proposals.", REJECTED, ENDS,
            "because there were no acceptable Phase 1 proposals", strength=PROVES, role="responder", **V1),
    message("child-proposal-refused", f"{REJECTED} {SHOWN} because there were no acceptable Phase 2 proposals.", REJECTED, ENDS,
            "because there were no acceptable Phase 2 proposals", strength=PROVES, **QUICK),
    message("verdict-failed", f"{REJECTED} {SHOWN} because of something else.", REJECTED, ENDS, "because", pp.Regex(r"(?P<reason>[^\n(]+)"), strength=SUGGESTS, **V1),
    phase(1, "ike-initiate", "Initiated negotiations in main mode.", pp.Regex(r"Initiated negotiations in (?P<mode>[Mm]ain|[Aa]ggressive) mode"),
          role="initiator", **V1),
    phase(1, "ike-respond", "Responder starts MAIN mode negotiations.",
          pp.Regex(r"Responder starts (?P<mode>[Mm][Aa][Ii][Nn]|[Aa][Gg][Gg][A-Za-z]*) mode negotiations"), role="responder", **V1),
    phase(1, "ike-up", "Completed Main mode negotiations with a 28800-second lifetime.",
          pp.Regex(r"Completed (?P<mode>[Mm]ain|[Aa]ggressive) mode negotiations"), **V1),
    phase(1, "gave-up", "Retransmission limit has been reached.", "Retransmission limit has been reached", strength=SUGGESTS, what="ike", **V1),
    phase(2, "gave-up", "Retransmission limit has been reached.", "Retransmission limit has been reached", strength=SUGGESTS, what="child", **QUICK),
    phase(2, "child-up", "Completed negotiations with SPI 7d21c0b4, tunnel ID 91, and lifetime 3600 seconds/0 KB.", "Completed negotiations with SPI",
          pp.Regex(r"(?P<spi>[0-9a-f]+)"), **QUICK),
    phase(2, "child-initiate", "Initiated negotiations.", one_of("Initiated negotiations", "Responded to the peer's first message"), **QUICK),
    phase(2, "ts-refused", "No policy exists for the proxy ID received: local ID (10.1.0.0/255.255.0.0, 0, 0) remote ID (10.2.9.0/255.255.255.0, 0, 0).",
          "No policy exists for the proxy ID received", NETS, role="responder", **QUICK),
    message("notify-received", "IKE 198.51.100.154: Received a notification message for DOI <1> <14> <NO-PROPOSAL-CHOSEN>.", one_of("IKE ", "IKE<"),
            pp.Regex(r"<?(?P<remote>[^\s<>:]+|[0-9a-fA-F:.]*:[0-9a-fA-F.]+)>?:? "), pp.Opt(pp.Regex(r"Phase [12][^:\n]{0,30}: ")),
            "Received a notification message for DOI", pp.Regex(r"<\d+>,? <(?:[1-9]|[12]\d|30)>,? <(?P<notify>[A-Z][A-Z\-]+)>"), strength=SUGGESTS, **V1),
    message("monitor-failed", "VPN monitoring for VPN SITE-B has deactivated the SA with ID 0x00000052.", "VPN monitoring for VPN",
            pp.Regex(r"(?P<conn>[^\n]{1,64}?) has deactivated"), strength=PROVES),
)  # fmt: skip
