"""Traffic selectors as networks: parse what daemons print, and say how two lists relate.

Shapes read: ``10.0.0.0/16``, ``10.0.0.1..10.0.0.9``, ``10.0.0.0/16[tcp/http]``, ``10.0.0.0-10.0.255.255:0-65535 0``, a bare
address, ``dynamic``, IPv6. What is masked or unknown is kept as text and compares equal only to itself.
"""

import ipaddress
import re
from dataclasses import dataclass

MAX_SELECTORS = 1000  # of one list; no peer sends more


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector: first and last address as numbers with the IP version, or neither where the text is no network."""

    text: str
    version: int | None = None
    first: int = 0
    last: int = 0
    protocol: str = ""

    def holds(self, other: "Selector") -> bool:
        """Whether every address of ``other`` is in this selector."""
        if self.version is None or other.version is None:
            return self.text == other.text
        return self.version == other.version and self.first <= other.first and other.last <= self.last

    def meets(self, other: "Selector") -> bool:
        """Whether both share an address."""
        if self.version is None or other.version is None:
            return self.text == other.text
        return self.version == other.version and self.first <= other.last and other.first <= self.last


def parse(text: str) -> tuple[Selector, ...]:
    """Read a blank-separated list as a daemon prints it."""
    text = re.sub(r":\d+-\d+ \d+", "", text.strip().strip("[]"))
    return tuple(_one(t) for t in text.replace(",", " ").split()[:MAX_SELECTORS])


def _one(text: str) -> Selector:
    net, _, rest = text.partition("[")
    protocol = rest.rstrip("]").partition("/")[0] if rest else ""
    low, dots, high = net.partition("..")
    if not dots:
        low, dash, high = net.partition("-")
        dots = dash
    try:
        if dots:
            a, b = ipaddress.ip_address(low), ipaddress.ip_address(high)
            return Selector(text, a.version, int(a), int(b), protocol)
        n = ipaddress.ip_network(net, strict=False)
        return Selector(text, n.version, int(n.network_address), int(n.broadcast_address), protocol)
    except ValueError:
        return Selector(text, protocol=protocol)


def relation(mine: tuple[Selector, ...], theirs: tuple[Selector, ...]) -> str:
    """How two lists relate: equal, narrower (mine within theirs), wider (theirs within mine), overlapping, disjoint."""
    inside = all(any(t.holds(m) for t in theirs) for m in mine)
    outside = all(any(m.holds(t) for m in mine) for t in theirs)
    if inside and outside:
        return "equal"
    if inside:
        return "narrower"
    if outside:
        return "wider"
    return "overlapping" if any(m.meets(t) for m in mine for t in theirs) else "disjoint"
