"""Each folder under sample_logs/ is a scenario: its inputs give exactly what its expected.json says.

``pytest tests/gates/test_samples.py --update-expected`` rewrites the expectations; read the difference line by line.
"""

import json
from pathlib import Path

import pytest

from analyzer import Analysis, analyze

SAMPLES = Path(__file__).parents[2] / "sample_logs"
SCENARIOS = sorted(p.parent for p in SAMPLES.glob("*/*/about.md"))


def told(analysis: Analysis) -> dict[str, object]:
    """What is kept of an answer: short enough to be read."""
    names = {t.id: t.name or t.remote or "" for t in analysis.tunnels}
    return {
        "verdict": analysis.verdict,
        "tunnels": {names[t.id]: t.state for t in analysis.tunnels},
        "findings": [
            {
                "cause": f.cause,
                "confidence": f.confidence,
                "status": f.status,
                "tunnel": names.get(f.tunnel, ""),
                "alternatives": [a.cause for a in f.alternatives],
                "details": dict(f.details),
                "lines": [f"{e.where.source}:{e.where.line}" for e in f.evidence],
            }
            for f in analysis.findings
        ],
    }


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_scenario_gives_what_is_expected(scenario: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(scenario)
    inputs = sorted(Path(p.name) for p in scenario.iterdir() if p.name not in ("about.md", "expected.json"))
    assert inputs, "a scenario without an input"
    got = told(analyze(inputs, year=2026))
    golden = scenario / "expected.json"
    if request.config.getoption("--update-expected"):
        golden.write_text(json.dumps(got, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert got == json.loads(golden.read_text(encoding="utf-8"))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_about_tells_where_the_lines_come_from(scenario: Path) -> None:
    text = (scenario / "about.md").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "Provenance:" in text
    assert "Tells:" in text


@pytest.mark.parametrize("vendor", sorted({p.parent.name for p in SCENARIOS}))
def test_each_vendor_has_a_healthy_scenario_that_stays_silent(vendor: str) -> None:
    healthy = [p for p in SCENARIOS if p.parent.name == vendor and p.name.startswith("healthy")]
    assert healthy
    for scenario in healthy:
        expected = json.loads((scenario / "expected.json").read_text(encoding="utf-8"))
        assert expected["verdict"] == "healthy"
        assert [f for f in expected["findings"] if f["status"] != "note"] == []
