"""A made-up fleet of gateways whose charon logs are drawn from a seed.

Each site (one connection of one gateway) lives its own life: a healthy one answers liveness checks, rekeys and
reauthenticates; a faulty one fails again and again for one reason, which is the truth that a diagnosis must find.
A life is an iterator of jobs: a pause in seconds, then the lines that one thread of the daemon writes.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

Job = tuple[float, list[str]]

SUITES = (
    "AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048",
    "AES_GCM_16_256/PRF_HMAC_SHA2_384/ECP_384",
    "AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/ECP_256",
    "CHACHA20_POLY1305/PRF_HMAC_SHA2_256/CURVE_25519",
)
ESP_SUITES = ("AES_CBC_256/HMAC_SHA2_256_128", "AES_GCM_16_256", "AES_CBC_128/HMAC_SHA2_256_128")
NAT_NOTIFIES = "N(NATD_S_IP) N(NATD_D_IP)"
INIT_REQUEST = f"SA KE No {NAT_NOTIFIES} N(FRAG_SUP) N(HASH_ALG) N(REDIR_SUP)"
INIT_RESPONSE = f"SA KE No {NAT_NOTIFIES} N(FRAG_SUP) N(HASH_ALG) N(CHDLESS_SUP) N(MULT_AUTH)"
AUTH_REQUEST = (
    "IDi N(INIT_CONTACT) IDr AUTH SA TSi TSr N(MOBIKE_SUP) N(ADD_4_ADDR) N(ADD_4_ADDR) N(MULT_AUTH) N(EAP_ONLY) N(MSG_ID_SYN_SUP)"
)
AUTH_RESPONSE = "IDr AUTH SA TSi TSr N(MOBIKE_SUP) N(ADD_4_ADDR)"
REKEY_REQUEST, REKEY_RESPONSE = "N(REKEY_SA) SA No KE TSi TSr", "SA No KE TSi TSr"
ROUND_TRIP = 0.04
LIFETIME = 3600.0
RETRANSMITS = (4.0, 7.2, 13.0, 23.3, 42.0)
GIVE_UP = 75.6
TASKS = ("IKE_VENDOR", "IKE_INIT", "IKE_NATD", "IKE_CERT_PRE", "IKE_AUTH", "IKE_CERT_POST", "IKE_CONFIG", "IKE_MOBIKE", "CHILD_CREATE")


@dataclass(slots=True)
class Gateway:
    """One host with one daemon, and the daemon's counters."""

    host: str
    address: str
    identity: str
    pid: int
    verbose: bool
    sas: int = 0
    children: int = 0


class Heads(NamedTuple):
    """What stands before the message in each line of one job, by log group."""

    ike: str
    cfg: str
    enc: str
    net: str
    knl: str


class Counts:
    """What all sites wrote so far."""

    __slots__ = ("established", "failure_lines")

    def __init__(self) -> None:
        self.established = self.failure_lines = 0


