"""``swanctl --list-sas``."""

from dataclasses import replace

from analyzer.dumps.building import Builder
from analyzer.dumps.lines import Row
from analyzer.dumps.records import ChildSa, IkeSa
from analyzer.dumps.values import seconds, spaced, spi
from analyzer.dumps.values import whole as number

IKE = ("ike", "ike_local", "ike_remote", "ike_proposal", "ike_times", "queued", "active", "passive")  # the lines of an IKE_SA in their order
CHILD = ("child", "child_times", "child_in", "child_out", "child_label", "child_local", "child_remote")  # and those of a CHILD_SA
BEGINS = ("ike", "child")  # rows with which a dump may begin
AMONG = ("command", *IKE[1:5], "ike_tasks", *CHILD[1:])  # only inside of one
RESTARTS = ("command",)


class Reader(Builder):
    """Puts the rows of one dump together. A line that comes too early for its block shows that the line which begins its own is not there."""

    command = "swanctl --list-sas"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.of: list[int] = []  # for each CHILD_SA the index of its IKE_SA; -1 for none
        self.ike = self.child = -1  # indices of those that are being read
        self.step = -1  # how far in IKE or CHILD
        self.in_child = False
        self.last = ""

    def restarts(self, row: Row) -> bool:
        """The number of an IKE_SA stands in a dump once."""
        return row.name == "ike" and row.text != self.last and any(sa.number == row.get("number") for sa in self.ikes)

    def add(self, row: Row) -> None:
        """Take in the next row."""
        if row.text == self.last:  # twice the same line is no second SA
            return
        self.last = row.text
        if row.name == "command":
            return
        name = row.fields["queue"] if row.name == "ike_tasks" else row.name
        if name in IKE:
            self._ike(name, IKE.index(name), row)
        else:
            self._child(name, CHILD.index(name), row)

    def _ike(self, name: str, step: int, row: Row) -> None:
        if name == "ike":
            role = "initiator" if row.get("initiator") else "responder" if row.get("responder") else None
            self.ikes.append(
                IkeSa(
                    where=row.where(self.source), text=row.text, name=row.get("name"), number=row.get("number"), state=row.fields["state"].lower(),
                    version=int(row.fields["version"]), role=role, spi_i=said(row, "spi_i"), spi_r=said(row, "spi_r"),
                )
            )  # fmt: skip
            self.ike = len(self.ikes) - 1
        elif self.in_child or step <= self.step:
            self.ike = self.child = -1
        self.in_child, self.step = False, step
        if self.ike >= 0:
            self.ikes[self.ike] = _detailed_ike(self.ikes[self.ike], name, row)

    def _child(self, name: str, step: int, row: Row) -> None:
        if name == "child":
            self.children.append(_child(self.source, row, self.ikes[self.ike].number if self.ike >= 0 else None))
            self.of.append(self.ike)
            self.child = len(self.children) - 1
        elif not self.in_child or step <= self.step:
            self.child = -1
        self.in_child, self.step = True, step
        if self.child >= 0:
            self.children[self.child] = _detailed_child(self.children[self.child], name, row)

    def finish(self) -> None:
        """Hang each CHILD_SA under the IKE_SA below which it is printed."""
        hanging: dict[int, list[ChildSa]] = {}
        for ike, child in zip(self.of, self.children, strict=True):
            hanging.setdefault(ike, []).append(child)
        self.ikes = [replace(sa, children=tuple(hanging.get(i, ()))) for i, sa in enumerate(self.ikes)]
        self.children = hanging.get(-1, [])


def said(row: Row, field: str) -> str | None:
    """What stands in a field; None for ``(null)`` too."""
    text = row.get(field)
    return None if text == "(null)" else text


def _detailed_ike(sa: IkeSa, name: str, row: Row) -> IkeSa:
    if name == "ike_local":
        return replace(sa, local=said(row, "host"), local_id=said(row, "id"))
    if name == "ike_remote":
        return replace(sa, remote=said(row, "host"), remote_id=said(row, "id"))
    if name == "ike_proposal":
        return replace(sa, proposal=row.get("proposal"))
    if name == "ike_times":
        return replace(sa, age=seconds(row.get("age")), rekey_in=seconds(row.get("rekey")), reauth_in=seconds(row.get("reauth")))
    return replace(sa, tasks=spaced(row.get("tasks"))) if name == "active" else sa


def _child(source: str, row: Row, ike: str | None) -> ChildSa:
    """Up to 5.2 a CHILD_SA has no number of its own, the reqid stands there."""
    protocol, mode, reqid = said(row, "protocol"), said(row, "mode"), row.get("reqid")
    return ChildSa(
        where=row.where(source), text=row.text, name=row.get("name"), number=row.get("number") if reqid else None, ike=ike,
        state=row.fields["state"].lower(), mode=mode.lower() if mode else None, protocol=protocol,
        encap=bool(row.get("encap")) if protocol else None, reqid=said(row, "reqid") if reqid else row.get("number"), proposal=row.get("proposal"),
    )  # fmt: skip


def _detailed_child(sa: ChildSa, name: str, row: Row) -> ChildSa:
    if name == "child_times":
        return replace(sa, age=seconds(row.get("age")), rekey_in=seconds(row.get("rekey")), expires_in=seconds(row.get("expires")))
    if name in ("child_in", "child_out"):
        spis, octets, packets, idle = spi(row.get("spi")), number(row.get("bytes")), number(row.get("packets")), number(row.get("idle"))
        if name == "child_in":
            return replace(sa, spi_in=spis, bytes_in=octets, packets_in=packets, idle_in=idle)
        return replace(sa, spi_out=spis, bytes_out=octets, packets_out=packets, idle_out=idle)
    if name == "child_local":
        return replace(sa, local_ts=_selectors(row))
    return replace(sa, remote_ts=_selectors(row)) if name == "child_remote" else sa


def _selectors(row: Row) -> tuple[str, ...]:
    return tuple(ts for ts in spaced(row.get("ts")) if ts != "(null)")
