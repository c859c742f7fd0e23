"""Messages of AWS Site-to-Site VPN's tunnel log (its documentation, "Contents of Site-to-Site VPN logs").

    row    = "{" states "}" details     (the frame has put the row's two states before its words)
    states = "ike_phase1_state=" state "ike_phase2_state=" state
    state  = "established" | "rekeying" | "negotiating" | "down"

What AWS says of a cause is its own reading: a claim, no proof.
"""

import pyparsing as pp

from grammars.common import CONTEXT, PROVES, SUGGESTS, Message, message, word

V1 = {"ike_version": "1"}
V2 = {"ike_version": "2"}
CREATE = {"ike_version": "2", "exchange": "CREATE_CHILD_SA"}
CGW = pp.Opt(pp.Regex(r"with cgw:?[ \t]*(?P<remote>[^\s,;\"]*[^\s,;\".])"))
ID = pp.Regex(r"\(id=(?P<message_id>[^()\n]*)\)")
STATE = r"\"?[=:][ \t]?\"?"
ESTABLISHED = pp.Regex(STATE + r"(?P<state>[Ee](?:stablished|STABLISHED))")
DOWN = pp.Regex(STATE + r"(?P<state>[Dd](?:own|OWN))")
OTHER = pp.Regex(STATE + r"(?P<state>[A-Za-z]+)")


def said(kind: str, example: str, *parts: pp.ParserElement | str, strength: str = SUGGESTS, **tags: str) -> Message:
    """A message of the cloud's own words."""
    return message(kind, example, *parts, strength=strength, **tags)


MESSAGES: tuple[Message, ...] = (
    said("ike-up", "ike_phase1_state=established", "ike_phase1_state", ESTABLISHED, strength=PROVES),
    said("ike-deleted", "ike_phase1_state=down", "ike_phase1_state", DOWN, strength=CONTEXT),
    said("ike-state", "ike_phase1_state=negotiating", "ike_phase1_state", OTHER, strength=CONTEXT),
    said("child-up", "ike_phase2_state=established", "ike_phase2_state", ESTABLISHED, strength=PROVES),
    said("child-state", "ike_phase2_state=down", "ike_phase2_state", OTHER, strength=CONTEXT),
    said("dpd-timeout", "Peer is not responsive - Declaring peer dead", "Peer is not responsive",
         pp.Regex(r"(?:[-–•,.]|<br>)*"), "Declaring peer dead", **V1),
    said("dpd-timeout", "AWS tunnel DPD timed out after 3 retransmits", "AWS tunnel DPD timed out",
         pp.Opt(pp.Regex(r"after (?P<count>\d+)")), **V2),
    said("psk-suspected", "AWS tunnel payload decryption was unsuccessful due to invalid Pre-shared Key",
         "AWS tunnel payload decryption was unsuccessful due to invalid Pre-shared Key", **V1),
    said("psk-suspected", "AWS tunnel detected a pre-shared key mismatch with cgw: 198.51.100.7", "AWS tunnel detected a pre-shared key mismatch",
         CGW, **V2),
    said("proposal-refused", "No Proposal Match Found by AWS", "No Proposal Match Found by AWS"),
    said("proposal-refused", 'No Proposal Match Found. Notifying with "No proposal chosen"', "No Proposal Match Found. Notifying with"),
    said("child-failed", "AWS tunnel Phase 2 was unable to establish while keeping Phase 1",
         "AWS tunnel Phase 2 was unable to establish", what="child", **V2),
    said("child-refused", "AWS: Traffic Selector: TS_UNACCEPTABLE: received from responder", "AWS: Traffic Selector:",
         pp.Regex(r"(?P<notify>TS_UNACCEPTABLE): received from responder"), what="child", role="initiator", **V2),
    said("auth-refused", "AWS tunnel is sending AUTHENTICATION_FAILED as the response", "AWS tunnel is sending AUTHENTICATION_FAILED",
         reason="not said", **V2),
    said("peer-silent", "AWS tunnel Timeout: deleting un-established Phase 1 IKE_SA with cgw: 198.51.100.7",
         "AWS tunnel Timeout: deleting un-established Phase 1 IKE_SA", CGW, what="establishing", **V2),
    said("delete-received", "AWS tunnel received DELETE for IKE_SA from CGW", "AWS tunnel received DELETE for IKE_SA", what="ike"),
    said("delete-received", "AWS tunnel received DELETE for Phase 2 SA with SPI: c1c2c3c4", "AWS tunnel received DELETE for Phase 2 SA",
         pp.Opt(pp.Literal("with SPI:") + word("spi")), what="child"),
    said("rekey-collision", "AWS tunnel detected a (CHILD_REKEY) collision as CHILD_DELETE", "AWS tunnel detected a (CHILD_REKEY) collision", **V2),
    said("rekey-collision", "AWS tunnel (CHILD_SA) redundant SA is being deleted due to detected collision",
         "AWS tunnel (CHILD_SA) redundant SA is being deleted", **V2),
    said("message-received", "AWS tunnel processed request (id=5) for CREATE_CHILD_SA", "AWS tunnel processed request", ID,
         "for CREATE_CHILD_SA", strength=CONTEXT, direction="request", **CREATE),
    said("message-received", "AWS tunnel processed response (id=5) for CREATE_CHILD_SA", "AWS tunnel processed response", ID,
         "for CREATE_CHILD_SA", strength=CONTEXT, direction="response", **CREATE),
    said("message-sent", "AWS tunnel is sending request (id=5) for CREATE_CHILD_SA", "AWS tunnel is sending request", ID,
         "for CREATE_CHILD_SA", strength=CONTEXT, direction="request", **CREATE),
    said("message-sent", "AWS tunnel is sending response (id=5) for CREATE_CHILD_SA", "AWS tunnel is sending response", ID,
         "for CREATE_CHILD_SA", strength=CONTEXT, direction="response", **CREATE),
)  # fmt: skip
