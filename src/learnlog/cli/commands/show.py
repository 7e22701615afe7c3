"""`learnlog show`: whole entries."""

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Any

import click

from learnlog import validity
from learnlog.cli import confirming, records
from learnlog.cli.app import App
from learnlog.cli.completing import complete_ref
from learnlog.cli.feedback import ask_if_it_helped
from learnlog.cli.filtering import show
from learnlog.cli.params import json_option
from learnlog.errors import NothingFound
from learnlog.refs import Located

_SINCE_READ = "since it was read"
_LONGEST_REVISION = 9  # digits


@click.command("show")
@click.argument("refs", nargs=-1, metavar="REF...", shell_complete=complete_ref)
@click.option("--raw", is_flag=True, help="Print the file, byte for byte.")
@click.option(
    "--diff",
    metavar="[REVISION]",
    is_flag=False,
    flag_value=_SINCE_READ,
    help="What changed since you read it, or since that revision; of your own, since you published it.",
)
@json_option
@click.pass_obj
def command(app: App, refs: Sequence[str], *, raw: bool, diff: str | None, as_json: bool) -> None:
    """Show entries.

    REF is the beginning of an id, HUB/ID for a lesson as that hub has it, a row's number in the last list,
    @last, or a path; HUB/AUTHOR/FILE is one in a hub.

    A lesson of a colleague that has changed since you read it here says so. What you have read is noted on
    this machine only.

    \b
      learnlog show 1
      learnlog show k3f9 @last
      learnlog show k3f9 --diff
      learnlog show k3f9 --diff 2
      learnlog show --raw @last > lesson.md
    """
    refs, revision = _told_apart(refs, diff)
    found = [_one(app, ref) for ref in refs]
    if diff is not None:
        rereading = import_module("learnlog.cli.rereading")  # loads what publishes
        rereading.tell_differences(app, found, revision, as_json=as_json)
    elif as_json:
        told = _records(app, found)
        app.output.record(told[0] if len(told) == 1 else {"total": len(told), "entries": told})
    elif raw:
        for each in found:
            app.output.raw(each.entry.text.encode("utf-8", "surrogateescape"))
    else:
        show(app, found)
        _note_shown(app, found)
        ask_if_it_helped(app, app.refs.sought(refs[0]), found)


def _told_apart(refs: Sequence[str], diff: str | None) -> tuple[Sequence[str], int | None]:
    """The REFs, and the revision to compare with: the word behind --diff can be either. Raises UsageError."""
    is_bare = diff in {None, _SINCE_READ}
    if diff and not is_bare and not (refs and diff.isdecimal() and len(diff) <= _LONGEST_REVISION):
        refs, is_bare = (diff, *refs), True
    if not refs:
        raise click.MissingParameter(param_hint="'REF...'", param_type="argument")
    return refs, None if is_bare or diff is None else int(diff)


def _one(app: App, ref: str) -> Located:
    """The entry that `ref` names. Raises NothingFound, also for one that was taken back, and Unusable."""
    try:
        return app.refs.with_places(app.refs.one(ref))
    except NothingFound as error:
        error.message = _reading().retracted(app, ref) or error.message
        raise


def _records(app: App, found: Sequence[Located]) -> list[dict[str, Any]]:
    valid = validity.of(app.index, [each.card for each in found], app.now)
    successors = (each.superseded_by for each in valid)
    return [
        records.entry(each.entry, each.path, each.store.hub, also=each.also, body=True, superseded_by=newer)
        | confirming.record(confirming.confirmed(app, each.card))
        | {"said": _said(app, each)}
        for each, newer in zip(found, successors, strict=True)
    ]


def _said(app: App, located: Located) -> list[dict[str, Any]]:
    if not confirming.may_be_talked_about(app, located.card):
        return []
    conversation = import_module("learnlog.cli.conversation")  # as below
    told: list[dict[str, Any]] = conversation.records(conversation.about(app, located))
    return told


def _note_shown(app: App, found: Sequence[Located]) -> None:
    if any(each.store.hub for each in found):
        _reading().note_shown(app, found)


def _reading() -> ModuleType:
    return import_module("learnlog.cli.reading")  # loads hubs, which one's own entries do without
