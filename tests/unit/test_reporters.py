"""The reports: complete, harmless whatever a log holds, free of secrets, and the JSON one as its schema says."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from analyzer import Analysis, Confidence, Evidence, Finding, Input, Named, Region, Status, Tunnel, Unparsed, Verdict, Where, analyze
from analyzer.reporters import json_report, markdown, text
from analyzer.reporters.harmless import cell, code, fence, visible
from analyzer.reporters.harmless import markdown as sentence

SCHEMA = json.loads((Path(json_report.__file__).parents[1] / "schema" / "report-1.json").read_text(encoding="utf-8"))
SAMPLES = Path(__file__).parents[2] / "sample_logs"
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")

# What a stranger may write into a log: an escape sequence, a title of a terminal, right-to-left, zero width, C1, markup, links, formulas.
HOSTILE = (
    "\x1b[2J\x1b]0;owned\x07", "\u202egnp.exe", "a\u200bb\ufeffc", "\x9b31m", "\r\n# heading", "<script>alert(1)</script>", "<img src=x>",
    "[click](http://evil.example)", "![x](http://evil.example/x.png)", "```\n# out", "`` ` ``` x", "| a | b |", "a\\|b", "@everyone #12 !3",
    "https://evil.example www.evil.example", "*b* _i_ ~~s~~ $x$ &lt;", "\udcff\udc81", "- item", "1. item", "> quote", "=1+1", "\x00\x7f\u2028",
)  # fmt: skip


def finding(word: str = "x", **changes: object) -> Finding:
    base = Finding(
        cause="p1.psk", title="Pre-shared keys differ", confidence=Confidence.LIKELY, status=Status.ACTIVE, tunnel="t1",
        summary=f"Tunnel {word}: phase 1 failed", faq=("1",), aliases=("PskMismatch (Alibaba Cloud VPN Gateway)",),
        evidence=(
            Evidence(where=Where(f"logs/{word}.log", 12), text=f"tried 1 shared key for '{word}', but MAC mismatched", why=f"{word} failed"),
            Evidence(where=Where(f"logs/{word}.log", 15), text=f"{word} again", why="the same"),
        ),
        alternatives=(Named("p1.identity", f"{word} may be wrong"),), ruled_out=(Named("p1.dh_group", "agreed"), Named("p1.mode", "agreed")),
        details={"identity, here": word, "identity, peer": "sun", f"seen {word}": word},
        remedy=("Set the same key.", "strongSwan: secret = KEY", "strongSwan: or PSK \"KEY\""), ask_for=(f"The log of {word}.",),
        first="2026-11-23T07:21:00", last="2026-11-23T07:22:00", count=3,
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type] # names and types are those of the test's call


def tunnel(word: str = "x", **changes: object) -> Tunnel:
    base = Tunnel(
        id="t1", name=word, local="192.0.2.1", remote=word, local_id=word, remote_id=None, ike_version=2, role="responder",
        state="down", attempts=3,
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type] # as above


def report(word: str = "x", **changes: object) -> Analysis:
    base = Analysis(
        verdict=Verdict.FAULT,
        inputs=(
            Input(
                source=f"logs/{word}.log", lines=20, events=10, noise=4, other=3, not_understood=3,
                regions=(Region(dialect="strongswan", kind="log", first_line=1, last_line=20),),
                unparsed=(Unparsed(Where(f"logs/{word}.log", 3), f"odd {word}", "no message"),), remarks=(f"the order of {word} was reversed",),
            ),
            Input(source="b.log", problem=f"no text: {word}"),
        ),
        tunnels=(tunnel(word), tunnel("other", id="t2", state="up")),
        findings=(
            finding(word), finding(word, cause="life.rekey", status=Status.RECOVERED), finding(word, cause="crypto.weak", status=Status.NOTE),
        ),
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type] # as above


# -- harmless


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain 'text'", "plain 'text'"),
        ("Zürich 日本", "Zürich 日本"),
        ("\x1b[31m\x07", "\\x1b[31m\\x07"),
        ("a\u202eb\u200bc\ufeff", "a\\u202eb\\u200bc\\ufeff"),
        ("a\tb\u3164\u2800", "a b\\u3164\\u2800"),
        ("\udc81\x9b\r\n", "\\udc81\\x9b\\x0d\\x0a"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_what_is_not_seen_is_shown(raw: str, shown: str) -> None:
    assert visible(raw) == shown


@given(st.text())
def test_shown_text_is_printable(raw: str) -> None:
    assert visible(raw).isprintable()
    assert visible(visible(raw)) == visible(raw)


@pytest.mark.parametrize(("raw", "shown"), [("=1+1", "'=1+1"), ("-5.5", "-5.5"), ("-a", "'-a"), (" @x", "' @x"), ("10.0.0.1", "10.0.0.1"), ("\t=x", "' =x")])
def test_cell_is_no_formula(raw: str, shown: str) -> None:
    assert cell(raw) == shown


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("The peer's key (10.1.0.0/16 === 10.2.0.0/16) - see FAQ 1.", "The peer's key (10.1.0.0/16 === 10.2.0.0/16) - see FAQ 1."),
        ("received NO_PROPOSAL_CHOSEN, 'a_b' (x|y)", "received `NO_PROPOSAL_CHOSEN`, '`a_b`' (`x\u00a6y`)"),
        ("run `swanctl --log` on @gw #1", "run `swanctl --log` on `@gw` `#1`"),
        ("1. item", "`1`. item"),
        ("- item", "`-` item"),
        ("`a``b`", "`a` `b`"),
        ("a`b", "``a`b``"),
    ],
)
def test_sentence_reads_well(raw: str, shown: str) -> None:
    assert sentence(raw) == shown


# -- Markdown, judged by a reader of Markdown


class Seen(HTMLParser):
    """The tags of a page, and its text outside and inside of code."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.inside = 0
        self.plain, self.code = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.inside += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "code"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.code += data
        else:
            self.plain += data


