"""Lessons are handed on to a hub: shown, agreed to, pushed; `publish` and what publishes at once do it so."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import click

from learnlog import publish
from learnlog.bundle import Selection
from learnlog.cli import planrecord, preview
from learnlog.cli.app import App
from learnlog.cli.choosing import choose
from learnlog.cli.clean import visible_line
from learnlog.cli.deciding import Deciding, Skipped
from learnlog.cli.filtering import found_paths
from learnlog.cli.hubs import decisions, own_paths, own_selection, patience, pause, postponed
from learnlog.cli.keys import agreed
from learnlog.cli.naming import Named
from learnlog.cli.params import check_shown
from learnlog.cli.pulling import pull_first
from learnlog.cli.sending import send_along
from learnlog.counting import counted
from learnlog.errors import NotConfirmed, Refused, Unusable
from learnlog.hub import Hub, exchange
from learnlog.hub.exchange import Line
from learnlog.publish import Plan


@dataclass(frozen=True)
class Wanted:
    """Which entries are to leave (none named: those that are ready), and how.

    `dry_run` stops after showing; `yes` agrees to what is shown; `as_json` shows it as JSON.
    """

    named: Named
    dry_run: bool = False
    yes: bool = False
    as_json: bool = False


def carry_out(app: App, hub: Hub, wanted: Wanted) -> int:
    """Show what would leave for `hub`, ask, and push that; the exit status.

    Raises NothingFound, Refused, RemoteFailed, Unusable; then nothing has left.
    """
    line = Line(patience(app), pause, app.random)
    pull_first(app, hub, line)
    tree = hub.tree()
    hub.check(tree, writing=True)
    paths = _paths(app, hub, wanted.named)
    deciding = Deciding(app, hub, tree, paths, decisions(app, hub))
    selection, plan = _decided(deciding, wanted)
    commit = None
    if not wanted.dry_run:
        commit = _push(deciding, line, selection, plan, wanted) if plan.leaving else None
        deciding.keep(plan)
        send_along(app, hub)
    if wanted.as_json:
        app.output.record(planrecord.record(hub, tree, plan, commit))
    else:
        _conclude(app, hub, plan, commit, deciding.skipped)
    nothing_left = bool(deciding.skipped) and not plan.items
    return Refused.status if plan.held or nothing_left else 0


def _decided(deciding: Deciding, wanted: Wanted) -> tuple[Selection, Plan]:
    """What is to leave, shown; on a terminal the person has chosen and decided."""
    if deciding.app.is_interactive() and not (wanted.yes or wanted.as_json or wanted.dry_run):
        return _asked(deciding, offered=wanted.named.is_none)
    selection, plan = deciding.plan()
    if not wanted.as_json:
        preview.show(deciding.app.output, deciding.hub, deciding.tree, plan)
    return selection, plan


def _push(deciding: Deciding, line: Line, selection: Selection, plan: Plan, wanted: Wanted) -> str | None:
    """Push what the person agrees to; the commit's name. Raises NotConfirmed, RemoteFailed, Unusable."""
    app, hub = deciding.app, deciding.hub
    check_shown(yes=wanted.yes, as_json=wanted.as_json)
    _ask(app, hub, plan, yes=wanted.yes)
    send = partial(exchange.send, hub, line, when=app.now)
    agree = partial(_ask_again, app, hub, plan, yes=wanted.yes)
    commit = publish.apply(plan, hub, deciding.tree, selection, agree=agree, send=send)
    hub.outbox.settle(item.lesson.id for item in plan.leaving)
    return commit


def _paths(app: App, hub: Hub, named: Named) -> frozenset[str]:
    """The files of the entries that are to leave. Raises Unusable for one that was named and cannot."""
    if named.is_none:
        return _of_itself(app, hub)
    paths = named.paths(app)
    broken = [entry for entry in own_selection(app, hub, paths).entries if entry.problem]
    if broken:
        raise Unusable(
            f"{broken[0].path} cannot be published: {broken[0].problem}",
            f"mend it with: learnlog edit {broken[0].id}",
        )
    return frozenset(paths)


