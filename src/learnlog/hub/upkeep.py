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
    new = introductions(hub, tree, files)
    names = dict(tree.author_names)
    if layout.author_path(hub.author) in new:
        names[hub.author] = hub.settings.author
    lessons = (
        replace(lesson, by=names.get(lesson.author, lesson.author)) for lesson in tree.lessons_with(files)
    )
    list_ = readme.text(_about(hub, tree).name, lessons).encode()
    return {**files, **new, layout.README: list_}


def introductions(hub: Hub, tree: Tree, files: Mapping[str, bytes | None]) -> dict[str, bytes]:
    """What goes along with `files` because `tree` does not have it yet: what the hub and the person are."""
    new = {} if tree.about else {layout.ABOUT: about_text(_about(hub, tree)).encode()}
    if hub.author not in {*tree.author_names, NOBODY} and any(
        data and _tells_author(path) for path, data in files.items()
    ):
        new[layout.author_path(hub.author)] = dump({"name": hub.settings.author}).encode()
    return new


def _about(hub: Hub, tree: Tree) -> About:
    return tree.about or About(new_name(hub), hub.settings.license)


def new_name(hub: Hub) -> str:
    """What a new hub calls itself: the end of its address, not the name that one person has given it.

    Just `hub` where that tells something that the guard would see in a lesson.
    """
    address = hub.settings.url.rstrip("/").replace(":", "/")
    name = one_line(posixpath.basename(address).removesuffix(".git"))
    return "hub" if any(guard.inspect_text(name, "", hub.names)) else name or "hub"


def _tells_author(path: str) -> bool:
    return layout.lesson_at(path) is not None or layout.response_at(path) is not None
