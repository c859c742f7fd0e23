"""Cisco IOS: every frame of a line, messages over several lines, and which negotiation a line belongs to."""

import pytest

from analyzer import analyze
from analyzer.framing import cisco_ios
from analyzer.kinds import Kind
from analyzer.model import Line
from tests.tools.grammars import read

REFUSED = "no offers accepted!"


def framed(text: str) -> Line:
    line = Line("log", 1, text, text)
    assert cisco_ios.read(line, text)
    return line


@pytest.mark.parametrize(
    ("text", "time", "host", "sa", "message"),
    [
        (f"ISAKMP:(0):{REFUSED}", None, None, None, REFUSED),
        (f"*Mar  1 00:01:02.345: ISAKMP:(1001): {REFUSED}", "*Mar  1 00:01:02.345", None, "1001", REFUSED),
        (f"Mar 1 00:01:02: ISAKMP (0:2): {REFUSED}", "Mar 1 00:01:02", None, "2", REFUSED),
        (f"00:27:07: ISAKMP: {REFUSED}", "00:27:07", None, None, REFUSED),
        (f"1d03h: ISAKMP : {REFUSED}", "1d03h", None, None, REFUSED),
        (f"2w3d: ISAKMP-ERROR: (0):{REFUSED}", "2w3d", None, None, REFUSED),
        (f".Mar 26 20:49:19KST: ISAKMP: (7):{REFUSED}", ".Mar 26 20:49:19KST", None, "7", REFUSED),
        (f"041200: Nov 30 2024 11:16:54.881 UTC: ISAKMP:(0):{REFUSED}", "Nov 30 2024 11:16:54.881 UTC", None, None, REFUSED),
        (f"<191>12: gw-1: 000456: Mar  1 00:01:02.345 PARIS: ISAKMP:(0):{REFUSED}", "Mar  1 00:01:02.345 PARIS", "gw-1", None, REFUSED),
        ("IKEv2:(SA ID = 1):NAT not found", None, None, "1", "NAT not found"),
        ("IKEv2:(1): NAT not found", None, None, "1", "NAT not found"),
        ("IKEv2-ERROR:(SESSION ID = 31,SA ID = 2):: Auth exchange failed", None, None, "2", "Auth exchange failed"),
        ("KEv2:% IKEv2 profile not found", None, None, None, "% IKEv2 profile not found"),
        ("IPSEC:(SESSION ID = 1) (key_engine) got a queue event", None, None, None, "key_engine) got a queue event"),
        ("IPSEC(initialize_sas): invalid proxy IDs", None, None, None, "initialize_sas): invalid proxy IDs"),
        ("Error(41): Auth exchange failed", None, None, None, "Auth exchange failed"),
        ("Mar  1 00:01:02 gw 12: *Mar  1 00:01:02.345: %CRYPTO-6-IKMP_NO_SA: x", "*Mar  1 00:01:02.345", "gw", None, "IKMP_NO_SA: x"),
        ("Mar  1 00:01:02 192.0.2.1 %CRYPTO-4-IKMP_NO_SA: x", None, "192.0.2.1", None, "IKMP_NO_SA: x"),
        ("HQ#ISAKMP:(0):no offers accepted!", None, None, None, REFUSED),
        ("R1(config-if)#no shut*Mar  1 00:01:02.345: %CRYPTO-6-ISAKMP_ON_OFF: ISAKMP is ON", "*Mar  1 00:01:02.345", None, None, "ISAKMP_ON_OFF: ISAKMP is ON"),
        ("%IOSXE-3-PLATFORM: R0/0: cpp_cp: QFP:0.0 Thread:1 TS:2 %IPSEC-3-REPLAY_ERROR: IPSec", None, None, None, "REPLAY_ERROR: IPSec"),
        ("%IOSXE-3-PLATFORM: R0/0: something else", None, None, None, "PLATFORM: R0/0: something else"),
    ],
)  # fmt: skip
def test_frames(text: str, time: str | None, host: str | None, sa: str | None, message: str) -> None:
    line = framed(text)
    assert (line.time, line.host, line.sa, line.message, line.dialect) == (time, host, sa, message, "cisco_ios")


