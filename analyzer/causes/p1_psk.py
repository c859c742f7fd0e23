"""The two ends hold different pre-shared keys, or one end holds none for this peer."""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, on
from analyzer.causes._symptoms import before_up, refused, silent
from analyzer.kinds import Kind
from analyzer.model import Event
from analyzer.negotiations.record import Negotiation, Place, Stage


def _undecryptable(n: Negotiation) -> Iterator[Clue]:
    """Main mode derives the keys of message 5 from the pre-shared key: garbage at its receiver means another key."""
    if n.ike_version == 2 or n.method in ("pubkey",) or n.aggressive:
        return
    for e in n.all(Kind.DECRYPT_FAILED, Kind.PARSE_FAILED):
        if e.stage >= Stage.IKE_UP:
            continue
        payload = e.get("payload")
        if payload.startswith("ID") or (n.role == "responder" and e.kind is Kind.DECRYPT_FAILED and e.stage >= Stage.INIT_DONE):
            yield Clue(Weight.FITS, e, "message 5 of main mode is garbage after decryption: its key comes from the pre-shared key")
        elif e.kind is Kind.DECRYPT_FAILED:
            yield Clue(Weight.SUGGESTS, e, "the peer's answer to message 5 cannot be decrypted")


def _psk_in_use(n: Negotiation, e: Event) -> bool:
    return before_up(n, e) and n.method != "pubkey"


CAUSE = Cause(
    id="p1.psk",
    phase=1,
    faq=("1",),
    title="Pre-shared keys differ or are missing",
    find=clues(
        on(Kind.KEY_MISMATCH, Weight.PROVES, "a key for this peer was found and tried, and did not verify", "local_id", "remote_id"),
        on(Kind.KEY_MISSING, Weight.PROVES, "there is no pre-shared key for this pair", "local_id", "remote_id"),
        on(Kind.HASH_MISMATCH, Weight.PROVES, "the peer's HASH was computed with another key", when=_psk_in_use),
        on(Kind.PSK_SUSPECTED, Weight.FITS, "the daemon itself suspects different pre-shared keys", when=_psk_in_use),
        _undecryptable,
        refused(("AUTHENTICATION_FAILED",), Weight.SUGGESTS, "the peer refused our proof of identity", phases=(0, 1), versions=(2, None),
                methods=("psk", None)),
        refused(("AUTHENTICATION_FAILED",), Weight.ALLOWS, "in aggressive mode also a wrong key ends so", phases=(0, 1), versions=(1,),
                mode="aggressive", methods=("psk", None)),
        refused(("PAYLOAD_MALFORMED", "INVALID_HASH_INFORMATION"), Weight.SUGGESTS, "the peer could not read or verify what we encrypted",
                phases=(0, 1), versions=(1, None), methods=("psk", None)),
        refused(("INVALID_KE_PAYLOAD", "INVALID_KEY_INFORMATION"), Weight.SUGGESTS, "in IKEv1 this means: the peer has no key for us",
                phases=(0, 1), versions=(1,)),
        refused(("NO_PROPOSAL_CHOSEN",), Weight.ALLOWS, "some peers answer so when they have no key for us", phases=(1,), versions=(1,)),
        silent(Place.AUTH, Weight.SUGGESTS, "the first encrypted message gets no usable answer", versions=(1,), methods=("psk", None),
               floated=False),
        silent(Place.AUTH, Weight.ALLOWS, "the first encrypted message gets no usable answer", versions=(1,), methods=("psk", None),
               floated=True),
        silent(Place.KEY_EXCHANGE, Weight.SUGGESTS, "the peer stops where it looks for the key", versions=(1,), methods=("psk", None)),
        silent(Place.FIRST, Weight.ALLOWS, "some responders drop a peer without a key silently", versions=(1,)),
    ),
    remedy=("Set the same pre-shared key on both ends, without a trailing blank or line break.",),
    beats=("p1.algorithms", "p1.dh_group"),
)  # fmt: skip
