"""``debug crypto ikev2`` and its event trace.

    packet = ("Sending" | "Received") "Packet [" ends "]" SPIs "IKEv2" exchange "Exchange" direction "Payload contents:" payloads
    trace  = "SM Trace-> SA:" SPIs side "MsgID =" n "CurState:" state "Event:" event

The framing has put the lines of a packet together. Spelling faults are IOS's own.
"""

import pyparsing as pp

from grammars.cisco_ios_log.values import INITIATOR, RESPONDER, V2, WITH_PORT, address, either, said, text
from grammars.common import NOISE, PROVES, SUGGESTS, Message

_TO, _FROM = (rf"(?P<{end}>{WITH_PORT})(?::(?P<{end}_port>\d+))?" for end in ("remote", "local"))
SENT = text(rf"\[To {_TO}/From {_FROM}/VRF [^\]\n]*\]")
RECEIVED = text(rf"\[From {_TO}/To {_FROM}/VRF [^\]\n]*\]")
SPIS = r"Initiator SPI ?: ?(?P<spi_i>[0-9A-Fa-f]{16}) - Responder SPI ?: ?(?P<spi_r>[0-9A-Fa-f]{16}) Message id: ?(?P<message_id>\d+)"
PAYLOADS = r"(?:[ \t]*Payload contents:[ \t]*(?P<payloads>[^\n]*))?"
_CHILD_ERRORS = "NO_PROPOSAL_CHOSEN|TS_UNACCEPTABLE|SINGLE_PAIR_REQUIRED|NO_ADDITIONAL_SAS|INTERNAL_ADDRESS_FAILURE|FAILED_CP_REQUIRED|INVALID_SELECTORS"
_ERRORS = (
    rf"{_CHILD_ERRORS}|AUTHENTICATION_FAILED|INVALID_SYNTAX|INVALID_MAJOR_VERSION|INVALID_IKE_SPI|INVALID_MESSAGE_ID|INVALID_SPI"
    r"|UNSUPPORTED_CRITICAL_PAYLOAD|TEMPORARY_FAILURE|CHILD_SA_NOT_FOUND|UNACCEPTABLE_ADDRESSES"
)
CREATE = "CREATE_CHILD_SA"
_OURS = ("Sending Packet", SENT, "[To 203.0.113.1:500/From 198.51.100.20:500/VRF i0:f0]")
_THEIRS = ("Received Packet", RECEIVED, "[From 203.0.113.1:500/To 198.51.100.20:500/VRF i0:f0]")
_SPI_EXAMPLE = "Initiator SPI : 7A10C3D95E2B4F86 - Responder SPI : 0000000000000000 Message id: 0"
ID = r"'(?P<remote_id>[^'\n]*)'"


def packet(kind: str, whose: tuple[str, pp.ParserElement, str], exchange: str, direction: str, errors: str | None = None, *,
           strength: str = "context", **tags: str) -> Message:  # fmt: skip
    """A packet with its payloads; ``errors`` are notifies, one of which it has."""
    begin, ends, shown = whose
    payloads = rf"[ \t]*Payload contents:[^\n]*NOTIFY\((?P<notify>{errors})\)" if errors else PAYLOADS
    first = "SA KE N" if errors is None else f"NOTIFY({errors.partition('|')[0]})"
    example = f"{begin} {shown} {_SPI_EXAMPLE} IKEv2 {exchange} Exchange {direction} Payload contents: {first}"
    return said(
        kind, example, begin, ends, text(rf"{SPIS}[ \t]*IKEv2 {exchange} Exchange {direction}{payloads}"), strength=strength,
        exchange=exchange, direction=direction.lower(), **V2, **tags,
    )  # fmt: skip


