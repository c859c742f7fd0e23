"""The archives' everyday: what is listed, in which order things can be read, what a name may look like, what is named as no text."""

import gzip
import io
import os
import pickle
import socket
import tarfile
from pathlib import Path

import pytest

from analyzer.archives import ArchiveError, Limits, Member, head, open_all, top_level, walk, walk_heads
from analyzer.archives.names import Unique, harmless, inside
from tests.tools.packing import PACK, SQUEEZE, seven, tar, zipped

DEFAULT = Limits()
LINE = b"Nov  3 10:11:12 gw charon: 07[IKE] received NO_PROPOSAL_CHOSEN error notify\n"


def listed(folder: Path, limits: Limits = DEFAULT) -> dict[str, str | None]:
    """Name below ``folder`` -> problem."""
    return {m.name.removeprefix(f"{folder}/"): m.problem for m in walk([str(folder)], limits)}


def read(path: Path, limits: Limits = DEFAULT) -> dict[str, tuple[bytes, str | None]]:
    """Name -> the bytes that could be had, and why there are no more."""
    found = {}
    for member, text in open_all(list(walk([str(path)], limits)), limits):
        got, problem = b"", None
        try:
            while data := text.read(1 << 20):
                got += data
        except ArchiveError as error:
            problem = str(error)
        found[member.name.removeprefix(f"{path}")] = (got, problem)
    return found


