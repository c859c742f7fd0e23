"""Messages of Libreswan's pluto, releases 3.x to 5.x (https://libreswan.org/).

    line   = [time] ["pluto" "[" pid "]:"] [whack code] [object ":"] message
    object = '"' connection '"' ["[" instance "]" peer] ["#" state] | "packet from" endpoint

What stands before the message is framing's. A stream word (ERROR, WARNING) may stand before the object or after it.
The messages stand in files by what they are about, most specific first within a file; noise comes last.
"""

from grammars.common import Message
from grammars.libreswan_log.auth import MESSAGES as AUTH
from grammars.libreswan_log.certificates import MESSAGES as CERTIFICATES
from grammars.libreswan_log.children import MESSAGES as CHILDREN
from grammars.libreswan_log.kernel import MESSAGES as KERNEL
from grammars.libreswan_log.lifecycle import MESSAGES as LIFECYCLE
from grammars.libreswan_log.noise import MESSAGES as NOISE
from grammars.libreswan_log.progress import MESSAGES as PROGRESS
from grammars.libreswan_log.proposals import MESSAGES as PROPOSALS
from grammars.libreswan_log.refusals import MESSAGES as REFUSALS
from grammars.libreswan_log.silence import MESSAGES as SILENCE
from grammars.libreswan_log.startup import MESSAGES as STARTUP

MESSAGES: tuple[Message, ...] = (
    *CHILDREN, *PROGRESS, *SILENCE, *REFUSALS, *PROPOSALS, *AUTH, *CERTIFICATES, *LIFECYCLE, *KERNEL, *STARTUP, *NOISE,
)  # fmt: skip
