"""`learnlog init`: a journal, made on purpose."""

from dataclasses import replace
from pathlib import Path

import click

from learnlog import repository
from learnlog.cli.app import App
from learnlog.cli.params import json_option


@click.command("init")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(file_okay=False))
@json_option
@click.pass_obj
def command(app: App, folder: str | None, *, as_json: bool) -> None:
    """Make a journal.

    In DIR, else where the settings say, else in ~/learnlog. A folder that is a git repository, or lies in
    one, is used as it is; any other becomes one. Doing it again changes nothing. There is no need to: the
    first `learnlog add` makes the journal too.

    \b
      learnlog init
      learnlog init ~/notes/work
    """
    chosen = replace(app, journal_flag=folder) if folder else app
    existed = chosen.journal_folder.is_dir()
    chosen.journal.begin()
    place = repository.find(chosen.journal_folder) if chosen.journal.history else None
    top = _top(chosen.journal_folder, place.prefix) if place else None
    if as_json:
        app.output.record(
            {
                "journal": str(chosen.journal_folder),
                "made": not existed,
                "repository": str(top) if top else None,
            }
        )
    else:
        app.output.line(f"the journal is in {chosen.journal_folder}")
    if top and top != chosen.journal_folder:
        app.output.note(f"it is part of the repository {top}, and is committed there")
    if chosen.journal_folder != app.journal_folder:
        app.output.note(f"to make it yours: learnlog config set journal {chosen.journal_folder}")
    app.output.note('write the first entry: learnlog add "WHAT YOU LEARNED"')


def _top(folder: Path, prefix: str) -> Path:
    """The top of the work tree in which `folder` stands at `prefix`."""
    return folder.parents[prefix.count("/") - 1] if prefix else folder
