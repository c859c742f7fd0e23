"""Killed at any point, a run that is done again ends with the rows of one that was not disturbed."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def runs(folder: Path, *points: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.killed_runs", str(folder), *points], cwd=ROOT, capture_output=True, text=True, check=True
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], int]:
    folder = tmp_path_factory.mktemp("undisturbed")
    [answer] = runs(folder, "-1")
    assert not answer["killed"]
    return answer["shown"], int((folder / "steps").read_text())


def check(answers: list[dict[str, Any]], expected: dict[str, Any]) -> None:
    for answer in answers:
        assert answer["shown"] == expected, f"killed at {answer['point']}"


def test_undisturbed_run_has_what_was_committed(undisturbed: tuple[dict[str, Any], int]) -> None:
    shown, steps = undisturbed
    assert shown["states"] == {"a": [3, "a3"], "b": [2, "b2"], "c": [1, "c1"], "d": [1, "d1"], "e": [1, "e1"], "f": [1, "f1"]}
    assert len(shown["events"]) == 9 + 3 + 3 + 1 + 3 + 3
    assert len(shown["findings"]) == 3 * 5 + 1
    assert shown["leftovers"] == []
    assert steps > 200


@pytest.mark.parametrize("offset", [0, 1, 2, 3])
def test_killed_around_calls_that_change_the_disk(undisturbed: tuple[dict[str, Any], int], tmp_path: Path, offset: int) -> None:
    expected, steps = undisturbed
    answers = runs(tmp_path, *map(str, range(2 + offset * 7, steps, 28)))
    assert all(a["killed"] for a in answers)
    check(answers, expected)


def test_killed_anywhere(undisturbed: tuple[dict[str, Any], int], tmp_path: Path) -> None:
    chance = random.Random(5)
    answers = runs(tmp_path, *(f"{chance.uniform(0.005, 0.6):.4f}" for _ in range(15)))
    assert any(a["killed"] for a in answers)
    check(answers, undisturbed[0])


@pytest.mark.soak
@pytest.mark.parametrize("offset", [0, 1])
def test_killed_around_every_call_that_changes_the_disk(undisturbed: tuple[dict[str, Any], int], tmp_path: Path, offset: int) -> None:
    expected, steps = undisturbed
    answers = runs(tmp_path, *map(str, range(offset, steps, 2)))
    assert all(a["killed"] for a in answers)
    check(answers, expected)
