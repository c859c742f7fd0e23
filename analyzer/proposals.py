"""Proposals as sets of transforms, and what differs between two lists of them.

Shapes read: charon ``IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048, IKE:...``; Libreswan
``1:IKE:ENCR=AES_CBC_256;PRF=HMAC_SHA2_256;INTEG=HMAC_SHA2_256_128;DH=MODP2048[first-match] 2:...``,
``1:IKE=AES_CBC_256-HMAC_SHA2_256-HMAC_SHA2_256_128-MODP2048``, ``AES_CBC (256), HMAC_SHA2_256, MODP2048``; OpenIKED
``ENCR=AES_CBC-256``; Cisco ``ESP: Proposal 1:  AES-CBC-256 SHA256 Don't use ESN; ESP: Proposal 2: ...``; Junos
``SA([0](id = 1) protocol = IKE (1), AES CBC key len = 256, ...; )``. Names are kept as printed; they are compared without punctuation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

ENCRYPTION, INTEGRITY, PRF, GROUP, ESN = "encryption", "integrity", "prf", "group", "esn"
TYPES = (ENCRYPTION, INTEGRITY, PRF, GROUP, ESN)
MAX_LENGTH = 100_000  # letters of a list that are read; no daemon prints more


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal: its protocol (IKE, ESP, AH) and for each transform type the algorithms in the order of preference."""

    protocol: str
    transforms: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def names(self, kind: str) -> tuple[str, ...]:
        """The algorithms of one transform type."""
        return self.transforms.get(kind, ())


@dataclass(frozen=True, slots=True)
class Difference:
    """What keeps two lists of proposals apart: transform types, and both sides' values for each."""

    types: tuple[str, ...]
    mine: dict[str, tuple[str, ...]]
    theirs: dict[str, tuple[str, ...]]


def parse(text: str) -> tuple[Proposal, ...]:
    """Read a printed list of proposals; what is not understood is left out."""
    text = text[:MAX_LENGTH].strip()
    if text.startswith("SA("):
        return tuple(_quicksec(t) for t in re.split(r"\[\d+\]\s*\(id = \d+\)", text)[1:])
    if re.match(r"\d+:(?:IKE|ESP|AH)[:=]", text):
        return tuple(_numbered(t) for t in re.split(r"\s+(?=\d+:(?:IKE|ESP|AH)[:=])", text))
    if _CISCO.match(text):
        return tuple(_cisco(t) for t in text.split(";")) if ";" in text else tuple(_cisco_list(text))
    if "=" in text and re.search(r"\b(?:ENCR|PRF|INTEGR?|DH|KE|ESN)=", text):
        return (_assignments("IKE", text),)
    if ":" in text:
        return tuple(_slashes(t) for t in re.split(r",\s*", text) if ":" in t)
    if "(" in text or ", " in text:
        return (_oakley(text),)
    return ()


# Proposal 1: AES-CBC-256 SHA256 SHA256 DH_GROUP_2048_MODP/Group 14    ESP: Proposal 1: AES-CBC-256 SHA256 Don't use ESN
_CISCO = re.compile(r"(?:(?P<protocol>ESP|AH|IKE):[ \t]*)?Proposal \d+:")
# ENCRYPTION: AES-CBC-256 PRF: SHA256 INTEGRITY: SHA256 DH GROUP: DH_GROUP_256_ECP/Group 19
_CISCO_TYPES = {"ENCRYPTION": ENCRYPTION, "PRF": PRF, "INTEGRITY": INTEGRITY, "DH GROUP": GROUP, "ESN": ESN}


