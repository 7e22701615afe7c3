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
    """The entries that supersede this one, one's own first, and since when a review is due.

    `claimed_by` are colleagues' that say they do, of a lesson that is not theirs.
    """

    superseded_by: Sequence[Card] = ()
    claimed_by: Sequence[Card] = ()
    due: datetime | None = None

    def remarks(self) -> list[tuple[str, str]]:
        """What a reader should know first: in short, and the details."""
        told = [(f"superseded by {card.entry.id[:_SHOWN_ID]}", _titled(card)) for card in self.superseded_by]
        return [*told, *([("review was due", f"{self.due:%Y-%m-%d}")] if self.due else [])]

    def claims(self) -> list[tuple[str, str]]:
        """What others say of it, for whoever reads it whole: in short, and the details."""
        return [
            (f"{card.entry.author or '?'} says {card.entry.id[:_SHOWN_ID]} supersedes it", _titled(card))
            for card in self.claimed_by
        ]


def of(index: Index, cards: Sequence[Card], now: datetime) -> list[Validity]:
    """How valid the entry of each of `cards` is at `now`, as far as they and all that `index` knows tell.

    Whoever writes an entry can say that it supersedes another one, whosever that is: that counts for one's
    own reading, and for what is of the same author; else it is a claim.
    """
    newer = _by_name(index.superseding())
    return [_valid(card, _successors(card.entry, newer), now) for card in cards]


def _valid(card: Card, newer: Sequence[Card], now: datetime) -> Validity:
    told = _one_of_each(each for each in newer if _may_tell(each, card))
    claimed = _one_of_each(each for each in newer if each.entry.id not in told)
    most = slice(_MOST_SUCCESSORS)
    return Validity(list(told.values())[most], list(claimed.values())[most], _due(card.entry, now))


def _one_of_each(cards: Iterable[Card]) -> dict[str, Card]:
    """Of those with one id the first, by that."""
    found: dict[str, Card] = {}
    for card in cards:
        found.setdefault(card.entry.id, card)
    return found


def _may_tell(newer: Card, old: Card) -> bool:
    """Whether `newer` is one's own, or in the folder of the author of `old` in the same hub."""
    if newer.hub is None or old.hub is None:
        return newer.hub is None
    return newer.hub in {old.hub, *old.also} and _folder(newer) == _folder(old)


def _folder(card: Card) -> str:
    return card.entry.path.partition("/")[0]


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
    by_either = (*newer.get(entry.id.casefold(), ()), *by_title)
    return [card for card in by_either if card.entry.id != entry.id]


def _due(entry: Entry, now: datetime) -> datetime | None:
    review = read_date(next(iter(entry.names("review")), None))
    return review if review and review <= now else None


def _titled(card: Card) -> str:
    whose = f" ({card.hub}/{card.entry.author or '?'})" if card.hub else ""
    return f"{card.entry.title}{whose}"
