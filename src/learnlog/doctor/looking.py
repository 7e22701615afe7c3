"""What the checks need to know of every entry: each file is read once, many of them in two processes."""

import os
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from learnlog.bundle.links import Rewriter
from learnlog.entry import Entry
from learnlog.errors import Unusable
from learnlog.index import helping
from learnlog.store import Stamp, Store, within

Progress = Callable[[str, int], AbstractContextManager[Callable[[], None]]]

_MANY = 400  # files, of which reading half elsewhere is worth a process
_IS_ID = re.compile(r"(?=.*\d)[a-hjkmnp-tv-z][0-9a-hjkmnp-tv-z]{9}")  # one without a digit may be a word
_REFERENCES = ("answers", "supersedes", "related")
_NOT_UTF8 = re.compile("[\ud800-\udfff]")
_BRACKETS = re.compile(r"\[\[([^\[\]|#]+).*\]\]")
# What a text must have for a link in it to lead to a file: most have none, and looking closely takes long.
_MAY_LEAD = re.compile(
    r"\[\[|\]\(\s*<?(?!\s|https?:|mailto:|#)|\]:\s*<?(?!\s|https?:|mailto:)|\b(?:src|href)\s*=", re.IGNORECASE
)


@dataclass(frozen=True)
class Looked:
    """An entry file, as far as the checks need it.

    `targets` are those of its links to files, as they are written, `names` what stands in `[[…]]` and in
    fields that name other entries. `said_id` is the id that stands in the file, usable or not.
    """

    path: str
    id: str = ""
    said_id: str | None = None
    title: str = ""
    aliases: tuple[str, ...] = ()
    problem: str = ""
    stamp: Stamp | None = None
    digest: str = ""
    targets: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contents:
    """What is in a journal: its entries, and the path of every file; hidden folders are left out.

    `closed` are the folders that cannot be read, with the reason.
    """

    entries: Sequence[Looked] = ()
    files: frozenset[str] = frozenset()
    closed: Mapping[str, str] = field(default_factory=dict)

    def attached_to(self, path: str) -> tuple[str, str] | None:
        """The folder and the id of the entry that the file at `path` is attached to, told by its place."""
        parts = path.split("/")
        for at, name in enumerate(parts[:-1]):
            folder = "/".join(parts[:at])
            if _IS_ID.fullmatch(name) or (folder, name) in self.owners:
                return folder, name
        return None

    @cached_property
    def owners(self) -> Mapping[tuple[str, str], str]:
        """The path of every entry, by its folder and its id."""
        return {(posixpath.dirname(entry.path), entry.id): entry.path for entry in self.entries}


def look(store: Store, progress: Progress) -> Contents:
    """Read every entry of the store, and list its files."""
    paths = sorted(path for path, _ in store.scan())
    with progress("reading entries", len(paths)) as step:
        entries = _in_two(store, paths, step) if len(paths) >= _MANY else _each(store, paths, step)
    return _listed(store.root, entries)


def _in_two(store: Store, paths: Sequence[str], step: Callable[[], None]) -> list[Looked]:
    if not helping.is_possible():
        return _each(store, paths, step)

    def two_steps() -> None:
        step()
        step()

    with helping.begun(lambda go_on: _each(store, paths[1::2], go_on)) as theirs:
        mine = _each(store, paths[::2], two_steps)
        return sorted([*mine, *theirs()], key=lambda looked: looked.path)


def _each(store: Store, paths: Sequence[str], step: Callable[[], None]) -> list[Looked]:
    found = []
    for path in paths:
        looked = _looked(store, path)
        if looked:
            found.append(looked)
        step()
    return found


def _looked(store: Store, path: str) -> Looked | None:
    """What is known of the entry at `path`; None when another command has just removed it."""
    try:
        opened = store.open(path, lambda _, stamp: stamp.modified)
    except Unusable as error:
        return Looked(path, problem=error.message) if os.path.lexists(store.absolute(path)) else None
    entry = opened.entry
    links = _Links()
    if _MAY_LEAD.search(entry.body):
        Rewriter(links.to_path, links.to_name).rewrite(entry.body)
    said = entry.values.get("id")
    return Looked(
        path,
        entry.id,
        said if isinstance(said, str) else None,
        entry.title,
        entry.aliases,
        entry.problem or ("its text is not UTF-8" if _NOT_UTF8.search(entry.text) else ""),
        opened.stamp,
        opened.digest,
        tuple(dict.fromkeys(links.targets)),
        tuple(dict.fromkeys([*links.names, *_references(entry)])),
        entry.names("attachments"),
    )


class _Links:
    """Collects what links lead to; each stays as it is."""

    def __init__(self) -> None:
        self.targets: list[str] = []
        self.names: list[str] = []

    def to_path(self, target: str) -> str:
        self.targets.append(target)
        return target

    def to_name(self, name: str) -> str:
        self.names.append(name)
        return name


def _references(entry: Entry) -> list[str]:
    return [
        _BRACKETS.sub(r"\1", name).strip()
        for key in _REFERENCES
        for name in entry.names(key)
        if "://" not in name
    ]


def _listed(root: Path, entries: Sequence[Looked]) -> Contents:
    """The contents with these entries, and all files there are."""
    found: list[str] = []
    closed: dict[str, str] = {}
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            items = list(os.scandir(root / folder))
        except OSError as error:
            closed[folder] = error.strerror or str(error)
            continue
        for item in items:
            path = within(folder, item.name)
            if item.is_dir(follow_symlinks=False):
                if item.name[0] != ".":
                    folders.append(path)
            else:
                found.append(path)
    return Contents(entries, frozenset(found), closed)
