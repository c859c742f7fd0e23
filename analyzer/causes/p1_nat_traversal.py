"""A NAT stands between the peers, and UDP 4500 does not pass, or one end cannot or may not do NAT traversal.

How it shows
    Initiator, IKEv2 and IKEv1 main: the first exchange is answered on UDP 500, NAT is detected ("local host is
      behind NAT"), and from the first message on UDP 4500 there is silence: IKE_AUTH or message 5 is repeated
      until it gives up.
    Responder: it answered on UDP 500 and then sees nothing more; "deleting half open IKE_SA after timeout".
    IKEv1 aggressive: the third message already goes to UDP 4500; the responder repeats message 2.
    One end without NAT traversal (IKEv1): no NAT-T vendor ID, the ports stay at 500, phase 1 and 2 come up, and
      ESP dies in the NAT: counters grow on one side only.
    Local trouble: "could not open IPv4 NAT-T socket", "enabling UDP decapsulation ... failed".

Told apart from
    p1.psk: a key mismatch also ends in repeated message 5; but then the responder receives it on UDP 4500 and
      reports garbage.
    p1.fragmentation: small messages pass on UDP 4500, only large ones (certificates) are lost.
    IKEv2 with MOBIKE moves to UDP 4500 without any NAT; and forced encapsulation prints NAT words without NAT.

References
    RFC 7296, section 2.23; RFC 3947; RFC 3948.
    Alibaba Cloud VPN Gateway FAQ, IPsec connections, question 1.
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, needs, on
from analyzer.causes._symptoms import NAT, abandoned, behind_nat_or_floated, silent
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Place, Stage


@needs(Kind.RETRANSMIT, Kind.GAVE_UP)
def _blocked(n: Negotiation) -> Iterator[Clue]:
    """The first exchange passed on UDP 500, the next on UDP 4500 does not."""
    silence = n.silences.get(Place.AUTH)
    if silence is None or not behind_nat_or_floated(n):
        return
    for e in [*n.all(Kind.NAT_LOCAL, Kind.NAT_REMOTE, Kind.NAT_FORCED), *silence.events]:
        yield Clue(Weight.SUGGESTS, e, "answers on UDP 500, silence from the first message on UDP 4500")


@needs(Kind.RETRANSMIT, Kind.GAVE_UP)
def _blocked_after_aggressive(n: Negotiation) -> Iterator[Clue]:
    """Aggressive mode's initiator has an IKE_SA after message 2, before anything went over UDP 4500: quick mode is what gets lost."""
    silence = n.silences.get(Place.CHILD)
    if silence is None or not silence.gave_up or not n.aggressive or not behind_nat_or_floated(n) or n.children_up:
        return
    for e in [*n.all(Kind.NAT_LOCAL, Kind.NAT_REMOTE, Kind.NAT_FORCED), *silence.events]:
        yield Clue(Weight.SUGGESTS, e, "answers on UDP 500, silence from the first message on UDP 4500")


CAUSE = Cause(
    id="p1.nat_traversal",
    phase=1,
    faq=("1",),
    aliases=("NatTMismatch (Alibaba Cloud VPN Gateway)", "nat detection fail 40 (Huawei)"),
    title="NAT between the peers, and NAT traversal (UDP 4500) does not work",
    find=clues(
        on(Kind.NATT_FAILED, Weight.FITS, "UDP 4500 cannot be used on this host", "reason"),
        _blocked,
        _blocked_after_aggressive,
        silent(Place.UNKNOWN, Weight.ALLOWS, "if the first exchange was answered, UDP 4500 may be blocked"),
        silent(Place.AUTH, Weight.ALLOWS, "answers stopped after the first exchange; from there on UDP 4500 may be used"),
        abandoned(Weight.SUGGESTS, "the message that may be the first on UDP 4500 never came", stages=(Stage.INIT_DONE, Stage.KEYED),
                  states=("MM_WAIT_MSG5", "R_WAIT_AUTH"), unless=(Kind.DUPLICATE_REQUEST,)),
        silent(Place.UNKNOWN, Weight.ALLOWS, "a message gets no answer; from the second exchange on UDP 4500 may be used"),
        abandoned(Weight.SUGGESTS, "the first exchange was done on UDP 500, and nothing came on UDP 4500",
                  stages=(Stage.INIT_DONE, Stage.KEYED), after=NAT, unless=(Kind.DUPLICATE_REQUEST,)),
    ),
    remedy=(
        "Allow UDP 500 and UDP 4500 in both directions on every firewall and NAT device between the gateways.",
        "Switch NAT traversal on at both ends; behind NAT give the gateway an explicit identity.",
        "Initiate again while capturing UDP 4500 on both ends: the first packet on 4500 must arrive and be answered.",
    ),
    remedies={
        "Alibaba Cloud": (
            (
                "IPsec connection, NAT Traversal: enabled (the default). Behind NAT the RemoteId must be what the peer sends, mostly its "
                "private address."
            ),
        ),
        "strongSwan": (
            (
                "NAT traversal is always on; check that nothing else holds UDP 4500. Forcing: swanctl.conf encap = yes, ipsec.conf "
                "forceencaps=yes."
            ),
        ),
        "Libreswan": ("ipsec.conf: encapsulation=auto or yes (older: forceencaps=yes); for IKEv1 nat-ikev1-method must not be none.",),
        "Cisco": (
            "IOS: crypto ipsec nat-transparency udp-encapsulation (on by default).",
            "ASA: crypto isakmp nat-traversal 20, and no crypto map MAP N set nat-t-disable.",
        ),
        "Juniper": ("delete security ike gateway GW no-nat-traversal; optional: set security ike gateway GW nat-keepalive 20",),
    },
    ask_for=(
        "From both ends: tcpdump -ni any udp port 500 or udp port 4500 or esp, during one attempt: where do the packets on 4500 end?",
        (
            "The responder's log of the same minute: whether it received anything on UDP 4500. strongSwan: net = 1, ike = 2. Libreswan: "
            "journalctl -u ipsec."
        ),
        (
            "Cisco: debug crypto isakmp or debug crypto ikev2; ASA: show crypto isakmp stats, capture on the outside interface. Juniper: "
            "show security ike security-associations (ports)."
        ),
        "Alibaba Cloud: NAT Traversal and RemoteId of the IPsec connection; the NAT device's rules for UDP 4500.",
    ),
    shows=(
        "could not open IPv4 NAT-T socket",
        "Nov  3 10:11:12 gw charon[912]: 00[NET] enabling UDP decapsulation for IPv4 on port 4500 failed",
    ),
    silent=(
        "local host is behind NAT, sending keep alives",
        "07[IKE] <a|3> remote host is behind NAT",
        "faking NAT situation to enforce UDP encapsulation",
    ),
)  # fmt: skip
