"""The person's editor: opens a text, and keeps what was typed until it is safe elsewhere."""

import contextlib
import os
import shlex
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

from learnlog.errors import LearnlogError, Unusable
from learnlog.store import make_folder, write_durably


def open_file(path: Path, command: str) -> None:
    """Run the editor `command` on the file (or folder) at `path` and wait.

    Raises Unusable when it cannot be run, fails, or is killed.
    """
    try:
        with _terminal_for_editor() as given, _interrupts_left_to_editor():
            done = subprocess.run([*_words(command), str(path)], check=False, stdin=given)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise Unusable(
            f"the editor {command!r} cannot be run: {reason}",
            "set another: learnlog config set editor COMMAND",
        ) from error
    if done.returncode < 0:
        raise Unusable(f"the editor {command!r} was killed: {signal.strsignal(-done.returncode)}")
    if done.returncode:
        raise Unusable(f"the editor {command!r} ended with status {done.returncode}")


@contextlib.contextmanager
def edited(text: str, command: str, draft: Path, *, precious: bool = False) -> Iterator[str]:
    """Open `text` in the editor, in the new file `draft`, and yield what it became, line ends and all.

    A file that the editor deleted is an empty text. The draft is deleted when the block ends well. When the
    editor or the block fails, what was written stays in it, and the error's hint says where; an unchanged
    text only if it is `precious`.
    """
    before = text.encode("utf-8", "surrogateescape")
    make_folder(draft.parent)
    write_durably(draft, before)
    try:
        open_file(draft, command)
        yield _content(draft).decode("utf-8", "surrogateescape")
    except LearnlogError as error:
        after = _content(draft)
        if after.strip() and (precious or after != before):
            error.hint = f"{error.hint}\nwhat you wrote is kept in {draft}".lstrip()
        else:
            draft.unlink(missing_ok=True)
        raise
    draft.unlink(missing_ok=True)


def _words(command: str) -> list[str]:
    words = shlex.split(command)
    if not words:
        raise ValueError("it is empty")
    return [os.path.expanduser(words[0]), *words[1:]]  # noqa: PTH111 - a word, not a path yet


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


@contextlib.contextmanager
def _terminal_for_editor() -> Iterator[int | None]:
    """What the editor reads keys from: the terminal, also when a pipe is standard input."""
    try:
        handle = None if os.isatty(0) else os.open("/dev/tty", os.O_RDONLY)
    except OSError:
        handle = None
    try:
        yield handle
    finally:
        if handle is not None:
            os.close(handle)


@contextlib.contextmanager
def _interrupts_left_to_editor() -> Iterator[None]:
    """Ctrl-C while the editor runs is the editor's, as git has it; it must not end us and lose the text."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
