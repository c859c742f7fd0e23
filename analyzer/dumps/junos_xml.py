"""``| display xml`` of Junos: the same SAs as tags, line by line."""

import re
from collections.abc import Iterable, Iterator

from analyzer.dumps.building import Builder
from analyzer.dumps.junos_ike import proposal_of, state_of, version_of
from analyzer.dumps.junos_words import faults, joined, networks, proposal
from analyzer.dumps.lines import Row
from analyzer.dumps.records import ChildSa, Connection, IkeSa
from analyzer.dumps.values import spi, whole

BEGINS = ("begin", "prompt")
SIGNS = (  # one of them is in every such text
    "<rpc-reply", "-engine-results", "-security-associations", "ipsec-unestablished-tunnel",
    "<ipsec-", "<ike-", "<usp-ipsec-", "display xml",
)  # fmt: skip
AMONG = ("close", "leaf", "open", "empty")
IKE = ("ike-security-associations", "ike-security-associations-block")
BLOCK, PAIR, INACTIVE = "ipsec-security-associations-block", "ipsec-security-associations", "ipsec-unestablished-tunnel-information"
ALGORITHMS = {
    "ike-sa-encryption-algorithm": "Encryption", "ike-sa-authentication-algorithm": "Authentication", "ike-sa-prf-algorithm": "Pseudo random function",
    "ike-sa-dhgroup": "Diffie-Hellman group",
}  # fmt: skip
RESTARTS = ("prompt",)
# <esp-statistics> of one tunnel or of the whole gateway: encrypted is what goes out
_COUNTERS = ("esp-decrypted-bytes", "esp-encrypted-bytes", "esp-decrypted-packets", "esp-encrypted-packets")
_INDEX = re.compile(r"\bindex (\d{1,10})\b")
_PIECE = re.compile(r"<[^<>/][^<>]*(?<!/)>[^<>]*</[^<>]+>|<[^<>]+>|[^<>]+|[<>]")
_TAG = re.compile(r"[ \t]*<([a-z][a-z0-9\-]*)>[ \t]*\Z")
_IDENTITY = re.compile(r"(?:\w+\((?:[^()\n=]*=|\d+,\d+-\d+,)?)?([^()\n]*)\)?")
_SECONDS = re.compile(r"(?:Expires in )?(\d+)")


def prepared(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[tuple[int, ...], str]]:
    """One tag or one value a line, with the numbers of the lines that it stands on: tags of one line apart, values over three lines together."""
    held: list[tuple[int, str]] = []  # a tag that stands alone, and its value
    for number, text in lines:
        m = _TAG.match(text)
        if len(held) == 2 and text.strip() == f"</{held[0][1].strip()[1:]}":
            yield (held[0][0], held[1][0], number), "".join(t.strip() for _, t in (*held, (number, text)))
            held = []
        elif len(held) == 1 and "<" not in text and text.strip():
            held.append((number, text))
        else:
            yield from (((n,), t) for n, t in held)
            held = [(number, text)] if m is not None else []
            if m is None:
                yield from (((number,), piece) for piece in _PIECE.findall(text) if piece.strip()) if text.count("<") > 2 else [((number,), text)]
    yield from (((n,), t) for n, t in held)


