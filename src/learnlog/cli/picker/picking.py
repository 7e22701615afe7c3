"""What is being picked from: a value that every key makes another one of. It knows no terminal."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from learnlog.cli.clean import visible_line
from learnlog.search import Found, Result

MOST = 100  # rows to pick from
Ask: TypeAlias = Callable[[str], Result]


class Act(StrEnum):
    """What to do with the entry that was picked."""

    SHOW = "show"
    OPEN = "open"
    PATH = "path"


@dataclass(frozen=True)
class Choice:
    """The row that was picked, what to do with it, and the words and the result it was picked from."""

    act: Act
    row: Found
    words: str
    result: Result


@dataclass(frozen=True)
class Picking:
    """The words typed, what they find, and the place of the selected row, from 0."""

    words: str
    result: Result
    at: int = 0

    @property
    def row(self) -> Found | None:
        """The selected row; None when nothing was found."""
        return self.result.rows[self.at] if self.result.rows else None

    def moved(self, by: int) -> "Picking":
        """The same with another row selected, `by` rows further down; it stops at the ends."""
        return replace(self, at=max(0, min(self.at + by, len(self.result.rows) - 1)))

    def chosen(self, act: Act) -> Choice | None:
        """The choice of the selected row; None when there is none."""
        return Choice(act, self.row, self.words, self.result) if self.row else None

    def told(self) -> str:
        """One line on what was found: how many, or why nothing, and how the words were read."""
        return "  ".join(visible_line(part) for part in (self._how_many(), *self.result.notes))

    def _how_many(self) -> str:
        shown, total = len(self.result.rows), self.result.total
        if shown:
            return f"{total} found" if shown == total else f"the first {shown} of {total}"
        if not self.words.strip():
            return "there is nothing to pick from"
        near = ", ".join(self.result.near)
        return f"nothing found; spelt nearly so: {near}" if near else "nothing found; try other words"
