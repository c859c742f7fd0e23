"""Messages of Juniper's gateways: kmd and iked of Junos in syslog and in trace files, the data plane, and ScreenOS.

    syslog = [tag ":"] text | tag ":" (name "=" quoted)*
    trace  = text | end "(" role ")" "<->" end "{" cookies "[" n "]" "/" message ID "}" exchange ";" text
    end    = address ":" port

The messages stand in files by who prints them, most specific first within a file; noise comes last.
"""

from grammars.common import Message
from grammars.junos_log.alarms import MESSAGES as ALARMS
from grammars.junos_log.dataplane import MESSAGES as DATAPLANE
from grammars.junos_log.events import MESSAGES as EVENTS
from grammars.junos_log.legacy import MESSAGES as LEGACY
from grammars.junos_log.noise import MESSAGES as NOISE
from grammars.junos_log.results import MESSAGES as RESULTS
from grammars.junos_log.screenos import MESSAGES as SCREENOS
from grammars.junos_log.trace import MESSAGES as TRACE
from grammars.junos_log.trace_v1 import MESSAGES as TRACE_V1
from grammars.junos_log.trace_v2 import MESSAGES as TRACE_V2

MESSAGES: tuple[Message, ...] = (
    *RESULTS, *ALARMS, *LEGACY, *DATAPLANE, *SCREENOS, *TRACE, *TRACE_V1, *TRACE_V2, *EVENTS, *NOISE,
)  # fmt: skip
