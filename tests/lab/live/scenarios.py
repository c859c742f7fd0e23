"""What is broken in each run, and what may be answered from each side's log and from both together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.lab.live.daemons import Daemon, Strongswan

Settings = dict[str, object]

HEALTHY = frozenset({"healthy"})
NOTHING_TO_SEE = frozenset({"healthy", "log.incomplete"})

# The answers of the side that is only told "no": it knows the step that failed, not why.
TOLD_AUTH_FAILED = frozenset({"p1.psk", "p1.identity", "p1.auth_method"})
TOLD_AUTH_FAILED_CERT = frozenset({"p1.certificate", "p1.identity", "p1.auth_method"})
TOLD_NO_IKE_PROPOSAL = frozenset({"p1.algorithms", "p1.dh_group", "p1.ike_version", "p1.peer_address"})
TOLD_NO_IKE_PROPOSAL_V1 = TOLD_NO_IKE_PROPOSAL | {"p1.psk", "p1.auth_method"}
TOLD_NO_ESP_PROPOSAL = frozenset({"p2.algorithms", "p2.pfs_group", "p2.protocol"})
MAIN_MODE_MESSAGE_5 = frozenset({"p1.psk", "p1.auth_method", "p1.identity", "p1.mode"})
SILENCE = frozenset({"p1.peer_unreachable", "p1.ike_version", "p1.mode", "p1.auth_method", "p1.peer_address", "p1.psk"})
TOLD_TS_UNACCEPTABLE = frozenset({"p2.networks", "sys.kernel"})  # both daemons say so too when their kernel refuses
NETWORKS_V1 = frozenset({"p2.networks", "p2.encapsulation"})


def one(cause: str) -> frozenset[str]:
    """Just this cause."""
    return frozenset({cause})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One run. ``a`` and ``b`` are what differs from the sound configuration; ``cert_a`` and ``cert_b`` are kinds of ``pki.py``."""

    name: str
    a: Mapping[str, object] = field(default_factory=dict)
    b: Mapping[str, object] = field(default_factory=dict)
    daemons: tuple[str, str] = ("strongswan", "strongswan")
    cert_a: str = ""
    cert_b: str = ""
    profile: str = "bsd"
    level: int = 1
    blocked: str = ""  # an iptables match; such datagrams are dropped as they arrive at B
    b_runs: bool = True
    b_in_network: bool = True  # B has an address in its own network
    after: Callable[[Daemon, Daemon], None] | None = None
    patience: int = 6
    settle: float = 0.3
    from_a: frozenset[str] = frozenset()
    from_b: frozenset[str] = frozenset()
    from_both: frozenset[str] = frozenset()
    only_if: str = ""  # what a log must hold for the run to be of use: the fault depends on this machine's kernel
    from_up: frozenset[str] = frozenset()  # from what the command printed; as from_a where nothing is said


def _rekey(a: Daemon, b: Daemon) -> None:
    if isinstance(a, Strongswan):
        a.rekey()


def _crash(a: Daemon, b: Daemon) -> None:
    if isinstance(b, Strongswan):
        b.gateway.stop(kill=True)


def _terminate(a: Daemon, b: Daemon) -> None:
    if isinstance(b, Strongswan):
        b.down()


V1: Settings = {"version": 1}
AGGRESSIVE: Settings = {"version": 1, "aggressive": True}
OTHER_KEY: Settings = {"psk": "battery staple correct horse"}
CERTS: Settings = {"auth": "pubkey", "peer_auth": "pubkey"}
EAP_CLIENT: Settings = {"auth": "eap-md5", "peer_auth": "pubkey", "user": "carol"}
EAP_SERVER: Settings = {"auth": "pubkey", "peer_auth": "eap-md5", "user": "carol"}
OTHER_NETWORK: Settings = {"remote_ts": "203.0.113.128/26"}
DYNAMIC: Settings = {"local_ts": "dynamic", "remote_ts": "dynamic"}
V6_A: Settings = {"address": "2001:db8:1::1", "peer": "2001:db8:2::1"}
V6_B: Settings = {"address": "2001:db8:2::1", "peer": "2001:db8:1::1"}
LS, SL, LL = ("libreswan", "strongswan"), ("strongswan", "libreswan"), ("libreswan", "libreswan")

