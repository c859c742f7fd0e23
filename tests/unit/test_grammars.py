"""What holds for every grammar: the shapes that prove or suggest something are known, and noise is marked as such."""

import pytest

from analyzer.extract.engine import dialects
from grammars import DIALECTS
from tests.tools.grammars import read, rows

# Of each dialect: telling rows, lines that write them, messages that begin with something variable (iked: its function's name).
SIZES = {
    "strongswan": (330, 336, 12), "libreswan": (138, 138, 2), "openiked": (43, 43, 101), "racoon": (50, 50, 25), "cisco_ios": (120, 215, 4),
    "cisco_asa": (146, 168, 7), "junos": (107, 135, 7),
}  # fmt: skip
SIZES |= {
    # vendors, of whom no lines of real gateways are at hand
    "aws": (16, 16, 0),
    "fortinet": (18, 22, 5),
    "paloalto": (19, 21, 22),
    "huawei": (19, 27, 59),
    "tencent": (13, 16, 0),
    "azure": (5, 8, 2),
}
ROWS = [(dialect, *row) for dialect in SIZES for row in rows(dialect)]

every_dialect = pytest.mark.parametrize("dialect", SIZES)


def test_every_dialect_has_its_list() -> None:
    assert set(SIZES) == set(DIALECTS)


@every_dialect
def test_no_telling_row_is_left_out(dialect: str) -> None:
    found = rows(dialect)
    assert (len({row for row, _, _ in found}), len(found)) == SIZES[dialect][:2]


@pytest.mark.parametrize(("dialect", "row", "kind", "text"), ROWS, ids=[f"{d}-{row}-{text[:60]}" for d, row, _, text in ROWS])
def test_telling_row_is_understood(dialect: str, row: str, kind: str, text: str) -> None:
    event = read(dialect, text)
    assert event is not None, row
    assert "noise" not in (event.kind, event.template.strength), row
    assert not kind or event.kind == kind, row


@every_dialect
def test_noise_is_marked_as_such(dialect: str) -> None:
    assert [m.example for m in DIALECTS[dialect] if (m.kind == "noise") != (m.strength == "noise")] == []


@every_dialect
def test_messages_begin_with_fixed_text(dialect: str) -> None:
    assert sum(1 for e in dialects()[dialect].entries if e.heads is None) <= SIZES[dialect][2]


@every_dialect
def test_needed_text_is_in_every_match(dialect: str) -> None:
    entries = dialects()[dialect].entries
    texts = [e.template.example for e in entries] + [text for d, _, _, text in ROWS if d == dialect]
    matches = [(e, text) for e in entries for text in texts if e.pattern().match(text)]
    assert [(e.needed, text) for e, text in matches if e.needed is not None and e.needed not in text] == []
    assert sum(e.needed is not None for e, _ in matches) > len(entries) / 5
    assert not any(e.needed in head for e in entries for head in e.heads or () if e.needed is not None)
