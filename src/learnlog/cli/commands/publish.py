"""`learnlog publish`: hand lessons on; what leaves is shown first, and nothing else does."""

from functools import partial

import click

from learnlog import publish
from learnlog.bundle import Selection
from learnlog.cli import planrecord, preview
from learnlog.cli.app import App
from learnlog.cli.choosing import choose
from learnlog.cli.completing import complete_hub
from learnlog.cli.deciding import Deciding
from learnlog.cli.filtering import found_paths
from learnlog.cli.hubs import hub_meant, own_paths, own_selection, patience, pause
from learnlog.cli.keys import pressed
from learnlog.cli.naming import Named, dry_run_option, named_options
from learnlog.cli.params import check_shown, json_option, yes_option
from learnlog.cli.sending import send_along
from learnlog.errors import NotConfirmed, Refused, Unusable
from learnlog.hub import Hub, Outbox, exchange
from learnlog.hub.exchange import Line
from learnlog.publish import Plan


@click.command("publish")
@named_options
@click.option(
    "--to", "hub_name", metavar="HUB", shell_complete=complete_hub, help="Where to; else the only hub."
)
@dry_run_option
@yes_option
@json_option
@click.pass_obj
def command(  # noqa: PLR0913 - one for each option of the contract
    app: App,
    named: Named,
    hub_name: str | None,
    *,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Hand lessons on to a hub.

    Shows the files as they would be, the differences from what is published already, what stays at home, and
    what the guard found; then asks, and pushes only that. Context, private passages and fields of your own
    never leave. Without REF and --query it takes what is ready: your lessons with the status proven (or
    what the hub's query finds, see `learnlog hub set`), and those that are published and have changed since;
    on a terminal you choose among them.

    A secret, or a name from your list publish.never, holds its lesson. On a terminal you decide about each:
    edit, put a placeholder into the published copy, allow this one, skip the lesson. Mail addresses, phone
    numbers, private hosts and the like are warnings: shown, and covered by your yes.

    \b
      learnlog publish @last
      learnlog publish k3f9 2 --to team --dry-run
      learnlog publish --query tag:git --yes
    """
    hub = hub_meant(app, hub_name, writing=True)
    line = Line(patience(app), pause, app.random)
    exchange.pull(hub, line)
    hub.mark_pulled(app.now)
    tree = hub.tree()
    hub.check(tree, writing=True)
    paths = _paths(app, hub, named)
    deciding = Deciding(app, hub, tree, paths)
    if app.is_interactive() and not (yes or as_json or dry_run):
        selection, plan = _asked(deciding, offered=named.is_none)
    else:
        selection, plan = deciding.plan()
        if not as_json:
            preview.show(app.output, hub, tree, plan)
    commit = None
    if plan.leaving and not dry_run:
        check_shown(yes=yes, as_json=as_json)
        _ask(app, hub, plan, yes=yes)
        send = partial(exchange.send, hub, line, when=app.now)
        agree = partial(_ask_again, app, hub, plan, yes=yes)
        commit = publish.apply(plan, hub, selection, agree=agree, send=send)
        Outbox(hub.outbox).settle(item.lesson.id for item in plan.leaving)
    if not dry_run:
        send_along(app, hub)
    if as_json:
        app.output.record(planrecord.record(hub, tree, plan, commit))
    else:
        _conclude(app, hub, plan, commit, skipped=len(plan.items) < len(paths))
    return Refused.status if plan.held else 0


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
    published = own_paths(app, hub.tree().own(hub.author).keys() | Outbox(hub.outbox).postponed())
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
    if _wants_to_look(deciding.app, plan):
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


def _wants_to_look(app: App, plan: Plan) -> bool:
    """Whether the person wants to decide about the warnings one by one."""
    leaving = [finding for item in plan.leaving for finding in item.findings]
    if not leaving:
        return False
    many = preview.counted(len({finding.subject for finding in leaving}), "warning")
    click.echo(err=True)
    return pressed(f"{many} above.", "[l]ook at each  Enter: go on", app.output.width) == "l"


def _conclude(app: App, hub: Hub, plan: Plan, commit: str | None, *, skipped: bool) -> None:
    if commit:
        app.output.line(f"\npublished {preview.counted(len(plan.leaving))} to {hub.name}")
    elif skipped and not plan.items:
        app.output.note("skipped, so nothing was published")
    elif not plan.items:
        query = hub.settings.query
        ready = f"or see what your query finds: {query}" if query else "or learnlog set REF status=proven"
        app.output.note(f"nothing to publish: name lessons, {ready}")
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
    if not click.confirm(f"\nPublish {preview.counted(len(plan.leaving))} to {hub.name}?", err=True):
        raise NotConfirmed("not confirmed, so nothing was published")


def _ask_again(app: App, hub: Hub, shown: Plan, plan: Plan, *, yes: bool) -> None:
    """The same for a plan that others' pushes changed; a yes given before covers nothing newly found."""
    app.output.note("the hub has changed meanwhile; this is what would leave now")
    preview.show(app.output, hub, hub.tree(), plan)
    covered = plan.findings <= shown.findings and len(plan.held) <= len(shown.held)
    _ask(app, hub, plan, yes=yes and covered)
