"""IKEv2 as it is debugged only: packets, states, what was looked for and found, lists of proposals, the kernel's part.

    packet = ("SENT" | "RECV") "PKT [" exchange "] [" address "]:" port "->[" address "]:" port "InitSPI=" spi "RespSPI=" spi "MID=" id
    state  = "SM Trace-> SA: I_SPI=" spi "R_SPI=" spi ("(I)" | "(R)") "MsgID =" id "CurState:" state "Event:" event
    list   = ("Received" | "Expected") "Policies:" (["ESP:"] "Proposal" n ":" algorithms ";")*     (the lines below the title, put together)
"""

from grammars.cisco_asa_log.values import V2, regex, spi
from grammars.common import CONTEXT, NOISE, PROVES, SUGGESTS, Message, message

_ADDRESS = r"\[(?P<{0}>[^\[\]\n]{{1,64}})\]:(?P<{0}_port>\d+)"
_IDS = r" InitSPI=0x(?P<spi_i>[0-9a-fA-F]{{16}}) RespSPI=0x(?P<spi_r>{0}) MID=(?P<message_id>[0-9a-fA-F]+)"
_NONE, _SOME = "0{16}", "(?!0{16})[0-9a-fA-F]{16}"


def packet(verb: str, name: str, answered: bool | None, **tags: str) -> Message:
    """A packet with both ends and SPIs; ``answered`` tells an answer from a request in the first exchange."""
    ends = ("local", "remote") if verb == "SENT" else ("remote", "local")
    number = _IDS.format({None: "[0-9a-fA-F]{16}", True: _SOME, False: _NONE}[answered])
    responder = "0000000000000000" if answered is False else "bbbb333344445555"
    return message(
        "message-sent" if verb == "SENT" else "message-received",
        f"{verb} PKT [{name or 'INFORMATIONAL'}] [192.0.2.13]:500->[203.0.113.13]:500 InitSPI=0xaaaa000011112222 RespSPI=0x{responder} MID=00000000", f"{verb} PKT [",
        regex((name or "(?P<exchange>[A-Z_]+)") + r"\] " + "->".join(_ADDRESS.format(e) for e in ends) + number), **(V2 | tags),
    )  # fmt: skip


def said(kind: str, text: str, strength: str = CONTEXT, **tags: str) -> Message:
    """A sentence without values."""
    return message(kind, text, text, strength=strength, **(V2 | tags))


_REFUSALS = (
    "NO_PROPOSAL_CHOSEN", "AUTHENTICATION_FAILED", "TS_UNACCEPTABLE", "INVALID_KE_PAYLOAD", "INVALID_SYNTAX", "INVALID_MAJOR_VERSION", "INVALID_SELECTORS",
    "INVALID_IKE_SPI", "SINGLE_PAIR_REQUIRED", "NO_ADDITIONAL_SAS", "INTERNAL_ADDRESS_FAILURE", "FAILED_CP_REQUIRED", "TEMPORARY_FAILURE", "CHILD_SA_NOT_FOUND",
    "UNSUPPORTED_CRITICAL_PAYLOAD",
)  # fmt: skip

