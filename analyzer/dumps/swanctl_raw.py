"""``swanctl --list-sas --raw`` and ``--pretty``."""

import re
from collections.abc import Iterable

from analyzer.dumps.building import Builder
from analyzer.dumps.lines import Row
from analyzer.dumps.records import ChildSa, Dump, IkeSa
from analyzer.dumps.values import seconds, spi, whole
from analyzer.dumps.vici_tree import Indented, Section, Wrapped
from analyzer.model import Where

BEGINS = ("event", "reply", "refused", "filtered")  # rows with which a dump may begin
AMONG = ("command", "list", "key", "section", "end", "close", "item", "piece")  # only inside of one
RESTARTS = ("command", "filtered")
LONGEST = 2_000_000  # letters of a line: it holds an IKE_SA with all its CHILD_SAs

_NUMBER = re.compile(r"uniqueid=(\d{1,12})\b")


class Reader(Builder):
    """Puts the rows of one dump together."""

    command = "swanctl --list-sas --raw"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.events: list[Wrapped | Indented] = []
        self.numbers: set[str] = set()
        self.indent = 0
        self.filtered = False
        self.replied: int | None = None  # line of the reply, which is the last of a dump
        self.last = ""

    def restarts(self, row: Row) -> bool:
        """After the reply, or with the number of an IKE_SA that was there, comes the next dump."""
        if row.name != "event" or row.text == self.last:
            return False
        m = _NUMBER.search(row.text)
        return self.replied is not None or (m is not None and m[1] in self.numbers)

    def add(self, row: Row) -> None:
        """Take in the next row."""
        if row.text == self.last and row.name != "close":
            return
        self.last = row.text
        if row.name == "event":
            self._event(row)
        elif row.name == "filtered":
            self.filtered = True
        elif row.name == "reply":
            self.replied = row.number
        elif self.events and self.replied is None:
            event = self.events[-1]
            if isinstance(event, Indented):
                _line(event, row)
            elif event.goes_on(row.number):
                event.add(row.number, row.text.rstrip("\r\n").removeprefix(" " * self.indent))

    def _event(self, row: Row) -> None:
        line = row.text.rstrip("\r\n")[row.indent :]
        tree = line.partition("{")[2]
        self.indent = row.indent
        self.numbers |= set(_NUMBER.findall(row.text)[:1])
        self.events.append(Wrapped(row.number, tree, len(line) - len(tree)) if tree.strip() else Indented(row.number, row.indent))

    def dump(self, lines: Iterable[int], unknown: Iterable[int]) -> Dump:
        """The dump. It is whole if the reply ends it, every event is, and no line between them was not understood."""
        rest = list(unknown)
        roots = [event.read() if isinstance(event, Wrapped) else event.root for event in self.events]
        for root in roots:
            self._read(root)
        self.whole = (
            self.replied is not None and not self.filtered and all(root.closed for root in roots) and not any(n < self.replied for n in rest)
        )
        return super().dump(lines, rest)

    def _read(self, root: Section) -> None:
        """The IKE_SAs of an event. CHILD_SAs stand right in it where the lines around them are missing."""
        for section in root.sections:
            sections = [c for s in section.sections for c in (s.sections if s.name == "child-sas" else [s])]
            if section.name == "child-sas" or "state" not in section.values:
                self.children += self._children(section.sections if section.name == "child-sas" else sections, None)
            else:
                self.ikes.append(_ike(self.source, section, self._children(sections, section.values.get("uniqueid"))))

    def _children(self, sections: list[Section], ike: str | None) -> tuple[ChildSa, ...]:
        return tuple(_child(self.source, s, ike) for s in sections if "state" in s.values)


def _line(event: Indented, row: Row) -> None:
    if row.name == "section":
        event.open(row.fields["name"], row.number, row.text, row.indent)
    elif row.name == "key":
        event.value(row.fields["key"], row.fields["value"], row.indent)
    elif row.name == "list":
        event.begin(row.fields["key"], row.indent)
    elif row.name == "item":
        event.item(row.fields["item"])
    elif row.name == "end":
        event.end()
    elif row.name == "close":
        event.close(row.indent)


def _ike(source: str, section: Section, children: tuple[ChildSa, ...]) -> IkeSa:
    """What NAT there is, is known with the first exchange, after which there are algorithms; it is told since 5.3.4, ports since 5.4."""
    v = section.values
    nat = "yes" in (v.get("nat-local"), v.get("nat-remote"))
    asked = nat or ("local-port" in v and "encr-alg" in v)
    return IkeSa(
        where=Where(source, section.number), text=section.text, name=section.name, number=v.get("uniqueid"), state=v["state"].lower(),
        version=int(v["version"]) if v.get("version") in ("1", "2") else None,
        role="initiator" if v.get("initiator") == "yes" else "responder" if "responder-spi" in v else None,
        local=v.get("local-host"), remote=v.get("remote-host"), local_id=v.get("local-id"), remote_id=v.get("remote-id"),
        spi_i=v.get("initiator-spi"), spi_r=v.get("responder-spi"), age=_seconds(v.get("established")), rekey_in=_seconds(v.get("rekey-time")),
        reauth_in=_seconds(v.get("reauth-time")), proposal=_proposal(v), nat=nat if asked else None, tasks=section.lists.get("tasks-active", ()),
        children=children,
    )  # fmt: skip


def _child(source: str, section: Section, ike: str | None) -> ChildSa:
    v = section.values
    number = v.get("uniqueid")
    return ChildSa(
        where=Where(source, section.number), text=section.text, name=v.get("name") or section.name, number=number, ike=ike,
        state=v["state"].lower(), mode=v["mode"].lower() if "mode" in v else None, protocol=v.get("protocol"),
        encap=v.get("encap") == "yes" if "protocol" in v else None, reqid=v.get("reqid"), spi_in=spi(v.get("spi-in")), spi_out=spi(v.get("spi-out")),
        local_ts=section.lists.get("local-ts", ()), remote_ts=section.lists.get("remote-ts", ()), proposal=_proposal(v),
        bytes_in=whole(v.get("bytes-in")), bytes_out=whole(v.get("bytes-out")), packets_in=whole(v.get("packets-in")),
        packets_out=whole(v.get("packets-out")), idle_in=whole(v.get("use-in")), idle_out=whole(v.get("use-out")),
        age=_seconds(v.get("install-time")), rekey_in=_seconds(v.get("rekey-time")), expires_in=_seconds(v.get("life-time")),
    )  # fmt: skip


def _proposal(v: dict[str, str]) -> str | None:
    parts = ["_".join(v[k] for k in (f"{kind}-alg", f"{kind}-keysize") if k in v) for kind in ("encr", "integ") if f"{kind}-alg" in v]
    parts += [v[key] for key in ("prf-alg", "dh-group") if key in v]
    parts += [f"KE{n}_{v[f'ake{n}']}" for n in range(1, 8) if f"ake{n}" in v]
    parts += [word for key, word in (("ppk", "PPK"), ("esn", "ESN")) if key in v]
    return "/".join(parts) or None


def _seconds(text: str | None) -> int | None:
    return seconds(text) if text and len(text) <= 20 else None
