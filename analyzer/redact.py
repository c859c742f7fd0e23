"""Take out of texts what must not be in a report: secrets always, addresses and names on request."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache, lru_cache
from pathlib import PurePath
from typing import Any

from analyzer.model import Analysis, Where
from analyzer.secret_forms import CONFIGURED, HIDDEN, KEY, NO_WORD, QUOTED, VALUE, WORD, B

# Each keeps its first group and loses the rest of what it matches; real lines above each.
_SECRETS = (
    *CONFIGURED,
    # "/etc/ipsec.secrets" line 3: PSK data malformed (input does not begin with format prefix): abc
    r"(\.secrets\" line \d{1,9}: [^\n]{0,200}?malformed[^:\n]{0,200}:[ \t])[^\n]++",
    # moon sun : PSK "abc"
    rf"(:[ \t]{{0,8}}PSK{B}){NO_WORD}{VALUE}",
    # carol : XAUTH "abc"      : EAP 0sFpZA      : PIN %smartcard "1234"
    rf"(:[ \t]{{0,8}}(?:XAUTH|EAP|NTLM|PPK|PIN){B}(?:%\S{{1,100}}{B})?)(?:{QUOTED}|0[sxt][^\s,;]++)",
    # carol : EAP abc
    rf"((?:^|[ \t]):[ \t]{{1,8}}(?:XAUTH|EAP|NTLM){B})[^\s\"'<]++(?=[ \t]{{0,8}}$)",
    # : RSA moonKey.pem "abc"      : P12 moon.p12 "abc"
    rf"(:[ \t]{{0,8}}(?:RSA|ECDSA|BLISS|PRIV|PKCS8|PKCS12|P12){B}[^\s\"]{{1,200}}{B}){QUOTED}",
    # secret = several words, up to the end of the line of a configuration
    rf"(^[ \t]{{0,40}}{KEY}{B}=[ \t]{{0,8}})(?![ \t\"'“])[^\n#}}]++",
    # secret="abc"      "Psk": "abc"      password: abc      psksecret=ENC abc      PrivateExponent: 0x0102
    rf"(\b{KEY}[\"']?[ \t]{{0,4}}[=:][>=]?+[ \t]{{0,4}}+)(?!\d+ bytes\b){NO_WORD}(?:ENC{B})?{VALUE}",
    # psk "abc"      password is 'abc'      pre-shared-secret 'abc'
    rf"(\b{KEY}{B}(?:is{B}|was{B})?){QUOTED}",
    # ikev2 "a" active esp from 10.0.0.0/8 to 10.1.0.0/16 psk abc
    rf"(\bikev2{B}(?:[^\s\n]{{1,100}}{B}){{1,40}}psk{B}){NO_WORD}{VALUE}",
    # <pre-shared-key>abc</pre-shared-key>      <ns:preSharedKey>abc</ns:preSharedKey>
    rf"(<(?:[\w-]{{1,20}}:)?{KEY}>)[^<\n]++(?=</)",
    # --shared-secret abc      -SharedKey abc
    rf"((?<!\S)--?{KEY}[ \t=]{{1,8}}){NO_WORD}{VALUE}",
    # crypto isakmp key 6 abc address 192.0.2.1
    rf"(\bisakmp{B}key{B}(?:\d{B})?){WORD}",
    # pre-shared-key abc      pre-shared-key 1 text abc      pre-shared-key local 0 abc      pre-shared-key address 192.0.2.1 255.255.255.0 key abc
    rf"(\bpre-shared-(?:key|secret){B}(?!address{B}ipv6)(?:(?:local|remote|hex|hexadecimal|ascii-text|text|cipher|simple|plain|encrypted|ENC|\d|address{B}\S{{1,50}}"
    rf"|(?:\d{{1,3}}\.){{3}}\d{{1,3}}|hostname{B}\S{{1,255}}|key){B}){{0,6}}){NO_WORD}{WORD}",
    # authentication key ascii-text abc      hexadecimal 0102      <ascii-text>abc</ascii-text>      preshare "abc"      xauth password abc
    rf"(\b(?:ascii-text|hexadecimal){B}){NO_WORD}{WORD}",
    r"(<(?:ascii-text|hexadecimal)>)[^<\n]++(?=</)",
    rf"(\b(?:seed-)?preshare{B}){NO_WORD}{WORD}",
    rf"(\b(?:xauth|firewall-user){B}password{B}){NO_WORD}{WORD}",
    # username bob password 0 abc      set psksecret ENC abc      key-string abc      leftxauthpassword abc
    rf"(\b(?:psksecret|key-string|password|passwd|secret){B}(?:ENC|\d){B}){WORD}",
    rf"(\b(?:set{B}(?:psksecret|psk|password|passwd|secret)|key-string|(?:left|right)?xauthpassword){B}){NO_WORD}{WORD}",
    # pre-shared-key address ipv6 2001:db8::/32 key abc      authentication remote pre-share key 6 abc      ppk manual id a key abc
    rf"(\b(?:pre-shared-key|pre-share|ppk{B}manual)\b[^\n]{{0,120}}?[ \t]key{B}(?:\d{B})?){NO_WORD}{WORD}",
    # key config-key password-encrypt abc
    rf"(\bconfig-key{B}password-encrypt(?:ion)?{B}){WORD}",
    # username bob privilege 15 secret abc      enable password abc
    rf"(\b(?:username{B}\S{{1,64}}|enable)[^\n]{{0,60}}?[ \t](?:password|secret){B}(?:\d{B})?){NO_WORD}{WORD}",
    # a line of its own within a group:  key abc      password 7 abc
    rf"(^[ \t]{{1,8}}(?:key|password){B}(?:\d{B})?){NO_WORD}{WORD}(?=[ \t]{{0,8}}$)",
    # radius-server host 10.0.0.1 key 7 abc
    rf"(\b(?:radius|tacacs|server-private)[^\n]{{0,120}}?[ \t]key{B}(?:\d{B})?){NO_WORD}{WORD}",
    # set session-key inbound esp 256 cipher 0102 authenticator 0304
    rf"(\b(?:cipher|authenticator){B})[0-9a-f]{{8,}}+\b",
    # "$9$abcdef", "$1$salt$abcdef": secrets of Junos and of crypt(3)
    r"()\$[0-9][a-z]?\$[\w./$+=-]{4,}+",
    # enc cbc(aes) 0x0102      auth-trunc hmac(sha256) 0x0102 128      aead rfc4106(gcm(aes)) 0x0102 128
    rf"(\b(?:enc|auth|auth-trunc|aead){B}\S{{1,60}}{B})0x[0-9a-f]*+",
    # E: aes-cbc  01020304 05060708       A: hmac-sha1  01020304       add 192.0.2.1 192.0.2.2 esp 0x100 -E aes-cbc 0x0102 -A hmac-md5 "abc"
    rf"((?:^|[ \t])[EA]:{B}[\w-]{{1,40}}{B})(?:[0-9a-f]{{4,8}}[ \t]{{0,2}}+)++",
    rf"((?:^|[ \t])-[EA]{B}[\w-]{{1,40}}{B})(?:0x[0-9a-f]++|{QUOTED})",
    # SKEYID_d: 0102      KEYMAT 0102      shared secret 0102
    r"(\b(?:SKEYSEED|SKEYID(?:_[ade])?|SK_(?:d|a[ir]|e[ir]|p[ir])|KEYMAT|g\^(?:ir|xy)|(?:DH|shared)[ \t](?:shared[ \t])?secret)\b[^0-9\n]{0,24}?)"
    r"(?:0x)?(?:[0-9a-f]{2}[ \t:]{0,2}+){8,}+",
    # any key of 128 bits and more
    r"(\b)0x[0-9a-f]{32,}+",
    # https://user:abc@host/
    r"(://[^\s/:@]{1,64}:)[^\s/@]{1,128}(?=@)",
    # 16: 5A 1C 31 DE  Z.1.      | 5a 1c 31 de      5a1c31de b8c13d3e 4656a0c8: dumps, which may be of keys
    rf"((?:^|[ \t])\d{{1,6}}:{B})[0-9a-f]{{2}}(?:[ \t][0-9a-f]{{2}}){{3,15}}+(?![0-9a-z])[^\n]*+",
    rf"((?:^|[\]>:][ \t])[ \t]{{0,8}}\d{{1,6}}:{B})[0-9a-f]{{2}}(?:[ \t][0-9a-f]{{2}}){{0,2}}+(?![ \t]?[0-9a-z:.])[^\n]*+",
    r"(\|[ \t]{1,8}(?:\w{1,12}:[ \t]{0,4})?)[0-9a-f]{2}(?:[ \t]{1,2}[0-9a-f]{2}){2,}+(?![0-9a-z])[^\n]*+",
    r"(^[ \t]{0,8})(?!(?:0{8}|f{8})\b)[0-9a-f]{8}(?:[ \t][0-9a-f]{4,8}){2,}+[ \t]*$",  # not the bits of a replay window
)  # fmt: skip
_MAY_HOLD = re.compile(
    r"secret|ascii-text|hexadec|preshare|community|nhrp|aaa-|snmp|standby|vrrp|glbp|pwd|phash|%[\^@$#]%|message-digest|md5[ \t]|\b(?:enc|dec|auth)[ \t:]"
    r"|psk|pass|key|xauth|(?:eap|ntlm|ppk|pin|rsa|ecdsa|bliss|priv|pkcs8|pkcs12|p12)[ \t]|shared|prime|exponent|coeff|cipher|authent|\$\d"
    r"|0x[0-9a-f]{8}|[EA]:[ \t]|-[EA][ \t]|sk_|keymat|g\^|://|\d:[ \t]+[0-9a-f]{2}\b|\|[ \t]|\b[0-9a-f]{8} [0-9a-f]{4,8}\b",
    re.IGNORECASE,
)
# A cheaper look comes first: each text that _MAY_HOLD finds holds one of these words, or matches one of the expressions.
_WORDS = (
    "secret", "ascii-text", "hexadec", "preshare", "community", "nhrp", "aaa-", "snmp", "standby", "vrrp", "glbp", "pwd", "phash", "%^", "%@", "%$", "%#",
    "message-digest", "md5", "enc", "dec", "auth", "psk", "pass", "key", "eap", "ntlm", "ppk", "pin", "rsa", "ecdsa", "bliss", "priv", "pkcs", "p12",
    "shared", "prime", "exponent", "coeff", "cipher", "e: ", "a: ", "e:\t", "a:\t", "-e ", "-a ", "-e\t", "-a\t", "sk_", "g^", "://", "| ", "|\t",
)  # fmt: skip
_DIGITS = (re.compile(r"\d:[ \t]+[0-9a-f]{2}").search, re.compile(r"[0-9a-f]{8} [0-9a-f]{4}").search)
_PRIVATE_KEY = re.compile(r"(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----).*?(-----END [A-Z ]{0,30}PRIVATE KEY-----|\Z)", re.DOTALL)


# Nov 23 07:21:00 gw charon[9]: 05[IKE] <net-net|1> : the message behind it is printed again and again
_FRAME = re.compile(
    r"(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[0-9:.+\-Z]{8,32}+) [\w.:-]{1,128}+ [\w./-]{1,48}+(?:\[\d++\])?+: "
    r"(?:\d\d\[[A-Z]{3}\d?\] )?+(?:<(?:[\w.-]{1,128}+\|)?+\d++> )?+"
)
REMEMBERED, SHORT = 4096, 400  # messages, and letters of one


def secrets(text: str) -> str:
    """The text with ``<secret>`` in place of every key and password in it."""
    if len(text) > SHORT or "\n" in text:
        return _without(text)
    frame = _FRAME.match(text)
    return _known(text) if frame is None else frame[0] + _known(text[frame.end() :])


@lru_cache(REMEMBERED)
def _known(message: str) -> str:
    return _without(message)


def _is_suspect(text: str) -> bool:
    low = text.lower()
    return any(map(low.__contains__, _WORDS)) or "$" in low or "0x" in low or any(find(low) for find in _DIGITS)


def _without(text: str) -> str:
    if not _is_suspect(text) or not _MAY_HOLD.search(text):
        return text
    text = _PRIVATE_KEY.sub(rf"\1{HIDDEN}\2", text)
    for pattern in _patterns():
        text = pattern.sub(rf"\1{HIDDEN}", text)
    return text


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(source, re.IGNORECASE | re.MULTILINE) for source in _SECRETS)


# -- addresses and names

# Fields that hold words of this program only.
_OWN = frozenset(
    ("aliases", "cause", "confidence", "dialect", "faq", "first", "id", "kind", "last", "role", "state", "status", "time", "title", "tunnel")
)
# Fields that hold words of a log: names are learnt from them.
_LOG = frozenset(("details", "local_id", "remote_id", "text"))


def addresses(analysis: Analysis, *, connections: bool = False) -> Analysis:
    """The analysis with addresses and names mapped; names of connections only where ``connections`` asks for it.

    Two addresses that share a network share the mapped one.
    """
    from analyzer.pseudonyms import Pseudonyms

    log: list[str] = []
    others: list[str] = []

    def collect(text: str, name: str) -> str:
        (log if name in _LOG else others).append(text)
        return text

    _walk(analysis, collect)
    names = [t.name for t in analysis.tunnels if t.name]
    identities = [i for t in analysis.tunnels for i in (t.local_id, t.remote_id) if i]
    keep, also = ((), (*identities, *names)) if connections else (tuple(names), tuple(identities))
    pseudonyms = Pseudonyms(log, others, keep=keep, also=also)
    sources = _sources([i.source for i in analysis.inputs], pseudonyms)
    changed: Analysis = _walk(analysis, lambda text, name: sources.get(text, pseudonyms(text)) if name == "source" else pseudonyms(text))
    return changed


def _walk(value: Any, change: Callable[[str, str], str], name: str = "") -> Any:
    """The record with each of its texts given to ``change``, together with the name of its field."""
    if isinstance(value, Enum) or name in _OWN:
        return value
    if isinstance(value, str):
        return change(value, name)
    if isinstance(value, Where):
        return Where(change(value.source, "source"), value.line)
    if isinstance(value, tuple):
        return tuple(_walk(item, change, name) for item in value)
    if isinstance(value, Mapping):
        return {key: _walk(item, change, name) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _walk(getattr(value, f.name), change, f.name) for f in fields(value)})
    return value


def _sources(paths: Iterable[str], change: Callable[[str], str]) -> dict[str, str]:
    """For each input the name of its file without the folders; a number before it where several have the same."""
    paths = list(dict.fromkeys(paths))
    names = [change(PurePath(path).name or path) for path in paths]
    return {
        path: f"{names[: i + 1].count(name)}/{name}" if names.count(name) > 1 else name
        for i, (path, name) in enumerate(zip(paths, names, strict=True))
    }
