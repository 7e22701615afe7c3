"""What every push takes along: what the hub says of itself, who its authors are, its README.md."""

import posixpath
from collections.abc import Mapping
from dataclasses import replace

from learnlog import guard
from learnlog.entry import one_line
from learnlog.frontmatter import dump
from learnlog.hub import layout, readme
from learnlog.hub.about import About, about_text
from learnlog.hub.clone import Hub
from learnlog.hub.tree import Tree
from learnlog.response import NOBODY


def with_upkeep(hub: Hub, tree: Tree, files: Mapping[str, bytes | None]) -> dict[str, bytes | None]:
    """`files` (path → new bytes, None: removed) and what a hub needs beside them, on top of `tree`.

    A file that says who somebody is belongs to them once it is there; only README.md is made anew.
    """
    about = tree.about or About(new_name(hub), hub.settings.license)
    complete = dict(files)
    if tree.about is None:
        complete[layout.ABOUT] = about_text(about).encode()
    names = dict(tree.author_names)
    if hub.author not in {*names, NOBODY} and any(
        data and _tells_author(path) for path, data in files.items()
    ):
        complete[layout.author_path(hub.author)] = dump({"name": hub.settings.author}).encode()
        names[hub.author] = hub.settings.author
    lessons = (
        replace(lesson, by=names.get(lesson.author, lesson.author)) for lesson in tree.lessons_with(files)
    )
    complete[layout.README] = readme.text(about.name, lessons).encode()
    return complete


def new_name(hub: Hub) -> str:
    """What a new hub calls itself: the end of its address, not the name that one person has given it.

    Just `hub` where that tells something that the guard would see in a lesson.
    """
    address = hub.settings.url.rstrip("/").replace(":", "/")
    name = one_line(posixpath.basename(address).removesuffix(".git"))
    return "hub" if any(guard.inspect_text(name, "", hub.names)) else name or "hub"


def _tells_author(path: str) -> bool:
    return layout.lesson_at(path) is not None or layout.response_at(path) is not None
