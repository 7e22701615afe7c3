"""`learnlog add`: a task is done, ten seconds, no decisions to make."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from learnlog.cli.app import App
from learnlog.cli.completing import complete_kind, complete_ref, complete_template
from learnlog.cli.drafting import Wanted, question_named, save
from learnlog.cli.freewords import FreeWords
from learnlog.cli.params import (
    MOMENT,
    edit_option,
    json_option,
    no_context_option,
    project_option,
    source_option,
    tag_option,
)
from learnlog.cli.surroundings import context, from_commit


@click.command("add")
@click.argument("text", cls=FreeWords)
@tag_option
@click.option("-k", "--kind", shell_complete=complete_kind, help="lesson, note, question, decision, story…")
@click.option("-T", "--title", help="The title; else the first line or sentence.")
@project_option
@source_option
@click.option("-d", "--date", "when", type=MOMENT, help="When it was: 2026-03-05, 'yesterday 17:00'.")
@click.option("--template", shell_complete=complete_template, help="Open the editor on this template.")
@click.option(
    "--commit", "rev", is_flag=False, flag_value="HEAD", help="Write about a commit of this repository."
)
@click.option("--answers", metavar="REF", shell_complete=complete_ref, help="The question this answers.")
@click.option(
    "--attach",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, readable=False),
    help="A file to keep.",
)
@edit_option
@no_context_option
@json_option
@click.pass_obj
def command(  # noqa: PLR0913, PLR0917 - one for each option of the contract
    app: App,
    text: Sequence[str],
    tags: Sequence[str],
    kind: str | None,
    title: str | None,
    project: str | None,
    sources: Sequence[str],
    when: datetime | None,
    template: str | None,
    rev: str | None,
    answers: str | None,
    files: Sequence[Path],
    *,
    edit: bool,
    no_context: bool,
    as_json: bool,
) -> None:
    """Write down what you learned.

    With TEXT it is saved at once: the first line or sentence becomes the title, #words become tags. Without,
    standard input is read; on a terminal your editor opens on a template.

    \b
      learnlog add "Undo the last commit, keep the work: git reset --soft HEAD~1 #git"
      learnlog add -t postgres -s https://wiki/pg -d yesterday "VACUUM FULL locks the table"
      make 2>&1 | tail -20 | learnlog add -T "The linker wants -lm last"
      learnlog add --template decision
      learnlog add --commit -e
    """
    prefill, of_commit = from_commit(app, rev) if rev is not None else (None, {})
    surroundings = {} if no_context else context(app)
    values = {
        "title": title,
        "date": when,
        "kind": kind,
        "tags": list(tags),
        "project": project,
        "source": list(sources),
        "context": {**surroundings, **of_commit} or None,
    }
    question = question_named(app, answers) if answers else None
    wanted = Wanted(" ".join(text), values, prefill, template, edit=edit)
    save(app, wanted, files=files, question=question, as_json=as_json)