def policies(kind: str, begin: str) -> Message:
    """One of the two lists of a refused proposal; newer releases put the refusal between."""
    return said(
        kind, f"{begin} Policies: : Failed to find a matching policyProposal 1: AES-CBC-256 SHA256", f"{begin} Policies:",
        text(r":?[ \t]*(?:Failed to find a matching policy)?[ \t]*(?P<proposals>\S[^\n]*)"), strength=PROVES,
    )  # fmt: skip


def trace(kind: str, states: str, event: str, exchange: str, strength: str = "context", **tags: str) -> Message:
    """A step of the state machine."""
    sample = states.partition("|")[0]
    return said(
        kind, f"SM Trace-> SA: I_SPI=7A10C3D95E2B4F86 R_SPI=C90E51B7A8D3240F (I) MsgID = 1 CurState: {sample} Event: {event}", "SM Trace-> SA:",
        text(rf"I_SPI=(?P<spi_i>[0-9A-Fa-f]+) R_SPI=(?P<spi_r>[0-9A-Fa-f]+) \([IR]\) MsgID = \S+ CurState: (?:{states}) Event: {event}(?!\w)"),
        strength=strength, exchange=exchange, **V2, **tags,
    )  # fmt: skip


_WAITS = (("I_WAIT_INIT", "IKE_SA_INIT"), ("I_WAIT_AUTH|I_WAIT_EAP_AUTH_VERIFY", "IKE_AUTH"), ("CHILD_I_WAIT", CREATE), ("INFO_I_WAIT", "INFORMATIONAL"))
_EXCHANGES = ("IKE_SA_INIT", "IKE_AUTH", CREATE, "INFORMATIONAL")
_MESSAGES = [(x, d) for x in _EXCHANGES for d in ("REQUEST", "RESPONSE") if (x, d) != ("IKE_SA_INIT", "REQUEST")]

