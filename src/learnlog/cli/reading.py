"""What the person reads in hubs: noted on this machine, so that they are told when it changes."""

import contextlib
from collections.abc import Sequence

from learnlog import hub as hubs
from learnlog.cli.app import App
from learnlog.cli.hubs import all_hubs, hub_named
from learnlog.errors import LearnlogError
from learnlog.hub import Hub, Read, layout
from learnlog.refs import Located


def note_shown(app: App, shown: Sequence[Located]) -> None:
    """Say which of the entries that were shown had changed since they were read, and note them as read.

    Where that cannot be noted, the next time says it again.
    """
    for located in shown:
        if located.store.hub is not None:
            with contextlib.suppress(LearnlogError):  # a damaged clone, a full disk: the lesson was shown
                _note(app, hub_named(app, located.store.hub), located)


def retracted(app: App, ref: str) -> str:
    """What is said of a REF that names a lesson which its author took back; "" when it names none."""
    for hub in all_hubs(app):
        if hub.is_here:
            for author, entry_id in layout.tombstones(hub.tree().blobs):
                if entry_id.casefold().startswith(ref.casefold()):
                    by = hub.tree().author_names.get(author, author)
                    return f"{entry_id} was taken back from the hub {hub.name} by its author, {by}"
    return ""


def _note(app: App, hub: Hub, located: Located) -> None:
    path = f"{layout.LESSONS}/{located.entry.path}"
    name = hub.tree().blobs.get(path)
    read = hubs.reading(hub.reading).lessons.get(located.entry.id, ())
    if read and read[0].object != name:
        before = read[0]
        now = f", now revision {located.entry.revision}" if located.entry.revision else ""
        app.output.note(
            f"changed since you read it on {before.time:%Y-%m-%d} (revision {before.revision}{now}): "
            f"learnlog show {located.entry.id[:6]} --diff"
        )
    if name:
        version = Read(name, located.entry.revision, app.now)
        hubs.note_read(hub.reading, {located.entry.id: version})
