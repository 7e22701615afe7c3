"""A hub: a git repository in which several people publish lessons, as this machine knows it.

What talks to its remote is in `learnlog.hub.exchange`, so that what does not need the network does not
load it.
"""

from learnlog.hub.clone import Hub, Outgoing
from learnlog.hub.export import Difference
from learnlog.hub.happenings import Event, events, since_look
from learnlog.hub.outbox import Outbox, waiting_elsewhere
from learnlog.hub.reading import Read, Reading, note_look, note_read, reading
from learnlog.hub.readme import Listed
from learnlog.hub.responses import confirmed, responses_at, said
from learnlog.hub.staleness import Stale, stale
from learnlog.hub.tree import Author, Tree
from learnlog.hub.upkeep import introductions, new_name, with_upkeep
from learnlog.hub.versions import Version, entry_of, version_with, versions

__all__ = [
    "Author",
    "Difference",
    "Event",
    "Hub",
    "Listed",
    "Outbox",
    "Outgoing",
    "Read",
    "Reading",
    "Stale",
    "Tree",
    "Version",
    "confirmed",
    "entry_of",
    "events",
    "introductions",
    "new_name",
    "note_look",
    "note_read",
    "reading",
    "responses_at",
    "said",
    "since_look",
    "stale",
    "version_with",
    "versions",
    "waiting_elsewhere",
    "with_upkeep",
]
