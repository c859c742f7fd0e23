"""A line of each form that a log can have, and what its frame says."""

from typing import NamedTuple

import pytest

from analyzer.framing import Framer
from analyzer.model import Line


class Case(NamedTuple):
    """A line, and all that its frame says."""

    text: str
    message: str
    dialect: str | None = None
    time: str | None = None
    host: str | None = None
    program: str | None = None
    pid: str | None = None
    thread: str | None = None
    group: str | None = None
    conn: str | None = None
    sa: str | None = None
    peer: str | None = None


S, L, D, R = "strongswan", "libreswan", "openiked", "racoon"
NOTIFY = "received NO_PROPOSAL_CHOSEN notify error"
STATE = "STATE_MAIN_I1: initiate"
BSD = "Nov 23 07:21:00"
SPI = "8d7a3f91c2b4e650"

CASES = (
    # nothing before the message
    Case(NOTIFY, NOTIFY),
    # syslog of RFC 3164
    Case(f"{BSD} gw charon: 09[IKE] {NOTIFY}", NOTIFY, S, BSD, "gw", "charon", None, "09", "IKE"),
    Case(f"{BSD} gw charon[77]: 09[IKE] <con|2> {NOTIFY}", NOTIFY, S, BSD, "gw", "charon", "77", "09", "IKE", "con", "2"),
    Case(f"{BSD} gw charon[77]: 09[IKE1] <2> {NOTIFY}", NOTIFY, S, BSD, "gw", "charon", "77", "09", "IKE", None, "2"),
    Case(f"{BSD} charon: 09[IKE] {NOTIFY}", NOTIFY, S, BSD, None, "charon", None, "09", "IKE"),
    Case(f"<30>{BSD} gw charon: 09[IKE] {NOTIFY}", NOTIFY, S, BSD, "gw", "charon", None, "09", "IKE"),
    Case(f"<30>{BSD} charon[5]: 112[IKE] {NOTIFY}", NOTIFY, S, BSD, None, "charon", "5", "112", "IKE"),
    Case(f"{BSD} gw ipsec[9]: 16[NET] {NOTIFY}", NOTIFY, S, BSD, "gw", "ipsec", "9", "16", "NET"),
    Case(f"{BSD} gw myproduct[9]: 16[NET] {NOTIFY}", NOTIFY, S, BSD, "gw", "myproduct", "9", "16", "NET"),
    Case(f"{BSD} gw ipsec_starter[9]: charon stopped", "charon stopped", S, BSD, "gw", "ipsec_starter", "9"),
    Case(f"{BSD} gw vpn: + peer 10.0.0.0/8 == 192.0.2.1", "+ peer 10.0.0.0/8 == 192.0.2.1", S, BSD, "gw", "vpn"),
    Case(f"{BSD} gw sshd[12]: Accepted publickey", "Accepted publickey", "other", BSD, "gw", "sshd", "12"),
    Case(f"{BSD} gw kernel: [1.5] eth0 up", "[1.5] eth0 up", "other", BSD, "gw", "kernel"),
    Case(f"{BSD} gw strange[12]: {NOTIFY}", NOTIFY, None, BSD, "gw", "strange", "12"),
    Case(f"{BSD} received packet: from 192.0.2.1", "received packet: from 192.0.2.1", None, BSD, "received", "packet"),
    # RFC 5424
    Case(
        f"<30>1 2026-11-23T07:21:00.003Z gw charon 123 - - 09[IKE] {NOTIFY}",
        NOTIFY, S, "2026-11-23T07:21:00.003Z", "gw", "charon", "123", "09", "IKE",
    ),
    Case(
        f'<30>1 2026-11-23T07:21:00Z gw pluto - - [a@1 b="[0..7\\]=" c="\\""][d@1] "c" #7: {STATE}',
        STATE, L, "2026-11-23T07:21:00Z", "gw", "pluto", conn="c", sa="7",
    ),
    # rsyslog with ISO times
    Case(
        f"2026-11-23T07:21:00.123456+01:00 gw charon: 09[IKE] <a|1> {NOTIFY}",
        NOTIFY, S, "2026-11-23T07:21:00.123456+01:00", "gw", "charon", None, "09", "IKE", "a", "1",
    ),
    # journalctl: short, short-iso, short-precise, short-full, short-unix, short-monotonic
    Case(f"{BSD} gw charon-systemd[7]: {NOTIFY}", NOTIFY, S, BSD, "gw", "charon-systemd", "7"),
    Case(f"2026-11-23T07:46:23+0000 gw charon-systemd[7]: {NOTIFY}", NOTIFY, S, "2026-11-23T07:46:23+0000", "gw", "charon-systemd", "7"),
    Case(f"{BSD}.054585 gw charon-systemd[7]: {NOTIFY}", NOTIFY, S, f"{BSD}.054585", "gw", "charon-systemd", "7"),
    Case(f"Mon 2026-11-23 07:46:23 UTC gw pluto[7]: {NOTIFY}", NOTIFY, L, "Mon 2026-11-23 07:46:23 UTC", "gw", "pluto", "7"),
    Case(f"1700000000.123456 gw charon-systemd[7]: {NOTIFY}", NOTIFY, S, "1700000000.123456", "gw", "charon-systemd", "7"),
    Case(f"[   12.345678] gw charon-systemd[7]: {NOTIFY}", NOTIFY, S, "   12.345678", "gw", "charon-systemd", "7"),
    # journalctl -o json, charon's JSON, Docker's JSON
    Case(
        '{"__REALTIME_TIMESTAMP":"1700000000123456","_HOSTNAME":"gw","SYSLOG_IDENTIFIER":"charon-systemd","_PID":"7","GROUP":"IKE",'
        f'"LEVEL":"1","THREAD":"9","IKE_SA_UNIQUE_ID":"2","IKE_SA_NAME":"con","MESSAGE":"{NOTIFY}"}}',
        NOTIFY, S, "1700000000123456", "gw", "charon-systemd", "7", "09", "IKE", "con", "2",
    ),
    Case(
        '{"MESSAGE":[60,97,62],"_PID":"7","SYSLOG_IDENTIFIER":"pluto","_HOSTNAME":"gw"}',
        "<a>", L, None, "gw", "pluto", "7",
    ),
    Case(
        f'{{"time":"2026-11-23T07:21:00","thread":"09","group":"IKE","level":"1","ikesa-uniqueid":2,"ikesa-name":"con","msg":"{NOTIFY}"}}',
        NOTIFY, S, "2026-11-23T07:21:00", thread="09", group="IKE", conn="con", sa="2",
    ),
    Case(
        f'{{"log":"09[IKE] <con|2> {NOTIFY}\\n","stream":"stdout","time":"2026-11-23T07:21:00.123Z"}}',
        NOTIFY, S, "2026-11-23T07:21:00.123Z", thread="09", group="IKE", conn="con", sa="2",
    ),
    # charon's files, in every form of time and without one
    Case(f"09[IKE] {NOTIFY}", NOTIFY, S, thread="09", group="IKE"),
    Case(f"09[IKE] <con|2> {NOTIFY}", NOTIFY, S, thread="09", group="IKE", conn="con", sa="2"),
    Case(f"{BSD} 09[IKE] <a b|2> {NOTIFY}", NOTIFY, S, BSD, thread="09", group="IKE", conn="a b", sa="2"),
    Case(f"2026-11-23 07:21:00 09[IKE2] {NOTIFY}", NOTIFY, S, "2026-11-23 07:21:00", thread="09", group="IKE"),
    Case(f"2026-11-23T07:18:32.884 09[IKE] {NOTIFY}", NOTIFY, S, "2026-11-23T07:18:32.884", thread="09", group="IKE"),
    Case(f"2026-11-23T07:18:32+0100.884 09[IKE] {NOTIFY}", NOTIFY, S, "2026-11-23T07:18:32+0100.884", thread="09", group="IKE"),
    Case(f"Mon, 2026-11-23, 07:21:00 09[IKE] {NOTIFY}", NOTIFY, S, "Mon, 2026-11-23, 07:21:00", thread="09", group="IKE"),
    Case(f"Mon Nov 23 07:21:00 2026 09[IKE] {NOTIFY}", NOTIFY, S, "Mon Nov 23 07:21:00 2026", thread="09", group="IKE"),
    Case(f"11/23/26 07:21:00 AM 09[IKE] {NOTIFY}", NOTIFY, S, "11/23/26 07:21:00 AM", thread="09", group="IKE"),
    Case(f"07:21:00 09[IKE] {NOTIFY}", NOTIFY, S, "07:21:00", thread="09", group="IKE"),
    Case(f"[23.11.2026 07:21:00] 09[IKE] {NOTIFY}", NOTIFY, S, "23.11.2026 07:21:00", thread="09", group="IKE"),
    Case(f"7:21 09[IKE] {NOTIFY}", NOTIFY, S, "7:21", thread="09", group="IKE"),
    Case(f"{BSD} gw charon[7]: 09[IKE] [gw-4|16] {NOTIFY}", NOTIFY, S, BSD, "gw", "charon", "7", "09", "IKE", "gw-4", "16"),
    Case(f"{BSD} gw charon[7]: 09[IKE] <peer> {NOTIFY}", f"<peer> {NOTIFY}", S, BSD, "gw", "charon", "7", "09", "IKE"),
    Case(f"{BSD} gw charon-systemd[7]: <con|2> {NOTIFY}", NOTIFY, S, BSD, "gw", "charon-systemd", "7", conn="con", sa="2"),
    Case(f"{BSD} gw charon[7]x: 09[IKE] {NOTIFY}", NOTIFY, S, BSD, None, "charon", "7", "09", "IKE"),
    # swanctl --log --raw, swanctl --initiate
    Case(
        f"log {{group=IKE level=1 thread=9 ikesa-name=con ikesa-uniqueid=2 msg={NOTIFY}}}",
        NOTIFY, S, thread="09", group="IKE", conn="con", sa="2",
    ),
    Case(f"[IKE] {NOTIFY}", NOTIFY, S, group="IKE"),
    Case(f"[IKE] <PEER|1> {NOTIFY}", NOTIFY, S, group="IKE", conn="PEER", sa="1"),
    Case(f"[IKE] [gw-4|16] {NOTIFY}", NOTIFY, S, group="IKE", conn="gw-4", sa="16"),
    # containers
    Case(f"vpn_1  | 09[IKE] {NOTIFY}", NOTIFY, S, thread="09", group="IKE"),
    Case(f"vpn-1 | {BSD} 09[IKE] {NOTIFY}", NOTIFY, S, BSD, thread="09", group="IKE"),
    Case(
        f"2026-11-23T07:21:00.123456789Z stdout F 09[IKE] {NOTIFY}",
        NOTIFY, S, "2026-11-23T07:21:00.123456789Z", thread="09", group="IKE",
    ),
    Case(f"2026-11-23T07:21:00.1Z {BSD} 09[IKE] {NOTIFY}", NOTIFY, S, BSD, thread="09", group="IKE"),
    # OpenWrt, Android, NetworkManager
    Case(f"Mon Nov 23 07:21:00 2026 daemon.info : 09[IKE] {NOTIFY}", NOTIFY, S, "Mon Nov 23 07:21:00 2026", thread="09", group="IKE"),
    Case(
        f"Mon Nov 23 07:21:00 2026 daemon.info ipsec: 09[IKE] {NOTIFY}",
        NOTIFY, S, "Mon Nov 23 07:21:00 2026", None, "ipsec", None, "09", "IKE",
    ),
    Case(f"{BSD} ap authpriv.warn pluto[9]: {NOTIFY}", NOTIFY, L, BSD, "ap", "pluto", "9"),
    Case(f"daemon.info : 09[IKE] {NOTIFY}", NOTIFY, S, thread="09", group="IKE"),
    Case(f"I/charon  (14804): 09[IKE] {NOTIFY}", NOTIFY, S, None, None, "charon", "14804", "09", "IKE"),
    Case(f"I/charon: 09[IKE] {NOTIFY}", NOTIFY, S, None, None, "charon", None, "09", "IKE"),
    Case(f"11-23 07:21:00.123 I/charon  ( 804): 09[IKE] {NOTIFY}", NOTIFY, S, "11-23 07:21:00.123", None, "charon", "804", "09", "IKE"),
    Case(
        f"11-23 07:21:00.123  1234  1250 I charon  : 09[IKE] {NOTIFY}",
        NOTIFY, S, "11-23 07:21:00.123", None, "charon", "1234", "09", "IKE",
    ),
    Case(
        f"{BSD} pc NetworkManager[900]: <info>  [1612345678.1234] vpn: starting",
        "<info>  [1612345678.1234] vpn: starting", "other", BSD, "pc", "NetworkManager", "900",
    ),
    Case(f'{BSD} pc NetworkManager[900]: 104 "c" #1: {STATE}', STATE, L, BSD, "pc", "NetworkManager", "900", conn="c", sa="1"),
    Case(f"{BSD} pc NetworkManager[900]: {NOTIFY}", NOTIFY, None, BSD, "pc", "NetworkManager", "900"),
    # tables of pfSense and OPNsense
    Case(f"{BSD}\tcharon\t\t09[IKE] <con1|2> {NOTIFY}", NOTIFY, S, BSD, None, "charon", None, "09", "IKE", "con1", "2"),
    Case(f"{BSD}\tcharon\t4711\t09[IKE] <2> {NOTIFY}", NOTIFY, S, BSD, None, "charon", "4711", "09", "IKE", None, "2"),
    Case(
        f"2026-11-23T07:21:00\tInformational\tcharon\t09[IKE] {NOTIFY}",
        NOTIFY, S, "2026-11-23T07:21:00", None, "charon", None, "09", "IKE",
    ),
    Case(f"2026-11-23T07:21:00\tcharon[42]\t09[IKE] {NOTIFY}", NOTIFY, S, "2026-11-23T07:21:00", None, "charon", "42", "09", "IKE"),
    Case(f"{BSD} charon 4711 09[IKE] {NOTIFY}", NOTIFY, S, BSD, None, "charon", None, "09", "IKE"),
    # pluto: file, syslog, whack, objects, stream words, debug
    Case(f'{BSD}.097552: "c" #1: {STATE}', STATE, L, f"{BSD}.097552", conn="c", sa="1"),
    Case(f'{BSD}: "c" #1: {STATE}', STATE, L, BSD, conn="c", sa="1"),
    Case(f"{BSD}.097552: listening for IKE messages", "listening for IKE messages", L, f"{BSD}.097552"),
    Case(f"{BSD}.097552: | duplicating the thing", "| duplicating the thing", L, f"{BSD}.097552"),
    Case(f'{BSD} gw pluto[33]: "c": added IKEv2 connection', "added IKEv2 connection", L, BSD, "gw", "pluto", "33", conn="c"),
    Case(
        f'{BSD} gw pluto[33]: "c/1x2"[3] 192.0.2.1 #58: {STATE}',
        STATE, L, BSD, "gw", "pluto", "33", conn="c/1x2", sa="58", peer="192.0.2.1",
    ),
    Case(f'{BSD} gw pluto[33]: "c"[2] 2001:db8::1: {STATE}', STATE, L, BSD, "gw", "pluto", "33", conn="c", peer="2001:db8::1"),
    Case(f'003 "c"[2] 192.0.2.1 #7: {STATE}', STATE, L, conn="c", sa="7", peer="192.0.2.1"),
    Case(f'"private#192.0.2.0/24"[3] ...192.0.2.51 #3: {STATE}', STATE, L, conn="private#192.0.2.0/24", sa="3", peer="192.0.2.51"),
    Case(f'pluto[18]: "c"[160] IP.IP.IP.IP #580:{STATE}', STATE, L, None, None, "pluto", "18", conn="c", sa="580", peer="IP.IP.IP.IP"),
    Case(f"#580: {STATE}", STATE, L, sa="580"),
    Case(f'{BSD} [pluto] "c" #7: {STATE}', STATE, L, BSD, None, "pluto", conn="c", sa="7"),
    Case(f"{BSD} [xl2tpd] Forked", "Forked", "other", BSD, None, "xl2tpd"),
    Case(f"abr 25 23:16:12 pc pluto[9]: | {STATE}", f"| {STATE}", L, "abr 25 23:16:12", "pc", "pluto", "9"),
    Case(f"Mär 13 09:07:25 pc charon: 09[IKE] {NOTIFY}", NOTIFY, S, "Mär 13 09:07:25", "pc", "charon", None, "09", "IKE"),
    Case(f"févr. 03 09:07:25 pc charon: 09[IKE] {NOTIFY}", NOTIFY, S, "févr. 03 09:07:25", "pc", "charon", None, "09", "IKE"),
    Case('021 no connection named "c"', 'no connection named "c"', L),
    Case(f'"c" #7: {STATE}', STATE, L, conn="c", sa="7"),
    Case(f'{BSD}.097552: ERROR: "c" #1: sendto failed', "ERROR: sendto failed", L, f"{BSD}.097552", conn="c", sa="1"),
    Case(f'{BSD}.097552: "c" #1: ERROR: sendto failed', "ERROR: sendto failed", L, f"{BSD}.097552", conn="c", sa="1"),
    Case(f"packet from 192.0.2.1:500: {STATE}", STATE, L, peer="192.0.2.1"),
    Case(f"{BSD}.097552: connection from 192.0.2.1:4500: {STATE}", STATE, L, f"{BSD}.097552", peer="192.0.2.1"),
    Case(f'[pluto] "c" #7: {STATE}', STATE, L, conn="c", sa="7"),
    Case(f'{BSD} VPN-IPSEC: [pluto] "c" #7: {STATE}', STATE, L, BSD, None, "VPN-IPSEC", conn="c", sa="7"),
    Case(
        f'{BSD} gw pluto[33]: message repeated 2 times: [ "c" #7: {STATE}]',
        STATE, L, BSD, "gw", "pluto", "33", conn="c", sa="7",
    ),
    # iked
    Case(f"{BSD} gw iked[12]: spi=0x{SPI}: sa_free: timeout", "sa_free: timeout", D, BSD, "gw", "iked", "12", sa=SPI),
    Case(f"{BSD} gw iked: ikev2[17]: spi=0x{SPI}: sa_free: timeout", "sa_free: timeout", D, BSD, "gw", "iked", None, "17", sa=SPI),
    Case(f"spi=0x{SPI}: sa_free: timeout", "sa_free: timeout", D, sa=SPI),
    # racoon and its relatives
    Case(
        "2026-11-23 07:21:00: [192.0.2.1] ERROR: no suitable proposal found.",
        "no suitable proposal found.", R, "2026-11-23 07:21:00", group="ERROR", peer="192.0.2.1",
    ),
    Case("2026-11-23 07:21:00: INFO: isakmp.c:123:isakmp_open(): text", "text", R, "2026-11-23 07:21:00", group="INFO"),
    Case(f"{BSD} gw racoon: [192.0.2.1] INFO: text", "text", R, BSD, "gw", "racoon", group="INFO", peer="192.0.2.1"),
    Case(f"{BSD} gw racoon: ERROR: text", "text", R, BSD, "gw", "racoon", group="ERROR"),
    Case("isakmp.c:123:isakmp_open(): text", "text", R),
    Case("[192.0.2.1] ERROR: text", "text", R, group="ERROR", peer="192.0.2.1"),
    Case(
        "2026-11-23 07:21:00 vco-12 [PROTO_ERR]: isakmp_inf.c:1514:isakmp_info_recv(): text",
        "text", R, "2026-11-23 07:21:00", "vco-12", group="PROTO_ERR",
    ),
    Case("jan/02 10:00:00 ipsec,error 192.0.2.1 text", "text", R, "jan/02 10:00:00", group="ipsec,error", peer="192.0.2.1"),
    Case("10:00:00 ipsec,info,debug text", "text", R, "10:00:00", group="ipsec,info,debug"),
    Case(f"{BSD} router ipsec,error text", "text", R, BSD, "router", group="ipsec,error"),
    # what says nothing
    Case("", "", "blank"),
    Case("   \t", "", "blank"),
    Case("--------", "", "blank"),
    Case("-- Logs begin at Mon 2026-11-23 07:21:00 UTC. --", "", "blank"),
)  # fmt: skip


