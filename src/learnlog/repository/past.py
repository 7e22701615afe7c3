"""What a repository remembers: commits, and files as they were."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from learnlog.repository.running import GitFailed, git

_RECORD, _FIELD = "\x1e", "\x1f"
_FORMAT = f"{_RECORD}%H{_FIELD}%P{_FIELD}%aI{_FIELD}%an{_FIELD}%s{_FIELD}%b{_FIELD}%(trailers:unfold){_FIELD}"


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


def commits(folder: Path, *words: str) -> list[Commit]:
    """The commits `git log WORDS` names, newest first; none before the first commit. Raises GitFailed."""
    try:
        said = git(folder, "log", "-z", f"--format={_FORMAT}", *words)
    except GitFailed as failure:
        if "does not have any commits yet" in failure.said:
            return []
        raise
    records = said.decode("utf-8", "surrogateescape").split(_RECORD)[1:]
    return [_commit(record) for record in records]


def text_at(folder: Path, commit_name: str, path: str) -> bytes | None:
    """The bytes of `path` (from the top of the work tree) in that commit; None when it is not there."""
    try:
        return git(folder, "cat-file", "blob", f"{commit_name}:{path}")
    except GitFailed:
        return None


def first_dates(folder: Path) -> dict[str, datetime]:
    """When each path under `folder` (named from it) was first committed; {} where git knows nothing."""
    try:
        found = commits(folder, "--diff-filter=A", "--no-renames", "--name-only", "--relative", "--", ".")
    except GitFailed:
        return {}
    return {path: commit.date for commit in found for path in commit.paths}


def _commit(record: str) -> Commit:
    name, parents, date, author, subject, body, trailers, rest = record.split(_FIELD, 7)
    pairs = (line.partition(": ") for line in trailers.splitlines() if ": " in line)
    return Commit(
        name=name,
        parents=tuple(parents.split()),
        date=datetime.fromisoformat(date),
        author=author,
        subject=subject,
        body=body,
        trailers={key: value for key, _, value in pairs},
        paths=tuple(path for path in rest.strip("\n").split("\0") if path.strip("\n")),
    )
