"""What was just saved is handed on to a hub at once, the way `publish` does it."""

import click

from learnlog.cli import records
from learnlog.cli.app import App
from learnlog.cli.completing import complete_hub
from learnlog.cli.hubs import hub_named
from learnlog.entry import Entry
from learnlog.errors import LearnlogError, RemoteFailed
from learnlog.hub import Outbox

to_option = click.option(
    "--to", "hub_name", metavar="HUB", shell_complete=complete_hub, help="Publish it there at once."
)


def hand_on(app: App, entry: Entry, hub_name: str, *, yes: bool, as_json: bool) -> int:
    """Publish the entry with all that `learnlog publish` shows and asks; the exit status.

    When the hub cannot be reached, the next `learnlog publish` offers it. Raises what `publish` raises, with
    a hint that the entry is saved.
    """
    context = click.get_current_context()
    root = context.find_root()
    publish = root.command.get_command(root, "publish") if isinstance(root.command, click.Group) else None
    if publish is None:
        raise TypeError
    app.index.catch_up(app.output.progress)  # it may have been asked before there was this entry
    try:
        return int(
            context.invoke(publish, refs=(entry.id,), hub_name=hub_name, yes=yes, as_json=as_json) or 0
        )
    except RemoteFailed as trouble:
        Outbox(hub_named(app, hub_name).outbox).postpone(entry.id)
        if as_json:
            app.output.record(records.entry(entry, app.journal.store.absolute(entry.path), None, body=True))
        app.output.note(f"{trouble.message}; it is saved, and goes with: learnlog publish --to {hub_name}")
        return 0
    except LearnlogError as error:
        error.hint = (
            f"{error.hint}\nit is saved; to publish it: learnlog publish {entry.id} --to {hub_name}".lstrip()
        )
        raise
