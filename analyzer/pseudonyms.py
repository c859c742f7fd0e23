"""Substitutes for addresses and names, so that a report can be given away and still be understood."""

import re
from collections.abc import Iterable
from hashlib import blake2b
from ipaddress import IPv4Address, IPv6Address

_V4 = r"(?<!\d)(?<!\d\.)\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)"
_V6 = r"(?<![\w:.])[0-9A-Fa-f:]*+(?<=[0-9A-Fa-f:])(?![\w.])"
# 192.0.2.0/24      192.0.2.0/255.255.255.0      192.0.2.0-192.0.2.255      192.0.2.0..192.0.2.255      2001:db8::/32
_ADDRESS = (
    rf"(?P<v4>{_V4})(?:/(?P<mask>{_V4})|/(?P<bits>\d{{1,2}})(?!\d)|(?P<dash>-|\.\.(?!\.)| - )(?P<last>{_V4}))?"
    rf"|(?P<v6>{_V6})(?:/(?P<bits6>\d{{1,3}})(?!\d))?"
)

_DOMAIN = r"(?:[a-z0-9_](?:[a-z0-9_-]{0,62}+)\.){1,20}[a-z]{2,24}(?![\w-]|\.\w)"
_QUOTED = r"['‘`\"]([^'’\"\n]{1,255})['’\"]"
# What is a name in a line of a log; real lines above each.
_NAMES = (
    # carol@example.org
    rf"(?<![\w.-])([\w.+-]{{1,64}}@{_DOMAIN})",
    # moon.example.org      "conn" #1: peer ID is @moon
    rf"(?<![\w.@-])({_DOMAIN})",
    rf"(?<![\w.-])@({_DOMAIN}|[a-z]\w{{1,62}})",
    # authentication of 'moon' with pre-shared key failed      EAP identity 'carol'      FQDN/moon
    rf"(?:authentication of|identity|IDi?r?|user|username|for|EAP) ?{_QUOTED}",
    r"\b(?:FQDN|UFQDN|KEY_ID)/(\S{1,255})",
    # no shared key found for 'moon'[192.0.2.1] - 'sun'[192.0.2.2]      '@moon' and '@sun'
    rf"{_QUOTED}(?:\[[^\[\]\n]{{0,60}}\])? (?:-|and) {_QUOTED}",
    # 192.0.2.1[moon]...192.0.2.2[sun]
    r"\[([^\[\]\n]{1,255})\]\.\.\.[^\s\[\]]{0,64}\[([^\[\]\n]{1,255})\]",
    # CN=moon, O=Example Inc.
    r"\b(?:ST|L|O|OU|CN|E|SN|UID|emailAddress|serialNumber)=([^,/'\"\]\n=]{1,200})",
    # Nov 23 07:21:00 gw1 pluto[33]:      2026-11-23T07:21:00+01:00 gw1 charon:
    r"^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?[\d:.]{8,15}|\d{4}-\d\d-\d\dT\S{8,24}) (\S{1,255}) [\w./-]{1,64}(?:\[\d{1,8}\])?:",
)
_FILE = re.compile(
    r".*\.(?:[chd]|cer|cert|cfg|conf|crl|crt|csv|der|gz|html|js|json|key|local|log|md|p12|pem|pfx|pid|py|secrets|service|sh|so|sock|socket|txt"
    r"|xml|xz|yml|zip|zst)\Z"
)
_CAUSE = re.compile(r"(?:p1|p2|up|sa|life|esp|sys|log|crypto)\.[a-z_0-9]+\Z")
_NO_NAME = re.compile(r"[\d.:a-f]*\Z|[%(]|[\d.,:/\[\] -]+\Z", re.IGNORECASE)


