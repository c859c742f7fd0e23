"""Rekeying fails or collides, or the lifetimes of both ends differ badly."""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import refused, silent
from analyzer.kinds import Kind
from analyzer.negotiations.record import Place, Stage

CAUSE = Cause(
    id="life.rekey",
    title="Rekeying fails",
    find=clues(
        on(Kind.REKEY_FAILED, Weight.SUGGESTS, "the SA could not be rekeyed", "what"),
        on(Kind.REAUTH_FAILED, Weight.SUGGESTS, "the reauthentication failed"),
        on(Kind.CHILD_EXPIRED, Weight.SUGGESTS, "the SA reached the end of its life without being rekeyed"),
        on(Kind.IKE_EXPIRED, Weight.SUGGESTS, "the IKE_SA reached the end of its life without being rekeyed"),
        on(Kind.SA_EXPIRED_HARD, Weight.SUGGESTS, "the SA reached the end of its life without being rekeyed"),
        refused(("NO_ADDITIONAL_SAS", "TEMPORARY_FAILURE", "CHILD_SA_NOT_FOUND"), Weight.SUGGESTS, "the peer refuses the rekey", phases=(0, 2)),
        silent(Place.CHILD, Weight.SUGGESTS, "the rekey gets no answer", versions=(2,)),
        on(Kind.LIFETIME_DIFFERS, Weight.ALLOWS, "the lifetimes differ", "mine", "theirs", when=lambda n, e: e.stage >= Stage.IKE_UP),
    ),
    remedy=("Use the same lifetimes on both ends, and let one end rekey well before the other's hard limit.",),
)  # fmt: skip
