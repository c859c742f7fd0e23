"""charon's values: how it prints SAs, SPIs, selectors, proposals, quoted names.

    ike_sa    = connection "[" number "]"            child_sa = child "{" number "}"
    spis      = SPI "_i" [" (" bytes ")"] SPI "_o" [" (" bytes ")"]
    selectors = list "===" list                      the own side first, whatever the role
    between   = "between" host "[" identity "]" "..." host "[" identity "]"
"""

import re

import pyparsing as pp

from grammars.common import NOISE, Message, bracket_identity, host, message

# moon[1]; a connection's name may hold blanks and brackets, "(unnamed)" is no name
ike_sa = pp.Regex(r"(?:\(unnamed\)|(?P<conn>[^\n\[]*(?:\[[^\d\n][^\n\[]*)*))\[(?P<sa>\d+)\]")
# net-net{3}
child_sa = pp.Regex(r"(?P<child>[^\n{]*)\{(?P<child_id>\d+)\}")

# 192.0.2.1[500], <peer>[500], [client-ip][500], 192.{AWS}.2.223; written for speed: each packet has two
_ADDRESS = r"(?:[^\s\[<]++(?:<[^<>\n]{1,64}>[^\s\[<]*+)*+|(?:<[^<>\n]{1,64}>[^\s\[<]*+)++|\[[^\[\]\n]{1,64}\](?=\[))?+"


def flow(source: str, target: str) -> pp.ParserElement:
    """``from A[port] to B[port] (n bytes)``; what is missing or masked stays empty."""
    ends = (rf"(?P<{name}>{_ADDRESS})(?:\[(?P<{name}_port>[^\[\]\n]*+)\])?+" for name in (source, target))
    return pp.Regex(rf"from {' to '.join(ends)}(?:[ \t]*+\([ \t]*+(?P<size>\d++))?+")


# IKE_AUTH request 1 [ IDi AUTH ]; a long list may be cut off without the bracket
summary = pp.Regex(
    r"(?P<exchange>[A-Z][A-Z0-9_]*+|\(\d++\)) (?P<direction>request|response)(?: (?P<message_id>\d++|[xX*]++))?+"
    r"(?:[ \t]*+\[(?P<payloads>[^\]\n]*+))?+"
)

# The exchanges that a message may begin with
exchange = pp.MatchFirst(
    [
        pp.Literal(name)
        for name in (
            "ID_PROT", "AGGRESSIVE", "INFORMATIONAL_V1", "TRANSACTION", "QUICK_MODE", "AUTH_ONLY", "NEW_GROUP_MODE",
            "IKE_SA_INIT", "IKE_AUTH", "CREATE_CHILD_SA", "INFORMATIONAL", "IKE_SESSION_RESUME", "IKE_INTERMEDIATE",
            "IKE_FOLLOWUP_KE", "ME_CONNECT",
        )
    ]
)("exchange")  # fmt: skip

# c1a2b3c4_i c5d6e7f8_o, with (84 bytes) behind each when the SA is closed
spis = pp.Regex(
    r"(?P<spi_in>[^\s_]++)_i(?: \((?P<bytes_in>\d++) bytes\))?+ (?P<spi_out>[^\s_]++)_o(?: \((?P<bytes_out>\d++) bytes\))?+"
)
_SELECTOR = r"(?:[^\s=<>]|<[^<>\n]{1,64}>)++"
_SELECTORS = rf"(?:{_SELECTOR}(?:[ \t]++{_SELECTOR})*+)?+"
selectors = pp.Regex(rf"(?P<local_ts>{_SELECTORS})[ \t]*+===[ \t]*+(?P<remote_ts>{_SELECTORS})")

between = (
    "between", host("local"), bracket_identity("local_id"), "...", host("remote"), bracket_identity("remote_id"),
)  # fmt: skip

# ESP/0xc1a2b3c4/198.51.100.1: how the kernel's events name an SA; before 5.3.0 "ESP CHILD_SA with SPI c1a2b3c4"
job_sa = pp.Regex(r"(?P<protocol>[A-Z]++)(?: CHILD_SA with SPI |/0x)(?P<spi>[^\s/,]++)(?:/(?P<remote>[^\s,]++))?+")


def quoted(name: str, tail: str) -> pp.ParserElement:
    """A text in single quotes, up to the quote that ``tail`` follows, so that it may hold apostrophes."""
    return pp.Regex(rf"'(?P<{name}>[^\n]*?)'{re.escape(tail)}")


def double_quoted(name: str) -> pp.ParserElement:
    """A text in double quotes."""
    return pp.Regex(rf'"(?P<{name}>[^"\n]*)"')


def said(*heads: str) -> pp.ParserElement:
    """The daemon's own words: one of ``heads`` and whatever follows in the line."""
    text = pp.Combine(pp.MatchFirst([pp.Literal(head) for head in heads]) + pp.Regex(r"[^\n]*"))
    return text.ignore_whitespace(recursive=False)("reason")


def words(*texts: str, name: str = "reason") -> pp.ParserElement:
    """The daemon's own words, one of ``texts``."""
    return pp.MatchFirst([pp.Literal(text) for text in texts])(name)


def either(*texts: str) -> pp.ParserElement:
    """One of several wordings of the same message."""
    return pp.MatchFirst([pp.Literal(text) for text in texts])


def prefixed(head: str, name: str) -> pp.ParserElement:
    """A constant that begins with ``head``, such as EAP_MSCHAPV2."""
    constant = pp.Combine(pp.Literal(head) + pp.Regex(r"\w*"))
    return constant.ignore_whitespace(recursive=False)(name)


def optional(*parts: pp.ParserElement | str) -> pp.ParserElement:
    """Parts that older releases or cut-off lines lack."""
    return pp.Opt(pp.And([pp.Literal(part) if isinstance(part, str) else part for part in parts]))


def noise(example: str, *parts: pp.ParserElement | str) -> Message:
    """A message that says nothing to a diagnosis."""
    return message("noise", example, *parts, strength=NOISE)


def routine(example: str, *heads: str) -> Message:
    """Messages that say nothing to a diagnosis and are known by how they begin."""
    return noise(example, either(*heads))
