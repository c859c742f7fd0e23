"""Two gateways, each in a network and mount namespace of its own, joined by one cable."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

TOOLS = ("unshare", "nsenter", "setpriv", "ip", "mount")
PATIENCE = 20.0


class LabError(Exception):
    """Something of the lab itself did not work."""


def unavailable() -> str | None:
    """Why no namespaces can be made here, or None if they can."""
    if os.geteuid() != 0:
        return "the live lab needs root"
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        return f"the live lab needs {', '.join(missing)} (Debian: util-linux, iproute2, mount)"
    probe = "mount -t overlay overlay -o lowerdir=/var:/usr /mnt && ip link add probe0 type veth peer name probe1"
    done = subprocess.run(["unshare", "--net", "--mount", "sh", "-c", probe], capture_output=True, text=True, check=False)
    return f"no namespaces, overlay or veth here: {done.stderr.strip()[-200:]}" if done.returncode else None


def wait_for(ready: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + patience
    while not ready():
        if time.monotonic() > end:
            raise LabError(f"waited {patience:.0f} s for {what}")
        time.sleep(0.05)


@dataclass
class Gateway:
    """One side: its address, its daemon's files above this machine's /usr, and a private /run and /etc/ipsec.d."""

    name: str
    address: str
    tree: Path
    folder: Path
    _holder: subprocess.Popen[bytes] | None = None
    _daemons: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def open(self) -> None:
        """Make the namespaces; a sleeping process holds them."""
        ready = self.folder / "ready"
        script = (
            f"mount -t overlay overlay -o lowerdir={self.tree}/usr:/usr /usr && mount -t tmpfs tmpfs /run"
            f" && ip link set lo up && touch {ready} && exec sleep 600"
        )
        self._holder = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "unshare", "--net", "--mount", "--propagation", "private", "sh", "-c", script]
        )
        wait_for(ready.exists, f"the namespaces of {self.name}")

    @property
    def pid(self) -> int:
        """The process that holds the namespaces."""
        if self._holder is None:
            raise LabError(f"{self.name} is not open")
        return self._holder.pid

    def _inside(self, command: Sequence[str]) -> list[str]:
        return ["nsenter", f"--target={self.pid}", "--net", "--mount", "setpriv", "--pdeathsig", "KILL", *command]

    def run(self, *command: str, env: Mapping[str, str] | None = None, patience: float = 30.0) -> str:
        """Run a command inside and return all that it printed; one that does not end in time is ended."""
        process = subprocess.Popen(
            self._inside(command), env={**os.environ, **(env or {})}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            return process.communicate(timeout=patience)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            return process.communicate()[0]

    def daemon(self, *command: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a daemon inside; :meth:`close` ends it."""
        with (self.folder / "console.txt").open("ab") as console:
            process = subprocess.Popen(self._inside(command), env={**os.environ, **(env or {})}, stdout=console, stderr=subprocess.STDOUT)
        self._daemons.append(process)
        return process

    def stop(self, kill: bool = False) -> None:
        """End the daemons, with a farewell to the peer or without."""
        for process in self._daemons:
            if process.poll() is None:
                process.kill() if kill else process.terminate()
                try:
                    process.wait(timeout=8)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self._daemons.clear()

    def close(self) -> None:
        """End the daemons and give the namespaces up."""
        self.stop()
        if self._holder is not None:
            self._holder.kill()
            self._holder.wait()
            self._holder = None


@dataclass
class Link:
    """A pair of gateways with a cable between them: ``with Link(a, b): ...``."""

    a: Gateway
    b: Gateway

    def __enter__(self) -> "Link":
        try:
            self.a.open()
            self.b.open()
            self._cable()
        except BaseException:
            self._close()
            raise
        return self

    def _cable(self) -> None:
        self.a.run("ip", "link", "add", "wan", "type", "veth", "peer", "name", "wan", "netns", str(self.b.pid))
        for here, there in ((self.a, self.b), (self.b, self.a)):
            here.run("ip", "address", "add", here.address, "dev", "wan", *(["nodad"] if ":" in here.address else []))
            here.run("ip", "link", "set", "wan", "up")
            here.run("ip", "route", "add", there.address, "dev", "wan", "src", here.address)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._close()

    def _close(self) -> None:
        self.a.close()
        self.b.close()
