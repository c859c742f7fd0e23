r"""Texts that a program has put into JSON: strings with literal ``\n``, lists of lines, objects over several lines."""

import json
import re
from collections.abc import Iterator

RECORD_LINES = 3  # lines that one message of a daemon has at most

_NEWLINE = re.compile(r"(?:\\r)?\\n")
_ESCAPE = re.compile(r'\\(?:(["/\\])|(t)|u([0-9a-fA-F]{4}))')
# "message": "Nov 23 ...",      "Nov 23 ...",
_VALUE = re.compile(r'[ \t]*(?:"(?:message|log|msg|MESSAGE|text|textPayload|line|event|body)"[ \t]*:[ \t]*)"(.*)"[ \t]*[,}]{0,3}[ \t]*')
_ITEM = re.compile(r'[ \t]*(?:\[[ \t]*)?"(.*)"[ \t]*[,\]]{0,2}[ \t]*')


def lines_in(text: str, framed: "re.Pattern[str]") -> list[str]:
    """The lines that one line holds as a JSON string, or the line itself."""
    if '"' not in text and "\\n" not in text:
        return [text]
    if "{" in text[:8] and (record := _object(text)) is not None:
        return _whole_log(record) or [text]
    value = _VALUE.fullmatch(text)
    item = None if value is not None else _ITEM.fullmatch(text)
    inner = value[1] if value is not None else item[1] if item is not None else text
    if "\\n" not in inner:
        unquoted = value is not None or (item is not None and framed.match(inner) and not framed.match(text))
        return [_unescape(inner) if unquoted else text]
    parts = [part for part in _NEWLINE.split(inner) if part.strip()]
    if value is not None or item is not None or len(parts) > 2 or any(framed.match(part) for part in parts[1:]):
        return [_unescape(part) for part in parts] or [""]
    return [text]


def _object(text: str) -> dict[str, object] | None:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _whole_log(record: dict[str, object]) -> list[str]:
    """The lines of an object whose one value is a whole log; a daemon's own record has a line or few."""
    for value in record.values():
        if isinstance(value, str) and value.count("\n") > RECORD_LINES:
            return re.split(r"\r\n|\n|\r", value)
    return []


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda m: m[1] or ("\t" if m[2] else chr(int(m[3], 16))), text) if "\\" in text else text


def objects(text: str) -> Iterator[tuple[int, str]] | None:
    """JSON objects that go over several lines, each as one line with the offset it begins at; None where the text is something else."""
    start = len(text) - len(text.lstrip())
    if text[start : start + 1] not in ("{", "["):
        return None
    first = text[start:].split("\n", 1)[0].rstrip(" ,\r")
    if first not in ("{", "[") and not first.startswith("[{"):
        return None
    found = list(_objects(text, start))
    return iter(found) if found else None


def _objects(text: str, at: int) -> Iterator[tuple[int, str]]:
    decoder = json.JSONDecoder()
    while at < len(text):
        if text[at] in " \t\r\n,[]":
            at += 1
            continue
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        if isinstance(value, dict):
            yield at, json.dumps(value, ensure_ascii=False)
        at = end
