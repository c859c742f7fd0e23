"""racoon's values: addresses with ports, cookies, SPIs, both sides' values, and what its descendants append to a message."""

import pyparsing as pp

from grammars.common import CONTEXT, Message, message

# 192.0.2.1, x.x.x.x, <peer>, 2001:db8::1%eth0; a hyphen belongs to it only where a port follows: A[500]-B[500], A->B
ADDRESS = r"(?:<[^<>=\n]{1,64}>|[^\s\[\]<>,;()'\"\-]|-(?=[^\s\[\]<>,;()]{0,64}\[))++"


def end(name: str) -> pp.ParserElement:
    """``192.0.2.1[500]``; the port may be missing, either may be masked."""
    return pp.Regex(rf"(?:(?P<{name}>{ADDRESS}|\[[^\[\]\n]{{1,64}}\](?=\[))?)(?:\[(?P<{name}_port>[^\[\]\n]*)\])?")


def side(name: str) -> pp.ParserElement:
    """An end of one direction of an SA; its port is not kept."""
    return pp.Regex(rf"(?:(?P<{name}>{ADDRESS})?)(?:\[[^\[\]\n]*\])?")


def net(name: str) -> pp.ParserElement:
    """``10.1.0.0/16[any]``; the port is not kept."""
    return pp.Regex(rf"(?P<{name}>[^\s\[\]]+)(?:\[[^\[\]\n]*\])?")


def cookies(responder: str = r"[0-9a-fA-F]{16}") -> pp.ParserElement:
    """``initiator:responder[:message ID]``."""
    return pp.Regex(rf"(?P<spi_i>[0-9a-fA-F]{{16}}):(?P<spi_r>{responder})(?![0-9a-fA-F])(?::(?P<message_id>[0-9a-fA-F]{{8}}))?")


UNANSWERED = cookies("0{16}")  # the peer never answered
ANSWERED = cookies(r"(?!0{16})[0-9a-fA-F]{16}")
ENDS = (end("local"), "<=>", end("remote"))
# ESP/Tunnel 192.0.2.1[500]->198.51.100.2[500] spi=187337237(0xb2a8a15)
SA = (pp.Regex(r"(?:(?P<protocol>ESP|AH|IPCOMP)[\w\-/]*[ \t])?"), side("source"), "->", side("destination"))
ESP_SPI = pp.Regex(r"spi=(?:\d+\()?(?P<spi>0x[0-9a-fA-F]+|\d+)")
# my:AES peer:3DES    mine:256 peer:128
MY_PEER = pp.Regex(r"(?:my|mine):[ \t]*(?P<mine>[^\s,;]+)[ \t]+peer:[ \t]*(?P<theirs>[^\s,;\[]*[^\s,;\[.])")
# [Check Phase 1 settings, lifetime, algorithm]: remarks that pfSense puts into messages
REMARK = pp.Opt(pp.Regex(r"\[[^\[\]{}\n]{1,80}\]"))
REASON = pp.Regex(r"(?P<reason>[^\s\[](?:[^\n\[]|\[(?!\{))*)")
# [{remote id:4}{ph1: 172.16.0.88[500] <=> 192.168.0.206[500], 172.16.0.88 <=> 192.168.0.206}]: Alibaba Cloud names the peers so
PEERS = pp.Opt(
    pp.Regex(
        rf"\[\{{remote id:[^{{}}\n]*\}}\{{ph1: (?P<local>{ADDRESS})(?:\[(?P<local_port>[^\[\]\n]*)\])? <=> "
        rf"(?P<remote>{ADDRESS})(?:\[(?P<remote_port>[^\[\]\n]*)\])?"
    )
)
STOP = pp.Opt(".")

V1 = {"ike_version": "1"}
V2 = {"ike_version": "2"}
QUICK = {"ike_version": "1", "exchange": "QUICK_MODE"}


def said(kind: str, example: str, *parts: pp.ParserElement | str, strength: str = CONTEXT, **tags: str) -> Message:
    """A message with what may follow it."""
    return message(kind, example, *parts, STOP, PEERS, strength=strength, **tags)
