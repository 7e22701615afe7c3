"""`learnlog reply`: say something to a lesson."""

from collections.abc import Sequence

import click

from learnlog.cli import saying
from learnlog.cli.app import App
from learnlog.cli.completing import complete_hub, complete_ref
from learnlog.cli.freewords import FreeWords
from learnlog.cli.params import json_option, yes_option
from learnlog.errors import Unusable
from learnlog.response import Kind


@click.command("reply")
@click.argument("ref", shell_complete=complete_ref)
@click.argument("text", cls=FreeWords)
@click.option(
    "--to", "hub_name", metavar="HUB", shell_complete=complete_hub, help="Where, of your own in several hubs."
)
@yes_option
@json_option
@click.pass_obj
def command(  # noqa: PLR0913 - one for each option of the contract
    app: App, ref: str, text: Sequence[str], hub_name: str | None, *, yes: bool, as_json: bool
) -> None:
    """Say something to a lesson, for all who read it.

    To a colleague's, or to your own that is published. Without TEXT standard input is read; on a terminal
    your editor opens. You see what is sent, and are asked. Without a network it is kept, and goes with the
    next pull or publish. `learnlog show` shows what was said to a lesson.

    \b
      learnlog reply 1 "On a Mac the file is in ~/Library"
      learnlog reply k3f9
      learnlog reply k3f9 --yes < answer.md
    """
    located = app.refs.one(ref)
    lesson = saying.lesson_of(app, located, hub_name)
    if lesson is None:
        raise Unusable(
            f"nobody else has {located.entry.id}, so nobody would read it",
            f"hand it on first: learnlog publish {located.entry.id}",
        )
    saying.say(app, lesson, Kind.REPLY, text, yes=yes, as_json=as_json)
