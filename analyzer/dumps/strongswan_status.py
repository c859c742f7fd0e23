"""``ipsec status`` and ``ipsec statusall`` of strongSwan."""

from dataclasses import replace

from analyzer.dumps.building import Builder
from analyzer.dumps.lines import Row
from analyzer.dumps.records import ChildSa, ConfiguredChild, Connection, IkeSa
from analyzer.dumps.values import seconds, spaced, whole

BEGINS = ("head", "connections", "routed", "shunted", "sas", "ike", "child", "connection")  # rows with which a dump may begin
SIGNS = (  # one of them is in every text that holds such a dump
    "Status of IKE charon daemon", "Connections:", "Security Associations", "]: ESTABLISHED", "]: CONNECTING", "]: CREATED", "]: REKEY",
    "]: DELETING", "]: PASSIVE", "]: DESTROYING", "INSTALLED, ", "REKEYED, ", "REKEYING, ", "ROUTED, ", "CREATED, ", "DELETING, ",
    "DELETED, ", "RETRYING, ", "UPDATING, ", "INSTALLING, ", "  IKEv",
)  # fmt: skip
AMONG = ("addresses", "address", "pools", "pool", "none", "uptime", "memory", "threads", "plugins")  # only inside of one


class Reader(Builder):
    """Puts the rows of one dump together."""

    command = "ipsec statusall"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._headings: set[str] = set()

    def restarts(self, row: Row) -> bool:
        """The command was run again: a heading comes twice, or an IKE_SA that is known already."""
        if row.name in ("head", "connections", "sas"):
            return row.name in self._headings or (row.name != "sas" and "sas" in self._headings)
        number = row.get("number")
        return row.name == "ike" and self.ikes[-1:] != [] and self.ikes[-1].text != row.text and any(i.number == number for i in self.ikes)

    def add(self, row: Row) -> None:
        """Take in the next row."""
        name = row.name
        if name in ("head", "connections", "sas"):
            self._headings.add(name)
        if name == "sas":
            self.whole, self.up = True, whole(row.get("up"))
        elif name == "ike":
            self._ike(row)
        elif name.startswith("ike_"):
            self._ike_detail(name, row)
        elif name == "child":
            self._child(row)
        elif name.startswith("child_"):
            self._child_detail(name, row)
        elif name.startswith("connection") and name != "connections":
            self._connection(name, row)

    def _ike(self, row: Row) -> None:
        if self.ikes and self.ikes[-1].text == row.text:  # the line was doubled
            return
        self.ikes.append(
            IkeSa(
                where=row.where(self.source), text=row.text, name=row.get("name"), number=row.get("number"), state=row.fields["state"].lower(),
                local=row.get("local"), remote=row.get("remote"), local_id=row.get("local_id"), remote_id=row.get("remote_id"),
                age=seconds(row.get("ago")),
            )
        )  # fmt: skip

    def _ike_detail(self, name: str, row: Row) -> None:
        i = next((i for i in range(len(self.ikes) - 1, -1, -1) if self.ikes[i].number == row.get("number")), None)
        if i is None:
            return
        sa = self.ikes[i]
        if name == "ike_spis":
            role = "initiator" if row.get("initiator") else "responder" if row.get("responder") else None
            times = {t.split(" in ")[0].split()[-1]: seconds(t.split(" in ")[1]) for t in (row.get("times") or "").split(", ") if " in " in t}
            sa = replace(
                sa, version=int(row.fields["version"]), role=role, spi_i=row.get("spi_i"), spi_r=row.get("spi_r"),
                rekey_in=times.get("rekeying"), reauth_in=times.get("reauthentication"),
            )  # fmt: skip
        elif name == "ike_proposal":
            sa = replace(sa, proposal=row.get("proposal"))
        elif name == "ike_tasks" and row.get("queue") == "active":
            sa = replace(sa, tasks=spaced(row.get("tasks")))
        self.ikes[i] = sa

    def _child(self, row: Row) -> None:
        ike = self.ikes[-1].number if self.ikes and row.fields["state"] != "ROUTED" else None
        protocol = row.get("protocol")
        self.children.append(
            ChildSa(
                where=row.where(self.source), text=row.text, name=row.get("name"), number=row.get("number"), ike=ike,
                state=row.fields["state"].lower(), mode=row.fields["mode"].lower(), protocol=protocol,
                encap=bool(row.get("encap")) if protocol else None, reqid=row.get("reqid"), spi_in=row.get("spi_in"), spi_out=row.get("spi_out"),
                expires_in=seconds(row.get("expires")),
            )
        )  # fmt: skip

    def _child_detail(self, name: str, row: Row) -> None:
        if not self.children or self.children[-1].number != row.get("number"):
            return
        sa = self.children[-1]
        if name == "child_selectors":
            sa = replace(sa, local_ts=spaced(row.get("local_ts")), remote_ts=spaced(row.get("remote_ts")))
        else:
            sa = replace(
                sa, proposal=row.get("proposal"), bytes_in=whole(row.get("bytes_in")), bytes_out=whole(row.get("bytes_out")),
                packets_in=whole(row.get("packets_in") or "0"), packets_out=whole(row.get("packets_out") or "0"),
                idle_in=whole(row.get("idle_in")), idle_out=whole(row.get("idle_out")), rekey_in=seconds(row.get("rekey")),
            )  # fmt: skip
        self.children[-1] = sa

    def _connection(self, name: str, row: Row) -> None:
        title = row.fields["name"]
        if name == "connection":
            version = row.fields["version"].removeprefix("IKEv")
            self.connections.append(
                Connection(
                    where=row.where(self.source), text=row.text, name=title, version=int(version) if version in ("1", "2") else None,
                    mode="aggressive" if row.get("mode") else None, local=row.get("local"), remote=row.get("remote"),
                )
            )  # fmt: skip
            return
        if not self.connections:
            return
        c = self.connections[-1]
        if name == "connection_end":
            c = replace(c, local_id=c.local_id or row.get("id")) if row.get("end") == "local" else replace(c, remote_id=c.remote_id or row.get("id"))
        elif name == "connection_child":
            child = ConfiguredChild(
                where=row.where(self.source), name=title, local_ts=spaced(row.get("local_ts")), remote_ts=spaced(row.get("remote_ts")),
                mode=row.fields["mode"].lower(),
            )  # fmt: skip
            c = replace(c, children=(*c.children, child))
        self.connections[-1] = c


