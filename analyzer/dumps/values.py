"""Values as dumps print them."""

import re

_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"(-?\d+)\s*([a-z]+?)s?\b")
_SIZES = {"": 1, "B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30, "TB": 1 << 40}


def seconds(text: str | None) -> int | None:
    """``45 seconds``, ``2 hours``, ``40s``, ``-3``; None where it is none."""
    if not text:
        return None
    if text.strip().lstrip("-").isdecimal():
        return int(text)
    m = _DURATION.match(text.strip())
    unit = _UNITS.get(m[2]) or _UNITS.get(m[2] + "s") if m is not None else None
    return int(m[1]) * unit if m is not None and unit else None


def whole(text: str | None) -> int | None:
    """A number of at most 20 digits."""
    return int(text) if text and text.isdecimal() and len(text) <= 20 else None


def size(text: str | None) -> tuple[int | None, bool]:
    """``1284``, ``12KB`` in bytes, and whether that is exact."""
    m = re.fullmatch(r"(\d{1,20})([KMGT]?B)?", text or "")
    if m is None:
        return None, True
    unit = _SIZES[m[2] or ""]
    return int(m[1]) * unit, unit == 1


def spi(text: str | None) -> str | None:
    """An ESP SPI as eight hexadecimal digits."""
    if not text:
        return None
    digits = text.lower().removeprefix("0x")
    return digits.rjust(8, "0") if re.fullmatch(r"[0-9a-f]{1,8}", digits) else None


def spaced(text: str | None) -> tuple[str, ...]:
    """Words."""
    return tuple((text or "").split())