@dataclass(slots=True)
class Site:
    """One connection of a gateway.

    ``age`` is the IKE_SA's in seconds, ``attempts`` counts the failures that were written; ``failing`` (lines that tell of
    trouble), ``failed`` and ``establishing`` are what the job that is not yet written will add.
    """

    gateway: Gateway
    name: str
    peer: str
    peer_id: str
    local_ts: str
    remote_ts: str
    suite: str
    esp: str
    rnd: Random
    counts: Counts
    fault: str | None = None
    behind_nat: bool = False
    sa: int = 0
    child: int = 0
    reqid: int = 0
    spi_in: str = ""
    spi_out: str = ""
    mine: int = 2
    theirs: int = 0
    attempts: int = 0
    port: int = 4500
    reserved: int = 0
    age: float = 0.0
    lifetime: float = 0.0
    failing: int = 0
    failed: bool = False
    establishing: int = 0

    # -- pieces

    def heads(self, *, named: bool = True) -> Heads:
        """The heads of a new job; the daemon does not know the connection's name before it has found one."""
        thread = f"{1 + int(self.rnd.random() * 16):02d}"
        tag = f"] <{self.name}|{self.sa}> " if named else f"] <{self.sa}> "
        return Heads(f"{thread}[IKE{tag}", f"{thread}[CFG{tag}", f"{thread}[ENC{tag}", f"{thread}[NET{tag}", f"{thread}[KNL] ")

    def sent(self, size: int, port: int | None = None) -> str:
        port = port or self.port
        return f"sending packet: from {self.gateway.address}[{port}] to {self.peer}[{port}] ({size} bytes)"

    def received(self, size: int, port: int | None = None) -> str:
        port = port or self.port
        return f"received packet: from {self.peer}[{port}] to {self.gateway.address}[{port}] ({size} bytes)"

    def spi(self) -> str:
        return f"c{int(self.rnd.random() * 0x10000000):07x}"

    def ends(self) -> str:
        g = self.gateway
        return f"{g.address}[{g.identity}]...{self.peer}[{self.peer_id}]"

    def volume(self) -> int:
        return 1000 + int(self.rnd.random() * 1e9)

    def new_sa(self) -> None:
        self.gateway.sas += 1
        self.sa, self.mine, self.theirs = self.gateway.sas, 2, 0

    def reserve_child(self) -> int:
        """The number of the CHILD_SA that is being asked for."""
        self.gateway.children += 1
        self.reserved = self.gateway.children
        return self.reserved

    def new_child(self) -> None:
        self.child = self.reserved or self.reserve_child()
        self.reserved, self.spi_in, self.spi_out = 0, self.spi(), self.spi()

    def child_text(self, prefix: str = "") -> str:
        return (
            f"{prefix}CHILD_SA {self.name}{{{self.child}}} established with SPIs {self.spi_in}_i {self.spi_out}_o "
            f"and TS {self.local_ts} === {self.remote_ts}"
        )

    def fail(self, lines: int = 1) -> None:
        """Note that the next job tells how an attempt failed, and in how many lines."""
        self.failing, self.failed = lines, True

    def written(self) -> None:
        """Count what the job that was written last has told."""
        self.attempts += self.failed
        self.counts.failure_lines += self.failing
        self.counts.established += self.establishing
        self.failing, self.failed, self.establishing = 0, False, 0

    # -- phase 1

    def initiate(self) -> Job:
        """The first message of an own attempt."""
        self.new_sa()
        h, name, sa = self.heads(), self.name, self.sa
        lines = []
        if self.gateway.verbose:
            lines += [f"{h.ike}queueing {task} task" for task in TASKS]
            lines += [f"{h.ike}activating new tasks", *(f"{h.ike}  activating {task} task" for task in TASKS)]
        lines.append(f"{h.ike}initiating IKE_SA {name}[{sa}] to {self.peer}")
        if self.gateway.verbose:
            lines.append(f"{h.ike}IKE_SA {name}[{sa}] state change: CREATED => CONNECTING")
        lines += [f"{h.enc}generating IKE_SA_INIT request 0 [ {INIT_REQUEST} ]", h.net + self.sent(464, 500)]
        return 0.0, lines

    def authenticate(self) -> Job:
        """The peer's IKE_SA_INIT response comes, IKE_AUTH goes out."""
        h = self.heads()
        lines = [
            h.net + self.received(472, 500),
            f"{h.enc}parsed IKE_SA_INIT response 0 [ {INIT_RESPONSE} ]",
            f"{h.cfg}selected proposal: IKE:{self.suite}",
        ]
        if self.behind_nat:
            lines.append(f"{h.ike}local host is behind NAT, sending keep alives")
        lines += [
            f"{h.ike}authentication of '{self.gateway.identity}' (myself) with pre-shared key",
            f"{h.ike}establishing CHILD_SA {self.name}{{{self.reserve_child()}}}",
            f"{h.enc}generating IKE_AUTH request 1 [ {AUTH_REQUEST} ]",
            h.net + self.sent(336),
        ]
        return ROUND_TRIP, lines

    def phase1_up(self, h: Heads) -> list[str]:
        self.establishing = 1
        lines = [f"{h.ike}IKE_SA {self.name}[{self.sa}] established between {self.ends()}"]
        if self.gateway.verbose:
            lines.append(f"{h.ike}IKE_SA {self.name}[{self.sa}] state change: CONNECTING => ESTABLISHED")
        self.age, self.lifetime = 0.0, LIFETIME * (0.9 + self.rnd.random() / 10)
        seconds = int(self.lifetime)
        lines += [f"{h.ike}scheduling reauthentication in {seconds}s", f"{h.ike}maximum IKE_SA lifetime {seconds + 360}s"]
        return lines

    def peer_authenticated(self, h: Heads) -> list[str]:
        return [f"{h.ike}authentication of '{self.peer_id}' with pre-shared key successful", f"{h.ike}peer supports MOBIKE"]

    def child_up(self, h: Heads) -> list[str]:
        self.new_child()
        return [f"{h.cfg}selected proposal: ESP:{self.esp}/NO_EXT_SEQ", h.ike + self.child_text()]

    def setup_out(self) -> Iterator[Job]:
        """We initiate, and it works."""
        yield self.initiate()
        yield self.authenticate()
        h = self.heads()
        lines = [h.net + self.received(272), f"{h.enc}parsed IKE_AUTH response 1 [ {AUTH_RESPONSE} ]"]
        yield ROUND_TRIP, lines + self.peer_authenticated(h) + self.phase1_up(h) + self.child_up(h)

    def responded(self) -> Job:
        """The peer initiates; its proposals fit."""
        self.new_sa()
        h = self.heads(named=False)
        return 0.0, [
            h.net + self.received(464, 500),
            f"{h.enc}parsed IKE_SA_INIT request 0 [ {INIT_REQUEST} ]",
            f"{h.ike}{self.peer} is initiating an IKE_SA",
            f"{h.cfg}selected proposal: IKE:{self.suite}",
            f"{h.enc}generating IKE_SA_INIT response 0 [ {INIT_RESPONSE} ]",
            h.net + self.sent(472, 500),
        ]

    def looked_up(self, h: Heads, wanted_id: str | None = None) -> list[str]:
        """The peer's IKE_AUTH request comes and a connection is looked for; ``h`` has no connection's name."""
        g = self.gateway
        return [
            h.net + self.received(336),
            f"{h.enc}parsed IKE_AUTH request 1 [ {AUTH_REQUEST} ]",
            f"{h.cfg}looking for peer configs matching {g.address}[{wanted_id or g.identity}]...{self.peer}[{self.peer_id}]",
        ]

    def selected(self) -> tuple[list[str], Heads]:
        """As above, and this connection is found; the heads of the lines that follow."""
        before = self.heads(named=False)
        thread = before.ike[:2]
        h = Heads(*(f"{thread}[{group}] <{self.name}|{self.sa}> " for group in ("IKE", "CFG", "ENC", "NET", "KNL")))
        return [*self.looked_up(before), f"{h.cfg}selected peer config '{self.name}'"], h

    def refused(self, h: Heads, payloads: str = "N(AUTH_FAILED)", size: int = 80) -> list[str]:
        return [f"{h.enc}generating IKE_AUTH response 1 [ {payloads} ]", h.net + self.sent(size)]

    def setup_in(self) -> Iterator[Job]:
        """The peer initiates, and it works."""
        yield self.responded()
        lines, h = self.selected()
        lines += self.peer_authenticated(h)
        lines.append(f"{h.ike}authentication of '{self.gateway.identity}' (myself) with pre-shared key")
        lines += self.phase1_up(h) + self.child_up(h)
        yield ROUND_TRIP, [*lines, *self.refused(h, AUTH_RESPONSE, 272)]

    def informational(self, h: Heads, verb: str, direction: str, message_id: int, payloads: str = "") -> list[str]:
        text = f"{verb} INFORMATIONAL {direction} {message_id} [ {payloads} ]" if payloads else None
        text = text or f"{verb} INFORMATIONAL {direction} {message_id} [ ]"
        return [h.enc + text, h.net + self.sent(80)] if verb == "generating" else [h.net + self.received(80), h.enc + text]

    def next_mine(self) -> int:
        self.mine += 1
        return self.mine - 1

    def next_theirs(self) -> int:
        self.theirs += 1
        return self.theirs - 1


