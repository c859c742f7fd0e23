"""Plays: how exchanges and failing attempts of a vendor's daemon look, from ``plays/VENDOR.txt``, told by many sites.

A site is one tunnel of one gateway. A healthy one is set up, does its chores and is set up anew after an hour; a faulty one
plays one failing attempt again and again. Texts and their order are those of the real logs in ``sample_logs`` and of the
grammars' examples; what is made up is who, when and which numbers.
"""

import heapq
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.benchmarks.charon import LIFETIME, Counts

PLAYS = Path(__file__).with_name("plays")
VENDORS = ("pluto", "cisco_ios", "cisco_asa", "junos")
START = 1_767_603_600  # a Monday
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PAUSE, RETRY = 300.0, 114.0  # seconds between chores, and between failing attempts, on average
TOGETHER = 3  # bursts of different gateways whose lines are mixed
HEADS = {  # what stands between the time stamp and the message; {n} counts the gateway's lines
    "pluto": " {host} pluto[{pid}]: ",
    "cisco_ios": " {host} {n}: {stamp}.211: ",
    "cisco_asa": " {host} : ",
    "junos": "  {host} kmd[{pid}]: ",
}
HOSTS = {"pluto": "gw", "cisco_ios": "rtr", "cisco_asa": "asa", "junos": "srx"}

Burst = tuple[float, list[str]]


class Play(NamedTuple):
    """The bursts of one exchange: a pause in seconds, then lines with ``%(name)s`` in them."""

    kind: str  # setup, chore, end or fault
    name: str
    causes: tuple[str, ...]
    bursts: list[Burst]


def load(vendor: str) -> list[Play]:
    """Read the plays of a vendor."""
    plays: list[Play] = []
    for number, line in enumerate(PLAYS.joinpath(f"{vendor}.txt").read_text(encoding="ascii").splitlines(), 1):
        if title := re.fullmatch(r"== (setup|chore|end|fault)(?: (\w+): ([\w. ]+))?", line):
            plays.append(Play(title[1], title[2] or "", tuple((title[3] or "").split()), [(0.0, [])]))
        elif pause := re.fullmatch(r"\+([\d.]+)", line):
            plays[-1].bursts.append((float(pause[1]), []))
        elif line and not line.startswith(("# ", "==")):
            plays[-1].bursts[-1][1].append(re.sub(r"\$([a-z_]+)", r"%(\1)s", line.replace("%", "%%")))
        elif line.startswith("=="):
            raise ValueError(f"{vendor}.txt, line {number}: {line}")
    return plays


@dataclass(slots=True)
class Gateway:
    """One host, and its counters."""

    host: str
    address: str
    pid: int
    lines: int = 0
    sas: int = 0


@dataclass(slots=True)
class Site:
    """One tunnel. ``attempts`` are the failing ones that were written to their end."""

    gateway: Gateway
    name: str
    peer: str
    rnd: Random
    counts: Counts
    plays: list[Play]
    number: int
    fault: str | None = None
    causes: tuple[str, ...] = ()
    attempts: int = 0
    down: bool = False  # between the end of one IKE SA and the next
    names: dict[str, str | int] = field(default_factory=dict)

    def renew(self) -> None:
        """The numbers of a new attempt."""
        bits, n = self.rnd.getrandbits(160), self.number
        self.gateway.sas += 2
        local, remote = f"10.{n // 250 % 250}.{n % 250}", f"172.{16 + n // 250 % 16}.{n % 250}"
        self.names = {
            "name": self.name, "local": self.gateway.address, "peer": self.peer, "peer_id": f"{self.name}.example.com",
            "local_first": f"{local}.0", "local_last": f"{local}.255", "local_net": f"{local}.0/24",
            "peer_first": f"{remote}.0", "peer_last": f"{remote}.255", "peer_net": f"{remote}.0/24",
            "sa": self.gateway.sas - 1, "child": self.gateway.sas, "new_child": self.gateway.sas, "struct": f"7F{bits >> 120:010X}",
        }  # fmt: skip
        self.renumber()

    def renumber(self) -> None:
        """The numbers of a new exchange within the same IKE SA."""
        bits = self.rnd.getrandbits(96)
        self.gateway.sas += 1
        self.names |= {
            "spi_in": f"c{bits & 0xFFFFFFF:07x}", "spi_out": f"{0xA + (bits >> 92 & 3):x}{bits >> 32 & 0xFFFFFFF:07x}",
            "msgid": 1_000_000_000 + (bits >> 60), "msgid_hex": f"{bits >> 64:08x}",
            "child": self.names["new_child"], "new_child": self.gateway.sas,
        }  # fmt: skip

    def play(self, play: Play, first: float) -> Iterator[Burst]:
        """Tell one exchange that begins after ``first`` seconds."""
        for number, (pause, lines) in enumerate(play.bursts):
            yield (first if number == 0 else pause), [line % self.names for line in lines]

    def life(self) -> Iterator[Burst]:
        """All bursts of this site, without end."""
        draw = self.rnd.random
        setups, chores, ends = ([p for p in self.plays if p.kind == kind] for kind in ("setup", "chore", "end"))
        attempt = next((p for p in self.plays if p.name == self.fault), None)
        pause = draw() * PAUSE
        while True:
            self.renew()
            if attempt is not None:
                yield from self.play(attempt, pause)
                self.attempts += 1
                self.counts.failure_lines += sum(len(lines) for _, lines in attempt.bursts)
                pause = self.rnd.expovariate(1 / RETRY)
                continue
            yield from self.play(setups[int(draw() * len(setups))], pause)
            self.down = False
            self.counts.established += 1
            age, lifetime = 0.0, LIFETIME * (0.9 + draw() / 10)
            while age < lifetime:
                pause = self.rnd.expovariate(1 / PAUSE)
                age += pause
                self.renumber()
                yield from self.play(chores[int(draw() * len(chores))], pause)
            for end in ends[:1]:
                self.down = True
                yield from self.play(end, self.rnd.expovariate(1 / PAUSE))
            pause = 1.0


