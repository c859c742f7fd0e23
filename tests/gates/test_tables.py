"""The message grammars and their compiled form are the same thing, and each message stands for itself."""

import json
import random
import re
from collections.abc import Iterator

import pyparsing as pp
import pytest

from analyzer.extract.build import begins, compiled
from analyzer.extract.compile import NotRegularError, to_regex
from analyzer.extract.engine import BEGINS, TABLES, dialects, worth_searching
from analyzer.kinds import Kind
from grammars import DIALECTS
from grammars.common import Message

# Kinds that no message has yet, each with the reason why it is in the vocabulary.
RESERVED: dict[Kind, str] = {}


def test_compiled_table_equals_the_grammars() -> None:
    tables = compiled()
    expected = tables | {BEGINS: begins(tables)}
    assert {path.name: path.read_text(encoding="utf-8") for path in TABLES.iterdir()} == expected, "run: make grammars"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_a_dialect_begins_with_is_known_before_it_is_read(dialect: str) -> None:
    table = dialects()[dialect]
    begun = [e.template.example for e in table.entries if e.heads is not None]
    assert [text for text in begun if not dialects().may_begin(dialect, text)] == []
    assert len([name for name in dialects() if dialects().may_begin(name, begun[0])]) < len(dialects())
    sought = tuple(table.searched())
    telling = [e.template.example for e in table.entries if e.template.strength != "noise" and e.heads is not None]
    found = [text for text in telling if text.startswith(sought)]
    assert len(found) > len(telling) / 3
    assert [text for text in found if not worth_searching(f"x {text}")] == []


def test_every_kind_has_a_message_or_a_reason() -> None:
    used = {Kind(m.kind) for messages in DIALECTS.values() for m in messages}
    assert {k for k in Kind if k not in used} == set(RESERVED)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_examples_are_read_by_their_own_message(dialect: str) -> None:
    table = dialects()[dialect]
    read = {m.example: table.recognise(m.example) for m in DIALECTS[dialect]}
    assert [example for example, hit in read.items() if hit is None or hit[0].example != example] == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_message_is_written_twice(dialect: str) -> None:
    examples = [m.example for m in DIALECTS[dialect]]
    assert [e for e in set(examples) if examples.count(e) > 1] == []


def by_pyparsing(expr: pp.ParserElement, text: str) -> dict[str, str] | None:
    try:
        found = expr.parse_string(text, parse_all=False)
    except pp.ParseException:
        return None
    return {name: str(value).strip() for name, value in found.as_dict().items() if value is not None}


def by_regex(dialect: str, index: int, text: str) -> dict[str, str] | None:
    known = dialects()[dialect].entries[index]
    match = known.pattern().match(text)
    if match is None:
        return None
    found = {}
    for name, groups in known.template.groups.items():
        values = [v for g in groups if (v := match[g]) is not None]
        if values:
            found[name] = values[0].strip()
    return found


def mutated(random_: random.Random, text: str) -> str:
    """The text with one to three letters taken out, put in or replaced, or cut off."""
    letters = list(text)
    for _ in range(random_.randrange(1, 4)):
        at, what = random_.randrange(len(letters) or 1), random_.random()
        odd = random_.choice(" 0aZ[]<>{}'\"|.:;=_#%\t(),")
        if what < 0.3:
            del letters[at : at + 1]
        elif what < 0.6:
            letters.insert(at, odd)
        elif what < 0.85:
            letters[at : at + 1] = [odd]
        else:
            del letters[at:]
    return "".join(letters)


def texts(dialect: str) -> Iterator[tuple[int, str]]:
    """Each message with its example, mutated ones, and another message's example. The same ones in every run."""
    random_ = random.Random(7296)
    examples = [m.example for m in DIALECTS[dialect]]
    for i, example in enumerate(examples):
        yield i, example
        yield i, random_.choice(examples)
        for _ in range(8):
            yield i, mutated(random_, example)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_compiled_expression_reads_what_the_grammar_reads(dialect: str) -> None:
    matches = 0
    for i, text in texts(dialect):
        by_grammar, by_table = by_pyparsing(DIALECTS[dialect][i].expr, text), by_regex(dialect, i, text)
        assert by_grammar == by_table, (DIALECTS[dialect][i].kind, text)
        matches += by_table is not None
    assert matches > 1.5 * len(DIALECTS[dialect])  # each example, and enough of the mutated ones


