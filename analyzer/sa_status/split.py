"""The way out of the FAQ's question 5: one IPsec connection for each pair of networks."""

from collections.abc import Iterable
from itertools import product

from analyzer.sa_status.peerings import Child
from analyzer.selectors import union


def plan(children: Iterable[Child]) -> tuple[tuple[str, str], ...]:
    """The connections to create: a letter, and ``local <=> remote``; every pair that an SA has, in their order."""
    known = list(children)
    pairs = dict.fromkeys((a, b) for c in known for a, b in product(c.sa.local_ts, c.sa.remote_ts))
    return tuple((letters(i), f"{a} <=> {b}") for i, (a, b) in enumerate(pairs))


def split(local_ts: Iterable[str], remote_ts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The connections for one SA with all these networks."""
    return tuple((letters(i), f"{a} <=> {b}") for i, (a, b) in enumerate(product(union(local_ts), union(remote_ts))))


def letters(index: int) -> str:
    """A, B, ... Z, AA, AB."""
    text = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        text = chr(ord("A") + digit) + text
    return text
