"""`learnlog suggestions`: what colleagues propose for one's own lessons."""

from collections.abc import Sequence
from typing import Any

import click

from learnlog import suggesting
from learnlog.cli import differences
from learnlog.cli.app import App
from learnlog.cli.clean import visible_title
from learnlog.cli.completing import complete_ref
from learnlog.cli.params import json_option
from learnlog.cli.proposals import by, compared, one_proposal, open_proposals
from learnlog.cli.rows import Row
from learnlog.errors import NoHubYet, NothingFound
from learnlog.hub import layout
from learnlog.store import Card
from learnlog.suggesting import Suggestion


@click.command("suggestions")
@click.argument("ref", required=False, shell_complete=complete_ref)
@click.option("--decline", is_flag=True, help="Do not take the one for REF; it is listed no more.")
@click.option("--from", "whose", metavar="AUTHOR|N", help="Which to decline, where there are several.")
@json_option
@click.pass_obj
def command(app: App, ref: str | None, whose: str | None, *, decline: bool, as_json: bool) -> None:
    """Show what colleagues propose for your lessons.

    A line for each; with REF what would be different. learnlog accept takes one into your entry. What you
    decline is noted in your journal alone; learnlog reply says why.

    \b
      learnlog suggestions
      learnlog suggestions 1
      learnlog suggestions k3f9 --decline --from "Bob Ray"
    """
    if decline and ref is None:
        raise click.UsageError("--decline needs a REF")
    entry_id = app.refs.own(ref).entry.id if ref else None
    if decline and entry_id:
        _decline(app, one_proposal(app, entry_id, whose), as_json=as_json)
        return
    found = open_proposals(app, entry_id)
    if as_json:
        app.output.record({"total": len(found), "suggestions": [_record(each) for each in found]})
    elif entry_id:
        differences.tell(app, (line for each in found for line in compared(each).lines()))
    else:
        _list(app, found)
    if not found and not app.config.hubs:
        raise NoHubYet
    if not found:
        raise NothingFound("nobody suggests anything, as your hubs were last pulled", "learnlog hub pull")


def _decline(app: App, suggestion: Suggestion, *, as_json: bool) -> None:
    suggesting.decline(app.journal, app.machine, suggestion, app.now)
    if as_json:
        app.output.record(_record(suggestion))
    else:
        app.output.line(f"declined what {visible_title(by(suggestion))} suggests for {suggestion.id}")


def _list(app: App, found: Sequence[Suggestion]) -> None:
    """Print a line for each, and remember the entries by their numbers."""
    own = {card.entry.id: card for card in app.index.cards() if card.hub is None}
    app.refs.remember(own[each.id] for each in found if each.id in own)
    rows = [_row(each, own[each.id]) for each in found if each.id in own]
    if app.output.on_terminal and rows:
        app.output.paged(app.output.renderer.log(rows), app.pager)
        return
    for row in rows:
        columns = (row.id, f"{row.date:%Y-%m-%d}", row.what, row.title, row.by)
        app.output.line("\t".join(map(visible_title, columns)))


def _row(suggestion: Suggestion, card: Card) -> Row:
    lines = compared(suggestion).lines()[2:]
    more, less = (sum(line.startswith(sign) for line in lines) for sign in "+-")
    entry = card.entry
    return Row(entry.id, entry.path, entry.title, by(suggestion), suggestion.date, f"+{more} -{less}", "")


def _record(suggestion: Suggestion) -> dict[str, Any]:
    return {
        **differences.record(compared(suggestion)),
        "author": by(suggestion),
        "date": suggestion.date.isoformat(timespec="seconds"),
        "path": f"{layout.RESPONSES}/{suggestion.id}/{suggestion.name}",
    }
