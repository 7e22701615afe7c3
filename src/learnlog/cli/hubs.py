"""The hubs of a command line: which there are, which is meant, how they are reached."""

import time
from collections.abc import Collection

from learnlog.cli.app import App
from learnlog.errors import ConfigError, NothingFound, Unusable
from learnlog.hub import Hub
from learnlog.publish import Selection


def all_hubs(app: App) -> list[Hub]:
    """Every hub the settings name."""
    return [Hub(name, found, app.hubs_folder / name) for name, found in app.config.hubs.items()]


def hub_named(app: App, name: str) -> Hub:
    """The hub called `name`. Raises ConfigError."""
    found = app.config.hubs.get(name)
    if found is None:
        there = ", ".join(app.config.hubs) or "none yet; add one: learnlog hub add NAME URL"
        raise ConfigError(f"there is no hub {name}", f"hubs: {there}")
    return Hub(name, found, app.hubs_folder / name)


def hub_meant(app: App, name: str | None) -> Hub:
    """The hub called `name`; without one, that of the settings, or the only one there is.

    Raises ConfigError, NothingFound (there is none), Unusable (there are several).
    """
    chosen = name or app.config.text("hub")
    if chosen:
        return hub_named(app, chosen)
    hubs = all_hubs(app)
    if not hubs:
        raise NothingFound("there is no hub yet", "add one: learnlog hub add NAME URL")
    if len(hubs) > 1:
        raise Unusable(
            f"there are {len(hubs)} hubs: {', '.join(hub.name for hub in hubs)}",
            "name one, or choose one for good: learnlog config set hub NAME",
        )
    return hubs[0]


def own_selection(app: App, ids: Collection[str]) -> Selection:
    """One's own entries with these ids, read, as `publish` takes them."""
    cards = app.index.cards()
    wanted = [card for card in cards if card.hub is None and card.entry.id in ids]
    entries = [app.journal.store.open(card.entry.path).entry for card in wanted]
    return Selection(entries, app.journal.store, cards, app.config.words("publish.fields"))


def patience(app: App) -> float:
    """How many seconds a remote may be silent."""
    return float(str(app.config.values["remote.timeout"]))


def pause(seconds: float) -> None:
    """Wait before another try."""
    time.sleep(seconds)
