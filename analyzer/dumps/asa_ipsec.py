"""``show crypto ipsec sa`` of Cisco's ASA and FTD: one map entry and pair of networks after the other, with its SAs of both ways."""

from itertools import zip_longest

from analyzer.dumps.building import Builder
from analyzer.dumps.lines import Row
from analyzer.dumps.masks import net
from analyzer.dumps.records import ChildSa
from analyzer.dumps.values import spi, whole

BEGINS = ("none", "interface", "address", "map")  # rows with which a dump may begin
AMONG = (
    "dynamic", "acl", "vrf", "local", "remote", "peer", "dynamic_peer", "encaps", "decaps", "counter", "ends", "mtu", "current", "way", "spi", "sa_state",
    "transform", "settings", "slot", "timing", "rest",
)  # fmt: skip
OF_SA = ("sa_state", "transform", "settings", "slot", "timing")


class Reader(Builder):
    """Puts the rows together: a ``map`` begins a pair of networks, an ``spi`` an SA of one way."""

    command = "show crypto ipsec sa"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.blocks: list[dict[str, Row]] = []
        self.ways: list[dict[str, list[dict[str, Row]]]] = []  # of each block: the SAs by way
        self.way = ""
        self.names: set[str] = set()

    def restarts(self, row: Row) -> bool:
        """The same interface again, or the empty list, is another dump."""
        return row.name == "none" or (row.name in ("interface", "address") and row.text.strip() in self.names)

    def add(self, row: Row) -> None:
        """Take in the next row."""
        if row.name == "none":
            self.whole = True
        elif row.name in ("interface", "address"):
            self.names.add(row.text.strip())
            self.whole = self.whole or row.name == "interface"
        elif row.name in ("map", "dynamic"):
            self.blocks.append({"map": row})
            self.ways.append({"inbound": [], "outbound": []})
            self.way = ""
        elif self.blocks:
            self._within(row)

    def _within(self, row: Row) -> None:
        if row.name == "local" and "local" in self.blocks[-1]:  # another pair of the same entry
            self.blocks.append({"map": self.blocks[-1]["map"]})
            self.ways.append({"inbound": [], "outbound": []})
        if row.name == "way":
            self.way = row.fields["way"] if row.fields["protocol"] != "pcp" else ""
        elif row.name == "spi" and self.way:
            self.ways[-1][self.way].append({"spi": row})
        if row.name in OF_SA and self.way and self.ways[-1][self.way]:
            self.ways[-1][self.way][-1].setdefault(row.name, row)
        else:
            self.blocks[-1].setdefault(row.name, row)

    def finish(self) -> None:
        """All rows are there: pair the SAs of both ways by their conn_id, else by their place."""
        for block, ways in zip(self.blocks, self.ways, strict=True):
            pairs = list(_pairs(ways["inbound"], ways["outbound"]))
            for came, went in pairs:
                child = _child(block, came, went, alone=len(pairs) == 1, source=self.source)
                if child is not None:
                    self.children.append(child)


Sa = dict[str, Row]


def _id(sa: Sa) -> str | None:
    return sa["slot"].get("id") if "slot" in sa else None


def _pairs(inbound: list[Sa], outbound: list[Sa]) -> list[tuple[Sa, Sa]]:
    """The SAs of both ways that belong together; an empty one where the other way is missing."""
    by_id = {_id(sa): sa for sa in outbound}
    if all(_id(sa) in by_id for sa in inbound) and len(by_id) == len(outbound) == len(inbound):
        return [(sa, by_id[_id(sa)]) for sa in inbound]
    return list(zip_longest(inbound, outbound, fillvalue={}))


def _child(block: Sa, came: Sa, went: Sa, *, alone: bool, source: str) -> ChildSa | None:
    """One pair; the counters are the entry's, so they count for a pair that is alone."""
    sa = came or went
    remote = block["peer"].get("remote") if "peer" in block else block["ends"].get("remote") if "ends" in block else None
    if remote is None:
        return None
    words = [w.strip() for w in (sa["settings"].get("settings") or "").split(",")] if "settings" in sa else []
    ports = {block["ends"].get(name) for name in ("local_port", "remote_port")} if "ends" in block else set()
    left = sa["timing"].get("left") or sa["timing"].get("seconds") if "timing" in sa else None
    state = sa["sa_state"].fields["state"] if "sa_state" in sa else "active"
    state = "installed" if state == "active" else state
    transform = sa["transform"].get("transform") if "transform" in sa else None
    return ChildSa(
        where=block["map"].where(source), text=block["map"].text, state=state, local=block["map"].get("local"), remote=remote,
        mode=next((w.lower() for w in words if w in ("Tunnel", "Transport")), None),
        protocol="AH" if transform and transform.startswith("ah-") else "ESP", encap="NAT-T-Encaps" in words or "4500" in ports,
        spi_in=spi(came["spi"].get("spi")) if came else None, spi_out=spi(went["spi"].get("spi")) if went else None,
        local_ts=_nets(block, "local"), remote_ts=_nets(block, "remote"), proposal=transform,
        packets_in=_count(block, "decaps") if alone else None, packets_out=_count(block, "encaps") if alone else None, expires_in=whole(left),
    )  # fmt: skip


def _count(block: Sa, name: str) -> int | None:
    return whole(block[name].get("packets")) if name in block else None


def _nets(block: Sa, name: str) -> tuple[str, ...]:
    row = block.get(name)
    return (net(row.fields["address"], row.fields["mask"], row.fields["protocol"], row.fields["port"]),) if row is not None else ()
