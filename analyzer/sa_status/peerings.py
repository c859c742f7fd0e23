"""Put the SAs of all dumps together by connection: what is configured, what is negotiated, what was counted before, what the peer counts."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from analyzer.dumps import ChildSa, ConfiguredChild, Connection, Dump, IkeSa
from analyzer.dumps.records import LOG

LIVE = ("installed", "rekeying", "updating")  # CHILD_SAs that carry traffic now
OVER = ("rekeyed", "deleting", "deleted", "destroying", "closed")


class Counted(NamedTuple):
    """What passed through one SA."""

    came: int
    went: int
    unit: str  # bytes, or packets where the dump counts nothing else


def counted(sa: ChildSa | None) -> Counted | None:
    """The counters of an SA: bytes, else packets; None where the dump has neither for both directions."""
    if sa is None:
        return None
    if sa.bytes_in is not None and sa.bytes_out is not None:
        return Counted(sa.bytes_in, sa.bytes_out, "bytes")
    if sa.packets_in is not None and sa.packets_out is not None:
        return Counted(sa.packets_in, sa.packets_out, "packets")
    return None


@dataclass(slots=True)
class Child:
    """One CHILD_SA as the latest dump shows it; ``before`` an earlier one of the same gateway, ``peer`` the other end's."""

    sa: ChildSa
    dump: Dump
    ike: IkeSa | None = None
    before: ChildSa | None = None
    peer: ChildSa | None = None
    leads: bool = True  # of the two ends of one SA this one is told of

    @property
    def live(self) -> bool:
        """Whether it carries traffic."""
        return self.sa.state in LIVE

    @property
    def pair(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Its selectors."""
        return self.sa.local_ts, self.sa.remote_ts


@dataclass(slots=True)
class Peering:
    """One connection of one gateway."""

    name: str | None
    local: str | None
    remote: str | None
    local_id: str | None = None
    remote_id: str | None = None
    version: int | None = None
    role: str | None = None
    ikes: list[IkeSa] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    connections: list[Connection] = field(default_factory=list)
    dumps: list[Dump] = field(default_factory=list)

    @property
    def configured(self) -> list[ConfiguredChild]:
        """The configured CHILD_SAs, traps and shunts aside."""
        return [child for c in self.connections for child in c.children if child.mode not in ("pass", "drop")]

    @property
    def live(self) -> list[Child]:
        """The CHILD_SAs that carry traffic."""
        return [c for c in self.children if c.live]

    @property
    def established(self) -> list[IkeSa]:
        """The IKE_SAs that are up and not about to go."""
        return [i for i in self.ikes if i.state not in (*OVER, "connecting", "created", "passive")]

    @property
    def state(self) -> str:
        """As of a tunnel: up, phase1, down, unknown."""
        if self.live:
            return "up"
        if self.established:
            return "phase1"
        return "down" if self.ikes or any(d.whole for d in self.dumps) else "unknown"


def base(name: str | None) -> str | None:
    """The name that the parts of one connection share: Libreswan numbers the pairs of networks, ``net/1x2``."""
    if name is None:
        return None
    stem, _, part = name.rpartition("/")
    return stem if stem and part.replace("x", "").isdecimal() else name


def peerings(dumps: Iterable[Dump]) -> list[Peering]:
    """All connections, in the order in which the dumps name them."""
    found = _Found()
    for dump in dumps:
        for ike in dump.ikes:
            p = found.of(ike.name, ike.local, ike.remote)
            _learn(p, ike, dump)
            for child in ike.children:
                found.add(p, dump, child, ike)
        for child in dump.children:
            if child.state != "routed":
                p = found.of_child(child)
                _seen_in(p, dump)
                found.add(p, dump, child, None)
        for connection in dump.connections:
            p = found.of_connection(connection)
            p.connections = [c for c in p.connections if c.name != connection.name] + [connection]
            p.version = p.version or connection.version
            p.local_id, p.remote_id = p.local_id or connection.local_id, p.remote_id or connection.remote_id
            _seen_in(p, dump)
    _join_ends(found.all)
    return found.all


def _seen_in(p: Peering, dump: Dump) -> None:
    if dump not in p.dumps:
        p.dumps.append(dump)


def _host(text: str | None) -> str | None:
    return text if text and not text.startswith("%") and text not in ("0.0.0.0", "::", "any") else None  # noqa: S104 - an address in a text


class _Found:
    """The connections met so far, by what they may be known by."""

    def __init__(self) -> None:
        self.all: list[Peering] = []
        self._by_name: dict[str | None, list[Peering]] = {}
        self._by_remote: dict[str | None, list[Peering]] = {}
        self._by_child: dict[str | None, list[Peering]] = {}
        self._by_spi: dict[tuple[str | None, str | None], tuple[Peering, Child]] = {}

    def of(self, name: str | None, local: str | None, remote: str | None) -> Peering:
        """The connection of this name between these addresses, each of which may be unknown."""
        local, remote, name = _host(local), _host(remote), base(name)
        near = self._by_name.get(name, []) if name is not None else self._by_remote.get(remote, [])
        known = next((p for p in near if _fits(p.local, local) and _fits(p.remote, remote)), None)
        if known is None and name is not None and local is not None and remote is not None:  # another command's dump names none
            known = next((p for p in self._by_remote.get(remote, []) if p.name is None and p.local == local), None)
            if known is not None:
                known.name = name
                self._by_name.setdefault(name, []).append(known)
        if known is None:
            known = Peering(name, local, remote)
            self.all.append(known)
            self._by_name.setdefault(name, []).append(known)
            self._by_remote.setdefault(remote, []).append(known)
        known.local, known.remote = known.local or local, known.remote or remote
        return known

    def of_connection(self, c: Connection) -> Peering:
        """The connection that is configured so."""
        p = self.of(c.group or c.name, c.local, c.remote)
        for child in c.children:
            self._by_child.setdefault(child.name, []).append(p)
        return p

    def of_child(self, child: ChildSa) -> Peering:
        """The connection of a CHILD_SA whose dump names no IKE_SA."""
        if child.spi_in and (same := self._by_spi.get(_pair(child))) is not None:
            return same[0]
        configured = self._by_child.get(child.name, []) if child.name else []
        return configured[0] if len(configured) == 1 else self.of(child.name, child.local, child.remote)

    def add(self, p: Peering, dump: Dump, sa: ChildSa, ike: IkeSa | None) -> None:
        """A CHILD_SA of a later dump is the same one, counted later."""
        child = self._by_spi[_pair(sa)][1] if sa.spi_in and _pair(sa) in self._by_spi else None
        if child is None and sa.number:  # one of the dumps names no SPIs
            numbered = (c for c in p.children if c.sa.number == sa.number and c.dump is not dump)
            child = next((c for c in numbered if not (sa.spi_in and c.sa.spi_in)), None)
        if child is None:
            child = Child(sa, dump, ike)
            p.children.append(child)
        elif child.dump is not dump:
            _recount(child, sa, again=dump.format in (child.dump.format, LOG))
            child.ike, child.dump = ike or child.ike, dump
        if sa.spi_in:
            self._by_spi.setdefault(_pair(sa), (p, child))


def _fits(known: str | None, new: str | None) -> bool:
    return known is None or new is None or known == new


def _recount(child: Child, sa: ChildSa, *, again: bool) -> None:
    """Take over what another dump says of the same CHILD_SA.

    Only the same command run ``again``, or the log that closes the SA, is a later moment: two commands beside each other are one snapshot, and may round.
    """
    known = child.sa
    now, then = counted(sa), counted(known)
    if now is None or (then is not None and known.exact and not sa.exact):
        child.sa = replace(known, local_ts=known.local_ts or sa.local_ts, remote_ts=known.remote_ts or sa.remote_ts, state=sa.state)
        return
    if again and then is not None and known.exact and sa.exact and then != now:
        child.before = known
    child.sa = replace(
        sa, local_ts=sa.local_ts or known.local_ts, remote_ts=sa.remote_ts or known.remote_ts, spi_in=sa.spi_in or known.spi_in,
        spi_out=sa.spi_out or known.spi_out, age=sa.age if sa.age is not None else known.age, name=sa.name or known.name,
    )  # fmt: skip


def _learn(p: Peering, ike: IkeSa, dump: Dump) -> None:
    p.version, p.role = p.version or ike.version, ike.role or p.role
    p.local_id, p.remote_id = p.local_id or ike.local_id, p.remote_id or ike.remote_id
    again = dump not in p.dumps  # only a later dump can show the same IKE_SA again
    _seen_in(p, dump)
    same = next((i for i, known in enumerate(p.ikes) if _same_ike(known, ike, again)), None)
    if same is None:
        p.ikes.append(ike)
    else:
        p.ikes[same] = replace(ike, version=ike.version or p.ikes[same].version, role=ike.role or p.ikes[same].role)


def _same_ike(one: IkeSa, other: IkeSa, again: bool) -> bool:
    """Whether two dumps show the same IKE_SA."""
    if one.spi_i and other.spi_i:
        return (one.spi_i, one.spi_r) == (other.spi_i, other.spi_r)
    return again and one.number is not None and one.number == other.number


def _pair(sa: ChildSa) -> tuple[str | None, str | None]:
    return sa.spi_in, sa.spi_out


def _join_ends(all_of_them: list[Peering]) -> None:
    """What one end sends out is what the other takes in: the SPIs are mirrored; where a dump has none, the networks are."""
    by_pair = {_pair(c.sa): c for p in all_of_them for c in p.children if c.sa.spi_in and c.sa.spi_out}
    for pair, child in by_pair.items():
        other = by_pair.get((pair[1], pair[0]))
        if other is not None and other is not child:
            _join(child, other)
    by_networks: dict[tuple[frozenset[str], frozenset[str]], list[tuple[Peering, Child]]] = {}
    for p in all_of_them:
        for child in p.live:
            if child.peer is None and child.sa.local_ts and child.sa.remote_ts:
                by_networks.setdefault((frozenset(child.sa.local_ts), frozenset(child.sa.remote_ts)), []).append((p, child))
    for (here, there), found in list(by_networks.items()):
        mirrored = by_networks.get((there, here), [])
        if len(found) == len(mirrored) == 1 and _mirrored(*found[0], *mirrored[0]):
            _join(found[0][1], mirrored[0][1])


def _mirrored(one: Peering, child: Child, other: Peering, its: Child) -> bool:
    """Whether two connections can be the two ends of one; SPIs that are known of both would have told."""
    if child is its or child.dump is its.dump or (child.sa.spi_in and its.sa.spi_in):
        return False
    return _fits(one.local, other.remote) and _fits(one.remote, other.local)


def _join(child: Child, other: Child) -> None:
    """The end that hears nothing tells the fault; where that is none or both, the first one."""
    if child.peer is not None:
        return
    child.peer, other.peer = other.sa, child.sa
    child.leads = _hears_nothing(child.sa) or not _hears_nothing(other.sa)
    other.leads = not child.leads


def _hears_nothing(sa: ChildSa) -> bool:
    now = counted(sa)
    return now is not None and now.came == 0 and now.went > 0
