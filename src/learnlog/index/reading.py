"""Reads entry files for the index; many of them in two processes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

from learnlog.analysis import Token, detect, tokens
from learnlog.entry import unread
from learnlog.errors import Unusable
from learnlog.index import helping
from learnlog.index.rows import Key, Row, row_of
from learnlog.store import Opened, Stamp, Store

_UNSETTLED_NS = 50_000_000  # a file read this soon after a change may change again and keep its stamp
_COARSE_NS = 2_000_000_000  # the same on file systems that count in seconds
_SECOND_NS = 1_000_000_000
_NO_SIZE = -1  # fits no file
_MOST_WORDS = 50_000  # of one body: a book; somebody else's lesson must not keep a person waiting
_MANY = 400  # files, of which reading half elsewhere is worth a process

Document: TypeAlias = Mapping[str, Sequence[Token]]  # by text field
Write: TypeAlias = Callable[[Iterable[Document]], list[Any]]  # documents to whoosh's segments


class Read(NamedTuple):
    """What was read: the rows of the documents in the segments, in their order, and each file's stamp.

    The files in `undated` tell no date; their rows have that of the last change.
    """

    rows: list[Row]
    stamps: dict[Key, Stamp]
    segments: list[Any]
    undated: set[Key]


class Reading:
    """Reads files of `stores`; `lang` is the journal's language, `now_ns` the time by the files' clock."""

    def __init__(self, stores: Mapping[str | None, Store], lang: str | None, now_ns: int) -> None:
        self._stores = stores
        self._lang = lang
        self._now_ns = now_ns
        self._undated: set[Key] = set()

    def take_in(self, keys: Sequence[Key], write: Write, step: Callable[[], None]) -> Read:
        """Read the files, and write what is indexed of them."""
        return self._dated(self._part(keys, write, step))

    def take_in_together(self, keys: Sequence[Key], write: Write, step: Callable[[], None]) -> Read:
        """The same; of many files another process takes half, so `write` must write to the disk."""
        if len(keys) < _MANY or not helping.is_possible():
            return self.take_in(keys, write, step)

        def two_steps() -> None:
            step()
            step()

        with helping.begun(lambda go_on: self._part(keys[1::2], write, go_on)) as theirs:
            mine = self._part(keys[::2], write, two_steps)
            other = theirs()
        return self._dated(
            Read(
                mine.rows + other.rows,
                {**mine.stamps, **other.stamps},
                mine.segments + other.segments,
                mine.undated | other.undated,
            )
        )

    def _part(self, keys: Iterable[Key], write: Write, step: Callable[[], None]) -> Read:
        rows: list[Row] = []
        stamps: dict[Key, Stamp] = {}
        segments = write(self._documents(keys, rows, stamps, step))
        return Read(rows, stamps, segments, self._undated)

    def _dated(self, read: Read) -> Read:
        """The same with the dates that git knows; asked only now, once, and not by each process."""
        rows = [
            row.dated(self._stores[row.hub].date_of(row.path, read.stamps[row.key]))
            if row.key in read.undated
            else row
            for row in read.rows
        ]
        return read._replace(rows=rows)

    def open(self, key: Key) -> Opened | None:
        """Read a file; None when it is gone by now. One that cannot be read still has a name and a place.

        One that tells no date is noted as undated, and has that of its last change.
        """
        hub, path = key
        store = self._stores[hub]

        def date_of(_: str, stamp: Stamp) -> datetime:
            self._undated.add(key)
            return stamp.modified

        try:
            return store.open(path, date_of)
        except Unusable as error:
            try:
                status = store.absolute(path).stat()
            except OSError:
                return None
            stamp = Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns)
            entry = unread("", path=path, fallback=lambda: date_of(path, stamp), problem=error.message)
            return Opened(entry, stamp, "")

    def settled(self, stamp: Stamp) -> Stamp:
        """The stamp to remember; one that fits no file when the file may still change and keep it."""
        changed = stamp.changed_ns
        unsettled = _COARSE_NS if changed % _SECOND_NS == 0 else _UNSETTLED_NS
        return stamp if changed < self._now_ns - unsettled else stamp._replace(size=_NO_SIZE)

    def _documents(
        self, keys: Iterable[Key], rows: list[Row], stamps: dict[Key, Stamp], step: Callable[[], None]
    ) -> Iterator[Document]:
        """Yield what is indexed of each file, and note what else is known of it in `rows` and `stamps`."""
        for key in keys:
            opened = self.open(key)
            step()
            if opened is None:
                continue
            entry = opened.entry
            lang = entry.lang or self._lang or detect(f"{entry.title}\n{entry.body}")
            labels = " ".join([*entry.tags, *entry.aliases, entry.project or "", *entry.names("applies")])
            stamps[key] = self.settled(opened.stamp)
            rows.append(row_of(entry, key[0], opened.stamp, opened.digest, lang))
            yield {
                "title": list(tokens(entry.title, lang)),
                "labels": list(tokens(labels, lang)),
                "body": list(islice(tokens(entry.body, lang), _MOST_WORDS)),
            }
