"""`learnlog history`: how an entry came to be what it is."""

import click

from learnlog.cli.app import App
from learnlog.cli.clean import visible_line
from learnlog.cli.completing import complete_ref
from learnlog.cli.params import json_option
from learnlog.errors import NothingFound, Unusable
from learnlog.repository import Commit


@click.command("history")
@click.argument("ref", shell_complete=complete_ref)
@click.option("-p", "--patch", is_flag=True, help="Show what each change changed.")
@json_option
@click.pass_obj
def command(app: App, ref: str, *, patch: bool, as_json: bool) -> None:
    """Show how an entry came to be what it is.

    One line for each commit that changed the entry, the newest first, also from before it was renamed.

    \b
      learnlog history k3f9
      learnlog history @last -p
    """
    located = app.refs.one(ref)
    if located.store.hub is not None:
        raise Unusable(
            f"{ref} is a lesson in the hub {located.store.hub}; its history is there",
            f"see: learnlog hub log {located.store.hub}",
        )
    history = app.journal.history
    commits = history.log(located.entry.path) if history else []
    if not history or not commits:
        raise NothingFound(
            f"{located.entry.path} is in no commit yet", "the next command that changes it commits it"
        )
    if as_json:
        app.output.record({"total": len(commits), "commits": [_record(commit) for commit in commits]})
    elif patch:
        app.output.line(history.patches(located.entry.path).decode("utf-8", "replace").rstrip("\n"))
    else:
        _list(app, commits)


def _list(app: App, commits: list[Commit]) -> None:
    for commit in commits:
        subject, author = visible_line(commit.subject), visible_line(commit.author)
        if app.output.on_terminal:
            app.output.line(f"{commit.date:%Y-%m-%d %H:%M}  {subject}  ({author})")
        else:
            app.output.line(f"{commit.date.isoformat()}\t{subject}\t{author}")


def _record(commit: Commit) -> dict[str, str]:
    return {
        "commit": commit.name,
        "date": commit.date.isoformat(),
        "author": commit.author,
        "subject": commit.subject,
    }
