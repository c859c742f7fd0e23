"""Symptoms that several causes share: what the peer's refusals and its silence can mean, by place in the negotiation."""

from collections.abc import Iterator

from analyzer.causes._base import Clue, Find, Weight, needing
from analyzer.framing.timestamps import time_in_any_year
from analyzer.kinds import Kind
from analyzer.model import Event
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Place, Stage

# how charon abbreviates errors in the summary of a message
_SHORT = {
    "N(NO_PROP)": "NO_PROPOSAL_CHOSEN", "N(AUTH_FAILED)": "AUTHENTICATION_FAILED", "N(TS_UNACCEPT)": "TS_UNACCEPTABLE",
    "N(INVAL_ID)": "INVALID_ID_INFORMATION", "N(INVAL_SYN)": "INVALID_SYNTAX", "N(SINGLE_PAIR)": "SINGLE_PAIR_REQUIRED",
    "N(FAIL_CP_REQ)": "FAILED_CP_REQUIRED", "N(INT_ADDR_FAIL)": "INTERNAL_ADDRESS_FAILURE", "N(INVAL_HASH)": "INVALID_HASH_INFORMATION",
    "N(PLD_MAL)": "PAYLOAD_MALFORMED",
}  # fmt: skip


def name_of(e: Event) -> str:
    """The notify's name with the RFC's spelling; of a message, the error that its summary has."""
    if e.kind in (Kind.MESSAGE_RECEIVED, Kind.MESSAGE_SENT):
        return next((_SHORT[p] for p in e.get("payloads").split() if p in _SHORT), "")
    return e.get("notify").replace("-", "_").replace(" ", "_").upper()


def in_summary(n: Negotiation, kind: Kind) -> list[Event]:
    """The messages whose summary has an error."""
    return [e for e in n.all(kind) if "N(" in e.get("payloads") and name_of(e)]


def _refusals(n: Negotiation) -> Iterator[Event]:
    """The peer's error notifies; where the line that names one is missing, the summary of the message that carried it."""
    said = n.all(Kind.NOTIFY_RECEIVED, Kind.CHILD_REFUSED)
    yield from said
    if not n.up:
        names = {name_of(e) for e in said}
        yield from (e for e in in_summary(n, Kind.MESSAGE_RECEIVED) if name_of(e) not in names)


def hinted(n: Negotiation, e: Event) -> bool:  # noqa: ARG001 - a clue's condition
    """Whether the daemon's sentence only suggests what its kind says."""
    return e.template.strength == "suggests"


def version_of(n: Negotiation, e: Event) -> int | None:
    """The IKE version that the event or its negotiation speaks."""
    return n.ike_version or (int(v) if (v := e.get("ike_version")) in ("1", "2") else None)


def phase_of(n: Negotiation, e: Event) -> int:
    """The phase in which the peer refused something: 1, 2, or 0 where the text does not tell."""
    exchange = e.get("exchange")
    if e.kind in (Kind.CHILD_REFUSED, Kind.CHILD_FAILED) or exchange in ("QUICK_MODE", "CREATE_CHILD_SA"):
        return 2
    if exchange == "IKE_SA_INIT" or e.get("what") == "ike":
        return 1
    child_notify = name_of(e) in ("NO_PROPOSAL_CHOSEN", "TS_UNACCEPTABLE", "INVALID_ID_INFORMATION", "SINGLE_PAIR_REQUIRED")
    if exchange == "IKE_AUTH" or e.exchange == "IKE_AUTH":
        return 2 if child_notify else 1
    if e.stage >= Stage.IKE_UP:
        return 2
    if name_of(e) == "NO_PROPOSAL_CHOSEN" and (carrier := _carrier(n, e)) is not None:
        return 2 if "HASH" in carrier.get("payloads").split() else 1
    message_id = e.get("message_id")
    if version_of(n, e) == 1 and message_id and e.get("protected") != "no":
        return 1 if not message_id.strip("0") else 2
    if e.stage >= Stage.INIT:
        return 1
    if version_of(n, e) == 2 and e.get("exchange") == "" and e.kind is Kind.NOTIFY_RECEIVED:
        return 1
    return 0


