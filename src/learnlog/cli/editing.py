"""An entry's own file, in the editor; what was saved there is committed, whatever becomes of the editor."""

import stat

from learnlog import editor, revise
from learnlog.cli.app import App
from learnlog.entry import Entry
from learnlog.errors import LearnlogError, NothingFound
from learnlog.refs import Located
from learnlog.store import write_durably


def edit(app: App, located: Located) -> Entry | None:
    """Let the person change the entry; what it is now, None when nothing changed.

    Raises NothingFound when the editor left nothing, and what the editor raises; what was saved is kept.
    """
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
    if not _is_changed(located):
        app.output.note("nothing changed")
        return None
    entry = revise.take_along(app.journal, located.entry.path)
    _tell_of_troubles(app, located, entry)
    return entry


def _tell_of_troubles(app: App, located: Located, entry: Entry) -> None:
    if entry.problem:
        app.output.warn_of_problems([(entry.path, f"{entry.problem}; it is kept as you left it")])
    if entry.problem and entry.id != located.entry.id:
        app.output.note(
            f"its id {located.entry.id} cannot be read until that is mended; till then it is {entry.id}, "
            f"made from the file's path: learnlog edit {entry.id}"
        )
    elif entry.id != located.entry.id:
        app.output.note(f"its id was {located.entry.id}, links to that no longer find it: learnlog undo")


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
