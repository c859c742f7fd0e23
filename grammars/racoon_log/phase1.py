"""racoon: phase 1 from its start to its end: proposals, refusals, notifications, silence.

    start     = ("initiate" | "respond") "new phase 1 negotiation:" end "<=>" end
    rejected  = "rejected" attribute ": DB(prop#n:trns#n):Peer(prop#n:trns#n) =" mine ":" theirs
    time up   = "phase1 negotiation failed due to time up." cookie ":" cookie     (a zero responder cookie: no answer ever)
    side      = "(side:" ("0" | "1") ", status" number ")"     (0 is the initiator)
"""

import pyparsing as pp

from grammars.common import CONTEXT, NOISE, PROVES, SUGGESTS, Message, number, word
from grammars.racoon_log.values import ANSWERED, ENDS, REASON, REMARK, UNANSWERED, V1, cookies, end, said

PAIR = pp.Regex(r"DB ?\(prop#\d+:trns#\d+\) ?: ?Peer ?\(prop#\d+:trns#\d+\) ?= ?(?P<mine>[^\n:]+):(?P<theirs>[^\n\[<]*[^\s\[<.])")
NOTIFY = pp.Regex(r"(?P<notify>[A-Z][A-Z0-9_\-]+|[0-9]+)")
STATUS = pp.Regex(r"(?:RESPONDER-LIFETIME|REPLAY-STATUS|CONNECTED|INITIAL-CONTACT|R-U-THERE(?:-ACK)?|HEARTBEAT|UNITY-\S+)")
ENDS_OR_NONE = pp.Opt(pp.And([end("local"), pp.Literal("<=>"), end("remote")]))
FIRST = {"seq": "1", "message_id": "0"}  # the own message that got no answer: main mode's or aggressive mode's first
LATER = {"seq": "3", "message_id": "0"}


def step(kind: str, what: str, verb: str) -> tuple[Message, ...]:
    """A step failed, at the initiator or the responder; the line before says why."""
    return tuple(
        said(
            kind, f"failed to {verb} {what} packet (side: {side}, status {side}).", f"failed to {verb} {what} packet", REMARK,
            f"(side: {side}, status",
            pp.Opt(":"), number("state"), ")", role=role, **V1,
        )
        for side, role in (("0", "initiator"), ("1", "responder"))
    )  # fmt: skip


