"""Short pastes of pluto's, racoon's and iked's lines as they are put into forums: the first answer, and how sure it is."""

import pytest

from analyzer import analyze
from analyzer.model import Confidence, Status, Verdict

_QUICK = """\
004 "net" #8: STATE_MAIN_I4: ISAKMP SA established {auth=OAKLEY_PRESHARED_KEY cipher=aes_256 prf=oakley_sha group=modp2048}
117 "net" #9: STATE_QUICK_I1: initiate
010 "net" #9: STATE_QUICK_I1: retransmission; will wait 20s for response
010 "net" #9: STATE_QUICK_I1: retransmission; will wait 40s for response
"""
_REFUSED_NETWORKS = """\
117 "net" #9: STATE_QUICK_I1: initiate
003 "net" #8: ignoring informational payload, type INVALID_ID_INFORMATION msgid=00000000
010 "net" #9: STATE_QUICK_I1: retransmission; will wait 20s for response
"""
_NO_KEY = """\
106 "net" #8: STATE_MAIN_I2: sent MI2, expecting MR2
003 "net" #8: Can't find the private key from the NSS CERT (err -8187)
108 "net" #8: STATE_MAIN_I3: sent MI3, expecting MR3
010 "net" #8: STATE_MAIN_I3: retransmission; will wait 20s for response
"""
_LISTED = '000 #8: "net":500 STATE_MAIN_I1 (sent MI1, expecting MR1); EVENT_RETRANSMIT in 12s; nodpd; idle; import:admin initiate\n'
_LEASE = (
    'Feb  1 10:00:00 gw pluto[9]: "road"[4] 198.51.100.7 #8: Quick Mode request rejected, peer requested lease but proposed local selector '
    "10.1.0.0/16 does not match connection 0.0.0.0/0; deleting ISAKMP SA\n"
)
_FATAL = """\
racoon: INFO: ISAKMP-SA established 192.0.2.1[500]-198.51.100.7[500] spi:8a1b2c3d4e5f6071:a1b2c3d4e5f60718
racoon: INFO: initiate new phase 2 negotiation: 192.0.2.1[500]<=>198.51.100.7[500]
racoon: ERROR: fatal NO-PROPOSAL-CHOSEN notify messsage, phase1 should be deleted.
racoon: [198.51.100.7] ERROR: 198.51.100.7 give up to get IPsec-SA due to time up to wait.
"""

PASTES = (
    ("quick-mode-unanswered", _QUICK, "p2.algorithms", Confidence.POSSIBLE),
    ("quick-mode-refused", _REFUSED_NETWORKS, "p2.networks", Confidence.POSSIBLE),
    ("no-private-key", _NO_KEY, "p1.certificate", Confidence.PROVEN),
    ("list-of-states", _LISTED, "p1.peer_unreachable", Confidence.POSSIBLE),
    ("lease", _LEASE, "p2.networks", Confidence.LIKELY),
    ("no-end-is-ours", '022 "net": We cannot identify ourselves with either end of this connection.', "sys.config", Confidence.PROVEN),
    ("not-running", 'whack: is Pluto running?  connect() for "/run/pluto/pluto.ctl" failed (2 No such file)', "sys.config", Confidence.PROVEN),
    ("racoon-without-time", _FATAL, "p2.algorithms", Confidence.POSSIBLE),
    ("racoon-phase-2-silent", _FATAL.replace("fatal NO-PROPOSAL-CHOSEN notify messsage, phase1 should be deleted", "no text"),
     "p2.algorithms", Confidence.POSSIBLE),
    ("racoon-key-file", "racoon: ERROR: failed to open pre_share_key file /etc/racoon/psk.txt", "sys.config", Confidence.PROVEN),
    ("algorithm-not-built-in", 'Failed to add connection "net", esp="aes-md5" is invalid: ESP integrity algorithm \'md5\' is not supported',
     "sys.config", Confidence.PROVEN),
    ("secrets-malformed", 'Jan  1 10:00:00 gw pluto[3]: "/etc/ipsec.secrets" line 3: PSK data malformed (no format prefix): abc', "sys.config",
     Confidence.PROVEN),
    ("no-route", '003 "net": cannot install route: peer is within its client\n025 "net": could not route', "sys.kernel", Confidence.POSSIBLE),
    ("mac-silent", "racoon[3]: IPSec Phase1 started (Initiated by me).\nracoon[3]: IKEv1 Phase1: maximum retransmits. (Phase1 Maximum "
     "Retransmits).", "p1.peer_unreachable", Confidence.POSSIBLE),
    ("mac-without-key", "racoon[3]: failed to get shared secret from keychain.", "p1.psk", Confidence.PROVEN),
    ("identity-refused", '108 "net" #8: STATE_MAIN_I3: sent MI3, expecting MR3\n003 "net" #8: ignoring informational payload, type '
     "INVALID_ID_INFORMATION msgid=00000000", "p1.identity", Confidence.LIKELY),
    ("zyxel-algorithms", "2015-03-01 10:00:00 info IKE [SA] : Tunnel [branch] Phase 1 encryption algorithm mismatch 192.0.2.1:500", "p1.algorithms",
     Confidence.POSSIBLE),
    ("zyxel-networks", "Phase 1 IKE SA process done\n[ID] : Tunnel [branch] Phase 2 Local policy mismatch", "p2.networks", Confidence.LIKELY),
    ("zywall-networks", "008 01 Jan 08:08:10 Phase 1 IKE SA process done\n010 01 Jan 08:08:10 Start Phase 2: Quick Mode\n"
     "011 01 Jan 08:08:10 !! Verifying Local ID failed", "p2.networks", Confidence.LIKELY),
    ("zyxel-identity", "[ID] : Tunnel [branch] Phase 1 ID mismatch", "p1.identity", Confidence.POSSIBLE),
    ("racoon-mode", "racoon: ERROR: exchange Identity Protection not allowed in any applicable rmconf.", "p1.mode", Confidence.POSSIBLE),
    ("routeros-networks", "ipsec,error got error: TS_UNACCEPTABLE", "p2.networks", Confidence.LIKELY),
)  # fmt: skip

