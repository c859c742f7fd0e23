"""Renewing an SA fails or collides, or the lifetimes of the two ends differ badly.

How it shows
    IKEv2, the end that rekeys: "CHILD_SA rekeying failed, trying again", "IKE_SA rekeying failed", or
      CREATE_CHILD_SA refused with NO_ADDITIONAL_SAS, TEMPORARY_FAILURE or CHILD_SA_NOT_FOUND, or no answer.
    IKEv2, the other end: "unable to rekey, CHILD_SA not found", "peer initiated rekeying, but we are deleting".
    IKEv1 (main or aggressive before): a new quick mode fails, and the SA reaches its hard limit: "closing
      expired CHILD_SA" (charon), "IKE SA expired" (pluto), "ISAKMP-SA expired" (racoon).
    Both ends: outages at a fixed period, equal to a lifetime.
    One TEMPORARY_FAILURE or a resolved collision is normal.

Told apart from
    p2.pfs_group: the rekey is refused because of the group: the first suspect when the tunnel works for exactly
      one lifetime.
    life.dpd_timeout: the peer answers nothing any more, not only the rekey.
    life.peer_delete: the peer closed the SA itself.

References
    RFC 7296, sections 1.3.2, 1.3.3, 2.8 and 2.25; RFC 2409, section 5.5; RFC 2407, section 4.5 (SA Life Type
      and Duration).
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, needs, on
from analyzer.causes._symptoms import refused, silent, soon_after
from analyzer.kinds import Kind
from analyzer.model import Event
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Place, Stage


def _was_in_use(n: Negotiation, e: Event) -> bool:
    """An SPI that was only reserved expires too; a CHILD_SA that was in use is closed at the same moment."""
    return any(x.seq > e.seq for x in n.all(Kind.CHILD_CLOSING, Kind.CHILD_EXPIRED, Kind.RECREATE))


@needs(Kind.DELETE_RECEIVED)
def _ran_out_at_peer(n: Negotiation) -> Iterator[Clue]:
    """The peer deletes the CHILD_SA, makes no new one, and later deletes the IKE_SA: who closes a tunnel deletes both at once."""
    deletes = n.all(Kind.DELETE_RECEIVED)
    whole = next((e for e in deletes if e.get("what") == "ike"), None)
    if whole is None or n.child_up_at is None:
        return
    child = next((e for e in reversed(deletes) if e.get("what") == "child" and e.seq < whole.seq), None)
    if child is None or n.child_up_at.seq > child.seq or soon_after(child, whole) or _replaced(n, child):
        return
    for e in (child, whole):
        yield Clue(Weight.SUGGESTS, e, "the peer let one SA after the other run out and made no new ones")


def _replaced(n: Negotiation, delete: Event) -> bool:
    """Whether the SA that is deleted has a successor: a rekey makes the new one just before it deletes the old one."""
    ups = [e for e in n.all(Kind.CHILD_UP, Kind.CHILD_REKEYED) if e.seq < delete.seq]
    return any(soon_after(e, delete) and not _same_sa(e, delete, e is ups[0]) for e in ups)


def _same_sa(up: Event, delete: Event, first: bool) -> bool:
    """Whether the SA that came up is the deleted one; where the SPIs do not tell, the first one is taken to be."""
    spi, pair = delete.get("spi"), {up.get("spi_in"), up.get("spi_out")} - {""}
    return spi in pair if spi and pair else first


CAUSE = Cause(
    id="life.rekey",
    aliases=(
        "LifetimeMismatch (Alibaba Cloud VPN Gateway)",
        "CHILD_REKEY collision (AWS Site-to-Site VPN)",
        "rekey no find old sa 16 (Huawei)",
        "rekey fail 17 (Huawei)",
    ),
    title="Rekeying fails",
    find=clues(
        on(Kind.REKEY_FAILED, Weight.SUGGESTS, "the SA could not be rekeyed", "what"),
        on(Kind.REAUTH_FAILED, Weight.SUGGESTS, "the reauthentication failed"),
        on(Kind.CHILD_EXPIRED, Weight.SUGGESTS, "the SA reached the end of its life without being rekeyed"),
        on(Kind.IKE_EXPIRED, Weight.SUGGESTS, "the IKE_SA reached the end of its life without being rekeyed"),
        on(Kind.SA_EXPIRED_HARD, Weight.SUGGESTS, "the SA reached the end of its life without being rekeyed", when=_was_in_use),
        refused(("NO_ADDITIONAL_SAS", "TEMPORARY_FAILURE", "CHILD_SA_NOT_FOUND"), Weight.SUGGESTS, "the peer refuses the rekey", phases=(0, 2)),
        silent(Place.CHILD, Weight.SUGGESTS, "the rekey gets no answer", versions=(2,)),
        _ran_out_at_peer,
        on(Kind.LIFETIME_DIFFERS, Weight.ALLOWS, "the lifetimes differ", "mine", "theirs", when=lambda n, e: e.stage >= Stage.IKE_UP),
    ),
    remedy=(
        "Use the same lifetimes on both ends, phase 1 longer than phase 2, and let one end rekey well before the other's hard limit.",
        "Compare the PFS groups of phase 2, which matter for the first time at the rekey.",
        "Switch volume limits (bytes, packets) off, or make them equal.",
        "Rekey by hand, both IKE_SA and CHILD_SA: both must succeed, then watch one lifetime.",
    ),
    remedies={
        "Alibaba Cloud": (
            (
                "IPsec connection, SA Life Cycle (seconds) under IKE and under IPsec Configurations (default 86400 each): the same on the "
                "peer; no traffic-based lifetime on the peer."
            ),
        ),
        "strongSwan": (
            (
                "swanctl.conf: rekey_time, children.NAME.rekey_time and life_time; ipsec.conf: ikelifetime=, lifetime=, margintime=. Test: "
                "swanctl --rekey --ike NAME, --child NAME."
            ),
        ),
        "Libreswan": ("ipsec.conf: ikelifetime=, salifetime=, rekeymargin=, rekey=yes.",),
        "Cisco": (
            (
                "IOS and ASA: lifetime under the IKE policy, crypto ipsec security-association lifetime seconds N; kilobytes disable (ASA: "
                "unlimited)."
            ),
        ),
        "Juniper": (
            (
                "set security ike proposal P lifetime-seconds N, set security ipsec proposal P lifetime-seconds N; the zone must allow "
                "system-services ike"
            ),
        ),
    },
    ask_for=(
        "Both ends' lifetimes (seconds and bytes) and PFS groups, and which end rekeys.",
        (
            "Both ends' logs of one rekey. strongSwan: swanctl --rekey --child NAME with ike = 2, cfg = 2, chd = 2. Libreswan: journalctl "
            "-u ipsec."
        ),
        (
            "Cisco: debug crypto ikev2 (or isakmp), show crypto ipsec sa (remaining lifetime). Juniper: show log kmd, show security ipsec "
            "security-associations detail."
        ),
    ),
    shows=(
        "CHILD_SA rekeying failed, trying again in 14 seconds",
        "Nov  3 10:11:12 gw charon[912]: 07[IKE] <a|3> reauthentication failed, trying to reestablish IKE_SA",
        'Nov  3 10:11:12 gw pluto[912]: "a" #3: rekey of Child SA abandoned',
    ),
    silent=(
        "07[IKE] <a|3> IKE_SA a[2] rekeyed between 192.0.2.1[moon]...192.0.2.2[sun]",
        "creating rekey job for CHILD_SA ESP/0xceb15af4/192.0.2.2",
        "CHILD_SA rekey collision won, deleting old child a{3}",
    ),
)  # fmt: skip
