"""What users have is opened, or it is said why not."""

import io
import os
from pathlib import Path

import pytest

from analyzer.sources import LONG, SMALL, open_source

TEXT = "één\nzwei\r\ndrei\rvier"
LINES = [(1, "één"), (2, "zwei"), (3, "drei"), (4, "vier")]


class Drip(io.RawIOBase):
    """A stream that gives a few bytes at a time."""

    def __init__(self, data: bytes, most: int) -> None:
        super().__init__()
        self.data, self.most = data, most

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        part, self.data = self.data[: self.most], self.data[self.most :]
        return part


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_encodings(encoding: str) -> None:
    if encoding in ("utf-16", "utf-32"):
        assert list(open_source(TEXT.encode(encoding)).lines) == LINES
    filler = "a line of a log\n" * 10
    lines = list(open_source((filler + TEXT).encode(encoding)).lines)
    assert lines[10:] == [(number + 10, text) for number, text in LINES]


def test_one_bad_line_spoils_no_other() -> None:
    assert [text for _, text in open_source("é\n".encode() + b"\xe9\n" + "é".encode()).lines] == ["é", "é", "é"]


def test_only_line_ends_end_lines() -> None:
    text = "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g\n\nh\r\r\ni"
    assert [line for _, line in open_source(text).lines] == ["a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g", "", "h", "", "i"]
    assert list(open_source("a\n").lines) == [(1, "a")]
    assert list(open_source(b"a\r").lines) == [(1, "a")]


def test_nul_bytes_are_dropped() -> None:
    assert list(open_source(b"\0\0a\0b\n" + b"\0" * 9 + b"c").lines) == [(1, "ab"), (2, "c")]


@pytest.mark.parametrize("most", [1, 2, 3, 5, 1000])
def test_streams_may_give_little_at_a_time(most: int) -> None:
    source = open_source(Drip(TEXT.encode(), most))
    assert (source.whole, source.size, source.problem) == (True, len(TEXT.encode()), None)
    assert list(source.lines) == LINES


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blocks_are_joined_at_any_place(end: str, tmp_path: Path) -> None:
    expected = [(i, f"line {i} ü {'x' * (i % 211)}") for i in range(1, 60_001)]
    path = tmp_path / "charon.log"
    path.write_bytes(end.join(text for _, text in expected).encode())
    source = open_source(path)
    assert (source.whole, source.name, source.size) == (False, str(path), path.stat().st_size)
    assert list(source.lines) == expected


def test_endless_line_comes_in_pieces() -> None:
    for filler in (b"word and ", b"x", "ü".encode(), b"some\\nthing"):
        data = b"first\n" + filler * (3_000_000 // len(filler)) + b"\nlast"
        lines = list(open_source(data).lines)
        assert lines[0] == (1, "first")
        assert lines[-1] == (3, "last")
        assert {number for number, _ in lines[1:-1]} == {2}
        assert max(len(text) for _, text in lines) <= LONG
        assert "".join(text for _, text in lines[1:-1]) == data[6:-5].decode()
        if filler == b"word and ":
            assert all(text.endswith(" ") for _, text in lines[1:-2])


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty: there is no text in it"),
        (b"\xef\xbb\xbf \r\n\t\n", "empty: there is no text in it"),
        (b"\0" * 1000, "empty: there is no text in it"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "not text: a JPEG picture"),
        (b"\x7fELF\x02\x01\x01\0", "not text: an ELF program"),
        (b"\x89PNG\r\n\x1a\n", "not text: a PNG picture"),
        (b"%PDF-1.7\n", "not text: a PDF document"),
        (b"LPKSHHRH\0\0", "not text: a journal file: export it with journalctl"),
        (bytes(range(256)) * 20, "not text: it looks like binary data"),
        (b"\x1f\x8b\x08\0abc", "compressed (gzip): unpack it first"),
        (b"\xfd7zXZ\0abc", "compressed (xz): unpack it first"),
        (b"\x28\xb5\x2f\xfdabc", "compressed (zstd): unpack it first"),
        (b"BZh91AY&SY", "compressed (bzip2): unpack it first"),
        (b"PK\x03\x04abc", "compressed (zip): unpack it first"),
        (b"charon.log" + b"\0" * 247 + b"ustar\x0000" + b"abc", "an archive (tar): unpack it first"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "input"
    path.write_bytes(data)
    for source in (open_source(data), open_source(path), open_source(io.BytesIO(data))):
        assert source.problem == problem
        assert list(source.lines) == []


def test_long_lines_stand_between_short_ones() -> None:
    lines = list(open_source("a\n" + "b" * 200_000 + "\nc\n").lines)
    assert [number for number, _ in lines] == [1, 2, 2, 2, 2, 3]
    assert "".join(text for number, text in lines if number == 2) == "b" * 200_000


def test_endless_line_in_latin_1_is_cut_within_no_character() -> None:
    data = b"\xe9" * 5_000_000
    assert "".join(text for _, text in open_source(data).lines) == "é" * 5_000_000


def test_empty_text_is_refused() -> None:
    assert open_source("").problem == "empty: there is no text in it"
    assert open_source(" \n").problem == "empty: there is no text in it"


def test_text_with_colours_is_text() -> None:
    assert open_source(b"\x1b[31m09[IKE]\x1b[0m received\n" * 100).problem is None


def test_paths_and_texts_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("my log.txt").write_text("one")
    assert list(open_source("my log.txt").lines) == [(1, "one")]
    assert list(open_source("received NO_PROPOSAL_CHOSEN notify error").lines) == [(1, "received NO_PROPOSAL_CHOSEN notify error")]
    assert open_source("charon.log").problem == "no such file"
    assert open_source(Path("charon.log")).problem == "no such file"
    assert open_source(tmp_path).problem == "a directory: name the files in it"
    assert open_source("x" * 2000).problem is None
    assert open_source("one\ntwo").name == "text"
    assert open_source(b"one", "ticket").name == "ticket"


def test_unreadable_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.log"
    path.write_text("one")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("runs as root")
    assert open_source(path).problem == "cannot be opened: Permission denied"


def test_broken_stream_is_said() -> None:
    class Broken(Drip):
        def read(self, size: int = -1) -> bytes:
            if not self.data:
                raise OSError(5, "Input/output error")
            return super().read(size)

    assert open_source(Broken(b"", 1)).problem == "cannot be read: Input/output error"
    source = open_source(Broken(b"one\n" * SMALL, 1 << 20))
    assert source.problem is None
    assert sum(1 for _ in source.lines) > SMALL // 2
    assert source.problem == "cannot be read to its end: Input/output error"


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(b"one\ntwo")

    monkeypatch.setattr("sys.stdin", Stdin)
    source = open_source("-")
    assert (source.name, source.whole) == ("standard input", True)
    assert list(source.lines) == [(1, "one"), (2, "two")]


def test_small_inputs_are_whole() -> None:
    assert open_source(b"x\n" * (SMALL // 2)).whole
    assert not open_source(b"x\n" * (SMALL // 2 + 1)).whole
    assert not open_source("x\n" * (SMALL // 2 + 1)).whole
