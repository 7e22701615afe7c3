"""Where a command runs: the repository, branch, commit and folder that an entry remembers."""

from pathlib import Path

from learnlog import repository
from learnlog.capture import Draft
from learnlog.cli.app import App
from learnlog.errors import Unusable


def context(app: App) -> dict[str, str]:
    """The context of the folder the command runs in.

    {} outside of a work tree, inside of the journal, and where the settings turn it off.
    """
    if not app.config.values["context"] or is_in_journal(app):
        return {}
    found = repository.surroundings(app.folder)
    return {**found, "directory": _with_home_as_tilde(app)} if found else {}


def from_commit(app: App, rev: str) -> tuple[Draft, dict[str, str]]:
    """A draft that begins with the message of the commit `rev`, and what the context says of that commit.

    Raises Unusable when `rev` names no commit of the repository the command runs in.
    """
    words = ("rev-parse", "--verify", "--quiet", f"{rev}^{{commit}}")
    try:
        name = repository.git(app.folder, *words).decode().strip()
        commit, *_ = repository.commits(app.folder, "-1", name, "--")
    except (repository.GitFailed, ValueError):
        hint = "write --commit=REV, or --commit at the end of the line"
        raise Unusable(f"{rev!r} names no commit here", hint) from None
    headline = f"{commit.subject}\n\n"
    return Draft({"title": commit.subject}, commit.body, headline), {"commit": commit.name[:7]}


def is_in_journal(app: App) -> bool:
    """Whether the command runs inside of the journal, which is no work of its own."""
    return app.folder.resolve().is_relative_to(app.journal_folder)


def _with_home_as_tilde(app: App) -> str:
    home = app.environment.get("HOME") or str(Path.home())
    folder = app.environment.get("PWD") or str(app.folder)
    if Path(folder).resolve() != app.folder.resolve():
        folder = str(app.folder)
    return str(Path("~") / Path(folder).relative_to(home)) if Path(folder).is_relative_to(home) else folder
