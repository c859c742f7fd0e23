"""An archive that means harm: each bad member costs only itself, and nothing of it is live in a report or written outside of the results."""

import csv
import gzip
import io
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.tools.fleets import batch, call, logs, put
from tests.tools.packing import SQUEEZE, seven, zipped

ESCAPE = "\x1b[31mred\x1b[0m"
EVIL = ("<script>alert(1)</script>", "=HYPERLINK(\"http://evil\")", "[x](javascript:alert(1))", ESCAPE)
LINE = (
    b"Nov  3 10:11:12 %s charon: 05[IKE] <%s|1> initiating IKE_SA %s[1] to 198.51.100.1\n"
    b"Nov  3 10:11:13 %s charon: 05[IKE] <%s|1> received NO_PROPOSAL_CHOSEN notify error\n"
)


def log(host: str, name: str) -> bytes:
    h, n = host.encode(), name.encode()
    return LINE % (h, n, n, h, n)


def climbing(data: bytes) -> bytes:
    """A tar with paths that climb, an absolute one, links and a device."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("../../climbed.log", b"0"), ("/tmp/absolute.log", b"0"), ("link.log", b"2"), ("hard.log", b"1"), ("disk", b"4"), ("pipe", b"6")):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            info.size = len(data) if kind == b"0" else 0
            archive.addfile(info, io.BytesIO(data) if kind == b"0" else None)
    return out.getvalue()


def encrypted(data: bytes) -> bytes:
    """A zip whose member says that it is encrypted."""
    packed = bytearray(zipped({"secret.log": data}, zipfile.ZIP_STORED))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = packed.index(sign) + at
        flags = struct.unpack_from("<H", packed, start)[0]
        struct.pack_into("<H", packed, start, flags | 1)
    return bytes(packed)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    good = next(iter(logs(folder, megabytes=0.2).values()))
    damaged = bytearray(SQUEEZE["xz"](good))
    damaged[len(damaged) // 2] ^= 0xFF
    put(folder / "in", {
        "good.log": good, "plain.log.gz": log("gw-plain", "plain"), "bomb.log.gz": gzip.compress(bytes(300 << 20), 9),
        "climbing.tar": climbing(log("gw-tar", "tar")), "encrypted.zip": encrypted(good), "cut.log.gz": gzip.compress(good)[:-2000],
        "damaged.log.xz": bytes(damaged), "seven.7z": seven({"a/b.log": log("gw-seven", "seven")}), f"{ESCAPE}.log": log("gw-name", "esc"),
        "<b>bold<b>.log": log("gw-html", "html"), "=1+1.log": log("gw-csv", "=cmd"),
        "evil.log": b"".join(log(f"gw-evil{n}", text) for n, text in enumerate(EVIL)),
    })  # fmt: skip
    (folder / "in/away.log").symlink_to("/etc/passwd")
    return folder


def test_each_bad_member_costs_only_itself(hostile: Path, tmp_path: Path) -> None:
    before = set(hostile.rglob("*"))
    ended = batch(hostile / "in", "--out", tmp_path / "out", "--year", 2025, "--max-ratio", 100)
    assert ended.exit_code == 2, ended.output
    assert set(hostile.rglob("*")) == before
    assert not Path("/tmp/absolute.log").exists()
    assert {p.name for p in tmp_path.iterdir()} == {"out"}
    rows = list(csv.DictReader(io.StringIO(call("query", tmp_path / "out", "SELECT * FROM inputs", "--format", "csv").output)))
    told = {row["input"].rpartition("/in/")[2]: row["problem"] for row in rows}

    def problem(begin: str) -> str:
        return next(reason for name, reason in told.items() if name.startswith(begin))

    assert "bomb" in problem("bomb")
    assert problem("encrypted") == "encrypted"
    assert problem("cut").startswith("truncated")
    assert problem("damaged").startswith("damaged")
    assert problem("away") == "not a file: a link, not followed"
    bad = sorted(reason for name, reason in told.items() if name.startswith("climbing") and reason)
    assert bad == ["a device", "a link to /etc/passwd", "a link to /etc/passwd", "a pipe"]
    assert [name for name in told if ".." in Path(name).parts] == []
    gateways = call("query", tmp_path / "out", "SELECT DISTINCT gateway FROM findings ORDER BY 1", "--format", "csv").output.split()
    assert {"gw-plain", "gw-tar", "gw-seven", "gw-name", "gw-html", "gw-csv"} <= set(gateways)


def test_nothing_is_live_in_a_report(hostile: Path, tmp_path: Path) -> None:
    ended = batch(hostile / "in", "--out", tmp_path / "out", "--year", 2025)
    page = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    markdown = (tmp_path / "out/report.md").read_text(encoding="utf-8")
    cells = [cell for row in csv.reader((tmp_path / "out/findings.csv").open(encoding="utf-8", newline="")) for cell in row]
    text = call("fleet", tmp_path / "out").output
    for report in (page, markdown, text, ended.output, "".join(cells)):
        assert "\x1b" not in report
    assert "<script>alert" not in page
    assert "<b>bold" not in page
    shown = MarkdownIt("gfm-like", {"linkify": False}).render(markdown)
    assert "<a " not in shown
    assert "<script" not in shown
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@")) and not cell.lstrip("-").isdigit()] == []
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
