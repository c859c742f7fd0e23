"""How SAs live and end, IKEv1 and IPsec alike: liveness, rekeying, ends with their reasons, and what the tunnel manager says of attempts.

    end    = "Session disconnected. Session Type:" type ", Duration:" time ", Bytes xmt:" n ", Bytes rcv:" n ", Reason:" reason
           | "Session is being torn down. Reason:" reason
    manager = ... "Map Tag =" map "." "Map Sequence Number =" number "."      (no peer: map and number are what joins the lines)
"""

import pyparsing as pp

from grammars.cisco_asa_log.values import REASON, V1, V2, one, regex, spi
from grammars.common import CONTEXT, NOISE, PROVES, SUGGESTS, Message, message

MAP = regex(r"Map Tag ?= ?(?P<entry>[^\n]{1,128}?\.\s*Map Sequence Number ?= ?\d+)")
IKE_TYPES = r"(?:LAN-to-LAN|IP[Ss][Ee][Cc]\w*|IKE\w*)"
_SESSION = r"Session Type: ?{types}, Duration: ?[^\n,]+, Bytes xmt: ?(?P<bytes_out>\d+), Bytes rcv: ?(?P<bytes_in>\d+), Reason: ?"


def ended(kind: str, example: str, reason: str, *, strength: str = CONTEXT, **tags: str) -> tuple[Message, ...]:
    """An end with its reason, in each of the messages that give one."""
    shapes: tuple[tuple[str, tuple[str | pp.ParserElement, ...]], ...] = (
        ("Session is being torn down. Reason: {}", ("Session is being torn down. Reason:",)),
        (
            "Session disconnected. Session Type: LAN-to-LAN, Duration: 11h:02m:40s, Bytes xmt: 7345001, Bytes rcv: 9022118, Reason: {}",
            ("Session disconnected.", regex(_SESSION.format(types=IKE_TYPES))),
        ),
        ("Connection terminated for peer 203.0.113.9.  Reason: {}  Remote Proxy N/A, Local Proxy N/A",
         ("Connection terminated for peer", regex(r"(?P<remote>\S*[^\s.])\.?\s*Reason: ?"))),
    )  # fmt: skip
    return tuple(
        message(kind, text.format(example), *parts, regex(rf"(?P<reason>{reason})"), strength=strength, **tags) for text, parts in shapes
    )


