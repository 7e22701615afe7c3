"""What an import would do: every file is read, nothing is written."""

import posixpath
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from learnlog import repository
from learnlog.entry import MAX_BODY_BYTES, MAX_BYTES, Entry, new_id, parse, path_for
from learnlog.errors import BrokenEntry, Unusable
from learnlog.importing import known, note, prose
from learnlog.importing.attaching import Attachment, Home, Left, Linker
from learnlog.importing.formats import BUNDLE, Format
from learnlog.importing.note import Note
from learnlog.importing.places import Places
from learnlog.importing.source import MAX_BYTES as MAX_SOURCE_BYTES
from learnlog.importing.source import Contents, Skipped, Source, TooMuch
from learnlog.store import Store, digest

Progress = Callable[[str, int], AbstractContextManager[Callable[[], None]]]

_DIGEST_CHARACTERS = 16


@dataclass(frozen=True)
class Wanted:
    """How to import: whose notes, and whether folders are tags; `folder` is what the entries remember.

    `author` is whom a bundle says it is from.
    """

    kept_as: Format
    folder: str
    has_folder_tags: bool = False
    author: str = ""


@dataclass(frozen=True)
class Taken:
    """A file to take in: where and what it is, the entry it becomes (in brief), its text, its files."""

    origin: str
    digest: str
    entry: Entry
    text: str
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True)
class Plan:
    """What would be taken in, and what not.

    `there` are the files that were imported before, `changed` those that are not what they were then;
    `misdated` those taken whose date cannot be read, so that another was found; `left` are links that lead
    nowhere now; `others` and `hidden` count files that are no notes.
    """

    taken: Sequence[Taken]
    there: Sequence[str]
    changed: Sequence[str]
    skipped: Sequence[Skipped]
    misdated: Sequence[str]
    left: Sequence[Left]
    others: int
    hidden: int

    @property
    def attachments(self) -> int:
        """How many files come along."""
        return sum(len(each.attachments) for each in self.taken)


def plan(  # noqa: PLR0913 - a folder, a journal, and the outer world
    source: Source, store: Store, wanted: Wanted, *, now: datetime, random: Random, progress: Progress
) -> Plan:
    """Find out what importing `source` into `store` would do.

    Raises Unusable when the folder is the journal's own, or holds more than is taken in at once.
    """
    if source.root.is_relative_to(store.root):
        raise Unusable(f"{source.root} is in the journal already", "its files are entries as they are")
    contents = source.contents(wanted.kept_as, store.root)
    planner = _Planner(source, store, wanted, contents, now, random)
    with progress("reading", len(contents.notes)) as step:
        for path in contents.notes:
            planner.look_at(path)
            step()
    return planner.plan()


@dataclass(frozen=True)
class _Allotted:
    """A note with the entry it becomes: in brief, and its front matter; and the digest of its file."""

    note: Note
    entry: Entry
    head: str
    digest: str


