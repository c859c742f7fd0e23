"""The rules: what one connection's SAs tell. Never more than the counters can prove: one dump alone proves no loss."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from analyzer.dumps import ChildSa, Connection, IkeSa
from analyzer.model import Confidence, Named, Status
from analyzer.sa_status.counters import ONE_WAY, Flow, flow_of
from analyzer.sa_status.peerings import OVER, Child, Peering, counted
from analyzer.sa_status.split import plan
from analyzer.selectors import covers, same, union

SETTLED = 3  # seconds after which an IKE_SA has its CHILD_SA or will not get it: IKEv2 makes both in one exchange
PHASE_2 = (
    ("p2.algorithms", "the ESP algorithms of both ends may differ"), ("p2.pfs_group", "the PFS groups of both ends may differ"),
    ("p2.encapsulation", "tunnel against transport mode"),
)  # fmt: skip
Shown = tuple[IkeSa | ChildSa | Connection, str]  # a line of a dump and why it counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a rule says of a connection."""

    cause: str
    confidence: Confidence
    what: str  # the sentence after the tunnel's name
    shown: tuple[Shown, ...]
    status: Status = Status.ACTIVE
    alternatives: tuple[Named, ...] = ()
    ruled_out: tuple[Named, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[str, ...] = ()  # before the cause's own remedy


def tell(p: Peering) -> Iterator[Told]:
    """Everything that is to be said of a connection, the faults first."""
    if not p.live:
        closed = list(_closed(p))
        yield from closed
        if not any(c.sa.state == "closed" for c in p.children):  # it had a phase 2 SA
            yield from _not_up(p)
        return
    yield from _silent(p)
    several = list(_several(p))
    yield from several
    yield from _traffic(p)
    yield from _replays(p)
    yield from _missing(p)
    yield from _duplicates(p)
    yield from _narrowed(p)


def _silent(p: Peering) -> Iterator[Told]:
    """Tunnels whose probes have no answer; each is one of its own, whatever else goes to the same peer."""
    answered = {c.sa.number for c in p.live}
    silent = [c for c in p.children if c.sa.state == "unanswered" and c.sa.number not in answered]
    if silent:
        yield Told(
            cause="up.no_inbound", confidence=Confidence.POSSIBLE, what="the SA is installed, and the gateway's probes through the tunnel have no answer",
            shown=tuple((c.sa, "probes are not answered") for c in silent[:3]),
            alternatives=(Named("life.dpd_timeout", "the peer may be gone"), Named("p1.nat_traversal", "NAT on the path without ESP in UDP looks the same")),
        )  # fmt: skip


def _not_up(p: Peering) -> Iterator[Told]:
    silent = list(_silent(p))
    if silent:
        yield from silent
        return
    forming = [c for c in p.children if c.sa.state not in OVER]
    if p.established:
        ike = p.established[-1]
        young = ike.age is not None and ike.age < SETTLED
        if young or not any(i.children_known for i in p.established) or all(d.phase_1_only for d in p.dumps):
            return
        shown: tuple[Shown, ...] = ((ike, "phase 1 is up"), *((c.sa, f"phase 2 stands at {c.sa.state}") for c in forming[:3]))
        yield Told(
            cause="p2.networks", confidence=Confidence.POSSIBLE, what="phase 1 is up and there is no phase 2 SA", shown=shown,
            alternatives=tuple(Named(cause, why) for cause, why in PHASE_2),
            ruled_out=tuple(Named(c, "phase 1 is up") for c in ("p1.psk", "p1.algorithms", "p1.identity", "p1.peer_unreachable")),
        )  # fmt: skip
        return
    waiting = [i for i in p.ikes if i.state in ("connecting", "created")]
    if waiting:
        yield _connecting(waiting[-1])


_KEYED = ("MM_KEY_EXCH", "AG_INIT_EXCH")  # Cisco's words for a phase 1 whose proof of identity is missing
# A first message that waits for its answer, in the words of Libreswan and Cisco.
_FIRST = ("MAIN_I1", "AGGR_I1", "PARENT_I1", "IKE_SA_INIT_I", "MM_WAIT_MSG2", "AM_WAIT_MSG2", "I_WAIT_INIT")


def _connecting(ike: IkeSa) -> Told:
    """The first exchange is unanswered where the peer's SPI is still zero; else it stands later."""
    first = (ike.spi_r is not None and not ike.spi_r.strip("0") and ike.role != "responder") or any(t.endswith(_FIRST) for t in ike.tasks)
    if ike.tasks and ike.tasks[0] in _KEYED:
        return Told(
            cause="p1.psk", confidence=Confidence.POSSIBLE, what="phase 1 has its keys, and the peer is not authenticated",
            shown=((ike, f"phase 1 stands at {ike.tasks[0]}"),),
            alternatives=(
                Named("p1.nat_traversal", "UDP 4500 may be blocked"), Named("p1.identity", "the peer may not accept the identity"),
                Named("p1.certificate", "where certificates are used, one of them may not be accepted"),
            ),
        )  # fmt: skip
    return Told(
        cause="p1.peer_unreachable" if first else "log.incomplete",
        confidence=Confidence.POSSIBLE,
        what="phase 1 is under way: the peer has not answered the first message yet" if first else "phase 1 is under way and not done",
        shown=((ike, f"state {ike.state}" + (f", {' '.join(ike.tasks)} under way" if ike.tasks else "")),),
        alternatives=(Named("p1.ike_version", "some peers stay silent when the version is not theirs"),) if first else (),
    )


def _several(p: Peering) -> Iterator[Told]:
    """Several installed CHILD_SAs with different single pairs under IKEv2, where the configuration has one for all of them."""
    live = [c for c in p.live if c.sa.local_ts and c.sa.remote_ts and not _has_successor(c, p)]
    pairs: dict[tuple[tuple[str, ...], tuple[str, ...]], Child] = {}
    for child in live:
        if not any(same(child.pair[0], known[0]) and same(child.pair[1], known[1]) for known in pairs):
            pairs[child.pair] = child
    single = [c for (local, remote), c in pairs.items() if len(local) == len(remote) == 1]
    version = p.version or next((c.ike.version for c in single if c.ike is not None), None)
    if len(single) < 2 or version != 2:
        return
    locals_, remotes = union(t for c in single for t in c.sa.local_ts), union(t for c in single for t in c.sa.remote_ts)
    shown: tuple[Shown, ...] = tuple((c.sa, f"one SA for {c.sa.local_ts[0]} === {c.sa.remote_ts[0]} alone") for c in single[:6])
    configured = [c for c in p.configured if _asks_for_all(c.local_ts, c.remote_ts, single)]
    names = {c.sa.name for c in single}
    if configured:
        confidence, why = Confidence.PROVEN, "the connection is configured with all of these networks for one SA"
    elif len(names) == 1 and None not in names and not p.configured:
        confidence, why = Confidence.LIKELY, "all SAs are of one CHILD_SA configuration"
    else:
        yield Told(
            cause="sa.multiple_nonstandard_ikev2", confidence=Confidence.POSSIBLE, status=Status.NOTE, shown=shown,
            what="there is one SA for each pair of networks, as they are configured one by one here; a peer that expects one SA for all of "
            "them needs them split in the same way",
        )  # fmt: skip
        return
    connections = plan(single)
    yield Told(
        cause="sa.multiple_nonstandard_ikev2",
        confidence=confidence,
        what=f"{len(single)} SAs are installed where IKEv2 needs one: {' '.join(locals_)} === {' '.join(remotes)}; {why}",
        shown=shown,
        details={"one SA would be": f"{' '.join(locals_)} === {' '.join(remotes)}"} | {f"connection {n}": pair for n, pair in connections},
        steps=(
            "Split plan: " + "; ".join(f"IPsec connection {n}: {pair}" for n, pair in connections) + ".",
            "All of these connections share one phase-1 SA: give them the same phase-1 parameters.",
        ),
    )


def _asks_for_all(local_ts: tuple[str, ...], remote_ts: tuple[str, ...], children: list[Child]) -> bool:
    """Whether one configured CHILD_SA holds the networks of several of the SAs, and more than one of a kind."""
    if len(local_ts) < 2 and len(remote_ts) < 2:
        return False
    return sum(covers(local_ts, c.sa.local_ts) and covers(remote_ts, c.sa.remote_ts) for c in children) > 1


def _has_successor(child: Child, p: Peering) -> bool:
    """Whether it is about to be replaced: another SA of the same networks is younger."""
    return child.sa.state == "rekeying" and any(o is not child and o.live and o.pair == child.pair for o in p.children)


def _traffic(p: Peering) -> Iterator[Told]:
    flows = [(c, flow) for c in p.live if (flow := flow_of(c, p)) is not None]
    bad = [(c, f) for c, f in flows if f.cause and c.leads]
    good = [c for c, f in flows if not f.cause and f.both]
    if bad and good and all(f.confidence is Confidence.POSSIBLE for _, f in bad):
        yield Told(
            cause="up.partial_networks", confidence=Confidence.POSSIBLE, what="some networks have traffic, others do not",
            shown=(*((c.sa, f.why) for c, f in bad[:4]), *((c.sa, "traffic passes both ways") for c in good[:2])),
            alternatives=tuple(dict.fromkeys(Named(f.cause, f.why) for _, f in bad)),
        )  # fmt: skip
        return
    seen: set[str] = set()
    for child, f in sorted(bad, key=lambda x: x[1].confidence is Confidence.POSSIBLE):
        if f.cause in seen:
            continue
        seen.add(f.cause)
        yield Told(
            cause=f.cause, confidence=f.confidence, what=f.what, shown=_counted(child, f), alternatives=f.alternatives,
            details=_numbers(child), steps=(f.look,) if f.look else (),
        )  # fmt: skip


def _closed(p: Peering) -> Iterator[Told]:
    """What the last counters of closed SAs tell beside an earlier dump or the peer's counters.

    charon may print 0 bytes out for an SA whose outbound half is gone already: only missing inbound traffic counts.
    """
    for child in p.children:
        if child.sa.state != "closed" or not child.leads or child.sa.bytes_in or not child.sa.bytes_out:
            continue
        f = flow_of(child, p)
        if f is not None and f.cause == "up.no_inbound" and f.confidence is not Confidence.POSSIBLE:
            yield Told(
                cause=f.cause, confidence=f.confidence, what=f.what, shown=_counted(child, f), alternatives=f.alternatives,
                details=_numbers(child), steps=(f.look,) if f.look else (),
            )  # fmt: skip
            return


def _replays(p: Peering) -> Iterator[Told]:
    """Drops of the replay check: since when, one dump does not say."""
    bad = [c for c in p.live if c.sa.replays]
    if bad:
        yield Told(
            cause="esp.replay", confidence=Confidence.PROVEN, status=Status.NOTE, what="the replay check has dropped packets",
            shown=tuple((c.sa, f"{c.sa.replays} packets were dropped by the replay check") for c in bad[:4]),
            details={"dropped": str(sum(c.sa.replays or 0 for c in bad))},
        )  # fmt: skip


def _counted(child: Child, f: Flow) -> tuple[Shown, ...]:
    shown: list[Shown] = [(child.sa, f.why)]
    if child.before is not None:
        shown.insert(0, (child.before, "the counters before"))
    if child.peer is not None and f.cause in ONE_WAY:
        shown.append((child.peer, "the same SA at the peer"))
    return tuple(shown)


def _numbers(child: Child) -> dict[str, str]:
    sa = child.sa
    found = {"networks": f"{' '.join(sa.local_ts)} === {' '.join(sa.remote_ts)}"} if sa.local_ts and sa.remote_ts else {}
    if (own := counted(sa)) is not None:
        found |= {f"{own.unit} in": str(own.came), f"{own.unit} out": str(own.went)}
    if sa.age is not None:
        found["age of the SA"] = f"{sa.age} s"
    if (peer := counted(child.peer)) is not None:
        found |= {f"peer's {peer.unit} in": str(peer.came), f"peer's {peer.unit} out": str(peer.went)}
    return found


def _missing(p: Peering) -> Iterator[Told]:
    """Configured networks without an SA beside others that have one."""
    missing = [
        c for c in p.configured
        if c.installed is None and c.local_ts and c.remote_ts and not _placeholder(c.local_ts + c.remote_ts)
        and not any(serves(s.sa, c.name, c.local_ts, c.remote_ts) for s in p.children if s.sa.state not in OVER)  # one may be under way
    ]  # fmt: skip
    if missing and len(missing) < len(p.configured):
        pairs = [f"{' '.join(c.local_ts)} === {' '.join(c.remote_ts)}" for c in missing]
        yield Told(
            cause="up.partial_networks", confidence=Confidence.POSSIBLE,
            what=f"configured networks have no SA: {'; '.join(pairs[:6])}", shown=tuple((c.sa, "these networks have one") for c in p.live[:3]),
            alternatives=(Named("p2.networks", "the peer may refuse these networks"),), details={"without an SA": "; ".join(pairs[:12])},
        )  # fmt: skip


def _placeholder(texts: tuple[str, ...]) -> bool:
    return any(t.startswith(("dynamic", "%")) for t in texts)


def serves(sa: ChildSa, name: str | None, local_ts: tuple[str, ...], remote_ts: tuple[str, ...]) -> bool:
    """Whether an SA carries something of what is configured."""
    if sa.name is not None and sa.name == name:
        return True
    return bool(sa.local_ts) and covers(local_ts, sa.local_ts) and covers(remote_ts, sa.remote_ts)


def _duplicates(p: Peering) -> Iterator[Told]:
    """Two IKE_SAs, or two CHILD_SAs of the same networks, that are no rekey."""
    pairs = Counter(c.sa.number for c in p.live if c.sa.number is not None and c.sa.spi_in)
    same = Counter((id(c.ike), c.pair) for c in p.live if c.sa.spi_in and c.sa.local_ts and c.sa.remote_ts)
    many = [c for c in p.live if (c.sa.number is not None and pairs[c.sa.number] > 2) or same[id(c.ike), c.pair] > 2]
    if many:
        yield Told(
            cause="sa.duplicate", confidence=Confidence.POSSIBLE, what=f"{len(many)} SAs of one tunnel are up; a rekey leaves two for a short time",
            shown=tuple((c.sa, "one SA of the tunnel") for c in many[:4]),
        )  # fmt: skip
    carrying = [i for i in p.established if i.state == "established" and any(c.live and c.ike is i for c in p.children)]
    roles = {i.role for i in carrying}
    if len(carrying) > 1 and {"initiator", "responder"} <= roles:
        yield Told(
            cause="sa.duplicate", confidence=Confidence.POSSIBLE, what="two IKE_SAs are up with the same peer, each started by another end",
            shown=tuple((i, f"this gateway is the {i.role}" if i.role else "one IKE_SA") for i in carrying[:4]),
        )  # fmt: skip


def _narrowed(p: Peering) -> Iterator[Told]:
    """What was negotiated is less than what is configured."""
    for c in p.configured:
        served = [s for s in p.live if s.sa.local_ts and serves(s.sa, c.name, c.local_ts, c.remote_ts)]
        if not served or _placeholder(c.local_ts + c.remote_ts):
            continue
        local = [t for s in served for t in s.sa.local_ts]
        remote = [t for s in served for t in s.sa.remote_ts]
        if covers(local, c.local_ts) and covers(remote, c.remote_ts):
            continue
        left = [t for t, wide in ((t, local) for t in c.local_ts) if not covers(wide, (t,))] + [t for t in c.remote_ts if not covers(remote, (t,))]
        lost = len(c.local_ts) > 1 or len(c.remote_ts) > 1
        yield Told(
            cause="up.partial_networks" if lost else "p2.networks", confidence=Confidence.POSSIBLE, status=Status.ACTIVE if lost else Status.NOTE,
            what=f"less was negotiated than is configured: {' '.join(left)} is not in the SA",
            shown=tuple((s.sa, f"negotiated: {' '.join(s.sa.local_ts)} === {' '.join(s.sa.remote_ts)}") for s in served[:3]),
            alternatives=(Named("p2.networks" if lost else "up.partial_networks", "the peer has other networks configured"),),
            details={"configured": f"{' '.join(c.local_ts)} === {' '.join(c.remote_ts)}", "not in the SA": " ".join(left)},
        )  # fmt: skip
