"""What the index knows of words: which documents have them, and what is spelt like them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from learnlog.analysis import Lookup, Variant, fold, terms_of
from learnlog.index.places import field_of, within

if TYPE_CHECKING:
    from learnlog.index.words import Reader

_MOST_PREFIXED = 200
_STEM = "~"

Impacts: TypeAlias = Mapping[int, float]  # by document


class Vocabulary:
    """The words of one state of the index; `langs` are the languages its entries are in."""

    def __init__(self, reader: "Reader", langs: Collection[str]) -> None:
        self._reader = reader
        self.langs = frozenset(langs)
        self._postings = cache(reader.postings)
        self._beginning_with = cache(reader.beginning_with)
        self._count = cache(reader.count)
        self._near_found: dict[str, list[str]] = {}

    def lookups(self, word: str) -> tuple[Lookup, ...]:
        """What finds a typed word."""
        return terms_of(word, self.langs)

    def has(self, term: str) -> bool:
        """Whether an entry has that term."""
        return self._count(term) > 0

    def count(self, term: str) -> int:
        """How many entries have that term."""
        return self._count(term)

    def knows(self, word: str) -> bool:
        """Whether any entry has the typed word, or it has nothing in it that an entry could have."""
        found = self.lookups(word)
        return not found or any(self.of(lookup) for lookup in found)

    def of(self, lookup: Lookup, field: str | None = None) -> dict[int, float]:
        """The documents that have the word, whole or its parts in a row; in one field or (None) in any."""
        whole = self.any_of(lookup.whole, field)
        for number, impact in self.in_a_row(lookup.parts, field).items():
            whole[number] = max(impact, whole.get(number, 0.0))
        return whole

    def impacts(self, term: str) -> Impacts:
        """The documents that have the term."""
        return self._postings(term).impacts

    def any_of(
        self, variants: Iterable[Variant], field: str | None = None, among: AbstractSet[int] | None = None
    ) -> dict[int, float]:
        """The documents (of all, or `among` some) with any of the variants, and the impact of the best."""
        found: dict[int, float] = {}
        for variant in variants:
            impacts, weight = self.impacts(variant.term), variant.weight
            # a common word is in thousands, and there is nothing to compare them with yet
            if not found and not field and among is None:
                found = {number: impact * weight for number, impact in impacts.items()}
                continue
            for number in impacts if among is None else among & impacts.keys():
                worth = impacts[number] * weight
                if worth > found.get(number, 0.0) and (not field or self._at(variant.term, number, field)):
                    found[number] = worth
        return found

    def in_a_row(self, places: Sequence[Sequence[Variant]], field: str | None = None) -> dict[int, float]:
        """The documents where the places follow each other, each filled by any of its variants.

        The impact is that of the place with the least.
        """
        having_all = self._having_all(places)
        numbers = {number for number in having_all if self._follow(places, number, field)}
        least = [self.any_of(place, field, numbers) for place in places] if numbers else []
        return {number: min(impacts[number] for impacts in least) for number in numbers}

    def _having_all(self, places: Sequence[Sequence[Variant]]) -> AbstractSet[int]:
        """The documents that have each of the places, wherever."""
        numbers: AbstractSet[int] | None = None
        for variants in sorted(places, key=self._most):  # the rarest first: often nothing is left of it
            having = [self.impacts(variant.term).keys() for variant in variants]
            numbers = set[int]().union(*(having if numbers is None else (numbers & keys for keys in having)))
            if not numbers:
                break
        return numbers or set()

    def _most(self, variants: Iterable[Variant]) -> int:
        """The most documents that can have any of the variants."""
        return sum(self._count(variant.term) for variant in variants)

    def _follow(self, places: Sequence[Sequence[Variant]], number: int, field: str | None) -> bool:
        """Whether the places follow each other somewhere in the document."""
        begins: set[int] | None = None
        for offset, variants in enumerate(places):
            at = {place - offset for variant in variants for place in self._at(variant.term, number, field)}
            begins = at if begins is None else begins & at
        return bool(begins)

    def phrase(self, text: str) -> list[list[Variant]]:
        """The places of a phrase, each with the word as it is spelt there and no other form of it."""
        places = []
        for word in text.split():
            for lookup in self.lookups(word):
                parts = lookup.parts or (lookup.whole,)
                places += [[variant for variant in part if variant.weight == 1.0] for part in parts]
        return places

    def beginning_with(self, prefix: str) -> list[str]:
        """The terms that begin as typed: `--fo` begins `force`, `snake_c` the whole of `snake_case`."""
        whole = [lookup.whole[0].term for lookup in terms_of(prefix, ()) if lookup.whole]
        if len(whole) != 1:  # of a script without spaces, or of several: as typed
            whole = [fold(prefix)]
        return self._beginning_with(whole[0])[:_MOST_PREFIXED]

    def near(self, word: str) -> list[str]:
        """Words that `word` may have been meant to be; the first letter is taken for right."""
        typed = fold(word)
        if not typed or typed in self._near_found:
            return self._near_found.get(typed, [])
        terms = [term for term in self._beginning_with(typed[0]) if not term.startswith(_STEM)]
        spelling = import_module("learnlog.index.spelling")
        nearest: list[str] = spelling.nearest(typed, terms, lambda term: len(self.impacts(term)))
        return self._near_found.setdefault(typed, nearest)

    def fields_of(self, term: str, number: int) -> set[str]:
        """The fields in which a document has the term."""
        return {field_of(place) for place in self._at(term, number, None)}

    def _at(self, term: str, number: int, field: str | None) -> Sequence[int]:
        """Where the document has the term, in one field or (None) in any."""
        places = self._postings(term).places(number)
        return within(field, places) if field else places
