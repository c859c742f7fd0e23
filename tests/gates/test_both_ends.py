"""A vendor's log with the charon or pluto log of its peer: one tunnel, one answer, which the end decides that knows more."""

from pathlib import Path

import pytest

from analyzer import Analysis, analyze
from analyzer.model import Confidence, Finding, Status
from tests.tools.ends import CHARON_INITIATOR, CHARON_RESPONDER, PLUTO_INITIATOR, stamped

SAMPLES = Path(__file__).parents[2] / "sample_logs"
PROVEN, LIKELY, POSSIBLE = Confidence.PROVEN, Confidence.LIKELY, Confidence.POSSIBLE
# the vendor's sample, its own address, the peer's, what fails, the answer and how sure it is
RESPONDERS: tuple[tuple[str, str, str, str, str, Confidence], ...] = (
    ("cisco_ios/v2-dh-proposal-responder", "203.0.113.1", "198.51.100.20", "proposal-v2", "p1.dh_group", PROVEN),
    ("cisco_ios/v2-psk-responder-erroronly", "203.0.113.1", "198.51.100.20", "auth-v2", "p1.psk", POSSIBLE),
    ("cisco_ios/v2-identity-responder", "203.0.113.1", "192.0.2.44", "auth-v2", "p1.identity", PROVEN),
    ("cisco_ios/v2-ts-unacceptable-responder", "203.0.113.1", "198.51.100.20", "networks-v2", "p2.networks", PROVEN),
    ("cisco_ios/v1-p1-encryption-responder", "203.0.113.1", "198.51.100.20", "proposal-v1", "p1.algorithms", PROVEN),
    ("cisco_ios/v1-psk-mismatch-responder", "203.0.113.50", "198.51.100.5", "key-v1", "p1.psk", LIKELY),
    ("cisco_ios/v1-proxyid-responder", "203.0.113.1", "198.51.100.20", "esp-v1", "p2.networks", LIKELY),
    ("cisco_ios/v1-transform-responder", "203.0.113.8", "198.51.100.8", "esp-v1", "p2.algorithms", LIKELY),
    ("cisco_asa/v1-main-psk-mismatch-responder", "192.0.2.10", "203.0.113.5", "key-v1", "p1.psk", LIKELY),
    ("cisco_asa/v1-main-p1-encryption-responder", "192.0.2.10", "198.51.100.61", "proposal-v1", "p1.algorithms", PROVEN),
    ("cisco_asa/v2-selectors-responder", "192.0.2.10", "203.0.113.30", "networks-v2", "p2.networks", PROVEN),
    ("cisco_asa/v2-psk-mismatch-responder-ftd", "198.51.100.20", "192.0.2.10", "auth-v2", "p1.psk", POSSIBLE),
    ("cisco_asa/v2-p1-proposal-responder", "192.0.2.10", "203.0.113.31", "proposal-v2", "p1.algorithms", POSSIBLE),
    ("cisco_asa/v1-p2-selectors-responder", "192.0.2.10", "203.0.113.77", "networks-v1", "p2.networks", LIKELY),
    ("cisco_asa/v2-id-mismatch-responder", "192.0.2.10", "203.0.113.32", "auth-v2", "p1.identity", LIKELY),
    ("junos/networks-ikev2-responder", "192.0.2.1", "198.51.100.2", "networks-v2", "p2.networks", PROVEN),
    ("junos/psk-ikev1-main-responder", "192.0.2.1", "203.0.113.9", "key-v1", "p1.psk", POSSIBLE),
    ("junos/dh-group-ikev2-responder", "192.0.2.1", "198.51.100.2", "proposal-v2", "p1.dh_group", PROVEN),
    ("junos/identity-ikev2-responder", "192.0.2.1", "198.51.100.2", "auth-v2", "p1.identity", PROVEN),
    ("junos/proxy-id-ikev1-responder-syslog", "192.0.2.1", "198.51.100.2", "esp-v1", "p2.networks", LIKELY),
)
INITIATORS: tuple[tuple[str, str, str, str, str, Confidence], ...] = (
    ("cisco_ios/v2-proposal-initiator", "198.51.100.20", "203.0.113.1", "proposal-v2", "p1.dh_group", PROVEN),
    ("cisco_ios/v2-authfail-initiator", "198.51.100.20", "203.0.113.1", "key-v2", "p1.psk", PROVEN),
    ("cisco_ios/v2-ts-unacceptable-initiator", "198.51.100.20", "203.0.113.1", "networks-v2", "p2.networks", PROVEN),
    ("cisco_ios/v1-p1-refused-initiator", "198.51.100.20", "203.0.113.1", "proposal-v1", "p1.algorithms", PROVEN),
    ("cisco_ios/v1-psk-mismatch-initiator", "198.51.100.20", "203.0.113.50", "key-v1", "p1.psk", LIKELY),
    ("cisco_ios/v1-phase2-refused-initiator", "198.51.100.20", "203.0.113.1", "esp-v1", "p2.algorithms", PROVEN),
    ("cisco_asa/v2-psk-mismatch-initiator", "192.0.2.10", "198.51.100.20", "key-v2", "p1.psk", PROVEN),
    ("cisco_asa/v1-p2-selectors-initiator", "192.0.2.10", "192.0.2.33", "networks-v1", "p2.networks", LIKELY),
    ("cisco_asa/v1-main-p1-proposal-initiator", "192.0.2.10", "192.0.2.44", "proposal-v1", "p1.algorithms", PROVEN),
    ("junos/ike-proposal-ikev1-initiator", "192.0.2.1", "203.0.113.9", "proposal-v1", "p1.algorithms", PROVEN),
    ("junos/psk-ikev1-main-initiator", "192.0.2.1", "198.51.100.2", "key-v1", "p1.psk", LIKELY),
    ("junos/esp-proposal-ikev1-initiator", "192.0.2.1", "198.51.100.2", "esp-v1", "p2.algorithms", PROVEN),
    ("junos/auth-failed-ikev2-initiator", "192.0.2.1", "198.51.100.2", "key-v2", "p1.psk", PROVEN),
)
PAIRS = [(*row, "charon", CHARON_INITIATOR[row[3]]) for row in RESPONDERS]
PAIRS += [(*row, "pluto", PLUTO_INITIATOR[row[3]]) for row in RESPONDERS if row[3] in PLUTO_INITIATOR]
PAIRS += [(*row, "charon", CHARON_RESPONDER[row[3]]) for row in INITIATORS]
# Of these the log decides that names both values; without the peer's log the answer is a guess.
DECIDED_BY_PEER = [row for row in INITIATORS if row[5] is PROVEN]


