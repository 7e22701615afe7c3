"""How often and when last others confirmed lessons, and how much was said; counted when a hub is pulled.

A search reads no hub for it, only a small file beside each clone, which can be deleted at any time.
"""

import json
from collections.abc import Mapping
from pathlib import Path
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
    """What was counted at `commit`: by the lesson's id who confirmed it, and how many responses it has."""

    commit: str | None
    confirmed: Mapping[str, Confirmed]
    responses: Mapping[str, int]


NOTHING = Tally(None, {}, {})


def read(file: Path) -> Tally:
    """What `file` says; nothing when it is not there, or damaged."""
    try:
        told = json.loads(read_file(file))
        confirmed = {
            lesson: Confirmed(int(times), str(last)) for lesson, (times, last) in told["confirmed"].items()
        }
        responses = {lesson: int(number) for lesson, number in told["responses"].items()}
        return Tally(told["commit"], confirmed, responses)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, Unusable):
        return NOTHING


def write(file: Path, tally: Tally) -> None:
    """Put that into `file`. Raises Unusable."""
    write_derived(file, json.dumps(tally._asdict()).encode())
