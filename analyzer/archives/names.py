"""Names of members for people: harmless to print, bounded, unique. They are never used as a path on disk."""

import re
from hashlib import blake2b

SEPARATOR = "!"  # between a container and its member
LONGEST = 400  # characters of a member's name inside of its container

_PLAIN = re.compile(r"[A-Za-z0-9 _./,:;=+@%~()\[\]{}#&'$^-]*").fullmatch
_UPWARDS = ("", ".", "..")


def of_bytes(raw: bytes, fallback: str = "utf-8") -> str:
    """A stored name as text; what is not UTF-8 is read as ``fallback``, or kept as escapes."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode(fallback, "surrogateescape")


def harmless(name: str) -> str:
    """``name`` with everything that a terminal or a reader could stumble over written as an escape. Different names stay different."""
    if _PLAIN(name):
        return name
    if name.isprintable() and "\\" not in name and SEPARATOR not in name:
        return name
    return "".join(map(_escaped, name))


def _escaped(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    if char == "\\":
        return "\\\\"
    if char.isprintable() and char != SEPARATOR:
        return char
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def inside(name: str) -> str:
    """A member's own name: no root, no way upwards, not too long, harmless."""
    if ".." in name or "//" in name or "./" in name or name[:1] == "/":
        name = "/".join(part for part in name.split("/") if part not in _UPWARDS)
    name = harmless(name[: 16 * LONGEST])
    if len(name) > LONGEST:
        name = f"{name[: LONGEST - 60]}...{blake2b(name.encode(), digest_size=8).hexdigest()}...{name[-30:]}"
    return name or "(no name)"


class Unique:
    """Makes the names of one container unique: the second ``a`` is ``a (2)``."""

    __slots__ = ("_seen", "_times")

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._times: dict[str, int] = {}

    def __call__(self, name: str) -> str:
        if name not in self._seen:
            self._seen.add(name)
            return name
        times = self._times.get(name, 1)
        while True:
            times += 1
            other = f"{name} ({times})"
            if other not in self._seen:
                self._times[name] = times
                self._seen.add(other)
                return other
