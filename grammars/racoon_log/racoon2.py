"""IKEv2 in racoon's words: racoon2's iked, Alibaba Cloud's VPN Gateway and PAN-OS (ikemgr).

    identity    = "received ID_" ("I" | "R") "(type" type "[" identity "]) does not match" ("peers" | "my") "id"
    negotiation = "IKE" ["v2"] ... "negotiation is" ("started" | "failed" ...) "as" role "," ... "Failed SA:" end "-" end ...
"""

import pyparsing as pp

from grammars.common import NOISE, PROVES, SUGGESTS, Message, bracket_identity, number, upper
from grammars.racoon_log.values import REASON, V1, V2, cookies, end, said

ROLE = pp.Regex(r"as (?P<role>initiator|responder)")
MODE = pp.Regex(r"(?:, (?P<mode>main|aggressive) mode)?")
SUITE = pp.Regex(r"(?:, (?:non-)?rekey)?")
SA = (pp.Regex(r"(?:Failed|Initiated|Established) SA:"), end("local"), "-", end("remote"), pp.Regex(r"(?:SPI|cookie):"), cookies())
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
    # -- PAN-OS
    said("ike-initiate",
         "IKE phase-1 negotiation is started as initiator, main mode. Initiated SA: 192.0.2.1[500]-198.51.100.2[500] "
         "cookie:84222f276c2fa2e9:0000000000000000.", "IKE phase-1 negotiation is started as initiator", MODE, ".", *SA,
         strength=PROVES,
         role="initiator", **V1),
    said("ike-respond",
         "IKE phase-1 negotiation is started as responder, main mode. Initiated SA: 192.0.2.1[500]-198.51.100.2[500] "
         "cookie:84222f276c2fa2e9:9673792c0daa890f.", "IKE phase-1 negotiation is started as responder", MODE, ".", *SA,
         strength=PROVES,
         role="responder", **V1),
    said("ike-up", "IKE phase-1 negotiation is succeeded as initiator, main mode. Established SA: 192.0.2.1[500]-198.51.100.2[500] "
         "cookie:84222f276c2fa2e9:9673792c0daa890f.", "IKE phase-1 negotiation is succeeded", ROLE, MODE, ".", *SA,
         strength=PROVES, **V1),
    said("gave-up", "IKE phase-1 negotiation is failed as initiator, main mode. Failed SA: 192.0.2.1[500]-198.51.100.2[500] "
         "cookie:84222f276c2fa2e9:0000000000000000. Due to timeout.", "IKE phase-1 negotiation is failed", ROLE, MODE, ".", *SA,
         ".",
         pp.Regex(r"[Dd]ue to (?:negotiation )?timeout"), strength=SUGGESTS, what="ike", **V1),
    said("psk-suspected", "IKE phase-1 negotiation is failed likely due to pre-shared key mismatch.",
         "IKE phase-1 negotiation is failed likely due to pre-shared key mismatch", strength=SUGGESTS, **V1),
    said("ike-proposal-refused", "IKE phase-1 negotiation is failed. no suitable proposal found in peer's SA payload.",
         "IKE phase-1 negotiation is failed. no suitable proposal", strength=PROVES, **V1),
    said("id-mismatch",
         "IKE phase-1 negotiation is failed. When pre-shared key is used, peer-ID must be type IP address. Received type FQDN",
         "IKE phase-1 negotiation is failed. When pre-shared key is used, peer-ID must be type IP address. Received type",
         pp.Regex(r"(?P<received_id>[^\s.]+)"), strength=PROVES, expected_id="IP address", **V1),
    said("no-config", "IKE phase-1 negotiation is failed. Couldn't find configuration for IKE phase-1 request for peer IP 198.51.100.2[500].",
         "IKE phase-1 negotiation is failed. Couldn't find configuration for IKE phase-1 request for peer IP", end("remote"),
         strength=PROVES,
         role="responder", **V1),
    said("aborted", "IKE phase-1 negotiation is failed as responder, main mode. Failed SA: 192.0.2.1[500]-198.51.100.2[500] "
         "cookie:84222f276c2fa2e9:9673792c0daa890f.", "IKE phase-1 negotiation is failed", ROLE, MODE, ".", *SA, **V1),
    said("ts-refused",
         "IKE phase-2 negotiation failed when processing proxy ID. cannot find matching phase-2 tunnel for received proxy ID. "
         "received local id: 10.1.0.0/16 type IPv4_subnet protocol 0 port 0, received remote id: 10.2.0.0/16 type IPv4_subnet protocol 0 port 0.",
         "IKE phase-2 negotiation failed when processing proxy ID. cannot find matching phase-2 tunnel for received proxy ID",
         pp.Opt(pp.Regex(r"\. received local id: (?P<local_ts>\S+)[^\n]{0,80}?received remote id: (?P<remote_ts>\S+)")),
         strength=PROVES, **V1),
    said("child-proposal-refused",
         "IKE phase-2 negotiation failed when processing SA payload. no suitable proposal found in peer's SA payload.",
         "IKE phase-2 negotiation failed when processing SA payload. no suitable proposal", strength=PROVES, **V1),
    said("aborted", "IKEv2 IKE SA negotiation is failed as responder, non-rekey. Failed SA: 192.0.2.1[500]-198.51.100.2[500] "
         "SPI:0239b91635ed0e98:426762ab448185a9.", "IKEv2 IKE SA negotiation is failed", ROLE, SUITE, ".", *SA, **V2),
    said("pfs-missing", "IKEv2 child SA negotiation is failed message lacks KE payload",
         "IKEv2 child SA negotiation is failed message lacks KE payload", strength=PROVES, **V2),
    said("child-failed", "IKEv2 child SA negotiation is failed as initiator, non-rekey. Error code 19",
         "IKEv2 child SA negotiation is failed",
         pp.Opt(ROLE), REASON, **V2),
)  # fmt: skip
