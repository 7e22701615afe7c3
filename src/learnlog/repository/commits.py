"""Commit a few paths, whatever else is staged or changed, at a cost that hardly grows with the repository.

`git fast-import` writes the objects and moves HEAD's branch in one step; the index is told of the same
paths afterwards. Neither hooks nor signing take part: a journal's commit must not wait for, or fail by,
what was set up for code.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from learnlog.repository.running import GitFailed, git

_NOT_IN_A_NAME = re.compile(r"[<>\n\0]")


@dataclass(frozen=True)
class Change:
    """A path (from the top of the work tree, with `/`) and its new bytes; None when it is gone."""

    path: str
    data: bytes | None


@dataclass(frozen=True)
class Identity:
    """Whose name and address a commit carries."""

    name: str
    address: str


@dataclass(frozen=True)
class Committed:
    """A new commit's name, and the name of each changed path's object (None when it is gone)."""

    name: str
    objects: Mapping[str, str | None]


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
    said = git(
        folder, "-c", "core.fsync=committed", "fast-import", "--quiet", "--date-format=raw", given=stream
    )
    names = iter(said.decode().split())
    objects = {change.path: next(names) if change.data is not None else None for change in changes}
    return Committed(next(names), objects)


def refresh_index(folder: Path, committed: Committed) -> None:
    """Tell git's index of what was committed, and of nothing else. Raises GitFailed."""
    nothing = "0" * len(committed.name)
    lines = [
        f"{'100644' if name else '0'} {name or nothing}\t{path}\0" for path, name in committed.objects.items()
    ]
    git(folder, "update-index", "-z", "--index-info", given="".join(lines).encode("utf-8", "surrogateescape"))


def identity(folder: Path) -> Identity | None:
    """Git's identity for commits made in `folder`; None when it has none."""
    try:
        said = git(folder, "var", "GIT_AUTHOR_IDENT").decode("utf-8", "replace")
    except GitFailed:
        return None
    name, _, rest = said.partition(" <")
    return Identity(name, rest.partition(">")[0])


def _stream(  # noqa: PLR0913, PLR0917 - the parts of a commit
    changes: Sequence[Change], message: str, who: Identity, when: datetime, parent: str | None, ref: str
) -> Iterator[bytes]:
    written = [change for change in changes if change.data is not None]
    for mark, change in enumerate(written, 2):
        yield b"blob\nmark :%d\n" % mark + _data(change.data or b"")
    person = f"{_clean(who.name)} <{_clean(who.address)}> {when.timestamp():.0f} {when:%z}"
    yield f"commit {ref}\nmark :1\nauthor {person}\ncommitter {person}\n".encode()
    yield _data(message.encode("utf-8", "replace"))
    if parent:
        yield f"from {parent}\n".encode()
    for mark, change in enumerate(written, 2):
        yield b"M 100644 :%d %s\n" % (mark, _quoted(change.path))
    for change in changes:
        if change.data is None:
            yield b"D %s\n" % _quoted(change.path)
    yield b"\n"
    for mark in [*range(2, len(written) + 2), 1]:
        yield b"get-mark :%d\n" % mark


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)


def _quoted(path: str) -> bytes:
    raw = path.encode("utf-8", "surrogateescape")
    return b'"' + raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n") + b'"'


def _clean(name: str) -> str:
    return _NOT_IN_A_NAME.sub("", name).strip() or "nobody"
