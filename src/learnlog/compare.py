"""What changed in a lesson: since the person read it, or since it was published."""

from datetime import datetime
from itertools import islice
from typing import NamedTuple

from learnlog.differing import differing
from learnlog.entry import Entry
from learnlog.errors import NothingFound
from learnlog.hub import Hub, entry_of, reading, version_with, versions

_CONTEXT = 3  # lines around a change
_MOST_NAMED = 12  # revisions that are offered


class Side(NamedTuple):
    """A text that is compared: its revision (0: none), the day it was published or read, if known."""

    text: str
    revision: int
    date: datetime | None = None
    what: str = ""

    @property
    def label(self) -> str:
        """What it is, in a few words."""
        day = f"{self.date:%Y-%m-%d}" if self.date else ""
        revision = f"revision {self.revision}" if self.revision else ""
        return ", ".join(part for part in (self.what, revision, day) if part)


class Comparison(NamedTuple):
    """Two texts of the lesson of that id and title, in that hub."""

    id: str
    title: str
    hub: str
    before: Side
    after: Side

    def lines(self) -> list[str]:
        """The difference as `diff -u` prints it, without line ends; empty when there is none."""
        before, after = self.before.text.splitlines(), self.after.text.splitlines()
        return differing(before, after, (self.before.label, self.after.label), _CONTEXT)


def with_read(hub: Hub, entry: Entry, path: str) -> Comparison:
    """The lesson at `path` beside what the person read of it before.

    Raises NothingFound when they never did, or when the hub no longer has it, and Unusable.
    """
    now = hub.tree().blobs.get(path)
    read = reading(hub.reading).lessons.get(entry.id, ())
    before = next((each for each in read if each.object != now), read[0] if read else None)
    if before is None:
        raise NothingFound(f"you have not read {entry.id} before, on this machine", _offer(hub, path))
    was = entry_of(hub.root, before.object, path)
    if was is None:
        raise NothingFound(f"the hub {hub.name} no longer has what you read", _offer(hub, path))
    return _compared(hub, entry, path, Side(was.text, before.revision, before.time, "as you read it"))


def with_revision(hub: Hub, entry: Entry, path: str, revision: int) -> Comparison:
    """The lesson at `path` beside the text that it had as that revision. Raises NothingFound, Unusable."""
    return _compared(hub, entry, path, published(hub, path, revision))


def published(hub: Hub, path: str, revision: int) -> Side:
    """What the lesson at `path` said as that revision. Raises NothingFound, Unusable."""
    version = version_with(hub.root, path, revision)
    if version is None:
        raise NothingFound(f"the hub {hub.name} has no revision {revision} of it", _offer(hub, path))
    return Side(version.entry.text, revision, version.date, "published")


def _compared(hub: Hub, entry: Entry, path: str, before: Side) -> Comparison:
    name = hub.tree().blobs.get(path)
    now = (entry_of(hub.root, name, path) if name else None) or entry
    return Comparison(entry.id, entry.title, hub.name, before, Side(now.text, now.revision, None, "now"))


def _offer(hub: Hub, path: str) -> str:
    """A hint that names the revisions there are."""
    newest = islice(versions(hub.root, path), _MOST_NAMED)
    there = dict.fromkeys(version.entry.revision for version in newest)
    named = ", ".join(str(revision) for revision in there if revision)
    return f"compare with a revision: --diff REV, where REV can be {named}" if named else ""
