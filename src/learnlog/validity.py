"""Old is not true: what has taken an entry's place, and whether somebody was to look at it again."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from learnlog.entry import Entry, read_date
from learnlog.index import Index
from learnlog.store import Card

_SHOWN_ID = 6  # characters
_MOST_SUCCESSORS = 5


class Validity(NamedTuple):
    """The entries that say they supersede this one, one's own first, and since when a review is due."""

    superseded_by: Sequence[Card] = ()
    due: datetime | None = None

    def remarks(self) -> list[tuple[str, str]]:
        """What a reader should know first: in short, and the details."""
        told = [
            (f"superseded by {card.entry.id[:_SHOWN_ID]}", f"{card.entry.title}{_whose(card)}")
            for card in self.superseded_by
        ]
        return [*told, *([("review was due", f"{self.due:%Y-%m-%d}")] if self.due else [])]


def of(index: Index, entries: Sequence[Entry], now: datetime) -> list[Validity]:
    """How valid each of `entries` is at `now`, as far as they and all that `index` knows tell.

    Whoever writes an entry can say that it supersedes another one, whosever that is.
    """
    newer = _by_name(index.superseding())
    return [Validity(_successors(entry, newer), _due(entry, now)) for entry in entries]


def _by_name(newer: Iterable[Card]) -> dict[str, list[Card]]:
    """Id in small letters, for one's own title too, of what is superseded → by which entries."""
    found: dict[str, list[Card]] = {}
    for card in sorted(newer, key=lambda card: (card.hub is not None, -card.entry.date.timestamp())):
        for name in card.entry.names("supersedes"):
            key = name.strip().removeprefix("[[").removesuffix("]]").strip().casefold()
            found.setdefault(key, []).append(card)
    return found


def _successors(entry: Entry, newer: dict[str, list[Card]]) -> list[Card]:
    """Those that name it by its id, or by its title: that only one's own can, for a hub knows ids alone."""
    by_title = [card for card in newer.get(entry.title.casefold(), ()) if card.hub is None]
    found: dict[str, Card] = {}
    for card in (*newer.get(entry.id.casefold(), ()), *by_title):
        if card.entry.id != entry.id:
            found.setdefault(card.entry.id, card)
    return list(found.values())[:_MOST_SUCCESSORS]


def _due(entry: Entry, now: datetime) -> datetime | None:
    review = read_date(next(iter(entry.names("review")), None))
    return review if review and review <= now else None


def _whose(card: Card) -> str:
    return f" ({card.hub}/{card.entry.author or '?'})" if card.hub else ""
