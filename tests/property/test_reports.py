"""Whatever a log holds, in whatever place: the reports steer no terminal, stay in their form, and lose no line."""

import html
import json
import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from analyzer import Analysis, Confidence, Evidence, Finding, Input, Named, Region, Status, Tunnel, Unparsed, Verdict, Where, analyze
from analyzer.redact import addresses, secrets
from analyzer.reporters import json_report, markdown, text

COLOUR = re.compile(r"\x1b\[(?:0|1|2|31;1|32;1|33;1)m")
HTML = MarkdownIt("commonmark").enable(["table", "strikethrough"])

WHOLE = Analysis(
    verdict=Verdict.FAULT,
    inputs=(
        Input(
            source="a.log", lines=3, events=1, noise=1, not_understood=1, remarks=("remark",),
            regions=(Region(dialect="strongswan", kind="log", first_line=1, last_line=3),),
            unparsed=(Unparsed(Where("a.log", 3), "odd", "reason"),),
        ),
        Input(source="b.log", problem="problem"),
    ),
    tunnels=tuple(
        Tunnel(
            id=f"t{n}", name="name", local="local", remote="remote", local_id="local_id", remote_id="remote_id", ike_version=2,
            role="responder", state="down", attempts=n,
        )
        for n in (1, 2)
    ),
    findings=tuple(
        Finding(
            cause="p1.psk", title="Title", confidence=Confidence.LIKELY, status=status, tunnel="t1", summary="summary", faq=("1",),
            evidence=(Evidence(where=Where("a.log", 1), text="text", why="why", time="time"),), aliases=("alias (Alibaba Cloud)",),
            alternatives=(Named("p1.identity", "why"),), ruled_out=(Named("p1.mode", "why"),),
            details={"group, here": "here", "group, peer": "peer", "proposal": "value"}, remedy=("Do.", "strongSwan: do."), ask_for=("Get.",),
            first="first", last="last", count=2,
        )
        for status in Status
    ),
)  # fmt: skip

# What no log can change: words of this program, and values that only it makes.
OWN = frozenset({"cause", "dialect", "faq", "id", "kind", "role", "state", "title", "tunnel"})


def filled(value: Any, word: str, name: str = "") -> Any:
    """The analysis with ``word`` in every place that a log can reach."""
    if isinstance(value, (Enum, int, type(None))) or name in OWN:
        return value
    if isinstance(value, str):
        return f"{value} {word}"
    if isinstance(value, Where):
        return Where(f"{value.source} {word}", value.line)
    if isinstance(value, tuple):
        return tuple(filled(v, word, name) for v in value)
    if isinstance(value, dict):
        return {k: filled(v, word, name) for k, v in value.items()}
    assert is_dataclass(value)
    assert not isinstance(value, type)
    return replace(value, **{f.name: filled(getattr(value, f.name), word, f.name) for f in fields(value)})


PIECES = st.sampled_from(
    ["\x1b[31m", "\x1b]8;;http://e.example\x07", "\x9b2J", "\r", "\n", "\n\n", "\x08", "\u202e", "\u2066", "\u200b", "\x00", "`", "```", "~~~", "|",
     "<script>", "<!--", "]]>", "[x](javascript:alert(1))", "![x](http://e.example)", "http://e.example", "&#60;", "# ", "- ", "> ", "    ", "*", "_",
     "\\", "$", "@a", "#1", "word", " ", "\ud800", "\U000e0041", "=1", "---", "x" * 300]
)  # fmt: skip
HOSTILE = st.lists(PIECES | st.text(max_size=3), min_size=1, max_size=6).map("".join)


@given(HOSTILE)
@settings(max_examples=60)
def test_text_report_has_no_control_letter_but_its_own_colours(word: str) -> None:
    for colour in (False, True):
        shown = text.render(filled(WHOLE, word), width=80, colour=colour)
        plain = COLOUR.sub("", shown) if colour else shown
        assert plain.replace("\n", "").isprintable()
        assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", plain)
        shown.encode("utf-8")


def tags(source: str) -> list[str]:
    return re.findall(r"</?([a-z0-9]+)[^>]*>", HTML.render(source))


@given(HOSTILE)
@settings(max_examples=60)
def test_markdown_report_holds_no_markup_of_a_log(word: str) -> None:
    page = HTML.render(markdown.render(filled(WHOLE, word)))
    assert set(re.findall(r"<([a-z0-9]+)", page)) <= {
        "h2",
        "h3",
        "p",
        "strong",
        "ul",
        "li",
        "code",
        "pre",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert not re.search(r"<[^>]*\b(?:href|src|on\w+)\s*=", page)
    own, shape = tags(markdown.render(filled(WHOLE, "word"))), tags(markdown.render(filled(WHOLE, word)))
    for tag in ("h2", "h3", "ul", "li", "pre", "table", "tr", "td"):
        assert shape.count(tag) == own.count(tag), tag


@given(HOSTILE)
@settings(max_examples=60)
def test_json_report_gives_texts_back(word: str) -> None:
    rendered = json_report.render(filled(WHOLE, word))
    rendered.encode("utf-8")
    assert rendered.replace("\n", "").isprintable()
    got = json.loads(rendered)["findings"][0]["evidence"][0]["text"]
    assert got == secrets(f"text {word}")


LINES = st.lists(
    st.sampled_from(
        [
            "05[IKE] <a|1> initiating IKE_SA a[1] to 198.51.100.1", "received NO_PROPOSAL_CHOSEN notify error",
            "no shared key found for '{}' - '{}'", "tried 1 shared key for '{}' - 'x', but MAC mismatched",
            "looking for peer configs matching 192.0.2.1[{}]...198.51.100.1[{}]", "05[IKE] <{}|2> received AUTHENTICATION_FAILED notify error",
            '"{}" #1: STATE_MAIN_I3: 60 second timeout exceeded after 7 retransmits.  Possible authentication failure', "charon: {}", "{}",
            "traffic selectors {} === {} inacceptable", "IDir '{}' does not match to '{}'",
        ]
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@given(LINES, HOSTILE)
@settings(max_examples=80)
def test_any_log_gets_three_harmless_reports(lines: list[str], word: str) -> None:
    answer = analyze("\n".join(line.replace("{}", word) for line in lines) + "\n")
    for shown in (answer, addresses(answer)):
        plain = text.render(shown, width=100)
        assert plain.replace("\n", "").isprintable()
        page = HTML.render(markdown.render(shown))
        assert "<script" not in page
        assert "<a " not in page
        assert "<img" not in page
        assert json.loads(json_report.render(shown))["verdict"] == answer.verdict


@given(
    st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x2FF, categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=50)
)
@settings(max_examples=100)
def test_visible_evidence_is_shown_as_it_was(word: str) -> None:
    word = word.replace("\xa0", " ")
    page = html.unescape(HTML.render(markdown.render(filled(WHOLE, word))))
    assert f"text {secrets(word)}" in page
