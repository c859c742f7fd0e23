"""One end speaks IKEv1, the other is configured for IKEv2, or the reverse.

How it shows
    Responder, charon: "no IKE config found for A...B, sending NO_PROPOSAL_CHOSEN"; the line is the same as for
      an unknown address. The initiator gets NO_PROPOSAL_CHOSEN.
    Responder, pluto: IKEv2 at a connection for IKEv1: "no suitable connection found with IKEv2 policy" and
      NO_PROPOSAL_CHOSEN. IKEv1 at one for IKEv2: "no connection has been authorized", or "ignoring IKEv1 packet
      as global policy is set to silently drop", and no answer.
    Responder without the version at all: "received unsupported IKE version 1.0", INVALID_MAJOR_VERSION.
      OpenIKED ignores IKEv1 silently.
    Initiator, IKEv1: NO_PROPOSAL_CHOSEN, or silence on message 1.
    Initiator, IKEv2: NO_PROPOSAL_CHOSEN or INVALID_MAJOR_VERSION in clear; charon, pluto and iked always answer
      IKEv2 with something.

Told apart from
    p1.peer_address: the responder has no connection for this address in any version.
    p1.algorithms: the responder prints proposals, so the version fits.
    p1.peer_unreachable: nothing arrives at the responder at all.

References
    RFC 7296, sections 2.5 and 3.1; RFC 2408, section 3.1; RFC 9395.
    Alibaba Cloud VPN Gateway FAQ, IPsec connections, question 1.
"""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import hinted, refused, silent, unexplained
from analyzer.kinds import Kind
from analyzer.negotiations.stages import Place

CAUSE = Cause(
    id="p1.ike_version",
    phase=1,
    faq=("1",),
    aliases=("IkeVersionMismatch (Alibaba Cloud VPN Gateway)", "version mismatch 5 (Huawei)", "unsupported version 26 (Huawei)"),
    title="IKE versions differ",
    find=clues(
        on(Kind.VERSION_REFUSED, Weight.PROVES, "the peer's IKE version is not accepted here", "ike_version", when=lambda n, e: not hinted(n, e)),
        on(Kind.VERSION_REFUSED, Weight.FITS, "the peer's IKE version is not accepted here", "ike_version", when=hinted),
        refused(("INVALID_MAJOR_VERSION",), Weight.PROVES, "the peer does not accept our IKE version", phases=(0, 1, 2)),
        on(Kind.NO_CONFIG, Weight.ALLOWS, "no connection of this IKE version fits the peer", "ike_version"),
        on(Kind.IKE_PROPOSAL_REFUSED, Weight.ALLOWS, "the same is said of a peer that comes with the other version", when=unexplained),
        on(Kind.PROPOSAL_REFUSED, Weight.ALLOWS, "the same is said of a peer that comes with the other version", when=unexplained),
        refused(("NO_PROPOSAL_CHOSEN",), Weight.ALLOWS, "a peer configured for the other IKE version answers so", phases=(0, 1)),
        silent(Place.FIRST, Weight.ALLOWS, "some responders ignore the other IKE version silently", versions=(1, None)),
        on(Kind.VERDICT_OK, Weight.FITS, "the other IKE version comes up with the same peer at once", "ike_version",
           when=lambda n, e: bool(n.silences) and not n.up and e.get("ike_version") not in ("", str(n.ike_version))),
        silent(Place.UNKNOWN, Weight.ALLOWS, "some responders ignore the other IKE version silently"),
        silent(Place.FIRST, Weight.ALLOWS, "some responders say nothing to whom they do not know", versions=(2,)),
    ),
    remedy=(
        "Read the IKE version of both ends, and set the same: IKEv2 where both can.",
        "Check that the responder's daemon accepts that version at all; new Libreswan releases drop IKEv1 by default.",
        "Initiate again: the responder must answer the first message with a proposal.",
    ),
    remedies={
        "Alibaba Cloud": ("IPsec connection, IKE Configurations, Version: ikev1 or ikev2, as on the peer; ikev2 for several networks.",),
        "strongSwan": ("swanctl.conf: connections.NAME.version = 2 (0 accepts both); ipsec.conf: keyexchange=ikev2.",),
        "Libreswan": (
            "ipsec.conf: keyexchange=ikev2 or ikev1 (up to 4.x: ikev2=insist or never); for IKEv1 also config setup, ikev1-policy=accept.",
        ),
        "Cisco": (
            "IOS: a crypto map or tunnel protection with set ikev2-profile uses IKEv2, without it IKEv1.",
            "ASA: crypto ikev2 enable INTERFACE, and crypto map MAP N set ikev2 ipsec-proposal (or set ikev1 transform-set).",
        ),
        "Juniper": ("set security ike gateway GW version v2-only (or v1-only)",),
    },
    ask_for=(
        "The peer's configured IKE version. Alibaba Cloud: Version of the IPsec connection, or DiagnoseVpnConnections.",
        "The responder's log of one attempt. strongSwan: cfg = 2 prints which version was looked for. Libreswan: journalctl -u ipsec.",
        (
            "Cisco: show crypto isakmp sa, show crypto ikev2 sa. Juniper: show log kmd (version of the packet that was passed to the "
            "gateway lookup)."
        ),
    ),
    shows=(
        "received unsupported IKE version 1.0 from 192.0.2.1, sending INVALID_MAJOR_VERSION",
        (
            "Nov  3 10:11:12 gw pluto[912]: packet from 192.0.2.1:500: ignoring IKEv1 packet as global policy is set to silently drop all "
            "IKEv1 packets"
        ),
        "received INVALID_MAJOR_VERSION notify error",
    ),
    silent=(
        "initiating IKE_SA a[1] to 192.0.2.1",
        "tried 1 shared key for 'moon.example.org' - 'sun.example.org', but MAC mismatched",
        'Nov  3 10:11:12 gw pluto[912]: "a": added IKEv2 connection',
    ),
)  # fmt: skip
