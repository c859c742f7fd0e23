"""``ip xfrm state`` and ``ip xfrm policy`` of Linux."""

from dataclasses import dataclass, field
from datetime import datetime

from analyzer.dumps.building import Builder
from analyzer.dumps.halves import Half, children
from analyzer.dumps.lines import Row
from analyzer.dumps.records import Policy
from analyzer.dumps.splitting import Splitting
from analyzer.dumps.values import spi, whole

BEGINS = ("state", "policy")  # rows with which a dump may begin
ONCE = frozenset({"id", "replay", "statistics", "counted", "added", "context", "esn_context", "direction", "policy_dir"})  # once in a block
ONLY_STATE = frozenset({"replay", "statistics", "algorithm", "encap", "context", "esn", "esn_context", "selector", "direction"})
ONLY_POLICY = frozenset({"policy_dir", "tmpl", "level", "masks"})
AMONG = (
    *sorted((ONCE | ONLY_STATE | ONLY_POLICY) - {"id"}), "id", "flags", "mark", "if_id", "output_mark", "lastused", "esn_window", "bitmap", "key_rest",
    "offload", "security", "detail", "lifetime", "limit", "expire", "stats", "command",
)  # fmt: skip
PROTOCOLS = {"esp": "ESP", "ah": "AH"}
SALTS = {"rfc4106": 32, "rfc4309": 24, "rfc4543": 32, "rfc7539esp": 32}  # bits of an AEAD's key that are none


@dataclass(slots=True)
class Block:
    """A state or a policy: its first line and those below. ``cut`` says that lines of another are among them."""

    head: Row
    rows: dict[str, list[Row]] = field(default_factory=dict)
    last: Row | None = None
    cut: bool = False

    def add(self, row: Row) -> None:
        """Take in the next row."""
        self.rows.setdefault(row.name, []).append(row)
        self.last = row

    def all(self, name: str) -> list[Row]:
        """Its rows of a name."""
        return self.rows.get(name, [])

    def get(self, name: str) -> Row | None:
        """Its row of a name."""
        return next(iter(self.all(name)), None)

    def value(self, name: str, of: str) -> str | None:
        """A field of its row of a name."""
        row = self.get(name)
        return row.get(of) if row is not None else None

    def number(self, *places: tuple[str, str], base: int = 10) -> int | None:
        """The first of the fields that is there."""
        return next((int(text, base) for name, of in places if (text := self.value(name, of)) and len(text) <= 20), None)


class Reader(Splitting):
    """Finds the dumps: each has the states and the policies once."""

    def cuts(self) -> list[int]:
        """The places of the rows with which another dump begins."""
        found: list[int] = []
        done: set[str] = set()
        run: str | None = None
        head = 0
        spis: dict[tuple[str, str], int] = {}
        key = ("", "")
        for i, row in enumerate(self.rows):
            new: int | None = None
            if (kind := _kind(row)) is not None:
                head = i
                if kind in done and (run != kind or row.name == "command"):
                    new = i
                run = kind
            elif row.name == "id" and run == "state":
                key = (self.rows[head].get("destination") or "", row.get("spi") or "")
                if spis.setdefault(key, head) != head and key[1].strip("0"):
                    new = head
            if new is not None:
                found.append(new)
                done, spis = set(), dict.fromkeys([key] if row.name == "id" else [], head)
            if run is not None:
                done.add(run)
        return sorted({*found} - {0})


def _kind(row: Row) -> str | None:
    if row.name in BEGINS:
        return row.name
    return None if row.name != "command" else "state" if row.fields["what"].startswith("s") else "policy"


class Part(Builder):
    """Puts the rows of one dump together."""

    command = "ip xfrm"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.blocks: list[Block] = []
        self.block: Block | None = None

    def add(self, row: Row) -> None:
        """Take in the next row."""
        if row.name in BEGINS:
            self.block = Block(row)
            self.blocks.append(self.block)
        elif row.name == "command":
            self.block = None
            self.whole = self.whole or _kind(row) == "state"
        elif self.block is not None:
            if self._strange(self.block, row):
                self.block.cut = self.block.head.name == "policy" and row.name == "id" and not _others(self.block, row)
                self.block = None
            else:
                self.block.add(row)

    @staticmethod
    def _strange(block: Block, row: Row) -> bool:
        """Whether a row cannot be of the block: its own first line is missing."""
        if block.last is not None and block.last.text == row.text:
            return False
        if block.head.name == "policy":
            if row.name == "id":
                return len(block.all("id")) >= len(block.all("tmpl"))
            return row.name in ONLY_STATE or (row.name in ONCE and block.get(row.name) is not None)
        return row.name in ONLY_POLICY or (row.name in ONCE and block.get(row.name) is not None)

    def finish(self) -> None:
        """All blocks are there: make policies and pairs of them."""
        blocks = [b for b in self.blocks if not b.cut]
        self.policies += [p for b in blocks if b.head.name == "policy" if (p := _policy(b, self.source)) is not None]
        states = [b for b in blocks if b.head.name == "state" and b.value("id", "protocol") in PROTOCOLS]
        self.whole = self.whole or bool(states)
        keyed = any(b.get("algorithm") for b in states)
        self.children += children([_half(b, self.source, keyed=keyed) for b in states], self.policies)


