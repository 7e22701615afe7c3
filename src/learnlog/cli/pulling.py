"""A hub is brought to where its remote is, and what came broken is named, whichever command pulls it."""

from collections.abc import Sequence

from learnlog.cli.app import App
from learnlog.hub import Difference, Hub, exchange
from learnlog.hub.exchange import Line


def pull(app: App, hub: Hub, line: Line) -> Difference:
    """Pull `hub`, and note when; how it differs from before. Raises RemoteFailed, Unusable."""
    difference = exchange.pull(hub, line)
    hub.mark_pulled(app.now)
    return difference


def pull_first(app: App, hub: Hub, line: Line) -> None:
    """The same before something else is done with `hub`; what came broken is named."""
    warn_of(app, hub, broken_files(hub, pull(app, hub, line)))


def broken_files(hub: Hub, difference: Difference) -> list[tuple[str, str]]:
    """The files that came and cannot be read as they should: where each is, and what is wrong."""
    return [(str(hub.files / path), problem) for path, problem in difference.broken]


def warn_of(app: App, hub: Hub, broken: Sequence[tuple[str, str]]) -> None:
    """Name the hub's files that cannot be read as they should: once, when they come."""
    app.output.warn_of_problems(broken)
    if broken:
        app.output.note(f"this is told once; to see it again: learnlog hub show {hub.name}")
