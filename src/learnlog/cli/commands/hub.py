"""`learnlog hub`: the shared repositories that lessons go to and come from."""

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import click

from learnlog import heard
from learnlog.cli import hubfacts, hublog, pulling
from learnlog.cli.app import App
from learnlog.cli.clean import visible_line
from learnlog.cli.completing import complete_hub, complete_hub_field, complete_kind, complete_license
from learnlog.cli.hubfacts import HubFacts, facts_of
from learnlog.cli.hubs import (
    all_hubs,
    hub_meant,
    hub_named,
    hub_of,
    hubs_here,
    name_in_git,
    patience,
    pause,
    postponed,
)
from learnlog.cli.params import SINCE, json_option, yes_option
from learnlog.cli.pulling import broken_files, warn_of
from learnlog.cli.sending import held_record, put_away, send_waiting, tell_of_held
from learnlog.config import change_hubs
from learnlog.counting import counted
from learnlog.entry import one_line
from learnlog.errors import LearnlogError, NoHubYet, Refused, WouldOverwrite
from learnlog.hub import Difference, Hub, Tree, exchange, layout, new_name
from learnlog.hub.exchange import Line
from learnlog.hubsettings import HubSettings, check_hub_name, with_fields
from learnlog.repository.addresses import checked


@click.group("hub")
def command() -> None:
    """Add, list, remove, pull and follow shared repositories.

    A hub is a git repository, on any git server or in a folder, to which several people push lessons.

    \b
      learnlog hub add team git@git.example.org:us/lessons.git
      learnlog hub pull
      learnlog hub log team
    """


@command.command("add")
@click.argument("name")
@click.argument("url")
@click.option("--author", metavar="NAME", help="Your name there; else git's user.name.")
@click.option("--address", metavar="MAIL", help="The mail address of your commits there; else a made-up one.")
@click.option(
    "--license",
    "license_",
    metavar="SPDX",
    shell_complete=complete_license,
    help="The license of lessons that name none.",
)
@click.option(
    "--kinds",
    metavar="KIND,...",
    shell_complete=complete_kind,
    help="The kinds of entries that may go there; else all.",
)
@click.option("--query", help="What `publish` offers by itself; else your proven lessons.")
@click.option("--read-only", is_flag=True, help="Pull from it, and never push to it.")
@click.option("--create", is_flag=True, help="Make a repository that is no hub yet one.")
@json_option
@click.pass_obj
def add(  # noqa: PLR0913 - one for each option of the contract
    app: App,
    /,
    name: str,
    url: str,
    author: str | None,
    *,
    create: bool,
    as_json: bool,
    **rules: str | bool | None,
) -> None:
    """Add a hub, under a name of your choice.

    URL is what git clone takes: ssh, https, or a folder. An empty repository becomes a hub with the first
    lesson; one that has other things in it is made one with --create, and its README.md becomes the list of
    lessons. Your own mail address is not used unless you give it. Your rules for the hub can be changed
    later: see `learnlog hub set`.

    \b
      learnlog hub add team git@git.example.org:us/lessons.git
      learnlog hub add team /srv/lessons.git --author "Anna Meyer" --address anna@example.org
      learnlog hub add public https://git.example.org/all/lessons.git --read-only
    """
    if create and rules["read_only"]:
        raise click.UsageError("--create pushes to the hub, and --read-only keeps from it: use one of them")
    check_hub_name(name)
    if name in app.config.hubs:
        raise WouldOverwrite(f"there is a hub {name} already", "give this one another name")
    who = one_line(author or _own_name(app))
    settings = HubSettings(checked(url, app.folder), who, layout.made_up_address(who))
    hub = hub_of(app, name, with_fields(settings, _assignments(rules)))
    tree = exchange.add(hub, _line(app), make_hub=app.now if create else None)
    try:
        change_hubs(app.settings_file, lambda hubs: {**hubs, name: hub.settings})
    except BaseException:
        exchange.remove(hub)
        raise
    hub.mark_pulled(app.now)
    facts = facts_of(hub)
    if as_json:
        app.output.record(hubfacts.record(facts))
    else:
        app.output.line(f"added {name}  {counted(len(tree.lessons), 'lesson')}")
    _tell_who(app, hub, tree)
    _tell_rules(app, facts)
    warn_of(app, hub, hubfacts.broken_in(hub))


