"""What is being worked on in a repository: the files that differ from where the work began."""

import contextlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from learnlog.repository.running import GitFailed, git

_BEGINNINGS = (
    "refs/remotes/*/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
)


def changed_files(folder: Path, *, seconds: float, most: int) -> tuple[str, ...]:
    """At most `most` paths that are changed in the work tree, or since the branch left the default one.

    From the top of the work tree. Git gets that many `seconds` for each of its three answers; one that takes
    longer is done without.
    """
    paths = dict.fromkeys([*_in_work_tree(folder, seconds), *_on_branch(folder, seconds)])
    return tuple(islice(paths, most))


def _in_work_tree(folder: Path, seconds: float) -> Iterator[str]:
    with contextlib.suppress(GitFailed):
        said = git(
            folder, "status", "--porcelain", "-z", "--no-renames", "--ignore-submodules=all", seconds=seconds
        )
        yield from (line[3:] for line in _records(said))


def _on_branch(folder: Path, seconds: float) -> Iterator[str]:
    with contextlib.suppress(GitFailed):
        known = _records(git(folder, "for-each-ref", "--format=%(refname)%00", *_BEGINNINGS, seconds=seconds))
        beginning = next((ref.strip() for ref in known), None)
        if beginning:
            words = ("diff", "--name-only", "-z", "--no-renames", "--ignore-submodules=all")
            yield from _records(git(folder, *words, f"{beginning}...HEAD", seconds=seconds))


def _records(said: bytes) -> list[str]:
    return [record for record in said.decode("utf-8", "replace").split("\0") if record.strip()]
