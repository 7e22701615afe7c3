"""Dates in words, in nine languages, read with dateparser; `when` loads this only when ISO forms do not fit.

The library guesses where a date that is silently wrong would be worse than none; what it is asked, and
what of its answers is believed, stands here. docs/decisions/0002-dates-people-say.md says why.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from dateparser.date import DateDataParser

# English first: the order decides what a word means that several languages know, such as "mar".
LANGUAGES = ["en", "de", "es", "fr", "it", "pt", "nl", "ja", "zh"]
ASKED = {
    "PARSERS": ["relative-time", "absolute-time"],
    "PREFER_DATES_FROM": "past",
    "RETURN_TIME_AS_PERIOD": True,
    # Wall-clock times are asked for; "local" would fail where TZ holds a rule such as "UTC-3".
    "TIMEZONE": "UTC",
}
REWORDED = (
    (re.compile(r"(?<![:\d])(\d{1,2}) ?uhr\b", re.IGNORECASE), r"\1:00"),
    # "Morgen" is also tomorrow; the hours are those dateparser gives an English morning and evening.
    (re.compile(r"\b(heute|gestern) (?:morgen|früh)\b", re.IGNORECASE), r"\1 9:00"),
    (re.compile(r"\b(heute|gestern) abend\b", re.IGNORECASE), r"\1 18:00"),
)
# Known to dateparser beside "week" and "month" in each language, beside a weekday only in English.
LAST = re.compile(
    r"^(?:am|el|le|il|na|no) "
    r"|\b(?:letzte[nrs]?|pasado(?! mañana)|dernier|scors[oa]|passad[oa]|vorige|afgelopen)\b",
    re.IGNORECASE,
)
COUNTED_BACK = re.compile(
    r"\b(?:vor|hace|il y a|há)\b| (?:ago|fa|atrás|geleden)\b|前|^\d+ ?[^\W\d]+$", re.IGNORECASE
)
# "in 3 weeks", in the languages that say it with a word before; "in next week" is that week all the same.
COUNTED_ON = re.compile(
    r"^(?:in|en|dentro de|dans|tra|em|over) (?!next )[^\W_]+ [^\W\d]+$| (?:from now|later)$",
    re.IGNORECASE,
)
TOO_SHORT = re.compile(r"\d{1,3}|[a-z]{1,2}", re.IGNORECASE)
NUMBER = re.compile(r"\d+")
MINUTE = timedelta(minutes=1)
TIMES = {"time", "part_of_day"}
STRETCHES = {"day", "week", "month", "year"}


class Reading(NamedTuple):
    """Where the named time starts, and the unit it fills: second, minute, day, week, month or year.

    `start` is aware when the words had an offset or counted back from now, else a local wall-clock time.
    """

    start: datetime
    unit: str


def read(words: str, now: datetime) -> Reading | None:
    """Read a date in words, as seen at `now` (aware); None when it is none, or not surely one."""
    words = words.strip()
    for pattern, plain in REWORDED:
        words = pattern.sub(plain, words)
    if TOO_SHORT.fullmatch(words):
        return None
    reading = _sure(words, now)
    return reading or _sure(LAST.sub("", words), now)


def _sure(words: str, now: datetime) -> Reading | None:
    found = _believed(words, now)
    if found and found.unit in TIMES:
        return _time_of_day(words, now, found)
    if found and found.unit in STRETCHES:
        unit = "day" if _is_counted(words, now, found) else found.unit
        return Reading(_first_midnight(found.start, unit), unit)
    return None


def _is_counted(words: str, now: datetime, found: Reading) -> bool:
    """Whether the words count from today ("2 weeks ago", "in 3 weeks") and so mean a day, not a week."""
    is_ahead = found.start > now.replace(tzinfo=found.start.tzinfo)
    return bool(COUNTED_BACK.search(words) or (is_ahead and COUNTED_ON.search(words)))


def _believed(words: str, now: datetime) -> Reading | None:
    """Ask, and believe only when each number had a say: "yesterday at 17" is answered with "yesterday"."""
    found = _ask(words, now)
    if found and all(_ask(changed, now) != found for changed in _with_one_number_changed(words)):
        return found
    return None


def _ask(words: str, now: datetime) -> Reading | None:
    """Give dateparser's own answer, its period as the unit; aware only when the words had an offset."""
    asked = ASKED | {"RELATIVE_BASE": now} | ({"DATE_ORDER": "DMY"} if "." in words else {})
    parser = DateDataParser(LANGUAGES, use_given_order=True, try_previous_locales=False, settings=asked)
    data = parser.get_date_data(words)
    # A number that is only a day of some month: "friday 17" means an hour as often as a day.
    if data.date_obj is None or data.parts == ("day",):
        return None
    start = data.date_obj
    return Reading(start.astimezone() if start.tzinfo else start, data.period)


def _with_one_number_changed(words: str) -> list[str]:
    return [
        f"{words[: match.start()]}{int(match[0]) + 1}{words[match.end() :]}"
        for match in NUMBER.finditer(words)
    ]


def _time_of_day(words: str, now: datetime, found: Reading) -> Reading:
    start = found.start
    if _follows_the_clock(words, now, found):
        # Hours ago are elapsed hours, also over a change to summer time.
        start = now.astimezone(UTC) + (start - now.replace(tzinfo=None))
        start = start.astimezone()
    elif start.tzinfo is None:
        start = _latest(words, now, start)
    return Reading(start, "second" if start.second or start.microsecond else "minute")


def _follows_the_clock(words: str, now: datetime, found: Reading) -> bool:
    """Whether the words count from this very moment ("an hour ago"), not name an hour ("17:00")."""
    later = _ask(words, now + MINUTE)
    return found.start.tzinfo is None and later is not None and later.start == found.start + MINUTE


def _latest(words: str, now: datetime, start: datetime) -> datetime:
    """Put a time alone ("17:00") on today, or on yesterday when it is still to come today.

    On the first of a month dateparser 1.5.0 takes the wrong month for it. Beside words that name a day,
    "today" makes no sense or no difference.
    """
    today = _believed(f"today {words}", now)
    if today is None or today.start == start:
        return start
    return today.start - timedelta(days=today.start > now.replace(tzinfo=None))


def _first_midnight(start: datetime, unit: str) -> datetime:
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "week":
        return midnight - timedelta(days=midnight.weekday())
    if unit == "month":
        return midnight.replace(day=1)
    if unit == "year":
        return midnight.replace(month=1, day=1)
    return midnight
