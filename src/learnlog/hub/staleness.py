"""Which of a hub's lessons nobody has confirmed for long: old is not true."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from learnlog.hub import layout
from learnlog.hub.readme import Listed
from learnlog.hub.responses import confirmed
from learnlog.hub.tree import Tree
from learnlog.hub.versions import past


class Stale(NamedTuple):
    """A lesson, and when it was last confirmed: said to have helped, or given another revision."""

    lesson: Listed
    confirmed: datetime


def stale(tree: Tree, before: datetime, helped: Mapping[str, datetime]) -> list[Stale]:
    """The lessons that were last confirmed before that moment, the one of longest ago first.

    `helped` tells when a lesson last helped the person themselves, by its id. Raises Unusable.
    """
    helped_others = confirmed(tree)
    revised = _revised(tree)
    found = []
    for lesson in tree.lessons:
        times = [each.date for each in helped_others.get(lesson.id, ())]
        times += [time for time in (revised.get(lesson.path), helped.get(lesson.id)) if time]
        if times and max(times) < before:
            found.append(Stale(lesson, max(times)))
    return sorted(found, key=lambda each: (each.confirmed, each.lesson.path))


def _revised(tree: Tree) -> dict[str, datetime]:
    """When the file at each path was last changed."""
    if tree.commit is None:
        return {}
    words = ("--no-renames", "--name-only", tree.commit, "--", layout.LESSONS)
    found: dict[str, datetime] = {}
    for commit in past(tree.folder, *words):
        for path in commit.paths:
            found.setdefault(path, commit.date)
    return found
