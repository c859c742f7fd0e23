"""The peer closed the tunnel with a DELETE.

How it shows
    IKEv1 (main or aggressive) and IKEv2, either end: "received DELETE for IKE_SA" (charon), "received Delete SA
      payload: self-deleting" (pluto), "received delete" (iked).
    Right after "established" at the responder: the initiator did not accept our identity or certificate
      (IKEv2), or the networks or proposals of phase 2.
    Every few seconds, with 0 bytes: the peer gives up on something that its own log names.
    After a rekey or reauthentication a DELETE for the old SA is normal.

Told apart from
    life.rekey: the SA ended because it was not renewed.
    life.dpd_timeout: nobody said goodbye.
    life.flapping: it happens again and again.

References
    RFC 7296, sections 1.4.1 and 2.8; RFC 2408, section 3.15.
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, needs
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation


@needs(Kind.DELETE_RECEIVED)
def _deleted(n: Negotiation) -> Iterator[Clue]:
    """A DELETE for the IKE_SA that is not the end of a rekey or reauthentication."""
    if n.has(Kind.IKE_REKEYED, Kind.REAUTH, Kind.DUPLICATE_IKE, Kind.INITIAL_CONTACT):
        return
    for e in n.all(Kind.DELETE_RECEIVED):
        if e.get("what") == "ike":
            yield Clue(Weight.ALLOWS, e, "the peer closed the tunnel")


CAUSE = Cause(
    id="life.peer_delete",
    aliases=(
        "ReceiveDeleteNotify (Alibaba Cloud VPN Gateway)",
        "received DELETE for IKE_SA from CGW (AWS Site-to-Site VPN)",
        "peer request (Huawei)",
    ),
    title="The peer closed the tunnel",
    find=_deleted,
    remedy=(
        (
            "Look into the peer's log at that second: it knows why it deleted the SA (operator, idle timeout, lifetime, a refused "
            "identity, a changed configuration)."
        ),
        "Compare idle timeouts and lifetimes of both ends; let one end bring the tunnel up again by itself.",
        "Bring the tunnel up and watch it for longer than the time after which it was closed.",
    ),
    remedies={
        "Alibaba Cloud": (
            (
                "A health check that fails, a changed configuration or an overdue payment also closes the connection: see the tunnel's log "
                "in the console."
            ),
        ),
        "strongSwan": ("swanctl.conf: children.NAME.close_action = start (ipsec.conf: closeaction=restart); inactivity = 0.",),
        "Libreswan": ("ipsec.conf: auto=start keeps the connection up; narrow lifetimes: ikelifetime=, salifetime=.",),
        "Cisco": ("ASA: vpn-idle-timeout none in the group-policy; IOS: no crypto ipsec security-association idle-time.",),
        "Juniper": ("set security ipsec vpn VPN establish-tunnels immediately; delete ... ike idle-time",),
    },
    ask_for=(
        "The peer's log of the second of the DELETE, and whether somebody changed or restarted something.",
        (
            "Alibaba Cloud: the tunnel's log in the console. Cisco: show logging, debug crypto ikev2. Juniper: show log kmd, show security "
            "ipsec inactive-tunnels."
        ),
        "This side's log from the last establishment to the DELETE (strongSwan: ike = 1, cfg = 1; Libreswan: journalctl -u ipsec).",
    ),
    shows=(
        "received DELETE for IKE_SA a[1]",
        'Nov  3 10:11:12 gw pluto[912]: "a" #1: received Delete SA payload: self-deleting ISAKMP State #1',
        "iked: spi=0x6c7f2e1d0b9a8f7e: ikev2_pld_delete: received delete",
    ),
    silent=(
        "sending DELETE for IKE_SA a[1]",
        'Nov  3 10:11:12 gw pluto[912]: "a" #2: received Delete SA(0x905d5bac) payload: deleting IPsec State #3',
        "07[IKE] <a|3> received DELETE for ESP CHILD_SA with SPI c79facd6",
        "IKE_SA deleted",
    ),
)
