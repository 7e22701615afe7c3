"""`learnlog set`: fields of an entry."""

from collections.abc import Sequence

import click

from learnlog import revise
from learnlog.cli.app import App
from learnlog.cli.completing import complete_ref
from learnlog.cli.params import json_option
from learnlog.cli.revising import say_revised


@click.command("set")
@click.argument("ref", shell_complete=complete_ref)
@click.argument("fields", metavar="FIELD=VALUE...", nargs=-1, required=True)
@json_option
@click.pass_obj
def command(app: App, ref: str, fields: Sequence[str], *, as_json: bool) -> None:
    """Set fields of an entry.

    Several at once are one change. FIELD= without a value removes the field. Lists (tags, source, aliases,
    applies…) are separated by commas; dates are read as with `learnlog add -d`. Fields of your own are
    welcome. Only the lines of the fields named are touched.

    \b
      learnlog set k3f9 status=proven tags=git,undo
      learnlog set @last title="Undo the last commit, keep the work" review="in 3 months"
      learnlog set 2 project=
      learnlog set 2 customer=ACME
    """
    located = app.refs.own(ref)
    try:
        values = revise.read_assignments(fields, located.entry, app.now)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    entry = revise.set_fields(app.journal, located.entry.path, values)
    say_revised(app, located, entry, as_json=as_json)
