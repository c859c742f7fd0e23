"""Which lines belong to one IKE_SA, how far it came, and which message got no answer."""

import itertools

import pytest

from analyzer.extract.events import Extractor
from analyzer.kinds import Kind
from analyzer.model import Event
from analyzer.negotiations import Assembler, Negotiation, Place, Stage
from analyzer.negotiations.advance import method_class, place_of
from analyzer.negotiations.record import KEEP_FIRST, KEEP_LAST
from analyzer.sources import open_source


def assembled(text: str, dialect: str) -> tuple[Assembler, list[Negotiation]]:
    """An assembler after the text, with nothing finished, and what it has closed."""
    closed: list[Negotiation] = []
    assembler = Assembler(dialect, closed.append, itertools.count(1).__next__)
    for seq, (line, hits) in enumerate(Extractor("log").events(open_source(text)), 1):
        for template, match in hits:
            assembler.feed(Event(line, template, match, seq))
    return assembler, closed


def read(text: str, dialect: str = "strongswan") -> list[Negotiation]:
    """The negotiations of a text in the order in which they began, with everything read."""
    assembler, closed = assembled(text, dialect)
    assembler.finish()
    for n in closed:
        n.close()
    return sorted(closed, key=lambda n: n.number)


def numbers(negotiations: list[Negotiation]) -> list[list[int]]:
    """For each negotiation the lines that belong to it."""
    return [[e.line.number for e in n.events] for n in negotiations]


# -- charon

TWO_NUMBERED = """\
Nov 23 07:21:00 gw charon: 05[IKE] <a|1> initiating IKE_SA a[1] to 198.51.100.1
Nov 23 07:21:00 gw charon: 06[IKE] <b|2> initiating IKE_SA b[2] to 198.51.100.2
Nov 23 07:21:00 gw charon: 05[NET] <a|1> sending packet: from 192.0.2.1[500] to 198.51.100.1[500] (336 bytes)
Nov 23 07:21:01 gw charon: 06[NET] <b|2> sending packet: from 192.0.2.1[500] to 198.51.100.2[500] (336 bytes)
Nov 23 07:21:01 gw charon: 05[IKE] <b|2> received NO_PROPOSAL_CHOSEN notify error
Nov 23 07:21:02 gw charon: 06[IKE] <a|1> retransmit 1 of request with message ID 0
"""


def test_number_in_the_frame_decides_whatever_the_thread() -> None:
    a, b = read(TWO_NUMBERED)
    assert numbers([a, b]) == [[1, 3, 6], [2, 4, 5]]
    assert (a.conn, a.sa, a.remote) == ("a", "1", "198.51.100.1")
    assert (b.conn, b.sa, b.remote) == ("b", "2", "198.51.100.2")


TWO_THREADS = """\
05[IKE] initiating IKE_SA a[1] to 198.51.100.1
06[IKE] initiating IKE_SA b[2] to 198.51.100.2
05[ENC] generating IKE_SA_INIT request 0 [ SA KE No ]
06[ENC] generating IKE_SA_INIT request 0 [ SA KE No ]
05[NET] sending packet: from 192.0.2.1[500] to 198.51.100.1[500] (336 bytes)
06[NET] sending packet: from 192.0.2.1[500] to 198.51.100.2[500] (336 bytes)
07[NET] received packet: from 198.51.100.2[500] to 192.0.2.1[500] (36 bytes)
08[NET] received packet: from 198.51.100.1[500] to 192.0.2.1[500] (36 bytes)
07[ENC] parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]
08[ENC] parsed IKE_SA_INIT response 0 [ N(INVAL_KE) ]
07[IKE] received NO_PROPOSAL_CHOSEN notify error
08[IKE] peer didn't accept DH group MODP_2048, it requested ECP_256
"""


def test_threads_tell_negotiations_apart_where_no_number_does() -> None:
    assert numbers(read(TWO_THREADS)) == [[1, 3, 5, 8, 10, 12], [2, 4, 6, 7, 9, 11]]


