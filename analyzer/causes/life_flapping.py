"""The tunnel goes up and down again and again.

How it shows
    Counted over time, on initiator or responder, IKEv1 main, aggressive and IKEv2: the tunnel came up and was
      lost several times in the log.
    The period tells: seconds (a peer that gives up at once), minutes (liveness checks on a bad line), the
      length of a lifetime (rekeying), irregular (the line).
    Two gateways or two tunnels with the same networks that throw each other out look the same.

Told apart from
    life.dpd_timeout, life.rekey, life.peer_delete: the reason of one loss; look at the finding beside this one.
    Planned rekeys and reauthentications: the tunnel is replaced, not lost.

References
    RFC 7296, sections 2.4 and 2.8.
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, needs
from analyzer.negotiations.record import Negotiation


@needs()
def _never(_: Negotiation) -> Iterator[Clue]:
    """One negotiation cannot show it: it is counted over the negotiations of a tunnel (classifier)."""
    yield from ()


CAUSE = Cause(
    id="life.flapping",
    title="The tunnel goes up and down again and again",
    find=_never,
    remedy=(
        "Look at the cause named beside it, and mend that first.",
        (
            "Without one compare the time from coming up to loss with the lifetimes, the liveness (DPD) settings and idle timeouts of both "
            "ends."
        ),
        "Make sure that no second connection or gateway claims the same networks or the same identity.",
        "Watch the tunnel for several times the old period.",
    ),
    remedies={
        "Alibaba Cloud": (
            (
                "Check the health check's addresses and DPD; in dual-tunnel mode the peer must not use both tunnels with identical "
                "networks as one policy."
            ),
        ),
        "strongSwan": ("swanctl.conf: dpd_delay, rekey_time, unique; swanctl --list-sas shows how old the SAs are.",),
        "Libreswan": ("ipsec.conf: dpddelay=, salifetime=, uniqueids=; ipsec trafficstatus shows add_time.",),
        "Cisco": ("show crypto session detail (uptime), show crypto ikev2 stats; compare the keepalive and lifetime settings.",),
        "Juniper": ("show security ipsec security-associations detail lists tunnel events with their times; check vpn-monitor.",),
    },
    ask_for=(
        "The log of several ups and downs without gaps, of both ends, with time stamps.",
        "The lifetimes, liveness settings and idle timeouts of both ends.",
    ),
    silent=(
        "CHILD_SA a{1} established with SPIs c79facd6_i 0f958122_o and TS 10.2.0.0/16 === 10.1.0.0/16",
        "received DELETE for IKE_SA a[1]",
    ),
)
