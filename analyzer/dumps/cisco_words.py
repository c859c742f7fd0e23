"""Words of IOS in the lists of SAs: networks with masks, ranges, transforms, algorithms."""

import contextlib
import ipaddress
import re

_NAMES = {"3des": "3DES", "des": "DES", "null": "NULL", "seal": "SEAL"}
_HASHES = {"md5": "MD5", "sha": "HMAC_SHA1", "sha256": "HMAC_SHA2_256", "sha384": "HMAC_SHA2_384", "sha512": "HMAC_SHA2_512"}


def network(address: str, mask: str | None = None, protocol: str = "0", port: str = "0") -> str:
    """``10.1.0.0/255.255.0.0`` as ``10.1.0.0/16``; a protocol and a port follow in brackets, as other dumps write them."""
    text = f"{address}/{mask}" if mask is not None else address
    with contextlib.suppress(ValueError):
        text = str(ipaddress.ip_network(text, strict=False))
    if protocol == "0":
        return text
    return f"{text}[{protocol}/{port}]" if port != "0" else f"{text}[{protocol}]"


def selector(text: str | None) -> str | None:
    """``10.50.1.0/0 - 10.50.1.255/65535`` as a network, or as a range where it is none."""
    m = re.fullmatch(r"(\S+)/(\d+) - (\S+)/(\d+)", text or "")
    if m is None:
        return None
    first, low, last, high = m.groups()
    try:
        nets = [str(n) for n in ipaddress.summarize_address_range(ipaddress.ip_address(first), ipaddress.ip_address(last))]
    except (ValueError, TypeError):
        nets = []
    found = nets[0] if len(nets) == 1 else f"{first}..{last}"
    return found if (low, high) == ("0", "65535") else f"{found}[{low}-{high}]"


def transform(text: str) -> str:
    """``esp-256-aes esp-sha256-hmac`` in the words of the other dumps."""
    parts = []
    words = text.split()
    for i, word in enumerate(words):
        name = re.sub(r"^(?:esp|ah)-|-hmac$", "", word)
        bits = words[i + 1] if i + 1 < len(words) and words[i + 1].isdecimal() else None
        m = re.fullmatch(r"(?:(\d+)-)?(aes|gcm|gmac)", name)
        if m is not None:
            kind = {"aes": "AES_CBC", "gcm": "AES_GCM_16", "gmac": "AES_GMAC"}[m[2]]
            parts.append(f"{kind}_{bits or m[1] or '128'}")
        elif not word.isdecimal():
            parts.append(_HASHES.get(name) or _NAMES.get(name) or name)
    return "/".join(parts)


def algorithm(name: str, size: str | None) -> str:
    """``AES-CBC`` and ``256`` as one name."""
    plain = name.strip().replace("-", "_")
    return f"{plain}_{size}" if size else plain


def ike_proposal(encryption: str | None, prf: str | None, integrity: str | None, group: str | None) -> str | None:
    """The parts of an IKE proposal that are known."""
    names = [
        _NAMES.get(encryption or "", encryption), f"PRF_{prf}" if prf else None, _HASHES.get(integrity or "", integrity) if integrity != "None" else None,
        f"DH{group}" if group and group != "0" else None,
    ]  # fmt: skip
    return "/".join(n for n in names if n) or None
