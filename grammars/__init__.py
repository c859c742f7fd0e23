"""What the texts look like: the message grammars of each daemon family, as pyparsing expressions."""

from grammars.common import Message
from grammars.libreswan_log import MESSAGES as LIBRESWAN
from grammars.openiked_log import MESSAGES as OPENIKED
from grammars.racoon_log import MESSAGES as RACOON
from grammars.strongswan_log import MESSAGES as STRONGSWAN

DIALECTS: dict[str, tuple[Message, ...]] = {"strongswan": STRONGSWAN, "libreswan": LIBRESWAN, "openiked": OPENIKED, "racoon": RACOON}
