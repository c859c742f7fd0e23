"""``debug crypto isakmp`` in quick mode, and ``debug crypto ipsec``.

    check = "IPSEC(" function "):" words      (the framing leaves ``function "):"``)
    pair  = "local_proxy=" network "," "remote_proxy=" network
"""

import pyparsing as pp

from grammars.cisco_ios_log.values import ADDRESS, QUICK, RESPONDER, V1, WITH_PORT, address, either, said, text
from grammars.common import NOISE, PROVES, SUGGESTS, Message

NET = r"[^\s,;()]+"
# local_proxy= 10.1.0.0/255.255.0.0/0/0 (type=4), remote_proxy= ...; 12.2: src_proxy= , dest_proxy=
PAIR = text(
    rf"(?:[^\n]*?\blocal_proxy= ?(?P<local_ts>{NET})[^\n]*?\bremote_proxy= ?(?P<remote_ts>{NET}))?"
)
ENDS = text(rf"(?:[^\n]*?\blocal= ?(?P<local>{WITH_PORT})(?::\d+)?,[ \t]*remote= ?(?P<remote>{WITH_PORT})(?::\d+)?,)?")
CHECKS = ("validate_proposal_request):", "ipsec_process_proposal):", "validate_transform_proposal):", "validate_proposal):")


def check(kind: str, words: str, *parts: pp.ParserElement | str, strength: str = PROVES, example: str = "", **tags: str) -> Message:
    """What one of the functions that look at a proposal says."""
    return said(kind, f"{CHECKS[1]} {example or words}", either(*CHECKS), words, *parts, strength=strength, **tags)


def error(kind: str, code: str, strength: str, **tags: str) -> Message:
    """The code that a refused proposal has."""
    return said(
        kind, f"IPSec policy invalidated proposal with error {code}", f"IPSec policy invalidated proposal with error {code}",
        text(r"(?!\d)(?:[ \t]*offered by (?P<proposals>[^\n]*))?"), strength=strength, **QUICK, **RESPONDER, **tags,
    )  # fmt: skip


