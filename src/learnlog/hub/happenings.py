"""What happened in a hub: lessons that came, changed and went, from its commits."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from learnlog import repository
from learnlog.hub import layout
from learnlog.hub.clone import Hub
from learnlog.hub.versions import entry_of, past
from learnlog.repository import Commit, GitFailed

_WHAT = {"A": "new", "M": "changed", "D": "retracted"}


@dataclass(frozen=True)
class Event:
    """One lesson in one commit: `what` is new, changed or retracted, `by` its author's name to show.

    `revision` is the one it has from then on, or had when it was retracted; 0 where it says none. `commit`
    names the commit, `author` is the author's folder.
    """

    date: datetime
    what: str
    id: str
    title: str
    by: str
    path: str
    revision: int
    author: str
    commit: str


def events(hub: Hub, most: int, since: datetime | None = None) -> list[Event]:
    """The newest `most` events, from `since` on, the newest first, as the hub was last pulled.

    Of lessons that some file systems would mix up, only those of the one that is kept (see `Tree.blobs`).
    Raises Unusable.
    """
    tree = hub.tree()
    if tree.commit is None:
        return []
    words = ("--no-renames", "--raw", "--no-abbrev", f"--max-count={most * 2}", "--", layout.LESSONS)
    found = (commit for commit in past(hub.root, *words) if since is None or commit.date >= since)
    twins = frozenset(map(layout.folded, tree.blobs))
    each = (event for commit in found for event in _of_commit(hub.root, commit, tree.author_names))
    taken = (event for event in each if event.path in tree.blobs or layout.folded(event.path) not in twins)
    return list(islice(taken, most))


def since_look(hub: Hub, looked_at: str | None) -> Collection[str]:
    """The names of the commits that came after the commit `looked_at`; none when that is not known.

    Raises Unusable.
    """
    commit = hub.tree().commit
    if commit is None or looked_at is None:
        return frozenset()
    try:
        return frozenset(repository.git(hub.root, "rev-list", commit, f"^{looked_at}").decode().split())
    except GitFailed:  # it is gone: the remote's history was rewritten and cleaned up
        return frozenset()


def _of_commit(folder: Path, commit: Commit, names: Mapping[str, str]) -> Iterator[Event]:
    for about, path in zip(commit.paths[::2], commit.paths[1::2], strict=True):
        mode_before, mode_after, before, after, letter = about.removeprefix(":").split()
        place = layout.lesson_at(path)
        if place is None or letter not in _WHAT or not layout.is_safe(path):
            continue
        if not layout.is_plain(mode_before if letter == "D" else mode_after):
            continue
        entry = entry_of(folder, before if letter == "D" else after, path)
        if entry is None:
            continue
        author, _ = place
        yield Event(
            commit.date,
            _WHAT[letter],
            layout.lesson_id(path, entry),
            entry.title,
            names.get(author, author),
            path,
            entry.revision,
            author,
            commit.name,
        )
