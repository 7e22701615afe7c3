"""Why a found entry ranks where it does."""

from collections.abc import Sequence
from typing import NamedTuple

from learnlog.index.vocabulary import Vocabulary
from learnlog.ranking import Wish, granted_by


class Reason(NamedTuple):
    """One thing that was asked and is there: as it was typed, what was found for it, and how that is meant.

    `found` and `how` are empty where it stands as typed. `fields` are the text fields it stands in, `points`
    what it adds to the score.
    """

    typed: str
    found: str
    how: str
    fields: tuple[str, ...]
    points: float


class Explanation(NamedTuple):
    """The reasons for a hit, the weightiest first, and the words that were asked and are not there.

    The points are then multiplied with what else is known of the entry: with `language` when the question
    is in another one, with `tags` for those it has in common with the best, with `prior` for its own worth.
    """

    reasons: Sequence[Reason]
    missing: Sequence[str]
    language: float
    tags: float
    prior: float


def reasons(wishes: Sequence[Wish], number: int, vocabulary: Vocabulary, size: int) -> list[Reason]:
    """What of the wishes the document grants, of `size` there are, the weightiest first."""
    found = []
    for wish in wishes:
        granted = granted_by(wish, number, size)
        if granted:
            way, points = granted
            there = {field for term in way.terms for field in vocabulary.fields_of(term, number)}
            fields = tuple(field for field in ("title", "labels", "body") if field in there)
            found.append(Reason(wish.words, way.words, way.how, fields, points))
    return sorted(found, key=lambda reason: -reason.points)


def missing(wishes: Sequence[Wish], found: Sequence[Reason]) -> list[str]:
    """The words that were typed and are not there in any way, in the order typed."""
    there = {word for reason in found for word in reason.typed.split()}
    return list(dict.fromkeys(word for wish in wishes for word in wish.words.split() if word not in there))
