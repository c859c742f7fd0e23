"""``show security ipsec`` of Junos: SAs, tunnels that are down and why, counters."""

from dataclasses import replace
from typing import Any

from analyzer.dumps.building import Builder
from analyzer.dumps.junos_words import faults, joined, networks, proposal
from analyzer.dumps.lines import Row
from analyzer.dumps.records import ChildSa, Connection
from analyzer.dumps.values import spi, whole

BEGINS = ("totals", "inactive_totals", "header", "inactive_header", "sa", "id", "statistics", "prompt", "event_count")
SIGNS = (  # one of them is in every text that holds such a dump
    "Total active tunnels:", "Total inactive tunnels", "Life:sec/kb", "Reason", "ESP:", "AH:", "Virtual-system: ", " Statistics:", "security ipsec ", " : ",
)  # fmt: skip
AMONG = ("node", "rule", "role", "inactive", "gateways", "ts_name", "identity", "version", "setting", "events", "event", "direction", "monitoring", "hard",
         "mode", "protocol", "counter", "errors", "error")  # fmt: skip
MONITOR = {"D": "unanswered", "V": "unanswered", "DOWN": "unanswered", "VERIFY": "unanswered"}  # probes through the tunnel
RESTARTS = ("prompt",)


class Reader(Builder):
    """Pairs the two directions of each SA; what is inactive becomes a connection that is down."""

    command = "show security ipsec"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.tunnel: dict[str, Any] = {}  # of the details that are being read
        self.head: Row | None = None
        self.pairs = 0  # SAs of these details
        self.reason: str | None = None  # its newest event
        self.inactive = False
        self.index: str | None = None
        self.counters: dict[str, int | None] = {}
        self.counted: Row | None = None

    def add(self, row: Row) -> None:
        """Take in the next row."""
        name = row.name
        if name == "prompt":
            words = row.text.split()
            self.index = words[words.index("index") + 1] if "index" in words[:-1] else None
            self.inactive = row.get("what") == "inactive-tunnels"
        elif name in ("totals", "inactive_totals"):
            self.inactive = name == "inactive_totals"
            self.whole = self.whole or not self.inactive
        elif name == "sa":
            self._direction(
                row, number=row.get("number"), remote=row.get("remote"), protocol=row.get("protocol"), proposal=row.get("proposal"),
                encap=row.get("port") != "500" or None, expires_in=whole(row.get("life")), state=MONITOR.get(row.fields["monitor"], "installed"),
            )  # fmt: skip
        elif name == "inactive":
            self._down(row, f"tunnel {row.get('number')}", row.get("remote"), None, None, row.get("reason"))
        elif name == "counter":
            self.counted = self.counted or row
            self.counters.setdefault(f"{row.get('what')} {row.get('unit')}", whole(row.get("count")))
        else:
            self._detail(name, row)

    def _detail(self, name: str, row: Row) -> None:
        t = self.tunnel
        if name == "id":
            self._close()
            self.head, self.tunnel = row, {"number": row.get("number"), "name": row.get("name")}
        elif name == "gateways":
            t["local"], t["remote"] = row.get("local"), row.get("remote")
        elif name == "identity":
            t["local_ts" if row.get("side") == "Local" else "remote_ts"] = networks(row.get("networks"))
        elif name == "version":
            t["version"] = int(row.fields["version"])
        elif name == "event":
            self.reason = self.reason or row.get("reason")
        elif name == "direction":
            self.pairs += 1
            self._direction(row, **{key: value for key, value in t.items() if key != "version"})
        elif self.children and self.pairs:
            self._more(name, row)

    def _more(self, name: str, row: Row) -> None:
        sa = self.children[-1]
        if name == "monitoring" and row.get("monitor") in MONITOR:
            sa = replace(sa, state=MONITOR[row.fields["monitor"]])
        elif name == "hard":
            sa = replace(sa, expires_in=whole(row.get("seconds")))
        elif name == "mode":
            sa = replace(sa, mode=row.fields["mode"].lower(), state=sa.state if sa.state in MONITOR.values() else row.fields["state"].lower())
        elif name == "protocol":
            sa = replace(sa, protocol=row.get("protocol"), proposal=proposal(row.get("encryption"), row.get("integrity")))
        self.children[-1] = sa

    def _direction(self, row: Row, **known: Any) -> None:
        """One direction of an SA: the outbound one belongs to the inbound one before it."""
        value = spi(row.get("spi"))
        out = row.get("direction") in (">", "outbound")
        if not joined(self.children, known.get("number"), value, out=out):
            self.children.append(
                ChildSa(where=row.where(self.source), text=row.text, spi_in=None if out else value, spi_out=value if out else None, **known)
            )

    def _down(self, row: Row, name: str, remote: str | None, local: str | None, version: int | None, reason: str | None) -> None:
        causes = faults(reason)
        if causes:
            self.whole = True
            self.connections.append(
                Connection(where=row.where(self.source), text=row.text, name=name, remote=remote, local=local, version=version, faults=causes, reason=reason)
            )

    def _close(self) -> None:
        """The details of one tunnel are over."""
        t = self.tunnel
        if self.head is not None and self.inactive and not self.pairs:
            self._down(self.head, t.get("name") or f"tunnel {t.get('number')}", t.get("remote"), t.get("local"), t.get("version"), self.reason)
        self.head, self.tunnel, self.pairs, self.reason = None, {}, 0, None

    def finish(self) -> None:
        """Nothing more comes; the counters are of one tunnel where the command asked for one."""
        self._close()
        if self.counted is not None and self.index is not None:
            count = self.counters.get
            self.children.append(
                ChildSa(
                    where=self.counted.where(self.source), text=self.counted.text, number=self.index, bytes_in=count("Decrypted bytes"),
                    bytes_out=count("Encrypted bytes"), packets_in=count("Decrypted packets"), packets_out=count("Encrypted packets"),
                )
            )  # fmt: skip
