"""`learnlog status`: what is published where, what has changed since, what is not committed."""

import contextlib
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

import click

from learnlog import heard, publish, repository
from learnlog.cli import confirming, conversation
from learnlog.cli.app import App
from learnlog.cli.clean import visible_line, visible_title
from learnlog.cli.hubs import all_hubs, own_paths, own_selection, postponed
from learnlog.cli.params import json_option
from learnlog.cli.sending import held, held_record, tell_of_held
from learnlog.confirmations import Confirmed
from learnlog.counting import counted
from learnlog.entry import shortened
from learnlog.errors import Unusable
from learnlog.heard import News
from learnlog.hub import Hub, Listed, Outbox, Tree, waiting_elsewhere
from learnlog.publish import Item
from learnlog.respond import Held

_NOT_YET = (None, "draft")  # the states of a lesson of which it can become proven


@dataclass(frozen=True)
class _HubState:
    """One's own lessons in a hub: all, those that have changed since, those the journal no longer has.

    `news` is what others said since one last looked, `promising` are lessons that helped others and are not
    proven, `answered` one's open questions with the answers. `waiting` is how much of what one said oneself
    is still to be sent, `held` what of that must not leave, `postponed` are the ids of entries that are still
    to be published. `broken` is how many files of the hub cannot be read.
    """

    hub: Hub
    tree: Tree
    published: list[Listed]
    changed: list[Item]
    gone: list[Listed]
    news: list[News]
    promising: list[tuple[Listed, Confirmed]]
    answered: list[tuple[Listed, Listed]]
    waiting: int
    held: list[Held]
    postponed: list[str]
    broken: int


@click.command("status")
@json_option
@click.pass_obj
def command(app: App, *, as_json: bool) -> None:
    """Show what is published, changed, not committed, and what others said.

    What others said to your lessons, and replied to what you said yourself, is told once; `learnlog show`
    has all of it. Looks at this machine only: a hub is shown as it was last pulled.

    \b
      learnlog status
      learnlog status --json
    """
    uncommitted = _uncommitted(app)
    states = [_state(app, hub) for hub in all_hubs(app) if hub.is_here]
    away = [hub for hub in all_hubs(app) if not hub.is_here]
    if as_json:
        app.output.record(_record(app, uncommitted, states, away))
        return
    app.output.line(f"journal {app.journal.root}")
    for path in uncommitted:
        app.output.line(f"  not committed: {visible_line(path)}")
    if not app.journal.root.is_dir():
        app.output.line("  it does not exist yet")
        app.output.note("to begin it: learnlog add TEXT")
    elif not uncommitted:
        app.output.line("  everything is committed")
    for state in states:
        _show(app, state)
        with contextlib.suppress(Unusable):  # then it is told again
            heard.note_heard(state.hub, state.tree)
    _show_elsewhere(app)
    for hub in away:
        app.output.line(f"\n{hub.name}  not pulled yet: learnlog hub pull {hub.name}")


def _uncommitted(app: App) -> list[str]:
    """The journal's files whose changes are not committed; its next change commits those learnlog made."""
    if app.journal.history is None:
        return []
    said = repository.git(app.journal.root, "status", "--porcelain", "-z", "-uall", "--no-renames", "--", ".")
    return [line[3:] for line in said.decode("utf-8", "surrogateescape").split("\0") if line]


def _state(app: App, hub: Hub) -> _HubState:
    tree = hub.tree()
    published = tree.own(hub.author)
    selection = own_selection(app, hub, own_paths(app, published))
    here = {entry.id for entry in selection.entries}
    drafts = {entry.id for entry in selection.entries if entry.kind == "lesson" and entry.status in _NOT_YET}
    questions = {
        entry.id for entry in selection.entries if entry.kind == "question" and entry.status != "answered"
    }
    return _HubState(
        hub,
        tree,
        list(published.values()),
        publish.pending(hub, tree, selection),
        [lesson for lesson in published.values() if lesson.id not in here],
        heard.news(hub, tree),
        [each for each in heard.promising(hub, tree) if each[0].id in drafts],
        heard.answers(tree, hub.author, questions),
        len(hub.outbox.paths()),
        held(app, hub),
        postponed(app, hub),
        len(tree.problems),
    )


def _show(app: App, state: _HubState) -> None:
    output = app.output
    output.line(f"\n{state.hub.name}  {counted(len(state.published), 'lesson')} of yours published")
    for item in state.changed:
        reason = f" · held: {item.reason}" if item.reason else ""
        output.words(f"  changed since: {item.lesson.id}  {visible_line(item.lesson.title + reason)}")
    for lesson in state.gone:
        output.words(f"  no longer in the journal: {lesson.id}  {visible_title(lesson.title)}")
    if state.broken:
        app.output.note(
            f"{counted(state.broken, 'file')} of {state.hub.name} cannot be read: "
            f"learnlog hub show {state.hub.name}"
        )
    if state.hub.settings.read_only:
        return
    if any(not item.reason for item in state.changed):
        output.note(f"to publish them: learnlog publish --to {state.hub.name}")
    if state.gone:
        output.note(f"to take them back: learnlog retract {_ref(state.gone)} --from {state.hub.name}")
    _show_said(app, state)
    _show_waiting(app, state)


