"""An ASA's values: the ends and the session of an IKEv2 message, networks, SPIs, and what may stand before a sentence."""

import pyparsing as pp

from grammars.common import CONTEXT, Message, message

V1 = {"ike_version": "1"}
V2 = {"ike_version": "2"}
QUICK = {"ike_version": "1", "exchange": "QUICK_MODE"}

# Local:192.0.2.10:500 Remote:203.0.113.5:500 Username:Unknown; ports may be missing, IPv6 ends at its last colon
_END = r" ?(?P<{0}>[^\s,]{{1,255}}?) ?(?:: ?(?P<{0}_port>\d{{1,5}}))?"
_ENDS = rf"Local:{_END.format('local')}[ \t]+Remote:{_END.format('remote')}[ \t]+Username: ?"
ABORTED = "Negotiation aborted due to ERROR:"
# Address Range: 10.10.0.5-10.10.0.5 Protocol: 0 Port Range: 0-65535
_RANGE = r"Address Range: ?(?P<{0}>\S+) Protocol: ?\d+ Port Range: ?\d+-\d+"
RANGES = pp.Regex(
    rf"local traffic selector = {_RANGE.format('local_ts')}; ?remote traffic selector = {_RANGE.format('remote_ts')}"
)
REASON = pp.Regex(r"(?P<reason>\S[^\n]*)")
ESP_SPI = r"0x(?P<{0}>[0-9a-fA-F]{{1,16}})"


def spi(name: str) -> pp.ParserElement:
    """``0x2C70B91F``."""
    return pp.Regex(ESP_SPI.format(name))


def regex(pattern: str) -> pp.ParserElement:
    """A piece that is best said as a regular expression with named groups."""
    return pp.Regex(pattern)


def one(kind: str, example: str, *parts: pp.ParserElement | str, strength: str = CONTEXT, **tags: str) -> Message:
    """A message of IKEv1."""
    return message(kind, example, *parts, strength=strength, **(V1 | tags))


def two(kind: str, example: str, *parts: pp.ParserElement | str, strength: str = CONTEXT, **tags: str) -> Message:
    """A sentence of IKEv2: logged with both ends before it, or debugged without."""
    lead = pp.Opt(pp.And([pp.Literal("Local:"), regex(_ENDS.removeprefix("Local:") + r"(?P<user>\S*)")]))
    return message(kind, example, lead, pp.Opt("IKEv2"), pp.Opt(ABORTED), *parts, strength=strength, **(V2 | tags))


def of(kind: str, example: str, whose: str, *parts: pp.ParserElement | str, strength: str = CONTEXT, **tags: str) -> Message:
    """A logged failure of IKEv2 whose ``Username:`` is Unknown, or is not."""
    name = r"Unknown(?!\S)" if whose == "unknown" else r"(?!Unknown(?!\S))(?P<user>\S+)"
    lead = regex(_ENDS.removeprefix("Local:") + name)
    return message(kind, example, "Local:", lead, pp.Opt("IKEv2"), ABORTED, *parts, strength=strength, **(V2 | tags))
