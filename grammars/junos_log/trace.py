"""kmd's and iked's trace files: what both engines and the policy manager print.

    result = ("IKE negotiation done for" | "IKE negotiation fail for") ends "with status:" error
    ends   = "local:" address "," "remote:" address "IKEv" version
"""

import pyparsing as pp

from grammars.common import CONTEXT, PROVES, SUGGESTS, Message, message
from grammars.junos_log.values import ADDRESS, CHILD_ERRORS, IKE_ERRORS, V1, failures, inside, one_of


def ends(version: str = "[12]") -> str:
    """``local:192.0.2.1, remote:198.51.100.2 IKEv2``."""
    return rf"local: ?(?P<local>{ADDRESS}),? {{0,2}}remote: ?(?P<remote>{ADDRESS}),? {{1,2}}IKEv(?P<ike_version>{version})"


ENDS = pp.Regex(ends())
SHOWN = "local:192.0.2.1, remote:198.51.100.2 IKEv1"
SA_CFG = r"SA-CFG (?P<conn>[^\s.,]+)"
FAILED = one_of("IPSec negotiation failed for", "IPsec negotiation failed for")
OFFER = r"(?P<proposals>SA\([^\n]{0,60}?protocol = (?:ESP|AH)[^\n]*)"
IKE_OFFER = r"(?P<proposals>SA\([^\n]{0,60}?protocol = IKE[^\n]*)"
IKE_SHOWN = "SA([0](id = 1) protocol = IKE (1), AES CBC key len = 256, HMAC-SHA256-128, 2048 bit MODP, HMAC-SHA256 PRF; )"
ESP_SHOWN = "SA([0](id = 1) protocol = ESP (3), AES CBC key len = 256, HMAC-SHA256-128; )"

