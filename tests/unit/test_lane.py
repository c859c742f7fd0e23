"""Long files take the fast lane, and get the answer that the same text gets as a paste."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import analyzer.sources
from analyzer import Analysis, analyze
from analyzer.extract.engine import worth_searching
from analyzer.extract.foreign import Foreign
from analyzer.model import Event
from analyzer.negotiations import LEAST, Assembler, Negotiation
from analyzer.sources import SMALL
from tests.benchmarks.generate import generate

SAMPLES = Path(__file__).parents[2] / "sample_logs"


def told(answer: Analysis) -> list[tuple[str, str, str, int, tuple[int, ...]]]:
    return [(f.cause, f.confidence, f.status, f.count, tuple(e.where.line for e in f.evidence)) for f in answer.findings]


LOGS = sorted(p for p in SAMPLES.glob("strongswan/*/charon.log"))
HEAD = re.compile(r"^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?=\d\d\[)", re.MULTILINE)


@pytest.mark.parametrize("path", LOGS[::5], ids=lambda p: p.parent.name)
def test_lane_finds_what_the_paste_path_finds(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD.sub(lambda m: f"{m[0]}gw charon: ", path.read_text(encoding="utf-8"))
    copy = tmp_path / "charon.log"
    copy.write_text(text, encoding="utf-8")
    whole = analyze(copy, year=2026)
    monkeypatch.setattr(analyzer.sources, "SMALL", 0)
    lane = analyze(copy, year=2026)
    assert told(lane) == told(whole)
    assert lane.verdict == whole.verdict
    assert [(t.name, t.state, t.attempts) for t in lane.tunnels] == [(t.name, t.state, t.attempts) for t in whole.tunnels]
    assert lane.inputs[0].lines == whole.inputs[0].lines


ATTEMPT = (
    "initiating IKE_SA site{site}[{sa}] to 198.51.{site}.1",
    "generating IKE_SA_INIT request 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]",
    "sending packet: from 192.0.2.1[500] to 198.51.{site}.1[500] (336 bytes)",
    "received packet: from 198.51.{site}.1[500] to 192.0.2.1[500] (336 bytes)",
    "parsed IKE_SA_INIT response 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]",
    "selected proposal: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/ECP_256",
    "authentication of 'moon' (myself) with pre-shared key",
    "establishing CHILD_SA site{site}{{{sa}}}",
    "generating IKE_AUTH request 1 [ IDi N(INIT_CONTACT) IDr AUTH SA TSi TSr N(EAP_ONLY) ]",
    "sending packet: from 192.0.2.1[4500] to 198.51.{site}.1[4500] (256 bytes)",
    "received packet: from 198.51.{site}.1[4500] to 192.0.2.1[4500] (80 bytes)",
)
ENDS = {
    0: ("parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]", "received AUTHENTICATION_FAILED notify error"),
    1: (
        "parsed IKE_AUTH response 1 [ IDr AUTH N(TS_UNACCEPT) ]", "authentication of 'sun' with pre-shared key successful",
        "IKE_SA site{site}[{sa}] established between 192.0.2.1[moon]...198.51.{site}.1[sun]",
        "received TS_UNACCEPTABLE notify, no CHILD_SA built",
    ),
    2: (
        "parsed IKE_AUTH response 1 [ IDr AUTH SA TSi TSr ]", "authentication of 'sun' with pre-shared key successful",
        "IKE_SA site{site}[{sa}] established between 192.0.2.1[moon]...198.51.{site}.1[sun]",
        "selected proposal: ESP:AES_CBC_256/HMAC_SHA2_256_128/NO_EXT_SEQ",
        "CHILD_SA site{site}{{{sa}}} established with SPIs c79facd6_i 0f958122_o and TS 10.2.0.0/16 === 10.{site}.0.0/16",
    ),
}  # fmt: skip


def incident(attempts: int) -> str:
    """Three sites: one is refused for its key, one for its networks, one comes up; attempts interleave, numbers count up."""
    lines, sa = [], 0
    for n in range(attempts):
        lives = []
        for site, end in ENDS.items():
            sa += 1
            lives.append([(site, sa, words) for words in (*ATTEMPT, *end)])
        for step in itertools.zip_longest(*lives):
            lines += [
                f"Nov 23 {n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02} gw charon: {5 + site:02}[IKE] <site{site}|{number}> "
                + words.format(site=site, sa=number)
                for site, number, words in (s for s in step if s is not None)
            ]
    return "\n".join(lines) + "\n"


def summary(answer: Analysis) -> dict[str, tuple[str, str, str]]:
    names = {t.id: str(t.name) for t in answer.tunnels}
    return {names[f.tunnel]: (f.cause, f.confidence, f.status) for f in answer.findings}


def test_long_file_gives_the_answer_of_the_short_one(tmp_path: Path) -> None:
    attempts = 1200
    long = tmp_path / "charon.log"
    long.write_text(incident(attempts), encoding="utf-8")
    assert long.stat().st_size > SMALL
    answer, short = analyze(long, year=2026), analyze(incident(3), year=2026)
    assert summary(answer) == summary(short)
    assert {t.name: t.state for t in answer.tunnels} == {t.name: t.state for t in short.tunnels}
    assert {t.name: t.attempts for t in answer.tunnels} == {"site0": attempts, "site1": attempts, "site2": attempts}
    assert {f.count for f in answer.findings} == {attempts}
    assert {f.count for f in short.findings} == {3}
    assert answer.inputs[0].not_understood == 0


# Attempts that differ in nothing but a routine line's end, which decides; without net and enc the log has no packets and summaries.
PSK, RSA = "pre-shared key", "RSA_EMSA_PKCS1_SHA2_256 successful"


def test_stretches_of_other_programs_are_passed_over_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "site.log"
    generate("mixed", log, 3.0, 5)
    whole = analyze(log, year=2026)
    passed: list[int] = []
    runs = Foreign.runs

    def noted(self: Foreign, text: str) -> Iterator[tuple[int, int, int]]:
        for begin, end, many in runs(self, text):
            assert text[begin:end].count("\n") == many
            passed.append(many)
            yield begin, end, many

    monkeypatch.setattr(Foreign, "runs", noted)
    monkeypatch.setattr(analyzer.sources, "SMALL", 0)
    monkeypatch.setattr(analyzer.sources, "BLOCK", 1 << 16)
    skimmed = analyze(log, year=2026)
    assert sum(passed) > 0.8 * whole.inputs[0].lines
    assert told(skimmed) == told(whole)
    assert [getattr(skimmed.inputs[0], name) for name in ("lines", "events", "noise", "other", "not_understood")] == [
        getattr(whole.inputs[0], name) for name in ("lines", "events", "noise", "other", "not_understood")
    ]


def refused(method: str) -> list[str]:
    begin = "initiating IKE_SA gw[1] to 198.51.100.1"
    return [begin, f"authentication of 'moon' (myself) with {method}", "received AUTHENTICATION_FAILED notify error"]


def looked_for(peer: str) -> list[str]:
    lookup = f"looking for peer configs matching 192.0.2.1[moon]...198.51.100.1[{peer}]"
    return ["198.51.100.1 is initiating an IKE_SA", lookup, "no matching peer config found"]


def log_of(attempts: list[list[str]]) -> str:
    frames = ((sa, words) for sa, attempt in enumerate(attempts, 1) for words in attempt)
    return "".join(f"Nov 23 10:00:00 gw charon: 05[IKE] <{sa}> {words.replace('gw[1]', f'gw[{sa}]')}\n" for sa, words in frames)


@pytest.mark.parametrize(("one", "other"), [(refused(PSK), refused(RSA)), (looked_for("sun"), looked_for("mars"))], ids=["method", "identity"])
def test_judgement_is_not_lent_to_what_reads_otherwise(
    one: list[str], other: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analyzer.sources, "SMALL", 0)
    log = tmp_path / "charon.log"

    def answers(attempts: list[list[str]]) -> set[tuple[str, tuple[str, ...], str]]:
        log.write_text(log_of(attempts), encoding="utf-8")
        return {(f.cause, tuple(a.cause for a in f.alternatives), str(dict(f.details))) for f in analyze(log).findings}

    assert answers([one]) != answers([other])
    assert answers([one, one, other]) >= answers([other])  # the latest attempt is told as it is, whatever was judged before
    assert answers([other, other, one]) >= answers([one])


LEFT = (
    "198.51.100.1 is initiating a Main Mode IKE_SA",
    "IKE_SA hub[{sa}] established between 192.0.2.1[moon]...198.51.100.1[sun]",
    "received DELETE for IKE_SA hub[{sa}]",
    "deleting IKE_SA hub[{sa}] between 192.0.2.1[moon]...198.51.100.1[sun]",
)


def test_judgement_is_not_lent_to_what_came_later_or_sooner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analyzer.sources, "SMALL", 0)
    log = tmp_path / "charon.log"

    def answers(waits: list[int]) -> set[tuple[str, str, int]]:
        with log.open("w", encoding="utf-8") as file:
            for sa, wait in enumerate(waits, 1):
                for i, words in enumerate(LEFT):
                    file.write(f"Nov 23 {sa:02}:{wait if i > 1 else 0:02}:00 gw charon: 05[IKE] <hub|{sa}> {words.format(sa=sa)}\n")
        return {(f.cause, f.confidence.value, f.count) for f in analyze(log, year=2026).findings}

    at_once, later = answers([0]), answers([30])
    assert at_once != later
    assert answers([0, 30]) == later  # each time phase 1 came up, and what was before is over
    assert answers([30, 0]) == at_once


LIFE = (
    "initiating IKE_SA hub[{sa}] to 198.51.100.1",
    "generating IKE_SA_INIT request 0 [ SA KE No ]",
    "IKE_SA hub[{sa}] established between 192.0.2.1[moon]...198.51.100.1[sun]",
    "CHILD_SA hub{{{sa}}} established with SPIs c79facd6_i 0f958122_o and TS 10.2.0.0/16 === 10.1.0.0/16",
)
SILENT = ("sending DPD request", "generating INFORMATIONAL request 2 [ ]", "retransmit 1 of request with message ID 2", "giving up after 5 retransmits")


def told_at(minute: int, sa: int, words: tuple[str, ...]) -> str:
    return "".join(f"Nov 23 {minute // 60:02}:{minute % 60:02}:00 gw charon: 05[IKE] <hub|{sa}> {w.format(sa=sa)}\n" for w in words)


@pytest.mark.parametrize("end", [SILENT, ("received AUTHENTICATION_FAILED notify error",)], ids=["silent", "refused"])
def test_what_is_over_is_closed_while_the_log_goes_on(end: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analyzer.sources, "SMALL", 0)
    most = 0
    take = Assembler._take

    def watch(self: Assembler, n: Negotiation, event: Event) -> None:
        nonlocal most
        take(self, n, event)
        most = max(most, len(self.open))

    monkeypatch.setattr(Assembler, "_take", watch)
    log = tmp_path / "charon.log"
    attempt = (*LIFE, *end) if end is SILENT else (*LIFE[:2], *end)
    log.write_text("".join(told_at(sa, sa, attempt) for sa in range(1, 400)), encoding="utf-8")
    answer = analyze(log, year=2026)
    assert most <= LEAST + 1
    assert {(f.cause, f.count) for f in answer.findings if f.cause != "life.flapping"} == {
        ("life.dpd_timeout" if end is SILENT else "p1.psk", 399)
    }


def test_messages_joined_to_one_endless_line_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = incident(400)
    bare = re.sub(r"(?m)^.*?<\S+> ", "", incident(400))
    log = tmp_path / "charon.log"
    log.write_text(text.replace("\n", " "), encoding="utf-8")
    monkeypatch.setattr(analyzer.sources, "SMALL", 0)
    joined = analyze(log, year=2026)
    assert {f.cause for f in joined.findings} == {f.cause for f in analyze(incident(3), year=2026).findings}
    assert all(len(e.text) < 300 for f in joined.findings for e in f.evidence)
    log.write_text(bare.replace("\n", " "), encoding="utf-8")
    assert {f.cause for f in analyze(log).findings} <= {"p1.psk", "p2.networks"}


@pytest.mark.parametrize("around", ["{}", "A" * 9000 + '"{}', "{}" + '"' + "A" * 9000, "A" * 5000 + " {} " + "A" * 5000])
def test_message_between_endless_words_is_found(around: str) -> None:
    assert worth_searching(around.format("received NO_PROPOSAL_CHOSEN notify error"))
    assert not worth_searching(around.format("nothing of interest"))
