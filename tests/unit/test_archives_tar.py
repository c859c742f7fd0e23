"""Tar as it may come: every format, links and devices, sparse files, headers that lie or are damaged, archives that are cut off."""

import gzip
import io
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

from analyzer.archives import ArchiveError, Limits, open_all, walk
from tests.tools.packing import tar

LINE = b"Nov  3 10:11:12 gw charon: 07[IKE] received NO_PROPOSAL_CHOSEN error notify\n"
LIMITS = Limits(small=1 << 20)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.tar"


def read(path: Path) -> dict[str, bytes | str]:
    """Name inside of the archive -> text, or why there is none."""
    found: dict[str, bytes | str] = {}
    for member, text in open_all(list(walk([str(path)], LIMITS)), LIMITS):
        name = member.name.removeprefix(f"{path}").removeprefix("!")
        try:
            found[name] = text.read()
            text.read()
        except ArchiveError as error:
            found[name if name not in found else f"{name}: then"] = str(error)
    return found


def special(name: str, kind: bytes, target: str = "") -> bytes:
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = target
    return info.tobuf()


END = bytes(1024)


def one(
    name: str, data: bytes = LINE, change: Callable[[tarfile.TarInfo], None] = lambda info: None, form: Literal[0, 1, 2] = tarfile.GNU_FORMAT
) -> bytes:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    change(info)
    return info.tobuf(form) + data + bytes(-len(data) % 512)


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_each_format(path: Path, form: int) -> None:
    path.write_bytes(tar({"a": LINE, "empty": b"", "d/b": LINE * 20}, form))
    assert read(path) == {"a": LINE, "empty": b"", "d/b": LINE * 20}
    assert [(m.size, m.packed, m.modified) for m in walk([str(path)])] == [(n, n, 1_700_000_000) for n in (len(LINE), 0, 20 * len(LINE))]


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_and_foreign_names(path: Path, form: int) -> None:
    long = "/".join(["folder" * 10] * 5) + "/žluťoučký.log"
    path.write_bytes(tar({long: LINE, "b": LINE}, form))
    assert read(path) == {long: LINE, "b": LINE}


def test_pax_times_have_fractions(path: Path) -> None:
    path.write_bytes(one("a", change=lambda info: setattr(info, "mtime", 1_700_000_000.25), form=tarfile.PAX_FORMAT) + END)
    assert [m.modified for m in walk([str(path)])] == [1_700_000_000.25]


def test_a_header_for_all_members(path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT, pax_headers={"mtime": "12.5", "comment": "x"}) as archive:
        info = tarfile.TarInfo("a")
        info.size = len(LINE)
        archive.addfile(info, io.BytesIO(LINE))
    path.write_bytes(out.getvalue())
    assert read(path) == {"a": LINE}
    assert [m.modified for m in walk([str(path)])] == [12.5]


def test_what_is_no_file_is_listed_and_never_opened(path: Path) -> None:
    path.write_bytes(
        special("d/", tarfile.DIRTYPE) + special("soft\n", tarfile.SYMTYPE, "/etc/\x1bpasswd") + special("hard", tarfile.LNKTYPE, "a")
        + special("tty", tarfile.CHRTYPE) + special("disk", tarfile.BLKTYPE) + special("pipe", tarfile.FIFOTYPE)
        + one("a") + special("odd", b"Z") + one("b") + END
    )  # fmt: skip
    assert read(path) == {
        "soft\\x0a": "a link to /etc/\\x1bpasswd", "hard": "a link to a", "tty": "a device", "disk": "a device", "pipe": "a pipe",
        "a": LINE, "odd": "a kind of member that is not known (b'Z')", "b": LINE,
    }  # fmt: skip


def test_a_tar_that_is_cut_off_gives_all_that_can_be_had(path: Path) -> None:
    whole = tar({"a": LINE, "b": LINE * 20})
    cuts = {
        512 + 10: {"a": LINE[:10], "a: then": f"truncated: {len(LINE) - 10} bytes are missing", "": f"truncated: {len(LINE) - 10} bytes are missing"},
        1024: {"a": LINE, "": "truncated: the mark at its end is missing"},
        1024 + 100: {"a": LINE, "": "truncated: it ends inside of a header"},
        1536 + 700: {
            "a": LINE, "b": (LINE * 20)[:700], "b: then": f"truncated: {20 * len(LINE) - 700} bytes are missing",
            "": f"truncated: {20 * len(LINE) - 700} bytes are missing",
        },
    }  # fmt: skip
    for cut, expected in cuts.items():
        path.write_bytes(whole[:cut])
        assert read(path) == expected
    path.write_bytes(whole[: 512 + 40])
    assert [m.problem for m in walk([str(path)])] == [None, f"truncated: {len(LINE) - 40} bytes are missing"]


