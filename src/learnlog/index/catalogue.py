"""The catalogue: what stands beside whoosh's words, in a SQLite database.

For each generation of the index the columns of its documents (`documents`), and what was in each folder when
it was read. Rows are written once and have ids; the last two generations are kept, so that whoever reads one
is not disturbed by who writes the next.
"""

import contextlib
import json
import os
import secrets
import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from learnlog.entry import derived_id
from learnlog.index.documents import DROPPED, Columns, Summary, rearranged
from learnlog.index.rows import Key, Row, folded
from learnlog.nodes import Field
from learnlog.store import Listing

_FORMAT = 9  # a change of what is indexed, or how, is a new number
_FILES = "catalogue-*.db"

_TABLES = """
    BEGIN;
    CREATE TABLE form (name TEXT);
    CREATE TABLE rows (
        id INTEGER PRIMARY KEY AUTOINCREMENT, hub TEXT, path BLOB, entry TEXT COLLATE NOCASE, digest TEXT,
        problem TEXT, facts TEXT, content TEXT, checksum INTEGER, gone INTEGER
    );
    CREATE INDEX rows_by_path ON rows (path);
    CREATE INDEX rows_by_entry ON rows (entry);
    CREATE INDEX rows_gone ON rows (gone) WHERE gone IS NOT NULL;
    CREATE INDEX rows_with_problems ON rows (problem) WHERE problem IS NOT NULL;
    CREATE TABLE folders (
        hub TEXT, folder BLOB, generation INTEGER, names BLOB, stamps BLOB,
        PRIMARY KEY (hub, folder, generation)
    );
    CREATE TABLE generations (generation INTEGER PRIMARY KEY, summary TEXT, columns BLOB, checksum INTEGER);
"""

Change = tuple[Mapping[int, Row], Sequence[Row], Sequence[int]]


def form(lang: str | None) -> str:
    """The form of an index of entries in that language (None: in any)."""
    return f"{_FORMAT} {lang or ''}"


def file_in(folder: Path) -> Path:
    """The file of the catalogue in `folder`. Raises FileNotFoundError."""
    for file in folder.glob(_FILES):
        return file
    raise FileNotFoundError("there is no catalogue")


def size_in(folder: Path) -> int:
    """How many bytes the catalogue in that folder has; 0 where there is none."""
    try:
        return file_in(folder).stat().st_size
    except OSError:
        return 0