def seen(source: str) -> Seen:
    page = Seen()
    page.feed(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(source))
    return page


@given(st.text(alphabet=st.sampled_from("`a |\\*_[]()<>!#@~&$-+=1.:\n\"'x/w"), max_size=40))
@settings(max_examples=400)
def test_nothing_leaves_a_span_a_sentence_or_a_block(raw: str) -> None:
    assert set(seen(f"x {code(raw)} y").tags) == {"p", "code"}
    page = seen(f"x {sentence(raw)} y")
    assert set(page.tags) <= {"p", "code"}
    assert not re.search(r"[<>@#*_~$&|]|://|www\.", page.plain)
    assert set(seen(f"{sentence(raw)}\n").tags) <= {"p", "code"}
    assert seen("| a | b |\n|---|---|\n" + f"| {code(raw)} | {sentence(raw)} |").tags.count("td") == 2
    block = seen("before\n\n" + fence(raw.split("\n")) + "\n\nafter")
    assert block.tags == ["p", "pre", "code", "p"]
    assert block.code == raw + "\n"


@pytest.mark.parametrize("word", HOSTILE)
def test_markdown_report_keeps_its_shape(word: str) -> None:
    page = seen(markdown.render(report(word)))
    assert page.tags == seen(markdown.render(report("x"))).tags or set(page.tags) <= set(seen(markdown.render(report("a_b"))).tags)
    for tag in ("h2", "h3", "pre", "table", "tr", "td", "ul", "li"):
        assert page.tags.count(tag) == seen(markdown.render(report("x"))).tags.count(tag), tag
    assert not re.search(r"[<>@#*~$|]|://|www\.", page.plain)


def test_markdown_report_is_complete() -> None:
    shown = markdown.render(report("moon"))
    for part in (
        "Fault", "`p1.psk`, FAQ 1", "likely", "3 times", "logs/moon.log:12  tried 1 shared key for 'moon', but MAC mismatched", "moon failed:",
        "`p1.identity`: moon may be wrong", "`p1.dh_group`: agreed", "strongSwan: secret = KEY", "The log of moon.", "`life.rekey`", "`crypto.weak`",
        "| `logs/moon.log` | 20 | 10 | 4 | 3 | 3 |", "logs/moon.log:3  odd moon", "| moon | 192.0.2.1 | moon | IKEv2 | responder | down | 3 |",
        "no text: moon",
    ):  # fmt: skip
        assert part in shown, part


# -- text


@pytest.mark.parametrize("word", HOSTILE)
@pytest.mark.parametrize("colour", [False, True])
def test_text_report_steers_no_terminal(word: str, colour: bool) -> None:
    shown = text.render(report(word), width=100, colour=colour)
    assert ESCAPES.sub("", shown).replace("\n", "").isprintable()
    assert bool(ESCAPES.search(shown)) == colour


def test_colour_changes_nothing_else() -> None:
    assert ESCAPES.sub("", text.render(report("moon"), width=80, colour=True)) == text.render(report("moon"), width=80, colour=False)


@pytest.mark.parametrize("width", [60, 80, 100, 140])
@pytest.mark.parametrize("log", ["psk-mismatch-ikev1-main-responder", "ike-several-ikev2-responder", "ts-narrow-ikev1-main-responder"])
def test_text_report_keeps_to_the_width(width: int, log: str) -> None:
    shown = text.render(analyze([SAMPLES / "strongswan" / log / "charon.log"]), width=width, colour=False)
    assert [line for line in shown.splitlines() if len(line) > width] == []


@pytest.mark.parametrize("width", [80, 100])
def test_tables_keep_to_the_width(width: int) -> None:
    long = "/".join(["HMAC_SHA2_256_128"] * 12)
    findings = (finding(details={"integrity, here": long, "integrity, peer": long}),)
    tunnels = tuple(tunnel(id=f"t{n}", name="n" * 60, remote="2001:db8:1111:2222:3333:4444:5555:6666") for n in range(12))
    shown = text.render(report(findings=findings, tunnels=tunnels), width=width)
    assert [line for line in shown.splitlines() if len(line) > width] == []
    assert re.sub(r"\s", "", shown).count("HMAC") >= 2


