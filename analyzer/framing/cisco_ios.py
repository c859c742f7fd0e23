"""Cisco IOS and IOS-XE: what stands before the words of a debug or syslog line, and lines that go over several.

frame = ["<" priority ">"] [number ":"] [host ":"] [number ":"] [[*.] time [zone] ":"] mark
mark  = "ISAKMP:(" connection "):" | "IKEv2:(SESSION ID = n,SA ID = n):" | "IPSEC(" function "):" | "%" facility "-" severity "-"

Connection 0 is every negotiation that has no keys yet: no number. A mark may stand anywhere in a line, for a console mixes
prompts, typed letters and debug lines.
"""

import re
from collections.abc import Callable, Iterator

from analyzer.model import Line

DIALECT, OTHER, BLANK = "cisco_ios", "other", "blank"
LONGEST = 1900  # letters of the lines of one message
MOST = 24  # lines of one message
WIDTH = 80  # at which old terminals wrap, within words
_SIGNS = ("ISAKMP", "IKEv2", "IPSEC", "IPSec", "%", "CRYPTO", "Crypto", "SA ID:", "map_db", "KEv2", "Error(")

# Facilities that speak of IPsec, of the way to the peer, or of what an operator did.
_FACILITIES = (
    r"CRYPTO(?:_ENGINE|_HW|-SW)?|IKEV2|IPSEC|IKMP|PKI|IOSXE|DMVPN|TUN|LINEPROTO|LINK|SYS|CERM|VPN_HW|HW_VPN|GDOI|EZVPN|NHRP|CSM|CLEAR"
)
_CLOCK = r"\d{1,2}:\d\d:\d\d(?:\.\d{1,9})?"
# *Mar  1 00:01:02.345    Nov 30 2024 11:16:54.881 UTC    .Mar 26 20:49:19KST    1d03h    2w3d    00:27:07
_TIME = rf"(?P<time>[*.]?[A-Z][a-z]{{2}} {{1,2}}\d{{1,2}}(?: \d{{4}})? {_CLOCK}(?: ?[A-Za-z]{{1,6}})?|\d{{1,3}}[ywd]\d{{1,2}}[wdh]|{_CLOCK})"
_HEAD = rf"(?:<\d{{1,3}}>)?(?:\d{{1,10}}: )?(?:(?P<host>[A-Za-z][\w.\-]{{0,63}}): )?(?:\d{{1,10}}: )?(?:{_TIME}: ?)?"
# Mar  1 00:01:02 gw 123: : a relay writes its own time and the sender before the line
_STAMP = rf"(?:[A-Z][a-z]{{2}} {{1,2}}\d{{1,2}}(?: \d{{4}})? {_CLOCK}|\d{{4}}-\d\d-\d\d[T ]{_CLOCK}(?:Z|[+-]\d\d:?\d\d)?)"
_RELAY = rf"(?:<\d{{1,3}}>)?(?:1 )?{_STAMP} (?P<relay>\S{{1,128}}) (?:\d{{1,10}}: )?"
_MARK = (
    r"(?:ISAKMP(?:-PAK|-ERROR)?:? ?\((?:\d+:)?(?P<conn>\d+)\):?"
    r"|ISAKMP(?:-PAK|-ERROR)? ?:(?! ?\()"
    r"|I?KEv2(?:-ERROR|-INTERNAL|-PAK)?:(?:\((?:SESSION ID = \d+, ?)?SA ID = (?P<sa>\d+)\):?|\((?P<old>\d+)\):)?:?"
    r"|(?:IPSEC|IPSec|IPsec)(?:-ERROR)?(?::\(SESSION ID = \d+\) ?)?:?\((?=\w+\))|Crypto mapdb ?:|(?=map_db_find)|CRYPTO_PKI ?:|CRYPTO: |Error\(\d+\): "
    r"|SA ID:(?P<traced>\d+) SESSION ID:\d+ Remote: (?P<peer>[^\s/]+)/\d+ Local: [^\s/]+/\d+ +(?:\([IR]\) ?)?)"
)
_SYSLOG = r"%(?P<facility>(?!ASA|FTD|PIX|FWSM)[A-Z][A-Z0-9_]*(?:-[A-Z][A-Z0-9_]*)?)-(?:[A-Z0-9_]+-)?(?P<severity>[0-7])-(?=[A-Z])"

_begin = re.compile(rf"{_HEAD}(?:{_MARK}|{_SYSLOG})").match
_relay = re.compile(_RELAY).match
# The same after a prompt and what was typed, or after letters that no frame has.
_anywhere = re.compile(
    rf"(?:{_TIME}: ?)?(?<!\w)(?:ISAKMP(?:-PAK|-ERROR)?:? ?\(|IKEv2(?:-ERROR|-INTERNAL|-PAK)?:\(|IPSEC\(\w+\): |%(?:CRYPTO|IKEV2|IPSEC)-\d-[A-Z])"
).search
_inner = re.compile(r"%(?:IPSEC|CRYPTO)-\d-(?=[A-Z])").search
_facility = re.compile(_FACILITIES).fullmatch
REACH = 200  # letters in which a mark must begin