MESSAGES: tuple[Message, ...] = (
    # -- packets
    packet("ke-retry", _THEIRS, "IKE_SA_INIT", "RESPONSE", "INVALID_KE_PAYLOAD", strength=SUGGESTS),
    packet("cookie-challenge", _THEIRS, "IKE_SA_INIT", "RESPONSE", "COOKIE"),
    packet("notify-received", _THEIRS, "IKE_SA_INIT", "RESPONSE", _ERRORS, strength=PROVES),
    packet("child-refused", _THEIRS, "IKE_AUTH", "RESPONSE", _CHILD_ERRORS, strength=PROVES),
    packet("child-refused", _THEIRS, CREATE, "RESPONSE", f"{_ERRORS}|INVALID_KE_PAYLOAD", strength=PROVES),
    packet("notify-received", _THEIRS, "IKE_AUTH", "RESPONSE", f"AUTHENTICATION_FAILED|{_ERRORS}", strength=PROVES),
    packet("notify-received", _THEIRS, "INFORMATIONAL", "RESPONSE", _ERRORS, strength=PROVES),
    packet("notify-received", _THEIRS, "INFORMATIONAL", "REQUEST", _ERRORS, strength=PROVES),
    *(packet("notify-sent", _OURS, x, "RESPONSE", f"{_ERRORS}|INVALID_KE_PAYLOAD", strength=SUGGESTS) for x in _EXCHANGES),
    packet("ike-initiate", _OURS, "IKE_SA_INIT", "REQUEST", **INITIATOR),
    packet("ike-respond", _THEIRS, "IKE_SA_INIT", "REQUEST", **RESPONDER),
    *(packet("message-sent", _OURS, x, d) for x, d in _MESSAGES),
    *(packet("message-received", _THEIRS, x, d) for x, d in _MESSAGES),
    said("packet-sent", f"{_OURS[0]} {_OURS[2]}", _OURS[0], SENT, **V2),
    said("packet-received", f"{_THEIRS[0]} {_THEIRS[2]}", _THEIRS[0], RECEIVED, **V2),
    *(
        said(kind, f"{way} [L 10.0.0.1:500/R 10.0.0.2:500/VRF i0:f0] m_id: 0x0", f"{way} [L",
             text(rf"{_FROM}/R {_TO}/VRF"), **V2)
        for way, kind in (("Tx", "packet-sent"), ("Rx", "packet-received"))
    ),
    said("child-initiate", "Building packet for encryption. Payload contents: NOTIFY(REKEY_SA) SA N KE TSi TSr", "Building packet for encryption",
         text(r"[^\n]*NOTIFY\((?P<notify>REKEY_SA)\)"), exchange=CREATE, **V2),
    said("notify-sent", "Building packet for encryption. Payload contents: NOTIFY(AUTHENTICATION_FAILED)", "Building packet for encryption",
         text(rf"[^\n]*NOTIFY\((?P<notify>{_ERRORS})\)"), strength=SUGGESTS, **V2),
    # -- the event trace
    *(
        said(kind, f"{way} IKEv2 {x} Exchange {d}", f"{way} IKEv2 {x} Exchange {d}", exchange=x, direction=d.lower(), **V2)
        for way, kind in (("Sending", "message-sent"), ("Received", "message-received"))
        for x in _EXCHANGES
        for d in ("REQUEST", "RESPONSE")
    ),
    # -- the state machine
    *(trace("gave-up", states, "EV_RE_XMT_EXCEED", x, SUGGESTS) for states, x in _WAITS),
    *(trace("retransmit", states, "EV_RE_XMT", x, SUGGESTS) for states, x in _WAITS),
    said("noise", "SM Trace-> SA: I_SPI=7A10C3D95E2B4F86 R_SPI=C90E51B7A8D3240F (I) MsgID = 1 CurState: AUTH_DONE Event: EV_FAIL", "SM Trace->", strength=NOISE),
    # -- silence
    said("retransmit", "Retransmitting packet", "Retransmitting packet", strength=SUGGESTS, **V2),
    said("gave-up", "Maximum number of retransmissions reached", either("Maximum number of retransmissions reached", "Exceeded max retransmits"), strength=SUGGESTS, **V2),
    said("half-open-timeout", "Failed to receive the AUTH msg before the timer expired", "Failed to receive the AUTH msg before the timer expired", strength=SUGGESTS,
         **V2, **RESPONDER),
    said("dpd-timeout", "DPD max retransmission reached", "DPD max retransmission", strength=PROVES, **V2),
    said("dpd-sent", "Sending DPD/liveness query", either("Sending DPD", "Sending liveness"), **V2),
    # -- proposals
    policies("proposals-received", "Received"),
    policies("proposals-configured", "Expected"),
    said("proposal-refused", "Failed to find a matching policy", "Failed to find a matching policy", strength=PROVES),
    said("notify-received", "Received no proposal chosen notify", "Received no proposal chosen notify", strength=PROVES, notify="NO_PROPOSAL_CHOSEN", **V2),
    said("notify-sent", "Sending no proposal chosen notify", "Sending no proposal chosen notify", strength=SUGGESTS, notify="NO_PROPOSAL_CHOSEN", **V2),
    said("ke-retry", "The peer's KE payload contained the wrong DH group", "The peer's KE payload contained the wrong DH group", strength=SUGGESTS, **V2),
    said("ke-retry", "Sending invalid ke notification, peer sent group 2, local policy prefers group 14", "Sending invalid ke notification",
         text(r"(?:, peer sent group (?P<group>\d+), local policy prefers group (?P<requested>\d+))?"), strength=SUGGESTS, **V2),
    said("message-received", "Completed SA init exchange", "Completed SA init exchange", exchange="IKE_SA_INIT", **V2),
    *(said("verdict-failed", words, words, strength=SUGGESTS, reason=words, exchange="IKE_SA_INIT") for words in ("Failed SA init exchange", "Initial exchange failed")),
    # -- keys, identities, certificates
    said("key-missing", "Failed to retrieve preshared key", either("Failed to retrieve preshared key", "% key not found", "There is no pre-shared key"), strength=PROVES, **V2),
    said("peer-lookup", "Searching policy based on peer's identity '203.0.113.1' of type 'IPv4 address'", "Searching policy based on peer's identity", text(ID), **V2),
    said("peer-not-found", "% IKEv2 profile not found", either("% IKEv2 profile not found", "%IKEv2 profile not found", "%Profile could not be found by peer certificate"),
         strength=SUGGESTS),
    said("peer-not-found", "Failed to locate an item in the database", "Failed to locate an item in the database", strength=SUGGESTS),
    said("own-auth", "My authentication method is 'PSK'", "My authentication method is", text(r"'(?P<method>[^'\n]*)'"), **V2),
    said("peer-lookup", "Peer's authentication method is 'PSK'", "Peer's authentication method is", text(r"'(?P<method>[^'\n]*)'"), **V2),
    said("peer-auth-ok", "Verification of peer's authenctication data PASSED", "Verification of peer's", text(r"\w+ data PASSED"), **V2),
    said("auth-unverified", "Verification of peer's authentication data FAILED", "Verification of peer's", text(r"\w+ data FAILED"), strength=PROVES, **V2),
    said("key-mismatch", "Computed authentication value for peer differs from what peer sent", "Computed authentication value for peer differs from what peer sent",
         strength=PROVES, **V2),
    said("auth-method-mismatch", "Peer authentication method configured is mismatching with the method proposed by peer",
         "Peer authentication method configured is mismatching", strength=PROVES, **V2),
    said("notify-sent", "Sending authentication failure notify", "Sending authentication failure notify", strength=SUGGESTS, notify="AUTHENTICATION_FAILED", **V2),
    *(
        said("verdict-failed", words, words, strength=SUGGESTS, reason=words, exchange="IKE_AUTH")
        for words in ("Failed to authenticate the IKE SA", "Auth exchange failed", "Verify auth failed")
    ),
    said("cert-no-issuer", "No trust point for cert issuer, looking up cert chain", "No trust point for cert issuer", strength=SUGGESTS),
    said("cert-no-issuer", "(B21F4) No suitable trustpoints found", text(r"(?:\(\w+\)[ \t]*)?No suitable trustpoints found"), strength=PROVES),
    said("cert-no-issuer", "Unable to locate cert record by issuername", "Unable to locate cert record by issuername", strength=SUGGESTS),
    said("cert-rejected", "Verify cert failed", "Verify cert failed", strength=PROVES, reason="Verify cert failed"),
    said("cert-rejected", "Unsupported cert encoding found or Peer requested HTTP URL but never sent HTTP_LOOKUP_SUPPORTED Notification", "Unsupported cert encoding found",
         strength=PROVES, reason="unsupported encoding of the certificate"),
    # -- up and down
    said("ike-up", "IKEV2 SA created; inserting SA into database. SA lifetime timer (86400 sec) started", "IKEV2 SA created", strength=PROVES, **V2),
    said("ike-up", "Session with IKE ID PAIR (203.0.113.1, 198.51.100.20) is UP", "Session with IKE ID PAIR",
         text(r"[ \t]*\((?P<remote_id>[^,()\n]+),[ \t]*(?P<local_id>[^()\n]+)\) is UP"), strength=PROVES, **V2),
    said("child-up", "[IPsec -> IKEv2] Creation of IPsec SA into IPsec database PASSED", "[IPsec -> IKEv2] Creation of IPsec SA into IPsec database PASSED", strength=PROVES, **V2),
    said("ts-refused", "There was no IPSEC policy found for received TS", "There was no IPSEC policy found for received TS", strength=PROVES, **V2),
    said("notify-sent", "Sending TS unacceptable notify", "Sending TS unacceptable notify", strength=SUGGESTS, notify="TS_UNACCEPTABLE", **V2),
    said("message-sent", "Generating CREATE_CHILD_SA exchange", "Generating CREATE_CHILD_SA exchange", exchange=CREATE, direction="request", **V2),
    said("child-failed", "Create child exchange failed", "Create child exchange failed", strength=PROVES, exchange=CREATE, **V2),
    said("child-duplicate", "Duplicate IKEv2 SA found", "Duplicate IKEv2 SA found", strength=PROVES, **V2),
    said("delete-sent", "Sending DELETE INFO message for IPsec SA [SPI: 0x5D0B9E41]", "Sending DELETE INFO message for IPsec SA", text(r"(?:\[SPI: (?P<spi>0x[0-9A-Fa-f]+)\])?"),
         what="child", **V2),
    said("delete-sent", "Sending DELETE INFO message for IKEv2 SA [ISPI: 0x7A10C3D95E2B4F86 RSPI: 0xC90E51B7A8D3240F]", "Sending DELETE INFO message for IKEv2 SA", what="ike", **V2),
    said("delete-received", "Processing DELETE INFO message for IPsec SA [SPI: 0x5D0B9E41]", "Processing DELETE INFO message for IPsec SA",
         text(r"(?:\[SPI: (?P<spi>0x[0-9A-Fa-f]+)\])?"), what="child", **V2),
    said("delete-received", "Processing DELETE INFO message for IKEv2 SA [ISPI: 0x7A10C3D95E2B4F86 RSPI: 0xC90E51B7A8D3240F]", "Processing DELETE INFO message for IKEv2 SA",
         what="ike", **V2),
    said("delete-received", "Process delete request from peer", "Process delete request from peer", **V2),
    said("ike-deleted", "Deleting SA", "Deleting SA", **V2),
    said("ike-deleting", "Queuing IKE SA delete request reason: unknown", "Queuing IKE SA delete request", **V2),
    said("out-of-step", "Detected an invalid IKE SPI", either("Detected an invalid IKE SPI", "Couldn't find matching SA"), strength=SUGGESTS, **V2),
    said("out-of-step", "SA is already in negotiation, hence not negotiating again", "SA is already in negotiation", strength=SUGGESTS, **V2),
    said("config-warning", "Address type 622425149 not supported", "Address type", text(r"(?P<reason>\d+ not supported)"), strength=SUGGESTS),
    said("limit-reached", "Maximum number of negotiating SAs reached", either("Maximum number of negotiating SAs reached", "% Max in nego"), strength=PROVES,
         reason="the limit of negotiations is reached", **V2),
    said("version-refused", "Unsupported IKE version", either("Unknown", "Unsupported"), text(r"(?:[\w/]+ )?(?:IKE )?(?:major )?version"), strength=SUGGESTS),
    said("out-of-step", "Received a IKE msg id outside supported window", "Received a IKE msg id outside supported window", strength=SUGGESTS, **V2),
    said("cookie-challenge", "% DoS cookie challenge", "% DoS cookie challenge", strength=SUGGESTS, **V2),
    said("nonstandard-peer", "Invalid/Unexpected message", either("Invalid/Unexpected message", "Invalid message", "Unexpected message"), strength=SUGGESTS, **V2),
    said("nonstandard-peer", "Unsupported critical payload", "Unsupported critical payload", strength=SUGGESTS, **V2),
    said("address-assigned", "Assigned address 10.0.0.9", "Assigned address", address("remote_ts"), **V2),
    # -- NAT
    said("nat-none", "NAT not found", "NAT not found", **V2),
    said("nat-local", "NAT INSIDE found", either("NAT INSIDE found", "Host is located NAT inside"), **V2),
    said("nat-remote", "NAT OUTSIDE found", either("NAT OUTSIDE found", "Host is located NAT outside"), **V2),
    said("nat-changed", "NAT detected float to init port 4500, resp port 4500", "NAT detected float to", **V2),
)  # fmt: skip
