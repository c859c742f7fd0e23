"""``ikectl show sa`` of OpenIKED."""

from dataclasses import replace

from analyzer.dumps.building import Builder
from analyzer.dumps.lines import Row
from analyzer.dumps.records import ChildSa, IkeSa
from analyzer.dumps.splitting import Splitting
from analyzer.dumps.values import spi

BEGINS = ("ike", "child", "flow")  # rows with which a dump may begin: all, where the first lines are cut off
SIGNS = (  # one of them is in every text that holds such a dump
    "iked_sas:", "sa_childsas:", "sa_flows:", "iked_activesas:", "iked_flows:", "iked_dstid_sas:",
)  # fmt: skip
AMONG = ()
NONE = ("(nil)", "(null)", "0x0")
ORDER = ("iked_sas", "sa_childsas", "sa_flows", "iked_activesas", "iked_flows", "iked_dstid_sas")
STATES = {"ESTABLISHED": "established", "CLOSING": "deleting", "CLOSED": "destroying", "INIT": "created"}  # all others are steps of the first exchanges


class Reader(Splitting):
    """Finds the dumps: each begins with its IKE_SAs."""

    def cuts(self) -> list[int]:
        """The places of the rows with which another dump begins."""
        found: list[int] = []
        seen: dict[str, str] = {}
        last = ""
        for i, row in enumerate(self.rows):
            of = row.fields["list"]
            if of == "iked_sas":
                again = seen.get(row.fields["pointer"]) not in (None, row.text)
                if again or ORDER.index(last or of) > ORDER.index("sa_flows"):
                    found.append(i)
                    seen = {}
                seen[row.fields["pointer"]] = row.text
            last = of
        return found


class Part(Builder):
    """Puts the rows of one dump together. What a list repeats is known by its pointer."""

    command = "ikectl show sa"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.rows: dict[str, dict[str, Row]] = {"ike": {}, "child": {}, "flow": {}}
        self.flows: dict[tuple[str, str], list[Row]] = {}  # by IKE_SA and protocol

    def add(self, row: Row) -> None:
        """Take in the next row."""
        self.rows[row.name].setdefault(row.fields["pointer"], row)
        self.whole = self.whole or row.name == "ike"

    def finish(self) -> None:
        """All rows are there: pair what belongs together."""
        self.ikes += [self._ike(row) for row in self.rows["ike"].values()]
        for row in self.rows["flow"].values():
            self.flows.setdefault((row.fields["ike"], row.fields["protocol"]), []).append(row)
        done: set[str] = set()
        children = self.rows["child"]
        for pointer, row in children.items():
            peer = children.get(row.fields["peer"])
            if peer is not None and (peer.get("direction") == row.get("direction") or peer.get("ike") != row.get("ike")):
                peer = None
            if pointer not in done and row.get("protocol") in ("ESP", "AH"):
                self._child(row, peer)
                done |= {pointer, row.fields["peer"]} if peer is not None else {pointer}

    def _ike(self, row: Row) -> IkeSa:
        of = row.fields
        state = STATES.get(of["state"], "connecting")
        spis = [None if not of[name].strip("0") else of[name].rjust(16, "0") for name in ("spi_i", "spi_r")]
        return IkeSa(
            where=row.where(self.source), text=row.text, number=of["pointer"], state=state, version=2,
            role="initiator" if of["role"] == "i" else "responder", local=_host(of["local"]), remote=_host(of["remote"]),
            remote_id=(row.get("remote_id") or "").partition("/")[2] or None, spi_i=spis[0], spi_r=spis[1],
            nat=True if row.get("nat") else False if state == "established" else None,
        )  # fmt: skip

    def _child(self, row: Row, peer: Row | None) -> None:
        """One CHILD_SA of one direction or of both."""
        rows = [r for r in (row, peer) if r is not None]
        into, out = (next((r for r in rows if r.get("direction") == way), None) for way in ("in", "out"))
        far, near = ("source", "destination") if row.get("direction") == "in" else ("destination", "source")
        flags = [r.fields["flags"] for r in rows]
        ike = self.rows["ike"].get(row.fields["ike"])
        child = ChildSa(
            where=row.where(self.source), text=row.text, ike=None if row.fields["ike"] in NONE else row.fields["ike"], mode="tunnel",
            state="creating" if not all("L" in f for f in flags) else "rekeying" if any("R" in f for f in flags) else "installed",
            protocol=row.get("protocol"), local=_host(row.fields[near]), remote=_host(row.fields[far]),
            spi_in=spi(into.get("spi")) if into is not None else None, spi_out=spi(out.get("spi")) if out is not None else None,
            encap=None if ike is None else True if ike.get("encap") else None if ike.get("nat") else False,
        )  # fmt: skip
        self.children.append(self._selected(child, row.fields["ike"]))

    def _selected(self, child: ChildSa, ike: str) -> ChildSa:
        """With the networks that lead into it and out of it, where a flow in says that they are of this tunnel."""
        flows = self.flows.get((ike, child.protocol or ""), [])
        into = [(r.fields["destination"], r.fields["source"]) for r in flows if r.get("direction") == "in"]
        out = [(r.fields["source"], r.fields["destination"]) for r in flows if r.get("direction") == "out"]
        both = {*into}
        pairs = [p for p in out if p in both] or into or out
        return replace(child, local_ts=tuple(dict.fromkeys(a for a, _ in pairs)), remote_ts=tuple(dict.fromkeys(b for _, b in pairs)))


Reader.part = Part


def _host(text: str) -> str | None:
    """An address without its port: ``192.0.2.2:4500``, ``[2001:db8::1]:500``; None for ``any``."""
    if text.startswith("["):
        return text[1:].partition("]")[0] or None
    host = text.partition(":")[0] if text.count(":") == 1 else text
    return None if host in ("any", "") else host
