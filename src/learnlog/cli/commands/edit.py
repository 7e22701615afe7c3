"""`learnlog edit`: an entry's own file, in the editor."""

import stat

import click

from learnlog import editor, revise
from learnlog.cli.app import App
from learnlog.cli.completing import complete_ref
from learnlog.cli.params import json_option
from learnlog.errors import LearnlogError, NothingFound
from learnlog.refs import Located
from learnlog.store import write_durably


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
    mode = stat.S_IMODE(located.path.stat().st_mode)
    try:
        editor.open_file(located.path, app.editor)
    except LearnlogError as error:
        if not _put_back_if_emptied(located, mode) and _is_changed(located):
            revise.take_along(app.journal, located.entry.path)
            error.hint = "what was saved before is kept and committed; learnlog undo takes it back"
        raise
    if _put_back_if_emptied(located, mode):
        raise NothingFound(
            "the editor left nothing, so the entry is as it was",
            f"to remove it: learnlog rm {located.entry.id}",
        )
    _finish(app, located, as_json=as_json)


def _finish(app: App, located: Located, *, as_json: bool) -> None:
    entry = located.entry
    if not _is_changed(located):
        app.output.note("nothing changed")
        if not as_json:
            return
    else:
        entry = revise.take_along(app.journal, entry.path)
        if entry.problem:
            app.output.warn_of_problems([(entry.path, f"{entry.problem}; it is kept as you left it")])
        if entry.problem and entry.id != located.entry.id:
            app.output.note(
                f"its id {located.entry.id} cannot be read until that is mended; till then it is {entry.id}, "
                f"made from the file's path: learnlog edit {entry.id}"
            )
        elif entry.id != located.entry.id:
            app.output.note(f"its id was {located.entry.id}, links to that no longer find it: learnlog undo")
    app.output.saved(entry, located.path, as_json=as_json)


def _put_back_if_emptied(located: Located, mode: int) -> bool:
    """Whether the editor emptied or deleted the file; it is then what it was before, permissions too."""
    if _content(located).strip() or not _before(located).strip():
        return False
    write_durably(located.path, _before(located), mode)
    return True


def _is_changed(located: Located) -> bool:
    return _content(located) != _before(located)


def _before(located: Located) -> bytes:
    return located.entry.text.encode("utf-8", "surrogateescape")


def _content(located: Located) -> bytes:
    try:
        return located.path.read_bytes()
    except FileNotFoundError:
        return b""
