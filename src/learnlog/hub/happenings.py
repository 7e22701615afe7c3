"""What happened in a hub: lessons that came, changed and went, from its commits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from learnlog import repository
from learnlog.entry import parse
from learnlog.hub import layout
from learnlog.hub.clone import Hub
from learnlog.repository import Commit

_WHAT = {"A": "new", "M": "changed", "D": "retracted"}
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Event:
    """One lesson in one commit: `what` is new, changed or retracted, `by` its author's name to show."""

    date: datetime
    what: str
    id: str
    title: str
    by: str
    path: str


def events(hub: Hub, most: int) -> list[Event]:
    """The newest `most` events, the newest first, as the hub was last pulled. Raises Unusable."""
    tree = hub.tree()
    if tree.commit is None:
        return []
    words = ("--no-renames", "--name-status", f"--max-count={most * 2}", "--", layout.LESSONS)
    found = repository.commits(hub.root, *words)
    each = (event for commit in found for event in _of_commit(hub.root, commit, tree.author_names))
    return list(islice(each, most))


def _of_commit(folder: Path, commit: Commit, names: Mapping[str, str]) -> Iterator[Event]:
    for letter, path in zip(commit.paths[::2], commit.paths[1::2], strict=True):
        place = layout.lesson_at(path)
        if place is None or letter.strip() not in _WHAT or not layout.is_safe(path):
            continue
        what = _WHAT[letter.strip()]
        at = f"{commit.name}^" if what == "retracted" else commit.name
        text = (repository.text_at(folder, at, path) or b"").decode("utf-8", "replace")
        entry = parse(text, path=path, fallback=lambda: _NO_DATE)
        author, name = place
        entry_id = entry.id if entry.has_id else name
        yield Event(commit.date, what, entry_id, entry.title, names.get(author, author), path)
