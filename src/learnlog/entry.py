"""An entry: one Markdown file with front matter, as a value.

`parse` never fails: a file that learnlog did not write, or that cannot be read as it should, still gives
an entry whose text can be found. What is wrong with it stands in `problem`.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from random import Random

from learnlog import frontmatter, unseen
from learnlog.errors import BrokenEntry
from learnlog.frontmatter import Given, Value

MAX_BODY_BYTES = 5 * 1024 * 1024
MAX_BYTES = MAX_BODY_BYTES + frontmatter.MAX_CHARACTERS  # of a file
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base32
DEFAULT_KIND = "lesson"
KINDS = ("lesson", "note", "question", "decision", "story", "reflection")
STATUSES: Mapping[str, tuple[str, ...]] = {
    "lesson": ("draft", "proven", "embedded", "superseded"),
    "question": ("open", "answered"),
    "decision": ("proposed", "accepted", "rejected", "superseded"),
}
LIST_FIELDS = frozenset(
    "tags source aliases supersedes related attachments became applies with contributors".split()
)

_ALSO_READ_AS = {
    "date": ("created",),
    "updated": ("lastmod", "modified"),
    "tags": ("keywords", "categories"),
    "source": ("url", "link"),
    "license": ("licence",),
}
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{2,63}")
_DATED_NAME = re.compile(r"\d{4}-\d{2}-\d{2}")
_SPACED_OFFSET = re.compile(r"\s+(?=[+-]\d{2}:?\d{2}$|Z$)")
_REVISION = re.compile(r"[0-9]{1,9}")
_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$")
_CODE_FENCE = re.compile(r"[ \t]*(```|~~~)")
_TITLE_CHARACTERS = 100  # of one that is made from the text
_FIRST_YEAR = 1000  # the first with four digits
_SLUG_CHARACTERS = 60
_SLUG_BYTES = 150  # a file name may have 255


@dataclass(frozen=True)
class Entry:
    """What a file in a journal or a hub says.

    `values` is the front matter as found, names and order its own; the other fields are what learnlog
    makes of it. `body` is every byte behind the front matter. `path` is relative to its store, with `/`.
    """

    id: str
    title: str
    date: datetime
    body: str
    text: str
    path: str = ""
    updated: datetime | None = None
    kind: str = DEFAULT_KIND
    status: str | None = None
    tags: tuple[str, ...] = ()
    project: str | None = None
    source: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    author: str | None = None
    lang: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    problem: str | None = None

    @property
    def has_id(self) -> bool:
        """Whether the file itself carries its id; else the id hangs on the path."""
        return self.values.get("id") == self.id

    @property
    def revision(self) -> int:
        """Which revision of a published lesson it is, from 1; 0 where it says none."""
        said = next(iter(self.names("revision")), "")
        return int(said) if _REVISION.fullmatch(said) else 0

    @property
    def context(self) -> Mapping[str, Value]:
        """What was around when it was written down, or where it was imported from."""
        value = self.values.get("context")
        return value if isinstance(value, dict) else {}

    @property
    def is_proven(self) -> bool:
        """Whether it is a lesson that its author calls proven."""
        return self.kind == DEFAULT_KIND and self.status == "proven"

    def says(self, key: str) -> bool:
        """Whether the front matter has `key`, or another name of it, be it that nothing stands there."""
        return any(name in self.values for name in (key, *_ALSO_READ_AS.get(key, ())))

    def names(self, key: str) -> tuple[str, ...]:
        """The texts under `key`, whether it holds a list or one text."""
        return _texts(self.values.get(key))


def parse(text: str, *, path: str, fallback: Callable[[], datetime]) -> Entry:
    """Read the text of the file at `path`; `fallback` is asked for its date when it tells none."""
    try:
        parts = frontmatter.split(text)
        values = frontmatter.load(parts.block).values
    except BrokenEntry as error:
        return unread(text, path=path, fallback=fallback, problem=error.message)
    found = _Found(values)
    date = read_date(found.text("date")) or _date_in_name(path) or fallback()
    return Entry(
        id=_id_of(values, path),
        title=one_line(found.text("title") or "") or _title_of(parts.body, path),
        date=date,
        body=parts.body,
        text=text,
        path=path,
        updated=read_date(found.text("updated")),
        kind=found.text("kind") or DEFAULT_KIND,
        status=found.text("status") or ("draft" if found.text("draft") == "true" else None),
        tags=_tags(found.value("tags")),
        project=found.text("project"),
        source=_texts(found.value("source")),
        aliases=_texts(found.value("aliases")),
        author=found.text("author"),
        lang=found.text("lang"),
        values=values,
        problem=None
        if not found.text("date") or read_date(found.text("date"))
        else "its date cannot be read",
    )


def parse_theirs(text: str, *, path: str, fallback: Callable[[], datetime]) -> Entry:
    """The same for a hub's file, which anybody may have put there: without front matter it has to be text."""
    entry = parse(text, path=path, fallback=fallback)
    problem = "it is empty" if not text.strip() else "it is no text" if "\0" in text else ""
    if entry.values or not problem:
        return entry
    return unread("", path=path, fallback=fallback, problem=problem)


