"""`learnlog ask`: a question that is open."""

from collections.abc import Sequence

import click

from learnlog.cli import saying
from learnlog.cli.app import App
from learnlog.cli.completing import complete_ref
from learnlog.cli.drafting import Wanted, save
from learnlog.cli.freewords import FreeWords
from learnlog.cli.handing import hand_on, to_option
from learnlog.cli.hubs import hub_meant
from learnlog.cli.params import (
    edit_option,
    json_option,
    no_context_option,
    project_option,
    source_option,
    tag_option,
    yes_option,
)
from learnlog.cli.surroundings import context
from learnlog.errors import Unusable
from learnlog.response import Kind


@click.command("ask")
@click.argument("question", cls=FreeWords)
@tag_option
@project_option
@source_option
@edit_option
@no_context_option
@to_option
@click.option(
    "--about", "ref", metavar="REF", shell_complete=complete_ref, help="Ask it of this lesson, in its hub."
)
@yes_option
@json_option
@click.pass_obj
def command(  # noqa: PLR0913, PLR0917 - one for each option of the contract
    app: App,
    question: Sequence[str],
    tags: Sequence[str],
    project: str | None,
    sources: Sequence[str],
    hub_name: str | None,
    ref: str | None,
    *,
    edit: bool,
    no_context: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Write down a question that is open.

    With QUESTION it is saved at once. Without, standard input is read; on a terminal your editor opens on
    the template `question`. It stays open until you answer it.

    With --to it is published at once, as `learnlog publish` does: shown, and asked about. With --about it is
    no entry, but said to a colleague's lesson, as `learnlog reply` does.

    \b
      learnlog ask "Why does the nightly build need twice the memory?" -t build
      learnlog ask
      learnlog list -k question
      learnlog answer @last "The cache is built twice, once for each target"
      learnlog ask "Who has set up a second build machine?" --to team
      learnlog ask --about k3f9 "Does it also hold for branches that are pushed?"
    """
    if ref is not None:
        if tags or project or sources or hub_name or edit or no_context:
            raise click.UsageError("--about takes the question alone: what is said to a lesson is no entry")
        saying.say(app, _colleagues(app, ref), Kind.QUESTION, question, yes=yes, as_json=as_json)
        return 0
    if hub_name:
        hub_meant(app, hub_name, writing=True)
    values = {
        "kind": "question",
        "tags": list(tags),
        "project": project,
        "source": list(sources),
        "context": None if no_context else context(app) or None,
    }
    wanted = Wanted(" ".join(question), values, edit=edit)
    entry = save(app, wanted, as_json=as_json, hub_name=hub_name)
    return hand_on(app, entry, hub_name, yes=yes, as_json=as_json) if hub_name else 0


def _colleagues(app: App, ref: str) -> saying.Lesson:
    """The colleague's lesson that `ref` names. Raises Unusable when it is one's own."""
    lesson = saying.lesson_of(app, app.refs.one(ref))
    if lesson is None or lesson.is_own:
        raise Unusable("it is your own lesson, which you can only ask yourself", "leave --about out")
    return lesson
