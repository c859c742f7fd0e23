"""The SAs as a table: for each pair of networks whether it is configured, negotiated, and passes traffic, each way."""

from collections.abc import Sequence

from analyzer.model import Sa, Tunnel
from analyzer.reporters.harmless import visible
from analyzer.reporters.networks import networks, passing

HEADERS = ("tunnel", "name", "here", "peer", "version", "networks here", "networks there", "configured", "state", "bytes in", "bytes out", "passes", "age (s)")


def rows(tunnels: Sequence[Tunnel], sas: Sequence[Sa]) -> list[list[str | int | None]]:
    """One row for each CHILD_SA or configured pair of networks, and one for an IKE_SA that has none."""
    known = {t.id: t for t in tunnels}
    with_children = {s.tunnel for s in sas if s.kind != "ike"}
    found: list[list[str | int | None]] = []
    for s in sas:
        if s.kind == "ike" and s.tunnel in with_children:
            continue
        t = known[s.tunnel]
        configured = {True: "yes", False: "no", None: "?"}[s.configured]
        child = s.kind != "ike"
        found.append([
            t.id, visible(s.name or t.name or ""), visible(t.local or ""), visible(t.remote or ""), f"IKEv{t.ike_version}" if t.ike_version else "",
            networks(s.local_ts) if child else "", networks(s.remote_ts) if child else "", configured if child else "",
            f"IKE_SA {s.state}" if not child else s.state, s.bytes_in, s.bytes_out,
            passing(s) if s.kind == "child" else "", s.age,
        ])  # fmt: skip
    return found


def render(tunnels: Sequence[Tunnel], sas: Sequence[Sa], width: int = 100) -> str:
    """The table for a terminal; the addresses of the gateways stand in the drawing."""
    from tabulate import tabulate

    most = max(20, (width - 50) // 2)
    table = [["-" if v is None or v == "" else v for v in row] for row in rows(tunnels, sas)]
    sparse = ("version", "configured", "age (s)")
    keep = [
        i for i, name in enumerate(HEADERS)
        if name not in ("here", "peer") and (name not in sparse or any(row[i] not in ("-", "?") for row in table))
    ]  # fmt: skip
    return tabulate(
        [[row[i] for i in keep] for row in table], headers=[HEADERS[i] for i in keep], disable_numparse=True,
        maxcolwidths=[most if HEADERS[i] in ("networks here", "networks there", "name") else None for i in keep],
    )  # fmt: skip
