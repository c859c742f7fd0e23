"""The rarer ways in which a cause shows, or must not show, each with the fewest lines that reach it."""

import sys
from types import ModuleType

import pytest

from analyzer import analyze
from analyzer.causes import crypto_weak, life_flapping
from analyzer.causes._base import _load
from analyzer.model import Confidence, Finding
from analyzer.negotiations.record import Negotiation

PLUTO = 'Nov  3 10:11:{:02} gw pluto[912]: "a" #{}: {}'
V2_UP = (
    (1, "responding to IKE_SA_INIT message (ID 0) from 198.51.100.7:500 with unencrypted notification"),
    (1, "responder established IKE SA; authenticated peer using authby=secret and ID_IPV4_ADDR '198.51.100.7'"),
    (2, "proposal 1:ESP=AES_CBC_256-HMAC_SHA2_512_256-DISABLED SPI=c9c3c34a chosen from remote proposals 1:ESP:ENCR=AES_CBC_256;ESN=DISABLED"),
    (2, "responder established Child SA using #1; IPsec tunnel [10.2.0.0/16===10.1.0.0/16] {ESP=>0xc9113cb3 <0x60b38540 xfrm=AES_CBC_256}"),
)
REFUSED = "no local proposal matches remote proposals 1:ESP:ENCR={};INTEG=HMAC_SHA2_512_256;DH=MODP2048;ESN=DISABLED"


def pluto(*said: tuple[int, str]) -> str:
    return "\n".join(PLUTO.format(second, number, words) for second, (number, words) in enumerate(said))


def charon(*said: str) -> str:
    return "\n".join(f"05[IKE] <a|1> {words}" for words in said)


def finding(text: str, cause: str) -> Finding | None:
    return next((f for f in analyze(text) if f.cause == cause), None)


def named(text: str, cause: str) -> bool:
    return any(cause == f.cause or any(cause == a.cause for a in f.alternatives) for f in analyze(text))


def test_rekey_with_the_accepted_algorithms_can_only_differ_in_the_group() -> None:
    found = finding(pluto(*V2_UP, (3, REFUSED.format("AES_CBC_256"))), "p2.pfs_group")
    assert found is not None
    assert found.confidence is Confidence.PROVEN
    assert found.details["accepted before"] == "1:ESP=AES_CBC_256-HMAC_SHA2_512_256-DISABLED"
    assert "MODP2048" in found.details["offered now"]


def test_rekey_with_other_algorithms_is_no_proof() -> None:
    found = finding(pluto(*V2_UP, (3, REFUSED.format("3DES_CBC"))), "p2.pfs_group")
    assert found is None or found.confidence is not Confidence.PROVEN


def test_connection_loaded_anew_may_refuse_what_was_accepted() -> None:
    loaded = (3, "added IKEv2 connection")
    found = finding(pluto(*V2_UP, loaded, (3, REFUSED.format("AES_CBC_256"))), "p2.pfs_group")
    assert found is None or found.confidence is not Confidence.PROVEN


def test_rekey_refused_by_the_peer_in_the_middle_of_a_log() -> None:
    text = charon(
        "parsed CREATE_CHILD_SA response 7 [ N(NO_PROP) ]",
        "received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built",
        "CHILD_SA rekeying failed, trying again in 13 seconds",
    )
    found = analyze(text).findings[0]
    assert (found.cause, found.confidence) == ("p2.pfs_group", Confidence.LIKELY)


def test_esp_against_ah() -> None:
    text = "received proposals: AH:HMAC_SHA2_256_128/NO_EXT_SEQ\nconfigured proposals: ESP:AES_CBC_128/HMAC_SHA2_256_128/NO_EXT_SEQ"
    found = analyze(f"{text}\nno acceptable proposal found").findings[0]
    assert (found.cause, found.confidence) == ("p2.protocol", Confidence.PROVEN)
    assert (found.details["protocol, here"], found.details["protocol, peer"]) == ("ESP", "AH")


def test_both_ends_esp_is_no_protocol_fault() -> None:
    text = "received proposals: ESP:AES_CBC_256/NO_EXT_SEQ\nconfigured proposals: ESP:AES_CBC_128/NO_EXT_SEQ\nno acceptable proposal found"
    assert not named(text, "p2.protocol")


SENT = "initiating IKE_SA a[1] to 198.51.100.7", "remote host is behind NAT", "generating IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]"
LOST = "retransmit 1 of request with message ID 1", "retransmit 5 of request with message ID 1", "giving up after 5 retransmits"


@pytest.mark.parametrize(
    "sent",
    [
        ("sending packet: from 192.0.2.1[4500] to 198.51.100.7[4500] (1484 bytes)",),
        ("splitting IKE message (1484 bytes) into 2 fragments",),
    ],
)
def test_large_message_lost(sent: tuple[str, ...]) -> None:
    init = "generating IKE_SA_INIT request 0 [ SA KE No ]", "parsed IKE_SA_INIT response 0 [ SA KE No ]"
    (found,) = analyze(charon(SENT[0], *init, *SENT[1:], *sent, *LOST))
    assert found.confidence is Confidence.POSSIBLE
    assert ("p1.fragmentation", "small messages pass, one of 1484 bytes gets no answer") in {(a.cause, a.why) for a in found.alternatives}


