"""Why tunnels go up and down: events of a tunnel, reasons of an alarm.

    alarm = ("KMD" | "IKE") "_VPN_DOWN_ALARM_USER:" "VPN" name "from" peer "is down." details "Reason:" event
    event = text ["(" n "times)"]     (show security ipsec security-associations detail, inactive-tunnels)
"""

import pyparsing as pp

from grammars.common import CONTEXT, PROVES, SUGGESTS, Message, message
from grammars.junos_log.values import inside, one_of, value

Event = tuple[str, tuple[str, ...], str, dict[str, str]]
CLOSED = {"what": "ike"}

EVENTS: tuple[Event, ...] = (
    ("dpd-timeout", ("DPD detected peer as down",), PROVES, {}),
    ("monitor-failed", ("VPN monitoring detected tunnel as down", "IPSEC SA VPN Monitor Failure", "IPSEC SA VPN Monitor Verify-Path Failure"), PROVES, {}),
    ("gave-up", ("No response from peer. Negotiation failed",), SUGGESTS, {}),
    ("id-mismatch", ("Peer's IKE-ID validation failed during negotiation",), PROVES, {}),
    ("ts-refused", ("Peer proposed traffic-selectors are not in configured range",), PROVES, {"role": "responder"}),
    ("no-config", ("IKE gateway configuration lookup failed during negotiation",), PROVES, {"role": "responder"}),
    ("ike-proposal-refused", ("Peer proposed phase1 proposal conflicts with local configuration",), PROVES, {"role": "responder"}),
    ("child-proposal-refused", ("Peer proposed phase2 proposal conflicts with local configuration",), PROVES, {}),
    ("unreadable", ("Negotiation failed with INVALID_SYNTAX error",), SUGGESTS, {}),
    ("auth-failed", ("Negotiation failed with AUTHENTICATION_FAILED error",), SUGGESTS, {}),
    ("delete-received", ("IPSec SA delete payload received from peer", "IPSec SA is deleted because received DEL notification from peer"),
     CONTEXT, {"what": "child"}),
    ("delete-received", ("IKE SA delete payload received from peer",), CONTEXT, {"what": "ike"}),
    ("initial-contact", ("Initial-Contact received from peer",), CONTEXT, {}),
    ("ike-deleted", ("User cleared IKE SA from CLI", "User cleared IPSec SA from CLI"), CONTEXT, CLOSED | {"reason": "cleared by hand"}),
    ("ike-deleted", ("Tunnel configuration changed", "Tunnel configuration is deleted"), CONTEXT, CLOSED | {"reason": "configuration changed"}),
    ("ike-deleted", ("User issued tunnel redistribution command from CLI",), CONTEXT, CLOSED | {"reason": "moved to another gateway"}),
    ("child-up", ("IPSec SA negotiation successfully completed", "IPsec SA negotiation succeeds"), PROVES, {}),
    ("ike-up", ("IKE SA negotiation successfully completed", "IKE SA negotiation succeeds"), PROVES, {}),
    ("child-rekeyed", ("IPSec SA rekey successfully completed", "IPsec SA rekey succeeds"), PROVES, {}),
    ("ike-rekeyed", ("IKE SA rekey successfully completed", "IKE SA rekey succeeds"), PROVES, {}),
    ("sa-expired-soft", ("IPSEC SA rekey initiated because soft life timer expired",), CONTEXT, {}),
    ("child-closed", ("IPSec SA is deleted because IPSec SA hard life-time expired",), CONTEXT, {}),
    ("ike-state", ("Tunnel is ready. Waiting for trigger event or peer to trigger negotiation",), CONTEXT, {}),
)  # fmt: skip

SHOWN = (
    "VPN VPN-B from 198.51.100.2 is {}. Local-ip: 192.0.2.1, gateway name: GW-B, vpn name: VPN-B, tunnel-id: 131073, local tunnel-if: st0.0, remote "
    "tunnel-ip: Not-Available, Local IKE-ID: 192.0.2.1, Remote IKE-ID: 198.51.100.2, AAA username: Not-Applicable, VR id: 0, Traffic-selector: , "
    "Traffic-selector local ID: ipv4_subnet(any:0,[0..7]=0.0.0.0/0), Traffic-selector remote ID: ipv4_subnet(any:0,[0..7]=0.0.0.0/0), SA Type: Static"
)


ADDRESS, ID = value("local", r"[^\s,]"), value("local_id")


def details(state: str) -> str:
    """What an alarm says of the tunnel."""
    return (
        rf"VPN (?P<conn>[^\s,]+) from (?P<remote>[^\s,]+) is {state}\.(?: Local-ip: {ADDRESS}, gateway name: [^\n]{{0,400}}?"
        rf"Local IKE-ID: {ID}, Remote IKE-ID: {value('remote_id')}, (?:XAUTH|AAA) [^\n]{{0,400}}?"
        rf"Traffic-selector local ID: {inside('local_ts')}[^\n]{{0,200}}?, Traffic-selector remote ID: {inside('remote_ts')})?"
    )


DOWN = one_of("KMD_VPN_DOWN_ALARM_USER:", "IKE_VPN_DOWN_ALARM_USER:")
UP = one_of("KMD_VPN_UP_ALARM_USER:", "IKE_VPN_UP_ALARM_USER:")
REASON = pp.Regex(details("down") + r"[^\n]{0,400}?Reason: ")
FROM_PEER = pp.Regex(r"Negotiation failed with error code (?P<notify>[A-Z][A-Z_]+) received from peer")
DOWN_SHOWN = "KMD_VPN_DOWN_ALARM_USER: " + SHOWN.format("down")

ALARMS: tuple[Message, ...] = (
    message("child-up", "KMD_VPN_UP_ALARM_USER: " + SHOWN.format("up"), UP, pp.Regex(details("up")), strength=PROVES),
    message("notify-received", DOWN_SHOWN + ", Reason: Negotiation failed with error code NO_PROPOSAL_CHOSEN received from peer", DOWN, REASON, FROM_PEER,
            strength=SUGGESTS),
    *(message(kind, f"{DOWN_SHOWN}, Reason: {texts[0]}", DOWN, REASON, one_of(*texts), strength=strength, **tags)
      for kind, texts, strength, tags in EVENTS if kind not in ("child-up", "ike-up", "child-rekeyed", "ike-rekeyed", "ike-state", "sa-expired-soft")),
    message("ike-deleted", DOWN_SHOWN + ", Reason: other", DOWN, pp.Regex(details("down")), pp.Opt(pp.Regex(r"[^\n]{0,400}?Reason: (?P<reason>[^\n]+)")),
            what="ike"),
)  # fmt: skip

MESSAGES: tuple[Message, ...] = (
    *(message(kind, texts[0], one_of(*texts), strength=strength, **tags) for kind, texts, strength, tags in EVENTS),
    message("notify-received", "Negotiation failed with error code NO_PROPOSAL_CHOSEN received from peer", "Negotiation failed with error code",
            pp.Regex(r"(?P<notify>[A-Z][A-Z_]+) received from peer"), strength=SUGGESTS),
    message("verdict-failed", "IKE SA negotiation fails because of an error", "IKE SA negotiation fails", pp.Opt(pp.Regex(r"(?P<reason>[^\n]+)")),
            strength=SUGGESTS),
)  # fmt: skip
