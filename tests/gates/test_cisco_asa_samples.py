"""The samples of Cisco's ASA, FTD and PIX: what the first finding of each may be, and that the healthy ones are silent."""

import json
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "sample_logs" / "cisco_asa"

# The folder, and the causes that its first finding may have; none where nothing is wrong or nothing can be said.
INDEX: dict[str, tuple[str, ...]] = {
    "datapath-replay-selectors-cleartext": ("esp.replay",),
    "debug-v1-main-psk-mismatch-responder-7x": ("p1.psk",),
    "debug-v1-p2-selectors-9x": ("p2.networks",),
    "debug-v2-auth-method-responder": ("p1.auth_method",),
    "debug-v2-child-refused-initiator": ("p2.algorithms", "p2.networks"),
    "debug-v2-esp-proposal-responder": ("p2.algorithms",),
    "debug-v2-no-answer-initiator": ("p1.peer_unreachable",),
    "debug-v2-no-tunnel-group-initiator": ("sys.config",),
    "debug-v2-p1-proposal-responder": ("p1.dh_group",),
    "debug-v2-psk-mismatch-responder": ("p1.psk",),
    "debug-v2-selectors-responder": ("p2.networks",),
    "healthy-debug-v1-main-initiator-9x": (),
    "healthy-debug-v2-natt-responder": (),
    "healthy-show-ikev2-sa": (),
    "healthy-show-ipsec-sa-v1-natt-pfs": (),
    "healthy-v1-main-initiator": (),
    "healthy-v1-main-responder-pix": (),
    "healthy-v2-initiator": (),
    "healthy-v2-rekey-collision-duplicates": (),
    "healthy-v2-responder-ftd": (),
    "show-ikev1-sa-detail-old-table": (),
    "show-ikev2-sa-multiple-and-childless": ("sa.duplicate",),
    "show-ipsec-sa-one-way-decaps-no-encaps": ("up.no_outbound",),
    "show-ipsec-sa-one-way-encaps-no-decaps": ("up.no_inbound",),
    "show-isakmp-sa-healthy-and-wait-msg2": ("p1.peer_unreachable",),
    "show-sas-none": ("log.incomplete",),
    "show-vpn-sessiondb-detail-l2l-v2-pfs": ("up.no_inbound",),
    "v1-aggressive-id-mismatch-responder": ("p1.identity",),
    "v1-certificate-responder": ("p1.certificate",),
    "v1-dpd-timeout": ("life.dpd_timeout",),
    "v1-main-dh-group-responder": ("p1.dh_group",),
    "v1-main-p1-encryption-responder": ("p1.algorithms",),
    "v1-main-p1-proposal-initiator": ("p1.algorithms",),
    "v1-main-psk-mismatch-initiator": ("p1.psk",),
    "v1-main-psk-mismatch-responder": ("p1.psk",),
    "v1-main-psk-missing-responder": ("p1.psk",),
    "v1-main-return-path-responder": ("p1.peer_unreachable",),
    "v1-main-unreachable-initiator": ("p1.peer_unreachable",),
    "v1-nat-t-blocked-initiator": ("p1.nat_traversal", "p1.psk"),
    "v1-p2-selectors-initiator": ("p2.networks",),
    "v1-p2-selectors-responder": ("p2.networks",),
    "v1-p2-transform-responder": ("p2.algorithms", "p2.pfs_group"),
    "v1-pfs-responder": ("p2.pfs_group",),
    "v1-stale-sa": ("esp.invalid_spi",),
    "v2-auth-lost-responder-relay-wrapped": ("p1.nat_traversal", "p1.fragmentation", "p1.peer_unreachable"),
    "v2-id-mismatch-responder": ("p1.identity",),
    "v2-ike-version-fallback-initiator": ("p1.ike_version",),
    "v2-ike-version-not-allowed-responder": ("p1.ike_version",),
    "v2-local-misconfig-initiator": ("sys.config",),
    "v2-p1-proposal-responder": ("p1.algorithms", "p1.dh_group"),
    "v2-psk-mismatch-initiator": ("p1.psk", "p1.identity"),
    "v2-psk-mismatch-responder-ftd": ("p1.psk",),
    "v2-selectors-responder": ("p2.networks",),
}  # fmt: skip
# Whose answer is open: no finding may say more than "possible".
OPEN = (
    "debug-v2-child-refused-initiator", "debug-v2-no-answer-initiator", "v1-main-p1-proposal-initiator", "v1-main-psk-mismatch-initiator",
    "v1-main-unreachable-initiator", "v1-nat-t-blocked-initiator", "v1-p2-transform-responder", "v2-auth-lost-responder-relay-wrapped",
    "v2-p1-proposal-responder", "v2-psk-mismatch-initiator", "v2-psk-mismatch-responder-ftd", "v1-main-return-path-responder",
    "show-isakmp-sa-healthy-and-wait-msg2",
)  # fmt: skip


def findings(folder: str) -> list[dict[str, str]]:
    told = json.loads((SAMPLES / folder / "expected.json").read_text(encoding="utf-8"))["findings"]
    return [f for f in told if f["status"] != "note"]


def test_every_sample_is_in_the_index() -> None:
    assert {p.name for p in SAMPLES.iterdir()} == set(INDEX)


@pytest.mark.parametrize("folder", INDEX)
def test_first_finding_is_the_cause(folder: str) -> None:
    found = [f["cause"] for f in findings(folder)]
    assert found[:1] == [] if not INDEX[folder] else found[0] in INDEX[folder]


@pytest.mark.parametrize("folder", OPEN)
def test_what_is_open_is_not_claimed(folder: str) -> None:
    assert {f["confidence"] for f in findings(folder)} == {"possible"}
