"""What the words of pluto's dumps mean: states and their stories, policies, addresses, serial numbers.

Names of states changed: ``STATE_MAIN_I1`` and ``STATE_PARENT_I1`` in 3.x, ``STATE_V2_PARENT_I1`` in 4.x, ``IKE_SA_INIT_I``
in 5.x; 5.4 tells the story only (``sent IKE_SA_INIT request``).
"""

import re
from typing import NamedTuple

_ESTABLISHED = re.compile(r"(?:MAIN_I4|MAIN_R3|AGGR_I2|AGGR_R2|QUICK_I2|QUICK_R2|IPSEC_[IR]|PARENT_I3|PARENT_R2|ESTABLISHED_\w+)")
_ADDRESS = re.compile(r"((?:\d{1,3}\.){3}\d{1,3})(?::[\d/]+)?|\[([0-9a-fA-F:.]+)\]:\d+|([0-9a-fA-F]{0,4}:[0-9a-fA-F:.]+)")
_OPTIONS = re.compile(r"(?:^|,)\+?(?:MS|MC|CAT|XS|XC|S[-?=]C|UNKNOWN)(?:\+(?:MS|MC|CAT|XS|XC|S[-?=]C|UNKNOWN))*$")
_ALLOWS = {"IKEV1": 1, "IKEV1_ALLOW": 1, "IKEV2": 2, "IKEV2_ALLOW": 2}


class Standing(NamedTuple):
    """Where a state of pluto stands."""

    child: bool
    established: bool
    version: int | None
    role: str | None


def standing(state: str, story: str, ike: str | None, dpd: bool, live: bool) -> Standing | None:
    """Read a state's name and story; ``ike`` is the IKE SA that it names, ``dpd`` and ``live`` how its peer is watched.

    None for an informational exchange, which is no SA.
    """
    name = state.removeprefix("STATE_")
    if name.startswith("INFO"):
        return None
    child = bool(re.search(r"QUICK|IPSEC|CHILD|V2_CREATE", name)) if name else ike is not None or bool(_CHILD.search(story))
    established = bool(_ESTABLISHED.fullmatch(name.removeprefix("V2_"))) or "established" in story
    return Standing(child, established, _version(name, story, dpd, live), _role(name, story))


_CHILD = re.compile(r"Child SA|IPsec SA|Quick Mode")


def _version(name: str, story: str, dpd: bool, live: bool) -> int | None:
    if re.match(r"MAIN|AGGR|QUICK|XAUTH|MODE_CFG", name):
        return 1
    if name:
        return 2
    if dpd or re.search(r"Main Mode|Aggressive Mode|Quick Mode|ISAKMP|IPsec SA established", story):
        return 1
    return 2 if live or re.search(r"IKE_|CREATE_CHILD|established (?:IKE|Child) SA", story) else None


def _role(name: str, story: str) -> str | None:
    m = re.search(r"_([IR])\d?$", name)
    if m is not None:
        return "initiator" if m[1] == "I" else "responder"
    if not name and story.startswith("sent "):
        return "initiator" if "request" in story else "responder" if re.search(r"reply|response", story) else None
    return None


def policy(words: str) -> tuple[int | None, str | None, str | None]:
    """IKE version, mode of IKEv1 and mode of the CHILD_SA of ``IKEv2+PSK+ENCRYPT+TUNNEL+PFS``."""
    has = set(words.upper().split("+"))
    versions = {_ALLOWS[word] for word in has if word in _ALLOWS}
    version = versions.pop() if len(versions) == 1 else None
    mode = "aggressive" if "AGGRESSIVE" in has else "main" if version == 1 else None
    kind = next((kind for word, kind in _KINDS if word in has), None)
    return version, mode, kind


_KINDS = (
    ("PASS", "pass"), ("DROP", "drop"), ("REJECT", "drop"), ("TUNNEL", "tunnel"),
    ("TRANSPORT", "transport"), ("ENCRYPT", "transport"), ("AUTHENTICATE", "transport"),
)  # fmt: skip


def address(text: str | None) -> str | None:
    """The address of an end of a connection, without its port; None for ``%any`` and what else is none."""
    m = _ADDRESS.fullmatch(text or "")
    return (m[1] or m[2] or m[3]) if m is not None else None


def identity(text: str | None) -> str | None:
    """An identity without the options that stand with it: ``@hq,MS+XS+S=C``."""
    return _OPTIONS.sub("", text or "") or None


def peer(text: str | None) -> str | None:
    """The peer's address of an instance: ``198.51.100.1``, ``...172.31.22.162``, ``198.51.100.1===10.0.0.1/32``."""
    return address((text or "").rpartition("...")[2].partition("===")[0])


def selectors(client: str | None, host: str | None, port: str | None) -> tuple[str, ...]:
    """What an end protects: its client network, else itself; nothing where that is not known before the peer comes."""
    if client:
        return (client.removesuffix("?") + (port or ""),) if not client.startswith(("vhost:", "vnet:")) else ()
    known = address(host)
    return (f"{known}/{128 if ':' in known else 32}{port or ''}",) if known else ()


class Serials:
    """The serial numbers of states that a dump has named: the daemon gives each one once, so a second one is a second dump's."""

    def __init__(self) -> None:
        self._lines: dict[str, int] = {}

    def again(self, number: str, line: int) -> bool:
        """Whether the number was there already, other than in a line that is doubled."""
        before = self._lines.get(number)
        return before is not None and line - before > 1

    def note(self, number: str, line: int) -> bool:
        """Remember a number; false where a doubled line repeats it."""
        new = number not in self._lines
        self._lines[number] = line
        return new
