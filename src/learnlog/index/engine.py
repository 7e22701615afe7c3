"""Keeps the index what the files say, whoever changed them, and answers from it."""

import contextlib
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from learnlog import wordlists
from learnlog.entry import Entry
from learnlog.errors import Unusable
from learnlog.index import helping, looking, wholeness
from learnlog.index.catalogue import Catalogue, file_in, form, size_in
from learnlog.index.documents import NOTHING, Columns, Documents
from learnlog.index.explaining import Explanation
from learnlog.index.matching import Hit, Hits, Matching, Prior
from learnlog.index.reading import Reading
from learnlog.index.rows import Key, Row
from learnlog.index.trust import empty, refuse_shared
from learnlog.locking import locked
from learnlog.nearness import Gist
from learnlog.nodes import Field
from learnlog.query import Filters, Query
from learnlog.store import Card, Listing, Stamp, Store, make_folder

if TYPE_CHECKING:
    from learnlog.index.absent import Absent
    from learnlog.index.words import BeforeCommit, Reader, Words

Progress = Callable[[str, int], AbstractContextManager[Callable[[], None]]]
_Answer = TypeVar("_Answer")

_TRIES = 3
_PRIMARY = 0xFF  # the part of an error code that says what it is, without the details
_LARGE_BYTES = 4_000_000  # of the catalogue, of some 5,000 entries: another process helps to look at files
_HUGE_BYTES = 32_000_000  # of some 40,000: that takes longer than an answer, which is worked out meanwhile


