"""What became of a lesson is noted in the journal."""

from learnlog import feedback
from learnlog.cli.app import App
from learnlog.entry import Entry
from learnlog.events import DID_NOT_WORK, OUTDATED, Event

_OPTIONS = {DID_NOT_WORK: " --no", OUTDATED: " --outdated"}


def note(app: App, kind: str, entry: Entry, hub: str | None, words: str = "") -> str:
    """Note that the entry, one's own or from `hub`, was of that `kind`; what to say of it.

    `words` are what the person said. Raises Unusable when it cannot be noted.
    """
    feedback.note(app.journal, app.machine, Event(app.now, kind, entry.id, hub, words or None), entry.title)
    mending = f"; mend it with: learnlog edit {entry.id}" if kind == OUTDATED and hub is None else ""
    telling = f"; {_telling(app, kind, entry, hub)}" if hub else ""
    return f"noted: {kind.replace('-', ' ')}{mending}{telling}"


def _telling(app: App, kind: str, entry: Entry, hub: str) -> str:
    """What is said of the author, who hears nothing of what is noted here."""
    if app.config.hubs[hub].read_only:
        return f"its author does not hear of it: the hub {hub} is read-only for you"
    return f"to tell its author: learnlog helped {hub}/{entry.id}{_OPTIONS.get(kind, '')}"
