"""Where the text of something said comes from: words, a pipe, or the editor; and what becomes of it."""

import contextlib
import sys
from collections.abc import Iterator, Sequence

from learnlog import editor
from learnlog.cli.app import App
from learnlog.cli.clean import visible_line
from learnlog.cli.drafting import draft_file, keep
from learnlog.entry import MAX_BODY_BYTES
from learnlog.errors import LearnlogError, NothingFound, Unusable


@contextlib.contextmanager
def written(app: App, words: Sequence[str], about: str, prefill: str = "") -> Iterator[str]:
    """Yield what is to be said; when the block fails, it is kept and the error's hint says where.

    Without `words` standard input is read; on a terminal the editor opens, with `about` in a line that is
    left out, or on `prefill`. Raises NothingFound when nothing was written, and Unusable.
    """
    text = " ".join(words)
    if not opens_editor(words):
        given = text if text.strip() else _piped()
        try:
            yield _not_empty(given)
        except LearnlogError as error:
            if given.strip():
                keep(app, given.encode("utf-8", "surrogateescape"), error)
            raise
        return
    heading = "" if prefill else f"<!-- {visible_line(about).replace('--', '–')} -->\n"
    with editor.edited(prefill or heading, app.editor, draft_file(app)) as result:
        yield _not_empty(result.replace(heading, "", 1))


def opens_editor(words: Sequence[str]) -> bool:
    """Whether it is written in the editor: there are no `words`, and somebody sits at a terminal."""
    return not " ".join(words).strip() and bool(sys.stdin and sys.stdin.isatty())


def _piped() -> str:
    data = sys.stdin.buffer.read(MAX_BODY_BYTES + 1) if sys.stdin else b""  # there is none behind `<&-`
    if len(data) > MAX_BODY_BYTES:
        raise Unusable("more than 5 MiB are refused", "say it in fewer words")
    return data.decode("utf-8", "replace")


def _not_empty(text: str) -> str:
    if not text.strip():
        raise NothingFound("nothing was written, so nothing is said")
    return text.strip()
