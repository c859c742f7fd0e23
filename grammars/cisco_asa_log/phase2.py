"""IKEv1, phase 2: which networks are asked for, which entry of the crypto map takes them, proposals, and SAs that come up.

In "Received local Proxy ..." local is this gateway's side, and so in "no matching crypto map entry for remote proxy ... local proxy ...".
"Static Crypto Map check ... does not match" is said of every entry before the one that matches.
"""

import pyparsing as pp

from grammars.cisco_asa_log.phase1 import attribute
from grammars.cisco_asa_log.values import QUICK, one, regex, spi
from grammars.common import PROVES, SUGGESTS, Message, message

_CHILD = {"exchange": "QUICK_MODE", "what": "child"}
_PROXY = {"local": "local_ts", "remote": "remote_ts"}

MESSAGES: tuple[Message, ...] = (
    one("ike-state", "IKE Initiator starting QM: msg id = 5be1a0c7", "IKE Initiator starting QM: msg id =", regex(r"(?P<message_id>\S+)"),
        role="initiator"),
    one("ike-state", "IKE Responder starting QM: msg id = 5be1a0c7", "IKE Responder starting QM: msg id =", regex(r"(?P<message_id>\S+)"),
        role="responder"),
    one("message-sent", "IKE Initiator sending 1st QM pkt: msg id = 5be1a0c7", "IKE Initiator sending", regex(r"(?:1st|3rd) QM pkt"), **_CHILD),
    one("message-sent", "IKE Responder sending 2nd QM pkt: msg id = 5be1a0c7", "IKE Responder sending 2nd QM pkt", **_CHILD),
    *(
        one("ts-lookup", f"Received {side} IP Proxy Subnet data in ID Payload:   Address 10.1.0.0, Mask 255.255.0.0, Protocol 0, Port 0",
            f"Received {side}", regex(rf"(?:IP )?Proxy (?:Host|Subnet|Range) data in ID Payload:\s*(?:Address(?:es)? )?(?P<{field}>[^\n]*?), Protocol"))
        for side, field in _PROXY.items()
    ),
    *(
        one("ts-refused", f"Received invalid {side} Proxy Range 10.1.0.9 - 10.1.0.1", f"Received invalid {side} Proxy Range",
            regex(rf"(?P<{field}>[^\n]+)"), strength=PROVES, role="responder")
        for side, field in _PROXY.items()
    ),
    one("ts-refused", "Rejecting IPSec tunnel: no matching crypto map entry for remote proxy 10.2.0.0/255.255.0.0/0/0 local proxy "
        "10.1.0.0/255.255.0.0/0/0 on interface outside",
        regex(r"Rejecting IP[Ss][Ee][Cc] tunnel: no matching crypto map entry for remote proxy (?P<remote_ts>\S+) local proxy (?P<local_ts>\S+)"),
        strength=PROVES, role="responder"),
    one("ts-refused", "Tunnel rejected: Crypto Map Policy not found for Src:10.2.0.0, Dst: 10.1.0.0!", "Tunnel rejected: Crypto Map Policy not found for",
        regex(r"Src: ?(?P<remote_ts>[^\s,]+), ?Dst: ?(?P<local_ts>[^\s!]+)"), strength=PROVES, role="responder"),
    one("ts-refused", "Tunnel Rejected: Policy not found for Src:10.2.0.0, Dst: 10.1.0.0!", "Tunnel Rejected: Policy not found for",
        regex(r"Src: ?(?P<remote_ts>[^\s,]+), ?Dst: ?(?P<local_ts>[^\s!]+)"), strength=PROVES, role="responder"),
    one("no-config", "Tunnel Rejected: IKE peer does not match remote peer as defined in L2L policy IKE peer address: 203.0.113.9, Remote peer address: "
        "203.0.113.8", "Tunnel Rejected: IKE peer does not match remote peer as defined in L2L policy",
        regex(r"IKE peer address: (?P<theirs>[^\s,]+),\s*Remote peer address: (?P<mine>\S+)"), strength=PROVES, role="responder"),
    one("ts-lookup", "Static Crypto Map check, map = OUTSIDE_map, seq = 1, ACL does not match proxy IDs src:10.2.0.0 dst:10.1.0.0",
        "Static Crypto Map check, map", regex(r"=? ?\S+, seq = \d+, ACL does not match proxy IDs src:(?P<remote_ts>\S+) dst:(?P<local_ts>\S+)")),
    one("ts-missing", "Static Crypto Map check, map = OUTSIDE_map, seq = 1, no ACL configured", "Static Crypto Map check, map",
        regex(r"=? ?(?P<reason>\S+, seq = \d+, no ACL configured)"), strength=SUGGESTS),
    one("ts-missing", "Static Crypto Map Check by-passed: Crypto map entry incomplete!", "Static Crypto Map Check by-passed:", reason="Crypto map entry incomplete",
        strength=SUGGESTS),
    one("ts-lookup", "Static Crypto Map check, map VPN, seq = 20 is a successful match", "Static Crypto Map check, map",
        regex(r"=? ?\S+, seq = \d+ is a successful match"), strength=PROVES, state="networks found"),
    one("ts-missing", "Remote L2L Peer 203.0.113.9 initiated a tunnel with same outer and inner addresses. Peer could be Originate Only - Possible "
        "misconfiguration!", "Remote L2L Peer", regex(r"(?P<remote>\S+) initiated a tunnel with (?:the )?(?P<reason>same outer and inner addresses)"),
        strength=SUGGESTS),
    one("ts-refused", "Unknown identification type, Phase 2, Type 12", "Unknown identification type, Phase 2, Type", strength=SUGGESTS),
    one("ts-refused", "Identification type not supported, Phase 2, Type 12", "Identification type not supported, Phase 2, Type", strength=SUGGESTS),
    one("child-duplicate", "Rejecting new IPSec SA negotiation for peer 203.0.113.9. A negotiation was already in progress for local Proxy 10.1.0.0/255.255.0.0, "
        "remote Proxy 10.2.0.0/255.255.0.0", regex(r"Rejecting new IP[Ss][Ee][Cc] SA negotiation for peer (?P<remote>\S*[^\s.])"), strength=SUGGESTS),
    one("out-of-step", "QM IsRekeyed: duplicate sa found by address, deleting old sa", "QM IsRekeyed: duplicate sa found by address"),
    one("child-duplicate", "QM IsRekeyed: existing sa from different peer, rejecting new sa", "QM IsRekeyed: existing sa from different peer",
        strength=SUGGESTS),
    # -- proposals
    attribute("pfs-missing", 2, "Group Description(?=[^\\n]*Rcv'?d:[ \\t]*(?:Unknown|None|0)\\b)", "Unknown", "Group 14", **_CHILD),
    attribute("pfs-unwanted", 2, "Group Description(?=[^\\n]*Cfg'?d:[ \\t]*(?:Unknown|None|0)\\b)", "Group 14", "Unknown", **_CHILD),
    attribute("pfs-group-mismatch", 2, "Group Description", "Group 2", "Group 14", **_CHILD),
    attribute("encapsulation-mismatch", 2, "Encapsulation Mode|Encaps Mode|Mode", "UDP Tunnel(NAT-T)", "Tunnel", **_CHILD),
    attribute("attribute-refused", 2, "HMAC Algorithm|Auth Alg|Authentication Algorithm|Hash Alg", "SHA", "MD5", attribute="esp-integrity", **_CHILD),
    attribute("attribute-refused", 2, "Encryption Alg|Encryption Algorithm|Encryption|Key Length", "128", "256", attribute="esp-encryption", **_CHILD),
    attribute("child-proposal-refused", 2, r"[^\n:]{1,60}", "x", "y", **_CHILD),
    one("child-proposal-refused", "All IPSec SA proposals found unacceptable!", "All", regex(r"IP[Ss][Ee][Cc] SA proposals found unacceptable"),
        strength=PROVES, role="responder", **_CHILD),
    one("child-proposal-refused", "AH proposal not supported", "AH proposal not supported", strength=PROVES, **_CHILD),
    one("child-proposal-refused", "Received proposal with unknown protocol ID 4", "Received proposal with unknown protocol ID", strength=PROVES, **_CHILD),
    one("child-proposal-refused", "Mismatch: Configured LAN-to-LAN proposal differs from negotiated proposal. Verify local and remote LAN-to-LAN connection "
        "lists.", "Mismatch: Configured LAN-to-LAN proposal differs from negotiated proposal", strength=SUGGESTS, **_CHILD),
    one("pfs-ignored", "Mismatch: Overriding phase 2 DH Group(DH group 2) with phase 1 group(DH group 5)", "Mismatch: Overriding phase 2 DH Group(",
        regex(r"(?:DH group )?(?P<theirs>[^\n)]+)\) with phase 1 group\((?:DH group )?(?P<mine>[^\n)]+)\)"), strength=SUGGESTS),
    one("ike-state", "Mismatch: P1 Authentication algorithm in the crypto map entry different from negotiated algorithm for the L2L connection",
        "Mismatch: P1 Authentication algorithm in the crypto map entry different"),
    message("proposal-selected", "IPSec SA Proposal # 1, Transform # 1 acceptable  Matches global IPSec SA entry # 20",
            pp.MatchFirst([pp.Literal("IPSec SA Proposal #"), pp.Literal("IPSEC SA Proposal #")]), regex(r"\d+, Transform # \d+ acceptable"),
            strength=PROVES, **QUICK),
    one("rekey-scheduled", "Responder forcing change of IPSec rekeying duration from 28800 to 3600 seconds", "Responder forcing change of",
        regex(r"\w+ rekeying duration from (?P<mine>\d+) to (?P<theirs>\d+) \w+")),
    one("rekey-scheduled", "Overriding Initiator's IPSec rekeying duration from 28800 to 3600 seconds", "Overriding Initiator",
        regex(r"\S*s \w+ rekeying duration from (?P<theirs>\d+) to (?P<mine>\d+) \w+")),
    # -- up, or failed
    *(
        message("child-up", f"Security negotiation complete for LAN-to-LAN Group (203.0.113.9)  {role}, Inbound SPI = 0x3f95a1c0, Outbound SPI = 0x90ab12cd",
                "Security negotiation complete for", regex(rf"[^\n]{{1,200}}?{role}, Inbound SPI ="), spi("spi_in"), ", Outbound SPI =", spi("spi_out"),
                strength=PROVES)
        for role in ("Initiator", "Responder")
    ),
    one("child-up", "PHASE 2 COMPLETED (msgid=4d3c2b1a)", "PHASE 2 COMPLETED", strength=PROVES),
    one("child-failed", "QM FSM error (P2 struct &0xd2f0a410, mess id 0xa90c11f7)!", "QM FSM error (P2 struct &", strength=SUGGESTS,
        **_CHILD),
    one("child-initiate", "Oakley begin quick mode", "Oakley begin quick mode"),
    one("ike-state", "IKE Remote Peer configured for crypto map: outside_map", "IKE Remote Peer configured for"),
)  # fmt: skip
