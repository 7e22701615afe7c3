"""Private passages: what stands between `<!-- private -->` and `<!-- /private -->` stays in the journal."""

import re
from collections.abc import Iterator

_BLANK_TO_END = re.compile(r"[ \t]*+(?:\r?\n|\Z)")
_BLANK_LINE_ABOVE = re.compile(r"\n(?P<blank>\r?\n)\Z")
MARKER = re.compile(r"<!--+\s*+(?P<close>/?+)\s*+private\b(?s:.*?)(?:--+!?>|\Z)", re.IGNORECASE)
"""What opens or closes a private passage: a comment that begins with the word, whatever else it says."""


def cut_private(text: str) -> str:
    """Return `text` without its private passages and their markers; an unclosed passage goes on to the end.

    A passage that fills its lines takes them along, with one of two blank lines around it.
    """
    while (cut := _cut(text)) != text:  # a cut can join the halves of a marker
        text = cut
    return text


def count_private(text: str) -> int:
    """Return how many markers in `text` open a private passage."""
    return sum(not marker["close"] for marker in MARKER.finditer(text))


def _cut(text: str) -> str:
    kept, position = [], 0
    for start, end in _passages(text):
        first, last = _whole_lines(text, start, end)
        kept.append(text[position:first])
        position = last
    return "".join([*kept, text[position:]])


def _whole_lines(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range widened to its lines, and a blank line beside them, when nothing else stands there."""
    line = start
    while line > 0 and text[line - 1] in " \t":
        line -= 1
    after = _BLANK_TO_END.match(text, end)
    if not after or text[line - 1 : line] not in {"", "\n"}:
        return start, end
    above = _BLANK_LINE_ABOVE.search(text[max(0, line - 4) : line])
    below = _BLANK_TO_END.match(text, after.end())
    if above and after.end() == len(text):
        return line - len(above["blank"]), after.end()
    return line, below.end() if below and (above or line == 0) else after.end()


def _passages(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of private passages and of stray closing markers."""
    depth = start = 0
    for marker in MARKER.finditer(text):
        if depth == 0:
            start = marker.start()
        depth = max(0, depth - 1) if marker["close"] else depth + 1
        if depth == 0:
            yield start, marker.end()
    if depth:
        yield start, len(text)
