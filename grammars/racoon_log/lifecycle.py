"""racoon: the end of SAs, liveness, NAT and paths.

    expired = "ISAKMP-SA" ("expired" | "deleted") end "-" end "spi:" cookie ":" cookie
    nat     = "NAT" ("detected:" ["ME"] ["PEER"] | "not detected")
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, Message, number
from grammars.racoon_log.values import ESP_SPI, QUICK, V1, cookies, end, said, side

PAIR = (end("local"), "-", end("remote"))
SPI = (pp.Opt("spi:"), pp.Opt(cookies()))
PROTO = pp.Regex(r"proto_id=(?P<protocol>ESP|AH|IPCOMP)(?: sibling)?")

MESSAGES: tuple[Message, ...] = (
    # every phase 1 ends so, also where the next one is up long since
    said("ike-deleted", "ISAKMP-SA expired 192.0.2.1[500]-198.51.100.2[500] spi:bdbcb73da256a199:6a11589947e97349",
         "ISAKMP-SA expired", *PAIR,
         *SPI, strength=PROVES, reason="expired", **V1),
    said("ike-deleted", "ISAKMP-SA deleted 192.0.2.1[500]-198.51.100.2[500] spi:bdbcb73da256a199:6a11589947e97349",
         "ISAKMP-SA deleted", *PAIR,
         *SPI, **V1),
    said("delete-received", "purged ISAKMP-SA proto_id=ISAKMP spi=bdbcb73da256a199:6a11589947e97349.",
         "purged ISAKMP-SA proto_id=ISAKMP spi=",
         cookies(), strength=PROVES, what="ike", **V1),
    said("ike-deleted", "purged ISAKMP-SA spi=bdbcb73da256a199:6a11589947e97349.", "purged ISAKMP-SA",
         pp.Opt(pp.Literal("spi=") + cookies()), **V1),
    said("ike-deleting", "purging ISAKMP-SA spi=bdbcb73da256a199:6a11589947e97349.", "purging ISAKMP-SA",
         pp.Opt(pp.Literal("spi=") + cookies()),
         **V1),
    said("delete-received", "purged IPsec-SA proto_id=ESP spi=1479269761.", "purged IPsec-SA", PROTO, ESP_SPI, strength=PROVES,
         what="child"),
    said("child-closed", "purged IPsec-SA spi=1479269761.", "purged IPsec-SA", ESP_SPI),
    said("child-closed", "phase2 sa deleted 192.0.2.1-198.51.100.2", pp.MatchFirst([pp.Literal("phase2 sa deleted"),
         pp.Literal("phase2 sa expired")])),
    said("delete-unknown", "Unknown IPsec-SA spi=1479269761, hmmmm?", "Unknown IPsec-SA", ESP_SPI, strength=SUGGESTS, what="child"),
    said("out-of-step", "can't start the quick mode, there is no ISAKMP-SA, 530bc0362f36f1ed:9673792c0daa890f:0000447d",
         "can't start the quick mode, there is no ISAKMP-SA", ",", cookies(), strength=PROVES, role="responder", **QUICK),
    said("out-of-step", "can't start the quick mode, there is no valid ISAKMP-SA, 530bc0362f36f1ed:9673792c0daa890f",
         "can't start the quick mode, there is no valid", pp.Opt("ISAKMP-SA"), pp.Opt(","), pp.Opt(cookies()), strength=PROVES,
         role="responder", **QUICK),
    said("out-of-step", "can't start the quick mode, there is no ISAKMP-SA", "can't start the quick mode", strength=PROVES,
         role="responder", **QUICK),
    said("out-of-step", "the negotiation is stopped, because there is no suitable ISAKMP-SA.", "the negotiation is stopped,",
         **QUICK),
    said("rekey-scheduled", "renegotiating phase1 to 198.51.100.2 due to active phase2", "renegotiating phase1 to", end("remote"),
         what="ike", **V1),
    said("initial-contact", "received INITIAL-CONTACT", "received INITIAL-CONTACT", **V1),
    # -- liveness
    said("dpd-timeout", "DPD: remote (ISAKMP-SA spi=bdbcb73da256a199:6a11589947e97349) seems to be dead.",
         "DPD: remote (ISAKMP-SA spi=", cookies(),
         ") seems to be dead", strength=PROVES, **V1),
    said("dpd-timeout", "DPD: remote seems to be dead", "DPD: remote", pp.Regex(r"[^\n]{0,80}seems to be dead"), strength=PROVES),
    said("dpd-timeout", "DPD check timed out", "DPD check timed out", strength=PROVES),
    said("dpd-sent", "DPD R-U-There sent (0)", "DPD R-U-There sent", **V1),
    said("keepalive", "DPD R-U-There-Ack received", pp.MatchFirst([pp.Literal("DPD R-U-There-Ack received"),
         pp.Literal("received an R-U-THERE-ACK"),
         pp.Literal("DPD R-U-There received"), pp.Literal("received a valid R-U-THERE")]), **V1),
    said("keepalive", "KA: 192.0.2.1[4500]->198.51.100.2[4500]", "KA:", side("local"), "->", side("remote")),
    # -- NAT and paths
    said("nat-local", "NAT detected: ME PEER", "NAT detected: ME", strength=PROVES),
    said("nat-remote", "NAT detected: PEER", "NAT detected: PEER", strength=PROVES),
    said("nat-none", "NAT not detected ", "NAT not detected", strength=PROVES),
    said("nat-local", "NAT-D payload #0 doesn't match", pp.Regex(r"NAT-D payload #(?:0|-1) doesn't match"), strength=SUGGESTS),
    said("nat-remote", "NAT-D payload #1 doesn't match", "NAT-D payload #", number("number"), "doesn't match", strength=SUGGESTS),
    said("natt-supported", "Selected NAT-T version: RFC 3947", "Selected NAT-T version:"),
    said("natt-supported", "received Vendor ID: RFC 3947", pp.MatchFirst([pp.Literal("received Vendor ID: RFC 3947"),
         pp.Literal("received Vendor ID: draft-ietf-ipsec-nat-t-ike"),
         pp.Literal("received Vendor ID: draft-ietf-ipsra-nat-t-ike")])),
    said("vendor-id", "received Vendor ID: DPD", "received Vendor ID:", pp.Regex(r"(?P<vendor>\S[^\n]*)")),
    said("path-changed", "NAT-T: ports changed to: 198.51.100.2[4500]<->192.0.2.1[4500]", "NAT-T: ports changed to:",
         end("remote"), "<->",
         end("local")),
    said("path-changed", "remote address mismatched. db=198.51.100.2[500], act=203.0.113.9[500]", "remote address mismatched. db=",
         end("remote")),
    said("fragment-failed", "isakmp_sendfrags failed", "isakmp_sendfrags failed", strength=PROVES,
         reason="isakmp_sendfrags failed"),
)  # fmt: skip
