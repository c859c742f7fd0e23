"""The stages one after the other: inputs to lines, lines to events, events to negotiations, negotiations to the answer."""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import IO

from analyzer.classifier import judge
from analyzer.extract.events import Extractor
from analyzer.findings import analysis
from analyzer.model import Analysis, Event, Input, Line
from analyzer.negotiations import Assembler, Negotiation
from analyzer.sources import Source, open_source
from analyzer.tunnels import Tunnels

Given = Path | str | bytes | IO[bytes]


class Pipeline:
    """One incident: any number of inputs, read one after the other."""

    def __init__(self, side: str | None = None) -> None:
        self.side = side
        self.tunnels = Tunnels()
        self._assemblers: dict[tuple[str, str, str], Assembler] = {}
        self._seq = itertools.count(1).__next__
        self._number = itertools.count(1).__next__

    def read(self, source: Source) -> Input:
        """Take in one input; what cannot be read is said in the result."""
        extractor = Extractor(source.name)
        for line, hits in extractor.events(source):
            for template, match in hits:
                self._feed(Event(line, template, match, self._seq()))
        for key, assembler in list(self._assemblers.items()):
            if key[0] == source.name:
                assembler.finish()
        return extractor.ledger(source)

    def _feed(self, event: Event) -> None:
        line: Line = event.line
        key = (line.source, line.host or "", event.template.dialect)
        assembler = self._assemblers.get(key)
        if assembler is None:
            assembler = self._assemblers[key] = Assembler(key[2], self._closer("\0".join(key)), self._number)
        assembler.feed(event)

    def _closer(self, scope: str) -> Callable[[Negotiation], None]:
        def close(n: Negotiation) -> None:
            n.role = n.role or self.side
            self.tunnels.add(n, judge(n), scope)

        return close


def analyze(inputs: list[Given] | tuple[Given, ...] | Given, *, year: int | None = None, tz: str | None = None, side: str | None = None) -> Analysis:
    """Analyse the inputs as one incident: files, binary streams or pasted texts, of one gateway or of both.

    ``year`` and ``tz`` complete time stamps that lack them; ``side`` ("initiator" or "responder") says which end logged where
    the text does not. Raises ValueError for another ``side``. What cannot be read is said in ``Analysis.inputs``.
    """
    if side not in (None, "initiator", "responder"):
        raise ValueError(f"side is {side!r}: it must be initiator or responder")
    pipeline = Pipeline(side)
    many = inputs if isinstance(inputs, (list, tuple)) else (inputs,)
    read = tuple(pipeline.read(open_source(given)) for given in many)
    return analysis(pipeline.tunnels, read, year, tz)
