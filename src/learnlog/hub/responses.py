"""What colleagues said to lessons: the files in a hub's `responses/`."""

from collections.abc import Collection, Iterable, Mapping

from learnlog.confirmations import ONESELF, Tally
from learnlog.hub import layout
from learnlog.hub.tree import Tree
from learnlog.response import Response, confirming, parse_response


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


def tally(tree: Tree, own: str) -> Tally:
    """Who confirmed each lesson, and how often it was responded to at all, for those who search and show.

    `own` is the person's own author folder. Raises Unusable when the clone is damaged.
    """
    found = said(tree)
    confirmers = {
        lesson: [
            [ONESELF if response.author == own else response.author for response in responses],
            f"{responses[-1].date:%Y-%m-%d}",
        ]
        for lesson, responses in _confirmed(tree, found).items()
    }
    return Tally(tree.commit, confirmers, {lesson: len(responses) for lesson, responses in found.items()})


def confirmed(tree: Tree, lessons: Collection[str] | None = None) -> dict[str, list[Response]]:
    """By what each lesson of these ids (None: any) is confirmed, the oldest first; see `response.confirming`.

    The lesson's own author does not count. Raises Unusable when the clone is damaged.
    """
    return _confirmed(tree, said(tree, lessons))


def _confirmed(tree: Tree, found: Mapping[str, Iterable[Response]]) -> dict[str, list[Response]]:
    authors = {lesson.id: lesson.author for lesson in tree.lessons}
    helped = {
        lesson: [each for each in confirming(responses) if each.author != authors.get(lesson)]
        for lesson, responses in found.items()
    }
    return {lesson: responses for lesson, responses in helped.items() if responses}