HEALTHY_RUNS = (
    Scenario(name="healthy-v2", from_a=HEALTHY, from_b=HEALTHY, from_both=HEALTHY, profile="iso"),
    Scenario(name="healthy-v1", a=V1, b=V1, from_a=HEALTHY, from_b=HEALTHY, from_both=HEALTHY, level=2, profile="wiki"),
    Scenario(name="healthy-aggressive", a=AGGRESSIVE, b=AGGRESSIVE, from_a=HEALTHY, from_b=HEALTHY, from_both=HEALTHY),
    Scenario(name="healthy-rekey-v2", after=_rekey, from_a=HEALTHY, from_b=HEALTHY, from_both=HEALTHY, level=2),
    Scenario(
        name="healthy-cert-v2", a=CERTS, b=CERTS, cert_a="good", cert_b="good", from_a=HEALTHY, from_b=HEALTHY, from_both=HEALTHY
    ),
    Scenario(
        name="healthy-eap", a=EAP_CLIENT | {"secret": "tulip"}, b=EAP_SERVER | {"secret": "tulip"}, cert_a="good", cert_b="good",
        from_a=HEALTHY, from_b=HEALTHY, from_both=HEALTHY,
    ),
    Scenario(name="healthy-ipv6", a=V6_A, b=V6_B, from_a=HEALTHY, from_b=HEALTHY, from_both=HEALTHY),
    Scenario(
        name="healthy-invalid-ke-retry", a={"proposal": "aes256-sha256-modp3072-modp2048"}, from_a=HEALTHY, from_b=HEALTHY,
        from_both=HEALTHY,
    ),
)  # fmt: skip

KEY_RUNS = (
    Scenario(name="psk-v2", b=OTHER_KEY, from_a=TOLD_AUTH_FAILED, from_b=one("p1.psk"), from_both=one("p1.psk")),
    Scenario(
        name="psk-v2-ipv6", a=V6_A, b=V6_B | OTHER_KEY, from_a=TOLD_AUTH_FAILED, from_b=one("p1.psk"), from_both=one("p1.psk"),
        profile="iso",
    ),
    Scenario(
        name="psk-v1-main", a=V1, b=V1 | OTHER_KEY, from_a=MAIN_MODE_MESSAGE_5, from_b=one("p1.psk"), from_both=one("p1.psk"),
        profile="plain", patience=12,
    ),
    Scenario(
        name="psk-v1-aggressive", a=AGGRESSIVE, b=AGGRESSIVE | OTHER_KEY, from_a=one("p1.psk"),
        from_b=NOTHING_TO_SEE | {"p1.psk", "p1.identity", "p1.auth_method"}, from_both=one("p1.psk"),
    ),
    Scenario(
        name="psk-missing-responder-v2", b={"psk": ""}, from_a=TOLD_AUTH_FAILED, from_b=one("p1.psk"), from_both=one("p1.psk"),
        level=2,
    ),
    Scenario(name="psk-missing-initiator-v2", a={"psk": ""}, from_a=one("p1.psk"), from_both=one("p1.psk")),
    Scenario(
        name="identity-v2", a={"id": "spare.example.com"}, from_a=TOLD_AUTH_FAILED, from_b=one("p1.identity"),
        from_both=one("p1.identity"), profile="plain",
    ),
    Scenario(
        name="identity-of-responder-v2", b={"id": "spare.example.com"}, from_a=TOLD_AUTH_FAILED, from_b=one("p1.identity"),
        from_both=one("p1.identity"), level=2,
    ),
    Scenario(
        name="identity-v1-main", a=V1 | {"id": "spare.example.com"}, b=V1, from_a=MAIN_MODE_MESSAGE_5, from_b=one("p1.identity"),
        from_both=one("p1.identity"),
    ),
)  # fmt: skip