def test_repetition_belongs_to_the_peer_that_its_thread_sends_to() -> None:
    text = TWO_THREADS.split("07[NET]")[0] + (
        "09[IKE] retransmit 1 of request with message ID 0\n"
        "09[NET] sending packet: from 192.0.2.1[500] to 198.51.100.2[500] (336 bytes)\n"
        "10[IKE] retransmit 1 of request with message ID 0\n"
        "10[NET] sending packet: from 192.0.2.1[500] to 198.51.100.1[500] (336 bytes)\n"
        "09[IKE] retransmit 2 of request with message ID 0\n"
        "09[NET] sending packet: from 192.0.2.1[500] to 198.51.100.2[500] (336 bytes)\n"
    )
    a, b = read(text)
    assert a.silences[Place.FIRST].count == 1
    assert b.silences[Place.FIRST].count == 2
    assert not b.silences[Place.FIRST].gave_up


def test_giving_up_belongs_to_the_one_that_repeated_most() -> None:
    text = TWO_THREADS.split("07[NET]")[0] + (
        "09[IKE] retransmit 1 of request with message ID 0\n"
        "09[NET] sending packet: from 192.0.2.1[500] to 198.51.100.2[500] (336 bytes)\n"
        "09[IKE] retransmit 2 of request with message ID 0\n"
        "09[NET] sending packet: from 192.0.2.1[500] to 198.51.100.2[500] (336 bytes)\n"
        "10[IKE] retransmit 1 of request with message ID 0\n"
        "10[NET] sending packet: from 192.0.2.1[500] to 198.51.100.1[500] (336 bytes)\n"
        "11[IKE] giving up after 2 retransmits\n"
    )
    a, b = read(text)
    assert not a.silences[Place.FIRST].gave_up
    assert b.silences[Place.FIRST].gave_up


def test_log_that_begins_in_the_middle_is_one_negotiation() -> None:
    (n,) = read("06[ENC] <a|7> parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]\n06[IKE] <a|7> received AUTHENTICATION_FAILED notify error\n")
    assert (n.conn, n.sa, n.role, n.ike_version, n.stage) == ("a", "7", "initiator", 2, Stage.AUTH)
    assert n.received


@pytest.mark.parametrize("frame", ["", "05[IKE] ", "Nov 23 07:21:00 gw charon: 05[IKE] "])
def test_second_attempt_with_the_same_peer_is_another_negotiation(frame: str) -> None:
    one = ("initiating IKE_SA a[{}] to 198.51.100.1", "received NO_PROPOSAL_CHOSEN notify error")
    text = "\n".join(frame + line.format(n) for n in (1, 2) for line in one)
    assert numbers(read(text)) == [[1, 2], [3, 4]]


def test_second_request_of_a_peer_is_another_negotiation_unless_it_was_asked_for() -> None:
    request = "05[ENC] parsed IKE_SA_INIT request 0 [ SA KE No ]\n"
    assert len(read(request + "05[IKE] no acceptable proposal found\n" + request)) == 2
    assert len(read(request + "05[IKE] DH group MODP_1024 unacceptable, requesting MODP_2048\n" + request)) == 1


def test_number_that_comes_late_joins_what_the_thread_did() -> None:
    text = (
        "05[NET] <1> received packet: from 198.51.100.1[500] to 192.0.2.1[500] (336 bytes)\n"
        "05[IKE] <1> 198.51.100.1 is initiating an IKE_SA\n"
        "05[IKE] <a|1> authentication of 'moon' (myself) with pre-shared key\n"
    )
    (n,) = read(text)
    assert (n.conn, n.sa) == ("a", "1")


