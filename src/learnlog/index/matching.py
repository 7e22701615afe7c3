"""Answers a query: which documents fit, and how well."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, reduce
from heapq import nlargest
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from learnlog import nearness, ranking, wordlists
from learnlog.analysis import is_stop_word, languages_of
from learnlog.entry import Entry
from learnlog.index.documents import Documents
from learnlog.index.explaining import Explanation, missing, reasons
from learnlog.index.rows import Row
from learnlog.index.vocabulary import Vocabulary
from learnlog.index.wishes import FORGIVEN, Wishes
from learnlog.nearness import Gist
from learnlog.nodes import All, AnyOf, Beside, Dated, Field, Node, Not, Phrase, Prefix, Word
from learnlog.query import Filters, Query
from learnlog.ranking import Ranked, Wish
from learnlog.store import Card

if TYPE_CHECKING:
    from learnlog.index.words import Reader

_TOO_FEW = 500  # documents, that do not tell yet which words are rare; as if there were so many
_LEADING = 200  # documents, whose order is settled by what else is known of them

Prior: TypeAlias = Callable[[Row], float]  # what an entry's score is multiplied with, whatever was asked


class Hit(NamedTuple):
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


class Hits(NamedTuple):
    """The first of `total` that were found, in the order asked for.

    `terms` are the index terms to mark in them, with what each is worth.
    """

    hits: Sequence[Hit]
    total: int
    terms: Mapping[str, float] = MappingProxyType({})


class Matching:
    """Matches queries against one state of the index."""

    def __init__(
        self, reader: "Reader", documents: Documents, synonyms: str, hub_words: Sequence[str]
    ) -> None:
        """`synonyms` is the journal's own table of other words for the same, `hub_words` those of hubs."""
        self._documents = documents
        self._spoken = spoken = documents.langs
        self._main_lang = max(spoken, key=spoken.__getitem__, default=None)
        self._vocabulary = Vocabulary(reader, spoken)
        same = [wordlists.spellings(), synonyms]
        self._wishes = Wishes(self._vocabulary, same, [*wordlists.synonyms(spoken), *hub_words])
        self._meant = cache(self._wishes.of)

    def find(self, query: Query, filters: Filters, sort: str, most: int | None, prior: Prior) -> Hits:
        """The first `most` documents that fit `query` and pass `filters`, by relevance, newest or oldest."""
        wanted = max(most, _LEADING) if most is not None and sort == "relevance" else None
        wishes, ranked, fitting, scores = self._judged(query, filters, wanted)
        for number, (leaning, row) in self._leading(scores).items():
            scores[number] *= leaning * prior(row)
        numbers = scores if wanted and len(scores) >= wanted else fitting
        hits = [
            Hit(row, number, scores.get(number, 0.0), ranked.coverage.get(number, 0.0))
            for number, row in self._documents.ordered(numbers, scores, sort, most)
        ]
        return Hits(hits, len(fitting), self._marks(wishes))

    def explained(
        self, query: Query, filters: Filters, hits: Iterable[Hit], prior: Prior
    ) -> list[Explanation]:
        """Why each of the hits of `find` ranks where it does."""
        wishes, ranked, _, scores = self._judged(query, filters)
        leading = self._leading(scores)

        def explain(hit: Hit) -> Explanation:
            found = reasons(wishes, hit.number, self._vocabulary, self._documents.size)
            leaning, _ = leading.get(hit.number, (1.0, hit.row))
            return Explanation(
                found,
                missing(wishes, found),
                language=scores[hit.number] / ranked.scores[hit.number] if found else 1.0,
                tags=leaning,
                prior=prior(hit.row),
            )

        return [explain(hit) for hit in hits]

    def _judged(
        self, query: Query, filters: Filters, most: int | None = None
    ) -> tuple[Sequence[Wish], Ranked, AbstractSet[int], dict[int, float]]:
        """The wishes, what they say, the documents that fit, and their scores by words and language.

        When the `most` best are wanted, others that fit may have no score.
        """
        wishes = list(self._asked(query.root))
        fitting = self._documents.passing(filters, self._fitting(query.root))
        spoken, left = self._languages(query)
        is_other = self._documents.is_in_other(spoken)
        ranked = ranking.ranked(
            wishes, self._documents.size, most, lambda number: number in fitting and not is_other(number)
        )
        scores = {
            number: score * left if is_other(number) else score
            for number, score in ranked.scores.items()
            if number in fitting
        }
        return wishes, ranked, fitting, scores

    def near(self, typed: Iterable[str]) -> list[str]:
        """Words of the index spelt nearly like those of `typed` that it does not have, the nearest first."""
        unknown = [word for word in typed if not self._vocabulary.knows(word)][:FORGIVEN]
        return list(dict.fromkeys(near for word in unknown for near in self._vocabulary.near(word)))

    def telling(self, typed: Mapping[str, float], most: int) -> list[str]:
        """The `most` telling words of `typed`: of much worth, and in few entries."""
        langs = (self._main_lang,) if self._main_lang else ()
        worth = {
            word: weight * self._rarity(word)
            for word, weight in typed.items()
            if not is_stop_word(word, langs)
        }
        found = [word for word in worth if worth[word]]
        return sorted(found, key=lambda word: (-worth[word], word))[:most]

    def _rarity(self, word: str) -> float:
        """What finding `word` is worth, as it is spelt and not nearly so; 0 when a part of it is nowhere.

        Of a run without spaces it is enough that two characters of it are found.
        """
        rarities = []
        for lookup in self._vocabulary.lookups(word):
            found = [self._vocabulary.of(lookup)]
            if not lookup.whole:
                found = [self._vocabulary.any_of(part) for part in lookup.parts]
            known = [ranking.rarity(len(documents), self._documents.size) for documents in found if documents]
            if not known:
                return 0.0
            rarities.append(max(known))
        return max(rarities, default=0.0)

    def gist(self, entry: Entry) -> Gist:
        """What makes `entry` what it is among the documents; a word that few of them have is worth more."""
        told = nearness.told(entry, self._main_lang)
        size = max(self._documents.size, _TOO_FEW)
        counts = {
            word: max(map(self._vocabulary.count, nearness.forms(word, said.written)))
            for word, said in told.items()
        }
        return nearness.gist(told, {word: ranking.rarity(count, size) for word, count in counts.items()})

    # which documents fit

    def _fitting(self, node: Node) -> set[int]:  # noqa: PLR0911 - one for each kind of node
        """The documents that fit `node`."""
        match node:
            case Word() | Prefix() | Phrase():
                return _granting(self._wishes.exactly(node))
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
        fitting = [self._fitting(required) for required in node.required]
        if node.optional and all(isinstance(required, (Not, Field, Dated)) for required in node.required):
            fitting.append(_granting(self._meant(node.optional)))
        return set.intersection(*fitting) if fitting else set()

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

    def _languages(self, query: Query) -> tuple[Collection[str], float]:
        """The languages that the question may be in, and what is left of the score of entries in others.

        Where it does not tell, it is perhaps the one that most entries are in.
        """
        spoken = languages_of(query.words(), self._vocabulary.langs)
        if not spoken and self._main_lang and 2 * self._spoken[self._main_lang] > self._documents.size:
            return [self._main_lang], ranking.PERHAPS_OTHER_LANGUAGE
        return spoken, ranking.OTHER_LANGUAGE

    def _leading(self, scores: Mapping[int, float]) -> dict[int, tuple[float, Row]]:
        """The best documents so far, with what their scores gain for the tags they share with the first."""
        moments = self._documents.moments
        numbers = nlargest(_LEADING, scores, key=lambda number: (scores[number], moments[number]))
        rows = self._documents.rows(numbers)
        tagged = [(scores[number], row.tags) for number, row in zip(numbers, rows, strict=True)]
        return dict(zip(numbers, zip(ranking.leanings(tagged), rows, strict=True), strict=True))

    def _marks(self, wishes: Iterable[Wish]) -> dict[str, float]:
        """The terms that the wishes are granted by, and how much a line that holds one tells."""
        marks: dict[str, float] = {}
        for way in (way for wish in wishes for way in wish.ways if way.impacts):
            for term in way.terms:
                documents = len(self._vocabulary.impacts(term))
                worth = way.worth * ranking.rarity(documents, self._documents.size)
                marks[term] = max(worth, marks.get(term, 0.0))
        return marks


def _granting(wishes: Iterable[Wish]) -> set[int]:
    """The documents that grant any of the wishes."""
    return {number for wish in wishes for way in wish.ways for number in way.impacts}
