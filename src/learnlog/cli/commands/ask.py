"""`learnlog ask`: a question that is open."""

from collections.abc import Sequence

import click

from learnlog.cli.app import App
from learnlog.cli.drafting import Wanted, save
from learnlog.cli.freewords import FreeWords
from learnlog.cli.params import (
    edit_option,
    json_option,
    no_context_option,
    project_option,
    source_option,
    tag_option,
)
from learnlog.cli.surroundings import context


@click.command("ask")
@click.argument("question", cls=FreeWords)
@tag_option
@project_option
@source_option
@edit_option
@no_context_option
@json_option
@click.pass_obj
def command(  # noqa: PLR0913 - one for each option of the contract
    app: App,
    question: Sequence[str],
    tags: Sequence[str],
    project: str | None,
    sources: Sequence[str],
    *,
    edit: bool,
    no_context: bool,
    as_json: bool,
) -> None:
    """Write down a question that is open.

    With QUESTION it is saved at once. Without, standard input is read; on a terminal your editor opens on
    the template `question`. It stays open until you answer it.

    \b
      learnlog ask "Why does the nightly build need twice the memory?" -t build
      learnlog ask
      learnlog list -k question
      learnlog answer @last "The cache is built twice, once for each target"
    """
    values = {
        "kind": "question",
        "tags": list(tags),
        "project": project,
        "source": list(sources),
        "context": None if no_context else context(app) or None,
    }
    save(app, Wanted(" ".join(question), values, edit=edit), as_json=as_json)
