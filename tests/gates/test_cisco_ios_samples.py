"""What each sample of Cisco IOS must say first: the fault that was put into it, or a hedge where its text cannot tell more."""

import json
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "sample_logs" / "cisco_ios"

# scenario: the causes that may come first; none where nothing is to be found
INDEX: dict[str, tuple[str, ...]] = {
    "v1-p1-encryption-responder": ("p1.algorithms",), "v1-p1-dhgroup-responder": ("p1.dh_group",), "v1-p1-hash-responder-seqno": ("p1.algorithms",),
    "v1-p1-refused-initiator": ("p1.algorithms",), "v1-psk-mismatch-initiator": ("p1.psk",), "v1-psk-mismatch-responder": ("p1.psk",),
    "v1-psk-missing-initiator": ("p1.psk",), "v1-unreachable-initiator": ("p1.peer_unreachable",), "v1-natt-4500-blocked-initiator": ("p1.nat_traversal",),
    "v1-proxyid-responder": ("p2.networks",), "v1-transform-responder": ("p2.algorithms",), "healthy-v1-initiator": (), "healthy-v1-console-noise": (),
    "v1-pfs-group-responder": ("p2.pfs_group",), "v1-phase2-refused-initiator": ("p2.algorithms", "p2.pfs_group", "p2.networks"),
    "healthy-v2-initiator": (), "v2-proposal-initiator": ("p1.algorithms",), "v2-dh-proposal-responder": ("p1.dh_group",),
    "v2-psk-responder-erroronly": ("p1.psk",), "v2-authfail-initiator": ("p1.psk", "p1.identity", "p1.certificate"), "v2-identity-responder": ("p1.identity",),
    "v2-identity-halfopen-initiator": ("p1.identity",), "v2-cert-chain-responder-seqno": ("p1.certificate",),
    "v2-child-transform-initiator": ("p2.algorithms",), "v2-child-transform-responder": ("p2.algorithms",),
    "v2-ts-unacceptable-initiator": ("p2.networks",), "v2-ts-unacceptable-responder": ("p2.networks",), "v2-natt-auth-timeout-initiator": ("p1.nat_traversal",),
    "v2-unreachable-initiator": ("p1.peer_unreachable",), "ke-retry-v2-responder": (), "v2-pfs-rekey-initiator": ("p2.pfs_group",), "healthy-show-v1": (),
    "show-v1-encaps-no-decaps": ("up.no_inbound",), "show-v1-decaps-no-encaps": ("up.no_outbound",), "show-v1-mm-key-exch": ("p1.psk",),
    "show-v1-p2-down": ("p2.networks", "p2.algorithms", "p2.pfs_group"), "show-v1-unreachable-session": ("log.incomplete", "p1.peer_unreachable"),
    "show-replay-integrity-detail": ("esp.replay",), "healthy-show-v2-detailed": (), "show-v2-in-neg-no-answer": ("p1.peer_unreachable",),
    "show-v2-duplicate-ike-sas": ("sa.duplicate", "sa.multiple_nonstandard_ikev2"), "show-v2-session-split-children": ("sa.multiple_nonstandard_ikev2",),
    "show-v2-halfopen-responder": ("up.no_inbound",), "healthy-show-v2-natted-session-detail": (),
    "show-ikev2-diagnose-error": ("p1.psk", "p1.identity", "p1.certificate"), "event-trace-v2": (), "event-trace-v2-psk-responder": ("p1.psk",),
    "show-v2-same-children": ("sa.duplicate",),
    "syslog-invalid-spi-rsyslog": ("esp.invalid_spi",),
    "syslog-replay-xe": ("esp.replay",), "syslog-mac-err": ("esp.replay",), "syslog-not-ipsec-glued-tz": ("p2.networks",),
    "syslog-aggressive-disabled": ("p1.mode",), "operator-bounce-dmvpn": (),
}  # fmt: skip
# where more than one cause remains, none may be called sure
AMBIGUOUS = ("event-trace-v2-psk-responder",
             "v1-p1-refused-initiator", "v1-psk-mismatch-initiator", "v1-natt-4500-blocked-initiator", "v1-phase2-refused-initiator", "v2-proposal-initiator",
             "v2-authfail-initiator", "show-v1-p2-down", "show-v1-mm-key-exch", "v1-unreachable-initiator", "v2-natt-auth-timeout-initiator")  # fmt: skip


def test_every_sample_is_in_the_index() -> None:
    assert {p.name for p in SAMPLES.iterdir()} == set(INDEX)


@pytest.mark.parametrize(("name", "causes"), INDEX.items(), ids=INDEX)
def test_first_cause(name: str, causes: tuple[str, ...]) -> None:
    findings = json.loads((SAMPLES / name / "expected.json").read_text(encoding="utf-8"))["findings"]
    assert [f["cause"] for f in findings[:1] if f["cause"] not in causes] == []
    assert bool(findings) == bool(causes)


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_nothing_is_called_sure_that_is_not(name: str) -> None:
    findings = json.loads((SAMPLES / name / "expected.json").read_text(encoding="utf-8"))["findings"]
    assert {f["confidence"] for f in findings} == {"possible"}
    assert all(f["alternatives"] for f in findings)
