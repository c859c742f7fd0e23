"""Runs one scenario and hands back the logs as they stood before the daemons were ended.

``python -m tests.lab.live.run FOLDER [NAME ...]`` keeps the logs of all or the named scenarios in a folder.
"""

import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.lab.live.daemons import Daemon, Libreswan, Side, Strongswan
from tests.lab.live.network import Gateway, Link
from tests.lab.live.packages import trees
from tests.lab.live.pki import make_chain
from tests.lab.live.scenarios import SCENARIOS, Scenario

SOUND_A = {
    "address": "192.0.2.1", "peer": "198.51.100.1", "id": "fw-a.example.com", "peer_id": "fw-b.example.com",
    "local_ts": "203.0.113.0/26", "remote_ts": "203.0.113.64/26",
}  # fmt: skip
SOUND_B = {
    "address": "198.51.100.1", "peer": "192.0.2.1", "id": "fw-b.example.com", "peer_id": "fw-a.example.com",
    "local_ts": "203.0.113.64/26", "remote_ts": "203.0.113.0/26",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Logs:
    """What a run left: each side's log, and what the command printed that should bring the tunnel up."""

    a: Path
    b: Path | None
    up: Path


def run(scenario: Scenario, folder: Path) -> Logs:
    """Run a scenario; its files go below the folder, its daemons are ended."""
    roots = trees()
    a = _gateway("A", scenario.daemons[0], roots, SOUND_A | dict(scenario.a), folder)
    b = _gateway("B", scenario.daemons[1], roots, SOUND_B | dict(scenario.b), folder)
    with Link(a, b):
        starter = _daemon(scenario, a, scenario.daemons[0], SOUND_A | dict(scenario.a), scenario.cert_a)
        answerer = _daemon(scenario, b, scenario.daemons[1], SOUND_B | dict(scenario.b), scenario.cert_b)
        if scenario.blocked:
            b.run("iptables-nft", "-I", "INPUT", *scenario.blocked.split(), "-j", "DROP")
        if scenario.b_runs:
            answerer.start()
        starter.start()
        printed = starter.up()
        if scenario.after:
            scenario.after(starter, answerer)
        time.sleep(scenario.settle)
        up = folder / "up.txt"
        up.write_text(printed, encoding="utf-8")
        return Logs(a=_keep(starter, folder / "A.log"), b=_keep(answerer, folder / "B.log") if scenario.b_runs else None, up=up)


def _gateway(name: str, daemon: str, roots: dict[str, Path], settings: dict[str, object], folder: Path) -> Gateway:
    place = folder / name
    place.mkdir(parents=True)
    return Gateway(name, str(settings["address"]), roots[daemon], place)


def _daemon(scenario: Scenario, gateway: Gateway, name: str, settings: dict[str, object], kind: str) -> Daemon:
    if kind:
        make_chain(gateway, gateway.folder / "swanctl", str(settings["id"]), kind)
    side = Side(**settings)  # type: ignore[arg-type]  # the tables of the scenarios hold str, int and bool by field
    if name == "libreswan":
        return Libreswan(gateway, side, patience=scenario.patience)
    inside = gateway.name == "A" or scenario.b_in_network
    return Strongswan(gateway, side, profile=scenario.profile, level=scenario.level, patience=scenario.patience, in_network=inside)


def _keep(daemon: Daemon, place: Path) -> Path:
    shutil.copyfile(daemon.log, place)
    return place


if __name__ == "__main__":
    kept = Path(sys.argv[1]).absolute()
    for wanted in SCENARIOS:
        if len(sys.argv) == 2 or wanted.name in sys.argv[2:]:
            shutil.rmtree(kept / wanted.name, ignore_errors=True)
            print(wanted.name, run(wanted, kept / wanted.name), flush=True)
