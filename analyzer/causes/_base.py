"""What a cause is: a fault with its manual, its clues in a negotiation, what rules it out, and what to do."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache, lru_cache

from analyzer.kinds import Kind
from analyzer.model import Event
from analyzer.negotiations.record import Negotiation


class Weight(IntEnum):
    """How far one clue goes."""

    ALLOWS = 1  # the evidence does not speak against it
    SUGGESTS = 2  # among those that the evidence allows, the first to think of
    FITS = 3  # fits better than the alternatives: a finding is "likely"
    PROVES = 4  # a line states it, or both sides' values are there and differ: "proven"


@dataclass(frozen=True, slots=True)
class Clue:
    """One line that speaks for a cause. ``details`` are both sides' values where the line has them."""

    weight: Weight
    event: Event
    why: str
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def seq(self) -> int:
        """The line's place in the order of its log."""
        return self.event.seq

    @property
    def time(self) -> str | None:
        """What the line says of the time."""
        return self.event.line.time

    @property
    def kind(self) -> Kind:
        """What the line says."""
        return self.event.kind

    @property
    def number(self) -> int:
        """The line's number."""
        return self.event.line.number

    @property
    def text(self) -> str:
        """The line."""
        return self.event.line.text


PLANS = 1024  # sets of kinds for which it is remembered who has to be asked
Find = Callable[[Negotiation], Iterable[Clue]]
RuledOut = Callable[[Negotiation], str | None]
When = Callable[[Negotiation, Event], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One row of the vocabulary. ``id`` is public and stable; the module's docstring is its manual.

    ``remedy`` holds steps for everyone; ``remedies`` steps by product ("Alibaba Cloud", "strongSwan", "Libreswan", "Cisco",
    "Juniper"). ``ask_for`` names the log, level or command that would decide. ``beats`` are causes that it outranks in the
    same negotiation. ``shows`` and ``silent`` are single lines in which it must and must not be named; both are tests.
    """

    id: str
    title: str
    find: Find
    remedy: tuple[str, ...]
    faq: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    remedies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ask_for: tuple[str, ...] = ()
    beats: tuple[str, ...] = ()
    ruled_out: RuledOut | None = None
    shows: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    manual: str = ""
    phase: int = 0  # 1, 2, or 0 where neither


def nothing(_: Negotiation) -> tuple[Clue, ...]:
    """No clue in a negotiation: the cause is seen in SA dumps alone."""
    return ()


def on(kind: Kind, weight: Weight, why: str, *details: str, when: When | None = None) -> Find:
    """Clues from every event of a kind; ``details`` name the event's fields that the finding shows."""

    def find(n: Negotiation) -> Iterator[Clue]:
        for e in n.all(kind):
            if when is None or when(n, e):
                yield Clue(weight, e, why, {d: v for d in details if (v := e.get(d))})

    return needing(find, kind)


def needing(find: Find, *kinds: Kind) -> Find:
    """Say that a source of clues has none in a negotiation without an event of these kinds; then it is not asked."""
    _NEEDS[find] = frozenset(kinds)
    return find


def needs(*kinds: Kind) -> Callable[[Find], Find]:
    """:func:`needing` as a decorator."""
    return lambda find: needing(find, *kinds)


_NEEDS: dict[Find, frozenset[Kind]] = {}


def clues(*finds: Find) -> Find:
    """All clues of several sources."""
    sources = tuple((f, _NEEDS.get(f)) for f in finds)

    @lru_cache(PLANS)
    def asked(kinds: frozenset[Kind]) -> tuple[Find, ...]:
        return tuple(f for f, needed in sources if needed is None or not needed.isdisjoint(kinds))

    def find(n: Negotiation) -> Iterator[Clue]:
        for f in asked(n.seen):
            yield from f(n)

    known = [needed for _, needed in sources if needed is not None]
    return needing(find, *frozenset().union(*known)) if len(known) == len(sources) else find


@cache
def _by_kind() -> tuple[tuple[int, ...], dict[Kind, tuple[int, ...]]]:
    """The numbers of the causes that have to be asked always, and of those that an event of each kind may speak for."""
    table: dict[Kind, list[int]] = {}
    always = []
    for i, cause in enumerate(causes()):
        needed = _NEEDS.get(cause.find)
        if needed is None:
            always.append(i)
        for kind in needed or ():
            table.setdefault(kind, []).append(i)
    return tuple(always), {kind: tuple(numbers) for kind, numbers in table.items()}


@lru_cache(PLANS)
def speaking(kinds: frozenset[Kind]) -> tuple[Cause, ...]:
    """The causes that can have a clue at all in a negotiation with events of these kinds, in their order."""
    always, table = _by_kind()
    numbers = {i for kind in kinds for i in table.get(kind, ())}
    known = causes()
    return tuple(known[i] for i in sorted(numbers.union(always)))


@cache
def causes() -> tuple[Cause, ...]:
    """All causes in the order of the package's :data:`ORDER`; the package is scanned, there is no list to edit."""
    import analyzer.causes as package

    found = []
    for module in pkgutil.iter_modules(package.__path__):
        if not module.name.startswith("_"):
            found.append(_load(module.name))
    order = {c: i for i, c in enumerate(ORDER)}
    return tuple(sorted(found, key=lambda c: (order.get(c.id, len(order)), c.id)))


def _load(name: str) -> Cause:
    from dataclasses import replace

    module = importlib.import_module(f"analyzer.causes.{name}")
    cause = module.CAUSE
    if not isinstance(cause, Cause):
        raise TypeError(f"{name}.CAUSE is no Cause")
    return replace(cause, manual=(module.__doc__ or "").strip())


# The order of equals: the FAQ's, then what is nearest to the wire.
ORDER = (
    "p1.psk", "p1.algorithms", "p1.dh_group", "p1.identity", "p1.mode", "p1.auth_method", "p1.ike_version", "p1.peer_address",
    "p1.nat_traversal", "p1.certificate", "p1.eap", "p1.peer_unreachable", "p1.fragmentation", "p1.try_aggressive",
    "p2.networks", "p2.algorithms", "p2.pfs_group", "p2.encapsulation", "p2.protocol",
    "up.no_inbound", "up.no_outbound", "up.no_traffic", "up.partial_networks", "sa.multiple_nonstandard_ikev2", "sa.duplicate",
    "life.dpd_timeout", "life.rekey", "life.peer_delete", "life.flapping", "esp.invalid_spi", "esp.replay",
    "sys.kernel", "sys.config", "sys.resource", "crypto.weak", "log.incomplete",
)  # fmt: skip