def read(line: Line) -> Case:
    return Case(*(getattr(line, name) for name in Case._fields))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text[:60])
def test_frame_is_read(case: Case) -> None:
    assert read(Framer("log").frame(1, case.text)) == case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text[:60])
def test_frame_is_read_the_same_way_when_its_form_is_known(case: Case) -> None:
    framer = Framer("log")
    framer.frame(1, case.text)
    framer.frame(2, case.text)
    assert read(framer.frame(3, case.text)) == case


def test_frame_is_read_after_any_other_form() -> None:
    framer = Framer("log")
    for first in CASES:
        for second in (CASES[1], CASES[2], first):
            line = framer.frame(1, second.text)
            assert line.dialect in (second.dialect, "duplicate")
            assert read(line)._replace(dialect=second.dialect) == second


def test_programs_that_are_dropped_answer_for_all_their_fields() -> None:
    framer = Framer("log")
    framer.frame(1, f"{BSD} gw sshd[12]: one: two")
    line = framer.frame(2, f"{BSD} gw sshd[13]: one: two")
    assert read(line) == Case(line.text, "one: two", "other", BSD, "gw", "sshd", "13")
    assert line.where == ("log", 2)
    with pytest.raises(AttributeError):
        _ = line.nothing  # type: ignore[attr-defined]


