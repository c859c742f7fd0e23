"""Large IKE messages are lost on the way: IP fragments are dropped, or IKE fragmentation is off.

How it shows
    Initiator, IKEv2: IKE_SA_INIT is answered, IKE_AUTH with certificates (over about 1400 bytes) is repeated
      without an answer.
    Initiator, IKEv1 main: message 5 with a certificate is repeated without an answer.
    Receiver: some fragments arrive and never all: "received fragment #1 of 3, waiting for complete IKE
      message", "failed to reassemble fragments", "fragmented IKE message is too large".
    Responder that loses the request: half-open, nothing after the first exchange. Responder whose large answer is
      lost: it sent its certificate in fragments, and the client never goes on ("deleting half open IKE_SA").
    With pre-shared keys the messages are small: then this cause is unlikely, except with many proposals or
      post-quantum key exchanges.

Told apart from
    p1.nat_traversal: even small messages on UDP 4500 get no answer.
    p1.certificate: the message arrived, and the responder refused it.
    p1.psk (IKEv1): small message 5, no answer.

References
    RFC 7383; RFC 7296, section 2; RFC 3948; RFC 8900 (IP fragmentation considered fragile).
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, needs, on
from analyzer.causes._symptoms import NAT, abandoned, largest_sent
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Place, Stage

LARGE = 1280  # bytes; what every path must carry unfragmented over IPv6 (RFC 8200, section 5)


@needs(Kind.RETRANSMIT, Kind.GAVE_UP)
def _large_lost(n: Negotiation) -> Iterator[Clue]:
    silence = n.silences.get(Place.AUTH)
    if silence is None:
        return
    large = largest_sent(n)
    if large > LARGE:
        for e in [*n.all(Kind.FRAGMENT_SENT), *silence.events]:
            yield Clue(Weight.SUGGESTS, e, f"small messages pass, one of {large} bytes gets no answer")
    elif n.method == "pubkey" or n.has(Kind.CERT_SENT):
        for e in silence.events:
            yield Clue(Weight.ALLOWS, e, "the message carries certificates, and large messages may be lost")


@needs(Kind.HALF_OPEN_TIMEOUT)
def _answer_lost(n: Negotiation) -> Iterator[Clue]:
    if n.role == "responder" and not n.up and n.stage is Stage.AUTH:
        pieces = [e for e in n.all(Kind.MESSAGE_SENT) if e.get("payloads").lstrip().startswith("EF(")]
        if pieces or largest_sent(n) > LARGE:
            for e in [*pieces, *n.all(Kind.HALF_OPEN_TIMEOUT)]:
                yield Clue(Weight.SUGGESTS, e, "our answer was a large message, and the peer did not go on")


@needs(Kind.FRAGMENT_RECEIVED)
def _incomplete(n: Negotiation) -> Iterator[Clue]:
    if not n.up and not n.has(Kind.FRAGMENT_COMPLETE):
        for e in n.all(Kind.FRAGMENT_RECEIVED):
            yield Clue(Weight.SUGGESTS, e, "some fragments of a message arrive, never all")


CAUSE = Cause(
    id="p1.fragmentation",
    phase=1,
    aliases=("fragment packet limit 50 (Huawei)", "fragment packet reassemble timeout 51 (Huawei)"),
    title="Large IKE messages are lost on the way",
    find=clues(
        on(Kind.FRAGMENT_FAILED, Weight.FITS, "a fragmented message could not be put together", "reason"),
        _large_lost,
        _incomplete,
        _answer_lost,
        abandoned(Weight.ALLOWS, "the peer's next message may be large, and lost", stages=(Stage.INIT_DONE,), after=NAT),
        abandoned(Weight.ALLOWS, "the peer's next message may be large, and lost", stages=(Stage.INIT_DONE, Stage.KEYED),
                  states=("MM_WAIT_MSG5", "R_WAIT_AUTH")),
    ),
    remedy=(
        "Switch IKE fragmentation on at both ends; it splits the message before encryption, so that no IP fragments are needed.",
        (
            "Otherwise let IP fragments pass on firewalls and NAT devices, or send smaller messages: fewer certificates and CERTREQs, "
            "ECDSA instead of RSA."
        ),
        "Initiate again: the log must show that the message was split, and an answer to IKE_AUTH (or message 5).",
    ),
    remedies={
        "Alibaba Cloud": ("With Pre-Shared Key the messages are small; check the path between the gateways for dropped IP fragments.",),
        "strongSwan": (
            (
                "swanctl.conf: connections.NAME.fragmentation = yes; ipsec.conf: fragmentation=yes; strongswan.conf: charon.fragment_size "
                "= 1280."
            ),
        ),
        "Libreswan": ("ipsec.conf: fragmentation=yes (or force).",),
        "Cisco": ("IOS and ASA: crypto ikev2 fragmentation mtu 1280; for IKEv1 let IP fragments pass.",),
        "Juniper": ("set security ike gateway GW fragmentation size 1280 (IKEv2); delete ... fragmentation disable",),
    },
    ask_for=(
        (
            "From both ends: tcpdump -ni any 'udp port 500 or udp port 4500 or ip[6:2] & 0x3fff != 0', during one attempt: which fragments "
            "arrive?"
        ),
        "This side's log with message sizes. strongSwan: net = 1, enc = 1. Libreswan: plutodebug=base.",
        "The responder's log of the same minute: whether it has seen IKE_AUTH (or message 5) at all.",
    ),
    shows=(
        "iked: ikev2[17]: spi=0x6c7f2e1d0b9a8f7e: ikev2_frags_reassemble: failed to reassemble fragments",
        "fragmented IKE message is too large",
    ),
    silent=(
        "07[ENC] splitting IKE message (1912 bytes) into 2 fragments",
        "07[ENC] received fragment #2 of 2, reassembled fragmented IKE message (1912 bytes)",
        "tried 1 shared key for 'moon.example.org' - 'sun.example.org', but MAC mismatched",
    ),
)
