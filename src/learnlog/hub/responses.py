"""What colleagues said to lessons: the files in a hub's `responses/`."""

from collections.abc import Collection

from learnlog.hub import layout
from learnlog.hub.tree import Tree
from learnlog.response import Kind, Response, parse_response


def said(tree: Tree, lessons: Collection[str] | None = None) -> dict[str, list[Response]]:
    """What was said to each lesson of these ids (None: to any), the oldest first.

    What is no response is passed over. Raises Unusable when the clone is damaged.
    """
    places = {path: place for path in tree.blobs if (place := layout.response_at(path))}
    wanted = [path for path, place in places.items() if lessons is None or place.lesson in lessons]
    found: dict[str, list[Response]] = {}
    for path, data in sorted(tree.read(wanted).items()):
        response = parse_response(data, **places[path]._asdict())
        if response:
            found.setdefault(response.lesson, []).append(response)
    return {lesson: sorted(each, key=lambda response: response.date) for lesson, each in found.items()}


def confirmed(tree: Tree, lessons: Collection[str]) -> dict[str, list[str]]:
    """By whom (author folders) each lesson of these ids was said to have helped; once each, the first first.

    Raises Unusable when the clone is damaged.
    """
    helped = {
        lesson: list(dict.fromkeys(each.author for each in responses if each.kind is Kind.HELPED))
        for lesson, responses in said(tree, lessons).items()
    }
    return {lesson: authors for lesson, authors in helped.items() if authors}
