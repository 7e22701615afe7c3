"""What each line of a log is worth to somebody who asks what went wrong."""

from collections.abc import Sequence
from itertools import accumulate, takewhile

from learnlog.pasted import cues
from learnlog.pasted.layout import is_calm, is_stamped, is_typed, message, without_code

MAX_CLOSELY = 30_000  # characters that are looked at closely, at each end
_DETAILS = 4  # lines that explain the one before
_FADING = 0.4  # how fast lines count less towards the middle
_LEAST = 0.1
_NAMED, _SPOKEN, _HINTED, _EXPLAINED, _TYPED, _FOLLOWS = 3.0, 2.0, 1.0, 0.6, 0.6, 0.2
_CALM = 0.2


def both_ends(lines: Sequence[str]) -> Sequence[str]:
    """Of very long logs the first and the last lines, of those that may speak of an error if some may."""
    if sum(map(len, lines)) <= 2 * MAX_CLOSELY:
        return lines
    lines = [line for line in lines if cues.may_speak(line) and not is_calm(line)] or lines
    first = _as_many(lines)
    last = _as_many(lines[len(first) :][::-1])
    return [*first, *reversed(last)]


def _as_many(lines: Sequence[str]) -> Sequence[str]:
    ends = takewhile(lambda end: end <= MAX_CLOSELY, accumulate(map(len, lines)))
    return lines[: len(list(ends))]


def weighed(lines: Sequence[str]) -> list[tuple[str, float]]:
    """The lines worth reading, without what stands before the message, and what each is worth, above 0.

    The first and the last that speak of an error are worth most, as compilers tell the cause first and
    tracebacks last. When none speaks of one, all are worth the same but for the first, which may be a title.
    """
    said = without_code(lines)
    scores = [_score(line) for line in said]
    speaking = [number for number, score in enumerate(scores) if score >= _HINTED]
    if not speaking:
        return [(message(line), _HINTED if number else _SPOKEN) for number, line in enumerate(said)]
    fades = {number: _fade(at, len(speaking)) for at, number in enumerate(speaking)}
    explained, fade = -1, 1.0
    for number, line in enumerate(said):
        if number in fades:
            explained, fade = number + _DETAILS, fades[number]
            scores[number] *= fade
        elif not scores[number] and number <= explained and not is_stamped(line):
            scores[number] = _EXPLAINED * fade
    return [(message(line), score) for line, score in zip(said, scores, strict=True) if score]


def _fade(at: int, of: int) -> float:
    return max(_LEAST, 1 / (1 + _FADING * min(at, of - 1 - at)))


def _score(line: str) -> float:
    """What a line says of an error by itself; 0 for nothing."""
    if cues.follows(line):
        return _HINTED if cues.has_status(line) else _FOLLOWS
    if is_typed(line):
        return _TYPED
    calm = _CALM if is_calm(line) else 1.0
    if cues.names_error(line):
        return _NAMED * calm
    if cues.speaks(line):
        return _SPOKEN * calm
    return _HINTED * calm if cues.hints(line) else 0.0
