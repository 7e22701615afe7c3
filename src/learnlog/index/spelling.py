"""Words of the index spelt nearly like a typed one. Loaded only for a word the index does not know."""

from collections.abc import Callable, Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

_MOST = 5


def nearest(typed: str, terms: Iterable[str], count: Callable[[str], int]) -> list[str]:
    """At most five of `terms` that differ from `typed` by a slip: one, or two in a long word.

    A slip is a letter too many, too few, another, or two swapped. The nearest come first, of equals those
    with the higher `count`.
    """
    slips = 0 if len(typed) < 4 else 1 if len(typed) < 8 else 2  # noqa: PLR2004
    found = process.extract(typed, list(terms), scorer=OSA.distance, score_cutoff=slips, limit=None)
    ranked = sorted((distance, -count(term), term) for term, distance, _ in found if distance)
    return [term for _, _, term in ranked[:_MOST]]
