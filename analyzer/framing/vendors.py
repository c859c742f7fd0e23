"""What stands before the words of vendors' gateways: FortiOS's debug and events, PAN-OS's ikemgr, Azure's rows."""

import re
from functools import cache

from analyzer.framing import patterns as p
from analyzer.model import Line

_BANNER = "====> "  # PAN-OS draws arrows around what matters


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def read(line: Line, rest: str) -> bool:
    """Take a vendor's mark into the line; False where there is none."""
    if rest.startswith(_BANNER):
        line.message = rest.removeprefix(_BANNER)
        return True
    if rest.startswith(("SESSION_ID", "Remote ")):
        return _azure(line, rest)
    return rest.startswith("ike ") and _fortios(line, rest)


def _azure(line: Line, rest: str) -> bool:
    m = _compiled(p.AZURE).match(rest)
    if m is None:
        return False
    line.peer, line.message, line.dialect = m[1], rest[m.end() :], "azure"
    return True


def _fortios(line: Line, rest: str) -> bool:
    m = _compiled(p.FORTIOS).match(rest)
    if m is None:
        return False
    line.conn, line.sa = (m[1] if m[1] and "/" not in m[1] else None), m[2]  # a name, or cookies before there is one
    line.message, line.dialect = rest[m.end() :], "fortinet"
    return True


def fortios_event(line: Line, rest: str) -> bool:
    """Take the date and the device of an event of FortiOS into the line; False where it is something else."""
    m = _compiled(p.FORTIOS_EVENT).match(rest)
    if m is None:
        return False
    line.time, line.host = f"{m[1]} {m[2]}", m[3] or line.host
    at = rest.find("logdesc=", m.end())
    vpn = at > 0 and 'subtype="vpn"' in rest
    line.message, line.dialect = (rest[at:], "fortinet") if vpn else (rest, "other")
    return True


def gateway(line: Line, level: str, rest: str) -> bool:
    """Take the level and the gateway's number of a line of PAN-OS's ikemgr; its words are its own, or those of racoon, which it began as."""
    m = _compiled(p.PANOS).match(rest)
    if m is None:
        return False
    line.group, line.dialect = level, "paloalto"
    line.message = rest[m.end() :].removeprefix(_BANNER)
    return True