def make_sites(vendor: str, seed: int, gateways: int, sites: int, share: float = 0.1) -> tuple[list[Site], Counts]:
    """Draw a fleet; ``share`` of its tunnels are faulty, the faults dealt in turn."""
    rnd, counts, plays = Random(f"{vendor} {seed}"), Counts(), load(vendor)
    faults = {p.name: p.causes for p in plays if p.kind == "fault"}
    fleet: list[Site] = []
    for g in range(gateways):
        gateway = Gateway(f"{HOSTS[vendor]}{g:03d}", f"203.0.113.{g + 1}", rnd.randrange(400, 32000), sas=rnd.randrange(1000, 1400))
        for _ in range(sites):
            number = len(fleet)
            name = f"{rnd.choice(('site', 'branch', 'to', 'vpn'))}-{rnd.choice('abcdefghkmnpr')}{number:04d}"
            peer = f"198.{18 + number // 65536}.{number // 256 % 256}.{number % 256}"
            fleet.append(Site(gateway, name, peer, rnd, counts, plays, number))
    dealt = [name for name in faults for _ in range(max(1, round(len(fleet) * share / len(faults))))]
    for site, fault in zip(rnd.sample(fleet, len(fleet)), dealt, strict=False):
        site.fault, site.causes = fault, faults[fault]
    return fleet, counts


def lines_of(vendor: str, fleet: list[Site], seed: int) -> Iterator[list[str]]:
    """The syslog of all sites in the order of time, some lines at once; without end. One gateway's bursts are never mixed."""
    rnd, head = Random(seed), HEADS[vendor]
    counted = "{n}" in head
    lives = [site.life() for site in fleet]
    waiting = [next(life) for life in lives]
    heap = [(START + wait, number) for number, (wait, _) in enumerate(waiting)]
    heapq.heapify(heap)
    second, stamp = -1, ""
    while True:
        due = [heapq.heappop(heap) for _ in range(1 + int(rnd.random() * TOGETHER))]
        now = int(due[-1][0])
        if now != second:
            t = time.gmtime(now)
            second, stamp = now, f"{MONTHS[t.tm_mon - 1]} {t.tm_mday:2d} {t.tm_hour:02d}:{t.tm_min:02d}:{t.tm_sec:02d}"
        bursts: dict[str, list[str]] = {}
        for then, number in due:
            gateway, lines = fleet[number].gateway, waiting[number][1]
            out = bursts.setdefault(gateway.host, [])
            if counted:
                for line in lines:
                    gateway.lines += 1
                    out.append(stamp + head.format(host=gateway.host, n=gateway.lines, stamp=stamp) + line + "\n")
            else:
                before = stamp + head.format(host=gateway.host, pid=gateway.pid)
                out += [f"{before}{line}\n" for line in lines]
            waiting[number] = next(lives[number])
            heapq.heappush(heap, (then + waiting[number][0], number))
        yield from mixed(list(bursts.values()), rnd)


def mixed(bursts: list[list[str]], rnd: Random) -> Iterator[list[str]]:
    """The lines of several gateways' bursts, in pieces dealt at random."""
    while len(bursts) > 1:
        burst = bursts[int(rnd.random() * len(bursts))]
        some = 1 + int(rnd.random() * 4)
        yield burst[:some]
        del burst[:some]
        if not burst:
            bursts.remove(burst)
    yield from bursts
