"""``ipsec status`` and ``ipsec showstates`` of Libreswan."""

from dataclasses import replace

from analyzer.dumps.building import Builder
from analyzer.dumps.libreswan_words import Serials, Standing, address, identity, peer, policy, selectors, standing
from analyzer.dumps.lines import Row
from analyzer.dumps.records import ChildSa, ConfiguredChild, Connection, IkeSa, Policy
from analyzer.dumps.values import size, spi, whole

BEGINS = (
    "head", "connections", "connection", "loaded", "information", "ike_sas", "ipsec_sas", "states", "shunts", "sa", "kernel", "pending",
)  # fmt: skip
SIGNS = (  # one of them is in every text that holds such a dump
    "using kernel interface:", "Connection list:", "Total IPsec connections:", "State Information:", "State list:", "IKE SAs: total(",
    "IPsec SAs: total(", "Shunt list:", ': "', ": pending ", "erouted", "routed-", "unrouted", "unoriented",
)  # fmt: skip
AMONG = ("blank", "global", "shunt", "conn_host", "conn_policy", "conn_newest", "conn_aliases", "conn_ids", "conn_algorithm", "conn_detail", "conn_more")
BROKEN = ("#", "000 #")

_FIRST = ("head", "connections")  # what stands before the connections
_TOTALS = ("loaded", "information", "ike_sas", "ipsec_sas", "states")  # what stands between them and the states
_STATES = ("sa", "kernel", "pending")
_ACTIONS = {"%pass": "pass", "%trap": "protect"}
_PARTS = "0123456789x"

Key = tuple[str, str | None]  # a connection's name and the number of its instance