def test_journal_records_over_several_lines_are_read_together() -> None:
    export = (
        "__CURSOR=s=1;i=2\n__REALTIME_TIMESTAMP=1700000000123456\n_HOSTNAME=gw\nMESSAGE\n\x05hello\n"
        "SYSLOG_IDENTIFIER=charon-systemd\nGROUP=IKE\nTHREAD=9\nIKE_SA_NAME=con\nIKE_SA_UNIQUE_ID=2\n_PID=7\n\n"
    )
    lines = list(Framer("log").lines(enumerate(export.split("\n"), 1)))
    said = [line for line in lines if line.message]
    assert [line.number for line in lines] == list(range(1, 14))
    assert [read(line)._replace(text="") for line in said] == [
        Case("", "hello", S, "1700000000123456", "gw", "charon-systemd", "7", "09", "IKE", "con", "2")
    ]


def test_verbose_journal_is_read() -> None:
    verbose = (
        "Mon 2026-11-23 07:18:32.884123 UTC [s=0f3c;i=1a;b=2;m=3;t=4;x=5]\n    SYSLOG_IDENTIFIER=pluto\n    _PID=7\n"
        f'    MESSAGE="c" #7: {STATE}\n'
        "Mon 2026-11-23 07:18:33.884123 UTC [s=0f3c;i=1b;b=2;m=3;t=4;x=5]\n    SYSLOG_IDENTIFIER=sshd\n    MESSAGE=hello"
    )
    first, second = (line for line in Framer("log").lines(enumerate(verbose.split("\n"), 1)) if line.message)
    assert read(first)[1:] == (STATE, L, "2026-11-23 07:18:32.884123 UTC", None, "pluto", "7", None, None, "c", "7", None)
    assert (second.dialect, second.number) == ("other", 7)


