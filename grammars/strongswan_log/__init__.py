"""Messages of strongSwan's charon, releases 5.1 to 6.x, levels -1 to 2 (https://docs.strongswan.org/).

    line = [time] thread "[" group "]" ["<" connection "|" number ">"] message      (the frame: grammars/frames.py)

The messages stand in files by what they are about, most specific first within a file.
"""

from grammars.common import Message
from grammars.strongswan_log.initiation import MESSAGES as INITIATION

MESSAGES: tuple[Message, ...] = INITIATION
