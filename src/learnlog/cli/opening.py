"""An entry's file in the editor, from wherever it is asked for."""

from learnlog import editor
from learnlog.cli.app import App
from learnlog.refs import Located
from learnlog.store import write_durably


def open_entry(app: App, located: Located, name: str) -> None:
    """Open the file; a colleague's lesson, which was called `name`, as a copy. Raises Unusable."""
    path = located.path
    if located.store.hub is not None:
        path = app.cache / "copies" / path.name
        write_durably(path, located.entry.text.encode("utf-8", "surrogateescape"))
        hub = located.store.hub
        app.output.note(f"{name} is a lesson in the hub {hub}; this is a copy, what you change in it is lost")
    editor.open_file(path, app.editor)