def vendor_log(name: str) -> bytes:
    return next(p for p in sorted((SAMPLES / name).iterdir()) if p.suffix not in (".md", ".json")).read_bytes()


def both(tmp_path: Path, name: str, peer: str, reverse: bool = False) -> Analysis:
    paths = [tmp_path / "vendor.log", tmp_path / "peer.log"]
    paths[0].write_bytes(vendor_log(name))
    paths[1].write_text(peer, encoding="utf-8")
    return analyze(paths[::-1] if reverse else paths, year=2026)


def active(answer: Analysis) -> list[Finding]:
    return [f for f in answer.findings if f.status is Status.ACTIVE]


@pytest.mark.parametrize("reverse", [False, True], ids=["vendor-first", "peer-first"])
@pytest.mark.parametrize(("name", "own", "peer", "fails", "cause", "sure", "daemon", "text"), PAIRS, ids=[f"{p[0]}-{p[6]}" for p in PAIRS])
def test_one_tunnel_one_answer(
    tmp_path: Path, name: str, own: str, peer: str, fails: str, cause: str, sure: Confidence, daemon: str, text: str, reverse: bool
) -> None:
    log = stamped(text, f"Mar 14 11:06:%02d gw {daemon}[900]: ", own=peer, peer=own)
    answer = both(tmp_path, name, log, reverse)
    assert len(answer.tunnels) == 1, fails
    found = active(answer)
    assert [(f.cause, f.confidence) for f in found] == [(cause, sure)]
    assert {Path(e.where.source).name for e in found[0].evidence} == {"vendor.log", "peer.log"}


@pytest.mark.parametrize("row", DECIDED_BY_PEER, ids=[r[0] for r in DECIDED_BY_PEER])
def test_the_responder_knows_what_the_initiator_guesses(tmp_path: Path, row: tuple[str, str, str, str, str, Confidence]) -> None:
    name, own, peer, fails, cause, _ = row
    alone = active(analyze(vendor_log(name), year=2026))
    assert [f.confidence for f in alone] != [PROVEN]
    log = stamped(CHARON_RESPONDER[fails], "Mar 14 11:06:%02d gw charon[900]: ", own=peer, peer=own)
    finding = active(both(tmp_path, name, log))[0]
    assert finding.cause == cause
    assert len(finding.details) == 2  # what each side has


def test_logs_of_two_pairs_stay_two(tmp_path: Path) -> None:
    log = stamped(CHARON_INITIATOR["proposal-v2"], "", own="8.8.4.4", peer="9.9.9.9")
    answer = both(tmp_path, "cisco_ios/v2-dh-proposal-responder", log)
    assert len(answer.tunnels) == 2


def test_ike_versions_that_differ_are_not_one_attempt(tmp_path: Path) -> None:
    log = stamped(CHARON_INITIATOR["proposal-v1"], "", own="8.8.4.4", peer="9.9.9.9")
    answer = both(tmp_path, "cisco_ios/v2-psk-responder-erroronly", log)
    assert len(answer.tunnels) == 2