def test_text_report_is_complete() -> None:
    shown = re.sub(r"\s+", " ", text.render(report("moon"), width=100, colour=False))
    for part in (
        "FAULT Tunnel moon: phase 1 failed", "Pre-shared keys differ [p1.psk, FAQ 1]", "likely", "3 times from 2026-11-23T07:21:00",
        "moon.log:12 tried 1 shared key for 'moon', but MAC mismatched", "moon failed", "identity moon sun", "p1.identity: moon may be wrong",
        "p1.dh_group, p1.mode (agreed)", "1. Set the same key.", "strongSwan: secret = KEY", "The log of moon.", "life.rekey", "crypto.weak",
        "10 understood, 4 routine, 3 of other programs, 3 not understood", "? 3: odd moon", "b.log: not read, no text: moon", "the order of moon",
    ):  # fmt: skip
        assert part in shown, part


@pytest.mark.parametrize(
    ("verdict", "word"),
    [(Verdict.HEALTHY, "HEALTHY"), (Verdict.NOTHING_FOUND, "NOTHING FOUND"), (Verdict.NOT_ENOUGH_LOG, "NOT ENOUGH LOG")],
)
def test_each_verdict_has_its_own_words(verdict: Verdict, word: str) -> None:
    shown = text.render(report(verdict=verdict, findings=(), inputs=(Input(source="a", lines=1, events=1),)), width=200)
    assert shown.startswith(f"{word}  ")


def test_no_ike_message_and_no_readable_input_are_said() -> None:
    nothing = report(verdict=Verdict.NOTHING_FOUND, findings=(), inputs=(Input(source="a", lines=1, other=1),))
    assert "no message of an IKE daemon is in this text" in text.render(nothing, width=200)
    unread = report(verdict=Verdict.NOTHING_FOUND, findings=(), inputs=(Input(source="a", problem="a picture"),))
    assert text.render(unread, width=200).startswith("NOT READ  ")


def test_many_findings_are_folded() -> None:
    shown = text.render(report(findings=tuple(finding(f"w{n}") for n in range(60)), tunnels=tuple(tunnel(id=f"t{n}") for n in range(50))), width=100)
    assert "And 59 more:" in shown
    assert "and 19 more tunnels with p1.psk" in shown
    assert "and 20 more" in shown  # tunnels
    assert "w29" in shown
    assert shown.count("What to do") == 1  # one of them stands for all
    four = text.render(report(findings=tuple(finding(f"w{n}") for n in range(4))), width=100)
    assert four.count("What to do") == 4
    page = markdown.render(report(findings=tuple(finding(f"w{n}") for n in range(50))))
    assert "- and 29 more" in page


def test_long_line_is_cut() -> None:
    long = "tried " + "x" * 1_000_000
    evidence = (Evidence(where=Where("a", 1), text=long, why="it is"),)
    whole = report(findings=(finding(evidence=evidence, details={"ids": long}, summary=long),))
    for shown in (text.render(whole, width=100), markdown.render(whole)):
        assert len(shown) < 20_000
        assert "left out" in shown


# -- secrets


@pytest.mark.parametrize("render", [text.render, markdown.render, json_report.render], ids=["text", "markdown", "json"])
def test_no_secret_in_a_report(render: object) -> None:
    assert callable(render)
    word = ': PSK "swordfish7"'
    whole = report(word, inputs=(Input(source="a", unparsed=(Unparsed(Where("a", 1), word, "new"),)),), tunnels=())
    findings = tuple(
        replace(f, ask_for=(), details={"seen": word}, evidence=tuple(replace(e, where=Where("a", 1)) for e in f.evidence)) for f in whole.findings
    )
    shown = render(replace(whole, findings=findings))
    assert "swordfish7" not in shown
    assert "secret>" in shown


# -- JSON


@pytest.mark.parametrize("word", ["x", *HOSTILE])
def test_json_report_is_valid(word: str) -> None:
    rendered = json_report.render(report(word))
    Draft202012Validator(SCHEMA).validate(json.loads(rendered))
    assert rendered.replace("\n", "").isprintable()
    rendered.encode("utf-8")
    assert json.loads(rendered)["findings"][0]["evidence"][1]["text"] == f"{word} again"


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*/*.log"))[::9], ids=lambda p: p.parent.name)
def test_json_report_of_a_sample_is_valid(path: Path) -> None:
    Draft202012Validator(SCHEMA).validate(json.loads(json_report.render(analyze([path]))))


def test_schema_is_one_and_holds_what_the_contract_names() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["properties"]) == {"schema", "version", "inputs", "verdict", "tunnels", "findings", "sas"}
    assert set(SCHEMA["required"]) == set(SCHEMA["properties"])
    broken: tuple[dict[str, object], ...] = ({"verdict": "broken"}, {"extra": 1}, {"schema": "ikedoctor.report/2"}, {"findings": [{}]})
    for wrong in broken:
        assert not Draft202012Validator(SCHEMA).is_valid({**json_report.to_dict(report()), **wrong})
