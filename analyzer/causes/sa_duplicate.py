"""Two IKE_SAs, or two CHILD_SAs with equal networks, stand side by side and are not a rekey.

How it shows
    IKEv1 and IKEv2, both ends: the SA list has two established IKE_SAs between the same gateways, or two
      installed CHILD_SAs with the same networks, both young and both with a long life ahead.
    IKEv2, charon: "not establishing CHILD_SA ... due to existing duplicate"; IKEv1: "detected redundant
      CHILD_SA".
    Usual reason: both ends initiate at the same moment, as initiator and as responder each; or two connections
      with the same networks.
    Harmful only where one end sends into one SA and the other has dropped it, or where accounting and routes
      follow the wrong one.

Told apart from
    A rekey: two SAs for seconds (IKEv2), or for the rest of the old lifetime (IKEv1, state REKEYED).
    sa.multiple_nonstandard_ikev2: several CHILD_SAs with different networks under one IKE_SA.
    esp.invalid_spi: one of the two is gone on the other side.

References
    RFC 7296, sections 2.4, 2.8 and 2.8.1.
"""

from analyzer.causes._base import Cause, Weight, on
from analyzer.kinds import Kind

CAUSE = Cause(
    id="sa.duplicate",
    aliases=("redundant SA is being deleted (AWS Site-to-Site VPN)",),
    title="The same SA exists twice",
    find=on(Kind.CHILD_DUPLICATE, Weight.SUGGESTS, "a CHILD_SA with the same networks exists already"),
    remedy=(
        "Let only one end initiate, and use the same uniqueness policy on both.",
        "Look for a second connection with the same networks or the same peer.",
        "Clear the tunnel once and bring it up from one side: the SA list must show one IKE_SA and one CHILD_SA per connection.",
    ),
    remedies={
        "Alibaba Cloud": ("IPsec connection, Effective Immediately: No lets the gateway wait for traffic instead of initiating at once.",),
        "strongSwan": (
            "swanctl.conf: start_action = trap on one end, unique = replace; ipsec.conf: auto=route, config setup uniqueids=yes.",
        ),
        "Libreswan": ("ipsec.conf: auto=add on the end that shall only respond; config setup uniqueids=yes.",),
        "Cisco": ("IOS: a responder-only ipsec profile (responder-only). ASA: crypto map MAP N set connection-type answer-only.",),
        "Juniper": ("set security ipsec vpn VPN establish-tunnels on-traffic (or responder-only)",),
    },
    ask_for=(
        (
            "Both ends' SA lists of the same moment with ages and SPIs: swanctl --list-sas, ipsec statusall, ipsec status, show crypto "
            "ikev2 sa detail, show security ipsec security-associations detail."
        ),
        "The log from before the second SA came up, to see which end began it.",
    ),
    shows=(
        "not establishing CHILD_SA a{2} due to existing duplicate {1} with SPIs c79facd6_i 0f958122_o and TS 10.2.0.0/16 === 10.1.0.0/16",
        "Nov  3 10:11:12 gw charon[912]: 07[IKE] <a|3> detected redundant CHILD_SA a{2}",
    ),
    silent=(
        "IKE_SA net-net[2] rekeyed between 192.0.2.1[a]...198.51.100.1[b]",
        "07[IKE] <a|3> destroying duplicate IKE_SA for peer 'sun', received INITIAL_CONTACT",
        "deleting duplicate IKE_SA for peer 'sun' due to uniqueness policy",
    ),
)
