"""`learnlog open`: the files themselves, in the editor."""

import click

from learnlog import editor
from learnlog.cli.app import App
from learnlog.cli.completing import complete_ref
from learnlog.cli.feedback import ask_if_it_helped
from learnlog.cli.opening import open_entry
from learnlog.errors import NothingFound


@click.command("open")
@click.argument("ref", required=False, shell_complete=complete_ref)
@click.pass_obj
def command(app: App, ref: str | None) -> None:
    """Open an entry's file, or the journal, in your editor.

    Without REF the journal's folder is opened. Nothing is committed: `learnlog edit` does that. A colleague's
    lesson is opened as a copy.

    \b
      learnlog open k3f9
      learnlog open
    """
    if ref is None:
        if not app.journal_folder.is_dir():
            raise NothingFound(f"there is no journal in {app.journal_folder}", "make one: learnlog init")
        editor.open_file(app.journal_folder, app.editor)
        return
    located = app.refs.one(ref)
    open_entry(app, located, ref)
    ask_if_it_helped(app, app.refs.sought(ref), [located])
