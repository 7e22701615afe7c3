"""`learnlog who`: whom to ask."""

from collections.abc import Sequence
from typing import Any

import click

from learnlog import who
from learnlog.cli import records
from learnlog.cli.app import App
from learnlog.cli.clean import visible_line
from learnlog.cli.freewords import FreeWords, quoted
from learnlog.cli.hubs import all_hubs
from learnlog.cli.params import json_option
from learnlog.errors import NoHubYet, NothingFound
from learnlog.store import Card
from learnlog.who import KINDS, Person


@click.command("who")
@click.argument("topic", cls=FreeWords, required=True)
@json_option
@click.pass_obj
def command(app: App, topic: Sequence[str], *, as_json: bool) -> None:
    """Find colleagues who know about a topic.

    Named are those who have lessons or answers on it in your hubs, or have said that one helped, with these
    as the reason; the nearest to the topic come first. Nobody is counted or ranked, you are not listed
    yourself, and whoever does not want to be named is not.

    \b
      learnlog who postgres locks
      learnlog show 1
      learnlog who docker --json
    """
    words = " ".join(topic)
    people = who.people(words, index=app.index, hubs=all_hubs(app))
    app.refs.remember([card for person in people for card in person.cards()])
    if as_json:
        app.output.record({"total": len(people), "people": [_record(app, person) for person in people]})
    elif app.output.on_terminal and people:
        app.output.paged(app.output.renderer.people(people), app.pager)
    else:
        for person in people:
            app.output.line("\t".join(map(visible_line, _columns(person))))
    if not people and not app.config.hubs:
        raise NoHubYet
    if not people:
        raise NothingFound(
            f"nobody in your hubs has a lesson on {words}",
            f"ask it: learnlog ask {quoted(words)}; learnlog publish @last",
        )


def _columns(person: Person) -> list[str]:
    """Name, folder, hubs, the numbers of lessons, answers and confirmations, and their ids."""
    counts = [str(len(person.cards(kind))) for kind in KINDS]
    ids = ",".join(card.entry.id for card in person.cards())
    return [person.name, person.author, ",".join(person.hubs), *counts, ids]


def _record(app: App, person: Person) -> dict[str, Any]:
    things = {f"{kind}s": [_entry(app, card) for card in person.cards(kind)] for kind in KINDS}
    return {"name": person.name, "author": person.author, "hubs": person.hubs, **things}


def _entry(app: App, card: Card) -> dict[str, Any]:
    path = app.index.store(card.hub).absolute(card.entry.path)
    return records.entry(card.entry, path, card.hub, also=card.also)