@pytest.mark.parametrize("text", ["%ASA-3-713061: Group = a", '"a" #1: initiating IKEv2 connection', "05[IKE] IKE_SA a[1] state", "%FOO-3-BAR: x", "100 %CPU"])
def test_lines_of_others(text: str) -> None:
    assert not cisco_ios.read(Line("log", 1, text, text), text)


def test_another_facility_of_the_router_is_no_unknown_message() -> None:
    line = framed("*Mar  1 00:01:02.345: %OSPF-5-ADJCHG: Process 1")
    assert line.dialect == "other"


def messages(text: str) -> list[str]:
    lines = [Line("log", n, t, t, dialect=None if t.strip() else "blank") for n, t in enumerate(text.splitlines(), 1)]
    for line in lines:
        cisco_ios.read(line, line.text)
    return [line.message for line in cisco_ios.joined(iter(lines)) if line.dialect == "cisco_ios"]


def test_a_packet_is_put_together() -> None:
    text = (
        "IKEv2:(SA ID = 1):Sending Packet [To 192.0.2.2:500/From 192.0.2.1:500/VRF i0:f0] \nInitiator SPI : 7A10C3D95E2B4F86 - Responder SPI : "
        "0000000000000000 Message id: 0\nIKEv2 IKE_SA_INIT Exchange REQUEST \nPayload contents: \n SA KE N\n\nsomething else\n"
    )
    (message,) = messages(text)
    event = read("cisco_ios", message)
    assert event is not None
    assert (event.kind, event.get("payloads"), event.get("remote"), event.get("remote_port")) == (Kind.IKE_INITIATE, "SA KE N", "192.0.2.2", "500")


def test_a_prompt_and_too_many_lines_end_a_message() -> None:
    assert messages("IKEv2:(SA ID = 1):Received Policies: \nProposal 1: AES-CBC-256\nHQ#show clock") == ["Received Policies: Proposal 1: AES-CBC-256"]
    many = "IKEv2:(SA ID = 1):Config data to send:\n" + "line\n" * 60
    assert messages(many)[0].count("line") == cisco_ios.MOST


def test_ipv6_ends() -> None:
    event = read("cisco_ios", "Sending Packet [To 2001:db8::2:500/From 2001:db8::1:4500/VRF i0:f0]")
    assert event is not None
    assert (event.get("remote"), event.get("local"), event.get("local_port")) == ("2001:db8::2", "2001:db8::1", "4500")


OFFER = (
    "ISAKMP:(0):Checking ISAKMP transform 1 against priority {policy} policy\nISAKMP:      encryption AES-CBC\nISAKMP:      keylength of 256\n"
    "ISAKMP:      hash SHA\nISAKMP:      default group 2\nISAKMP:      auth pre-share\n"
)
START = "ISAKMP (0): received packet from 192.0.2.1 dport 500 sport 500 Global (N) NEW SA\nISAKMP:(0):Old State = IKE_READY  New State = IKE_R_MM1\n"
END = "ISAKMP:(0):no offers accepted!\n"
HASH, GROUP, METHOD, DONE = (
    "ISAKMP:(0):Hash algorithm offered does not match policy!\n", "ISAKMP:(0):Diffie-Hellman group offered does not match policy!\n",
    "ISAKMP:(0):Authentication method offered does not match policy!\n", "ISAKMP:(0):atts are acceptable. Next payload is 0\n",
)  # fmt: skip


def told(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(f.cause, str(f.confidence), tuple(a.cause for a in f.alternatives)) for f in analyze(text.encode()).findings]


def first(text: str) -> tuple[str, str]:
    found = told(text)
    return found[0][:2] if found else ("", "")


def test_what_every_policy_refuses_is_proven() -> None:
    ten, twenty = OFFER.format(policy=10), OFFER.format(policy=20)
    assert first(START + ten + HASH + twenty + HASH + END) == ("p1.algorithms", "proven")
    assert first(START + ten + GROUP + END) == ("p1.dh_group", "proven")
    assert first(START + ten + METHOD + END) == ("p1.auth_method", "proven")
    (finding,) = analyze((START + ten + GROUP + END).encode()).findings
    assert finding.details["theirs"] == "2"


