"""The daemon did not load this connection, could not start it, or did not start itself.

How it shows
    Loading: "failed to add connection" (pluto), "loading connection ... failed", "algorithm ... not recognized"
      (charon), "# bad value", "# unknown keyword" (starter).
    Starting: "no config named", "CHILD_SA config ... not found" (charon), "we cannot identify ourselves with
      either end of this connection", "cannot initiate connection without knowing peer IP address" (pluto).
    Inner addresses: one end assigns them and the other asks for none, or the reverse: FAILED_CP_REQUIRED,
      INTERNAL_ADDRESS_FAILURE, "expected a virtual IP request".
    The daemon: "unable to bind socket", "could not create any sockets", "initialization failed".
    IKEv1 main, aggressive and IKEv2 alike: no packet leaves the gateway as initiator; as responder it has no
      connection for the peer, which then gets NO_PROPOSAL_CHOSEN or silence.

Told apart from
    p1.peer_address, p1.ike_version: the connection is loaded, but does not fit the peer.
    p1.algorithms: the proposals are valid, and differ.
    sys.resource: a limit, not a mistake; for inner addresses a pool that is full.

References
    swanctl.conf(5), ipsec.conf(5) of strongSwan; ipsec.conf(5) of Libreswan; iked.conf(5); racoon.conf(5).
"""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import exhausted, refused
from analyzer.kinds import Kind

CAUSE = Cause(
    id="sys.config",
    aliases=(
        "NoExceptionFound (Alibaba Cloud VPN Gateway)",
        "ConnectionNotConfiguredOnGateway (Azure VPN Gateway)",
        "NoConnectionsFoundForGateway (Azure VPN Gateway)",
        "no policy applied on interface 49 (Huawei)",
    ),
    title="The connection was not loaded, or cannot be started",
    find=clues(
        on(Kind.CONNECTION_REFUSED, Weight.PROVES, "the daemon did not load this connection", "conn", "reason"),
        on(Kind.CONNECTION_UNKNOWN, Weight.PROVES, "no connection of this name is loaded", "conn"),
        on(Kind.CONNECTION_UNORIENTED, Weight.PROVES, "neither end of the connection is an address of this host"),
        on(Kind.CONFIG_ERROR, Weight.PROVES, "the configuration has an error", "reason"),
        on(Kind.SOCKET_FAILED, Weight.PROVES, "the daemon could not open its UDP port", "reason"),
        on(Kind.DAEMON_FAILED, Weight.PROVES, "the daemon did not start", "reason"),
        on(Kind.ADDRESS_REFUSED, Weight.SUGGESTS, "one end assigns inner addresses, and the other asks for none, or the reverse", "reason",
           when=lambda n, e: not exhausted(e)),
        refused(("FAILED_CP_REQUIRED", "INTERNAL_ADDRESS_FAILURE"), Weight.SUGGESTS,
                "one end assigns inner addresses, and the other asks for none, or the reverse", phases=(0, 1, 2)),
    ),
    remedy=(
        "Correct what the line names in the configuration, and load it again.",
        "Look for the connection in the daemon's list of loaded ones, with its addresses, identities and networks.",
        "Make sure that no other IKE daemon holds UDP 500 and 4500, and that both ends agree on who assigns inner addresses.",
        "Initiate: a first packet must leave, or traffic for the remote network must trigger it.",
    ),
    remedies={
        "Alibaba Cloud": (
            "IPsec connection, Effective Immediately: Yes starts the negotiation at once; otherwise traffic must trigger it.",
        ),
        "strongSwan": (
            (
                "swanctl --load-all and swanctl --list-conns; ipsec update (or reload) and ipsec statusall. Inner addresses: vips here, "
                "pools on the peer."
            ),
        ),
        "Libreswan": (
            (
                "ipsec addconn --checkconfig, ipsec auto --add NAME (5.x: ipsec add NAME), ipsec status; a certificate that has expired "
                "also keeps a connection out."
            ),
        ),
        "Cisco": ("show crypto map must list peer, access-list, transform set and the interface; IOS warns of an incomplete crypto map.",),
        "Juniper": ("show configuration security ike and ipsec; the st0 unit must be bound (bind-interface) and in a zone; commit check",),
    },
    ask_for=(
        "The configuration (without keys) and the daemon's log from its start: systemctl status and journalctl -u strongswan (or ipsec).",
        "The peer's log of one attempt, and whether it assigns inner addresses (pool, mode config) or asks for them.",
    ),
    shows=(
        'Nov  3 10:11:12 gw pluto[912]: "a": failed to add IKEv1 connection: global ikev1-policy does not allow IKEv1 connections',
        'Nov  3 10:11:12 gw pluto[912]: "a": we cannot identify ourselves with either end of this connection',
        "no config named 'a'",
        "00[NET] could not create any sockets",
    ),
    silent=(
        "added configuration 'a'",
        'Nov  3 10:11:12 gw pluto[912]: "a": added IKEv2 connection',
        "no IKE config found for 192.0.2.2...198.51.100.7, sending NO_PROPOSAL_CHOSEN",
    ),
)
