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
    if not app.config.values["context"] or app.folder.resolve().is_relative_to(app.journal_folder):
        return {}
    found = repository.surroundings(app.folder)
    return {**found, "directory": _with_home_as_tilde(app)} if found else {}


def from_commit(app: App, rev: str) -> tuple[Draft, dict[str, str]]:
    """A draft that begins with the message of the commit `rev`, and what the context says of that commit.

    Raises Unusable when `rev` names no commit of the repository the command runs in.
    """
    found = (
        repository.commits(app.folder, "-1", "--end-of-options", rev, "--") if _is_commit(app, rev) else []
    )
    if not found:
        raise Unusable(
            f"{rev} names no commit here", "write --commit=REV, or --commit at the end of the line"
        )
    commit = found[0]
    return Draft({"title": commit.subject}, commit.body, f"{commit.subject}\n\n"), {"commit": commit.name[:7]}


def _is_commit(app: App, rev: str) -> bool:
    try:
        repository.git(
            app.folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}"
        )
    except repository.GitFailed:
        return False
    return True


def _with_home_as_tilde(app: App) -> str:
    home = app.environment.get("HOME") or str(Path.home())
    folder = app.environment.get("PWD") or str(app.folder)
    if Path(folder).resolve() != app.folder.resolve():
        folder = str(app.folder)
    return str(Path("~") / Path(folder).relative_to(home)) if Path(folder).is_relative_to(home) else folder
