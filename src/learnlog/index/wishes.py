"""What somebody typed becomes wishes: each word with all the ways in which an entry can have meant it."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial

from learnlog.analysis import Lookup, Variant, fold, is_stop_word, stem
from learnlog.index.vocabulary import Vocabulary
from learnlog.nodes import Node, Phrase, Prefix, Word
from learnlog.ranking import Way, Wish
from learnlog.synonyms import Synonyms

_BEGUN = 0.7  # the worth of a word that begins as typed
_NEAR = 0.5  # of one spelt nearly so
_PART = 0.5  # of a part: of an identifier, or two characters of a script without spaces
_JOINED = 0.8  # of two words written in one, or one in two
_SAME = 0.7  # of the same word spelt in another way, or of a short form
_OTHER = 0.4  # of another word for the same
_OTHER_FOR_PHRASE = 0.7  # of another word for several, which say together what is meant
FORGIVEN = 16  # words, from the first, that may be spelt wrongly
_SHORTEST_BEGINNING = 4
_SHORTEST_PART = 3
_LONGEST_WORD = 60  # characters, that may be two written in one


class Wishes:
    """Makes the wishes of plain words, beginnings and phrases."""

    def __init__(self, vocabulary: Vocabulary, same: Sequence[str], others: Sequence[str]) -> None:
        """`same` are tables of one word in several forms, and the person's own; `others` of other words."""
        self._vocabulary = vocabulary
        form = cache(partial(stem, lang="en"))  # of the tables; words of other languages stand there whole
        self._same = Synonyms(same, form, self._says_nothing)
        self._synonyms = Synonyms(others, form, self._says_nothing)

    def of(self, typed: Sequence[Node]) -> list[Wish]:
        """The wishes of what was typed side by side, each word also for what may have been meant by it."""
        words = [node.text for node in typed if isinstance(node, Word) and node.field is None]
        found = [wish for node in typed if not isinstance(node, Word) for wish in self.exactly(node)]
        others: dict[str, list[Way]] = {}
        for text, ways in self._others(words):
            others.setdefault(text, []).extend(ways)
        for word in self._without_stop_words(words):
            found += self._of_word(word, others.pop(word, []), words)
        found += [
            Wish(phrase, (self._other(phrase, 1.0), *ways))
            for phrase, ways in others.items()
            if " " in phrase
        ]
        return found

    def _others(self, words: Sequence[str]) -> Iterator[tuple[str, list[Way]]]:
        """What the typed words and phrases may also be called, with what that is worth."""
        for meant in self._same.of(words):
            typed = " ".join(words[meant.first : meant.last])
            yield typed, [self._other(other, _SAME, "the same") for other in meant.others]
        for meant in self._synonyms.of(words):
            typed = " ".join(words[meant.first : meant.last])
            worth = _OTHER if meant.last - meant.first == 1 else _OTHER_FOR_PHRASE
            yield typed, [self._other(other, worth) for other in meant.others]

    def exactly(self, node: Node) -> list[Wish]:
        """The wishes of a node as it was typed: no other spelling, no other word for it."""
        match node:
            case Word():
                return [
                    Wish(node.text, (self._way(lookup, node.field),))
                    for lookup in self._vocabulary.lookups(node.text)
                ]
            case Prefix():
                return [Wish(f"{node.text}*", (self._begun(node.text, node.field),))]
            case Phrase():
                places = self._vocabulary.phrase(node.text)
                impacts = self._vocabulary.in_a_row(places, node.field)
                return [Wish(node.text, (Way(1.0, impacts, terms=_terms(places)),))]
            case _:
                return []

    def _without_stop_words(self, words: Sequence[str]) -> list[str]:
        """`words` without those that are in every text and every question, unless there are no others."""
        return [word for word in words if not self._says_nothing(word)] or list(words)

    def _of_word(self, word: str, others: Sequence[Way], words: Sequence[str]) -> Iterator[Wish]:
        lookups = self._vocabulary.lookups(word)
        joined = list(self._joined(word, words)) if len(lookups) == 1 else []
        for lookup in lookups:
            if lookup.parts and not lookup.whole:  # a run without spaces: its pairs are the words
                yield from self._apart(word, lookup)
            else:
                ways = _each_once([self._way(lookup), *joined, *others])
                if not ways[0].impacts and words.index(word) < FORGIVEN:
                    ways += self._meant_to_be(word)
                yield Wish(word, tuple(ways))
                if not any(way.impacts for way in ways):  # nobody wrote the parts together
                    yield from self._apart(word, lookup)

    def _apart(self, word: str, lookup: Lookup) -> Iterator[Wish]:
        """The parts of what was typed in one, each by itself."""
        for part in lookup.parts:
            yield Wish(word, (Way(1.0, self._vocabulary.any_of(part), terms=_terms([part])),), _PART)

    def _way(self, lookup: Lookup, field: str | None = None) -> Way:
        places = (lookup.whole, *lookup.parts)
        return Way(1.0, self._vocabulary.of(lookup, field), terms=_terms(places))

    def _meant_to_be(self, word: str) -> list[Way]:
        """What an unknown word may be the beginning of, or else a slip for."""
        if len(fold(word)) >= _SHORTEST_BEGINNING:
            begun = self._begun(word)
            if begun.impacts:
                return [begun]
        return [
            Way(_NEAR, self._vocabulary.impacts(near), near, "spelt nearly so", (near,))
            for near in self._vocabulary.near(word)
        ]

    def _begun(self, beginning: str, field: str | None = None) -> Way:
        terms = self._vocabulary.beginning_with(beginning)
        impacts = self._vocabulary.any_of((Variant(term, 1.0) for term in terms), field)
        return Way(_BEGUN, impacts, f"{beginning}…", "begins so", tuple(terms))

    def _joined(self, word: str, words: Sequence[str]) -> Iterator[Way]:
        """`filename` for `file name`, and the other way round."""
        at = words.index(word)
        for one, other in zip(words[max(at - 1, 0) : at + 1], words[max(at, 1) : at + 2], strict=False):
            joined = fold(one + other)
            if self._vocabulary.has(joined):
                yield Way(_JOINED, self._vocabulary.impacts(joined), joined, "written in one word", (joined,))
        folded = fold(word)
        if len(folded) > _LONGEST_WORD:
            return
        for cut in range(_SHORTEST_PART, len(folded) - _SHORTEST_PART + 1):
            parts = folded[:cut], folded[cut:]
            if all(map(self._vocabulary.has, parts)):
                places = [[Variant(part, 1.0)] for part in parts]
                yield Way(
                    _JOINED, self._vocabulary.in_a_row(places), " ".join(parts), "written in two words", parts
                )

    def _other(self, text: str, worth: float, how: str = "another word for it") -> Way:
        """Another word or phrase, in any form; with words that are everywhere it costs more than it finds."""
        if " " in text and any(map(self._says_nothing, text.split())):
            return Way(worth, {}, text, how)
        lookups = [lookup for word in text.split() for lookup in self._vocabulary.lookups(word)]
        if len(lookups) == 1:
            return self._way(lookups[0])._replace(worth=worth, words=text, how=how)
        places = [part for lookup in lookups for part in (lookup.parts or (lookup.whole,))]
        return Way(worth, self._vocabulary.in_a_row(places), text, how, _terms(places))

    def _says_nothing(self, word: str) -> bool:
        return is_stop_word(word, self._vocabulary.langs)


def _each_once(ways: Sequence[Way]) -> list[Way]:
    """Without those that find the same terms as one that is worth more: `folders` for `folder`, say."""
    by_worth = sorted(ways, key=lambda way: -way.worth)
    return list({(way.terms or way.words): way for way in reversed(by_worth)}.values())[::-1]


def _terms(places: Iterable[Iterable[Variant]]) -> tuple[str, ...]:
    return tuple(variant.term for place in places for variant in place)
