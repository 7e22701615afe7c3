"""A row of the catalogue: what an entry says of itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias

from learnlog.entry import Entry
from learnlog.frontmatter import Value
from learnlog.store import Card, Stamp

Key: TypeAlias = tuple[str | None, str]  # whose it is (None: one's own), and its path in that store

_MOST_TEXT = 500  # characters of one field of the person's own that are kept


class Row(NamedTuple):
    """One document; plain values, so that thousands of rows are read in milliseconds.

    `hub` (None: one's own) and `path` name the file, `changed_ns` is from its stamp. `moment` is the date in
    seconds since 1970. `extra` holds the front matter that has no place of its own here, as texts by key;
    `also` are the other hubs that have the entry, which only `Documents` knows.
    """

    hub: str | None
    path: str
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
    also: Sequence[str] = ()

    @property
    def key(self) -> Key:
        """What the file is called, over all stores."""
        return self.hub, self.path

    def dated(self, date: datetime) -> "Row":
        """The same of another date."""
        return self._replace(date=date.isoformat(), moment=date.timestamp())

    def facts(self) -> dict[str, list[str]]:
        """What stands under each field that a query can name, whatever its case."""
        return {name: [folded(text) for text in texts] for name, texts in self._texts().items()}

    def _texts(self) -> dict[str, list[str]]:
        own = {
            "tag": self.tags,
            "kind": (self.kind,),
            "project": (self.project,),
            "author": (self.author,),
            "source": self.source,
            "status": (self.status,),
            "lang": (self.lang,),
            "aliases": self.aliases,
        }
        every: Mapping[str, Sequence[str | None]] = {**self.extra, **own}
        return {name: found for name, texts in every.items() if (found := [text for text in texts if text])}

    def values(self, field: str) -> Sequence[str]:
        """What entries are counted by: the texts under a field, or hub, year, month."""
        counted = {
            "hub": [self.hub or "mine", *self.also],
            "year": [self.date[:4]],
            "month": [self.date[:7]],
        }
        return counted[field] if field in counted else self._texts().get(field, [])

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
            values={key: [*self.extra[key]] for key in _IN_BRIEF if key in self.extra},
            problem=self.problem,
        )
        return Card(entry, self.hub, tuple(self.also))


def row_of(entry: Entry, hub: str | None, stamp: Stamp, digest: str, lang: str | None) -> Row:
    """The row of an entry that was read from a file with that stamp and digest."""
    return Row(
        hub=hub,
        path=entry.path,
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


def folded(text: str) -> str:
    """`text` as fields are compared: whatever its case, without what UTF-8 cannot carry."""
    return text.casefold().encode("utf-8", "replace").decode()


_IN_BRIEF = ("revision", "supersedes", "review")  # of the front matter, in cards
_OWN = frozenset("id title date updated kind tags project source status author aliases lang".split())


def _texts(value: Value) -> list[str]:
    """The texts in a front matter value, however deep."""
    if isinstance(value, str):
        return [value[:_MOST_TEXT]]
    inner = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
    return [text for item in inner for text in _texts(item)]
