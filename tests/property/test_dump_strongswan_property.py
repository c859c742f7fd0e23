"""``ipsec statusall``: what is printed is read again, and a torn dump still yields every whole block."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from analyzer.dumps import ChildSa, IkeSa, read_dumps

NAMES = st.from_regex(r"[a-z][a-z0-9_.\-]{0,15}", fullmatch=True)
NETS = st.tuples(st.integers(1, 223), st.integers(0, 255), st.integers(8, 32)).map(lambda x: f"{x[0]}.{x[1]}.0.0/{x[2]}")
SELECTORS = st.lists(st.one_of(NETS, st.just("dynamic"), st.just("fec0::/16"), st.just("10.1.0.0/16[tcp/http]")), min_size=1, max_size=4)
HEX = st.integers(1, 2**32 - 1).map(lambda n: f"{n:08x}")
SIZES = st.integers(0, 2**40)


@dataclass(frozen=True)
class Child:
    """What a CHILD_SA's lines say."""

    name: str
    number: int
    spis: tuple[str, str]
    sizes: tuple[int, int]
    here: tuple[str, ...]
    there: tuple[str, ...]
    encap: bool


CHILDREN = st.builds(
    Child, name=NAMES, number=st.integers(1, 99999), spis=st.tuples(HEX, HEX), sizes=st.tuples(SIZES, SIZES), here=SELECTORS.map(tuple),
    there=SELECTORS.map(tuple), encap=st.booleans(),
)  # fmt: skip
IKES = st.lists(st.tuples(NAMES, st.lists(CHILDREN, max_size=3)), min_size=1, max_size=3)


def printed(number: int, name: str, children: list[Child]) -> str:
    """One IKE_SA as the command prints it."""
    lines = [
        f"{name:>12}[{number}]: ESTABLISHED 5 minutes ago, 203.0.113.2[C=CH, O=a]...198.51.100.{number}[sun.example.com]",
        f"{name:>12}[{number}]: IKEv2 SPIs: {number:016x}_i* {number + 1:016x}_r, rekeying in 2 hours",
        f"{name:>12}[{number}]: IKE proposal: AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048",
    ]
    for c in children:
        came, went = (f"{n} bytes_{w}" + (f" ({n // 84 + 1} pkts, 3s ago)" if n else "") for n, w in zip(c.sizes, "io", strict=True))
        lines += [
            f"{c.name:>12}{{{c.number}}}:  INSTALLED, TUNNEL, reqid 1, ESP{' in UDP' if c.encap else ''} SPIs: {c.spis[0]}_i {c.spis[1]}_o",
            f"{c.name:>12}{{{c.number}}}:  AES_GCM_16_256, {came}, {went}, rekeying in 43 minutes",
            f"{c.name:>12}{{{c.number}}}:   {' '.join(c.here)} === {' '.join(c.there)}",
        ]
    return "\n".join(lines)


def text_of(ikes: list[tuple[str, list[Child]]]) -> list[str]:
    return ["Security Associations (9 up, 0 connecting):", *(line for n, (name, c) in enumerate(ikes, 1) for line in printed(n, name, c).split("\n"))]


def read(lines: list[str]) -> list[IkeSa]:
    return [ike for dump in read_dumps("x", list(enumerate(lines, 1))) for ike in dump.ikes]


def said(sa: ChildSa) -> Child:
    return Child(
        str(sa.name), int(str(sa.number)), (str(sa.spi_in), str(sa.spi_out)), (int(str(sa.bytes_in)), int(str(sa.bytes_out))), sa.local_ts,
        sa.remote_ts, bool(sa.encap),
    )  # fmt: skip


@given(IKES)
def test_what_is_printed_is_read(ikes: list[tuple[str, list[Child]]]) -> None:
    found = read(text_of(ikes))
    assert [(i.name, [said(c) for c in i.children]) for i in found] == [(name, children) for name, children in ikes]
    assert all((i.role, i.version, i.age, i.state) == ("initiator", 2, 300, "established") for i in found)
    again = [printed(int(str(i.number)), str(i.name), [said(c) for c in i.children]) for i in found]
    assert "\n".join(again) == "\n".join(text_of(ikes)[1:])


@given(IKES, st.data())
def test_torn_dump_yields_every_whole_block(ikes: list[tuple[str, list[Child]]], data: st.DataObject) -> None:
    lines = text_of(ikes)
    whole = read(lines)
    cut = data.draw(st.integers(0, len(lines)), label="cut")
    ends = [n for n, line in enumerate(lines) if "IKE proposal" in line]
    complete = sum(1 for n in ends if n < cut)
    assert [i.number for i in read(lines[:cut])][:complete] == [i.number for i in whole][:complete]
    at = data.draw(st.integers(0, len(lines) - 1), label="doubled")
    doubled = read([*lines[: at + 1], *lines[at:]])
    assert {i.number for i in doubled} == {i.number for i in whole}
    assert {said(c).spis for i in doubled for c in i.children if c.local_ts and c.bytes_in is not None} == {
        said(c).spis for i in whole for c in i.children
    }