PROPOSAL_RUNS = (
    Scenario(
        name="ike-encryption-v2", b={"proposal": "aes128-sha256-modp2048"}, from_a=TOLD_NO_IKE_PROPOSAL, from_b=one("p1.algorithms"),
        from_both=one("p1.algorithms"),
    ),
    Scenario(
        name="ike-integrity-v1", a=V1, b=V1 | {"proposal": "aes256-sha512-modp2048"}, from_a=TOLD_NO_IKE_PROPOSAL_V1,
        from_b=one("p1.algorithms"), from_both=one("p1.algorithms"), profile="wiki", level=2,
    ),
    Scenario(
        name="ike-group-v2", b={"proposal": "aes256-sha256-modp4096"}, from_a=TOLD_NO_IKE_PROPOSAL, from_b=one("p1.dh_group"),
        from_both=one("p1.dh_group"), level=2,
    ),
    Scenario(
        name="ike-group-v1", a=V1, b=V1 | {"proposal": "aes256-sha256-ecp256"}, from_a=TOLD_NO_IKE_PROPOSAL_V1,
        from_b=one("p1.dh_group"), from_both=one("p1.dh_group"),
    ),
    Scenario(
        name="ike-version-2-to-1", b=V1, from_a=TOLD_NO_IKE_PROPOSAL, from_b=frozenset({"p1.ike_version", "p1.peer_address"}),
        from_both=frozenset({"p1.ike_version", "p1.peer_address"}),
    ),
    Scenario(
        name="ike-version-1-to-2", a=V1, from_a=TOLD_NO_IKE_PROPOSAL_V1, from_b=frozenset({"p1.ike_version", "p1.peer_address"}),
        from_both=frozenset({"p1.ike_version", "p1.peer_address"}), level=2,
    ),
    Scenario(
        name="peer-address", b={"peer": "192.0.2.77"}, from_a=TOLD_NO_IKE_PROPOSAL,
        from_b=frozenset({"p1.ike_version", "p1.peer_address"}), from_both=frozenset({"p1.ike_version", "p1.peer_address"}), level=2,
    ),
    Scenario(
        name="mode-aggressive-to-main", a=AGGRESSIVE, b=V1, from_a=frozenset({"p1.mode", "p1.auth_method", "p1.identity"}),
        from_b=frozenset({"p1.mode", "p1.auth_method"}), from_both=frozenset({"p1.mode", "p1.auth_method"}),
    ),
    Scenario(
        name="esp-v2", b={"esp": "aes128-sha256"}, from_a=TOLD_NO_ESP_PROPOSAL - {"p2.pfs_group"}, from_b=one("p2.algorithms"),
        from_both=one("p2.algorithms"),
    ),
    Scenario(
        name="esp-v1", a=V1, b=V1 | {"esp": "aes256-sha512"}, from_a=TOLD_NO_ESP_PROPOSAL, from_b=one("p2.algorithms"),
        from_both=one("p2.algorithms"), profile="iso",
    ),
    Scenario(
        name="ah-to-esp-v2", a={"ah": "sha256"}, from_a=TOLD_NO_ESP_PROPOSAL - {"p2.pfs_group"},
        from_b=frozenset({"p2.protocol", "p2.algorithms"}), from_both=frozenset({"p2.protocol", "p2.algorithms"}),
    ),
    Scenario(
        name="pfs-v1", a=V1, b=V1 | {"esp": "aes256-sha256-modp2048"}, from_a=TOLD_NO_ESP_PROPOSAL - {"p2.protocol"},
        from_b=one("p2.pfs_group"), from_both=one("p2.pfs_group"),
    ),
    Scenario(
        name="pfs-at-rekey-v2", a={"esp": "aes256-sha256-modp2048"}, b={"esp": "aes256-sha256-modp3072"}, after=_rekey,
        from_a=frozenset({"p2.pfs_group", "p2.algorithms"}), from_b=one("p2.pfs_group"), from_both=one("p2.pfs_group"),
    ),
    Scenario(
        name="networks-v2", a=OTHER_NETWORK, from_a=one("p2.networks"), from_b=one("p2.networks"), from_both=one("p2.networks"),
        level=2,
    ),
    Scenario(
        name="networks-v1", a=V1 | OTHER_NETWORK, b=V1, from_a=NETWORKS_V1, from_b=NETWORKS_V1, from_both=NETWORKS_V1,
        profile="wiki",
    ),
    Scenario(
        name="networks-narrowed-v2", a={"remote_ts": "203.0.113.0/24"}, from_a=frozenset({"p2.networks", "healthy"}),
        from_b=frozenset({"p2.networks", "up.partial_networks", "healthy"}), profile="iso",
        from_both=frozenset({"p2.networks", "up.partial_networks", "healthy"}),
    ),
    Scenario(
        name="mode-transport-to-tunnel-v1", a=V1 | DYNAMIC | {"mode": "transport"}, b=V1 | DYNAMIC, from_a=NETWORKS_V1, from_b=NETWORKS_V1,
        from_both=NETWORKS_V1,
    ),
)  # fmt: skip

