"""What was just saved is handed on to a hub at once, the way `publish` does it."""

from importlib import import_module

import click

from learnlog.cli import records
from learnlog.cli.app import App
from learnlog.cli.completing import complete_hub
from learnlog.cli.hubs import hub_meant
from learnlog.cli.naming import Named
from learnlog.entry import Entry
from learnlog.errors import LearnlogError, RemoteFailed

to_option = click.option(
    "--to", "hub_name", metavar="HUB", shell_complete=complete_hub, help="Publish it there at once."
)


def hand_on(app: App, entry: Entry, hub_name: str, *, yes: bool, as_json: bool) -> int:
    """Publish the entry with all that `learnlog publish` shows and asks; the exit status.

    When the hub cannot be reached, the next `learnlog publish` offers it. Raises what `publish` raises, with
    a hint that the entry is saved.
    """
    publishing = import_module("learnlog.cli.publishing")  # which what is only saved does without
    hub = hub_meant(app, hub_name, writing=True)
    app.index.catch_up(app.output.progress)  # it may have been asked before there was this entry
    try:
        wanted = publishing.Wanted(Named((entry.id,)), yes=yes, as_json=as_json)
        status: int = publishing.carry_out(app, hub, wanted)
    except RemoteFailed as trouble:
        hub.outbox.postpone(entry.id)
        if as_json:
            record = records.entry(entry, app.journal.store.absolute(entry.path), None, body=True)
            app.output.record(record | {"sent": False})
        app.output.note(f"{trouble.message}; it is saved, and goes with: learnlog publish --to {hub_name}")
        return 0
    except LearnlogError as error:
        error.hint = (
            f"{error.hint}\nit is saved; to publish it: learnlog publish {entry.id} --to {hub_name}".lstrip()
        )
        raise
    return status
