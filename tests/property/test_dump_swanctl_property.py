"""The dumps of swanctl with lines lost, doubled, cut and mixed."""

from dataclasses import asdict
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analyzer.dumps import Connection, IkeSa, Policy
from tests.tools.swanctl import CONNS, POLS, RAW, SAS, dump, dumps, pretty, said

BLOCKS = [SAS[: SAS.index("net-net: #2")], SAS[SAS.index("net-net: #2") :], SAS[: SAS.index("net-net: #2")].replace("#1,", "#8,").replace("net-net", "b")]
TEXTS = {"sas": "".join(BLOCKS), "raw": RAW, "pretty": pretty(RAW), "conns": CONNS, "pols": POLS}


def records(text: str) -> list[Any]:
    found: list[IkeSa | Connection | Policy] = []
    for d in dumps(text):
        found += [*d.ikes, *d.connections, *d.policies]
    return [said(asdict(r)) for r in found]


@given(st.sampled_from(sorted(TEXTS)), st.data())
def test_a_dump_in_disorder(name: str, data: st.DataObject) -> None:
    """A doubled line changes nothing, a cut costs what is behind it, and nothing is an error."""
    lines = TEXTS[name].splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    assert records("\n".join([*lines[: at + 1], *lines[at:]])) == records(TEXTS[name])
    whole = records(TEXTS[name])
    cut = records("\n".join(lines[:at]))
    assert cut[:-2] == whole[: len(cut)][: len(cut[:-2])]
    cut_line = data.draw(st.integers(0, len(lines[at])))
    dumps("\n".join([*lines[:at], lines[at][:cut_line], *lines[at + 1 :]]))
    dumps("\n".join(data.draw(st.permutations(lines))))


@given(st.integers(0, 2), st.data())
def test_a_lost_line_costs_its_block(block: int, data: st.DataObject) -> None:
    whole = records("".join(BLOCKS))
    lines = BLOCKS[block].splitlines(keepends=True)
    del lines[data.draw(st.integers(0, len(lines) - 1))]
    found = records("".join([*BLOCKS[:block], *lines, *BLOCKS[block + 1 :]]))
    assert [b for i, b in enumerate(whole) if i != block and b not in found] == []


PIECES = [
    "list-sa event {", "list-sas reply {", "}", "]", "a", " ", "\n", "state=", "child-sas {", "uniqueid=1", "local-ts=[", "name {", " = ", "key = [", "9" * 30,
]  # fmt: skip


@given(st.lists(st.sampled_from([*PIECES, *SAS.splitlines(keepends=True), *CONNS.splitlines(keepends=True), *pretty(RAW).splitlines(keepends=True)])))
def test_any_text(parts: list[str]) -> None:
    for d in dumps("".join(parts)):
        assert d.first_line <= d.last_line


def test_deep_trees() -> None:
    assert dump("list-sa event {" + "a {" * 100_000).ikes == ()
    assert dump("list-sa event {\n" + "a {\n" * 10_000).ikes == ()
