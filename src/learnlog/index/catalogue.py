"""The catalogue: what each document's entry says of itself, and which file it was read from."""

import contextlib
import gc
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeAlias

from learnlog.entry import Entry
from learnlog.frontmatter import Value
from learnlog.query import Filters
from learnlog.store import Card, Stamp, write_durably

Key: TypeAlias = tuple[str | None, str]

_MOST_TEXT = 500  # characters of one field of the person's own that are kept


class Row(NamedTuple):
    """One document; plain values, so that thousands of rows are read in milliseconds.

    `hub` (None: one's own) and `path` name the file; `size`, `modified_ns`, `changed_ns` are its stamp.
    `moment` is the date in seconds since 1970. `extra` holds the front matter that has no place of its own
    here, as texts by key.
    """

    hub: str | None
    path: str
    size: int
    modified_ns: int
    changed_ns: int
    digest: str
    id: str
    title: str
    date: str
    moment: float
    updated: str | None
    kind: str
    status: str | None
    tags: Sequence[str]
    project: str | None
    source: Sequence[str]
    author: str | None
    aliases: Sequence[str]
    lang: str | None
    extra: Mapping[str, Sequence[str]]
    problem: str | None

    @property
    def key(self) -> Key:
        """What the file is called, over all stores."""
        return self.hub, self.path

    def has_stamp(self, stamp: Stamp | None) -> bool:
        """Whether the file still is what was read."""
        return stamp is not None and (self.size, self.modified_ns, self.changed_ns) == (
            stamp.size,
            stamp.modified_ns,
            stamp.changed_ns,
        )

    def with_stamp(self, stamp: Stamp) -> "Row":
        """The row of a file that says the same and has another stamp."""
        return self._replace(size=stamp.size, modified_ns=stamp.modified_ns, changed_ns=stamp.changed_ns)

    def passes(self, filters: Filters) -> bool:
        """Whether `filters` let the entry through; names are compared whatever their case."""
        in_scope = filters.scope in {"all", self.hub or "mine"}
        return (
            in_scope
            and (filters.kind is None or _same(self.kind, filters.kind))
            and (filters.project is None or _same(self.project, filters.project))
            and (filters.since is None or self.moment >= filters.since.timestamp())
            and (filters.until is None or self.moment < filters.until.timestamp())
            and {tag.casefold() for tag in filters.tags} <= {tag.casefold() for tag in self.tags}
        )

    def texts(self, field: str) -> Sequence[str]:
        """What stands under a field that a query can name."""
        mine: Mapping[str, Sequence[str | None]] = {
            "tag": self.tags,
            "kind": (self.kind,),
            "project": (self.project,),
            "author": (self.author,),
            "source": self.source,
            "status": (self.status,),
            "lang": (self.lang,),
            "aliases": self.aliases,
        }
        return [text for text in mine.get(field, self.extra.get(field, ())) if text]

    def values(self, field: str) -> Sequence[str]:
        """What entries are counted by: the texts under a field, or hub, year, month."""
        counted = {"hub": self.hub or "mine", "year": self.date[:4], "month": self.date[:7]}
        return [counted[field]] if field in counted else self.texts(field)

    def card(self) -> Card:
        """The entry in brief."""
        entry = Entry(
            id=self.id,
            title=self.title,
            date=datetime.fromisoformat(self.date),
            body="",
            text="",
            path=self.path,
            updated=datetime.fromisoformat(self.updated) if self.updated else None,
            kind=self.kind,
            status=self.status,
            tags=tuple(self.tags),
            project=self.project,
            source=tuple(self.source),
            aliases=tuple(self.aliases),
            author=self.author,
            lang=self.lang,
            problem=self.problem,
        )
        return Card(entry, self.hub)


def row_of(entry: Entry, hub: str | None, stamp: Stamp, digest: str, lang: str | None) -> Row:
    """The row of an entry that was read from a file with that stamp and digest."""
    return Row(
        hub=hub,
        path=entry.path,
        size=stamp.size,
        modified_ns=stamp.modified_ns,
        changed_ns=stamp.changed_ns,
        digest=digest,
        id=entry.id,
        title=entry.title,
        date=entry.date.isoformat(),
        moment=entry.date.timestamp(),
        updated=entry.updated.isoformat() if entry.updated else None,
        kind=entry.kind,
        status=entry.status,
        tags=entry.tags,
        project=entry.project,
        source=entry.source,
        author=entry.author,
        aliases=entry.aliases,
        lang=lang,
        extra={
            key: texts for key, value in entry.values.items() if key not in _OWN and (texts := _texts(value))
        },
        problem=entry.problem,
    )


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """Let Python make many plain values without looking for cycles among them: that takes half the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class Catalogue:
    """The catalogues in `folder`, one for each generation of the index; the last two are kept.

    `form` is the form of index they belong to: another one's catalogue is as good as none.
    """

    def __init__(self, folder: Path, form: str) -> None:
        self._folder = folder
        self._form = form

    def read(self, generation: int) -> list[Row | None]:
        """The rows of that generation, None where a document was dropped.

        Raises ValueError, TypeError, KeyError or OSError when it is not there or not what it should be.
        """
        with collector_paused():
            content = json.loads(self._file(generation).read_bytes())
            if content["form"] != self._form:
                raise ValueError("a catalogue of another form")
            return [None if row is None else Row._make(row) for row in content["rows"]]

    def write(self, generation: int, rows: Sequence[Row | None]) -> None:
        """Keep `rows` as that generation's. Raises Unusable."""
        content = {"form": self._form, "rows": rows}
        write_durably(self._file(generation), json.dumps(content, separators=(",", ":")).encode())
        kept = {self._file(generation), self._file(generation - 1)}
        for old in self._folder.glob("catalogue-*.json"):
            if old not in kept:
                old.unlink(missing_ok=True)

    def _file(self, generation: int) -> Path:
        return self._folder / f"catalogue-{generation}.json"


def copies(rows: Sequence[Row | None]) -> set[int]:
    """The documents that are copies of others: one's own lesson in a hub, the same file in a second hub."""
    shared = [(row.hub, row.path, number, row) for number, row in enumerate(rows) if row and row.hub]
    if not shared:
        return set()
    own = {row.id for row in rows if row and row.hub is None}
    seen: set[tuple[str, str]] = set()
    found = set()
    for _, _, number, row in sorted(shared, key=lambda each: each[:2]):
        if row.id in own or (row.digest and (row.id, row.digest) in seen):
            found.add(number)
        seen.add((row.id, row.digest))
    return found


_OWN = frozenset("id title date updated kind tags project source status author aliases lang".split())


def _same(text: str | None, other: str) -> bool:
    return text is not None and text.casefold() == other.casefold()


def _texts(value: Value) -> list[str]:
    """The texts in a front matter value, however deep."""
    if isinstance(value, str):
        return [value[:_MOST_TEXT]]
    inner = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
    return [text for item in inner for text in _texts(item)]
