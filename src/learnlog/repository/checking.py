"""Whether a repository is whole, and whether something that was cut off still holds it."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from learnlog.repository.running import GitFailed, git

_NOTHING_TO_FIND = ("notice:", "dangling ")
_LOCKED = ("*.lock", "refs/**/*.lock", "logs/**/*.lock")
_PROCESSES = Path("/proc")
_OLD, _VERY_OLD = 60, 3600  # seconds


def damage(folder: Path) -> list[str]:
    """What `git fsck` finds wrong in the repository of `folder`, a line for each; none when it is whole.

    Raises GitFailed when git is missing.
    """
    words = ("fsck", "--full", "--no-dangling", "--no-progress")
    try:
        git(folder, *words)
    except GitFailed as failure:
        if not failure.said:
            raise
        said = git(folder, *words, fine=range(256)).decode("utf-8", "replace")
        lines = [*failure.said.splitlines(), *said.splitlines()]
        return [line for line in dict.fromkeys(lines) if line and not line.startswith(_NOTHING_TO_FIND)]
    return []


def left_locks(git_dir: Path, top: Path, now: float) -> list[Path]:
    """Git's lock files in `git_dir` that have no owner any more; `now` is in seconds since 1970.

    Where the system tells what its processes do, none of them may have the file open, or be a git that works
    below `top`, for a minute. Elsewhere their age alone has to do.
    """
    before = now - (_OLD if _PROCESSES.is_dir() else _VERY_OLD)
    found = [file for pattern in _LOCKED for file in git_dir.glob(pattern) if _is_older(file, before)]
    if not found:
        return []
    opened, places = _open_files(), _git_at_work()
    if any(place.is_relative_to(top) or place.is_relative_to(git_dir) for place in places):
        return []
    return sorted(file for file in found if file.resolve() not in opened)


def _is_older(file: Path, moment: float) -> bool:
    try:
        return file.is_file() and file.stat().st_mtime < moment
    except OSError:
        return False


def _open_files() -> set[Path]:
    """The files that processes have open, as far as this one may know."""
    return {place for process in _processes() for place in _links_in(process / "fd")}


def _git_at_work() -> list[Path]:
    """The folders in which git processes work."""
    places = []
    for process in _processes():
        with contextlib.suppress(OSError):
            if (process / "comm").read_text("utf-8", "replace").startswith("git"):
                places.append((process / "cwd").readlink())
    return places


def _links_in(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        for link in folder.iterdir():
            with contextlib.suppress(OSError):
                yield link.readlink()


def _processes() -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from (
            folder
            for folder in _PROCESSES.iterdir()
            if folder.name.isdecimal() and int(folder.name) != os.getpid()
        )
