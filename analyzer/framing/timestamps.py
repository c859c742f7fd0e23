"""Times as logs write them. Nothing is assumed: a missing year and a missing time zone are the caller's to give."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache

# English, then what other locales write
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan janv ene gen", "feb fév févr fev", "mar mär mrz mars", "apr avr avri avril abr", "may mai mag mayo", "jun juin june giu", "jul juil july lug",
            "aug août aou ago", "sep sept set", "oct okt ott out", "nov", "dec dez déc dic",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip

_HOURS = {
    "UTC": 0, "GMT": 0, "WET": 0, "Z": 0, "CET": 1, "WEST": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "SGT": 8, "HKT": 8, "JST": 9,
    "KST": 9, "AEST": 10, "AEDT": 11, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip

_CLOCK = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?(?: (?P<half>[AP]M))?"
_ZONE = r"(?: ?(?P<zone>Z|[+-]\d\d(?::?\d\d)?|[A-Z]{3,5}))?"
_NAME = r"(?P<name>[^\W\d_]{3,5})\.?"
_FORMS = (
    # 2026-11-23T07:18:32.884+0000    2021-05-10, 16:21:10    2026/11/23 07:18:32
    rf"(?P<year>\d{{4}})[-/](?P<month>\d\d)[-/](?P<day>\d\d)(?:T|,? ){_CLOCK}{_ZONE}(?:\.(?P<late>\d{{3,6}}))?",
    # Nov 23 07:21:00.097552    Nov 23 2026 07:21:00    Jan  1 10:00:00 2024    Jan 12 10:00:01 UTC 2024
    rf"{_NAME} {{1,2}}(?P<day>\d{{1,2}})(?: (?P<year>\d{{4}}))? {_CLOCK}{_ZONE}(?: (?P<last_year>\d{{4}}))?",
    # jan/02/2024 10:00:00
    rf"{_NAME}/(?P<day>\d\d)(?:/(?P<year>\d{{4}}))? {_CLOCK}",
    # 2024 Nov 12 10:00:00    12 Nov 2024 10:00:00    12-Nov-24 10:00:00
    rf"(?P<year>\d{{4}}) {_NAME} (?P<day>\d{{1,2}}) {_CLOCK}",
    rf"(?P<day>\d{{1,2}})[ -]{_NAME}(?:[ -](?P<year>\d{{2,4}}))? {_CLOCK}{_ZONE}",
    # 23.11.2026 07:21:00
    rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{2,4}}),? {_CLOCK}",
    # 11/23/26 07:21:00 AM
    rf"(?P<month>\d{{1,2}})[/-](?P<day>\d{{1,2}})[/-](?P<year>\d{{2,4}}),? {_CLOCK}",
    # 11-23 07:21:00.123
    rf"(?P<month>\d\d)-(?P<day>\d\d) {_CLOCK}",
)
_WEEKDAY = re.compile(r"[*.]?(?:[^\W\d_]{2,3}\.?,? (?=[^\W\d_]{3,5}\.? {1,2}\d|\d{4}[-/]|\d{1,2}[ -][^\W\d_]))?")
_EPOCH = re.compile(r"(\d{9,10})(\d{3}|\d{6}|\d{9})?(?:\.(\d{1,9}))?")


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, _FORMS))


@cache
def zone(tz: str | None) -> tzinfo | None:
    """The time zone of ``UTC``, ``+08:00`` or ``Asia/Shanghai``; raises ValueError for a name that is none."""
    if tz is None:
        return None
    if tz.upper() in ("Z", "UTC"):
        return UTC
    offset = re.fullmatch(r"([+-])(\d\d)(?::?([0-5]\d))?", tz)
    if offset is not None:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes)) if minutes < 1440 else None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"no such time zone: {tz}") from None


def parse_time(text: str, year: int | None = None, tz: str | None = None) -> datetime | None:
    """The time that ``text`` says, or None where it is none or has no year and none is given.

    A time without a zone is in ``tz``; without that, the result is naive.
    """
    found = _read(text, year)
    return None if found is None else _placed(found[0], found[1], tz)


@lru_cache(4096)
def time_in_any_year(text: str) -> datetime | None:
    """As :func:`parse_time`, for times of which only the differences count."""
    return parse_time(text, 2000)


def is_later(one: str, other: str) -> bool | None:
    """Whether ``one`` is later than ``other``; None where that cannot be told: no times, or only one of them has a zone.

    A time without a year is taken to be of the other's year.
    """
    a, b = parse_time(one), parse_time(other)
    a = a or parse_time(one, b.year if b else 2000)
    b = b or parse_time(other, a.year if a else 2000)
    if a is None or b is None or (a.tzinfo is None) != (b.tzinfo is None):
        return None
    return a > b


def iso(text: str, year: int | None = None, tz: str | None = None) -> str:
    """The time in ISO 8601 with the log's own precision, or ``text`` itself where it cannot be told."""
    found = _read(text, year)
    if found is None:
        return text
    time, digits = _placed(found[0], found[1], tz), found[2]
    return time.isoformat(timespec="seconds" if not digits else "milliseconds" if digits <= 3 else "microseconds")


def _placed(time: datetime, offset: tzinfo | None, tz: str | None) -> datetime:
    return time.replace(tzinfo=zone(tz) if offset is None else offset)


def clock(text: str) -> float | None:
    """Seconds on one scale for the times of one log, to compare and subtract them; without a year they count from January 1."""
    found = _read(text, 2000)
    if found is None:
        m = re.fullmatch(_CLOCK, text)
        return None if m is None else int(m["hour"]) * 3600 + int(m["minute"]) * 60 + int(m["second"]) + _fraction(m["fraction"]) / 1e6
    time, offset, _ = found
    return time.replace(tzinfo=offset or UTC).timestamp()


def _fraction(digits: str | None) -> int:
    return int(digits[:6].ljust(6, "0")) if digits else 0


def _read(text: str, year: int | None) -> tuple[datetime, tzinfo | None, int] | None:
    """Naive time, its own zone, and how many digits the fraction of a second has."""
    text = text.strip(" []")
    m = _EPOCH.fullmatch(text)
    if m is not None:
        digits = (m[2] or "") + (m[3] or "")
        return datetime.fromtimestamp(int(m[1]), UTC).replace(tzinfo=None, microsecond=_fraction(digits)), UTC, len(digits)
    start = _WEEKDAY.match(text)
    text = text[start.end() :] if start is not None else text
    for form in _forms():
        m = form.fullmatch(text)
        if m is not None:
            return _made(m.groupdict(), year)
    return None


def _made(part: dict[str, str | None], year: int | None) -> tuple[datetime, tzinfo | None, int] | None:
    written = part.get("year") or part.get("last_year")
    if written is not None:
        year = int(written) + (2000 if len(written) == 2 else 0)
    month = _MONTHS.get((part.get("name") or "").lower()) if part.get("name") else int(part.get("month") or 0)
    hour = int(part["hour"] or 0)
    if part.get("half"):
        hour = hour % 12 + (12 if part["half"] == "PM" else 0)
    if year is None or not month:
        return None
    digits = part["fraction"] or part.get("late") or ""
    try:
        second = min(int(part["second"] or 0), 59)  # a leap second
        time = datetime(year, month, int(part["day"] or 0), hour, int(part["minute"] or 0), second, _fraction(digits))
    except ValueError:
        return None
    return time, _offset(part.get("zone")), len(digits)


def _offset(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text[0] in "+-":
        return zone(text)
    hours = _HOURS.get(text)
    return None if hours is None else UTC if hours == 0 else timezone(timedelta(hours=hours))
