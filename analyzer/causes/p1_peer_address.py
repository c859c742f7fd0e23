"""The peer comes from an address that no connection is configured for, or the configured peer address is wrong.

How it shows
    Responder, charon: "no IKE config found for 192.0.2.2...198.51.100.7, sending NO_PROPOSAL_CHOSEN": compare
      the second address with the configured peers.
    Responder, pluto: IKEv2 "no suitable connection found with IKEv2 policy"; IKEv1 main "no connection has been
      authorized", aggressive "no (wildcard) connection has been configured". racoon: "no configuration found
      for".
    Initiator: NO_PROPOSAL_CHOSEN (charon and, for IKEv2, pluto as responder), or silence on message 1 (IKEv1
      with pluto).
    Usual reasons: a changed or dynamic address, NAT before the peer, a second uplink, a typing error in the
      customer gateway.
    Responder, Juniper: "Policy lookup failed", "SA-CFG lookup failed", "IKE gateway configuration lookup failed";
      without them a bare "No proposal chosen". ScreenOS: "unrecognized peer gateway".

Told apart from
    p1.ike_version: a connection for this address exists, but for the other version; the lines are the same.
    p1.mode, p1.auth_method: the same IKEv1 lines of pluto.
    p1.algorithms: the responder prints proposals, so a connection was found.

References
    RFC 7296, sections 2.11 and 2.23; RFC 4301, section 4.4.3 (peer authorization database).
"""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import no_entry, refused, silent, unexplained
from analyzer.kinds import Kind
from analyzer.negotiations.stages import Place

CAUSE = Cause(
    id="p1.peer_address",
    phase=1,
    aliases=(
        "PeerMismatch (Alibaba Cloud VPN Gateway)",
        "PeerReachability (Azure VPN Gateway)",
        "peer address mismatch 12 (Huawei)",
        "local address mismatch 39 (Huawei)",
    ),
    title="No connection is configured for this peer's address",
    find=clues(
        on(Kind.NO_CONFIG, Weight.PROVES, "the entry for these networks has another peer", "mine", "theirs", when=lambda n, e: bool(e.get("mine"))),
        no_entry("peer address", "no entry of the configuration has these networks and this peer's address"),
        on(Kind.TS_REFUSED, Weight.ALLOWS, "the peer's address may be what fits no connection", when=lambda n, e: e.get("reason") == "flow or peer"),
        on(Kind.NO_CONFIG, Weight.SUGGESTS, "no connection fits this pair of addresses", "local", "remote"),
        on(Kind.IKE_PROPOSAL_REFUSED, Weight.ALLOWS, "the same is said of a peer that no connection is configured for", when=unexplained),
        on(Kind.PROPOSAL_REFUSED, Weight.ALLOWS, "the same is said of a peer that no connection is configured for", when=unexplained),
        refused(("NO_PROPOSAL_CHOSEN",), Weight.ALLOWS, "a peer that has no connection for our address answers so", phases=(0, 1)),
        refused(("UNSUPPORTED_CRITICAL_PAYLOAD",), Weight.SUGGESTS, "another device than the intended gateway may answer so", phases=(0, 1)),
        silent(Place.FIRST, Weight.ALLOWS, "some responders ignore an unknown address silently", versions=(1, None)),
        silent(Place.UNKNOWN, Weight.ALLOWS, "some responders ignore an unknown address silently"),
        silent(Place.FIRST, Weight.ALLOWS, "some responders say nothing to whom they do not know", versions=(2,)),
    ),
    remedy=(
        "Take the address from which the peer's packets really come (the log line has it; behind NAT it is the public one).",
        "Configure this address as the peer on the responder, or accept any address and tell the peers apart by identity.",
        "Initiate again: the responder must report that it responds to this peer.",
    ),
    remedies={
        "Alibaba Cloud": (
            (
                "Customer gateway, IP Address: the public egress address of the data centre's gateway (an address cannot be edited: create "
                "a new customer gateway)."
            ),
        ),
        "strongSwan": (
            "swanctl.conf: connections.NAME.remote_addrs and local_addrs; ipsec.conf: left= and right= (%any accepts every address).",
        ),
        "Libreswan": ("ipsec.conf: left= and right= (%any accepts every address), then ipsec auto --replace NAME.",),
        "Cisco": (
            (
                "IOS and ASA: set peer ADDRESS in the crypto map; IOS also crypto isakmp key ... address ADDRESS, ASA the tunnel-group of "
                "that address."
            ),
        ),
        "Juniper": ("set security ike gateway GW address ADDRESS and external-interface INTERFACE",),
    },
    ask_for=(
        (
            "On the responder: the addresses of the configured peers (swanctl --list-conns, ipsec statusall, ipsec status, show crypto "
            "map, show configuration security ike gateway)."
        ),
        "The peer's public address as seen on the way: tcpdump -ni any udp port 500 or udp port 4500 on the responder during one attempt.",
        "strongSwan responder: cfg = 2 prints which version and addresses were looked for.",
    ),
    shows=(
        "no IKE config found for 192.0.2.2...198.51.100.7, sending NO_PROPOSAL_CHOSEN",
        (
            "Nov  3 10:11:12 gw pluto[912]: packet from 198.51.100.7:500: IKE_SA_INIT message received on 192.0.2.2:500 but no suitable "
            "connection found with IKEv2 policy"
        ),
        "2026-11-03 10:11:12: ERROR: no configuration found for 198.51.100.7.",
    ),
    silent=(
        "07[IKE] <3> 198.51.100.7 is initiating an IKE_SA",
        "received unsupported IKE version 1.0 from 192.0.2.1, sending INVALID_MAJOR_VERSION",
    ),
)  # fmt: skip
