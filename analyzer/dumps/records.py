"""What SA dumps say: SAs, what is configured, policies. A list, never a mapping by peer: two SAs to one peer are two."""

from dataclasses import dataclass

from analyzer.model import Where

LOG = "log"  # the format of counters that a log prints when it closes an SA


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildSa:
    """One CHILD_SA (IPsec SA pair). Seconds and bytes; None where the dump does not say.

    ``state``: routed, creating, installing, installed, updating, rekeying, rekeyed, retrying, deleting, deleted, closed (by
    a log), or as printed; unanswered where the dump says that probes through the tunnel have no answer. ``local_ts`` and
    ``remote_ts`` are selectors as printed, one by one. ``idle_in`` and ``idle_out`` are seconds since the last packet; None also
    where there was none. ``exact`` is false where the counters are rounded to KB or MB.
    """

    where: Where
    text: str
    name: str | None = None
    number: str | None = None
    ike: str | None = None  # number of its IKE_SA
    state: str = "installed"
    mode: str | None = None  # tunnel, transport, beet, pass, drop
    protocol: str | None = None  # ESP, AH
    encap: bool | None = None  # ESP in UDP
    reqid: str | None = None
    spi_in: str | None = None  # 8 hexadecimal digits
    spi_out: str | None = None
    local: str | None = None  # addresses of the tunnel's ends, where the dump names them at the SA
    remote: str | None = None
    local_ts: tuple[str, ...] = ()
    remote_ts: tuple[str, ...] = ()
    proposal: str | None = None
    bytes_in: int | None = None
    bytes_out: int | None = None
    packets_in: int | None = None
    packets_out: int | None = None
    replays: int | None = None  # packets that the replay check dropped
    idle_in: int | None = None
    idle_out: int | None = None
    exact: bool = True
    age: int | None = None
    rekey_in: int | None = None
    expires_in: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IkeSa:
    """One IKE_SA with its CHILD_SAs.

    ``state``: created, connecting, established, passive, rekeying, rekeyed, deleting, destroying, or as printed.
    """

    where: Where
    text: str
    name: str | None = None
    number: str | None = None
    state: str = "established"
    version: int | None = None
    role: str | None = None  # initiator, responder
    local: str | None = None
    remote: str | None = None
    local_id: str | None = None
    remote_id: str | None = None
    spi_i: str | None = None
    spi_r: str | None = None
    age: int | None = None  # seconds since it was established
    rekey_in: int | None = None
    reauth_in: int | None = None
    proposal: str | None = None
    nat: bool | None = None
    tasks: tuple[str, ...] = ()  # active ones: the exchange that is under way
    retransmitting: bool = False
    children: tuple[ChildSa, ...] = ()
    children_known: bool = True  # false: its CHILD_SAs are another command's, which is not there


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfiguredChild:
    """What a configured CHILD_SA asks for."""

    where: Where
    name: str | None
    local_ts: tuple[str, ...]
    remote_ts: tuple[str, ...]
    mode: str | None = None
    installed: str | None = None  # number of the SA that the dump itself says carries it


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One configured connection. ``version`` is None where both are allowed or it is not said."""

    where: Where
    text: str
    name: str
    version: int | None = None
    mode: str | None = None  # main, aggressive
    local: str | None = None
    remote: str | None = None
    local_id: str | None = None
    remote_id: str | None = None
    loaded: bool = True  # false: not oriented, no end of it is here
    faults: tuple[str, ...] = ()  # causes that the dump itself allows for its being down, the first to think of first
    reason: str | None = None  # the dump's words for it
    group: str | None = None  # the name that its parts share: Libreswan's "conn" of "conn/1x2"
    children: tuple[ConfiguredChild, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One policy of the kernel or a trap: which traffic takes which SA."""

    where: Where
    text: str
    direction: str  # in, out, fwd
    source_ts: str
    destination_ts: str
    reqid: str | None = None
    source: str | None = None  # ends of the tunnel
    destination: str | None = None
    action: str = "protect"  # protect, pass, drop


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """One dump of one gateway at one moment, as far as it is in the text.

    ``format`` is the command that prints it. ``whole`` says that a part which lists all SAs is there, so that an SA which is
    not listed does not exist. ``lines`` are the numbers of the lines that were understood as its own.
    """

    source: str
    format: str
    first_line: int
    last_line: int
    lines: frozenset[int]
    ikes: tuple[IkeSa, ...] = ()
    children: tuple[ChildSa, ...] = ()  # of no IKE_SA that the dump names
    connections: tuple[Connection, ...] = ()
    policies: tuple[Policy, ...] = ()
    whole: bool = False
    phase_1_only: bool = False  # the command lists no CHILD_SAs, so that none is missing
    time: str | None = None  # when it was taken, where it says so
    up: int | None = None  # SAs that the dump counts itself
    shown: tuple[Where, str] | None = None  # the line that shows that the list is whole
    not_understood: tuple[int, ...] = ()  # lines within it
