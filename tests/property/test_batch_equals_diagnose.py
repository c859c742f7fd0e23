"""However the logs of a fleet are cut, packed and read in several runs: the answers are those of each gateway's log in one piece."""

import bz2
import gzip
import itertools
import lzma
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import analyzer.batch.plan
import analyzer.batch.streams
import analyzer.sources
from analyzer import analyze
from analyzer.batch.executor import SerialExecutor
from analyzer.batch.plan import Wishes
from analyzer.batch.progress import Progress
from analyzer.batch.run import run
from analyzer.batch.store import Store
from tests.benchmarks.generate import generate

YEAR = 2026
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # what fails is not made smaller, for that takes minutes
PACKERS: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    ("", lambda data: data), (".gz", lambda data: gzip.compress(data, 1)), (".xz", lambda data: lzma.compress(data, preset=0)), (".bz2", bz2.compress),
)  # fmt: skip
SQUEEZED: dict[str, Callable[[bytes], bytes]] = {".log": bytes, "": bytes, ".gz": gzip.decompress, ".xz": lzma.decompress, ".bz2": bz2.decompress}
Answer = dict[str, list[tuple[object, ...]]]


@pytest.fixture(scope="module", params=[4 << 20, 20_000], ids=["offered-whole", "as-stream"])
def small(request: pytest.FixtureRequest) -> object:
    """Small logs are looked at as a whole; with a lower bound these too are read as months of logs are."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (analyzer.batch.streams, analyzer.sources):
            patch.setattr(module, "SMALL", request.param)
        yield request.param


@cache
def logs(seed: int, folder: Path) -> dict[str, list[bytes]]:
    """Lines of a few gateways."""
    path = folder / f"made-{seed}.log"
    generate("long", path, 0.3, seed)
    found: dict[str, list[bytes]] = {}
    for line in path.read_bytes().splitlines(keepends=True):
        found.setdefault(line[16:].split(b" ", 1)[0].decode(), []).append(line)
    return {name: lines for name, lines in sorted(found.items())[:3] if len(lines) > 20}


def diagnosed(gateways: dict[str, bytes]) -> Answer:
    """The findings of each gateway's log in one piece."""
    answer: Answer = {}
    for name, log in gateways.items():
        analysis = analyze(log, year=YEAR)
        names = {t.id: (t.name, t.local, t.remote, t.state, t.attempts) for t in analysis.tunnels}
        answer[name] = sorted(
            (
                (f.cause, f.confidence.value, f.status.value, f.count, f.summary, f.first, f.last, f.evidence[0].text, *names[f.tunnel])
                for f in analysis.findings
            ),
            key=repr,
        )
    return answer


def stored(store: Store) -> Answer:
    """The same from a store."""
    answer: Answer = {}
    query = (
        "SELECT f.gateway, f.cause, f.confidence, f.status, f.count, f.summary, f.first_time, f.last_time, f.evidence->>'$[0].text', "
        "t.name, t.local, t.remote, t.state, t.attempts FROM findings f JOIN tunnels t USING (stream, gateway, tunnel)"
    )
    with store.connect() as connection:
        for gateway in [row[0] for row in connection.execute("SELECT DISTINCT gateway FROM tunnels").fetchall()]:
            answer[gateway] = []
        for gateway, *rest in connection.execute(query).fetchall():
            answer[gateway].append(tuple(v.isoformat() if isinstance(v, datetime) else v for v in rest))
    return {name: sorted(rows, key=repr) for name, rows in sorted(answer.items())}


def negotiations(store: Store) -> list[tuple[object, ...]]:
    """What does not depend on how much of the idle talk of an IKE_SA that is up was looked at."""
    with store.connect() as connection:
        query = "SELECT gateway, tunnel, negotiation, state, cause, first_line, first_time FROM negotiations ORDER BY ALL"
        return connection.execute(query).fetchall()


def read(folder: Path, out: Path, shares: int = 1) -> None:
    with Store(out, create=True) as store, Progress(wanted=False) as progress:
        wishes = Wishes(year=YEAR, shares=shares)
        run([str(folder)], store, SerialExecutor(), wishes, "test", progress=progress, now=lambda: datetime(YEAR, 1, 1))


def write(folder: Path, name: str, parts: list[bytes], random: Random) -> None:
    """The newest part is ``charon.log``, the others are rotated and perhaps packed."""
    own = folder / name
    own.mkdir(parents=True, exist_ok=True)
    for old in own.iterdir():
        old.unlink()
    for age, part in enumerate(reversed(parts)):
        end, pack = random.choice(PACKERS) if age else PACKERS[0]
        (own / (f"charon.log.{age}{end}" if age else "charon.log")).write_bytes(pack(part))


def cut(lines: list[bytes], at: list[float]) -> list[bytes]:
    places = sorted({0, len(lines), *(int(a * len(lines)) for a in at)})
    return [b"".join(lines[a:b]) for a, b in itertools.pairwise(places)]


