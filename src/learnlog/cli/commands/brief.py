"""`learnlog brief`: before starting."""

from collections.abc import Sequence

import click

from learnlog import brief, repository
from learnlog.brief import Brief
from learnlog.cli import piped
from learnlog.cli.app import App
from learnlog.cli.clean import visible_line
from learnlog.cli.filtering import colored, plain
from learnlog.cli.freewords import FreeWords
from learnlog.cli.params import json_option
from learnlog.cli.records import entry
from learnlog.cli.surroundings import is_in_journal
from learnlog.situation import Situation, words_of

_NOTHING_FITS = 1
_MOST_READ = 256 * 1024  # bytes of what is piped in; the longest tickets are shorter
_GIT_SECONDS = 0.5  # for each question about changed files
_MOST_FILES = 500


@click.command("brief")
@click.argument("words", cls=FreeWords)
@click.option("-n", "--limit", "most", type=click.IntRange(min=1), default=5, help="At most so many lessons.")
@json_option
@click.pass_context
def command(ctx: click.Context, words: Sequence[str], most: int, *, as_json: bool) -> None:
    """Show what fits the work you are about to begin.

    Looks at the repository's name, the branch, the changed files, and WORDS: a few of your own, or a ticket
    piped in. Shows at most five lessons, and this repository's open questions and decisions that are due.
    Says nothing and ends with status 1 when nothing fits well.

    Without WORDS a pipe is read, and a file that nobody has begun to read; a single - reads standard input
    whatever it is. Inside a loop that reads a pipe, name a few words, or put </dev/null behind it.

    \b
      learnlog brief
      learnlog brief rounding of invoices
      gh issue view 311 | learnlog brief
    """
    app = ctx.ensure_object(App)
    text = _said(words)
    has_entries = app.journal_folder.is_dir() or app.config.hubs
    found = (
        brief.run(_situation(app, text), index=app.index, now=app.now, most=most) if has_entries else Brief()
    )
    _tell(app, found, as_json=as_json)
    if not found.rows:
        ctx.exit(_NOTHING_FITS)


def _said(words: Sequence[str]) -> str:
    """What the person says of the work: in words, or in a ticket that is piped in."""
    is_asked_for = words == ("-",)
    if is_asked_for or (not words and piped.is_given()):
        return piped.beginning(_MOST_READ).decode("utf-8", "replace")
    return " ".join(words)


def _situation(app: App, text: str) -> Situation:
    """What is known of the work in the folder the command runs in, and what `text` says of it."""
    words = tuple(words_of(text))
    found = {} if is_in_journal(app) else repository.surroundings(app.folder)
    if not found:
        return Situation(words=words)
    files = repository.changed_files(app.folder, seconds=_GIT_SECONDS, most=_MOST_FILES)
    return Situation(found["repo"], found.get("branch", ""), files, words)


def _tell(app: App, found: Brief, *, as_json: bool) -> None:
    """Print the rows, and remember them by their numbers; nothing is said of nothing but in JSON."""
    if found.rows:
        app.refs.remember([row.card for row in found.rows])
    output = app.output
    if as_json:
        records = [
            entry(row.card.entry, app.index.store(row.card.hub).absolute(row.card.entry.path), row.card.hub)
            | {"why": list(row.why)}
            for row in found.rows
        ]
        output.record({"total": found.total, "entries": records})
    elif output.on_terminal and found.rows:
        output.drawn(output.renderer.brief(found.rows))  # never paged: a hook of git must come back
    else:
        one_line = colored if output.has_color() else plain
        for row in found.rows:
            output.drawn(f"{one_line(row.card)}\t{visible_line('; '.join(row.why))}\n")
