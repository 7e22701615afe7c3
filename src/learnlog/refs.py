"""Naming an entry: REF is the beginning of an id, a row of the last list, `@last`, or a path."""

import contextlib
import json
import os
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

from learnlog.entry import Entry
from learnlog.errors import AmbiguousRef, NoEntriesYet, NothingFound, Unusable
from learnlog.store import Card, Opened, Store, write_derived

_ID_BEGINNING = re.compile(r"[A-Za-z][A-Za-z0-9_-]{2,63}")
_SHOWN_CANDIDATES = 10

_KEPT_LISTS = 50
_LONGEST_NUMBER = 9  # digits

Place: TypeAlias = tuple[str | None, str]  # whose it is (None: one's own), and its path in that store


class Located(NamedTuple):
    """An entry whose file was found and read."""

    store: Store
    opened: Opened

    @property
    def entry(self) -> Entry:
        """What the file says."""
        return self.opened.entry

    @property
    def card(self) -> Card:
        """The entry, and whose it is."""
        return Card(self.entry, self.store.hub)

    @property
    def path(self) -> Path:
        """The file's absolute path."""
        return self.store.absolute(self.entry.path)


class Catalogue(Protocol):
    """What REFs are looked up in."""

    def beginning_with(self, prefix: str) -> Sequence[Card]:
        """Every entry whose id begins with `prefix`."""

    def newest(self) -> Card | None:
        """The person's newest own entry."""


class Refs:
    """Finds entries by REF.

    `rows` is the file that remembers this terminal's last list, `folder` where relative paths begin.
    """

    def __init__(
        self, catalogue: Callable[[], Catalogue], stores: Sequence[Store], rows: Path, folder: Path
    ) -> None:
        self._catalogue = catalogue
        self._stores = {store.hub: store for store in stores}
        self._rows = rows
        self._folder = folder

    def remember(self, cards: Iterable[Card], sought: str = "") -> None:
        """Make `cards` what the numbers 1, 2, … mean; where that cannot be written, they mean nothing.

        `sought` is the query that they answer, if they do.
        """
        rows = [[card.hub, card.entry.id, card.entry.path] for card in cards]
        try:
            write_derived(self._rows, json.dumps({"sought": sought, "rows": rows}).encode())
            lists = sorted(self._rows.parent.glob("*.json"), key=lambda path: path.stat().st_mtime)
            for old in lists[:-_KEPT_LISTS]:  # of terminals that were closed long ago
                old.unlink()
        except (Unusable, OSError):
            return

    def one(self, ref: str) -> Located:
        """The entry that `ref` names.

        Raises NothingFound, AmbiguousRef (with the candidates), Unusable.
        """
        if _is_number(ref):
            return self._numbered(int(ref))
        return self._opened(self._by_path(ref) or self._named(ref))

    def sought(self, ref: str) -> str:
        """The query that gave the row of which `ref` is the number; empty where there was none."""
        return self._remembered()[0] if _is_number(ref) else ""

    def own(self, ref: str) -> Located:
        """The same, for what only one's own entries allow. Raises Unusable for a colleague's."""
        located = self.one(ref)
        if located.store.hub is not None:
            raise Unusable(f"{ref} is a lesson in the hub {located.store.hub}; only its author changes it")
        return located

    def _named(self, ref: str) -> Place:
        if ref == "@last":
            newest = self._catalogue().newest()
            if newest is None:
                raise NoEntriesYet
            return newest.hub, newest.entry.path
        if not _ID_BEGINNING.fullmatch(ref):
            raise NothingFound(
                f"no entry is called {ref}",
                "name one by the first 3 characters of its id or more, a row's number, @last or its path",
            )
        return self._by_id(ref)

    def _by_id(self, ref: str) -> Place:
        found = self._catalogue().beginning_with(ref)
        fitting = [card for card in found if card.entry.id.casefold() == ref.casefold()] or found
        own = [card for card in fitting if card.hub is None]
        if own and len({card.entry.id for card in fitting}) == 1:  # one's own lesson, published, is the same
            fitting = own
        if not fitting:
            raise self._not_there(f"no entry's id begins with {ref}")
        if len(fitting) > 1:
            candidates = [f"{card.entry.id}  {card.entry.title}  ({card.entry.path})" for card in fitting]
            raise AmbiguousRef(
                f"{ref} fits {len(candidates)} entries", "\n".join(candidates[:_SHOWN_CANDIDATES])
            )
        return fitting[0].hub, fitting[0].entry.path

    def _numbered(self, number: int) -> Located:
        """The entry of that row, also when its file was renamed since."""
        if self._rows.exists() and not os.access(self._rows.parent, os.W_OK):  # then it is an older list's
            raise NothingFound(
                f"{self._rows.parent} cannot be written to, so rows have no numbers", "use the id"
            )
        _, rows = self._remembered()
        if not 1 <= number <= len(rows):
            raise self._not_there(f"the last list in this terminal has no row {number}")
        hub, entry_id, path = rows[number - 1]
        with contextlib.suppress(Unusable):
            located = self._opened((hub, path))
            if located.entry.id == entry_id:
                return located
        renamed = [card for card in self._catalogue().beginning_with(entry_id) if card.hub == hub]
        if not renamed:
            raise NothingFound(f"the entry of row {number} is no longer there", "see: learnlog list")
        return self._opened((hub, renamed[0].entry.path))

    def _not_there(self, message: str) -> NothingFound:
        is_any = self._catalogue().beginning_with("")
        return NothingFound(message, "see: learnlog list") if is_any else NoEntriesYet()

    def _remembered(self) -> tuple[str, Sequence[tuple[str | None, str, str]]]:
        """The last query, and its rows: hub, id, path."""
        try:
            told = json.loads(self._rows.read_bytes())
            rows = [(hub, str(entry_id), str(path)) for hub, entry_id, path in told["rows"]]
            return str(told["sought"]), rows
        except (OSError, ValueError, TypeError, KeyError):
            return "", ()

    def _opened(self, place: Place) -> Located:
        hub, path = place
        if hub not in self._stores:
            raise NothingFound(f"the hub {hub} is no longer there", "see: learnlog hub list")
        return Located(self._stores[hub], self._stores[hub].open(path))

    def _by_path(self, ref: str) -> Place | None:
        if "/" not in ref and not ref.endswith(".md"):
            return None
        target = Path(os.path.expanduser(ref))  # noqa: PTH111 - leaves ~nobody as it is
        for store in self._stores.values():
            root = store.root.resolve()
            for path in (self._folder / target, root / target):
                resolved = path.parent.resolve() / path.name
                if resolved.is_relative_to(root) and _is_entry(resolved, root):
                    return store.hub, resolved.relative_to(root).as_posix()
        raise NothingFound(f"no entry's file is called {ref}")


def _is_number(ref: str) -> bool:
    return ref.isdecimal() and len(ref) <= _LONGEST_NUMBER


def _is_entry(path: Path, root: Path) -> bool:
    """Whether a store over `root` would take the file for an entry: no link, nothing hidden, no folder."""
    is_hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    return path.suffix == ".md" and not is_hidden and not path.is_symlink() and path.is_file()
