"""``racoonctl show-sa`` and ``setkey -D``, ``setkey -DP`` of racoon, ipsec-tools and the BSDs."""

from dataclasses import replace
from datetime import datetime

from analyzer.dumps.building import Builder
from analyzer.dumps.halves import Ends, Half, children
from analyzer.dumps.lines import Row
from analyzer.dumps.records import IkeSa, Policy
from analyzer.dumps.splitting import Splitting
from analyzer.dumps.values import spi, whole

BEGINS = ("titles", "none", "sa", "policy")  # rows with which a dump may begin; an SA or a policy without more is none
OF_SA = ("id", "nat", "algorithm", "key", "sequence", "created", "age", "last", "bytes", "packets", "last_line", "security")
OF_POLICY = ("policy_dir", "tmpl", "policy_used", "policy_life", "policy_id", "policy_end")
SIGNS = (  # one of them is in every text that holds such a dump
    "Destination", " entries.", "mode=", " ipsec",
)  # fmt: skip
UNSIGNED = ("sa", "policy")  # two addresses: the lines after them have a sign
AMONG = (*OF_SA, *OF_POLICY, "ike", "policy_socket")
HEADS = ("sa", "policy", "policy_socket")
PARTS = {"titles": "ike", "ike": "ike", "sa": "sa", "policy": "policy", "policy_socket": "policy"}
STATES = {"larval": "creating", "mature": "installed", "dying": "rekeying", "dead": "deleting"}
ESTABLISHED = 9  # state of an ISAKMP SA; what is above is on its way out
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Block:
    """An SA or a policy: its first line and those below."""

    def __init__(self, head: Row) -> None:
        self.head = head
        self.rows: dict[str, Row] = {}
        self.algorithms: list[Row] = []

    def value(self, name: str, of: str) -> str | None:
        """A field of its row of a name."""
        row = self.rows.get(name)
        return row.get(of) if row is not None else None

    def takes(self, row: Row) -> bool:
        """Whether the row can be of this block, whose rows stand in one order."""
        if self.head.name != "sa":
            return row.name in OF_POLICY and (row.name not in self.rows or row.name == "tmpl" or self.rows[row.name].text == row.text)
        if row.name in ("algorithm", "key", "security"):
            return True
        return row.name in OF_SA and (row.name not in self.rows or self.rows[row.name].text == row.text)


class Reader(Splitting):
    """Finds the dumps: each has the ISAKMP SAs, the SAs and the policies once."""

    def cuts(self) -> list[int]:
        """The places of the rows with which another dump begins."""
        found: list[int] = []
        done: set[str] = set()
        run: str | None = None
        spis: set[str] = set()
        head = 0
        for i, row in enumerate(self.rows):
            kind = PARTS.get(row.name) or {"SAD": "sa", "SPD": "policy"}.get(row.get("what") or "")
            new: int | None = None
            if kind is not None:
                head = i
                new = i if kind in done and (run != kind or (row.name == "titles" and self.rows[i - 1].name != "titles")) else None
                run = kind
            elif row.name == "id" and i and self.rows[i - 1].name == "sa":
                new = head if row.fields["spi"] in spis else None
                spis = spis if new is None else set()
                spis.add(row.fields["spi"])
            if new is not None:
                found.append(new)
                done, spis = set(), spis if row.name == "id" else set()
            if run is not None:
                done.add(run)
        return sorted({*found} - {0})


class Part(Builder):
    """Puts the rows of one dump together."""

    command = "setkey -D"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.blocks: list[Block] = []
        self.block: Block | None = None
        self.created: list[str | None] = []

    def add(self, row: Row) -> None:
        """Take in the next row."""
        if row.name in HEADS:
            self.block = Block(row)
            self.blocks.append(self.block)
        elif row.name == "none":
            self.whole = self.whole or row.get("what") == "SAD"
        elif row.name == "ike":
            self.ikes.append(_ike(row, self.source))
            self.created.append(row.get("created"))
        elif row.name != "titles" and self.block is not None:
            if not self.block.takes(row):
                self.block = None
            else:
                self.block.rows.setdefault(row.name, row)
                if row.name == "algorithm":
                    self.block.algorithms.append(row)

    def finish(self) -> None:
        """All blocks are there: make policies and pairs of them."""
        self.policies += [p for b in self.blocks if b.head.name == "policy" and (p := _policy(b, self.source)) is not None]
        halves = [h for b in self.blocks if b.head.name == "sa" and (h := _half(b, self.source)) is not None]
        self.whole = self.whole or bool(halves)
        self.time = next((now for b in self.blocks if (now := b.value("created", "current"))), None)
        taken = date(self.time)
        self.ikes = [replace(ike, age=_since(text, taken)) for ike, text in zip(self.ikes, self.created, strict=True)]
        ends = Ends()
        for ike in self.ikes:
            ends.out(ike.local, ike.remote)
        self.children += children(halves, self.policies, ends)


