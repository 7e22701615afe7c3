"""How well entries fit words: BM25F (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009).

Frequencies of a word in several fields are weighted and added before they saturate, so a word in the title
and in the body is one word found twice, not two. The sum is the word's *impact* on an entry; it depends on
the entry alone and is kept in the index. What is searched for is a list of *wishes*, one for each word or
phrase that was typed, and a wish can be granted in several *ways*: by the word itself, by a near spelling,
by another word for the same. An entry that grants more of the wishes is worth more than the sum says.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import nlargest
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


class _Valued(NamedTuple):
    """A way that leads somewhere: what it is worth by its rarity, and the most points that it can give."""

    worth: float
    way: Way
    most: float


def ranked(
    wishes: Sequence[Wish],
    size: int,
    most: int | None = None,
    counts: Callable[[int], bool] = lambda _: True,
) -> Ranked:
    """Rank the documents that grant a wish, of `size` there are.

    When only the `most` best of those that count are wanted, documents may be left out that cannot be among
    them ("MaxScore": Turtle and Flood, "Query Evaluation: Strategies and Optimizations", 1995).
    """
    valued = [ways for wish in wishes if (ways := _valued(wish, size))]
    valued.sort(key=lambda ways: ways[0].most, reverse=True)
    asked = sum(map(_in_full, valued))
    points: dict[int, float] = {}
    granted: dict[int, float] = {}

    def least_to_pass(at: int) -> float:
        """The points that a document without any must get for this wish, to pass the last of the best."""
        if most is None or len(points) < most:
            return 0.0
        share = _covered(sum(max(way.worth for way in ways) for ways in valued[at:]), asked)
        later = sum(ways[0].most for ways in valued[at + 1 :])
        if nlargest(most, points.values())[-1] / share - later <= valued[at][-1].most:
            return 0.0  # all pass, even if the best had granted everything
        scores = [
            each * _covered(granted[number], asked) for number, each in points.items() if counts(number)
        ]
        return nlargest(most, scores)[-1] / share - later if len(scores) >= most else 0.0

    for at, ways in enumerate(valued):
        for document, (gained, worth) in _best(ways, points.keys(), least_to_pass(at)).items():
            points[document] = points.get(document, 0.0) + gained
            granted[document] = granted.get(document, 0.0) + worth
    coverage = {document: min(1.0, each / asked) for document, each in granted.items()}
    scores = {
        document: each * (1 - COVERAGE + COVERAGE * coverage[document]) for document, each in points.items()
    }
    return Ranked(scores, coverage)


def granted_by(wish: Wish, document: int, size: int) -> tuple[Way, float] | None:
    """The best way in which the document grants the wish, and the points for it; None if it does not."""
    ways = [
        (way, _points(worth, way.impacts[document]))
        for worth, way, _ in _valued(wish, size)
        if document in way.impacts
    ]
    return max(ways, key=lambda each: each[1], default=None)


def _points(worth: float, impact: float) -> float:
    return worth * impact / (SATURATION + impact)


def _covered(granted: float, asked: float) -> float:
    """What points are multiplied with, for what is granted of all that was asked."""
    return 1 - COVERAGE + COVERAGE * min(1.0, granted / asked)


def _valued(wish: Wish, size: int) -> list[_Valued]:
    """The ways that lead somewhere, those that can give the most points first."""
    worth = [
        (wish.weight * way.worth * rarity(len(way.impacts), size), way) for way in wish.ways if way.impacts
    ]
    valued = [_Valued(each, way, _points(each, max(way.impacts.values()))) for each, way in worth]
    return sorted(valued, key=lambda each: each.most, reverse=True)


def _in_full(valued: Sequence[_Valued]) -> float:
    """What granting a wish by the word as typed is worth, or where no entry has it, in the best other way."""
    as_typed = [each.worth for each in valued if each.way.worth == 1]
    return max(as_typed or [each.worth for each in valued])


def _best(valued: Iterable[_Valued], known: AbstractSet[int], least: float) -> dict[int, tuple[float, float]]:
    """For each document the points of the best way, and what that way is worth.

    Ways that give less than `least` count only for documents that are `known` or have a better one.
    """
    best: dict[int, tuple[float, float]] = {}
    for worth, way, most in valued:
        impacts = way.impacts
        having = impacts.keys()
        for document in having if most >= least else (having & known) | (having & best.keys()):
            impact = impacts[document]
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
