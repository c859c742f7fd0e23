"""What says nothing of a fault: steps of the engines' state machines, timers, tables, summaries of packets that stand elsewhere."""

import pyparsing as pp

from grammars.common import NOISE as STRENGTH
from grammars.common import Message, message
from grammars.junos_log.values import one_of


def noise(example: str, *texts: str) -> Message:
    """A message that begins with one of these texts."""
    return message("noise", example, one_of(*texts), strength=STRENGTH)


MESSAGES: tuple[Message, ...] = (
    noise("ikev2_list_packet_payloads: Sending packet: HDR, SA, KE, Nonce", "ikev2_list_packet_payloads:", "ikev2_udp_send_packet:"),
    message("noise", "ikev2_packet_st_send: FSM_SET_NEXT:ikev2_packet_st_send_request_address",
            pp.Regex(r"ikev2_\w{2,60}: (?:FSM_SET_NEXT|\[[0-9a-f]{4,16}/[0-9a-f]{1,16}\])"), strength=STRENGTH),
    message("noise", "ike_st_o_private: Start", pp.Regex(r"(?:In )?(?:ike|ssh_ike|iked)_\w{2,60}\b"), strength=STRENGTH),
    noise("Triggering all tunnels", "Triggering all tunnels", "Construction NHTB payload", "Parsing notification payload", "trace_on: Tracing to",
          "logfile turned over", "Successfully added ipsec SA PAIR", "Added dependency on SA config blob", "Hardlife timer started for",
          "Softlife timer started for", "Triggering negotiation",
          "External interface's ", "Bind-interface's "),
    message("noise", "Added (spi=0x7ac30b15, protocol=ESP dst=192.0.2.1) entry to the peer hash table", "Added (spi=", strength=STRENGTH),
    message("noise", "P1 SA 7745310 start timer. timer duration 30, reason 1.", pp.Regex(r"P1 SA \d+ (?:start|stop) timer"), strength=STRENGTH),
)  # fmt: skip
