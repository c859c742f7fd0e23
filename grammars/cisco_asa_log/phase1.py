"""IKEv1, phase 1: from the trigger to "PHASE 1 COMPLETED", the state in which it ended, and why it was refused.

    history  = "IKE" ("MM" | "AM" | "QM") role "FSM error history (struct &0x...)  <state>, <event>:" state "," event ("-->" state "," event)*
               (newest first: the first state that waits is where it ended)
    packet   = "IKE_DECODE" ("SENDING" | "RECEIVED" | "RESENDING") "Message (msgid=" id ") with payloads : HDR" ("+" payload "(" type ")")*
"""

import pyparsing as pp

from grammars.cisco_asa_log.values import REASON, V1, one, regex
from grammars.common import CONTEXT, PROVES, SUGGESTS, Message, message

HISTORY = r"FSM error history \(struct &?0x[0-9a-fA-F]+\)\s*<state>, <event>:\s*"
NEXT = r"(?:-->|–>|->)"
SILENT = r"(?:EV_(?:TIMEOUT|RETRY)|NullEvent)"


def history(kind: str, mode: str, role: str, states: str, *, strength: str = SUGGESTS, mark: str | None = None, **tags: str) -> Message:
    """The end of a negotiation in one of these states, in which it waited."""
    letters = {"main": "MM", "aggressive": "AM"}[mode]
    state = mark or states.partition("|")[0]
    return message(
        kind,
        f"IKE {letters} {role.capitalize()} FSM error history (struct &0xd5a1c2e0)  <state>, <event>:  {letters}_DONE, EV_ERROR-->{state}, "
        f"EV_TIMEOUT-->{state}, NullEvent-->{letters}_SND_MSG1, EV_SND_MSG",
        f"IKE {letters} {role.capitalize()}",
        regex(rf"{HISTORY}(?:{letters}_DONE, EV_ERROR\s*{NEXT}\s*)?(?P<state>{states}), {SILENT}"),
        strength=strength, role=role, mode=mode, **(V1 | tags),
    )  # fmt: skip


def timed_out(kind: str, states: str, **tags: str) -> Message:
    """The same in a line of its own."""
    state = states.partition("|")[0]
    return one(kind, f"IKE session establishment timed out [IKE_{state}], aborting!", "IKE session establishment timed out [",
               regex(rf"(?:IKE_)?(?P<state>{states})\]"), strength=SUGGESTS, **tags)  # fmt: skip


PAYLOADS = r"HDR(?P<payloads>{0}(?: ?\+ ?[A-Z][A-Z0-9 \-]* ?\(\d+\))*+)"
_VERBS = (("SENDING", "message-sent"), ("RECEIVED", "message-received"), ("RESENDING", "retransmit"))


def packets() -> tuple[Message, ...]:
    """The trace of packets by what they carry."""
    shapes = (
        (r"0+", r" ?\+ ?SA ?\(1\) ?\+ ?KE ?\(4\)", "SA (1) + KE (4) + NONCE (10) + ID (5) + NONE (0)", {"exchange": "AGGRESSIVE", "mode": "aggressive"}),
        (r"0+", r"(?= ?\+ ?(?:SA|KE|ID) ?\()", "SA (1) + VENDOR (13) + NONE (0)", {"exchange": "ID_PROT"}),
        (r"(?!0+\))[0-9a-fA-F]+", r" ?\+ ?HASH ?\(8\) ?\+ ?SA ?\(1\)", "HASH (8) + SA (1) + NONCE (10) + ID (5) + ID (5) + NONE (0)", {"exchange": "QUICK_MODE"}),
        (r"[0-9a-fA-F]+", r"", "HASH (8) + NOTIFY (11) + NONE (0)", {"exchange": "INFORMATIONAL_V1"}),
    )  # fmt: skip
    found = []
    for msgid, begin, example, tags in shapes:
        number = "0" if msgid == "0+" else "4d3c2b1a"
        for verb, kind in _VERBS:
            what = "noise" if kind == "retransmit" and tags["exchange"] in ("INFORMATIONAL_V1", "QUICK_MODE") else kind
            found.append(
                message(
                    what, f"IKE_DECODE {verb} Message (msgid={number}) with payloads : HDR + {example} total length : 172", f"IKE_DECODE {verb} Message",
                    regex(rf"\(msgid=(?P<message_id>{msgid})\) with payloads ?: ?" + PAYLOADS.format(begin)),
                    strength="noise" if what == "noise" else SUGGESTS if what == "retransmit" else CONTEXT, **(V1 | tags),
                )
            )  # fmt: skip
    return tuple(found)


