"""The networks of the tunnels, drawn: who talks to whom, over which SA, and in which direction packets pass."""

from collections.abc import Iterator, Sequence

from analyzer.model import Sa, Tunnel
from analyzer.reporters.harmless import visible

TUNNELS = 10  # drawn; the worst first
PAIRS = 12  # of one tunnel
_OVER = ("rekeyed", "deleting", "deleted", "destroying", "closed")


def passing(sa: Sa) -> str:
    """In which directions packets pass: both, in, out, none; ``?`` where the dump does not count; of a pair without SA its state."""
    if sa.kind == "configured":
        return sa.state
    came, went, _ = counts(sa)
    if came is None or went is None:
        return "?"
    return {(True, True): "both", (True, False): "in", (False, True): "out", (False, False): "none"}[came > 0, went > 0]


def counts(sa: Sa) -> tuple[int | None, int | None, str]:
    """What came in and went out: bytes, or packets where the dump counts nothing else."""
    if sa.bytes_in is None or sa.bytes_out is None:
        return sa.packets_in, sa.packets_out, "packets"
    return sa.bytes_in, sa.bytes_out, "bytes"


def pairs(sas: Sequence[Sa]) -> list[Sa]:
    """The rows that have networks, without SAs that are about to go."""
    return [s for s in sas if s.kind != "ike" and s.state not in _OVER]


def networks(texts: Sequence[str]) -> str:
    """Selectors on one line."""
    return visible(" ".join(texts)) or "?"


_ARROWS = {"both": "<---->", "in": "<-----", "out": "----->", "none": "- -- -", "?": "<-??->", "no SA": "--//--", "configured": "<-??->"}
_WORDS = {
    "both": "{0} {2} in, {1} out", "in": "{0} {2} in, nothing out", "out": "nothing in, {1} {2} out", "none": "nothing yet",
    "?": "not counted", "no SA": "configured, no SA", "configured": "configured",
}  # fmt: skip


def drawing(tunnels: Sequence[Tunnel], sas: Sequence[Sa]) -> Iterator[str]:
    """Lines of plain text; nothing where no dump was read."""
    worst = {"down": 0, "degraded": 1, "phase1": 2, "unknown": 3, "closed": 4, "up": 5}
    of_tunnel: dict[str, list[Sa]] = {}
    for sa in sas:
        of_tunnel.setdefault(sa.tunnel, []).append(sa)
    shown = sorted((t for t in tunnels if t.id in of_tunnel), key=lambda t: worst.get(t.state, 9))
    for t in shown[:TUNNELS]:
        version = f" IKEv{t.ike_version} " if t.ike_version else " IKE "
        yield f"{visible(t.name or t.id)}: {visible(t.local or 'here')} =={version}== {visible(t.remote or 'peer')}  ({t.state})"
        rows = pairs(of_tunnel[t.id])
        left = max((len(networks(s.local_ts)) for s in rows[:PAIRS]), default=0)
        right = max((len(networks(s.remote_ts)) for s in rows[:PAIRS]), default=0)
        for s in rows[:PAIRS]:
            way = passing(s)
            words = _WORDS[way].format(*counts(s))
            yield f"  {networks(s.local_ts):<{left}} {_ARROWS[way]} {networks(s.remote_ts):<{right}}  {visible(s.name or '')} {words}".rstrip()
        if len(rows) > PAIRS:
            yield f"  and {len(rows) - PAIRS} more pairs of networks"
    if len(shown) > TUNNELS:
        yield f"and {len(shown) - TUNNELS} more tunnels"
