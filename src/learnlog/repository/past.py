"""What a repository remembers: commits, and files as they were."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from learnlog.repository.running import GitFailed, git

_FIELDS = ("%H", "%P", "%aI", "%an", "%s", "%b", "%(trailers:unfold)")


@dataclass(frozen=True)
class Commit:
    """One commit; `paths` are those it changed, from the top of the work tree, when they were asked for."""

    name: str
    parents: tuple[str, ...]
    date: datetime
    author: str
    subject: str
    body: str
    trailers: Mapping[str, str]
    paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changed:
    """A path a commit changed (from the top of the work tree), and its object's name before and after."""

    path: str
    before: str | None
    after: str | None


def commits(folder: Path, *words: str, most: int | None = None, seconds: float | None = None) -> list[Commit]:
    """The commits `git log WORDS` names, newest first; none before the first commit.

    Raises GitFailed, also when git would print more than `most` bytes or take more than `seconds`.
    """
    record = secrets.token_hex(8)  # a commit's message can hold any text but one that it cannot know
    layout = record + "".join(f"{field}{record}" for field in _FIELDS)
    try:
        log = ("log", "-z", "--encoding=UTF-8", f"--format={layout}", *words)
        said = git(folder, *log, most=most, seconds=seconds)
    except GitFailed as failure:
        if "does not have any commits yet" in failure.said:
            return []
        raise
    fields = said.decode("utf-8", "surrogateescape").split(record)[1:]
    width = len(_FIELDS) + 1
    return [_commit(fields[start : start + width]) for start in range(0, len(fields), width)]


def changed_by(folder: Path, commit_name: str) -> list[Changed]:
    """What the commit changed under `folder`. Raises GitFailed."""
    words = ("diff-tree", "--root", "-r", "-z", "--no-commit-id", "--no-renames", "--no-abbrev", "--raw")
    said = git(folder, *words, commit_name, "--", ".").decode("utf-8", "surrogateescape").split("\0")
    pairs = zip(said[:-1:2], said[1::2], strict=True)
    return [Changed(path, *(_object(name) for name in about.split()[2:4])) for about, path in pairs]


def files_in(folder: Path, commit_name: str) -> dict[str, str]:
    """Each file in that commit (from the top of the work tree): its object's name. Raises GitFailed."""
    said = git(folder, "ls-tree", "-r", "-z", "--full-tree", commit_name).decode("utf-8", "surrogateescape")
    parted = (line.partition("\t") for line in said.split("\0") if line)
    return {path: about.split()[2] for about, _, path in parted}


def checked_out(folder: Path, name: str, path: str) -> bytes:
    """The bytes that git puts into the work tree at `path` for the object `name`. Raises GitFailed."""
    return git(folder, "cat-file", "--filters", f"--path={path}", name)


def first_dates(folder: Path) -> dict[str, datetime]:
    """When each path under `folder` (named from it) was first committed; {} where git knows nothing."""
    try:
        found = commits(folder, "--diff-filter=A", "--no-renames", "--name-only", "--relative", "--", ".")
    except GitFailed:
        return {}
    return {path: commit.date for commit in found for path in commit.paths}


def _object(name: str) -> str | None:
    return name if name.strip("0") else None


def _commit(fields: Sequence[str]) -> Commit:
    name, parents, date, author, subject, body, trailers, rest = fields
    pairs = (line.partition(": ") for line in trailers.splitlines() if ": " in line)
    return Commit(
        name=name,
        parents=tuple(parents.split()),
        date=_date(date),
        author=author,
        subject=subject,
        body=body,
        trailers={key: value for key, _, value in pairs},
        paths=tuple(path for path in rest.removeprefix("\0").removeprefix("\n").split("\0") if path),
    )


def _date(text: str) -> datetime:
    """Git's `%aI`; the epoch for a zone that no clock has (`+9999`), which git lets through."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
