"""``explain``: the manual of a cause, and what one log line says and can mean."""

from analyzer.causes._base import Cause, causes
from analyzer.extract.engine import dialects
from analyzer.model import Analysis, Template

WEIGHTS = {
    "proven": "This proves it.",
    "likely": "This makes it the most likely cause.",
    "possible": "This is one of several possible causes.",
}


def list_causes() -> str:
    """All cause ids with their titles, one a line."""
    width = max(len(c.id) for c in causes())
    return "\n".join(f"{c.id:<{width}}  {c.title}" for c in causes()) + "\n"


def find_cause(name: str) -> Cause | None:
    """The cause of this id, or None."""
    return next((c for c in causes() if c.id == name.strip()), None)


def explain_cause(name: str) -> str:
    """The manual of a cause. Raises KeyError where there is none of this id."""
    cause = find_cause(name)
    if cause is None:
        raise KeyError(name)
    parts = [f"{cause.id}: {cause.title}"]
    if cause.faq:
        parts.append(f"FAQ: {', '.join(cause.faq)}")
    if cause.aliases:
        parts.append("Called elsewhere: " + ", ".join(cause.aliases))
    parts += ["", cause.manual, "", "What to do"]
    parts += [f"  {i}. {step}" for i, step in enumerate(cause.remedy, 1)]
    for product, steps in cause.remedies.items():
        parts += [f"  {product}: {step}" for step in steps]
    if cause.ask_for:
        parts += ["", "What decides where this side cannot tell", *(f"  - {a}" for a in cause.ask_for)]
    if cause.shows:
        parts += ["", "Lines that show it", *(f"  {line}" for line in cause.shows)]
    if cause.silent:
        parts += ["", "Look-alikes that do not show it", *(f"  {line}" for line in cause.silent)]
    return "\n".join(parts) + "\n"


def explain_message(text: str) -> str:
    """What a log line says, field by field, and what it means alone."""
    from analyzer.pipeline import analyze

    hits = [hit for name in dialects() for hit in _hits(name, text)]
    if not hits:
        return "No message of a known IKE daemon is in this text.\n"
    best = max(hits, key=lambda h: len(h[1]))
    template, _, fields = best
    parts = [f"{template.dialect}: {template.kind}  ({template.strength})", f"  known as: {template.example}"]
    parts += [f"  {name}: {value}" for name, value in fields.items()]
    answer: Analysis = analyze(text)
    if not answer.findings:
        parts += ["", "Alone it points to no fault."]
    for f in answer.findings:
        parts += ["", f"{f.cause}: {f.title}. {WEIGHTS[f.confidence]}"]
        parts += [f"  or {a.cause}: {a.why}" for a in f.alternatives]
        parts += [f"  to decide: {a}" for a in f.ask_for]
    return "\n".join(parts) + "\n"


def _hits(dialect: str, text: str) -> list[tuple[Template, str, dict[str, str]]]:
    table = dialects()[dialect]
    found = []
    first = table.recognise(text)
    for template, match in [first] if first is not None else list(table.search(text)):
        fields = {n: v.strip() for n, groups in template.groups.items() for g in groups if (v := match[g])}
        found.append((template, match[0], {**template.tags, **fields}))
    return found
