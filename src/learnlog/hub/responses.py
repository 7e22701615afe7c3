"""What colleagues said to lessons: the files in a hub's `responses/`."""

from collections.abc import Collection

from learnlog import frontmatter
from learnlog.errors import BrokenEntry
from learnlog.hub import layout
from learnlog.hub.tree import Tree

_HELPED = "helped"


def confirmed(tree: Tree, lessons: Collection[str]) -> dict[str, list[str]]:
    """By whom (author folders) each lesson of these ids was said to have helped; once each, the first first.

    What is no response, or cannot be read, is passed over. Raises Unusable when the clone is damaged.
    """
    places = {path: place for path in tree.blobs if (place := layout.response_at(path))}
    asked = sorted(path for path, (lesson, _) in places.items() if lesson in lessons)
    found: dict[str, list[str]] = {}
    for path, data in sorted(tree.read(asked).items()):
        lesson, author = places[path]
        if _kind(data) == _HELPED and author not in found.setdefault(lesson, []):
            found[lesson].append(author)
    return {lesson: authors for lesson, authors in found.items() if authors}


def _kind(data: bytes) -> object:
    try:
        return frontmatter.load(frontmatter.split(data.decode("utf-8", "replace")).block).values.get("kind")
    except BrokenEntry:
        return None