MESSAGES: tuple[Message, ...] = (
    # -- liveness
    one("dpd-sent", "Sending keep-alive of type DPD R-U-THERE (seq number 0x41d2a10c)", "Sending keep-alive of type DPD R-U-THERE", regex(r"(?!-ACK)")),
    one("noise", "Sending keep-alive of type DPD R-U-THERE-ACK (seq number 0x41d2a10c)", "Sending keep-alive of type DPD R-U-THERE-ACK", strength=NOISE),
    one("keepalive", "Received keep-alive of type DPD R-U-THERE-ACK (seq number 0x41d2a10c)", "Received keep-alive of type DPD"),
    one("dpd-timeout", "IKE lost contact with remote peer, deleting connection (keepalive type: DPD)", "IKE lost contact with remote peer", strength=PROVES),
    one("dpd-unsupported", "Keep-alives configured on but peer does not support keep-alives (type = None)",
        "Keep-alives configured on but peer does not support keep-alives"),
    one("keepalive", "Keep-alive type for this connection: DPD", "Keep-alive type for this connection:"),
    one("out-of-step", "Received DPD sequence number 7 in DPD Action, description expected seq 8", "Received DPD sequence number"),
    # -- SAs that one side no longer has
    one("out-of-step", "Received encrypted packet with no matching SA, dropping", "Received encrypted packet with no matching SA", strength=SUGGESTS),
    one("invalid-spi", "Received Invalid SPI notify (SPI 0x1A2B3C4D)!", "Received Invalid SPI notify (SPI", spi("spi"), strength=PROVES),
    one("out-of-step", "Header invalid, missing SA payload! (next payload = 4)", "Header invalid, missing SA payload!", strength=SUGGESTS),
    one("path-changed", "Attempting to establish a phase2 tunnel on backup interface but phase1 tunnel is on outside interface. Tearing down old phase1 tunnel "
        "due to a potential routing change.", "Attempting to establish a phase2 tunnel on", regex(r"\S+ interface but phase1 tunnel is on"),
        strength=PROVES),
    one("rekey-collision", "Failure during phase 1 rekeying attempt due to collision", "Failure during phase 1 rekeying attempt due to collision"),
    one("rekey-scheduled", "Starting P2 rekey timer: 27360 seconds.", "Starting P2 rekey timer:"),
    one("child-closed", "IKE Deleting SA: Remote Proxy 10.2.0.0, Local Proxy 10.1.0.0", "IKE Deleting SA: Remote Proxy"),
    message("delete-sent", "Sending IKE Delete With Reason message: Lost Service", "Sending", regex(r"\w+ Delete With Reason message: ?"), REASON, **V1),
    # -- ends with a reason
    *ended("child-proposal-refused", "Phase 2 Mismatch", "Phase 2 Mismatch", strength=PROVES, what="child", exchange="QUICK_MODE"),
    *ended("child-failed", "Phase 2 Error", "Phase 2 Error", strength=SUGGESTS, what="child"),
    *ended("ts-refused", "crypto map policy not found", "(?i:crypto map policy not found)", strength=PROVES, **V1),
    *ended("delete-received", "Peer Terminate", "Peer Terminate|IKE Delete", what="ike"),
    *ended("idle", "Idle Timeout", "(?i:(?:IPsec SA )?Idle Timeout)"),
    *ended("cert-expired", "Certificate Expired", "Certificate Expired", strength=PROVES),
    *ended("ike-deleting", "Lost Service", "[^\\n]+"),
    message("noise", "Session disconnected. Session Type: SSL, Duration: 0h:10m:00s, Bytes xmt: 1, Bytes rcv: 1, Reason: User Requested",
            "Session disconnected.", strength=NOISE),
    # -- attempts
    message("ike-state", "Tunnel Manager dispatching a KEY_ACQUIRE message to IKEv2.  Map Tag = outside_map.  Map Sequence Number = 10.",
            "Tunnel Manager dispatching a KEY_ACQUIRE message to IKEv2.", MAP, role="initiator"),
    message("ike-state", "Tunnel Manager dispatching a KEY_ACQUIRE message to IKEv1.  Map Tag = outside_map.  Map Sequence Number = 10.",
            "Tunnel Manager dispatching a KEY_ACQUIRE message to IKEv1.", MAP, role="initiator"),
    message("retry", "Tunnel Manager dispatching a KEY_ACQUIRE message to IKEv1 after a failed attempt.  Map Tag = MIG.  Map Sequence Number = 5.",
            "Tunnel Manager dispatching a KEY_ACQUIRE message to", regex(r"IKEv[12] after a failed attempt\.?"), MAP, strength=SUGGESTS),
    *(
        message("verdict-failed", f"IKEv{n} was unsuccessful at setting up a tunnel.  Map Tag = CMAP.  Map Sequence Number = 30.",
                f"IKEv{n} was unsuccessful at setting up a tunnel.", MAP, reason="no tunnel was set up", ike_version=n)
        for n in "12"
    ),
    message("verdict-failed", "Tunnel Manager has failed to establish an L2L SA.  All configured IKE versions failed to establish the tunnel.  Map Tag= CMAP.  "
            "Map Sequence Number = 30.", "Tunnel Manager has failed to establish an L2L SA.", regex(r"[^\n]*?(?=Map Tag)"), MAP,
            reason="all configured IKE versions failed"),
    *(
        message("verdict-ok", f"IKEv{n} was successful at setting up a tunnel.  Map Tag = CMAP. Map Sequence Number = 30.",
                f"IKEv{n} was successful at setting up a tunnel.", MAP, strength=PROVES, ike_version=n)
        for n in "12"
    ),
    message("config-error", "Tunnel Manager failed to dispatch a KEY_ACQUIRE message.  Probable mis-configuration of the crypto map or tunnel-group.  "
            "Map Tag = MIG.  Map Sequence Number = 6, SRC Addr: 10.1.1.7 port: 51514 Dst Addr: 10.56.0.3 port: 443.",
            "Tunnel Manager failed to dispatch a KEY_ACQUIRE message.", regex(r"(?P<reason>Probable mis-configuration of the crypto map or tunnel-group)\."),
            MAP, strength=PROVES),
    message("limit-reached", "Tunnel Manager failed to dispatch a KEY_ACQUIRE message. Memory may be low.",
            "Tunnel Manager failed to dispatch a KEY_ACQUIRE message.", regex(r"(?P<reason>Memory may be low)"), strength=PROVES),
    message("config-error", "IKEv2 Backup L2L tunnel initiation denied on interface outside matching crypto map VPN, sequence number 5. Unsupported "
            "configuration.", "IKEv2 Backup L2L tunnel initiation denied", reason="IKEv2 does not support this backup configuration", **V2),
    message("config-warning", "IKEv2 Doesn't support Multiple Peers", "IKEv2 Doesn", regex(r".?t (?P<reason>support Multiple Peers)"), strength=SUGGESTS),
    message("config-warning", "IKEv2 Doesn't have a proposal specified", "IKEv2 Doesn", regex(r".?t (?P<reason>have a proposal specified)"),
            strength=SUGGESTS),
    message("config-warning", "IKEv1 Doesn't have a transform set specified", "IKEv1 Doesn", regex(r".?t (?P<reason>have a transform set specified)"),
            strength=SUGGESTS),
)  # fmt: skip