class Reader(Builder):
    """Puts the rows of one dump together."""

    command = "ipsec status"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._keys: list[Key] = []  # of the connections
        self._of: dict[str, Key] = {}  # of each state its connection
        self._algorithms: dict[tuple[Key, str], str] = {}
        self._newest: dict[Key, tuple[str, str]] = {}  # IKE SA and IPsec SA
        self._modes: dict[Key, str | None] = {}
        self._serials = Serials()
        self._negotiating = 0  # IPsec SAs of IKEv1 which pluto counts before they are there
        self._over = False  # the last part of a dump has begun

    def restarts(self, row: Row) -> bool:
        """Whether a part comes back that a dump has once."""
        name = row.name
        states = bool(self.ikes or self.children)
        if name in _STATES:
            return self._over or (name == "sa" and self._serials.again(row.fields["number"], row.number))
        if name in _TOTALS:
            return self._over or states
        if name == "connection":
            return self._over or states or _key(row) in self._keys[:-1]
        return name in _FIRST and (self._over or states or bool(self.connections))

    def add(self, row: Row) -> None:
        """Take in the next row."""
        name = row.name
        if name in ("information", "states"):
            self.whole = True
        elif name == "ipsec_sas":
            self.whole, self.up = True, whole(row.get("up"))
        elif name == "shunts":
            self._over = True
        elif name == "shunt":
            self._shunt(row)
        elif name == "sa":
            self._state(row)
        elif name == "kernel":
            self._kernel(row)
        elif name == "pending":
            self._pending(row)
        elif name == "connection":
            self._connection(row)
        elif name.startswith("conn_"):
            self._connection_detail(row)

    # -- states

    def _state(self, row: Row) -> None:
        number = row.fields["number"]
        story = row.get("story") or row.get("story_only") or ""
        stands = standing(row.fields.get("state", ""), story, row.get("ike"), bool(row.get("dpd")), bool(row.get("live")))
        if stands is None or not self._serials.note(number, row.number):
            return
        self._of[number] = _key(row)
        if stands.child:
            self._negotiating += stands.version == 1 and not stands.established
            self.children.append(self._child(row, stands))
        else:
            self.ikes.append(self._ike(row, stands, story))

    def _ike(self, row: Row, stands: Standing, story: str) -> IkeSa:
        return IkeSa(
            where=row.where(self.source), text=row.text, name=row.get("name"), number=row.get("number"),
            state="established" if stands.established else "connecting", version=stands.version, role=stands.role, remote=peer(row.get("peer")),
            rekey_in=_rekey(row), nat=_nat(row) if stands.established else None,
            tasks=() if stands.established else (row.get("state") or story,), retransmitting=row.get("retransmit") is not None,
        )  # fmt: skip

    def _child(self, row: Row, stands: Standing) -> ChildSa:
        return ChildSa(
            where=row.where(self.source), text=row.text, name=row.get("name"), number=row.get("number"), ike=row.get("ike"),
            state="installed" if stands.established else "creating", encap=_nat(row) if stands.established else None,
            remote=peer(row.get("peer")), rekey_in=_rekey(row), expires_in=whole(row.get("expire")),
        )  # fmt: skip

    def _kernel(self, row: Row) -> None:
        """The second line of an IPsec SA; of one whose first line is lost it is all there is."""
        number = row.fields["number"]
        i = next((i for i, sa in enumerate(self.children) if sa.number == number), None)
        if i is None:
            self._serials.note(number, row.number)
            self._of[number] = _key(row)
            self.children.append(ChildSa(where=row.where(self.source), text=row.text, name=row.get("name"), number=number))
            i = len(self.children) - 1
        used_in, exact_in = size(row.get("bytes_in") or row.get("ah_in"))
        used_out, exact_out = size(row.get("bytes_out") or row.get("ah_out"))
        self.children[i] = replace(
            self.children[i], protocol=row.fields["protocol_out"].upper(), spi_out=spi(row.get("spi_out")), spi_in=spi(row.get("spi_in")),
            remote=address(row.get("to")), local=address(row.get("at")), bytes_in=used_in, bytes_out=used_out, exact=exact_in and exact_out,
        )  # fmt: skip

    def _pending(self, row: Row) -> None:
        """An IPsec SA that waits for its IKE SA, whose number the line has."""
        self.children.append(
            ChildSa(
                where=row.where(self.source),
                text=row.text,
                name=row.get("name"),
                ike=row.get("number"),
                state="creating",
                remote=peer(row.get("peer")),
            )
        )

    def _shunt(self, row: Row) -> None:
        self.policies.append(
            Policy(
                where=row.where(self.source), text=row.text, direction="out", source_ts=row.fields["source"],
                destination_ts=row.fields["destination"], action=_ACTIONS.get(row.fields["action"], "drop"),
            )
        )  # fmt: skip

    # -- connections

    def _connection(self, row: Row) -> None:
        """A topology; 5.x prints one for each pair of selectors of a connection."""
        key = _key(row)
        name = key[0]
        child = ConfiguredChild(
            where=row.where(self.source), name=name, installed=_number(row.get("owner")),
            local_ts=selectors(row.get("local_ts"), row.get("local"), row.get("local_port")),
            remote_ts=selectors(row.get("remote_ts"), row.get("remote"), row.get("remote_port")),
        )  # fmt: skip
        if self._keys and self._keys[-1] == key:
            last = self.connections[-1]
            if all((child.local_ts, child.remote_ts) != (c.local_ts, c.remote_ts) for c in last.children):
                self.connections[-1] = replace(last, children=(*last.children, child))
            return
        self._keys.append(key)
        self.connections.append(
            Connection(
                where=row.where(self.source), text=row.text, name=name, local=address(row.get("local")), remote=address(row.get("remote")),
                local_id=identity(row.get("local_id")), remote_id=identity(row.get("remote_id")), group=_group(name), children=(child,),
                loaded=row.get("routing") != "unoriented",
            )
        )  # fmt: skip

    def _connection_detail(self, row: Row) -> None:
        key = _key(row)
        if not self._keys or self._keys[-1] != key:
            return
        c = self.connections[-1]
        if row.name == "conn_host":
            c = replace(c, loaded=row.get("oriented") == "oriented")
        elif row.name == "conn_policy":
            version, mode, self._modes[key] = policy(row.fields["words"])
            c = replace(c, version=version, mode=mode)
        elif row.name == "conn_ids":
            c = replace(c, local_id=_id(row.get("local_id")) or c.local_id, remote_id=_id(row.get("remote_id")) or c.remote_id)
        elif row.name == "conn_aliases":
            aliases = (row.get("aliases") or "").split()
            c = replace(c, group=c.group or (aliases[0] if len(aliases) == 1 else None))
        elif row.name == "conn_newest":
            self._newest[key] = row.fields["ike"], row.fields["child"]
        elif row.name == "conn_algorithm":
            self._algorithms[key, "IKE" if row.get("what") == "IKE" else "ESP"] = row.fields["proposal"]
        self.connections[-1] = c

    # -- the end

    def finish(self) -> None:
        """Nothing more comes: what the connections say of their SAs."""
        if self.up is not None:
            self.up = max(0, self.up - self._negotiating)
        self.connections = [self._carried(key, c) for key, c in zip(self._keys, self.connections, strict=True)]
        self.ikes = [self._described(ike) for ike in self.ikes]
        self.children = [self._told(child) for child in self.children]

    def _carried(self, key: Key, c: Connection) -> Connection:
        newest = _number(self._newest.get(key, ("", ""))[1])
        children = (replace(child, mode=self._modes.get(key), installed=child.installed or newest) for child in c.children)
        return replace(c, children=tuple(children))

    def _defined(self, number: str | None, name: str | None) -> tuple[Key, Connection | None]:
        """The connection of a state: the instance, or what it is an instance of."""
        key = self._of.get(number or "", (name or "", None))
        for wanted in (key, (key[0], None)):
            if wanted in self._keys:
                return key, self.connections[self._keys.index(wanted)]
        return key, None

    def _described(self, ike: IkeSa) -> IkeSa:
        key, c = self._defined(ike.number, ike.name)
        if c is None:
            return ike
        newest = self._newest.get(key, ("", ""))[0] == ike.number
        return replace(
            ike, version=ike.version or c.version, local=c.local, remote=ike.remote or c.remote, local_id=c.local_id, remote_id=c.remote_id,
            proposal=self._algorithms.get((key, "IKE")) if newest else None,
        )  # fmt: skip

    def _told(self, sa: ChildSa) -> ChildSa:
        key, c = self._defined(sa.number, sa.name)
        sa = replace(sa, ike=sa.ike or self._parent(sa, c))
        if c is None:
            return sa
        newest = self._newest.get(key, ("", ""))[1] == sa.number
        return replace(
            sa, mode=self._modes.get(key, self._modes.get((key[0], None))), local=sa.local or c.local, remote=sa.remote or c.remote,
            local_ts=tuple(dict.fromkeys(ts for child in c.children for ts in child.local_ts)),
            remote_ts=tuple(dict.fromkeys(ts for child in c.children for ts in child.remote_ts)),
            proposal=self._algorithms.get((key, "ESP")) if newest else None,
        )  # fmt: skip

    def _parent(self, sa: ChildSa, c: Connection | None) -> str | None:
        """The IKE SA of the same connection, or of one that shares its group, where there is just one."""
        key = self._of.get(sa.number or "")
        own = [ike.number for ike in self.ikes if self._of.get(ike.number or "") == key]
        group = c.group if c is not None else _group(sa.name or "")
        shared = [ike.number for ike in self.ikes if group is not None and self._group_of(ike) == group]
        return next((found[0] for found in (own, shared) if len(found) == 1), None)

    def _group_of(self, ike: IkeSa) -> str | None:
        c = self._defined(ike.number, ike.name)[1]
        return c.group if c is not None else _group(ike.name or "")


def _key(row: Row) -> Key:
    return row.fields["name"], row.get("instance")


def _rekey(row: Row) -> int | None:
    """When it is replaced: IKEv2 says REKEY before REPLACE, IKEv1 has REPLACE only."""
    text = row.get("rekey") or row.get("replace")
    return int(text) if text is not None and len(text) <= 20 else None


def _nat(row: Row) -> bool | None:
    """Pluto leaves port 500 where it finds a NAT; TCP has a port of its own."""
    return None if row.get("tcp") else row.get("port") != "500"


def _number(text: str | None) -> str | None:
    return text if text not in (None, "", "0") else None


def _id(text: str | None) -> str | None:
    return None if text in (None, "%fromcert", "%none", "(none)") else text


def _group(name: str) -> str | None:
    """``net`` of ``net/1x2``."""
    group, slash, part = name.rpartition("/")
    return group if slash and "x" in part.strip("x") and not part.strip(_PARTS) else None
