"""Made-up logs of a size that the fast lane reads: the answers must be those of the truth beside them."""

import json
from pathlib import Path

import pytest

from analyzer import analyze
from analyzer.reporters import json_report
from tests.benchmarks.generate import generate, read_truth
from tests.benchmarks.measure import CommandError, costs_table, measure, run
from tests.benchmarks.naive import charon_texts, first_lines, grammar, messages_in
from tests.benchmarks.truth import compare


@pytest.mark.parametrize("kind", ["long", "mixed"])
def test_findings_of_a_fleet_equal_the_truth(kind: str, tmp_path: Path) -> None:
    log = tmp_path / "fleet.log"
    truth = generate(kind, log, 5.0, seed=2)
    assert read_truth(log) == truth
    result = compare(json.loads(json_report.render(analyze(log))), truth)
    assert result.attempts >= 10
    assert (result.missed, result.false_alarms) == ([], [])
    under_way = sum(row.sites for row in result.rows if row.fault == "peer_silent")
    assert result.miscounted <= under_way


def test_equal_seeds_give_equal_logs(tmp_path: Path) -> None:
    logs = [tmp_path / name for name in ("a.log", "b.log", "c.log")]
    for log, seed in zip(logs, (1, 1, 2), strict=True):
        generate("dense", log, 0.2, seed)
    first, second, third = (log.read_bytes() for log in logs)
    assert first == second
    assert first != third


def test_naive_grammar_reads_every_line(tmp_path: Path) -> None:
    log = tmp_path / "dense.log"
    generate("dense", log, 0.2, seed=1)
    lines = first_lines(log, 300)
    line_grammar = grammar(messages_in(charon_texts(lines)))
    assert [line for line in lines if not line_grammar.matches(line, parse_all=False)] == []


def test_costs_are_of_the_command() -> None:
    costs = measure({"idle": ("sleep", "0.05"), "echo": ("echo", "said")}, rounds=2)
    assert costs["idle"].wall > 0.04 > costs["idle"].cpu
    assert costs["echo"].output == b"said\n"
    assert costs_table(costs, "echo").splitlines()[0].split()[-2:] == ["x", "echo"]
    with pytest.raises(CommandError):
        run(("sh", "-c", "exit 3"))
