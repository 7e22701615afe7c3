"""`learnlog tags`: all tags, and another name for one of them."""

from collections import Counter
from collections.abc import Iterable

import click

from learnlog import revise
from learnlog.cli.app import App
from learnlog.cli.completing import complete_tag
from learnlog.cli.params import json_option
from learnlog.entry import one_line
from learnlog.errors import NothingFound
from learnlog.store import Card


@click.group("tags", invoke_without_command=True)
@json_option
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """List tags, or rename one everywhere.

    Each tag with the number of entries that have it, yours and those of the hubs, the most used first.

    \b
      learnlog tags
      learnlog tags --json
      learnlog tags rename postgres postgresql
    """
    if context.invoked_subcommand is None:
        _list(context.ensure_object(App), as_json=as_json)


@command.command("rename")
@click.argument("old", shell_complete=complete_tag)
@click.argument("new", shell_complete=complete_tag)
@json_option
@click.pass_obj
def rename(app: App, old: str, new: str, *, as_json: bool) -> None:
    """Call the tag OLD NEW in all of your entries.

    One change, whatever the number of entries; capitals of OLD do not matter. Where NEW is there already,
    the two become one.

    \b
      learnlog tags rename postgres postgresql
      learnlog tags rename Git git
    """
    old, new = (one_line(word).lstrip("#") for word in (old, new))
    if not new:
        raise click.UsageError("a tag needs a name")
    if old == new:
        raise click.UsageError("the tag is called that already")
    paths = [card.entry.path for card in app.rows() if card.hub is None and _has(card, old)]
    if not paths:
        raise NothingFound(f"no entry of yours has the tag {old}", "see: learnlog tags")
    with app.output.progress("renaming", len(paths)) as step:
        renamed = revise.rename_tag(app.journal, paths, old, new, step)
    if not renamed:  # another command was quicker
        raise NothingFound(f"no entry of yours has the tag {old} any more", "see: learnlog tags")
    if as_json:
        app.output.record({"old": old, "new": new, "total": renamed})
    else:
        app.output.line(f"renamed {old} to {new} in {renamed} {'entry' if renamed == 1 else 'entries'}")


def _list(app: App, *, as_json: bool) -> None:
    counted = _counted(app.rows())
    if as_json:
        app.output.record(
            {"total": len(counted), "tags": [{"tag": tag, "count": count} for tag, count in counted]}
        )
    for tag, count in counted if not as_json else ():
        app.output.line(f"{count:>6}  {tag}" if app.output.on_terminal else f"{count}\t{tag}")
    if not counted:
        raise NothingFound("there are no tags yet", "add one: learnlog tag @last +TAG")


def _counted(cards: Iterable[Card]) -> list[tuple[str, int]]:
    """Each tag and how many entries have it, the most used first; a published entry counts once."""
    having = {(card.entry.id, tag) for card in cards for tag in card.entry.tags}
    counts = Counter(tag for _, tag in having)
    return sorted(counts.items(), key=lambda each: (-each[1], each[0].casefold(), each[0]))


def _has(card: Card, tag: str) -> bool:
    return tag.casefold() in {each.casefold() for each in card.entry.tags}
