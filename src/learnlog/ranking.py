"""How well entries fit words: BM25F (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009).

Frequencies of a word in several fields are weighted and added before they saturate, so a word in the title
and in the body is one word found twice, not two. What is searched for is a list of *wishes*, one for each
word that was typed; an entry that grants more of the wishes' weight is worth more than the sum says.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

SATURATION = 2.0  # k1
COVERAGE = 0.5  # how much of the score hangs on the share of the wishes that is granted


@dataclass(frozen=True)
class TextField:
    """A field's part in the rank: its `weight`, and how much its length counts (`b`, 0 to 1)."""

    name: str
    weight: float
    length_counts: float


FIELDS = (TextField("title", 2.0, 0.4), TextField("labels", 4.0, 0.3), TextField("body", 1.0, 0.7))


@dataclass(frozen=True)
class Wish:
    """One typed word: how often each document has it in each field (already weighted by variant)."""

    weight: float
    found: Mapping[str, Mapping[int, float]]

    def documents(self) -> set[int]:
        """Every document that has the word in some field."""
        return {document for postings in self.found.values() for document in postings}


@dataclass(frozen=True)
class Collection:
    """How many documents there are, and their fields' lengths in words: each one's, and the usual one."""

    size: int
    length: Callable[[int, str], int]
    usual: Mapping[str, float]


def scores(wishes: Sequence[Wish], collection: Collection) -> dict[int, float]:
    """The score of each document that grants a wish; higher fits better."""
    total: dict[int, float] = {}
    granted: dict[int, float] = {}
    all_weight = 0.0
    for wish in wishes:
        worth = rarity(len(wish.documents()), collection.size) * wish.weight
        all_weight += worth
        for document, frequency in _frequencies(wish, collection).items():
            total[document] = total.get(document, 0.0) + worth * frequency / (SATURATION + frequency)
            granted[document] = granted.get(document, 0.0) + worth
    share = {document: weight / all_weight for document, weight in granted.items()} if all_weight else {}
    return {
        document: score * (1 - COVERAGE + COVERAGE * share.get(document, 0.0))
        for document, score in total.items()
    }


def _frequencies(wish: Wish, collection: Collection) -> dict[int, float]:
    """How often each document has the word, over all fields, weighted, and by the fields' lengths."""
    sums: dict[int, float] = {}
    for field in FIELDS:
        usual = max(collection.usual.get(field.name, 1.0), 1.0)
        for document, frequency in wish.found.get(field.name, {}).items():
            relative = collection.length(document, field.name) / usual
            normal = 1 - field.length_counts + field.length_counts * relative
            sums[document] = sums.get(document, 0.0) + field.weight * frequency / normal
    return sums


def rarity(documents: int, size: int) -> float:
    """What a word that `documents` of `size` documents have is worth: more for rarer ones."""
    return math.log(1 + (size - documents + 0.5) / (documents + 0.5))
