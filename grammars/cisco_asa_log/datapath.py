"""The data path and what is near it: ESP that is refused, SAs made and removed, certificates, and UDP 500 that does not come through.

    sa = "IPSEC: An" ("inbound" | "outbound") kind "SA (SPI=" spi ") between" address "and" address "(user=" user ") has been" ("created" | "deleted") "."

The order of the two addresses differs by release; the user of a LAN-to-LAN tunnel is the peer's address.
"""

import pyparsing as pp

from grammars.cisco_asa_log.values import ESP_SPI, REASON, regex
from grammars.common import CONTEXT, NOISE, PROVES, SUGGESTS, Message, message

# the peer is the user where that is an address, else the end of an outbound SA
_USER = r" \(user= ?(?P<remote>(?:\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F]*:[0-9a-fA-F:.]+|)[^\n)]*\)"


def sa(kind: str, way: str, verb: str, spi: str, strength: str = CONTEXT) -> Message:
    """An SA of one direction."""
    return message(
        kind, f"IPSEC: An {way} LAN-to-LAN SA (SPI= 0x2C70B91F) between 192.0.2.10 and 198.51.100.20 (user= 198.51.100.20) {verb}", f"IPSEC: An {way}",
        regex(rf"[\w\- ]+ SA \(SPI= ?{ESP_SPI.format(spi)}\) between \S+ and \S+{_USER} {verb}"), strength=strength,
    )  # fmt: skip


_ESP = rf"(?P<protocol>ESP|AH) packet \(SPI= ?{ESP_SPI.format('spi')}, sequence number= ?\w+\) from (?P<remote>\S+)(?: \(user= ?[^\n)]*\))? to (?P<local>\S*[^\s.])"
_RECEIVED = "IPSEC: Received an"


def esp(kind: str, ending: str, tail: str | pp.ParserElement = "", *, example: str = "", strength: str = PROVES, **tags: str) -> Message:
    """A packet of ESP that is dropped, with why."""
    return message(
        kind, f"IPSEC: Received an ESP packet (SPI= 0x3E77A910, sequence number= 0x1C20F4) from 203.0.113.50 (user= 203.0.113.50) to 192.0.2.10{example or ending}",
        _RECEIVED, regex(rf"{_ESP}{ending}"), *((tail,) if tail else ()), strength=strength, **tags,
    )  # fmt: skip


_SELECTORS = (
    r"\.?\s+The decapsulated inner packet doesn.?t match the negotiated policy in the SA\.\s+The packet specifies its destination as (?P<destination>[^\s,]+), its "
    r"source as (?P<source>[^\s,]+), and its protocol as [^\n]*?\.\s+The SA specifies its local[ _]proxy as (?P<local_ts>\S+) and its remote[ _]proxy as "
    r"(?P<remote_ts>\S*[^\s.])"
)

