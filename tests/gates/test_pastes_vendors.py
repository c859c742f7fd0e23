"""Short pastes of lines of Cisco, Juniper and others that only suggest something: the first answer, and how sure it is."""

import pytest

from analyzer import analyze
from analyzer.model import Confidence

_COMPARED = "2026-11-23 08:00:00.100 +0000  [PERR]: { 1: }: trns_id mismatched."

PASTES = (
    ("no-memory-or-no-address", "ISAKMP:(0): unable to allocate IKE SA", "sys.resource", Confidence.POSSIBLE),
    ("no-map-fits", "*Mar  1 00:01:02.345: Crypto mapdb : map_db_find_best did not find matching map", "p2.networks", Confidence.LIKELY),
    ("no-map-fits-and-why", "IPSEC(validate_proposal_request): proxy identities not supported\nCrypto mapdb : map_db_find_best did not find matching map",
     "p2.networks", Confidence.PROVEN),
    ("version", "ISAKMP:(0): Rec'd version mismatch", "p1.ike_version", Confidence.LIKELY),
    ("neither-key-nor-certificate", "ISAKMP:(0):No Cert or pre-shared address key.", "p1.psk", Confidence.POSSIBLE),
    ("no-key", "ISAKMP:(0):No pre-shared key with 192.0.2.9!\nISAKMP:(0):No Cert or pre-shared address key.", "p1.psk", Confidence.PROVEN),
    ("identities-ikev2", "kmd[9]: IPSec negotiation failed with error: Invalid ID information. IKE Version: 2, VPN: V Gateway: G, Local: 192.0.2.1/500, "
     "Remote: 198.51.100.2/500, Local IKE-ID: a, Remote IKE-ID: b, VR-ID: 0", "p2.networks", Confidence.LIKELY),
    ("one-comparison", _COMPARED, "p2.algorithms", Confidence.LIKELY),
    ("comparison-and-refusal", f"{_COMPARED}\n{_COMPARED.partition('trns')[0]}IKE phase-2 negotiation failed when processing SA payload. no suitable "
     "proposal found in peer's SA payload.", "p2.algorithms", Confidence.PROVEN),
    ("issuer-looked-up", "CRYPTO_PKI: No trust point for cert issuer, looking up cert chain", "p1.certificate", Confidence.LIKELY),
    ("no-trustpoint", "CRYPTO_PKI: No trust point for cert issuer, looking up cert chain\nCRYPTO_PKI: (B21F4) No suitable trustpoints found",
     "p1.certificate", Confidence.PROVEN),
    ("one-keyring-of-several", "ISAKMP:(0):key in keyring KR-1 not found", "p1.psk", Confidence.POSSIBLE),
    ("no-firewall-policy", "ike 0:west:5: ignoring request to establish IPsec SA, no policy configured", "sys.config", Confidence.PROVEN),
)  # fmt: skip


@pytest.mark.parametrize(("text", "cause", "confidence"), [p[1:] for p in PASTES], ids=[p[0] for p in PASTES])
def test_first_answer(text: str, cause: str, confidence: Confidence) -> None:
    found = analyze([text]).findings
    assert (found[0].cause, found[0].confidence) == (cause, confidence)
