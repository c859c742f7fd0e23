"""ESP arrives for an SA that one side no longer has.

How it shows
    Receiver, IKEv1 and IKEv2: a packet with an unknown SPI is reported and dropped; an IKE daemon may send
      INVALID_SPI to the sender.
    Sender, initiator or responder: it receives INVALID_SPI; its outbound counter grows, nothing comes back.
    Usual reasons: one end restarted or cleared its SAs, and the other did not notice; two SAs with the same
      networks; a failover.
    A random SPI from an unknown address is a scan, not a fault.

Told apart from
    life.dpd_timeout: the peer is gone altogether.
    sa.duplicate: both SAs still exist, and the traffic uses the wrong one.
    esp.replay: the SA is known, the packet's sequence number is not acceptable.

References
    RFC 7296, sections 1.5 and 2.4; RFC 4303, section 3.4.2; RFC 4301, section 5.2.
"""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import refused
from analyzer.kinds import Kind

CAUSE = Cause(
    id="esp.invalid_spi",
    title="ESP arrives for an SA that one side no longer has",
    find=clues(
        on(Kind.INVALID_SPI, Weight.PROVES, "a packet carried an SPI that is not known here", "spi"),
        refused(("INVALID_SPI",), Weight.PROVES, "the peer does not know the SPI that we use", phases=(0, 1, 2)),
    ),
    remedy=(
        "Clear the SAs of this tunnel on both ends and let them negotiate anew.",
        "Enable liveness checks (DPD) on both ends, so that a restart is noticed and the old SAs are dropped.",
        "Check both ends' SA lists: the outbound SPI of each end must be the inbound SPI of the other.",
    ),
    remedies={
        "Alibaba Cloud": ("IPsec connection, DPD: enabled; reset the tunnel by switching Effective Immediately to Yes and saving.",),
        "strongSwan": ("swanctl --terminate --ike NAME, then --initiate --child NAME; ipsec down NAME, ipsec up NAME.",),
        "Libreswan": ("ipsec auto --down NAME, ipsec auto --up NAME (5.x: ipsec down, ipsec up).",),
        "Cisco": ("IOS: clear crypto sa peer PEER, crypto isakmp invalid-spi-recovery. ASA: clear crypto ipsec sa peer PEER.",),
        "Juniper": ("clear security ike security-associations PEER, clear security ipsec security-associations",),
    },
    ask_for=(
        (
            "Both ends' SA lists of the same moment: swanctl --list-sas, ip -s xfrm state, ipsec trafficstatus, show crypto ipsec sa, show "
            "security ipsec security-associations."
        ),
        "Whether one of the gateways restarted, failed over or was cleared at that time.",
    ),
    shows=("received INVALID_SPI notify error", "Nov  3 10:11:12 gw charon[912]: 07[IKE] <a|3> received INVALID_SPI error notify"),
    silent=(
        "received DELETE for unknown ESP CHILD_SA with SPI c79facd6",
        "07[IKE] <a|3> closing CHILD_SA a{1} with SPIs c79facd6_i (0 bytes) 0f958122_o (0 bytes) and TS 10.2.0.0/16 === 10.1.0.0/16",
    ),
)
