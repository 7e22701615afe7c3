"""How often and when last others confirmed lessons, and how much was said; counted when a hub is pulled.

A search reads no hub for it, only a small file beside each clone, which can be deleted at any time.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from learnlog.errors import Unusable
from learnlog.store import read_file, write_derived


class Confirmed(NamedTuple):
    """By how many people, or how often, a lesson was said to have helped; the `last` day: 2026-10-02."""

    times: int
    last: str

    def __str__(self) -> str:
        """In words: `helped 3×, last 2026-10-02`."""
        return f"helped {self.times}×, last {self.last}"

    def and_also(self, other: "Confirmed | None") -> "Confirmed":
        """Both together."""
        return Confirmed(self.times + other.times, max(self.last, other.last)) if other else self


class Tally(NamedTuple):
    """What was counted at `commit`, by the lesson's id: who confirmed it, and how many responses it has.

    `mine` are the ids of those that the person confirmed by name, and is counted among who did. As it
    stands in the file, since a search wants to know it of a few lessons out of thousands.
    """

    commit: str | None = None
    confirmed: Mapping[str, Sequence[int | str]] = MappingProxyType({})
    responses: Mapping[str, int] = MappingProxyType({})
    mine: Sequence[str] = ()

    def of(self, lesson: str) -> Confirmed | None:
        """How often the lesson of that id was confirmed; None when it never was."""
        match self.confirmed.get(lesson):
            case [int(times), str(last)]:
                return Confirmed(times, last)
        return None


def read(file: Path) -> Tally:
    """What `file` says; nothing when it is not there, or damaged."""
    try:
        told = json.loads(read_file(file))
        match told["commit"], told["confirmed"], told["responses"], told["mine"]:
            case str(commit), dict(confirmed), dict(responses), list(mine):
                return Tally(commit, confirmed, responses, mine)
    except (OSError, ValueError, TypeError, KeyError, RecursionError, Unusable):
        pass
    return Tally()


def write(file: Path, tally: Tally) -> None:
    """Put that into `file`. Raises Unusable."""
    write_derived(file, json.dumps(tally._asdict()).encode())
