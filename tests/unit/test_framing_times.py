"""Times as logs write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from analyzer.framing.timestamps import clock, iso, parse_time, zone

CET = timezone(timedelta(hours=1))

TIMES = (
    ("2026-11-23T07:18:32", datetime(2026, 11, 23, 7, 18, 32)),
    ("2026-11-23 07:18:32.884", datetime(2026, 11, 23, 7, 18, 32, 884000)),
    ("2026-11-23T07:18:32,884", datetime(2026, 11, 23, 7, 18, 32, 884000)),
    ("2026/11/23 07:18:32", datetime(2026, 11, 23, 7, 18, 32)),
    ("2026-11-23T07:18:32Z", datetime(2026, 11, 23, 7, 18, 32, tzinfo=UTC)),
    ("2026-11-23T07:18:32+0100", datetime(2026, 11, 23, 7, 18, 32, tzinfo=CET)),
    ("2026-11-23T07:18:32+0100.884", datetime(2026, 11, 23, 7, 18, 32, 884000, tzinfo=CET)),
    ("2026-11-23T07:18:32.123456789+01:00", datetime(2026, 11, 23, 7, 18, 32, 123456, tzinfo=CET)),
    ("Mon 2026-11-23 07:18:32 CET", datetime(2026, 11, 23, 7, 18, 32, tzinfo=CET)),
    ("Mon, 2026-11-23, 07:18:32", datetime(2026, 11, 23, 7, 18, 32)),
    ("Mon Nov 23 07:18:32 2026", datetime(2026, 11, 23, 7, 18, 32)),
    ("Nov 23 07:18:32 UTC 2026", datetime(2026, 11, 23, 7, 18, 32, tzinfo=UTC)),
    ("Nov  3 2026 07:18:32", datetime(2026, 11, 3, 7, 18, 32)),
    ("nov/23/2026 07:18:32", datetime(2026, 11, 23, 7, 18, 32)),
    ("2026 Nov 23 07:18:32", datetime(2026, 11, 23, 7, 18, 32)),
    ("23 Nov 2026 07:18:32", datetime(2026, 11, 23, 7, 18, 32)),
    ("23-Nov-26 07:18:32", datetime(2026, 11, 23, 7, 18, 32)),
    ("23.11.2026 07:18:32", datetime(2026, 11, 23, 7, 18, 32)),
    ("11/23/26 07:18:32 PM", datetime(2026, 11, 23, 19, 18, 32)),
    ("11/23/26 12:18:32 AM", datetime(2026, 11, 23, 0, 18, 32)),
    ("1700000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
    ("1700000000.123456", datetime(2023, 11, 14, 22, 13, 20, 123456, tzinfo=UTC)),
    ("1700000000123", datetime(2023, 11, 14, 22, 13, 20, 123000, tzinfo=UTC)),
    ("1700000000123456", datetime(2023, 11, 14, 22, 13, 20, 123456, tzinfo=UTC)),
    ("2026-11-23T23:59:60", datetime(2026, 11, 23, 23, 59, 59)),
)

WITHOUT_YEAR = (
    ("Nov 23 07:18:32", datetime(2024, 11, 23, 7, 18, 32)),
    ("Feb 29 07:18:32.097552", datetime(2024, 2, 29, 7, 18, 32, 97552)),
    ("Dez  3 07:18:32", datetime(2024, 12, 3, 7, 18, 32)),
    ("*Mar  1 00:00:01.123", datetime(2024, 3, 1, 0, 0, 1, 123000)),
    ("nov/23 07:18:32", datetime(2024, 11, 23, 7, 18, 32)),
    ("11-23 07:18:32.123", datetime(2024, 11, 23, 7, 18, 32, 123000)),
)


@pytest.mark.parametrize(("text", "time"), TIMES)
def test_time_with_year(text: str, time: datetime) -> None:
    assert parse_time(text) == time


@pytest.mark.parametrize(("text", "time"), WITHOUT_YEAR)
def test_time_without_year_needs_one(text: str, time: datetime) -> None:
    assert parse_time(text) is None
    assert parse_time(text, 2024) == time


@pytest.mark.parametrize("text", ["", "yesterday", "Foo 23 07:18:32", "2026-13-23T07:18:32", "2026-11-23T25:18:32", "Feb 30 07:18:32"])
def test_what_is_no_time(text: str) -> None:
    assert parse_time(text, 2026) is None
    assert clock(text) is None
    assert iso(text, 2026) == text


def test_zone_is_the_callers_where_the_log_has_none() -> None:
    assert parse_time("Nov 23 07:18:32", 2026, "+01:00") == datetime(2026, 11, 23, 7, 18, 32, tzinfo=CET)
    assert parse_time("2026-11-23T07:18:32Z", None, "+01:00") == datetime(2026, 11, 23, 7, 18, 32, tzinfo=UTC)
    assert iso("Nov 23 07:18:32", 2026, "UTC") == "2026-11-23T07:18:32+00:00"


def test_iso_keeps_the_precision() -> None:
    assert iso("Nov 23 07:18:32", 2026) == "2026-11-23T07:18:32"
    assert iso("2026-11-23 07:18:32.884") == "2026-11-23T07:18:32.884"
    assert iso("Nov 23 07:18:32.097552", 2026) == "2026-11-23T07:18:32.097552"
    assert iso("Nov 23 07:18:32") == "Nov 23 07:18:32"


def test_zone_names() -> None:
    assert zone(None) is None
    assert zone("utc") is UTC
    assert zone("-0330") == timezone(-timedelta(hours=3, minutes=30))
    assert str(zone("Europe/Berlin")) == "Europe/Berlin"
    with pytest.raises(ValueError, match="no such time zone: Nowhere"):
        zone("Nowhere")


def test_clock_compares_and_subtracts() -> None:
    first, second = clock("Nov 23 07:18:32.5"), clock("Nov 23 07:19:32")
    assert first is not None
    assert second is not None
    assert second - first == 59.5
    assert clock("10:00:01.5") == 36001.5
    assert clock("2026-11-23T08:00:00+0100") == clock("2026-11-23T07:00:00Z")