def opens(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are opened from now on."""
    names: list[str] = []
    real = os.open

    def noted(name: str, flags: int) -> int:
        names.append(name)
        return real(name, flags)

    monkeypatch.setattr(os, "open", noted)
    return names


def test_a_folder_is_listed_in_order_and_what_is_no_file_has_its_reason(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "syslog.1.gz").write_bytes(gzip.compress(LINE, mtime=1_700_000_000))
    (tmp_path / "a.log").write_bytes(LINE)
    (tmp_path / "link").symlink_to(tmp_path / "a.log")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        place = Path.cwd()
        os.chdir(tmp_path)  # a socket's name is short
        server.bind("socket")
        os.chdir(place)
    (tmp_path / "photo.log").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "old.Z").write_bytes(b"\x1f\x9d\x90abc")
    (tmp_path / "old.rar").write_bytes(b"Rar!\x1a\x07\0abc")
    (tmp_path / "zeros").write_bytes(bytes(10240))
    (tmp_path / "empty").touch()
    assert listed(tmp_path) == {
        "a.log": None,
        "empty": None,
        "link": "not a file: a link, not followed",
        "loop": "not a file: a link, not followed",
        "old.Z": "compressed (compress): unpack it first",
        "old.rar": "compressed (RAR): unpack it first",
        "photo.log": "not text: a PNG picture",
        "pipe": "not a file: a pipe",
        "socket": "not a file: a socket",
        "zeros": "empty: nothing but NUL bytes",
        "b/syslog.1.gz": None,
    }
    by_name = {Path(m.name).name: m for m in walk([str(tmp_path)])}
    assert by_name["a.log"].size == by_name["a.log"].packed == len(LINE)
    assert by_name["syslog.1.gz"].modified == 1_700_000_000
    assert by_name["syslog.1.gz"].size is None
    assert by_name["a.log"].modified == (tmp_path / "a.log").stat().st_mtime


def test_targets_are_files_links_globs_and_each_is_listed_once(tmp_path: Path) -> None:
    for name in ("a.log", "b.log", "[c].log"):
        (tmp_path / name).write_bytes(LINE)
    (tmp_path / "link").symlink_to(tmp_path / "a.log")
    a, b, c, link = (str(tmp_path / name) for name in ("a.log", "b.log", "[c].log", "link"))
    assert [m.top for m in top_level([a, str(tmp_path / "*.log"), c])] == [a, c, b]
    assert [m.top for m in top_level([c])] == [c]
    assert [m.problem for m in walk([link])] == [None]
    missing = str(tmp_path / "missing*")
    assert [(m.top, m.problem) for m in walk([missing, "/dev/null", "nul\0byte"])] == [
        (missing, "unreadable: no such file or directory"),
        ("/dev/null", "not a file: a device"),
        ("nul\0byte", "unreadable: ValueError: embedded null byte"),
    ]


def test_a_folder_that_may_not_be_read_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "log").write_bytes(LINE)
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("/b"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert listed(tmp_path) == {"a/log": None, "b": "unreadable: permission denied", "c/log": None}


def test_a_file_that_vanishes_after_the_listing_costs_only_itself(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_bytes(LINE)
    members = list(walk([str(tmp_path)]))
    (tmp_path / "b").unlink()
    got = []
    for _, text in open_all(members):
        try:
            got.append(text.read())
        except ArchiveError as error:
            got.append(str(error).encode())
    assert got == [LINE, b"unreadable: no such file or directory", LINE]


@pytest.mark.parametrize("how", sorted(SQUEEZE))
def test_content_decides_not_the_name(tmp_path: Path, how: str) -> None:
    (tmp_path / "x.zip").write_bytes(SQUEEZE[how](LINE * 9))
    (tmp_path / "x.7z").write_bytes(LINE)
    assert read(tmp_path) == {"/x.7z": (LINE, None), "/x.zip": (LINE * 9, None)}


def test_archives_in_archives(tmp_path: Path) -> None:
    inner = SQUEEZE["zst"](tar({"var/log/syslog.1.gz": SQUEEZE["gz"](LINE), "x.7z": seven({"y": LINE * 2})}))
    path = tmp_path / "backup"
    path.write_bytes(zipped({"gw1.tar.zst": inner, "plain": LINE * 3}))
    assert read(path) == {
        "!gw1.tar.zst!var/log/syslog.1.gz": (LINE, None),
        "!gw1.tar.zst!x.7z!y": (LINE * 2, None),
        "!plain": (LINE * 3, None),
    }
    assert [m.problem for m in walk([str(path)], Limits(depth=3))] == ["nested too deeply (more than 3 layers)"] * 2 + [None]


@pytest.mark.parametrize("how", sorted(PACK))
def test_members_are_given_in_the_order_wanted(tmp_path: Path, how: str) -> None:
    texts = [LINE * n for n in range(1, 30)]
    path = tmp_path / "a"
    path.write_bytes(SQUEEZE["gz"](PACK[how]({f"{n:02}": text for n, text in enumerate(texts)})))
    members = list(walk([str(path)]))
    for order in (members, members[::-1], members[::3] + members[1::3] + members[2::3], members[4:5] * 3):
        for limits in (Limits(), Limits(held=100), Limits(held=0)):
            got = [(member, text.read()) for member, text in open_all(order, limits)]
            assert got == [(m, texts[int(m.name[-2:])]) for m in order]


def test_a_sequential_archive_is_read_once_for_members_in_any_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(SQUEEZE["gz"](tar({f"{n:02}": LINE * 2000 for n in range(20)})))
    members = list(walk([str(path)]))
    opened = opens(monkeypatch)
    for _, text in open_all(members[::-1]):
        assert text.read(10) == LINE[:10]
    assert opened == [str(path)]
    opened.clear()
    list(open_all(members))
    assert opened == [str(path)]


def test_two_archives_read_in_turn_are_each_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(SQUEEZE["gz"](tar({f"{n:02}": f"{name}{n}\n".encode() for n in range(20)})))
    members = list(walk([str(tmp_path)]))
    turns = [m for pair in zip(members[:20], members[20:], strict=True) for m in pair]
    opened = opens(monkeypatch)
    assert [text.read() for _, text in open_all(turns)] == [f"{name}{n}\n".encode() for n in range(20) for name in "ab"]
    assert len(opened) == 2


def test_a_single_compressed_file_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(LINE))
    members = list(walk([str(path)]))
    opened = opens(monkeypatch)
    assert [text.read() for _, text in open_all(members)] == [LINE]
    assert opened == [str(path)]


def test_heads_come_with_the_listing(tmp_path: Path) -> None:
    long = LINE * 3000
    (tmp_path / "a.gz").write_bytes(gzip.compress(long))
    (tmp_path / "b.zip").write_bytes(zipped({"x": LINE}))
    (tmp_path / "c.gz").write_bytes(gzip.compress(LINE)[:-10])
    found = [(m, text) for m, text in walk_heads([str(tmp_path)])]
    assert [text for _, text in found[:2]] == [long[: 64 << 10], LINE]
    assert [head(m) for m, _ in found] == [text for _, text in found]
    assert head(Member(name="x", top=str(tmp_path / "missing"))) == b""


def test_a_text_is_a_stream_like_others(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(LINE * 3))
    members = list(walk([str(tmp_path)]))
    for _, text in open_all(members):
        assert text.readable()
        assert text.read(0) == b""
        assert text.readline() == LINE
        buffer = bytearray(5)
        assert text.readinto(buffer) == 5  # type: ignore[attr-defined] # BinaryIO does not name it
        assert bytes(buffer) == LINE[:5]
        assert text.read() == (LINE * 2)[5:]
        assert text.read() == b""
    with io.TextIOWrapper(next(open_all(members))[1]) as lines:
        assert list(lines) == [LINE.decode()] * 3


def test_a_text_cannot_be_read_after_the_next_step(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(LINE)
    texts = [text for _, text in open_all(list(walk([str(tmp_path)])))]
    with pytest.raises(ArchiveError, match="read too late"):
        texts[0].read(1)


def test_what_has_a_problem_is_never_opened(tmp_path: Path) -> None:
    member = Member(name="x", top=str(tmp_path), problem="encrypted")
    with pytest.raises(ArchiveError, match="encrypted"):
        next(open_all([member]))[1].read(1)


def test_members_can_be_sent_to_other_processes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(zipped({"x": LINE}))
    members = list(walk([str(tmp_path)]))
    assert [text.read() for _, text in open_all(pickle.loads(pickle.dumps(members)))] == [LINE]
    assert pickle.loads(pickle.dumps(Limits(ratio=3))) == Limits(ratio=3)


def test_an_archive_that_changed_since_it_was_listed_says_so(tmp_path: Path) -> None:
    for how in ("zip", "tar", "7z"):
        path = tmp_path / how
        path.write_bytes(PACK[how]({f"{n}": LINE * n for n in range(1, 9)}))
        members = list(walk([str(path)]))[-1:]
        path.write_bytes(PACK[how]({"0": LINE}))
        with pytest.raises(ArchiveError, match="changed since it was listed"):
            next(open_all(members))[1].read(1)


NAMES = {
    "../../etc/passwd": "etc/passwd",
    "/etc/shadow": "etc/shadow",
    "a/./b//c": "a/b/c",
    "..": "(no name)",
    "a\nb\x1b[31m": "a\\x0ab\\x1b[31m",
    "a\u202eb": "a\\u202eb",
    "a\udcffb": "a\\xffb",
    "back\\slash": "back\\\\slash",
    "a!b": "a\\x21b",
    "žluťoučký.log": "žluťoučký.log",
    "\U000e0001": "\\U000e0001",
    "..hidden": "..hidden",
}


@pytest.mark.parametrize("name", NAMES)
def test_names_are_harmless(name: str) -> None:
    assert inside(name) == NAMES[name]


def test_long_names_are_shortened_and_stay_different() -> None:
    a, b = inside("x" * 5000 + "1" + "y" * 100), inside("x" * 5000 + "2" + "y" * 100)
    assert a != b
    assert max(len(a), len(b)) <= 400
    assert len(inside("\x01" * 10_000_000)) <= 400


def test_names_of_one_container_are_unique(tmp_path: Path) -> None:
    unique = Unique()
    assert [unique(n) for n in ("a", "a", "a (2)", "a", "b")] == ["a", "a (2)", "a (2) (2)", "a (3)", "b"]
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in ("x", "../x", "/x", "./x"):
            info = tarfile.TarInfo(name)
            info.size = len(LINE)
            archive.addfile(info, io.BytesIO(LINE))
    (tmp_path / "a\x07.tar").write_bytes(out.getvalue())
    assert list(listed(tmp_path)) == ["a\\x07.tar!x", "a\\x07.tar!x (2)", "a\\x07.tar!x (3)", "a\\x07.tar!x (4)"]
    assert harmless("a\\x07.tar") != harmless("a\x07.tar")