shares = st.lists(st.floats(0, 1), max_size=4)


@settings(max_examples=8, phases=QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 3), at=shares, packing=st.integers(0, 1000))
def test_rotated_and_packed(small: int, tmp_path_factory: pytest.TempPathFactory, seed: int, at: list[float], packing: int) -> None:
    assert small
    folder = tmp_path_factory.mktemp("fleet")
    gateways = logs(seed, tmp_path_factory.getbasetemp())
    for name, lines in gateways.items():
        write(folder / "in", name, cut(lines, at), Random(packing))
    read(folder / "in", folder / "out")
    with Store(folder / "out") as store:
        assert stored(store) == diagnosed({name: b"".join(lines) for name, lines in gateways.items()})


def test_lines_keep_their_numbers_where_other_programs_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (analyzer.batch.streams, analyzer.sources):
        monkeypatch.setattr(module, "SMALL", 20_000)
    monkeypatch.setattr(analyzer.sources, "BLOCK", 1 << 15)
    log = tmp_path / "site.log"
    generate("mixed", log, 1.5, 5)
    parts = cut(log.read_bytes().splitlines(keepends=True), [0.2, 0.21, 0.7])
    write(tmp_path / "in", "site", parts, Random(3))
    read(tmp_path / "in", tmp_path / "out")
    texts = {str(p): SQUEEZED[p.suffix if not p.suffix[1:].isdigit() else ""](p.read_bytes()).splitlines() for p in (tmp_path / "in/site").iterdir()}
    with Store(tmp_path / "out") as store, store.connect() as connection:
        evidence = connection.execute("SELECT input, line, text FROM events").fetchall()
        assert evidence
        assert [text for _, _, text in evidence] == [texts[name][line - 1].decode() for name, line, _ in evidence]
        told = dict(connection.execute("SELECT input, lines FROM inputs").fetchall())
        assert told == {name: len(lines) for name, lines in texts.items()}
        last = dict(connection.execute("SELECT input, last_time FROM inputs").fetchall())
        assert {name: time.strftime("%b %e %T") for name, time in last.items()} == {name: lines[-1][:15].decode() for name, lines in texts.items()}


@pytest.mark.parametrize("kind", ["dense", "mixed"])
def test_a_large_log_of_several_hosts_is_read_in_shares(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (analyzer.batch.streams, analyzer.sources):
        monkeypatch.setattr(module, "SMALL", 20_000)
    monkeypatch.setattr(analyzer.batch.plan, "SPLIT", 100_000)
    log = tmp_path / "site.log"
    generate(kind, log, 1.5, 5)
    lines = log.read_bytes().splitlines(keepends=True)
    write(tmp_path / "in", "site", cut(lines[: len(lines) // 2], [0.4]), Random(3))
    read(tmp_path / "in", tmp_path / "shares", 3)
    write(tmp_path / "in", "site", cut(lines, [0.2]), Random(3))
    read(tmp_path / "in", tmp_path / "shares", 2)  # what was read in three shares goes on in three
    read(tmp_path / "in", tmp_path / "one")
    ledger = "SELECT input, size, lines, events, noise, other, not_understood, first_time, last_time FROM inputs ORDER BY 1"
    with Store(tmp_path / "shares") as shares, Store(tmp_path / "one") as one:
        assert len([name for name in shares.known() if name.endswith("/3]")]) == 3
        assert len([name for name in one.known() if name != "-"]) == 1
        assert stored(shares) == stored(one)
        with shares.connect() as a, one.connect() as b:
            assert a.execute(ledger).fetchall() == b.execute(ledger).fetchall()


@settings(max_examples=8, phases=QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 3), ends=st.lists(st.floats(0.05, 1), min_size=1, max_size=3), at=shares, torn=st.integers(0, 60), packing=st.integers(0, 1000))
def test_read_while_it_grows(
    small: int, tmp_path_factory: pytest.TempPathFactory, seed: int, ends: list[float], at: list[float], torn: int, packing: int
) -> None:
    assert small
    folder = tmp_path_factory.mktemp("fleet")
    gateways = logs(seed, tmp_path_factory.getbasetemp())
    random = Random(packing)
    for end in [*sorted(ends), 1.0]:
        for name, lines in gateways.items():
            kept = lines[: max(1, int(end * len(lines)))]
            if end < 1 and torn:
                kept = [*kept[:-1], kept[-1][: max(1, len(kept[-1]) - torn)]]
            pieces = [p for p in cut(lines, at) if p]
            have = b"".join(kept)
            parts = []
            for piece in pieces:
                parts.append(have[: len(piece)])
                have = have[len(piece) :]
            write(folder / "in", name, [p for p in parts if p], random)
        read(folder / "in", folder / "out")
    read(folder / "in", folder / "once")
    with Store(folder / "out") as grown, Store(folder / "once") as once:
        assert stored(grown) == stored(once) == diagnosed({name: b"".join(lines) for name, lines in gateways.items()})
        assert negotiations(grown) == negotiations(once)
