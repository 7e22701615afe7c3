"""`learnlog backup`: everything goes into one verified file."""

from pathlib import Path

import click

from learnlog import backup
from learnlog.backup import State
from learnlog.cli.app import App
from learnlog.cli.clean import visible_line
from learnlog.cli.params import check_shown, confirmed, json_option, yes_option
from learnlog.counting import counted


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@yes_option
@json_option
@click.pass_obj
def command(app: App, file: Path, *, yes: bool, as_json: bool) -> None:
    """Put everything into one file, and verify it.

    The journal's whole history, the files that git ignores or has not committed, and what cannot be made
    anew: what you decided about findings, what waits to be sent to hubs, texts that could not be saved, the
    settings. Clones of hubs and the index are made anew from elsewhere, and keys of sealed entries never go
    in. FILE gets its name when all of it was read back and found whole; what is there already is replaced
    only after a yes, and only then.

    A backup is a plain tar with a checksum at its end; `learnlog restore` reads it. It is not encrypted.

    \b
      learnlog backup /media/stick/learnlog.tar
      learnlog backup ~/backups/learnlog-$(date +%F).tar
      learnlog backup /media/stick/learnlog.tar --yes
    """
    target = app.place(file)
    if target.exists() and not target.is_dir():
        check_shown(yes=yes, as_json=as_json)
        if not yes:
            confirmed(app, f"{target} is already there", "Replace it?")
    state = State(app.data, app.settings_file)
    made = backup.make(app.journal, state, target, app.output.progress)
    if as_json:
        app.output.record(
            {
                "path": str(made.file),
                "size": made.size,
                "entries": made.entries,
                "left_out": [str(app.journal.root / path) for path in made.left_out],
            }
        )
        return
    entries = counted(made.entries, "entry", "entries")
    app.output.line(f"backed up {entries} to {visible_line(str(file))}  ({_size(made.size)}, verified)")
    for path in made.left_out:
        app.output.note(f"not in it, for it is no file: {visible_line(path)}")


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{-(-count // 1000)} kB"  # noqa: PLR2004
