"""`learnlog edit`: an entry's own file, in the editor."""

import click

from learnlog.cli.app import App
from learnlog.cli.completing import complete_ref
from learnlog.cli.editing import edit
from learnlog.cli.params import json_option


@click.command("edit")
@click.argument("ref", shell_complete=complete_ref)
@json_option
@click.pass_obj
def command(app: App, ref: str, *, as_json: bool) -> None:
    """Change an entry in your editor.

    Opens the entry's own file. What you save there is committed when the editor ends, also when the editor
    fails; `learnlog undo` takes it back.

    \b
      learnlog edit k3f9
      learnlog edit @last
      EDITOR="code --wait" learnlog edit 2
    """
    located = app.refs.own(ref)
    entry = edit(app, located)
    if entry or as_json:
        app.output.saved(entry or located.entry, located.path, as_json=as_json)