def _carrier(n: Negotiation, e: Event) -> Event | None:
    """The IKEv1 informational message, printed just before, that a notify came in; in phase 1 it has no HASH payload."""
    before = [m for m in n.all(Kind.MESSAGE_RECEIVED) if m.seq < e.seq or m is e]
    last = before[-1] if before else None
    return last if last is not None and last.get("exchange") == "INFORMATIONAL_V1" and "N(" in last.get("payloads") else None


def refused(names: tuple[str, ...], weight: Weight, why: str, *, phases: tuple[int, ...], versions: tuple[int | None, ...] = (1, 2, None),
            mode: str | None = None, methods: tuple[str | None, ...] | None = None, dialect: str | None = None) -> Find:  # fmt: skip
    """Clues from the peer's error notifies of these names, in these phases, IKE versions, modes and own methods, by one daemon's log."""

    def find(n: Negotiation) -> Iterator[Clue]:
        for e in _refusals(n):
            if (
                name_of(e) in names
                and phase_of(n, e) in phases
                and version_of(n, e) in versions
                and (mode is None or (n.mode or mode) == mode)
                and (methods is None or n.method in methods)
                and dialect in (None, n.dialect)
            ):
                yield Clue(weight, e, why)

    return needing(find, Kind.NOTIFY_RECEIVED, Kind.CHILD_REFUSED, Kind.MESSAGE_RECEIVED)


def silent(place: Place, weight: Weight, why: str, *, versions: tuple[int | None, ...] = (1, 2, None), mode: str | None = None,
           methods: tuple[str | None, ...] | None = None, floated: bool | None = None, gave_up: bool = False) -> Find:  # fmt: skip
    """Clues from a message that gets no answer; with ``gave_up`` only where the sender waited for long."""

    def find(n: Negotiation) -> Iterator[Clue]:
        silence = n.silences.get(place)
        if (
            silence is not None
            and n.ike_version in versions
            and (mode is None or (n.mode or mode) == mode)
            and (methods is None or n.method in methods)
            and (floated is None or behind_nat_or_floated(n) == floated)
            and (silence.lasting or not gave_up)
        ):
            for e in silence.events:
                yield Clue(weight, e, why)

    return needing(find, Kind.RETRANSMIT, Kind.GAVE_UP)


NAT = (Kind.NAT_LOCAL, Kind.NAT_REMOTE, Kind.NAT_FORCED)


def abandoned(weight: Weight, why: str, *, stages: tuple[Stage, ...], after: tuple[Kind, ...] = (), unless: tuple[Kind, ...] = (),
              states: tuple[str, ...] = (), versions: tuple[int | None, ...] = (1, 2, None)) -> Find:  # fmt: skip
    """Clues from a peer that begins and never goes on, in IKEv2 or main mode: at these stages, after events of these kinds.

    ``states`` are those that the daemon itself says it waited in.
    """

    def find(n: Negotiation) -> Iterator[Clue]:
        fits = n.role == "responder" and not n.up and not n.aggressive and n.stage in stages and n.ike_version in versions
        said = any(e.get("state") in states for e in n.all(Kind.HALF_OPEN_TIMEOUT))
        if fits and (n.has(*after) or said) and not n.has(*unless):
            for e in [*(n.all(*after)[-1:] if after else ()), *n.all(Kind.HALF_OPEN_TIMEOUT)]:
                yield Clue(weight, e, why)

    return needing(find, Kind.HALF_OPEN_TIMEOUT)


def behind_nat_or_floated(n: Negotiation) -> bool:
    """Whether UDP 4500 is in play."""
    return n.floated or n.has(*NAT)


def no_entry(what: str, why: str) -> Find:
    """Clues from entries of the configuration that do not fit, where the last one looked at did not, and phase 2 was refused."""

    def find(n: Negotiation) -> Iterator[Clue]:
        found = [e for e in n.all(Kind.TS_PAIR) if e.get("reason")]
        if not found or n.child_up_at is not None:
            return
        last = found[-1].seq
        fits = any(s.get("state") == "networks found" and s.seq > last for s in n.all(Kind.TS_LOOKUP))
        if not fits and any(r.seq > last for r in n.all(Kind.PROPOSAL_REFUSED, Kind.TS_REFUSED)):
            weight = Weight.PROVES if len({e.get("reason") for e in found}) == 1 else Weight.SUGGESTS
            yield from (Clue(weight, e, why) for e in found if e.get("reason") == what)

    return needing(find, Kind.TS_PAIR)


