"""What colleagues said to lessons: all of it to one, and what is new of it to an author."""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from learnlog import confirmations
from learnlog.confirmations import Confirmed
from learnlog.errors import Unusable
from learnlog.hub import Hub, Listed, Tree, layout, said
from learnlog.response import NOBODY, Kind, Response
from learnlog.store import read_file, write_derived

_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_TALK = frozenset({Kind.REPLY, Kind.QUESTION})


class Heard(NamedTuple):
    """A response, the hub it is in, and the name to show of who gave it ("" of who gave none)."""

    response: Response
    hub: str
    name: str


class News(NamedTuple):
    """What was said to a lesson since somebody looked, the oldest first."""

    lesson: Listed
    heard: Sequence[Heard]


def said_to(hub: Hub, lesson: str) -> list[Heard]:
    """All that was said in `hub` to the lesson of that id, the oldest first. Raises Unusable."""
    tree = hub.tree()
    return [_heard(hub, tree, response) for response in said(tree, {lesson}).get(lesson, ())]


def news(hub: Hub, tree: Tree) -> list[News]:
    """What others said to one's own lessons since `note_heard`, those last spoken to at the end.

    Of lessons to which one has said something oneself, what was replied or asked. Raises Unusable.
    """
    places = [place for path in tree.blobs if (place := layout.response_at(path))]
    joined = {place.lesson for place in places if place.author == hub.author}
    followed = {
        lesson.id: lesson for lesson in tree.lessons if lesson.author == hub.author or lesson.id in joined
    }
    found = []
    for entry_id, responses in said(tree, followed, apart_from=_before(hub)).items():
        lesson = followed[entry_id]
        of_interest = set(Kind) if lesson.author == hub.author else _TALK
        others = [each for each in responses if each.author != hub.author and each.kind in of_interest]
        found += [News(lesson, [_heard(hub, tree, each) for each in others])] if others else []
    return sorted(found, key=lambda each: each.heard[-1].response.date)


def note_heard(hub: Hub, tree: Tree) -> None:
    """Keep that the person was told what is in `tree`. Raises Unusable."""
    write_derived(hub.heard, (tree.commit or "").encode())


def promising(hub: Hub, tree: Tree) -> list[tuple[Listed, Confirmed]]:
    """One's own lessons that others confirmed, and how often, as counted when the hub was last pulled."""
    tally = confirmations.read(hub.tally)
    own = tree.own(hub.author).items()
    return [(lesson, confirmed) for entry_id, lesson in own if (confirmed := tally.who(entry_id).counted)]


def answers(tree: Tree, author: str, questions: Collection[str]) -> list[tuple[Listed, Listed]]:
    """Those of an author's published `questions` (ids) that others answered, each with an answer."""
    own = tree.own(author)
    return [
        (own[question], lesson)
        for lesson in tree.lessons
        for question in tree.entry(lesson).names("answers")
        if question in own and question in questions and lesson.author != author
    ]


def _before(hub: Hub) -> Collection[str]:
    """The files there were when the person was last told.

    None when that is not known, or that commit is gone: the remote's history was rewritten.
    """
    try:
        commit = read_file(hub.heard).decode("ascii").strip()
        return Tree(hub.root, commit if _COMMIT.fullmatch(commit) else None).blobs
    except (FileNotFoundError, UnicodeDecodeError, Unusable):
        return ()


def _heard(hub: Hub, tree: Tree, response: Response) -> Heard:
    name = "" if response.author == NOBODY else tree.author_names.get(response.author, response.author)
    return Heard(response, hub.name, name)
