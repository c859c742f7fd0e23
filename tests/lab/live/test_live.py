"""Real daemons with one fault each: the answer from either side's log, and from both, is one that this log allows."""

from pathlib import Path

import pytest

from analyzer import Analysis, Confidence, Status, analyze
from tests.lab.live.network import unavailable
from tests.lab.live.packages import UnavailableError, trees
from tests.lab.live.run import Logs, run
from tests.lab.live.scenarios import HEALTHY, NOTHING_TO_SEE, SCENARIOS, Scenario

pytestmark = pytest.mark.lab


@pytest.fixture(scope="session")
def machine() -> None:
    reason = unavailable()
    if reason is None:
        try:
            trees()
        except UnavailableError as failure:
            reason = str(failure)
    if reason is not None:
        pytest.skip(reason)


@pytest.fixture(scope="module", params=SCENARIOS, ids=lambda scenario: scenario.name)
def made(request: pytest.FixtureRequest, machine: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Scenario, Logs]:
    scenario: Scenario = request.param
    logs = run(scenario, tmp_path_factory.mktemp("live") / scenario.name)
    texts = [log.read_text(encoding="utf-8", errors="replace") for log in (logs.a, logs.b) if log]
    if not any(scenario.only_if in text for text in texts):
        pytest.skip(f"no {scenario.only_if!r} on this machine")
    return scenario, logs


def check(inputs: list[Path], allowed: frozenset[str]) -> None:
    """The first finding that is no note is allowed; no finding is, where the log may show nothing."""
    if not allowed:
        pytest.skip("this log alone does not tell")
    analysis = analyze(tuple(inputs))
    found = [finding for finding in analysis.findings if finding.status is not Status.NOTE]
    if found:
        assert found[0].cause in allowed, said(analysis, inputs)
    else:
        assert allowed & NOTHING_TO_SEE, said(analysis, inputs)


def said(analysis: Analysis, inputs: list[Path]) -> str:
    """All findings and the end of each log, for the one who has to see why."""
    findings = [f"{finding.cause} ({finding.confidence}, {finding.status}): {finding.summary}" for finding in analysis.findings]
    tails = ["\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-40:]) for path in inputs]
    return "\n\n".join(["\n".join(findings) or "no finding", *tails])


def test_daemons_did_what_the_scenario_says(made: tuple[Scenario, Logs]) -> None:
    scenario, logs = made
    printed = logs.up.read_text(encoding="utf-8")
    came_up = scenario.after is not None or scenario.from_both >= HEALTHY
    assert ("initiate completed successfully" in printed) == came_up, printed


def test_log_of_initiator(made: tuple[Scenario, Logs]) -> None:
    scenario, logs = made
    check([logs.a], scenario.from_a)


def test_log_of_responder(made: tuple[Scenario, Logs]) -> None:
    scenario, logs = made
    if logs.b is None:
        pytest.skip("no daemon ran there")
    check([logs.b], scenario.from_b)


def test_both_logs(made: tuple[Scenario, Logs]) -> None:
    scenario, logs = made
    if logs.b is None:
        pytest.skip("no daemon ran there")
    check([logs.a, logs.b], scenario.from_both)


def test_output_of_the_command(made: tuple[Scenario, Logs]) -> None:
    scenario, logs = made
    check([logs.up], scenario.from_up or (frozenset() if scenario.after else scenario.from_a))


def test_initiator_is_not_sure_of_what_only_the_peer_knows(made: tuple[Scenario, Logs]) -> None:
    scenario, logs = made
    if len(scenario.from_a) < 2 or NOTHING_TO_SEE & scenario.from_a:
        pytest.skip("one answer only")
    sure = [finding.cause for finding in analyze([logs.a]).findings if finding.confidence is Confidence.PROVEN]
    assert not [cause for cause in sure if cause in scenario.from_a]
