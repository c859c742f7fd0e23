"""``ikedoctor sas``: the SAs as a table and a drawing, as CSV, JSON and Parquet."""

import csv
import io
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

import analyzer.frames
import analyzer.sources
from analyzer import analyze
from analyzer.cli import main

SAMPLE = Path(__file__).parents[2] / "sample_logs" / "sa_status" / "two-sas-of-one-connection" / "statusall.txt"


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, ["sas", *arguments], input=text)


def test_table_and_drawing() -> None:
    result = run(str(SAMPLE))
    assert result.exit_code == 1
    row = next(line for line in result.stdout.splitlines() if "172.30.128.0/17" in line)
    assert row.split() == ["t1", "aliyun", "IKEv2", "172.30.96.0/19", "172.30.128.0/17", "yes", "installed", "8400", "8400", "both"]
    assert "aliyun: 203.0.113.2 == IKEv2 == 198.51.100.2  (up)" in result.stdout
    assert "172.30.96.0/19 <----> 10.0.0.0/8" in result.stdout


@pytest.mark.parametrize(
    ("came", "went", "arrow"), [(1, 1, "<---->"), (1, 0, "<-----"), (0, 1, "----->"), (0, 0, "- -- -")]
)
def test_arrows(came: int, went: int, arrow: str) -> None:
    text = re.sub(r"\d+ bytes_i(?: \([^)]*\))?", f"{came} bytes_i", SAMPLE.read_text(encoding="utf-8"))
    text = re.sub(r"\d+ bytes_o(?: \([^)]*\))?", f"{went} bytes_o", text)
    assert f"172.30.96.0/19 {arrow} 10.0.0.0/8" in run(text=text).stdout


def test_pair_without_an_sa_is_drawn() -> None:
    text = "".join(line for line in SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True) if "{" not in line)
    shown = run(text=text).stdout
    assert "--//--" in shown
    assert "configured, no SA" in shown


def test_csv_is_safe_for_a_spreadsheet() -> None:
    text = SAMPLE.read_text(encoding="utf-8").replace("aliyun", "=cmd|' /C calc'!A0")
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv", text=text).stdout)))
    assert [row["networks_there"] for row in rows] == ["10.0.0.0/8", "172.30.128.0/17"]
    assert all(row["name"].startswith("'=") for row in rows)
    assert [row["bytes_in"] for row in rows] == ["84000", "8400"]


def test_json() -> None:
    rows = json.loads(run("--format", "json", str(SAMPLE)).stdout)
    assert rows[0]["passes"] == "both"
    assert rows[0]["age_seconds"] is None
    assert rows[1]["bytes_out"] == 8400


def test_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "sas.parquet"
    assert run("--format", "parquet", "-o", str(output), str(SAMPLE)).exit_code == 1
    assert list(pd.read_parquet(output)["networks_here"]) == ["172.30.96.0/19"] * 2
    assert "--output" in run("--format", "parquet", str(SAMPLE)).output
    monkeypatch.setattr(analyzer.frames, "find_spec", lambda _: None)
    missing = run("--format", "parquet", "-o", str(output), str(SAMPLE))
    assert missing.exit_code == 2
    assert "ikedoctor[parquet]" in missing.output


def test_text_without_a_dump() -> None:
    result = run(text="received NO_PROPOSAL_CHOSEN notify error\n")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "No SA dump" in result.stderr


def test_addresses_can_be_mapped() -> None:
    shown = run("--redact", str(SAMPLE)).stdout
    assert "203.0.113.2" not in shown
    assert "172.30." not in shown


def test_output_goes_to_a_file(tmp_path: Path) -> None:
    output = tmp_path / "sas.txt"
    run("-o", str(output), str(SAMPLE))
    assert "172.30.128.0/17" in output.read_text(encoding="utf-8")


def test_large_dump_is_read_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = analyze(SAMPLE)
    monkeypatch.setattr(analyzer.sources, "SMALL", 0)
    large = analyze(SAMPLE)
    assert large.findings == small.findings
    assert large.sas == small.sas
    log = tmp_path / "charon.log"
    log.write_text("Nov 23 10:00:00 gw charon: 05[IKE] <a|1> received NO_PROPOSAL_CHOSEN notify error\n" * 50 + SAMPLE.read_text(encoding="utf-8"))
    assert analyze(log).sas == ()  # the log of a gateway is not searched for dumps when it is long
