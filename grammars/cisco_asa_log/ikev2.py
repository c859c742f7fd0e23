"""IKEv2 as it is logged (750xxx, 751xxx) and, in the same sentences, debugged (``IKEv2-PROTO-n: (SA): sentence``).

    logged = "Local:" address ":" port "Remote:" address ":" port "Username:" group ["IKEv2"] ["Negotiation aborted due to ERROR:"] sentence

"Username:" is Unknown until the peer's tunnel-group is found, which takes an IKE_AUTH: it tells in which exchange a sentence was said.
"""

from grammars.cisco_asa_log.values import RANGES, REASON, of, regex, spi, two
from grammars.common import NOISE, PROVES, SUGGESTS, Message, message

ENDED = "SA DOWN. Reason:"
_NO_MATCH = "Failed to find a matching policy"
AUTH = {"exchange": "IKE_AUTH"}
CHILD = {"exchange": "CREATE_CHILD_SA"}
_SELECTOR = r"[^\s!]+"

MESSAGES: tuple[Message, ...] = (
    # -- begin and end
    two("ike-initiate", "Local:192.0.2.10:500 Remote:198.51.100.20:500 Username:Unknown IKEv2 Received request to establish an IPsec tunnel; local traffic "
        "selector = Address Range: 10.10.0.5-10.10.0.5 Protocol: 0 Port Range: 0-65535; remote traffic selector = Address Range: 10.20.0.9-10.20.0.9 "
        "Protocol: 0 Port Range: 0-65535", "Received request to establish an IPsec tunnel;", RANGES, role="initiator"),
    two("rekey-scheduled", "Received request to rekey an IPsec tunnel; local traffic selector = Address Range: 10.10.0.0-10.10.0.255 Protocol: 0 Port Range: "
        "0-65535; remote traffic selector = Address Range: 10.35.0.0-10.35.0.255 Protocol: 0 Port Range: 0-65535",
        "Received request to rekey an IPsec tunnel;", RANGES),
    two("delete-sent", "Received request to delete an IPsec tunnel; local traffic selector = Address Range: 10.10.0.0-10.10.0.255 Protocol: 0 Port Range: "
        "0-65535; remote traffic selector = Address Range: 10.35.0.0-10.35.0.255 Protocol: 0 Port Range: 0-65535",
        "Received request to delete an IPsec tunnel;", RANGES, what="child"),
    two("ike-respond", "Local:192.0.2.10:500 Remote:203.0.113.34:500 Username:Unknown IKEv2 Received a IKE_INIT_SA request", "Received a IKE_INIT_SA request",
        strength=PROVES, role="responder"),
    two("cookie-challenge", "Sending COOKIE challenge to throttle possible DoS", "Sending COOKIE challenge to throttle possible DoS"),
    two("ike-up", "Local:192.0.2.10:500 Remote:198.51.100.20:500 Username:198.51.100.20 IKEv2 SA UP. Reason: New Connection Established", "SA UP. Reason:",
        strength=PROVES),
    two("gave-up", f"Local:192.0.2.10:500 Remote:203.0.113.30:500 Username:203.0.113.30 IKEv2 {ENDED} peer lost", ENDED, "peer lost", strength=SUGGESTS,
        state="ESTABLISHED"),
    two("delete-received", f"Local:192.0.2.10:500 Remote:203.0.113.30:500 Username:203.0.113.30 IKEv2 {ENDED} peer request", ENDED, "peer request", what="ike"),
    two("idle", f"{ENDED} idle timeout", ENDED, "idle timeout"),
    two("ike-deleted", f"{ENDED} local failure", ENDED, REASON),
    two("rekey-collision", "IPsec rekey collision detected. I am lowest nonce initiator, deleting SA with inbound SPI 0x61000002",
        "IPsec rekey collision detected.", strength=PROVES),
    two("initial-contact", "Session aborted. Reason: Initial Contact received for Local ID: 192.0.2.10, Remote ID: 203.0.113.9 from remote peer:203.0.113.9:500 "
        "to 192.0.2.10:500", "Session aborted. Reason: Initial Contact received for Local ID:",
        regex(r"(?P<local_id>[^\n,]*), Remote ID: ?(?P<remote_id>[^\n]*?) from remote peer"), strength=PROVES),
    two("invalid-spi", "deleting IPSec SA. Reason: invalid SPI notification received for SPI 0x1A2B3C4D; local traffic selector = Address Range: 10.1.0.0-10.1.0.9",
        regex(r"deleting IP[Ss][Ee][Cc] SA\. Reason: invalid SPI notification received for SPI"), spi("spi"), strength=PROVES),
    two("dpd-sent", "Need to send a DPD message to peer", "Need to send a DPD message to peer"),
    message("nat-changed", "IKEv2 SA (iSPI 1A2B3C4D5E6F7081 rRSP 8A2F0C5D1E3B4A69) Peer Moved: Previous 192.0.2.1:4500/203.0.113.5:4500. Updated "
            "192.0.2.1:4500/203.0.113.6:4500", "IKEv2 SA (iSPI", regex(r"(?P<spi_i>[0-9A-Fa-fx]+) r\w*SP\w* (?P<spi_r>[0-9A-Fa-fx]+)\) Peer Moved:")),
    # -- proposals
    of("ike-proposal-refused", f"Local:192.0.2.10:500 Remote:203.0.113.31:500 Username:Unknown IKEv2 Negotiation aborted due to ERROR: {_NO_MATCH}", "unknown",
       _NO_MATCH, strength=PROVES, exchange="IKE_SA_INIT", role="responder"),
    of("child-proposal-refused", f"Local:192.0.2.10:500 Remote:203.0.113.31:500 Username:203.0.113.31 IKEv2 Negotiation aborted due to ERROR: {_NO_MATCH}",
       "known", _NO_MATCH, strength=SUGGESTS, role="responder"),
    two("proposal-refused", _NO_MATCH, _NO_MATCH, strength=SUGGESTS),
    two("notify-received", "Received no proposal chosen notify", "Received no proposal chosen notify", strength=PROVES, notify="NO_PROPOSAL_CHOSEN",
        exchange="IKE_SA_INIT", role="initiator"),
    two("ke-retry", "The peer's KE payload contained the wrong DH group", "The peer's KE payload contained the wrong DH group", strength=SUGGESTS),
    message("child-proposal-refused", "Tunnel Rejected: Selected IKEv2 encryption algorithm (AES-128) is not strong enough to secure proposed IPSEC encryption "
            "algorithm (AES-256).", "Tunnel Rejected: Selected IKEv2 encryption algorithm (",
            regex(r"(?P<mine>[^\n)]+)\) is not strong enough to secure proposed IP[Ss][Ee][Cc] encryption algorithm \((?P<theirs>[^\n)]+)\)"),
            strength=PROVES, reason="the IKE cipher is weaker than the ESP cipher", ike_version="2"),
    # -- authentication
    two("auth-refused", "Failed to authenticate the IKE SA", "Failed to authenticate the IKE SA", strength=PROVES, reason="AUTH payload"),
    two("auth-method-mismatch", "Peer authentication method configured is mismatching with the method proposed by peer",
        "Peer authentication method configured is mismatching with the method proposed by peer", strength=PROVES),
    two("half-open-timeout", "Failed to receive the AUTH msg before the timer expired", "Failed to receive the AUTH msg before the timer expired",
        strength=PROVES, role="responder", state="R_WAIT_AUTH"),
    two("auth-refused", "Auth exchange failed", "Auth exchange failed", reason="IKE_AUTH"),
    two("key-missing", "No preshared key or trustpoint configured for self in tunnel group 203.0.113.5",
        "No preshared key or trustpoint configured for self in tunnel group", regex(r"(?P<remote_id>[^\n]+)"), strength=PROVES),
    two("key-missing", "No remote authentication method configured for peer in tunnel group 203.0.113.5",
        "No remote authentication method configured for peer in tunnel group", regex(r"(?P<remote_id>[^\n]+)"), strength=SUGGESTS),
    two("cert-rejected", "Certificate authentication failed. Error: Certificate has expired", "Certificate authentication failed.", regex(r"Error: ?"), REASON,
        strength=PROVES),
    two("cert-rejected", "Unsupported cert encoding found or Peer requested HTTP URL but never sent HTTP_LOOKUP_SUPPORTED Notification",
        "Unsupported cert encoding found or Peer requested HTTP URL", reason="unsupported certificate encoding", strength=PROVES),
    two("version-refused", "Group=203.0.113.33, Tunnel rejected: IKEv2 not enabled in group policy", regex(r"(?:Group ?= ?[^\n,]{1,128}, ?)?"),
        "Tunnel rejected: IKEv2 not enabled in group policy", strength=PROVES),
    two("peer-not-found", "Unable to find tunnel group for peer.", "Unable to find tunnel group for peer", strength=PROVES, role="responder"),
    two("no-config", "Unable to determine self-authentication method. No crypto map setting or tunnel group found.",
        "Unable to determine self-authentication method.", strength=SUGGESTS),
    two("peer-not-found", "Failed to locate an item in the database", "Failed to locate an item in the database", strength=SUGGESTS,
        reason="a look-up found nothing"),
    # -- silence
    of("gave-up", "Local:192.0.2.10:500 Remote:198.51.100.55:500 Username:Unknown IKEv2 Negotiation aborted due to ERROR: Maximum number of retransmissions "
       "reached", "unknown", "Maximum number of retransmissions reached", strength=SUGGESTS, state="UNKNOWN"),
    of("gave-up", "Local:192.0.2.10:500 Remote:198.51.100.55:500 Username:198.51.100.55 IKEv2 Negotiation aborted due to ERROR: Maximum number of "
       "retransmissions reached", "known", "Maximum number of retransmissions reached", strength=SUGGESTS, state="UNKNOWN"),
    two("gave-up", "Maximum number of retransmissions reached", "Maximum number of retransmissions reached", strength=SUGGESTS),
    two("aborted", "Initial exchange failed", "Initial exchange failed"),
    two("child-failed", "Create child exchange failed", "Create child exchange failed", strength=SUGGESTS, **CHILD),
    # -- networks
    two("ts-refused", "There was no IPSEC policy found for received TS", regex(r"There was no IP[Ss][Ee][Cc] policy found for received TS"), strength=PROVES,
        role="responder"),
    two("child-refused", "Received TS_UNACCEPTABLE notify", "Received TS_UNACCEPTABLE notify", strength=PROVES, notify="TS_UNACCEPTABLE"),
    two("ts-refused", "Local: 192.0.2.10:500 Remote: 203.0.113.30:500 Username:203.0.113.30 IKEv2 Tunnel rejected: Crypto Map Policy not found for remote traffic "
        "selector 10.30.8.0/10.30.8.255/0/65535/0 local traffic selector 10.10.0.0/10.10.255.255/0/65535/0!",
        "Tunnel rejected: Crypto Map Policy not found for remote traffic selector",
        regex(rf"(?P<remote_ts>{_SELECTOR}) local traffic selector (?P<local_ts>{_SELECTOR})"), strength=PROVES, role="responder"),
    two("ts-missing", "L2L peer initiated a tunnel with the same outer and inner addresses. Peer could be Originate only - Possible misconfiguration!",
        "L2L peer initiated a tunnel with the same outer and inner addresses", reason="same outer and inner addresses", strength=SUGGESTS),
    two("notify-received", "Received INVALID_SELECTORS Notification from peer. Peer received a packet (SPI=0x1A2B3C4D). The decapsulated inner packet didn't match "
        "the negotiated policy in the SA. Packet destination 10.9.0.1, port 0, source 10.1.0.1, port 0, protocol 1.",
        "Received INVALID_SELECTORS Notification from peer", strength=PROVES, notify="INVALID_SELECTORS"),
    # -- this gateway
    two("limit-reached", "SA rejected due to system resource low", "SA rejected due to system resource low", reason="system resource low", strength=PROVES),
    two("limit-reached", "SA request rejected due to CAC limit reached: Rejection reason: IN-NEGOTIATION SA LIMIT REACHED",
        "SA request rejected", regex(r"(?:due to CAC limit reached: Rejection reason:|by CAC\. Reason:) ?"), REASON, strength=PROVES),
    two("config-error", "Configuration Error no proposal", "Configuration Error", REASON, strength=PROVES),
    two("aborted", "Failed to complete Diffie-Hellman operation. Error: 3", "Failed to complete Diffie-Hellman operation.", strength=SUGGESTS),
    two("out-of-step", "Detected an invalid IKE SPI", "Detected an invalid IKE SPI", strength=SUGGESTS),
    two("out-of-step", "Couldn't find matching SA", "Couldn't find matching SA", strength=SUGGESTS),
    *(
        two("aborted", text, text)
        for text in ("The asynchronous request queued successfully", "Platform errors", "A supplied parameter is incorrect", "Insufficient memory")
    ),
    *(
        two("noise", text, text, strength=NOISE)
        for text in (
            "Detected unsupported failover version", "local throttle-request queue depth threshold of", "Configured attribute not supported for IKEv2.",
            "Overriding configured keepalive values of threshold:", "Client OS:", "Group:",
        )
    ),
)  # fmt: skip