class Index:
    """The index of `stores`, kept in `folder`; `lang` is the journal's language, if it has one.

    The folder must be the person's own and closed to others, since whoosh's files contain pickles; another
    one is never read, and the index then lives in memory. `notes` tells of such things.
    """

    _words: "Words"
    _reader: "Reader"
    _catalogue: Catalogue
    _generation: int
    _columns: Columns
    _known: dict[Key, Listing]  # what was in each folder when it was read

    def __init__(self, folder: Path, stores: Sequence[Store], lang: str | None) -> None:
        self._folder = folder
        self._stores = {store.hub: store for store in stores}
        self._lang = lang
        self._synonyms = ""  # the journal's own
        self._hub_words: list[str] = []
        self._form = form(lang)
        self._progress: Progress | None = None
        self._in_memory = False
        self._is_new = False  # whether every file was read just now
        self.notes: list[str] = []

    def catch_up(self, progress: Progress) -> None:
        """Make the index say what the files say; reads only those that differ from what was read before.

        `progress` shows how far a longer reading is. Never fails for what it finds in the cache.
        """
        self.ask(lambda: None, progress)

    def ask(self, question: Callable[[], _Answer], progress: Progress) -> _Answer:
        """Catch up, and answer `question`, which asks this index and does nothing else.

        Of very many entries the answer is worked out while another process looks at their files, and again
        when some turn out to have changed.
        """
        early: list[_Answer] = []

        def ask_early() -> None:
            with contextlib.suppress(Exception):  # what is wrong with the index is mended first
                early.append(question())

        self._progress = None
        self._synonyms = self._own_synonyms()
        self._hub_words = [wordlists.of_hub(store.root) for hub, store in self._stores.items() if hub]
        try:
            has_changed = self._catch_up_in_folder(progress, ask_early)
        except Exception as error:  # noqa: BLE001 - a full disk, whoosh: whatever it is, the files are there
            reason = error.message if isinstance(error, Unusable) else str(error) or repr(error)
            self.notes.append(f"the index is kept in memory: {reason}")
            self._in_memory = has_changed = True
            self._begin()
            self._update(looking.listings(self._stores.values()), progress)
        self._progress = progress
        return question() if has_changed or not early else early[0]

    def rebuild(self, progress: Progress) -> int:
        """Read every file anew; how many there are."""
        if self._in_memory or not self._is_new:
            with contextlib.suppress(Unusable, OSError), locked(self._lock):  # catching up says what is wrong
                empty(self._folder)
            self.catch_up(progress)
        return self._documents.size

    def find(
        self,
        query: Query,
        filters: Filters,
        *,
        sort: str = "relevance",
        most: int | None = None,
        prior: Prior = lambda _: 1.0,
    ) -> Hits:
        """The first `most` (None: all) of the entries that fit; `sort` is relevance, newest or oldest.

        `prior` raises or lowers the score of an entry as such.
        """
        return self._answer(lambda: self._matching.find(query, filters, sort, most, prior))

    def explained(
        self, query: Query, filters: Filters, hits: Sequence[Hit], prior: Prior = lambda _: 1.0
    ) -> list[Explanation]:
        """Why each of the hits that `find` gave for the same query, filters and prior ranks where it does."""
        return self._answer(lambda: self._matching.explained(query, filters, hits, prior))

    def listed(self, filters: Filters, sort: str = "newest", most: int | None = None) -> Hits:
        """The first `most` (None: all) of the entries that pass `filters`; `sort` is newest or oldest."""
        return self._answer(lambda: self._listed(filters, sort, most))

    def cards(self) -> list[Card]:
        """Every entry in brief, newest first."""
        return [hit.card for hit in self.listed(Filters()).hits]

    @property
    def is_empty(self) -> bool:
        """Whether there is no entry in any store."""
        return not self._documents.size

    def keys(self) -> set[str]:
        """The front matter keys that a query can name besides its own fields."""
        return {*self._documents.summary.keys, "status", "lang", "aliases"}

    def near(self, words: Sequence[str]) -> list[str]:
        """Words the index knows that are spelt nearly like those of `words` that it does not know."""
        return self._answer(lambda: self._matching.near(words))

    def absent(self, fields: Sequence[Field]) -> "list[Absent]":
        """Those of `fields` that no entry has, with names there are instead."""
        absent = import_module("learnlog.index.absent").absent  # loads what compares spellings
        found: list[Absent] = self._answer(lambda: absent(fields, self._documents))
        return found

    def telling(self, words: Mapping[str, float], most: int) -> list[str]:
        """The `most` telling ones of `words`, each given with its worth: those that stand in few entries."""
        return self._answer(lambda: self._matching.telling(words, most))

    def gist(self, entry: Entry) -> Gist:
        """What makes `entry` what it is among those there are; it need not be one of them."""
        return self._answer(lambda: self._matching.gist(entry))

    def beginning_with(self, prefix: str) -> list[Card]:
        """Every entry whose id begins with `prefix`, whatever its case."""
        return self._answer(
            lambda: [row.card() for row in self._rows_among(self._catalogue.beginning_with(prefix))]
        )

    def superseding(self) -> list[Card]:
        """Every entry that says that it supersedes others."""
        if "supersedes" not in self._documents.summary.keys:
            return []
        any_of_them = Field("supersedes", "", prefix=True)
        return self._answer(
            lambda: [row.card() for row in self._rows_among(self._catalogue.holding(any_of_them))]
        )

    def newest(self) -> Card | None:
        """The person's newest own entry."""
        return self._answer(self._newest)

    def problems(self) -> list[tuple[str, str]]:
        """The person's own files that could not be read as they should: path and reason."""
        rows = self._answer(lambda: self._rows_among(self._catalogue.with_problems()))
        own = (row for row in rows if row.hub is None)
        found = [(self._stores[row.hub].absolute(row.path), row.problem or "") for row in own]
        return [(str(path), problem) for path, problem in sorted(found)]

    def as_it_is(self) -> list[Key]:
        """Answer from what is in the folder, without catching up; the files that it does not know so.

        Where there is no index, that is all of them.
        """
        known = False
        with contextlib.suppress(Unusable, OSError):  # no folder, or one that is not to be trusted
            refuse_shared(self._folder)
            known = self._open_index() is not None
        if not known:
            self._in_memory = True
            self._begin()
        _, unread = looking.differing(self._known, looking.listings(self._stores.values()))
        return unread

    def store(self, hub: str | None) -> Store:
        """The store of that hub, or (None) of the journal."""
        return self._stores[hub]

    @cached_property
    def _documents(self) -> Documents:
        return Documents(self._columns, self._catalogue, list(self._stores))

    @cached_property
    def _matching(self) -> Matching:
        return Matching(self._reader, self._documents, self._synonyms, self._hub_words)

    @property
    def _lock(self) -> Path:
        """Beside the folder, which comes and goes."""
        return self._folder.with_suffix(".lock")

    def _own_synonyms(self) -> str:
        try:
            return wordlists.own(self._stores[None].root) if None in self._stores else ""
        except Unusable as error:
            self.notes.append(error.message)
            return ""

    def _answer(self, ask: Callable[[], _Answer]) -> _Answer:
        """Ask the index; one that turns out to be damaged is built anew and asked again."""
        try:
            return ask()
        except Exception:
            if self._progress is None:
                raise
            if not self._in_memory and self._open_index():  # others may have gone on since it was opened
                with contextlib.suppress(Exception):
                    return ask()
            if self._is_new:
                raise
        self.rebuild(self._progress)
        return ask()

    def _listed(self, filters: Filters, sort: str, most: int | None) -> Hits:
        passing = self._documents.passing(filters, self._documents.numbers)
        rows = self._documents.ordered(passing, None, sort, most)
        return Hits([Hit(row, number) for number, row in rows], len(passing))

    def _rows_among(self, ids: Collection[int]) -> list[Row]:
        """The rows with these ids that are of this generation."""
        if not ids:
            return []
        return self._documents.rows(
            [number for number, row_id in enumerate(self._documents.ids) if row_id in ids]
        )

    def _newest(self) -> Card | None:
        own, moments = self._documents.own(), self._documents.moments
        latest = max((moments[number] for number in own), default=None)
        rows = self._documents.rows([number for number in own if moments[number] == latest])
        return max(rows, key=lambda row: row.changed_ns).card() if rows else None

    def _catch_up_in_folder(self, progress: Progress, meanwhile: Callable[[], None]) -> bool:
        """Whether anything has changed; `meanwhile` is done before that is known, if it takes longer."""
        make_folder(self._folder)
        refuse_shared(self._folder)
        self._in_memory = False
        size = size_in(self._folder) if helping.is_possible() else 0
        is_huge = size > _HUGE_BYTES
        look = looking.begun(self._stores.values()) if size > _LARGE_BYTES else self._later()
        with look as looked:
            before = self._open_index()
            if before and is_huge:
                meanwhile()
            found = looked()
        if before and self._known == found:
            return False
        with locked(self._lock):
            now = self._open_index()
            if now and now != before:  # another process has caught up meanwhile, perhaps with later files
                found = looking.listings(self._stores.values())
            if now is None or not self._updated(found, progress):
                empty(self._folder)
                self._begin()
                self._update(found, progress)
        return True

    @contextlib.contextmanager
    def _later(self) -> Iterator[Callable[[], dict[Key, Listing]]]:
        yield lambda: looking.listings(self._stores.values())

    def _updated(self, found: Mapping[Key, Listing], progress: Progress) -> bool:
        """Make what is in the folder say what the files say; False when it turns out to be damaged."""
        try:
            if self._known != found:
                self._update(found, progress)
        except (OSError, Unusable):
            raise
        except sqlite3.OperationalError as error:  # a full disk is no damage; a table that is not there is
            if error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_ERROR:
                raise
            return False
        except Exception:  # noqa: BLE001 - as in `_open_index`
            return False
        return True

    def _open_index(self) -> tuple[int, dict[Key, Listing]] | None:
        """Use what is in the folder, if it is whole and of our form; what tells it from a later state."""
        for _ in range(_TRIES):  # another process may drop a generation while it is being opened
            try:
                words, catalogue = _words(self._folder), Catalogue(file_in(self._folder), self._form)
                generation = words.open()
                columns, known = catalogue.columns(generation), catalogue.listings(generation)
                reader = words.reader()
                if reader.size != len(columns.ids) or (columns.ids and reader.generation != generation):
                    raise ValueError("index and catalogue differ")  # noqa: TRY301
                if not wholeness.is_known_whole(self._folder):
                    words.check()
                    catalogue.check(columns, known)
                    wholeness.note_whole(self._folder)
            except Exception:  # noqa: BLE001, S112 - whatever is wrong with a derived file, it is made anew
                continue
            self._words, self._catalogue = words, catalogue
            self._use(generation, columns, known, reader)
            return generation, known
        return None

    def _begin(self) -> None:
        """Begin with nothing, in the folder or in memory."""
        folder = None if self._in_memory else self._folder
        self._words, self._catalogue = _words(folder), Catalogue.begun(folder, self._form)
        self._words.create()
        generation = self._words.open()
        columns = self._catalogue.write(NOTHING, generation, ({}, (), ()), {})
        self._use(generation, columns, {}, self._words.reader())
        self._is_new = True

    def _use(self, generation: int, columns: Columns, known: dict[Key, Listing], reader: "Reader") -> None:
        self.__dict__.pop("_matching", None)
        self.__dict__.pop("_documents", None)
        self._generation, self._columns, self._known, self._reader = generation, columns, known, reader

    def _update(self, found: Mapping[Key, Listing], progress: Progress) -> None:
        """Read what differs and index it; what has another stamp but says the same keeps its place."""
        stale, wanted = looking.differing(self._known, found)
        reading = Reading(self._stores, self._lang, self._file_system_time())
        with progress("reading entries", len(stale) + len(wanted)) as step:
            gone, same = self._gone(stale, set(wanted), reading, step)
            waiting = [key for key in wanted if key not in same]
            take_in = reading.take_in if self._in_memory else reading.take_in_together
            read = take_in(waiting, self._words.write, step)
        listings = looking.after(self._known, found, {**dict.fromkeys(wanted), **same, **read.stamps})
        if gone or read.rows:
            self._words.change(list(gone), read.segments, self._before_commit(gone, read.rows, listings))
        else:
            self._catalogue.write_listings(self._generation, listings)
        known = {folder: now for folder, now in {**self._known, **listings}.items() if now}
        self._use(self._words.open(), self._columns, known, self._words.reader())

    def _before_commit(
        self, gone: Mapping[int, Row], added: Sequence[Row], listings: Mapping[Key, Listing | None]
    ) -> "BeforeCommit":
        def write(order: list[int], generation: int) -> None:
            self._columns = self._catalogue.write(self._columns, generation, (gone, added, order), listings)

        return write

    def _gone(
        self, stale: Sequence[Key], wanted: Collection[Key], reading: Reading, step: Callable[[], None]
    ) -> tuple[dict[int, Row], dict[Key, Stamp]]:
        """The documents whose files are gone or say something else; the stamps of those that say the same."""
        ids = self._catalogue.ids_of(stale)
        numbers = [number for number, row_id in enumerate(self._columns.ids) if row_id in ids]
        if len(numbers) != len(stale):
            raise ValueError("the catalogue lacks rows")
        gone, same = {}, {}
        for number, row in zip(numbers, self._documents.rows(numbers), strict=True):
            opened = reading.open(row.key) if row.key in wanted else None
            if opened and opened.digest and opened.digest == row.digest:
                same[row.key] = reading.settled(opened.stamp)
            else:
                gone[number] = row
            step()
        return gone, same

    def _file_system_time(self) -> int:
        """The time by the clock that also stamps files, in nanoseconds; 0 when the index is in memory."""
        if self._in_memory:
            return 0
        probe = self._folder / "clock"
        probe.touch()
        return probe.stat().st_mtime_ns


def _words(folder: Path | None) -> "Words":
    """Whoosh's part; loaded only now, since it takes its time."""
    words: Words = import_module("learnlog.index.words").Words(folder)
    return words
