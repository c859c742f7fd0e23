"""The store: what does not fit, and what is broken, is said in one line, and nothing is lost in silence."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from analyzer.batch import manifest, parts
from analyzer.batch.store import Store, StoreError, StreamResult
from tests.unit.batch_rows import START, result, row


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "results"


@pytest.fixture
def store(folder: Path) -> Any:
    with Store(folder, create=True) as opened:
        opened.begin_run(["/archive"], "1.0", START)
        yield opened


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ([result("a", 1), result("a", 2)], "two results"),
        ([result("known", 1)], "not newer"),
        ([result("new", 2, continues=True)], "continues nothing"),
        ([StreamResult("a", 1, False, {"nothing": []}, [], b"")], "no such tables"),
        ([StreamResult("a", 1, False, {"events": [(1, 2)]}, [], b"")], "2 values"),
        ([StreamResult("a", 1, False, {"events": [row("events", line="seven")]}, [], b"")], "seven"),
    ],
)
def test_results_that_do_not_fit_are_refused(store: Store, folder: Path, results: list[StreamResult], said: str) -> None:
    store.commit([result("known", 1)])
    before = sorted(p.name for p in (folder / "parts").iterdir())
    with pytest.raises(ValueError, match=said):
        store.commit(results)
    assert sorted(p.name for p in (folder / "parts").iterdir()) == before
    store.commit([result("a", 1)])
    assert set(store.known()) == {"known", "a"}


def test_failing_iterator_leaves_nothing(store: Store, folder: Path) -> None:
    def broken() -> Any:
        for n in range(60_000):
            yield row("events", line=n)
        raise RuntimeError("reader broke")

    with pytest.raises(RuntimeError, match="reader broke"):
        store.commit([result("a", 1), StreamResult("b", 1, False, {"events": broken()}, [], b"")])
    assert list((folder / "parts").iterdir()) == []
    assert store.known() == {}


def test_second_writer_is_told(store: Store, folder: Path) -> None:
    with pytest.raises(StoreError, match="in use"):
        Store(folder, create=True)
    store.close()
    Store(folder, create=True).close()


def test_reader_sees_a_store_that_is_being_written(store: Store, folder: Path) -> None:
    store.commit([result("a", 1)])
    reader = Store(folder)
    assert reader.connect().execute("SELECT count(*) FROM events").fetchall() == [(3,)]
    with pytest.raises(ValueError, match="reading only"):
        reader.forget(["a"])


# -- what is broken


def test_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no store"):
        Store(tmp_path / "none")
    with pytest.raises(StoreError, match="holds no store"):
        Store(tmp_path, write=True)


def test_folder_of_another_program(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("x")
    with pytest.raises(StoreError, match=r"other files \('thesis.doc'\)"):
        Store(tmp_path, create=True)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.doc"]


def test_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="is a file"):
        Store(tmp_path / "file", create=True)
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(tmp_path / "file" / "below", create=True)


def test_folder_that_cannot_be_made() -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(Path("/proc/ikedoctor"), create=True)


@pytest.mark.parametrize("text", [b"", b"other program's words\n", b'{"crc":"00000000","record":{}}\n'])
def test_manifest_of_another_program(tmp_path: Path, text: bytes) -> None:
    (tmp_path / manifest.NAME).write_bytes(text)
    with pytest.raises(StoreError, match="no manifest of an ikedoctor store"):
        Store(tmp_path)
    assert (tmp_path / manifest.NAME).read_bytes() == text


def test_newer_store(tmp_path: Path) -> None:
    (tmp_path / manifest.NAME).write_bytes(manifest.encode(0, {"kind": "store", "version": 2}))
    with pytest.raises(StoreError, match=r"newer ikedoctor \(format 2"):
        Store(tmp_path)


def test_torn_last_line_is_rolled_back(store: Store, folder: Path) -> None:
    store.commit([result("a", 1)])
    length = (folder / manifest.NAME).stat().st_size
    store.commit([result("b", 1)])
    store.close()
    whole = (folder / manifest.NAME).read_bytes()
    for end in (length, length + 1, (length + len(whole)) // 2, len(whole) - 1):
        (folder / manifest.NAME).write_bytes(whole[:end])
        assert set(Store(folder).known()) == {"a"}
    (folder / manifest.NAME).write_bytes(whole[:length] + bytes(100))  # as some file systems leave it after a power cut
    with Store(folder, create=True) as again:
        assert set(again.known()) == {"a"}
        again.commit([result("c", 1)])
    assert set(Store(folder).known()) == {"a", "c"}
    assert not list((folder / "parts").glob("*000003*"))


@pytest.mark.parametrize("damage", ["flip", "drop", "twice", "unknown", "nonsense"])
def test_damaged_manifest_is_said(store: Store, folder: Path, damage: str) -> None:
    store.commit([result("a", 1)])
    store.commit([result("b", 1)])
    store.close()
    lines = (folder / manifest.NAME).read_bytes().splitlines(keepends=True)
    if damage == "flip":
        lines[2] = lines[2].replace(b'"generation":1', b'"generation":7')
    elif damage == "drop":
        del lines[2]
    elif damage == "twice":
        lines.insert(2, lines[2])
    elif damage == "unknown":
        lines[2] = manifest.encode(2, {"kind": "part"})
    else:
        lines[2] = manifest.encode(2, {"kind": "commit", "commit": 1, "parts": [{"file": "../../../etc/passwd"}], "streams": []})
    (folder / manifest.NAME).write_bytes(b"".join(lines))
    with pytest.raises(StoreError, match=r"line (3|4) is damaged"):
        Store(folder)


@pytest.mark.parametrize("table", ["events", "seen"])
def test_missing_or_cut_part_is_said(store: Store, folder: Path, table: str) -> None:
    store.commit([result("a", 1)])
    store.close()
    path = folder / "parts" / f"000001-{table}.parquet"
    data = path.read_bytes()
    path.write_bytes(data[:-1])
    with pytest.raises(StoreError, match=rf"000001-{table}.parquet has {len(data) - 1} bytes and not {len(data)}"):
        Store(folder)
    path.unlink()
    with pytest.raises(StoreError, match=rf"000001-{table}.parquet is missing"):
        Store(folder, create=True)


def test_damaged_part_is_said(store: Store, folder: Path) -> None:
    store.commit([result("a", 1)])
    path = folder / "parts" / "000001-events.parquet"
    path.write_bytes(bytes(path.stat().st_size))
    with pytest.raises(StoreError, match="cannot be read"):
        store.connect()
    with pytest.raises(StoreError, match=r"000001-events\.parquet is damaged"):
        store.compact()
    assert set(store.known()) == {"a"}


def test_damaged_state_is_said(store: Store, folder: Path) -> None:
    store.commit([result("a", 1, state=b"state" * 100)])
    (folder / "parts" / "000001-state.bin").write_bytes(b"x" * 500)
    with pytest.raises(StoreError, match=r"state\.bin is damaged"):
        store.known()["a"].state()
    with pytest.raises(StoreError, match=r"state\.bin is damaged"):
        store.compact()
    (folder / "parts" / "000001-state.bin").unlink()
    with pytest.raises(StoreError, match=r"state\.bin cannot be read"):
        store.known()["a"].state()


def test_full_disk_costs_the_commit_alone(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.commit([result("a", 1)])
    files = sorted(p.name for p in (folder / "parts").iterdir())
    real, calls, failing = os.fsync, 0, 0

    def full(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls == failing:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    for step in range(1, 11):
        calls, failing = 0, step
        with pytest.raises(StoreError, match="No space left on device"):
            store.commit([result("b", 1)])
        assert set(store.known()) == {"a"}
        assert sorted(p.name for p in (folder / "parts").iterdir()) == files
    calls, failing = 0, 11
    store.commit([result("b", 1)])
    assert calls == 10
    assert set(Store(folder).known()) == {"a", "b"}


LIMITED = """
import resource, signal, sys
from pathlib import Path
from analyzer.batch.store import Store, StoreError
from tests.unit.batch_rows import result
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Store(Path(sys.argv[1]), create=True) as store:
    store.commit([result("a", 1)])
    for limit in (0, 3, 1000, 3000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        try:
            store.commit([result("b", 1)])
        except StoreError as error:
            print(error)
        else:
            print("committed")
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    store.commit([result("c", 1)])
print(sorted(Store(Path(sys.argv[1])).known()))
"""


def test_writes_that_fail_half_way_leave_nothing(folder: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, str(folder)], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )  # fmt: skip
    *failures, known = run.stdout.splitlines()
    assert len(failures) == 4 and all("cannot be written: File too large" in line for line in failures), run.stdout
    assert known == "['a', 'c']"
    assert not list((folder / "parts").glob(".new-*"))


def test_missing_library_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "duckdb" else name)
    with pytest.raises(StoreError, match=r"needs duckdb: pip install 'ikedoctor\[batch\]'"):
        parts.need_libraries()