def compose(fields: Mapping[str, Given], body: str) -> str:
    """The text of a new file: `fields` as front matter (None and empty lists left out), then `body`."""
    kept = {key: value for key, value in fields.items() if value is not None and value not in ([], ())}
    return f"---\n{frontmatter.dump(kept)}---\n{body}"


def new_id(random: Random) -> str:
    """10 characters of Crockford base32, the first a letter: 48 bits, 22 × 32⁹ ids."""
    return random.choice(ALPHABET[10:]) + "".join(random.choices(ALPHABET, k=9))


def path_for(entry_id: str, title: str, date: datetime) -> str:
    """Where a new entry lives: `YYYY/MM/YYYY-MM-DD-<slug>-<first 4 of id>.md`."""
    return f"{date:%Y/%m/%Y-%m-%d}-{slug(title) or 'entry'}-{entry_id[:4]}.md"


def slug(title: str) -> str:
    """`title` as part of a file name: letters and digits of any script, joined by `-`; may be empty."""
    seen = unseen.replaced(title.casefold(), lambda _: " ")
    kept = "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in seen)
    said = (word for word in kept.split() if any(unicodedata.category(char)[0] != "M" for char in word))
    words = unicodedata.normalize("NFC", "-".join(said))[:_SLUG_CHARACTERS]
    return words.encode()[:_SLUG_BYTES].decode(errors="ignore").strip("-")


def one_line(text: str) -> str:
    """`text` with every run of white space as one space."""
    return " ".join(text.split())


def shortened(title: str) -> str:
    """`title`, cut at a word's end when it is longer than 100 characters."""
    if len(title) <= _TITLE_CHARACTERS:
        return title
    cut = title[:_TITLE_CHARACTERS]
    return (cut.rpartition(" ")[0] or cut) + "…"


def read_date(text: str | None) -> datetime | None:
    """An ISO date as files carry it, its offset kept; without one, the local zone's on that day.

    None when that is no date, also for one of a year before 1000: nobody has meant that.
    """
    if not text:
        return None
    try:
        date = datetime.fromisoformat(_SPACED_OFFSET.sub("", text.strip()))
        if date.year < _FIRST_YEAR:
            return None
        return date if date.tzinfo else date.astimezone()
    except (ValueError, OverflowError):
        return None


def split_tags(words: str) -> tuple[str, ...]:
    """Tags written as one text: by commas, else by white space; a leading `#` is not part of them."""
    return _tags(words)


def unread(text: str, *, path: str, fallback: Callable[[], datetime], problem: str) -> Entry:
    """The entry of a file that cannot be read as one: all of `text` is its body, so it can be found."""
    return Entry(
        id=derived_id(path),
        title=PurePosixPath(path).stem or "untitled",
        date=_date_in_name(path) or fallback(),
        body=text,
        text=text,
        path=path,
        problem=problem,
    )


def derived_id(path: str) -> str:
    """The id of a file that carries none: always the same for the same path."""
    number = int.from_bytes(hashlib.sha256(path.encode(errors="surrogateescape")).digest()[:8])
    digits = []
    for _ in range(9):
        number, digit = divmod(number, 32)
        digits.append(ALPHABET[digit])
    return ALPHABET[10 + number % 22] + "".join(digits)


class _Found:
    """Front matter under learnlog's names, whatever the tool that wrote it calls them."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values

    def value(self, key: str) -> Value:
        for name in (key, *_ALSO_READ_AS.get(key, ())):
            if self._values.get(name) not in (None, "", []):
                return self._values[name]
        return None

    def text(self, key: str) -> str | None:
        value = self._values.get(key) if key == "draft" else self.value(key)
        return value.strip() or None if isinstance(value, str) else None


def _id_of(values: Mapping[str, Value], path: str) -> str:
    value = values.get("id")
    return value if isinstance(value, str) and _ID.fullmatch(value) else derived_id(path)


def _texts(value: Value) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(item for item in value if isinstance(item, str) and item) if isinstance(value, list) else ()


def _tags(value: Value) -> tuple[str, ...]:
    if isinstance(value, str):
        items: Iterable[str] = value.split(",") if "," in value else value.split()
    else:
        items = _texts(value)
    tags = (one_line(item).lstrip("#") for item in items)
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _date_in_name(path: str) -> datetime | None:
    found = _DATED_NAME.search(PurePosixPath(path).name)
    return read_date(found.group()) if found else None


def _title_of(body: str, path: str) -> str:
    first, in_code = "", False
    for line in body.splitlines():
        if _CODE_FENCE.match(line):
            in_code = not in_code
        elif not in_code:
            heading = _HEADING.match(line)
            if heading and heading.group(1):
                return shortened(one_line(heading.group(1)))
            first = first or shortened(one_line(line))
    return first or PurePosixPath(path).stem or "untitled"
