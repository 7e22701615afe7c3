"""`learnlog status`: what is published where, what has changed since, what is not committed."""

from dataclasses import dataclass

import click

from learnlog import publish, repository
from learnlog.cli.app import App
from learnlog.cli.clean import visible_line
from learnlog.cli.hubs import all_hubs, own_paths, own_selection
from learnlog.cli.params import json_option
from learnlog.cli.preview import counted
from learnlog.hub import Hub, Listed
from learnlog.publish import Item


@dataclass(frozen=True)
class _HubState:
    """One's own lessons in a hub: all, those that have changed since, those the journal no longer has."""

    hub: Hub
    published: list[Listed]
    changed: list[Item]
    gone: list[Listed]


@click.command("status")
@json_option
@click.pass_obj
def command(app: App, *, as_json: bool) -> None:
    """Show what is published, changed, or not committed.

    Looks at this machine only: a hub is shown as it was last pulled.

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
    elif not uncommitted:
        app.output.line("  everything is committed")
    for state in states:
        _show(app, state)
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
    return _HubState(
        hub,
        list(published.values()),
        publish.pending(hub, tree, selection),
        [lesson for lesson in published.values() if lesson.id not in here],
    )


def _show(app: App, state: _HubState) -> None:
    output = app.output
    output.line(f"\n{state.hub.name}  {counted(len(state.published))} of yours published")
    for item in state.changed:
        held = f"  held: {item.reason}" if item.reason else ""
        output.line(f"  changed since: {item.lesson.id}  {visible_line(item.lesson.title + held)}")
    for lesson in state.gone:
        output.line(f"  no longer in the journal: {lesson.id}  {visible_line(lesson.title)}")
    if state.changed:
        output.note(f"to publish them: learnlog publish --to {state.hub.name}")
    if state.gone:
        output.note(f"to take them back: learnlog retract ID --from {state.hub.name}")


def _record(app: App, uncommitted: list[str], states: list[_HubState], away: list[Hub]) -> dict[str, object]:
    hubs: list[dict[str, object]] = [
        {
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
        }
        for state in states
    ]
    for hub in away:
        none: list[object] = []
        hubs.append(
            {
                "name": hub.name,
                "url": hub.settings.url,
                "pulled": False,
                "published": none,
                "changed": none,
                "gone": none,
            }
        )
    return {"journal": str(app.journal.root), "uncommitted": uncommitted, "hubs": hubs}


def _brief(lesson: Listed) -> dict[str, object]:
    return {"id": lesson.id, "title": lesson.title, "path": lesson.path, "revision": lesson.revision}
