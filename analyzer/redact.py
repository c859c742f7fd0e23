"""Take out of texts what must not be in a report: secrets always, addresses and names on request."""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import replace

from analyzer.model import Analysis, Evidence, Finding, Tunnel

HIDDEN = "<secret>"

_QUOTED = r"(?:\"[^\"\n]*\"?|'[^'\n]*'?|0[sx][0-9A-Za-z+/=]+|[^\s,;]+)"
# Each pattern keeps group 1 and loses what follows it; a real line above each.
_SECRETS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        # gw1 gw2 : PSK "abc"      : XAUTH "abc"     : EAP 0sFpZA
        rf"(: ?(?:PSK|XAUTH|EAP|NTLM|PIN|RSA\s+\S+|ECDSA\s+\S+)\s+){_QUOTED}",
        # secret = abc      psk: abc      password="abc"      shared-secret abc      xauth_password=abc    radius-server key 7 abc
        rf"(\b(?:secret|psk|password|passwd|passphrase|shared[-_ ]?secret|preshared[-_ ]?key|x?auth_?password|(?:tacacs|radius)-server key|key-string)"
        rf"\s*(?:=|:|\s)\s*(?:\d\s+)?){_QUOTED}",
        # pre-shared-key ascii-text "$9$abc"     pre-shared-key local 0 abc     ikev1 pre-shared-key abc    ike-pre-shared-key abc
        rf"(\b(?:ike-)?pre-shared-key\s+(?:(?:ascii-text|hexadecimal|local|remote|address\s+\S+|hex|\d)\s+)*){_QUOTED}",
        # crypto isakmp key 6 abc address 192.0.2.1
        rf"(\bcrypto isakmp key\s+(?:\d\s+)?){_QUOTED}",
        # enc cbc(aes) 0x0102 ...     auth-trunc hmac(sha256) 0x0102 128     aead rfc4106(gcm(aes)) 0x0102 128
        r"(\b(?:enc|auth|auth-trunc|aead|comp)\s+\S{1,64}\s+)0x[0-9a-f]+",
        # E: aes-cbc  01020304 05060708       A: hmac-sha1  0102
        r"(\b[EA]: [a-z0-9-]{2,32}\s+)(?:[0-9a-f]{8}[ \t]?)+[0-9a-f]*",
        # shared Diffie Hellman secret => 256 bytes @ 0x7f     SKEYID_d => ...     Sk_ei secret => ...
        r"(\b(?:SKEYID\S*|Sk_\S+|[A-Za-z ]{0,40}\bsecret|KEYMAT|PSK|(?:encryption|authentication|initiator|responder) key)"
        r"[^\n]{0,40}=> \d+ bytes @ ).*",
        #    0: 1A 2B 3C 4D ...  .+<M            16: 00 01
        r"(^|\s)\d{1,5}: (?:[0-9A-F]{2} ){3,15}[0-9A-F]{2}.*",
    )
)  # fmt: skip
_MAY_HOLD = re.compile(
    r"(?i)secret|psk|pass|key|xauth|eap|aead|\benc\b|\bauth|[EA]: |skeyid|sk_|keymat|pin|rsa|ecdsa|ntlm|: [0-9A-F]{2} [0-9A-F]{2} [0-9A-F]{2} "
)
# What looks like a secret's place and is a message of the daemon: "no shared key found", "pre-shared key authentication", "EAP method".
_WORDS = re.compile(
    r"(?i)^(?:found|authentication|and|for|of|in|is|was|not|but|with|mismatch\w*|method|are|from|to|on|missing|length|loaded|type)\b"
)


def secrets(text: str) -> str:
    """The text with ``<secret>`` in place of every key and password in it."""
    if not _MAY_HOLD.search(text):
        return text
    for pattern in _SECRETS:
        text = pattern.sub(_hide, text)
    return text


def _hide(m: re.Match[str]) -> str:
    kept, lost = m[1], m[0][len(m[1]) :]
    return m[0] if _WORDS.match(lost) else kept + HIDDEN


