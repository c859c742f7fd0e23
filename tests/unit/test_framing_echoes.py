"""Texts that a console or a copy has changed as a whole: each line twice, a blank line after each, all of them cut at its width."""

from pathlib import Path

import pytest

from analyzer import analyze
from analyzer.framing import unechoed

SAMPLES = Path(__file__).parents[2] / "sample_logs"
_TWICE = ("cisco_asa/healthy-v1-main-initiator", "cisco_asa/show-ipsec-sa-one-way-encaps-no-decaps", "cisco_asa/show-vpn-sessiondb-detail-l2l-v2-pfs",
          "cisco_ios/healthy-show-v2-natted-session-detail", "cisco_ios/show-v1-mm-key-exch", "cisco_ios/v2-ts-unacceptable-initiator")  # fmt: skip
_CUT = ("cisco_asa/v2-selectors-responder", "cisco_asa/v1-main-return-path-responder", "cisco_ios/v2-dh-proposal-responder", "junos/dpd-recovered",
        "junos/psk-ikev1-main-initiator", "junos/gateway-lookup-spc", "paloalto/dpd-ikev1", "paloalto/healthy-ikev2", "tencent/networks")  # fmt: skip


def text_of(sample: str) -> str:
    (path,) = (p for p in (SAMPLES / sample).iterdir() if p.name not in ("about.md", "expected.json"))
    return path.read_text(encoding="utf-8").rstrip("\n")


def answer(text: str) -> tuple[object, ...]:
    found = analyze(text, year=2026)
    return (found.verdict, [(f.cause, f.confidence, f.status, f.count) for f in found.findings], found.inputs[0].lines)


def short(text: str) -> tuple[object, ...]:
    return answer(text)[:2]


@pytest.mark.parametrize("sample", _TWICE)
def test_each_line_twice_is_the_same_text(sample: str) -> None:
    text = text_of(sample)
    twice = "\n".join(f"{line}\n{line}" for line in text.split("\n"))
    assert short(twice) == short(text)
    assert answer(twice)[2] == len(twice.split("\n"))


@pytest.mark.parametrize("sample", _TWICE)
def test_blank_line_after_each_is_the_same_text(sample: str) -> None:
    text = text_of(sample)
    assert short(text.replace("\n", "\n\n")) == short(text)


@pytest.mark.parametrize("sample", _CUT)
@pytest.mark.parametrize("width", [80, 132])
def test_text_cut_at_a_width_is_the_same_text(sample: str, width: int) -> None:
    text = text_of(sample)
    cut = "\n".join(line[i : i + width] for line in text.split("\n") for i in range(0, len(line) or 1, width))
    assert short(cut) == short(text)


def test_text_without_frames_cut_at_a_width_is_the_same_text() -> None:
    text = "\n".join(line[line.index("]") + 1 :] for line in text_of("junos/dh-group-ikev2-responder").split("\n"))
    cut = "\n".join(line[i : i + 80] for line in text.split("\n") for i in range(0, len(line) or 1, 80))
    assert short(cut) == short(text)


def test_message_behind_a_full_line_stays_one() -> None:
    full = "Mar  4 11:02:44 gw racoon: ERROR: " + "x" * 46
    assert len(analyze(f"{full}\nfailed to match peer selectors").findings) == 1


def test_what_is_said_twice_is_not_a_copy() -> None:
    assert unechoed(list(enumerate(["retransmitting"] * 4))) is None
    assert unechoed(list(enumerate(["a", "a", "b", "b", "c", "d"]))) is None
    assert unechoed(list(enumerate(["a", "", "b"]))) is None


def test_copies_come_last_without_text() -> None:
    assert unechoed(list(enumerate(["a", "a", "b", "b", "c", "c"]))) == [(0, "a"), (2, "b"), (4, "c"), (1, ""), (3, ""), (5, "")]
    assert unechoed(list(enumerate(["", "a", "", "b", "", "c"]))) == [(1, "a"), (3, "b"), (5, "c"), (0, ""), (2, ""), (4, "")]
    assert unechoed(list(enumerate(["a", "a", "", "b", "b", "", "c", "c"]))) == [*[(0, "a"), (3, "b"), (6, "c")], *[(n, "") for n in (1, 2, 4, 5, 7)]]
