"""A text cut to some columns of a terminal: never within a character, and if possible not within code.

A wide character (`日`) takes two columns, an accent none.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import accumulate

from learnlog.analysis.letters import shape

Span = tuple[int, int]  # text[start:end]

CODE = r"(?<!`)(?P<tick>`++)(?!`)[^\n]{1,500}?(?<!`)(?P=tick)(?!`)"  # in a text, between backticks

_HANGING = 2  # columns that the lines behind the first are indented by
_MOST_MARKS = 4  # characters to a column, that are looked at
_NEARBY = 2_000  # characters before a cut, that tell whether it is within code
_CODE = re.compile(CODE)
_PAIR = re.compile("[\ud800-\udfff][\udc00-\udfff]|[\U0001f1e6-\U0001f1ff]{2}")  # a half each, or a flag


def fits(text: str, columns: int) -> bool:
    """Tell whether `text` takes no more than so many columns."""
    return _reach(text, 0, 1, columns) == len(text)


def rows_of(text: str, columns: int) -> int:
    """How many rows of so many columns `text` takes, broken between words; a longer word begins a row."""
    rows, filled = 1, 0
    for width in (_columns(word) for word in text.split(" ")):
        if filled and filled + width > columns:
            rows, filled = rows + 1, 0
        folded = max(0, width - 1) // (columns - 1) if width > columns else 0  # a wide one may not fill a row
        rows, filled = rows + folded, filled + width - folded * (columns - 1) + 1
    return rows


def window(text: str, core: Span, columns: int) -> Span:
    """Return the part of a `text` that does not fit, with `core` in its middle or as much of it as fits.

    It begins and ends between words, if there are any, and outside of code, if that is short enough.
    """
    first, last = core[0], min(core[1], _reach(text, core[0], 1, columns))
    near = max(0, first - _NEARBY)
    code = [found.span() for found in _CODE.finditer(text, near, last + columns)]
    touched = [span for span in code if span[0] < last and first < span[1]]
    if touched and fits(text[touched[0][0] : touched[-1][1]], columns):
        first, last = min(first, touched[0][0]), max(last, touched[-1][1])
    left = columns - _columns(text[first:last])
    start = _reach(text, first, -1, left // 2)
    end = _reach(text, last, 1, left - _columns(text[start:first]))
    start = _reach(text, first, -1, left - _columns(text[last:end]))
    start = _cut(text, range(start, first), first, code) if start else 0
    end = _cut(text, range(end, last, -1), last, code) if end < len(text) else end
    return start + (text[start] == " "), end - (text[end - 1] == " ")


def broken(text: str, columns: int) -> list[str]:
    """A line of words in rows of at most so many columns; those behind the first are indented more."""
    words = text.lstrip(" ")
    indent = min(len(text) - len(words), columns // 2)
    lines: list[str] = []
    while not fits(words, columns - indent):
        _, end = window(words, (0, 0), columns - indent)
        end = end or _reach(words, 0, 1, columns - indent) or 1
        lines.append(" " * indent + words[:end])
        words = words[end:].lstrip(" ")
        indent += 0 if lines[1:] else _HANGING
    return [*lines, " " * indent + words]


def _columns(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(char: str) -> int:
    if shape(char) == "m":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _reach(text: str, place: int, step: int, columns: int) -> int:
    """Return how far one gets from `place`, forward (1) or back (-1), within so many columns."""
    most = _MOST_MARKS * columns
    chars = text[place : place + most] if step > 0 else text[max(0, place - most) : place][::-1]
    if chars.isascii():
        return place + step * min(len(chars), columns)
    return place + step * sum(reached <= columns for reached in accumulate(map(_width, chars)))


def _cut(text: str, places: Sequence[int], otherwise: int, code: Sequence[Span]) -> int:
    """Return the first of `places` outside of code and between words, or as near to that as there is."""
    whole = [place for place in places if not _is_within_character(text, place)]
    outside = [place for place in whole if not any(start < place < end for start, end in code)]
    between = [[each for each in found if _is_between_words(text, each)] for found in (outside, whole)]
    return next((found[0] for found in (between[0], outside, between[1], whole) if found), otherwise)


def _is_between_words(text: str, place: int) -> bool:
    """Tell whether a space is beside `place`, or a character of a script without spaces behind it."""
    return " " in text[place - 1 : place + 1] or shape(text[place]) == "c"


def _is_within_character(text: str, place: int) -> bool:
    """Tell whether a cut before `place` would part an accent, a joined emoji, a flag or two surrogates."""
    pair = text[place - 1 : place + 1]
    return shape(pair[1:]) == "m" or pair[0] == "\N{ZERO WIDTH JOINER}" or bool(_PAIR.fullmatch(pair))
