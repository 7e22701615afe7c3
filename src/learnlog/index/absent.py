"""Names that somebody asked for and no entry has: a tag, a kind, an author. Loaded when nothing is found."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from learnlog.index.documents import Documents
from learnlog.index.rows import folded
from learnlog.nodes import Field

_MOST = 5
_SHORTEST = 3  # characters of a name that is looked for within another


class Absent(NamedTuple):
    """A `name` that no entry has under `field`.

    `near` are names that are there: like it (`is_like`), or else the most frequent ones.
    """

    field: str
    name: str
    near: list[str]
    is_like: bool


def absent(asked: Iterable[Field], documents: Documents) -> list[Absent]:
    """Those of the fields asked for that no document has."""
    return [_absent(field, documents) for field in dict.fromkeys(asked) if not documents.holding(field)]


def _absent(field: Field, documents: Documents) -> Absent:
    rows = documents.rows(sorted(documents.numbers))
    counted = Counter(name for row in rows for name in row.values(field.name))
    frequent = [name for name, _ in counted.most_common()]
    like = _like(folded(field.value), {folded(name): name for name in reversed(frequent)})
    return Absent(field.name, field.value, (like or frequent)[:_MOST], bool(like))


def _like(asked: str, names: dict[str, str]) -> list[str]:
    """The names, by their folded forms, that are spelt nearly as asked, or are part of it, or hold it."""
    slips = max(1, len(asked) // 3)
    spelt = [name for name, _, _ in process.extract(asked, [*names], scorer=OSA.distance, score_cutoff=slips)]
    pairs = ((name, sorted((name, asked), key=len)) for name in reversed(names))
    within = [name for name, (short, long) in pairs if len(short) >= _SHORTEST and short in long]
    return [names[name] for name in dict.fromkeys([*spelt, *within])]
