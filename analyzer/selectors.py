"""Traffic selectors as networks: what they cover together, and whether one holds another.

Shapes read: ``10.1.0.0/16``, ``10.0.0.1`` (one address), ``10.0.0.1..10.0.0.9`` and ``10.0.0.1-10.0.0.9`` (a range), each perhaps
followed by ``[tcp/http]``, ``[udp]``, ``[1024-65535]``, ``:tcp/80`` or ``/tcp/80``; ``dynamic`` (the tunnel's own address);
``%any`` and ``0.0.0.0/0``. IPv4 and IPv6. RFC 7296, section 3.13.1.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_FORM = re.compile(
    r"\[?(?P<low>[0-9A-Fa-f.:]+?)(?:/(?P<length>\d{1,3})|(?:\.\.|-)(?P<high>[0-9A-Fa-f.:]+?))?"
    r"(?:\[(?P<what>[^\]]*)\]|[:/](?P<flat>(?:tcp|udp|icmp|gre|esp|ah)(?:/[\w\-]+)?))?\]?"
)
_ANY = {"%any": "0.0.0.0/0", "%any4": "0.0.0.0/0", "%any6": "::/0", "any": "0.0.0.0/0", "0.0.0.0": "0.0.0.0/0", "::": "::/0"}  # noqa: S104 - an address in a text


@dataclass(frozen=True, slots=True)
class Selector:
    """A range of addresses, with what protocol and port it is limited to (empty where it is not)."""

    low: Address
    high: Address
    limit: str = ""

    def holds(self, other: "Selector") -> bool:
        """Whether everything in the other one is in this one."""
        if self.low.version != other.low.version or self.limit not in ("", other.limit):
            return False
        return int(self.low) <= int(other.low) and int(other.high) <= int(self.high)

    def meets(self, other: "Selector") -> bool:
        """Whether something is in both."""
        if self.low.version != other.low.version or (self.limit and other.limit and self.limit != other.limit):
            return False
        return int(self.low) <= int(other.high) and int(other.low) <= int(self.high)

    @property
    def networks(self) -> tuple[Network, ...]:
        """The range as networks."""
        if isinstance(self.low, ipaddress.IPv4Address) and isinstance(self.high, ipaddress.IPv4Address):
            return tuple(ipaddress.summarize_address_range(self.low, self.high))
        if isinstance(self.low, ipaddress.IPv6Address) and isinstance(self.high, ipaddress.IPv6Address):
            return tuple(ipaddress.summarize_address_range(self.low, self.high))
        return ()

    def __str__(self) -> str:
        nets = self.networks
        text = str(nets[0]) if len(nets) == 1 else f"{self.low}..{self.high}"
        return f"{text}[{self.limit}]" if self.limit else text


@lru_cache(8192)
def parse(text: str) -> Selector | None:
    """The selector, or None where it is none or depends on the tunnel (``dynamic``)."""
    name, bracket, rest = text.strip().partition("[")
    if name.lower() in _ANY:
        text = _ANY[name.lower()] + bracket + rest
    m = _FORM.fullmatch(text.strip())
    if m is None:
        return None
    try:
        low = ipaddress.ip_address(m["low"])
        if m["length"] is not None:
            net = ipaddress.ip_network(f"{low}/{m['length']}", strict=False)
            low, high = net[0], net[-1]
        else:
            high = ipaddress.ip_address(m["high"]) if m["high"] is not None else low
    except ValueError:
        return None
    if high.version != low.version or int(high) < int(low):
        return None
    limit = (m["what"] if m["what"] is not None else m["flat"] or "").strip().lower()
    return Selector(low, high, "" if limit in ("0", "0/0", "any") else limit)


def selectors(texts: Iterable[str]) -> tuple[Selector, ...]:
    """Those of the texts that are selectors."""
    return tuple(s for text in texts if (s := parse(text)) is not None)


def covers(wide: Iterable[str], narrow: Iterable[str]) -> bool:
    """Whether each of the narrow selectors lies in one of the wide ones; a text that cannot be read is in none but its like."""
    wides = tuple(wide)
    return all(_within(text, wides) for text in narrow)


def _within(text: str, wides: tuple[str, ...]) -> bool:
    if text in wides:
        return True
    one = parse(text)
    return one is not None and any(w.holds(one) for w in selectors(wides))


def same(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two lists of selectors mean the same."""
    a, b = tuple(one), tuple(other)
    return covers(a, b) and covers(b, a)


def union(texts: Iterable[str]) -> tuple[str, ...]:
    """The selectors without those that lie in another one, in their order."""
    kept: list[str] = []
    for text in dict.fromkeys(texts):
        if not covers(kept, (text,)):
            kept = [k for k in kept if not covers((text,), (k,))]
            kept.append(text)
    return tuple(kept)