class Reader(Builder):
    """Collects the values of a tag until it is closed."""

    command = "show security | display xml"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.block: dict[str, str] = {}  # of the tunnel
        self.values: dict[str, str] = {}  # of the SA
        self.head: Row | None = None
        self.event: Row | None = None  # that the tunnel had last
        self.within: str | None = None
        self.inactive = False
        self.index: str | None = None
        self.counters: dict[str, int | None] = {}
        self.counted: Row | None = None

    def add(self, row: Row) -> None:
        """Take in the next row."""
        if row.name == "prompt":
            m = _INDEX.search(row.fields["options"])
            self.index = m[1] if m is not None else None
            return
        tag = row.fields["tag"]
        if row.name == "leaf":
            value = row.fields["value"].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            if tag in _COUNTERS:
                self.counted = self.counted or row
                self.counters.setdefault(tag, whole(value.strip()))
            elif value:
                self.event = row if tag == "sa-tunnel-event" and self.event is None else self.event
                (self.values if self.within is not None else self.block).setdefault(tag, value)
        elif row.name in ("begin", "open"):
            self._open(tag, row)
        elif row.name == "close":
            self._close(tag)

    def _open(self, tag: str, row: Row) -> None:
        if tag == INACTIVE:
            self.inactive = True
        elif tag == BLOCK:
            self.block = {}
        elif tag == PAIR or tag in IKE:
            self.within, self.values, self.head, self.event = tag, {}, row, None

    def _close(self, tag: str) -> None:
        if tag == INACTIVE:
            self.inactive = False
        if tag != self.within or self.head is None:
            return
        head, self.within = self.head, None
        if tag in IKE:
            self._ike(head)
        elif self.inactive:
            self._down(self.event or head)
        else:
            self._child(head)

    def finish(self) -> None:
        """Nothing more comes; the counters are of one tunnel where the command asked for one."""
        if self.counted is not None and self.index is not None:
            came, went, packets_in, packets_out = map(self.counters.get, _COUNTERS)
            self.children.append(
                ChildSa(where=self.counted.where(self.source), text=self.counted.text, number=self.index, bytes_in=came, bytes_out=went,
                        packets_in=packets_in, packets_out=packets_out)
            )  # fmt: skip

    def _ike(self, head: Row) -> None:
        v = self.values.get
        if v("ike-sa-index") is None and v("ike-sa-remote-address") is None:
            return
        self.phase_1_only = not self.children
        ports = {v("ike-sa-local-port"), v("ike-sa-remote-port")} - {None}
        self.ikes.append(
            IkeSa(
                where=head.where(self.source), text=head.text, number=v("ike-sa-index"), state=state_of(v("ike-sa-state")),
                version=version_of(v("ike-sa-exchange-type")), role=(v("ike-sa-role") or "").lower() or None, local=v("ike-sa-local-address"),
                remote=v("ike-sa-remote-address"), spi_i=v("ike-sa-initiator-cookie"), spi_r=v("ike-sa-responder-cookie"),
                nat=ports != {"500"} if ports else None, proposal=proposal_of({ALGORITHMS[t]: x for t, x in self.values.items() if t in ALGORITHMS}),
            )
        )  # fmt: skip

    def _down(self, head: Row) -> None:
        v = self.values.get
        causes = faults(v("sa-tunnel-event"))
        if causes:
            self.whole = True
            self.connections.append(
                Connection(where=head.where(self.source), text=head.text, name=f"tunnel {v('sa-tunnel-index')}", remote=v("sa-remote-gateway"), faults=causes,
                           reason=v("sa-tunnel-event"))
            )  # fmt: skip

    def _child(self, head: Row) -> None:
        """One direction: the outbound one belongs to the inbound one before it."""
        self.phase_1_only = False
        v, b = self.values.get, self.block.get
        value, number = spi(v("sa-spi")), v("sa-tunnel-index") or b("sa-tunnel-index")
        out = v("sa-direction") in (">", "outbound")
        if value is None or joined(self.children, number, value, out=out):
            return
        left = _SECONDS.match(v("sa-hard-lifetime") or "")
        self.children.append(
            ChildSa(
                where=head.where(self.source), text=head.text, name=b("sa-vpn-name"), number=number, protocol=v("sa-protocol"),
                local=b("sa-local-gateway"), remote=v("sa-remote-gateway") or b("sa-remote-gateway"), local_ts=_networks(b("sa-local-identity")),
                remote_ts=_networks(b("sa-remote-identity")), expires_in=whole(left[1]) if left is not None else None,
                proposal=proposal(v("sa-encryption-algorithm") or v("sa-esp-encryption-algorithm"), v("sa-authentication-algorithm") or v("sa-hmac-algorithm")),
                spi_in=None if out else value, spi_out=value if out else None,
            )
        )  # fmt: skip


def _networks(text: str | None) -> tuple[str, ...]:
    m = _IDENTITY.match(text or "")
    return networks(m[1] if m is not None else None)