def test_start_of_the_daemon_begins_anew() -> None:
    text = (
        "05[IKE] <a|1> initiating IKE_SA a[1] to 198.51.100.1\n"
        "00[DMN] Starting IKE charon daemon (strongSwan 5.9.8, Linux 6.1.0, x86_64)\n"
        "05[IKE] <a|1> initiating IKE_SA a[1] to 198.51.100.1\n"
    )
    assert numbers(read(text)) == [[1], [3]]


# -- pluto

PLUTO = """\
Nov 23 07:21:00 gw pluto[9]: "a" #1: initiating IKEv2 connection to 198.51.100.1 using UDP
Nov 23 07:21:00 gw pluto[9]: "b" #2: initiating IKEv2 connection to 198.51.100.2 using UDP
Nov 23 07:21:01 gw pluto[9]: "a" #1: sent IKE_SA_INIT request to 198.51.100.1:UDP/500
Nov 23 07:21:02 gw pluto[9]: "b" #2: STATE_V2_PARENT_I1: retransmission; will wait 1 seconds for response
Nov 23 07:21:02 gw pluto[9]: "a" #3: IKE_AUTH response contained the error notification TS_UNACCEPTABLE
"""


def test_serial_numbers_tell_pluto_negotiations_apart() -> None:
    a, b = read(PLUTO, "libreswan")
    assert (a.conn, b.conn) == ("a", "b")
    assert [e.line.number for e in b.events] == [2, 4]
    assert [e.line.number for e in a.events] == [1, 3, 5]
    assert b.silences[Place.FIRST].count == 1


def test_child_joins_the_parent_that_it_names() -> None:
    text = (
        'pluto[9]: "a" #1: initiating IKEv1 Main Mode connection\n'
        'pluto[9]: "a" #2: initiating IKEv1 Main Mode connection\n'
        'pluto[9]: "a" #3: initiating Quick Mode IKEv1+PSK+ENCRYPT+TUNNEL+PFS+UP {using isakmp#1 msgid:6a4ae77c proposal=defaults pfsgroup=MODP2048}\n'
        'pluto[9]: "a" #3: STATE_QUICK_I1: 60 second timeout exceeded after 7 retransmits.  No acceptable response to our first Quick Mode message\n'
    )
    first, second = read(text, "libreswan")
    assert numbers([first, second]) == [[1, 3, 4], [2]]
    assert first.silences[Place.CHILD].gave_up


def test_instances_of_one_connection_stay_apart_by_their_peer() -> None:
    text = (
        "pluto[9]: packet from 198.51.100.1:500: initial Main Mode message received but no connection has been authorized with authby=PSK\n"
        "pluto[9]: packet from 198.51.100.2:500: initial Main Mode message received but no connection has been authorized with authby=PSK\n"
        "pluto[9]: packet from 198.51.100.1:500: initial Main Mode message received but no connection has been authorized with authby=PSK\n"
    )
    assert numbers(read(text, "libreswan")) == [[1, 3], [2]]


def test_cookies_tell_racoon_negotiations_apart() -> None:
    text = (
        "racoon: INFO: initiate new phase 1 negotiation: 192.0.2.1[500]<=>198.51.100.1[500]\n"
        "racoon: INFO: ISAKMP-SA established 192.0.2.1[500]-198.51.100.1[500] spi:0123456789abcdef:1111111111111111\n"
        "racoon: INFO: initiate new phase 1 negotiation: 192.0.2.1[500]<=>198.51.100.2[500]\n"
        "racoon: ERROR: phase1 negotiation failed due to time up. fedcba9876543210:0000000000000000\n"
        "racoon: INFO: ISAKMP-SA expired 192.0.2.1[500]-198.51.100.1[500] spi:0123456789abcdef:1111111111111111\n"
    )
    assert numbers(read(text, "racoon")) == [[1, 2, 5], [3, 4]]


# -- how far it came

