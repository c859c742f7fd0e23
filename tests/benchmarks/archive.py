"""Write a folder of logs as people keep them: N gateways, M rotated files of each, packed in different ways.

``python -m tests.benchmarks.archive OUT --mb 1000 --gateways 12 --rotated 10 --form mixed`` draws the lines of a fleet (see
``tests.benchmarks.generate``) and deals them to the gateways by the host in their heads, so each gateway's logs are those of its
own daemon. Beside the folder stands ``OUT.truth.json``.

Forms: ``rotated`` (``gw000/syslog``, ``.1``, ``.2.gz``, ``.3.xz``, ``.4.zst``, ...), ``gz`` (all but the newest as .gz), ``tar`` (one
``.tar.gz`` for each gateway), ``small`` (as many small ``.gz`` files as ``--files`` says), ``one`` (a single file of all gateways).
"""

import argparse
import gzip
import io
import json
import lzma
import os
import re
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import zstandard

from tests.benchmarks.generate import Truth, generate, read_truth, truth_path
from tests.benchmarks.plays import VENDORS

Pack = Callable[[bytes], bytes]
PACKS: dict[str, Pack] = {
    "": lambda raw: raw,
    ".gz": lambda raw: gzip.compress(raw, 6),
    ".xz": lambda raw: lzma.compress(raw, preset=1),
    ".zst": lambda raw: zstandard.ZstdCompressor(level=3).compress(raw),
}
FORMS = ("rotated", "gz", "tar", "small", "one")
HOST = re.compile(rb"^.{15} +(\S+) ")
BLOCK = 8_000_000  # bytes that are read at once
NEWEST = 1_768_000_000  # when the newest file was written, in seconds since the epoch


def by_gateway(log: Path, folder: Path) -> list[Path]:
    """The lines of a log as one file for each host."""
    files = {}
    with log.open("rb") as source:
        while lines := source.readlines(BLOCK):
            parts: dict[bytes, list[bytes]] = {}
            for line in lines:
                found = HOST.match(line)
                parts.setdefault(found[1] if found else b"unknown", []).append(line)
            for host, some in parts.items():
                if host not in files:
                    files[host] = (folder / host.decode()).open("wb")
                files[host].write(b"".join(some))
    for file in files.values():
        file.close()
    return sorted(Path(file.name) for file in files.values())


def cut(raw: bytes, pieces: int) -> list[bytes]:
    """The pieces of a log, oldest first, each of whole lines."""
    out, begin = [], 0
    for number in range(1, pieces + 1):
        end = len(raw) if number == pieces else raw.find(b"\n", max(begin, len(raw) * number // pieces)) + 1 or len(raw)
        if end > begin:
            out.append(raw[begin:end])
        begin = end
    return out


def suffix_of(form: str, age: int) -> str:
    """What follows the name of the file that was rotated so often."""
    if age == 0:
        return ""
    if form == "gz":
        return f".{age}.gz"
    return ".1" if age == 1 else f".{age}{('.gz', '.xz', '.zst')[age % 3]}"


def write_rotated(raw: bytes, folder: Path, form: str, rotated: int) -> None:
    """One gateway's folder."""
    folder.mkdir(parents=True)
    pieces = cut(raw, rotated)
    for age, piece in enumerate(reversed(pieces)):
        suffix = suffix_of(form, age)
        write(folder / f"syslog{suffix}", PACKS[re.sub(r"^\.\d+", "", suffix)](piece), age)


def write(path: Path, data: bytes, age: int) -> None:
    path.write_bytes(data)
    stamp(path, age)


def stamp(path: Path, age: int) -> None:
    os.utime(path, (NEWEST - 86_400 * age,) * 2)


def write_tar(raw: bytes, path: Path, rotated: int) -> None:
    """One gateway's rotated files in a .tar.gz."""
    with tarfile.open(path, "w:gz", compresslevel=6) as tar:
        for age, piece in enumerate(reversed(cut(raw, rotated))):
            info = tarfile.TarInfo(f"var/log/syslog{f'.{age}' if age else ''}")
            info.size, info.mtime = len(piece), NEWEST - 86_400 * age
            tar.addfile(info, io.BytesIO(piece))


def write_archive(log: Path, out: Path, form: str, rotated: int = 10, files: int = 12_000) -> int:
    """Pack the lines of ``log`` into the new folder ``out``; how many files were written."""
    out.mkdir(parents=True)
    if form == "one":
        (out / "all.log").hardlink_to(log)
        return 1
    parts = out.with_name(out.name + ".parts")
    parts.mkdir()
    hosts = by_gateway(log, parts)
    for host in hosts:
        raw = host.read_bytes()
        if form == "tar":
            write_tar(raw, out / f"{host.name}.tar.gz", rotated)
        elif form == "small":
            (out / host.name).mkdir()
            pieces = cut(raw, max(1, files // len(hosts)))
            for age, piece in enumerate(reversed(pieces)):
                write(out / host.name / f"syslog.{age:04d}.gz", PACKS[".gz"](piece), age)
        else:
            write_rotated(raw, out / host.name, form, rotated)
        host.unlink()
    parts.rmdir()
    return sum(1 for path in out.rglob("*") if path.is_file())


def make(out: Path, form: str, kind: str, megabytes: float, seed: int, vendor: str, rotated: int = 10, files: int = 12_000) -> Truth:
    """Draw a log and pack it; the truth stands beside the folder."""
    log = out.with_name(out.name + ".log")
    truth = generate(kind, log, megabytes, seed, vendor)
    write_archive(log, out, form, rotated, files)
    truth_path(log).rename(truth_path(out))
    log.unlink()
    return truth


def main() -> None:
    """Read the arguments, write the archive, say what was written."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.archive", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--form", choices=FORMS, default="rotated")
    parser.add_argument("--kind", choices=("dense", "long", "mixed"), default="dense")
    parser.add_argument("--vendor", choices=("charon", *VENDORS), default="charon")
    parser.add_argument("--mb", type=float, default=1000.0, help="size of the text in millions of bytes")
    parser.add_argument("--rotated", type=int, default=10, help="files of each gateway")
    parser.add_argument("--files", type=int, default=12_000, help="files in all, of the form 'small'")
    parser.add_argument("--seed", type=int, default=1)
    o = parser.parse_args()
    begin = time.perf_counter()
    make(o.out, o.form, o.kind, o.mb, o.seed, o.vendor, o.rotated, o.files)
    packed = sum(path.stat().st_size for path in o.out.rglob("*") if path.is_file())
    truth = read_truth(o.out)
    print(json.dumps({"bytes": truth["bytes"], "packed": packed, "seconds": round(time.perf_counter() - begin, 1)}))


if __name__ == "__main__":
    main()
