"""`learnlog answer`: what closes a question."""

from collections.abc import Sequence

import click

from learnlog.cli.app import App
from learnlog.cli.completing import complete_ref
from learnlog.cli.drafting import Wanted, question_named, save
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


@click.command("answer")
@click.argument("ref", shell_complete=complete_ref)
@click.argument("text", cls=FreeWords)
@tag_option
@project_option
@source_option
@edit_option
@no_context_option
@to_option
@yes_option
@json_option
@click.pass_obj
def command(  # noqa: PLR0913, PLR0917 - one for each option of the contract
    app: App,
    ref: str,
    text: Sequence[str],
    tags: Sequence[str],
    project: str | None,
    sources: Sequence[str],
    hub_name: str | None,
    *,
    edit: bool,
    no_context: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Answer a question with a lesson.

    The lesson says which question it answers, and the question becomes `answered`, both in one commit. TEXT
    is taken as `learnlog add` takes it; in the editor, the question's title is offered as the lesson's. With
    --to it is published at once, as `learnlog publish` does: shown, and asked about.

    \b
      learnlog answer k3f9 "The cache is built twice. Set CARGO_TARGET_DIR for both targets"
      learnlog answer @last < notes.md
      learnlog answer 2 -e
      learnlog answer 2 "Set CARGO_TARGET_DIR for both targets" --to team
    """
    if hub_name:
        hub_meant(app, hub_name, writing=True)
    question = question_named(app, ref)
    values = {
        "tags": list(tags),
        "project": project,
        "source": list(sources),
        "context": None if no_context else context(app) or None,
    }
    wanted = Wanted(" ".join(text), values, edit=edit, usual_title=question.entry.title)
    entry = save(app, wanted, question=question, as_json=as_json, hub_name=hub_name)
    return hand_on(app, entry, hub_name, yes=yes, as_json=as_json) if hub_name else 0
