"""The stages of an analysis for the log of a fleet: each gateway's tunnels apart, and a row for each negotiation that ends."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from typing import Any

from analyzer.batch.rows import Rows
from analyzer.batch.state import bind
from analyzer.classifier import Memo, Outcome
from analyzer.model import Event
from analyzer.negotiations import Negotiation, Unread
from analyzer.negotiations.record import Waiting
from analyzer.pipeline import Pipeline
from analyzer.tunnels import Tunnels, TunnelState

SHOWN = 4  # lines of a judgement that are kept as events: its first and its last ones

Place = Callable[[int], tuple[str, int]]  # line of the stream -> input, line there
Clock = Callable[[int, str | None], int | None]  # line of the stream and its time stamp -> microseconds since 1970


@cache
def _memo() -> Memo:
    """One for all logs that the process reads: gateways of a fleet fail in the same words."""
    return Memo()


class FleetPipeline(Pipeline):
    """Reads one stream. ``gateway`` names whose log it is; without it the hosts in the lines do, and ``default`` where they do not."""

    def __init__(self, gateway: str | None, default: str) -> None:
        super().__init__()
        self._judge = _memo()
        self._gateway, self._default = gateway, default
        self.fleet: dict[str, Tunnels] = {}
        self.spans: dict[tuple[str, int], tuple[int | None, int | None]] = {}  # by gateway and tunnel: when it was first and last heard of
        self.negotiations, self.events = Rows(), Rows()
        self.place: Place = lambda line: ("", line)
        self.clock: Clock = lambda *_: None

    def gateway_of(self, host: str) -> str:
        """The gateway that wrote the lines of a host."""
        return self._gateway or host or self._default

    def tunnels_of(self, scope: str) -> Tunnels:
        """The tunnels of the scope's gateway."""
        gateway = self.gateway_of(scope.split("\0")[1])
        found = self.fleet.get(gateway)
        if found is None:
            found = self.fleet[gateway] = Tunnels()
        return found

    # -- a reading that is interrupted

    def mind(self) -> dict[str, Any]:
        """What a later reading needs to go on: all but the rows."""
        return {
            "assemblers": self._assemblers, "keepers": sorted(self._keepers), "reader": self._reader, "base": self._base, "seq": self._seq,
            "inputs": self._inputs, "numbers": next(self._numbers), "fleet": self.fleet, "spans": self.spans,
            "dumps": self.dumps,
        }  # fmt: skip

    def remember(self, mind: dict[str, Any]) -> None:
        """Go on where another reading was."""
        self._assemblers, self._reader, self._base, self._seq = mind["assemblers"], mind["reader"], mind["base"], mind["seq"]
        self._inputs, self.fleet, self.spans, self.dumps = mind["inputs"], mind["fleet"], mind["spans"], mind["dumps"]
        self._numbers = count(mind["numbers"])
        for (host, dialect), assembler in self._assemblers.items():
            bind(assembler, self._closer("\0".join((str(self._inputs), host, dialect))), self._next)
            if dialect == "strongswan" and host in mind["keepers"]:
                self._keepers[host] = assembler

    # -- rows

    def conclude(self, n: Negotiation, scope: str) -> tuple[TunnelState | None, Outcome | None]:
        """As the base class; notes what became of the negotiation."""
        begin, end = _bounds(n)
        tunnel, outcome = super().conclude(n, scope)
        if tunnel is None or begin is None or end is None:
            return tunnel, outcome
        gateway = self.gateway_of(scope.split("\0")[1])
        first, last = self._when(n, begin), self._when(n, end)
        key = (gateway, tunnel.number)
        self.spans[key] = _wider(self.spans.get(key), first, last)
        answer = outcome.judgements[0] if outcome is not None and outcome.judgements else None
        state = outcome.state if outcome is not None else tunnel.state
        name = f"t{tunnel.number}"
        self.negotiations.append((
            gateway, name, n.number, n.dialect, tunnel.name or n.conn, n.ike_version or tunnel.ike_version, n.mode, n.role or tunnel.role, state,
            answer.answer.cause.id if answer is not None else None, answer.confidence.value if answer is not None else None,
            first, last, *self.place(_line(begin)), *self.place(_line(end)),
        ))  # fmt: skip
        for number, time, kind, why, text in self._telling(n, outcome):
            self.events.append((gateway, name, n.number, *self.place(number), self.clock(number, time), kind, why, text.strip()[:2000]))
        return tunnel, outcome

    def _when(self, n: Negotiation, item: Waiting) -> int | None:
        return self.clock(_line(item), n.time_of(item))

    @staticmethod
    def _telling(n: Negotiation, outcome: Outcome | None) -> Iterator[tuple[int, str | None, str, str, str]]:
        """The lines that say how the negotiation ended, and that it came up: number, time, kind, what it means, text.

        Nothing here may depend on whether the judgement was lent, which only what the process has read before decides.
        """
        if outcome is None:
            return
        seen: set[int] = set()
        for judgement in outcome.judgements:
            clues = judgement.answer.clues
            for clue in clues if len(clues) <= SHOWN else (*clues[: SHOWN // 2], *clues[-SHOWN // 2 :]):
                if clue.number not in seen:
                    seen.add(clue.number)
                    yield clue.number, clue.time, clue.kind.value, clue.why, clue.text
        came_up = n.child_up_at is not None
        for up, why in ((n.child_up_at, "a CHILD_SA came up"), (n.ended_at if came_up else None, "the IKE_SA was deleted")):
            if up is not None and up.line.number not in seen:
                yield up.line.number, up.line.time, up.kind.value, why, up.line.text


def _bounds(n: Negotiation) -> tuple[Waiting | None, Waiting | None]:
    """The first and the last thing that is known of it, read or unread."""
    first: Waiting | None = n.first if n.first is not None else n.pending[0] if n.pending else None
    last: Waiting | None = n.pending[-1] if n.pending else n.last
    return first, last


def _line(item: Waiting | Unread) -> int:
    return item.line.number if isinstance(item, Event) else item[0]


def _wider(span: tuple[int | None, int | None] | None, first: int | None, last: int | None) -> tuple[int | None, int | None]:
    if span is None:
        return first, last
    low = min((t for t in (span[0], first) if t is not None), default=None)
    high = max((t for t in (span[1], last) if t is not None), default=None)
    return low, high
