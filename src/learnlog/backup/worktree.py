"""What of a journal's files git could not bring back: those it ignores, or whose changes it does not have."""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from learnlog import repository
from learnlog.backup.container import Part
from learnlog.store import within

FILES = "files/"
_GIT = ".git"
_LARGE = 100_000_000  # bytes; no larger file is compared, and none is read at once


@dataclass
class WorkTree:
    """The files below `top` that differ from what is committed: `parts` of a backup.

    `gone` are the paths of those that are committed and not there, `left_out` of what is no file that could
    be kept: links, pipes, another repository's own folder. All are seen from `top`.
    """

    parts: list[Part] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def differing(top: Path, prefix: str, committed: Mapping[str, str]) -> WorkTree:
    """Compare the files below `top/prefix` with those that are `committed`: by path from `top`, object names.

    Raises OSError when one cannot be read.
    """
    found = WorkTree()
    seen = set()
    for path, item in _walk(top, prefix.rstrip("/"), found):
        seen.add(path)
        name = committed.get(path)
        if item.is_symlink():
            if not _leads_where(Path(item), name):
                found.left_out.append(path)
        elif not item.is_file():
            found.left_out.append(path)
        elif name is None or not _holds(item, name):
            status = item.stat()
            mode = stat.S_IMODE(status.st_mode)
            found.parts.append(Part(FILES + path, Path(item), mode, int(status.st_mtime)))
    found.gone = sorted(path for path in committed.keys() - seen if path.startswith(prefix))
    found.parts.sort()
    found.left_out.sort()
    return found


def _leads_where(link: Path, name: str | None) -> bool:
    """Whether the link is the one that is committed as the object called `name`."""
    return name is not None and repository.plain_name(os.fsencode(link.readlink()), len(name)) == name


def _holds(item: "os.DirEntry[str]", name: str) -> bool:
    """Whether the file holds the bytes of the object called `name`."""
    if item.stat().st_size > _LARGE:
        return False
    return repository.plain_name(Path(item).read_bytes(), len(name)) == name


def _walk(top: Path, start: str, found: WorkTree) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    folders = [start]
    while folders:
        folder = folders.pop()
        with os.scandir(top / folder) as items:
            for item in items:
                path = within(folder, item.name)
                if item.name == _GIT:
                    if folder:
                        found.left_out.append(path)
                elif item.is_dir(follow_symlinks=False):
                    folders.append(path)
                else:
                    yield path, item
