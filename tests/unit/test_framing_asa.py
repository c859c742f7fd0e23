"""What stands before the words of Cisco's ASA, in each of the forms in which its lines come."""

import pytest

from analyzer.framing import Framer, frame_paste
from analyzer.model import Line


def paste(text: str) -> list[Line]:
    return frame_paste("paste", enumerate(text.split("\n"), 1))


@pytest.mark.parametrize(
    ("text", "time", "host"),
    [
        ("%ASA-6-113004: text", None, None),
        ("%FTD-4-750003 text", None, None),
        ("%FTD--6-852002: text", None, None),
        ("%ASA-auth-6-113004: text", None, None),
        ("%FTD<Up>-4-313005: text", None, None),
        ("Apr 27 2020 02:03:03: %ASA-5-713120: text", "Apr 27 2020 02:03:03", None),
        ("Jan 13 2020 15:51:28 MSK: %ASA-5-713120: text", "Jan 13 2020 15:51:28 MSK", None),
        ("<164>Jan 31 2020 17:24:03: %ASA-4-402119: text", "Jan 31 2020 17:24:03", None),
        ("<166>%FTD-6-113005: text", None, None),
        ("<166>:Jan 13 2020 15:51:28 MSK: %ASA-5-713120: text", "Jan 13 2020 15:51:28 MSK", None),
        ("<166>Sep 29 2022 15:00:15 fw1 : %FTD-6-602303: text", "Sep 29 2022 15:00:15", "fw1"),
        ("May  5 17:51:17 dev01: %ASA-5-713120: text", "May  5 17:51:17", "dev01"),
        ("<166>fw1 %FTD-6-113005: text", None, "fw1"),
        ("Apr 15 00:21:14 192.168.12.1 : Apr 15 2017 00:21:14: %ASA-5-713120: text", "Apr 15 00:21:14", "192.168.12.1"),
        ("<165>Aug  8 18:13:26 relay Aug 08 2020 18:13:25: %ASA-5-713120: text", "Aug  8 18:13:26", "relay"),
        ("192.0.2.253:514 : local7.error %PIX-3-713902: text", None, None),
        ("Apr  7 13:08:35 asa1.example.net %ASA-4-750003: text", "Apr  7 13:08:35", "asa1.example.net"),
        ("<166>2018-06-27T12:17:46Z asa : %ASA-3-710003: text", "2018-06-27T12:17:46Z", "asa"),
        ("<166>1 2023-05-02T10:00:00Z fw1 - - - - %ASA-3-710003: text", "2023-05-02T10:00:00Z", "fw1"),
        ("> %ASA-6-113004: text", None, None),
    ],
)
def test_frame_is_read(text: str, time: str | None, host: str | None) -> None:
    (line,) = paste(text)
    assert (line.dialect, line.message, line.time, line.host) == ("cisco_asa", "text", time, host)


@pytest.mark.parametrize(
    ("text", "peer", "sa"),
    [
        ("%ASA-5-713119: Group = branch 7, Username = a b, IP = 192.0.2.1, text", "192.0.2.1", None),
        ("fw1/pri/act(config)# Sep 15 03:14:00 [IKEv1]IP = 2001:db8::1, text", "2001:db8::1", None),
        ("Jan 24 09:02:44 [IKEv1 DEBUG]: IP = gw.example, text", "gw.example", None),
        ("spoke# IKEv2-PLAT-3: text", None, None),
        ("KEv2-PROTO-5: (172): text", None, "172"),
        ("Jan 24 09:02:44 IKEv2-PROTO-1: (172): text", None, "172"),
        ("Jan 31 2020 17:24:03: %ASA-7-711001: IKEv2-PROTO-5: (12): text", None, "12"),
        ("%ASA-7-711001: [IKEv1]IP = 192.0.2.1, text", "192.0.2.1", None),
        ("%ASA-7-711001: text", None, None),
        ("(17): text", None, "17"),
    ],
)
def test_marks_are_read(text: str, peer: str | None, sa: str | None) -> None:
    (line,) = paste(text)
    assert (line.dialect, line.message, line.peer, line.sa) == ("cisco_asa", "text", peer, sa)


def test_empty_record_says_nothing() -> None:
    assert [line.dialect for line in paste("IKEv2-PROTO-1: (172):")] == ["blank"]


def test_records_of_one_line_are_taken_apart() -> None:
    text = "IKEv2 IKE_SA_INIT Exchange REQUESTIKEv2-PROTO-5: Next payload: SAIKEv2-PROTO-2: (3): Processing IKE_SA_INIT message"
    assert [(line.message, line.sa) for line in paste(text)] == [
        ("IKEv2 IKE_SA_INIT Exchange REQUEST", None), ("Next payload: SA", None), ("Processing IKE_SA_INIT message", "3"),
    ]  # fmt: skip


LISTS = (
    "IKEv2-PROTO-1: (31): Received Policies: \nProposal 1:  AES-CBC-256 SHA256 SHA256 DH_GROUP_2048_MODP/Group 14\n\nProposal 2:  3DES MD5 MD5 "
    "DH_GROUP_1024_MODP/Group 2\nIKEv2-PROTO-1: (31): Expected Policies:\n\nIKEv2-PROTO-1: (31): Failed to find a matching policy\n"
    "IKEv2-PROTO-1: (31): Expected Policies:\nESP: Proposal 1:  AES-CBC-256 SHA256"
)


def test_list_of_proposals_becomes_one_line() -> None:
    wanted = [
        "Received Policies: Proposal 1:  AES-CBC-256 SHA256 SHA256 DH_GROUP_2048_MODP/Group 14; Proposal 2:  3DES MD5 MD5 DH_GROUP_1024_MODP/Group 2",
        "Expected Policies:", "Failed to find a matching policy", "Expected Policies: ESP: Proposal 1:  AES-CBC-256 SHA256",
    ]  # fmt: skip
    for lines in (paste(LISTS), list(Framer("log").lines(enumerate(LISTS.split("\n"), 1)))):
        assert [line.message for line in lines if line.message] == wanted
        assert sorted(line.number for line in lines) == list(range(1, 10))


def test_record_that_goes_on_in_the_next_line() -> None:
    text = "Aug  3 02:51:40 asa1 %ASA-4-750003: Local:192.0.2.10:500 Remote:203.0.113.34:500 Username:Unknown \nIKEv2 Negotiation aborted due to ERROR: x"
    lines = [line.message for line in paste(text) if line.message]
    assert lines == ["Local:192.0.2.10:500 Remote:203.0.113.34:500 Username:Unknown IKEv2 Negotiation aborted due to ERROR: x"]


@pytest.mark.parametrize("text", ["100%ASAP done", "[IKEv2] text", "(a): text", "user logged in"])
def test_other_lines_are_left_alone(text: str) -> None:
    (line,) = paste(text)
    assert line.dialect is None