class _Planner:
    """Reads one file after the other; when all are read, links can be led to their new places."""

    def __init__(  # noqa: PLR0913, PLR0917 - what `plan` is given
        self,
        source: Source,
        store: Store,
        wanted: Wanted,
        contents: Contents,
        now: datetime,
        random: Random,
    ) -> None:
        self._source = source
        self._wanted = wanted
        self._contents = contents
        self._store = store
        self._known = known.look(store)
        self._now = now
        self._random = random
        self._bytes = 0
        self._dates: Mapping[str, datetime] | None = None
        self._notes: list[_Allotted] = []
        self._homes: dict[str, Home] = {}
        self._there: list[str] = []
        self._changed: list[str] = []
        self._skipped = list(contents.skipped)
        self._left: list[Left] = []

    def look_at(self, path: str) -> None:
        """Read the file at `path`: it is new, there already, changed since, or cannot be taken in."""
        try:
            data = self._source.read(path, MAX_BODY_BYTES)
            self._count(len(data))
            found = digest(data)[:_DIGEST_CHARACTERS]
            if not self._is_known(path, found):
                self._meet(self._understood(note.read(data, path), path), found)
        except TooMuch:
            raise
        except Unusable as error:
            self._skipped.append(Skipped(path, error.message))

    def plan(self) -> Plan:
        """What is to be done, once every file was looked at."""
        paths = [*self._contents.notes, *self._contents.others]
        places = Places(paths, lambda path: self._source.size(path) is not None, self._wanted.kept_as)
        taken = [each for allotted in self._notes for each in self._taken(allotted, places)]
        come_along = {each.origin for one in taken for each in one.attachments}
        return Plan(
            taken=taken,
            there=self._there,
            changed=self._changed,
            skipped=self._skipped,
            misdated=[each.note.path for each in self._notes if each.note.is_misdated],
            left=self._left,
            others=len(self._contents.others) - len(come_along.intersection(self._contents.others)),
            hidden=self._contents.hidden,
        )

    @property
    def _is_bundle(self) -> bool:
        return self._wanted.kept_as is BUNDLE

    def _is_known(self, path: str, found: str) -> bool:
        before = self._known.digests.get(found)
        if before:
            self._there.append(path)
        else:
            before = self._known.places.get(known.place(self._wanted.folder, _shown(path)))
            if not before:
                return False
            self._changed.append(path)
        self._homes[path] = Home(before)
        return True

    def _understood(self, text: str, path: str) -> Note:
        return note.understood(
            text,
            path,
            self._wanted.kept_as,
            now=self._now,
            dated=lambda: self._dated(path),
            has_folder_tags=self._wanted.has_folder_tags,
        )

    def _dated(self, path: str) -> datetime:
        if self._dates is None:
            self._dates = repository.first_dates(self._source.root)
        return self._dates.get(path) or self._source.modified(path)

    def _meet(self, found: Note, found_digest: str) -> None:
        """A note that was not imported before: another person's lesson may be there all the same."""
        if not self._is_bundle:
            self._allot(found, found_digest)
        elif twin := self._twin(found):
            (self._changed if known.BUNDLE in twin.context else self._there).append(found.path)
            self._homes[found.path] = Home(twin.path)
        else:
            came_in = posixpath.basename(self._wanted.folder)
            self._allot(note.of_another(found, self._wanted.author, came_in), found_digest)

    def _twin(self, found: Note) -> Entry | None:
        """The entry that is the same lesson, perhaps with another text: its id and its date are the same."""
        path = self._known.ids.get(found.entry.id) if found.entry.has_id else None
        entry = self._store.open(path).entry if path else None
        return entry if entry and entry.id == found.entry.id and entry.date == found.date else None

    def _allot(self, found: Note, found_digest: str) -> None:
        entry_id = found.entry.id if found.entry.has_id else new_id(self._random)
        while entry_id in self._known.ids or _path(entry_id, found) in self._known.paths:
            entry_id = new_id(self._random)
        path = _path(entry_id, found)
        imported = {
            known.FOLDER: self._wanted.folder,
            known.FROM: _shown(found.path),
            known.DIGEST: found_digest,
            **({known.BUNDLE: posixpath.basename(self._wanted.folder)} if self._is_bundle else {}),
        }
        head = found.head(entry_id, imported)
        entry = replace(parse(head, path=path, fallback=lambda: self._now), text="")
        if entry.problem:
            raise BrokenEntry(entry.problem)
        self._known.ids[entry_id] = path
        self._known.paths.add(path)
        self._homes[found.path] = Home(path, found.title)
        self._notes.append(_Allotted(found, entry, head, found_digest))

    def _taken(self, allotted: _Allotted, places: Places) -> Sequence[Taken]:
        origin = allotted.note.path
        entry = allotted.entry
        linker = Linker(origin, entry.id, entry.path, self._homes, places)
        text = allotted.head + prose.rewritten(allotted.note.entry.body, linker)
        if len(text.encode()) > MAX_BYTES:
            self._skipped.append(Skipped(origin, "larger than 5 MiB"))
            return ()
        for attachment in linker.attachments:
            self._count(self._source.size(attachment.origin) or 0)
        self._left += linker.left
        return (Taken(origin, allotted.digest, entry, text, linker.attachments),)

    def _count(self, size: int) -> None:
        self._bytes += size
        if self._bytes > MAX_SOURCE_BYTES:
            raise TooMuch(f"{self._source.root} holds more than 200 MB", "import it in parts")


def _path(entry_id: str, found: Note) -> str:
    return path_for(entry_id, found.title, found.date)


def _shown(path: str) -> str:
    """A path as an entry can hold it: names that are not UTF-8 lose what cannot be said."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
