"""`learnlog helped`: what became of a lesson in use."""

from collections.abc import Sequence

import click

from learnlog.cli import saying
from learnlog.cli.app import App
from learnlog.cli.completing import complete_ref
from learnlog.cli.freewords import FreeWords
from learnlog.cli.noting import note
from learnlog.cli.params import json_option, yes_option
from learnlog.response import Kind, Response


@click.command("helped")
@click.argument("ref", shell_complete=complete_ref)
@click.argument("text", metavar="[NOTE]...", cls=FreeWords)
@click.option("--no", "did_not_work", is_flag=True, help="It did not work here.")
@click.option("--outdated", is_flag=True, help="It is out of date.")
@click.option("--anonymous", is_flag=True, help="Say it without your name.")
@yes_option
@json_option
@click.pass_obj
def command(  # noqa: PLR0913 - one for each option of the contract
    app: App,
    ref: str,
    text: Sequence[str],
    *,
    did_not_work: bool,
    outdated: bool,
    anonymous: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Say that a lesson helped, did not work, or is out of date.

    It is noted in your journal. To a colleague's lesson it is also said in the hub it came from: you see what
    is sent and under which name, and are asked. Without a network it is kept, and goes with the next pull or
    publish. Of a lesson in a hub that is read-only for you it is noted in your journal alone.

    NOTE is what you would tell the author: on which version, what was missing. What you say last counts.

    \b
      learnlog helped 1
      learnlog helped k3f9 "On 3.12 as well" --yes
      learnlog helped k3f9 --no "The option is called --force by now"
      learnlog helped 2 --anonymous
    """
    if did_not_work and outdated:
        raise click.UsageError("--no and --outdated do not go together; leave one of them out")
    kind = Kind.DID_NOT_WORK if did_not_work else Kind.OUTDATED if outdated else Kind.HELPED
    located = app.refs.one(ref)
    words = " ".join(text).strip()
    lesson = saying.lesson_of(app, located) if located.store.hub is not None else None
    if lesson is None or lesson.is_own or lesson.hub.settings.read_only:
        hub = None if lesson is None or lesson.is_own else lesson.hub.name
        told = note(app, kind, located.entry, hub, words)
        response = Response(located.entry.id, kind, "", app.now, words)
        if as_json:
            app.output.record(saying.record(response, located.entry, hub, sent=None))
        else:
            app.output.line(told)
        return
    response = saying.response_to(app, lesson, kind, words, unnamed=anonymous)
    saying.agree(app, lesson, response, yes=yes, as_json=as_json)
    note(app, kind, located.entry, lesson.hub.name, words)
    saying.tell(app, lesson, response, as_json=as_json)
