"""Dates as people say them, heard in Berlin on a Tuesday afternoon."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnlog.when import Span, moment, span

TUESDAY = (2026, 11, 24, 15, 20, 30, 123)
NEW_YEAR = datetime(2024, 1, 1)  # noqa: DTZ001 - made local where it is used
few = settings(max_examples=60, deadline=None)


@pytest.fixture(autouse=True)
def berlin():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


def at(*parts):
    return datetime(*parts).astimezone()


def run(script, **variables):
    """Run in a process of its own: libraries loaded and zones seen earlier must not matter."""
    subprocess.run([sys.executable, "-c", script], check=True, env=os.environ | variables)


def said(words):
    return moment(words, at(*TUESDAY)).replace(tzinfo=None).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2026-03-05", "2026-03-05T00:00:00+01:00"),
        ("2026-07-05", "2026-07-05T00:00:00+02:00"),
        ("2026-11-23T14:30", "2026-11-23T14:30:00+01:00"),
        ("2026-07-05 14:30:15", "2026-07-05T14:30:15+02:00"),
        ("2026-11-23T14:30:15+05:30", "2026-11-23T14:30:15+05:30"),
        ("2026-11-23T14:30:15Z", "2026-11-23T14:30:15+00:00"),
        ("2026", "2026-01-01T00:00:00+01:00"),
        ("  2026-08 ", "2026-08-01T00:00:00+02:00"),
    ],
)
def test_iso_forms_keep_their_offset_or_take_the_local_one_of_that_date(words, iso):
    assert moment(words, at(*TUESDAY)).isoformat() == iso


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("now", "2026-11-24T15:20"),
        ("today", "2026-11-24T00:00"),
        ("Yesterday", "2026-11-23T00:00"),
        ("yesterday 17:00", "2026-11-23T17:00"),
        ("yesterday at 5pm", "2026-11-23T17:00"),
        ("yesterday noon", "2026-11-23T12:00"),
        ("this morning", "2026-11-24T09:00"),
        ("day before yesterday", "2026-11-22T00:00"),
        ("last friday", "2026-11-20T00:00"),
        ("friday", "2026-11-20T00:00"),
        ("tuesday", "2026-11-17T00:00"),
        ("monday 9:30", "2026-11-23T09:30"),
        ("3 days ago", "2026-11-21T00:00"),
        ("2 weeks ago", "2026-11-10T00:00"),
        ("a month ago", "2026-10-24T00:00"),
        ("an hour ago", "2026-11-24T14:20"),
        ("in 3 weeks", "2026-12-15T00:00"),
        ("in a week", "2026-12-01T00:00"),
        ("in 3 months", "2027-02-24T00:00"),
        ("in 2 years", "2028-11-24T00:00"),
        ("3 weeks from now", "2026-12-15T00:00"),
        ("in next week", "2026-11-30T00:00"),
        ("in last week", "2026-11-16T00:00"),
        ("in march", "2026-03-01T00:00"),
        ("in 2028", "2028-01-01T00:00"),
        ("in december 2027", "2027-12-01T00:00"),
        ("last week", "2026-11-16T00:00"),
        ("last month", "2026-10-01T00:00"),
        ("last year", "2025-01-01T00:00"),
        ("march", "2026-03-01T00:00"),
        ("noon", "2026-11-24T12:00"),
        ("9:30", "2026-11-24T09:30"),
        ("17:00", "2026-11-23T17:00"),
        ("today 17:00", "2026-11-24T17:00"),
        ("23 nov 2026", "2026-11-23T00:00"),
        ("nov 23", "2026-11-23T00:00"),
        ("25 dec", "2025-12-25T00:00"),
        ("5.3.2026", "2026-03-05T00:00"),
        ("23.11.2026 14:30", "2026-11-23T14:30"),
        ("5/3/2026", "2026-05-03T00:00"),
        ("23/11/2026", "2026-11-23T00:00"),
        ("23 nov 2026 14:00 +0200", "2026-11-23T13:00"),
        ("Mon Nov 23 14:30:15 2026 +0200", "2026-11-23T13:30"),
    ],
)
def test_words(words, expected):
    assert said(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("gestern 17:00", "2026-11-23T17:00"),
        ("gestern um 17 Uhr", "2026-11-23T17:00"),
        ("gestern Abend", "2026-11-23T18:00"),
        ("heute morgen", "2026-11-24T09:00"),
        ("letzten Freitag", "2026-11-20T00:00"),
        ("letzten Monat", "2026-10-01T00:00"),
        ("vor 3 Tagen", "2026-11-21T00:00"),
        ("vor zwei Wochen", "2026-11-10T00:00"),
        ("in zwei Wochen", "2026-12-08T00:00"),
        ("in einem Monat", "2026-12-24T00:00"),
        ("en 3 semanas", "2026-12-15T00:00"),
        ("dans un mois", "2026-12-24T00:00"),
        ("3. März", "2026-03-03T00:00"),
        ("ayer a las 17:00", "2026-11-23T17:00"),
        ("el viernes pasado", "2026-11-20T00:00"),
        ("hace 3 días", "2026-11-21T00:00"),
        ("hier à 17h30", "2026-11-23T17:30"),
        ("vendredi dernier", "2026-11-20T00:00"),
        ("il y a 3 jours", "2026-11-21T00:00"),
        ("venerdì scorso", "2026-11-20T00:00"),
        ("ontem", "2026-11-23T00:00"),
        ("vorige vrijdag", "2026-11-20T00:00"),
        ("昨日", "2026-11-23T00:00"),
        ("3天前", "2026-11-21T00:00"),
    ],
)
def test_words_of_other_languages(words, expected):
    assert said(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "banana",
        "the fix",
        "yesterday banana",
        "may be",
        "a",
        "so",
        "on",
        "5",
        "12",
        "v2.3.1",
        "friday monday",
    ],
)
def test_what_is_no_date_is_refused_by_name_with_examples(words):
    with pytest.raises(ValueError, match="2026-11-23") as caught:
        moment(words, at(*TUESDAY))
    assert repr(words.strip()) in str(caught.value)


@pytest.mark.parametrize(
    "words",
    [
        "2026-13",
        "2026-13-01",
        "2026-02-30",
        "2026W60",
        "31.02.2026",
        "25:00",
        "yesterday 25:00",
        "yesterday at 17",
        "3 days ago at 17",
        "friday 17",
        "pasado mañana",
        "q1 2026",
        "1484823450",
    ],
)
def test_what_could_only_be_guessed_is_refused(words):
    with pytest.raises(ValueError, match="is not a date"):
        moment(words, at(*TUESDAY))


@pytest.mark.parametrize(
    "words", ["0000", "0000-01-01", "9999-12", "9999", "9999-12-31", "99999999 days ago", "5000 years ago"]
)
def test_what_lies_outside_the_calendar_is_refused(words):
    with pytest.raises(ValueError, match=words):
        span(words, at(*TUESDAY))


def test_long_words_are_refused_and_quoted_in_part():
    with pytest.raises(ValueError, match="is not a date") as caught:
        moment("yesterday " * 1000, at(*TUESDAY))
    assert len(str(caught.value)) < 300
    assert moment("yesterday" + " " * 1000, at(*TUESDAY)) == at(2026, 11, 23)


def test_now_is_exactly_now():
    now = at(*TUESDAY)
    assert moment("now", now) == now


@pytest.mark.parametrize(
    ("now", "words", "expected"),
    [
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "an hour ago", datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
        (
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
            "2 hours ago",
            datetime(2026, 10, 24, 23, 30, tzinfo=UTC),
        ),
        (
            datetime(2026, 3, 29, 18, 0, tzinfo=UTC),
            "yesterday 17:00",
            datetime(2026, 3, 28, 16, 0, tzinfo=UTC),
        ),
        (datetime(2026, 3, 29, 18, 0, tzinfo=UTC), "today 17:00", datetime(2026, 3, 29, 15, 0, tzinfo=UTC)),
    ],
)
def test_summer_time_counts_elapsed_hours_and_named_hours(now, words, expected):
    assert moment(words, now.astimezone()) == expected


@pytest.mark.parametrize("zone", ["UTC-3", "Nowhere/Atall"])
def test_a_zone_without_a_name_will_do(zone):
    script = "import datetime as d; from learnlog.when import moment; moment('friday', d.datetime.now(d.UTC))"
    run(script, TZ=zone)


@few
@given(st.integers(0, 800), st.integers(0, 6))
def test_a_weekday_is_the_last_one_before_today(days, weekday):
    now = at(2025, 12, 25, 8) + timedelta(days=days)
    name = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")[weekday]
    day = moment(name, now).date()
    assert day.weekday() == weekday
    assert timedelta(1) <= now.date() - day <= timedelta(7)


@few
@given(st.datetimes(NEW_YEAR, NEW_YEAR.replace(year=2027)), st.integers(0, 23), st.integers(0, 59))
def test_a_time_alone_is_its_latest_occurrence(now, hour, minute):
    expected = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    expected -= timedelta(days=expected > now)
    assert moment(f"{hour}:{minute:02}", now.astimezone()) == expected.astimezone()


def test_the_first_of_a_month_does_not_mislead_a_time_alone():
    assert moment("noon", at(2026, 1, 1, 0, 10)) == at(2025, 12, 31, 12)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("2026", (2026, 1, 1), (2027, 1, 1)),
        ("2026-03", (2026, 3, 1), (2026, 4, 1)),
        ("2026-02", (2026, 2, 1), (2026, 3, 1)),
        ("2026-12", (2026, 12, 1), (2027, 1, 1)),
        ("2026-W48", (2026, 11, 23), (2026, 11, 30)),
        ("2026-03-29", (2026, 3, 29), (2026, 3, 30)),
        ("today", (2026, 11, 24), (2026, 11, 25)),
        ("yesterday", (2026, 11, 23), (2026, 11, 24)),
        ("this week", (2026, 11, 23), (2026, 11, 30)),
        ("last week", (2026, 11, 16), (2026, 11, 23)),
        ("last month", (2026, 10, 1), (2026, 11, 1)),
        ("last year", (2025, 1, 1), (2026, 1, 1)),
        ("2 weeks ago", (2026, 11, 10), (2026, 11, 11)),
        ("yesterday 17:00", (2026, 11, 23, 17), (2026, 11, 23, 17, 1)),
        ("2026-11-23T17:00:05", (2026, 11, 23, 17, 0, 5), (2026, 11, 23, 17, 0, 6)),
        ("2026-01..2026-03", (2026, 1, 1), (2026, 4, 1)),
        ("2026-03 .. yesterday", (2026, 3, 1), (2026, 11, 24)),
    ],
)
def test_a_span_is_what_the_words_cover(words, start, end):
    assert span(words, at(*TUESDAY)) == Span(at(*start), at(*end))


def test_an_open_side_has_no_limit():
    assert span("..2026-03", at(*TUESDAY)) == Span(None, at(2026, 4, 1))
    assert span("2026-03..", at(*TUESDAY)) == Span(at(2026, 3, 1), None)


@pytest.mark.parametrize("words", ["..", "2026-03..2026-01", "2026..2027..2028", "2026..banana"])
def test_a_span_that_makes_no_sense_is_refused(words):
    with pytest.raises(ValueError, match=r"is not a date|ends before"):
        span(words, at(*TUESDAY))


@pytest.mark.parametrize("words", ["2026-01..2026-03", "..2026"])
def test_a_range_is_no_moment(words):
    with pytest.raises(ValueError, match="is not a date"):
        moment(words, at(*TUESDAY))


PIECES = st.sampled_from(
    "2026 9999 0 03 31 17:00 24:00 .. - + . , T W Z +0100 ago last in vor il y a days month week year "
    "friday yesterday now noon am uhr hace 前 nov mar utc 1e9 ² ٣".split()
)


@few
@given(
    st.text(max_size=120)
    | st.lists(PIECES, max_size=8).map(" ".join)
    | st.lists(PIECES, max_size=6).map("".join)
)
def test_any_text_is_an_aware_date_or_a_value_error(words):
    try:
        found = span(words, at(*TUESDAY))
    except ValueError:
        return
    assert all(side is None or side.utcoffset() is not None for side in (found.start, found.end))
    assert found.start is None or found.end is None or found.start < found.end


def test_the_slow_library_stays_out_until_words_need_it():
    script = (
        "import sys; from datetime import datetime, UTC; from learnlog import when;"
        "when.span('2026-01..2026-03', datetime.now(UTC)); assert 'dateparser' not in sys.modules;"
        "when.span('yesterday', datetime.now(UTC)); assert 'dateparser' in sys.modules"
    )
    run(script)
