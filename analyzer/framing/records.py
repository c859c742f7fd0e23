"""Lines that are records: JSON of charon, of the journal, of Docker and of log shippers; ``swanctl --log --raw``."""

import json
import re

from analyzer.model import Line

# log {group=IKE level=1 thread=5 ikesa-name=net-net ikesa-uniqueid=1 msg=initiating Main Mode IKE_SA net-net[1] to 192.0.2.1}
_RAW = re.compile(
    r"log \{(?:group=(\w+) )?(?:level=-?\d+ )?(?:thread=(\d+) )?(?:ikesa-name=([^\n]{0,128}?) (?=ikesa-uniqueid=|msg=))?"
    r"(?:ikesa-uniqueid=(\d+) )?msg=(.*)"
)

_NAMES = {
    "message": ("msg", "MESSAGE", "message", "log", "Message", "textPayload", "@message", "line", "text"),
    "time": ("time", "__REALTIME_TIMESTAMP", "_SOURCE_REALTIME_TIMESTAMP", "@timestamp", "timestamp", "ts", "date", "Timestamp"),
    "host": ("_HOSTNAME", "host", "hostname", "Hostname", "logStreamName", "@logStream"),
    "program": ("SYSLOG_IDENTIFIER", "_COMM", "syslog_identifier", "program", "ident", "appname"),
    "pid": ("_PID", "SYSLOG_PID", "pid"),
    "thread": ("THREAD", "thread"),
    "group": ("GROUP", "group"),
    "conn": ("IKE_SA_NAME", "ikesa-name"),
    "sa": ("IKE_SA_UNIQUE_ID", "ikesa-uniqueid"),
}
# name in a record -> field of a line, and its rank among the names of that field
_PLACES = {name: (field, rank) for field, names in _NAMES.items() for rank, name in enumerate(names)}


def read_json(line: Line, text: str) -> bool:
    """Fill the line from a JSON object that holds a message; False where it is none."""
    try:
        record = json.loads(text.rstrip(" ,"))
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and (_read_aws(line, record) or fill(line, record))


def _read_aws(line: Line, record: dict[str, object]) -> bool:
    """Fill the line from a row of AWS's tunnel log; the states come before the words, for a fault is newer than they are."""
    if "ike_phase1_state" not in record:
        return False
    line.time = _text(record.get("timestamp")) or _text(record.get("event_timestamp")) or line.time
    states = " ".join(f"{name}={record.get(name)}" for name in ("ike_phase1_state", "ike_phase2_state"))
    line.message = f"{{{states}}} {record.get('details') or ''}".strip()
    line.dialect = "aws"
    return True


def read_raw(line: Line, text: str) -> bool:
    """Fill the line from a record that swanctl printed raw; False where it is none."""
    m = _RAW.match(text)
    if m is None:
        return False
    line.group, line.thread, line.conn, line.sa, message = m.groups()
    line.message = message[:-1] if message.endswith("}") else message
    _tidy(line)
    line.dialect = "strongswan"
    return True


def fill(line: Line, record: dict[str, object]) -> bool:
    """Fill the line from a record's fields; False where it has no message."""
    found: dict[str, str] = {}
    ranks: dict[str, int] = {}
    for name, value in record.items():
        place = _PLACES.get(name)
        if place is None or ranks.get(place[0], len(_PLACES)) < place[1]:
            continue
        text = _text(value)
        if text:
            found[place[0]], ranks[place[0]] = text, place[1]
    message = found.pop("message", None)
    if message is None:
        return False
    line.message = " ".join(message.split("\n")).strip()
    for field, text in found.items():
        setattr(line, field, text)
    _tidy(line)
    if line.thread is not None and line.group is not None and len(line.group) == 3 and line.group.isupper():
        line.dialect = "strongswan"
    return True


def _text(value: object) -> str | None:
    """A field's text; the journal gives bytes that are no UTF-8 as a list of numbers."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, list) and value:
        if all(isinstance(n, int) and 0 <= n < 256 for n in value):
            return bytes(value).decode("utf-8", "replace")
        return _text(value[0])
    return None


def _tidy(line: Line) -> None:
    if line.thread is not None:
        line.thread = line.thread.zfill(2)
    if line.sa == "0":
        line.sa = None
    if not line.conn:
        line.conn = None
