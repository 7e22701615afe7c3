"""What colleagues said to lessons: the files in a hub's `responses/`."""

from collections.abc import Collection

from learnlog.confirmations import Confirmed, Tally
from learnlog.hub import layout
from learnlog.hub.tree import Tree
from learnlog.response import Kind, Response, parse_response


def said(
    tree: Tree, lessons: Collection[str] | None = None, apart_from: Collection[str] = ()
) -> dict[str, list[Response]]:
    """What was said to each lesson of these ids (None: to any), the oldest first.

    The files `apart_from` and what is no response are passed over. Raises Unusable when the clone is damaged.
    """
    found: dict[str, list[Response]] = {}
    for response in responses_at(tree, lessons, apart_from).values():
        found.setdefault(response.lesson, []).append(response)
    return {lesson: sorted(each, key=lambda response: response.date) for lesson, each in found.items()}


def responses_at(
    tree: Tree, lessons: Collection[str] | None = None, apart_from: Collection[str] = ()
) -> dict[str, Response]:
    """The same by path, in the order of paths."""
    places = {path: place for path in tree.blobs if (place := layout.response_at(path))}
    wanted = [
        path
        for path, place in places.items()
        if (lessons is None or place.lesson in lessons) and path not in apart_from
    ]
    found = {}
    for path, data in sorted(tree.read(wanted).items()):
        response = parse_response(data, **places[path]._asdict())
        if response:
            found[path] = response
    return found


def tally(tree: Tree) -> Tally:
    """How often each lesson was confirmed, and responded to at all, for those who search and show.

    A person counts once, those without a name together once, and the author does not. Raises Unusable when
    the clone is damaged.
    """
    found = said(tree)
    authors = {lesson.id: lesson.author for lesson in tree.lessons}
    confirmed = {}
    for lesson, responses in found.items():
        helped = [
            each for each in responses if each.kind is Kind.HELPED and each.author != authors.get(lesson)
        ]
        if helped:
            people = {each.author for each in helped}
            confirmed[lesson] = Confirmed(len(people), f"{helped[-1].date:%Y-%m-%d}")
    return Tally(tree.commit, confirmed, {lesson: len(responses) for lesson, responses in found.items()})


def confirmed(tree: Tree, lessons: Collection[str]) -> dict[str, list[str]]:
    """By whom (author folders) each lesson of these ids was said to have helped; once each, the first first.

    Raises Unusable when the clone is damaged.
    """
    helped = {
        lesson: list(dict.fromkeys(each.author for each in responses if each.kind is Kind.HELPED))
        for lesson, responses in said(tree, lessons).items()
    }
    return {lesson: authors for lesson, authors in helped.items() if authors}
