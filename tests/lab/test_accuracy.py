"""The figures that the answers on the practice runs must hold."""

import pytest

from tests.lab.accuracy import Figures, figures, misses, outcomes, report


@pytest.fixture(scope="module")
def logs() -> Figures:
    return figures(outcomes("log"))


def test_first_finding_is_acceptable(logs: Figures) -> None:
    assert logs.share_acceptable >= 0.97, misses(outcomes("log"))


def test_first_finding_is_exact_where_one_cause_is_possible(logs: Figures) -> None:
    assert logs.share_exact >= 0.95, misses(outcomes("log"))


def test_no_answer_is_confident_and_wrong(logs: Figures) -> None:
    assert logs.confident_and_wrong == 0, report(outcomes("log"))


def test_healthy_tunnels_raise_no_alarm(logs: Figures) -> None:
    assert logs.false_alarms == 0, report(outcomes("log"))


def test_every_file_of_the_index_is_there() -> None:
    missing = [outcome.row.path for outcome in outcomes("log") if not all(file.is_file() for file in outcome.row.files)]
    assert not missing


@pytest.fixture(scope="module")
def pairs() -> Figures:
    return figures(outcomes("both"))


def test_both_ends_together_are_answered_at_least_as_well(pairs: Figures) -> None:
    assert pairs.share_acceptable >= 0.97, misses(outcomes("both"))


def test_both_ends_together_give_no_answer_that_is_confident_and_wrong(pairs: Figures) -> None:
    assert (pairs.confident_and_wrong, pairs.false_alarms) == (0, 0), report(outcomes("both"))


@pytest.fixture(scope="module")
def dumps() -> Figures:
    return figures(outcomes("sa"))


def test_dumps_are_answered_as_well(dumps: Figures) -> None:
    assert dumps.share_acceptable >= 0.97, misses(outcomes("sa"))
    assert dumps.share_exact >= 0.97, misses(outcomes("sa"))
    assert (dumps.confident_and_wrong, dumps.false_alarms) == (0, 0), report(outcomes("sa"))


@pytest.fixture(scope="module")
def together() -> Figures:
    return figures(outcomes("with-dumps"))


def test_dumps_beside_the_log_spoil_no_answer(together: Figures) -> None:
    assert together.share_acceptable >= 0.97, misses(outcomes("with-dumps"))
    assert (together.confident_and_wrong, together.false_alarms) == (0, 0), report(outcomes("with-dumps"))