def test_certificate_message_of_unknown_size_lost() -> None:
    init = "generating IKE_SA_INIT request 0 [ SA KE No ]", "parsed IKE_SA_INIT response 0 [ SA KE No CERTREQ ]"
    sent = 'sending end entity cert "CN=moon"', "generating IKE_AUTH request 1 [ IDi CERT AUTH SA TSi TSr ]"
    assert named(charon(SENT[0], *init, *sent, *LOST), "p1.fragmentation")


def test_child_refused_in_ike_auth_is_not_the_group() -> None:
    text = charon("parsed IKE_AUTH response 1 [ IDr AUTH N(NO_PROP) ]", "received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built")
    assert named(text, "p2.algorithms")
    assert not named(text, "p2.pfs_group")


def test_fragments_that_never_are_complete() -> None:
    some = charon("198.51.100.7 is initiating an IKE_SA", "received fragment #1 of 2, waiting for complete IKE message")
    assert named(some, "p1.fragmentation")
    assert not named(f"{some}\n{charon('received fragment #2 of 2, reassembled fragmented IKE message (1408 bytes)')}", "p1.fragmentation")


def test_lookup_that_fails_for_the_mode_is_no_identity_fault() -> None:
    refused = "found 1 matching config, but none allows pre-shared key authentication using Aggressive Mode"
    lookup = "looking for pre-shared key peer configs matching 192.0.2.1...198.51.100.7[sun]"
    answer = analyze(charon(lookup, refused, "no peer config found")).findings
    assert answer[0].cause in ("p1.mode", "p1.auth_method")
    assert "p1.identity" not in {f.cause for f in answer}


def test_garbage_after_phase_1_says_nothing_about_the_key() -> None:
    up = "IKE_SA a[1] established between 192.0.2.1[moon]...198.51.100.7[sun]"
    text = charon("initiating Main Mode IKE_SA a[1] to 198.51.100.7", up, "invalid HASH_V1 payload length, decryption failed?")
    assert not named(text, "p1.psk")


def test_peer_throws_the_sa_away_in_a_log_without_times() -> None:
    up = (
        "198.51.100.7 is initiating an IKE_SA",
        "authentication of 'moon' (myself) with pre-shared key",
        "IKE_SA a[1] established between 192.0.2.1[moon]...198.51.100.7[sun]",
    )
    soon = "received DELETE for IKE_SA a[1]"
    assert named(charon(*up, soon), "p1.identity")
    times = "2026-11-03T10:11:12+01:00", "2026-11-03T10:11:12+01:00", "2026-11-03T10:11:13+01:00", "Nov  3 10:11:13"
    mixed = "\n".join(f"{time} gw charon: 05[IKE] <a|1> {words}" for time, words in zip(times, (*up, soon), strict=True))
    assert named(mixed, "p1.identity")  # times that cannot be compared: the lines are neighbours
    assert not named(charon(*up, *["sending keep alive to 198.51.100.7[4500]"] * 20, soon), "p1.identity")


def test_one_sa_after_the_other_runs_out_at_the_peer() -> None:
    up = ("IKE_SA a[1] established between 192.0.2.1[moon]...198.51.100.7[sun]",
          "CHILD_SA a{1} established with SPIs c79facd6_i 0f958122_o and TS 10.2.0.0/16 === 10.1.0.0/16")  # fmt: skip
    child, whole = "received DELETE for ESP CHILD_SA with SPI c79facd6", "received DELETE for IKE_SA a[1]"
    pause = ["sending keep alive to 198.51.100.7[4500]"] * 20
    assert named(charon(*up, child, *pause, whole), "life.rekey")
    assert not named(charon(*up, child, whole), "life.rekey")
    new = "inbound CHILD_SA a{2} established with SPIs cb9b56ce_i c9755b01_o and TS 10.2.0.0/16 === 10.1.0.0/16"
    assert not named(charon(*up, *pause, new, child, *pause, whole), "life.rekey")  # rekeyed, and closed later
    nameless = "received DELETE for ESP CHILD_SA"
    assert not named(charon(*up, *pause, new, nameless, *pause, whole), "life.rekey")
    assert not named(charon(new, child, *pause, whole), "life.rekey")  # the log begins with the new one


def test_deletion_after_the_ike_sa_was_replaced_is_normal() -> None:
    up = "IKE_SA a[1] established between 192.0.2.1[moon]...198.51.100.7[sun]"
    moved = "IKE_SA a[2] rekeyed between 192.0.2.1[moon]...198.51.100.7[sun]"
    assert not named(charon(up, moved, "received DELETE for IKE_SA a[1]"), "life.peer_delete")


def test_what_one_negotiation_cannot_show() -> None:
    nothing = Negotiation(1, "strongswan")
    assert not list(life_flapping.CAUSE.find(nothing))
    assert not list(crypto_weak.CAUSE.find(nothing))


def test_module_without_a_cause_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("analyzer.causes.bad")
    module.CAUSE = "no cause"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    with pytest.raises(TypeError, match=r"bad\.CAUSE"):
        _load("bad")
