"""The tables of a store: their columns, what they mean, and which of them grow. ``ikedoctor query --tables`` prints this.

Times are what the gateway's own clock said, without a zone. Counters larger than 64 bits with a sign are held as the largest
that fits. ``inputs``, ``tunnels``, ``findings`` and ``sas`` describe a stream (the log of one gateway from one place) as it
stands after its last line; ``negotiations`` and ``events`` add up while the stream grows.
"""

from typing import NamedTuple


class Column(NamedTuple):
    """One column: its name, its type (text, int, time, bool, or texts: a list of text), and what it means."""

    name: str
    type: str
    meaning: str


# Every table begins with these.
STREAM = Column("stream", "text", "the log of one gateway from one place, in the order of time, whatever files it is cut into")
GENERATION = Column("generation", "int", "the how-manieth reading of that stream brought the row")

_GATEWAY = Column("gateway", "text", "the gateway that wrote the log")
_TUNNEL = Column("tunnel", "text", "key of the tunnel within the stream")
_NEGOTIATION = Column("negotiation", "int", "number of the attempt within the stream")
_INPUT = Column("input", "text", "the file; members of archives behind '!'")
_LINE = Column("line", "int", "number of the line in it, from 1")
_VERSION = Column("ike_version", "int", "1 or 2")
_ROLE = Column("role", "text", "initiator or responder, of the gateway")
_CAUSE = Column("cause", "text", "id of the cause, see 'ikedoctor explain'")
_CONFIDENCE = Column("confidence", "text", "proven, likely or possible")
_FIRST = Column("first_time", "time", "when first seen")
_LAST = Column("last_time", "time", "when last seen")

TABLES: dict[str, tuple[Column, ...]] = {
    "inputs": (
        _INPUT,
        Column("gateway", "text", "the gateway that wrote it"),
        Column("size", "int", "bytes of text"),
        Column("packed", "int", "bytes as stored"),
        Column("hash", "text", "digest of the text"),
        Column("first_time", "time", "time stamp of its first line that has one"),
        Column("last_time", "time", "time stamp of its last line that has one"),
        Column("lines", "int", "lines read: the sum of the next four"),
        Column("events", "int", "lines that were understood"),
        Column("noise", "int", "routine lines of IKE daemons"),
        Column("other", "int", "lines of other programs"),
        Column("not_understood", "int", "lines of IKE daemons that were not understood"),
        Column("problem", "text", "why it was not read, or not to its end"),
        Column("duplicate_of", "text", "the input with the same content that was read instead"),
    ),
    "tunnels": (
        _GATEWAY,
        _TUNNEL,
        Column("name", "text", "name of the connection"),
        Column("local", "text", "address of the gateway"),
        Column("remote", "text", "address of the peer"),
        Column("local_id", "text", "identity of the gateway"),
        Column("remote_id", "text", "identity of the peer"),
        _VERSION,
        _ROLE,
        Column("state", "text", "at the end of the log: down, phase1, up, degraded, closed or unknown"),
        Column("attempts", "int", "negotiations of it"),
        _FIRST,
        _LAST,
    ),
    "negotiations": (
        _GATEWAY,
        _TUNNEL,
        _NEGOTIATION,
        Column("dialect", "text", "the daemon that wrote the log"),
        Column("conn", "text", "name of the connection"),
        _VERSION,
        Column("mode", "text", "main or aggressive"),
        _ROLE,
        Column("state", "text", "how far it came"),
        Column("cause", "text", "id of the cause that it failed for"),
        _CONFIDENCE,
        _FIRST,
        _LAST,
        Column("first_input", "text", "where it begins"),
        Column("first_line", "int", "where it begins"),
        Column("last_input", "text", "where it ends"),
        Column("last_line", "int", "where it ends"),
    ),
    "events": (
        _GATEWAY,
        _TUNNEL,
        _NEGOTIATION,
        _INPUT,
        _LINE,
        Column("time", "time", "time stamp of the line"),
        Column("kind", "text", "what the line says, in the program's vocabulary"),
        Column("why", "text", "why it counts"),
        Column("text", "text", "the line"),
    ),
    "findings": (
        _GATEWAY,
        _TUNNEL,
        _CAUSE,
        Column("title", "text", "the cause in words"),
        _CONFIDENCE,
        Column("status", "text", "active (wrong now), recovered or note"),
        Column("summary", "text", "one sentence"),
        _FIRST,
        _LAST,
        Column("count", "int", "attempts that failed for it"),
        Column("faq", "texts", "sections of the FAQ"),
        Column("alternatives", "texts", "ids of the causes that the evidence allows too"),
        Column("evidence", "text", "JSON list of {input, line, text, why}"),
        Column("details", "text", "JSON object of both sides' values"),
    ),
    "sas": (
        _GATEWAY,
        _TUNNEL,
        Column("kind", "text", "ike, child, or configured (a pair of networks that has no SA)"),
        _INPUT,
        _LINE,
        Column("name", "text", "name of the connection"),
        Column("state", "text", "as the daemon says"),
        _VERSION,
        Column("spi_in", "text", "inbound SPI; of an IKE_SA the initiator's"),
        Column("spi_out", "text", "outbound SPI; of an IKE_SA the responder's"),
        Column("local_ts", "texts", "networks here"),
        Column("remote_ts", "texts", "networks there"),
        Column("bytes_in", "int", "bytes that came in"),
        Column("bytes_out", "int", "bytes that went out"),
        Column("packets_in", "int", "packets that came in"),
        Column("packets_out", "int", "packets that went out"),
        Column("age", "int", "seconds since it was established"),
    ),
}

# The rows of older generations stay while a stream grows; of the other tables only the latest generation's count.
GROWING = frozenset({"negotiations", "events"})

# What is still open at the end of a stream is told as well, until the next reading knows how it went on.
OPEN = {"open_negotiations": "negotiations", "open_events": "events"}
ROWS: dict[str, tuple[Column, ...]] = {**TABLES, **{table: TABLES[name] for table, name in OPEN.items()}}

# What the store adds.
FIRST_RUN = Column("first_run", "int", "the run that first saw this cause in this status at this tunnel")
RUNS: tuple[Column, ...] = (
    Column("run", "int", "number of the run, from 1; a run that was interrupted is taken up again under its number"),
    Column("version", "text", "version of ikedoctor"),
    Column("targets", "texts", "what it was told to read"),
    Column("started", "time", "when it began"),
    Column("ended", "time", "when it ended"),
    Column("finished", "bool", "whether it came to its end"),
    Column("streams", "int", "streams that it read or read on"),
)

# Texts that come from a log as they are: keys and passwords are taken out before they are stored.
LOG_TEXTS = frozenset({("events", "text"), ("events", "why"), ("findings", "summary"), ("negotiations", "conn"), ("tunnels", "name"), ("sas", "name")})
LOG_JSON = frozenset({("findings", "evidence"), ("findings", "details")})


def columns(table: str) -> tuple[Column, ...]:
    """All columns of a view, in order. Raises KeyError where there is none of this name."""
    if table == "runs":
        return RUNS
    return (STREAM, GENERATION, *TABLES[table], *((FIRST_RUN,) if table == "findings" else ()))


def describe() -> str:
    """All tables and columns, for people."""
    parts = []
    for table in (*TABLES, "runs"):
        shown = columns(table)
        width = max(len(c.name) for c in shown)
        grows = "  (adds up while a stream grows)" if table in GROWING else ""
        parts.append(table + grows)
        parts += [f"  {c.name:<{width}}  {c.type:<5}  {c.meaning}" for c in shown]
        parts.append("")
    return "\n".join(parts)
