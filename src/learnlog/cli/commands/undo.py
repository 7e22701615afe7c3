"""`learnlog undo`: the last change is taken back."""

import click

from learnlog import revise
from learnlog.cli.app import App
from learnlog.cli.params import json_option


@click.command("undo")
@json_option
@click.pass_obj
def command(app: App, *, as_json: bool) -> None:
    """Take back the last change of the journal.

    Whatever the last command changed becomes what it was: an entry that was added goes, one that was removed
    comes back, a whole import is taken back. Doing it again takes back the change before. Files that were
    changed since are never touched.

    \b
      learnlog undo
    """
    undone = revise.undo(app.journal)
    if as_json:
        paths = [str(app.journal.store.absolute(path)) for path, _ in undone.before]
        app.output.record({"undid": undone.commit.subject, "commit": undone.commit.name, "paths": paths})
    else:
        app.output.line(f"undid: {undone.commit.subject}")
