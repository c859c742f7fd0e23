"""Compressed streams as they come: several in a row, cut off, damaged, padded, too big, too greedy."""

import bz2
import gzip
import lzma
import struct
import tracemalloc
import zlib
from contextlib import suppress
from pathlib import Path

import lz4.frame
import pytest
from backports import zstd

from analyzer.archives import ArchiveError, Limits, codecs, open_all, walk
from tests.tools.packing import SQUEEZE, tar, zipped

LINE = b"Nov  3 10:11:12 gw charon: 07[IKE] received NO_PROPOSAL_CHOSEN error notify\n"
DEFAULT = Limits()
TEXT = b"".join(b"Nov  3 10:%02d:%02d gw charon: 07[IKE] <a|%d> sending packet\n" % (n // 60 % 60, n % 60, n * n) for n in range(20_000))


def read(path: Path, limits: Limits = DEFAULT) -> tuple[bytes, str | None]:
    """The bytes that could be had, and why there are no more, of the only member."""
    (member,) = walk([str(path)], limits)
    parts = []
    for _, text in open_all([member], limits):
        try:
            while data := text.read(1 << 20):
                parts.append(data)
        except ArchiveError as error:
            return b"".join(parts), str(error)
    return b"".join(parts), None


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "stream"


def skippable(content: bytes) -> bytes:
    return struct.pack("<II", 0x184D2A53, len(content)) + content


@pytest.mark.parametrize("how", [h for h in sorted(SQUEEZE) if h != "lzma"])
def test_streams_in_a_row_are_one_text(path: Path, how: str) -> None:
    path.write_bytes(SQUEEZE[how](LINE) + SQUEEZE[how](b"") + SQUEEZE[how](TEXT))
    assert read(path) == (LINE + TEXT, None)


@pytest.mark.parametrize("how", sorted(SQUEEZE))
def test_an_empty_stream_is_an_empty_text(path: Path, how: str) -> None:
    path.write_bytes(SQUEEZE[how](b""))
    assert [m.problem for m in walk([str(path)])] == [None]
    assert read(path) == (b"", None)


@pytest.mark.parametrize("how", sorted(SQUEEZE))
def test_zero_bytes_may_pad_a_stream(path: Path, how: str) -> None:
    path.write_bytes(SQUEEZE[how](LINE) + bytes(5000))
    assert read(path) == (LINE, None)
    if how != "lzma":
        path.write_bytes(SQUEEZE[how](LINE) + bytes(516) + SQUEEZE[how](LINE))
        assert read(path) == (LINE * 2, None)


@pytest.mark.parametrize("how", sorted(SQUEEZE))
def test_garbage_behind_a_stream_is_named_after_the_text(path: Path, how: str) -> None:
    path.write_bytes(SQUEEZE[how](TEXT) + b"something else")
    got, problem = read(path)
    assert got == TEXT
    assert problem is not None
    assert problem.startswith("something else follows the end of the ")


@pytest.mark.parametrize("how", sorted(SQUEEZE))
def test_a_stream_that_is_cut_off_gives_all_that_can_be_had(path: Path, how: str) -> None:
    whole = SQUEEZE[how](TEXT)
    path.write_bytes(whole[: len(whole) * 3 // 4])
    got, problem = read(path)
    assert TEXT.startswith(got)
    assert len(got) > len(TEXT) // 2 or how == "bz2"  # its blocks have 900 kB
    assert problem == "truncated: the compressed data has no end"


def test_a_cut_gzip_gives_what_zlib_gives_byte_by_byte(path: Path) -> None:
    whole = gzip.compress(TEXT)
    for cut in (11, 40, 1000, 77_777, len(whole) - 9, len(whole) - 8, len(whole) - 1):
        path.write_bytes(whole[:cut])
        assert read(path)[0] == zlib.decompressobj(31).decompress(whole[:cut])
    assert read(path)[1] == "truncated: the checksum at the end is missing"


def test_a_damaged_gzip_gives_what_zlib_gives_byte_by_byte(path: Path) -> None:
    whole = bytearray(gzip.compress(TEXT))
    whole[len(whole) // 2] ^= 0xFF
    for at in range(len(whole) // 2, len(whole) // 2 + 40):
        whole[at] = 0xFF
    path.write_bytes(whole)
    expected = b""
    decoder = zlib.decompressobj(31)
    with suppress(zlib.error):
        for at in range(len(whole)):
            expected += decoder.decompress(whole[at : at + 1])
    got, problem = read(path)
    assert problem is not None
    assert problem.startswith("damaged: ")
    assert len(TEXT) // 4 < len(got)
    assert got.startswith(expected)


def test_damage_deep_in_a_large_stream_costs_no_more_than_a_step(path: Path) -> None:
    noise = b"".join(zlib.crc32(b"%d" % n).to_bytes(4, "big").hex().encode() + b"\n" for n in range(600_000))
    whole = bytearray(gzip.compress(noise, 1))
    at = len(whole) - 200_000
    assert at > codecs.REPLAYED
    whole[at : at + 300] = b"\xff" * 300
    path.write_bytes(whole)
    got, problem = read(path)
    good = zlib.decompressobj(31).decompress(whole[:at])
    assert problem is not None
    assert len(got) > len(good) - codecs.STEP
    assert got[: len(good) - codecs.STEP] == good[: len(good) - codecs.STEP]


@pytest.mark.parametrize("how", ["gz", "bz2", "xz", "zst", "lz4"])
def test_a_wrong_checksum_is_named_after_the_text(path: Path, how: str) -> None:
    data = zstd.compress(LINE * 99, options={zstd.CompressionParameter.checksum_flag: 1}) if how == "zst" else SQUEEZE[how](LINE * 99)
    if how == "lz4":
        data = lz4.frame.compress(LINE * 99, content_checksum=True)
    whole = bytearray(data)
    index = (int.from_bytes(whole[-8:-4], "little") + 1) * 4  # of xz: what stands between the checksum and the last 12 bytes
    whole[{"gz": -8, "bz2": -2, "xz": -12 - index - 1, "zst": -1, "lz4": -1}[how]] ^= 0x40
    path.write_bytes(whole)
    got, problem = read(path)
    assert got == LINE * 99
    assert problem is not None
    assert problem.startswith("damaged: ")


def test_gzip_headers_of_any_kind(path: Path) -> None:
    body = gzip.compress(LINE)[10:]
    extra = b"\x05\0extra"
    for flags, fields in (
        (4, extra),
        (8, b"name\0"),
        (16, b"comment\0"),
        (2, b"hc"),
        (30, extra + b"name\0comment\0hc"),
        (8, b"n" * 40_000 + b"\0"),
    ):
        path.write_bytes(b"\x1f\x8b\x08" + bytes([flags]) + bytes(6) + fields + body)
        assert read(path) == (LINE, None)
    path.write_bytes(b"\x1f\x8b\x08\x08" + bytes(6) + b"n" * 200_000)
    assert [m.problem for m in walk([str(path)])] == ["damaged: the gzip header has no end"]
    path.write_bytes(b"\x1f\x8b\x08\x08" + bytes(6) + b"name")
    assert [m.problem for m in walk([str(path)])] == ["truncated: only a part of the gzip header is there"]


def test_skippable_frames_are_passed_over(path: Path) -> None:
    path.write_bytes(skippable(b"x" * 1000) + zstd.compress(LINE) + skippable(b"") + zstd.compress(LINE))
    assert read(path) == (LINE * 2, None)
    path.write_bytes(skippable(b"x" * 200_000) + zstd.compress(LINE))
    assert read(path) == (LINE, None)


def test_a_window_that_needs_too_much_memory_is_refused(path: Path) -> None:
    greedy = zstd.compress(TEXT * 9, options={zstd.CompressionParameter.window_log: 24})
    assert len(TEXT * 9) > 1 << 23
    path.write_bytes(greedy)
    assert read(path) == (TEXT * 9, None)
    few = Limits(memory=1 << 20)
    assert [m.problem for m in walk([str(path)], few)] == ["too much memory would be needed to read it"]
    path.write_bytes(lzma.compress(TEXT, preset=9))
    assert read(path) == (TEXT, None)
    assert [m.problem for m in walk([str(path)], few)] == ["too much memory would be needed to read it"]
    path.write_bytes(b"\x28\xb5\x2f\xfd\x00\xf8" + b"\0" * 40)  # a window of 3.75 TB
    assert [m.problem for m in walk([str(path)])] == ["too much memory would be needed to read it"]


@pytest.mark.parametrize("how", ["gz", "bz2", "xz", "zst"])
def test_a_bomb_is_stopped(path: Path, how: str) -> None:
    path.write_bytes(SQUEEZE[how](b"\n" * (20 << 20)))
    limits = Limits(small=1 << 20, ratio=100)
    got, problem = read(path, limits)
    assert len(got) <= 3 << 20
    assert problem == "a decompression bomb: more than 100 bytes for one"
    assert read(path)[1] is None  # small enough to be read all the same


def test_layers_of_bombs_are_stopped_by_what_the_file_may_give(path: Path) -> None:
    data = b"\n" * (30 << 20)
    path.write_bytes(gzip.compress(gzip.compress(data, 1), 9))
    limits = Limits(small=1 << 17, ratio=400)
    got, problem = read(path, limits)
    assert len(got) < 20 << 20
    assert problem is not None
    assert problem.startswith("a decompression bomb")


def test_a_bomb_costs_only_itself(path: Path) -> None:
    bomb = gzip.compress(b"\n" * (30 << 20))
    path.write_bytes(zipped({"a": LINE, "bomb": bomb, "b": LINE * 2, "stored bomb": b"\n" * (30 << 20), "c": LINE * 3}))
    limits = Limits(small=1 << 20, ratio=100)
    got: dict[str, int] = {}
    problems = []
    for member, text in open_all(list(walk([str(path)], limits)), limits):
        name = member.name.rpartition("!")[2]
        try:
            while data := text.read(1 << 20):
                got[name] = got.get(name, 0) + len(data)
        except ArchiveError as error:
            problems.append((name, str(error)))
    assert {name: size for name, size in got.items() if len(name) == 1} == {"a": len(LINE), "b": 2 * len(LINE), "c": 3 * len(LINE)}
    assert problems == [(name, "a decompression bomb: more than 100 bytes for one") for name in ("bomb", "stored bomb")]


def test_members_total_and_size_are_bounded(path: Path) -> None:
    path.write_bytes(gzip.compress(tar({f"{n}": TEXT for n in range(9)})))
    names = [(m.name.rpartition("!")[2], m.problem) for m in walk([str(path)], Limits(members=3))]
    assert names == [("0", None), ("1", None), ("2", None), (str(path), "more than 3 members: the rest is not read")]
    total = [m.problem for m in walk([str(path)], Limits(total=3 * len(TEXT)))]
    assert total[-1] == "a decompression bomb: the file unpacks to more than its limits allow"
    assert 3 <= len(total) <= 4
    member = Limits(member=1000)
    path.write_bytes(gzip.compress(TEXT))
    assert read(path, member) == (TEXT[:1000], "too big: a text may have 1000 bytes at most")


def test_nesting_without_end_is_stopped(path: Path) -> None:
    data = LINE
    for _ in range(40):
        data = gzip.compress(data)
    path.write_bytes(data)
    assert [m.problem for m in walk([str(path)])] == ["nested too deeply (more than 8 layers)"]


@pytest.mark.parametrize("how", ["gz", "bz2", "zst"])
def test_memory_does_not_grow_with_the_text(path: Path, how: str) -> None:
    path.write_bytes(SQUEEZE[how](tar({"a": LINE * 200_000, "b": LINE * 100_000})))
    tracemalloc.start()
    try:
        members = list(walk([str(path)]))
        sizes = [sum(len(data) for data in iter(lambda text=text: text.read(1 << 20), b"")) for _, text in open_all(members)]  # type: ignore[misc] # a default
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sizes == [len(LINE) * 200_000, len(LINE) * 100_000]
    assert peak < 12 << 20


def test_a_text_that_looks_like_a_stream_is_a_text(path: Path) -> None:
    for text in (b"BZh9 is a magic number\n", b"]0;title\n", b"ustar\n" * 99, b"7z of what\n", b"PK\n"):
        path.write_bytes(text)
        problems = [m.problem for m in walk([str(path)])]
        assert problems in ([None], ["compressed (bzip2): unpack it first"])


@pytest.mark.parametrize(("library", "how"), [("zstd", "zst")])
def test_a_missing_library_is_named(path: Path, monkeypatch: pytest.MonkeyPatch, library: str, how: str) -> None:
    monkeypatch.setattr(codecs, library, None)
    path.write_bytes(SQUEEZE[how](LINE))
    assert [m.problem for m in walk([str(path)])] == ["zstd is not read here: install ikedoctor[batch]"]


def test_without_isal_everything_is_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codecs, "inflate", codecs._Zlib)
    path.write_bytes(gzip.compress(TEXT) + gzip.compress(LINE))
    assert read(path) == (TEXT + LINE, None)
    path.write_bytes(gzip.compress(TEXT)[:5000])
    assert read(path)[0] == zlib.decompressobj(31).decompress(gzip.compress(TEXT)[:5000])
    path.write_bytes(bz2.compress(gzip.compress(LINE)))
    assert read(path) == (LINE, None)