_MEETING = """\
Nov  3 10:00:00 a racoon: INFO: initiate new phase 1 negotiation: 10.0.0.5[500]<=>198.51.100.2[500]
Nov  3 10:00:50 a racoon: [198.51.100.2] ERROR: phase1 negotiation failed due to time up. 8a1b2c3d4e5f6071:0000000000000000
"""
_MET = """\
Nov  3 10:00:00 b pluto[7]: "hq"[1] 203.0.113.5 #4: responding to Main Mode from unknown peer 203.0.113.5
Nov  3 10:00:00 b pluto[7]: "hq"[1] 203.0.113.5 #4: Oakley Transform [AES_CBC (256), HMAC_SHA1, MODP1536] refused
Nov  3 10:00:00 b pluto[7]: "hq"[1] 203.0.113.5 #4: no acceptable Oakley Transform
"""
_RENEWED = """\
Sep 12 10:01:02 gw racoon: INFO: initiate new phase 1 negotiation: 192.0.2.1[500]<=>198.51.100.7[500]
Sep 12 10:01:03 gw racoon: INFO: ISAKMP-SA established 192.0.2.1[500]-198.51.100.7[500] spi:8a1b2c3d4e5f6071:a1b2c3d4e5f60718
Sep 12 10:01:04 gw racoon: INFO: IPsec-SA established: ESP 192.0.2.1[500]->198.51.100.7[500] spi=123456789(0x75bcd15)
Sep 12 18:01:03 gw racoon: INFO: ISAKMP-SA expired 192.0.2.1[500]-198.51.100.7[500] spi:8a1b2c3d4e5f6071:a1b2c3d4e5f60718
Sep 12 18:01:10 gw racoon: INFO: respond new phase 1 negotiation: 192.0.2.1[500]<=>198.51.100.7[500]
Sep 12 18:01:11 gw racoon: INFO: ISAKMP-SA established 192.0.2.1[500]-198.51.100.7[500] spi:1111111111111111:2222222222222222
"""


@pytest.mark.parametrize(("text", "cause", "confidence"), [p[1:] for p in PASTES], ids=[p[0] for p in PASTES])
def test_first_answer(text: str, cause: str, confidence: Confidence) -> None:
    found = [f for f in analyze([text]).findings if f.status is Status.ACTIVE]
    assert (found[0].cause, found[0].confidence) == (cause, confidence)


def test_ends_with_nat_between_are_one_tunnel() -> None:
    both = analyze([_MEETING, _MET])
    assert [f.cause for f in both.findings] == ["p1.algorithms"]
    assert len(both.tunnels) == 1


@pytest.mark.parametrize("other", [_MET.replace(" b ", " a "), _MET.replace("responding to Main Mode from unknown peer", "initiating Main Mode to")])
def test_two_tunnels_of_one_gateway_stay_two(other: str) -> None:
    assert len(analyze([_MEETING, other]).tunnels) == 2


def test_public_addresses_that_differ_are_two_tunnels() -> None:
    assert len(analyze([_MEETING.replace("10.0.0.5", "8.8.4.4"), _MET]).tunnels) == 2


def test_phase_1_renewed_is_healthy() -> None:
    found = analyze([_RENEWED])
    assert (found.verdict, found.findings) == (Verdict.HEALTHY, ())
