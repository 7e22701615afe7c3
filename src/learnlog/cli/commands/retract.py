"""`learnlog retract`: a published lesson is taken back, as far as that is possible."""

from functools import partial

import click

from learnlog import publish
from learnlog.cli.app import App
from learnlog.cli.clean import visible_title
from learnlog.cli.completing import complete_hub, complete_ref
from learnlog.cli.hubs import all_hubs, hub_meant, patience, pause
from learnlog.cli.params import confirmed, json_option, yes_option
from learnlog.cli.pulling import pull_first
from learnlog.errors import Unusable
from learnlog.hub import Hub, exchange
from learnlog.hub.exchange import Line

_BEFORE = """\
if a password, key or token was in it: revoke that first, where it was issued;
taking the lesson back does not make it safe"""
_AFTER = """\
gone from the hub as it is now, and from colleagues' searches when they pull; what cannot be undone:
- who pulled it before still has it, and may have read or copied it
- it stays in the hub's history, for all who can read the hub
a password, key or token that was in it: revoke it now, where it was issued
to have it out of the history too, ask whoever runs the hub; clones keep it even then"""


@click.command("retract")
@click.argument("ref", shell_complete=complete_ref)
@click.option(
    "--from", "hub_name", metavar="HUB", shell_complete=complete_hub, help="Which hub; else the one it is in."
)
@yes_option
@json_option
@click.pass_obj
def command(app: App, ref: str, hub_name: str | None, *, yes: bool, as_json: bool) -> None:
    """Take a published lesson back.

    Removes it and its attachments from the hub and leaves a tombstone, so that it vanishes from colleagues'
    searches when they pull. The entry in your journal stays. Who pulled it before still has it, and it stays
    in the hub's history: revoke a leaked password, key or token first.

    \b
      learnlog retract k3f9
      learnlog retract k3f9 --from team --yes
    """
    located = app.refs.one(ref)
    entry = located.entry
    hub = _hub_with(app, entry.id, _named(ref, located.store.hub, hub_name))
    hub.check_writable()
    line = Line(patience(app), pause, app.random)
    pull_first(app, hub, line)
    lesson = publish.find_own(hub, hub.tree(), entry.id)
    if not yes:
        app.output.note(_BEFORE)
        confirmed(app, f"{lesson.id}  {visible_title(lesson.title)}", f"Take it back from {hub.name}?")
    send = partial(exchange.send, hub, line, when=app.now)
    title = publish.retract(hub, entry.id, when=app.now, send=send)
    if as_json:
        app.output.record({"id": entry.id, "title": title, "hub": hub.name})
    else:
        app.output.line(f"retracted {entry.id}  {visible_title(title)}")
    app.output.note(_AFTER)


def _named(ref: str, hub: str | None, name: str | None) -> str | None:
    """The hub that a REF of the form HUB/ID, or `--from`, names; `hub` is where REF was found.

    Raises Unusable where they differ.
    """
    if not (hub and ref.startswith(f"{hub}/")):
        return name
    if name and name != hub:
        raise Unusable(f"{ref} is the lesson in {hub}, and --from names {name}", "leave one of them out")
    return hub


def _hub_with(app: App, entry_id: str, name: str | None) -> Hub:
    """The hub named, else the only one in which the person has published the entry."""
    if name:
        return hub_meant(app, name)
    hubs = [hub for hub in all_hubs(app) if hub.is_here and entry_id in hub.tree().own(hub.author)]
    if len(hubs) > 1:
        raise Unusable(
            f"{entry_id} is published in {' and '.join(hub.name for hub in hubs)}", "say which: --from HUB"
        )
    return hubs[0] if hubs else hub_meant(app, None)
