"""The two sides of searching: the tokens of a text, and the terms that find a typed word.

Both go through `pieces`, so what the index holds and what is asked of it cannot drift apart.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from learnlog.analysis.splitting import SIGNS, STEM_MARK, Place, pieces

SURFACE_WEIGHT = 1.0
STEM_WEIGHT = 0.65


class Token(NamedTuple):
    """One place in a text.

    `terms` are all terms of the place, the word as it stands there first. `position` counts places from 0;
    `text[start:end]` is the word, or the part of it.
    """

    terms: tuple[str, ...]
    position: int
    start: int
    end: int

    @property
    def is_sign(self) -> bool:
        """Whether it is a run of signs (`&&`), and no word."""
        return self.terms[-1][0] in SIGNS


class Match(NamedTuple):
    """A term found in a text, at `text[start:end]`; a whole spans its parts, a pair both characters."""

    term: str
    start: int
    end: int


class Variant(NamedTuple):
    """A term to look up and what finding it is worth, above 0 to 1."""

    term: str
    weight: float


class Lookup(NamedTuple):
    """What finds one typed word: any of `whole` in one place, or `parts` in places that follow each other.

    For `running` only `whole` is filled. For `drop-down` both: `dropdown` at one place, or any variant of
    `drop` and after it any of `down`. For three or more characters of a script without spaces only `parts`:
    the pairs. One of the two is never empty.
    """

    whole: tuple[Variant, ...]
    parts: tuple[tuple[Variant, ...], ...] = ()


def tokens(text: str, lang: str | None) -> Iterator[Token]:
    """Yield the tokens of `text`; `lang` is an ISO 639-1 code, or None for no stems. Takes any text."""
    position = 0
    for begin, places in pieces(text, lang):
        for start, end, terms, _ in places:
            yield Token(terms, position, begin + start, begin + end)
            position += 1


def matches(text: str, lang: str | None, wanted: Collection[str]) -> Iterator[Match]:
    """Yield where terms of `wanted` stand in `text`, by start; several may stand at one place."""
    wanted = frozenset(wanted)
    for begin, places in pieces(text, lang):
        for start, _, terms, ends in places:
            if not wanted.isdisjoint(terms):
                for term, end in zip(terms, ends, strict=True):
                    if term in wanted:
                        yield Match(term, begin + start, begin + end)


def terms_of(word: str, langs: Collection[str]) -> tuple[Lookup, ...]:
    """Return what to look up for a `word` somebody typed; usually one lookup, none if it has no letters.

    `langs` are the languages in which the journal has entries (ISO 639-1). A word whose scripts differ
    (`git入門`) gives several lookups, in order.
    """
    read_as: list[str | None] = [*sorted(langs)] or [None]
    readings = [[places for _, places in pieces(word, lang)] for lang in read_as]
    found: list[Lookup] = []
    pairs: list[tuple[Variant, ...]] = []
    for piece in zip(*readings, strict=True):  # the cuts are the same in all languages
        pair = _pair(piece[0])
        if pair:
            pairs.append(pair)
        elif pairs:  # the last character of a run, which its pair with the one before has found
            found.append(Lookup(pairs[0]) if len(pairs) == 1 else Lookup((), tuple(pairs)))
            pairs = []
        else:
            found.append(_lookup(piece))
    return tuple(found)


def _pair(places: tuple[Place, ...]) -> tuple[Variant, ...]:
    """Return the pair that begins with this piece: a term that reaches beyond it, into the next character."""
    if places[0].ends[-1] > places[-1].end:
        return (Variant(places[0].terms[-1], SURFACE_WEIGHT),)
    return ()


def _lookup(readings: tuple[tuple[Place, ...], ...]) -> Lookup:
    """Return the lookup of one piece, read in each language."""
    columns = list(zip(*readings, strict=True))
    end = readings[0][-1].end
    whole = _variants((places[0], end) for places in readings)
    if len(columns) == 1:
        return Lookup(whole)
    return Lookup(whole, tuple(_variants((place, place.end) for place in column) for column in columns))


def _variants(readings: Iterable[tuple[Place, int]]) -> tuple[Variant, ...]:
    """Return the terms of places that end at the given offset, with the stems beside them."""
    weights: dict[str, float] = {}
    for place, end in readings:
        terms = [term for term, its_end in zip(place.terms, place.ends, strict=True) if its_end == end]
        for surface in terms[:1]:
            stem = terms[-1].removeprefix(STEM_MARK)
            weights[surface] = SURFACE_WEIGHT
            weights.setdefault(stem, STEM_WEIGHT)
            weights.setdefault(STEM_MARK + stem, STEM_WEIGHT)
    return tuple(Variant(term, weight) for term, weight in weights.items())
