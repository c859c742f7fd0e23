"""Whatever is packed in whatever way comes back by walk and open_all, in any order; whatever is damaged costs only itself."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.archives import ArchiveError, Limits, Member, open_all, top_level, walk
from tests.tools.packing import PACK, SQUEEZE

Tree = bytes | tuple[str, "Tree"] | tuple[str, list["Tree"]]
TEXTS = st.builds(
    lambda line, times, end: line * times + end,
    st.sampled_from(
        [b"Nov  3 10:11:12 gw charon: 07[IKE] <a|3> received NO_PROPOSAL_CHOSEN\n", b"%ASA-4-113019: Group = 1\n", b"\xc3\xa9\xff\n"]
    ),
    st.sampled_from([0, 1, 3, 50, 3000]),
    st.binary(max_size=8).map(lambda b: b.hex().encode()),
)
TREES: st.SearchStrategy[Tree] = st.recursive(
    TEXTS,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(sorted(SQUEEZE)), inner),
        st.tuples(st.sampled_from(sorted(PACK)), st.lists(inner, max_size=4)),
    ),
    max_leaves=8,
)
DEEP = Limits(depth=100)


def packed(tree: Tree, texts: list[bytes], *, top: bool = True) -> bytes:
    """The bytes of ``tree``; ``texts`` gets what it holds, in stored order."""
    if isinstance(tree, bytes):
        texts.append(tree)
        return tree
    how, inner = tree
    if not isinstance(inner, list):
        return SQUEEZE[how](packed(inner, texts, top=False))
    return PACK[how]({f"d/{n}.log": packed(part, texts, top=False) for n, part in enumerate(inner)})


def texts_of(members: list[Member], limits: Limits = DEEP) -> Iterator[tuple[Member, bytes]]:
    for member, text in open_all(members, limits):
        parts = []
        while data := text.read(1 << 20):
            parts.append(data)
        yield member, b"".join(parts)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TREES, max_size=4), st.integers(0, 1 << 30))
def test_what_is_packed_comes_back_in_any_order(tmp_path_factory: pytest.TempPathFactory, trees: list[Tree], seed: int) -> None:
    folder = tmp_path_factory.mktemp("packed")
    wanted: list[bytes] = []
    for number, tree in enumerate(trees):
        (folder / f"{number}.any").write_bytes(packed(tree, wanted))
    members = list(walk([str(folder)], DEEP))
    members = [m for m in members if m.problem != "empty: nothing but NUL bytes"]  # a tar without members
    assert [m for m in members if m.problem is not None] == []
    assert len({m.name for m in members}) == len(members)
    assert sorted(m.top for m in top_level([str(folder)])) == sorted(str(p) for p in folder.iterdir())
    random.Random(seed).shuffle(members)
    again = list(texts_of(members))
    assert [m for m, _ in again] == members
    assert sorted(text for _, text in again) == sorted(wanted)
    assert [m for m, text in again if m.size is not None and m.size != len(text)] == []
    small = Limits(depth=100, held=300)
    assert list(texts_of(members, small)) == again


@pytest.mark.parametrize("how", sorted(SQUEEZE))
@settings(deadline=None, max_examples=60)
@given(st.data())
def test_damage_gives_what_can_be_had(tmp_path_factory: pytest.TempPathFactory, how: str, data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    whole = SQUEEZE[how](text)
    cut = data.draw(st.integers(0, len(whole)))
    path = tmp_path_factory.mktemp("cut") / "cut"
    path.write_bytes(whole[:cut])
    for member in walk([str(path)]):
        for _, stream in open_all([member]):
            got = b""
            problem = None
            try:
                while block := stream.read(1 << 20):
                    got += block
            except ArchiveError as error:
                problem = str(error)
            if cut == len(whole):
                assert (got, problem) == (text, None)
            elif member.problem is None and cut >= 20:  # behind any header: what was cut off is still told by its beginning
                assert text.startswith(got)
                assert problem is not None


@pytest.mark.parametrize("how", sorted(PACK))
@settings(deadline=None, max_examples=80)
@given(st.data())
def test_a_flipped_bit_never_costs_another_file(tmp_path_factory: pytest.TempPathFactory, how: str, data: st.DataObject) -> None:
    texts = [b"text %d\n" % n * 40 for n in range(5)]
    whole = bytearray(PACK[how]({f"{n}.log": text for n, text in enumerate(texts)}))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, 1 << 16)) % len(whole)
        whole[at] ^= 1 << data.draw(st.integers(0, 7))
    if data.draw(st.booleans()):
        del whole[data.draw(st.integers(0, 1 << 16)) % len(whole) :]
    folder = tmp_path_factory.mktemp("flipped")
    (folder / "a").write_bytes(whole)
    (folder / "b").write_bytes(b"the other file\n")
    members = list(walk([str(folder)]))
    assert members[-1].name == str(folder / "b")
    got = []
    for _, stream in open_all(members):
        try:
            got.append(stream.read())
        except ArchiveError:
            got.append(b"")
    assert got[-1] == b"the other file\n"


@pytest.mark.parametrize("how", ["tar", "pax.tar", "zip", "streamed.zip", "stored.zip"])
@settings(deadline=None, max_examples=80)
@given(st.data())
def test_a_flipped_bit_costs_at_most_one_member_that_can_be_sought(
    tmp_path_factory: pytest.TempPathFactory, how: str, data: st.DataObject
) -> None:
    texts = [b"text %d of many\n" % n * 40 for n in range(5)]
    whole = bytearray(PACK[how]({f"{n}.log": text for n, text in enumerate(texts)}))
    at = data.draw(st.integers(4, len(whole) - 1))
    whole[at] ^= 1 << data.draw(st.integers(0, 7))
    path = tmp_path_factory.mktemp("flipped") / "a"
    path.write_bytes(whole)
    got = set()
    for _, stream in open_all(list(walk([str(path)]))):
        try:
            got.add(stream.read())
        except ArchiveError:
            continue
    assert len(set(texts) - got) <= 1


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(sorted(PACK) + sorted(SQUEEZE)), st.binary(max_size=600), st.integers(0, 40))
def test_noise_behind_a_good_beginning_does_no_harm(tmp_path_factory: pytest.TempPathFactory, how: str, noise: bytes, keep: int) -> None:
    texts = {"a": b"a\n" * 100}
    whole = PACK[how](texts) if how in PACK else SQUEEZE[how](texts["a"])
    path = tmp_path_factory.mktemp("noise") / "noise"
    path.write_bytes(whole[:keep] + noise)
    for _, stream in open_all(list(walk([str(path)]))):
        try:
            assert len(stream.read()) < 1 << 20
        except ArchiveError:
            continue
