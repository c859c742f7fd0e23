"""The lists of SAs that Cisco IOS and IOS-XE print, read into one dump of one moment.

IOS lists the IKE SAs and the IPsec SAs by commands of their own, and names no IKE SA at an IPsec SA: they belong together by their ends.
"""

from dataclasses import dataclass, field, replace

from analyzer.dumps.building import Builder
from analyzer.dumps.cisco_words import algorithm, ike_proposal, network, selector, transform
from analyzer.dumps.lines import Row
from analyzer.dumps.records import ChildSa, IkeSa
from analyzer.dumps.values import spi, whole

BEGINS = (
    "isakmp_columns", "isakmp_title", "isakmp", "detail_columns", "ikev2_title", "ikev2_columns", "session_head", "ikev2", "tag", "vrf", "peer",
    "session_title", "session_status", "session_ike",
)  # fmt: skip
SIGNS = (  # one of them is in every text that holds such a dump
    "conn-id", "C-id ", "Crypto ", "Tunnel-id", "CHILD count:", "protected vrf", "current_peer", "Session status", " SA: local ",
    "QM_IDLE", "MM_NO", "MM_SA", "MM_KEY", "AG_NO", "AG_INIT", "AG_AUTH", "READY", "IN-NEG", "DELETE", "INIT-EXCH", "AUTH-")  # fmt: skip
AMONG = ("codes", "engine", "counters", "errors", "mtu", "sa_more", "session_more", "ikev2_more", "ikev2_counts", "flags", "pfs", "conn")

_STATES = {
    "QM_IDLE": "established", "GDOI_IDLE": "established", "GDOI_REKEY": "established", "READY": "established", "IN-NEG": "connecting", "DELETE": "deleting",
}  # fmt: skip
# rows that one capture has once, and what tells them apart
_ONCE = {
    "isakmp": ("number", "dst", "src"), "ikev2": ("number", "local", "remote"), "detail": ("number", "local", "remote"), "tag": ("tag", "local"),
    "session_title": (),
}  # fmt: skip


@dataclass(slots=True)
class Half:
    """One direction of an SA."""

    row: Row
    spi: str | None
    protocol: str
    transform: str | None = None
    mode: str | None = None
    encap: bool | None = None
    left: int | None = None


@dataclass(slots=True)
class Block:
    """One pair of identities with its counters and SAs."""

    row: Row
    local: str | None = None
    remote: str | None = None
    local_ts: str | None = None
    remote_ts: str | None = None
    packets_in: int | None = None
    packets_out: int | None = None
    replays: int | None = None
    direction: str = "inbound"
    protocol: str = "ESP"
    halves: dict[str, list[Half]] = field(default_factory=lambda: {"inbound": [], "outbound": []})

    @property
    def last(self) -> Half | None:
        """The SA whose lines come now."""
        found = self.halves[self.direction]
        return found[-1] if found else None


