"""The anti-replay check drops packets.

How it shows
    Receiver, initiator or responder, IKEv1 and IKEv2: a sequence number was seen before, or lies below the
      window: "ESP sequence number verification failed" (libipsec), replay counters of the kernel or the device.
    Usual reasons: reordering by QoS after encryption, by several paths or by multi-core devices; a failover
      with old counters; duplicated packets.
    A few drops on a fast or bad line are harmless.

Told apart from
    esp.invalid_spi: the SA itself is unknown.
    up.no_inbound: nothing arrives at all.

References
    RFC 4303, sections 2.2 and 3.4.3; RFC 4302, section 3.4.3.
"""

from analyzer.causes._base import Cause, Weight, on
from analyzer.kinds import Kind

CAUSE = Cause(
    id="esp.replay",
    title="The replay check drops packets",
    find=on(Kind.REPLAY, Weight.PROVES, "a packet's sequence number was outside the window or seen before", "spi"),
    remedy=(
        "Compare the number of replay drops with the traffic: act only if it grows steadily.",
        "Stop the reordering: QoS before encryption, one path per SA.",
        "Otherwise enlarge the replay window on the receiver, 1024 or more, and renew the SA.",
        "Read the replay counter again under load: it must not grow any more.",
    ),
    remedies={
        "Alibaba Cloud": ("The cloud side has no setting; look for reordering on the line and on the data centre's gateway.",),
        "strongSwan": ("swanctl.conf: children.NAME.replay_window = 1024; ipsec.conf: replay_window=1024.",),
        "Libreswan": ("ipsec.conf: replay-window=1024",),
        "Cisco": ("IOS and ASA: crypto ipsec security-association replay window-size 1024",),
        "Juniper": ("set security ipsec vpn VPN ike anti-replay-window-size 1024 (Junos with iked), otherwise ike no-anti-replay",),
    },
    ask_for=("The replay counters twice, some minutes apart: ip -s xfrm state, show crypto ipsec sa, show security ipsec statistics.",),
    shows=(
        "ESP sequence number verification failed: src 192.0.2.1, dst 192.0.2.2, SPI c79facd6 [seq 4711]",
        "Nov  3 10:11:12 gw charon[912]: 07[ESP] ESP sequence number verification failed:",
    ),
    silent=("received INVALID_SPI notify error", "07[IKE] <a|3> received retransmit of request with ID 2, retransmitting response"),
)
