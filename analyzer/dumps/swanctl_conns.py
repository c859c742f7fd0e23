"""``swanctl --list-conns`` and ``swanctl --list-pols``."""

from dataclasses import replace
from itertools import islice, product

from analyzer.dumps.building import Builder
from analyzer.dumps.lines import Row
from analyzer.dumps.records import ConfiguredChild, Connection, Policy
from analyzer.dumps.values import spaced

BEGINS = ("connection", "policy")  # rows with which a dump may begin
SIGNS = (  # one of them is in every text that holds such a dump
    ": IKEv", "TUNNEL", "TRANSPORT", "BEET", "IPTFS", ", PASS", ", DROP",
)  # fmt: skip
AMONG = ("command", "ends", "auth", "id", "auth_detail", "child", "child_detail")  # only inside of one
RESTARTS = ("command",)
MOST = 1000  # policies of one entry: each pair of its selectors is one


class Reader(Builder):
    """Puts the rows of one dump together. A line that comes too early for its block shows that the line which begins its own is not there."""

    command = "swanctl --list-conns"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.block = ""  # connection, child, policy: what the next selectors or addresses are of
        self.open = False  # whether there is a connection that what comes belongs to
        self.end: str | None = None  # local, remote: what was read last of the block
        self.auth: str | None = None  # whose authentication is read
        self.policy: Row | None = None
        self.local: tuple[str, ...] = ()
        self.last = ""

    def restarts(self, row: Row) -> bool:
        """A connection stands in a dump once, and policies are listed by a command of their own."""
        if row.name == "policy":
            return bool(self.connections)
        if row.name != "connection" or row.text == self.last:
            return False
        return self.policy is not None or any(c.name == row.get("name") for c in self.connections)

    def add(self, row: Row) -> None:
        """Take in the next row."""
        if row.text == self.last:
            return
        self.last = row.text
        if row.name == "connection":
            self._connection(row)
        elif row.name == "policy":
            self.command = "swanctl --list-pols"
            self.block, self.end, self.policy = "policy", None, row
        elif row.name == "child":
            self._child(row)
        elif row.name == "ends":
            self._ends(row.fields["end"], tuple(v for v in spaced(row.get("values")) if v != "(null)"))
        elif row.name == "auth":
            self._auth(row)
        elif row.name == "id":
            self._id(row)

    def _connection(self, row: Row) -> None:
        version = row.fields["version"].removeprefix("IKEv")
        self.connections.append(
            Connection(where=row.where(self.source), text=row.text, name=row.fields["name"], version=int(version) if len(version) == 1 else None)
        )
        self.block, self.end, self.auth, self.open = "connection", None, None, True

    def _child(self, row: Row) -> None:
        self.block, self.end = "child", None
        if self.open:
            child = ConfiguredChild(where=row.where(self.source), name=row.get("name"), local_ts=(), remote_ts=(), mode=row.fields["mode"].lower())
            self._change(children=(*self.connections[-1].children, child))

    def _auth(self, row: Row) -> None:
        self.open = self.open and self.block in ("connection", "auth")
        self.block, self.auth = "auth", row.get("end")

    def _id(self, row: Row) -> None:
        if self.open and self.auth == "local":
            self._change(local_id=self.connections[-1].local_id or row.get("id"))
        elif self.open and self.auth == "remote":
            self._change(remote_id=self.connections[-1].remote_id or row.get("id"))
        self.auth = None

    def _ends(self, end: str, values: tuple[str, ...]) -> None:
        """Addresses or selectors, as the block has them; those of a connection may take several lines."""
        early = self.end == "remote" if end == "local" else self.block != "connection" and self.end == "remote"
        if early or self.block not in ("connection", "child", "policy"):
            self.block = ""
            return
        self.end = end
        if self.block == "policy":
            self._policy(end, values)
        elif self.open and self.block == "connection":
            c = self.connections[-1]
            if end == "local":
                self._change(local=",".join(filter(None, (c.local, *values))) or None)
            else:
                self._change(remote=",".join(filter(None, (c.remote, *values))) or None)
        elif self.open:
            children = self.connections[-1].children
            child = replace(children[-1], local_ts=values) if end == "local" else replace(children[-1], remote_ts=values)
            self._change(children=(*children[:-1], child))

    def _policy(self, end: str, values: tuple[str, ...]) -> None:
        if end == "local":
            self.local = values
            return
        row = self.policy
        assert row is not None
        action = {"PASS": "pass", "DROP": "drop"}.get(row.fields["mode"], "protect")
        self.policies += [
            Policy(where=row.where(self.source), text=row.text, direction="out", source_ts=src, destination_ts=dst, reqid=row.get("reqid"), action=action)
            for src, dst in islice(product(self.local, values), MOST)
        ]
        self.local = ()

    def _change(self, **values: object) -> None:
        self.connections[-1] = replace(self.connections[-1], **values)  # type: ignore[arg-type]  # fields of the record

    def finish(self) -> None:
        """``name: IKEv2`` alone, as 5.2 begins a connection, can be anybody's line."""
        self.connections = [c for c in self.connections if "," in c.text or c.local or c.remote or c.children]