def _of_itself(app: App, hub: Hub) -> frozenset[str]:
    """What the person's query for this hub finds, else the proven lessons; and what is published already.

    Also what was to be published and could not.
    """
    published = own_paths(app, {*hub.tree().own(hub.author), *postponed(app, hub)})
    own = [card.entry for card in app.index.cards() if card.hub is None and not card.entry.problem]
    if hub.settings.query:
        ready = found_paths(app, hub.settings.query)
    else:
        ready = {entry.path for entry in own if entry.is_proven}
    return frozenset(entry.path for entry in own if entry.path in published or entry.path in ready)


def _asked(deciding: Deciding, *, offered: bool) -> tuple[Selection, Plan]:
    """What is to leave, shown, after the person has chosen and decided; `offered` is what nobody named."""
    _choose(deciding, offered=offered)
    deciding.decide()
    selection, plan = deciding.plan()
    preview.show(deciding.app.output, deciding.hub, deciding.tree, plan)
    if _wants_to_look(plan):
        deciding.decide(warnings=True)
        selection, plan = deciding.plan()
        preview.show(deciding.app.output, deciding.hub, deciding.tree, plan)
    return selection, plan


def _choose(deciding: Deciding, *, offered: bool) -> None:
    """Let the person choose among several lessons that were not named but are ready."""
    selection, plan = deciding.plan()
    if not offered or len(plan.ready) < 2:  # noqa: PLR2004 - of one there is no choice
        return
    chosen = {item.lesson.id for item in choose(plan.ready, deciding.hub.name)}
    deciding.paths = frozenset(entry.path for entry in selection.entries if entry.id in chosen)


def _wants_to_look(plan: Plan) -> bool:
    """Whether the person wants to decide about the warnings one by one, and anew about what was allowed."""
    leaving = [finding for item in plan.leaving for finding in item.findings]
    if not leaving:
        return False
    many = counted(len({finding.subject for finding in leaving}), "warning")
    too = ", and what you have allowed" if any(item.allowed for item in plan.leaving) else ""
    click.echo(err=True)
    return agreed(f"{many} above{too}. Look at each?")


def _conclude(app: App, hub: Hub, plan: Plan, commit: str | None, skipped: Sequence[Skipped]) -> None:
    if commit:
        app.output.line(f"\npublished {counted(len(plan.leaving), 'lesson')} to {hub.name}")
    elif not plan.items and not skipped:
        query = hub.settings.query
        ready = f"or see what your query finds: {query}" if query else "or learnlog set REF status=proven"
        app.output.note(f"nothing to publish: name lessons, {ready}")
    if skipped:
        app.output.note(f"skipped, and not published: {counted(len(skipped), 'lesson')}")
    for lesson in skipped:
        app.output.note(f"  {lesson.id[:6]}  {visible_line(lesson.title)}  ({lesson.why})")
    if any(item.stopping for item in plan.held) and not app.is_interactive():
        app.output.note(
            "to decide about what was found, run learnlog publish on a terminal; or learnlog edit REF"
        )


def _ask(app: App, hub: Hub, plan: Plan, *, yes: bool) -> None:
    """Raise NotConfirmed unless the person agrees."""
    if yes:
        return
    if not app.is_interactive():
        raise NotConfirmed("publishing needs a yes, and there is no terminal to ask at", "add --yes")
    if not agreed(f"\nPublish {counted(len(plan.leaving), 'lesson')} to {hub.name}?"):
        raise NotConfirmed("not confirmed, so nothing was published")


def _ask_again(app: App, hub: Hub, shown: Plan, plan: Plan, *, yes: bool) -> None:
    """The same for a plan that others' pushes changed; a yes given before covers nothing newly found."""
    app.output.note("the hub has changed meanwhile; this is what would leave now")
    preview.show(app.output, hub, hub.tree(), plan)
    covered = plan.findings <= shown.findings and len(plan.held) <= len(shown.held)
    _ask(app, hub, plan, yes=yes and covered)