Reader.part = Part


def date(text: str | None) -> datetime | None:
    """``Nov 23 07:52:11 2026``."""
    words = (text or "").split()
    if len(words) != 4 or words[0] not in MONTHS:
        return None
    try:
        hour, minute, second = map(int, words[2].split(":"))
        return datetime(int(words[3]), MONTHS.index(words[0]) + 1, int(words[1]), hour, minute, second)
    except ValueError:
        return None


def _since(created: str | None, now: datetime | None) -> int | None:
    try:
        then = datetime.fromisoformat(created or "")
    except ValueError:
        return None
    return _seconds(then, now)


def _seconds(then: datetime | None, now: datetime | None) -> int | None:
    return int((now - then).total_seconds()) if then and now and then <= now else None


def _left(life: int | None, age: int | None) -> int | None:
    """Seconds of a lifetime that are left; None where it has no end."""
    return life - age if life and age is not None else None


def _ike(row: Row, source: str) -> IkeSa:
    number = whole(row.get("state"))
    if number is None:
        state = "established" if row.get("created") else "connecting"
    else:
        state = "connecting" if number < ESTABLISHED else "established" if number == ESTABLISHED else "deleting"
    spis = [None if not row.fields[name].strip("0") else row.fields[name] for name in ("spi_i", "spi_r")]
    return IkeSa(
        where=row.where(source), text=row.text, state=state, version=1, local=row.get("local"), remote=row.get("remote"),
        role={"I": "initiator", "R": "responder"}.get(row.get("side") or ""), spi_i=spis[0], spi_r=spis[1],
    )  # fmt: skip


def _half(block: Block, source: str) -> Half | None:
    """One SA; None for what is none of ESP or AH or is cut too short."""
    row = block.rows.get("id")
    if row is None or row.fields["protocol"] in ("ipcomp", "tcp"):
        return None
    protocol = row.fields["protocol"]
    names = {r.fields["what"]: r.fields["algorithm"] for r in reversed(block.algorithms)}
    state = STATES.get(block.value("sequence", "state") or "mature", "installed")
    mode, age = row.fields["mode"], whole(block.value("age", "age"))
    return Half(
        where=row.where(source), text=row.text, source=block.head.fields["source"], destination=block.head.fields["destination"],
        state=state, mode=None if mode == "any" else mode, protocol=protocol[:3].removesuffix("-").upper(), encap=protocol == "esp-udp",
        reqid=None if row.get("reqid") == "0" else row.get("reqid"), spi=spi(row.get("spi")), proposal="/".join(names[w] for w in "EA" if w in names) or None,
        octets=whole(block.value("bytes", "bytes")), packets=whole(block.value("packets", "packets")),
        added=date(block.value("created", "created")), age=age,
        idle=_seconds(date(block.value("last", "last")), date(block.value("created", "current"))),
        rekey_in=_left(whole(block.value("age", "soft")), age), expires_in=_left(whole(block.value("age", "hard")), age),
    )  # fmt: skip


def _policy(block: Block, source: str) -> Policy | None:
    """A policy; None for one of a socket or without its direction."""
    row = block.rows.get("policy_dir")
    if row is None or row.get("socket"):
        return None
    tmpl = block.rows.get("tmpl")
    action = {"ipsec": "protect", "discard": "drop"}.get(row.fields["action"], "pass")
    selectors = []
    for end, port in (("source", "sport"), ("destination", "dport")):
        proto = block.head.fields["protocol"]
        parts = [part for part in (proto if proto != "any" else None, block.head.get(port)) if part and part != "any"]
        selectors.append(block.head.fields[end] + (f"[{'/'.join(parts)}]" if parts else ""))
    return Policy(
        where=block.head.where(source), text=block.head.text, direction=row.fields["direction"], source_ts=selectors[0],
        destination_ts=selectors[1], reqid=tmpl.get("reqid") if tmpl is not None else None,
        source=tmpl.get("source") if tmpl is not None else None, destination=tmpl.get("destination") if tmpl is not None else None, action=action,
    )  # fmt: skip