def test_memory_is_bounded() -> None:
    framer = Framer("log")
    for i in range(20_000):
        framer.frame(i, f"{BSD} gw{i} charon[9]: 09[IKE] {NOTIFY}")
        framer.frame(i, f"{BSD} gw charon[9]: {i % 10_000:02d}[{'ABCDEFGHIJ'[i % 10]}{'KLMNOPQRST'[i // 10 % 10]}X] {NOTIFY}")
    line = framer.frame(0, f"{BSD} gw0 charon[9]: 09[IKE] <con|2> {NOTIFY}")
    assert (line.host, line.conn, line.message) == ("gw0", "con", NOTIFY)
    assert len(framer._heads) < 10_000
    assert not framer.doubled


def test_double_logging_under_two_tags_is_marked() -> None:
    framer = Framer("log")
    texts = [
        f"{BSD} vyos charon[9]: 09[IKE] <con|2> {NOTIFY}",
        f"{BSD} vyos charon: 09[IKE] <con|2> {NOTIFY}",
        f"{BSD} vyos charon[9]: 09[IKE] <con|2> {NOTIFY}",
        f"{BSD} vyos charon: 09[IKE] <con|2> {NOTIFY}",
        f"{BSD} vyos charon[9]: 10[IKE] <con|2> another",
        f"{BSD} vyos charon: 10[IKE] <con|2> another",
        f"{BSD} other charon[9]: 10[IKE] <con|2> another",
        "Nov 23 07:21:01 vyos charon: 10[IKE] <con|2> twice",
        "Nov 23 07:21:01 vyos charon: 10[IKE] <con|2> twice",
    ]
    dialects = [framer.frame(i, text).dialect for i, text in enumerate(texts)]
    assert dialects == [S, "duplicate", S, "duplicate", S, "duplicate", S, S, S]


