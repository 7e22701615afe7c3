"""What a colleague says to a lesson: one file with front matter in a hub, never changed once it is there.

`parse` never fails, as files in a hub are written by others: what is no response is None.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from random import Random

from learnlog import frontmatter
from learnlog.entry import ALPHABET, MAX_BODY_BYTES, compose
from learnlog.errors import BrokenEntry

NOBODY = "anonymous"  # the author's folder of who does not want to be named
_RANDOM_CHARACTERS = 4
_TIME = "%Y%m%dT%H%M%SZ"


class Kind(StrEnum):
    """What a response says of the lesson."""

    HELPED = "helped"
    DID_NOT_WORK = "did-not-work"
    OUTDATED = "outdated"
    REPLY = "reply"
    QUESTION = "question"
    WORDS = "words"  # that somebody looked for it with
    SUGGESTION = "suggestion"  # its text is the whole lesson, as it might be


_VERDICTS = frozenset({Kind.HELPED, Kind.DID_NOT_WORK, Kind.OUTDATED})


@dataclass(frozen=True)
class Response:
    """What the author with the folder `author` said to the lesson of that id, at `date`.

    `revision` is the one they had read, 0 when that is not known.
    """

    lesson: str
    kind: Kind
    author: str
    date: datetime
    text: str = ""
    revision: int = 0


def compose_response(response: Response) -> str:
    """The text of its file."""
    said = f"{response.text.strip()}\n" if response.text.strip() else ""
    fields = {"kind": str(response.kind), "lesson": response.lesson, "revision": response.revision or None}
    return compose(fields, said)


def name_of(response: Response, random: Random) -> str:
    """The name of its file: `20261124T141500Z-ann-7xkq.md`, which no other response has."""
    tail = "".join(random.choices(ALPHABET, k=_RANDOM_CHARACTERS))
    return f"{response.date.astimezone(UTC).strftime(_TIME)}-{response.author}-{tail}.md"


def read_time(text: str) -> datetime | None:
    """The time at the beginning of a file's name; None when it is none."""
    try:
        return datetime.strptime(text, _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None


def parse_response(data: bytes, *, lesson: str, author: str, date: datetime) -> Response | None:
    """The response in a file whose place tells lesson, author and date; None when it is none."""
    if len(data) > MAX_BODY_BYTES:
        return None
    try:
        parts = frontmatter.split(data.decode("utf-8", "replace"))
        values = frontmatter.load(parts.block).values
    except BrokenEntry:
        return None
    kind = values.get("kind")
    if not isinstance(kind, str) or kind not in set(Kind):
        return None
    return Response(lesson, Kind(kind), author, date, parts.body.strip(), _revision(values))


def confirming(responses: Iterable[Response]) -> list[Response]:
    """Those of the `responses` to one lesson by which it is confirmed, one for each author, the oldest first.

    What an author said last counts: who later says that it did not work or is out of date confirms it no
    more. Those without a name may be one or many: they count once, and none of them takes that back.
    """
    last: dict[str, Response] = {}
    for response in sorted(responses, key=lambda each: each.date):
        is_kept = response.author == NOBODY and response.kind is not Kind.HELPED
        if response.kind in _VERDICTS and not is_kept:
            last[response.author] = response
    return sorted((each for each in last.values() if each.kind is Kind.HELPED), key=lambda each: each.date)


def _revision(values: Mapping[str, frontmatter.Value]) -> int:
    revision = values.get("revision")
    is_number = isinstance(revision, str) and revision.isascii() and revision.isdigit()
    return int(str(revision)[:9]) if is_number else 0
