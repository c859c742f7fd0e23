"""What all readers of dumps share: they collect records row by row and give the dump at the end."""

from collections.abc import Iterable
from dataclasses import replace

from analyzer.dumps.lines import Row
from analyzer.dumps.records import ChildSa, Connection, Dump, IkeSa, Policy
from analyzer.model import Where


class Builder:
    """Collects the records of one dump. A reader says in :meth:`add` what each row means.

    CHILD_SAs go to ``children``, with the number of their IKE_SA in ``ike`` where the dump tells; :meth:`dump` hangs them there.
    """

    command = ""  # what prints the dump

    def __init__(self, source: str) -> None:
        self.source = source
        self.ikes: list[IkeSa] = []
        self.children: list[ChildSa] = []
        self.connections: list[Connection] = []
        self.policies: list[Policy] = []
        self.whole = False
        self.phase_1_only = False
        self.time: str | None = None
        self.up: int | None = None
        self.shown: tuple[Where, str] | None = None

    def add(self, row: Row) -> None:
        """Take in the next row."""
        raise NotImplementedError

    def restarts(self, row: Row) -> bool:  # noqa: ARG002 - for readers that can tell
        """Whether the row shows that another dump begins here, going by what was read before."""
        return False

    def finish(self) -> None:
        """Nothing more comes: put together what only the end shows."""

    def dumps(self, lines: Iterable[int], unknown: Iterable[int]) -> list[Dump]:
        """The dumps in what was read: one, unless a reader finds that they are several."""
        return [self.dump(lines, unknown)]

    def dump(self, lines: Iterable[int], unknown: Iterable[int]) -> Dump:
        """The dump, of whose lines these were read and these were not."""
        self.finish()
        numbers = sorted(lines)
        known = {ike.number for ike in self.ikes if ike.number is not None}
        hanging: dict[str, list[ChildSa]] = {}
        for child in self.children:
            if child.ike in known and child.ike is not None:
                hanging.setdefault(child.ike, []).append(child)
        return Dump(
            source=self.source, format=self.command, first_line=numbers[0], last_line=numbers[-1], lines=frozenset(numbers),
            ikes=tuple(replace(ike, children=(*ike.children, *hanging.get(ike.number or "", ()))) for ike in self.ikes),
            children=tuple(child for child in self.children if child.ike not in known), connections=tuple(self.connections),
            policies=tuple(self.policies), whole=self.whole, phase_1_only=self.phase_1_only, time=self.time, up=self.up,
            not_understood=tuple(sorted(unknown)), shown=self.shown,
        )  # fmt: skip
