"""Messages of racoon (ipsec-tools 0.6 to 0.8 and its forks) and of the daemons that descend from it.

    line = [time] ["racoon:"] ["[" peer "]"] level ":" [file ":" number ":" function "():"] message     (the frame)

racoon itself speaks IKEv1 only. Its texts are also those of racoon2, of Alibaba Cloud's VPN Gateway, RouterOS, PAN-OS, Meraki
and macOS, some of which speak IKEv2 besides, and ZyXEL's gateways speak much alike; a full stop at the end may be missing, remarks in brackets may stand before it.

The messages stand in files by what they are about, most specific first within a file; noise comes last.
"""

from grammars.common import Message
from grammars.racoon_log.authentication import MESSAGES as AUTHENTICATION
from grammars.racoon_log.descendants import MESSAGES as DESCENDANTS
from grammars.racoon_log.lifecycle import MESSAGES as LIFECYCLE
from grammars.racoon_log.noise import MESSAGES as NOISE
from grammars.racoon_log.phase1 import MESSAGES as PHASE1
from grammars.racoon_log.phase2 import MESSAGES as PHASE2
from grammars.racoon_log.racoon2 import MESSAGES as RACOON2
from grammars.racoon_log.system import MESSAGES as SYSTEM
from grammars.racoon_log.zyxel import MESSAGES as ZYXEL

# what daemons print too that began as racoon and have a grammar of their own
INHERITED: tuple[Message, ...] = (*PHASE1, *PHASE2, *AUTHENTICATION, *LIFECYCLE, *RACOON2, *NOISE)
MESSAGES: tuple[Message, ...] = (
    *PHASE1, *PHASE2, *AUTHENTICATION, *LIFECYCLE, *SYSTEM, *RACOON2, *DESCENDANTS, *ZYXEL, *NOISE,
)  # fmt: skip