MESSAGES: tuple[Message, ...] = (
    sa("child-up", "inbound", "has been created", "spi_in", PROVES), sa("child-up", "outbound", "has been created", "spi_out", PROVES),
    sa("child-closed", "inbound", "has been deleted", "spi_in"), sa("child-closed", "outbound", "has been deleted", "spi_out"),
    *(
        sa("sa-expired-soft", way, f"is rekeying due to {why}", spi)
        for way, spi in (("inbound", "spi_in"), ("outbound", "spi_out")) for why in ("sequence number rollover", "data rollover")
    ),
    message("kernel-sa-failed", "IPSEC: SA creation error, source 192.0.2.10, destination 198.51.100.20, reason no memory", "IPSEC: SA creation error, source",
            regex(r"(?P<local>[^\s,]+), destination (?P<remote>[^\s,]+), reason (?P<reason>[^\n]+)"), strength=PROVES),
    message("path-lost", "IPSEC: SA change peer IP error, SPI: 0x1A2B3C4D, (src {192.0.2.1|4500}, dest {192.0.2.2|4500} => src {192.0.2.1|4500}, dest: "
            "{192.0.2.3|4500}), reason not found", "IPSEC: SA change peer IP error", regex(r"[^\n]*, reason (?P<reason>[^\n]+)"), strength=SUGGESTS),
    esp("invalid-spi", " with an invalid SPI", strength=PROVES),
    esp("inbound-dropped", _SELECTORS, example=".  The decapsulated inner packet doesn't match the negotiated policy in the SA.  The packet specifies its "
        "destination as 10.10.9.1, its source as 172.31.4.4, and its protocol as tcp.  The SA specifies its local proxy as 10.10.0.0/255.255.0.0/0/0 and its "
        "remote_proxy as 10.51.0.0/255.255.0.0/0/0."),
    esp("inbound-dropped", " containing an illegal IP fragment of length", example=" containing an illegal IP fragment of length 20 with offset 8",
        reason="illegal IP fragment"),
    esp("replay", " that failed anti-replay checking"),
    esp("integrity-failed", " that failed authentication", ike_version=""),
    esp("inbound-dropped", r" that was dropped by IP[Ss][Ee][Cc] \((?P<reason>[^\n)]*)\)", example=" that was dropped by IPSec (no SA)", strength=SUGGESTS),
    esp("inbound-dropped", r" with incorrect IP[Ss][Ee][Cc] padding", example=" with incorrect IPsec padding", strength=SUGGESTS, reason="padding"),
    message("inbound-dropped", "IPSEC: Received a packet from 203.0.113.50 to 192.0.2.10 containing AH data instead of ESP data.", "IPSEC: Received a packet from",
            regex(r"(?P<remote>\S+) to (?P<local>\S+) containing (?P<reason>\w+ data instead of \w+ data)"), strength=PROVES),
    message("inbound-dropped", "IPSEC: Received a non-IPSec packet (protocol= ICMP) from 10.35.0.7 to 10.10.0.8.", "IPSEC: Received a non-IP",
            regex(r"[Ss][Ee][Cc] packet \(protocol= ?\w+\) from (?P<source>\S+) to (?P<destination>\S*[^\s.])"), strength=PROVES,
            reason="packet in clear that should be encrypted"),
    message("outbound-dropped", "Received a cleartext packet from 10.1.0.1 to 10.2.0.1 that was to be encapsulated in IPSec that was dropped by IPSec (no SA).",
            "Received a cleartext packet from", regex(r"(?P<source>\S+) to (?P<destination>\S+) that was to be encapsulated in [^\n(]*\((?P<reason>[^\n)]*)\)"),
            strength=SUGGESTS),
    # PIX 6
    message("invalid-spi", "decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.10, prot=50, spi=0x1a2b3c4d(439041101)", "decaps: rec",
            regex(rf".?d IP[Ss][Ee][Cc] packet has invalid spi for destaddr=\S+ prot=\w+, spi={ESP_SPI.format('spi')}"), strength=PROVES),
    message("inbound-dropped", "decapsulate: packet missing ESP, destadr=192.0.2.10, actual prot=6", "decapsulate: packet missing", reason="packet without ESP",
            strength=PROVES),
    message("inbound-dropped", "identity doesn't match negotiated identity (ip) dest_addr= 10.1.0.1, src_addr= 10.9.0.1, prot= icmp, (ident) local=192.0.2.1, "
            "remote=203.0.113.5, local_proxy=10.1.0.0/255.255.0.0/0/0, remote_proxy=10.2.0.0/255.255.0.0/0/0", "identity doesn",
            regex(r".?t match negotiated identity[^\n]*?remote=(?P<remote>[^\s,]+), local_proxy=(?P<local_ts>[^\s,]+), remote_proxy=(?P<remote_ts>[^\s,]+)"),
            strength=PROVES),
    message("inbound-dropped", "Rec'd packet not an IPSEC packet (ip) dest_addr= 10.1.0.1, src_addr= 10.2.0.1, prot= icmp", "Rec",
            regex(r".?d packet not an IP[Ss][Ee][Cc] packet"), strength=PROVES, reason="packet in clear that should be encrypted"),
    message("ike-up", "ISAKMP Phase 1 SA created (local 192.0.2.1/500 (initiator), remote 203.0.113.5/500, authentication=pre-share, encryption=3DES-CBC, "
            "hash=SHA, group=2, lifetime=86400s)", "ISAKMP Phase 1 SA created (local",
            regex(r"(?P<local>[^\s/]+)/\d+ \((?P<role>initiator|responder)\), remote (?P<remote>[^\s/]+)/\d+, authentication=(?P<method>[^\s,]+)"),
            strength=PROVES, ike_version="1"),
    message("child-up", "sa created, (sa) sa_dest= 203.0.113.5, sa_prot= 50, sa_spi= 0x1a2b3c4d(439041101), sa_trans= esp-3des esp-sha-hmac , sa_conn_id= 1",
            "sa created, (sa) sa_dest=", regex(rf"\S+ sa_prot= ?\d+, sa_spi= ?{ESP_SPI.format('spi')}"), strength=PROVES),
    # -- limits, packets to this gateway
    message("limit-reached", "Denied new tunnel to 203.0.113.5. VPN peer limit (250) exceeded", "Denied new tunnel to",
            regex(r"(?P<remote>\S*[^\s.])\.? (?P<reason>VPN peer limit \(\d+\) exceeded)"), strength=PROVES),
    *(
        message("no-config", f"UDP {text} from 203.0.113.5/500 to outside:192.0.2.10/500", f"UDP {text} from",
                regex(r"(?P<remote>[^\s/]+)/\d+ to [^\s:]+:(?P<local>[^\s/]+)/(?:4?500|isakmp)\b"), strength=PROVES, reason="IKE is not enabled on this interface")
        for text in ("access denied by ACL", "request discarded")
    ),
    message("keepalive", "NAT-T keepalive received from 203.0.113.5/4500 to outside:192.0.2.10/4500", "NAT-T keepalive received from"),
    # -- certificates
    message("cert-expired", "Certificate validation failed. Reason: Certificate date is out-of-range.", "Certificate validation failed. Reason:",
            regex(r"(?i:[^\n]{0,60}(?:date is|out-of-range|expired|not yet valid))"), strength=PROVES),
    message("cert-revoked", "Certificate validation failed. Reason: Certificate has been revoked.", "Certificate validation failed.", regex(r"(?i:[^\n]{0,60}revoked)"),
            strength=PROVES),
    message("cert-rejected", "Certificate validation failed. Reason: signature failure", "Certificate validation failed.", regex(r"(?:Reason: ?)?(?P<reason>[^\n]*)"),
            strength=PROVES),
    message("cert-expired", "Certificate chain failed validation. Certificate chain date is invalid or not authorized.", "Certificate chain failed validation.",
            regex(r"(?i:[^\n]{0,60}(?:date is|expired))"), strength=PROVES),
    message("cert-rejected", "Certificate chain failed validation. No suitable trustpoint.", "Certificate chain failed validation.", REASON, strength=PROVES),
    message("cert-no-issuer", "Failed to find a suitable trustpoint for the issuer: cn=CA,o=Lab Reason: No trustpoint", "Failed to find a suitable trustpoint for the issuer:",
            regex(r"(?P<dn>[^\n]*?)(?= Reason:|\Z)"), strength=PROVES),
    message("peer-not-found", "Tunnel group search using certificate maps failed for peer certificate: serial number: 01", "Tunnel group search using certificate maps failed",
            strength=SUGGESTS, reason="no certificate map fits"),
    message("cert-expired", "The identity certificate in the trustpoint TP1 has expired. Expiration 10:00:00", "The", regex(r"\w+ certificate in the trustpoint \S+ has expired"),
            strength=PROVES),
    *(
        message("cert-rejected", text, text, reason=text, strength=PROVES)
        for text in ("Unsupported certificate encoding type", "Failed to retrieve identity certificate", "Invalid certificate handle",
                     "Received unexpected Certificate payload Possible invalid Auth Method", "Cert validation failure: handle invalid for",
                     "Aborting: No identity cert specified in IPSec SA", "Unable to process the received peer certificate",
                     "Unable to find the requested certificate", "IKEv1 Unsupported certificate keytype")
    ),
    message("cert-rejected", "Connection failed with peer '203.0.113.5', no trust-point defined in  tunnel-group '203.0.113.5'", "Connection failed with peer",
            regex(r"'(?P<remote>[^'\n]*)', (?P<reason>no trust-point defined in)"), strength=PROVES),
    *(
        message("noise", text, text, strength=NOISE)
        for text in ("Validating certificate chain", "Certificate was successfully validated", "Certificate chain was successfully validated", "AAA retrieved default group policy",
                     "AAA user", "Tunnel group match found.", "PMTU-D packet", "IPSEC: Received an ICMP Destination Unreachable")
    ),
)  # fmt: skip
