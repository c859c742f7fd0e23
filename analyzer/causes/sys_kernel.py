"""The negotiation succeeded, and the kernel refused the SA or the policy.

How it shows
    IKEv1 and IKEv2, initiator or responder: "unable to install inbound and outbound IPsec SA (SAD) in kernel",
      "received netlink error: Function not implemented", "algorithm ... not supported by kernel!" (charon),
      "netlink response for ... : errno" (pluto), "pfkey UPDATE failed" (racoon).
    Policy: "unable to install IPsec policies (SPD) in kernel", "the same policy for reqid ... exists" (charon),
      "cannot install eroute -- it is in use for", "cannot install kernel policy ... in use by" (pluto).
    The other end sees a CHILD_SA that is refused or deleted at once.

Told apart from
    p2.algorithms: the peer refused; here the peer agreed.
    sys.config: the daemon did not load the connection.
    sa.duplicate: two connections with the same networks that both came up.

References
    RFC 4301, sections 4.4.1 and 4.4.2; RFC 2367 (PF_KEY); ip-xfrm(8).
"""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import refused
from analyzer.kinds import Kind

CAUSE = Cause(
    id="sys.kernel",
    phase=2,
    aliases=("flow conflict 46 (Huawei)",),
    title="The kernel refused the SA or the policy",
    find=clues(
        on(Kind.KERNEL_SA_FAILED, Weight.PROVES, "the kernel did not take the SA", "reason"),
        on(Kind.KERNEL_POLICY_FAILED, Weight.PROVES, "the kernel did not take the policy", "reason"),
        refused(
            ("TS_UNACCEPTABLE",),
            Weight.ALLOWS,
            "strongSwan and Libreswan send the same notify when their kernel refuses the SA",
            phases=(0, 1, 2),
        ),
        on(Kind.ROUTE_FAILED, Weight.SUGGESTS, "the route or the policy for the tunnel could not be set", "reason",
           when=lambda n, e: n.dialect == "libreswan"),
        on(Kind.POLICY_CONFLICT, Weight.PROVES, "another connection holds the same networks", "reason"),
    ),
    remedy=(
        (
            "Read the kernel's error: not implemented or not supported (a module or algorithm is missing), exists (a duplicate policy or "
            "SPI), not permitted (capabilities, container)."
        ),
        "Load the missing module or choose another algorithm; remove the second connection or left-over policy with the same networks.",
        "Initiate again: ip xfrm state and ip xfrm policy must show the SA and the policy.",
    ),
    remedies={
        "Alibaba Cloud": ("No setting: choose algorithms under IPsec Configurations that the peer's kernel supports.",),
        "strongSwan": (
            (
                "modprobe -a esp4 xfrm_user and the cipher's module; ip xfrm policy flush removes left-overs of a crash; in containers add "
                "NET_ADMIN."
            ),
        ),
        "Libreswan": ("ipsec verify; ip xfrm policy; overlapip=yes where two connections share networks on purpose.",),
    },
    ask_for=("ip -d xfrm state, ip xfrm policy, lsmod, uname -r and dmesg of this gateway; strongSwan: knl = 2.",),
    shows=(
        "unable to install inbound and outbound IPsec SA (SAD) in kernel",
        "Nov  3 10:11:12 gw charon[912]: 07[IKE] <a|3> unable to install IPsec policies (SPD) in kernel",
        "algorithm CHACHA20_POLY1305_256 not supported by kernel!",
        'Nov  3 10:11:12 gw pluto[912]: "a" #2: cannot install eroute -- it is in use for "other" #3',
        "2026-11-03 10:11:12: ERROR: pfkey UPDATE failed: No such file or directory",
    ),
    silent=(
        "creating delete job for CHILD_SA ESP/0xceb15af4/192.0.2.2",
        "07[KNL] creating acquire job for policy 10.1.0.1/32[icmp/8(0)] === 10.2.0.1/32[icmp/8(0)] with reqid {1}",
    ),
)