def test_damage_in_a_compressed_tar_costs_what_is_behind_it(path: Path) -> None:
    noise = {f"{n:03}": b"".join(b"%d " % (n * k * 2_654_435_761 % 1_000_003) for k in range(900)) for n in range(90)}
    whole = bytearray(gzip.compress(tar(noise)))
    at = len(whole) // 2
    whole[at : at + 200] = b"\xff" * 200
    path.write_bytes(whole)
    found = read(path)
    good = [name for name in noise if found.get(name) == noise[name]]
    assert len(good) > 35
    assert good == sorted(noise)[: len(good)]
    assert str(found[""]).startswith("damaged: ")
    members = [m for m in walk([str(path)]) if m.problem is None]
    backwards = {m.name.removeprefix(f"{path}!"): text.read() for m, text in open_all(members[len(good) - 1 :: -1])}
    assert backwards == {name: noise[name] for name in good}


def test_a_damaged_header_costs_one_member(path: Path) -> None:
    whole = bytearray(tar(dict.fromkeys("abcd", LINE * 20)))
    header = whole.find(b"b\0\0\0")
    for at in (header, header + 257, header + 150):
        broken = bytearray(whole)
        broken[at] ^= 0x55
        path.write_bytes(broken)
        found = read(path)
        assert [found.get(name) for name in "acd"] == [LINE * 20] * 3
        assert [v for k, v in found.items() if k.startswith("(bytes")] == ["damaged: no header where one should be"]
    first = bytearray(whole)
    first[0] ^= 0x55
    path.write_bytes(first)
    assert [read(path).get(name) for name in "bcd"] == [LINE * 20] * 3


def test_sizes_that_lie(path: Path) -> None:
    def big(info: tarfile.TarInfo) -> None:
        info.size = 1 << 60

    path.write_bytes(one("a") + one("big", change=big) + one("b") + END)
    found = read(path)
    assert found["a"] == LINE
    assert isinstance(found["big"], bytes)
    assert found["big"].startswith(LINE)
    assert str(found["big: then"]).startswith("truncated: ")
    negative = bytearray(one("negative"))
    negative[124:136] = b"\xff" * 11 + b"\x00"  # base 256: -256 (CVE-2025-8194)
    negative[148:156] = b"%06o\0 " % (sum(negative[:512]) - sum(negative[148:156]) + 256)
    path.write_bytes(one("a") + bytes(negative) + one("b") + END)
    assert read(path) == {"a": LINE, f"(bytes {1024} to {2048})": "damaged: no header where one should be", "b": LINE}


def test_extended_headers_that_are_too_long_or_broken(path: Path) -> None:
    def extended(kind: bytes, body: bytes) -> bytes:
        info = tarfile.TarInfo("x")
        info.type = kind
        info.size = len(body)
        return info.tobuf() + body + bytes(-len(body) % 512)

    for kind in (b"x", b"L", b"g"):
        path.write_bytes(one("a") + extended(kind, b"1" * (2 << 20)) + one("b") + END)
        assert read(path) == {"a": LINE, "(bytes 1024 to 1536)": "its extended header is too long", "b": LINE}
    for body in (
        b"9" * 60_000,
        b"5 a=",
        b"99999 path=x\n",
        b"0 path=x\n",
        b"-5 path=x\n",
        b"\xff" * 99,
        b"11 path=new\n" + b"x",
        b"13 size=9e99\n",
    ):
        path.write_bytes(one("a") + extended(b"x", body) + one("b") + END)
        assert sorted(str(v) for v in read(path).values()) == [str(LINE)] * 2
    path.write_bytes(one("a") + extended(b"x", b"12 path=new\n") + one("b") + END)
    assert read(path) == {"a": LINE, "new": LINE}
    path.write_bytes(one("a") + extended(b"x", b"12 path=new\n")[:520])
    assert read(path) == {"a": LINE, "": "truncated: it ends inside of a header"}


def test_headers_without_end_take_no_super_linear_time(path: Path) -> None:
    body = b"".join(b"%d k%d=v\n" % (len(b"%d" % n) + 7, n) for n in range(100_000, 160_000))[: 1 << 20]
    info = tarfile.TarInfo("x")
    info.type = b"x"
    info.size = len(body)
    path.write_bytes((info.tobuf() + body + bytes(-len(body) % 512)) * 8 + END)
    begun = time.process_time()
    list(walk([str(path)]))
    assert time.process_time() - begun < 5


