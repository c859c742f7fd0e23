"""Short pastes as they are put into forums: the first answer, and how sure it is."""

import pytest

from analyzer import analyze
from analyzer.model import Confidence

_HALF_OPEN = """\
09[ENC] parsed IKE_SA_INIT request 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]
09[IKE] 198.51.100.7 is initiating an IKE_SA
09[IKE] remote host is behind NAT
09[ENC] generating IKE_SA_INIT response 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]
"""
_ENDED = "11[JOB] deleting half open IKE_SA with 198.51.100.7 after timeout\n"
_REPEATED = "10[IKE] received retransmit of request with ID 0, retransmitting response\n"
_ANSWERED = """\
10[ENC] parsed IKE_AUTH request 1 [ IDi SA TSi TSr ]
10[IKE] sending end entity cert "CN=gw.example.org"
10[ENC] generating IKE_AUTH response 1 [ EF(1/2) ]
10[ENC] generating IKE_AUTH response 1 [ EF(2/2) ]
"""
_JOINED = (
    "initiating Main Mode IKE_SA a[3] to 198.51.100.7 generating ID_PROT request 0 [ SA V V ] sending packet: from 192.0.2.1[500] to "
    "198.51.100.7[500] (204 bytes) received packet: from 198.51.100.7[500] to 192.0.2.1[500] (56 bytes) parsed INFORMATIONAL_V1 request "
    "1075 [ N(NO_PROP) ] received NO_PROPOSAL_CHOSEN error notify establishing connection 'a' failed"
)
_ESP = (
    "received proposals: ESP:AES_CBC_256/HMAC_SHA1_96/NO_EXT_SEQ\nconfigured proposals: ESP:AES_CBC_128/HMAC_SHA1_96/MODP_2048/NO_EXT_SEQ\n"
)

PASTES = (
    ("peer-repeats", _HALF_OPEN + _REPEATED + _ENDED, "p1.peer_unreachable", Confidence.POSSIBLE),
    ("nothing-on-4500", _HALF_OPEN + _ENDED, "p1.nat_traversal", Confidence.POSSIBLE),
    ("stopped-at-certificate", _HALF_OPEN + _ANSWERED + _ENDED, "p1.certificate", Confidence.POSSIBLE),
    ("eap-failure", "parsed IKE_AUTH response 2 [ EAP/FAIL N(AUTH_FAILED) ]\nreceived AUTHENTICATION_FAILED notify error", "p1.eap",
     Confidence.LIKELY),
    ("summary-only", "parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]", "p1.psk", Confidence.POSSIBLE),
    ("refusal-only", "generating IKE_AUTH response 1 [ N(AUTH_FAILED) ]", "log.incomplete", Confidence.POSSIBLE),
    ("hash-is-phase-2", "parsed INFORMATIONAL_V1 request 7 [ HASH N(NO_PROP) ]\nreceived NO_PROPOSAL_CHOSEN error notify", "p2.algorithms",
     Confidence.POSSIBLE),
    ("clear-is-phase-1", "parsed INFORMATIONAL_V1 request 7 [ N(NO_PROP) ]\nreceived NO_PROPOSAL_CHOSEN error notify", "p1.algorithms",
     Confidence.POSSIBLE),
    ("joined", _JOINED, "p1.algorithms", Confidence.POSSIBLE),
    ("no-group-in-ike-auth", _ESP + "no acceptable proposal found", "p2.algorithms", Confidence.PROVEN),
    ("no-pool", "no virtual IP found for %any requested by 'carol'", "sys.config", Confidence.POSSIBLE),
    ("pool-full", "pool 'clients' is full, unable to assign address", "sys.resource", Confidence.PROVEN),
    ("unquoted", "[IKE] IDir sun.example.org does not match to moon.example.org", "p1.identity", Confidence.PROVEN),
    ("half-a-frame", "EER|3> tried 1 shared key for 'a' - 'b', but MAC mismatched", "p1.psk", Confidence.PROVEN),
)  # fmt: skip

SILENT = (
    ("next-connection-fits", "selected peer config 'a'\npeer requested EAP, config inacceptable\nswitching to peer config 'b'"),
    (
        "one-pair-of-many",
        "selecting proposal:\n  no acceptable ENCRYPTION_ALGORITHM found\nselecting proposal:\n  proposal matches\n"
        "selected proposal: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048",
    ),
)


@pytest.mark.parametrize(("text", "cause", "confidence"), [p[1:] for p in PASTES], ids=[p[0] for p in PASTES])
def test_first_answer(text: str, cause: str, confidence: Confidence) -> None:
    first = analyze(text).findings[0]
    assert (first.cause, first.confidence) == (cause, confidence)


@pytest.mark.parametrize("text", [s[1] for s in SILENT], ids=[s[0] for s in SILENT])
def test_nothing_is_wrong(text: str) -> None:
    assert analyze(text).findings == ()
