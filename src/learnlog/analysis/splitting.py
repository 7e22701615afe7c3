"""A text to pieces, and each piece to places with their terms.

A piece is a word, an identifier or path with its joints (`foo::bar`, `a/b-c.txt`), one character of a
script without spaces, an emoji, or an operator or a short flag by itself (`&&`, `-f`). Its terms depend on
nothing but the piece and the language.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from learnlog.analysis.letters import caseless, fold, shape, without_accents
from learnlog.analysis.stems import stem

MAX_TERM = 64
STEM_MARK = "~"

_TELLING = "!$%&+:<=>?@^|"  # signs of which an operator has one
SIGNS = _TELLING + "*./-"  # with which it begins

_MAX_WHOLE = 8  # parts; what is longer is a path or an address, and nobody types it in one
_NOTHING = "\N{REPLACEMENT CHARACTER}"
_MAX_RAW = 4 * MAX_TERM  # characters looked at, as accents may be characters of their own


class Place(NamedTuple):
    """One place of a piece; offsets count from the beginning of the piece.

    `ends` has the end of each of `terms`: the place's own, or further on for a whole or a pair.
    """

    start: int
    end: int
    terms: tuple[str, ...]
    ends: tuple[int, ...]


# All patterns run over `shape(text)`: see there for the letters. None of them goes back over long stretches.
_WORD = "[aA0][aA0m]*+"
_PIECE = re.compile(
    rf"""(?P<cell>cm{{0,15}}+)(?=(?P<next>cm{{0,15}}+)?)
    | em{{0,15}}+
    | 0?>&0                                               # 2>&1
    | [aA]++\+\+(?![aA+]) | [aA]\#(?![aA\#])              # C++ C#
    | {_WORD} (?: (?: _++ | :: | [/\\]\.? | [-.'@+:&] ) {_WORD} ){{0,31}}+
    | (?=[{SIGNS}]) (?<![^\ `'"(\[{{])                     # by itself: -x && $?
      (?: -[aA0]{{1,3}}+ | (?=[*./-]{{0,2}}[{_TELLING}]) (?![!?]{{3}}) [{SIGNS}] [~{SIGNS}]{{1,2}}+ )
      (?![^\ `'")\]}},;])
    """,
    re.VERBOSE,
)
_SEGMENT = re.compile(r"[^/\\@+:&]+")
_UPPER, _LOWER, _DIGIT = "(?:Am*+)", "(?:am*+)", "(?:0m*+)"
_PART = re.compile(
    rf"""[aA0m]{{{MAX_TERM + 1},}}+                       # too long to be made of words
    | (?= [aA0m]*? 0 m*+ (?: a | Am*+(?!a) ) ) [aA0m]++   # 4be1c02 i18n 3D: a number with letters after it
    | {_UPPER}{{2,}} {_LOWER} (?!a)                       # URLs
    | {_UPPER}+ (?={_UPPER}a)                             # HTTP Error
    | {_UPPER}? {_LOWER}+ | {_UPPER}+ | {_DIGIT}+
    """,
    re.VERBOSE,
)


def pieces(text: str, lang: str | None) -> Iterator[tuple[int, tuple[Place, ...]]]:
    """Yield where each piece of `text` starts, and its places; in order, without overlap.

    `lang` is an ISO 639-1 code, or None for no stems.
    """
    for found in _PIECE.finditer(shape(text)):
        start, end = found.span()
        if found.lastindex:
            with_next = max(end, found.end("next"))
            yield start, _cell_places(text[start:with_next], end - start)
        elif end - start <= MAX_TERM:
            yield start, _places(text[start:end], lang)
        else:
            yield start, _work_out(text[start:end], lang)


def _term(raw: str) -> str:
    """Return the term of a piece of text; what folds to nothing stays a term of its own."""
    return fold(raw[:_MAX_RAW])[:MAX_TERM] or _NOTHING


@lru_cache(maxsize=2**14)
def _cell_places(raw: str, length: int) -> tuple[Place, ...]:
    """Return the one place of a character and, where another follows, of the pair."""
    one = _term(raw[:length])
    if len(raw) == length:
        return (Place(0, length, (one,), (length,)),)
    return (Place(0, length, (one, (one + _term(raw[length:]))[:MAX_TERM]), (length, len(raw))),)


def _work_out(raw: str, lang: str | None) -> tuple[Place, ...]:
    classes = shape(raw)
    if classes[0] in SIGNS or ">" in classes:
        flag = _term(raw[1:])
        terms = (f"-{flag}", flag) if flag.isalnum() else (fold(raw),)
        return (Place(0, len(raw), terms, (len(raw),) * len(terms)),)
    if classes[-1] in "+#":
        bare = raw.rstrip("+#＋＃")
        terms = (_term(bare)[: MAX_TERM - 2] + classes[len(bare) :], _term(bare))
        return (Place(0, len(raw), terms, (len(raw), len(bare))),)
    if classes[0] == "e":
        return (Place(0, len(raw), (_term(raw),), (len(raw),)),)
    return _identifier_places(raw, classes, lang)


_places = lru_cache(maxsize=2**16)(_work_out)


def _identifier_places(raw: str, classes: str, lang: str | None) -> tuple[Place, ...]:
    """Return the places of all parts; the first of a segment and of the piece carry these too."""
    segments = [_parts(classes, *segment.span()) for segment in _SEGMENT.finditer(classes)]
    places = []
    for segment in segments:
        wholes = [segment] if len(segment) > 1 else []
        if segment is segments[0] and len(segments) > 1:
            wholes.append(list(chain.from_iterable(segments)))
        places.append(_place(raw, [segment[:1], *wholes], lang))
        places += [_place(raw, [[part]], lang) for part in segment[1:]]
    return tuple(places)


def _parts(classes: str, start: int, end: int) -> list[tuple[int, int]]:
    return [part.span() for part in _PART.finditer(classes, start, end)]


def _place(raw: str, spans: list[list[tuple[int, int]]], lang: str | None) -> Place:
    """Return one place; `spans` are the runs of parts that begin here, the first the place's own."""
    terms: dict[str, int] = {}
    for span in spans:
        if len(span) <= _MAX_WHOLE:
            joined = "".join([raw[start:end] for start, end in span])
            for term in _forms(joined[:_MAX_RAW], lang):
                terms.setdefault(term, span[-1][1])
    start, end = spans[0][0]
    return Place(start, end, tuple(terms), tuple(terms.values()))


def _forms(word: str, lang: str | None) -> tuple[str, ...]:
    """Return the term of a word or joined parts and, marked, its stem where that is another."""
    lowered = caseless(word)
    surface = without_accents(lowered)[:MAX_TERM] or _NOTHING
    if lang is not None and len(surface) < MAX_TERM:
        stemmed = without_accents(stem(lowered, lang))[: MAX_TERM - 1]
        if stemmed not in {surface, ""}:
            return surface, STEM_MARK + stemmed
    return (surface,)
