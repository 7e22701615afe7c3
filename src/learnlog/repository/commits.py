"""Commit a few paths, whatever else is staged or changed, at a cost that hardly grows with the repository.

`git fast-import` writes the objects and moves HEAD's branch in one step; the index is told of the same
paths afterwards. Neither hooks nor signing take part: a journal's commit must not wait for, or fail by,
what was set up for code.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from learnlog.repository.running import GitFailed, git

_SHA1_CHARACTERS = 40
_NOT_IN_A_NAME = re.compile(r"[<>\x00-\x1f]")


@dataclass(frozen=True)
class Stored:
    """A file as git keeps it: the name of its object, and whether it can be run."""

    name: str
    executable: bool = False

    @property
    def mode(self) -> str:
        """Git's word for the kind of file."""
        return "100755" if self.executable else "100644"


@dataclass(frozen=True)
class Change:
    """A path (from the top of the work tree, with `/`) and what becomes of it.

    `content` is its new bytes, an object that is in the repository already, or None when the path is gone.
    """

    path: str
    content: bytes | Stored | None
    executable: bool = False


@dataclass(frozen=True)
class Identity:
    """Whose name and address a commit carries."""

    name: str
    address: str


@dataclass(frozen=True)
class Committed:
    """A new commit's name, and each changed path as it is in there (None when it is gone)."""

    name: str
    files: Mapping[str, Stored | None]


def commit(  # noqa: PLR0913 - the parts of a commit
    folder: Path,
    changes: Sequence[Change],
    message: str,
    *,
    who: Identity,
    when: datetime,
    parent: str | None,
    ref: str = "HEAD",
) -> Committed:
    """Commit `changes` on top of `parent` (None: as the first commit) and move `ref` there.

    Raises GitFailed, also when `ref` is no longer at `parent`; it is then left where it is.
    """
    stream = b"".join(_stream(changes, message, who, when, parent, ref))
    said = git(folder, "fast-import", "--quiet", "--date-format=raw", given=stream)
    names = said.decode().split()
    made = dict(zip((path for path, _ in _new_blobs(changes)), names, strict=False))
    return Committed(names[-1], {change.path: _stored(change, made) for change in _gone_first(changes)})


def refresh_index(folder: Path, committed: Committed) -> None:
    """Tell git's index of what was committed, and of nothing else. Raises GitFailed."""
    nothing = f"0 {'0' * len(committed.name)}"
    shown = {path: f"{file.mode} {file.name}" if file else nothing for path, file in committed.files.items()}
    lines = "".join(f"{about}\t{path}\0" for path, about in shown.items())
    git(folder, "update-index", "-z", "--index-info", given=lines.encode("utf-8", "surrogateescape"))


def identity(folder: Path) -> Identity | None:
    """Git's identity for commits made in `folder`; None when it has none."""
    try:
        said = git(folder, "var", "GIT_AUTHOR_IDENT").decode("utf-8", "replace")
    except GitFailed:
        return None
    name, _, rest = said.partition(" <")
    return Identity(name, rest.partition(">")[0])


def as_git_keeps_it(folder: Path, files: Mapping[str, bytes]) -> dict[str, bytes | Stored]:
    """What to commit of each file in the work tree: its bytes, or what git makes of them.

    Line ends and filters (`core.autocrlf`, `.gitattributes`) are the person's settings for this repository.
    Paths are from the top of the work tree, `files` holds what stands there. Raises GitFailed.
    """
    names = names_of(folder, files)
    converted = [path for path, name in names.items() if name != plain_name(files[path], len(name))]
    stored = names_of(folder, converted, "-w")
    return {path: Stored(stored[path]) if path in stored else data for path, data in files.items()}


def names_of(folder: Path, paths: Iterable[str], *words: str) -> dict[str, str]:
    """The name of the object that git would make of each file in the work tree. Raises GitFailed."""
    asked = list(paths)
    given = b"".join(_quoted(path) + b"\n" for path in asked)
    said = git(folder, "hash-object", "--stdin-paths", *words, given=given) if asked else b""
    return dict(zip(asked, said.decode().split(), strict=True))


def plain_name(data: bytes, length: int) -> str:
    """The name of these very bytes, where names have `length` characters."""
    hashing = hashlib.sha1 if length == _SHA1_CHARACTERS else hashlib.sha256
    return hashing(b"blob %d\0" % len(data) + data).hexdigest()


def _stream(  # noqa: PLR0913, PLR0917 - the parts of a commit
    changes: Sequence[Change], message: str, who: Identity, when: datetime, parent: str | None, ref: str
) -> Iterator[bytes]:
    blobs = _new_blobs(changes)
    for mark, (_, content) in enumerate(blobs, 1):
        yield b"blob\nmark :%d\n" % mark
        yield from _data(content)
    person = f"{_clean(who.name)} <{_clean(who.address)}> {when.timestamp():.0f} {when:%z}"
    yield f"commit {ref}\nmark :{len(blobs) + 1}\nauthor {person}\ncommitter {person}\n".encode()
    yield from _data(message.replace("\0", " ").encode("utf-8", "replace"))
    if parent:
        yield f"from {parent}\n".encode()
    marks = {path: f":{mark}" for mark, (path, _) in enumerate(blobs, 1)}
    for change in _gone_first(changes):
        file = _stored(change, marks)
        path = _quoted(change.path)
        yield f"M {file.mode} {file.name} ".encode() + path + b"\n" if file else b"D " + path + b"\n"
    yield b"\n"
    for mark in range(1, len(blobs) + 2):
        yield b"get-mark :%d\n" % mark


def _new_blobs(changes: Sequence[Change]) -> list[tuple[str, bytes]]:
    return [(change.path, change.content) for change in changes if isinstance(change.content, bytes)]


def _gone_first(changes: Sequence[Change]) -> list[Change]:
    """So that a file can take the place of a folder, and the other way round."""
    return sorted(changes, key=lambda change: change.content is not None)


def _stored(change: Change, made: Mapping[str, str]) -> Stored | None:
    """The change's file; `made` names the objects of those whose bytes were given."""
    if isinstance(change.content, bytes):
        return Stored(made[change.path], change.executable)
    return change.content and replace(change.content, executable=change.executable)


def _data(content: bytes) -> Iterator[bytes]:
    yield b"data %d\n" % len(content)
    yield content
    yield b"\n"


def _quoted(path: str) -> bytes:
    raw = path.encode("utf-8", "surrogateescape")
    return b'"' + raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n") + b'"'


def _clean(name: str) -> str:
    return _NOT_IN_A_NAME.sub("", name).strip() or "nobody"