class Pseudonyms:
    """Replaces addresses and names, each by the same substitute wherever it stands.

    Addresses keep their relations: those that share a network share one afterwards, private ones stay private, and the last
    octet stays. Public IPv4 addresses become addresses of 240.0.0.0/4, IPv6 ones of 3000::/4, which belong to nobody. The
    substitutes depend on all texts together, so that who has only the result cannot compute back.
    """

    def __init__(
        self, texts: Iterable[str], others: Iterable[str] = (), *, keep: Iterable[str] = (), also: Iterable[str] = ()
    ) -> None:
        """Names are learnt from ``texts``, lines of a log, and not from the ``others``.

        ``keep`` are names that stay, ``also`` are names that are replaced though nothing in the texts shows them as names.
        """
        texts = tuple(texts)
        everything = (*texts, *others)
        digest = blake2b(digest_size=32)
        for text in everything:
            digest.update(text.encode("utf-8", "surrogatepass") + b"\n")
        self._key = digest.digest()
        self._octets = self._first_octets(everything)
        self._names: dict[str, str] = {}
        self._flipped: dict[tuple[int, int, int], int] = {}
        kept = {name.casefold() for name in keep if "." not in name}
        for name in also:
            self._learn(name, kept)
        patterns = [re.compile(source, re.IGNORECASE | re.MULTILINE) for source in _NAMES]
        for text in texts:
            for pattern in patterns:
                for match in pattern.finditer(text):
                    for name in match.groups():
                        self._learn(name, kept)
        either = "|".join(re.escape(name) for name in sorted(self._names, key=len, reverse=True)) or r"(?!)"
        self._pattern = re.compile(rf"(?P<name>(?<![\w.-])(?:{either})(?![\w-]|\.\w))|{_ADDRESS}", re.IGNORECASE)

    def __call__(self, text: str) -> str:
        """The text with every known name and every address replaced."""
        return self._pattern.sub(self._substitute, text)

    def _learn(self, name: str, kept: set[str]) -> None:
        name = name.strip().lstrip("@")
        low = name.casefold()
        if len(name) < 2 or low in kept or low in self._names or _NO_NAME.match(name) or _CAUSE.match(low):
            return
        if "@" not in name and " " not in name and _FILE.match(low):
            return
        number = len(self._names) + 1
        if "=" in name:
            self._names[low] = f"CN=name{number}"
        else:
            self._names[low] = f"name{number}@mail.example" if "@" in name else f"name{number}.example"

    def _substitute(self, match: re.Match[str]) -> str:
        if match["name"] is not None:
            return self._names.get(match["name"].casefold(), "name0.example")
        if match["v6"] is not None:
            return self._network6(match["v6"], match["bits6"])
        first = _number4(match["v4"])
        if first is None:
            return match[0]
        if match["last"] is not None:
            last = _number4(match["last"])
            if last is None:
                return match[0]
            common = 32 - (first ^ last).bit_length()
            return f"{self._network4(first, common)}{match['dash']}{self._network4(last, common)}"
        if match["mask"] is not None:
            mask = _number4(match["mask"])
            return f"{self._network4(first, 32 if mask is None else mask.bit_count())}/{match['mask']}"
        if match["bits"] is not None:
            return f"{self._network4(first, min(32, int(match['bits'])))}/{match['bits']}"
        return str(self._network4(first, 32))

    def _network4(self, value: int, bits: int) -> IPv4Address:
        """The address with its first ``bits`` replaced; the last octet, and what belongs to no network, stay."""
        octet = value >> 24
        if octet in (0, 127) or octet >= 224 or value >> 16 == 0xA9FE:
            return IPv4Address(value)
        for prefix, start in ((0x0A000000, 8), (0xAC100000, 12), (0xC0A80000, 16), (0x64400000, 10)):
            if (value ^ prefix) >> (32 - start) == 0:
                return IPv4Address(self._flip(value, 32, start, min(bits, 24)))
        value = self._flip(value, 32, 8, min(bits, 24))
        return IPv4Address(value & 0xFFFFFF | (self._octets[octet] if bits >= 8 else octet) << 24)

    def _network6(self, text: str, bits: str | None) -> str:
        tail = ":" if text.endswith(":") and not text.endswith("::") else ""
        try:
            value = int(IPv6Address(text.removesuffix(tail)))
        except ValueError:
            return text if bits is None else f"{text}/{bits}"
        length = 128 if bits is None else min(128, int(bits))
        start = 64 if value >> 118 == 0x3FA else 8 if value >> 121 == 0x7E else 3
        if value > 1 and value >> 120 != 0xFF:
            by_hand = value & 0xFFFF_FFFF_FFFF_FFFF < 0x10000  # an interface with a small number tells nothing
            value = self._flip(value, 128, start, min(length, 64) if by_hand else length)
        return f"{IPv6Address(value)}{tail}" + ("" if bits is None else f"/{bits}")

    def _flip(self, value: int, width: int, start: int, stop: int) -> int:
        """Flip bits between ``start`` and ``stop``; which, depends on the bits before each: common prefixes stay common."""
        known = self._flipped.get((value, width, stop))
        if known is not None:
            return known
        result = value
        for i in range(start, stop):
            if i == start or self._hash(f"{width}/{i}/{value >> (width - i)}") & 1:
                result ^= 1 << (width - 1 - i)
        self._flipped[value, width, stop] = result
        return result

    def _hash(self, what: str) -> int:
        return int.from_bytes(blake2b(what.encode(), key=self._key, digest_size=4).digest(), "big")

    def _first_octets(self, texts: Iterable[str]) -> dict[int, int]:
        """For each first octet of an address that occurs another one; those of no use in the Internet first."""
        seen = sorted({int(m[0].split(".", 1)[0]) for text in texts for m in re.finditer(_V4, text)} & {*range(1, 224)})
        spare = sorted(range(240, 255), key=lambda n: self._hash(f"octet {n}"))
        spare += [n for n in range(223, 0, -1) if n not in (10, 100, 127, 169, 172, 192)]
        return {octet: spare[i] if i < len(spare) else octet for i, octet in enumerate(seen)}


def _number4(text: str) -> int | None:
    try:
        return int(IPv4Address(text))
    except ValueError:
        return None
