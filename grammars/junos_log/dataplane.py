"""The data plane of Junos: ESP that does not belong to an SA, or comes twice; a packet that the zone does not admit.

    bad    = "RT_IPSEC_BAD_SPI:" "IPSec tunnel on int" ifl "..." source "->" destination "/" length "," protocol "," "SPI" spi
    replay = "RT_IPSEC_REPLAY:" "Replay packet detected on IPSec tunnel on" ifl "..." "From" source "to" destination "/" length
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, Message, message
from grammars.junos_log.values import ADDRESS, one_of

SPI = r", (?:ESP|AH), SPI (?P<spi>0x[0-9a-fA-F]+)"
BAD_SPI = pp.Opt(pp.Regex(rf"[^\n]{{0,160}}?bad SPI\.? +(?P<remote>{ADDRESS.replace('<>=', '<>=>')}?)->(?P<local>{ADDRESS})/\d+{SPI}"))
REPLAY = pp.Opt(pp.Regex(rf"[^\n]{{0,160}}?From (?P<remote>{ADDRESS}) to (?P<local>{ADDRESS})/\d+{SPI}"))
TAIL = "received a packet with a bad SPI. 198.51.100.2->192.0.2.1/112, ESP, SPI 0xb1907e3c, SEQ 0x1."
AGAIN = "with tunnel ID 0x20001! From 198.51.100.2 to 192.0.2.1/136, ESP, SPI 0x7ac30b15, SEQ 0x2a9."

MESSAGES: tuple[Message, ...] = (
    message("invalid-spi", f"RT_IPSEC_BAD_SPI: IPSec tunnel on int ge-0/0/0.0 with tunnel ID 0x20001 {TAIL}", "RT_IPSEC_BAD_SPI:", BAD_SPI, strength=PROVES),
    message("invalid-spi", f"IPSec tunnel on int ge-0/0/0.0 with tunnel ID 0x20001 {TAIL}",
            one_of("IPSec tunnel on int ", "IPSec tunnel on interface "), pp.Regex(r"\S+ with tunnel ID \S+ received a packet with a"), BAD_SPI, strength=PROVES),
    message("replay", f"RT_IPSEC_REPLAY: Replay packet detected on IPSec tunnel on ge-0/0/0.0 {AGAIN}", "RT_IPSEC_REPLAY:", REPLAY, strength=PROVES),
    message("replay", f"Replay packet detected on IPSec tunnel on ge-0/0/0.0 {AGAIN}", "Replay packet detected on IPSec tunnel", REPLAY, strength=PROVES),
    message("replay", "RT_IPSEC_PV_REPLAY: threshold exceeded", "RT_IPSEC_PV_REPLAY", strength=SUGGESTS),
    message("kernel-error", "RT_IPSEC_PV_DECRYPTION: threshold exceeded", pp.Regex(r"RT_IPSEC_PV_(?P<reason>DECRYPTION|ENCRYPTION)"), strength=SUGGESTS),
    message("inbound-dropped", "packet dropped, packet dropped: for self but not interested.", "packet dropped, packet dropped: for self but not interested",
            strength=PROVES),
)  # fmt: skip
