"""The commands ``fleet`` and ``query`` over a store that ``batch`` has made."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow.parquet as pq
import pytest

from tests.tools.fleets import ROOT, archive, batch, call, logs

SCHEMA = json.loads((ROOT / "analyzer/schema/fleet-1.json").read_text(encoding="utf-8"))
FORMS = ("text", "markdown", "html", "csv", "json")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fleet")
    archive(folder / "in", logs(folder))
    batch(folder / "in", "--out", folder / "out", "--year", 2026)
    return folder / "out"


def report(store: Path, *options: str) -> dict[str, Any]:
    """The report as data, valid by its schema."""
    done = call("fleet", store, "--format", "json", *options)
    answer: dict[str, Any] = json.loads(done.output)
    jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(answer)
    assert done.exit_code == (1 if answer["totals"]["active"] else 0)
    return answer


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_every_gateway_with_a_fault(store: Path, form: str, tmp_path: Path) -> None:
    done = call("fleet", store, "--format", form)
    assert done.exit_code == 1
    for gateway in report(store)["gateways"]:
        assert gateway["gateway"] in done.output
    written = call("fleet", store, "--format", form, "-o", tmp_path / "report")
    assert (written.exit_code, written.output) == (1, "")
    assert (tmp_path / "report").read_text(encoding="utf-8") == done.output


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("options", "kept"),
    [
        (("--gateway", "gw000"), lambda f: f["gateway"] == "gw000"),
        (("--gateway", "GW00[01]"), lambda f: f["gateway"] in ("gw000", "gw001")),
        (("--gateway", "*6"), lambda f: f["gateway"] == "gw006"),
        (("--cause", "p1.algorithms"), lambda f: f["cause"] == "p1.algorithms"),
        (("--cause", "p2"), lambda f: f["cause"].startswith("p2.")),
        (("--since", "2026-01-05T09:02"), lambda f: f["last"] >= "2026-01-05T09:02"),
        (("--since", "2026-01-05", "--cause", "p1", "--gateway", "gw00?"), lambda f: f["cause"].startswith("p1.")),
        (("--since", "1h"), lambda f: True),
        (("--since", "2027-01-01"), lambda f: False),
        (("--gateway", "nobody"), lambda f: False),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_filters_leave_what_they_say_in_every_form(store: Path, form: str, options: tuple[str, ...], kept: Any) -> None:
    everything = report(store)["findings"]
    expected = [f for f in everything if kept(f)]
    done = call("fleet", store, "--format", form, *options)
    assert done.exit_code == (1 if any(f["status"] == "active" for f in expected) else 0)
    if form == "json":
        assert [(f["gateway"], f["tunnel"], f["cause"]) for f in report(store, *options)["findings"]] == [
            (f["gateway"], f["tunnel"], f["cause"]) for f in expected
        ]
    elif form == "csv":
        assert len(list(csv.DictReader(io.StringIO(done.output)))) == len(expected)
    else:
        assert all(f["cause"] in done.output for f in expected if f["status"] == "active")
        gone = {f["remote"] for f in everything} - {f["remote"] for f in expected}
        assert not [remote for remote in gone if f"({remote})" in done.output or f">{remote}<" in done.output]


@pytest.mark.parametrize(
    ("options", "message"),
    [(("--since", "yesterday"), "'yesterday' is no time"), (("--cause", "p9"), "no cause is called 'p9'"), (("--format", "pdf"), "'pdf' is not one of")],
)
def test_a_wrong_option_is_told_in_one_line(store: Path, options: tuple[str, ...], message: str) -> None:
    done = call("fleet", store, *options)
    assert (done.exit_code, message in done.output.splitlines()[-1]) == (2, True)


def test_an_answer_comes_in_every_form(store: Path, tmp_path: Path) -> None:
    sql = "SELECT gateway, count(*) AS n FROM findings GROUP BY ALL ORDER BY ALL"
    rows = json.loads(call("query", store, sql, "--format", "json").output)
    assert [[r["gateway"], r["n"]] for r in rows] == [
        [r["gateway"], int(r["n"])] for r in csv.DictReader(io.StringIO(call("query", store, sql, "--format", "csv").output))
    ]
    table = call("query", store, sql).output
    assert all(r["gateway"] in table for r in rows)
    assert call("query", store, sql, "--format", "parquet", "-o", tmp_path / "a.parquet").exit_code == 0
    assert pq.read_table(tmp_path / "a.parquet").to_pylist() == rows


@pytest.mark.parametrize("table", ["inputs", "tunnels", "negotiations", "events", "findings", "sas", "runs"])
def test_every_table_can_be_asked_and_is_described(store: Path, table: str) -> None:
    done = call("query", store, f"SELECT * FROM {table}", "--format", "json")
    assert done.exit_code == 0
    described = call("query", "--tables").output
    assert f"\n{table}" in "\n" + described
    rows = json.loads(done.output)
    assert rows or table == "sas"
    assert all(f"  {column}" in described for row in rows[:1] for column in row)


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("DROP VIEW findings", "give one SELECT statement"),
        ("SELECT 1; SELECT 2", "give one SELECT statement"),
        ("SELECT * FROM read_csv('/etc/passwd')", "disabled by configuration"),
        ("SELECT nonsense FROM findings", "nonsense"),
        ("COPY (SELECT 1) TO '/tmp/never'", "give one SELECT statement"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_line(store: Path, sql: str, message: str) -> None:
    done = call("query", store, sql)
    assert (done.exit_code, message in done.output.splitlines()[-1]) == (2, True), done.output


def test_parquet_needs_a_file_and_a_query_needs_sql(store: Path) -> None:
    for arguments in ((store, "SELECT 1", "--format", "parquet"), (store,), ()):
        done = call("query", *arguments)
        assert (done.exit_code, done.output.splitlines()[-1].startswith("Error: ")) == (2, True)