MESSAGES: tuple[Message, ...] = (
    *(
        packet(verb, "IKE_SA_INIT", answered, exchange="IKE_SA_INIT", direction="response" if answered else "request")
        for verb in ("SENT", "RECV") for answered in (False, True)
    ),
    packet("SENT", "", None), packet("RECV", "", None),
    *(
        message("ike-state", f"SM Trace-> SA: I_SPI=58D0A3C100000008 R_SPI=0000000000000000 ({side}) MsgID = 00000000 CurState: I_WAIT_INIT Event: EV_RE_XMT",
                "SM Trace-> SA: I_SPI=", regex(rf"(?P<spi_i>[0-9A-Fa-f]{{16}}) R_SPI=(?P<spi_r>[0-9A-Fa-f]{{16}}) \({side}\)"), role=role, ike_version="2")
        for side, role in (("I", "initiator"), ("R", "responder"))
    ),
    message("noise", "SM Trace-> SA: I_SPI=58D0A3C100000008", "SM Trace->", strength=NOISE),
    *(
        message(f"packet-{kind}", f"{verb} Packet [{a} 203.0.113.8:500/{b} 192.0.2.8:500/VRF i0:f0]", f"{verb} Packet [{a}",
                regex(rf"(?P<remote>\S+?):(?P<remote_port>\d+)/{b} (?P<local>\S+?):(?P<local_port>\d+)/VRF"), ike_version="2")
        for kind, verb, a, b in (("received", "Received", "From", "To"), ("sent", "Sending", "To", "From"))
    ),
    *(
        message(f"packet-{kind}", f"{verb} [L 192.0.2.8:500/R 203.0.113.8:500/VRF i0:f0] m_id: 0x0", f"{verb} [L",
                regex(r"(?P<local>\S+?):(?P<local_port>\d+)/R (?P<remote>\S+?):(?P<remote_port>\d+)/VRF"), ike_version="2")
        for kind, verb in (("received", "Rx"), ("sent", "Tx"))
    ),
    said("retransmit", "Retransmitting packet", SUGGESTS),
    # -- which tunnel-group
    message("acquire", "Received PFKEY Acquire SA for SPI 0x0, error FALSE", "Received PFKEY Acquire SA"),
    message("peer-lookup", "attempting to find tunnel group for IP: 203.0.113.13", "attempting to find tunnel group for IP:", regex(r"(?P<remote>\S+)"),
            ike_version="2", role="initiator"),
    message("peer-lookup", "attempting to find tunnel group for ID: 203.0.113.13", "attempting to find tunnel group for ID:", regex(r"(?P<remote_id>\S+)"),
            ike_version="2", role="responder"),
    message("peer-lookup", "Searching policy based on peer's identity '203.0.113.9' of type 'IPv4 address'", "Searching policy based on peer's identity",
            regex(r"'(?P<remote_id>[^'\n]*)'"), ike_version="2"),
    message("config-error", "Can't find tunnel group for peer 203.0.113.15", "Can't find tunnel group for peer", regex(r"(?P<remote>\S+)"), strength=PROVES,
            reason="no tunnel-group for this peer", ike_version="2"),
    said("config-error", "unable to set self auth method. Probable misconfiguration.", PROVES, reason="no authentication method for this peer"),
    *(said("aborted", text, SUGGESTS) for text in ("Failed to set P1 auth to build policy", "Could not build ikev2 policy", "asa connect start L2L failed")),
    # -- proposals
    message("proposals-received", "Received Policies: Proposal 1:  AES-CBC-256 SHA256 SHA256 DH_GROUP_2048_MODP/Group 14", "Received Policies:",
            regex(r"(?P<proposals>(?:[A-Z]+: ?)?Proposal [^\n]+)"), strength=PROVES, **V2),
    message("proposals-configured", "Expected Policies: ESP: Proposal 0:  AES-CBC-128 SHA256 Don't use ESN", "Expected Policies:",
            regex(r"(?P<proposals>(?:[A-Z]+: ?)?Proposal [^\n]+)"), strength=PROVES, **V2),
    *(message("child-state", f"{what} Policies:", f"{what} Policies:", ike_version="2", state="empty list") for what in ("Received", "Expected")),
    said("aborted", "Failed to verify the proposed policies", SUGGESTS),
    # -- the crypto map
    message("ts-pair", "Crypto Map: No proxy match on map VPN_MAP seq 1", "Crypto Map: No proxy match on map", strength=PROVES, reason="networks", **V2),
    message("ts-pair", "Crypto map VPN_MAP seq 1  peer doesn't match map entry", "Crypto map", regex(r"\S+ seq \d+\s+peer doesn.?t match map entry"),
            strength=PROVES, reason="peer address", **V2),
    message("ts-missing", "Crypto map VPN_MAP seq 1 is incomplete due to missing ACL", "Crypto map", regex(r"\S+ seq \d+ (?P<reason>is incomplete due to [^\n]+)"),
            strength=PROVES, **V2),
    said("ts-lookup", "Selector received from peer is accepted", PROVES, state="networks found"),
    message("ts-lookup", "PROXY MATCH on crypto map VPN_MAP seq 1", "PROXY MATCH on crypto map", strength=PROVES, state="networks found", **V2),
    # -- authentication
    said("key-mismatch", "Computed authentication value for peer differs from what peer sent", PROVES),
    message("auth-unverified", "Verification of peer's authentication data FAILED", "Verification of peer's", regex(r"authenc?tication data FAILED"), strength=SUGGESTS, **V2),
    message("peer-auth-ok", "Verification of peer's authenctication data PASSED", "Verification of peer's", regex(r"authenc?tication data PASSED"), **V2),
    message("peer-lookup", "Peer's authentication method is 'PSK'", "Peer's authentication method is", regex(r"'?(?P<method>[^'\n]+)"), ike_version="2"),
    said("notify-sent", "Sending authentication failure notify", notify="AUTHENTICATION_FAILED"),
    said("notify-sent", "Sending no proposal chosen notify", notify="NO_PROPOSAL_CHOSEN"),
    *(message("notify-received", f"Parse Notify Payload: {name} NOTIFY({name})  Next payload: NONE", f"Parse Notify Payload: {name}", strength=SUGGESTS, notify=name, **V2)
      for name in _REFUSALS),
    message("noise", "Parse Notify Payload: NAT_DETECTION_SOURCE_IP", "Parse Notify Payload:", strength=NOISE),
    message("cert-id-mismatch", "Peer ID check failed", "Peer ID check", regex(r"failed|: failed to retr\w+ [^\n]+ from SAN"), strength=PROVES, **V2),
    # -- NAT
    said("nat-none", "NAT not found"), said("nat-none", "No NAT found"), said("nat-local", "NAT INSIDE found"), said("nat-remote", "NAT OUTSIDE found"),
    said("nat-local", "Host is located NAT inside"), said("nat-remote", "Host is located NAT outside"),
    # -- up and down
    said("ike-up", "Completed authentication for connection", PROVES),
    said("ike-up", "IKEV2 SA created; inserting SA into database."),
    message("ike-up", "CONNECTION STATUS: UP... peer: 203.0.113.13:500, phase1_id: 203.0.113.13", "CONNECTION STATUS: UP... peer:",
            regex(r"(?P<remote>\S+):(?P<remote_port>\d+), phase1_id: (?P<remote_id>[^\n]+)"), **V2),
    message("ike-up", "Session with IKE ID PAIR (203.0.113.11, 192.0.2.11) is UP", "Session with IKE ID PAIR (",
            regex(r"(?P<remote_id>[^\n]*), (?P<local_id>[^\n,]*)\) is UP"), **V2),
    message("ike-deleting", "CONNECTION STATUS: DOWN... peer: 203.0.113.13:500, phase1_id: 203.0.113.13", "CONNECTION STATUS: DOWN... peer:",
            regex(r"(?P<remote>\S+):(?P<remote_port>\d+)"), **V2),
    message("noise", "CONNECTION STATUS: REGISTERED... peer: 203.0.113.13:500, phase1_id: 203.0.113.13", "CONNECTION STATUS:", strength=NOISE),
    message("child-up", "Received PFKEY add SA for SPI 0x5F20C9A4, error FALSE", "Received PFKEY add SA for SPI", spi("spi_out"), strength=PROVES, **V2),
    message("child-up", "Received PFKEY update SA for SPI 0xA1D37702, error FALSE", "Received PFKEY update SA for SPI", spi("spi_in"), strength=PROVES, **V2),
    message("child-closed", "Received PFKEY delete SA for SPI 0xA1D37702, error FALSE", "Received PFKEY delete SA for SPI", spi("spi"), **V2),
    message("noise", "Received PFKEY Active SA for SPI 0xA1D37702, error FALSE", "Received PFKEY", strength=NOISE),
    said("ike-deleting", "Queuing IKE SA delete request reason:"), said("ike-deleting", "session manager killed ikev2 tunnel. Reason:"),
    said("delete-received", "Process delete request from peer", what="ike"),
    message("delete-sent", "Sending DELETE INFO message for IKEv2 SA [ISPI: 0xAAAA000011112222 RSPI: 0xBBBB333344445555]", "Sending DELETE INFO message for IKEv2 SA",
            what="ike", **V2),
    said("ike-deleted", "Deleting SA"),
    said("aborted", "Failed SA init exchange"),
)  # fmt: skip
