"""A lesson's versions: the texts that its file has had in a hub, by the commits that put them there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from learnlog import repository
from learnlog.entry import MAX_BYTES, Entry, parse
from learnlog.repository import Commit, GitFailed

_OBJECT = re.compile(r"[0-9a-f]{40,64}")
_MOST = 500  # versions of one lesson that are looked through
_MOST_LOGGED = 16_000_000  # bytes: a commit's message can be as long as somebody wants
_SECONDS = 30.0  # to compare commits: a few folders that hold each other many times make it endless
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Version:
    """A lesson as it stood from `date` on; `object` is git's name for its bytes."""

    object: str
    entry: Entry
    date: datetime


def versions(folder: Path, path: str) -> Iterator[Version]:
    """The versions of the lesson at `path` that the clone in `folder` has, the newest first.

    Raises GitFailed.
    """
    words = ("--raw", "--no-abbrev", "--no-renames", f"--max-count={_MOST}", "--", f":(literal){path}")
    for commit in past(folder, *words):
        for about in commit.paths[::2]:
            name = about.split()[3]
            entry = entry_of(folder, name, path)
            if entry is not None:
                yield Version(name, entry, commit.date)


def past(folder: Path, *words: str) -> list[Commit]:
    """The commits that `git log WORDS` names in the clone, the newest first.

    Raises GitFailed, also when they say too much, or take too long to compare.
    """
    return repository.commits(folder, *words, most=_MOST_LOGGED, seconds=_SECONDS)


def entry_of(folder: Path, name: str, path: str) -> Entry | None:
    """What the lesson at `path` said when its bytes were those git calls `name`; None when they are gone."""
    if not _OBJECT.fullmatch(name) or not name.strip("0"):
        return None
    try:
        data = repository.git(folder, "cat-file", "blob", name, most=MAX_BYTES)
    except GitFailed:
        return None
    return parse(data.decode("utf-8", "replace"), path=path, fallback=lambda: _NO_DATE)


def version_with(folder: Path, path: str, revision: int) -> Version | None:
    """The newest version of the lesson at `path` that says it is that revision. Raises GitFailed."""
    fitting = (each for each in versions(folder, path) if each.entry.revision == revision)
    return next(fitting, None)