INIT_1, INIT_2 = "generating IKE_SA_INIT request 0 [ SA KE No ]", "parsed IKE_SA_INIT response 0 [ SA KE No ]"
MAIN = (
    "generating ID_PROT request 0 [ SA V V ]", "parsed ID_PROT response 0 [ SA V ]", "generating ID_PROT request 0 [ KE No NAT-D NAT-D ]",
    "parsed ID_PROT response 0 [ KE No NAT-D NAT-D ]", "generating ID_PROT request 0 [ ID HASH ]",
)  # fmt: skip
AGGRESSIVE = ("generating AGGRESSIVE request 0 [ SA KE No ID V ]", "parsed AGGRESSIVE response 0 [ SA KE No ID HASH V ]")
UP = "IKE_SA a[1] established between 192.0.2.1[moon]...198.51.100.1[sun]"
QUICK = "generating QUICK_MODE request 3423 [ HASH SA No ID ID ]"
CHILD = "CHILD_SA a{1} established with SPIs c79facd6_i 0f958122_o and TS 10.2.0.0/16 === 10.1.0.0/16"

STAGES = (
    ((INIT_1,), Stage.INIT, 2, None, "initiator"),
    ((INIT_1, INIT_2), Stage.INIT_DONE, 2, None, "initiator"),
    ((INIT_1, "parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]"), Stage.INIT, 2, None, "initiator"),
    ((INIT_1, "parsed IKE_SA_INIT response 0 [ N(INVAL_KE) ]"), Stage.INIT, 2, None, "initiator"),
    ((INIT_1, INIT_2, "generating IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]"), Stage.AUTH, 2, None, "initiator"),
    ((INIT_1, INIT_2, UP), Stage.IKE_UP, 2, None, "initiator"),
    ((INIT_1, INIT_2, UP, "generating CREATE_CHILD_SA request 2 [ SA No TSi TSr ]"), Stage.CHILD, 2, None, "initiator"),
    ((INIT_1, INIT_2, UP, CHILD), Stage.CHILD_UP, 2, None, "initiator"),
    (("parsed IKE_SA_INIT request 0 [ SA KE No ]",), Stage.INIT, 2, None, "responder"),
    (("parsed IKE_SA_INIT request 0 [ SA KE No ]", "generating IKE_SA_INIT response 0 [ SA KE No ]"), Stage.INIT_DONE, 2, None, "responder"),
    (MAIN[:1], Stage.INIT, 1, "main", "initiator"),
    (MAIN[:2], Stage.INIT_DONE, 1, "main", "initiator"),
    (MAIN[:3], Stage.INIT_DONE, 1, "main", "initiator"),
    (MAIN[:4], Stage.KEYED, 1, "main", "initiator"),
    (MAIN, Stage.AUTH, 1, "main", "initiator"),
    ((*MAIN, UP, QUICK), Stage.CHILD, 1, "main", "initiator"),
    (AGGRESSIVE[:1], Stage.INIT, 1, "aggressive", "initiator"),
    (AGGRESSIVE, Stage.AUTH, 1, "aggressive", "initiator"),
    ((QUICK,), Stage.CHILD, 1, None, None),
    (("received packet: from 198.51.100.1[500] to 192.0.2.1[500] (40 bytes)",), Stage.UNKNOWN, None, None, None),
)  # fmt: skip


@pytest.mark.parametrize(("said", "stage", "version", "mode", "role"), STAGES)
def test_stage_that_is_reached(said: tuple[str, ...], stage: Stage, version: int | None, mode: str | None, role: str | None) -> None:
    (n,) = read("\n".join(f"05[IKE] <a|1> {line}" for line in said))
    assert (n.stage, n.ike_version, n.mode, n.role) == (stage, version, mode, role)
    assert n.up == (stage >= Stage.IKE_UP)


