"""racoon: what says nothing for a diagnosis, most of it at the debug levels."""

import pyparsing as pp

from grammars.common import NOISE, Message
from grammars.racoon_log.values import said

START = (
    "@(#)This product linked", "@(#)", "Reading configuration from", "Resize address pool", "unsupported PF_KEY message",
    "such policy already exists", "not matched",
    "caught rtm:", "Kernel does not support", "Not supported.", "no in-bound policy found:", "Using port ",
    "such policy does not already exist", "compression algorithm can not be checked", "call pfkey_send_", "pk_recv", "get pfkey ",
    "got pfkey ",
    "configuring default isakmp port", "parse successed", "configuration found for", "configuration \"", "libipsec: ",
)  # fmt: skip
PACKETS = (
    "begin decryption", "begin encryption", "begin.", "succeed.", "seen nptype=", "encryption(", "with key:",
    "encrypted payload by IV", "decrypted payload by IV",
    "decrypted payload, but not trimed", "encrypted.", "decrypted.", "pad length = ", "padding len=", "trimmed padding",
    "skip to trim padding",
    "save IV for next", "IV freed", "compute IV for", "phase1 last IV", "phase2 IV computed", "hash(", "HASH computed",
    "HASH with:", "HASH received",
    "HASH for PSK validated", "HASH (init)", "HASH (resp)", "hash validated", "compute DH's private", "compute DH's public",
    "compute DH's shared", "DH(",
    "nonce 1:", "nonce 2:", "SKEYID", "len(SKEYID_e)", "final encryption key computed", "KEYMAT compute", "psk found", "get pskey",
    "generated encryption key",
    "new cookie:", "add payload of len", "Adding NON-ESP marker", "sendto Information", "receive Information", "sockname ",
    "send packet from", "send packet to",
    "===", "use ID type of", "authmethod is ", "Compared: Local:Peer", "Compared: DB:Peer", "(version = ", "(lifetime = ",
    "(lifebyte = ", "(encmode = ",
    "(encklen = ", "enctype = ", "hashtype = ", "authmethod = ", "dh_group = ", "an acceptable proposal found", "agreed on ",
    "peer's single bundle", "my single bundle",
    "total SA len=", "received unknown Vendor ID", "received broken Microsoft ID", "Adding remote and local NAT-D",
    "Adding xauth VID", "Hashing ",
    "NAT-D payload #", "KA list add", "KA found", "KA remove", "KA tree dump", "Adjusting my encmode", "Adjusting peer's encmode",
    "error message: '", "Message: '",
    "notification payload: ",
)  # fmt: skip
PHASE2 = (
    "begin QUICK mode", "new acquire ", "suitable outbound SP found", "suitable inbound SP found", "suitable SP found",
    "selected sainfo", "getsainfo params",
    "evaluating sainfo", "check and compare ids", "best sainfo match", "in post_acquire", "get sa info", "get a dest address",
    "get a source address",
    "get a src address", "get dst address of ID", "get src address of ID", "anonymous sainfo selected",
    "ignore the acquire because", "no such a SA found",
    "couldn't find the proper pskey", "Update the generated policy", "delete phase 2 handler", "delete phase1 handle",
    "delete payload for protocol",
    "purged SAs", "purged 0 SAs", "purging spi=", "CHKPH1THERE", "an undead schedule", "check spi(packet)",
    "IPComp SPI size promoted", "DPD monitoring",
    "rescheduling send_r_u", "use PFS group", "pfkey GETSPI sent", "pfkey GETSPI succeeded", "pfkey update sent", "pfkey add sent",
    "pfkey UPDATE succeeded",
    "pfkey spdupdate2", "pfkey acquire", "MODE_CFG", "Sending MODE_CFG", "Created CERT payload", "created CR with", "SIGN passed",
    "CERT saved", "get subjectAltName",
)  # fmt: skip
DESCENDANTS = (
    "-> ike2 ", "<- ike2 ", "ike2 respond", "ike2 starting for", "ike auth: ", "create child: ", "processing payload",
    "payload seen: ", "notify: ", "adding payload: ",
    "adding notify: ", "ID_R (", "IKE Protocol: ", "my proposal:", "matched proposal:", "update peer's identity",
    "peer wants tunnel mode", "initiator selector:",
    "responder selector:", "releasing address", "sending dpd packet", "killing child SA", "respond: info",
    "IKEv1 Information-Notice", "IKEv1 Phase1 AUTH",
    "IKEv1 Dead-Peer-Detection", "Connecting.", "IPSec connecting to server", "accepted connection on vpn control socket",
    "Disconnecting.", "vpn_control", "resp-lifetime attribute received", "IPSec connected to server", "IPSec disconnecting from server", "IKE Packet: transmit",
)  # fmt: skip


def texts(example: str, *begins: str) -> Message:
    """Lines that begin with one of these texts."""
    return said("noise", example, pp.MatchFirst([pp.Literal(t) for t in begins]), strength=NOISE)


MESSAGES: tuple[Message, ...] = (
    texts('Reading configuration from "/etc/racoon/racoon.conf"', *START),
    texts("begin decryption.", *PACKETS),
    texts("couldn't find the proper pskey, try to get one by the peer's address.", *PHASE2),
    texts("processing payload: NONCE", *DESCENDANTS),
    said("noise", "192.0.2.1[500] used as isakmp port (fd=8)", pp.Regex(r"\S{1,80} used (?:as isakmp port|for NAT-T)"),
         strength=NOISE),
    said("noise", "336 bytes from 192.0.2.1[500] to 198.51.100.2[500]",
         pp.Regex(r"\d+ (?:bytes (?:message received )?from|times of \d+ bytes message)"),
         strength=NOISE),
    said("noise", "bdbcb73d a256a199 6a115899 47e97349 01100200", pp.Regex(r"[0-9a-f]{8}(?: [0-9a-f]{2,8})+\s*\Z"), strength=NOISE),
    said("noise", "enc: aes256-cbc", pp.Regex(r"(?:enc|prf|dh|auth): [a-z0-9\-]+\s*\Z"), strength=NOISE),
)  # fmt: skip
