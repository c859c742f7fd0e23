"""Messages of Palo Alto Networks' PAN-OS: ikemgr.log and the system log of type vpn.

    banner = "====>" text "<===="     (first what happened, in the next line with which SA)
    sa     = ("Initiated" | "Established" | "Failed" | "Expired") "SA:" end "-" end [("cookie" | "SPI") ":" cookie ":" cookie]
    end    = address "[" port "]"

Its daemon began as racoon and still prints many of racoon's texts; they are taken from racoon's grammar.
"""

import pyparsing as pp

from grammars.common import CONTEXT, PROVES, SUGGESTS, Message, message
from grammars.racoon_log import INHERITED

V1 = {"ike_version": "1"}
V2 = {"ike_version": "2"}
QUICK = {"ike_version": "1", "exchange": "QUICK_MODE", "what": "child"}
CHILD = {"ike_version": "2", "what": "child"}
A = r"[^\s\[\]<>,;()]"
ENDS = rf"(?P<local>{A}+)\[(?P<local_port>\d+)\]-(?P<remote>{A}+)\[(?P<remote_port>\d+)\]"
COOKIES = r"(?:,? ?(?:cookie|SPI):(?P<spi_i>[0-9a-fA-F]{16}):(?P<spi_r>[0-9a-fA-F]{16}))?"
SA = rf"(?:Initiated|Established|Failed|Expired|Installed|Deleted|Rekeyed) SA: {ENDS}{COOKIES}"
OF_SA = pp.Opt(pp.Regex(rf"[^\n:]{{0,40}}?{SA}"))
ROLE, UPPER = r"(?P<role>initiator|responder)", r"(?:INITIATOR|RESPONDER)"
MODE = r"(?P<mode>main|aggressive) mode"
PEER = rf"peer IP (?P<remote>{A}+)(?:\[(?P<remote_port>\d+)\])?"
NET = r"[^\s,\[\]]+(?:\[\d+\])?"
IDS = pp.Regex(rf"[^\n]{{0,120}}?received local id: (?P<local_ts>{NET}) type[^\n,]{{0,60}}, received remote id: (?P<remote_ts>{NET})")
P1, P2, IKE, KID = "IKE phase-1 negotiation is", "IKE phase-2 negotiation", "IKEv2 IKE SA negotiation is", "IKEv2 child SA negotiation"
EXAMPLE = "192.0.2.1[500]-198.51.100.7[500]"
SPIS = "84222f276c2fa2e9:0000000000000000"


def said(kind: str, example: str, *parts: pp.ParserElement | str, strength: str = SUGGESTS, **tags: str) -> Message:
    """A message of ikemgr."""
    return message(kind, example, *parts, strength=strength, **tags)


def both(kind: str, role: str, strength: str) -> tuple[Message, ...]:
    """Who begins: the banner of IKEv2, and the texts of the system log."""
    upper = role.upper()
    return (
        said(kind, f"IKEv2 IKE SA NEGOTIATION STARTED AS {upper}, non-rekey; gateway west <====", f"IKEv2 IKE SA NEGOTIATION STARTED AS {upper},",
             pp.Regex(r"(?:non-)?rekey; gateway (?P<conn>[^\s<]+)"), strength=strength, role=role, **V2),
        said(kind, f"IKEv2 IKE SA negotiation is started as {role}, non-rekey. Initiated SA: {EXAMPLE} SPI:{SPIS}.",
             f"{IKE} started as {role}", OF_SA, strength=strength, role=role, **V2),
        *(said(kind, f"PHASE-1 NEGOTIATION STARTED AS {upper}, {m.upper()} MODE <====", f"PHASE-1 NEGOTIATION STARTED AS {upper}, {m.upper()} MODE",
               strength=strength, role=role, mode=m, **V1) for m in ("main", "aggressive")),
        said(kind, f"IKE phase-1 negotiation is started as {role}, main mode. Initiated SA: {EXAMPLE} cookie:{SPIS}.",
             f"{P1} started as {role},", pp.Regex(MODE), OF_SA, strength=strength, role=role, **V1),
    )


