"""`learnlog list`: what there is, newest first."""

import click

from learnlog import search
from learnlog.cli.app import App
from learnlog.cli.filtering import Asked, absences, filter_options, tell
from learnlog.errors import NoEntriesYet, NothingFound


@click.command("list")
@filter_options
@click.pass_obj
def command(app: App, asked: Asked) -> None:
    """List entries, newest first.

    The numbers name the entries in the next command of this terminal.

    \b
      learnlog list
      learnlog list -t git --since 2026-01 -n 20
      learnlog list --in mine --paths | xargs grep -l TODO
      learnlog show 3
    """
    filters = asked.filters(app)
    result = app.ask(lambda index: search.listed(index, filters, most=asked.most))
    tell(app, result, asked, as_table=True)
    if not result.rows:
        if app.index.is_empty:
            raise NoEntriesYet
        raise NothingFound("nothing found", "\n".join(absences(result.absent)))
