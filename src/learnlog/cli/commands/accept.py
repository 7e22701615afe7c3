"""`learnlog accept`: a colleague's suggestion becomes part of one's own entry."""

import re

import click

from learnlog import editor, revise, suggesting
from learnlog.cli import differences
from learnlog.cli.app import App
from learnlog.cli.clean import visible_line, visible_title
from learnlog.cli.completing import complete_ref
from learnlog.cli.drafting import draft_file
from learnlog.cli.params import json_option
from learnlog.cli.proposals import by, one_proposal
from learnlog.compare import Comparison, Side
from learnlog.entry import Entry
from learnlog.errors import NothingFound, Refused, Unusable
from learnlog.events import ACCEPTED, Event
from learnlog.frontmatter import Given
from learnlog.refs import Located
from learnlog.suggesting import NAMES, Suggestion
from learnlog.wording import FIELDS, Wording, read_wording, wording_of

_MARKER = re.compile(rf"^(<{{7}} {NAMES[0]}|>{{7}} {NAMES[2]})$", re.MULTILINE)


@click.command("accept")
@click.argument("ref", shell_complete=complete_ref)
@click.option("--from", "whose", metavar="AUTHOR|N", help="Which suggestion, where there are several.")
@json_option
@click.pass_obj
def command(app: App, ref: str, whose: str | None, *, as_json: bool) -> None:
    """Take a colleague's suggestion into your entry.

    Your own changes since then, private passages, context and all other fields stay. Where both of you have
    changed the same lines, your editor opens on both. The colleague becomes one of the contributors. You see
    what changed; learnlog undo takes it back, learnlog publish hands it on.

    \b
      learnlog accept k3f9
      learnlog accept 1 --from "Bob Ray"
    """
    located = app.refs.own(ref)
    if located.entry.problem:
        raise Unusable(
            f"{located.entry.path} cannot be changed: {located.entry.problem}",
            f"mend it with: learnlog edit {located.entry.id}",
        )
    suggestion = one_proposal(app, located.entry.id, whose)
    merged = suggesting.merge(located.entry, suggestion)
    if not merged.conflicts:
        entry = _accept(app, located, suggestion, merged.text)
    else:
        app.output.note("you have both changed the same lines; both are between markers, in your editor")
        with editor.edited(merged.text, app.editor, draft_file(app)) as text:
            entry = _accept(app, located, suggestion, _resolved(text))
    if not as_json:
        _show(app, located, entry, suggestion)
    app.output.saved(entry, located.path, as_json=as_json)
    app.output.note(f"to hand it on: learnlog publish {entry.id} --to {suggestion.hub}")


def _accept(app: App, located: Located, suggestion: Suggestion, text: str) -> Entry:
    """Save the entry as `text` says, with credit, in one commit. Raises Unusable."""
    before = wording_of(located.entry)
    new = read_wording(text, before)
    event = Event(app.now, ACCEPTED, suggestion.id, suggestion.hub, suggestion.name)
    values = _changed(before, new) | _credit(located.entry, suggestion)
    return revise.reword(app.journal, located.opened, values, new.body, app.machine, event)


def _changed(before: Wording, new: Wording) -> dict[str, Given]:
    return {key: new.fields[key] or None for key in FIELDS if new.fields[key] != before.fields[key]}


def _credit(entry: Entry, suggestion: Suggestion) -> dict[str, Given]:
    named = entry.names("contributors")
    name = visible_line(suggestion.by)
    return {"contributors": [*named, name]} if name and name not in named else {}


def _resolved(text: str) -> str:
    """The text that the editor left, when no conflict stands in it. Raises NothingFound, Refused."""
    if not text.strip():
        raise NothingFound("the editor left nothing, so the entry is as it was")
    if _MARKER.search(text):
        raise Refused("there are conflicts left, so the entry is as it was", "learnlog accept begins anew")
    return text


def _show(app: App, located: Located, entry: Entry, suggestion: Suggestion) -> None:
    before = Side(wording_of(located.entry).text, 0, None, "your entry")
    after = Side(wording_of(entry).text, 0, None, visible_title(f"with what {by(suggestion)} suggests"))
    lines = Comparison(entry.id, entry.title, suggestion.hub, before, after).lines()
    differences.tell(app, lines)
