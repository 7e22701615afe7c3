"""Dates as people say them: ISO forms and words, read as moments and as stretches of time.

A date names a stretch: a year, a month, a week, a day, or the minute or second of a time of day.
`span` gives the stretch, `moment` its beginning. Without an offset the local zone at that date counts.
"""

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import NamedTuple

LONGEST = 100
EXAMPLES = "2026-11-23, 2026-11-23T14:30, 'yesterday 17:00', 'last friday', '3 days ago'"
YEAR_OR_MONTH = re.compile(r"(\d{4})(?:-(\d\d))?", re.ASCII)
WEEK = re.compile(r"\d{4}-?W\d\d", re.ASCII)
# What looks like this is ISO or a slip, never words: dateparser would read 2026-13-01 as 13 January.
ISO_SHAPE = re.compile(r"\d{4}-?[W\d][\dW:T.,Z+-]*", re.ASCII)
# Enough days to be sure to reach the next one from its first.
DAYS = {"day": 1, "week": 7, "month": 31, "year": 366}


class Span(NamedTuple):
    """A stretch of time, half-open: from `start` up to but without `end`, both aware; None is open."""

    start: datetime | None
    end: datetime | None


def moment(words: str, now: datetime) -> datetime:
    """Return the aware datetime the words name, as said at `now` (aware, in the local zone).

    An offset in the words is kept. A day is its midnight, a month its first midnight, "last friday" and
    "friday" alike the last one before today, a time alone ("17:00") its latest occurrence.
    Raises ValueError, whose message quotes the words, when they name no date or one outside years 1-9999.
    """
    return _stretch(words, now)[0]


def span(words: str, now: datetime) -> Span:
    """Return the stretch of time the words name, as said at `now` (aware, in the local zone).

    `2026` is the year, `2026-03` the month, `last week` Monday to Sunday; `A..B` runs from the start of A
    to the end of B, and either may be missing. Raises ValueError as `moment` does, and when B ends before
    A starts.
    """
    first, dots, last = words.partition("..")
    if not dots:
        return Span(*_stretch(words, now))
    if not first.strip() and not last.strip():
        raise _not_a_date(words)
    start = _stretch(first, now)[0] if first.strip() else None
    end = _stretch(last, now)[1] if last.strip() else None
    if start and end and end <= start:
        raise ValueError(f"{_quoted(words)} ends before it starts")
    return Span(start, end)


def _stretch(words: str, now: datetime) -> tuple[datetime, datetime]:
    words = words.strip()
    if not words or ".." in words or len(words) > LONGEST:
        raise _not_a_date(words)
    try:
        start, unit = _iso(words) or _spoken(words, now)
        return _aware(start), _aware(_end(start, unit))
    except (ValueError, OverflowError, OSError):
        raise _not_a_date(words) from None


def _iso(words: str) -> tuple[datetime, str] | None:
    if match := YEAR_OR_MONTH.fullmatch(words):
        return datetime(int(match[1]), int(match[2] or 1), 1), "month" if match[2] else "year"  # noqa: DTZ001
    with suppress(ValueError):
        return datetime.combine(date.fromisoformat(words), time()), "week" if WEEK.fullmatch(words) else "day"
    with suppress(ValueError):
        start = datetime.fromisoformat(words)
        return start, "second" if start.second or start.microsecond else "minute"
    return None


def _spoken(words: str, now: datetime) -> tuple[datetime, str]:
    if ISO_SHAPE.fullmatch(words):
        raise _not_a_date(words)
    # Loaded here, not above: its library takes 100 ms, and every search imports this module.
    reading: tuple[datetime, str] | None = import_module("learnlog.datewords").read(words, now)
    if reading is None:
        raise _not_a_date(words)
    return reading


def _end(start: datetime, unit: str) -> datetime:
    if unit in ("second", "minute"):
        return start + timedelta(**{f"{unit}s": 1})
    end = start + timedelta(days=DAYS[unit])
    if unit == "month":
        return end.replace(day=1)
    return end.replace(month=1, day=1) if unit == "year" else end


def _aware(wall: datetime) -> datetime:
    return wall if wall.tzinfo else wall.astimezone()


def _not_a_date(words: str) -> ValueError:
    return ValueError(f"{_quoted(words)} is not a date; say for example {EXAMPLES}")


def _quoted(words: str) -> str:
    return repr(words if len(words) <= LONGEST else words[:LONGEST] + "…")
