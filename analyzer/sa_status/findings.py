"""From the dumps' connections to findings, tunnels and the list of SAs, beside what the logs have said."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from analyzer.causes._base import causes
from analyzer.dumps import Dump
from analyzer.model import Confidence, Evidence, Finding, Named, Sa, Status, Tunnel, Where
from analyzer.proposals import weak
from analyzer.sa_status.peerings import Peering, peerings
from analyzer.sa_status.rules import Shown, Told, serves, tell

VAGUE = ("log.incomplete", "p1.peer_unreachable", "p2.networks")  # what a dump guesses and a log knows
SHOWN = 8  # lines of one finding
PRODUCTS = {
    "ipsec status": "strongSwan", "swanctl": "strongSwan", "trafficstatus": "Libreswan", "whack": "Libreswan", "show crypto": "Cisco",
    "show vpn": "Cisco", "show security": "Juniper",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SaStatus:
    """What all dumps tell; ``replaced`` are the ids of log tunnels whose states the dumps know better."""

    findings: tuple[Finding, ...] = ()
    tunnels: tuple[Tunnel, ...] = ()
    sas: tuple[Sa, ...] = ()
    up: bool = False


def status_of(dumps: Sequence[Dump], logged: Sequence[Tunnel], said: Sequence[Finding]) -> SaStatus:
    """Judge the dumps; ``logged`` and ``said`` are the tunnels and findings of the logs of the same incident.

    The tunnels that come back are all: those of the logs, completed by what the dumps know, and those that only the dumps name.
    """
    tunnels = {t.id: t for t in logged}
    findings: list[Finding] = []
    sas: list[Sa] = []
    found = peerings(dumps)
    alone = len(logged) == len(found) == 1 and not (logged[0].name or logged[0].remote or logged[0].local)
    for p in found:
        tunnel = _tunnel(p, logged if not alone else (), logged[0] if alone else None, len(tunnels))
        tunnels[tunnel.id] = tunnel
        sas += _sas(p, tunnel.id)
        findings += _findings(p, tunnel, said)
    if not found:
        findings += _nothing_up(dumps, said)
    return SaStatus(tuple(findings), tuple(tunnels.values()), tuple(sas), any(p.live for p in found))


def _tunnel(p: Peering, logged: Sequence[Tunnel], only: Tunnel | None, known_so_far: int) -> Tunnel:
    """The connection as a tunnel; ``only`` is a log's that says of none which it is, where there is no choice."""
    known = only or next((t for t in logged if _is_of(t, p)), None)
    if known is None:
        return Tunnel(
            id=f"t{known_so_far + 1}", name=p.name, local=p.local, remote=p.remote, local_id=p.local_id, remote_id=p.remote_id,
            ike_version=p.version, role=p.role, state=p.state, attempts=0,
        )  # fmt: skip
    state = p.state if p.state != "unknown" else known.state
    return replace(
        known, name=known.name or p.name, local=known.local or p.local, remote=known.remote or p.remote, state=state,
        local_id=known.local_id or p.local_id, remote_id=known.remote_id or p.remote_id, ike_version=known.ike_version or p.version,
        role=known.role or p.role,
    )  # fmt: skip


def _is_of(t: Tunnel, p: Peering) -> bool:
    """Whether a tunnel of a log, or of an earlier dump, is this connection."""
    addresses = (t.remote is None or p.remote is None or t.remote == p.remote) and (t.local is None or p.local is None or t.local == p.local)
    if t.name and p.name:
        return t.name == p.name and addresses
    return addresses and (t.remote, t.local) != (None, None) and (p.remote, p.local) != (None, None)


def _findings(p: Peering, tunnel: Tunnel, said: Sequence[Finding]) -> Iterator[Finding]:
    own = [f for f in said if f.tunnel == tunnel.id and f.status is Status.ACTIVE]
    sure = any(f.cause != "log.incomplete" for f in own)
    told = list(tell(p))
    if not told and p.state == "down" and p.connections and p.remote:
        told = [_down(p)]
    for t in told:
        if sure and (t.cause in VAGUE or t.cause in {f.cause for f in own}):
            continue
        if own and t.cause == "log.incomplete":
            continue
        yield _finding(t, tunnel, p)
    yield from _weak(p, tunnel, said)


def _down(p: Peering) -> Told:
    c = p.connections[0]
    if c.faults:
        return Told(
            cause=c.faults[0], confidence=Confidence.POSSIBLE, what=f"it is down, and the gateway's reason is: {c.reason}", shown=((c, "why it is down"),),
            alternatives=tuple(Named(cause, "the same reason is given for it") for cause in c.faults[1:]),
        )  # fmt: skip
    return Told(
        cause="log.incomplete", confidence=Confidence.POSSIBLE, what="it is configured and has no SA; the SA list cannot say why",
        shown=((c, "configured, and not among the SAs"),),
    )  # fmt: skip


