"""RouterOS and macOS, whose IKE daemons began as racoon.

    ike2 = verb "ike2 SA" ["(" ("I" | "R") ")"] ":" [name] end "-" end "spi:" cookie ":" cookie     (RouterOS)
    step = "IKE Packet:" ("transmit" | "receive") "success. (" role "," mode "message" number ")"     (macOS)
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, Message, upper
from grammars.racoon_log.values import ADDRESS, REASON, V1, V2, cookies, said

IKE2 = pp.Regex(
    rf":[ \t]*(?:(?P<conn>[^\n\[]{{0,64}}?) (?=\S+\[))?(?P<local>{ADDRESS})\[(?P<local_port>[^\[\]\n]*)\]-"
    rf"(?P<remote>{ADDRESS})\[(?P<remote_port>[^\[\]\n]*)\](?: spi:)?"
)
TYPED = r"(?:ADDR4|ADDR6|FQDN|USER-?FQDN|DER DN|KEY-?ID|[A-Z][A-Z0-9\- ]{2,12}): ?"
ERRORS = pp.Regex(
    r"(?P<notify>NO_PROPOSAL_CHOSEN|INVALID_[A-Z_]+|AUTHENTICATION_FAILED|TS_UNACCEPTABLE|UNSUPPORTED_[A-Z_]+|SINGLE_PAIR_REQUIRED|"
    r"FAILED_CP_REQUIRED|INTERNAL_ADDRESS_FAILURE|CHILD_SA_NOT_FOUND|TEMPORARY_FAILURE|NO_ADDITIONAL_SAS)"
)
STEP = r", (?P<mode>Main|Aggressive)-Mode [Mm]essage (?P<step>\d)\)"
QUICK_STEP = r", Quick-Mode [Mm]essage (?P<step>\d)\)"

MESSAGES: tuple[Message, ...] = (
    # -- RouterOS
    said("ike-initiate", "new ike2 SA (I): west 192.0.2.1[4500]-198.51.100.2[4500] spi:bdbcb73da256a199:6a11589947e97349",
         "new ike2 SA (I)", IKE2,
         pp.Opt(cookies()), strength=PROVES, role="initiator", **V2),
    said("ike-respond", "new ike2 SA (R): west 192.0.2.1[4500]-198.51.100.2[4500] spi:bdbcb73da256a199:6a11589947e97349",
         "new ike2 SA (R)", IKE2,
         pp.Opt(cookies()), strength=PROVES, role="responder", **V2),
    said("ike-up", "peer authorized: west 192.0.2.1[4500]-198.51.100.2[4500] spi:bdbcb73da256a199:6a11589947e97349",
         "peer authorized", IKE2,
         pp.Opt(cookies()), strength=PROVES, **V2),
    said("auth-refused", "peer failed to authorize: west 192.0.2.1[4500]-198.51.100.2[4500] spi:bdbcb73da256a199:6a11589947e97349",
         "peer failed to authorize", IKE2, pp.Opt(cookies()), strength=SUGGESTS, **V2),
    said("ike-deleted", "killing ike2 SA: west 192.0.2.1[4500]-198.51.100.2[4500] spi:bdbcb73da256a199:6a11589947e97349",
         "killing ike2 SA", IKE2,
         pp.Opt(cookies()), **V2),
    said("ike-deleted", "killing ike2 SA", "killing ike2 SA", **V2),
    said("notify-received", "got fatal error: AUTHENTICATION_FAILED", "got fatal error:", upper("notify"), strength=SUGGESTS, **V2),
    said("notify-received", "got error: TS_UNACCEPTABLE", "got error:", ERRORS, strength=SUGGESTS, **V2),
    said("notify-received", "notify: NO_PROPOSAL_CHOSEN", "notify:", ERRORS, strength=SUGGESTS, **V2),
    said("ts-refused", "reply notify: TS_UNACCEPTABLE", "reply notify: TS_UNACCEPTABLE", strength=PROVES, role="responder", **V2),
    said("proposal-refused", "reply notify: NO_PROPOSAL_CHOSEN", "reply notify: NO_PROPOSAL_CHOSEN", strength=PROVES,
         role="responder", **V2),
    said("auth-refused", "reply notify: AUTHENTICATION_FAILED", "reply notify: AUTHENTICATION_FAILED", strength=PROVES,
         role="responder", **V2),
    said("notify-sent", "reply notify: INVALID_KE_PAYLOAD", "reply notify:", ERRORS, strength=PROVES, role="responder", **V2),
    said("notify-sent", "adding notify: NO_PROPOSAL_CHOSEN", "adding notify:", ERRORS, strength=PROVES, **V2),
    said("peer-not-found", "identity not found for responder: ADDR4:192.0.2.1 peer: ADDR4:198.51.100.2",
         "identity not found for responder:",
         pp.Regex(rf"(?:{TYPED})?(?P<local_id>\S+) peer: (?:{TYPED})?(?P<remote_id>\S[^\n]*)"), strength=PROVES),
    said("peer-not-found", "identity not found for peer: FQDN: gw.example", "identity not found for peer:",
         pp.Regex(rf"(?:{TYPED})?(?P<remote_id>\S[^\n]*)"), strength=PROVES),
    said("peer-not-found", "identity not found", "identity not found", strength=PROVES),
    said("cert-untrusted", "can't verify peer's certificate from store", "can't verify peer's certificate", strength=PROVES),
    said("cert-id-mismatch", "peer's ID does not match certificate", "peer's ID does not match certificate", strength=PROVES),
    said("parse-failed", "payload missing: TS_I", "payload missing:", pp.Regex(r"(?P<payload>[A-Z_]+)"), strength=SUGGESTS),
    said("nonstandard-peer", "peer not compliant", "peer not compliant", strength=SUGGESTS, reason="peer not compliant"),
    said("out-of-step", "peer sent packet for dead phase2", "peer sent packet for dead phase2", strength=SUGGESTS),
    said("peer-id", "ID_I (ADDR4): 198.51.100.2", "ID_I (", pp.Regex(r"[^()\n]*\): (?P<remote_id>\S[^\n]*)"), role="responder",
         **V2),
    said("ts-refused", "policy not found", "policy not found", strength=SUGGESTS),
    said("ts-lookup", "searching for policy for selector: 10.2.0.0/16 <=> 10.1.0.0/16", "searching for policy for selector:",
         pp.Regex(r"(?P<local_ts>[^\s<]+) <=> (?P<remote_ts>\S+)")),
    said("address-assigned", "acquired 10.9.0.7 address for 198.51.100.2[4500], FQDN: road", "acquired",
         pp.Regex(r"\S+ address for")),
    # -- macOS
    said("ike-initiate", "IPSec Phase1 started (Initiated by me).", "IPSec Phase", pp.Regex(r"1 started \(Initiated by me\)"),
         strength=PROVES,
         role="initiator", **V1),
    said("ike-respond", "IPSec Phase1 started (Initiated by peer).", "IPSec Phase", pp.Regex(r"1 started \(Initiated by peer\)"),
         strength=PROVES,
         role="responder", **V1),
    said("ike-up", "IPSec Phase1 established (Initiated by me).", "IPSec Phase", pp.Regex(r"1 established"), strength=PROVES, **V1),
    said("child-initiate", "IPSec Phase2 started (Initiated by me).", "IPSec Phase", pp.Regex(r"2 started"), exchange="QUICK_MODE",
         **V1),
    said("child-up", "IPSec Phase2 established (Initiated by me).", "IPSec Phase", pp.Regex(r"2 established"), strength=PROVES, **V1),
    said("retransmit", "IKE Packet: transmit success. (Phase1 Retransmit).",
         pp.Regex(r"IKE Packet: transmit success\. \(Phase ?1 Retransmit\)"),
         strength=SUGGESTS, what="ike", **V1),
    said("retransmit", "IKE Packet: transmit success. (Phase2 Retransmit).",
         pp.Regex(r"IKE Packet: transmit success\. \(Phase ?2 Retransmit\)"),
         strength=SUGGESTS, what="child", exchange="QUICK_MODE", **V1),
    said("gave-up", "IKEv1 Phase1: maximum retransmits. (Phase1 Maximum Retransmits).", "IKEv1 Phase1: maximum retransmits",
         strength=SUGGESTS, what="ike", **V1),
    said("gave-up", "IKEv1 Phase2: maximum retransmits. (Phase2 Maximum Retransmits).", "IKEv1 Phase2: maximum retransmits",
         strength=SUGGESTS, what="child", exchange="QUICK_MODE", **V1),
    said("key-missing", "failed to get shared secret from keychain.", "failed to get shared secret from keychain", strength=PROVES, **V1),
    said("message-sent", "IKE Packet: transmit success. (Initiator, Main-Mode message 1).",
         "IKE Packet: transmit success. (Initiator",
         pp.Regex(STEP), role="initiator", **V1),
    said("message-received", "IKE Packet: receive success. (Initiator, Main-Mode message 2).",
         "IKE Packet: receive success. (Initiator",
         pp.Regex(STEP), role="initiator", **V1),
    said("message-sent", "IKE Packet: transmit success. (Responder, Main-Mode message 2).",
         "IKE Packet: transmit success. (Responder",
         pp.Regex(STEP), role="responder", **V1),
    said("message-received", "IKE Packet: receive success. (Responder, Main-Mode message 1).",
         "IKE Packet: receive success. (Responder",
         pp.Regex(STEP), role="responder", **V1),
    said("message-sent", "IKE Packet: transmit success. (Initiator, Quick-Mode message 1).", "IKE Packet: transmit success. (",
         pp.Regex(r"(?:Initiator|Responder)" + QUICK_STEP), exchange="QUICK_MODE", **V1),
    said("message-received", "IKE Packet: receive success. (Initiator, Quick-Mode message 2).", "IKE Packet: receive success. (",
         pp.Regex(r"(?:Initiator|Responder)" + QUICK_STEP), exchange="QUICK_MODE", **V1),
    said("parse-failed", "IKE Packet: receive failed. (Responder, Main-Mode message 5).", "IKE Packet: receive failed.", REASON,
         strength=SUGGESTS,
         **V1),
    said("duplicate-request", "Received retransmitted packet from 198.51.100.2[500].", "Received retransmitted packet from",
         pp.Regex(rf"(?P<remote>{ADDRESS})"), strength=SUGGESTS),
    said("dpd-sent", "IKEv1 Dead-Peer-Detection: request transmitted. (Initiator DPD Request).",
         "IKEv1 Dead-Peer-Detection: request transmitted"),
)  # fmt: skip