def test_the_default_policies_do_not_count() -> None:
    encryption = "ISAKMP:(0):Encryption algorithm offered does not match policy!\n"
    assert first(START + OFFER.format(policy=10) + GROUP + OFFER.format(policy=65535) + encryption + END) == ("p1.dh_group", "proven")


def test_different_refusals_are_not_sure() -> None:
    mixed = START + OFFER.format(policy=10) + HASH + OFFER.format(policy=20) + GROUP + END
    assert first(mixed) == ("p1.algorithms", "possible")
    assert "p1.dh_group" in told(mixed)[0][2]


def test_a_refusal_before_an_acceptance_is_nothing() -> None:
    assert told(START + OFFER.format(policy=10) + HASH + METHOD + GROUP + OFFER.format(policy=20) + DONE) == []


def test_judgements_without_their_offer_are_not_sure() -> None:
    assert first(HASH + END) == ("p1.algorithms", "possible")
    assert first(METHOD) == ("p1.auth_method", "possible")
    assert told(GROUP)[0][0] == "p1.dh_group"


def test_two_peers_without_numbers_are_told_apart() -> None:
    other = START.replace("192.0.2.1", "192.0.2.9")
    tunnels = analyze((START + OFFER.format(policy=10) + HASH + END + other + OFFER.format(policy=10) + GROUP + END).encode())
    assert {f.cause for f in tunnels.findings} == {"p1.algorithms", "p1.dh_group"}
    assert {t.remote for t in tunnels.tunnels} == {"192.0.2.1", "192.0.2.9"}


def test_a_keyed_negotiation_and_one_without_number_beside_it() -> None:
    text = (
        START + "ISAKMP:(1001):Old State = IKE_R_MM3  New State = IKE_R_MM4\nISAKMP:(1001):SA has been authenticated with 192.0.2.1\n"
        "ISAKMP:(1001):Old State = IKE_R_MM5  New State = IKE_P1_COMPLETE\n" + START.replace("192.0.2.1", "192.0.2.9")
        + "ISAKMP:(1001):Old State = IKE_QM_R_QM2  New State = IKE_QM_PHASE2_COMPLETE\n" + OFFER.format(policy=10) + HASH + END
    )  # fmt: skip
    analysis = analyze(text.encode())
    assert [(t.remote, t.state) for t in analysis.tunnels] == [("192.0.2.1", "up"), ("192.0.2.9", "down")]
    assert [f.cause for f in analysis.findings] == ["p1.algorithms"]


def test_an_initiator_tries_twice() -> None:
    attempt = (
        "ISAKMP:(0):SA request profile is (NULL)\nISAKMP: Created a peer struct for 192.0.2.1, peer port 500\nISAKMP:(0): beginning Main Mode exchange\n"
        "ISAKMP:(0): sending packet to 192.0.2.1 my_port 500 peer_port 500 (I) MM_NO_STATE\nISAKMP:(0):retransmitting phase 1 MM_NO_STATE...\n"
        'ISAKMP:(0):deleting SA reason "Death by retransmission P1" state (I) MM_NO_STATE (peer 192.0.2.1)\n'
    )
    analysis = analyze((attempt * 2).encode())
    assert [t.attempts for t in analysis.tunnels] == [2]
    assert first(attempt * 2) == ("p1.peer_unreachable", "possible")


def test_ikev2_uses_its_numbers_again() -> None:
    packet = (
        "IKEv2:(SA ID = 1):Received Packet [From 192.0.2.{n}:500/To 192.0.2.1:500/VRF i0:f0]\nInitiator SPI : 7A10C3D95E2B4F8{n} - Responder SPI : "
        "0000000000000000 Message id: 0\nIKEv2 IKE_SA_INIT Exchange REQUEST\nPayload contents:\n SA KE N\n\n"
    )
    refused = "IKEv2-ERROR:(SA ID = 1):: Failed to find a matching policy\n"
    analysis = analyze((packet.format(n=2) + refused + packet.format(n=3) + refused + packet.format(n=3).replace("F83", "F84") + refused).encode())
    assert [(t.remote, t.attempts) for t in analysis.tunnels] == [("192.0.2.2", 1), ("192.0.2.3", 2)]


