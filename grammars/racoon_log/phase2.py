"""racoon: quick mode, and the IPsec SAs that it makes.

    start    = ("initiate" | "respond") "new phase 2 negotiation:" end "<=>" end
    SA       = ("ESP" | "AH") ["/" mode] end "->" end     (one direction; two of them are a pair)
    mismatch = what "mismatched: my:" mine "peer:" theirs
    policy   = net net "proto=" protocol "dir=" ("in" | "out")     (in: the peer's network first)
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, Message
from grammars.racoon_log.phase1 import step
from grammars.racoon_log.values import ENDS, ESP_SPI, MY_PEER, QUICK, REMARK, SA, V1, cookies, end, net, said, side

INBOUND = pp.Regex(r"(?:proto=\S+ dir=(?:in|fwd))?")
WAITING = pp.Regex(r"(?P<reason>due to time up waiting for phase1|due to phase1 expired)")
FROM_PEER = pp.Opt(pp.And([pp.Regex(r"(?P<protocol>ESP|AH)[\w\-/]*[ \t]+"), side("remote"), pp.Literal("->"), side("local")]))

MESSAGES: tuple[Message, ...] = (
    said("child-initiate", "initiate new phase 2 negotiation: 192.0.2.1[500]<=>198.51.100.2[500]",
         "initiate new phase 2 negotiation:", *ENDS,
         **QUICK),
    said("message-received", "respond new phase 2 negotiation: 192.0.2.1[500]<=>198.51.100.2[500]",
         "respond new phase 2 negotiation:", *ENDS,
         direction="request", **QUICK),
    said("child-up", "IPsec-SA established: ESP/Tunnel 192.0.2.1[500]->198.51.100.2[500] spi=187337237(0xb2a8a15)",
         "IPsec-SA established:", *SA,
         ESP_SPI, strength=PROVES),
    said("sa-expired-soft", "IPsec-SA expired: ESP/Tunnel 192.0.2.1[500]->198.51.100.2[500] spi=187337237(0xb2a8a15)",
         "IPsec-SA expired:", *SA,
         ESP_SPI, strength=PROVES),
    said("child-failed", "phase2 negotiation failed due to time up waiting for phase1. ESP 198.51.100.2[0]->192.0.2.1[0]",
         "phase2 negotiation failed", WAITING, REMARK, pp.Opt("."), FROM_PEER, strength=PROVES, **QUICK),
    said("gave-up", "phase2 negotiation failed due to time up. bdbcb73da256a199:6a11589947e97349:0000447d",
         "phase2 negotiation failed due to time up", REMARK, pp.Opt("."), pp.Opt(cookies()), strength=SUGGESTS, what="child",
         **QUICK),
    said("send-failed", "phase2 negotiation failed due to send error. bdbcb73da256a199:6a11589947e97349:0000447d",
         "phase2 negotiation failed due to send error", pp.Opt("."), pp.Opt(cookies()), strength=PROVES, reason="send error",
         **QUICK),
    said("child-failed", "phase2 negotiation failed.", "phase2 negotiation failed", **QUICK),
    said("retransmit", "resend phase2 packet bdbcb73da256a199:6a11589947e97349:0000447d", "resend phase2 packet", cookies(),
         strength=SUGGESTS,
         what="child", **QUICK),
    said("gave-up", "give up to get IPsec-SA due to time up to wait.", "give up to get IPsec-SA due to time up to wait",
         strength=SUGGESTS, what="child", **QUICK),
    said("gave-up", "198.51.100.2 give up to get IPsec-SA due to time up to wait.", end("remote"),
         "give up to get IPsec-SA due to time up", strength=SUGGESTS, what="child", **QUICK),
    *step("child-failed", "ph2", "pre-process"),
    *step("child-failed", "ph2", "process"),
    said("child-failed", "failed to pre-process ph2 packet.", pp.MatchFirst([pp.Literal("failed to pre-process ph2 packet"),
         pp.Literal("failed to process ph2 packet")]), **V1),
    # -- proposals
    said("pfs-unwanted", "pfs group mismatched: my:0 peer:2", "pfs group mismatched:",
         pp.Regex(r"my: ?(?P<mine>0) peer: ?(?P<theirs>\d+)"), strength=PROVES, **QUICK),
    said("pfs-missing", "pfs group mismatched: my:2 peer:0", "pfs group mismatched:",
         pp.Regex(r"my: ?(?P<mine>\d+) peer: ?(?P<theirs>0)(?!\d)"), strength=PROVES, **QUICK),
    said("pfs-group-mismatch", "pfs group mismatched: my:2 peer:5", "pfs group mismatched:", MY_PEER, strength=PROVES, **QUICK),
    said("pfs-group-mismatch", "pfs group mismatched", "pfs group mismatched", strength=PROVES, **QUICK),
    said("pfs-ignored", "pfs_group mismatch. mine:2 peer:5", "pfs_group mismatch.", MY_PEER, **QUICK),
    said("pfs-unwanted", "no PFS is specified, but peer sends KE.", "no PFS is specified, but peer sends KE", strength=PROVES,
         **QUICK),
    said("pfs-missing", "PFS is specified, but peer doesn't sends KE.", "PFS is specified, but peer doesn't send", strength=PROVES,
         **QUICK),
    said("attribute-refused", "trns_id mismatched: my:AES peer:3DES", "trns_id mismatched:", MY_PEER, strength=PROVES,
         attribute="esp-encryption",
         what="child", **QUICK),
    said("attribute-refused", "authtype mismatched: my:hmac-sha peer:hmac-md5", "authtype mismatched:", MY_PEER, strength=PROVES,
         attribute="esp-integrity", what="child", **QUICK),
    said("attribute-refused", "key length mismatched, mine:256 peer:128.", pp.MatchFirst([pp.Literal("key length mismatched,"),
         pp.Literal("low key length proposed,"), pp.Literal("long key length proposed,")]), MY_PEER, strength=PROVES,
         attribute="esp-encryption", what="child", **QUICK),
    said("attribute-refused", "trns_id mismatched", "trns_id mismatched", strength=SUGGESTS, attribute="esp-encryption",
         what="child"),
    said("attribute-refused", "authtype mismatched", "authtype mismatched", strength=SUGGESTS, attribute="esp-integrity",
         what="child"),
    said("encapsulation-mismatch", "encmode mismatched: my:Tunnel peer:Transport", "encmode mismatched:", MY_PEER, strength=PROVES,
         **QUICK),
    said("encapsulation-mismatch", "encmode mismatched", "encmode mismatched", strength=PROVES),
    said("protocol-mismatch", "proto_id mismatched: my:ESP peer:AH", "proto_id mismatched:", MY_PEER, strength=PROVES, **QUICK),
    said("protocol-mismatch", "proto_id mismatched", "proto_id mismatched", strength=PROVES),
    said("child-proposal-refused", "no suitable policy found.", "no suitable policy found", strength=PROVES, **QUICK),
    said("child-proposal-refused", "failed to get proposal for responder.", "failed to get proposal for responder", strength=PROVES,
         role="responder", **QUICK),
    # -- networks
    said("ts-lookup", "no policy found, try to generate the policy : 10.2.0.0/16[0] 10.1.0.0/16[0] proto=any dir=in",
         "no policy found, try to generate the policy", ":", net("remote_ts"), net("local_ts"), **QUICK),
    said("ts-refused", "no policy found: 10.1.0.0/16[0] 10.2.0.0/16[0] proto=any dir=out", "no policy found:", net("local_ts"),
         net("remote_ts"),
         pp.Regex(r"proto=\S+ dir=out"), strength=PROVES, **QUICK),
    said("ts-refused", "no policy found: 10.2.0.0/16[0] 10.1.0.0/16[0] proto=any dir=in", "no policy found:", net("remote_ts"),
         net("local_ts"),
         INBOUND, strength=PROVES, **QUICK),
    said("ts-refused", "no policy found", "no policy found", pp.NotAny(","), strength=SUGGESTS, **QUICK),
    said("ts-refused", "failed to get sainfo.", "failed to get sainfo", strength=PROVES, **QUICK),
    said("ts-changed", "mismatched IDci was returned.", "mismatched IDci was returned", strength=PROVES, what="child", **QUICK),
    said("ts-changed", "mismatched IDcr was returned.", "mismatched IDcr was returned", strength=PROVES, what="child", **QUICK),
    said("ts-changed", "mismatched ID was returned.", "mismatched ID was returned", strength=PROVES, what="child", **QUICK),
    # -- what starts it
    said("child-failed", "failed to begin ipsec sa negotication.", pp.Regex(r"failed to begin ipsec sa negoti(?:c)?ation"), **V1),
    said("acquire", "IPsec-SA request for 198.51.100.2 queued due to no phase1 found.", "IPsec-SA request for", end("remote"),
         "queued due to no phase1 found", **V1),
    said("acquire", "request for establishing IPsec-SA was queued due to no phase1 found.",
         "request for establishing IPsec-SA was queued", **V1),
    said("lifetime-differs", "attribute has been modified.", "attribute has been modified", **QUICK),
)  # fmt: skip
