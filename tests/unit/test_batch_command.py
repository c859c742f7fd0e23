"""The command ``batch`` over a small archive: what it reads, prints, leaves, and with what it ends."""

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import pytest

import analyzer.batch.streams
import analyzer.sources
from analyzer.archives import Limits, Member, open_all
from tests.tools.fleets import PICTURE, ROOT, archive, batch, call, content, cut, logs, put, rotated
from tests.tools.packing import SQUEEZE, tar

HEALTHY = ROOT / "sample_logs/strongswan/healthy-traffic-ikev1-aggressive-initiator/charon.log"
REPORTS = {"report.html", "report.md", "findings.csv"}


@pytest.fixture(scope="module")
def gateways(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return logs(tmp_path_factory.mktemp("logs"))


@pytest.fixture
def fleet(tmp_path: Path, gateways: dict[str, bytes]) -> tuple[Path, int]:
    """An archive, and how many logs are in it."""
    return tmp_path / "in", archive(tmp_path / "in", gateways)


def ask(out: Path, sql: str) -> list[list[object]]:
    rows: list[dict[str, object]] = json.loads(call("query", out, sql, "--format", "json").output)
    return [list(row.values()) for row in rows]


def told(output: str) -> str:
    """The line that says what was read."""
    return next(line for line in output.splitlines() if " input" in line and ":" in line and line[0].isdigit())


# -- a run and its results


def test_everything_is_read_reported_and_kept(fleet: tuple[Path, int], tmp_path: Path, gateways: dict[str, bytes]) -> None:
    folder, number = fleet
    out = tmp_path / "out"
    done = batch(folder, "--out", out)
    assert done.exit_code == 1
    assert done.output.startswith("FAULT")
    assert told(done.output) == f"{number + 4} inputs: {number + 1} read, 3 no logs"
    assert done.output.endswith(f"The whole report: {out / 'report.html'}\n")
    assert REPORTS | {"manifest.jsonl", "ikedoctor.duckdb", "lock", "parts"} == {p.name for p in out.iterdir()}
    assert [g for (g,) in ask(out, "SELECT DISTINCT gateway FROM tunnels ORDER BY 1")] == sorted(gateways)
    lines = sum(log.count(b"\n") for log in gateways.values())
    assert ask(out, "SELECT sum(lines)::BIGINT, sum(events + noise + other + not_understood)::BIGINT FROM inputs") == [[lines, lines]]
    page, text = (out / "report.html").read_text(encoding="utf-8"), (out / "report.md").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    rows = (out / "findings.csv").read_text(encoding="utf-8").splitlines()
    [[findings]] = ask(out, "SELECT count(*) FROM findings")
    assert len(rows) - 1 == findings
    for gateway, cause in ask(out, "SELECT gateway, cause FROM findings"):
        assert all(str(word) in form for word in (gateway, cause) for form in (page, text))


def test_each_answer_is_that_of_the_log_in_one_piece(fleet: tuple[Path, int], tmp_path: Path, gateways: dict[str, bytes]) -> None:
    put(tmp_path / "plain", {f"{name}.log": log for name, log in gateways.items()})
    batch(fleet[0], "--out", tmp_path / "out", "--year", 2026)
    batch(tmp_path / "plain", "--out", tmp_path / "once", "--year", 2026)
    sql = "SELECT gateway, cause, status, confidence, count, first_time, last_time, summary FROM findings ORDER BY ALL"
    assert ask(tmp_path / "out", sql) == ask(tmp_path / "once", sql)


def test_a_second_run_reads_nothing(fleet: tuple[Path, int], tmp_path: Path, gateways: dict[str, bytes]) -> None:
    folder, number = fleet
    batch(folder, "--out", tmp_path / "out")
    before = content(tmp_path / "out")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analyzer.batch.run.read_streams", None)  # whoever calls it fails
        done = batch(folder, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert told(done.output) == f"{number + 4} inputs: 0 read, {len(gateways) + 1} logs unchanged since the last run, 3 no logs"
    assert {name: rows for name, rows in content(tmp_path / "out").items() if name != "inputs"} == {n: r for n, r in before.items() if n != "inputs"}
    assert content(tmp_path / "out", generations=False)["inputs"]


@pytest.mark.parametrize("spelled", ["relative", "absolute", "with a slash", "from elsewhere", "glob"])
def test_the_same_archive_is_known_by_any_spelling(fleet: tuple[Path, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spelled: str) -> None:
    folder, number = fleet
    monkeypatch.chdir(tmp_path)
    assert f"{number + 1} read" in batch("in", "--out", "out").output
    if spelled == "from elsewhere":
        monkeypatch.chdir(folder / "single")
    names = {"relative": "./in", "absolute": str(folder), "with a slash": "in/", "from elsewhere": "../../in", "glob": "i[n]"}
    again = batch(names[spelled], "--out", tmp_path / "out")
    assert " 0 read, " in again.output


def test_results_that_lie_in_the_archive_are_not_read(tmp_path: Path, gateways: dict[str, bytes]) -> None:
    put(tmp_path / "in", {f"{name}.log": log for name, log in gateways.items()})
    for _ in range(2):
        done = batch(tmp_path / "in", "--out", tmp_path / "in/results")
        assert told(done.output).startswith(f"{len(gateways)} inputs: ")
    (tmp_path / "link").symlink_to(tmp_path / "in")
    assert told(batch(tmp_path / "in", "--out", tmp_path / "link/results").output).startswith(f"{len(gateways)} inputs: 0 read")


# -- exit codes


def test_a_healthy_archive_with_pictures_and_links_ends_with_0(tmp_path: Path) -> None:
    put(tmp_path / "in", {"gw/charon.log": HEALTHY.read_bytes(), "a.png": PICTURE, "none.log": b""})
    (tmp_path / "in/link.log").symlink_to("gw/charon.log")
    done = batch(tmp_path / "in", "--out", tmp_path / "out")
    assert (done.exit_code, told(done.output)) == (0, "4 inputs: 2 read, 2 no logs")
    assert done.output.startswith("NO FAULT")


def test_pictures_and_links_alone_end_with_0(tmp_path: Path) -> None:
    put(tmp_path / "in", {"a.png": PICTURE, "all.tar.gz": SQUEEZE["gz"](tar({"b.png": PICTURE}))})
    (tmp_path / "in/link.log").symlink_to("/etc/passwd")
    done = batch(tmp_path / "in", "--out", tmp_path / "out")
    assert (done.exit_code, told(done.output)) == (0, "3 inputs: 0 read, 3 no logs")


def test_what_is_not_read_to_its_end_ends_with_2_in_every_run(tmp_path: Path, gateways: dict[str, bytes]) -> None:
    packed = SQUEEZE["gz"](max(gateways.values(), key=len))
    put(tmp_path / "in", {"gw/charon.log.gz": packed[: len(packed) // 2]})
    done = batch(tmp_path / "in", "--out", tmp_path / "out")
    assert (done.exit_code, told(done.output)) == (2, "1 input: 1 read, 1 not to the end")
    again = batch(tmp_path / "in", "--out", tmp_path / "out")
    assert (again.exit_code, told(again.output)) == (2, "1 input: 0 read, 1 logs unchanged since the last run, 1 not to the end")


def test_an_empty_archive_is_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    done = batch(tmp_path / "in", "--out", tmp_path / "out")
    assert (done.exit_code, told(done.output)) == (0, "0 inputs: 0 read")
    assert done.output.startswith("NOTHING FOUND")


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    done = batch(tmp_path / "nowhere", "--out", tmp_path / "out")
    assert (done.exit_code, told(done.output)) == (2, "1 input: 0 read, 1 not read")
    assert "no such file or directory" in done.output


WRONG = {
    "nothing to read": (["--out", "new"], "name what to read"),
    "nothing to go on with": (["--out", "new", "--resume"], "holds no store"),
    "a wrong regular expression": (["in", "--out", "new", "--gateway-pattern", "(gw"], "--gateway-pattern is no regular expression"),
    "an impossible regular expression": (["in", "--out", "new", "--gateway-pattern", "a{99999999999}"], "--gateway-pattern is no regular"),
    "a folder of something else": (["in", "--out", "other"], "holds other files ('letter.txt') and no store"),
    "a file": (["in", "--out", "in/letter.txt"], "is a file"),
    "a time that is none": (["in", "--out", "new", "--since", "lately"], "'lately' is no time"),
    "a cause that there is not": (["in", "--out", "new", "--cause", "p9"], "no cause is called 'p9'"),
    "a size that is none": (["in", "--out", "new", "--max-total", "5 apples"], "is no size"),
    "a year that is none": (["in", "--out", "new", "--year", "26"], "is not in the range"),
    "no processes": (["in", "--out", "new", "--processes", "0"], "is not in the range"),
    "no folder": (["in"], "Missing option '-o' / '--out'"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_in_one_line_before_anything_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    arguments, message = WRONG[what]
    put(tmp_path, {"in/letter.txt": b"Dear all\n", "other/letter.txt": b"Dear all\n"})
    monkeypatch.chdir(tmp_path)
    done = call("batch", *arguments)
    assert done.exit_code == 2
    assert message in done.output.splitlines()[-1]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "other"]
    assert list((tmp_path / "other").iterdir()) == [tmp_path / "other/letter.txt"]


@pytest.mark.parametrize("command", ["fleet", "query"])
def test_a_folder_without_a_store_is_told(tmp_path: Path, command: str) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        done = call(command, folder, *(["SELECT 1"] if command == "query" else []))
        assert (done.exit_code, done.output.splitlines()[-1]) == (2, f"Error: {folder} holds no store: 'ikedoctor batch' makes one")


def test_a_report_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    put(tmp_path / "in", {"gw/charon.log": HEALTHY.read_bytes()})
    batch(tmp_path / "in", "--out", tmp_path / "out")
    (tmp_path / "out/report.md").unlink()
    put(tmp_path / "out/report.md", {"not mine": b""})
    done = batch(tmp_path / "in", "--out", tmp_path / "out")
    assert (done.exit_code, done.output.splitlines()[-1]) == (2, f"Error: {tmp_path / 'out/report.md'} cannot be written: Is a directory")
    assert not list((tmp_path / "out").glob(".report*"))


# -- runs that follow


@pytest.fixture
def streamed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Small logs too are read on where they were left; the names of what is opened."""
    opened: list[str] = []

    def spy(members: Sequence[Member], limits: Limits) -> Iterator[tuple[Member, BinaryIO]]:
        opened.extend(m.name for m in members)
        return open_all(members, limits)

    for module in (analyzer.batch.streams, analyzer.sources):
        monkeypatch.setattr(module, "SMALL", 5_000)
    monkeypatch.setattr(analyzer.batch.streams, "open_all", spy)
    return opened


def test_an_archive_that_has_grown_and_was_rotated_is_read_on(tmp_path: Path, gateways: dict[str, bytes], streamed: list[str]) -> None:
    pieces = {name: cut(log, 5) for name, log in list(gateways.items())[:4]}
    still, grows, turns, packed = pieces
    folder = tmp_path / "in"
    put(folder, {f"{still}/charon.log": gateways[still], f"{grows}/charon.log": b"".join(pieces[grows][:3]) + b"Jan  5 0"})
    put(folder, {f"{turns}/charon.log": b"".join(pieces[turns][2:4]), f"{turns}/charon.log.1": b"".join(pieces[turns][:2])})
    put(folder, {f"{packed}.tar.gz": SQUEEZE["gz"](tar(rotated(b"".join(pieces[packed][:4]), ("", "gz"))))})
    assert told(batch(folder, "--out", tmp_path / "out").output) == "6 inputs: 6 read"
    streamed.clear()

    (folder / turns / "charon.log.1").rename(folder / turns / "charon.log.2")
    (folder / turns / "charon.log").rename(folder / turns / "charon.log.1")
    put(folder, {f"{grows}/charon.log": gateways[grows], f"{turns}/charon.log": pieces[turns][4]})
    put(folder, {f"{packed}.tar.gz": SQUEEZE["gz"](tar(rotated(gateways[packed], ("", "gz"))))})
    put(folder, {f"{next(reversed(gateways))}/charon.log": gateways[next(reversed(gateways))]})
    done = batch(folder, "--out", tmp_path / "out")
    assert told(done.output).endswith(", 1 logs unchanged since the last run")
    assert not [name for name in streamed if name.endswith((f"{still}/charon.log", f"{turns}/charon.log.1", f"{turns}/charon.log.2"))]
    batch(folder, "--out", tmp_path / "once")
    for sql in (
        "SELECT * EXCLUDE (generation, first_run, stream) FROM findings ORDER BY ALL",
        "SELECT * EXCLUDE (generation, last_time) FROM tunnels ORDER BY ALL",  # of those that are idle nothing is kept up
        "SELECT gateway, tunnel, negotiation, state, cause, first_input, first_line, first_time FROM negotiations ORDER BY ALL",
        "SELECT input, gateway, size, lines, events, noise, other, not_understood FROM inputs ORDER BY ALL",
    ):
        assert ask(tmp_path / "out", sql) == ask(tmp_path / "once", sql)


def test_a_log_that_was_only_renamed_by_its_rotation_has_no_problem(tmp_path: Path, gateways: dict[str, bytes], streamed: list[str]) -> None:
    older, newer = cut(gateways["gw000"], 2)
    put(tmp_path / "in", {"gw000/charon.log": older})
    batch(tmp_path / "in", "--out", tmp_path / "out")
    (tmp_path / "in/gw000/charon.log").rename(tmp_path / "in/gw000/charon.log.1")
    put(tmp_path / "in", {"gw000/charon.log": newer})
    batch(tmp_path / "in", "--out", tmp_path / "out")
    assert ask(tmp_path / "out", "SELECT DISTINCT problem FROM inputs") == [[None]]


def test_a_run_is_gone_on_with_as_the_last_one_was_told(fleet: tuple[Path, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, number = fleet
    monkeypatch.chdir(tmp_path)
    batch("in", "--out", "out", "--gateway-pattern", r"single/(\w+)", "--year", "2024")
    monkeypatch.chdir(folder)
    put(folder, {"single/new.log": HEALTHY.read_bytes()})
    done = batch("--out", "../out", "--resume")
    assert told(done.output).startswith(f"{number + 5} inputs: 1 read, ")
    assert ["new"] in ask(tmp_path / "out", "SELECT DISTINCT gateway FROM tunnels")
    assert ask(tmp_path / "out", "SELECT run, targets FROM runs ORDER BY run") == [[1, [str(folder)]], [2, [str(folder)]]]


def test_a_run_with_other_wishes_reads_anew(fleet: tuple[Path, int], tmp_path: Path) -> None:
    folder, number = fleet
    out = tmp_path / "out"
    batch(folder, "--out", out)
    for wishes, sql, answer in (
        (["--gateway-pattern", r"in/([a-z]+)"], "SELECT DISTINCT gateway FROM tunnels ORDER BY 1", [["gw"], ["single"], ["site"]]),
        (["--year", "2019"], "SELECT DISTINCT year(last_time) FROM inputs WHERE last_time IS NOT NULL", [[2019]]),
        ([], "SELECT DISTINCT year(last_time) FROM findings ORDER BY 1", [[2023], [2026]]),  # as the times of the files say
    ):
        done = batch(folder, "--out", out, *wishes)
        assert f": {number + 1} read" in told(done.output)
        assert ask(out, sql) == answer
        assert ": 0 read" in told(batch(folder, "--out", out, *wishes).output)


def test_what_was_deleted_from_the_archive_stays_in_the_store(fleet: tuple[Path, int], tmp_path: Path) -> None:
    folder, _ = fleet
    batch(folder, "--out", tmp_path / "out")
    before = content(tmp_path / "out")["findings"]
    shutil.rmtree(folder / "single")
    batch(folder, "--out", tmp_path / "out")
    assert content(tmp_path / "out")["findings"] == before


# -- options


def test_limits_cost_only_what_goes_beyond_them(fleet: tuple[Path, int], tmp_path: Path) -> None:
    folder, _ = fleet
    for option, value, problem in (
        ("--max-member", "2K", "too big"), ("--max-depth", "1", "nested too deeply"), ("--max-members", "1", "members"), ("--max-total", "3000", "bomb"),
    ):  # fmt: skip
        out = tmp_path / option
        done = batch(folder, "--out", out, option, value)
        assert done.exit_code == 2, done.output
        found = ask(out, "SELECT problem, lines FROM inputs WHERE problem IS NOT NULL AND NOT regexp_matches(problem, '^(not text|empty|not a file)')")
        assert found
        assert all(problem in str(text) for text, _ in found), (option, found)


def test_a_time_limit_costs_nothing_that_is_quick(fleet: tuple[Path, int], tmp_path: Path) -> None:
    done = batch(fleet[0], "--out", tmp_path / "out", "--time-limit", "300", "--gateway", "gw00[01]", "--cause", "p1", "--since", "2d")
    assert done.exit_code == 1
    assert f": {fleet[1] + 1} read" in told(done.output)


def test_links_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path, {"in/gw/charon.log": HEALTHY.read_bytes(), "elsewhere/gw2/charon.log": HEALTHY.read_bytes() + b"\n"})
    (tmp_path / "in/file.log").symlink_to(tmp_path / "elsewhere/gw2/charon.log")
    (tmp_path / "in/folder").symlink_to(tmp_path / "elsewhere")
    assert told(batch(tmp_path / "in", "--out", tmp_path / "out").output) == "3 inputs: 1 read, 2 no logs"
    assert ask(tmp_path / "out", "SELECT DISTINCT problem FROM inputs WHERE problem IS NOT NULL") == [["not a file: a link, not followed"]]