def auth_failed(n: Negotiation, e: Event) -> bool:
    """Whether a daemon says that the authentication failed, and not how."""
    return bool(e.get("reason")) and n.method != "pubkey" and e.stage < Stage.IKE_UP


_USED_UP = ("full", "empty", "exhausted", "no free address", "lease", "in use", "DHCP")


def exhausted(e: Event) -> bool:
    """Whether a refused inner address is said to be one too many, not one that nobody configured."""
    return any(word in e.get("reason") for word in _USED_UP)


def unexplained(n: Negotiation, e: Event) -> bool:
    """Whether the daemon says the same of proposals that do not fit and of a peer that it has no connection for."""
    return e.get("reason") == "unexplained" and in_phase_1(n, e)


def in_phase_1(n: Negotiation, e: Event) -> bool:
    """Whether a refusal is about phase 1, as far as the line or the place in the negotiation tells."""
    return e.get("what") == "ike" or (not e.get("what") and not n.up)


def has_config(n: Negotiation, _: Event) -> bool:
    """Whether a connection for the peer was looked for and found: then a refusal is about what was proposed."""
    return not n.has(Kind.NO_CONFIG)


def before_up(_: Negotiation, e: Event) -> bool:
    """Whether the event lies in phase 1."""
    return e.stage < Stage.IKE_UP


def largest_sent(n: Negotiation) -> int:
    """Bytes of the largest message that we sent."""
    return max((int(s) for e in n.all(Kind.PACKET_SENT, Kind.FRAGMENT_SENT) if (s := e.get("size")).isdigit()), default=0)


SOON = 12  # lines between an IKE_SA's establishment and its deletion that make it a refusal, where there are no times
SOON_SECONDS = 3


def soon_after(first: Event, second: Event) -> bool:
    """Whether the second event followed at once: within seconds, or within few lines where the log has no times."""
    return soon(first.line.time, second.line.time, abs(second.line.number - first.line.number))


def soon(first: str | None, second: str | None, lines: int) -> bool:
    """Whether two times that lines tell are within seconds; where they tell none, whether there are only few lines between."""
    if first and second:
        if first == second:
            return True
        a, b = time_in_any_year(first), time_in_any_year(second)
        if a is not None and b is not None and (a.tzinfo is None) == (b.tzinfo is None):
            return abs((b - a).total_seconds()) <= SOON_SECONDS
    return lines <= SOON


_WE_REFUSED = (Kind.TS_REFUSED, Kind.CHILD_PROPOSAL_REFUSED, Kind.PROPOSAL_REFUSED)  # of phase 2: then the peer has no use for the IKE_SA


def thrown_away(n: Negotiation) -> list[Event]:
    """The peer's deletion or refusal of the IKE_SA right after it came up here: the peer did not accept our answer."""
    if n.up_at is None or n.role != "responder" or n.has(*_WE_REFUSED, Kind.IKE_REKEYED, Kind.REAUTH, Kind.DUPLICATE_IKE, Kind.INITIAL_CONTACT):
        return []
    return [
        e for e in n.all(Kind.DELETE_RECEIVED, Kind.NOTIFY_RECEIVED)
        if n.up_at.seq < e.seq and (e.get("what") == "ike" or name_of(e) == "AUTHENTICATION_FAILED") and soon_after(n.up_at, e)
    ]  # fmt: skip


def refused_after_up(weight: Weight, why: str, *, methods: tuple[str | None, ...]) -> Find:
    """Clues from a peer that throws the IKE_SA away right after it came up."""

    def find(n: Negotiation) -> Iterator[Clue]:
        if n.method in methods:
            for e in thrown_away(n):
                yield Clue(weight, e, why)

    return needing(find, Kind.DELETE_RECEIVED, Kind.NOTIFY_RECEIVED)