@command.command("list")
@json_option
@click.pass_obj
def list_(app: App, *, as_json: bool) -> None:
    """List the hubs you have added.

    \b
      learnlog hub list
      learnlog hub list --json
    """
    hubs = [facts_of(hub) for hub in all_hubs(app)]
    if as_json:
        app.output.record({"total": len(hubs), "hubs": [hubfacts.record(facts) for facts in hubs]})
        return
    on_terminal = app.output.on_terminal
    lines = hubfacts.listed(hubs, app.now, app.output.width) if on_terminal else map(hubfacts.row, hubs)
    for line in lines:
        app.output.line(line)
    for remark in (remark for facts in hubs for remark in hubfacts.remarks(facts)):
        app.output.note(remark)
    if not hubs:
        app.output.note("there is no hub yet; add one: learnlog hub add NAME URL")


@command.command("show")
@click.argument("name", required=False, shell_complete=complete_hub)
@json_option
@click.pass_obj
def show(app: App, name: str | None, *, as_json: bool) -> None:
    """Show a hub: its address, and the rules, yours and its own.

    \b
      learnlog hub show team
      learnlog hub show team --json
    """
    _show(app, hub_meant(app, name), as_json=as_json)


@command.command("set")
@click.argument("name", shell_complete=complete_hub)
@click.argument(
    "fields", metavar="FIELD=VALUE...", nargs=-1, required=True, shell_complete=complete_hub_field
)
@json_option
@click.pass_obj
def set_(app: App, name: str, fields: Sequence[str], *, as_json: bool) -> None:
    """Change your rules for a hub.

    They count for you alone: `address` (the mail address of your commits), `license` (of lessons that name
    none), `kinds` (that may go there), `query` (what `publish` offers by itself), `read-only` (true: nothing
    is pushed). FIELD= without a value removes it. Who you are there and where the hub is cannot change:
    remove the hub and add it again.

    \b
      learnlog hub set team license=CC-BY-4.0 kinds=lesson,decision
      learnlog hub set team query="tag:git status:proven"
      learnlog hub set public read-only=true
    """
    hub = hub_named(app, name)
    changed = replace(hub, settings=with_fields(hub.settings, fields))
    change_hubs(
        app.settings_file,
        lambda hubs: {**hubs, name: with_fields(hubs.get(name, hub.settings), fields)},
    )
    facts = facts_of(changed)
    if as_json:
        app.output.record(hubfacts.record(facts))
    else:
        app.output.line(f"{name}  {'; '.join(map(visible_line, facts.chosen())) or 'no rules of yours'}")
        for remark in hubfacts.remarks(facts):
            app.output.note(remark)


@command.command("remove")
@click.argument("name", shell_complete=complete_hub)
@yes_option
@click.pass_obj
def remove(app: App, name: str, *, yes: bool) -> None:
    """Forget a hub: its settings and its clone on this machine.

    The repository itself stays as it is, and so does what you have published there. You are asked when
    something that you have said there is still to be sent.

    \b
      learnlog hub remove team
    """
    hub = hub_named(app, name)
    put_away(app, hub, yes=yes)
    exchange.remove(hub)  # first: where that fails, the hub can still be named
    change_hubs(app.settings_file, lambda hubs: {key: value for key, value in hubs.items() if key != name})
    app.output.line(f"removed {name} from this machine")
    app.output.note(f"{hub.settings.url} stays as it is, with what you have published there")


@command.command("pull")
@click.argument("names", metavar="[NAME]...", nargs=-1, shell_complete=complete_hub)
@json_option
@click.pass_obj
def pull(app: App, names: Sequence[str], *, as_json: bool) -> int:
    """Get what others have published, send what waits.

    Without NAME from every hub; what you said while a hub could not be reached goes to it, but for what the
    guard holds back. One that cannot be reached does not stop the others.

    \b
      learnlog hub pull
      learnlog hub pull team
    """
    hubs = [hub_named(app, name) for name in names] or all_hubs(app)
    if not hubs:
        raise NoHubYet
    line, status = _line(app), 0
    records: list[dict[str, object]] = []
    for hub in hubs:
        try:
            difference = pulling.pull(app, hub, line)
            sent, held = send_waiting(app, hub)
            said = sum(len(each.heard) for each in heard.news(hub, hub.tree()))
        except LearnlogError as error:
            app.output.error(type(error)(f"{hub.name}: {error.message}", error.hint))
            records.append({"name": hub.name, "error": error.message})
            status = max(status, error.status)
        else:
            broken = broken_files(hub, difference)
            records.append(
                {"name": hub.name, "error": None, **_numbers(difference), "sent": sent, "said": said}
                | {"held": [held_record(each) for each in held]}
                | {"broken": hubfacts.broken_records(broken)}
            )
            status = max(status, Refused.status if held else 0)
            tell_of_held(app, hub, held)
            if not as_json:
                app.output.line(f"{hub.name}: {_told(difference, sent, said)}")
                warn_of(app, hub, broken)
                _tell_of_postponed(app, hub)
    if as_json:
        app.output.record({"total": len(records), "hubs": records})
    return status


