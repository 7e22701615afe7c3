"""`learnlog restore`: a backup is read into an empty folder."""

from pathlib import Path

import click

from learnlog import backup
from learnlog.backup import Restored, State
from learnlog.cli.app import App
from learnlog.cli.clean import visible, visible_line
from learnlog.cli.keys import agreed
from learnlog.cli.params import json_option, yes_option
from learnlog.store import write_durably


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@yes_option
@json_option
@click.pass_obj
def command(app: App, file: Path, folder: Path | None, *, yes: bool, as_json: bool) -> None:
    """Read a backup into an empty folder.

    DIR is where the journal goes, else where the settings say; it must be empty, or not be there. All of
    FILE is checked first: one that is damaged is refused, and nothing is left. The files are what they were,
    with their history, and what was not committed still is not.

    What was kept beside the journal comes back where nothing is in its place; what is there stays. Settings
    can name programs and places to push to: where there are none, you are shown those of the backup and
    asked; without a terminal they come back with --yes.

    \b
      learnlog restore /media/stick/learnlog.tar
      learnlog restore learnlog.tar ~/learnlog-of-then
    """
    target = app.place(folder) if folder else app.journal_folder
    restored = backup.restore(app.place(file), target, State(app.data, app.settings_file))
    has_settings = _settings(app, restored, yes=yes)
    if as_json:
        app.output.record(
            {
                "journal": str(restored.journal),
                "state": restored.state,
                "kept": restored.kept,
                "unknown": restored.unknown,
                "settings": has_settings,
            }
        )
        return
    app.output.line(f"the journal is in {visible_line(str(restored.journal))}")
    _say(app, restored)
    if restored.journal != app.journal_folder:
        app.output.note(f"to make it yours: learnlog config set journal {restored.journal}")


def _say(app: App, restored: Restored) -> None:
    """What came back beside the journal, and what did not."""
    for name in restored.state:
        app.output.line(f"back: {visible_line(str(app.data / name))}")
    for name in restored.kept:
        app.output.note(
            f"left as it is here, and other than in the backup: {visible_line(str(app.data / name))}"
        )
    for name in restored.unknown:
        app.output.note(f"left in the backup, for this learnlog does not know it: {visible_line(name)}")


def _settings(app: App, restored: Restored, *, yes: bool) -> bool:
    """Put the settings back where there are none, if the person agrees; whether they did."""
    if restored.settings is None or app.settings_file.exists():
        return False
    if not yes:
        if not app.is_interactive():
            app.output.note("the settings stay in the backup; --yes puts them back, too")
            return False
        text = restored.settings.decode("utf-8", "replace")
        click.echo(f"the settings in the backup:\n\n{visible(text)}", err=True)
        if not agreed("Put these settings back, too?"):
            return False
    write_durably(app.settings_file, restored.settings)
    app.output.note(f"the settings are in {app.settings_file}")
    return True
