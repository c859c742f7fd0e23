"""Values of IOS: addresses, ports, states, packets, and what a transform offered that was judged."""

import pyparsing as pp

from grammars.common import CONTEXT, Message, message

# 192.0.2.1, 2001:db8::1, x.x.x.x, <peer>; a comma, a bracket, an equal sign or a stroke ends it
ADDRESS = r"(?:<[^<>\n]{1,64}>|[^\s\[\]<>,;()'\"=/!]*[^\s\[\]<>,;()'\"=/!.])"
# the same with a port, which IPv6 has behind one more colon
WITH_PORT = r"[^\s\[\]()<>,;='\"/]+?"
V1 = {"ike_version": "1"}
V2 = {"ike_version": "2"}
MAIN = {"ike_version": "1", "exchange": "ID_PROT", "mode": "main"}
AGGRESSIVE = {"ike_version": "1", "exchange": "AGGRESSIVE", "mode": "aggressive"}
QUICK = {"ike_version": "1", "exchange": "QUICK_MODE"}
INITIATOR, RESPONDER = {"role": "initiator"}, {"role": "responder"}
REQUEST, RESPONSE = {"direction": "request"}, {"direction": "response"}


def address(name: str) -> pp.ParserElement:
    """An address or what stands for it."""
    return pp.Regex(rf"(?P<{name}>{ADDRESS})")


def peer() -> pp.ParserElement:
    """``(peer 192.0.2.1)`` or ``(input queue 0)``, in either order, or neither."""
    return pp.Regex(rf"(?:[ \t]*\((?:peer (?P<remote>{ADDRESS})|input queue \d+)\))*")


def offered(attribute: str) -> pp.ParserElement:
    """What the framing puts behind a judgement: all that was offered, and the value of the attribute itself."""
    return pp.Regex(
        rf"[!.]?(?:[ \t]*offered by (?P<proposals>[^\n]*?(?:\b{attribute} (?P<theirs>[^;\n]+);)[^\n]*))?"
    )


def text(pattern: str) -> pp.ParserElement:
    """A piece that is best said as a regular expression with named groups."""
    return pp.Regex(pattern)


def said(kind: str, example: str, *parts: pp.ParserElement | str, strength: str = CONTEXT, **tags: str) -> Message:
    """A message of IOS."""
    return message(kind, example, *parts, strength=strength, **tags)


def either(*texts: str) -> pp.ParserElement:
    """One of several fixed texts."""
    return pp.MatchFirst([pp.Literal(t) for t in texts])