@command.command("log")
@click.argument("name", required=False, shell_complete=complete_hub)
@click.option("-n", "most", type=click.IntRange(1), help="How many; else 20, or all that are new to you.")
@click.option("--since", type=SINCE, help="From this date on: 2026-03, 'last friday'.")
@click.option("--stale", is_flag=True, help="List what nobody has confirmed for a year.")
@json_option
@click.pass_obj
def log(  # noqa: PLR0913 - one for each option of the contract
    app: App, name: str | None, most: int | None, since: datetime | None, *, stale: bool, as_json: bool
) -> int:
    """Show what is new in the hubs, the newest first, as they were last pulled.

    Without NAME in every one of them, and each line then names its hub; one that cannot be read does not stop
    the others. What came since you last looked, and
    is not your own, is marked; learnlog show 2 --diff then shows what changed in the second one.

    With --stale the lessons that nobody has said to have helped, and that had no new revision, for a year:
    your own first, then the others, each from the one of longest ago.

    \b
      learnlog hub log
      learnlog hub log team --since "last monday"
      learnlog hub log --stale
    """
    hubs = [hub_named(app, name)] if name else hubs_here(app)
    tell = hublog.tell_stale if stale else hublog.tell_events
    return tell(app, hubs, most, since, as_json=as_json)


def _line(app: App) -> Line:
    return Line(patience(app), pause, app.random)


def _own_name(app: App) -> str:
    """The name git knows the person by, else that of their login."""
    return (
        name_in_git(app) or app.environment.get("LOGNAME") or app.environment.get("USER") or getpass.getuser()
    )


def _assignments(options: Mapping[str, str | bool | None]) -> list[str]:
    """Options of `add` as FIELD=VALUE; those that were not given are none."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in options.items()}
    return [f"{name}={'true' if value is True else value}" for name, value in named.items() if value]


def _show(app: App, hub: Hub, *, as_json: bool) -> None:
    facts = facts_of(hub)
    if as_json:
        broken = hubfacts.broken_records(hubfacts.broken_in(hub))
        app.output.record(hubfacts.record(facts) | {"broken": broken})
        return
    for line in hubfacts.described(facts, app.now, app.output.width):
        app.output.line(line)
    for remark in hubfacts.remarks(facts):
        app.output.note(remark)


def _tell_rules(app: App, facts: HubFacts) -> None:
    """What the hub asks, what of that does not count, and what does not fit."""
    if facts.told_by_hub():
        app.output.note(f"the hub says: {', '.join(map(visible_line, facts.told_by_hub()))}")
    for remark in hubfacts.remarks(facts):
        app.output.note(remark)


def _tell_who(app: App, hub: Hub, tree: Tree) -> None:
    if tree.commit is None and hub.settings.read_only:
        app.output.note("it is empty, and no hub before somebody else publishes there")
    elif tree.commit is None:
        app.output.note(f"it is empty; the first lesson published makes it a hub called {new_name(hub)}")
    if not hub.settings.read_only:
        app.output.note(f"your commits there say: {hub.settings.author} <{hub.settings.address}>")
    own = len(tree.own(hub.author))
    if own:
        app.output.note(
            f"{counted(own, 'lesson')} of an author called {hub.author} {'is' if own == 1 else 'are'} there "
            f"already; if that is not you: learnlog hub remove {hub.name}, and add it with another --author"
        )


def _tell_of_postponed(app: App, hub: Hub) -> None:
    """Name what `ask --to` and `answer --to` kept: it is shown before it leaves, which no pull does."""
    waiting = len(postponed(app, hub))
    if waiting:
        count = counted(waiting, "entry", "entries")
        app.output.note(f"{count} still to be published: learnlog publish --to {hub.name}")


def _numbers(difference: Difference) -> dict[str, int]:
    return {"new": difference.new, "changed": difference.changed, "retracted": difference.retracted}


def _told(difference: Difference, sent: int, said: int) -> str:
    numbers = {**_numbers(difference), "of yours sent": sent, "said to you (learnlog status)": said}
    found = [f"{number} {what}" for what, number in numbers.items() if number]
    return ", ".join(found) or "nothing new"