def _nothing_up(dumps: Sequence[Dump], said: Sequence[Finding]) -> Iterator[Finding]:
    """An SA list with nothing in it."""
    empty = next((d for d in dumps if d.whole and d.shown is not None), None)
    if empty is None or empty.shown is None or any(f.status is Status.ACTIVE for f in said):
        return
    where, text = empty.shown
    cause = next(c for c in causes() if c.id == "log.incomplete")
    yield Finding(
        cause=cause.id, title=cause.title, confidence=Confidence.POSSIBLE, status=Status.ACTIVE, tunnel="",
        summary="No SA is up: phase 1 is not done with any peer. The SA list cannot say why.",
        evidence=(Evidence(where=where, text=text.strip(), why="the list of SAs is empty"),), remedy=cause.remedy, ask_for=cause.ask_for,
    )  # fmt: skip


def _finding(t: Told, tunnel: Tunnel, p: Peering) -> Finding:
    cause = next(c for c in causes() if c.id == t.cause)
    return Finding(
        cause=cause.id, title=cause.title, confidence=t.confidence, status=t.status, tunnel=tunnel.id, summary=f"{_name(tunnel)}: {t.what}.",
        evidence=tuple(_evidence(t.shown)), faq=cause.faq, aliases=cause.aliases, alternatives=t.alternatives, ruled_out=t.ruled_out,
        details=t.details, remedy=(*t.steps, *cause.remedy, *_products(cause.remedies, p)),
        ask_for=cause.ask_for if t.confidence is not Confidence.PROVEN else (),
    )  # fmt: skip


def _products(remedies: "dict[str, tuple[str, ...]] | object", p: Peering) -> Iterator[str]:
    """The steps by product, this gateway's first."""
    assert isinstance(remedies, dict)
    own = next((product for d in p.dumps for sign, product in PRODUCTS.items() if sign in d.format), "")
    for product in sorted(remedies, key=lambda name: name not in (own, "Alibaba Cloud")):
        yield from (f"{product}: {text}" for text in remedies[product])


def _evidence(shown: Iterable[Shown]) -> Iterator[Evidence]:
    seen: set[Where] = set()
    for record, why in shown:
        if record.where not in seen:
            seen.add(record.where)
            yield Evidence(where=record.where, text=record.text.strip(), why=why)
        if len(seen) >= SHOWN:
            return


def _name(t: Tunnel) -> str:
    name = f"Tunnel {t.name}" if t.name else "The tunnel"
    if t.local and t.remote:
        return f"{name} between {t.local} and {t.remote}"
    return f"{name} to {t.remote or t.local}" if t.remote or t.local else name


def _weak(p: Peering, tunnel: Tunnel, said: Sequence[Finding]) -> Iterator[Finding]:
    if any(f.cause == "crypto.weak" and f.tunnel == tunnel.id for f in said):
        return
    proposals = [(i, f"IKE:{i.proposal}") for i in p.established if i.proposal] + [(c.sa, f"ESP:{c.sa.proposal}") for c in p.live if c.sa.proposal]
    found = [(record, text) for record, text in proposals if weak(text)]
    if found:
        shown: tuple[Shown, ...] = tuple((record, f"{text.partition(':')[2]} is in use") for record, text in found[:2])
        yield _finding(
            Told(cause="crypto.weak", confidence=Confidence.PROVEN, status=Status.NOTE, what="algorithms are in use that are no longer advised", shown=shown),
            tunnel, p,
        )  # fmt: skip


def _sas(p: Peering, tunnel: str) -> Iterator[Sa]:
    for i in p.ikes:
        yield Sa(
            tunnel=tunnel, kind="ike", name=i.name, state=i.state, where=i.where, ike_version=i.version, proposal=i.proposal, age=i.age,
            spi_in=i.spi_i, spi_out=i.spi_r,
        )  # fmt: skip
    for c in p.children:
        sa = c.sa
        yield Sa(
            tunnel=tunnel, kind="child", name=sa.name, state=sa.state, where=sa.where, ike_version=p.version, spi_in=sa.spi_in, spi_out=sa.spi_out,
            local_ts=sa.local_ts, remote_ts=sa.remote_ts, bytes_in=sa.bytes_in, bytes_out=sa.bytes_out, packets_in=sa.packets_in,
            packets_out=sa.packets_out, encap=sa.encap, proposal=sa.proposal, age=sa.age,
            configured=any(serves(sa, x.name, x.local_ts, x.remote_ts) for x in p.configured) if p.configured else None,
        )  # fmt: skip
    for c2 in p.configured:
        if c2.installed is None and not any(serves(c.sa, c2.name, c2.local_ts, c2.remote_ts) for c in p.live):
            yield Sa(
                tunnel=tunnel, kind="configured", name=c2.name, state="configured" if p.state == "unknown" else "no SA", where=c2.where, ike_version=p.version,
                local_ts=c2.local_ts, remote_ts=c2.remote_ts, configured=True,
            )  # fmt: skip
