"""How well entries fit words: BM25F (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009).

Frequencies of a word in several fields are weighted and added before they saturate, so a word in the title
and in the body is one word found twice, not two. The sum is the word's *impact* on an entry; it depends on
the entry alone and is kept in the index. What is searched for is a list of *wishes*, one for each word or
phrase that was typed, and a wish can be granted in several *ways*: by the word itself, by a near spelling,
by another word for the same. An entry that grants more of the wishes is worth more than the sum says.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

SATURATION = 2.0  # k1
COVERAGE = 0.5  # how much of the score hangs on the share of the wishes that is granted
OTHER_LANGUAGE = 0.5  # what is left of the score of an entry in another language than the question
PERHAPS_OTHER_LANGUAGE = 0.8  # the same where the question does not tell its language

_FIRST = 20  # of the best hits, whose tags tell what the question is about
_LEAN = 0.5  # how much of its score an entry gains for a tag that all the leading ones have


class TextField(NamedTuple):
    """A field's part in the rank.

    `weight` is what a word in it counts, `length_counts` how much the field's length does (`b`, 0 to 1),
    `usual` the length in words at which a word counts neither more nor less.
    """

    name: str
    weight: float
    length_counts: float
    usual: int


FIELDS = (
    TextField("title", 2.5, 0.4, 6),
    TextField("labels", 4.0, 0.3, 2),
    TextField("body", 1.0, 0.7, 120),
)


class Way(NamedTuple):
    """One way to grant a wish: `impacts` by document, and what it is worth beside the word as typed (1).

    `words` and `how` tell it to a person, as in `delete`, "another word for it"; it is found by `terms`.
    """

    worth: float
    impacts: Mapping[int, float]
    words: str = ""
    how: str = ""
    terms: tuple[str, ...] = ()


class Wish(NamedTuple):
    """One typed word or phrase: how much it counts, and the ways to grant it, the word as typed first."""

    words: str
    ways: tuple[Way, ...]
    weight: float = 1.0


def gain(field: TextField, length: int) -> float:
    """What a word that stands once in a `field` of so many words adds to its impact."""
    return field.weight / (1 - field.length_counts + field.length_counts * length / field.usual)


def rarity(documents: int, size: int) -> float:
    """What a word that `documents` of `size` documents have is worth: more for rarer ones."""
    return math.log(1 + (size - documents + 0.5) / (documents + 0.5))


class Ranked(NamedTuple):
    """What the wishes say of the documents that grant any of them.

    The score of each, higher fits better, and the share of what was asked that it grants, from 0 to 1.
    """

    scores: dict[int, float]
    coverage: dict[int, float]


def ranked(wishes: Sequence[Wish], size: int) -> Ranked:
    """Rank the documents that grant a wish, of `size` there are."""
    total: dict[int, float] = {}
    granted: dict[int, float] = {}
    asked = 0.0
    for wish in wishes:
        valued = _valued(wish, size)
        asked += _in_full(valued) * wish.weight
        for document, (points, worth) in _best(valued).items():
            total[document] = total.get(document, 0.0) + points * wish.weight
            granted[document] = granted.get(document, 0.0) + worth * wish.weight
    coverage = {document: min(1.0, worth / asked) for document, worth in granted.items()}
    scores = {
        document: points * (1 - COVERAGE + COVERAGE * coverage[document])
        for document, points in total.items()
    }
    return Ranked(scores, coverage)


def granted_by(wish: Wish, document: int, size: int) -> tuple[Way, float] | None:
    """The best way in which the document grants the wish, and the points for it; None if it does not."""
    ways = [
        (way, worth * way.impacts[document] / (SATURATION + way.impacts[document]) * wish.weight)
        for worth, way in _valued(wish, size)
        if document in way.impacts
    ]
    return max(ways, key=lambda each: each[1], default=None)


def _valued(wish: Wish, size: int) -> list[tuple[float, Way]]:
    """The ways that lead somewhere, with what they are worth by their rarity."""
    return [(way.worth * rarity(len(way.impacts), size), way) for way in wish.ways if way.impacts]


def _in_full(valued: Sequence[tuple[float, Way]]) -> float:
    """What granting a wish by the word as typed is worth, or where no entry has it, in the best other way."""
    as_typed = [worth for worth, way in valued if way.worth == 1]
    return max(as_typed or [worth for worth, _ in valued], default=0.0)


def _best(valued: Iterable[tuple[float, Way]]) -> dict[int, tuple[float, float]]:
    """For each document the points of the best way, and what that way is worth."""
    best: dict[int, tuple[float, float]] = {}
    for worth, way in valued:
        if not best:
            best = {
                document: (worth * impact / (SATURATION + impact), worth)
                for document, impact in way.impacts.items()
            }
            continue
        for document, impact in way.impacts.items():
            points = worth * impact / (SATURATION + impact)
            if document not in best or points > best[document][0]:
                best[document] = points, worth
    return best


def leanings(best: Sequence[tuple[float, Sequence[str]]]) -> list[float]:
    """What the scores of the best hits are multiplied with for the tags they share with the very best.

    `best` has the score and the tags of each, the best first: what those at its top are tagged with tells
    what a question is about. 1 is nothing in common.
    """
    parts = [(score / best[0][0]) ** 2 for score, _ in best[:_FIRST]]
    shares: dict[str, float] = {}
    for part, (_, tags) in zip(parts, best, strict=False):
        for tag in tags:
            shares[tag] = shares.get(tag, 0.0) + part / sum(parts)
    return [1 + _LEAN * max((shares.get(tag, 0.0) for tag in tags), default=0.0) for _, tags in best]
