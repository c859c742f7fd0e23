"""What an ASA prints that tells nothing here: steps, cleanup after any failure, the insides of payloads."""

import pyparsing as pp

from grammars.common import NOISE, Message, message

# Cleanup lines read like errors; they follow every failure.
_TEXTS = (
    "Removing peer from correlator table failed, no match!", "Removing peer from peer table failed, no match!", "Error: Unable to remove PeerTblEntry",
    "Failed to remove peer correlation entry", "Could not find centry for IPSec SA delete message", "De-queuing KEY-ACQUIRE messages",
    "Static Crypto Map check, checking map", "IKE got SPI from key engine", "IKE got a KEY_ADD msg",
    "Generating keys for", "P1 Retransmit msg dispatched", "P1 rekey timer:", "Starting phase 1 rekey", "Trying to find group via", "Ignoring msg to mark SA",
    "sending delete/delete with reason message", "IKE SA MM:", "IKE SA AM:", "Unable to compute DH pair", "IKE port 10000 for IPSec UDP already reserved", "Adding static route for L2L peer", "Pitcher: received",
    "ID_IPV4_ADDR", "ID_IPV6_ADDR", "ID_FQDN", "ID_KEY_ID", "ID_USER_FQDN", "ID_DER_ASN1", "process_attr()", "Deleting IKE SA with associated", "IKE Received delete for rekeyed",
    "IKE Peer included IKE fragmentation", "Rcv'd fragment from a new", "Successfully assembled an encrypted pkt", "Auto-detected a NAT device", "Proposing only UDP",
    "Selecting only UDP", "NAT-Traversal sending NAT-Original", "Attempt to send an IKE packet from standby", "device scheduled for reboot", "Tunnel Manager Removed entry",
    "Tunnel Manager received invalid parameter", "Tunnel Manager failed to dispatch a KEY_ACQUIRE message. Entry already", "Duplicate entry already in Tunnel Manager",
    "Selected IKEv2 encryption algorithm", "VPN Handle error:",
    # debug of IKEv2
    "Payload contents:", "last proposal:", "last transform:", "DH group:", "Security protocol id:", "Next payload:", "Initiator SPI :",
    "IKEv2 IKE_SA_INIT Exchange", "IKEv2 IKE_AUTH Exchange", "IKEv2 CREATE_CHILD_SA Exchange", "IKEv2 INFORMATIONAL Exchange", "Num of TSs:", "TS type:", "start port:",
    "start addr:", "decrypt queued", "Asynchronous request queued", "NO IKEv2 ID", "INVALID PSH HANDLE", "PSH cleanup", "Processing IKE_", "Processing nat detect", "Processing DELETE", "Processing INFO", "Processing CREATE_CHILD", "Process auth response",
    "Checking NAT discovery", "Checking for duplicate IKEv2 SA", "Checking if", "Verify SA init message", "Verify peer", "Stopping timer to wait for auth", "Starting timer", "mapped to tunnel group", "tunn grp type set to:", "tg_name set to:", "my_auth_method =",
    "supported_peers_auth_method =", "my auth method set to:", "peer auth method set to:", "Remote address matched", "Remote address not matched", "Local address matched", "Local address not matched", "NAT detected float to",
    "Set NAT keepalive timer", "Initializing DPD", "DPD Max Time", "IETF Fragmentation", "Cisco Fragmentation", "Fragmentation is enabled", "No duplicate IKEv2 SA",
    "Peer's policy verified", "Get peer's", "Use preshared key for", "Completed SA init exchange", "Construct Notify Payload:", "Building packet for encryption",
    "Abort exchange", "Negotiating SA request deleted", "Sending Delete Reason Notify", "Getting configured policies", "Setting configured policies",
    "Exchange type:", "Message id:", "Encrypted packet", "Adding ident handle",
)  # fmt: skip

MESSAGES: tuple[Message, ...] = (
    *(message("noise", text.strip(), text.strip(), strength=NOISE) for text in _TEXTS),
    *(
        message("noise", f"{verb} Cisco Unity client VID", verb, pp.Regex(r"[^\n]{1,60}? VID(?: payload)?"), strength=NOISE)
        for verb in ("constructing", "Send", "Received")
    ),
    *(
        message("noise", f"{verb} ISAKMP SA payload", verb, pp.Regex(r"[^\n]{1,60}? payload"), strength=NOISE)
        for verb in ("constructing", "processing")
    ),
    message("noise", "type: 1, reserved: 0x0, id: AES-CBC", "type:", pp.Regex(r"\d+, reserved: 0x"), strength=NOISE),
    message("noise", "Proposal: 1, Protocol id: IKE, SPI size: 0, #trans: 4", "Proposal:", pp.Regex(r"\d+, Protocol id:"), strength=NOISE),
    *(
        message("noise", f"{name}  Next payload: NONE, reserved: 0x0, length: 8", name, pp.Regex(r"(?:\([A-Z_]*\))?[^\n]{0,12}Next payload:"), strength=NOISE)
        for name in ("SA", "KE", "NOTIFY", "VID", "IDi", "IDr", "AUTH", "TSi", "TSr", "CERTREQ", "CERT", "CFG", "ENCR", "DELETE", "N")
    ),
)
