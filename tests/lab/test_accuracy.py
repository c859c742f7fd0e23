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
    missing = [outcome.row.path for outcome in outcomes("log") if not outcome.row.file.is_file()]
    assert not missing
