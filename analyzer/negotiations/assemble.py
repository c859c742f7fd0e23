"""Group the events of one daemon by IKE_SA.

Order of trust: the daemon's own number in the line's frame, a number in the message, the IKE SPI or cookie, the thread
(charon: a thread works on one IKE_SA from a received packet to its answer), the peer's address, the neighbouring line.
A negotiation is handed on when it is finished by a newer one in its place, or when too many are open.
"""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from analyzer.framing.timestamps import time_in_any_year
from analyzer.kinds import Kind
from analyzer.model import Event
from analyzer.negotiations import by_name, cisco_ios, peers
from analyzer.negotiations.junos import anew, unless_other
from analyzer.negotiations.record import ROOM_UP, Negotiation, Reader, Unread
from analyzer.negotiations.stages import Stage

OPEN = 6000  # negotiations kept open in all; of one daemon at least LEAST, and those that were quiet for longest go first
LEAST = 64
QUIET = timedelta(minutes=4)  # after which an attempt is over: charon, pluto and racoon repeat a message at least every 77 seconds
ENDED = 16  # deleted IKE_SAs kept open for what may still be said of them

# Kinds that begin a negotiation; the rest joins one.
_STARTS = frozenset({Kind.IKE_INITIATE, Kind.IKE_RESPOND})
_FIRST_EXCHANGES = ("IKE_SA_INIT", "ID_PROT", "AGGRESSIVE")
# A thread of charon begins a new job with one of these: what it did before says nothing any more.
_JOBS = frozenset({Kind.PACKET_RECEIVED, Kind.RETRANSMIT, Kind.GAVE_UP, Kind.HALF_OPEN_TIMEOUT, Kind.DPD_SENT, Kind.DPD_TIMEOUT})
_CHILD_KINDS = frozenset(
    {Kind.CHILD_INITIATE, Kind.CHILD_UP, Kind.CHILD_REFUSED, Kind.CHILD_REKEYED, Kind.CHILD_PROPOSAL_REFUSED, Kind.PFS_MISSING,
     Kind.PFS_GROUP_MISMATCH, Kind.TRAFFIC, Kind.TS_CHANGED, Kind.TS_REFUSED, Kind.CHILD_FAILED, Kind.KERNEL_SA_FAILED}
)  # fmt: skip
# Events of the daemon itself, which belong to no IKE_SA: the first kind is a fault by itself, the second is background.
_DAEMON_FAULTS = frozenset(
    {Kind.DAEMON_CRASH, Kind.DAEMON_FAILED, Kind.CONNECTION_REFUSED, Kind.CONNECTION_UNKNOWN, Kind.CONNECTION_UNORIENTED,
     Kind.CONFIG_ERROR, Kind.SOCKET_FAILED}
)  # fmt: skip
_BACKGROUND = frozenset(
    {Kind.DAEMON_START, Kind.DAEMON_STOP, Kind.CONNECTION_LOADED, Kind.CONFIG_WARNING, Kind.SECRET_LOADED, Kind.PLUGIN_MISSING}
)
# What charon's kernel interface prints without saying for which IKE_SA; where the IKE_SAs are numbered it is better left out.
_UNROUTED = frozenset({Kind.SA_EXPIRED_SOFT, Kind.ACQUIRE, Kind.NOISE})
_PACKETS = ("sending packet: ", "received packet: ")  # where it came up they tell nothing more
_LOST = (Kind.GAVE_UP, Kind.DPD_TIMEOUT)
BACKGROUND_LINES = 64  # of one connection: its last load counts


