"""What one generation of the index knows of its documents, by their numbers: columns, and rows on demand."""

import heapq
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import cached_property
from itertools import compress
from typing import Any, NamedTuple, Protocol

from learnlog.index.rows import Row
from learnlog.nodes import Field
from learnlog.query import Filters
from learnlog.when import Span

DROPPED = 0  # the row id of a document that is no more
_ENDLESS = 1e18  # seconds; no date is further away


class Summary(NamedTuple):
    """What is known of all documents together.

    `hubs` are the stores by their numbers (None: one's own), `langs` the languages (None: not known), and
    `in_langs` how many documents are in each. `keys` counts the documents with each front matter key of the
    person's own.
    """

    hubs: Sequence[str | None]
    langs: Sequence[str | None]
    in_langs: Sequence[int]
    keys: Mapping[str, int]


class Columns(NamedTuple):
    """For each document its row's id, the numbers of its store and language, its date (seconds since 1970).

    `shared` are the numbers of the documents whose lesson is in several stores; those of one lesson follow
    each other, behind how many they are.
    """

    ids: "array[int]"
    hubs: "array[int]"
    langs: "array[int]"
    moments: "array[float]"
    shared: "array[int]"
    summary: Summary


class Reader(Protocol):
    """Where the rows are."""

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """The rows with these ids, in that order."""

    def having(self, facts: Sequence[tuple[str, str]]) -> set[int]:
        """The ids of the rows that have every (field, text)."""

    def holding(self, field: Field) -> set[int]:
        """The ids of the rows with such a field."""


class Documents:
    """The documents of one generation; the numbers are those of whoosh.

    Of a lesson that is in several stores, what is in the first of `stores` stands for all.
    """

    def __init__(self, columns: Columns, reader: Reader, stores: Sequence[str | None] = ()) -> None:
        self._columns = columns
        self._reader = reader
        self._stores = stores
        self.moments: Sequence[float] = columns.moments
        self.summary = columns.summary

    @property
    def ids(self) -> Sequence[int]:
        """Each document's row id, or `DROPPED`."""
        return self._columns.ids

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The documents that are there."""
        numbers = range(len(self.ids))
        return frozenset(numbers if self.size == len(numbers) else compress(numbers, self.ids))

    @property
    def size(self) -> int:
        """How many documents are there."""
        return sum(self.summary.in_langs)

    @cached_property
    def copies(self) -> frozenset[int]:
        """The documents of a lesson for which another one stands, from a store that comes first."""
        return frozenset(number for numbers in self._lessons for number in self._behind(numbers))

    @cached_property
    def _lessons(self) -> list[Sequence[int]]:
        """The documents of each lesson that is in several stores."""
        shared, at = self._columns.shared, 0
        found: list[Sequence[int]] = []
        while at < len(shared):
            found.append(shared[at + 1 : at + 1 + shared[at]])
            at += 1 + shared[at]
        return found

    def _behind(self, numbers: Sequence[int]) -> list[int]:
        """Those of one lesson's documents that are not in the first of its stores."""
        first = min(map(self._place, numbers))
        return [number for number in numbers if self._place(number) != first]

    def _place(self, number: int) -> int:
        """How far behind one's own entries a document's store comes."""
        hub = self.summary.hubs[self._columns.hubs[number]]
        return self._stores.index(hub) if hub in self._stores else len(self._stores)

    @cached_property
    def _lesson_of(self) -> Mapping[int, Sequence[int]]:
        """All documents of the lesson that a document belongs to, where they are several."""
        return {number: numbers for numbers in self._lessons for number in numbers}

    def _elsewhere(self, number: int) -> list[str]:
        """The other hubs with the lesson of that document, in the order of the stores."""
        hubs, stores = self.summary.hubs, self._columns.hubs
        same = sorted(self._lesson_of[number], key=self._place)
        names = dict.fromkeys(hubs[stores[each]] for each in same if stores[each] != stores[number])
        return [name for name in names if name]

    @cached_property
    def langs(self) -> Mapping[str, int]:
        """How many documents are in each language."""
        counted = zip(self.summary.langs, self.summary.in_langs, strict=True)
        return {lang: count for lang, count in counted if lang and count}

    def is_in_other(self, spoken: Collection[str]) -> Callable[[int], bool]:
        """Whether a document is in another language than those spoken (none: any), as far as one knows."""
        others = {at for at, lang in enumerate(self.summary.langs) if spoken and lang and lang not in spoken}
        langs = self._columns.langs
        return lambda number: langs[number] in others

    def own(self) -> list[int]:
        """The documents that are the person's own."""
        return self._of_store(self.numbers, None)

    def rows(self, numbers: Sequence[int]) -> list[Row]:
        """What those documents say of themselves, in that order."""
        rows = self._reader.rows([self.ids[number] for number in numbers])
        return [
            row._replace(also=self._elsewhere(number)) if number in self._lesson_of else row
            for number, row in zip(numbers, rows, strict=True)
        ]

    def passing(self, filters: Filters, numbers: AbstractSet[int]) -> AbstractSet[int]:
        """Those of `numbers` that `filters` let through; names are compared whatever their case."""
        if filters.scope == "all":
            passing = numbers - self.copies
        else:
            passing = set(self._of_store(numbers, None if filters.scope == "mine" else filters.scope))
        if filters.since or filters.until:
            passing = set(self._between(passing, filters.since, filters.until))
        facts = [("tag", tag) for tag in filters.tags]
        facts += [
            (name, text) for name, text in (("kind", filters.kind), ("project", filters.project)) if text
        ]
        if not facts:
            return passing
        having = self._reader.having(facts)
        return {number for number in passing if self.ids[number] in having}

    def holding(self, field: Field) -> set[int]:
        """The documents that have such a field."""
        found = self._reader.holding(field)
        return {number for number in self.numbers if self.ids[number] in found}

    def within(self, span: Span) -> set[int]:
        """The documents of that time."""
        return set(self._between(self.numbers, span.start, span.end))

    def ordered(
        self, numbers: Collection[int], scores: Mapping[int, float] | None, sort: str, most: int | None
    ) -> list[tuple[int, Row]]:
        """The first `most` (None: all) of `numbers` by relevance, newest or oldest.

        Of those that fit alike one's own come first, then the newest, then the first by path; in a list,
        where nothing has a score (None), the last by path.
        """
        first, then = self._marks(scores or {}, sort)
        leading = _leading(_leading(numbers, first, most), then, most)
        rows = dict(zip(leading, self.rows(leading), strict=True))
        leading.sort(key=lambda number: rows[number].path, reverse=scores is None)
        leading.sort(key=then, reverse=True)
        return [(number, rows[number]) for number in leading[:most]]

    def _marks(
        self, scores: Mapping[int, float], sort: str
    ) -> tuple[Callable[[int], float], Callable[[int], tuple[float, ...]]]:
        """What decides first, and everything that does; higher comes first."""
        moment, hubs = self.moments.__getitem__, self._columns.hubs

        def score(number: int) -> float:
            return scores.get(number, 0.0)

        if sort == "relevance":
            return score, lambda number: (score(number), not hubs[number], moment(number))
        when = moment if sort == "newest" else lambda number: -moment(number)
        return when, lambda number: (when(number), score(number))

    def _of_store(self, numbers: Iterable[int], hub: str | None) -> list[int]:
        if hub not in self.summary.hubs:
            return []
        wanted, hubs = self.summary.hubs.index(hub), self._columns.hubs
        return [number for number in numbers if hubs[number] == wanted]

    def _between(self, numbers: Iterable[int], since: datetime | None, until: datetime | None) -> list[int]:
        start = since.timestamp() if since else -_ENDLESS
        end = until.timestamp() if until else _ENDLESS
        return [number for number in numbers if start <= self.moments[number] < end]


