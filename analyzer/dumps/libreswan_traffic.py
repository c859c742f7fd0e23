"""``ipsec trafficstatus`` of Libreswan."""

from analyzer.dumps.building import Builder
from analyzer.dumps.libreswan_words import Serials, peer
from analyzer.dumps.lines import Row
from analyzer.dumps.records import ChildSa
from analyzer.dumps.values import whole

BEGINS = ("traffic",)
AMONG = ()
BROKEN = ("#", "006 #")


class Reader(Builder):
    """Puts the rows of one dump together. ``add_time`` tells the age only to who knows when the dump was taken."""

    command = "ipsec trafficstatus"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._serials = Serials()

    def restarts(self, row: Row) -> bool:
        """Whether an SA comes a second time."""
        return self._serials.again(row.fields["number"], row.number)

    def add(self, row: Row) -> None:
        """Take in the next row."""
        if self._serials.note(row.fields["number"], row.number):
            self.children.append(
                ChildSa(
                    where=row.where(self.source), text=row.text, name=row.get("name"), number=row.get("number"), protocol=row.get("protocol"),
                    remote=peer(row.get("peer")), bytes_in=whole(row.get("bytes_in")), bytes_out=whole(row.get("bytes_out")),
                )
            )  # fmt: skip
