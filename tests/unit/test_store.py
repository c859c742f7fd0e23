"""The store: what is committed is there, what is not is gone, and what is broken is said."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analyzer.batch import views
from analyzer.batch.store import Store, StreamResult
from analyzer.batch.tables import GROWING, TABLES, columns, describe
from tests.unit.batch_rows import START, result, row, rows


def ask(store: Store, sql: str) -> list[Any]:
    return store.connect().execute(sql).fetchall()


def count(store: Store, table: str, stream: str = "%") -> int:
    return int(ask(store, f"SELECT count(*) FROM {table} WHERE stream LIKE '{stream}'")[0][0])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "results"


@pytest.fixture
def store(folder: Path) -> Any:
    with Store(folder, create=True) as opened:
        opened.begin_run(["/archive"], "1.0", START)
        yield opened


def test_rows_come_back_as_they_were(store: Store) -> None:
    given = rows(3, "gw")
    store.commit([StreamResult("a", 1, False, given, [{"x": 1}], b"blob")])
    for table in TABLES:
        names = ", ".join(f'"{c.name}"' for c in TABLES[table])
        assert ask(store, f"SELECT {names} FROM {table}") == given[table]
        described = [(name, type_) for name, type_, *_ in ask(store, f"DESCRIBE {table}")]
        assert [name for name, _ in described] == [c.name for c in columns(table)]
    known = store.known()["a"]
    assert (known.generation, known.identities, known.version, known.state()) == (1, [{"x": 1}], "1.0", b"blob")


def test_missing_values_stay_missing(store: Store) -> None:
    store.commit([StreamResult("a", 1, False, {"inputs": [(None,) * len(TABLES["inputs"])]}, [], b"")])
    assert ask(store, "SELECT COLUMNS(* EXCLUDE (stream, generation)) FROM inputs") == [(None,) * len(TABLES["inputs"])]
    assert store.known()["a"].state() == b""


def test_rows_may_come_from_an_iterator(store: Store) -> None:
    store.commit([StreamResult("a", 1, False, {"events": (row("events", line=n) for n in range(9_000))}, [], b"")])
    assert ask(store, "SELECT count(*), sum(line) FROM events") == [(9_000, sum(range(9_000)))]


def test_growing_stream_adds_events_and_replaces_findings(store: Store) -> None:
    store.commit([result("a", 1, count=3), result("b", 1, count=3)])
    store.commit([result("a", 2, count=2, continues=True, state=b"later")])
    for table in TABLES:
        assert count(store, table, "a") == (5 if table in GROWING else 2), table
        assert count(store, table, "b") == 3
    assert store.known()["a"].state() == b"later"


def test_stream_that_is_read_anew_replaces_everything(store: Store) -> None:
    store.commit([result("a", 1, count=3)])
    store.commit([result("a", 2, count=2, continues=True)])
    store.commit([result("a", 3, count=1)])
    assert [count(store, table, "a") for table in TABLES] == [1] * len(TABLES)


def test_table_without_rows_in_the_latest_generation_is_empty(store: Store) -> None:
    store.commit([result("a", 1)])
    store.commit([StreamResult("a", 2, True, {}, [], b"")])
    assert count(store, "findings") == 0
    assert count(store, "events") == 3


def test_forgotten_stream_is_gone_and_can_come_again(store: Store) -> None:
    store.commit([result("a", 1), result("b", 1)])
    store.forget(["a", "never there"])
    assert list(store.known()) == ["b"]
    assert [count(store, table, "a") for table in TABLES] == [0] * len(TABLES)
    store.commit([result("a", 1, count=1)])
    assert [count(store, table, "a") for table in TABLES] == [1] * len(TABLES)


@pytest.mark.parametrize("stream", ["bad\udcff.log", "quote'\" \x00\n[x]*", "ü" * 500])
def test_names_of_streams_may_be_anything(store: Store, stream: str) -> None:
    store.commit([result(stream, 1), result("other", 1)])
    store.commit([result("other", 2)])
    store.commit([result(stream, 2, continues=True, count=1)])
    store.compact()
    assert store.known()[stream].generation == 2
    assert count(store, "events") == 3 + 4
    assert count(store, "findings") == 3 + 1


@pytest.mark.parametrize(("value", "stored"), [(1 << 64, (1 << 63) - 1), (-(1 << 70), -(1 << 63))])
def test_counter_beyond_64_bits_is_held_as_the_largest(store: Store, value: int, stored: int) -> None:
    store.commit([StreamResult("a", 1, False, {"sas": [row("sas", bytes_in=value)]}, [], b"")])
    assert ask(store, "SELECT bytes_in FROM sas") == [(stored,)]


def test_half_a_letter_becomes_an_escape(store: Store) -> None:
    store.commit([StreamResult("a", 1, False, {"events": [row("events", text="x\udcffy")], "sas": [row("sas", local_ts=["\udcff"])]}, [], b"")])
    assert ask(store, "SELECT text FROM events UNION ALL SELECT local_ts[1] FROM sas") == [("x\\udcffy",), ("\\udcff",)]


def test_secrets_are_not_stored(store: Store, folder: Path) -> None:
    evidence = json.dumps([{"input": "a", "line": 1, "text": 'moon : PSK "hunter2hunter2"', "why": "x"}])
    found = {"events": [row("events", text='moon : PSK "hunter2hunter2"')], "findings": [row("findings", evidence=evidence, summary="psk = hunter2")]}
    store.commit([StreamResult("a", 1, False, found, [], b"")])
    assert "hunter2" not in str(ask(store, "FROM events") + ask(store, "FROM findings"))
    assert json.loads(ask(store, "SELECT evidence FROM findings")[0][0])[0]["line"] == 1


def test_first_run_is_remembered(store: Store) -> None:
    def findings(*causes: str) -> dict[str, Any]:
        return {"findings": [row("findings", tunnel="t", cause=c, status="active") for c in causes]}

    store.commit([StreamResult("a", 1, False, findings("p1.psk"), [], b"")])
    store.end_run()
    assert store.begin_run(["/archive"], "1.0") == 2
    store.commit([StreamResult("a", 2, True, findings("p1.psk", "p2.networks"), [], b"")])
    expected = [("p1.psk", 1), ("p2.networks", 2)]
    assert ask(store, "SELECT cause, first_run FROM findings ORDER BY 1") == expected
    store.forget(["a"])
    store.commit([StreamResult("a", 1, False, findings("p1.psk", "p2.networks"), [], b"")])
    store.compact()
    assert ask(store, "SELECT cause, first_run FROM findings ORDER BY 1") == expected


def test_interrupted_run_is_taken_up_again(store: Store) -> None:
    store.commit([result("a", 1)])
    assert store.begin_run(["/archive"], "1.0") == 1
    store.commit([result("b", 1)])
    store.end_run(START)
    assert store.begin_run(["/archive"], "1.1") == 2
    store.commit([result("b", 2)])
    assert ask(store, "FROM runs") == [
        (1, "1.0", ["/archive"], START, START, True, 2), (2, "1.1", ["/archive"], None, None, False, 1),
    ]  # fmt: skip


def test_compaction_keeps_every_row_and_one_file_a_table(store: Store, folder: Path) -> None:
    for n in range(8):
        store.commit([result(f"s{n}", 1, count=n + 1), result(f"x{n}", 1)])
    store.commit([result("s3", 2, continues=True), result("s4", 2)])
    store.forget(["x1", "x2"])
    before = {t: sorted(map(str, ask(store, f"FROM {t}"))) for t in (*TABLES, "runs")}
    states = {name: r.state() for name, r in store.known().items()}
    store.compact()
    assert {t: sorted(map(str, ask(store, f"FROM {t}"))) for t in (*TABLES, "runs")} == before
    assert {name: r.state() for name, r in store.known().items()} == states
    assert len(list((folder / "parts").iterdir())) == len(TABLES) + 2
    store.commit([result("s3", 3, continues=True, count=1)])
    store.close()
    with Store(folder, create=True) as again:
        assert {name for name, _ in again.known().items()} == set(states)
        assert count(again, "events", "s3") == 4 + 3 + 1
        assert count(again, "findings", "s3") == 1


def test_many_commits_are_joined_at_the_end_of_a_run(store: Store, folder: Path) -> None:
    for n in range(70):
        store.commit([StreamResult(f"s{n}", 1, False, {"events": [row("events")]}, [], b"")])
    store.end_run()
    assert len(list((folder / "parts").iterdir())) == 1
    assert count(store, "events") == 70


def test_dead_states_and_parts_are_swept(store: Store, folder: Path) -> None:
    store.commit([result("a", 1)])
    store.commit([result("a", 2)])
    store.end_run()
    assert {p.name[:6] for p in (folder / "parts").iterdir()} == {"000002", "000001"}
    assert [p.name for p in (folder / "parts").glob("000001-*")] == ["000001-seen.parquet"]


def test_duckdb_file_shows_the_views(store: Store, folder: Path, tmp_path: Path) -> None:
    store.commit([result("a", 1)])
    store.end_run()
    store.close()

    def shown(where: Path) -> list[Any]:
        with duckdb.connect(str(where / views.NAME), read_only=True) as connection:
            return connection.execute("SELECT count(*) FROM findings JOIN runs ON first_run = run").fetchall()

    assert shown(folder) == [(3,)]
    moved = tmp_path / "mo'ved [1] *"
    folder.rename(moved)
    with pytest.raises(duckdb.Error):
        shown(moved)
    Store(moved).connect()
    assert shown(moved) == [(3,)]


def test_tables_are_described() -> None:
    text = describe()
    for table in (*TABLES, "runs"):
        assert f"\n{table}" in "\n" + text
        assert all(f"  {c.name} " in text and c.meaning in text for c in columns(table))
