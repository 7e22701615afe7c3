"""The hubs of a command line: which there are, which is meant, how they are reached."""

import time
from collections.abc import Collection
from pathlib import Path

from learnlog import repository
from learnlog.bundle import Screen, Selection
from learnlog.cli.app import App
from learnlog.decisions import Decisions
from learnlog.entry import one_line
from learnlog.errors import ConfigError, NoHubYet, NothingFound, Unusable
from learnlog.guard import Names
from learnlog.hub import Hub
from learnlog.hubsettings import HubSettings

_PARTS_OF_ONES_OWN = 3  # "/", "home", "ann"; /root says nothing of anybody


def all_hubs(app: App) -> list[Hub]:
    """Every hub the settings name."""
    return [hub_of(app, name, found) for name, found in app.config.hubs.items()]


def hubs_here(app: App) -> list[Hub]:
    """Every hub that was pulled; a note names those that were not. Raises NothingFound when there is none."""
    hubs = all_hubs(app)
    if not hubs:
        raise NoHubYet
    for hub in hubs:
        if not hub.is_here:
            app.output.note(f"the hub {hub.name} is not on this machine yet: learnlog hub pull {hub.name}")
    here = [hub for hub in hubs if hub.is_here]
    if not here:
        raise NothingFound("no hub is on this machine yet", "learnlog hub pull")
    return here


def hub_named(app: App, name: str) -> Hub:
    """The hub called `name`. Raises ConfigError."""
    found = app.config.hubs.get(name)
    if found is None:
        there = ", ".join(app.config.hubs) or "none yet; add one: learnlog hub add NAME URL"
        raise ConfigError(f"there is no hub {name}", f"hubs: {there}")
    return hub_of(app, name, found)


def hub_of(app: App, name: str, settings: HubSettings) -> Hub:
    """The hub called `name` that these settings are for."""
    return Hub(name, settings, app.hubs_folder / name, names_known(app, settings.author))


def hub_meant(app: App, name: str | None, *, writing: bool = False) -> Hub:
    """The hub called `name`; without one, that of the settings, or the only one there is.

    With `writing`, one that is not read-only. Raises ConfigError, NoHubYet, Unusable
    (there are several), Refused (it is read-only).
    """
    chosen = name or app.config.text("hub")
    hub = hub_named(app, chosen) if chosen else _only_one(app, writing=writing)
    if writing:
        hub.check_writable()
    return hub


def _only_one(app: App, *, writing: bool) -> Hub:
    """The only hub there is; with `writing`, the only one of those that are not read-only."""
    hubs = all_hubs(app)
    hubs = [hub for hub in hubs if not (writing and hub.settings.read_only)] or hubs
    if not hubs:
        raise NoHubYet
    if len(hubs) > 1:
        raise Unusable(
            f"there are {len(hubs)} hubs: {', '.join(hub.name for hub in hubs)}",
            "name one, or choose one for good: learnlog config set hub NAME",
        )
    return hubs[0]


def own_selection(app: App, hub: Hub, paths: Collection[str], kept: Decisions | None = None) -> Selection:
    """One's own entries whose files these are, read, as `publish` takes them for this hub.

    Paths and not ids: a copy of a file has the same id, and nobody has chosen it. `kept` is what was decided,
    with what is not remembered yet.
    """
    screen = Screen(names_known(app, hub.settings.author), (kept or decisions(app, hub)).about)
    return selected(app, paths, screen)


def selected(app: App, paths: Collection[str], screen: Screen) -> Selection:
    """The same, looked at with `screen`."""
    cards = app.index.cards()
    wanted = [card for card in cards if card.hub is None and card.entry.path in paths]
    entries = [app.journal.store.open(card.entry.path).entry for card in wanted]
    return Selection(
        entries,
        app.journal.store,
        cards,
        app.config.words("publish.fields"),
        _own_folders(app),
        screen,
    )


def decisions(app: App, hub: Hub) -> Decisions:
    """What the person has decided about findings in lessons for this hub."""
    return Decisions(app.data, hub.settings.url)


def names_known(app: App, author: str, *, signed: bool = True) -> Names:
    """The names never to be told; and those of the person and of this machine, unless `author` has them.

    What is not `signed` should not tell the `author` either.
    """
    login = app.environment.get("LOGNAME") or app.environment.get("USER") or ""
    told = author.casefold().split() if signed else ()
    own = {login: "user name", app.machine_name: "host name"} | ({} if signed else {author: "your name"})
    return Names(
        app.config.words("publish.never"),
        {name: kind for name, kind in own.items() if name.casefold() not in told},
    )


def names_never_told(app: App) -> Names:
    """Those of them that stop what has them, whoever says it."""
    return Names(app.config.words("publish.never"))


def name_in_git(app: App) -> str:
    """The name git knows the person by; "" when it knows none."""
    folder = app.journal.root if app.journal.root.is_dir() else app.folder
    return (
        repository.git(folder, "config", "--get", "user.name", fine=(0, 1)).decode("utf-8", "replace").strip()
    )


def author_name(app: App) -> str:
    """The name the person signs with: in the hub that is meant, else in git. Raises Unusable."""
    hub = app.config.hubs.get(app.config.text("hub") or next(iter(app.config.hubs), ""))
    name = hub.author if hub else one_line(name_in_git(app))
    if not name:
        raise Unusable("who wrote these lessons is not known", "tell git: git config --global user.name NAME")
    return name


def own_paths(app: App, ids: Collection[str]) -> set[str]:
    """The paths of one's own entries that have one of these ids."""
    return {card.entry.path for card in app.index.cards() if card.hub is None and card.entry.id in ids}


def postponed(app: App, hub: Hub) -> list[str]:
    """The ids of the entries that were to be published in `hub` when it could not be reached, and still are.

    Not of those that went from the journal, or that another machine has published meanwhile.
    """
    noted = hub.outbox.postponed()
    if noted and hub.is_here:
        noted -= hub.tree().own(hub.author).keys()
    return sorted({card.entry.id for card in app.index.cards() if card.hub is None} & noted) if noted else []


def _own_folders(app: App) -> tuple[str, ...]:
    """The home folder and the journal's, as they are written and as they are; none that all machines have."""
    home = Path(app.environment.get("HOME") or Path.home())
    folders = {path for folder in (home, app.journal.root) for path in (folder, folder.resolve())}
    return tuple(sorted(str(folder) for folder in folders if len(folder.parts) >= _PARTS_OF_ONES_OWN))


def patience(app: App) -> float:
    """How many seconds a remote may be silent."""
    return float(str(app.config.values["remote.timeout"]))


def pause(seconds: float) -> None:
    """Wait before another try."""
    time.sleep(seconds)
