"""The user authentication inside IKE (EAP, XAUTH) failed."""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import refused
from analyzer.kinds import Kind

CAUSE = Cause(
    id="p1.eap",
    phase=1,
    title="User authentication (EAP or XAUTH) failed",
    find=clues(
        on(Kind.EAP_FAILED, Weight.PROVES, "the EAP exchange failed", "user", "reason", "method"),
        on(Kind.XAUTH_FAILED, Weight.PROVES, "the XAUTH user was refused", "user", "reason"),
        on(Kind.RADIUS_FAILED, Weight.PROVES, "the RADIUS server did not confirm the user", "reason"),
        refused(("AUTHENTICATION_FAILED",), Weight.SUGGESTS, "refused after EAP", phases=(0, 1), methods=("eap",)),
    ),
    remedy=("Check the user's name and password, the EAP method on both ends, and the authentication server.",),
)
