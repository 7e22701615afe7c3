"""A hub's lessons as plain files, for the index, the editor and grep.

The file `exported` names the commit that the files show. It is taken away before they are changed and
written last: where it is missing, everything is compared anew.
"""

import os
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from learnlog import repository
from learnlog.errors import Unusable
from learnlog.hub import layout
from learnlog.hub.tree import Tree
from learnlog.store import make_folder, read_file, write_durably

_PREFIX = f"{layout.LESSONS}/"
_COMMIT = re.compile(r"[0-9a-f]{40,64}")


@dataclass(frozen=True)
class Difference:
    """How many lessons are new, changed, and retracted since the files were last brought up to date.

    `broken` are those new or changed ones that cannot be read as they should: the path in the folder of
    files, and the reason.
    """

    new: int = 0
    changed: int = 0
    retracted: int = 0
    broken: tuple[tuple[str, str], ...] = ()


def bring_up_to_date(files: Path, marker: Path, tree: Tree) -> Difference:
    """Make the folder `files` hold the lessons and attachments of `tree`, and nothing else.

    Raises Unusable when that cannot be written; the next time makes up for it.
    """
    wanted = _wanted(tree)
    before = _exported(marker, tree.folder)
    if before is not None and before.commit == tree.commit:
        return Difference()
    old = _wanted(before) if before else dict.fromkeys(_on_disk(files), "")
    try:
        marker.unlink(missing_ok=True)
        for path in old.keys() - wanted.keys():
            _remove(files, path)
        changed = [path for path in wanted if old.get(path) != wanted[path]]
        for path, data in tree.each(f"{_PREFIX}{path}" for path in changed):
            _put(files / path.removeprefix(_PREFIX), data)
    except OSError as error:
        raise Unusable(
            f"cannot write {error.filename}: {error.strerror}", "mend that, then: learnlog hub pull"
        ) from error
    write_durably(marker, f"{tree.commit or ''}\n".encode())
    problems = tree.problems
    broken = tuple((path, problems[name]) for path in changed if (name := f"{_PREFIX}{path}") in problems)
    return replace(_difference(old, wanted), broken=broken)


def differing(files: Path, tree: Tree) -> list[str]:
    """The paths in `files` that are missing, or hold something else than the lessons of `tree`.

    Raises Unusable when the clone cannot be read.
    """
    return [path for path, name in _wanted(tree).items() if not _holds(files / path, name)]


def _holds(file: Path, name: str) -> bool:
    """Whether the file holds the bytes of the object called `name`."""
    try:
        return repository.plain_name(read_file(file), len(name)) == name
    except (FileNotFoundError, NotADirectoryError, Unusable):
        return False


def _wanted(tree: Tree) -> dict[str, str]:
    """Path in the folder of files → object name."""
    return {path.removeprefix(_PREFIX): name for path, name in tree.blobs.items() if layout.is_kept(path)}


def _exported(marker: Path, folder: Path) -> Tree | None:
    """What the files show; None when that is not known."""
    try:
        name = marker.read_text().strip()
    except (OSError, ValueError):
        return None
    tree = Tree(folder, name if _COMMIT.fullmatch(name) else None)
    try:
        _ = tree.blobs
    except Unusable:  # the commit is gone: the remote's history was rewritten and cleaned up
        return None
    return tree


def _on_disk(files: Path) -> Iterator[str]:
    for folder, _, names in os.walk(files):
        for name in names:
            yield (Path(folder) / name).relative_to(files).as_posix()


def _put(target: Path, data: bytes) -> None:
    """Write aside and rename; unlike an entry it can be made again, so the disk is not waited for."""
    if target.is_dir():
        target.rmdir()
    make_folder(target.parent)
    aside = target.with_name(f".{secrets.token_hex(8)}.tmp")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    aside.replace(target)


def _remove(files: Path, path: str) -> None:
    (files / path).unlink(missing_ok=True)
    for folder in PurePosixPath(path).parents:
        try:
            (files / folder).rmdir()
        except OSError:
            return


def _difference(old: Mapping[str, str], wanted: Mapping[str, str]) -> Difference:
    lessons = {path for path in old.keys() | wanted.keys() if layout.lesson_at(f"{_PREFIX}{path}")}
    return Difference(
        new=sum(path not in old for path in lessons),
        changed=sum(old.get(path, "") not in {"", wanted.get(path, "")} for path in lessons & wanted.keys()),
        retracted=sum(path not in wanted for path in lessons),
    )
