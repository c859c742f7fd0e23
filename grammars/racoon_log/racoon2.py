"""IKEv2 in racoon's words: racoon2's iked and Alibaba Cloud's VPN Gateway.

    identity    = "received ID_" ("I" | "R") "(type" type "[" identity "]) does not match" ("peers" | "my") "id"
"""

import pyparsing as pp

from grammars.common import NOISE, PROVES, SUGGESTS, Message, bracket_identity, number, upper
from grammars.racoon_log.values import V2, said

TYPES = (
    ("1", "ENCRYPTION_ALGORITHM"), ("2", "PSEUDO_RANDOM_FUNCTION"), ("3", "INTEGRITY_ALGORITHM"), ("4", "DIFFIE_HELLMAN_GROUP"),
    ("5", "EXTENDED_SEQUENCE_NUMBERS"),
)  # fmt: skip
ALONE = pp.FollowedBy(pp.Regex(r"\.?\s*(?:\[\{|\Z)"))  # many programs begin a sentence with these words
INFO_NOTIFIES = r"NAT_DETECTION_\w+|COOKIE|INITIAL_CONTACT|SET_WINDOW_SIZE|ADDITIONAL_TS_POSSIBLE|\w+_SUPPORTED|USE_\w+|REKEY_SA|SIGNATURE_\w+"

MESSAGES: tuple[Message, ...] = (
    said("no-config", "unknown ikev2 peer", "unknown ikev2 peer", strength=PROVES, role="responder", **V2),
    said("version-refused", "received IKEv2 request but no IKEv2 configuration for peer gw-b",
         "received IKEv2 request but no IKEv2 configuration",
         strength=PROVES, role="responder", ike_version="2"),
    said("version-refused", "received IKEv1 request but no IKEv1 configuration for peer gw-b",
         "received IKEv1 request but no IKEv1 configuration",
         strength=PROVES, role="responder", ike_version="1"),
    said("version-refused", "unsupported isakmp version 2.000.", "unsupported isakmp version",
         pp.Regex(r"(?P<ike_version>[12])\.\d+"),
         strength=PROVES),
    said("gave-up", "retransmission count exceeded the limit", "retransmission count exceeded the limit", strength=PROVES, **V2),
    said("id-mismatch", "received ID_I (type ipaddr [10.222.191.127]) does not match peers id",
         pp.Regex(r"received ID_[IR] ?\((?:type )?\w*"),
         bracket_identity("received_id"), ") does not match", pp.Regex(r"peers|my"), "id", strength=PROVES),
    said("id-mismatch", "received ID_I(gw.example) does not match peers id",
         pp.Regex(r"received ID_[IR] ?\((?P<received_id>[^()\n]*)\) does not match"),
         strength=PROVES),
    said("id-mismatch", "does not match peers id", "does not match peers id", strength=PROVES),
    *(
        said("transform-mismatch", f"proposal mismatch, transform type:{n}", f"proposal mismatch, transform type:{n}",
             strength=PROVES,
             attribute=name, **V2)
        for n, name in TYPES
    ),
    said("ke-retry", "received KE type 14, expected 2", "received KE type", number("group"), ",", "expected", number("requested"),
         strength=SUGGESTS, **V2),
    said("transform-mismatch", "failed to compute dh value.", "failed to compute dh value", strength=SUGGESTS,
         attribute="DIFFIE_HELLMAN_GROUP"),
    said("proposal-refused", "none of my proposal matched", "none of my proposal matched", strength=PROVES, **V2),
    said("proposal-refused", "no proposal chosen", "no proposal chosen", strength=SUGGESTS),
    said("attribute-refused", "invalid encryption algorithm", "invalid encryption algorithm", strength=SUGGESTS,
         attribute="encryption"),
    said("pfs-missing", "message lacks KE payload", "message lacks KE payload", strength=PROVES, **V2),
    said("parse-failed", "message lacks IDr payload", pp.Regex(r"(?P<reason>(?:received )?message lacks (?P<payload>\w+) payload)"),
         strength=SUGGESTS, **V2),
    said("parse-failed", "packet lacks expected payload", "packet lacks expected payload", strength=SUGGESTS,
         reason="packet lacks expected payload"),
    said("ts-refused", "traffic selector mismatch", pp.MatchFirst([pp.Literal("traffic selector mismatch"),
         pp.Literal("traffic selector unacceptable"), pp.Literal("can't find matching selector"),
         pp.Literal("no matching selector")]),
         strength=PROVES),
    said("noise", "received notify type NAT_DETECTION_SOURCE_IP", pp.Regex(rf"received [Nn]otify type (?:{INFO_NOTIFIES})\b"),
         strength=NOISE),
    said("notify-received", "received notify type NO_PROPOSAL_CHOSEN", "received notify type", upper("notify"), strength=SUGGESTS,
         **V2),
    said("notify-received", "received Notify type TS_UNACCEPTABLE", "received Notify type", upper("notify"), strength=SUGGESTS,
         **V2),
    said("auth-refused", "authentication failure", "authentication failure", ALONE, strength=SUGGESTS),
    said("delete-received", "received DELETE IKE_SA", "received DELETE IKE_SA", strength=PROVES, what="ike", **V2),
)  # fmt: skip
