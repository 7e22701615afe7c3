"""Keeps the index what the files say, whoever changed them, and answers from it."""

import contextlib
import shutil
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from whoosh.reading import IndexReader

from learnlog import wordlists
from learnlog.analysis import Token, detect, tokens
from learnlog.entry import unread
from learnlog.errors import Unusable
from learnlog.index.catalogue import Catalogue, Key, Row, collector_paused, copies, row_of
from learnlog.index.explaining import Explanation
from learnlog.index.matching import Hit, Hits, Matching, Prior
from learnlog.index.trust import refuse_shared
from learnlog.index.words import Words
from learnlog.locking import locked
from learnlog.query import Filters, Query
from learnlog.store import Card, Opened, Stamp, Store, make_folder

Progress = Callable[[str, int], AbstractContextManager[Callable[[], None]]]
_Answer = TypeVar("_Answer")

_FORMAT = 2  # a change of what is indexed, or how, is a new number
_UNSETTLED_NS = 50_000_000  # a file read this soon after a change may change again and keep its stamp
_COARSE_NS = 2_000_000_000  # the same on file systems that count in seconds
_SECOND_NS = 1_000_000_000
_TRIES = 3
_NO_SIZE = -1  # fits no file


class Index:
    """The index of `stores`, kept in `folder`; `lang` is the journal's language, if it has one.

    The folder must be the person's own and closed to others, since whoosh's files contain pickles; another
    one is never read, and the index then lives in memory. `notes` tells of such things.
    """

    def __init__(self, folder: Path, stores: Sequence[Store], lang: str | None) -> None:
        self._folder = folder
        self._stores = {store.hub: store for store in stores}
        self._lang = lang
        self._synonyms = ""  # the journal's own
        self._words = Words(None)
        self._rows: list[Row | None] = []
        self._catalogue: Catalogue | None = None
        self._progress: Progress | None = None
        self._is_new = False  # whether every file was read just now
        self.notes: list[str] = []

    def catch_up(self, progress: Progress) -> None:
        """Make the index say what the files say; reads only those that differ from what was read before.

        `progress` shows how far a longer reading is. Never fails for what it finds in the cache.
        """
        self._progress = progress
        self._synonyms = self._own_synonyms()
        try:
            self._catch_up_in_folder(progress)
        except Exception as error:  # noqa: BLE001 - a full disk, whoosh: whatever it is, the files are there
            reason = error.message if isinstance(error, Unusable) else str(error) or repr(error)
            self.notes.append(f"the index is kept in memory: {reason}")
            self._catalogue = None
            self._begin(Words(None))
            self._update(*self._difference(), progress)

    def rebuild(self, progress: Progress) -> int:
        """Read every file anew; how many there are."""
        if self._catalogue is None or not self._is_new:
            with contextlib.suppress(Unusable, OSError), locked(self._lock):  # catching up says what is wrong
                _empty(self._folder)
            self.catch_up(progress)
        return len(self._live)

    def find(self, query: Query, filters: Filters, prior: Prior = lambda _: 1.0) -> Hits:
        """Every entry that fits, the best first; `prior` raises or lowers the score of an entry as such."""
        return self._answer(lambda matching: matching.find(query, filters, prior))

    def explained(self, query: Query, hit: Hit, prior: Prior = lambda _: 1.0) -> Explanation:
        """Why a hit that `find` gave for the same query and prior ranks where it does."""
        return self._answer(lambda matching: matching.explained(query, hit, prior))

    def listed(self, filters: Filters) -> list[Hit]:
        """Every entry that passes `filters`, newest first."""
        hidden = copies(self._rows) if filters.scope == "all" else ()
        rows = [
            row
            for number, row in enumerate(self._rows)
            if row is not None and number not in hidden and row.passes(filters)
        ]
        return [Hit(row) for row in sorted(rows, key=lambda row: (row.moment, row.path), reverse=True)]

    def cards(self) -> list[Card]:
        """Every entry in brief, newest first."""
        return [hit.card for hit in self.listed(Filters())]

    def keys(self) -> set[str]:
        """The front matter keys that a query can name besides its own fields."""
        return {key for row in self._live for key in row.extra} | {"status", "lang", "aliases"}

    def near(self, words: Sequence[str]) -> list[str]:
        """Words the index knows that are spelt nearly like those of `words` that it does not know."""
        return self._answer(lambda matching: matching.near(words))

    def telling(self, words: Iterable[str], most: int) -> list[str]:
        """The `most` of `words` that tell one entry from the others best."""
        given = list(words)
        return self._answer(lambda matching: matching.telling(given, most))

    def beginning_with(self, prefix: str) -> list[Card]:
        """Every entry whose id begins with `prefix`, whatever its case."""
        wanted = prefix.casefold()
        return [row.card() for row in self._live if row.id.casefold().startswith(wanted)]

    def newest(self) -> Card | None:
        """The person's newest own entry."""
        own = [row for row in self._live if row.hub is None]
        return max(own, key=lambda row: (row.moment, row.changed_ns)).card() if own else None

    def problems(self) -> list[tuple[str, str]]:
        """The files that could not be read as they should: path and reason."""
        found = [(self._stores[row.hub].absolute(row.path), row.problem) for row in self._live if row.problem]
        return [(str(path), problem or "") for path, problem in sorted(found)]

    def store(self, hub: str | None) -> Store:
        """The store of that hub, or (None) of the journal."""
        return self._stores[hub]

    @property
    def _live(self) -> list[Row]:
        return [row for row in self._rows if row is not None]

    @cached_property
    def _matching(self) -> Matching:
        return Matching(self._reader, self._rows, self._synonyms)

    @cached_property
    def _reader(self) -> IndexReader:
        return self._words.reader()

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

    def _answer(self, ask: Callable[[Matching], _Answer]) -> _Answer:
        """Ask the index; one that turns out to be damaged is built anew and asked again."""
        try:
            return ask(self._matching)
        except Exception:
            if self._is_new or self._progress is None:
                raise
        self.rebuild(self._progress)
        return ask(self._matching)

    def _catch_up_in_folder(self, progress: Progress) -> None:
        make_folder(self._folder)
        refuse_shared(self._folder)
        self._catalogue = Catalogue(self._folder, f"{_FORMAT} {self._lang or ''}")
        if self._open_index(self._catalogue) and not any(self._difference()):
            return
        with locked(self._lock):
            # another process may have caught up meanwhile
            if not self._open_index(self._catalogue):
                _empty(self._folder)
                self._begin(Words(self._folder))
            stale, wanted = self._difference()
            if stale or wanted:
                self._update(stale, wanted, progress)

    def _open_index(self, catalogue: Catalogue) -> bool:
        """Use what is in the folder, if it is whole and of our form."""
        words = Words(self._folder)
        for _ in range(_TRIES):  # another process may drop a generation while it is being opened
            try:
                generation = words.open()
                rows = catalogue.read(generation)
                reader = words.reader()
                if reader.doc_count_all() != len(rows) or (rows and reader.generation() != generation):
                    raise ValueError("index and catalogue differ")  # noqa: TRY301
            except Exception:  # noqa: BLE001, S112 - whatever is wrong with a derived file, it is made anew
                continue
            self._use(words, rows, reader)
            return True
        return False

    def _begin(self, words: Words) -> None:
        words.create()
        self._use(words, [], words.reader())
        self._keep(words.open(), [])
        self._is_new = True

    def _use(self, words: Words, rows: list[Row | None], reader: IndexReader) -> None:
        self.__dict__.pop("_matching", None)
        self._words, self._rows = words, rows
        self._reader = reader

    def _difference(self) -> tuple[list[int], list[Key]]:
        """The documents whose file is gone or another, and the files to read."""
        with collector_paused():
            stamps = {
                (hub, path): stamp for hub, store in self._stores.items() for path, stamp in store.scan()
            }
        stale = []
        for number, row in enumerate(self._rows):
            if row is not None:
                if row.has_stamp(stamps.get(row.key)):
                    del stamps[row.key]
                else:
                    stale.append(number)
        return stale, list(stamps)

    def _update(self, stale: Sequence[int], wanted: Sequence[Key], progress: Progress) -> None:
        """Read what differs and index it; what has another stamp but says the same keeps its place."""
        now_ns = self._file_system_time()
        waiting = dict.fromkeys(wanted)
        rows = list(self._rows)
        added: list[Row] = []
        order: list[int] = []

        def commit(new_order: list[int], generation: int) -> None:
            order[:] = new_order
            self._keep(generation, _ordered(rows, added, order))

        with progress("reading entries", len(stale) + len(wanted)) as step:
            for number in stale:
                rows[number] = same = self._same_again(rows[number], waiting, now_ns)
                if same:
                    del waiting[same.key]
                step()
            gone = [number for number in stale if rows[number] is None]
            if not gone and not waiting:
                self._rows = rows
                self._keep(self._words.open(), rows)
                return
            self._words.change(gone, self._documents(waiting, added, now_ns, step), commit)
        self._use(self._words, _ordered(rows, added, order), self._words.reader())

    def _same_again(self, row: Row | None, waiting: Collection[Key], now_ns: int) -> Row | None:
        """The row with the stamp of its file, if that still says the same."""
        opened = self._open(row.key) if row and row.key in waiting else None
        if row and opened and opened.digest and opened.digest == row.digest:
            return row.with_stamp(_settled(opened.stamp, now_ns))
        return None

    def _documents(
        self, keys: Iterable[Key], rows: list[Row], now_ns: int, step: Callable[[], None]
    ) -> Iterator[dict[str, list[Token]]]:
        """Yield what is indexed of each file, and append what the catalogue says of it to `rows`."""
        for key in keys:
            opened = self._open(key)
            step()
            if opened is None:
                continue
            entry = opened.entry
            lang = entry.lang or self._lang or detect(f"{entry.title}\n{entry.body}")
            labels = " ".join([*entry.tags, *entry.aliases, entry.project or "", *entry.names("applies")])
            document = {
                "title": list(tokens(entry.title, lang)),
                "labels": list(tokens(labels, lang)),
                "body": list(tokens(entry.body, lang)),
            }
            stamp = _settled(opened.stamp, now_ns)
            rows.append(row_of(entry, key[0], stamp, opened.digest, lang))
            yield document

    def _open(self, key: Key) -> Opened | None:
        """Read a file; None when it is gone by now. One that cannot be read still has a name and a place."""
        hub, path = key
        store = self._stores[hub]
        try:
            return store.open(path)
        except Unusable as error:
            try:
                status = store.absolute(path).stat()
            except OSError:
                return None
            stamp = Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns)
            entry = unread("", path=path, fallback=lambda: store.date_of(path, stamp), problem=error.message)
            return Opened(entry, stamp, "")

    def _keep(self, generation: int, rows: list[Row | None]) -> None:
        if self._catalogue:
            self._catalogue.write(generation, rows)

    def _file_system_time(self) -> int:
        """The time by the clock that also stamps files, in nanoseconds; 0 when the index is in memory."""
        if self._catalogue is None:
            return 0
        probe = self._folder / "clock"
        probe.touch()
        return probe.stat().st_mtime_ns


def _empty(folder: Path) -> None:
    """Leave `folder` the person's alone, with nothing in it.

    It is not made anew: others who look at it at the same moment, before they ask for the lock, must find it.
    Raises Unusable or OSError.
    """
    if folder.is_symlink():  # what is elsewhere is not ours to empty
        folder.unlink()
    make_folder(folder)
    folder.chmod(stat.S_IRWXU)
    for each in folder.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()


def _ordered(old: Sequence[Row | None], added: Sequence[Row], order: Sequence[int]) -> list[Row | None]:
    return [old[number] if number >= 0 else added[-1 - number] for number in order]


def _settled(stamp: Stamp, now_ns: int) -> Stamp:
    """The stamp to remember; one that fits no file when the file may still change without it changing."""
    changed = stamp.changed_ns
    unsettled = _COARSE_NS if changed % _SECOND_NS == 0 else _UNSETTLED_NS
    return stamp if changed < now_ns - unsettled else replace(stamp, size=_NO_SIZE)
