"""Micro benchmarks, not collected by a plain test run: ``pytest tests/benchmarks/bench_micro.py``.

Each result is of all lines of a batch; LINES is the divisor for the cost of one.
"""

from collections.abc import Iterable
from itertools import islice
from random import Random

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from analyzer import analyze
from analyzer.extract.engine import dialects, worth_searching
from analyzer.framing import Framer
from tests.benchmarks.charon import make_fleet
from tests.benchmarks.faults import FAULTS
from tests.benchmarks.generate import charon_lines, mixed_lines
from tests.benchmarks.naive import charon_texts
from tests.benchmarks.noise import Noise
from tests.benchmarks.run import paste

LINES = 10_000


def made(kind: str) -> list[str]:
    """The first lines of a made-up log."""
    charon: Iterable[list[str]] = charon_lines(make_fleet(1, 12, 20, FAULTS)[0], 1)
    if kind == "mixed":
        charon = (piece for piece, _ in mixed_lines(iter(charon), Noise(1), Random(1)))
    return list(islice((line.rstrip("\n") for piece in charon for line in piece), LINES))


@pytest.mark.parametrize("kind", ["dense", "mixed"])
def test_framing(benchmark: BenchmarkFixture, kind: str) -> None:
    lines = list(enumerate(made(kind), 1))
    programs = benchmark(lambda: [line.dialect for line in Framer("log").lines(iter(lines))])
    assert len(programs) == LINES
    assert (programs.count("strongswan") == LINES) == (kind == "dense")


def test_recognising_a_framed_message(benchmark: BenchmarkFixture) -> None:
    texts = charon_texts(made("dense"))
    recognise = dialects()["strongswan"].recognise
    assert all(benchmark(lambda: [recognise(text) for text in texts]))


def test_searching_in_a_line_without_a_frame(benchmark: BenchmarkFixture) -> None:
    texts = [f"> something before it: {text}" for text in charon_texts(made("dense"))[:1000]]
    search = dialects()["strongswan"].search
    found = benchmark(lambda: [list(search(text)) for text in texts])
    assert sum(map(bool, found)) > len(texts) / 2


def test_passing_over_lines_of_other_programs(benchmark: BenchmarkFixture) -> None:
    texts = [line for line in made("mixed") if " charon[" not in line]
    assert len(benchmark(lambda: [worth_searching(text) for text in texts])) == len(texts)


def test_analysing_a_paste(benchmark: BenchmarkFixture) -> None:
    text = paste(1)
    assert [finding.cause for finding in benchmark(lambda: analyze(text))] == ["p1.psk"]
