"""Whom to ask: the people in the hubs who have something on a topic, and what that is."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from learnlog import hub as hubs_here
from learnlog import query
from learnlog.entry import Entry
from learnlog.errors import Unusable
from learnlog.hub import Author, Hub, Tree
from learnlog.index import Index
from learnlog.query import Filters
from learnlog.response import NOBODY
from learnlog.store import Card

ON_TOPIC = 0.5  # of the topic is what the lesson is about; see docs/search-quality.md
ON_PART = 0.34  # when nothing better was found

LESSON, ANSWER, CONFIRMATION = KINDS = ("lesson", "answer", "confirmation")

_MOST_LOOKED_AT = 60
_NO_DATE = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    """Somebody who publishes in a hub, in the folder `author`, and what they have on the topic (`things`).

    That is pairs of one of `KINDS` and a lesson, the nearest to the topic first; a confirmation is a lesson
    of somebody else that they said had helped.
    """

    name: str
    author: str
    things: tuple[tuple[str, Card], ...]

    def cards(self, *kinds: str) -> list[Card]:
        """What they have of these kinds, or of all."""
        return [card for kind in kinds or KINDS for each, card in self.things if each == kind]

    def wrote(self, card: Card) -> bool:
        """Whether it is theirs, and not what they said had helped."""
        return card not in self.cards(CONFIRMATION)

    @property
    def hubs(self) -> list[str]:
        """The hubs where that is."""
        return sorted({card.hub for _, card in self.things if card.hub})

    @property
    def reason(self) -> str:
        """How much it is, in words: `3 lessons, 1 answer`."""
        counts = {kind: len(self.cards(kind)) for kind in KINDS}
        told = (f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in counts.items() if count)
        return ", ".join(told)


@dataclass(frozen=True)
class _Circle:
    """The people of one hub: `authors` and `names` by folder, one's `own`, who confirmed a lesson (by id)."""

    authors: Mapping[str, Author]
    names: Mapping[str, str]
    own: str
    confirmed: Mapping[str, Sequence[str]]

    def name_of(self, folder: str) -> str | None:
        """The name to show; None for oneself, for nobody, and for whoever does not want to be named."""
        author = self.authors.get(folder, Author(""))
        return (
            self.names.get(folder, folder) if author.is_named and folder not in {self.own, NOBODY} else None
        )


def people(topic: str, *, index: Index, hubs: Iterable[Hub], least: float = ON_TOPIC) -> list[Person]:
    """The people with lessons, answers and confirmations on `topic`, those with the nearest first.

    A lesson counts when at least `least` of the topic is what it is about. Raises Unusable when a clone is
    damaged.
    """
    here = [hub for hub in hubs if hub.is_here]
    found = _on_topic(topic, index, here, least)
    ids = {card.entry.id for card in found}
    circles = {
        hub.name: _Circle(tree.authors, tree.author_names, hub.author, _confirmers(tree, ids))
        for hub in here
        if found and (tree := hub.tree())
    }
    things: dict[tuple[str, str], list[tuple[str, Card]]] = {}
    for folder, kind, card in _contributions(found, circles):
        name = circles[card.hub or ""].name_of(folder)
        if name is not None:
            things.setdefault((name, folder), []).append((kind, card))
    return [Person(name, folder, tuple(theirs)) for (name, folder), theirs in things.items()]


def _confirmers(tree: Tree, lessons: Collection[str]) -> dict[str, list[str]]:
    """The author folders of those who confirmed each lesson of these ids."""
    found = hubs_here.confirmed(tree, lessons)
    return {lesson: [each.author for each in responses] for lesson, responses in found.items()}


def _on_topic(topic: str, index: Index, hubs: Sequence[Hub], least: float) -> list[Card]:
    """The lessons in `hubs` that are about it, the nearest to it first; questions are none."""
    gist = index.gist(Entry(id="", title=topic, date=_NO_DATE, body="", text=""))
    asked = query.any_of(gist.words)
    hits = (hit for hub in hubs for hit in index.find(asked, Filters(hub.name), most=_MOST_LOOKED_AT).hits)
    lessons = {hit.row.id: card for hit in hits if (card := _whole(index, hit.card))}  # in two hubs: once
    parts = [(index.gist(card.entry).part_of(gist), card) for card in lessons.values()]
    parts.sort(key=lambda each: -each[0])
    return [card for part, card in parts if part >= least and card.entry.kind != "question"]


def _whole(index: Index, card: Card) -> Card | None:
    """The lesson with its text; None when its file went away."""
    try:
        return card._replace(entry=index.store(card.hub).open(card.entry.path).entry)
    except Unusable:
        return None


def _contributions(
    lessons: Iterable[Card], circles: Mapping[str, _Circle]
) -> Iterator[tuple[str, str, Card]]:
    """Yield who (author folder) has what (one of `KINDS`, and the lesson) on the topic."""
    for card in lessons:
        circle = circles[card.hub or ""]
        author = card.entry.path.partition("/")[0]
        yield author, ANSWER if card.entry.names("answers") else LESSON, card
        yield from ((folder, CONFIRMATION, card) for folder in circle.confirmed.get(card.entry.id, ()))