class Assembler:
    """Takes one daemon's events in order; calls ``close`` with each negotiation that is complete."""

    def __init__(
        self, dialect: str, close: Callable[[Negotiation], None], counter: Callable[[], int], reader: Reader | None = None
    ) -> None:
        self.dialect, self.close, self.counter, self.reader = dialect, close, counter, reader
        self.lazy = reader is not None  # a long file: let everything wait
        self.base = reader.base if reader is not None else 0
        self.limit = OPEN
        self.look_at = LEAST  # negotiations that are open when those that are over are looked for
        self.open: dict[int, Negotiation] = {}  # in the order in which they were last touched
        self.by_sa: dict[str, Negotiation] = {}
        self.by_peer: dict[str, Negotiation] = {}
        self.by_thread: dict[str, Negotiation] = {}
        self.by_conn: dict[str, Negotiation] = {}
        self.waiting: dict[str, list[Event]] = {}  # per thread: a new job whose peer is not known yet
        self.current: Negotiation | None = None
        self.entry: str | None = None  # of a crypto map, for which a negotiation is about to begin
        self.retried: dict[str, Negotiation] = {}  # by entry: what was tried before the other IKE version
        self.ended: deque[Negotiation] = deque()
        self.background: dict[str, list[Event]] = {}

    def restart(self) -> None:
        """The daemon starts anew: its numbers begin again."""
        self.finish()

    def finish(self) -> None:
        """Hand on all negotiations that are still open."""
        for n in list(self.open.values()):
            self._close(n)
        for table in (self.open, self.by_sa, self.by_peer, self.by_thread, self.by_conn, self.waiting):
            table.clear()
        self.ended.clear()
        self.current = None

    def feed(self, event: Event) -> None:
        """Give the event to its negotiation."""
        if event.line.sa is not None and self.dialect not in ("cisco_ios", "cisco_asa") and (self.lazy or event.template.routine):
            known = self.by_sa.get(event.line.sa)
            if known is not None and known.remote is not None:
                known.add(event)
                self._note_end(known, event.kind)
                self.current = known
                if event.line.thread is not None:
                    self.by_thread[event.line.thread] = known
                return
        kind = event.kind
        if kind in _UNROUTED and event.line.sa is None and event.line.thread is not None and self.by_sa:
            return
        if kind in _DAEMON_FAULTS or kind in _BACKGROUND or (kind is Kind.PROPOSALS_CONFIGURED and not event.get("sa") and event.line.conn):
            self._of_daemon(event)
            return
        if self.dialect == "cisco_ios":
            n = cisco_ios.find(self, event)
        elif self.dialect == "cisco_asa":
            n = peers.find(self, event)
        elif self.dialect in by_name.DIALECTS:
            n = by_name.find(self, event)
        elif self.dialect == "junos":
            n = self._of_junos(event)
        elif self.dialect != "strongswan":
            n = self._of_number(event)
        else:
            found = self._of_charon(event)
            if found is None:
                return
            n = found
        self._take(n, event)

    def _of_daemon(self, event: Event) -> None:
        kind, conn = event.kind, event.get("conn").partition("/")[0]
        if kind is Kind.DAEMON_START:
            self.restart()
        elif kind in _DAEMON_FAULTS:
            alone = Negotiation(self.counter(), self.dialect)
            alone.identify(event)
            alone.remote = alone.remote or event.line.peer or (self.current.remote if self.dialect == "cisco_asa" and self.current else None)
            alone.add(event)
            self.close(alone)
        elif conn:
            known = self.background.setdefault(conn, [])
            if kind is Kind.CONNECTION_LOADED:  # loaded again: what was said of it before is void
                known[:] = [e for e in known if e.kind is not kind or e.get("conn") != event.get("conn")]
            del known[: max(0, len(known) - BACKGROUND_LINES)]
            known.append(event)

    def mark(self, n: Negotiation, state: Kind, item: Unread) -> None:
        """Note that a line which waits unread says what is up."""
        n.marks[state] = item
        n.seq = self.base + item[0]
        if state is Kind.CHILD_UP and n.room != ROOM_UP:
            n.room = ROOM_UP
            n.conn = n.conn or _conn_of(item)
            n.pending[:] = [x for x in n.pending if isinstance(x, Event) or not x[1].startswith(_PACKETS, x[2])]
        else:
            self._note_end(n, state)

    def keep_odd(self, n: Negotiation, kind: Kind, item: Unread, thread: str) -> None:
        """Take a line that is out of the ordinary, unread."""
        n.pending.append(item)
        n.odd = True
        n.seq = self.base + item[0]
        self.current = self.by_thread[thread] = n
        self._note_end(n, kind)

    def take(self, item: Unread) -> bool:
        """Read a line at once, and take it; False where it turns out to say nothing."""
        event = self.reader(item) if self.reader is not None else None
        if event is not None:
            self.feed(event)
        return event is not None

    def _note_end(self, n: Negotiation, kind: Kind) -> None:
        """An IKE_SA that was up and whose peer is silent for good is gone; one that is being set up may try again."""
        if kind is Kind.IKE_DELETED:
            self._ended(n)
        elif kind in _LOST and n.alive:
            n.lost = True
            self._ended(n)

    def _ended(self, n: Negotiation) -> None:
        """An IKE_SA that is gone stays open for what may still be said of it, but not for long."""
        self.ended.append(n)
        if len(self.ended) > ENDED and (gone := self.ended.popleft()).number in self.open:
            self._forget([gone])

    def _take(self, n: Negotiation, event: Event) -> None:
        if self.dialect == "junos":  # nearly every line names something
            n.identify(event)
            n.remote = n.remote or event.line.peer
        n.add(event)
        self.current = n
        if self.dialect == "libreswan":
            n.conn = n.conn or event.get("conn").partition("/")[0] or None
            n.remote = n.remote or event.line.peer
        if self.dialect in ("racoon", "junos") and (spi := event.get("spi_i")):
            self.by_sa.setdefault(spi, n)
        if n.remote is not None and self.by_peer.get(n.remote) is not n:
            self.by_peer[n.remote] = n
        if n.conn is not None and self.by_conn.get(n.conn) is not n:
            self.by_conn[n.conn] = n
        self._note_end(n, event.kind)
        if len(self.open) > min(self.look_at, self.limit):
            self._close_quiet(event)
            self.look_at = max(LEAST, len(self.open) * 2)
            if len(self.open) > self.limit:
                self._make_room()

    def new(self, sa: str | None) -> Negotiation:
        """A negotiation that begins."""
        n = Negotiation(self.counter(), self.dialect)
        n.sa, n.reader, n.lazy = sa, self.reader, self.lazy and sa is not None
        self.open[n.number] = n
        if self.dialect == "openiked":  # its number is the initiator's SPI
            n.spi_i = sa
        if sa is not None:
            self.by_sa[sa] = n
        return n

    def _close(self, n: Negotiation) -> None:
        n.background = tuple(self.background.get(n.conn or "", ()))
        self.close(n)

    def _close_quiet(self, event: Event) -> None:
        """Close the attempts that nothing has been heard of for long."""
        now = time_in_any_year(event.line.time or "")
        over = [n for n in self.open.values() if not n.alive and _quiet(n, now)] if now is not None else []
        if over:
            self._forget(over)

    def _make_room(self) -> None:
        """Close what was quiet for longest: attempts that came to nothing first, then IKE_SAs that are up."""
        quiet = sorted(self.open.values(), key=lambda n: (n.alive, n.seq))
        self._forget(quiet[: self.limit // 4])
        if sum(n.alive for n in self.open.values()) > self.limit * 3 // 4:
            self.limit = min(2 * self.limit, OPEN)  # a gateway with many tunnels

    def _forget(self, negotiations: list[Negotiation]) -> None:
        """Close these negotiations; a later line of one begins a new one."""
        gone = {n.number for n in negotiations}
        for n in negotiations:
            del self.open[n.number]
            self._close(n)
            if n.sa is not None and self.by_sa.get(n.sa) is n:
                del self.by_sa[n.sa]
        if len(negotiations) > 1 or self.dialect != "strongswan":
            for table in (self.by_sa, self.by_peer, self.by_thread, self.by_conn):
                for key in [k for k, n in table.items() if n.number in gone]:
                    del table[key]

    # -- charon, and texts of unknown origin

    def _of_charon(self, e: Event) -> Negotiation | None:
        line = e.line
        sa, thread = e.get("sa") or None, line.thread
        if sa is not None:
            n = self._numbered(sa, e)
        elif thread is not None and e.kind in _JOBS and e.kind is not Kind.PACKET_RECEIVED and len(self.open) > 1:
            return self._job(e, thread)
        else:
            n = self._adjacent(e, thread)
        if thread is not None:
            self.by_thread[thread] = n
            for early in self.waiting.pop(thread, ()):
                self._take(n, early)
        return n

    def _numbered(self, sa: str, e: Event) -> Negotiation:
        n = self.by_sa.get(sa)
        if n is not None:
            return n
        for candidate in (self.by_thread.get(e.line.thread or ""), self.by_peer.get(e.get("remote"))):
            if candidate is not None and candidate.sa is None:
                candidate.sa = sa
                self.by_sa[sa] = candidate
                return candidate
        if e.line.thread is None and self.current is not None and self.current.sa is None and e.kind not in _STARTS:
            self.current.sa = sa
            self.by_sa[sa] = self.current
            return self.current
        return self.new(sa)

    def _job(self, e: Event, thread: str) -> Negotiation | None:
        """A timer's job names no IKE_SA: the packet that follows in its thread does, or the count of the repetition."""
        remote = e.get("remote")
        if remote and (n := self.by_peer.get(remote)):
            self.by_thread[thread] = n
            return n
        if e.kind is Kind.RETRANSMIT:
            self.by_thread.pop(thread, None)
            self.waiting.setdefault(thread, []).append(e)
            return None
        if e.kind is Kind.GAVE_UP and (silent := [n for n in self.open.values() if n.silences and not n.up]):
            n = max(silent, key=lambda n: max(s.count for s in n.silences.values() if not s.gave_up) if _waiting(n) else -1)
            self.by_thread[thread] = n
            return n
        return self._adjacent(e, None)

    def _adjacent(self, e: Event, thread: str | None) -> Negotiation:
        remote = e.get("remote")
        if e.kind is Kind.PACKET_RECEIVED or (e.kind is Kind.PACKET_SENT and thread is not None and thread not in self.by_thread):
            known = self.by_peer.get(remote) if remote else self.current
            return known or self.new(None)
        n = self.by_thread.get(thread) if thread is not None else None
        if n is None and remote:
            n = self.by_peer.get(remote)
        n = n or self.current
        if n is None or self._begins(n, e):
            return self.new(None)
        return n

    @staticmethod
    def _begins(n: Negotiation, e: Event) -> bool:
        """Whether the event starts another negotiation than ``n``, the last one with this peer."""
        n.settle()
        if e.kind in _STARTS:
            return n.has(Kind.IKE_INITIATE, Kind.IKE_RESPOND) or n.stage > Stage.INIT
        if e.kind is Kind.MESSAGE_RECEIVED and e.get("direction") == "request" and e.get("exchange") in _FIRST_EXCHANGES:
            if e.get("exchange") != "IKE_SA_INIT" and "SA" not in e.get("payloads").split():
                return False
            return n.stage >= Stage.INIT and not n.has(Kind.KE_RETRY, Kind.COOKIE_CHALLENGE)
        return False

    # -- daemons that number every state, or name the SPI: Libreswan, OpenIKED, racoon

    def _of_number(self, e: Event) -> Negotiation:
        sa, parent = e.get("sa") or None, e.get("parent") or None
        if parent is not None and parent in self.by_sa:
            n = self.by_sa[parent]
            if sa is not None:
                self.by_sa[sa] = n
            return n
        if sa is None:
            return self._unnumbered(e)
        numbered = self.by_sa.get(sa)
        if numbered is not None:
            return numbered
        conn = e.get("conn").partition("/")[0]
        known: Negotiation | None = self.by_conn.get(conn) if conn else None
        child = e.kind in _CHILD_KINDS or e.get("what") == "child" or e.get("exchange") in ("QUICK_MODE", "CREATE_CHILD_SA")
        child = child or "QUICK" in e.get("state")
        if known is not None and (child or parent is not None or known.sa is None) and e.kind not in _STARTS:
            self.by_sa[sa] = known
            return known
        if known is not None and _parent(sa, known) and e.kind not in _STARTS:
            self.by_sa[sa] = known
            return known
        return self.new(sa)

    def _unnumbered(self, e: Event) -> Negotiation:
        peer = e.line.peer or e.get("remote")
        conn = e.get("conn").partition("/")[0]
        if conn and conn in self.by_conn:
            return self.by_conn[conn]
        if self.dialect == "racoon":
            known = self.by_sa.get(e.get("spi_i")) or (self.by_peer.get(peer) if peer else self.current)
            if known is None or (e.kind in _STARTS and known.has(*_STARTS)):
                return self.new(e.get("spi_i") or None)
            return known
        if peer:
            met = self.by_peer.get(peer)
            if met is not None and (met.sa is None or not met.up):
                return met
            n = self.new(None)
            n.remote = peer
            return n
        return self.current or self.new(None)

    # -- Junos, whose lines name the cookies, the VPN or the peer, seldom all of them

    def _of_junos(self, e: Event) -> Negotiation:
        spi, conn, peer = e.get("spi_i"), e.get("conn"), e.line.peer or e.get("remote")
        known = self.by_sa.get(spi) if spi else None
        if known is None and conn:
            known = self.by_conn.get(conn)
        if known is None and peer:
            known = unless_other(self.by_peer.get(peer), conn, spi, e.get("ike_version"))
        if known is None and self.current is not None and not ((peer or conn) and self.current.remote):
            known = unless_other(self.current, conn, spi, e.get("ike_version"))
        if known is None or anew(known, e):
            known = self.new(spi or None)
        return known


def _parent(sa: str, n: Negotiation) -> bool:
    """Whether the number is that of the phase 1 SA of a text that begins in phase 2."""
    n.settle()
    early = n.stage == Stage.CHILD and n.up_at is None and not n.has(*_STARTS)
    return early and n.sa is not None and sa.isdecimal() and n.sa.isdecimal() and int(sa) < int(n.sa)


def _quiet(n: Negotiation, now: datetime) -> bool:
    """Whether the last line of a negotiation is long ago."""
    last = n.pending[-1] if n.pending else n.last
    then = time_in_any_year(n.time_of(last) or "") if last is not None else None
    return then is not None and (then.tzinfo is None) == (now.tzinfo is None) and now - then > QUIET


def _conn_of(item: Unread) -> str | None:
    """The connection's name in the frame of an unread line: ``<net-net|1> CHILD_SA net{1} established``."""
    _, text, begin, _ = item
    return text[text.rfind(" <", 0, begin) + 2 : begin - 2].rpartition("|")[0] or None


def _waiting(n: Negotiation) -> bool:
    return any(not s.gave_up for s in n.silences.values())
