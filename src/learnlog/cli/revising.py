"""How a changed entry is reported."""

from learnlog.cli.app import App
from learnlog.entry import Entry
from learnlog.refs import Located


def say_revised(app: App, located: Located, entry: Entry | None, *, as_json: bool) -> None:
    """Say what an entry is after a change; None is one that changed nothing."""
    if entry is None:
        app.output.note("nothing changed")
    app.output.saved(entry or located.entry, located.path, as_json=as_json)
