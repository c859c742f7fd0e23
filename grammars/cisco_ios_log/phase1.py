"""``debug crypto isakmp``, phase 1.

    progress = "Old State =" state "New State =" state       (IKE_I_MM1 ... IKE_R_MM5, IKE_P1_COMPLETE)
    packet   = ("sending packet to" | "received packet from") address ports ["(" ("I" | "R" | "N") ")" state]
    offer    = "Checking ISAKMP transform" n "against priority" n "policy" attribute* judgement
"""

from grammars.cisco_ios_log.values import (
    ADDRESS,
    AGGRESSIVE,
    INITIATOR,
    MAIN,
    REQUEST,
    RESPONDER,
    RESPONSE,
    V1,
    address,
    either,
    offered,
    peer,
    said,
    text,
)
from grammars.common import NOISE, PROVES, SUGGESTS, Message, number

ME = text(r"[ \t]*my_port (?P<local_port>\d+) peer_port (?P<remote_port>\d+)")
THEM = text(r"[ \t]*dport (?P<local_port>\d+) sport (?P<remote_port>\d+)(?: \S+)?")
# main mode: the state before, the state after, the message that was sent or received, and whose it is
_STEPS = (
    ("READY", "I_MM1", "message-sent", "1", REQUEST), ("I_MM1", "I_MM2", "message-received", "2", RESPONSE),
    ("I_MM2", "I_MM3", "message-sent", "3", REQUEST), ("I_MM3", "I_MM4", "message-received", "4", RESPONSE),
    ("I_MM4", "I_MM5", "message-sent", "5", REQUEST), ("I_MM5", "I_MM6", "message-received", "6", RESPONSE),
    ("READY", "R_MM1", "message-received", "1", REQUEST), ("R_MM1", "R_MM2", "message-sent", "2", RESPONSE),
    ("R_MM2", "R_MM3", "message-received", "3", REQUEST), ("R_MM3", "R_MM4", "message-sent", "4", RESPONSE),
    ("R_MM4", "R_MM5", "message-received", "5", REQUEST),
)
_AGGRESSIVE_STEPS = (
    ("READY", "I_AM1", "message-sent", "1", REQUEST), ("I_AM1", "I_AM2", "message-received", "2", RESPONSE),
    ("READY", "R_AM1", "message-received", "1", REQUEST), ("R_AM1", "R_AM2", "message-sent", "2", RESPONSE),
)
# A policy of the default ones, which IOS tries last: that it does not fit says nothing.
DEFAULT = text(r"(?:does|do) not match policy[!.]?[ \t]*offered by [^\n]*? against priority 655\d\d policy")
_JUDGED = (
    ("Encryption algorithm offered", "encryption", "encryption"), ("Proposed key length", "encryption", "keylength of"),
    ("Hash algorithm offered", "integrity", "hash"), ("Diffie-Hellman group offered", "group", "default group"),
    ("Authentication method offered", "method", "auth"), ("Preshared authentication offered but", "method", "auth"),
    ("RSA signature authentication offered but", "method", "auth"), ("RSA signature", "method", "auth"),
    ("Xauth authentication by pre-shared key offered but", "method", "auth"), ("Xauth authentication by RSA sig offered but", "method", "auth"),
)  # fmt: skip

_NOT = text(r"(?:offered )?(?:but )?(?:does|do) not match policy")
_REASON = r'deleting SA reason "(?P<reason>[^"\n]*)" state \((?P<side>[IRN])\) (?P<state>\w+)'


def _deleted(kind: str, reason: str, strength: str, **tags: str) -> Message:
    return said(
        kind, f'deleting SA reason "{reason}" state (R) MM_NO_STATE (peer 192.0.2.1)', f'deleting SA reason "{reason}"',
        text(r"(?:state \([IRN]\) (?P<state>\w+))?"), peer(), strength=strength, **{**V1, **tags},
    )  # fmt: skip