def read(line: Line, text: str) -> bool:
    """Read the frame of a line of IOS into ``line``; False where it is none."""
    if not any(sign in text[:REACH] for sign in _SIGNS):
        return False
    relay = _relay(text)
    start = relay.end() if relay is not None else 0
    m = _begin(text, start) or (_begin(text) if start else None)
    if m is None:
        found = _anywhere(text, 0, REACH)
        m = _begin(text, found.start()) if found is not None else None
    if m is None:
        return False
    if m["facility"] is not None and _facility(m["facility"]) is None:
        if m.start() == 0 and m["time"] is None and m["host"] is None:
            return False  # some other product's text
        line.time, line.host, line.message, line.dialect = m["time"] or line.time, m["host"] or line.host, text[m.end() :], OTHER
        return True
    line.time, line.host = m["time"] or line.time, m["host"] or (relay["relay"] if relay is not None else line.host)
    line.group, line.message, line.dialect = m["facility"], text[m.end() :].lstrip(" \t:"), DIALECT
    number = m["conn"] or m["sa"] or m["old"] or m["traced"]
    line.sa, line.peer = number if number not in (None, "0") else None, m["peer"]
    if number is not None:
        line.thread = "1" if m["conn"] else "2"
    inner = _inner(line.message) if m["facility"] == "IOSXE" else None
    if inner is not None:
        line.message = line.message[inner.end() :]
    return True


# Messages whose next lines have no frame.
_GOES_ON = re.compile(
    r"(?:Sending|Received) Packet|Building packet|(?:Received|Expected) Policies|(?:IKE|ESP|AH) Proposal|SA authentication status|SA is doing|ID payload"
    r"|Rx \[|Tx \[|\w+\):? |proxy_match|(?:processing|Sending) NOTIFY|RECVD_PKT|PKT_REPLAY|Config data|Payload contents"
).match
_PROMPT = re.compile(r"[\w.\-()/]{1,64}[#>]").match
_ATTRIBUTE = re.compile(
    r"(?:encryption|keylength of|hash|default group|auth|encaps is|authenticator is|key length is|group is|transform \d+,) ?\S"
).match
_OFFER = ("Checking ISAKMP transform", "Checking IPSec proposal")
_JUDGED = re.compile(
    r"(?:Encryption|Hash|Diffie-Hellman|Authentication|Proposed key|Preshared auth|RSA sig|Xauth auth)[\w\-. ]*(?:does|do) not match policy"
    r"|IPSec policy invalidated"
).match


def joined(lines: Iterator[Line], known: Callable[[str], object] = lambda _: False) -> Iterator[Line]:
    """The lines, with what goes over several in the first one; the others become lines without a message.

    ``known`` says whether a text is a message of another daemon: then it does not go on with the line before.
    What a transform offers is said before it is judged: it is put behind the judgement, for that alone is a message.
    """
    held: list[Line] = []
    offers: dict[str, str] = {}
    width = WIDTH
    for line in lines:
        if line.dialect != DIALECT:
            if held and line.dialect == BLANK and line.text.strip():  # its text was joined to the line before already
                held.append(line)
                continue
            if held and _continues(held, line, width) and not known(line.message.strip()):
                if len(held[-1].text) == width:
                    held[0].message += line.message
                else:
                    held[0].message = f"{held[0].message.rstrip()} {line.message.strip()}"
                line.dialect = BLANK
                held.append(line)
                continue
            yield from held
            held = []
            yield line
            continue
        yield from held
        held = []
        _remember(offers, line)
        if len(line.text) > width:
            width = 0  # nothing was wrapped here
        if _GOES_ON(line.message) is None and len(line.text) != width:
            yield line
        else:
            held = [line]
    yield from held


def _continues(held: list[Line], line: Line, width: int) -> bool:
    if line.dialect is not None or line.time is not None or len(held) > MOST or _PROMPT(line.message) is not None:
        return False
    if _GOES_ON(held[0].message) is None and len(held[-1].text) != width:
        return False
    return len(held[0].message) + len(line.message) < LONGEST


def _remember(offers: dict[str, str], line: Line) -> None:
    """Keep what the transform that is looked at now offers, until it is judged."""
    text = line.message
    if text.startswith(_OFFER):
        offers.clear()
        offers["what"] = f"offered by {text[9:].strip()}"
    elif offers and _ATTRIBUTE(text) is not None:
        words = text.split()
        offers[" ".join(words[:-1])] = " ".join(words) if words[0] != "encaps" else text.strip()
    elif offers and _JUDGED(text) is not None:
        line.message = f"{text.rstrip()} {'; '.join(offers.values())};"
