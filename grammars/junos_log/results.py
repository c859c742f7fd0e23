"""kmd's results of negotiations, untagged in syslog: error, version, VPN, gateway, ends, identities and role in one line.

    result = ("IKE" | "IPSec") "negotiation" ("successfully completed" | "failed with error:" error) "." details
    details = "IKE Version:" v ["," "VPN:" name "Gateway:" name] "," "Local:" end "," "Remote:" end ["," identities] "," "VR-ID:" n [role]
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, Message, message
from grammars.junos_log.values import ABSENT, ADDRESS, CHILD_ERRORS, IKE_ERRORS, failures, one_of, value


def details(role: str | None = None, version: str = "[12]") -> str:
    """The details; with a role only where it is that one."""
    roles = rf"[,:] {{0,2}}Role: {role}" if role else r"(?:[,:] {0,2}Role: (?P<role>\w+))?"
    return (
        rf"\. {{0,2}}IKE Version: (?P<ike_version>{version}),(?: VPN: (?:{ABSENT}|(?P<conn>[^\s,]+)) Gateway: [^\s,]+,)?"
        rf" Local: (?P<local>{ADDRESS})(?:/(?P<local_port>\w+))?, Remote: (?P<remote>{ADDRESS})(?:/(?P<remote_port>\w+))?,"
        rf"(?: Local IKE-ID: {value('local_id')}, Remote IKE-ID: {value('remote_id')},)? VR-ID: [^\s,:]+{roles}"
    )


def shown(version: int, role: str | None = None) -> str:
    """Details as they look."""
    tail = f": Role: {role}" if role else ""
    return (
        f". IKE Version: {version}, VPN: VPN-B Gateway: GW-B, Local: 192.0.2.1/500, Remote: 198.51.100.2/500, Local IKE-ID: Not-Available, "
        f"Remote IKE-ID: Not-Available, VR-ID: 5{tail}"
    )


DETAILS = pp.Opt(pp.Regex(details()))
IKE_FAILED = "IKE negotiation failed with error:"
IPSEC_FAILED = one_of("IPSec negotiation failed with error:", "IPsec negotiation failed with error:")
NO_PROPOSAL, TIMED_OUT = "No proposal chosen", "Timed out"

MESSAGES: tuple[Message, ...] = (
    message("ike-up", "IKE negotiation successfully completed" + shown(2, "Initiator"), "IKE negotiation successfully completed", DETAILS,
            strength=PROVES, whole="yes"),
    message("notify-received", f"{IKE_FAILED} {NO_PROPOSAL}{shown(1, 'Initiator')}", IKE_FAILED, NO_PROPOSAL, pp.Regex(details("Initiator")),
            strength=SUGGESTS, notify="NO_PROPOSAL_CHOSEN", role="initiator", whole="yes", what="ike"),
    message("ike-proposal-refused", f"{IKE_FAILED} {NO_PROPOSAL}{shown(1, 'Responder')}", IKE_FAILED, NO_PROPOSAL,
            pp.Regex(details("Responder")), strength=SUGGESTS, role="responder", whole="yes", reason="unexplained"),
    message("half-open-timeout", f"{IKE_FAILED} {TIMED_OUT}{shown(1, 'Responder')}", IKE_FAILED, TIMED_OUT, pp.Regex(details("Responder")),
            strength=SUGGESTS, role="responder", whole="yes"),
    *failures(IKE_ERRORS, (IKE_FAILED,), (DETAILS,), IKE_FAILED + " {}" + shown(1), whole="yes"),
    *failures(CHILD_ERRORS, (IPSEC_FAILED,), (pp.Regex(details(version="2")),), "IPSec negotiation failed with error: {}" + shown(2),
              exchange="CREATE_CHILD_SA"),
    *failures(CHILD_ERRORS, (IPSEC_FAILED,), (pp.Regex(details(version="1")),), "IPSec negotiation failed with error: {}" + shown(1),
              exchange="QUICK_MODE"),
    *failures(CHILD_ERRORS, (IPSEC_FAILED,), (), "IPSec negotiation failed with error: {}."),
)  # fmt: skip
