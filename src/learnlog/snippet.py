"""The lines of a body that answer: those that hold the most of what was looked for.

Lines keep their order. Markdown that is only markup (bullets, heading signs, fences, comments) is left out
and white space is drawn together; the rest stands as it was written, control characters included.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import fsum

from learnlog.analysis import Match, matches, tokens
from learnlog.analysis.letters import shape

WIDTH = 160  # characters

_CUT = "…"
_ROOM = WIDTH - 2 * len(_CUT)
_ENOUGH = 250_000  # characters, after which the first match ends the looking
_HEADING_WORTH = 0.5  # a heading names the subject, the lines below it answer

_COMMENT = re.compile(
    r"""(?P<code> ^[ ]{0,3}(?P<fence>```+|~~~+) .*? (?: ^[ ]{0,3}(?P=fence) | \Z ) | `[^`\n]*+` )
    | <!-- .*? (?: --> | \Z )
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_MARKUP = re.compile(r"(?:>\s*+)*+(?:#{1,6}\s++|[-*+]\s++(?:\[[ xX]\]\s++)?|[0-9]{1,9}[.)]\s++)?")
_FENCE = re.compile(r"(?:>\s*+)*+(?P<signs>```+(?!.*`)|~~~+)")
_SURROGATES = re.compile("[\ud800-\udfff][\udc00-\udfff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line to show, of at most `WIDTH` characters; `marks` are the ranges of `text` looked for."""

    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line of the body without markup, its place in the order, what it is worth, and the terms it holds."""

    order: int
    text: str
    worth: float
    terms: frozenset[str]

    def gain(self, wanted: Mapping[str, float], covered: set[str]) -> float:
        """Return what the line adds to lines that hold the terms of `covered`."""
        return self.worth * fsum(wanted[term] for term in self.terms - covered)


def best_lines(body: str, lang: str | None, wanted: Mapping[str, float], *, limit: int = 2) -> list[Line]:
    """Return the lines of `body` that hold the most of `wanted`, at most `limit` (from 1), in their order.

    `wanted` has a weight above 0 for each index term, more for rarer ones; `lang` is the language the body
    is indexed in. A further line is only taken for terms that the lines before it do not hold. When nothing
    matches: the first line that says something; an empty list when the body has none.
    """
    lines = list(_contents(_COMMENT.sub(_blank, body)))
    chosen = _choose(_candidates(lines, lang, wanted), wanted, limit)
    if not chosen:
        return [_line(text, lang, {}) for text in _first([text for text, _ in lines])]
    return [_line(candidate.text, lang, wanted) for candidate in chosen]


def marks(text: str, lang: str | None, wanted: Mapping[str, float]) -> tuple[tuple[int, int], ...]:
    """Return the ranges of `text` that hold any of `wanted`, in order, none overlapping another."""
    return tuple(_merged((match.start, match.end) for match in _matches(text, lang, wanted)))


def _blank(found: re.Match[str]) -> str:
    """Return code as it is, and of a comment the white space."""
    return found[0] if found["code"] else " " + "\n" * found[0].count("\n")


def _contents(body: str) -> Iterator[tuple[str, float]]:
    """Yield text and worth of the lines that say something, without markup; code keeps its signs."""
    fence = ""
    for line in map(str.strip, body.split("\n")):
        found = _FENCE.match(line)
        if found and (not fence or (found["signs"].startswith(fence) and found.end() == len(line))):
            fence = "" if fence else found["signs"]
        elif fence and line:
            yield line, 1.0
        elif text := _MARKUP.sub("", line, count=1):
            yield text, _HEADING_WORTH if line.startswith("#") else 1.0


def _candidates(
    lines: list[tuple[str, float]], lang: str | None, wanted: Mapping[str, float]
) -> list[_Candidate]:
    """Return the lines that hold any of `wanted`; of a huge body, enough of them."""
    starts = [0, *accumulate(len(text) + 1 for text, _ in lines)]
    held: dict[int, set[str]] = {}
    for match in _matches("\n".join(text for text, _ in lines), lang, wanted):
        held.setdefault(bisect_right(starts, match.start) - 1, set()).add(match.term)
    return [_Candidate(index, *lines[index], frozenset(terms)) for index, terms in held.items()]


def _choose(candidates: list[_Candidate], wanted: Mapping[str, float], limit: int) -> list[_Candidate]:
    """Return the lines that together hold the most, in order; each is the best addition to those before."""
    chosen: list[_Candidate] = []
    covered: set[str] = set()
    while candidates and len(chosen) < limit:
        best = max(candidates, key=lambda candidate: candidate.gain(wanted, covered))
        if best.terms <= covered:
            break
        chosen.append(best)
        covered |= best.terms
    return sorted(chosen, key=lambda candidate: candidate.order)


def _first(texts: list[str]) -> list[str]:
    """Return the first text with a word in it, else the first."""
    worded = (text for text in texts if any(True for _ in tokens(text, None)))
    return [next(worded, texts[0])] if texts else []


def _line(text: str, lang: str | None, wanted: Mapping[str, float]) -> Line:
    """Return `text` cut to what can be shown, with its marks."""
    text = " ".join(text.split())
    found = _matches(text, lang, wanted) if wanted else []
    start, end = _window(text, _densest(found, wanted)) if len(text) > WIDTH else (0, len(text))
    before = _CUT if start > 0 else ""
    after = _CUT if end < len(text) else ""
    shift = len(before) - start
    inside = [(match.start, min(match.end, end)) for match in found if start <= match.start < end]
    marks = tuple((first + shift, last + shift) for first, last in _merged(inside))
    return Line(f"{before}{text[start:end]}{after}", marks)


def _matches(text: str, lang: str | None, wanted: Mapping[str, float]) -> list[Match]:
    """Return the matches in `text`; of a huge one those near the beginning, or else the first."""
    found: list[Match] = []
    for match in matches(text, lang, wanted.keys()):
        found.append(match)
        if match.start > _ENOUGH:
            break
    return found


def _densest(found: list[Match], wanted: Mapping[str, float]) -> tuple[int, int]:
    """Return the range, no longer than there is room for, in which the matches weigh most."""
    best, best_range = 0.0, (0, 0)
    weight, counts, left = 0.0, Counter[str](), 0
    for right, match in enumerate(found):
        counts[match.term] += 1
        weight += wanted[match.term] if counts[match.term] == 1 else 0
        while match.end - found[left].start > _ROOM and left < right:
            counts[found[left].term] -= 1
            weight -= wanted[found[left].term] if counts[found[left].term] == 0 else 0
            left += 1
        if weight > best:
            best, best_range = weight, (found[left].start, match.end)
    return best_range


def _window(text: str, core: tuple[int, int]) -> tuple[int, int]:
    """Return the range of a long `text` to show: `core` in the middle, cut between words if there are any."""
    first, last = core[0], min(core[1], core[0] + _ROOM)
    start = max(0, min(first - (_ROOM - (last - first)) // 2, len(text) - _ROOM))
    end = start + _ROOM
    if start > 0:
        space = text.find(" ", start - 1, first)
        start = space + 1 if space >= 0 else _whole(text, range(start, first), first)
    if end < len(text):
        space = text.rfind(" ", last, end + 1)
        end = space if space >= 0 else _whole(text, range(end, start, -1), end)
    return start, end


def _whole(text: str, places: range, otherwise: int) -> int:
    """Return the first of `places` where a cut keeps characters whole."""
    return next((place for place in places if not _within_character(text, place)), otherwise)


def _within_character(text: str, place: int) -> bool:
    """Tell whether a cut before `place` would part an accent, a joined emoji or two surrogates."""
    pair = text[place - 1 : place + 1]
    return shape(pair[1:]) == "m" or pair[0] == "\N{ZERO WIDTH JOINER}" or bool(_SURROGATES.fullmatch(pair))


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