@pytest.mark.parametrize(
    ("payloads", "method"),
    [("ID HASH", "psk"), ("ID SIG", "pubkey"), ("ID CERT SIG CERTREQ", "pubkey")],
)
def test_method_of_main_mode_is_seen_from_the_payloads(payloads: str, method: str) -> None:
    (n,) = read("\n".join(f"05[IKE] <a|1> {line}" for line in (*MAIN[:4], f"generating ID_PROT request 0 [ {payloads} ]")))
    assert n.method == method


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("pre-shared key", "psk"), ("PSK", "psk"), ("secret", "psk"), ("PRESHARED_KEY", "psk"), ("RSA signature", "pubkey"),
        ("ECDSA-384 signature", "pubkey"), ("ED25519", "pubkey"), ("EAP", "eap"), ("EAP_MSCHAPV2", "eap"), ("XAuthInitPSK", "psk"),
        ("HybridInitRSA", "xauth"), ("", None), ("null", None),
    ],
)  # fmt: skip
def test_methods_have_classes(text: str, method: str | None) -> None:
    assert method_class(text) == method


# -- which message gets no answer

REPEATED = "retransmit 1 of request with message ID {}"
PLACES = (
    (("initiating IKE_SA a[1] to 198.51.100.1", INIT_1, REPEATED.format(0)), Place.FIRST),
    ((INIT_1, INIT_2, "generating IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]", REPEATED.format(1)), Place.AUTH),
    ((INIT_1, INIT_2, UP, CHILD, "generating INFORMATIONAL request 5 [ ]", REPEATED.format(5)), Place.ESTABLISHED),
    ((INIT_1, INIT_2, UP, CHILD, "generating CREATE_CHILD_SA request 6 [ SA No KE TSi TSr ]", REPEATED.format(6)), Place.CHILD),
    ((MAIN[0], "sending retransmit 1 of request message ID 0, seq 1"), Place.FIRST),
    ((*MAIN[:3], "sending retransmit 1 of request message ID 0, seq 2"), Place.KEY_EXCHANGE),
    ((*MAIN, "sending retransmit 1 of request message ID 0, seq 3"), Place.AUTH),
    ((*MAIN, UP, QUICK, "sending retransmit 1 of request message ID 3423, seq 4"), Place.CHILD),
    ((AGGRESSIVE[0], "sending retransmit 1 of request message ID 0, seq 1"), Place.FIRST),
    ((*AGGRESSIVE, "generating AGGRESSIVE request 0 [ HASH ]", "sending retransmit 1 of request message ID 0, seq 2"), Place.AUTH),
    (("sending retransmit 2 of request message ID 0, seq 1",), Place.FIRST),
    (("sending retransmit 2 of request message ID 0, seq 3",), Place.AUTH),
    (("sending retransmit 2 of request message ID 0, seq 9",), Place.UNKNOWN),
    (("sending retransmit 1 of request message ID 987654, seq 4",), Place.CHILD),
    ((*MAIN[:2], "sending retransmit 1 of response message ID 0, seq 1"), Place.RESPONSE),
    ((REPEATED.format(0),), Place.FIRST),
    ((REPEATED.format(1),), Place.AUTH),
    ((REPEATED.format(7),), Place.ESTABLISHED),
    (("giving up after 5 retransmits",), Place.UNKNOWN),
)  # fmt: skip


@pytest.mark.parametrize(("said", "place"), PLACES)
def test_place_of_a_repetition_in_charon(said: tuple[str, ...], place: Place) -> None:
    (n,) = read("\n".join(f"05[IKE] <a|1> {line}" for line in said))
    assert list(n.silences) == [place]


def test_giving_up_is_about_what_was_repeated() -> None:
    said = (*MAIN, "sending retransmit 1 of request message ID 0, seq 3", "giving up after 5 retransmits")
    (n,) = read("\n".join(f"05[IKE] <a|1> {line}" for line in said))
    assert [(p, s.count, s.gave_up) for p, s in n.silences.items()] == [(Place.AUTH, 2, True)]


