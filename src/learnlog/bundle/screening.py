"""What the guard sees in a lesson, and what the person decided about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from learnlog import guard
from learnlog.bundle.lessons import Lesson
from learnlog.decisions import Verdict
from learnlog.guard import NAME_LINE, Finding, Names, Placeholders

Judge: TypeAlias = Callable[[str, str], Verdict | None]  # of an entry's id, and what was found in it


def undecided(_entry_id: str, _found: str) -> None:
    """The judge of whom nothing was asked yet."""


@dataclass(frozen=True)
class Screen:
    """What lessons are looked at with: the `names` that the person knows, and what was decided before."""

    names: Names = guard.NO_NAMES
    judge: Judge = undecided


@dataclass(frozen=True)
class Screened:
    """A lesson as it may leave: with placeholders where they were asked for (`replaced`).

    `findings` are those nothing was decided about; `allowed` leave although they were found.
    """

    lesson: Lesson
    findings: tuple[Finding, ...] = ()
    allowed: tuple[Finding, ...] = ()
    replaced: tuple[Finding, ...] = ()


def screened(lesson: Lesson, screen: Screen) -> Screened:
    """Look at every byte that would leave, and again after placeholders were put in."""
    seen = guard.inspect(lesson.files(1), screen.names)
    chosen = [
        finding for finding in _with(Verdict.REPLACE, seen, lesson.id, screen) if finding.line != NAME_LINE
    ]
    if chosen:
        lesson = lesson.rewritten(Placeholders(chosen, screen.names).put_into)
        seen = guard.inspect(lesson.files(1), screen.names)
    allowed = _with(Verdict.ALLOW, seen, lesson.id, screen)
    return Screened(
        lesson, tuple(finding for finding in seen if finding not in allowed), tuple(allowed), tuple(chosen)
    )


def public_title(title: str, entry_id: str, screen: Screen) -> str:
    """The title of an entry with the placeholders that the person asked for."""
    seen = guard.inspect_text(title, "", screen.names)
    return Placeholders(_with(Verdict.REPLACE, seen, entry_id, screen), screen.names).put_into(title)


def _with(verdict: Verdict, findings: Iterable[Finding], entry_id: str, screen: Screen) -> list[Finding]:
    return [finding for finding in findings if screen.judge(entry_id, finding.subject) is verdict]
