"""Zip and 7z as they may come: every method, zip64, encrypted, overlapping, without a directory, damaged."""

import gzip
import io
import struct
import zipfile
import zlib
from pathlib import Path

import py7zr
import pytest

from analyzer.archives import ArchiveError, Limits, open_all, walk
from tests.tools.packing import PACK, seven, zip_streamed, zipped

LINE = b"Nov  3 10:11:12 gw charon: 07[IKE] received NO_PROPOSAL_CHOSEN error notify\n"
FILES = {"a": LINE, "d/b": LINE * 500, "empty": b""}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.zip"


def read(path: Path, limits: Limits | None = None) -> dict[str, bytes | str]:
    """Name inside of the archive -> text, or why there is none."""
    found: dict[str, bytes | str] = {}
    limits = limits or Limits(small=1 << 20)
    for member, text in open_all(list(walk([str(path)], limits)), limits):
        name = member.name.removeprefix(f"{path}").removeprefix("!")
        try:
            found[name] = text.read()
            text.read()
        except ArchiveError as error:
            found[name if name not in found else f"{name}: then"] = str(error)
    return found


@pytest.mark.parametrize("how", [how for how in sorted(PACK) if "zip" in how])
def test_each_method_with_and_without_a_directory(path: Path, how: str) -> None:
    whole = PACK[how](FILES)
    path.write_bytes(whole)
    assert read(path) == FILES
    assert [(m.size, m.modified) for m in walk([str(path)])] == [(len(text), 1_793_700_672) for text in FILES.values()]
    path.write_bytes(gzip.compress(whole))
    assert read(path) == FILES
    path.write_bytes(whole[: whole.rfind(b"PK\x05\x06")])  # the end of the directory is missing
    assert read(path) == FILES
    path.write_bytes(whole[: whole.find(b"PK\x01\x02")])  # all of it
    found = read(path)
    assert str(found.pop("")).startswith(("truncated: ", "damaged or truncated: "))
    assert found == FILES