NOTHING = Columns(
    array("q"),
    array("H"),
    array("H"),
    array("d"),
    array("I"),
    Summary((None,), (None,), (0,), {}),
)


def rearranged(
    old: Columns, order: Sequence[int], added: Sequence[Row], first_id: int, gone: Mapping[int, Row]
) -> Columns:
    """The columns after a change, without what is `shared`.

    `order` has the old numbers in their new order, and -1, -2, … for those of `added`, whose rows have the
    ids from `first_id` on. `gone` are the documents that were dropped, some of which keep a number.
    """
    summary = old.summary
    hubs = list(dict.fromkeys([*summary.hubs, *(row.hub for row in added)]))
    langs = list(dict.fromkeys([*summary.langs, *(row.lang for row in added)]))
    in_langs = Counter(dict(zip(summary.langs, summary.in_langs, strict=True)))
    in_langs.subtract(row.lang for row in gone.values())
    in_langs.update(row.lang for row in added)
    keys = Counter(summary.keys)
    for row in gone.values():
        keys.subtract(list(row.extra))
    for row in added:
        keys.update(list(row.extra))
    left = array("q", [DROPPED if number in gone else row_id for number, row_id in enumerate(old.ids)])
    ids = _chosen(left, list(range(first_id, first_id + len(added))), order)
    return Columns(
        ids,
        _chosen(old.hubs, [hubs.index(row.hub) for row in added], order),
        _chosen(old.langs, [langs.index(row.lang) for row in added], order),
        _chosen(old.moments, [row.moment for row in added], order),
        array("I"),
        Summary(hubs, langs, [in_langs[lang] for lang in langs], dict(+keys)),
    )


def _chosen(old: "array[int] | array[float]", added: Sequence[float], order: Sequence[int]) -> "array[Any]":
    return array(old.typecode, [old[number] if number >= 0 else added[-1 - number] for number in order])


def _leading(numbers: Collection[int], mark: Callable[[int], Any], most: int | None) -> list[int]:
    """Those of `numbers` that can be among the `most` with the highest marks: these, and their equals."""
    if most is None or len(numbers) <= most:
        return list(numbers)
    marks = list(map(mark, numbers))
    least = heapq.nlargest(most, marks)[-1]
    return [number for number, each in zip(numbers, marks, strict=True) if each >= least]
