"""A hub's files as one commit of its clone holds them, read from git's objects and never checked out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from learnlog import repository
from learnlog.entry import MAX_BYTES, Entry, parse
from learnlog.errors import BrokenEntry, Unusable
from learnlog.frontmatter import load
from learnlog.hub import layout
from learnlog.hub.layout import About
from learnlog.hub.readme import Listed

_PLAIN_FILES = frozenset({"100644", "100755"})
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Tree:
    """The files of the clone in `folder` at `commit` (None: before the first).

    `seen` is what lessons say, by object name; trees of one clone share it, so that none is read twice.
    """

    folder: Path
    commit: str | None
    seen: dict[str, Entry] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def blobs(self) -> Mapping[str, str]:
        """Path → object name of every plain file with a harmless name and size.

        Of those that some file systems would mix up, the first.
        """
        if self.commit is None:
            return {}
        said = repository.git(self.folder, "ls-tree", "-r", "-z", "--long", "--full-tree", self.commit)
        found = {}
        for line in said.decode("utf-8", "surrogateescape").split("\0")[:-1]:
            about, _, path = line.partition("\t")
            mode, kind, name, size = about.split()
            if mode in _PLAIN_FILES and kind == "blob" and int(size) <= MAX_BYTES and layout.is_safe(path):
                found[path] = name
        return {path: found[path] for path in layout.without_clashes(found)}

    @cached_property
    def about(self) -> About | None:
        """What the hub says of itself; None when this is no hub (yet). Raises Unusable."""
        data = self.read([layout.ABOUT]).get(layout.ABOUT)
        return None if data is None else layout.read_about(data.decode("utf-8", "replace"))

    @cached_property
    def lessons(self) -> list[Listed]:
        """Every lesson, in the order of paths."""
        paths = [path for path in self.blobs if layout.lesson_at(path)]
        for path, data in self.read(path for path in paths if self.blobs[path] not in self.seen).items():
            self.seen[self.blobs[path]] = replace(_parsed(path, data), body="", text="")
        return [_listed(path, self.seen[self.blobs[path]], self.author_names) for path in paths]

    @cached_property
    def author_names(self) -> Mapping[str, str]:
        """Author folder → the name to show."""
        found = {}
        for path, data in self.read(
            path for path in self.blobs if path.startswith(f"{layout.AUTHORS}/")
        ).items():
            folder = path.removeprefix(f"{layout.AUTHORS}/").removesuffix(".yaml")
            try:
                name = load(data.decode("utf-8", "replace")).values.get("name")
            except BrokenEntry:
                continue
            if isinstance(name, str) and name.strip():
                found[folder] = " ".join(name.split())
        return found

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The bytes of those of `paths` that are there. Raises Unusable when the clone is damaged."""
        there = [path for path in paths if path in self.blobs]
        if not there:
            return {}
        names = "".join(f"{self.blobs[path]}\n" for path in there).encode()
        said = memoryview(repository.git(self.folder, "cat-file", "--batch", given=names))
        found, place = {}, 0
        for path in there:
            header = re.compile(rb"[0-9a-f]+ blob (\d+)\n").match(said, place)
            if header is None:
                raise Unusable(f"the clone in {self.folder} is damaged", "remove the hub and add it again")
            end = header.end() + int(header[1])
            found[path], place = bytes(said[header.end() : end]), end + 1
        return found

    def own(self, author: str) -> dict[str, Listed]:
        """Id → lesson, of those that the author with this folder has published."""
        return {lesson.id: lesson for lesson in self.lessons if lesson.author == author}

    def lessons_with(self, files: Mapping[str, bytes | None]) -> list[Listed]:
        """The lessons there would be after `files` were written (None: removed)."""
        kept = [lesson for lesson in self.lessons if lesson.path not in files]
        new = [
            _listed(path, _parsed(path, data), self.author_names)
            for path, data in files.items()
            if data is not None and layout.lesson_at(path)
        ]
        return [*kept, *new]

    def inside(self, folder: str) -> list[str]:
        """The paths of the files in `folder`."""
        return [path for path in self.blobs if path.startswith(f"{folder}/")]


def _parsed(path: str, data: bytes) -> Entry:
    return parse(data.decode("utf-8", "replace"), path=path, fallback=lambda: _NO_DATE)


def _listed(path: str, entry: Entry, names: Mapping[str, str]) -> Listed:
    author, name = layout.lesson_at(path) or ("", "")
    revision = entry.values.get("revision")
    return Listed(
        path=path,
        id=entry.id if entry.has_id else name,
        title=entry.title,
        author=author,
        by=names.get(author, author),
        tags=entry.tags,
        revision=int(revision) if isinstance(revision, str) and re.fullmatch(r"[0-9]{1,9}", revision) else 0,
    )