Life = Callable[[Site], Iterator[Job]]


class Fault(NamedTuple):
    """One way to fail: how an attempt looks, and the causes that a diagnosis of this side's log may name first."""

    causes: tuple[str, ...]
    attempt: Life


def make_fleet(seed: int, gateways: int, sites: int, faults: Mapping[str, Fault], share: float = 0.1) -> tuple[list[Site], Counts]:
    """Draw the sites of a fleet; ``share`` of them are faulty, the faults dealt in turn."""
    rnd, counts, fleet = Random(seed), Counts(), []
    names = [name for name in faults for _ in range(max(1, round(gateways * sites * share / len(faults))))]
    for g in range(gateways):
        gateway = Gateway(
            f"gw{g:03d}", f"203.0.113.{g + 1}", f"gw{g:03d}.example.net", rnd.randrange(400, 32000), verbose=g % 4 == 3,
            sas=rnd.randrange(1, 400), children=rnd.randrange(1, 4000),
        )  # fmt: skip
        for s in range(sites):
            number = g * sites + s
            first, letter, last = rnd.choice(("site", "branch", "to", "vpn")), rnd.choice("abcdefghkmnpr"), rnd.choice(("hq", "dc", "aws"))
            name = f"{first}-{letter}{number:04d}-{last}"
            fleet.append(
                Site(
                    gateway, name, f"198.{18 + number // 65536}.{number // 256 % 256}.{number % 256}", f"{name}.example.com",
                    f"10.{g % 250}.{s % 250}.0/24", f"172.{16 + number // 256 % 16}.{number % 256}.0/24",
                    SUITES[number % len(SUITES)], ESP_SUITES[number % len(ESP_SUITES)], rnd, counts, reqid=1 + s,
                    behind_nat=rnd.random() < 0.2,
                )
            )  # fmt: skip
    for site, fault in zip(rnd.sample(fleet, len(fleet)), names, strict=False):
        site.fault = fault
    return fleet, counts