RCVD = r":?\s*Rcv'?d:\s*(?P<theirs>[^\n]{1,80}?)\s+Cfg'?d:\s*(?P<mine>[^\n]{1,80}?)\s*\Z"


def attribute(kind: str, phase: int, names: str, theirs: str, mine: str, **tags: str) -> Message:
    """One attribute of the offer against one policy."""
    first = "Life Type" if names.startswith("[") else names.partition("|")[0].partition("(?")[0]
    return message(
        kind, f"Phase {phase} failure:  Mismatched attribute types for class {first}:  Rcv'd: {theirs}  Cfg'd: {mine}", f"Phase {phase} failure:",
        "Mismatched attribute types for class", regex(rf"(?:{names}){RCVD}"), strength=PROVES, **(V1 | tags),
    )  # fmt: skip


_IKE = {"what": "ike"}

MESSAGES: tuple[Message, ...] = (
    one("ike-initiate", "IKE Initiator: New Phase 1, Intf inside, IKE Peer 198.51.100.20  local Proxy Address 10.10.0.0, remote Proxy Address "
        "10.20.0.0,  Crypto map (OUTSIDE_MAP)", "IKE Initiator: New Phase 1", regex(r",\s*Intf [^,\n]+,\s*IKE Peer (?P<remote>[^\s,]+)"),
        role="initiator"),
    one("child-initiate", "IKE Initiator: New Phase 2, Intf inside, IKE Peer 198.51.100.20  local Proxy Address 10.10.0.0, remote Proxy Address "
        "10.20.0.0,  Crypto map (OUTSIDE_MAP)", "IKE Initiator:", regex(r"(?:New|Rekeying) Phase 2,\s*Intf [^,\n]+,\s*IKE Peer (?P<remote>[^\s,]+)")),
    one("rekey-scheduled", "IKE Initiator: Rekeying Phase 1, Intf outside, IKE Peer 198.51.100.20  local Proxy Address N/A, remote Proxy Address N/A, "
        " Crypto map (N/A)", "IKE Initiator: Rekeying Phase 1", regex(r",\s*Intf [^,\n]+,\s*IKE Peer (?P<remote>[^\s,]+)")),
    one("ts-missing", "IKE Initiator unable to find policy: Intf inside, Src: 10.10.0.5, Dst: 10.20.0.9", "IKE Initiator unable to find policy:",
        REASON, strength=SUGGESTS),
    one("out-of-step", "Cookie/peer address 203.0.113.5 session already in progress", "Cookie/peer address", regex(r"\S+ session already in progress")),
    one("acquire", "Queuing KEY-ACQUIRE messages to be processed when P1 SA is complete.", "Queuing KEY-ACQUIRE messages"),
    one("ike-up", "PHASE 1 COMPLETED", "PHASE 1 COMPLETED", strength=PROVES),
    # -- where it ended
    history("gave-up", "main", "initiator", "MM_WAIT_MSG2|MM_WAIT_MSG4|MM_WAIT_MSG6"),
    history("gave-up", "aggressive", "initiator", "AM_WAIT_MSG2"),
    history("half-open-timeout", "main", "responder", "MM_WAIT_MSG3|MM_WAIT_MSG5"),
    history("half-open-timeout", "aggressive", "responder", "AM_WAIT_MSG3"),
    one("gave-up", "IKE QM Initiator FSM error history (struct &0xd5a1c2e0)  <state>, <event>:  QM_DONE, EV_ERROR-->QM_WAIT_MSG2, EV_TIMEOUT",
        "IKE QM Initiator", regex(rf"{HISTORY}QM_DONE, EV_ERROR\s*{NEXT}\s*(?P<state>QM_WAIT_MSG2), {SILENT}"), strength=SUGGESTS, what="child"),
    *(
        one("aborted", f"IKE {letters} {role} FSM error history (struct &0xcf1b0a88)  <state>, <event>:  {letters}_DONE, EV_ERROR-->{letters}_START, EV_RCV_MSG",
            f"IKE {letters} {role}", regex(rf"{HISTORY}(?P<state>[A-Z]\w+, \w+)"), mode=mode, role=role.lower())
        for letters, mode in (("MM", "main"), ("AM", "aggressive")) for role in ("Initiator", "Responder")
    ),
    *(
        one("child-failed", f"IKE QM {role} FSM error history (struct &0xcf1b0a88)  <state>, <event>:  QM_DONE, EV_ERROR-->QM_BLD_MSG2, EV_NEGO_SA",
            f"IKE QM {role}", regex(rf"{HISTORY}(?P<state>[A-Z]\w+, \w+)"), what="child")
        for role in ("Initiator", "Responder")
    ),
    timed_out("gave-up", "MM_WAIT_MSG2|MM_WAIT_MSG4|MM_WAIT_MSG6", role="initiator", mode="main"),
    timed_out("gave-up", "AM_WAIT_MSG2", role="initiator", mode="aggressive"),
    timed_out("half-open-timeout", "MM_WAIT_MSG3|MM_WAIT_MSG5", role="responder", mode="main"),
    timed_out("half-open-timeout", "AM_WAIT_MSG3", role="responder", mode="aggressive"),
    one("aborted", "IKE session establishment timed out [IKE_MM_START], aborting!", "IKE session establishment timed out", strength=SUGGESTS),
    one("gave-up", "Timed out on initial contact to server [203.0.113.5] Tunnel could not be established.", "Timed out on initial contact to server",
        strength=PROVES, role="initiator", state="MM_WAIT_MSG2"),
    one("out-of-step", "IKE Initiator received a packet from its peer without a Responder cookie",
        "IKE Initiator received a packet from its peer without a Responder cookie"),
    # -- packets
    *packets(),
    one("duplicate-request", "Duplicate Phase 1 packet detected.  Retransmitting last packet.", "Duplicate Phase 1 packet detected.", strength=SUGGESTS),
    one("duplicate-request", "Duplicate Phase 2 packet detected.  No last packet to retransmit.", "Duplicate Phase 2 packet detected.", strength=SUGGESTS,
        exchange="QUICK_MODE"),
    one("duplicate-request", "Duplicate first packet detected.  Ignoring packet.", "Duplicate", regex(r"\S+ packet detected\."), strength=SUGGESTS,
        role="responder"),
    one("duplicate-request", "Received unexpected event EV_RESEND_MSG in state MM_SND_MSG6_H", "Received unexpected event EV_RESEND_MSG in state",
        strength=SUGGESTS),
    # -- proposals
    attribute("attribute-refused", 1, "Encryption Alg|Encryption", "3DES-CBC", "AES-CBC", attribute="encryption", **_IKE),
    attribute("attribute-refused", 1, "Hash Alg|Hash", "MD5", "SHA", attribute="integrity", **_IKE),
    attribute("attribute-refused", 1, "Group Description|Group Desc", "Group 2", "Group 14", attribute="group", **_IKE),
    attribute("attribute-refused", 1, "Auth Method|Authentication Method", "Preshared Key", "RSA signature", attribute="method", **_IKE),
    attribute("attribute-refused", 1, r"[^\n:]{1,60}", "x", "y", attribute="encryption", **_IKE),
    one("ike-proposal-refused", "All SA proposals found unacceptable", "All SA proposals found unacceptable", strength=PROVES, role="responder"),
    one("ike-proposal-refused", "All IKE SA proposals found unacceptable!", "All IKE SA proposals found unacceptable", strength=PROVES, role="responder"),
    one("proposal-selected", "IKE SA Proposal # 1, Transform # 1 acceptable  Matches global IKE entry # 1", "IKE SA Proposal #",
        regex(r"\d+, Transform # \d+ acceptable"), strength=PROVES, role="responder"),
    one("proposal-selected", "Oakley proposal is acceptable", "Oakley proposal is acceptable"),
    one("proposal-refused", "Error processing payload: Payload ID: 1", "Error processing payload: Payload ID: 1", regex(r"(?!\d)"), strength=SUGGESTS),
    one("parse-failed", "Error processing payload: Payload ID: 5", "Error processing payload: Payload ID:", regex(r"(?P<payload>\d+)"), strength=SUGGESTS),
    one("ke-refused", "Unsupported Oakley group: Group 24", "Unsupported Oakley group: Group", regex(r"(?P<requested>\d+)"), strength=PROVES),
    one("ke-refused", "Detected invalid Diffie-Helmann group_descriptor 24, in IKE area", "Detected invalid Diffie-Hel",
        regex(r"l?mann group_descriptor (?P<requested>\d+)"), strength=PROVES),
    one("ke-refused", "Received DH key with bad length: received length=128 expected length=256", "Received DH key with bad length: received length=",
        regex(r"(?P<theirs>\d+) expected length=(?P<mine>\d+)"), strength=PROVES),
    one("proposal-refused", "IKE Remote Peer did not negotiate the following: Encryption", "IKE Remote Peer did not negotiate the following:", REASON,
        strength=SUGGESTS),
    # -- what the peer says
    *(
        one("notify-received", f"Received non-routine Notify message: {text} ({number})", "Received non-routine Notify message:",
            regex(rf"[^\n(]*\({number}\)"), strength=SUGGESTS, notify=name)
        for number, text, name in (
            (3, "Situation not supported", "SITUATION_NOT_SUPPORTED"), (4, "Invalid cookie", "INVALID_COOKIE"),
            (7, "Invalid exchange type", "INVALID_EXCHANGE_TYPE"), (9, "Invalid message id", "INVALID_MESSAGE_ID"), (11, "Invalid SPI", "INVALID_SPI"),
            (13, "Attributes not supported", "ATTRIBUTES_NOT_SUPPORTED"), (14, "No proposal chosen", "NO_PROPOSAL_CHOSEN"),
            (16, "Payload malformed", "PAYLOAD_MALFORMED"), (17, "Invalid key info", "INVALID_KEY_INFORMATION"),
            (18, "Invalid ID info", "INVALID_ID_INFORMATION"), (23, "Invalid hash info", "INVALID_HASH_INFORMATION"),
            (24, "Authentication failed", "AUTHENTICATION_FAILED"),
        )
    ),
    one("notify-received", "Received non-routine Notify message: Unknown (40)", "Received non-routine Notify message:", regex(r"(?P<notify>[^\n]+)")),
    one("out-of-step", "Received an un-encrypted INVALID_COOKIE notify message, dropping", "Received an un-encrypted INVALID_COOKIE notify message"),
    one("notify-received", "Received an un-encrypted NO_PROPOSAL_CHOSEN notify message, dropping", "Received an un-encrypted",
        regex(r"(?P<notify>[A-Z][A-Z_]+) notify message"), strength=PROVES, protected="no"),
    one("unprotected-ignored", "Information Exchange processing failed", "Information Exchange processing failed"),
    # -- keys and identities
    one("psk-suspected", "ERROR, had problems decrypting packet, probably due to mismatched pre-shared key.  Aborting",
        pp.Opt("ERROR,"), "had problems decrypting packet, probably due to mismatched pre-shared key", strength=PROVES, mode="main"),
    one("decrypt-failed", "Received encrypted Oakley Main Mode packet with invalid payloads, MessID = 0",
        "Received encrypted Oakley Main Mode packet with invalid payloads", strength=SUGGESTS, mode="main", payload="unreadable"),
    one("hash-mismatch", "Hash verification failed", "Hash verification failed", strength=PROVES),
    one("hash-mismatch", "computed hash doesn't match received hash", "computed hash doesn", regex(r"['’]?t match"), strength=PROVES),
    one("key-missing", "Group 203.0.113.91 not found and BASE GROUP default preshared key not configured", "Group",
        regex(r"(?P<remote_id>[^\n]{1,128}?) not found and BASE GROUP default preshared key not configured"), strength=PROVES, role="responder"),
    one("peer-not-found", "No Group found matching branch-07 for Pre-shared key peer 203.0.113.9", "No Group found matching",
        regex(r"(?P<remote_id>[^\n]{1,128}?) for Pre-shared key peer (?P<remote>[^\s,]+)"), strength=PROVES, role="responder"),
    one("peer-not-found", "No Group found by matching OU(s) from ID payload: sales", "No Group found by matching OU(s) from ID payload:",
        regex(r"(?P<remote_id>[^\n]+)"), strength=SUGGESTS, role="responder"),
    one("peer-not-found", "Unknown ID type during find of group name for certs, Type 4", "Unknown ID type during find of group name for certs, Type",
        strength=SUGGESTS, role="responder"),
    one("peer-not-found", "Received ISAKMP Aggressive Mode message 1 with unknown tunnel group name 'branch-07'.",
        "Received ISAKMP Aggressive Mode message 1 with unknown tunnel group name", regex(r"['‘\"]?(?P<remote_id>[^\n'’\"]+)"), strength=PROVES,
        mode="aggressive", role="responder"),
    one("aborted", "Sending spoofed ISAKMP Aggressive Mode message 2 due to receipt of unknown tunnel group. Aborting connection.",
        "Sending spoofed ISAKMP Aggressive Mode message 2", mode="aggressive", role="responder"),
    one("peer-lookup", "branch-07 not found, using BASE GROUP default preshared key",
        regex(r"(?P<remote_id>[^\n]{1,128}?) not found, using BASE GROUP default preshared key"), strength=SUGGESTS, role="responder"),
    one("no-config", "Can't find a valid tunnel group, aborting...!", "Can't find a valid tunnel group", strength=PROVES),
    one("key-missing", "No valid authentication type found for the tunnel group", "No valid authentication type found for the tunnel group",
        strength=SUGGESTS),
    one("peer-not-found", "Tunnel rejected: SA (L2L) not found for group (branch)!", "Tunnel rejected: SA (", regex(r"[^\n)]*\) not found for group"),
        strength=SUGGESTS),
    one("ike-state", "Connection landed on tunnel_group 203.0.113.5", "Connection landed on tunnel_group"),
    one("auth-method-mismatch", "Client IKE Auth mode differs from the group's configured Auth mode", "Client IKE Auth mode differs from the group",
        strength=PROVES),
    one("version-refused", "Tunnel Rejected: Conflicting protocols specified by tunnel-group and group-policy",
        "Tunnel Rejected: Conflicting protocols specified by tunnel-group and group-policy", strength=PROVES),
    one("config-error", "Terminating connection: IKE Initiator and tunnel group specifies L2TP Over IPSec",
        "Terminating connection: IKE Initiator and tunnel group specifies L2TP Over IPSec", reason="Terminating connection: IKE Initiator and tunnel group specifies L2TP Over IPSec", strength=PROVES),
    one("config-error", "Tunnel rejected: Originate-Only: Cannot accept incoming tunnel yet!",
        "Tunnel rejected: Originate-Only: Cannot accept incoming tunnel", reason="Tunnel rejected: Originate-Only: Cannot accept incoming tunnel", strength=PROVES),
    one("config-error", "IKE Peer address same as our interface address 192.0.2.10",
        "IKE Peer address same as our interface address", regex(r"(?P<remote>\S+)"), reason="IKE Peer address same as our interface address", strength=PROVES),
    one("config-error", "IKE Peer address not configured for destination 203.0.113.5",
        "IKE Peer address not configured for destination", reason="IKE Peer address not configured for destination", strength=PROVES),
    one("id-mismatch", "Unknown identification type, Phase 1, Type 12", "Unknown identification type, Phase 1, Type", regex(r"(?P<received_id>\d+)"),
        strength=PROVES),
    one("id-mismatch", "Identification type not supported, Phase 1, Type 12", "Identification type not supported, Phase 1, Type",
        regex(r"(?P<received_id>\d+)"), strength=PROVES),
    one("parse-failed", "Received invalid phase 1 port value (4500) in ID payload", "Received invalid phase 1",
        regex(r"(?:port value|protocol) \([^\n)]*\) in ID payload"), strength=SUGGESTS),
    # -- NAT
    one("nat-remote", "Automatic NAT Detection Status:     Remote end   IS   behind a NAT device     This   end is NOT behind a NAT device",
        "Automatic NAT Detection Status:", regex(r"Remote\s+end\s+(?i:is)\s+behind a NAT"), strength=CONTEXT),
    one("nat-local", "Automatic NAT Detection Status:     Remote end is NOT behind a NAT device     This   end   IS   behind a NAT device",
        "Automatic NAT Detection Status:", regex(r"Remote\s+end\s+(?i:is) NOT\s+behind a NAT device\s+This\s+end\s+(?i:is)\s+behind")),
    one("nat-none", "Automatic NAT Detection Status:     Remote end is NOT behind a NAT device     This   end is NOT behind a NAT device",
        "Automatic NAT Detection Status:"),
    one("natt-failed", "NAT-Discovery payloads missing. Aborting NAT-Traversal.", "NAT-Discovery payloads missing", reason="NAT-Discovery payloads missing", strength=SUGGESTS),
    one("natt-supported", "Received NAT-Traversal RFC VID", "Received NAT-Traversal"),
    one("fragment-failed", "Error assembling fragments! Fragment numbers are non-continuous.", "Error assembling fragments", reason="Error assembling fragments",
        strength=SUGGESTS),
    one("fragment-failed", "Dropped received IKE fragment. Reason: out of memory", "Dropped received IKE fragment", reason="Dropped received IKE fragment", strength=SUGGESTS),
    # -- limits
    one("limit-reached", "Tunnel Rejected: The maximum tunnel count allowed has been reached",
        "Tunnel Rejected: The maximum tunnel count allowed has been reached", reason="Tunnel Rejected: The maximum tunnel count allowed has been reached", strength=PROVES),
    one("limit-reached", "Maximum concurrent IKE negotiations exceeded!", "Maximum concurrent IKE negotiations exceeded", reason="Maximum concurrent IKE negotiations exceeded",
        strength=PROVES),
    one("limit-reached", "Dropping new negotiation - IKEv1 in-negotiation context limit of 900 reached",
        "Dropping new negotiation - IKEv1 in-negotiation context limit of", reason="IKEv1 in-negotiation context limit", strength=PROVES),
)  # fmt: skip
