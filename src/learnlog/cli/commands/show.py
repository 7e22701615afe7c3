"""`learnlog show`: whole entries."""

from collections.abc import Sequence

import click

from learnlog.cli import records
from learnlog.cli.app import App
from learnlog.cli.completing import complete_ref
from learnlog.cli.feedback import ask_if_it_helped
from learnlog.cli.filtering import show
from learnlog.cli.params import json_option


@click.command("show")
@click.argument("refs", nargs=-1, required=True, metavar="REF...", shell_complete=complete_ref)
@click.option("--raw", is_flag=True, help="Print the file, byte for byte.")
@json_option
@click.pass_obj
def command(app: App, refs: Sequence[str], *, raw: bool, as_json: bool) -> None:
    """Show entries.

    REF is the beginning of an id, a row's number in the last list, @last, or a path.

    \b
      learnlog show 1
      learnlog show k3f9 @last
      learnlog show --raw @last > lesson.md
    """
    found = [app.refs.one(ref) for ref in refs]
    if as_json:
        told = [records.entry(each.entry, each.path, each.store.hub, body=True) for each in found]
        app.output.record(told[0] if len(told) == 1 else {"total": len(told), "entries": told})
    elif raw:
        for each in found:
            app.output.raw(each.entry.text.encode("utf-8", "surrogateescape"))
    else:
        show(app, found)
        ask_if_it_helped(app, app.refs.sought(refs[0]), found)
