"""Messages of Cisco's ASA, FTD and PIX: logged under ``%ASA-n-nnnnnn:``, or debugged.

The same sentences stand under different numbers by release, and in debugs without a number: a message is its sentence. The frame takes
``%ASA-...:``, ``[IKEv1]``, ``IKEv2-PROTO-n: (SA):`` and ``Group = ..., Username = ..., IP = ...,`` away.

The messages stand in files by what they are about, most specific first within a file; noise comes last.
"""

from grammars.cisco_asa_log.datapath import MESSAGES as DATAPATH
from grammars.cisco_asa_log.debug2 import MESSAGES as DEBUG2
from grammars.cisco_asa_log.ikev2 import MESSAGES as IKEV2
from grammars.cisco_asa_log.lifecycle import MESSAGES as LIFECYCLE
from grammars.cisco_asa_log.noise import MESSAGES as NOISE
from grammars.cisco_asa_log.phase1 import MESSAGES as PHASE1
from grammars.cisco_asa_log.phase2 import MESSAGES as PHASE2
from grammars.common import Message

MESSAGES: tuple[Message, ...] = (*PHASE1, *PHASE2, *IKEV2, *DEBUG2, *LIFECYCLE, *DATAPATH, *NOISE)