def addresses(analysis: Analysis) -> Analysis:
    """The analysis with addresses and names mapped; two addresses that share a network share the mapped one."""
    mapper = _Mapper()
    for t in analysis.tunnels:
        mapper.learn(t.local_id, t.remote_id)
    for f in analysis.findings:
        mapper.learn(*(v for k, v in f.details.items() if "id" in k))
    hide = mapper.text
    return replace(
        analysis,
        tunnels=tuple(_tunnel(t, hide) for t in analysis.tunnels),
        findings=tuple(_finding(f, hide) for f in analysis.findings),
        inputs=tuple(replace(i, unparsed=tuple(replace(u, text=hide(u.text)) for u in i.unparsed)) for i in analysis.inputs),
    )


Hide = Callable[[str], str]


def _tunnel(t: Tunnel, hide: Hide) -> Tunnel:
    def shown(value: str | None) -> str | None:
        return hide(value) if value else value

    return replace(t, local=shown(t.local), remote=shown(t.remote), local_id=shown(t.local_id), remote_id=shown(t.remote_id))


def _finding(f: Finding, hide: Hide) -> Finding:
    evidence = tuple(Evidence(where=e.where, text=hide(e.text), why=e.why, time=e.time) for e in f.evidence)
    return replace(f, summary=hide(f.summary), evidence=evidence, details={k: hide(v) for k, v in f.details.items()})


# An address begins and ends where no letter, digit, dot or colon of another word is: 10:00:03.123, 5.9.8 and SPIs are none.
_IPV4 = re.compile(r"(?<![\w.:])(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?![\w]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])([0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![\w:])")
_NAME = re.compile(r"(?<![\w@.-])@?((?:[\w.+-]+@)?(?:[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,})(?![\w-])")
_FILE = re.compile(r"(?i)\.(?:log|txt|conf|pem|crt|der|secrets|gz|so|c|h|py|sh)$")


class _Mapper:
    """Maps each bit of an address by the bits before it, so that common prefixes stay common."""

    def __init__(self) -> None:
        self.prefixes: dict[str, int] = {}
        self.names: dict[str, str] = {}

    def learn(self, *names: str | None) -> None:
        """Names that are identities, so that they are mapped wherever they stand."""
        for name in names:
            if name:
                bare = name.lstrip("@").split(" ")[0]
                if len(bare) > 3 and not _is_address(bare) and "=" not in name and not bare.startswith("%"):
                    self._name(bare)

    def text(self, text: str) -> str:
        """The text with everything mapped."""
        text = _IPV4.sub(lambda m: self._address(m[1]), text)
        text = _IPV6.sub(lambda m: self._address(m[1]), text)
        text = _NAME.sub(lambda m: m[0].replace(m[1], self._name(m[1])), text)
        for name, mapped in self.names.items():
            if name in text and mapped not in name:
                text = re.sub(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", mapped, text)
        return text

    def _name(self, name: str) -> str:
        if _FILE.search(name) or name.endswith(".example"):
            return name
        if name not in self.names:
            self.names[name] = f"name{len(self.names) + 1}.example"
        return self.names[name]

    def _address(self, text: str) -> str:
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return text
        if address.is_unspecified or address.is_loopback or address.is_multicast or text.startswith("255."):
            return text
        width = address.max_prefixlen
        bits = f"{int(address):0{width}b}"
        fixed = _fixed(address)
        out = bits[:fixed]
        for i in range(fixed, width):
            seen = bits[:i]
            flip = self.prefixes.setdefault(f"{width}{seen}", (len(self.prefixes) * 2654435761 >> 7) & 1)
            host = i >= width - 8 and set(bits[i:]) in ({"0"}, {"1"})  # a network's own address and its broadcast stay what they are
            out += bits[i] if host else str(int(bits[i]) ^ flip)
        return str(ipaddress.ip_address(int(out, 2)) if width == 32 else ipaddress.IPv6Address(int(out, 2)))


def _fixed(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> int:
    """Leading bits that stay: those that make an address private, link-local or public."""
    for net, bits in (("10.0.0.0/8", 8), ("172.16.0.0/12", 12), ("192.168.0.0/16", 16), ("100.64.0.0/10", 10), ("169.254.0.0/16", 16)):
        if address.version == 4 and address in ipaddress.ip_network(net):
            return bits
    return 3 if address.version == 4 else 7


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