def _cisco_list(text: str) -> Iterator[Proposal]:
    protocol = "IKE"
    for part in re.split(r"(?=(?:(?:ESP|AH|IKE):[ \t]*)?\bProposal \d+:)(?<!ESP: )(?<!AH: )(?<!IKE: )", text):
        m = _CISCO.match(part)
        if m is None:
            continue
        protocol = m[1] or protocol
        words = part[m.end() :].replace("Don't use ESN", "NO_ESN").replace("Use ESN", "ESN").replace("/Group ", "/Group_")
        typed = re.split(r"(ENCRYPTION|PRF|INTEGRITY|DH GROUP|ESN):", words)
        if len(typed) > 1:
            pairs = [(_CISCO_TYPES[kind], name) for kind, names in zip(typed[1::2], typed[2::2], strict=True) for name in names.split()]
        else:  # PRF and integrity have the same names: with all of them in both nothing is said of them that is not so
            pairs = [(kind, name) for name in words.split() if (kind := kind_of(name)) is not None]
            pairs += [(PRF, name) for kind, name in pairs if kind == INTEGRITY and protocol == "IKE"]
        yield _collect(protocol, [(kind, name.replace("/Group_", "/Group ")) for kind, name in pairs if _plain(name) != "NONE"])


def kind_of(name: str) -> str | None:
    """The transform type of an algorithm's printed name; integrity and PRF names may coincide (IKEv1)."""
    n = _plain(name)
    if n in ("NONE", ""):
        return None
    if "EXTSEQ" in n or n.startswith("ESN") or n in ("ENABLED", "DISABLED", "ENABLEDDISABLED", "NOESN"):
        return ESN
    if n.startswith(("MODP", "ECP", "CURVE", "X25519", "X448", "DH", "KE1", "MLKEM", "NTRU", "NEWHOPE", "FRODO", "BRAINPOOL")):
        return GROUP
    if n.startswith("PRF"):
        return PRF
    if n.startswith(("HMAC", "AESXCBC96", "AESXCBC", "AESCMAC", "CAMELLIAXCBC", "SHA", "MD5", "KPDK", "AUTH")) and not n.startswith(
        "AESGMAC"
    ):
        return INTEGRITY
    return ENCRYPTION


