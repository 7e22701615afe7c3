"""How often and when last others confirmed lessons, and how much was said; counted when a hub is pulled.

A search reads no hub for it, only a small file beside each clone, which can be deleted at any time.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from learnlog.errors import Unusable
from learnlog.store import read_file, write_derived

ONESELF = ""  # in the place of the person's author folder, which can be another one in each hub


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


class Confirmers(NamedTuple):
    """Who said that a lesson helped, as author folders and ONESELF, and the `last` day: 2026-10-02."""

    people: frozenset[str] = frozenset()
    last: str = ""

    @property
    def counted(self) -> Confirmed | None:
        """How many they are; None when there is nobody."""
        return Confirmed(len(self.people), self.last) if self.people else None


class Tally(NamedTuple):
    """What was counted at `commit`, by the lesson's id: who confirmed it, and how many responses it has.

    As it stands in the file (`[[folder, ...], last day]`), since a search wants to know it of a few lessons
    out of thousands.
    """

    commit: str | None = None
    confirmers: Mapping[str, Sequence[Sequence[str]]] = MappingProxyType({})
    responses: Mapping[str, int] = MappingProxyType({})

    def who(self, lesson: str) -> Confirmers:
        """Who confirmed the lesson of that id."""
        match self.confirmers.get(lesson):
            case [list(people), str(last)] if all(isinstance(each, str) for each in people):
                return Confirmers(frozenset(people), last)
        return Confirmers()


def together(tallies: Iterable[Tally], lesson: str) -> Confirmers:
    """Who confirmed a lesson that is in several hubs: people of one folder are one person."""
    found = [tally.who(lesson) for tally in tallies]
    people = frozenset[str]().union(*(each.people for each in found))
    return Confirmers(people, max((each.last for each in found), default=""))


def read(file: Path) -> Tally:
    """What `file` says; nothing when it is not there, or damaged."""
    try:
        told = json.loads(read_file(file))
        match told["commit"], told["confirmers"], told["responses"]:
            case str(commit), dict(confirmers), dict(responses):
                return Tally(commit, confirmers, responses)
    except (OSError, ValueError, TypeError, KeyError, RecursionError, Unusable):
        pass
    return Tally()


def write(file: Path, tally: Tally) -> None:
    """Put that into `file`. Raises Unusable."""
    write_derived(file, json.dumps(tally._asdict()).encode())
