"""Which documents have a term, with what impact, and where: as they are read, many at a time."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate


class Block:
    """Some postings of a term: the documents in order, the impact on each, and where it stands in them."""

    def __init__(self, numbers: Sequence[int], impacts: Iterable[float], values: bytes) -> None:
        self.numbers = numbers
        self.impacts = impacts
        self._values = memoryview(values).cast("I")

    @cached_property
    def _bounds(self) -> list[int]:
        """Where the places of each document begin in the values, and where the last ones end."""
        count = len(self.numbers)
        return list(accumulate(self._values[:count], initial=count))

    def places(self, number: int) -> Sequence[int]:
        """Where the term stands in a document; nothing in one that does not have it."""
        at = bisect_left(self.numbers, number)
        if at == len(self.numbers) or self.numbers[at] != number:
            return ()
        return self._values[self._bounds[at] : self._bounds[at + 1]]

    def postings(self) -> Iterator[tuple[int, float, "array[int]"]]:
        """Yield them one by one."""
        for at, (number, impact) in enumerate(zip(self.numbers, self.impacts, strict=False)):
            places = self._values[self._bounds[at] : self._bounds[at + 1]]
            yield number, impact, array("I", places.tobytes())


class Postings:
    """By document, the impact of a term, and its places: see `places.PLACES`."""

    def __init__(self, impacts: dict[int, float], blocks: Sequence[Block]) -> None:
        self.impacts = impacts
        self._blocks = blocks
        self._last = [block.numbers[-1] for block in blocks]

    def places(self, number: int) -> Sequence[int]:
        """Where the term stands in a document, be it a dropped one; nothing where it does not."""
        at = bisect_left(self._last, number)
        return self._blocks[at].places(number) if at < len(self._blocks) else ()
