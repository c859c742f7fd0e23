"""What IOS prints all the time and what tells nothing of a fault."""

from grammars.cisco_ios_log.values import said, text
from grammars.common import NOISE, Message

_BEGINS = (
    "New peer created", "Locking peer struct", "Unlocking peer struct", "Unlocking", "Deleting peer node", "local port", "set new node", "insert sa", "Input =",
    "Node", "processing", "found peer", "local preshared key found", "Scanning profiles", "Checking ISAKMP transform", "encryption", "keylength of", "hash", "default group",
    "auth ", "life type", "life duration", "SA life", "attributes in transform", "encaps is", "authenticator is", "key length is", "group is", "transform", "Sending an IKE",
    "peer does not do paranoid keepalives", "peer matches", "incrementing error counter", "Failed to construct", "constructed NAT-T", "speaking to another", "received payload type",
    "Send initial contact", "ID payload", "Total payload length", "SA authentication status", "authenticated", "SA is doing", "purging", "Received IPSec Install",
    "Failed to find peer index", "atts are acceptable", "Error while processing KMI", "address ", "protocol ", "port ", "length ", "type ", "next-payload", "FQDN name",
    "No match, no key found", "Found ADDRESS key", "deleting spi", "proxy_match", "src addr", "dst addr", "Setting UDP ENC", "Returning Actual",
    "% Getting preshared key", "% Matched peer block", "Searching Policy with fvrf", "Found Policy", "Using the Default Policy", "[IKEv2 ->", "[Crypto Engine ->", "[IPsec ->",
    "Request queued", "IKEv2 initiator", "IKEv2 responder", "Generating", "IKE Proposal", "ESP Proposal", "AH Proposal", "Insert SA", "Processing", "Verify", "Checking NAT",
    "Check for", "Generate my", "Use preshared", "Get my", "Get peer", "Constructing", "Building packet", "Process auth", "found matching IKEv2 profile", "Peer's policy verified",
    "IKEv2 MIB", "Load IPSEC key", "Checking for duplicate", "No duplicate IKEv2 SA", "Delete all IKE SAs", "Abort exchange", "Stopping timer", "Starting timer", "Platform errors",
    "Error constructing config reply", "A supplied parameter is incorrect", "Config data", "Attrib type", "Set received", "Save", "Remote address", "Local address", "Adding",
    "Added x509", "(", "Validating", "Next payload", "Sent response", "Opening a PKI", "Closing the PKI", "Deleting negotiation", "Computed", "Parse", "Packet is", "IPSec",
    "Searching for", "Retrieving", "Retrieved", "Failed to find", "Got", "No config data", "Have", "Not all", "Requesting", "No need", "Current", "Updating", "SKEYSEED", "Calling",
    "Accounting", "Exit Path Table", "-Traceback=", "Received valid config", "Crypto", "crypto", "Exit Path", "DELETE", "Delete", "sa_request", "Starting", "Using",
)  # fmt: skip

MESSAGES: tuple[Message, ...] = (
    *(said("noise", begin, begin, strength=NOISE) for begin in _BEGINS),
    said("noise", "", text(r"\Z"), strength=NOISE),  # an error that has no words
)
