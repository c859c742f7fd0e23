"""What a reading that is interrupted has in mind, as bytes: open negotiations, tunnels, counters.

The bytes are a pickle, for the records hang together in many ways; what cannot be pickled (matches, compiled messages, causes)
goes as what it is found again by. Only records of this program and plain containers are admitted when it is loaded, so that the
folder of results that somebody else gives away can do no harm.
"""

import io
import pickle
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

from analyzer.causes._base import Cause, Clue, causes
from analyzer.classifier import LentClue
from analyzer.extract.engine import dialects
from analyzer.extract.lane import UnreadLine
from analyzer.model import Event, Line, Template
from analyzer.negotiations import Assembler, Negotiation
from analyzer.pipeline import LineReader

Made = tuple[Any, ...]

# What a state may be made of: modules whose classes are admitted, and single names.
_MODULES = (
    "analyzer.classifier", "analyzer.dumps.records", "analyzer.extract.lane", "analyzer.kinds", "analyzer.model", "analyzer.negotiations.assemble",
    "analyzer.negotiations.record", "analyzer.negotiations.stages", "analyzer.tunnels", "analyzer.causes._base", "analyzer.pipeline", "analyzer.batch.state",
)  # fmt: skip
_NAMES = frozenset({("collections", "deque"), ("builtins", "set"), ("builtins", "frozenset"), ("copyreg", "__newobj__"), ("itertools", "count")})
_OURS = frozenset({"_event", "_cause", "_template", "_line_reader", "_assembler", "_lent"})


class StateError(ValueError):
    """The bytes are no state of this version of the program."""


@cache
def _places(dialect: str) -> dict[int, int]:
    return {id(entry.template): number for number, entry in enumerate(dialects()[dialect].entries)}


def _event(line: Line, dialect: str, number: int, text: str, begin: int, seq: int, stage: int, exchange: str | None) -> Event:
    entry = dialects()[dialect].entries[number]
    match = entry.pattern().match(text, begin)
    if match is None:
        raise StateError(f"{entry.template.example!r} does not read its line any more")
    event = Event(line, entry.template, match, seq)
    event.stage, event.exchange = stage, exchange
    return event


def _template(dialect: str, number: int) -> Template:
    return dialects()[dialect].entries[number].template


def _cause(name: str) -> Cause:
    return next(c for c in causes() if c.id == name)


def _line_reader(source: str, base: int) -> LineReader:
    return LineReader(source, base)


def _lent(like: Clue, reader: LineReader, unread: tuple[int, str, int, bool]) -> LentClue:
    return LentClue(like, reader, unread)


def _nothing(*_: object) -> int:
    raise StateError("an assembler that was not bound again")


def _assembler(dialect: str) -> Assembler:
    return Assembler(dialect, _nothing, _nothing)  # type: ignore[arg-type] # never called: bind gives the real ones


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: object) -> Any:
        kind = type(value)
        if kind is Event:
            assert isinstance(value, Event)
            match, template = value.match, value.template
            number = _places(template.dialect)[id(template)]
            return _event, (value.line, template.dialect, number, match.string, match.start(), value.seq, value.stage, value.exchange)
        if kind is UnreadLine:
            assert isinstance(value, UnreadLine)
            return UnreadLine, (value.source, value.number, value.text, value.begin)
        if kind is LentClue:
            assert isinstance(value, LentClue)
            return _lent, value.parts
        if kind is Cause:
            assert isinstance(value, Cause)
            return _cause, (value.id,)
        if kind is Template:
            assert isinstance(value, Template)
            return _template, (value.dialect, _places(value.dialect)[id(value)])
        if kind is LineReader:
            assert isinstance(value, LineReader)
            return _line_reader, (value.source, value.base)
        if kind is Assembler:
            assert isinstance(value, Assembler)
            kept = {name: part for name, part in vars(value).items() if name not in ("close", "counter")}
            return _assembler, (value.dialect,), kept
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _NAMES:
            return super().find_class(module, name)
        if module in _MODULES and "." not in name:
            found = super().find_class(module, name)
            if (isinstance(found, type) and found.__module__ == module) or (module == __name__ and name in _OURS):
                return found
        raise StateError(f"{module}.{name} has no place in a state")


def pack(mind: object) -> bytes:
    """The bytes of what a reading has in mind."""
    out = io.BytesIO()
    _Pickler(out, protocol=5).dump(mind)
    return zlib.compress(out.getbuffer(), 1)


def unpack(state: bytes, most: int = 1 << 30) -> Any:
    """What :func:`pack` made bytes of. Raises StateError where they are none, or of another version of the grammars."""
    try:
        inflater = zlib.decompressobj()
        data = inflater.decompress(state, most)
        if inflater.unconsumed_tail:
            raise StateError("a state that is too large")
        return _Unpickler(io.BytesIO(data)).load()
    except StateError:
        raise
    except Exception as error:  # whatever damaged bytes make of it
        raise StateError(f"not a state of this version: {error}") from error


def bind(assembler: Assembler, close: Callable[[Negotiation], None], counter: Callable[[], int]) -> None:
    """Give an assembler that was unpacked what it hands negotiations to, and what numbers them."""
    assembler.close, assembler.counter = close, counter
