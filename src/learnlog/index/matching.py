"""Answers a query: which documents fit, and how well."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, reduce
from typing import TypeAlias

from whoosh.reading import IndexReader

from learnlog import ranking, wordlists
from learnlog.analysis import fold, is_stop_word, languages_of
from learnlog.index.catalogue import Row, copies
from learnlog.index.explaining import Explanation, missing, reasons
from learnlog.index.vocabulary import Vocabulary
from learnlog.index.wishes import Wishes
from learnlog.query import All, AnyOf, Beside, Dated, Field, Filters, Node, Not, Phrase, Prefix, Query, Word
from learnlog.ranking import Wish
from learnlog.store import Card
from learnlog.when import Span

Prior: TypeAlias = Callable[[Row], float]  # what an entry's score is multiplied with, whatever was asked


@dataclass(frozen=True)
class Hit:
    """A found entry and its score: higher fits better, 0 where nothing was ranked.

    `coverage` is the share of what was asked that it has, from 0 to 1; `number` is the document's.
    """

    row: Row
    number: int = 0
    score: float = 0.0
    coverage: float = 0.0

    @property
    def card(self) -> Card:
        """The entry in brief."""
        return self.row.card()


@dataclass(frozen=True)
class Hits:
    """What was found, the best first; `terms` are the index terms to mark in it, with what each is worth."""

    hits: Sequence[Hit]
    terms: Mapping[str, float] = field(default_factory=dict)


class Matching:
    """Matches queries against one state of the index: `rows[n]` describes document n."""

    def __init__(self, reader: IndexReader, rows: Sequence[Row | None], synonyms: str) -> None:
        """`synonyms` is the journal's own table of other words for the same."""
        self._rows = {number: row for number, row in enumerate(rows) if row is not None}
        self._copies = copies(rows)
        spoken = Counter(row.lang for row in self._rows.values() if row.lang)
        self._main_lang = spoken.most_common(1)[0][0] if spoken else None
        self._vocabulary = Vocabulary(reader, spoken)
        self._wishes = Wishes(self._vocabulary, [*wordlists.shipped(spoken), synonyms])
        self._meant = cache(self._wishes.of)

    def find(self, query: Query, filters: Filters, prior: Prior) -> Hits:
        """Every document that fits `query` and passes `filters`, the best first.

        Of equals one's own come first, and of those the newest.
        """
        wishes = list(self._asked(query.root))
        ranked = ranking.ranked(wishes, len(self._rows))
        scores = self._in_languages(ranked.scores, query)
        for number, leaning in self._leanings(scores).items():
            scores[number] *= leaning * prior(self._rows[number])
        fitting = self._fitting(query.root)
        if filters.scope == "all":
            fitting = fitting - self._copies
        hits = [
            Hit(row, number, scores.get(number, 0.0), ranked.coverage.get(number, 0.0))
            for number in fitting
            if (row := self._rows[number]).passes(filters)
        ]
        hits.sort(key=lambda hit: (-hit.score, hit.row.hub is not None, -hit.row.moment, hit.row.path))
        return Hits(hits, self._marks(wishes))

    def explained(self, query: Query, hit: Hit, prior: Prior) -> Explanation:
        """Why a hit of `find` ranks where it does."""
        wishes = list(self._asked(query.root))
        found = reasons(wishes, hit.number, self._vocabulary, len(self._rows))
        plain = ranking.ranked(wishes, len(self._rows)).scores
        scores = self._in_languages(plain, query)
        return Explanation(
            found,
            missing(wishes, found),
            language=scores[hit.number] / plain[hit.number] if found else 1.0,
            tags=self._leanings(scores).get(hit.number, 1.0),
            prior=prior(hit.row),
        )

    def near(self, typed: Iterable[str]) -> list[str]:
        """Words of the index spelt nearly like those of `typed` that it does not have, the nearest first."""
        unknown = (word for word in typed if not self._vocabulary.knows(word))
        return list(dict.fromkeys(near for word in unknown for near in self._vocabulary.near(word)))

    def telling(self, typed: Iterable[str], most: int) -> list[str]:
        """The `most` words of `typed` that tell most: those that stand there often and in few entries."""
        counted = Counter(word.casefold() for word in typed)
        langs = (self._main_lang,) if self._main_lang else ()
        worth = {}
        for word, count in counted.items():
            documents = len(self._vocabulary.impacts(fold(word)))
            if documents and not is_stop_word(word, langs):
                worth[word] = (1 + math.log(count)) * ranking.rarity(documents, len(self._rows))
        return sorted(worth, key=lambda word: (-worth[word], word))[:most]

    # which documents fit

    def _fitting(self, node: Node) -> set[int]:  # noqa: PLR0911 - one for each kind of node
        """The documents that fit `node`."""
        match node:
            case Word() | Prefix() | Phrase():
                return _granting(self._wishes.exactly(node))
            case Field():
                return {number for number, row in self._rows.items() if _holds(row, node)}
            case Dated():
                return {number for number, row in self._rows.items() if _within(row, node.span)}
            case Not():
                return set(self._rows) - self._fitting(node.node)
            case All():
                return reduce(set.intersection, map(self._fitting, node.nodes))
            case AnyOf():
                return reduce(set.union, map(self._fitting, node.nodes))
            case Beside():
                return self._fitting_beside(node)

    def _fitting_beside(self, node: Beside) -> set[int]:
        fitting = set(self._rows) if node.nodes else set()
        for required in node.required:
            fitting &= self._fitting(required)
        if node.optional and all(isinstance(required, (Not, Field, Dated)) for required in node.required):
            fitting &= _granting(self._meant(node.optional))
        return fitting

    # how well

    def _asked(self, node: Node) -> Iterator[Wish]:
        """The wishes that count for the rank: all but those that must not be granted."""
        match node:
            case Word() | Prefix() | Phrase():
                yield from self._wishes.exactly(node)
            case All() | AnyOf():
                for inner in node.nodes:
                    yield from self._asked(inner)
            case Beside():
                yield from self._meant(node.optional)
                for inner in node.required:
                    yield from self._asked(inner)
            case _:
                return

    def _in_languages(self, scores: Mapping[int, float], query: Query) -> dict[int, float]:
        """The scores, less where the entry is in another language than the question."""
        spoken = languages_of(query.words(), self._vocabulary.langs)
        if not spoken:
            return dict(scores)
        fitting = {"", *spoken}
        return {
            number: score if (self._rows[number].lang or "") in fitting else score * ranking.OTHER_LANGUAGE
            for number, score in scores.items()
        }

    def _leanings(self, scores: Mapping[int, float]) -> dict[int, float]:
        return ranking.leanings(scores, lambda number: self._rows[number].tags)

    def _marks(self, wishes: Iterable[Wish]) -> dict[str, float]:
        """The terms that the wishes are granted by, and how much a line that holds one tells."""
        marks: dict[str, float] = {}
        for way in (way for wish in wishes for way in wish.ways if way.impacts):
            for term in way.terms:
                documents = len(self._vocabulary.impacts(term))
                worth = way.worth * ranking.rarity(documents, len(self._rows))
                marks[term] = max(worth, marks.get(term, 0.0))
        return marks


def _granting(wishes: Iterable[Wish]) -> set[int]:
    """The documents that grant any of the wishes."""
    return {number for wish in wishes for way in wish.ways for number in way.impacts}


def _holds(row: Row, node: Field) -> bool:
    wanted = node.value.casefold()
    texts = (text.casefold() for text in row.texts(node.name))
    if node.name == "source":
        return any(wanted in text for text in texts)
    return any(text.startswith(wanted) if node.prefix else text == wanted for text in texts)


def _within(row: Row, span: Span) -> bool:
    return _moment(span.start, -1e18) <= row.moment < _moment(span.end, 1e18)


def _moment(date: datetime | None, otherwise: float) -> float:
    return date.timestamp() if date else otherwise