CREDENTIAL_RUNS = (
    *(
        Scenario(
            name=f"cert-{kind}", a=CERTS, b=CERTS, cert_a=kind, cert_b="good", from_a=TOLD_AUTH_FAILED_CERT, from_b=told,
            from_both=told, level=1 + (kind == "expired"),
        )
        for kind, told in (
            ("expired", one("p1.certificate")),
            ("future", one("p1.certificate")),
            ("unknown-ca", one("p1.certificate")),
        )
    ),
    Scenario(name="cert-no-key", a=CERTS, b=CERTS, cert_a="no-key", cert_b="good", from_a=one("p1.certificate")),
    Scenario(
        name="cert-wrong-name", a=CERTS, b=CERTS, cert_a="wrong-name", cert_b="good",
        from_a=frozenset({"p1.certificate", "p1.identity", "p1.auth_method"}), from_b=frozenset({"p1.certificate", "p1.identity"}),
        from_both=frozenset({"p1.certificate", "p1.identity"}),
    ),
    Scenario(
        name="cert-of-responder-expired", a=CERTS, b=CERTS, cert_a="good", cert_b="expired", from_a=one("p1.certificate"),
        from_b=frozenset({"p1.certificate", "life.peer_delete", "log.incomplete", "healthy"}), from_both=one("p1.certificate"),
    ),
    Scenario(
        name="auth-cert-to-psk", a=CERTS, cert_a="good", from_a=TOLD_AUTH_FAILED_CERT | {"p1.psk"},
        from_b=frozenset({"p1.auth_method", "p1.certificate", "p1.psk", "p1.identity"}),
        from_both=frozenset({"p1.auth_method", "p1.certificate"}),
    ),
    Scenario(
        name="eap-wrong-password", a=EAP_CLIENT | {"secret": "tulip"}, b=EAP_SERVER | {"secret": "rose"}, cert_a="good",
        cert_b="good", from_a=one("p1.eap"), from_b=one("p1.eap"), from_both=one("p1.eap"),
    ),
    Scenario(
        name="eap-unknown-user", a=EAP_CLIENT | {"secret": "tulip"}, b=EAP_SERVER | {"secret": ""}, cert_a="good", cert_b="good",
        from_a=one("p1.eap"), from_b=one("p1.eap"), from_both=one("p1.eap"),
    ),
    Scenario(
        name="xauth-wrong-password", a=V1 | {"user": "carol", "secret": "tulip"}, b=V1 | {"user": "carol", "secret": "rose"},
        from_a=one("p1.eap"), from_b=one("p1.eap"), from_both=one("p1.eap"), level=2,
    ),
)  # fmt: skip