# -- sparse files: 6 bytes, a hole of 4090, 5 bytes, a hole up to 9000

EXPECTED = b"begin\n" + bytes(4090) + b"end.\n" + bytes(9000 - 4101)


def old_gnu(pieces: list[tuple[int, int]], real: int, data: bytes) -> bytes:
    header = bytearray(one("s", data)[:512])
    header[156:157] = b"S"
    header[345:500] = bytes(155)
    for number, (offset, size) in enumerate(pieces[:4]):
        header[386 + 24 * number : 410 + 24 * number] = b"%011o\0%011o\0" % (offset, size)
    header[482] = len(pieces) > 4
    header[483:495] = b"%011o\0" % real
    header[148:156] = b"%06o\0 " % (sum(header) - sum(header[148:156]) + 256)
    more = b""
    for at in range(4, len(pieces), 21):
        block = b"".join(b"%011o\0%011o\0" % piece for piece in pieces[at : at + 21])
        more += block.ljust(504, b"\0") + bytes([len(pieces) > at + 21]) + bytes(7)
    return bytes(header) + more + data + bytes(-len(data) % 512)


def pax(records: dict[str, str], data: bytes) -> bytes:
    info = tarfile.TarInfo("s")
    info.size = len(data)
    info.pax_headers = records
    return info.tobuf(tarfile.PAX_FORMAT) + data + bytes(-len(data) % 512)


def sparse_1_0(numbers: bytes, real: str = "9000") -> bytes:
    return pax(
        {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "real", "GNU.sparse.realsize": real},
        numbers + bytes(-len(numbers) % 512) + b"begin\nend.\n",
    )


def test_sparse_files(path: Path) -> None:
    path.write_bytes(one("a") + old_gnu([(0, 6), (4096, 5), (9000, 0)], 9000, b"begin\nend.\n") + one("b") + END)
    assert read(path) == {"a": LINE, "s": EXPECTED, "b": LINE}
    assert [(m.size, m.packed) for m in walk([str(path)])][1] == (9000, 11)
    path.write_bytes(one("a") + sparse_1_0(b"2\n0\n6\n4096\n5\n") + one("b") + END)
    assert read(path) == {"a": LINE, "real": EXPECTED, "b": LINE}
    path.write_bytes(one("a") + pax({"GNU.sparse.map": "0,6,4096,5", "GNU.sparse.size": "9000"}, b"begin\nend.\n") + one("b") + END)
    assert read(path) == {"a": LINE, "s": EXPECTED, "b": LINE}
    path.write_bytes(gzip.compress(old_gnu([(n * 1000, 1) for n in range(60)], 60_000, b"x" * 60) + one("b") + END))
    assert read(path) == {"s": b"".join(b"x" + bytes(999) for _ in range(60)), "b": LINE}


def test_sparse_files_that_lie(path: Path) -> None:
    damaged = "damaged: the map of the sparse file"
    for bad in (
        old_gnu([(100, 6), (50, 5)], 9000, b"begin\nend.\n"), old_gnu([(0, 600)], 9000, b"begin\nend.\n"), old_gnu([(0, 6), (4096, 5)], 100, b"begin\nend.\n"),
        sparse_1_0(b"9\n"), sparse_1_0(b"99999999999\n0\n"), sparse_1_0(b"1" * 512), sparse_1_0(b"2\n0\n6\n4096\n5000\n"), sparse_1_0(b"2\n0\n-6\n4096\n5\n"),
        pax({"GNU.sparse.map": "0,6,x,5", "GNU.sparse.size": "9000"}, b"begin\nend.\n"), pax({"GNU.sparse.map": "0,6"}, b"begin\nend.\n"),
    ):  # fmt: skip
        path.write_bytes(one("a") + bad + one("b") + END)
        found = read(path)
        assert damaged in found.values()
        assert (found["a"], found["b"]) == (LINE, LINE)


def test_a_hole_is_a_bomb_too(path: Path) -> None:
    path.write_bytes(one("a") + old_gnu([(0, 6), ((1 << 33) - 512, 5)], (1 << 33) - 1, b"begin\nend.\n") + one("b") + END)
    found = read(path)
    assert (found["a"], found["b"]) == (LINE, LINE)
    assert len(found["s"]) <= 2 << 20
    assert str(found["s: then"]).startswith("a decompression bomb")
