"""Fetches the daemons' Debian packages and unpacks them below one folder; nothing is installed, no service starts.

``python -m tests.lab.live.packages`` does this beforehand; the live tests do it by themselves when it has not been done.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

CACHE = Path(os.environ.get("IKEDOCTOR_LAB") or Path.home() / ".cache" / "ikedoctor-lab")

# strongSwan and Libreswan conflict as packages, so each gets a tree of its own.
TREES: dict[str, tuple[str, ...]] = {
    "strongswan": (
        "strongswan-charon",
        "strongswan-swanctl",
        "strongswan-pki",
        "libcharon-extauth-plugins",
        "libcharon-extra-plugins",
        "libstrongswan-standard-plugins",
        "iptables",
    ),
    "libreswan": ("libreswan",),
}


class UnavailableError(Exception):
    """The packages cannot be had here; the text says why."""


def trees() -> dict[str, Path]:
    """The unpacked tree of each daemon, fetched if it is not there yet."""
    found = {}
    for name, packages in TREES.items():
        tree = CACHE / name
        if not (tree / "complete").is_file():
            _unpack(packages, tree)
        found[name] = tree
    return found


def _unpack(packages: tuple[str, ...], tree: Path) -> None:
    for tool in ("apt-get", "dpkg-deb"):
        if shutil.which(tool) is None:
            raise UnavailableError(f"{tool} is missing: the live lab needs Debian")
    shutil.rmtree(tree, ignore_errors=True)
    downloads = tree / "debs"
    downloads.mkdir(parents=True)
    names = _closure(packages)
    _run(["apt-get", "download", "-q", *names], downloads)
    for package in sorted(downloads.glob("*.deb")):
        _run(["dpkg-deb", "-x", str(package), str(tree)], downloads)
    shutil.rmtree(downloads)
    if (tree / "lib").is_dir():  # packages older than the merged /usr
        shutil.copytree(tree / "lib", tree / "usr" / "lib", dirs_exist_ok=True, symlinks=True)
    (tree / "complete").touch()


def _closure(packages: tuple[str, ...]) -> list[str]:
    """The packages and what they need that this machine lacks, as apt would install it."""
    command = ["apt-get", "install", "--simulate", "--no-install-recommends", *packages]
    try:
        plan = _run(command, Path("/"))
    except UnavailableError:
        _run(["apt-get", "update", "-q"], Path("/"))
        plan = _run(command, Path("/"))
    wanted = set(re.findall(r"^Inst (\S+)", plan, re.MULTILINE))
    return sorted(wanted | set(packages))


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        raise UnavailableError(f"{' '.join(command[:3])} failed: {done.stderr.strip()[-300:]}")
    return done.stdout


if __name__ == "__main__":
    for daemon, place in trees().items():
        print(f"{daemon}: {place}")
