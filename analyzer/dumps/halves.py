"""SAs as kernels list them, one for each direction: which are a pair, and which way they lead.

The kernel does not say which of its addresses are its own. In this order it shows in: the SA's own direction, the policies
(and what else names an end), what was counted (who sends counts up what was sent), and the replay window, which only who
receives needs. Where nothing shows it, a pair is one CHILD_SA whose ends may be the wrong way round, without what belongs to
one direction.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from analyzer.dumps.records import ChildSa, Policy
from analyzer.model import Where

ANY = ("0.0.0.0", "::", "0.0.0.0/0", "::/0", None)  # noqa: S104 - no socket is bound
UNFINISHED = ("creating",)
WORST = ("deleting", "rekeying")  # states that one direction gives to the pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """One direction of an SA pair."""

    where: Where
    text: str
    source: str
    destination: str
    state: str = "installed"
    mode: str | None = None
    protocol: str | None = None
    encap: bool | None = None
    reqid: str | None = None
    spi: str | None = None
    tag: str = ""  # mark and interface, which keep apart what has no reqid
    proposal: str | None = None
    octets: int | None = None
    packets: int | None = None
    exact: bool = True
    added: datetime | None = None
    age: int | None = None
    idle: int | None = None
    rekey_in: int | None = None
    expires_in: int | None = None
    direction: str | None = None  # as the SA itself says
    counts: str | None = None  # as its sequence numbers say
    window: int | None = None
    source_ts: tuple[str, ...] = ()
    destination_ts: tuple[str, ...] = ()


@dataclass(slots=True)
class Ends:
    """Addresses of which it is known whose they are."""

    local: set[str] = field(default_factory=set)
    remote: set[str] = field(default_factory=set)

    def out(self, source: str | None, destination: str | None) -> None:
        """Something leads out from ``source``."""
        if source is not None and source not in ANY:
            self.local.add(source)
        if destination is not None and destination not in ANY:
            self.remote.add(destination)

    def leads(self, way: str, source: str | None, destination: str | None) -> None:
        """Something leads that way."""
        self.out(*((source, destination) if way == "out" else (destination, source)))

    def direction(self, half: Half) -> str | None:
        """Which way the SA leads, as far as these know."""
        local, remote = self.local - self.remote, self.remote - self.local
        out = half.source in local or half.destination in remote
        into = half.destination in local or half.source in remote
        return None if out == into else "out" if out else "in"


def children(halves: Sequence[Half], policies: Iterable[Policy], known: Ends | None = None) -> list[ChildSa]:
    """The CHILD_SAs, in the order in which their first half is listed."""
    policies = [p for p in policies if p.action == "protect"]
    ends = known or Ends()
    for p in policies:
        ends.leads(p.direction, p.source, p.destination)
    directed = _directed(halves, ends)
    by_reqid: dict[str | None, list[Policy]] = defaultdict(list)
    for p in policies:
        by_reqid[p.reqid].append(p)
    found = [_child(pair, by_reqid) for pair in _pairs(directed)]
    return sorted(found, key=lambda c: c.where.line)


def _directed(halves: Sequence[Half], ends: Ends) -> list[Half]:
    """Each half with its direction where it shows."""
    for h in halves:
        if h.direction is not None:
            ends.leads(h.direction, h.source, h.destination)
    halves = [h if h.direction else replace(h, direction=ends.direction(h)) for h in halves]
    for h in halves:
        if (way := h.direction or h.counts) is not None:
            ends.leads(way, h.source, h.destination)
    return [h if h.direction else replace(h, direction=ends.direction(h) or h.counts) for h in halves]


def _pairs(halves: Iterable[Half]) -> list[tuple[Half, Half | None]]:
    """What belongs together, the outbound one first where that is known."""
    groups: dict[tuple[object, ...], list[Half]] = defaultdict(list)
    pairs: list[tuple[Half, Half | None]] = []
    for h in halves:
        if h.state in UNFINISHED:
            pairs.append((h, None))
            continue
        tag = "" if h.reqid else h.tag
        groups[(h.reqid, h.mode, h.protocol, tag, *sorted((h.source, h.destination)))].append(h)
    for group in groups.values():
        there = [h for h in group if h.source == group[0].source]
        back = [h for h in group if h.source != group[0].source]
        pairs += [_turned(a, b) for a, b in _matched(there, back)]
    return pairs


def _matched(there: list[Half], back: list[Half]) -> list[tuple[Half, Half | None]]:
    """Newest with newest; of the longer list those stay alone that are farther from the other list's in time."""
    there, back = (sorted(side, key=lambda h: h.added or datetime.min) for side in (there, back))
    if all(h.added is None for h in (*there, *back)):  # the kernel lists the newest first
        there.reverse()
        back.reverse()
    pairs: list[tuple[Half, Half | None]] = []
    while there or back:
        long, short = (there, back) if len(there) > len(back) else (back, there)
        if not short or (len(long) > len(short) and _apart(long[-2], short[-1]) < _apart(long[-1], short[-1])):
            pairs.append((long.pop(), None))
        else:
            pairs.append((there.pop(), back.pop()))
    return pairs


