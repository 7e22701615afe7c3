"""What the person reads in hubs: noted on this machine, so that they are told when it changes."""

import contextlib
from collections.abc import Sequence

from learnlog import hub as hubs
from learnlog.cli.app import App
from learnlog.cli.hubs import all_hubs, hub_named
from learnlog.errors import LearnlogError
from learnlog.hub import Hub, Read, layout
from learnlog.refs import Located

_SHORTEST_REF = 3  # characters of an id


def note_shown(app: App, shown: Sequence[Located], *, silently: bool = False) -> None:
    """Note the entries that were shown as read; say, if not `silently`, which had changed since they were.

    Where that cannot be noted, the next time says it again.
    """
    for located in shown:
        if located.store.hub is not None:
            with contextlib.suppress(LearnlogError):  # a damaged clone, a full disk: the lesson was shown
                hub = hub_named(app, located.store.hub)
                name = hub.tree().blobs.get(f"{layout.LESSONS}/{located.entry.path}")
                if not silently:
                    _tell_change(app, hub, located, name)
                if name:
                    version = Read(name, located.entry.revision, app.now)
                    hubs.note_read(hub.reading, {located.entry.id: version})


def retracted(app: App, ref: str) -> str:
    """What is said of a REF that names a lesson which its author took back; "" when it names none."""
    hub_name, _, ref = ref.rpartition("/")
    if len(ref) < _SHORTEST_REF:
        return ""
    for hub in all_hubs(app):
        if hub.is_here and hub_name in {"", hub.name}:
            for author, entry_id in layout.tombstones(hub.tree().blobs):
                if entry_id.casefold().startswith(ref.casefold()):
                    by = hub.tree().author_names.get(author, author)
                    return f"{entry_id} was taken back from the hub {hub.name} by its author, {by}"
    return ""


def _tell_change(app: App, hub: Hub, located: Located, name: str | None) -> None:
    """Say that what was read last was another version than the one that git calls `name`."""
    before = next(iter(hubs.reading(hub.reading).lessons.get(located.entry.id, ())), None)
    if before and before.object != name:
        now = f", now revision {located.entry.revision}" if located.entry.revision else ""
        app.output.note(
            f"changed since you read it on {before.time:%Y-%m-%d} (revision {before.revision}{now}): "
            f"learnlog show {hub.name}/{located.entry.id[:6]} --diff"
        )