def test_syslog_without_a_peer_blames_no_tunnel() -> None:
    up = "%CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP.  Peer 192.0.2.{n}:500       Id: 192.0.2.{n}\n"
    replay = "%CRYPTO-4-PKT_REPLAY_ERR: decrypt: replay check failed\n"
    analysis = analyze((up.format(n=1) + up.format(n=2) + replay + replay).encode())
    assert [(t.remote, t.state) for t in analysis.tunnels][:2] == [("192.0.2.1", "up"), ("192.0.2.2", "up")]
    names = {t.id: t.remote for t in analysis.tunnels}
    assert {names[f.tunnel] for f in analysis.findings} == {None}


PSK = "IKEv2:(SA ID = 1):Peer's authentication method is '{method}'\n"
FAILED = "IKEv2:(SA ID = 1):Verification of peer's authentication data FAILED\n"


def test_what_did_not_verify() -> None:
    assert first(PSK.format(method="PSK") + FAILED) == ("p1.psk", "likely")
    assert first(PSK.format(method="RSA") + FAILED) == ("p1.certificate", "likely")
    assert first(FAILED) == ("p1.psk", "possible")
    lookup = "IKEv2:(SA ID = 1):Searching policy based on peer's identity 'a.example' of type 'FQDN'\nIKEv2:% IKEv2 profile not found\n"
    assert first(lookup + FAILED) == ("p1.identity", "proven")


@pytest.mark.parametrize(
    ("lines", "cause"),
    [
        ("%CRYPTO-4-RECVD_PKT_INV_IDENTITY: identity doesn't match negotiated identity", "p2.networks"),
        ("ISAKMP:(1):IPSec policy invalidated proposal with error 64", "p2.pfs_group"),
        ("ISAKMP:(1):IPSec policy invalidated proposal with error 256", "p2.algorithms"),
        ("IPSEC(validate_proposal): invalid local address 192.0.2.1", "sys.config"),
        ("%CRYPTO-4-IKE_DENY_SA_REQ: IKE denied an INCOMING SA request from 192.0.2.1 to 192.0.2.2 due to IKE SA LIMIT REACHED", "sys.resource"),
        ("ISAKMP:(0):No pre-shared key with 192.0.2.1!", "p1.psk"),
        ("ISAKMP:(1001):processing NOTIFY PROPOSAL_NOT_CHOSEN protocol 1", "p1.algorithms"),
        ("ISAKMP:(1001):processing NOTIFY PROPOSAL_NOT_CHOSEN protocol 3", "p2.algorithms"),
        ('ISAKMP:(1001):deleting SA reason "P1 errcounter exceeded (PEERS_ALIVE_TIMER)" state (I) QM_IDLE (peer 192.0.2.1)', "life.dpd_timeout"),
    ],
)  # fmt: skip
def test_one_line_is_enough(lines: str, cause: str) -> None:
    assert first(lines + "\n")[0] == cause


@pytest.mark.parametrize(
    "line",
    [
        "ISAKMP-ERROR: (0):Failed to find peer index node to update peer_info_list", "ISAKMP:(0):Can not start Aggressive mode, trying Main mode.",
        "ISAKMP:(0):peer does not do paranoid keepalives.", "ISAKMP:(0):peer matches *none* of the profiles", "IKEv2-ERROR:(SA ID = 1):",
        "%CRYPTO-4-IKMP_NO_SA: IKE message from 192.0.2.1 has no SA and is not an initialization offer", "%CRYPTO-6-ISAKMP_ON_OFF: ISAKMP is OFF",
        "IKEv2-ERROR:(SA ID = 1):: A supplied parameter is incorrect", "IKEv2-ERROR:(SA ID = 1):: Error constructing config reply",
    ],
)  # fmt: skip
def test_noise_of_healthy_tunnels_is_silent(line: str) -> None:
    assert told(line + "\n") == []


def test_states_of_both_roles() -> None:
    stuck = START + "ISAKMP:(7):Old State = IKE_R_MM3  New State = IKE_R_MM4\n" + "ISAKMP:(7):retransmitting phase 1 MM_KEY_EXCH...\n" * 3
    assert "p1.nat_traversal" not in {f[0] for f in told(stuck)}  # a responder repeats its answer
