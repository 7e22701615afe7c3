"""A hub's files as one commit of its clone holds them, read from git's objects and never checked out."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from learnlog import repository
from learnlog.entry import MAX_BYTES, Entry, one_line, parse_theirs, shortened
from learnlog.errors import BrokenEntry, Unusable
from learnlog.frontmatter import load
from learnlog.hub import layout
from learnlog.hub.about import About, read_about
from learnlog.hub.readme import Listed
from learnlog.likeness import told_apart

_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_FILES = 20_000
# Bytes of their list, folders included: a few that hold each other many times make it endless.
_MOST_LISTED = 16_000_000
_MOST_BYTES = 200_000_000  # of all files together, as they would be on the disk
_TOO_MUCH = "ask whoever keeps the hub to take out what is no lesson"
_NO = frozenset({"false", "no", "off"})
_AT_ONCE = 8_000_000  # bytes read from git at a time


@dataclass(frozen=True)
class Author:
    """The name to show ("" where none is told), and whether it may be named to who looks for people."""

    name: str
    is_named: bool = True


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

        Of those that some file systems would mix up, the first. Raises Unusable when there is too much.
        """
        return {path: name for path, (name, _) in self._plain_files.items()}

    @cached_property
    def _plain_files(self) -> Mapping[str, tuple[str, int]]:
        """Path → object name and size in bytes."""
        if self.commit is None:
            return {}
        words = ("ls-tree", "-r", "-t", "-z", "--long", "--full-tree", self.commit)  # -t: see _MOST_LISTED
        said = repository.git(self.folder, *words, most=_MOST_LISTED)
        found = {}
        for line in said.decode("utf-8", "surrogateescape").split("\0")[:-1]:
            about, _, path = line.partition("\t")
            mode, kind, name, size = about.split()
            if kind == "blob" and layout.is_plain(mode) and int(size) <= MAX_BYTES and layout.is_safe(path):
                found[path] = (name, int(size))
        _check_amount(len(found), sum(size for _, size in found.values()))
        return {path: found[path] for path in layout.without_clashes(found)}

    @cached_property
    def about(self) -> About | None:
        """What the hub says of itself; None when this is no hub (yet). Raises Unusable."""
        data = self.read([layout.ABOUT]).get(layout.ABOUT)
        return None if data is None else read_about(data.decode("utf-8", "replace"))

    @cached_property
    def lessons(self) -> list[Listed]:
        """Every lesson, in the order of paths."""
        paths = [path for path in self.blobs if layout.lesson_at(path)]
        for path, data in self.each(path for path in paths if self.blobs[path] not in self.seen):
            self.seen[self.blobs[path]] = replace(_parsed(path, data), body="", text="")
        return [_listed(path, self.seen[self.blobs[path]], self.author_names) for path in paths]

    @property
    def problems(self) -> Mapping[str, str]:
        """Path → reason of every lesson whose file cannot be read as it should. Raises Unusable."""
        found = {lesson.path: self.entry(lesson).problem for lesson in self.lessons}
        return {path: problem for path, problem in found.items() if problem}

    @cached_property
    def author_names(self) -> Mapping[str, str]:
        """Author folder → the name to show; the folder stands by one that is, or looks like, another's."""
        names = {folder: author.name for folder, author in self.authors.items() if author.name}
        return told_apart(names, {place[0] for path in self.blobs if (place := layout.lesson_at(path))})

    @cached_property
    def authors(self) -> Mapping[str, Author]:
        """Author folder → what the author tells of themselves; files that cannot be read tell nothing."""
        files = self.read(path for path in self.blobs if path.startswith(f"{layout.AUTHORS}/"))
        return {
            path.removeprefix(f"{layout.AUTHORS}/").removesuffix(".yaml"): author
            for path, data in files.items()
            if (author := _author(data.decode("utf-8", "replace")))
        }

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The bytes of those of `paths` that are there. Raises Unusable when the clone is damaged."""
        return dict(self.each(paths))

    def each(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The same one after another, so that few of them are in memory; files alike follow each other."""
        sharing: dict[str, list[str]] = {}
        for path in paths:
            if path in self.blobs:
                sharing.setdefault(self.blobs[path], []).append(path)
        sizes = {name: self._plain_files[same[0]][1] for name, same in sharing.items()}
        for names in _in_parts(sizes):
            for name, data in self._objects(names):
                yield from ((path, data) for path in sharing[name])

    def _objects(self, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        given = "".join(f"{name}\n" for name in names).encode()
        said = memoryview(repository.git(self.folder, "cat-file", "--batch", given=given))
        place = 0
        for name in names:
            header = re.compile(rb"[0-9a-f]+ blob (\d+)\n").match(said, place)
            if header is None:
                raise Unusable(f"the clone in {self.folder} is damaged", "remove the hub and add it again")
            end = header.end() + int(header[1])
            yield name, bytes(said[header.end() : end])
            place = end + 1

    def entry(self, lesson: Listed) -> Entry:
        """What the front matter of one of the `lessons` says."""
        return self.seen[self.blobs[lesson.path]]

    def own(self, author: str) -> Mapping[str, Listed]:
        """Id → lesson, of those that the author with this folder has published."""
        return self._by_author.get(author, {})

    @cached_property
    def _by_author(self) -> Mapping[str, Mapping[str, Listed]]:
        found: dict[str, dict[str, Listed]] = {}
        for lesson in self.lessons:
            found.setdefault(lesson.author, {})[lesson.id] = lesson
        return found

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


def _author(text: str) -> Author | None:
    try:
        values = load(text).values
    except BrokenEntry:
        return None
    name, who = values.get("name"), values.get("who")
    shown = shortened(one_line(name)) if isinstance(name, str) else ""
    return Author(shown, is_named=not (isinstance(who, str) and who.strip().casefold() in _NO))


def _check_amount(files: int, size: int) -> None:
    """Raise Unusable when a hub holds more than a machine should have to take in."""
    if files > _MOST_FILES:
        raise Unusable(f"the hub holds {files} files; more than {_MOST_FILES} are refused", _TOO_MUCH)
    if size > _MOST_BYTES:
        raise Unusable(
            f"the hub's files are {size // 10**6} MB; more than {_MOST_BYTES // 10**6} MB are refused",
            _TOO_MUCH,
        )


def _in_parts(sizes: Mapping[str, int]) -> Iterator[list[str]]:
    """The names of objects, as many at a time as are read at once."""
    names: list[str] = []
    total = 0
    for name, size in sizes.items():
        if names and total + size > _AT_ONCE:
            yield names
            names, total = [], 0
        names.append(name)
        total += size
    if names:
        yield names


def _parsed(path: str, data: bytes) -> Entry:
    return parse_theirs(data.decode("utf-8", "replace"), path=path, fallback=lambda: _NO_DATE)


def _listed(path: str, entry: Entry, names: Mapping[str, str]) -> Listed:
    author, _ = layout.lesson_at(path) or ("", "")
    license_ = entry.values.get("license")
    return Listed(
        path=path,
        id=layout.lesson_id(path, entry),
        title=entry.title,
        author=author,
        by=names.get(author, author),
        tags=entry.tags,
        revision=entry.revision,
        license=one_line(license_) if isinstance(license_, str) else "",
    )