def test_folders_links_and_times(path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("folder/", b"")
        link = zipfile.ZipInfo("link")
        link.create_system = 3
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        fifo = zipfile.ZipInfo("fifo")
        fifo.create_system = 3
        fifo.external_attr = 0o010644 << 16
        archive.writestr(fifo, "")
        stamped = zipfile.ZipInfo("stamped")
        stamped.extra = struct.pack("<HHBi", 0x5455, 5, 1, 1_700_000_001)
        archive.writestr(stamped, LINE)
        windows = zipfile.ZipInfo("windows")
        archive.writestr(windows, LINE)
    path.write_bytes(out.getvalue().replace(b"windows", b"win\\ows"))
    assert read(path) == {"link": "a link", "fifo": "a device or a pipe", "stamped": LINE, "win/ows": LINE}
    assert [m.modified for m in walk([str(path)])][2] == 1_700_000_001


def test_names_in_utf_8_and_in_the_old_code_page(path: Path) -> None:
    path.write_bytes(zipped({"žluť": LINE, "caf_": LINE}).replace(b"caf_", b"caf\x82"))
    assert read(path) == {"žluť": LINE, "café": LINE}


def test_zip64(path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a", "b"):
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(LINE)
    whole = out.getvalue()
    path.write_bytes(whole)
    assert read(path) == {"a": LINE, "b": LINE}
    # The end record of zip64 in use: the numbers of the old one say no more than "look there".
    end = whole.rfind(b"PK\x05\x06")
    _, _, _, _, count, size, offset, _ = struct.unpack("<4s4H2IH", whole[end:])
    record = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    old = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    path.write_bytes(whole[:end] + record + locator + old)
    assert read(path) == {"a": LINE, "b": LINE}
    streamed = zip_streamed({"a": LINE})
    path.write_bytes(gzip.compress(streamed))
    assert read(path) == {"a": LINE}


def test_something_before_and_after_the_zip(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + bytes(500) + zipped(FILES) + b"\n" * 3)
    assert read(path) == FILES


def test_encrypted_members_cost_only_themselves(path: Path) -> None:
    for how in ("zip", "streamed.zip"):
        whole = bytearray(PACK[how]({"a": LINE, "secret": LINE, "b": LINE}))
        local = whole.find(b"secret") - 30
        central = whole.rfind(b"secret") - 46
        whole[local + 6] |= 1
        whole[central + 8] |= 1
        for data in (bytes(whole), gzip.compress(whole)):
            path.write_bytes(data)
            assert read(path) == {"a": LINE, "secret": "encrypted", "b": LINE}


def test_methods_that_are_not_read_cost_only_themselves(path: Path) -> None:
    whole = bytearray(zipped({"a": LINE, "odd": LINE, "b": LINE}))
    whole[whole.find(b"odd") - 22] = whole[whole.rfind(b"odd") - 36] = 9
    path.write_bytes(whole)
    assert read(path) == {"a": LINE, "odd": "compressed in a way that is not read here (zip method 9)", "b": LINE}


def overlapping(count: int) -> bytes:
    """The bomb of Fifield (2019) without its quoting: all entries of the directory have one and the same data."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = body.compress(bytes(1 << 20)) + body.flush()
    crc, size = zlib.crc32(bytes(1 << 20)), 1 << 20
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(packed), size, 1, 0) + b"x" + packed
    central = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc, len(packed), size, 1, 0, 0, 0, 0, 0, 0) + b"x"
        for _ in range(count)
    )
    return local + central + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(central), len(local), 0)


def quoted(count: int) -> bytes:
    """The bomb of Fifield: each member's data is a stored block that holds the next local header, and then the next member's data."""
    text = b"\n" * (1 << 20)
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    tail = body.compress(text) + body.flush()
    header = struct.Struct("<4s5H3I2H")
    files: list[tuple[bytes, int, int, int]] = []
    data = tail
    for number in range(count):
        crc = zlib.crc32(text)
        local = header.pack(b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(data), len(text), 4, 0) + b"%04d" % number
        files.append((local + data, crc, len(data), len(text)))
        text = local + text
        data = struct.pack("<BHH", 0, len(local), len(local) ^ 0xFFFF) + local + data
    whole = files[-1][0]
    central = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc, packed, size, 4, 0, 0, 0, 0, 0, len(whole) - len(file))
        + b"%04d" % number
        for number, (file, crc, packed, size) in enumerate(files)
    )
    return whole + central + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(central), len(whole), 0)


def test_members_that_overlap_are_refused(path: Path) -> None:
    path.write_bytes(overlapping(50))
    assert set(read(path).values()) == {"overlaps another member (a decompression bomb)"}
    path.write_bytes(quoted(50))
    with zipfile.ZipFile(path) as archive:
        assert sum(info.file_size for info in archive.infolist()) > 50 << 20
    found = list(read(path).values())
    assert found.count("overlaps another member (a decompression bomb)") == 49
    assert sum(len(text) for text in found if isinstance(text, bytes)) <= 1 << 20


def test_a_zip_of_zips_of_zips_is_bounded(path: Path) -> None:
    data = zipped({"x": bytes(8 << 20)})
    for _ in range(3):
        data = zipped({str(n): data for n in range(8)})
    path.write_bytes(data)
    limits = Limits(small=1 << 16, ratio=20)
    members = list(walk([str(path)], limits))
    assert members[-1].problem == "a decompression bomb: the file unpacks to more than its limits allow" or len(members) == 512
    assert any(m.problem and "bomb" in m.problem for m in members) or all(m.problem is None for m in members)
    total = 0
    for _, text in open_all(members, limits):
        try:
            while block := text.read(1 << 20):
                total += len(block)
        except ArchiveError:
            continue
    assert total < 512 * (2 << 20)


def test_damaged_members_cost_only_themselves(path: Path) -> None:
    noise = {str(n): b"".join(b"%d " % (n * k * 2_654_435_761 % 1_000_003) for k in range(900)) for n in range(5)}
    for how in ("zip", "streamed.zip", "stored.zip"):
        whole = bytearray(PACK[how](noise))
        at = [place for place in range(len(whole)) if whole[place : place + 4] == b"PK\x03\x04"][2] + 300
        whole[at : at + 60] = b"\xff" * 60
        for data in (bytes(whole), gzip.compress(whole)):
            path.write_bytes(data)
            found = read(path)
            assert sum(found.get(name) == text for name, text in noise.items()) == 4, how
            assert any("damaged" in str(v) for v in found.values())


def test_a_directory_that_points_nowhere(path: Path) -> None:
    whole = bytearray(zipped({"a": LINE, "b": LINE}))
    central = whole.find(b"PK\x01\x02")
    whole[central + 42 : central + 46] = b"\x03\0\0\0"
    path.write_bytes(whole)
    assert read(path) == {"a": "damaged: the member's header is not where the directory says", "b": LINE}


def test_stored_members_without_their_sizes_end_where_their_descriptor_says(path: Path) -> None:
    tricky = LINE + b"PK\x07\x08" + LINE * 3000 + b"PK\x07\x08PK"
    files = {"a": LINE, "tricky": tricky, "empty": b"", "inner.zip": zipped({"x": LINE}, zipfile.ZIP_STORED), "b": LINE}
    whole = zip_streamed(files, zipfile.ZIP_STORED)
    for data in (whole, gzip.compress(whole)):
        path.write_bytes(data)
        assert read(path) == {"a": LINE, "tricky": tricky, "empty": b"", "inner.zip!x": LINE, "b": LINE}
    path.write_bytes(gzip.compress(whole[: whole.find(b"PK\x07\x08")]))
    found = read(path)
    assert (found["a"], found["a: then"]) == (LINE, "truncated: nothing tells where the stored member ends")


# -- 7z


def test_7z_is_read_alone_and_in_others(path: Path) -> None:
    for options in (
        [{"id": py7zr.FILTER_LZMA2, "preset": 1}], [{"id": py7zr.FILTER_LZMA, "preset": 1}], [{"id": py7zr.FILTER_BZIP2}],
        [{"id": py7zr.FILTER_DEFLATE}], [{"id": py7zr.FILTER_ZSTD, "level": 3}], [{"id": py7zr.FILTER_COPY}],
        [{"id": py7zr.FILTER_X86}, {"id": py7zr.FILTER_LZMA2, "preset": 1}],
    ):  # fmt: skip
        out = io.BytesIO()
        with py7zr.SevenZipFile(out, "w", filters=options) as archive:
            for name, text in FILES.items():
                archive.writestr(text, name)
        path.write_bytes(out.getvalue())
        assert read(path) == FILES
        path.write_bytes(gzip.compress(out.getvalue()))
        assert read(path) == FILES


def test_7z_of_several_blocks(path: Path, tmp_path: Path) -> None:
    for name in ("x", "y", "z"):
        (tmp_path / name).write_bytes(name.encode() * 5000)
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.write(tmp_path / "x", "x")
    with py7zr.SevenZipFile(path, "a") as archive:
        archive.write(tmp_path / "y", "y")
        archive.write(tmp_path / "z", "z")
    assert read(path) == {name: name.encode() * 5000 for name in ("x", "y", "z")}
    whole = bytearray(path.read_bytes())
    whole[40] ^= 0xFF
    path.write_bytes(whole)
    found = read(path)
    assert [found[name] for name in ("y", "z")] == [b"y" * 5000, b"z" * 5000]
    assert isinstance(found["x"], str) or isinstance(found["x: then"], str)


def test_encrypted_7z_is_named(path: Path) -> None:
    for hidden in (False, True):
        out = io.BytesIO()
        with py7zr.SevenZipFile(out, "w", password="secret", header_encryption=hidden) as archive:
            archive.writestr(LINE, "a")
        path.write_bytes(out.getvalue())
        assert read(path) == {"" if hidden else "a": "encrypted"}


def test_7z_methods_that_are_not_read_are_named(path: Path) -> None:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", filters=[{"id": py7zr.FILTER_PPMD, "order": 6, "mem": 24}]) as archive:
        archive.writestr(LINE, "a")
    path.write_bytes(out.getvalue())
    assert read(path) == {"a": "compressed in a way that is not read here (7z method 030401)"}


def test_a_7z_that_is_cut_off_or_damaged(path: Path) -> None:
    whole = bytearray(seven({str(n): LINE * n for n in range(1, 9)}))
    path.write_bytes(whole[: len(whole) // 2])
    assert str(read(path)[""]).startswith("damaged")
    path.write_bytes(whole[:10])
    assert read(path) == {"": "damaged or truncated: the 7z header"}
    for at in range(32, len(whole)):
        broken = bytearray(whole)
        broken[at] ^= 0xFF
        path.write_bytes(broken)
        found = read(path)
        assert any(isinstance(v, str) for v in found.values()) or found == {str(n): LINE * n for n in range(1, 9)}


def test_a_7z_in_another_archive_is_bounded(path: Path) -> None:
    path.write_bytes(gzip.compress(seven(FILES)))
    assert read(path, Limits(whole=50)) == {"": "a 7z inside of another archive may have 50 bytes at most"}
