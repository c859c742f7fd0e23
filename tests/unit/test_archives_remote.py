"""URLs: the same members from a web server (with and without ranges), from an SFTP server, from file:// and memory:// as from the disk."""

import asyncio
import functools
import gzip
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from analyzer.archives import ArchiveError, open_all, top_level, walk
from tests.tools.packing import seven, tar, zip_streamed, zipped

fsspec = pytest.importorskip("fsspec", reason="the extra [batch] is not installed")

LINE = b"Nov  3 10:11:12 gw charon: 07[IKE] received NO_PROPOSAL_CHOSEN error notify\n"
FILES = {
    "a.log": LINE * 30_000,
    "b.gz": gzip.compress(LINE),
    "c.zip": zipped({"x": LINE, "y.tar.gz": gzip.compress(tar({"z": LINE * 2}))}),
    "d.tar": tar({"p": LINE, "q": LINE * 3}),
    "e.7z": seven({"s": LINE}),
    "f.png": b"\x89PNG\r\n\x1a\n",
    "sub/g.zip": zip_streamed({"t": LINE}),
}
TEXTS = {
    "a.log": FILES["a.log"], "b.gz": LINE, "c.zip!x": LINE, "c.zip!y.tar.gz!z": LINE * 2, "d.tar!p": LINE, "d.tar!q": LINE * 3, "e.7z!s": LINE,
    "f.png": "not text: a PNG picture", "sub/g.zip!t": LINE,
}  # fmt: skip


class Handler(SimpleHTTPRequestHandler):
    """Files of a folder, with ranges of bytes if ``ranges``."""

    ranges = True
    times: dict[str, int] = {}  # noqa: RUF012 - shared by all requests

    def log_message(self, *args: object) -> None: ...

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        path = Path(self.translate_path(self.path))
        if self.path.endswith("forbidden"):
            self.send_error(403)
        elif wanted and self.ranges and path.is_file():
            first, _, last = wanted.removeprefix("bytes=").partition("-")
            data = path.read_bytes()
            begin, end = int(first), min(int(last) if last else len(data) - 1, len(data) - 1)
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {begin}-{end}/{len(data)}")
            self.send_header("Content-Length", str(end - begin + 1))
            self.end_headers()
            self.wfile.write(data[begin : end + 1])
        else:
            super().do_GET()

    def end_headers(self) -> None:
        if self.ranges:
            self.send_header("Accept-Ranges", "bytes")
        super().end_headers()


class Rangeless(Handler):
    ranges = False


class Sizeless(Handler):
    """A server that does not tell sizes: its files can only be read from the beginning to the end."""

    ranges = False

    def send_header(self, keyword: str, value: str) -> None:
        if keyword.lower() != "content-length":
            super().send_header(keyword, value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


@pytest.fixture
def serve(folder: Path) -> Iterator[Any]:
    servers = []

    def start(handler: type[Handler]) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def read(targets: list[str], root: str, **options: Any) -> dict[str, bytes | str]:
    found: dict[str, bytes | str] = {}
    for member, text in open_all(list(walk(targets, options=options)), options=options):
        name = member.name.removeprefix(root)
        try:
            found[name] = text.read()
            text.read()
        except ArchiveError as error:
            found[name] = str(error)
    return found


@pytest.mark.parametrize("handler", [Handler, Rangeless, Sizeless])
def test_the_web(serve: Any, handler: type[Handler]) -> None:
    pytest.importorskip("aiohttp", reason="fsspec's http needs aiohttp")
    root = serve(handler)
    assert sorted(m.top for m in top_level([root])) == sorted(f"{root}{name}" for name in FILES)
    found = read([root], root)
    if handler is Rangeless and "c.zip!x" not in found:
        pytest.fail(str(found))
    wanted = dict(TEXTS)
    assert found == wanted
    assert read([f"{root}a.log", f"{root}c.zip"], root) == {name: text for name, text in TEXTS.items() if name[0] in "ac"}


def test_what_the_web_does_not_give_costs_only_itself(serve: Any) -> None:
    pytest.importorskip("aiohttp", reason="fsspec's http needs aiohttp")
    root = serve(Handler)
    found = read([f"{root}missing", f"{root}forbidden", f"{root}b.gz", "http://127.0.0.1:1/x", "nonsense://x/y"], root)
    assert found.pop("b.gz") == LINE
    assert sorted(found) == ["forbidden", "http://127.0.0.1:1/x", "missing", "nonsense://x/y"]
    assert all(str(problem).startswith("unreadable: ") for problem in found.values())


def test_file_urls(folder: Path) -> None:
    root = f"file://{folder}/"
    assert read([root], root) == TEXTS
    assert read([f"{root}*.zip"], root) == {name: text for name, text in TEXTS.items() if name.startswith("c.zip")}
    assert [m.modified for m in walk([f"{root}a.log"])] == [(folder / "a.log").stat().st_mtime]


def test_memory_urls() -> None:
    for name, data in FILES.items():
        fsspec.filesystem("memory").pipe(f"/archive/{name}", data)
    assert read(["memory://archive"], "memory://archive/") == TEXTS


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fsspec", None)
    assert [m.problem for m in walk(["s3://bucket/x"])] == ["URLs are read by fsspec: install ikedoctor[batch]"]


@pytest.fixture
def sftp(folder: Path) -> Iterator[int]:
    """The port of an SFTP server on the loopback that takes everybody."""
    asyncssh = pytest.importorskip("asyncssh", reason="the test's SFTP server needs asyncssh")
    pytest.importorskip("sshfs", reason="the extra sshfs is not installed")
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    class Open(asyncssh.SSHServer):  # type: ignore[misc, name-defined, unused-ignore] # a library without types
        def begin_auth(self, username: str) -> bool:
            return False

    async def start() -> Any:
        key = asyncssh.generate_private_key("ssh-ed25519")
        return await asyncssh.create_server(Open, "127.0.0.1", 0, server_host_keys=[key], sftp_factory=True)

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    yield server.get_port()
    loop.call_soon_threadsafe(server.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)


def test_sftp(sftp: int, folder: Path) -> None:
    pytest.importorskip("sshfs", reason="the extra sshfs is not installed")
    options = {"port": sftp, "username": "nobody", "known_hosts": None}
    for root in (f"sftp://127.0.0.1{folder}/", f"ssh://127.0.0.1{folder}/"):
        assert read([root], root, **options) == TEXTS
