"""What colleagues propose for one's lessons: read from the hubs, and made part of one's own entries."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from learnlog import events, repository
from learnlog.entry import Entry
from learnlog.errors import BrokenEntry
from learnlog.events import ACCEPTED, DECLINED, Event
from learnlog.hub import Hub, Listed, Tree, entry_of, responses_at, version_with
from learnlog.journal import Journal
from learnlog.response import NOBODY, Kind, Response
from learnlog.wording import Wording, harmless, joined, read_wording, wording_of

NAMES = ("yours", "as it was published", "as suggested")  # of the sides of a conflict


class Suggestion(NamedTuple):
    """What somebody (`by`, "" for nobody) proposes for one's own lesson of that id in `hub`.

    `name` is its file's in the hub. It was made from the wording `base`, of `revision`, and says `proposed`.
    """

    hub: str
    id: str
    title: str
    name: str
    author: str
    by: str
    date: datetime
    revision: int
    base: Wording
    proposed: Wording


class Merged(NamedTuple):
    """A text with one's own changes and theirs; `conflicts` tells whether some stand between markers."""

    text: str
    conflicts: bool


def suggestions(hub: Hub, answered: Collection[str]) -> list[Suggestion]:
    """What colleagues propose for one's own lessons in `hub`, but what is `answered`; the oldest first.

    What cannot be read is passed over. Raises Unusable.
    """
    tree = hub.tree()
    own = tree.own(hub.author)
    found = []
    for path, response in responses_at(tree, own).items():
        name = path.rpartition("/")[2]
        is_open = response.kind is Kind.SUGGESTION and response.author != hub.author and name not in answered
        if is_open and (suggestion := _suggestion(hub, tree, own[response.lesson], name, response)):
            found.append(suggestion)
    return sorted(found, key=lambda each: (each.date, each.name))


def answered(root: Path) -> set[str]:
    """The names of the suggestions that were accepted or declined, as the journal at `root` has noted."""
    return {event.note or "" for event in events.read(root) if event.kind in {ACCEPTED, DECLINED}}


def merge(entry: Entry, suggestion: Suggestion) -> Merged:
    """One's own `entry` with what is suggested. Raises GitFailed."""
    sides = joined(wording_of(entry), suggestion.base, suggestion.proposed)
    mine, base, theirs = (side.text.encode("utf-8", "surrogateescape") for side in sides)
    merged, conflicts = repository.merge(mine, base, theirs, NAMES)
    return Merged(merged.decode("utf-8", "surrogateescape"), conflicts)


def decline(journal: Journal, machine: str, suggestion: Suggestion, now: datetime) -> None:
    """Note that one does not take a suggestion. Raises Unusable."""
    with journal.change(f"decline {suggestion.id[:4]}: a suggestion by {suggestion.by or NOBODY}") as change:
        events.append(change, machine, Event(now, DECLINED, suggestion.id, suggestion.hub, suggestion.name))


def _suggestion(hub: Hub, tree: Tree, lesson: Listed, name: str, response: Response) -> Suggestion | None:
    version = version_with(hub.root, lesson.path, response.revision) if response.revision else None
    base = version.entry if version else entry_of(hub.root, tree.blobs[lesson.path], lesson.path)
    if base is None:
        return None
    wording = wording_of(base)
    try:
        proposed = read_wording(harmless(response.text), wording)
    except BrokenEntry:
        return None
    by = "" if response.author == NOBODY else tree.author_names.get(response.author, response.author)
    return Suggestion(
        hub.name,
        lesson.id,
        lesson.title,
        name,
        response.author,
        by,
        response.date,
        base.revision,
        wording,
        proposed,
    )
