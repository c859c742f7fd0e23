"""Messages of Cisco IOS and IOS-XE: ``debug crypto isakmp``, ``ikev2``, ``ipsec``, and syslog.

    line = [sequence] [time ":"] mark message      (the frame: analyzer/framing/cisco_ios.py)

IOS names a parameter only where it refuses a proposal itself; an initiator learns that it was refused, and no more. Transforms are
judged one after the other against each policy: a refusal counts only where "no offers accepted" follows.
"""

from grammars.cisco_ios_log.ikev2 import MESSAGES as IKEV2
from grammars.cisco_ios_log.noise import MESSAGES as NOISE
from grammars.cisco_ios_log.phase1 import MESSAGES as PHASE1
from grammars.cisco_ios_log.phase2 import MESSAGES as PHASE2
from grammars.cisco_ios_log.syslog import MESSAGES as SYSLOG
from grammars.common import Message

MESSAGES: tuple[Message, ...] = (*PHASE1, *PHASE2, *IKEV2, *SYSLOG, *NOISE)