def _apart(a: Half, b: Half) -> float:
    return abs((a.added - b.added).total_seconds()) if a.added and b.added else 0


def _turned(a: Half, b: Half | None) -> tuple[Half, Half | None]:
    """A pair with the outbound half first; if one way shows, the other is the opposite."""
    if b is None:
        return a, None
    first, second = a.direction, b.direction
    if first is None and second is None and a.window is not None and b.window is not None and (a.window == 0) != (b.window == 0):
        first = "out" if a.window == 0 else "in"
    first = first or {"in": "out", "out": "in"}.get(second or "")
    second = {"in": "out", "out": "in"}.get(first or "")
    a, b = replace(a, direction=first), replace(b, direction=second)
    return (a, b) if first != "in" else (b, a)


def _child(pair: tuple[Half, Half | None], policies: Mapping[str | None, Sequence[Policy]]) -> ChildSa:
    a, b = pair
    halves = [h for h in pair if h is not None]
    first = min(halves, key=lambda h: h.where.line)
    into = next((h for h in halves if h.direction == "in"), None)
    out = next((h for h in halves if h.direction == "out"), None)
    local, remote = (a.destination, a.source) if a.direction == "in" else (a.source, a.destination)
    local_ts, remote_ts = _selectors(local, remote, a, policies)
    if not local_ts:
        local_ts, remote_ts = (a.destination_ts, a.source_ts) if a.direction == "in" else (a.source_ts, a.destination_ts)
    idle = not into and not out and b is not None and all(h.packets == 0 and h.octets in (0, None) for h in halves)
    return ChildSa(
        where=first.where, text=first.text, state=next((s for s in WORST if s in {h.state for h in halves}), first.state),
        mode=first.mode, protocol=first.protocol, encap=first.encap, reqid=first.reqid,
        spi_in=into.spi if into else None, spi_out=out.spi if out else None, local=local, remote=remote,
        local_ts=local_ts, remote_ts=remote_ts, proposal=first.proposal,
        bytes_in=into.octets if into else first.octets if idle else None, bytes_out=out.octets if out else first.octets if idle else None,
        packets_in=into.packets if into else 0 if idle else None, packets_out=out.packets if out else 0 if idle else None,
        exact=all(h.exact for h in halves), age=max((h.age for h in halves if h.age is not None), default=None),
        idle_in=into.idle if into else None, idle_out=out.idle if out else None,
        rekey_in=min((h.rekey_in for h in halves if h.rekey_in is not None), default=None),
        expires_in=min((h.expires_in for h in halves if h.expires_in is not None), default=None),
    )  # fmt: skip


def _selectors(
    local: str, remote: str, half: Half, policies: Mapping[str | None, Sequence[Policy]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The networks of the policies that lead into the SA."""
    mine, theirs = [], []
    for p in sorted((p for reqid in {half.reqid, None} for p in policies.get(reqid, ())), key=lambda p: p.where.line):
        near, far = (p.source, p.destination) if p.direction == "out" else (p.destination, p.source)
        if near in (local, *ANY) and far in (remote, *ANY):
            mine.append(p.source_ts if p.direction == "out" else p.destination_ts)
            theirs.append(p.destination_ts if p.direction == "out" else p.source_ts)
    return tuple(dict.fromkeys(mine)), tuple(dict.fromkeys(theirs))
