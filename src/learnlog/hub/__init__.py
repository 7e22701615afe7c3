"""A hub: a git repository in which several people publish lessons, as this machine knows it.

What talks to its remote is in `learnlog.hub.exchange`, so that what does not need the network does not
load it.
"""

from learnlog.hub.clone import Hub, Outgoing
from learnlog.hub.export import Difference
from learnlog.hub.happenings import Event, events
from learnlog.hub.outbox import Outbox
from learnlog.hub.readme import Listed
from learnlog.hub.responses import confirmed, said
from learnlog.hub.tree import Author, Tree
from learnlog.hub.upkeep import with_upkeep

__all__ = [
    "Author",
    "Difference",
    "Event",
    "Hub",
    "Listed",
    "Outbox",
    "Outgoing",
    "Tree",
    "confirmed",
    "events",
    "said",
    "with_upkeep",
]