MESSAGES: tuple[Message, ...] = (
    message("ike-initiate", "Triggering negotiation for VPN-B config block", "Triggering negotiation for", pp.Regex(r"(?P<conn>\S+) config block"),
            strength=PROVES, role="initiator"),
    message("ike-up", f"IKE negotiation done for {SHOWN} with status: Error ok", "IKE negotiation done for", ENDS, "with status: Error ok", strength=PROVES),
    *failures(IKE_ERRORS, (one_of("IKE negotiation fail for", "IKE negotiation done for", "IKE negotiation failed for"), ENDS, "with status:"), (),
              f"IKE negotiation fail for {SHOWN} with status: {{}}"),
    *failures(CHILD_ERRORS, (FAILED, pp.Regex(SA_CFG + " for " + ends("1")), one_of(". status:", " status:")), (),
              f"IPSec negotiation failed for SA-CFG VPN-B for {SHOWN}. status: {{}}", exchange="QUICK_MODE"),
    *failures(CHILD_ERRORS, (FAILED, pp.Regex(SA_CFG + " for " + ends("2")), one_of(". status:", " status:")), (),
              f"IPSec negotiation failed for SA-CFG VPN-B for {SHOWN[:-1]}2. status: {{}}", exchange="CREATE_CHILD_SA"),
    *failures(IKE_ERRORS, (one_of("IKEv1 Error :", "IKEv1 Error:"),), (), "IKEv1 Error : {}", what="", **V1),
    message("child-up", f"iked_pm_ipsec_sa_install: {SHOWN} for SA-CFG VPN-B", "iked_pm_ipsec_sa_install:", ENDS, pp.Regex("for " + SA_CFG), strength=PROVES),
    message("noise", f"iked_pm_ike_sa_done: {SHOWN}", "iked_pm_ike_sa_done:", ENDS, strength="noise"),
    message("proposals-received", f"Peer's proposed IKE SA payload is {IKE_SHOWN}", "Peer's proposed IKE SA payload is", pp.Regex(IKE_OFFER), strength=PROVES,
            what="ike"),
    message("proposals-received", f"Peer's proposed IPsec SA payload is {ESP_SHOWN}", one_of("Peer's proposed IPsec SA payload is", "Peer's proposed IPSec SA payload is"),
            pp.Regex(OFFER), strength=PROVES, what="child"),
    message("proposals-configured", f"Configured proposal is {IKE_SHOWN}", "Configured proposal is", pp.Regex(IKE_OFFER), strength=PROVES, what="ike"),
    message("proposals-configured", f"Configured proposal is {ESP_SHOWN}", "Configured proposal is", pp.Regex(OFFER), strength=PROVES, what="child"),
    message("ike-proposal-refused", "P1 SA payload match failed for sa-cfg VPN-B. Aborting negotiation local:192.0.2.1 remote:198.51.100.2 IKEv2.",
            "P1 SA payload match failed", pp.Opt(pp.Regex(rf"for sa-cfg (?P<conn>[^\s,]+?)\.? Aborting negotiation {ends()}")), strength=PROVES, role="responder"),
    message("child-proposal-refused", "P2 SA payload match failed for sa-cfg VPN-B. Aborting negotiation local:192.0.2.1 remote:198.51.100.2 IKEv2.",
            "P2 SA payload match failed", pp.Opt(pp.Regex(rf"for sa-cfg (?P<conn>[^\s,]+?)\.? Aborting negotiation {ends()}")), strength=PROVES),
    message("ike-proposal-refused", "iked_pm_ike_spd_select_ike_sa failed. rc 1, error_code: No proposal chosen", "iked_pm_ike_spd_select_ike_sa failed",
            pp.Regex(r"[^\n]*No proposal chosen"), strength=SUGGESTS, role="responder", reason="unexplained"),
    message("ike-proposal-refused", "IKEv2 SA select failed with error No proposal chosen", pp.Opt("ikev2_fb_spd_select_sa_cb:"),
            "IKEv2 SA select failed with error No proposal chosen", strength=SUGGESTS, role="responder", reason="unexplained"),
    message("id-mismatch", "iked_pm_id_validate id NOT matched", "iked_pm_id_validate id NOT matched", strength=PROVES),
    message("peer-auth-ok", "iked_pm_id_validate id matched", "iked_pm_id_validate id matched"),
    message("peer-id", "iked_pm_id_validate called with id fqdn(any:0,[0..15]=b.example.net)", "iked_pm_id_validate called with id",
            pp.Regex(inside("remote_id"))),
    message("no-config", f"iked_pm_phase1_sa_cfg_lookup_by_addr: Address based phase 1 SA-CFG lookup failed for {SHOWN}",
            pp.Opt("iked_pm_phase1_sa_cfg_lookup_by_addr:"), "Address based phase 1 SA-CFG lookup failed for", ENDS, strength=PROVES, role="responder"),
    message("ts-lookup", "Peer requested tsi ipv4(10.2.9.0-10.2.9.255) tsr ipv4(10.1.0.0-10.1.255.255)", "Peer requested tsi",
            pp.Regex(rf"{inside('remote_ts')} tsr {inside('local_ts')}")),
    *(message("notify-received", f"Received {word} notification payload No proposal chosen from local:192.0.2.1 remote:198.51.100.2 IKEv1 for P1 SA 7745310",
              f"Received {word} notification payload",
              pp.Regex(rf"(?!Initial|DPD|R-U|R U|Connected|Responder lifetime|Replay|NAT)(?P<notify>[A-Z][A-Za-z ]+?) from {ends()}"), strength=SUGGESTS,
              protected=protected)
      for word, protected in (("authenticated", "yes"), ("unauthenticated", "no"), ("Unauthenticated", "no"))),
    message("initial-contact", "Received authenticated notification payload Initial contact from local:192.0.2.1 remote:198.51.100.2 IKEv1 for P1 SA 77",
            one_of("Received authenticated notification payload Initial contact from", "Received Unauthenticated notification payload Initial contact from"), ENDS),
    message("packet-received", "---------> Received from 198.51.100.2:500 to 192.0.2.1:0, VR 0, length 0 on IF", "---------> Received from",
            pp.Regex(r"(?P<remote>\S+):(?P<remote_port>\d+) to (?P<local>\S+?):\d+,")),
    message("child-failed", "P2 ed info: flags 0x8082, P2 error: No proposal chosen", "P2 ed info: flags", pp.Regex(r"\S+ P2 error: (?!Error ok)(?P<reason>[^\n]+)"),
            strength=CONTEXT),
    message("cert-rejected", "Certificate verification failed", pp.Regex(r"(?P<reason>(?:Certificate|certificate)[^\n]{0,80}verification failed)"), strength=SUGGESTS),
    message("private-key-missing", "failed to get cert/private key", one_of("failed to get cert/private key", "failed to get private key"), strength=SUGGESTS),
)  # fmt: skip