MESSAGES: tuple[Message, ...] = (
    # -- who starts
    said("acquire", "SA request profile is (NULL)", "SA request profile is", **V1),
    said("peer-selected", "Created a peer struct for 192.0.2.1, peer port 500", "Created a peer struct for", address("remote"), **V1),
    said("peer-selected", "Found a peer struct for 192.0.2.1, peer port 500", "Found a peer struct for", address("remote"), **V1),
    said("ike-initiate", "beginning Main Mode exchange", "beginning Main Mode exchange", mode="main", **V1, **INITIATOR),
    said("ike-initiate", "beginning Aggressive Mode exchange", "beginning Aggressive Mode exchange", mode="aggressive", **V1, **INITIATOR),
    said("ike-respond", "received packet from 192.0.2.1 dport 500 sport 500 Global (N) NEW SA", "received packet from", address("remote"), THEM,
         text(r"\(N\) NEW SA"), **V1, **RESPONDER),
    said("ike-respond", "received packet from 192.0.2.1 (N) NEW SA", "received packet from", address("remote"), text(r"\(N\) NEW SA"), **V1, **RESPONDER),
    *(
        said(kind, f"{words} 192.0.2.1 {ports} ({side}) MM_NO_STATE", words, address("remote"), where, text(rf"\({side}\)"), **V1, **role)
        for kind, words, ports, where in (
            ("packet-sent", "sending packet to", "my_port 500 peer_port 500", ME),
            ("packet-received", "received packet from", "dport 500 sport 500 Global", THEM),
        )
        for side, role in (("I", INITIATOR), ("R", RESPONDER))
    ),
    *(
        said(kind, f"{words} 192.0.2.1 ({side}) MM_NO_STATE", words, address("remote"), text(rf"\({side}\)"), **V1, **role)
        for kind, words in (("packet-sent", "sending packet to"), ("packet-received", "received packet from"))
        for side, role in (("I", INITIATOR), ("R", RESPONDER))
    ),
    said("packet-sent", "sending packet to 192.0.2.1 my_port 500 peer_port 500", "sending packet to", address("remote"), **V1),
    said("packet-received", "received packet from 192.0.2.1 dport 500", "received packet from", address("remote"), text(r"(?=[ \t]*(?:dport|\())"), **V1),
    # -- how far it comes
    *(
        said(kind, f"Old State = IKE_{old}  New State = IKE_{new}", f"Old State = IKE_{old}", text(rf"New State = IKE_{new}(?![0-9])"),
             step=step, **tags, **direction)
        for steps, tags in ((_STEPS, MAIN), (_AGGRESSIVE_STEPS, AGGRESSIVE))
        for old, new, kind, step, direction in steps
    ),
    said("ike-up", "Old State = IKE_I_MM6  New State = IKE_P1_COMPLETE", "Old State = IKE_",
         text(r"(?!P1_COMPLETE)\w+[ \t]+New State = IKE_P1_COMPLETE"), **V1),
    said("ike-deleted", "Old State = IKE_P1_COMPLETE  New State = IKE_DEST_SA", "Old State = IKE_P1_COMPLETE", "New State = IKE_DEST_SA", **V1),
    said("message-sent", "Old State = IKE_QM_READY  New State = IKE_QM_I_QM1", "Old State = IKE_QM_READY", "New State = IKE_QM_I_QM1",
         exchange="QUICK_MODE", **V1, **REQUEST),
    said("child-up", "Old State = IKE_QM_R_QM2  New State = IKE_QM_PHASE2_COMPLETE", "Old State = IKE_QM_", text(r"\w+[ \t]+New State = IKE_QM_PHASE2_COMPLETE"),
         strength=PROVES, exchange="QUICK_MODE", **V1),
    said("ike-state", "Old State = IKE_READY  New State = IKE_READY", "Old State = ", text(r"(?P<old_state>\w+)[ \t]+New State = (?P<state>\w+)"), **V1),
    # -- proposals
    *(
        said("noise", f"{words} does not match policy! offered by ISAKMP transform 1 against priority 65535 policy; {shown} X;", words,
             text("(?:but )?"), DEFAULT, strength=NOISE)
        for words, _, shown in _JUDGED
    ),
    *(
        said("attribute-refused", f"{words} does not match policy! offered by ISAKMP transform 1 against priority 10 policy; {shown} X;", words,
             _NOT, offered(shown), strength=SUGGESTS, attribute=attribute, what="ike", **V1)
        for words, attribute, shown in _JUDGED
    ),
    said("noise", "atts are not acceptable. Next payload is 3", either("atts are not acceptable", "attrs are not acceptable"), strength=NOISE),
    said("proposal-selected", "atts are acceptable. Next payload is 0", either("atts are acceptable", "attrs are acceptable"), text(r"\. Next payload is \d+"), what="ike", **V1),
    said("ike-proposal-refused", "no offers accepted!", "no offers accepted", strength=PROVES, what="ike", **V1),
    said("ike-proposal-refused", "phase 1 SA policy not acceptable! (local 192.0.2.9 remote 192.0.2.77)", "phase 1 SA policy not acceptable",
         text(rf"!?(?:[ \t]*\(local (?P<local>{ADDRESS}) remote (?P<remote>{ADDRESS})\))?"), strength=PROVES, what="ike", **V1),
    # -- what the peer says
    said("notify-received", "processing NOTIFY PROPOSAL_NOT_CHOSEN protocol 1", "processing NOTIFY PROPOSAL_NOT_CHOSEN protocol 1", strength=PROVES,
         notify="NO_PROPOSAL_CHOSEN", what="ike", **V1),
    said("child-refused", "processing NOTIFY PROPOSAL_NOT_CHOSEN protocol 3", "processing NOTIFY PROPOSAL_NOT_CHOSEN protocol", text("[23]"), strength=PROVES,
         notify="NO_PROPOSAL_CHOSEN", exchange="QUICK_MODE", **V1),
    said("notify-received", "processing NOTIFY INVALID_ID_INFO protocol 1", "processing NOTIFY INVALID_ID_INFO", strength=PROVES,
         notify="INVALID_ID_INFORMATION", **V1),
    said("notify-received", "processing NOTIFY INVALID_KEY protocol 1", "processing NOTIFY INVALID_KEY", strength=SUGGESTS,
         notify="INVALID_KEY_INFORMATION", what="ike", **V1),
    said("initial-contact", "processing NOTIFY INITIAL_CONTACT protocol 1", "processing NOTIFY INITIAL_CONTACT", **V1),
    said("initial-contact", "Process initial contact, bring down existing phase 1 and 2 SA's with local 192.0.2.1 remote 192.0.2.2 remote port 500",
         "Process initial contact,", text(rf"[^\n]*?with local (?P<local>{ADDRESS}) remote (?P<remote>{ADDRESS})"), **V1),
    said("dpd-sent", "processing NOTIFY DPD/R_U_THERE protocol 1", either("processing NOTIFY DPD/R_U_THERE", "processing NOTIFY R_U_THERE", "Sending NOTIFY DPD/R_U_THERE", "Sending NOTIFY R_U_THERE"), **V1),
    said("noise", "processing NOTIFY RESPONDER_LIFETIME protocol 1", "processing NOTIFY RESPONDER_LIFETIME", strength=NOISE),
    said("notify-received", "processing NOTIFY INVALID_SPI protocol 3", "processing NOTIFY", text(r"(?P<notify>[A-Z][A-Z0-9_\-]+)"), strength=PROVES, **V1),
    said("unprotected-ignored", "Notify has no hash. Rejected.", "Notify has no hash. Rejected", strength=SUGGESTS, **V1),
    said("child-proposal-refused", "Sending NOTIFY PROPOSAL_NOT_CHOSEN protocol 3", "Sending NOTIFY PROPOSAL_NOT_CHOSEN protocol 3", strength=PROVES,
         exchange="QUICK_MODE", **V1),
    said("ike-proposal-refused", "Sending NOTIFY PROPOSAL_NOT_CHOSEN protocol 1", "Sending NOTIFY PROPOSAL_NOT_CHOSEN protocol 1", strength=PROVES, what="ike", **V1),
    said("notify-sent", "Sending NOTIFY RESPONDER_LIFETIME protocol 1", "Sending NOTIFY", text(r"(?P<notify>[A-Z][\w/\-]+)"), **V1),
    # -- silence
    said("retransmit", "retransmitting phase 1 MM_NO_STATE...", "retransmitting phase 1", text(r"(?P<state>[A-Z]\w+)\.\.\."), strength=SUGGESTS, **V1),
    said("noise", "retransmitting phase 1 MM_NO_STATE", "retransmitting phase 1", strength=NOISE),  # the second line of one repetition
    said("retransmit", "retransmitting phase 2 QM_IDLE 1234 ...", "retransmitting phase 2", text(r"(?P<state>[A-Z]\w+)"), strength=SUGGESTS, what="child", **V1),
    said("dpd-timeout", "DPD incrementing error counter (5/5)", "DPD incrementing error counter (5/5)", strength=PROVES, **V1),
    said("retransmit", "DPD incrementing error counter (1/5)", "DPD incrementing error counter", strength=SUGGESTS, exchange="INFORMATIONAL_V1", **V1),
    said("noise", "retransmitting due to retransmit phase 1", "retransmitting due to", strength=NOISE),
    said("noise", "retransmission skipped for phase 1 (time since last transmission 504)", "retransmission skipped", strength=NOISE),
    said("duplicate-request", "phase 1 packet is a duplicate of a previous packet.", either("phase 1 packet is a duplicate", "phase 2 packet is a duplicate"), **V1),
    _deleted("gave-up", "Death by retransmission P1", SUGGESTS),
    _deleted("gave-up", "IKMP_ERR_NO_RETRANS", SUGGESTS),
    _deleted("ike-proposal-refused", "Phase1 SA policy proposal not accepted", PROVES, what="ike"),
    _deleted("dpd-timeout", "P1 errcounter exceeded (PEERS_ALIVE_TIMER)", PROVES),
    _deleted("delete-received", "P1 delete notify (in)", PROVES, what="ike"),
    _deleted("initial-contact", "Receive initial contact", PROVES),
    _deleted("xauth-failed", "XAuthenticate fail", PROVES),
    said("ike-deleted", 'deleting SA reason "No reason" state (R) QM_IDLE (peer 192.0.2.1)', 'deleting SA reason "',
         text(r'(?P<reason>[^"\n]*)"(?: state \([IRN]\) (?P<state>\w+))?'), peer(), **V1),
    # -- NAT
    said("nat-none", "No NAT Found for self or peer", "No NAT Found for self or peer", **V1),
    said("nat-local", "NAT found, both nodes inside NAT", "NAT found, both nodes inside NAT", **V1),
    said("nat-local", "NAT found, the node inside NAT", "NAT found, the node inside NAT", **V1),
    said("nat-remote", "NAT found, the node outside NAT", "NAT found, the node outside NAT", **V1),
    said("nat-local", "My hash no match -  this node inside NAT", "My hash no match", **V1),
    said("noise", "His hash no match - this node outside NAT", "His hash no match", strength=NOISE),  # also where there is no NAT
    said("nat-changed", "Detected port floating to port = 4500", "Detected port floating to port =", number("local_port"), **V1),
    said("natt-supported", "vendor ID is NAT-T RFC 3947", "vendor ID is NAT-T", **V1),
    said("vendor-id", "vendor ID is DPD", "vendor ID", **V1),
    # -- keys and identities
    said("key-missing", "No pre-shared key with 192.0.2.200!", "No pre-shared key with", address("remote"), strength=PROVES, **V1),
    said("key-missing", "No Cert or pre-shared address key.", "No Cert or pre-shared address key", strength=SUGGESTS, **V1),
    said("key-missing", "Profile has no keyring, aborting key search", "Profile has no keyring, aborting key search", strength=PROVES, **V1),
    said("key-missing", "key in keyring KR-1 not found", "key in keyring", text(r"\S+ not found"), strength=SUGGESTS, **V1),
    said("verdict-failed", "construct_initial_message: Can not start Main mode", "construct_initial_message:", text(r"(?P<reason>Can not start (?:Main|Aggressive) mode)"),
         strength=PROVES, **V1, **INITIATOR),
    said("verdict-failed", "Error while processing SA request: Failed to initialize SA", "Error while processing SA request:", text(r"(?P<reason>\S[^\n]*)"),
         strength=SUGGESTS, **V1, **INITIATOR),
    said("noise", "Can not start Aggressive mode, trying Main mode.", "Can not start Aggressive mode, trying Main mode", strength=NOISE),
    said("peer-lookup", "found peer pre-shared key matching 192.0.2.1", "found peer pre-shared key matching", address("remote"), **V1),
    said("peer-lookup", "Looking for a matching key for 192.0.2.1 in default", "Looking for a matching key for", address("remote"), **V1),
    *(
        said("own-auth", f"{begin}{method} authentication using id type ID_FQDN", begin, text(rf"(?P<method>{method}) authentication using id type"), **V1)
        for begin, method in (("SA is doing ", "pre-shared key"), ("SA is doing ", "RSA signature"))
    ),
    said("own-auth", "pre-shared key authentication using id type ID_IPV4_ADDR", "pre-shared key authentication using id type", method="pre-shared key", **V1),
    said("own-auth", "RSA signature authentication using id type ID_FQDN", "RSA signature authentication using id type", method="RSA signature", **V1),
    said("peer-auth-ok", "SA has been authenticated with 192.0.2.1", "SA has been authenticated with", address("remote"), **V1),
    said("decrypt-failed", "reserved not zero on ID payload!", either("reserved not zero on ID payload", "reserved not zero on payload 5"), strength=PROVES, payload="ID", **V1),
    said("decrypt-failed", "reserved not zero on payload 8!", "reserved not zero on", text(r"(?P<payload>\w+)"), strength=PROVES, **V1),
    said("decrypt-failed", "malformed payload", "malformed payload", strength=SUGGESTS, **V1),
    said("hash-mismatch", "Hash payload is incorrect", either("Hash payload is incorrect", "hash not authenticated"), strength=PROVES, **V1),
    said("eap-started", "Need XAUTH", "Need XAUTH", method="xauth", **V1),
    said("xauth-failed", "XAUTH authentication failed", "XAUTH", text(r"[^\n]{0,80}?failed"), strength=PROVES, **V1),
    said("version-refused", "Rec'd version mismatch", "Rec'd version mismatch", strength=SUGGESTS),
    said("duplicate-ike", "Find a dup sa in the avl tree during calling isadb_insert sa = 7F24A1B0D9A0", "Find a dup sa in the avl tree", strength=SUGGESTS, **V1),
    said("limit-reached", "unable to allocate IKE SA", "unable to allocate IKE SA", strength=SUGGESTS, reason="unable to allocate IKE SA", **V1),
    said("out-of-step", "Unknown Input IKE_MESG_FROM_PEER, IKE_INFO_NOTIFY:  state = IKE_I_MM1", "Unknown Input", strength=SUGGESTS, **V1),
    said("invalid-spi", "received an invalid SPI recovery", "received an invalid SPI", strength=SUGGESTS),
)  # fmt: skip
