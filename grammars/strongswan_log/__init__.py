"""Messages of strongSwan's charon, releases 5.1 to 6.x, levels -1 to 2 (https://docs.strongswan.org/).

    line = [time] thread "[" group "]" ["<" connection "|" number ">"] message      (the frame: grammars/frames.py)

The messages stand in files by what they are about, most specific first within a file; the frequent ones come first,
those without a fixed begin near the end, the routine lines last.
"""

from grammars.common import Message
from grammars.strongswan_log.authentication import MESSAGES as AUTHENTICATION
from grammars.strongswan_log.certificates import MESSAGES as CERTIFICATES
from grammars.strongswan_log.details import MESSAGES as DETAILS
from grammars.strongswan_log.eap import MESSAGES as EAP
from grammars.strongswan_log.initiation import MESSAGES as INITIATION
from grammars.strongswan_log.kernel import MESSAGES as KERNEL
from grammars.strongswan_log.lifecycle import MESSAGES as LIFECYCLE
from grammars.strongswan_log.noise import MESSAGES as ROUTINE
from grammars.strongswan_log.parsing import MESSAGES as PARSING
from grammars.strongswan_log.paths import MESSAGES as PATHS
from grammars.strongswan_log.phase2 import MESSAGES as PHASE2
from grammars.strongswan_log.proposals import MESSAGES as PROPOSALS
from grammars.strongswan_log.silence import MESSAGES as SILENCE
from grammars.strongswan_log.system import MESSAGES as SYSTEM
from grammars.strongswan_log.variable import MESSAGES as VARIABLE

MESSAGES: tuple[Message, ...] = (
    *INITIATION,
    *PHASE2,
    *LIFECYCLE,
    *SILENCE,
    *PROPOSALS,
    *AUTHENTICATION,
    *PATHS,
    *PARSING,
    *CERTIFICATES,
    *EAP,
    *KERNEL,
    *SYSTEM,
    *VARIABLE,
    *ROUTINE,
    *DETAILS,
)
