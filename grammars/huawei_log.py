"""Messages of Huawei's routers and firewalls (VRP, USG) and of Huawei Cloud VPN: the alarms, and the rows of the error and offline stores.

    alarm = "IPSec tunnel negotiation fails." "(" pair {"," pair} ")"      (the cloud puts values into brackets, and the peer first)
    pair  = name "=" ["["] value ["]"]
    row   = peer port reason version date                                  (display ike error-info, display ike offline-info)

What a reason says is in one table for alarms and rows.
"""

import pyparsing as pp

from grammars.common import CONTEXT, PROVES, SUGGESTS, Message, message

Told = tuple[str, str, str, dict[str, str]]  # the reason, the kind, the strength, tags

CHILD = {"what": "child"}
FAILED: tuple[Told, ...] = (
    ("phase1 proposal mismatch", "ike-proposal-refused", PROVES, {}),
    ("phase1 proposal encryption algorithm mismatch", "attribute-refused", PROVES, {"attribute": "encryption", "what": "ike"}),
    ("phase1 proposal authentication algorithm mismatch", "attribute-refused", PROVES, {"attribute": "integrity", "what": "ike"}),
    ("phase1 proposal integrity algorithm mismatch", "attribute-refused", PROVES, {"attribute": "integrity", "what": "ike"}),
    ("phase1 proposal authentication method mismatch", "auth-method-mismatch", PROVES, {}),
    ("phase1 proposal dh mismatch", "transform-mismatch", PROVES, {"attribute": "DIFFIE_HELLMAN_GROUP"}),
    ("phase2 proposal or pfs mismatch", "child-proposal-refused", PROVES, CHILD),
    ("encapsulation mode mismatch", "encapsulation-mismatch", PROVES, CHILD),
    ("flow or peer mismatch", "ts-refused", SUGGESTS, CHILD | {"reason": "flow or peer"}),
    ("flow mismatch", "ts-refused", PROVES, CHILD),
    ("flow conflict", "ts-refused", PROVES, CHILD),
    ("netmask mismatch", "ts-refused", PROVES, CHILD),
    ("version mismatch", "version-refused", PROVES, {}),
    ("unsupported version", "version-refused", PROVES, {}),
    ("responder dh mismatch", "transform-mismatch", PROVES, {"attribute": "DIFFIE_HELLMAN_GROUP"}),
    ("initiator dh mismatch", "transform-mismatch", PROVES, {"attribute": "DIFFIE_HELLMAN_GROUP"}),
    ("peer address mismatch", "no-config", PROVES, {}),
    ("local address mismatch", "no-config", PROVES, {}),
    ("config ID mismatch", "id-mismatch", PROVES, {}),
    ("construct local ID fail", "verdict-failed", SUGGESTS, {"reason": "the local ID cannot be made"}),
    ("authentication fail", "auth-refused", SUGGESTS, {"reason": "not said"}),
    ("exchange mode mismatch", "not-allowed", PROVES, {}),
    ("unknown exchange type", "no-config", SUGGESTS, {"reason": "exchange not allowed"}),
    ("nat detection fail", "natt-failed", PROVES, {"reason": "NAT detection failed"}),
    ("invalid cookie", "out-of-step", CONTEXT, {}),
    ("cookie mismatch", "out-of-step", CONTEXT, {}),
    ("rekey no find old sa", "rekey-failed", PROVES, {}),
    ("rekey fail", "rekey-failed", PROVES, {}),
    ("invalid length", "verdict-failed", SUGGESTS, {"reason": "invalid length"}),
    ("malformed payload", "verdict-failed", SUGGESTS, {"reason": "malformed payload"}),
    ("malformed message", "verdict-failed", SUGGESTS, {"reason": "malformed message"}),
    ("fragment packet limit", "fragment-failed", PROVES, {"reason": "fragment packet limit"}),
    ("fragment packet reassemble timeout", "fragment-failed", PROVES, {"reason": "reassembly timed out"}),
    ("max transmit reached", "gave-up", PROVES, {}),
    ("form cert payload fail", "cert-rejected", PROVES, {"reason": "the certificate payload cannot be made"}),
    ("no valid local cert", "cert-rejected", PROVES, {"reason": "no valid local certificate"}),
    ("peer cert is expired", "cert-expired", PROVES, {}),
    ("peer cert is revoked by CRL", "cert-revoked", PROVES, {}),
    ("first packet limited", "limit-reached", PROVES, {"reason": "first packet limited"}),
    ("route limit", "limit-reached", PROVES, {"reason": "route limit"}),
)  # fmt: skip
ENDED: tuple[Told, ...] = (
    ("dpd timeout", "dpd-timeout", PROVES, {}),
    ("heartbeat timeout", "dpd-timeout", PROVES, {}),
    ("peer request", "delete-received", PROVES, {"what": "ike"}),
    ("phase1 hard expiry", "ike-expired", PROVES, {}),
    ("phase2 hard expiry", "child-expired", PROVES, {}),
    ("hard expiry triggered by port mismatch", "nat-changed", CONTEXT, {}),
    ("receive invalid spi notify", "notify-received", PROVES, {"notify": "INVALID_SPI"}),
    ("exchange timeout", "gave-up", PROVES, {}),
    ("re-auth timeout", "reauth-failed", PROVES, {}),
    ("config modify or manual offline", "ike-deleted", CONTEXT, {}),
    ("manual offline", "ike-deleted", CONTEXT, {}),
    ("reset sa by ike user", "ike-deleted", CONTEXT, {}),
    ("kick old sa with same flow", "child-closed", CONTEXT, CHILD),
    ("phase1 sa replace", "ike-deleted", CONTEXT, {}),
    ("phase2 sa replace", "child-closed", CONTEXT, CHILD),
    ("spi conflict", "child-closed", CONTEXT, CHILD),
    ("flow overlap", "child-closed", CONTEXT, CHILD),
    ("peer address switch", "ike-deleted", CONTEXT, {}),
    ("aaa cut user", "ike-deleted", CONTEXT, {}),
)  # fmt: skip