def _plain(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", name.upper())


def _collect(protocol: str, pairs: list[tuple[str, str]]) -> Proposal:
    found: dict[str, list[str]] = {}
    for kind, name in pairs:
        if name not in found.setdefault(kind, []):
            found[kind].append(name)
    return Proposal(protocol, {k: tuple(v) for k, v in found.items()})


def _slashes(text: str) -> Proposal:
    protocol, _, rest = text.strip().partition(":")
    pairs = [(kind, name) for name in rest.split("/") if (kind := kind_of(name)) is not None]
    return _collect(protocol.strip(), pairs)


def _numbered(text: str) -> Proposal:
    found = re.match(r"\d+:(IKE|ESP|AH)([:=])(.*)", text.strip(), re.DOTALL)
    if found is None:
        return Proposal("")
    protocol, sign, rest = found.groups()
    rest = re.sub(r"\[[^\[\]]*\]|\([^()]*\)", "", rest).strip()
    if sign == ":":
        return _assignments(protocol, rest)
    pairs: list[tuple[str, str]] = []
    for part in rest.split("-"):
        for name in part.split("+"):
            kind = kind_of(name)
            if protocol == "IKE" and kind == INTEGRITY and not any(k in (PRF, INTEGRITY) for k, _ in pairs):
                kind = PRF  # which stands first: ENCR-PRF-INTEG-DH
            if kind is not None:
                pairs.append((kind, name))
    return _collect(protocol, pairs)


def _cisco(text: str) -> Proposal:
    """Names without types: of the hashes of an IKE proposal the first half are PRFs."""
    found = _CISCO.match(text.strip())
    protocol = (found["protocol"] if found is not None else None) or "IKE"
    names = re.findall(r"Don.?t use ESN|Use ESN|\w[^\s/]*(?:/Group \d+)?", text.strip()[found.end() :] if found is not None else "")
    pairs = [(kind, name) for name in names if (kind := ESN if name.endswith("ESN") else kind_of(name)) is not None]
    if protocol == "IKE":
        hashes = [i for i, (kind, _) in enumerate(pairs) if kind == INTEGRITY]
        for i in hashes[: len(hashes) // 2]:
            pairs[i] = (PRF, pairs[i][1])
    return _collect(protocol, pairs)


_TYPES = {"ENCR": ENCRYPTION, "PRF": PRF, "INTEG": INTEGRITY, "INTEGR": INTEGRITY, "DH": GROUP, "KE": GROUP, "ESN": ESN}


def _assignments(protocol: str, text: str) -> Proposal:
    pairs: list[tuple[str, str]] = []
    for key, values in re.findall(r"([A-Z]+)\d*=([^;\s]+)", text):
        if key in _TYPES:
            pairs += [(_TYPES[key], v) for v in re.split(r"[+,]", values) if _plain(v) not in ("NONE", "")]
    return _collect(protocol, pairs)


def _quicksec(text: str) -> Proposal:
    """``protocol = IKE (1), AES CBC key len = 256, HMAC-SHA256-128, 2048 bit MODP, HMAC-SHA256 PRF;`` of Junos."""
    protocol, _, rest = text.partition(",")
    pairs: list[tuple[str, str]] = []
    for part in re.split(r"[,;)]", rest):
        name = re.sub(r"^(\d+) bit .*?(MODP|ECP)$", r"\2_\1", part.strip())
        name = re.sub(r"^(.*) PRF$", r"PRF_\1", name)
        name = re.sub(r" key len = (\d+)$", r"_\1", name)
        if name and (kind := kind_of(name)) is not None:
            pairs.append((kind, re.sub(r"[ \-]", "_", name)))
    return _collect(protocol.partition("=")[2].partition("(")[0].strip(), pairs)


def _oakley(text: str) -> Proposal:
    names = [re.sub(r"\s*\((\d+)\)", r"_\1", part.strip()) for part in re.split(r",\s*", text.strip("[] "))]
    return _collect("IKE", [(kind, name) for name in names if (kind := kind_of(name)) is not None])


def compare(mine: tuple[Proposal, ...], theirs: tuple[Proposal, ...]) -> Difference | None:
    """What differs: the nearest pair's transform types without a common algorithm. None where some pair agrees or one list is empty."""
    best: tuple[int, tuple[str, ...]] | None = None
    for own in mine:
        for other in theirs:
            if own.protocol and other.protocol and own.protocol != other.protocol:
                continue
            types = tuple(t for t in TYPES if not _common(own, other, t))
            if not types:
                return None
            if best is None or len(types) < best[0]:
                best = (len(types), types)
    if best is None:
        return None
    return Difference(best[1], *({t: _union(side, t) for t in best[1]} for side in (mine, theirs)))


def protocols(proposals: tuple[Proposal, ...]) -> set[str]:
    """The protocols of a list."""
    return {p.protocol for p in proposals if p.protocol}


def _common(a: Proposal, b: Proposal, kind: str) -> bool:
    one, two = ({_plain(n) for n in p.names(kind)} for p in (a, b))
    if kind == ESN and (not one or not two):
        return True
    if kind in (INTEGRITY, PRF) and (not one or not two) and (kind == PRF or _aead(a) or _aead(b)):
        return kind == PRF or not (one or two) or _aead(a) != _aead(b)
    return bool(one & two) or not (one or two)


def _aead(p: Proposal) -> bool:
    return any(any(w in _plain(n) for w in ("GCM", "CCM", "CHACHA", "GMAC")) for n in p.names(ENCRYPTION))


def _union(side: tuple[Proposal, ...], kind: str) -> tuple[str, ...]:
    seen: dict[str, None] = {}
    for p in side:
        for name in p.names(kind):
            seen[name] = None
    return tuple(seen) or ("none",)


_WEAK = ("DES", "3DES", "DESIV", "BLOWFISH", "CAST", "IDEA", "RC5", "NULL", "MD5", "HMACMD5", "HMACMD596", "PRFHMACMD5", "MODP768", "MODP1024",
         "MODP1536", "DH1", "DH2", "DH5", "MODP1024160")  # fmt: skip


@lru_cache(maxsize=1024)
def weak(text: str) -> tuple[str, ...]:
    """The algorithms of a printed proposal that RFC 8221 and RFC 8247 advise against."""
    found = []
    for name in re.findall(r"[A-Z0-9][A-Za-z0-9_]*", text[:MAX_LENGTH]):
        plain = _plain(re.sub(r"_CBC.*", "", name)) if name.startswith(("3DES", "DES", "BLOWFISH", "CAST", "IDEA")) else _plain(name)
        if plain in _WEAK and name not in found:
            found.append(name)
    return tuple(found)