STATES = {
    "STATE_MAIN_I1": Place.FIRST, "STATE_MAIN_I2": Place.KEY_EXCHANGE, "STATE_MAIN_I3": Place.AUTH, "STATE_AGGR_I1": Place.FIRST,
    "STATE_QUICK_I1": Place.CHILD, "STATE_PARENT_I1": Place.FIRST, "STATE_PARENT_I2": Place.AUTH, "STATE_V2_PARENT_I1": Place.FIRST,
    "STATE_V2_PARENT_I2": Place.AUTH, "STATE_V2_NEW_CHILD_I1": Place.CHILD, "STATE_V2_REKEY_IKE_I1": Place.CHILD,
    "STATE_MAIN_R1": Place.RESPONSE, "STATE_MAIN_R2": Place.RESPONSE, "STATE_V2_ESTABLISHED_IKE_SA": Place.ESTABLISHED, "STATE_ODD": Place.UNKNOWN,
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_place_of_a_repetition_in_pluto(state: str) -> None:
    (n,) = read(f'pluto[9]: "a" #1: {state}: retransmission; will wait 1 seconds for response', "libreswan")
    assert list(n.silences) == [STATES[state]]


def test_place_follows_the_stage_where_nothing_else_is_known() -> None:
    (gave_up,) = (e for n in read("giving up after 5 retransmits") for e in n.events)
    n = Negotiation(1, "strongswan")
    told = []
    for stage in Stage:
        n.stage = stage
        told.append(place_of(n, gave_up))
    assert told == [Place.UNKNOWN, Place.FIRST, Place.AUTH, Place.AUTH, Place.AUTH, Place.ESTABLISHED, Place.ESTABLISHED, Place.ESTABLISHED]
    n.ike_version, n.stage = 1, Stage.INIT_DONE
    assert place_of(n, gave_up) is Place.KEY_EXCHANGE


# -- long lives


def life(rounds: int) -> str:
    head = "Nov 23 07:21:00 gw charon: 05[IKE] <a|1> "
    hour = (
        "sending DPD request", "generating INFORMATIONAL request {} [ ]", "sending packet: from 192.0.2.1[4500] to 198.51.100.1[4500] (80 bytes)",
        "received packet: from 198.51.100.1[4500] to 192.0.2.1[4500] (80 bytes)", "parsed INFORMATIONAL response {} [ ]",
    )  # fmt: skip
    begin = ("initiating IKE_SA a[1] to 198.51.100.1", INIT_1, INIT_2, UP, CHILD)
    return "\n".join([*(head + line for line in begin), *(head + line.format(n) for n in range(rounds) for line in hour)])


def test_long_life_is_kept_in_bounded_memory() -> None:
    assembler, _ = assembled(life(2000), "strongswan")
    (n,) = assembler.open.values()
    assert len(n.pending) + len(n.head) + len(n.tail) <= 1000
    (n,) = read(life(2000))
    assert len(list(n.events)) <= KEEP_FIRST + KEEP_LAST
    assert n.stage is Stage.CHILD_UP
    assert n.child_up_at is not None
    assert n.alive


def test_long_failure_is_kept_in_bounded_memory() -> None:
    failed = "05[IKE] <a|1> received TS_UNACCEPTABLE notify, no CHILD_SA built\n"
    (n,) = read("05[IKE] <a|1> initiating IKE_SA a[1] to 198.51.100.1\n" + failed * 3000)
    assert len(list(n.events)) == KEEP_FIRST + KEEP_LAST
    assert n.dropped == 3001 - KEEP_FIRST - KEEP_LAST
    assert n.kinds[Kind.CHILD_REFUSED] == 3000


def test_many_peers_are_not_all_kept_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzer.negotiations.assemble.OPEN", 100)
    text = "\n".join(f"05[IKE] <a|{n}> initiating IKE_SA a[{n}] to 198.51.100.{n % 250}" for n in range(1, 500))
    assembler, _ = assembled(text, "strongswan")
    assert len(assembler.open) <= 100
    assert len(assembler.by_sa) <= 100
    assert len(read(text)) == 499