def pair(name: str, value: str) -> str:
    """A pair of an alarm with what stands before it."""
    return rf"(?:(?!{name}=)\w++=[^,()\n]*+,[ \t]?)*+{name}=\[?{value}\]?(?=[,)]),?[ \t]?"


PEER = pair("PeerAddress", r"(?P<remote>[^\s,()\[\]]+)")
NEGOTIATION, DELETED = "IPSec tunnel negotiation fails.", "The IPSec tunnel is deleted."
ROW = pp.Regex(r"(?P<remote>[0-9A-Fa-f.:]{3,45})[ \t]+\d{1,5}[ \t]")
STAMP = pp.Regex(r"[ \t]*(?:v(?P<ike_version>[12])[ \t]+)?\d{4}[-/]\d\d[-/]\d\d\b")


def alarm(reason: str, kind: str, strength: str, tags: dict[str, str]) -> Message:
    """The alarm of a failed negotiation with this reason."""
    why = pair("Reason", reason)
    body = pp.MatchFirst([pp.Regex(rf"[ \t]*+\({why}{PEER}"), pp.Regex(rf"[ \t]*+\({PEER}{why}"), pp.Regex(rf"[ \t]*+\({why}")])
    text = f"{NEGOTIATION} (Ifindex=7, SeqNum=1, Reason={reason}, ReasonCode=1, PeerAddress=198.51.100.7, PeerPort=500, VsysName=root)"
    return message(kind, text, NEGOTIATION, body, strength=strength, **tags)


def deleted(reason: str, kind: str, strength: str, tags: dict[str, str]) -> Message:
    """The alarm of a tunnel that went down for this reason."""
    body = pp.Regex(r"[ \t]*+\(" + pair("DstIP", r"(?P<remote>[^\s,()\[\]]+)") + pair("OfflineReason", reason))
    text = f"{DELETED} (Ifindex=7, SeqNum=1, TunnelIndex=3, DstIP=198.51.100.7, SrcIP=192.0.2.1, OfflineReason={reason}, SlotID=0)"
    return message(kind, text, DELETED, body, strength=strength, **tags)


def row(reason: str, kind: str, strength: str, tags: dict[str, str]) -> Message:
    """A row of the store of errors, or of the store of ends."""
    return message(kind, f"198.51.100.7 500 {reason} v1 2026-11-23 08:00:00", ROW, reason, STAMP, strength=strength, **tags)


MESSAGES: tuple[Message, ...] = (
    *(alarm(*told) for told in FAILED),
    message("verdict-failed", f"{NEGOTIATION} (Ifindex=7, SeqNum=1, Reason=something else, ReasonCode=99, PeerAddress=198.51.100.7)", NEGOTIATION,
            pp.Opt(pp.MatchFirst([pp.Regex(rf"[ \t]*+\({PEER}{pair('Reason', '(?P<reason>[^,()]+?)')}"),
                                  pp.Regex(rf"[ \t]*+\({pair('Reason', '(?P<reason>[^,()]+?)')}{PEER}")])), strength=SUGGESTS),
    message("child-up", "The IPSec tunnel is established. (Ifindex=7, SeqNum=1, TunnelIndex=3, RuleNum=5, DstIP=198.51.100.7, InsideIP=0.0.0.0, "
            "RemotePort=500, CpuID=0, SrcIP=192.0.2.1, FlowInfo=any, LifeSize=1843200, LifeTime=3600, VsysName=root, SlotID=0, Role=Initiator)",
            "The IPSec tunnel is established.",
            pp.Opt(pp.Regex(r"[ \t]*+\(" + pair("DstIP", r"(?P<remote>[^\s,()\[\]]+)") + pair("SrcIP", r"(?P<local>[^\s,()\[\]]+)"))), strength=PROVES),
    *(deleted(*told) for told in ENDED),
    message("ike-deleted", f"{DELETED} (Ifindex=7, SeqNum=1, TunnelIndex=3, DstIP=198.51.100.7, SrcIP=192.0.2.1, SlotID=0)", DELETED,
            pp.Opt(pp.Regex(r"[ \t]*+\(" + pair("DstIP", r"(?P<remote>[^\s,()\[\]]+)"))), strength=CONTEXT),
    *(row(*told) for told in (*FAILED, *ENDED)),
)  # fmt: skip
