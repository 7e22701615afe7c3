"""What the guard saw, and how much it weighs."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from learnlog.guard.reading import plain

NAME_LINE = 0  # the line of a finding in a file's name


class Weight(StrEnum):
    """What is at stake: a secret, a name from the person's own list, or somebody's data.

    The first two stop a lesson; the last is a warning.
    """

    SECRET = "secret"  # noqa: S105 - its name
    NAME = "name"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that should not leave: in the file `where`, at `line` (from 1; `NAME_LINE`: in its path).

    `kind` names it in a word or two, `why` says in a sentence what gave it away; `masked`, and the `excerpt`
    of its line, are safe to show. `found` is the thing itself, which nothing may print or keep; it starts at
    the character `start` of the text, the unseen ones not counted.
    """

    where: str
    line: int
    kind: str
    why: str
    masked: str
    weight: Weight = Weight.SECRET
    excerpt: str = ""
    found: str = field(default="", repr=False)
    start: int = 0

    @property
    def stops(self) -> bool:
        """Whether its lesson stays until somebody has decided."""
        return self.weight is not Weight.PERSONAL

    @property
    def key(self) -> str:
        """The thing found; a name in all its spellings alike."""
        return _letters(self.found) if self.weight is Weight.NAME else self.found

    @property
    def subject(self) -> str:
        """What a decision about it is for; that a file is named so is another matter than the text."""
        return self.key if self.line != NAME_LINE else f"named so: {self.key}"


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", plain(name)) or name


class Hit(NamedTuple):
    """Where in a text something starts, and what it is; of two in one place, a lower rank explains better."""

    start: int
    rank: int
    found: str
    kind: str
    why: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.found)
