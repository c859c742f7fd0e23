"""The tunnel works, with algorithms that are no longer advised.

How it shows
    IKEv1 main, aggressive and IKEv2, initiator and responder: the agreed proposal of phase 1 or phase 2
      contains DES, 3DES, Blowfish, CAST, NULL encryption, MD5, or group 1, 2, 5 or 22.
    It is a note: it does not make a tunnel fail, and never explains one that fails.

Told apart from
    p1.algorithms, p2.algorithms: the proposals have nothing in common. A new release that no longer offers 3DES
      or group 2 ends there.

References
    RFC 8247 (IKEv2); RFC 8221 (ESP and AH); RFC 9395 (IKEv1 and old algorithms deprecated).
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight
from analyzer.negotiations.record import Negotiation
from analyzer.proposals import weak


def _negotiated(n: Negotiation) -> Iterator[Clue]:
    if n.weak is not None:
        names = weak(n.weak.get("proposal"))
        yield Clue(Weight.PROVES, n.weak, f"{', '.join(names)}: RFC 8221 and RFC 8247 advise against", {"algorithms": ", ".join(names)})


CAUSE = Cause(
    id="crypto.weak",
    title="Algorithms are in use that are no longer advised",
    find=_negotiated,
    remedy=(
        "Plan a change: AES with SHA-2, or AES-GCM, and group 14 or better, in both phases and on both ends at the same time.",
        "Prefer IKEv2 to IKEv1 while you are at it.",
        "Bring the tunnel up again: both ends must report the new proposal.",
    ),
    remedies={
        "Alibaba Cloud": (
            (
                "IPsec connection: Encryption Algorithm aes256, Authentication Algorithm sha256, DH Group group14, under IKE and IPsec "
                "Configurations."
            ),
        ),
        "strongSwan": ("swanctl.conf: proposals = aes256-sha256-modp2048, esp_proposals = aes256gcm16-modp2048.",),
        "Libreswan": ("ipsec.conf: ike=aes256-sha2_256-modp2048, esp=aes_gcm256",),
        "Cisco": (
            (
                "encryption aes 256, hash sha256, group 14 in the IKE policy; esp-gcm 256, or esp-aes 256 with esp-sha256-hmac, in the "
                "transform set."
            ),
        ),
        "Juniper": (
            (
                "set security ike proposal P encryption-algorithm aes-256-cbc authentication-algorithm sha-256 dh-group group14, and "
                "likewise under ipsec"
            ),
        ),
    },
    shows=(
        'Nov  3 10:11:12 gw pluto[912]: "a" #1: IKE SA established {auth=PRESHARED_KEY cipher=3DES_CBC_192 integ=HMAC_MD5 group=MODP1024}',
        (
            'Nov  3 10:11:12 gw pluto[912]: "a" #2: IPsec SA established tunnel mode {ESP=>0xd70d9aa4 <0x2638c807 '
            "xfrm=3DES_CBC-HMAC_MD5_96 DPD=passive}"
        ),
    ),
    silent=(
        "selected proposal: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048",
        "10[CFG] selected proposal: ESP:AES_GCM_16_256/NO_EXT_SEQ",
        "configured proposals: IKE:3DES_CBC/HMAC_MD5_96/PRF_HMAC_MD5/MODP_1024",
    ),
)