def test_table_is_plain_data() -> None:
    rows = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in TABLES.iterdir() if path.name != BEGINS}
    assert {name: len(r) for name, r in rows.items()} == {name: len(m) for name, m in DIALECTS.items()}


# -- what cannot be compiled is refused when the table is built

IRREGULAR = {
    "parse action": pp.Literal("a").add_parse_action(lambda: "b"),
    "ignore": pp.Literal("a").ignore(pp.Literal("#")),
    "longest match": pp.Literal("a") ^ pp.Literal("ab"),
    "any order": pp.Literal("a") & pp.Literal("b"),
    "flags": pp.Regex("a", flags=2),
    "keyword": pp.Word("ab", as_keyword=True),
    "keyword element": pp.Keyword("a"),
    "name of several": (pp.Literal("a") + pp.Literal("b"))("what"),
    "combine with blanks": pp.Combine(pp.Literal("a") + pp.Literal("b"), adjacent=False),
    "up to": pp.OneOrMore(pp.Word("ab"), stop_on=pp.Literal("b")),
    "skip": pp.SkipTo("b"),
}


@pytest.mark.parametrize("name", IRREGULAR)
def test_irregular_element_is_refused(name: str) -> None:
    with pytest.raises(NotRegularError):
        to_regex(IRREGULAR[name])


def test_recursion_is_refused() -> None:
    inside = pp.Forward()
    inside <<= pp.Literal("(") + pp.Opt(inside) + pp.Literal(")")
    with pytest.raises(NotRegularError):
        to_regex(inside)


REGULAR = (
    pp.Literal("a") + pp.Opt(pp.Word(pp.nums)("count")) + pp.Literal("b"),
    pp.OneOrMore(pp.Word(pp.nums)) + pp.ZeroOrMore(pp.Literal(".")) + pp.Word(pp.alphas)("what"),
    pp.Combine(pp.Word(pp.nums) + pp.Literal("/") + pp.Word(pp.nums))("number") + pp.StringEnd(),
    pp.NotAny(pp.Literal("a")) + pp.CharsNotIn(",\n")("reason") + pp.FollowedBy(pp.Literal(",")),
    (pp.Literal("ab")("what") | pp.Literal("a")("what")) + pp.Suppress(pp.Literal("b")),
    pp.Literal("a") + pp.CharsNotIn("b", min=1, max=2) + pp.Empty() + pp.LineEnd(),
)


@pytest.mark.parametrize("expr", REGULAR, ids=str)
def test_each_element_means_the_same_when_compiled(expr: pp.ParserElement) -> None:
    expr.parse_with_tabs()
    source, groups = to_regex(expr)
    random_ = random.Random(2409)
    for _ in range(1500):
        text = "".join(random_.choices("ab1/., \t", k=random_.randrange(7)))
        match = re.match(source, text)
        found = match and {n: v[0].strip() for n, names in groups.items() if (v := [match[g] for g in names if match[g] is not None])}
        assert found == by_pyparsing(expr, text), text


@pytest.mark.parametrize(
    "bad",
    [
        Message("no such kind", "a", "context", {}, pp.Literal("a")),
        Message("noise", "a", "context", {"no such field": "x"}, pp.Literal("a")),
        Message("noise", "a", "context", {}, pp.Literal("a")("no_such_field")),
        Message("noise", "a", "surely", {}, pp.Literal("a")),
        Message("noise", "b", "context", {}, pp.Literal("a")),
    ],
    ids=["kind", "tag", "field", "strength", "example"],
)
def test_bad_message_is_refused(bad: Message) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of two classes
        compiled({"some": (bad,)})