MESSAGES: tuple[Message, ...] = (
    # -- quick mode
    said("child-initiate", "beginning Quick Mode exchange, M-ID of 987650012", "beginning Quick Mode exchange", **QUICK),
    said("message-sent", "QM Initiator gets spi", "QM Initiator gets spi", direction="request", **QUICK),
    said("message-received", "QM Responder gets spi", "QM Responder gets spi", direction="request", **QUICK),
    said("message-received", "Checking IPSec proposal 1", "Checking IPSec proposal", **QUICK),
    error("ts-refused", "32", SUGGESTS),
    error("attribute-refused", "256", SUGGESTS, attribute="esp-transform", what="child"),
    error("attribute-refused", "8", SUGGESTS, attribute="esp-transform", what="child"),
    error("child-proposal-refused", "64", SUGGESTS, attribute="group-or-mode"),
    said("child-proposal-refused", "IPSec policy invalidated proposal", "IPSec policy invalidated proposal", strength=SUGGESTS, **QUICK),
    said("child-proposal-refused", "phase 2 SA policy not acceptable! (local 203.0.113.1 remote 198.51.100.20)", "phase 2 SA policy not acceptable",
         text(rf"!?(?:[ \t]*\(local (?P<local>{ADDRESS}) remote (?P<remote>{ADDRESS})\))?"), strength=PROVES, **QUICK),
    said("child-failed", "QM FSM error (P2 struct &0x1234, mess id 0x5678)!", "QM FSM error", strength=SUGGESTS, **QUICK),
    said("gave-up", 'deleting node 1234 error TRUE reason "Phase 2 retransmission"', "deleting node", text(r"-?\d+ error TRUE reason \"(?:Phase 2 retransmission|Death by retransmission P2)\""),
         strength=SUGGESTS, what="child", **QUICK),
    said("child-failed", 'deleting node 2210447781 error TRUE reason "QM rejected"', "deleting node", text(r"-?\d+ error TRUE reason \"QM rejected\""), strength=PROVES,
         **QUICK),
    said("noise", 'deleting node 987650012 error FALSE reason "No Error"', "deleting node", strength=NOISE),
    said("child-up", "Successfully installed IPSEC SA (SPI:0x4C21D0A7) on GigabitEthernet1", "Successfully installed IPSEC SA", text(r"\(SPI: ?(?P<spi_in>0x[0-9A-Fa-f]+)\)"),
         strength=PROVES, **V1),
    said("delete-received", "processing DELETE payload. message ID = 1234", "processing DELETE payload", **V1),
    said("delete-sent", "sending delete notify", "sending delete", **V1),
    said("out-of-step", "ignoring request to send delete notify (no ISAKMP sa) src 192.0.2.1 dst 192.0.2.2 for SPI 0x1234", "ignoring request to send delete notify",
         text(rf"(?:\(no ISAKMP sa\) src (?P<local>{ADDRESS}) dst (?P<remote>{ADDRESS}))?"), strength=SUGGESTS, **V1),
    # -- debug crypto ipsec
    said("acquire", "sa_request): , (key eng. msg.) OUTBOUND local= 198.51.100.20:0, remote= 203.0.113.1:0,", "sa_request):", ENDS, PAIR),
    check("ts-refused", "proxy identities not supported"),
    said("ts-refused", "initialize_sas): invalid proxy IDs", "initialize_sas): invalid proxy IDs", strength=PROVES),
    check("attribute-refused", "transform proposal not supported for identity:", text(r"(?:\{(?P<theirs>[^{}\n]*)\})?"), attribute="esp-transform", what="child"),
    check("encapsulation-mismatch", "invalid transform proposal flags"),
    check("attribute-refused", "transform proposal (prot", text(r"(?P<theirs>\d+, trans \d+, hmac_alg \d+)\) not supported"), attribute="esp-transform",
          what="child", example="transform proposal (prot 3, trans 2, hmac_alg 2) not supported"),
    check("config-error", "invalid local address", address("local"), example="invalid local address 192.0.2.1", reason="packets come to an address that no crypto map has"),
    check("no-config", "peer address", address("remote"), "not found", example="peer address 192.0.2.1 not found", role="responder"),
    check("config-error", "no IPSEC cryptomap exists for local address", address("local"), example="no IPSEC cryptomap exists for local address 192.0.2.1",
          reason="no crypto map on the interface of this address"),
    said("config-error", "crypto_map_check_encrypt_core): mtree check: failed", "crypto_map_check_encrypt_core): mtree check: failed", strength=PROVES,
         reason="the crypto map has no entry for this traffic"),
    said("config-error", "Packet dropped because cryptomap not complete", "Packet dropped because cryptomap not complete", strength=PROVES, reason="the crypto map is not complete"),
    said("message-received", "validate_proposal_request): proposal part #1, (key eng. msg.) INBOUND local= 203.0.113.1:0, remote= 198.51.100.20:0,",
         "validate_proposal_request): proposal part", text(r"#\d+,[ \t]*\(key eng"), ENDS, PAIR, exchange="QUICK_MODE"),
    said("noise", "validate_proposal_request): proposal part #1", "validate_proposal_request): proposal part", strength=NOISE),
    said("ts-refused", "map_db_find_best did not find matching map", either("map_db_find_best did not find matching map", "map_db_find_best): did not find"), strength=SUGGESTS),
    said("child-up", "create_sa): sa created, (sa) sa_dest= 198.51.100.20, sa_proto= 50, sa_spi= 0x4C21D0A7(1277284519),", "create_sa): sa created", ENDS, PAIR, strength=PROVES),
    said("child-closed", "delete_sa): deleting SA, (sa) sa_dest= 198.51.100.20", "delete_sa): deleting SA", ENDS),
    said("child-closed", "key_engine_delete_sas): delete all SAs shared with peer 203.0.113.1", "key_engine_delete_sas): delete all SAs shared with peer", address("remote")),
    said("sa-expired-soft", "lifetime_expiry): SA lifetime threshold reached, expiring in 27 seconds", "lifetime_expiry)"),
    said("noise", "get_old_outbound_sa_for_peer): No outbound SA found for peer 7F24A1B0C2E8", "get_old_outbound_sa_for_peer)", strength=NOISE),
    said("noise", "crypto_ipsec_create_ipsec_sas): Map found CMAP, 10", text(r"\w+\): "), strength=NOISE),
)  # fmt: skip
