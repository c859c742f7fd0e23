"""A limit of the gateway was reached: half-open SAs, load, memory, addresses of a pool; or the daemon crashed.

How it shows
    Responder, IKEv1 main, aggressive and IKEv2: "ignoring IKE_SA setup from ..., half-open IKE_SA limit of 50
      reached", "peer too aggressive", "job load of ... exceeds limit", "hitting IKE_SA limit" (charon).
    Initiator: "abort IKE_SA initiation, half open IKE_SA count of ... exceeds limit".
    IKEv1 quick mode: several at once against max_ikev1_exchanges: "ignoring INFORMATIONAL_V1 request, queue
      full".
    Addresses: "pool ... is full"; the peer gets INTERNAL_ADDRESS_FAILURE.
    A crash: "thread 7 received 11", "killing ourself, received critical signal".

Told apart from
    p1.peer_unreachable: to the initiator an ignored request looks the same; the responder's log decides.
    sys.config: no pool is configured for this peer at all, which looks the same to the peer.
    A cookie challenge in IKEv2 is protection, not a fault, as long as the retry is answered.

References
    RFC 7296, sections 2.6 and 3.10.1 (INTERNAL_ADDRESS_FAILURE, NO_ADDITIONAL_SAS); RFC 8019.
"""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import exhausted, hinted, refused
from analyzer.kinds import Kind

CAUSE = Cause(
    id="sys.resource",
    aliases=(
        "GatewayCPUUsageExceeded (Azure VPN Gateway)",
        "route limit 36 (Huawei)",
        "ipsec tunnel number reaches limitation 41 (Huawei)",
        "dynamic peers number reaches limitation 42 (Huawei)",
    ),
    title="A limit of the gateway was reached, or its daemon crashed",
    find=clues(
        on(Kind.LIMIT_REACHED, Weight.PROVES, "the daemon refused work because of a limit", "reason", when=lambda n, e: not hinted(n, e)),
        on(Kind.LIMIT_REACHED, Weight.SUGGESTS, "the daemon may have met a limit", "reason", when=hinted),
        on(Kind.ADDRESS_REFUSED, Weight.PROVES, "no address could be given to the peer", "reason", when=lambda n, e: exhausted(e)),
        on(Kind.ADDRESS_REFUSED, Weight.SUGGESTS, "no address could be given to the peer", "reason"),
        refused(("INTERNAL_ADDRESS_FAILURE",), Weight.SUGGESTS, "the peer has no inner address for us", phases=(0, 1, 2)),
        on(Kind.DAEMON_CRASH, Weight.PROVES, "the daemon crashed", "reason"),
    ),
    remedy=(
        "Find out who uses the limit up: one peer that retries in a loop, a scan, clients that come back all at once, a leak.",
        "Raise the limit that the line names, or enlarge the pool or the machine.",
        "After a crash keep the core dump and the log before it, and update the daemon.",
        "Initiate again, and watch that the line does not return.",
    ),
    remedies={
        "Alibaba Cloud": ("Check the gateway's bandwidth and the quota of connections and routes in the console.",),
        "strongSwan": (
            (
                "strongswan.conf: charon.block_threshold, cookie_threshold, init_limit_half_open, ikesa_limit, max_ikev1_exchanges; "
                "swanctl.conf: pools.NAME.addrs."
            ),
        ),
        "Libreswan": ("ipsec.conf, config setup: ddos-ike-threshold=, max-halfopen-ike=; per connection rightaddresspool=.",),
        "Cisco": (
            "IOS: crypto call admission limit ike sa N, crypto ikev2 limit. ASA: vpn-sessiondb max-other-vpn-limit N, ip local pool.",
        ),
        "Juniper": ("show chassis routing-engine; the platform's tunnel limit, and the access profile's address pool",),
    },
    ask_for=(
        "The responder's log of that minute; strongSwan: swanctl --stats and swanctl --list-pools --leases; Libreswan: ipsec globalstatus.",
    ),
    shows=(
        "ignoring IKE_SA setup from 192.0.2.1, per-IP half-open IKE_SA limit of 5 reached",
        "Nov  3 10:11:12 gw charon[912]: 07[CFG] pool 'rw' is full, unable to assign address",
        "killing ourself, received critical signal",
        "Nov  3 10:11:12 gw pluto[912]: pluto is overloaded with half-open IKE SAs; dropping new exchange",
        "ignoring IKE_SA setup from 192.0.2.1, peer too aggressive",
    ),
    silent=("sending COOKIE notify to 192.0.2.1", "07[IKE] <3> assigning virtual IP 10.3.0.1 to peer 'carol'"),
)