class Catalogue:
    """The catalogue in a file, or in memory.

    `form` is the form of index it belongs to: another one's catalogue is as good as none. What is damaged
    raises sqlite3.Error, or whatever the content leads to.
    """

    def __init__(self, file: Path | str, form: str) -> None:
        self._form = form
        self._database = sqlite3.connect(
            file,
            isolation_level=None,
            check_same_thread=False,  # one at a time asks, but a picker from beside the typing
        )
        self._database.execute("PRAGMA synchronous = OFF")  # what a failing disk loses is made again

    @classmethod
    def begun(cls, folder: Path | None, form: str) -> "Catalogue":
        """A catalogue with nothing in it, in `folder` or (None) in memory.

        Its file has a name that no other has had: whoever still reads one that was dropped would take the
        journal of a new one of the same name for its own, and roll it back.
        """
        made = cls(folder / _FILES.replace("*", secrets.token_hex(8)) if folder else ":memory:", form)
        made._create()
        return made

    def _create(self) -> None:
        self._database.executescript(_TABLES)
        self._database.execute("INSERT INTO form VALUES (?)", [self._form])
        self._database.execute("COMMIT")

    def columns(self, generation: int) -> Columns:
        """The columns of that generation. Raises ValueError when there are none of that form."""
        found = self._database.execute(
            "SELECT name, summary, columns, checksum FROM form, generations WHERE generation = ?",
            [generation],
        ).fetchall()
        if len(found) != 1 or found[0][0] != self._form or zlib.crc32(found[0][2]) != found[0][3]:
            raise ValueError("no catalogue of that generation and form")
        return _unpacked(found[0][1], found[0][2])

    def has_form(self) -> bool:
        """Whether it is of the form that was asked for, and not another learnlog's."""
        return self._database.execute("SELECT name FROM form").fetchall() == [(self._form,)]

    def check(self, columns: Columns, listings: Mapping[Key, Listing]) -> None:
        """Read all there is. Raises ValueError when it is not what was written with these columns."""
        (said,) = self._database.execute("PRAGMA integrity_check(1)").fetchone()
        rows = self._database.execute(
            "SELECT id, checksum, hub, path, entry, digest, problem, facts, content FROM rows"
        )
        whole = {row_id for row_id, checksum, *values in rows if _checksum(values) == checksum}
        live = set(columns.ids) - {DROPPED}
        listed = sum(len(listing.files()) for listing in listings.values())
        if said != "ok" or not live <= whole or listed != len(live):
            raise ValueError("the catalogue is not what was written")

    def listings(self, generation: int) -> dict[Key, Listing]:
        """What was in each folder (of a store, by its path there) when it was read."""
        found = self._database.execute(
            """SELECT hub, folder, names, stamps, MAX(generation) FROM folders WHERE generation <= ?
               GROUP BY hub, folder""",
            [generation],
        )
        return {
            (hub or None, os.fsdecode(folder)): Listing(names, stamps)
            for hub, folder, names, stamps, _ in found
            if names
        }

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """The rows with these ids, in that order."""
        wanted = "SELECT id, content FROM rows WHERE id IN (SELECT value FROM json_each(?))"
        found = dict(self._database.execute(wanted, [json.dumps(list(ids))]))
        contents = ",".join(found[row_id] for row_id in ids)
        return [Row._make(values) for values in json.loads(f"[{contents}]")]

    def ids_of(self, keys: Iterable[Key]) -> dict[int, Key]:
        """The rows that were ever made of these files, as far as they are kept."""
        one = "SELECT id FROM rows WHERE path = ? AND hub = ?"
        return {
            row_id: (hub, path)
            for hub, path in keys
            for (row_id,) in self._database.execute(one, [os.fsencode(path), hub or ""])
        }

    def having(self, facts: Sequence[tuple[str, str]]) -> set[int]:
        """The ids of the rows that have every (field, text)."""
        one = "EXISTS (SELECT 1 FROM json_each(facts, ?) WHERE value = ?)"
        return set.intersection(*(self._ids(one, [_place(name), folded(text)]) for name, text in facts))

    def holding(self, field: Field) -> set[int]:
        """The ids of the rows with such a field."""
        wanted = folded(field.value)
        fits = "value = ?1"
        if field.name == "source":
            fits = "instr(value, ?1)"
        elif field.prefix:
            fits = "substr(value, 1, length(?1)) = ?1"
        where = f"EXISTS (SELECT 1 FROM json_each(facts, ?2) WHERE {fits})"  # noqa: S608 - one of the three
        return self._ids(where, [wanted, _place(field.name)])

    def beginning_with(self, prefix: str) -> set[int]:
        """The ids of the rows whose entry's id begins with `prefix`, whatever its case."""
        return self._ids("entry >= ?1 AND substr(entry, 1, length(?1)) = ?1 COLLATE NOCASE", [folded(prefix)])

    def with_problems(self) -> set[int]:
        """The ids of the rows whose files could not be read as they should."""
        return self._ids("problem IS NOT NULL", [])

    def write(
        self, old: Columns, generation: int, change: Change, listings: Mapping[Key, Listing | None]
    ) -> Columns:
        """Keep what `old` becomes with that change, see `documents.rearranged`, as that generation's.

        `listings` are those that changed; None: the folder is gone.
        """
        gone, added, order = change
        with self._transaction():
            self._forget(generation, max(old.ids, default=0))
            first_id = 1 + self._last_id()
            self._add(first_id, added)
            self._drop(generation, [old.ids[number] for number in gone])
            new = rearranged(old, order, added, first_id, gone)
            new = new._replace(shared=self._shared(new))
            summary, columns = _packed(new)
            self._database.execute(
                "INSERT INTO generations VALUES (?, ?, ?, ?)",
                [generation, summary, columns, zlib.crc32(columns)],
            )
            self._list(generation, listings)
        return new

    def write_listings(self, generation: int, listings: Mapping[Key, Listing | None]) -> None:
        """Keep those listings as that generation's, which is there."""
        with self._transaction():
            self._list(generation, listings)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """All that is done in it is kept, or nothing."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._database.execute("COMMIT")
        except BaseException:
            self._database.rollback()
            raise

    def _ids(self, where: str, values: Sequence[str]) -> set[int]:
        found = self._database.execute(f"SELECT id FROM rows WHERE {where}", values)  # noqa: S608 - of ours
        return {row_id for (row_id,) in found}

    def _last_id(self) -> int:
        """The highest id that a row ever had; none is used again, for somebody may still look for the row."""
        (last,) = self._database.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence").fetchone()
        return int(last)

    def _forget(self, generation: int, last_id: int) -> None:
        """Drop what a writer that was cut off has left, and what nobody reads any more."""
        one = [generation]
        self._database.execute("DELETE FROM generations WHERE generation >= ?1 OR generation < ?1 - 1", one)
        self._database.execute("DELETE FROM folders WHERE generation >= ?", one)
        self._database.execute("UPDATE rows SET gone = NULL WHERE gone >= ?", one)
        self._database.execute("DELETE FROM rows WHERE id > ? AND gone IS NULL", [last_id])
        self._database.execute("DELETE FROM rows WHERE gone < ?", one)

    def _add(self, first_id: int, rows: Sequence[Row]) -> None:
        self._database.executemany(
            "INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            (
                (row_id, *values, _checksum(values))
                for row_id, values in enumerate(map(_values, rows), first_id)
            ),
        )

    def _drop(self, generation: int, ids: Iterable[int]) -> None:
        self._database.executemany(
            "UPDATE rows SET gone = ? WHERE id = ?", ((generation, row_id) for row_id in ids)
        )

    def _list(self, generation: int, listings: Mapping[Key, Listing | None]) -> None:
        self._database.executemany(
            "INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?, ?)",
            (
                (hub or "", os.fsencode(folder), generation, *(listing or (None, None)))
                for (hub, folder), listing in listings.items()
            ),
        )
        for hub, folder in listings:
            self._database.execute(
                """DELETE FROM folders WHERE hub = ?1 AND folder = ?2 AND generation < (
                   SELECT MAX(generation) FROM folders WHERE hub = ?1 AND folder = ?2 AND generation < ?3)""",
                [hub or "", os.fsencode(folder), generation],
            )

    def _shared(self, columns: Columns) -> "array[int]":
        """The documents whose lesson is in several stores, as in `Columns`.

        A file that names no id has one by its path, which files of others may have, too: those are the same
        where they say the same.
        """
        if len(columns.summary.hubs) == 1:
            return array("I")
        numbers = {row_id: number for number, row_id in enumerate(columns.ids) if row_id}
        lessons: dict[tuple[str, str], list[int]] = {}
        found = self._database.execute("SELECT path, id, entry, digest FROM rows ORDER BY hub, path")
        for path, row_id, entry, digest in found:
            if row_id in numbers:
                says = digest if entry == derived_id(os.fsdecode(path)) else ""
                lessons.setdefault((entry, says), []).append(numbers[row_id])
        in_several = (same for same in lessons.values() if len({columns.hubs[number] for number in same}) > 1)
        return array("I", [each for same in in_several for each in (len(same), *same)])


def _values(row: Row) -> Sequence[str | bytes | None]:
    """What is kept of a row, in the order of the table."""
    return (
        row.hub or "",
        os.fsencode(row.path),
        row.id,
        row.digest,
        folded(row.problem) if row.problem else None,
        json.dumps(row.facts()),
        json.dumps(row),
    )


def _checksum(values: Iterable[str | bytes | None]) -> int:
    checksum = 0
    for value in values:
        checksum = zlib.crc32(value.encode() if isinstance(value, str) else value or b"", checksum)
    return checksum


def _place(name: str) -> str:
    return f'$."{name}"'


def _packed(columns: Columns) -> tuple[str, bytes]:
    parts: list[array[Any]] = [columns.ids, columns.hubs, columns.langs, columns.moments, columns.shared]
    summary = json.dumps([columns.summary, [len(part) * part.itemsize for part in parts]])
    return summary, b"".join(part.tobytes() for part in parts)


def _unpacked(summary: str, data: bytes) -> Columns:
    described, sizes = json.loads(summary)
    starts = accumulate(sizes, initial=0)
    parts: list[array[Any]] = [
        array(kind, data[start : start + size])
        for kind, start, size in zip("qHHdI", starts, sizes, strict=False)
    ]
    ids, hubs, langs, moments, shared = parts
    return Columns(ids, hubs, langs, moments, shared, Summary._make(described))
