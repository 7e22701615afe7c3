"""The lines of a body that answer: those that hold the most of what was looked for, in their order."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import fsum

from learnlog.analysis import Match, matches, tokens
from learnlog.cutting import fits, rows_of, window
from learnlog.sentences import Said, said

ROW = 70  # columns, of which a narrow terminal has some more
NARROW = 75  # columns of a row on a terminal of 80
ROWS = 3  # of all lines together
LONGEST = 2  # rows, of one line; of a sentence or a line of code that fits then, ROWS

_CUT = "…"
_STEP = 10  # columns less at a time, until what is cut fits
_ENOUGH = 250_000  # characters, after which the first match ends the looking
_ADDS = 0.25  # of what the first line is worth: what a further one has to add


@dataclass(frozen=True, slots=True)
class Line:
    """A line to show; `marks` are the ranges of `text` looked for."""

    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What the body says somewhere, its place in the order, and the terms it holds."""

    order: int
    said: Said
    terms: frozenset[str]

    def gain(self, wanted: Mapping[str, float], covered: set[str]) -> float:
        """Return what it adds to lines that hold the terms of `covered`."""
        return self.said.worth * fsum(wanted[term] for term in self.terms - covered)


def best_lines(body: str, lang: str | None, wanted: Mapping[str, float], *, rows: int = ROWS) -> list[Line]:
    """Return the lines of `body` that hold the most of `wanted`, in their order, in at most so many `rows`.

    `wanted` has a weight above 0 for each index term, more for rarer ones; `lang` is the language the body
    is indexed in. A further line is only taken for terms that the lines before it do not hold. When nothing
    matches: the first line that says something; an empty list when the body has none.
    """
    texts = list(said(body, LONGEST * ROW))
    chosen = _choose(_candidates(texts, lang, wanted), wanted, rows)
    if not chosen:
        return [_line(text, _room(text, rows), lang, {}) for text in _first([each.text for each in texts])]
    return [_line(each.said.text, room, lang, wanted) for each, room in chosen]


def marks(text: str, lang: str | None, wanted: Mapping[str, float]) -> tuple[tuple[int, int], ...]:
    """Return the ranges of `text` that hold any of `wanted`, in order, none overlapping another."""
    return tuple(_merged((match.start, match.end) for match in _matches(text, lang, wanted)))


def _candidates(texts: Sequence[Said], lang: str | None, wanted: Mapping[str, float]) -> list[_Candidate]:
    """Return the texts that hold any of `wanted`; of a huge body, enough of them."""
    starts = [0, *accumulate(len(each.text) + 1 for each in texts)]
    held: dict[int, set[str]] = {}
    for match in _matches("\n".join(each.text for each in texts), lang, wanted):
        held.setdefault(bisect_right(starts, match.start) - 1, set()).add(match.term)
    return [_Candidate(index, texts[index], frozenset(terms)) for index, terms in held.items()]


def _choose(
    candidates: Sequence[_Candidate], wanted: Mapping[str, float], rows: int
) -> list[tuple[_Candidate, int]]:
    """Return those that together hold the most, in order, each with the rows it may take.

    Each is the best addition to those before.
    """
    chosen: list[tuple[_Candidate, int]] = []
    covered: set[str] = set()
    enough = 0.0
    while candidates and rows:
        best = max(candidates, key=lambda candidate: candidate.gain(wanted, covered))
        if best.terms <= covered or best.gain(wanted, covered) < enough:
            break
        room = _room(best.said.text, rows)
        chosen.append((best, room))
        covered |= best.terms
        enough = enough or _ADDS * best.gain(wanted, set())
        rows -= room
    return sorted(chosen, key=lambda each: each[0].order)


def _room(text: str, rows: int) -> int:
    """Return the rows that `text` needs, if it fits into `rows`; else those it gets."""
    return next((room for room in range(1, rows + 1) if _is_within(text, room)), min(rows, LONGEST))


def _is_within(text: str, rows: int) -> bool:
    """Tell whether `text` takes so many rows at most, also where a long address begins one."""
    return fits(text, rows * ROW) and rows_of(text, NARROW) <= rows


def _first(texts: list[str]) -> list[str]:
    """Return the first text with a word in it, else the first."""
    worded = (text for text in texts if any(True for _ in tokens(text, None)))
    return [next(worded, texts[0])] if texts else []


def _line(text: str, rows: int, lang: str | None, wanted: Mapping[str, float]) -> Line:
    """Return `text`, cut to so many rows, with its marks."""
    found = _matches(text, lang, wanted) if wanted else []
    start, end = 0, len(text)
    if not _is_within(text, rows):
        start, end = _cut(text, rows, found, wanted)
    before = _CUT if start > 0 else ""
    after = _CUT if end < len(text) else ""
    shift = len(before) - start
    inside = [(match.start, min(match.end, end)) for match in found if start <= match.start < end]
    marks = tuple((first + shift, last + shift) for first, last in _merged(inside))
    return Line(f"{before}{text[start:end]}{after}", marks)


def _cut(text: str, rows: int, found: Sequence[Match], wanted: Mapping[str, float]) -> tuple[int, int]:
    """Return the range of `text` to show of one that is too long: as much as takes no more than the rows."""
    start, end = 0, 0
    for room in range(rows * ROW - 2 * len(_CUT), 0, -_STEP):
        start, end = window(text, _densest(found, wanted, room), room)
        if rows_of(f"{_CUT}{text[start:end]}{_CUT}", NARROW) <= rows:
            break
    return start, end


def _matches(text: str, lang: str | None, wanted: Mapping[str, float]) -> list[Match]:
    """Return the matches in `text`; of a huge one those near the beginning, or else the first."""
    found: list[Match] = []
    for match in matches(text, lang, wanted.keys()):
        found.append(match)
        if match.start > _ENOUGH:
            break
    return found


def _densest(found: Sequence[Match], wanted: Mapping[str, float], room: int) -> tuple[int, int]:
    """Return the range, no longer than `room`, in which the matches weigh most."""
    best, best_range = 0.0, (0, 0)
    weight, counts, left = 0.0, Counter[str](), 0
    for right, match in enumerate(found):
        counts[match.term] += 1
        weight += wanted[match.term] if counts[match.term] == 1 else 0
        while match.end - found[left].start > room and left < right:
            counts[found[left].term] -= 1
            weight -= wanted[found[left].term] if counts[found[left].term] == 0 else 0
            left += 1
        if weight > best:
            best, best_range = weight, (found[left].start, match.end)
    return best_range


def _merged(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield sorted `ranges` with those that overlap or touch made one."""
    current: tuple[int, int] | None = None
    for start, end in ranges:
        if current is not None and start <= current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current is not None:
            yield current
        current = (start, end)
    if current is not None:
        yield current
