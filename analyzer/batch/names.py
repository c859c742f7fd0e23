"""What the names of files tell: which were cut from one log by rotation, in which order, and whose log it is."""

import re

_PACKED = re.compile(r"\.(?:gz|xz|bz2|zst|zstd|lz4|lzma|z|zip|7z|tar|tgz|txz|tbz2?)$", re.IGNORECASE)
_DATE = r"(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01]))?"
_TIME = r"(?:[-_.T]?\d{2}[-_.:]?\d{2}(?:[-_.:]?\d{2})?)?"
# charon.log.3   syslog-20260102   messages-2026-01-02_0300   kmd.0   daemon.log.old   log.1700000000
_TURN = re.compile(rf"[-_.](?:{_DATE}{_TIME}|\d{{1,4}}|1\d{{9}}|old|bak|prev)$|~$", re.IGNORECASE)
_DATED = re.compile(rf"(?:{_DATE}|\d{{1,2}}|(?:19|20)\d\d)", re.IGNORECASE)  # folders of days and years: 2026/01/02, 2026-01-02
_SEPARATED = re.compile(r"[/\\!]+")
_COMMON = frozenset({
    "archive", "archives", "backup", "backups", "charon", "daemon", "etc", "export", "home", "ike", "ikev2", "ipsec", "journal", "libreswan", "log", "logs",
    "messages", "old", "opt", "pluto", "private", "remote", "root", "rsyslog", "secure", "srv", "strongswan", "swan", "syslog", "sys", "tmp", "usr",
    "var", "vpn",
})  # fmt: skip
_ENDS = re.compile(r"\.(?:log|logs|txt|out|json|jsonl|csv)$", re.IGNORECASE)


def family(name: str) -> str:
    """The name without what rotation and packing have added: members with the same one are one log."""
    parts = _SEPARATED.split(name)
    kept = [part for part in parts[:-1] if _DATED.fullmatch(part) is None]
    return "/".join([*kept, _plain(parts[-1])])


def _plain(name: str) -> str:
    while True:
        shorter = _TURN.sub("", _PACKED.sub("", name))
        if shorter == name or not shorter:
            return name
        name = shorter


def turn(name: str) -> int:
    """How often the member was rotated: 2 of ``charon.log.2.gz``; 0 where the name does not count."""
    last = _SEPARATED.split(name)[-1]
    while (shorter := _PACKED.sub("", last)) != last:
        last = shorter
    found = re.search(r"\.(\d{1,4})$", last)
    return int(found[1]) if found else 0


def gateway_of(name: str) -> str:
    """Whose log it is, where its lines do not say: the nearest folder or archive with a name of its own, else the file."""
    parts = [part for part in _SEPARATED.split(name) if part]
    for part in reversed(parts[:-1]):
        plain = _plain(part)
        if plain.lower() not in _COMMON and _DATED.fullmatch(plain) is None and plain not in (".", ".."):
            return plain
    return _ENDS.sub("", _plain(parts[-1])) if parts else name
