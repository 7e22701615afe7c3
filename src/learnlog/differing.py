"""How two texts differ, line by line, in a time that does not run away with what others wrote."""

import difflib
from collections.abc import Iterator, Sequence

_MOST_LINES = 5_000  # on each side that are compared one by one; the time can grow with their square


def differing(
    before: Sequence[str], after: Sequence[str], names: tuple[str, str] = ("", ""), context: int = 3
) -> list[str]:
    """The difference as `diff -u` prints it, without line ends; empty when there is none.

    `names` stand in its first two lines, `context` is how many lines are shown around a change. Where more
    than 5,000 lines lie between the first change and the last, they are one change.
    """
    if before == after:
        return []
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    longest = max(len(before), len(after)) - start - end
    if longest <= _MOST_LINES:
        return list(difflib.unified_diff(before, after, *names, lineterm="", n=context))
    return [f"--- {names[0]}", f"+++ {names[1]}", *_as_one(before, after, start, end, context)]


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """How many lines at the beginning are the same."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((at for at, (old, new) in pairs if old != new), min(len(before), len(after)))


def _as_one(before: Sequence[str], after: Sequence[str], start: int, end: int, context: int) -> Iterator[str]:
    """The one change between the first `start` lines and the last `end`, which are alike."""
    first = max(0, start - context)
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    behind = before[len(before) - end :][:context]
    around = start - first + len(behind)
    yield f"@@ -{_range(first, around + len(old))} +{_range(first, around + len(new))} @@"
    yield from (f" {line}" for line in before[first:start])
    yield from (f"-{line}" for line in old)
    yield from (f"+{line}" for line in new)
    yield from (f" {line}" for line in behind)


def _range(first: int, length: int) -> str:
    """Where lines stand, in a head; of none, behind which line they would."""
    return f"{first + 1 if length else first},{length}"