MESSAGES: tuple[Message, ...] = (
    said("ike-initiate", "initiate new phase 1 negotiation: 192.0.2.1[500]<=>198.51.100.2[500]",
         "initiate new phase 1 negotiation:", *ENDS,
         strength=PROVES, role="initiator", **V1),
    said("ike-respond", "respond new phase 1 negotiation: 192.0.2.1[500]<=>198.51.100.2[500]", "respond new phase 1 negotiation:",
         *ENDS,
         strength=PROVES, role="responder", **V1),
    said("ike-respond", "responde new phase 1 negotiation: 192.0.2.1[500]<=>198.51.100.2[500]",
         "responde new phase 1 negotiation:", *ENDS,
         strength=PROVES, role="responder", **V1),
    said("ike-initiate", "initiate new phase 1 (Identity Protection): 192.0.2.1[500]<=>198.51.100.2[500]",
         "initiate new phase 1 (Identity Protection):", *ENDS, strength=PROVES, role="initiator", mode="main", **V1),
    said("ike-initiate", "initiate new phase 1 (Aggressive): 192.0.2.1[500]<=>198.51.100.2[500]",
         "initiate new phase 1 (Aggressive):", *ENDS,
         strength=PROVES, role="initiator", mode="aggressive", **V1),
    said("ike-respond", "respond new phase 1 (Identity Protection): 192.0.2.1[500]<=>198.51.100.2[500]",
         "respond new phase 1 (Identity Protection):", *ENDS, strength=PROVES, role="responder", mode="main", **V1),
    said("ike-respond", "respond new phase 1 (Aggressive): 192.0.2.1[500]<=>198.51.100.2[500]",
         "respond new phase 1 (Aggressive):", *ENDS,
         strength=PROVES, role="responder", mode="aggressive", **V1),
    said("ike-state", "begin Identity Protection mode.", "begin Identity Protection mode", strength=PROVES, mode="main",
         exchange="ID_PROT", **V1),
    said("ike-state", "begin Aggressive mode.", "begin Aggressive mode", strength=PROVES, mode="aggressive", exchange="AGGRESSIVE",
         **V1),
    said("ike-up", "ISAKMP-SA established 192.0.2.1[500]-198.51.100.2[500] spi:bdbcb73da256a199:6a11589947e97349",
         "ISAKMP-SA established",
         end("local"), "-", end("remote"), "spi:", cookies(), strength=PROVES, **V1),
    said("ike-up", "ISAKMP-SA established 192.0.2.1[500]-198.51.100.2[500]", "ISAKMP-SA established", end("local"), "-",
         end("remote"),
         strength=PROVES, **V1),
    # -- silence
    said("gave-up", "phase1 negotiation failed due to time up. 53b231fc25ce2252:0000000000000000",
         "phase1 negotiation failed due to time up",
         REMARK, pp.Opt("."), ENDS_OR_NONE, UNANSWERED, strength=SUGGESTS, what="ike", **FIRST, **V1),
    said("gave-up", "phase1 negotiation failed due to time up. bdbcb73da256a199:6a11589947e97349",
         "phase1 negotiation failed due to time up",
         REMARK, pp.Opt("."), ENDS_OR_NONE, ANSWERED, strength=SUGGESTS, what="ike", **LATER, **V1),
    said("gave-up", "phase1 negotiation failed due to time up.", "phase1 negotiation failed due to time up", REMARK, pp.Opt("."),
         ENDS_OR_NONE,
         strength=SUGGESTS, what="ike", **V1),
    said("send-failed", "phase1 negotiation failed due to send error. 53b231fc25ce2252:0000000000000000",
         "phase1 negotiation failed due to send error", REMARK, pp.Opt("."), ENDS_OR_NONE, pp.Opt(cookies()), strength=PROVES,
         reason="send error",
         **V1),
    said("aborted", "phase1 negotiation failed.", "phase1 negotiation failed", **V1),
    said("retransmit", "resend phase1 packet 53b231fc25ce2252:0000000000000000", "resend phase1 packet", UNANSWERED,
         strength=SUGGESTS, what="ike",
         **FIRST, **V1),
    said("retransmit", "resend phase1 packet bdbcb73da256a199:6a11589947e97349", "resend phase1 packet", ANSWERED,
         strength=SUGGESTS, what="ike",
         **LATER, **V1),
    said("retransmit", "resent phase1 packet 192.0.2.1[500]<=>198.51.100.2[500] 53b231fc25ce2252:0000000000000000",
         "resent phase1 packet",
         ENDS_OR_NONE, UNANSWERED, strength=SUGGESTS, what="ike", **FIRST, **V1),
    said("retransmit", "resent phase1 packet 192.0.2.1[500]<=>198.51.100.2[500] bdbcb73da256a199:6a11589947e97349",
         "resent phase1 packet",
         ENDS_OR_NONE, ANSWERED, strength=SUGGESTS, what="ike", **LATER, **V1),
    said("duplicate-request", "the packet is retransmitted by 198.51.100.2[500] (1).", "the packet is retransmitted by",
         end("remote"),
         pp.Opt(pp.Regex(r"\((?P<count>\d+)\)")), strength=SUGGESTS, **V1),
    # -- proposals
    said("attribute-refused", "rejected enctype: DB(prop#1:trns#1):Peer(prop#1:trns#1) = AES-CBC:3DES-CBC", "rejected enctype:",
         PAIR,
         strength=PROVES, attribute="encryption", what="ike", **V1),
    said("attribute-refused", "rejected hashtype: DB(prop#1:trns#1):Peer(prop#1:trns#1) = SHA:MD5", "rejected hashtype:", PAIR,
         strength=PROVES,
         attribute="integrity", what="ike", **V1),
    said("attribute-refused", "rejected dh_group: DB(prop#1:trns#1):Peer(prop#1:trns#1) = 2048-bit MODP group:1024-bit MODP group",
         "rejected dh_group:", PAIR, strength=PROVES, attribute="group", what="ike", **V1),
    said("attribute-refused", "rejected authmethod: DB(prop#1:trns#1):Peer(prop#1:trns#1) = pre-shared key:RSA signatures",
         "rejected authmethod:", PAIR, strength=PROVES, attribute="method", what="ike", **V1),
    said("attribute-refused", "rejected enctype", "rejected enctype", strength=SUGGESTS, attribute="encryption", what="ike", **V1),
    said("attribute-refused", "rejected hashtype", "rejected hashtype", strength=SUGGESTS, attribute="integrity", what="ike", **V1),
    said("attribute-refused", "rejected dh_group", "rejected dh_group", strength=SUGGESTS, attribute="group", what="ike", **V1),
    said("attribute-refused", "rejected authmethod", "rejected authmethod", strength=SUGGESTS, attribute="method", what="ike",
         **V1),
    said("proposal-refused", "no suitable proposal found.", "no suitable proposal found", strength=PROVES, **V1),
    said("ike-proposal-refused", "failed to get valid proposal.", "failed to get valid proposal", strength=PROVES, **V1),
    said("lifetime-differs", "long lifetime proposed: my:28800 peer:86400", pp.MatchFirst([pp.Literal(t) for t in (
            "long lifetime proposed:", "long lifebyte proposed:", "lifetime mismatched:", "lifebyte mismatched:")]),
         pp.Regex(r"my: ?(?P<mine>\d+) peer: ?(?P<theirs>\d+)"), strength=PROVES),
    said("lifetime-differs", "long lifetime proposed", "long lifetime proposed", strength=SUGGESTS),
    said("lifetime-differs", "use own lifetime: my:28800 peer:86400", pp.MatchFirst([pp.Literal(t) for t in (
            "use own lifetime:", "use own lifebyte:", "less lifetime proposed.", "less lifebyte proposed.")]),
         pp.Regex(r"(?:my|mine): ?(?P<mine>\d+) peer: ?(?P<theirs>\d+)")),
    # -- no configuration for this
    said("not-allowed", "not acceptable Identity Protection mode", "not acceptable Identity Protection mode", strength=PROVES,
         mode="main", **V1),
    said("not-allowed", "not acceptable Aggressive mode", "not acceptable Aggressive mode", strength=PROVES, mode="aggressive",
         **V1),
    said("not-allowed", "in Identity not acceptable Aggressive mode", "in Identity not acceptable Aggressive mode", strength=PROVES,
         mode="aggressive", **V1),
    said("no-config", "exchange Identity Protection not allowed in any applicable rmconf.",
         "exchange Identity Protection not allowed in any applicable rmconf", strength=PROVES, mode="main", role="responder",
         reason="exchange not allowed", **V1),
    said("no-config", "exchange Aggressive not allowed in any applicable rmconf.",
         "exchange Aggressive not allowed in any applicable rmconf",
         strength=PROVES, mode="aggressive", role="responder", **V1),
    said("no-config", "no configuration found for 198.51.100.2.", "no configuration found for", pp.Regex(r"(?P<remote>\S*[^\s.])"),
         strength=PROVES,
         **V1),
    said("no-config", "couldn't find configuration.", "couldn't find configuration", strength=PROVES, role="responder", **V1),
    said("no-config", "couldn't find configuaration", "couldn't find configuaration", strength=PROVES, role="responder"),
    said("out-of-step", "exchange type is mismatched: db=Identity Protection packet=Aggressive, ignore it.",
         "exchange type is mismatched: db=",
         pp.Regex(r"(?P<mine>[^\n=]+) packet=(?P<theirs>[^\n,]+)"), strength=SUGGESTS, **V1),
    said("version-refused", "Invalid exchange type 34 from 198.51.100.2[500].", "Invalid exchange type", pp.Regex(r"3[4-7]"),
         "from", end("remote"),
         strength=PROVES, ike_version="2"),
    said("garbage-received", "Invalid exchange type 96 from 198.51.100.2[500].", "Invalid exchange type", pp.Regex(r"\d+"), "from",
         end("remote"),
         strength=SUGGESTS),
    said("garbage-received", "packet shorter than isakmp header size (9, 28, 28)", "packet shorter than isakmp header size",
         strength=SUGGESTS),
    said("nonstandard-peer", "invalid major version 0.", pp.Regex(r"(?P<reason>invalid (?:major|minor) version \d+)"),
         strength=SUGGESTS),
    # -- what the peer says
    said("noise", "notification RESPONDER-LIFETIME received in informational exchange.", "notification", STATUS, "received in",
         strength=NOISE),
    said("notify-received", "notification NO-PROPOSAL-CHOSEN received in unencrypted informational exchange.", "notification",
         NOTIFY,
         "received in unencrypted informational exchange", strength=SUGGESTS, protected="no", **V1),
    said("notify-received", "notification INVALID-ID-INFORMATION received in informational exchange.", "notification", NOTIFY,
         "received in informational exchange", strength=SUGGESTS, protected="yes", **V1),
    *(
        said("notify-received", f"notification NO-PROPOSAL-CHOSEN received in {name} exchange.", "notification", NOTIFY,
             f"received in {name} exchange", strength=SUGGESTS, exchange=exchange, **V1)
        for name, exchange in (("identity", "ID_PROT"), ("aggressive", "AGGRESSIVE"), ("phase2", "QUICK_MODE"))
    ),
    said("notify-received", "fatal NO-PROPOSAL-CHOSEN notify messsage, phase1 should be deleted.", "fatal", NOTIFY,
         pp.Regex(r"notify mess+age, phase1 should be deleted"), strength=SUGGESTS, **V1),
    said("notify-received", "notification message 14:NO-PROPOSAL-CHOSEN, doi=1 proto_id=1 spi=(size=0).", "notification message",
         pp.Regex(r"(?!(?:1[67]\d|24|36)\d*:)\d+:(?P<notify>[A-Z][A-Z0-9_\-]+), doi=\d+ proto_id=1\b"), strength=SUGGESTS,
         what="ike", **V1),
    said("child-refused", "notification message 14:NO-PROPOSAL-CHOSEN, doi=1 proto_id=3 spi=00f1f2ed(size=4).",
         "notification message",
         pp.Regex(r"(?!(?:24|36)\d*:)\d+:(?P<notify>[A-Z][A-Z0-9_\-]+), doi=\d+ proto_id=[23]\b"), strength=SUGGESTS, what="child",
         exchange="QUICK_MODE", **V1),
    said("notify-received", "unknown notify message, no phase2 handle found.", "unknown notify message, no phase2 handle found",
         strength=SUGGESTS,
         **V1),
    said("unprotected-ignored", "ignore information because ISAKMP-SA has not been established yet.",
         "ignore information because ISAKMP-SA has not been established", strength=SUGGESTS, **V1),
    said("unprotected-ignored", "notify message must be encrypted",
         pp.MatchFirst([pp.Literal(f"{t} message must be encrypted") for t in (
            "notify", "delete", "none", "hash")]), strength=SUGGESTS, **V1),
    said("unprotected-ignored", "ignore the packet, expecting the packet encrypted.", "ignore the packet,",
         "expecting the packet encrypted",
         strength=SUGGESTS, **V1),
    said("nonstandard-peer", "ignore information because the message has no hash payload.",
         "ignore information because", pp.Regex(r"(?P<reason>the message has no hash payload)"), strength=SUGGESTS, **V1),
    said("malformed-ignored", "ignore information due to hash mismatch", pp.MatchFirst([pp.Literal("ignore information due to"),
         pp.Literal("ignore information because the message is")]), REASON, **V1),
    said("out-of-step", "unknown Informational exchange received.", "unknown Informational exchange received", **V1),
    said("out-of-step", "malformed cookie received or the spi expired.", "malformed cookie received", **V1),
    # -- garbage after decryption
    said("decrypt-failed", "the length in the isakmp header is too big.", "the length in the isakmp header is too big",
         strength=SUGGESTS, **V1),
    said("decrypt-failed", "invalid length of payload", "invalid length of payload", strength=SUGGESTS, **V1),
    said("natt-failed", "ignore the packet, received unexpecting payload type 130.", "ignore the packet,", pp.Regex(
            r"(?P<reason>received unexpecting payload type (?:20|21|15|130|131)\b)"), strength=SUGGESTS, **V1),
    said("decrypt-failed", "ignore the packet, received unexpecting payload type 79.",
         "ignore the packet, received unexpecting payload type",
         word("payload"), strength=SUGGESTS, **V1),
    said("parse-failed", "few isakmp message received.", "few isakmp message received", strength=SUGGESTS,
         reason="few isakmp message received",
         **V1),
    said("parse-failed", "received invalid next payload type 5, expecting 8.", "received invalid next payload type",
         word("payload"), ",", "expecting", strength=SUGGESTS, reason="another payload was expected", **V1),
    *step("aborted", "ph1", "pre-process"),
    *step("aborted", "ph1", "process"),
    said("aborted", "failed to pre-process packet.", pp.MatchFirst([pp.Literal("failed to pre-process packet"),
         pp.Literal("failed to process packet"), pp.Literal("failed to pre-process ph1 packet"), pp.Literal("invalid ID payload")]),
         strength=CONTEXT, **V1),
)  # fmt: skip
