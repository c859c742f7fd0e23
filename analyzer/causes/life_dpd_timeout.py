"""The tunnel was up, and the peer stopped answering.

How it shows
    IKEv1 (main or aggressive before): "DPD check timed out, enforcing DPD action" (charon), "DPD action -
      clearing connection" or "declaring peer dead" (pluto), "seems to be dead" (racoon).
    IKEv2: no word of DPD at the end; an INFORMATIONAL or CREATE_CHILD_SA request is repeated and given up:
      "sending DPD request", "retransmit 5 of request", "giving up after 5 retransmits" (charon, after about 165
      seconds); "liveness action" (pluto).
    Initiator and responder: whoever asks sees it; the other end logs nothing, or restarted at that time.

Told apart from
    p1.peer_unreachable: the tunnel was never up.
    life.peer_delete: the peer said goodbye.
    life.rekey: only the rekey gets no answer, liveness checks do.
    esp.invalid_spi: after a restart the peer still sends with the old SPI.

References
    RFC 7296, section 2.4; RFC 3706.
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, needs, on
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Place


@needs(Kind.RETRANSMIT, Kind.GAVE_UP)
def _unanswered(n: Negotiation) -> Iterator[Clue]:
    silence = n.silences.get(Place.ESTABLISHED)
    if silence is None or not silence.gave_up:
        return
    weight = Weight.PROVES if n.has(Kind.DPD_SENT) and n.up else Weight.FITS if n.up else Weight.SUGGESTS
    for e in silence.events:
        yield Clue(weight, e, "a request on the established tunnel gets no answer")


CAUSE = Cause(
    id="life.dpd_timeout",
    aliases=(
        "DpdTimeout (Alibaba Cloud VPN Gateway)",
        "AWS tunnel DPD timed out (AWS Site-to-Site VPN)",
        "dpd timeout (Huawei)",
        "heartbeat timeout (Huawei)",
    ),
    title="The peer stopped answering on an established tunnel",
    find=clues(
        on(Kind.DPD_TIMEOUT, Weight.PROVES, "the liveness check got no answer"),
        _unanswered,
        on(Kind.MONITOR_FAILED, Weight.ALLOWS, "probes through the tunnel got no answer"),
        on(Kind.INITIAL_CONTACT, Weight.SUGGESTS, "the peer began anew and says that it has no other IKE_SA: it had lost this one",
           when=lambda n, e: n.up and bool(e.get("remote_id"))),
        on(Kind.PEER_SILENT, Weight.FITS, "the peer no longer answers", when=lambda n, e: n.up and e.get("what") == "rekeying"),
    ),
    remedy=(
        "Find out what happened at that time: restart or failover of the peer, a changed address, a lost line, a NAT mapping that expired.",
        "Behind NAT keep the mapping alive: NAT keepalives and liveness checks shorter than the NAT device's UDP timeout.",
        "Let one end bring the tunnel up again by itself, and choose a timeout that survives short losses.",
        "Watch the next hours: liveness checks must be answered.",
    ),
    remedies={
        "Alibaba Cloud": ("IPsec connection, DPD: enabled; the gateway then notices a dead peer and negotiates anew.",),
        "strongSwan": ("swanctl.conf: dpd_delay = 30s, children.NAME.dpd_action = restart; ipsec.conf: dpdaction=restart, dpddelay=30s.",),
        "Libreswan": ("ipsec.conf: dpddelay=30, retransmit-timeout=60s (IKEv1: dpdtimeout=120); up to 4.x also dpdaction=restart.",),
        "Cisco": (
            (
                "IOS: crypto isakmp keepalive 10 3 periodic; IKEv2: dpd 10 3 periodic in the profile. ASA: isakmp keepalive threshold 10 "
                "retry 3 in the tunnel-group."
            ),
        ),
        "Juniper": ("set security ike gateway GW dead-peer-detection always-send interval 10 threshold 5",),
    },
    ask_for=(
        "The peer's log of the same minutes: restart, failover, or our requests arriving.",
        "From both ends: tcpdump -ni any udp port 500 or udp port 4500 while it happens.",
        "This side's log from before the loss. strongSwan: ike = 1, net = 1, knl = 1. Libreswan: journalctl -u ipsec.",
    ),
    shows=(
        "DPD check timed out, enforcing DPD action",
        'Nov  3 10:11:12 gw pluto[912]: "a" #1: liveness action - clearing connection kind CK_PERMANENT',
        "2026-11-03 10:11:12: [192.0.2.1] INFO: DPD: remote (ISAKMP-SA spi=0123456789abcdef:fedcba9876543210) seems to be dead.",
    ),
    silent=("07[IKE] <a|3> sending DPD request", "DPD not supported by peer, disabled", "received DELETE for IKE_SA a[1]"),
)  # fmt: skip
