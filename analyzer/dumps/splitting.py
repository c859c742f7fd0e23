"""A reader that finds, when all rows are there, that they are of several dumps: taken one after the other, or on two gateways."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise
from typing import ClassVar

from analyzer.dumps.building import Builder
from analyzer.dumps.lines import Row
from analyzer.dumps.records import Dump


class Splitting(Builder):
    """Collects the rows; each part of them is read by a :attr:`part`. Parts without any record are no dumps."""

    part: ClassVar[type[Builder]]

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.rows: list[Row] = []

    def add(self, row: Row) -> None:
        """Take in the next row."""
        self.rows.append(row)

    def cuts(self) -> list[int]:
        """The places of the rows, but for the first, with which another dump begins."""
        raise NotImplementedError

    def dumps(self, lines: Iterable[int], unknown: Iterable[int]) -> list[Dump]:
        """One dump for each part."""
        lines, unknown = sorted(lines), sorted(unknown)
        found: list[Dump] = []
        for first, end in pairwise([0, *self.cuts(), len(self.rows)]):
            rows = self.rows[first:end]
            builder = self.part(self.source)
            for row in rows:
                builder.add(row)
            low = rows[0].number if first else 0
            high = self.rows[end].number if end < len(self.rows) else rows[-1].number + 1
            own, strange = (numbers[bisect_left(numbers, low) : bisect_left(numbers, high)] for numbers in (lines, unknown))
            dump = builder.dump(own, (n for n in strange if n < own[-1]))
            if dump.ikes or dump.children or dump.policies or dump.whole:
                found.append(dump)
        return found
