"""What swanctl printed in the lab: every line is understood, and each way of printing says the same."""

from pathlib import Path
from typing import Any

import pytest

from analyzer.dumps import IkeSa
from analyzer.dumps.lines import table
from grammars.dumps import FORMATS
from tests.tools.swanctl import dumps

LAB = Path(__file__).parent / "data"
SWANCTL = ("swanctl_sas", "swanctl_raw", "swanctl_conns")


@pytest.mark.parametrize("path", sorted(LAB.glob("*/*/list-*.txt")), ids=lambda p: "/".join(p.parts[-3:]))
def test_lab_dumps_are_understood(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = dumps(text)
    assert {n for d in found for n in d.lines} == {n for n, line in enumerate(text.splitlines(), 1) if line.strip()}
    assert len(found) == bool(text.strip())


@pytest.mark.parametrize("path", sorted(LAB.glob("*/*/list-sas.txt")), ids=lambda p: "/".join(p.parts[-3:-1]))
def test_raw_says_the_same_as_text(path: Path) -> None:
    raw = path.with_name("list-sas-raw.txt")
    if not raw.exists():
        pytest.skip("not printed")

    def told(ike: IkeSa) -> object:
        ends = (ike.name, ike.number, ike.version, ike.role, ike.local, ike.remote, ike.local_id, ike.remote_id, ike.spi_i, ike.spi_r)
        return ends, [(c.name, c.ike, c.reqid, c.spi_in, c.spi_out, c.local_ts, c.remote_ts, c.encap) for c in ike.children]

    text = [told(ike) for d in dumps(path.read_text(encoding="utf-8")) for ike in d.ikes]
    assert text == [told(ike) for d in dumps(raw.read_text(encoding="utf-8")) for ike in d.ikes][: len(text)]


def test_only_dumps_are_read() -> None:
    """No log and no dump of another command is taken for one of swanctl."""
    for path in sorted(LAB.glob("*/*/*")):
        if path.suffix in (".txt", ".log") and not path.name.startswith("list-"):
            assert [d.format for d in dumps(path.read_text(encoding="utf-8", errors="replace")) if d.format.startswith("swanctl")] == []


@pytest.mark.parametrize(("format", "row"), [(f, r) for f in SWANCTL for r in FORMATS[f]], ids=lambda v: v if isinstance(v, str) else v.name)
def test_rows_read_their_example_first(format: str, row: Any) -> None:  # noqa: A002
    found = table(format).read(1, row.example)
    assert found is not None
    assert found.name == row.name
