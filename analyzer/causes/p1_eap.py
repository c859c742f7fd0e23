"""The user authentication inside IKE failed: EAP in IKEv2, XAUTH in IKEv1.

How it shows
    Responder (server), IKEv2: "EAP method EAP_MSCHAPV2 failed for peer", "EAP-MS-CHAPv2 verification failed",
      "RADIUS authentication of ... failed", "no EAP key found".
    Initiator (client), IKEv2: "received EAP_FAILURE, EAP authentication failed", then nothing more; or
      AUTHENTICATION_FAILED. The summary of the message has EAP/FAIL on either end.
    IKEv1 (after main or aggressive mode, in a TRANSACTION exchange): server "XAuth authentication of ...
      failed", "Authentication Failed: Incorrect Username or Password"; client "Received Cisco XAUTH status:
      FAIL".
    The gateways themselves have authenticated each other before: key, identities and proposals are right.

Told apart from
    p1.auth_method: EAP was never started, because one end does not offer it.
    p1.certificate: with EAP-TLS the TLS alert names a certificate.
    sys.resource: the user is accepted, but no inner address is free.

References
    RFC 7296, section 2.16; RFC 3748; RFC 2865 (RADIUS); draft-beaulieu-ike-xauth-02.
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, needs, on
from analyzer.causes._symptoms import abandoned, refused
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Stage


@needs(Kind.MESSAGE_RECEIVED, Kind.MESSAGE_SENT)
def _failure(n: Negotiation) -> Iterator[Clue]:
    """The server's EAP-Failure, as the summary of its message shows it."""
    for e in n.all(Kind.MESSAGE_RECEIVED, Kind.MESSAGE_SENT):
        if "EAP/FAIL" in e.get("payloads").split():
            yield Clue(Weight.FITS, e, "the message carries EAP's failure")


CAUSE = Cause(
    id="p1.eap",
    phase=1,
    title="User authentication (EAP or XAUTH) failed",
    find=clues(
        on(Kind.EAP_FAILED, Weight.PROVES, "the EAP exchange failed", "user", "reason", "method"),
        on(Kind.XAUTH_FAILED, Weight.PROVES, "the XAUTH user was refused", "user", "reason"),
        on(Kind.RADIUS_FAILED, Weight.PROVES, "the RADIUS server did not confirm the user", "reason"),
        _failure,
        refused(("AUTHENTICATION_FAILED",), Weight.SUGGESTS, "refused after EAP", phases=(0, 1), methods=("eap",)),
        abandoned(Weight.ALLOWS, "the client stopped during EAP", stages=(Stage.AUTH,), after=(Kind.EAP_STARTED,)),
    ),
    remedy=(
        "Check the user's name and password on the server, letter by letter, and whether the account is locked or expired.",
        "Check that both ends have a common EAP method, and that the server's method is loaded.",
        "With RADIUS check that the server answers, knows this gateway, and has the same shared secret.",
        "Connect again: the server must report that the method succeeded.",
    ),
    remedies={
        "Alibaba Cloud": (
            "IPsec-VPN server connections for clients only: check the account in the identity provider that is bound to the IPsec server.",
        ),
        "strongSwan": (
            (
                "swanctl.conf: secrets.eap-NAME.id = USER and secret = PASSWORD; remote.auth = eap-mschapv2, remote.eap_id = %any. "
                'ipsec.secrets: USER : EAP "PASSWORD".'
            ),
        ),
        "Libreswan": ("XAUTH: xauthby=file (or pam) and the user in /etc/ipsec.d/passwd; client: leftusername= and the XAUTH secret.",),
        "Cisco": (
            (
                "IOS: aaa authentication login LIST and the profile's aaa authentication eap LIST or client authentication list. ASA: test "
                "aaa-server authentication GROUP."
            ),
        ),
        "Juniper": (
            (
                "set access profile PROFILE client USER (or radius-server), used by the gateway's aaa access-profile (older: xauth "
                "access-profile)."
            ),
        ),
    },
    ask_for=(
        "The server's log of one attempt. strongSwan: ike = 2, cfg = 2 (tls = 2 for EAP-TLS). Libreswan: journalctl -u ipsec.",
        "The RADIUS or directory server's log of the same second: it names the reason of a reject.",
        "Cisco: debug aaa authentication, debug radius. Juniper: show network-access aaa statistics, show log messages.",
    ),
    shows=(
        "received EAP_FAILURE, EAP authentication failed",
        "Nov  3 10:11:12 gw charon[912]: 07[IKE] <a|3> EAP method EAP_MSCHAPV2 failed for peer 192.0.2.7",
        "RADIUS authentication of 'carol' failed",
        "parsed IKE_AUTH response 2 [ EAP/FAIL N(AUTH_FAILED) ]",
        'Nov  3 10:11:12 gw pluto[912]: "a"[1] 192.0.2.7 #1: XAUTH: User carol: Authentication Failed: Incorrect Username or Password',
        '2026-11-03 10:11:12: ERROR: login failed for user "carol"',
    ),
    silent=(
        "EAP method EAP_MSCHAPV2 succeeded, MSK established",
        "07[IKE] <a|3> XAuth authentication of 'carol' successful",
        "initiating EAP_IDENTITY method (id 0x00)",
    ),
)