def test_same_message_under_two_facilities_or_relayed_is_marked() -> None:
    day = "Wed Jul  6 17:35:58 2022"
    texts = [
        f"{day} daemon.info : 11[IKE] initiating",
        f"{day} authpriv.info : 11[IKE] initiating",
        f"{day} daemon.info : 12[IKE] initiating",
        f"{BSD} pc charon: 11[IKE] {NOTIFY}",
        f"{BSD} pc charon: 12[IKE] another",
        f"{BSD} pc NetworkManager[9]: {NOTIFY}",
        f"{BSD} pc NetworkManager[9]: another",
        f"{BSD} 11[IKE] {NOTIFY}",
        f"{BSD} 11[IKE] {NOTIFY}",
    ]
    framer = Framer("log", small=True)
    assert [framer.frame(i, text).dialect for i, text in enumerate(texts)] == [S, "duplicate", S, S, S, "duplicate", "duplicate", S, S]


def test_first_copy_learns_from_the_second() -> None:
    framer = Framer("log", small=True)
    first = framer.frame(1, f"{BSD} vyos charon-systemd[9]: {NOTIFY}")
    second = framer.frame(2, f"{BSD} vyos charon: 09[IKE] <con|2> {NOTIFY}")
    assert (first.conn, first.sa, first.thread, second.dialect) == ("con", "2", "09", "duplicate")
