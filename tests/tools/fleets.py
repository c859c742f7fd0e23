"""Made-up archives of a few gateways, the command ``batch`` over them, and what a store holds, in an order of its own."""

import itertools
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from click.testing import CliRunner, Result

from analyzer.batch.store import Store
from analyzer.batch.tables import TABLES
from analyzer.cli import main
from tests.benchmarks.generate import generate
from tests.tools.packing import SQUEEZE, tar, zipped

ROOT = Path(__file__).parents[2]
WRITTEN = 1_780_000_000  # when the files were written: in the year of the logs
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
COMMAND = (sys.executable, "-m", "analyzer", "batch")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def logs(folder: Path, kind: str = "long", megabytes: float = 0.3, seed: int = 3) -> dict[str, bytes]:
    """The log of each gateway."""
    path = folder / "made.log"
    generate(kind, path, megabytes, seed)
    found: dict[str, list[bytes]] = {}
    for line in path.read_bytes().splitlines(keepends=True):
        found.setdefault(line[16:].split(b" ", 1)[0].decode(), []).append(line)
    path.unlink()
    path.with_name(path.name + ".truth.json").unlink()
    return {name: b"".join(lines) for name, lines in sorted(found.items())}


def cut(log: bytes, pieces: int) -> list[bytes]:
    """Pieces of whole lines, about as large, oldest first."""
    lines = log.splitlines(keepends=True)
    at = [len(lines) * n // pieces for n in range(pieces + 1)]
    return [b"".join(lines[a:b]) for a, b in itertools.pairwise(at)]


def rotated(log: bytes, packs: Iterable[str], name: str = "charon.log") -> dict[str, bytes]:
    """``charon.log``, ``charon.log.1.gz`` and so on; the packing of each, the newest first."""
    packs = list(packs)
    newest_first = reversed(cut(log, len(packs)))
    return {
        name + (f".{age}" if age else "") + (f".{pack}" if pack else ""): SQUEEZE[pack](piece) if pack else piece
        for age, (pack, piece) in enumerate(zip(packs, newest_first, strict=True))
    }


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files, all of one age."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (WRITTEN, WRITTEN))


def archive(folder: Path, gateways: Mapping[str, bytes]) -> int:
    """Write an archive of at least five gateways, packed in many ways; how many logs are in it."""
    names = sorted(gateways)
    plain, in_tar, nested, *others = names
    put(folder / plain, rotated(gateways[plain], ("", "", "gz", "xz")))
    inside = rotated(gateways[in_tar], ("", "gz", "bz2"))
    put(folder, {f"{in_tar}.tar.gz": SQUEEZE["gz"](tar({f"var/log/{name}": data for name, data in inside.items()}))})
    deep = tar(rotated(gateways[nested], ("", "zst"), "syslog"))
    put(folder, {"site/backup.zip": zipped({f"{nested}.tar.xz": SQUEEZE["xz"](deep), "map.png": PICTURE})})
    for name in others:
        put(folder / "single", {f"{name}.log.gz": SQUEEZE["gz"](gateways[name])})
    put(folder, {"pictures/front.png": PICTURE, "pictures/empty": b""})
    (folder / "latest").symlink_to(folder / plain / "charon.log")
    return 4 + 3 + 2 + len(others)


def batch(*arguments: object) -> Result:
    """Run ``ikedoctor batch`` in this process."""
    return call("batch", "--processes", 1, "--no-progress", *arguments)


def call(*arguments: object) -> Result:
    """Run a command in this process; an error that it does not handle is raised."""
    return CliRunner().invoke(main, [str(a) for a in arguments], prog_name="ikedoctor", catch_exceptions=False)


def content(out: Path, *, generations: bool = True) -> dict[str, list[str]]:
    """All rows of all tables, and of the runs what does not depend on when they were."""
    # What was not read ("-") is noted anew by every run.
    left_out = "REPLACE (CASE stream WHEN '-' THEN 0 ELSE generation END AS generation)" if generations else "EXCLUDE (generation)"
    with Store(out) as store, store.connect() as connection:
        found = {
            name: sorted(map(str, connection.execute(f"SELECT * {left_out} FROM {name}").fetchall()))
            for name in TABLES if name != "findings"
        }  # fmt: skip
        findings = "EXCLUDE (first_run)" if generations else "EXCLUDE (first_run, generation)"
        found["findings"] = sorted(map(str, connection.execute(f"SELECT * {findings} FROM findings").fetchall()))
    return found