MESSAGES: tuple[Message, ...] = (
    *both("ike-initiate", "initiator", PROVES),
    *both("ike-respond", "responder", PROVES),
    *(said("ike-state", f"{verb} SA: {EXAMPLE} SPI:{SPIS} SN 12 <====", f"{verb} SA:", pp.Regex(ENDS + COOKIES), strength=CONTEXT)
      for verb in ("Initiated", "Established", "Failed", "Rekeyed")),
    # -- up
    said("ike-up", "IKEv2 IKE SA NEGOTIATION SUCCEEDED AS INITIATOR, non-rekey; gateway west <====", "IKEv2 IKE SA NEGOTIATION SUCCEEDED AS",
         pp.Regex(rf"{UPPER}, (?:non-)?rekey; gateway (?P<conn>[^\s<]+)"), strength=PROVES, **V2),
    said("ike-up", f"IKEv2 IKE SA negotiation is succeeded as initiator, non-rekey. Established SA: {EXAMPLE} SPI:84222f276c2fa2e9:0123456789abcdef.",
         f"{IKE} succeeded as", OF_SA, strength=PROVES, **V2),
    said("ike-up", "PHASE-1 NEGOTIATION SUCCEEDED AS INITIATOR, MAIN MODE <====", "PHASE-1 NEGOTIATION SUCCEEDED AS", strength=PROVES, **V1),
    said("ike-up", f"IKE phase-1 negotiation is succeeded as initiator, main mode. Established SA: {EXAMPLE} cookie:84222f276c2fa2e9:0123456789abcdef.",
         f"{P1} succeeded as", OF_SA, strength=PROVES, **V1),
    said("child-up", "IKEv2 CHILD SA NEGOTIATION SUCCEEDED AS INITIATOR, non-rekey; tunnel west <====", "IKEv2 CHILD SA NEGOTIATION SUCCEEDED AS",
         strength=PROVES, **V2),
    said("child-up", f"IKEv2 child SA negotiation is succeeded as initiator, non-rekey. Established SA: {EXAMPLE}", f"{KID} is succeeded as", OF_SA,
         strength=PROVES, **V2),
    said("child-up", "PHASE-2 NEGOTIATION SUCCEEDED AS INITIATOR, (QUICK MODE) <====", "PHASE-2 NEGOTIATION SUCCEEDED AS", strength=PROVES, **V1),
    said("child-up", f"IKE phase-2 negotiation is succeeded as initiator, quick mode. Established SA: {EXAMPLE}", f"{P2} is succeeded as", OF_SA,
         strength=PROVES, **V1),
    said("child-up", "IPSEC KEY INSTALLATION SUCCEEDED; tunnel west <====", "IPSEC KEY INSTALLATION SUCCEEDED", strength=PROVES),
    said("child-up", f"IPSec key installed. Installed SA: {EXAMPLE} SPI:0xC1C2C3C4/0xD1D2D3D4 lifetime 3600 Sec", "IPSec key installed.", OF_SA,
         strength=PROVES),
    # -- phase 1 refused
    said("no-config", "IKE phase-1 negotiation is failed. Couldn't find configuration for IKE phase-1 request for peer IP 198.51.100.7[500].",
         f"{P1} failed. Couldn", pp.Regex(rf"['’]t find configuration for IKE phase-1 request for {PEER}"), strength=PROVES, role="responder", **V1),
    said("ike-proposal-refused", "IKE phase-1 negotiation is failed. no suitable proposal found in peer's SA payload.", f"{P1} failed. no suitable proposal found",
         strength=PROVES, role="responder", **V1),
    said("id-mismatch", "IKE phase-1 negotiation is failed. When pre-shared key is used, peer-ID must be type IP address. Received type FQDN",
         f"{P1} failed. When pre-shared key is used, peer-ID must be type IP address.", pp.Regex(r"Received type (?P<received_id>\w+)"),
         strength=PROVES, expected_id="an IP address", role="responder", **V1),
    said("psk-suspected", "IKE phase-1 negotiation is failed likely due to pre-shared key mismatch", f"{P1} failed likely due to pre-shared key mismatch",
         **V1),
    *(said("gave-up", f"IKE phase-1 negotiation is failed as {role}, main mode. Failed SA: {EXAMPLE} cookie:{cookie}. Due to timeout.",
           f"{P1} failed as {role},", pp.Regex(rf"{MODE}\.? Failed SA: {ENDS}[, ]+cookie:(?P<spi_i>[0-9a-fA-F]{{16}}):(?P<spi_r>{zero})\.? [Dd]ue to timeout"),
           role=role, what="ike", message_id="0", seq=seq, **V1)
      for role in ("initiator",) for cookie, zero, seq in ((SPIS, "0{16}", "1"), ("84222f276c2fa2e9:0123456789abcdef", "[0-9a-fA-F]{16}", "3"))),
    said("half-open-timeout", f"IKE phase-1 negotiation is failed as responder, main mode. Failed SA: {EXAMPLE} cookie:{SPIS}. Due to timeout.",
         f"{P1} failed as responder,", pp.Regex(rf"{MODE}\.? {SA}\.? [Dd]ue to timeout"), role="responder", **V1),
    said("verdict-failed", f"IKE phase-1 negotiation is failed as initiator, main mode. Failed SA: {EXAMPLE} cookie:{SPIS}.", f"{P1} failed as",
         pp.Regex(rf"{ROLE}, {MODE}"), OF_SA, strength=CONTEXT, reason="phase 1 failed", **V1),
    said("gave-up", f"IKEv2 IKE SA negotiation is failed as initiator, non-rekey. Failed SA: {EXAMPLE} SPI:{SPIS}. Due to timeout.",
         f"{IKE} failed as initiator,", pp.Regex(rf"(?:non-)?rekey\.? {SA}[.:]? ?[^\n]{{0,40}}?[Tt]ime ?out"), role="initiator", what="ike", **V2),
    said("verdict-failed", f"IKEv2 IKE SA negotiation is failed as responder, non-rekey. Failed SA: {EXAMPLE} SPI:{SPIS}.", f"{IKE} failed as",
         pp.Regex(rf"{ROLE}, (?:non-)?rekey"), OF_SA, strength=CONTEXT, reason="IKE SA negotiation failed", **V2),
    said("verdict-failed", "IKEv2 IKE SA NEGOTIATION FAILED AS INITIATOR, non-rekey; gateway west <====", "IKEv2 IKE SA NEGOTIATION FAILED AS",
         pp.Regex(rf"{UPPER}, (?:non-)?rekey; gateway (?P<conn>[^\s<]+)"), strength=CONTEXT, reason="IKE SA negotiation failed", **V2),
    said("auth-refused", f"{EXAMPLE}:0x7fa610013da0 authentication failure", pp.Regex(rf"{ENDS.replace('-(', ' ?- ?(')}:0x[0-9a-f]+ authentication failure"),
         strength=PROVES, reason="not said", **V2),
    said("auth-refused", "authentication result: AUTHENTICATION_FAILED", "authentication result: AUTHENTICATION_FAILED", strength=PROVES,
         reason="not said", **V2),
    # -- phase 2 refused
    said("ts-refused", "IKE phase-2 negotiation failed when processing proxy ID. cannot find matching phase-2 tunnel for received proxy ID. received local id: "
         "10.1.0.0/16 type IPv4_subnet protocol 0 port 0, received remote id: 10.9.0.0/16 type IPv4_subnet protocol 0 port 0.",
         f"{P2} failed when processing", pp.Regex(r"[Pp]roxy ID\.?"), pp.Opt(IDS), strength=PROVES, role="responder", **QUICK),
    said("child-proposal-refused", "IKE phase-2 negotiation failed when processing SA payload. no suitable proposal found in peer's SA payload.",
         f"{P2} failed when processing SA payload", strength=PROVES, role="responder", **QUICK),
    said("ts-refused", "IKEv2 child SA negotiation failed when processing traffic selector. cannot find matching IPSec tunnel for received traffic selector.",
         f"{KID} failed when processing traffic selector", strength=PROVES, role="responder", **CHILD),
    said("child-proposal-refused", "IKEv2 child SA negotiation failed when processing SA payload. no suitable proposal found in peer's SA payload.",
         f"{KID} failed when processing SA payload", strength=PROVES, role="responder", **CHILD),
    said("pfs-missing", "IKEv2 child SA negotiation is failed message lacks KE payload", f"{KID} is failed", pp.Opt(":"), "message lacks KE payload",
         strength=PROVES, **CHILD),
    said("child-failed", f"IKEv2 child SA negotiation is failed as initiator, non-rekey. Failed SA: {EXAMPLE} message id:0x00000001. Error code 19",
         f"{KID} is failed as", OF_SA, strength=CONTEXT, **CHILD),
    said("child-failed", f"IKE phase-2 negotiation is failed as initiator, quick mode. Failed SA: {EXAMPLE} message id:0x0A0B0C0D. Due to negotiation timeout.",
         f"{P2} is failed as", OF_SA, strength=CONTEXT, **QUICK),
    # -- life
    said("dpd-timeout", "IKE phase-1 SA is down determined by DPD.", "IKE phase-1 SA is down determined by DPD", OF_SA, strength=PROVES, **V1),
    said("dpd-timeout", "IKEv2 IKE SA is down determined by DPD.", "IKEv2 IKE SA is down determined by DPD", OF_SA, strength=PROVES, **V2),
    said("child-closed", f"IPSec key lifetime expired. Expired SA: {EXAMPLE} SPI:0xC1C2C3C4/0xD1D2D3D4.", "IPSec key lifetime expired.", OF_SA,
         strength=CONTEXT),
    said("child-closed", f"IPSec key deleted. Deleted SA: {EXAMPLE} SPI:0xC1C2C3C4/0xD1D2D3D4.", "IPSec key deleted.", OF_SA, strength=CONTEXT),
    said("delete-received", "IKE protocol IPSec SA delete message received from peer. SPI:0xC1C2C3C4.", "IKE protocol IPSec SA delete message received from peer",
         what="child"),
    said("delete-received", "IKE protocol phase-1 SA delete message received from peer. cookie:84222f276c2fa2e9:0123456789abcdef.",
         "IKE protocol phase-1 SA delete message received from peer", what="ike"),
    *INHERITED,
)  # fmt: skip
