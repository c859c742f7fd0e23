"""A share of a log that several processes read: the lines of some of its hosts."""

from dataclasses import dataclass, field

MOST = 8192  # hosts that are remembered


@dataclass(slots=True)
class Share:
    """The ``number``-th of ``of`` shares, from 0. The first one has the lines that tell no host too, and counts those of other programs."""

    number: int = 0
    of: int = 1
    _known: dict[str, bool] = field(default_factory=dict)

    @property
    def first(self) -> bool:
        """Whether it is the first one."""
        return self.number == 0

    def has(self, host: str | None) -> bool:
        """Whether the lines of this host belong to it."""
        if self.of == 1 or not host:
            return self.first
        found = self._known.get(host)
        if found is None:
            if len(self._known) >= MOST:
                self._known.clear()
            found = self._known[host] = sum(host.encode("utf-8", "replace")) % self.of == self.number  # gw01, gw02 ... in turn
        return found