class Reader(Builder):
    """Puts the rows of one capture together."""

    command = "show crypto"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._blocks: list[Block] = []
        self._map: tuple[Row, str] | None = None  # the crypto map's line, and its address
        self._pending: dict[str, str] = {}  # of an IKE SA over IPv6
        self._sessions: list[ChildSa] = []
        self._session_ikes: list[IkeSa] = []
        self._here: set[str] = set()  # addresses that are known to be this gateway's
        self._listed: set[str] = set()  # peers whose IPsec SAs are listed
        self._shown: set[tuple[str, ...]] = set()
        self._with: str | None = None  # the peer of the session
        self._title = ""  # which of the lists of IKEv2 comes
        self._ike_last = ""  # which list the last IKE SA was of

    def restarts(self, row: Row) -> bool:
        """Whether something comes again that one capture has once: an IKE SA in its list, a crypto map, the head of the sessions."""
        return self._key(row) in self._shown

    def _key(self, row: Row) -> tuple[str, ...]:
        fields = _ONCE.get(row.name)
        if fields is None or row.fields.get("number") == "0":
            return ()
        return (row.name, self._title, *(row.fields.get(f, "") for f in fields))

    def add(self, row: Row) -> None:
        """Take in the next row."""
        if (key := self._key(row)):
            self._shown.add(key)
        handler = getattr(self, f"_{row.name}", None)
        if handler is not None:
            handler(row)
        self.whole = self.whole or row.name in ("isakmp_columns", "ikev2_title", "session_title")

    # -- show crypto isakmp sa

    def _isakmp(self, row: Row) -> None:
        state = row.fields["state"]
        phase1 = "deleting" if row.get("deleted") else _STATES.get(state, "connecting")
        self._put(IkeSa(
            where=row.where(self.source), text=row.text, number=row.get("number"), state=phase1, version=1, local=row.get("src"), remote=row.get("dst"),
            tasks=() if phase1 == "established" else (state,),
        ), "isakmp")  # fmt: skip

    def _isakmp_v6(self, row: Row) -> None:
        self._pending = dict(row.fields)

    def _isakmp_v6_src(self, row: Row) -> None:
        self._pending |= row.fields

    def _isakmp_v6_state(self, row: Row) -> None:
        if "dst" in self._pending and "src" in self._pending:
            self._isakmp(row._replace(fields={**self._pending, **row.fields}))
        self._pending = {}

    def _detail(self, row: Row) -> None:
        self._here.add(row.fields["local"])
        known = next((i for i in self.ikes if i.number == row.get("number") and {i.local, i.remote} == {row.get("local"), row.get("remote")}), None)
        proposal = ike_proposal(row.get("encr"), None, row.get("hash"), row.get("group"))
        nat = "N" in (row.get("caps") or "") if row.get("auth") else None
        if known is not None:
            self.ikes[self.ikes.index(known)] = replace(known, proposal=proposal, nat=nat)
            return
        self._put(IkeSa(
            where=row.where(self.source), text=row.text, number=row.get("number"), state="established" if row.get("auth") else "connecting", version=1,
            local=row.get("local"), remote=row.get("remote"), proposal=proposal, nat=nat,
        ), "detail")  # fmt: skip

    # -- show crypto ikev2 sa, session

    def _ikev2_title(self, row: Row) -> None:
        self._title = row.fields["what"]

    def _ikev2(self, row: Row) -> None:
        number = f"v2:{row.get('number')}"
        known = next((i for i in self.ikes if i.number == number and (i.local, i.remote) == (row.get("local"), row.get("remote"))), None)
        if known is not None:  # another list of the same SA
            self.ikes.remove(known)
            self._put(known, "ikev2")
            return
        self._put(IkeSa(
            where=row.where(self.source), text=row.text, number=number, state=_STATES.get(row.fields["state"], row.fields["state"].lower()),
            version=2, local=row.get("local"), remote=row.get("remote"),
        ), "ikev2")  # fmt: skip
        if row.get("local"):
            self._here.add(row.fields["local"])

    _ikev2_v6 = _ikev2

    def _ikev2_v6_end(self, row: Row) -> None:
        if row.fields["side"] == "Local":
            self._change(local=row.get("address"))
        else:
            self._change(remote=row.get("address"))

    def _ikev2_algorithms(self, row: Row) -> None:
        if not row.fields["encr"].startswith("Unknown"):
            self._change(proposal=ike_proposal(algorithm(row.fields["encr"], row.get("size")), row.get("prf"), row.get("hash"), row.get("group")))

    def _ikev2_life(self, row: Row) -> None:
        self._change(age=whole(row.get("age")))

    def _ikev2_status(self, row: Row) -> None:
        text = row.fields["text"]
        if self._ike_last == "ikev2" and text and self.ikes[-1].state != "established":
            self._change(tasks=(text,), retransmitting="retrans" in text.lower())

    def _ikev2_spis(self, row: Row) -> None:
        self._change(spi_i=row.fields["local_spi"].lower(), spi_r=row.fields["remote_spi"].lower())

    def _ikev2_id(self, row: Row) -> None:
        if row.fields["side"] == "Local":
            self._change(local_id=row.get("id"))
        else:
            self._change(remote_id=row.get("id"))

    def _ikev2_nat(self, row: Row) -> None:
        self._change(nat=row.get("not") is None)

    def _ikev2_role(self, row: Row) -> None:
        initiator = row.fields["initiator"] == "Yes"
        self._change(role="initiator" if initiator else "responder")
        if self._ike_last == "ikev2" and not initiator and self.ikes[-1].spi_i is not None:
            self._change(spi_i=self.ikes[-1].spi_r, spi_r=self.ikes[-1].spi_i)

    def _child(self, row: Row) -> None:
        if not self.ikes or self._ike_last != "ikev2":
            return
        ike = self.ikes[-1]
        self._listed.add(ike.remote or "")
        first = selector(row.get("local_ts"))
        self.children.append(ChildSa(
            where=row.where(self.source), text=row.text, ike=ike.number, local=ike.local, remote=ike.remote, local_ts=(first,) if first else (), protocol="ESP",
        ))  # fmt: skip

    def _child_side(self, row: Row) -> None:
        if self.children and (found := selector(row.get("ts"))):
            c = self.children[-1]
            mine = row.fields["side"] == "local"
            self.children[-1] = replace(c, local_ts=(*c.local_ts, found) if mine else c.local_ts, remote_ts=c.remote_ts if mine else (*c.remote_ts, found))

    def _child_ts(self, row: Row) -> None:
        if self.children:
            c, mine, theirs = self.children[-1], selector(row.get("local_ts")), selector(row.get("remote_ts"))
            self.children[-1] = replace(
                c, local_ts=tuple(dict.fromkeys((*c.local_ts, *((mine,) if mine else ())))),
                remote_ts=tuple(dict.fromkeys((*c.remote_ts, *((theirs,) if theirs else ())))),
            )  # fmt: skip

    def _child_spis(self, row: Row) -> None:
        if self.children:
            self.children[-1] = replace(self.children[-1], spi_in=spi(row.get("spi_in")), spi_out=spi(row.get("spi_out")))

    def _child_algorithms(self, row: Row) -> None:
        if self.children:
            parts = (algorithm(row.fields["encr"], row.get("size")), row.fields["hash"])
            self.children[-1] = replace(self.children[-1], proposal="/".join(p for p in parts if p != "None"))

    def _put(self, ike: IkeSa, of: str) -> None:
        self._ike_last = of
        self.ikes.append(ike)

    def _change(self, **values: object) -> None:
        if self.ikes and self._ike_last == "ikev2":
            self.ikes[-1] = replace(self.ikes[-1], **values)  # type: ignore[arg-type]  # by name

    # -- show crypto ipsec sa

    def _tag(self, row: Row) -> None:
        self._map = (row, row.fields["local"])
        self._here.add(row.fields["local"])

    def _vrf(self, row: Row) -> None:
        self._open(row)

    def _identity(self, row: Row) -> None:
        mine = row.fields["side"] == "local"
        block = self._blocks[-1] if self._blocks else None
        if block is None or (mine and block.local_ts is not None) or (not mine and block.remote_ts is not None):
            block = self._open(row)
        text = network(row.fields["net"], row.fields["mask"], row.fields["protocol"], row.fields["port"])
        if mine:
            block.local_ts = text
        else:
            block.remote_ts = text

    def _open(self, row: Row) -> Block:
        self._blocks.append(Block(row, local=self._map[1] if self._map is not None else None))
        return self._blocks[-1]

    def _peer_of(self, row: Row) -> Block:
        return self._blocks[-1] if self._blocks else self._open(row)

    def _peer(self, row: Row) -> None:
        if row.fields["remote"] != "(none)":
            self._peer_of(row).remote = row.get("remote")

    def _encaps(self, row: Row) -> None:
        self._peer_of(row).packets_out = whole(row.get("count"))

    def _decaps(self, row: Row) -> None:
        self._peer_of(row).packets_in = whole(row.get("count"))

    def _replays(self, row: Row) -> None:
        self._peer_of(row).replays = whole(row.get("count"))

    def _ends(self, row: Row) -> None:
        block = self._peer_of(row)
        block.local, block.remote = row.get("local"), row.get("remote")

    def _end(self, row: Row) -> None:
        block = self._peer_of(row)
        if row.fields["side"] == "local":
            block.local = row.get("address")
        else:
            block.remote = row.get("address")

    def _direction(self, row: Row) -> None:
        block = self._peer_of(row)
        block.direction, block.protocol = row.fields["direction"], row.fields["protocol"].upper()

    def _spi(self, row: Row) -> None:
        block = self._peer_of(row)
        block.halves[block.direction].append(Half(row, spi(row.get("spi")), block.protocol))

    def _transform(self, row: Row) -> None:
        if self._blocks and (half := self._blocks[-1].last) is not None:
            half.transform = transform(row.fields["transform"])

    def _settings(self, row: Row) -> None:
        if self._blocks and (half := self._blocks[-1].last) is not None:
            half.mode, half.encap = row.fields["mode"].lower(), row.get("encap") is not None

    def _timing(self, row: Row) -> None:
        if self._blocks and (half := self._blocks[-1].last) is not None:
            half.left = whole(row.get("left") or row.get("seconds"))

    # -- show crypto session

    def _session_peer(self, row: Row) -> None:
        self._with = row.fields["remote"]

    def _session_ike(self, row: Row) -> None:
        self._here.add(row.fields["local"])
        self._with = row.fields["remote"]
        self._session_ikes.append(IkeSa(
            where=row.where(self.source), text=row.text, state="established" if row.fields["state"] == "Active" else "connecting",
            version=int(row.get("version") or 1), local=row.get("local"), remote=row.get("remote"),
        ))  # fmt: skip

    def _session_flow(self, row: Row) -> None:
        self._listed.add(self._with or "")
        local = next((i.local for i in reversed(self._session_ikes) if i.remote == self._with), None)
        self._sessions.append(ChildSa(
            where=row.where(self.source), text=row.text, state="routed", local=local, remote=self._with,
            local_ts=(network(row.fields["local_ts"].removeprefix("host ")),), remote_ts=(network(row.fields["remote_ts"].removeprefix("host ")),),
        ))  # fmt: skip

    def _session_sas(self, row: Row) -> None:
        if self._sessions and (whole(row.get("count")) or 0) > 0:
            self._sessions[-1] = replace(self._sessions[-1], state="installed")

    def _session_traffic(self, row: Row) -> None:
        if self._sessions:
            count = whole(row.get("count"))
            last = self._sessions[-1]
            inbound = row.fields["direction"] == "Inbound"
            self._sessions[-1] = replace(last, packets_in=count) if inbound else replace(last, packets_out=count)

    # -- the end

    def finish(self) -> None:
        """Put together what the commands say of the same SAs."""
        for block in self._blocks:
            self._listed.add(block.remote or "")
            for child in self._pairs(block):
                self._merge(child)
        for child in self._sessions:
            ends = (child.remote, child.local_ts, child.remote_ts)
            if not any((c.remote, c.local_ts, c.remote_ts) == ends for c in self.children):
                self.children.append(child)
        known = {(i.version, i.remote) for i in self.ikes} | {(i.version, i.local) for i in self.ikes}
        self.ikes += [i for i in self._session_ikes if (i.version, i.remote) not in known]
        self.ikes = [replace(i, children_known=i.remote in self._listed) for i in map(self._turn, self.ikes)]

    def _turn(self, ike: IkeSa) -> IkeSa:
        """IKEv1's short list names the responder first: which end is this gateway, other lines tell."""
        if ike.version != 1 or ike.role is not None or ike.text.split()[:1] != [ike.remote]:
            return ike
        if ike.remote in self._here and ike.local not in self._here:
            return replace(ike, local=ike.remote, remote=ike.local, role="responder")
        return replace(ike, role="initiator") if ike.local in self._here else ike

    def _merge(self, child: ChildSa) -> None:
        same = next((c for c in self.children if c.spi_in and c.spi_in == child.spi_in), None)
        if same is None:
            self.children.append(child)
            return
        self.children[self.children.index(same)] = replace(
            child, ike=same.ike, local_ts=same.local_ts or child.local_ts, remote_ts=same.remote_ts or child.remote_ts,
            proposal=same.proposal or child.proposal,
        )  # fmt: skip

    def _pairs(self, block: Block) -> list[ChildSa]:
        """The SAs of a pair of identities; its counters are those of all of them together."""
        ins, outs = block.halves["inbound"], block.halves["outbound"]
        count = max(len(ins), len(outs))
        found: list[ChildSa] = []
        for i in range(count):
            one, other = ins[i] if i < len(ins) else None, outs[i] if i < len(outs) else None
            half = one or other
            assert half is not None
            newest = i == count - 1
            found.append(ChildSa(
                where=half.row.where(self.source), text=half.row.text, state="installed" if newest else "rekeyed", mode=half.mode, protocol=half.protocol,
                encap=half.encap, spi_in=one.spi if one else None, spi_out=other.spi if other else None, local=block.local, remote=block.remote,
                local_ts=(block.local_ts,) if block.local_ts else (), remote_ts=(block.remote_ts,) if block.remote_ts else (), proposal=half.transform,
                packets_in=block.packets_in if newest else None, packets_out=block.packets_out if newest else None,
                replays=block.replays if newest else None, expires_in=half.left,
            ))  # fmt: skip
        if not found and block.local_ts and block.remote_ts:
            found.append(ChildSa(
                where=block.row.where(self.source), text=block.row.text, state="routed", local=block.local, remote=block.remote, local_ts=(block.local_ts,),
                remote_ts=(block.remote_ts,),
            ))  # fmt: skip
        return found


