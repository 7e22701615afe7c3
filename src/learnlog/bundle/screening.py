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
    chosen = [finding for finding in _replaced(seen, lesson.id, screen) if finding.line != NAME_LINE]
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
    return Placeholders(_replaced(seen, entry_id, screen), screen.names).put_into(title)


def _replaced(findings: Iterable[Finding], entry_id: str, screen: Screen) -> list[Finding]:
    """Those that a placeholder leaves for: as was asked, or as a part would go and the rest be no finding.

    What may leave as a whole stays as it is but for that part.
    """
    found = list(findings)
    asked = _with(Verdict.REPLACE, found, entry_id, screen)
    allowed = _with(Verdict.ALLOW, found, entry_id, screen)
    return [each for each in found if each not in allowed and any(_is_part(part, each) for part in asked)]


def _is_part(part: Finding, whole: Finding) -> bool:
    """Whether both are the same, or `part` stands in what is found with `whole`, and not all around it."""
    if (part.where, part.line == NAME_LINE) != (whole.where, whole.line == NAME_LINE):
        return False
    ends = part.start + len(part.found), whole.start + len(whole.found)
    overlap = part.start < ends[1] and whole.start < ends[0]
    return part == whole or (overlap and not part.start <= whole.start <= ends[1] <= ends[0])


def _with(verdict: Verdict, findings: Iterable[Finding], entry_id: str, screen: Screen) -> list[Finding]:
    return [finding for finding in findings if screen.judge(entry_id, finding.subject) is verdict]
