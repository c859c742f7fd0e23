"""The peer does not answer the first message: it cannot be reached, or nothing listens there.

How it shows
    Initiator, IKEv1 main, aggressive and IKEv2: message 1 is repeated ("retransmit 1 of request with message ID
      0", "sending retransmit 1 of request message ID 0, seq 1") until it gives up; no packet from the peer in
      the log.
    Initiator, proof: an ICMP error ("asynchronous network error report ... No route to host"), "error writing
      to socket: Network is unreachable", or the name of the peer cannot be resolved.
    Responder: nothing at all; or it receives the requests again and again, when its answers are lost on the way
      back.
    A peer that answers later messages but not the first does not exist: any received packet disproves this
      cause.

Told apart from
    p1.ike_version, p1.mode, p1.auth_method, p1.peer_address: in IKEv1 some responders (Libreswan, OpenIKED)
      ignore what they have no connection for, silently. In IKEv2 charon, pluto and iked always answer.
    p1.nat_traversal, p1.psk, p1.fragmentation: silence after the first exchange.
    life.dpd_timeout: the tunnel was up before.

References
    RFC 7296, sections 2.1 and 2.4; RFC 2408, section 5.1; RFC 4303, section 2 (IP protocol 50).
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, needs, on
from analyzer.causes._symptoms import NAT, abandoned, before_up, silent
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Place, Stage


@needs(Kind.RETRANSMIT, Kind.GAVE_UP)
def _first_unanswered(n: Negotiation) -> Iterator[Clue]:
    silence = n.silences.get(Place.FIRST)
    if silence is None or n.received:
        return
    clear = n.ike_version == 2 and (silence.gave_up or silence.count >= 3) and n.role == "initiator" and n.has(Kind.IKE_INITIATE)
    for e in silence.events:
        yield Clue(Weight.FITS if clear else Weight.SUGGESTS, e, "the first message gets no answer at all")


CAUSE = Cause(
    id="p1.peer_unreachable",
    phase=1,
    aliases=(
        "NoResponse (Alibaba Cloud VPN Gateway)",
        "Phase1NegotiationTimeout (Alibaba Cloud VPN Gateway)",
        "Timeout: deleting un-established Phase 1 IKE_SA (AWS Site-to-Site VPN)",
        "PeerReachability (Azure VPN Gateway)",
        "NO_INCOMING_PACKETS (Google Cloud VPN)",
        "max transmit reached 53 (Huawei)",
        "peer_not_responding (IBM Cloud VPN)",
    ),
    title="The peer does not answer",
    find=clues(
        on(Kind.ICMP_ERROR, Weight.PROVES, "the network or the peer's host refused our datagram", "reason", when=before_up),
        on(Kind.SEND_FAILED, Weight.PROVES, "this host could not send to the peer", "reason", when=before_up),
        on(Kind.RESOLVE_FAILED, Weight.PROVES, "the peer's name has no address", "remote_name"),
        _first_unanswered,
        on(Kind.PEER_SILENT, Weight.SUGGESTS, "the attempt ended without an answer",
           when=lambda n, e: before_up(n, e) and not n.received and e.get("what") in ("", "establishing")),
        silent(Place.UNKNOWN, Weight.SUGGESTS, "a message gets no answer; which one this text does not tell"),
        silent(Place.AUTH, Weight.ALLOWS, "answers stopped after the first exchange"),
        abandoned(Weight.SUGGESTS, "the peer repeats its first message: our answers do not reach it", stages=(Stage.INIT, Stage.INIT_DONE),
                  after=(Kind.DUPLICATE_REQUEST,), versions=(2,)),
        abandoned(Weight.ALLOWS, "our answers may not reach the peer", stages=(Stage.INIT_DONE, Stage.KEYED, Stage.AUTH),
                  after=(*NAT, Kind.CERT_SENT)),
        abandoned(Weight.SUGGESTS, "this gateway answered, and waited in vain for what follows: its answers do not reach the peer",
                  stages=(Stage.INIT_DONE,), states=("MM_WAIT_MSG3",)),
        abandoned(Weight.ALLOWS, "our answers may not reach the peer", stages=(Stage.INIT_DONE, Stage.KEYED), states=("MM_WAIT_MSG5", "R_WAIT_AUTH")),
        silent(Place.KEY_EXCHANGE, Weight.ALLOWS, "answers stopped after the first exchange"),
    ),
    remedy=(
        "Check that the peer's address is right, that the route to it exists, and that its gateway is running and listens on UDP 500.",
        (
            "Allow UDP 500 and UDP 4500 (and ESP, IP protocol 50) in both directions on every firewall between the gateways, those of the "
            "hosts included."
        ),
        "Initiate again while capturing on both ends: the first packet must arrive and an answer must come back.",
    ),
    remedies={
        "Alibaba Cloud": (
            (
                "Check the customer gateway's IP Address, and that the data centre's firewall admits UDP 500 and 4500 from the VPN "
                "gateway's address (both addresses in dual-tunnel mode)."
            ),
        ),
        "strongSwan": (
            (
                "ss -ulpn must show charon on 500 and 4500; swanctl --list-conns (ipsec statusall) must show the connection with the right "
                "addresses."
            ),
        ),
        "Libreswan": (
            (
                "ipsec status must list the interface on UDP 500 and 4500; check the firewall, for example firewall-cmd --list-services "
                "(ipsec)."
            ),
        ),
        "Cisco": (
            (
                "IOS: show crypto map, show access-lists on the outside interface. ASA: crypto ikev1 enable or crypto ikev2 enable on the "
                "outside interface."
            ),
        ),
        "Juniper": ("set security zones security-zone ZONE interfaces INTERFACE host-inbound-traffic system-services ike",),
    },
    ask_for=(
        "From both ends: tcpdump -ni any udp port 500 or udp port 4500, during one attempt: do our packets arrive, do the answers leave?",
        (
            "The peer's log of the same minute: an ignored message is reported there. strongSwan: net = 1, cfg = 2. Libreswan: journalctl "
            "-u ipsec."
        ),
        (
            "Cisco: debug crypto isakmp or debug crypto ikev2, show crypto isakmp sa (MM_NO_STATE). Juniper: show log kmd, monitor traffic "
            "interface."
        ),
        "The start of this log: earlier lines tell whether the peer ever answered.",
    ),
    shows=(
        (
            'Nov  3 10:11:12 gw pluto[912]: "a" #1: ERROR: asynchronous network error report on eth0 (192.0.2.2:500), complainant '
            "192.0.2.1: No route to host [errno 113, origin ICMP type 3 code 1 (not authenticated)]"
        ),
        "error writing to socket: Network is unreachable",
        "Nov  3 10:11:12 gw charon[912]: 07[IKE] <a|3> unable to resolve vpn.example.org, initiate aborted",
        "establishing IKE_SA failed, peer not responding",
        (
            'Nov  3 10:11:12 gw pluto[912]: "a" #1: STATE_MAIN_I1: 60 second timeout exceeded after 7 retransmits.  No response (or no '
            "acceptable response) to our first IKEv1 message"
        ),
    ),
    silent=(
        "07[IKE] <a|3> received retransmit of request with ID 1, retransmitting response",
        "tried 1 shared key for 'moon.example.org' - 'sun.example.org', but MAC mismatched",
        "received NO_PROPOSAL_CHOSEN notify error",
    ),
)  # fmt: skip