PATH_RUNS = (
    Scenario(name="silence-v2", blocked="-p udp", from_a=one("p1.peer_unreachable"), from_both=one("p1.peer_unreachable"), patience=9),
    Scenario(name="silence-v1", a=V1, b=V1, blocked="-p udp", from_a=SILENCE, from_both=SILENCE, patience=9),
    Scenario(name="no-daemon-v2", b_runs=False, from_a=one("p1.peer_unreachable"), patience=9, level=2),
    Scenario(
        name="port-4500-blocked-v2", blocked="-p udp --dport 4500",
        from_a=frozenset({"p1.nat_traversal", "p1.fragmentation", "p1.peer_unreachable"}),
        from_both=frozenset({"p1.nat_traversal", "p1.fragmentation", "p1.peer_unreachable"}), patience=9, settle=3.0,
    ),
    Scenario(
        name="peer-dies", a={"dpd": 1}, after=_crash, settle=7.0, from_a=one("life.dpd_timeout"), from_b=NOTHING_TO_SEE,
        from_both=one("life.dpd_timeout"),
    ),
    Scenario(
        name="peer-deletes", after=_terminate, from_a=frozenset({"life.peer_delete", "healthy"}), from_b=HEALTHY,
        from_both=frozenset({"life.peer_delete", "healthy"}), settle=1.0,
    ),
    Scenario(
        name="kernel-refuses-policy", b_in_network=False, from_a=TOLD_TS_UNACCEPTABLE, from_b=one("sys.kernel"),
        from_both=one("sys.kernel"),
    ),
    Scenario(name="proposal-misspelt", a={"proposal": "aes265-sha256-modp2048"}, from_up=one("sys.config"), from_b=NOTHING_TO_SEE),
    Scenario(name="unknown-connection", a={"child": "nett"}, from_up=one("sys.config"), from_b=NOTHING_TO_SEE),
)  # fmt: skip

LIBRESWAN_RUNS = (
    Scenario(
        name="psk-v2-lsw-ss", daemons=LS, b=OTHER_KEY, from_a=TOLD_AUTH_FAILED, from_b=one("p1.psk"), from_both=one("p1.psk")
    ),
    Scenario(
        name="psk-v2-ss-lsw", daemons=SL, b=OTHER_KEY, from_a=TOLD_AUTH_FAILED, from_b=one("p1.psk"), from_both=one("p1.psk")
    ),
    Scenario(
        name="psk-v1-main-ss-lsw", daemons=SL, a=V1, b=V1 | OTHER_KEY, from_a=MAIN_MODE_MESSAGE_5 | {"p1.nat_traversal"},
        from_b=one("p1.psk"), from_both=one("p1.psk"), patience=8,
    ),
    Scenario(
        name="ike-encryption-v2-lsw-ss", daemons=LS, b={"proposal": "aes128-sha256-modp2048"}, from_a=TOLD_NO_IKE_PROPOSAL,
        from_b=one("p1.algorithms"), from_both=one("p1.algorithms"),
    ),
    Scenario(
        name="ike-encryption-v2-ss-lsw", daemons=SL, b={"proposal": "aes128-sha256-modp2048"}, from_a=TOLD_NO_IKE_PROPOSAL,
        from_b=frozenset({"p1.algorithms", "p1.dh_group"}), from_both=frozenset({"p1.algorithms", "p1.dh_group"}),
    ),
    Scenario(
        name="kernel-without-esp-lsw-lsw", daemons=LL, only_if="Protocol not supported", from_a=TOLD_TS_UNACCEPTABLE,
        from_b=one("sys.kernel"),
        from_both=one("sys.kernel"),
    ),
    Scenario(
        name="psk-v1-main-lsw-lsw", daemons=LL, a=V1, b=V1 | OTHER_KEY, from_a=MAIN_MODE_MESSAGE_5, from_b=one("p1.psk"),
        from_both=one("p1.psk"),
    ),
    Scenario(
        name="identity-of-responder-v1-lsw-ss", daemons=LS, a=V1, b=V1 | {"id": "spare.example.com"}, from_a=one("p1.identity"),
        from_b=NOTHING_TO_SEE | {"p1.identity", "p1.psk"},
        from_both=frozenset({"p1.identity"}),
    ),
    Scenario(
        name="networks-v2-lsw-lsw", daemons=LL, a=OTHER_NETWORK, from_a=one("p2.networks"), from_b=one("p2.networks"),
        from_both=one("p2.networks"),
    ),
    Scenario(
        name="identity-v2-lsw-ss", daemons=LS, a={"id": "spare.example.com"}, from_a=TOLD_AUTH_FAILED, from_b=one("p1.identity"),
        from_both=one("p1.identity"),
    ),
)  # fmt: skip

SCENARIOS = (*HEALTHY_RUNS, *KEY_RUNS, *PROPOSAL_RUNS, *CREDENTIAL_RUNS, *PATH_RUNS, *LIBRESWAN_RUNS)
