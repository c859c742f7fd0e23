"""Every phase 1 parameter is seen to agree, and phase 1 still fails.

How it shows
    IKEv1 main mode, initiator or responder: the proposals were agreed, the key exchange is done, and the
      encrypted messages 5 and 6 are not; key, identities, method and NAT traversal have been compared and are
      equal.
    IKEv1 aggressive, IKEv2: does not apply.
    This is the last entry of the list, for the case in which nothing of it differs.

Told apart from
    p1.psk, p1.identity, p1.nat_traversal: each of them ends in the same silence; check them first, on the
      responder.
    p1.mode: if only one end is changed to aggressive mode, the modes differ and the tunnel fails for that
      reason.

References
    RFC 2409, sections 5 and 5.4.
    Alibaba Cloud VPN Gateway FAQ, IPsec connections, question 1, last paragraph.
"""

from analyzer.causes._base import Cause, Weight
from analyzer.causes._symptoms import silent
from analyzer.negotiations.stages import Place

CAUSE = Cause(
    id="p1.try_aggressive",
    phase=1,
    faq=("1",),
    title="Phase 1 fails although every parameter agrees",
    find=silent(
        Place.AUTH, Weight.ALLOWS, "if every parameter is checked and equal, the other mode may get through", versions=(1,), mode="main"
    ),
    remedy=(
        "Compare every phase 1 parameter of both ends once more: key, version, mode, identities, algorithms, group, NAT traversal.",
        (
            "Only if all of them are equal, change the negotiation mode to aggressive on both ends, as the FAQ advises; or change both "
            "ends to IKEv2."
        ),
        (
            "Initiate again: both ends must report aggressive mode, and phase 1 come up. Use a long random key, for aggressive mode "
            "exposes it to guessing."
        ),
    ),
    remedies={
        "Alibaba Cloud": ("IPsec connection, IKE Configurations, Negotiation Mode: aggressive.",),
        "strongSwan": ("swanctl.conf: connections.NAME.aggressive = yes; ipsec.conf: aggressive=yes.",),
        "Libreswan": ("ipsec.conf: aggressive=yes, with one single proposal in ike=.",),
        "Cisco": (
            (
                "ASA: crypto map MAP N set ikev1 phase1-mode aggressive. IOS: crypto isakmp peer address PEER, set aggressive-mode "
                "password and client-endpoint."
            ),
        ),
        "Juniper": ("set security ike policy POLICY mode aggressive",),
    },
    ask_for=(
        "Both ends' complete phase 1 configuration side by side, without the keys.",
        "The responder's log of one attempt at a high level. strongSwan: ike = 2, cfg = 2, enc = 1. Libreswan: plutodebug=base.",
    ),
    silent=(
        "received AUTHENTICATION_FAILED notify error",
        "tried 1 shared key for 'moon.example.org' - 'sun.example.org', but MAC mismatched",
        "07[IKE] <a|3> received NO_PROPOSAL_CHOSEN error notify",
    ),
)
