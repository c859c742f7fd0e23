"""Every cause is complete: manual, remedy, what to ask for, and lines that show it or must not.

``pytest tests/gates/test_causes.py --update-expected`` rewrites README's table of causes.
"""

import inspect
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

import analyzer.causes as package
from analyzer import analyze
from analyzer.causes._base import ORDER, Cause, causes, nothing
from analyzer.model import Verdict

README = Path(__file__).parents[2] / "README.md"
SAMPLES = README.parent / "sample_logs"
BEGIN, END = "<!-- causes -->", "<!-- /causes -->"
HEADINGS = ("How it shows", "Told apart from", "References")
PRODUCTS = ("Alibaba Cloud", "strongSwan", "Libreswan", "OpenIKED", "racoon", "Cisco", "Juniper")

# The public ids, with the question of the FAQ that each answers.
FAQ = {
    "p1.psk": ("1",), "p1.ike_version": ("1",), "p1.mode": ("1",), "p1.identity": ("1",), "p1.algorithms": ("1",), "p1.dh_group": ("1",),
    "p1.nat_traversal": ("1",), "p1.try_aggressive": ("1",), "p2.networks": ("2",), "p2.algorithms": ("2",), "p2.pfs_group": ("2",),
    "up.partial_networks": ("5",), "up.no_inbound": ("3", "4"), "up.no_outbound": ("3", "4"), "up.no_traffic": ("3", "4"),
    "sa.multiple_nonstandard_ikev2": ("5",),
    "p1.peer_unreachable": (), "p1.peer_address": (), "p1.auth_method": (), "p1.certificate": (), "p1.eap": (), "p1.fragmentation": (),
    "p2.encapsulation": (), "p2.protocol": (), "life.dpd_timeout": (), "life.peer_delete": (), "life.rekey": (), "life.flapping": (),
    "esp.invalid_spi": (), "esp.replay": (), "sa.duplicate": (), "crypto.weak": (), "sys.kernel": (), "sys.config": (), "sys.resource": (),
    "log.incomplete": (),
}  # fmt: skip

# What one line alone cannot show: it is computed from many lines, or from an SA dump.
NOT_IN_ONE_LINE = ("p1.try_aggressive", "life.flapping", "up.", "sa.multiple_nonstandard_ikev2")

ALL = causes()
SHOWS = [(c.id, line) for c in ALL for line in c.shows]
SILENT = [(c.id, line) for c in ALL for line in c.silent]
every_cause = pytest.mark.parametrize("cause", ALL, ids=lambda c: c.id)


def module_of(cause: Cause) -> ModuleType:
    name = f"{package.__name__}.{cause.id.replace('.', '_', 1)}"
    return __import__(name, fromlist=["CAUSE"])


def table() -> str:
    """README's table of causes."""
    rows = [f"| `{c.id}` | {', '.join(c.faq)} | {c.title} |" for c in ALL]
    return "\n".join(["| id | FAQ | fault |", "|---|---|---|", *rows])


def between(text: str, begin: str, end: str) -> re.Match[str] | None:
    return re.search(f"(?<={re.escape(begin)}\n).*?(?=\n{re.escape(end)})", text, re.DOTALL)


def test_every_id_exists() -> None:
    assert set(FAQ) <= {c.id for c in ALL}
    assert {c.id: c.faq for c in ALL if c.id in FAQ} == FAQ


def test_every_cause_has_its_place_in_the_order() -> None:
    assert [c.id for c in ALL if c.id not in ORDER] == []


def test_every_outranked_cause_exists() -> None:
    known = {c.id for c in ALL} | set(ORDER)
    assert [b for c in ALL for b in c.beats if b not in known] == []


@every_cause
def test_file_name_is_the_id(cause: Cause) -> None:
    module = module_of(cause)
    assert module.CAUSE.id == cause.id
    assert Path(inspect.getfile(module)).stem == cause.id.replace(".", "_", 1)
    assert cause.phase == {"p1": 1, "p2": 2}.get(cause.id.partition(".")[0], cause.phase)


@every_cause
def test_manual_is_complete(cause: Cause) -> None:
    lines = cause.manual.splitlines()
    assert lines[0].endswith(".")
    assert lines[1] == ""
    assert tuple(line for line in lines[1:] if line and not line.startswith(" ")) == HEADINGS
    for heading in HEADINGS:
        assert lines[lines.index(heading) + 1].startswith("    ")
    assert 8 <= len(lines) <= 36
    assert max(map(len, lines[1:])) <= 120


