"""How a hub's files are called, and which of the files found there are taken for what they seem to be.

A hub is written by others: only plain names count, and only where this page of rules expects them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import NamedTuple

from learnlog import unseen
from learnlog.entry import Entry, derived_id, slug
from learnlog.errors import Unusable
from learnlog.response import read_time

FORMAT = 1
ABOUT = "learnlog-hub.yaml"
README = "README.md"
LESSONS = "lessons"
AUTHORS = "authors"
RESPONSES = "responses"
RETRACTED = ".retracted"

_LESSON = re.compile(rf"{LESSONS}/(?P<author>[^/]+)/(?P<name>[^/]+)\.md")
_TOMBSTONE = re.compile(rf"{LESSONS}/(?P<author>[^/]+)/(?P<id>[^/]+)\{RETRACTED}")
_BURIED = re.compile(rb"[0-9-]{10} revision ([0-9]{1,9})\s*")
_ATTACHMENT = re.compile(rf"{LESSONS}/[^/]+/(?P<id>[^/]+)/.+(?<!\.md)", re.IGNORECASE)
_RESPONSE = re.compile(
    rf"{RESPONSES}/(?P<lesson>[^/]+)/(?P<time>[0-9TZ]+)-(?P<author>[^/]+)-(?P<random>[^/-]{{4}})\.md"
)
_WINDOWS_NAMES = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?", re.IGNORECASE
)
_BAD_CHARACTERS = re.compile(
    '[\x00-\x1f\x7f-\x9f\\\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]'
)
_PLAIN = frozenset({"100644", "100755"})
_MOST_PARTS = 12
_NAME_BYTES = 255
_MOST_OF_NAME = 50  # characters in a mail address, which may have 64 in front of the @


def author_folder(name: str) -> str:
    """The folder of the author called `name`. Raises Unusable when the name has no letter or digit."""
    folder = slug(name)
    if not folder or not is_safe(folder):
        raise Unusable(
            f"{name!r} cannot be an author's name in a hub", "give one with letters: --author NAME"
        )
    return folder


def made_up_address(name: str) -> str:
    """A mail address for who gives none: plain ASCII, whatever the name is written in. Raises Unusable."""
    folder = author_folder(name)
    if not folder.isascii():
        plain = unicodedata.normalize("NFKD", folder).encode("ascii", "ignore").decode().strip("-")
        folder = f"{plain[:_MOST_OF_NAME] or 'author'}-{sha256(folder.encode()).hexdigest()[:6]}"
    return f"{folder}@learnlog.invalid"


def lesson_path(author: str, entry_id: str, title: str) -> str:
    """Where a new lesson goes."""
    return f"{LESSONS}/{author}/{entry_id}-{slug(title) or 'lesson'}.md"


def tombstone_path(author: str, entry_id: str) -> str:
    """What says that a lesson was taken back."""
    return f"{LESSONS}/{author}/{entry_id}{RETRACTED}"


def tombstone(day: str, revision: int) -> bytes:
    """What it says: the day, and the revision that the lesson had (0: none)."""
    return (f"{day} revision {revision}\n" if revision else f"{day}\n").encode()


def buried_revision(data: bytes) -> int:
    """The revision that a lesson had when it was taken back, by its tombstone; 0 when that says none."""
    found = _BURIED.fullmatch(data)
    return int(found[1]) if found else 0


def tombstones(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Author folder and id of each lesson that was taken back."""
    for path in paths:
        found = _TOMBSTONE.fullmatch(path)
        if found:
            yield found["author"], found["id"]


def lessons_of(author: str) -> str:
    """The folder of an author's lessons."""
    return f"{LESSONS}/{author}"


def attached_to(path: str) -> str:
    """The id of the lesson that the file at `path` is attached to; "" when it is no attachment."""
    found = _ATTACHMENT.fullmatch(path)
    return found["id"] if found else ""


def author_path(author: str) -> str:
    """The file that says who an author is."""
    return f"{AUTHORS}/{author}.yaml"


def lesson_at(path: str) -> tuple[str, str] | None:
    """Author folder and name (without `.md`) of the lesson whose file is at `path`; None for other files."""
    found = _LESSON.fullmatch(path)
    return (found["author"], found["name"]) if found else None


def lesson_id(path: str, entry: Entry) -> str:
    """The id of the lesson whose file is at `path` and says `entry`; without one, what its plain file has."""
    return entry.id if entry.has_id else derived_id(path.removeprefix(f"{LESSONS}/"))


def is_plain(mode: str) -> bool:
    """Whether `mode`, as git tells it, is that of a file, and not of a link or another repository."""
    return mode in _PLAIN


def response_path(lesson: str, name: str) -> str:
    """Where a response to the lesson of that id goes."""
    return f"{RESPONSES}/{lesson}/{name}"


class ResponsePlace(NamedTuple):
    """What the path of a response tells: the lesson's id, the author's folder, when it was given."""

    lesson: str
    author: str
    date: datetime


def response_at(path: str) -> ResponsePlace | None:
    """What the path of a response tells; None for other files."""
    found = _RESPONSE.fullmatch(path)
    date = read_time(found["time"]) if found else None
    return ResponsePlace(found["lesson"], found["author"], date) if found and date else None


def is_kept(path: str) -> bool:
    """Whether the file at `path` is a lesson, a tombstone or an attachment."""
    return any(shape.fullmatch(path) for shape in (_LESSON, _TOMBSTONE, _ATTACHMENT))


def is_safe(path: str) -> bool:
    """Whether a file may be made under this name on any system, inside the folder meant for it."""
    parts = path.split("/")
    return len(parts) <= _MOST_PARTS and all(map(_is_safe_name, parts))


def without_clashes(paths: Iterable[str]) -> Iterator[str]:
    """Those of `paths`, sorted, that some file systems would not take for another one of them.

    Names are the same to them when they differ by case or by how accents are composed.
    """
    in_order = sorted(paths)
    folders = {folded(str(parent)) for path in in_order for parent in PurePosixPath(path).parents}
    seen: set[str] = set()
    for path in in_order:
        name = folded(path)
        if name not in seen and name not in folders:
            seen.add(name)
            yield path


def _is_safe_name(name: str) -> bool:
    return bool(
        name
        and name[0] not in ". "
        and name[-1] not in ". "
        and not _BAD_CHARACTERS.search(name)
        and unseen.replaced(name, lambda _: "") == name
        and not _WINDOWS_NAMES.fullmatch(name)
        and len(name.encode()) <= _NAME_BYTES
    )


def folded(path: str) -> str:
    """`path` as it is to file systems that do not tell case, or how accents are composed."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