def _show_said(app: App, state: _HubState) -> None:
    """What others said."""
    output = app.output
    for lesson, said in state.news:
        output.words(f"  to {lesson.id}  {visible_title(lesson.title)}")
        for each in said:
            output.words(f"    {conversation.who(each)}: {conversation.what(each)}", fg="green")
            for line in conversation.text(each)[:1]:
                output.words(f"    {shortened(line)}")
    for question, answer in state.answered:
        output.words(f"  answered: {question.id}  {visible_title(question.title)}")
        output.words(
            f"    by {visible_title(answer.by)}: {answer.id}  {visible_title(answer.title)}", fg="green"
        )
    for lesson, confirmed in state.promising:
        output.words(f"  {confirmed}: {lesson.id}  {visible_title(lesson.title)}")
    if state.news:
        output.note(f"to answer: learnlog reply {_ref([lesson for lesson, _ in state.news])}")
    if state.answered:
        which = _ref([question for question, _ in state.answered])
        output.note(f"if that answers it: learnlog set {which} status=answered")
    if state.promising:
        which = _ref([lesson for lesson, _ in state.promising])
        output.note(f"it helped others; if you stand by it: learnlog set {which} status=proven")


def _ref(lessons: Sequence[Listed]) -> str:
    """What to type for one of them: its id where it is the only one."""
    ids = {lesson.id for lesson in lessons}
    return ids.pop() if len(ids) == 1 else "ID"


def _show_waiting(app: App, state: _HubState) -> None:
    """What one said oneself and others do not have yet."""
    output, name = app.output, state.hub.name
    for entry_id in state.postponed:
        output.words(f"  still to be published: {entry_id}")
    if state.waiting:
        output.words(f"  still to be sent: {state.waiting} of what you said")
    if state.postponed:
        output.note(f"to publish it: learnlog publish --to {name}")
    if state.waiting > len(state.held):
        output.note(f"to send it: learnlog hub pull {name}")
    tell_of_held(app, state.hub, state.held)


def _elsewhere(app: App) -> list[Outbox]:
    return waiting_elsewhere(app.hubs_folder, [hub.outbox for hub in all_hubs(app)])


def _show_elsewhere(app: App) -> None:
    """What waits for an address that no hub has any more, or not under that name, and is not sent."""
    for box in _elsewhere(app):
        responses, entries = len(box.paths()), len(box.postponed())
        counts = [counted(responses, "response"), counted(entries, "entry", "entries")]
        waiting = " and ".join(each for each in counts if not each.startswith("0 "))
        address = visible_line(box.address) or "an address that is not known"
        by = f" by {visible_line(box.author)}" if box.author else ""
        app.output.line(f"\n{waiting}{by} waiting for {address}; no hub of yours sends it")
        if box.address and box.author:
            command = f"learnlog hub add NAME {shlex.quote(box.address)} --author {shlex.quote(box.author)}"
            app.output.note(f"to send it: {visible_line(command)}")
        app.output.note(f"it is kept in {box.folder}")


def _record(app: App, uncommitted: list[str], states: list[_HubState], away: list[Hub]) -> dict[str, object]:
    return {
        "journal": str(app.journal.root),
        "uncommitted": uncommitted,
        "hubs": [*map(_hub_record, states), *(_away_record(app, hub) for hub in away)],
        "elsewhere": [
            {
                "address": box.address or None,
                "author": box.author or None,
                "path": str(box.folder),
                "waiting": len(box.paths()),
                "postponed": sorted(box.postponed()),
            }
            for box in _elsewhere(app)
        ],
    }


def _hub_record(state: _HubState) -> dict[str, object]:
    return {
        "name": state.hub.name,
        "url": state.hub.settings.url,
        "pulled": True,
        "published": [_brief(lesson) for lesson in state.published],
        "changed": [
            {
                "id": item.lesson.id,
                "title": item.lesson.title,
                "path": item.lesson.path,
                "held": item.reason or None,
            }
            for item in state.changed
        ],
        "gone": [_brief(lesson) for lesson in state.gone],
        "news": [_brief(lesson) | {"said": conversation.records(said)} for lesson, said in state.news],
        "promising": [_brief(lesson) | confirming.record(confirmed) for lesson, confirmed in state.promising],
        "answered": [_brief(question) | {"answer": _brief(answer)} for question, answer in state.answered],
        "waiting": state.waiting,
        "held": [held_record(each) for each in state.held],
        "postponed": state.postponed,
        "broken": state.broken,
    }


def _away_record(app: App, hub: Hub) -> dict[str, object]:
    """The same of a hub that was not pulled, of which only what waits here is known."""
    unknown: dict[str, object] = {
        key: [] for key in ("published", "changed", "gone", "news", "promising", "answered")
    }
    return {
        "name": hub.name,
        "url": hub.settings.url,
        "pulled": False,
        **unknown,
        "waiting": len(hub.outbox.paths()),
        "held": [held_record(each) for each in held(app, hub)],
        "postponed": postponed(app, hub),
        "broken": 0,
    }


def _brief(lesson: Listed) -> dict[str, object]:
    return {"id": lesson.id, "title": lesson.title, "path": lesson.path, "revision": lesson.revision}
