"""The index of Juniper's samples: which causes an honest reader may name first in each; an empty set where no fault must be named."""

import json
from pathlib import Path

import pytest

from analyzer import analyze
from analyzer.model import Confidence, Status

FOLDER = Path(__file__).parents[2] / "sample_logs/junos"
INDEX: dict[str, set[str]] = {
    "auth-failed-ikev2-initiator": {"p1.psk", "p1.identity"},
    "config-deleted": set(),
    "dh-group-ikev2-responder": {"p1.dh_group", "p1.algorithms"},
    "dpd-recovered": {"life.dpd_timeout"},
    "esp-bad-spi-and-replay": {"esp.invalid_spi", "esp.replay"},
    "esp-proposal-ikev1-initiator": {"p2.algorithms"},
    "gateway-lookup-ikev1-responder": {"p1.peer_address"},
    "gateway-lookup-spc": {"p1.peer_address"},
    "healthy-iked-responder": set(),
    "healthy-kmd-ikev2-initiator": set(),
    "healthy-structured-ikev1-responder": set(),
    "healthy-trace-ikev1-main-initiator": set(),
    "healthy-trace-ikev2-initiator": set(),
    "healthy-wrapped": set(),
    "identity-ikev2-responder": {"p1.identity"},
    "ike-proposal-ikev1-initiator": {"p1.algorithms"},
    "ike-proposal-ikev1-responder": {"p1.algorithms"},
    "ike-proposal-syslog": {"p1.algorithms"},
    "iked-dpd-and-monitor": {"life.dpd_timeout", "up.no_inbound"},
    "networks-ikev2-responder": {"p2.networks"},
    "networks-ikev2-responder-syslog": {"p2.networks"},
    "networks-structured-ikev2-responder": {"p2.networks"},
    "no-answer-ikev1-initiator": {"p1.peer_unreachable"},
    "no-answer-structured-ikev1-initiator": {"p1.peer_unreachable"},
    "proxy-id-ikev1-responder": {"p2.networks"},
    "proxy-id-ikev1-responder-syslog": {"p2.networks"},
    "psk-ikev1-main-initiator": {"p1.psk"},
    "psk-ikev1-main-responder": {"p1.psk"},
    "psk-syslog": {"p1.psk"},
    "rekey-no-answer-ikev2-initiator": {"life.rekey"},
    "screenos-mixed": {"esp.invalid_spi", "esp.replay"},
    "stale-cookie": set(),
    "active-peer": set(),
    "healthy-sa-detail-iked": set(),
    "healthy-sa-detail-kmd": set(),
    "healthy-sa-detail-xml": set(),
    "healthy-sa-list": set(),
    "ike-sa-detail": set(),
    "ike-sa-detail-nat": set(),
    "ike-sa-list-down": {"p1.peer_unreachable"},
    "inactive-detail-no-proposal": {"p1.algorithms"},
    "inactive-no-response": {"p1.peer_unreachable"},
    "monitor-verify-path": {"up.no_inbound"},
    "several-sas-of-one-tunnel": {"sa.duplicate", "sa.multiple_nonstandard_ikev2"},
    "statistics-of-the-box": set(),
    "statistics-one-way": {"up.no_inbound"},
    "tunnel-events": set(),
}


def test_every_sample_is_in_the_index() -> None:
    assert {p.name for p in FOLDER.iterdir()} == set(INDEX)


@pytest.mark.parametrize("name", INDEX)
def test_the_answer_is_one_that_the_sample_allows(name: str) -> None:
    inputs = sorted(p for p in (FOLDER / name).iterdir() if p.name not in ("about.md", "expected.json"))
    found = [f for f in analyze(inputs, year=2026) if f.status is not Status.NOTE]
    first = {f.cause for f in found[:1]}
    assert first <= INDEX[name]
    assert bool(first) == bool(INDEX[name])
    sure = {f.cause for f in found if f.confidence is not Confidence.POSSIBLE}
    assert sure <= INDEX[name]


@pytest.mark.parametrize("name", [name for name in INDEX if name != "healthy-wrapped"])
def test_every_line_is_understood(name: str) -> None:
    inputs = sorted(p for p in (FOLDER / name).iterdir() if p.name not in ("about.md", "expected.json"))
    assert [u.text for i in analyze(inputs, year=2026).inputs for u in i.unparsed] == []


def test_expectations_name_no_other_confident_cause() -> None:
    for name, allowed in INDEX.items():
        told = json.loads((FOLDER / name / "expected.json").read_text(encoding="utf-8"))["findings"]
        assert {f["cause"] for f in told if f["status"] != "note" and f["confidence"] in ("proven", "likely")} <= allowed, name
