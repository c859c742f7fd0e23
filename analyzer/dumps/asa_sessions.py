"""``show vpn-sessiondb [detail] l2l`` of Cisco's ASA and FTD: sessions with the bytes and packets of each pair of networks."""

from collections.abc import Iterable
from typing import Any

from analyzer.dumps.building import Builder
from analyzer.dumps.lines import Row
from analyzer.dumps.masks import net
from analyzer.dumps.records import ChildSa, Dump, IkeSa
from analyzer.dumps.values import whole

BEGINS = ("title", "none", "session")  # rows with which a dump may begin
RESTARTS = ("title", "none")
AMONG = (
    "connection", "index", "address", "protocol", "bytes", "bytes_rx", "packets", "packets_rx", "duration", "ike", "ipsec", "tunnel", "local", "remote",
    "ports", "mode", "algorithms", "encapsulation", "rekey", "group", "rest",
)  # fmt: skip
Part = dict[str, Row]


class Reader(Builder):
    """Puts the rows together: "Connection" begins a session, the titles in it its parts."""

    command = "show vpn-sessiondb detail l2l"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.sessions: list[list[Part]] = []

    def add(self, row: Row) -> None:
        """Take in the next row."""
        self.whole = self.whole or row.name in RESTARTS
        if row.name in ("connection", "session"):
            self.sessions.append([{"connection": row}])
        elif self.sessions and row.name in ("ike", "ipsec"):
            self.sessions[-1].append({row.name: row})
        elif self.sessions:
            self.sessions[-1][-1].setdefault(row.name, row)

    def finish(self) -> None:
        """All rows are there."""
        for head, *parts in self.sessions:
            if len(head) == 1 and not parts:
                continue  # "Connection" is a word of others too
            number = _get(head, "index", "number") or str(len(self.ikes) + 1)
            ike = next((part for part in parts if "ike" in part), {})
            remote = _get(head, "index", "remote") or _get(head, "address", "remote")
            connection = head["connection"]
            protocol = _get(head, "protocol", "protocol") or ""
            version = _get(ike, "ike", "version") or ("2" if "IKEv2" in protocol else "1" if "IKE" in protocol else None)
            self.ikes.append(
                IkeSa(
                    where=connection.where(self.source), text=connection.text, number=number, version=whole(version), remote=remote, age=_age(head),
                    nat="OverNatT" in protocol or "4500" in (_get(ike, "ports", "source"), _get(ike, "ports", "destination")), proposal=_proposal(ike),
                )
            )  # fmt: skip
            pairs = [part for part in parts if "ipsec" in part]
            self.children += [child for part in pairs if (child := _child(part, number, remote, self.source)) is not None]
            if not pairs and "IPsec" in protocol:  # without "detail" there are only the sums of all pairs
                self.children.append(ChildSa(where=connection.where(self.source), text=connection.text, ike=number, remote=remote, protocol="ESP",
                                             age=_age(head), **_counted(head)))  # fmt: skip

    def dumps(self, lines: Iterable[int], unknown: Iterable[int]) -> list[Dump]:
        """The dump; none where there is neither a title nor a session."""
        found = super().dumps(lines, unknown)
        return found if self.whole or self.ikes else []


def _get(part: Part, name: str, field: str) -> str | None:
    return part[name].get(field) if name in part else None


def _age(head: Part) -> int | None:
    row = head.get("duration")
    if row is None:
        return None
    days, hours, minutes, seconds = (int(row.get(name) or 0) for name in ("days", "hours", "minutes", "seconds"))
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def _proposal(part: Part) -> str | None:
    group = _get(part, "group", "group") or _get(part, "encapsulation", "group")
    names = [_get(part, "algorithms", "encryption"), _get(part, "algorithms", "hash"), f"DH{group}" if group else None]
    return "/".join(name for name in names if name and name != "none") or None


def _child(part: Part, number: str, remote: str | None, source: str) -> ChildSa | None:
    """One pair of networks; None where its networks are cut off."""
    local, other = _get(part, "local", "net"), _get(part, "remote", "net")
    if local is None or other is None:
        return None
    life, left = whole(_get(part, "rekey", "life")), whole(_get(part, "rekey", "left"))
    mode = _get(part, "encapsulation", "mode")
    row = part.get("tunnel", part["ipsec"])
    return ChildSa(
        where=row.where(source), text=row.text, number=_get(part, "tunnel", "id"), ike=number, remote=remote, protocol="ESP",
        mode=mode.lower() if mode else None, encap=_get(part, "ipsec", "nat") is not None, local_ts=(_net(local),),
        remote_ts=(_net(other),), proposal=_proposal(part),
        **_counted(part), age=life - left if life is not None and left is not None and life >= left else None, expires_in=left,
    )  # fmt: skip


def _counted(part: Part) -> dict[str, Any]:
    """Bytes and packets; Rx may stand on a line of its own."""
    return {
        f"{unit}_{way}": whole(_get(part, unit, side) or _get(part, f"{unit}_rx", side))
        for unit in ("bytes", "packets")
        for way, side in (("in", "rx"), ("out", "tx"))
    }


def _net(text: str) -> str:
    """``10.61.4.0/255.255.255.0/0/0``; older releases leave protocol and port away."""
    address, mask, *more = [*text.split("/"), "32"][:4] if "/" not in text else text.split("/")[:4]
    return net(address, mask, *more)