Reader.part = Part


def _others(block: Block, row: Row) -> bool:
    """Whether a ``proto`` line is another block's: the policy has all of its own, or the line is not below a ``tmpl``."""
    first = block.get("policy_dir")
    return bool(block.all("tmpl")) or (first is not None and 0 < row.indent <= first.indent)


def _selector(row: Row, end: str) -> str:
    """A network, with protocol and port where they are set: ``10.1.0.0/16[tcp/443]``."""
    port = row.get("sport" if end == "source" else "dport") or (row.get("type") if end == "source" else None)
    of = "/".join(part for part in (row.get("protocol"), port) if part)
    return row.fields[end] + (f"[{of}]" if of else "")


def _policy(block: Block, source: str) -> Policy | None:
    """A policy; None for one of a socket or without its direction."""
    row = block.get("policy_dir")
    if row is None or row.get("of") == "socket" or row.fields["direction"] not in ("in", "out", "fwd"):
        return None
    ends, ids = block.all("tmpl"), block.all("id")
    i = next((i for i, r in enumerate(ids) if r.get("protocol") in PROTOCOLS), 0)
    tmpl, what = ends[i] if i < len(ends) else None, ids[i] if i < len(ids) else None
    action = "drop" if row.get("action") == "block" else "protect" if ends else "pass"
    reqid = what.get("reqid") if what is not None else None
    return Policy(
        where=block.head.where(source), text=block.head.text, direction=row.fields["direction"], source_ts=_selector(block.head, "source"),
        destination_ts=_selector(block.head, "destination"), reqid=None if reqid == "0" else reqid,
        source=tmpl.get("source") if tmpl is not None else None, destination=tmpl.get("destination") if tmpl is not None else None, action=action,
    )  # fmt: skip


def _half(block: Block, source: str, *, keyed: bool) -> Half:
    """One state. ``keyed`` says that the dump shows algorithms at all."""
    head, identity = block.head, block.get("id")
    assert identity is not None
    of = identity.fields
    sent, got = _sequences(block)
    octets, packets = (whole(block.value("counted", name)) for name in ("bytes", "packets"))
    ways = {w for name in ("id", "direction", "offload") if (w := block.value(name, "direction"))}
    if packets is None and (sent or got):
        packets = sent or got
    selector = block.get("selector")
    window = max((n for n in (block.number(("replay", "window")), block.number(("esn_window", "window"))) if n is not None), default=None)
    return Half(
        where=identity.where(source), text=identity.text, source=head.fields["source"], destination=head.fields["destination"],
        state="creating" if _unfinished(block, keyed=keyed) else "installed", mode=of["mode"], protocol=PROTOCOLS[of["protocol"]],
        encap=block.get("encap") is not None, reqid=None if of["reqid"] == "0" else of["reqid"], spi=spi(of.get("spi")), proposal=_proposal(block),
        tag=f"{block.value('mark', 'mark')} {block.value('if_id', 'if_id')}", octets=octets, packets=packets,
        exact=block.get("counted") is not None or packets is None, added=_time(block.value("added", "added")), window=window,
        direction=ways.pop() if len(ways) == 1 else None, counts=None if bool(sent) == bool(got) else "out" if sent else "in",
        source_ts=(_selector(selector, "source"),) if selector is not None else (),
        destination_ts=(_selector(selector, "destination"),) if selector is not None else (),
    )  # fmt: skip


def _sequences(block: Block) -> tuple[int, int]:
    """The numbers of the last packet sent and of the last one received."""

    def value(low: str, high: str) -> int:
        first = block.number(("context", low), ("esn_context", low), base=16) or 0
        return first + ((block.number(("esn_context", high), base=16) or 0) << 32)

    got = value("seq", "seq_hi")
    return value("oseq", "oseq_hi"), got or int((block.number(("context", "bitmap"), base=16) or 0) > 0)


def _unfinished(block: Block, *, keyed: bool) -> bool:
    """An SA that is still being negotiated: no SPI, or an SPI without keys."""
    if not (block.value("id", "spi") or "").strip("0"):
        return True
    soft, hard = (next((int(r.fields[f]) for r in block.all("expire") if r.get("which") == "add"), 0) for f in ("soft", "hard"))
    return not block.get("algorithm") and (keyed or soft == 0 < hard) and not any(_sequences(block))


def _proposal(block: Block) -> str | None:
    """The algorithms as the kernel names them, with the bits of the key or of the checksum."""
    words: dict[str, str] = {}
    for row in block.all("algorithm"):
        what, name, bits = row.fields["what"], row.fields["algorithm"], whole(row.get("bits"))
        if what == "aead" and bits:
            bits -= SALTS.get(name.partition("(")[0], 0)
        size = row.get("length") if what.startswith("auth") else str(bits) if bits and what != "comp" else None
        words.setdefault(what.partition("-")[0], name + (f"-{size}" if size else ""))
    return "/".join(words[what] for what in ("aead", "enc", "auth", "comp") if what in words) or None


def _time(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text or "")
    except ValueError:
        return None
