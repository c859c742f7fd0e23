"""One end negotiates IKEv1 main mode, the other is configured for aggressive mode, or the reverse.

How it shows
    Responder, charon: "found 1 matching config, but none allows pre-shared key authentication using Aggressive
      Mode" (or Main Mode): the line names what the peer tried. In aggressive mode this comes at message 1, in
      main mode at message 5. The initiator gets AUTHENTICATION_FAILED.
    Responder, charon with aggressive mode: "Aggressive Mode PSK disabled for security reasons".
    Responder, pluto: "no (wildcard) connection has been configured" for aggressive, "no connection has been
      authorized" for main mode, and no answer: the initiator only repeats message 1.
    Responder, racoon: "exchange Aggressive not allowed in any applicable rmconf".
    IKEv2 has no modes: this cause is IKEv1 only.

Told apart from
    p1.auth_method: the same charon line; which half does not fit, only the responder's configuration tells.
    p1.peer_address, p1.ike_version: the same pluto lines and the same silence.
    p1.identity: the lookup line before has identities that no connection holds.

References
    RFC 2409, sections 4, 5 and 5.4.
    Alibaba Cloud VPN Gateway FAQ, IPsec connections, question 1.
"""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import refused, silent, unexplained, version_of
from analyzer.kinds import Kind
from analyzer.negotiations.advance import method_class
from analyzer.negotiations.stages import Place

CAUSE = Cause(
    id="p1.mode",
    phase=1,
    faq=("1",),
    aliases=("NegotiationModeMismatch (Alibaba Cloud VPN Gateway)", "exchange mode mismatch 32 (Huawei)"),
    title="Main mode against aggressive mode",
    find=clues(
        on(Kind.AGGRESSIVE_PSK_DISABLED, Weight.PROVES, "aggressive mode with a pre-shared key is not allowed here"),
        on(Kind.NOT_ALLOWED, Weight.PROVES, "the peer is known here, but not for this mode", "mode", when=lambda n, e: not e.get("method")),
        on(Kind.NOT_ALLOWED, Weight.SUGGESTS, "the peer is known here, but not for this method in this mode", "mode", "method",
           when=lambda n, e: method_class(e.get("method")) == "psk"),
        on(Kind.NOT_ALLOWED, Weight.ALLOWS, "the peer is known here, but not for this method in this mode", "mode", "method",
           when=lambda n, e: bool(e.get("method")) and method_class(e.get("method")) != "psk"),
        on(Kind.PEER_NOT_FOUND, Weight.ALLOWS, "older daemons print the same where the mode does not fit", when=lambda n, e: n.ike_version == 1),
        on(Kind.NO_CONFIG, Weight.SUGGESTS, "no connection of this mode fits the peer", "mode",
           when=lambda n, e: e.get("mode").lower().startswith("aggr") or e.get("reason") == "exchange not allowed"),
        on(Kind.NO_CONFIG, Weight.ALLOWS, "no connection fits; one of the other mode would look the same",
           when=lambda n, e: n.ike_version == 1 or e.get("ike_version") == "1"),
        on(Kind.IKE_PROPOSAL_REFUSED, Weight.ALLOWS, "the same is said of a peer that comes in the other mode",
           when=lambda n, e: unexplained(n, e) and version_of(n, e) == 1),
        on(Kind.PROPOSAL_REFUSED, Weight.ALLOWS, "the same is said of a peer that comes in the other mode",
           when=lambda n, e: unexplained(n, e) and version_of(n, e) == 1),
        refused(("AUTHENTICATION_FAILED",), Weight.ALLOWS, "a responder that wants the other mode refuses so", phases=(0, 1), versions=(1,)),
        refused(("PAYLOAD_MALFORMED",), Weight.ALLOWS, "an unreadable refusal of the mode looks like this", phases=(1,), versions=(1,)),
        on(Kind.DECRYPT_FAILED, Weight.ALLOWS, "an encrypted refusal that we cannot read looks like this",
           when=lambda n, e: n.role == "initiator" and not n.up and n.ike_version == 1 and n.method != "pubkey"),
        silent(Place.FIRST, Weight.ALLOWS, "some responders ignore the other mode silently", versions=(1,)),
    ),
    remedy=(
        (
            "Read the negotiation mode of both ends, and set the same: main mode where both have fixed addresses, or better IKEv2, which "
            "has no modes."
        ),
        "Where aggressive mode with a pre-shared key is unavoidable, allow it explicitly and use a long random key.",
        "Initiate again: the responder must begin the same mode that the initiator names in its log.",
    ),
    remedies={
        "Alibaba Cloud": (
            "IPsec connection, IKE Configurations, Negotiation Mode: main or aggressive, as on the peer (with Version ikev1).",
        ),
        "strongSwan": (
            "swanctl.conf: connections.NAME.aggressive = yes or no; ipsec.conf: aggressive=yes or no.",
            (
                "A responder for aggressive mode with a pre-shared key also needs "
                "charon.i_dont_care_about_security_and_use_aggressive_mode_psk = yes."
            ),
        ),
        "Libreswan": ("ipsec.conf: aggressive=yes or no (3.x: aggrmode=).",),
        "Cisco": (
            (
                "IOS: crypto isakmp aggressive-mode disable forbids aggressive mode; the initiator uses it with crypto isakmp peer ... set "
                "aggressive-mode."
            ),
            "ASA: crypto map MAP N set ikev1 phase1-mode main (or aggressive); crypto ikev1 am-disable forbids aggressive mode.",
        ),
        "Juniper": ("set security ike policy POLICY mode main (or aggressive)",),
    },
    ask_for=(
        "The responder's log of one attempt. strongSwan: swanctl --log, or charon with ike = 2, cfg = 2. Libreswan: journalctl -u ipsec.",
        (
            "The responder's configured negotiation mode and authentication method. strongSwan: swanctl --list-conns or ipsec statusall. "
            "Libreswan: ipsec status (policy line)."
        ),
        (
            "Alibaba Cloud: Negotiation Mode of the IPsec connection, or DiagnoseVpnConnections. Cisco: debug crypto isakmp. Juniper: show "
            "log kmd."
        ),
    ),
    shows=(
        "found 1 matching config, but none allows pre-shared key authentication using Aggressive Mode",
        "Nov  3 10:11:12 gw charon[912]: 07[IKE] <3> Aggressive Mode PSK disabled for security reasons",
        "2026-11-03 10:11:12: [192.0.2.1] ERROR: exchange Aggressive not allowed in any applicable rmconf.",
        (
            "Nov  3 10:11:12 gw pluto[912]: packet from 192.0.2.1:500: initial Aggressive Mode message from 192.0.2.1:500 but no "
            "(wildcard) connection has been configured with authby PSK"
        ),
    ),
    silent=(
        "07[IKE] 192.0.2.1 is initiating a Aggressive Mode IKE_SA",
        "initiating Main Mode IKE_SA a[1] to 192.0.2.1",
        "tried 1 shared key for 'moon.example.org' - 'sun.example.org', but MAC mismatched",
    ),
)  # fmt: skip
