"""Naming an entry: REF is the beginning of an id, a row of the last list, `@last`, or a path.

A lesson that is in several places has one id there, which names what is in the first of them: one's own
entry, else the copy in the first hub. HUB/ID names the copy in that hub; where several authors there have a
file with that id, HUB/AUTHOR/FILE tells them apart.
"""

import contextlib
import json
import os
import re
import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

from learnlog.entry import Entry
from learnlog.errors import AmbiguousRef, NoEntriesYet, NothingFound, Unusable
from learnlog.store import Card, Opened, Store, write_derived

_ID_BEGINNING = re.compile(r"[A-Za-z][A-Za-z0-9_-]{2,63}")
_IN_HUB = re.compile(rf"(?P<hub>[^/]+)/(?P<id>{_ID_BEGINNING.pattern})")
_SHOWN_CANDIDATES = 10
_LESSONS = "lessons"  # the folder of a hub's repository that its store holds

_KEPT_LISTS = 50
_LONGEST_NUMBER = 9  # digits

Place: TypeAlias = tuple[str | None, str]  # whose it is (None: one's own), and its path in that store


class Located(NamedTuple):
    """An entry whose file was found and read; `also` are other hubs with it, as far as that was asked for."""

    store: Store
    opened: Opened
    also: tuple[str, ...] = ()

    @property
    def entry(self) -> Entry:
        """What the file says."""
        return self.opened.entry

    @property
    def card(self) -> Card:
        """The entry, and whose it is."""
        return Card(self.entry, self.store.hub, self.also)

    @property
    def path(self) -> Path:
        """The file's absolute path."""
        return self.store.absolute(self.entry.path)


class Catalogue(Protocol):
    """What REFs are looked up in."""

    @property
    def is_empty(self) -> bool:
        """Whether there is no entry."""

    def beginning_with(self, prefix: str) -> Sequence[Card]:
        """Every entry whose id begins with `prefix`."""

    def newest(self) -> Card | None:
        """The person's newest own entry."""


class Refs:
    """Finds entries by REF.

    Of `stores` the first that has an entry is where it is looked for. `rows` is the file that remembers this
    terminal's last list, `folder` where relative paths begin.
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

        Without any, the numbers stay those of the last list that had rows. `sought` is the query that they
        answer, if they do.
        """
        rows = [[card.hub, card.entry.id, card.entry.path] for card in cards]
        if not rows:
            return
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
        return self._opened(self._in_hub(ref) or self._by_path(ref) or self._named(ref))

    def in_hub(self, located: Located, hub: str) -> Located:
        """The copy of an entry in that hub. Raises NothingFound, Unusable."""
        if located.store.hub == hub:
            return located
        return self._opened(self._only(f"{hub}/{located.entry.id}", located.entry.id, hub))

    def with_places(self, located: Located) -> Located:
        """The same with all the hubs that have the entry."""
        found = self._catalogue().beginning_with(located.entry.id)
        also = (card.also for card in found if card.hub == located.store.hub and _is(card, located.entry.id))
        return located._replace(also=next(also, ()))

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
        return self._only(ref, ref, *self._stores)

    def _in_hub(self, ref: str) -> Place | None:
        """What HUB/ID names; None of what is no such REF."""
        named = _IN_HUB.fullmatch(ref)
        return self._only(ref, named["id"], named["hub"]) if named and named["hub"] in self._stores else None

    def _only(self, ref: str, beginning: str, *hubs: str | None) -> Place:
        """The one entry in these hubs whose id begins so, `ref` as it was typed."""
        found = [card for card in self._catalogue().beginning_with(beginning) if card.hub in hubs]
        fitting = self._first_places([card for card in found if _is(card, beginning)] or found)
        if not fitting:
            raise self._not_there(f"no entry's id begins with {ref}")
        if len(fitting) > 1:
            candidates = _told_apart(fitting[:_SHOWN_CANDIDATES])
            raise AmbiguousRef(f"{ref} fits {len(fitting)} entries", "\n".join(candidates))
        return fitting[0].hub, fitting[0].entry.path

    def _first_places(self, cards: Sequence[Card]) -> list[Card]:
        """Of each lesson what is in the first store that has it."""
        order = list(self._stores)
        behind = {
            (card.entry.id, hub)
            for card in cards
            for hub in card.also
            if order.index(card.hub) < order.index(hub)
        }
        return [card for card in cards if (card.entry.id, card.hub) not in behind]

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
        return NoEntriesYet() if self._catalogue().is_empty else NothingFound(message, "see: learnlog list")

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
            for path in (self._folder / target, root / target, *_in_hub_paths(store, root, ref)):
                resolved = path.parent.resolve() / path.name
                if resolved.is_relative_to(root) and _is_entry(resolved, root):
                    return store.hub, resolved.relative_to(root).as_posix()
        raise NothingFound(f"no entry's file is called {ref}")


def _is_number(ref: str) -> bool:
    return ref.isdecimal() and len(ref) <= _LONGEST_NUMBER


def _is(card: Card, entry_id: str) -> bool:
    return card.entry.id.casefold() == entry_id.casefold()


def _told_apart(cards: Sequence[Card]) -> list[str]:
    """Each with a REF that names it alone: its path in the hub where another one there has the same id."""
    times = Counter(card.name for card in cards)
    return [
        f"{card.name if times[card.name] == 1 else _path_name(card)}  {card.entry.title}  ({card.entry.path})"
        for card in cards
    ]


def _path_name(card: Card) -> str:
    return shlex.quote(f"{card.hub}/{card.entry.path}" if card.hub else card.entry.path)


def _in_hub_paths(store: Store, root: Path, ref: str) -> Iterator[Path]:
    """Where the file is that a hub's repository, or a list of candidates, calls so."""
    for beginning in (store.hub, _LESSONS) if store.hub else ():
        if ref.startswith(f"{beginning}/"):
            yield root / ref.removeprefix(f"{beginning}/")


def _is_entry(path: Path, root: Path) -> bool:
    """Whether a store over `root` would take the file for an entry: no link, nothing hidden, no folder."""
    is_hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    return path.suffix == ".md" and not is_hidden and not path.is_symlink() and path.is_file()