@every_cause
def test_manual_names_roles_and_versions(cause: Cause) -> None:
    shows = cause.manual.partition(HEADINGS[0])[2].partition(HEADINGS[1])[0]
    assert re.search(r"IKEv[12]", shows)
    assert re.search(r"[Ii]nitiator|[Rr]esponder|[Ee]ither end|[Bb]oth ends|[Tt]he end", shows)


@every_cause
def test_manual_mentions_only_causes_that_exist(cause: Cause) -> None:
    known = {c.id for c in ALL} | set(ORDER)
    named = set(re.findall(r"\b(?:p1|p2|up|sa|life|esp|sys|crypto|log)\.[a-z_0-9]+\b", cause.manual))
    assert named <= known
    assert cause.id not in named


@every_cause
def test_references_name_a_document(cause: Cause) -> None:
    references = cause.manual.partition(HEADINGS[2])[2]
    assert re.search(r"RFC \d{4}|\(\d\)", references)
    if cause.faq:
        assert all(f"question {number}" in references for number in cause.faq)


@every_cause
def test_remedy_says_what_to_do_and_how_to_verify(cause: Cause) -> None:
    assert len(cause.remedy) >= 2
    assert all(step.endswith(".") for step in cause.remedy)


@every_cause
def test_product_remedies_are_of_known_products(cause: Cause) -> None:
    assert [p for p in cause.remedies if p not in PRODUCTS] == []
    assert all(steps and all(steps) for steps in cause.remedies.values())
    if cause.faq:
        assert {"Alibaba Cloud", "strongSwan", "Libreswan"} <= cause.remedies.keys()


@every_cause
def test_uncertain_cause_says_what_would_decide(cause: Cause) -> None:
    uncertain = re.search(r"Weight\.(ALLOWS|SUGGESTS|FITS)", inspect.getsource(module_of(cause)))
    if uncertain or cause.id.startswith(("up.", "sa.")):
        assert cause.ask_for
    assert len(cause.ask_for) <= 4


@every_cause
def test_aliases_name_their_vendor(cause: Cause) -> None:
    assert all(re.fullmatch(r".+ \([A-Z][\w -]+\)", alias) for alias in cause.aliases)
    assert len(set(cause.aliases)) == len(cause.aliases)


@every_cause
def test_cause_has_lines_that_show_it_and_look_alikes(cause: Cause) -> None:
    assert cause.silent
    assert len(cause.shows) >= 2 or cause.id.startswith(NOT_IN_ONE_LINE)
    assert not set(cause.shows) & set(cause.silent)
    assert not [line for line in (*cause.shows, *cause.silent) if "\n" in line]


@pytest.mark.parametrize("cause", [c.id for c in ALL if c.find is nothing])
def test_cause_that_only_dumps_show_has_a_sample(cause: str) -> None:
    expected = [json.loads(p.read_text(encoding="utf-8")) for p in SAMPLES.glob("*/*/expected.json")]
    assert any(e["findings"] and e["findings"][0]["cause"] == cause for e in expected)


@pytest.mark.parametrize(("cause", "line"), SHOWS)
def test_line_shows_the_cause(cause: str, line: str) -> None:
    findings = analyze(line).findings
    assert [f.cause for f in findings][:1] == [cause]


@pytest.mark.parametrize(("cause", "line"), SILENT)
def test_cause_stays_silent(cause: str, line: str) -> None:
    assert cause not in [f.cause for f in analyze(line).findings]


@pytest.mark.parametrize("line", sorted({line for _, line in SHOWS}))
def test_line_that_shows_something_is_a_fault_or_asks_for_more(line: str) -> None:
    answer = analyze(line)
    assert answer.verdict in (Verdict.FAULT, Verdict.NOT_ENOUGH_LOG) or {f.cause for f in answer.findings} <= {"crypto.weak"}
    assert [f for f in answer.findings if not f.evidence or not f.remedy] == []


@pytest.mark.parametrize("line", sorted({line for _, line in SILENT}))
def test_look_alike_is_understood(line: str) -> None:
    ledger = analyze(line).inputs[0]
    assert ledger.events + ledger.noise == ledger.lines == 1


def test_readme_has_the_generated_table(request: pytest.FixtureRequest) -> None:
    text = README.read_text(encoding="utf-8")
    found = between(text, BEGIN, END)
    assert found is not None, f"README.md has no table between {BEGIN} and {END}"
    if request.config.getoption("--update-expected"):
        README.write_text(text[: found.start()] + table() + text[found.end() :], encoding="utf-8")
    elif found[0] != table():
        pytest.fail(f"README.md's table of causes is not the generated one, which is:\n{table()}")
