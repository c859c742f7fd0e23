"""The log starts too late, ends too early, or is written at too low a level to tell.

How it shows
    Responder, IKEv1 main, aggressive and IKEv2: "deleting half open IKE_SA with ... after timeout": the peer
      began and never finished; why, only its own log says.
    Initiator: only the verdict of a command ("establishing connection 'a' failed"), or "failed to establish
      CHILD_SA" without the line before it.
    Either end: the log ends in the middle of an attempt, or the daemon logs level 0 only.
    This is no fault of the tunnel: it says what to collect.

Told apart from
    Healthy: the tunnel is up at the end of the log.
    Nothing found: the log is complete enough and shows no fault.

References
    strongSwan: logger configuration in strongswan.conf(5); Libreswan: plutodebug= and logfile= in
      ipsec.conf(5).
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, needs, on
from analyzer.causes._symptoms import in_summary, silent
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Place


@needs(Kind.MESSAGE_SENT)
def _refused_here(n: Negotiation) -> Iterator[Clue]:
    for e in in_summary(n, Kind.MESSAGE_SENT):
        yield Clue(Weight.ALLOWS, e, "this gateway refused the peer; the lines that say why are not here")


CAUSE = Cause(
    id="log.incomplete",
    title="This log does not tell why",
    find=clues(
        on(Kind.HALF_OPEN_TIMEOUT, Weight.ALLOWS, "the peer began and never finished; why, only its log says", "remote"),
        on(Kind.VERDICT_FAILED, Weight.ALLOWS, "the attempt failed; the lines that say why are not here", "reason"),
        on(Kind.UNREADABLE, Weight.ALLOWS, "one end could not read a message; which one, and why, its log says"),
        *(silent(place, Weight.ALLOWS, "no answer, and the log ends before it is clear why") for place in Place),
        _refused_here,
        on(Kind.CHILD_FAILED, Weight.ALLOWS, "the CHILD_SA failed; the line that says why is not here"),
    ),
    remedy=(
        "Collect the log from before the first attempt to after its end, on the responder if possible, for it knows more.",
        "Start one attempt on purpose and note the time.",
        "Give both ends' logs together: ikedoctor joins them.",
    ),
    remedies={
        "Alibaba Cloud": (
            (
                "Console, IPsec Connections, the connection's or tunnel's log; or the API DiagnoseVpnConnections (FailedReasonCode, "
                "SourceLog)."
            ),
        ),
        "strongSwan": (
            "swanctl --log during the attempt, or a filelog with default = 1, ike = 2, cfg = 2, net = 1, knl = 1, ike_name = yes.",
        ),
        "Libreswan": ("journalctl -u ipsec, or logfile=/var/log/pluto.log; ipsec auto --up NAME prints the attempt too.",),
        "Cisco": (
            (
                "IOS: debug crypto isakmp, debug crypto ikev2, debug crypto ipsec. ASA: debug crypto condition peer PEER, debug crypto "
                "ikev1 127, debug crypto ikev2 protocol 127."
            ),
        ),
        "Juniper": (
            "request security ike debug-enable local ADDRESS remote PEER level 11, then show log kmd, and debug-disable afterwards",
        ),
    },
    ask_for=(
        (
            "This gateway's log from before the attempt to after its end, level 1 at least. strongSwan: ike = 2, cfg = 2. Libreswan: "
            "journalctl -u ipsec."
        ),
        "The other gateway's log of the same minutes.",
        (
            "The SA list afterwards: swanctl --list-sas, ipsec statusall, ipsec status, show crypto ikev2 sa, show security ike "
            "security-associations."
        ),
    ),
    shows=(
        "deleting half open IKE_SA with 198.51.100.2 after timeout",
        "establishing connection 'a' failed",
        'Nov  3 10:11:12 gw pluto[912]: "a" #1: deleting incomplete state after 60 seconds',
        "Nov  3 10:11:12 gw charon[912]: 07[IKE] <a|3> failed to establish CHILD_SA, keeping IKE_SA",
    ),
    silent=(
        "07[IKE] <a|3> IKE_SA a[3] established between 192.0.2.1[moon]...192.0.2.2[sun]",
        "received NO_PROPOSAL_CHOSEN notify error",
        "connection 'a' established successfully",
    ),
)
