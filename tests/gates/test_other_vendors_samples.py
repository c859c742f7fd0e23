"""The composed samples of clouds and other vendors: which cause may come first, and how far it may go."""

import json
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "sample_logs"
VENDORS = ("alibaba", "aws", "azure", "fortinet", "huawei", "paloalto", "tencent")

# scenario -> the causes of its findings, in order; none where it is healthy
INDEX: dict[str, tuple[str, ...]] = {
    "alibaba/healthy-ikev1": (),
    "alibaba/networks-ikev1": ("p2.networks",),
    "alibaba/no-answer-ikev1": ("p1.peer_unreachable",),
    "alibaba/no-proposal-ikev2-charon": ("p1.algorithms",),
    "alibaba/psk-ikev1": ("p1.psk",),
    "aws/auth-refused": ("p1.psk",),
    "aws/dpd-timeout": ("life.dpd_timeout", "p1.peer_unreachable"),
    "aws/exported-events": ("p1.psk",),
    "aws/healthy-rows": (),
    "aws/phase-1-proposal": ("p1.algorithms",),
    "aws/phase-2-proposal": ("p2.algorithms",),
    "aws/psk-mismatch": ("p1.psk",),
    "aws/ts-refused": ("p2.networks",),
    "azure/healthy": (),
    "azure/no-answer": ("p1.peer_unreachable",),
    "azure/policy-mismatch": ("p1.algorithms",),
    "azure/psk": ("p1.psk",),
    "fortinet/dpd-events": ("life.dpd_timeout",),
    "fortinet/healthy-events": (),
    "fortinet/healthy-ikev2-debug": (),
    "fortinet/no-answer-debug": ("p1.peer_unreachable",),
    "fortinet/no-proposal-ikev2-debug": ("p1.algorithms",),
    "fortinet/phase-2-proposal-events": ("p2.algorithms",),
    "fortinet/psk-mismatch-ikev1-responder-debug": ("p1.psk",),
    "fortinet/psk-mismatch-ikev2-debug": ("p1.psk",),
    "fortinet/selectors-refused-debug": ("p2.networks",),
    "huawei/authentication": ("p1.psk",),
    "huawei/cloud-version": ("p1.ike_version",),
    "huawei/dpd-timeout": ("life.dpd_timeout",),
    "huawei/error-store": ("p1.algorithms",),
    "huawei/flow": ("p2.networks",),
    "huawei/flow-or-peer": ("p2.networks",),
    "huawei/healthy": (),
    "huawei/no-answer": ("p1.peer_unreachable",),
    "huawei/peer-address": ("p1.peer_address",),
    "huawei/phase-1-proposal": ("p1.algorithms",),
    "huawei/phase-2-proposal": ("p2.algorithms",),
    "huawei/version": ("p1.ike_version",),
    "paloalto/auth-failed-ikev2-initiator": ("p1.psk",),
    "paloalto/auth-failed-ikev2-responder": ("p1.psk",),
    "paloalto/dpd-ikev1": ("life.dpd_timeout",),
    "paloalto/healthy-ikev1-system-log": (),
    "paloalto/healthy-ikev2": (),
    "paloalto/no-answer-ikev1": ("p1.peer_unreachable",),
    "paloalto/no-answer-ikev2": ("p1.peer_unreachable",),
    "paloalto/peer-id-ikev2": ("p1.identity",),
    "paloalto/pfs-ikev2": ("p2.pfs_group",),
    "paloalto/proposal-ikev1-responder": ("p1.algorithms",),
    "paloalto/proxy-id-ikev1-responder": ("p2.networks",),
    "paloalto/psk-ikev1-responder": ("p1.psk",),
    "paloalto/unknown-peer-ikev1": ("p1.peer_address",),
    "tencent/fifth-message": ("p1.psk",),
    "tencent/healthy": (),
    "tencent/identity-initiator": ("p1.identity",),
    "tencent/identity-responder": ("p1.identity",),
    "tencent/ike-proposal": ("p1.algorithms",),
    "tencent/networks": ("p2.networks",),
    "tencent/no-answer": ("p1.peer_unreachable",),
    "tencent/psk": ("p1.psk",),
}
# The answers that name another cause beside the first one: what the words cannot tell apart.
BESIDE = {
    "aws/auth-refused": "p1.identity",
    "aws/phase-1-proposal": "p1.dh_group",
    "aws/phase-2-proposal": "p2.pfs_group",
    "fortinet/no-proposal-ikev2-debug": "p1.dh_group",
    "fortinet/phase-2-proposal-events": "p2.pfs_group",
    "huawei/authentication": "p1.identity",
    "huawei/flow-or-peer": "p1.peer_address",
    "huawei/phase-2-proposal": "p2.pfs_group",
    "paloalto/unknown-peer-ikev1": "p1.mode",
    "tencent/fifth-message": "p1.nat_traversal",
}
# A vendor's or a cloud's guess is never more than likely.
GUESSES = [name for name, causes in INDEX.items() if causes[:1] == ("p1.psk",)]


def expected(name: str) -> dict[str, list[dict[str, object]]]:
    answer: dict[str, list[dict[str, object]]] = json.loads((SAMPLES / name / "expected.json").read_text(encoding="utf-8"))
    return answer


def test_every_sample_is_in_the_index() -> None:
    assert {f"{p.parent.parent.name}/{p.parent.name}" for v in VENDORS for p in SAMPLES.glob(f"{v}/*/about.md")} == set(INDEX)


@pytest.mark.parametrize("name", INDEX)
def test_the_right_causes_are_named(name: str) -> None:
    assert tuple(f["cause"] for f in expected(name)["findings"] if f["status"] != "note") == INDEX[name]


@pytest.mark.parametrize("name", BESIDE)
def test_what_cannot_be_told_apart_is_named_too(name: str) -> None:
    finding = expected(name)["findings"][0]
    assert finding["confidence"] == "possible"
    assert BESIDE[name] in str(finding["alternatives"])


@pytest.mark.parametrize("name", GUESSES)
def test_a_guess_is_no_proof(name: str) -> None:
    assert expected(name)["findings"][0]["confidence"] != "proven"
