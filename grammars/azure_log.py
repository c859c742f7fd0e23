"""Messages of Azure VPN Gateway: IKEDiagnosticLog and TunnelDiagnosticLog.

    row = ["SESSION_ID :{" id "}"] "Remote" host ":" port ":" "Local" host ":" port ":" text      (what stands before the text is framing's)

Its daemon is that of Windows: errors 13801 to 13882 are those of its filtering platform. Its words are claims.
"""

import pyparsing as pp

from grammars.common import CONTEXT, PROVES, SUGGESTS, Message, message

V2 = {"ike_version": "2"}
REMOTE_IP = pp.Opt(pp.Regex(r"\"[^\n]{0,400}?\"remoteIP(?:_s)?\" ?: ?\"(?P<remote>[^\"\s]+)\""))
COOKIES = pp.Opt(pp.Regex(r"[^\n]{0,160}?iCookie:? (?:0x)?(?P<spi_i>[0-9A-Fa-f]{16}),? (?:and )?rCookie:? (?:0x)?(?P<spi_r>[0-9A-Fa-f]{16})"))


def said(kind: str, example: str, *parts: pp.ParserElement | str, strength: str = SUGGESTS, **tags: str) -> Message:
    """A text of the gateway."""
    return message(kind, example, *parts, strength=strength, **tags)


def closed(kind: str, status: str, **tags: str) -> Message:
    """A tunnel that was closed with this status."""
    return said(kind, f"IKE Tunnel closed for tunnelId 0x5 with status {status}", "IKE Tunnel closed for tunnelId", pp.Regex(r"0x[0-9A-Fa-f]+ with status"),
                status, **tags)


MESSAGES: tuple[Message, ...] = (
    said("message-sent", "[SEND] Sending SA_INIT for tunnelId 0x5", pp.Regex(r"\[SEND\](?:\[\w+\])? ?Sending (?:IKE_)?SA_INIT"), exchange="IKE_SA_INIT",
         strength=CONTEXT, **V2),
    said("message-received", "[RECEIVED] Received SA_INIT for tunnelId 0x5", pp.Regex(r"\[(?:RECEIVED|RECV)\](?:\[\w+\])? ?Received (?:IKE_)?SA_INIT"),
         exchange="IKE_SA_INIT", strength=CONTEXT, **V2),
    said("proposal-refused", "Sending Notify Message - Policy Mismatch", "Sending Notify Message - Policy Mismatch"),
    said("proposal-refused", "[SEND] Sending Notify Message - Policy Mismatch", "[SEND]", "Sending Notify Message - Policy Mismatch"),
    said("notify-received", "Received Notify Message - Policy Mismatch", "Received Notify Message - Policy Mismatch", notify="NO_PROPOSAL_CHOSEN"),
    said("ike-up", "IKE Tunnel created for tunnelId 0x5 with status Success, iCookie: 0x84222F276C2FA2E9, rCookie: 0x0123456789ABCDEF", "IKE Tunnel created for tunnelId", COOKIES, strength=PROVES),
    said("child-up", 'TunnelConnected", "remoteIP": "198.51.100.7", "status": "Connected"', "TunnelConnected", REMOTE_IP, strength=PROVES),
    said("ike-deleted", 'TunnelDisconnected", "remoteIP": "198.51.100.7", "status": "Disconnected"', "TunnelDisconnected", REMOTE_IP, strength=CONTEXT),
    closed("psk-suspected", "IKE authentication credentials are unacceptable"),
    closed("peer-silent", "The remote endpoint is not responding", what="establishing"),
    closed("proposal-refused", "Policy match error"),
    said("ike-deleted", "IKE Tunnel closed for tunnelId 0x5 with status Success", "IKE Tunnel closed for tunnelId", strength=CONTEXT),
    said("psk-suspected", "IKE authentication credentials are unacceptable", "IKE authentication credentials are unacceptable"),
    said("psk-suspected", "ERROR_IPSEC_IKE_AUTH_FAIL (13801), IKE authentication credentials are unacceptable", "ERROR_IPSEC_IKE_AUTH_FAIL"),
    said("proposal-refused", "ERROR_IPSEC_IKE_POLICY_MATCH (13868), policy match error", "ERROR_IPSEC_IKE_POLICY_MATCH"),
    said("parse-failed", "ERROR_IPSEC_IKE_INVALID_PAYLOAD (13843), invalid payload received", "ERROR_IPSEC_IKE_INVALID_PAYLOAD", reason="invalid payload"),
    said("peer-silent", "ERROR_IPSEC_IKE_TIMED_OUT (13805), negotiation timed out", "ERROR_IPSEC_IKE_TIMED_OUT", what="establishing"),
)  # fmt: skip
