"""Certificates for the lab: a CA, and for each kind of fault a certificate of each gateway."""

import shlex
from pathlib import Path

from tests.lab.live.network import Gateway, LabError

# What can be wrong with a certificate: who issued it, how long it holds, and the name in it.
KINDS: dict[str, dict[str, str]] = {
    "good": {},
    "expired": {"valid": "--not-before '01.01.20 00:00:00' --not-after '01.01.21 00:00:00'"},
    "future": {"valid": "--not-before '01.01.38 00:00:00' --not-after '01.01.39 00:00:00'"},
    "unknown-ca": {"ca": "other"},
    "wrong-name": {"name": "old-name.example.com"},
    "no-key": {},
}


def make_chain(gateway: Gateway, folder: Path, identity: str, kind: str) -> None:
    """Fill a swanctl folder with the own certificate and key of that kind, and the CA which the peer is trusted by."""
    wanted = KINDS[kind]
    for name in ("x509", "private", "x509ca"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    authority = folder.parents[1] / "authority"  # both gateways share it
    authority.mkdir(exist_ok=True)
    ca = authority / wanted.get("ca", "lab")
    trusted = authority / "lab"
    name = wanted.get("name", identity)
    steps = [
        *_authority_steps(ca),
        *_authority_steps(trusted),
        f"pki --gen --type ecdsa --size 256 --outform pem > {folder}/private/own.pem",
        f"pki --pub --in {folder}/private/own.pem --type ecdsa --outform pem > {folder}/own.pub",
        f"pki --issue --cacert {ca}.pem --cakey {ca}.key --in {folder}/own.pub --type pub --dn 'C=DE, O=Lab, CN={name}'"
        f" --san {name} {wanted.get('valid', '')} --outform pem > {folder}/x509/own.pem",
        f"cp {trusted}.pem {folder}/x509ca/ca.pem",
    ]
    if kind == "no-key":
        steps.append(f"rm {folder}/private/own.pem")
    said = gateway.run("sh", "-e", "-c", "\n".join(steps), env={"STRONGSWAN_CONF": str(_settings(authority))})
    if not (folder / "x509" / "own.pem").stat().st_size:
        raise LabError(f"no certificate was made: {said.strip()[-300:]}")


def _authority_steps(ca: Path) -> list[str]:
    key, certificate = shlex.quote(f"{ca}.key"), shlex.quote(f"{ca}.pem")
    return [
        f"test -s {key} || pki --gen --type ecdsa --size 256 --outform pem > {key}",
        f"test -s {certificate} || pki --self --ca --in {key} --type ecdsa --dn 'C=DE, O=Lab, CN=Lab CA {ca.name}'"
        f" --outform pem > {certificate}",
    ]


def _settings(folder: Path) -> Path:
    settings = folder / "strongswan.conf"
    settings.write_text("pki {\n load = random pem pkcs1 pkcs8 pubkey x509 openssl\n}\n", encoding="utf-8")
    return settings
