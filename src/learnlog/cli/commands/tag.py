"""`learnlog tag`: an entry's tags."""

from collections.abc import Sequence

import click

from learnlog import revise
from learnlog.cli.app import App
from learnlog.cli.completing import complete_ref, complete_signed_tag
from learnlog.cli.params import json_option
from learnlog.cli.revising import say_revised
from learnlog.entry import one_line


@click.command("tag", context_settings={"ignore_unknown_options": True})
@click.argument("ref", shell_complete=complete_ref)
@click.argument(
    "tags",
    metavar="[+TAG|-TAG]...",
    nargs=-1,
    required=True,
    type=click.UNPROCESSED,
    shell_complete=complete_signed_tag,
)
@json_option
@click.pass_obj
def command(app: App, ref: str, tags: Sequence[str], *, as_json: bool) -> None:
    """Add and remove an entry's tags.

    +TAG or TAG adds it, -TAG removes it, all in one change.

    \b
      learnlog tag k3f9 +git +undo -draft
      learnlog tag @last postgres
    """
    located = app.refs.own(ref)
    add = [_name(word.removeprefix("+")) for word in tags if not word.startswith("-")]
    remove = [_name(word[1:]) for word in tags if word.startswith("-")]
    entry = revise.tag(app.journal, located.entry.path, add, remove)
    say_revised(app, located, entry, as_json=as_json)


def _name(word: str) -> str:
    name = one_line(word).lstrip("#")
    if not name:
        raise click.UsageError("a tag needs a name: +TAG adds it, -TAG removes it")
    return name
