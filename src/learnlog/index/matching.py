"""Answers a query: which documents fit, and how well."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial, reduce
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from learnlog import ranking
from learnlog.analysis import Lookup, Variant, fold, is_stop_word, terms_of
from learnlog.index.documents import Documents
from learnlog.index.rows import Row
from learnlog.query import All, AnyOf, Beside, Dated, Field, Filters, Node, Not, Phrase, Prefix, Query, Word
from learnlog.ranking import FIELDS, Collection, Wish
from learnlog.store import Card

if TYPE_CHECKING:
    from learnlog.index.words import Reader

_FIELD_NAMES = tuple(each.name for each in FIELDS)
_MOST_PREFIXED = 200
_PREFIX_WEIGHT = 0.7
_NEAR_WEIGHT = 0.5
_PAIR_WEIGHT = 0.5  # two characters of a script without spaces are half a word
_STEM = "~"

Finder: TypeAlias = Callable[[str], dict[int, float]]  # a field's name to how often it has what is sought


@dataclass(frozen=True)
class Hit:
    """A found entry and its score: higher fits better, 0 where nothing was ranked."""

    row: Row
    score: float

    @property
    def card(self) -> Card:
        """The entry in brief."""
        return self.row.card()


@dataclass(frozen=True)
class Hits:
    """What was asked for of the `total` that was found, in its order.

    `terms` are the index terms to mark in it, with what each is worth.
    """

    hits: Sequence[Hit]
    total: int
    terms: Mapping[str, float] = field(default_factory=dict)


class Matching:
    """Matches queries against one state of the index."""

    def __init__(self, reader: "Reader", documents: Documents) -> None:
        self._reader = reader
        self._documents = documents
        spoken = Counter(documents.summary.langs)
        self._langs = frozenset(spoken)
        self._main_lang = spoken.most_common(1)[0][0] if spoken else None
        self._near_found: dict[str, list[str]] = {}
        self._wishes_of: dict[tuple[Node, bool], list[Wish]] = {}
        self._postings = cache(reader.postings)

    def find(self, query: Query, filters: Filters, sort: str, most: int | None) -> Hits:
        """The first `most` documents that fit `query` and pass `filters`, by relevance, newest or oldest."""
        telling = self._without_stop_words(query.root)
        wishes = [wish for node in _ranked(telling) for wish in self._wishes(node)]
        scores = ranking.scores(wishes, self._collection)
        fitting = self._documents.passing(filters, self._fitting(telling))
        rows = self._documents.ordered(fitting, scores, sort, most)
        terms = {term: self._worth(term) for node in _ranked(telling) for term in self._terms(node)}
        return Hits([Hit(row, scores.get(number, 0.0)) for number, row in rows], len(fitting), terms)

    def near(self, typed: Iterable[str]) -> list[str]:
        """Words of the index spelt nearly like those of `typed` that it does not have, the nearest first."""
        found = [near for word in typed if not self._known(word) for near in self._near(word)]
        return list(dict.fromkeys(found))

    def telling(self, typed: Iterable[str], most: int) -> list[str]:
        """The `most` words of `typed` that tell most: those that stand there often and in few entries."""
        counted = Counter(word.casefold() for word in typed)
        langs = (self._main_lang,) if self._main_lang else ()
        worth = {}
        for word, count in counted.items():
            documents = {number for name in _FIELD_NAMES for number in self._postings(name, fold(word))}
            if documents and not is_stop_word(word, langs):
                worth[word] = (1 + math.log(count)) * ranking.rarity(len(documents), self._documents.size)
        return sorted(worth, key=lambda word: (-worth[word], word))[:most]

    # which documents fit

    def _fitting(self, node: Node) -> set[int]:  # noqa: PLR0911 - one for each kind of node
        """The documents that fit `node`."""
        match node:
            case Word() | Prefix() | Phrase():
                return {number for wish in self._wishes(node, strict=True) for number in wish.documents()}
            case Field():
                return self._documents.holding(node)
            case Dated():
                return self._documents.within(node.span)
            case Not():
                return set(self._documents.numbers) - self._fitting(node.node)
            case All():
                return reduce(set.intersection, map(self._fitting, node.nodes))
            case AnyOf():
                return reduce(set.union, map(self._fitting, node.nodes))
            case Beside():
                return self._fitting_beside(node)

    def _fitting_beside(self, node: Beside) -> set[int]:
        fitting = set(self._documents.numbers) if node.nodes else set()
        for required in node.required:
            fitting &= self._fitting(required)
        if node.optional and all(isinstance(required, (Not, Field, Dated)) for required in node.required):
            wishes = [wish for word in node.optional for wish in self._wishes(word)]
            fitting &= {number for wish in wishes for number in wish.documents()}
        return fitting

    # how often the words are where

    def _wishes(self, node: Node, *, strict: bool = False) -> list[Wish]:
        """What `node` asks for, word by word; `strict` asks for the whole of it, exactly as told."""
        if (node, strict) not in self._wishes_of:
            self._wishes_of[node, strict] = self._look_up(node, strict=strict)
        return self._wishes_of[node, strict]

    def _look_up(self, node: Node, *, strict: bool) -> list[Wish]:
        match node:
            case Word():
                lookups = terms_of(node.text, self._langs)
                wishes = [
                    each for lookup in lookups for each in self._of_lookup(lookup, node.field, strict=strict)
                ]
                if not strict and not any(wish.found for wish in wishes):
                    return self._near_wishes(node)
                return wishes
            case Prefix():
                return [Wish(1.0, self._in_fields(node.field, partial(self._prefixed, node.text)))]
            case Phrase():
                places = self._phrase(node.text)
                return [Wish(1.0, self._in_fields(node.field, partial(self._in_a_row, places)))]
            case _:
                return []

    def _of_lookup(self, lookup: Lookup, in_field: str | None, *, strict: bool) -> list[Wish]:
        if lookup.parts and not lookup.whole and not strict:  # a run without spaces: its pairs are the words
            return [
                Wish(_PAIR_WEIGHT, self._in_fields(in_field, partial(self._any_of, part)))
                for part in lookup.parts
            ]
        return [Wish(1.0, self._in_fields(in_field, partial(self._whole_or_parts, lookup)))]

    def _near_wishes(self, word: Word) -> list[Wish]:
        variants = [Variant(near, _NEAR_WEIGHT) for near in self._near(word.text)]
        return [Wish(_NEAR_WEIGHT, self._in_fields(word.field, partial(self._any_of, variants)))]

    def _in_fields(self, in_field: str | None, find: Finder) -> dict[str, dict[int, float]]:
        names = (in_field,) if in_field else _FIELD_NAMES
        return {name: found for name in names if (found := find(name))}

    def _whole_or_parts(self, lookup: Lookup, name: str) -> dict[int, float]:
        whole = self._any_of(lookup.whole, name)
        for number, count in self._in_a_row(lookup.parts, name).items():
            whole[number] = max(whole.get(number, 0.0), count)
        return whole

    def _any_of(self, variants: Iterable[Variant], name: str) -> dict[int, float]:
        found: dict[int, float] = {}
        for variant in variants:
            for number, count in self._postings(name, variant.term).items():
                found[number] = max(found.get(number, 0.0), count * variant.weight)
        return found

    def _prefixed(self, prefix: str, name: str) -> dict[int, float]:
        found: Counter[int] = Counter()
        for term in self._beginning_with(prefix, name):
            found.update(self._postings(name, term))
        return {number: count * _PREFIX_WEIGHT for number, count in found.items()}

    def _beginning_with(self, prefix: str, name: str) -> list[str]:
        """The terms that begin as typed: `--fo` begins `force`, `snake_c` the whole of `snake_case`."""
        whole = [lookup.whole[0].term for lookup in terms_of(prefix, ()) if lookup.whole]
        if len(whole) != 1:  # of a script without spaces, or of several: as typed
            whole = [fold(prefix)]
        return self._reader.beginning_with(name, whole[0])[:_MOST_PREFIXED]

    def _in_a_row(self, places: Sequence[Sequence[Variant]], name: str) -> dict[int, float]:
        """How often the places follow each other, each filled by any of its variants."""
        if not places:
            return {}
        first, *rest = [self._positions(name, variants) for variants in places]
        ends = first
        for following in rest:
            ends = {
                number: {at + 1 for at in ends[number]} & following[number]
                for number in ends.keys() & following.keys()
            }
        return {number: float(len(at)) for number, at in ends.items() if at}

    def _positions(self, name: str, variants: Iterable[Variant]) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for variant in variants:
            for number, at in self._reader.positions(name, variant.term).items():
                found.setdefault(number, set()).update(at)
        return found

    def _phrase(self, text: str) -> list[list[Variant]]:
        """The places of a phrase, each with the word as it is spelt there and no other form of it."""
        places = []
        for word in text.split():
            for lookup in terms_of(word, self._langs):
                parts = lookup.parts or (lookup.whole,)
                places += [[variant for variant in part if variant.weight == 1.0] for part in parts]
        return places

    # what else is known of the words

    def _without_stop_words(self, root: Beside) -> Beside:
        """`root` without plain words that say nothing, unless it has no other plain words."""
        telling = Beside(tuple(node for node in root.nodes if not self._says_nothing(node)))
        return telling if telling.optional else root

    def _says_nothing(self, node: Node) -> bool:
        return isinstance(node, Word) and node.field is None and is_stop_word(node.text, self._langs)

    def _terms(self, node: Node) -> Iterator[str]:
        """The index terms that `node` is found by."""
        if isinstance(node, Prefix):
            for name in _FIELD_NAMES:
                yield from self._beginning_with(node.text, name)
        elif isinstance(node, (Word, Phrase)):
            for word in node.text.split():
                for lookup in terms_of(word, self._langs):
                    for part in (lookup.whole, *lookup.parts):
                        yield from (variant.term for variant in part)
                if isinstance(node, Word) and not self._known(word):
                    yield from self._near(word)

    def _worth(self, term: str) -> float:
        """How much a line that holds `term` tells: more for rarer terms."""
        return ranking.rarity(len(self._postings("body", term)), self._documents.size)

    def _known(self, word: str) -> bool:
        lookups = terms_of(word, self._langs)
        return not lookups or any(
            wish.found for each in lookups for wish in self._of_lookup(each, None, strict=False)
        )

    def _near(self, word: str) -> list[str]:
        """Words of the index that `word` may have been meant to be; the first letter is taken for right."""
        typed = fold(word)
        if not typed or typed in self._near_found:
            return self._near_found.get(typed, [])
        terms = {
            term
            for name in _FIELD_NAMES
            for term in self._reader.beginning_with(name, typed[0])
            if not term.startswith(_STEM)
        }
        spelling = import_module("learnlog.index.spelling")
        nearest: list[str] = spelling.nearest(typed, terms, lambda term: len(self._postings("body", term)))
        return self._near_found.setdefault(typed, nearest)

    @cached_property
    def _collection(self) -> Collection:
        lengths = self._documents.lengths
        return Collection(
            max(self._documents.size, 1),
            lambda number, name: lengths[name][number],
            self._documents.summary.usual,
        )


def _ranked(node: Node) -> Iterator[Node]:
    """The words that count for the rank: all but those that must not be there."""
    match node:
        case Word() | Prefix() | Phrase():
            yield node
        case All() | AnyOf() | Beside():
            for inner in node.nodes:
                yield from _ranked(inner)
        case _:
            return
