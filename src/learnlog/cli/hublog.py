"""`learnlog hub log`: what happened in a hub, what of it is new to the person, and what has grown stale."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from learnlog import hub as hubs
from learnlog.cli.app import App
from learnlog.cli.clean import visible_title
from learnlog.cli.rows import Row
from learnlog.entry import Entry
from learnlog.hub import Event, Hub, Stale, layout
from learnlog.store import Card

_USUAL = 20  # rows
_MOST_NEW = 200
_YEAR = timedelta(days=365)


def tell_events(app: App, hub: Hub, most: int | None, since: datetime | None, *, as_json: bool) -> None:
    """Print what happened; rows are remembered by their numbers. `most` None: 20, or all that are new.

    What is shown whole, and not as JSON, counts as seen. Raises Unusable.
    """
    fresh = hubs.since_look(hub, hubs.reading(hub.reading).looked_at)
    found = hubs.events(hub, most or max(_USUAL, _MOST_NEW if fresh else 0), since)
    new = [event.commit in fresh and event.author != hub.author for event in found]
    if most is None and since is None:
        found = found[: max(_USUAL, 1 + max((at for at, is_new in enumerate(new) if is_new), default=0))]
    if as_json:
        events = [_event_record(event, is_new) for event, is_new in zip(found, new, strict=False)]
        app.output.record({"hub": hub.name, "total": len(found), "events": events})
        return
    _print(app, hub, [_event_row(event, is_new) for event, is_new in zip(found, new, strict=False)])
    if not found:
        app.output.note(f"nothing was published in {hub.name} {'since then' if since else 'yet'}")
    elif any(new):
        app.output.note(f"{sum(new)} new since you looked")
    commit = hub.tree().commit
    if commit and most is None and since is None:
        hubs.note_look(hub.reading, commit)


def tell_stale(app: App, hub: Hub, most: int | None, since: datetime | None, *, as_json: bool) -> None:
    """Print what nobody has confirmed for a year, nor since `since`: one's own first. Raises Unusable."""
    events = import_module("learnlog.events")  # what other looks at a hub do without
    helped: dict[str, datetime] = events.last_helped(app.journal_folder)
    found = hubs.stale(hub.tree(), since or app.now - _YEAR, helped)
    found.sort(key=lambda each: each.lesson.author != hub.author)
    shown = found[: most or _USUAL]
    if as_json:
        lessons = [_stale_record(hub, each) for each in shown]
        app.output.record({"hub": hub.name, "total": len(found), "lessons": lessons})
        return
    _print(app, hub, [_stale_row(hub, each) for each in shown])
    if not found:
        app.output.note(f"no lesson in {hub.name} has gone without a word for that long")
    elif len(shown) < len(found):
        app.output.note(f"{len(shown)} of {len(found)}; more with -n {len(found)}")


def _event_row(event: Event, is_new: bool) -> Row:  # noqa: FBT001
    what = f"revision {event.revision}" if event.what == "changed" and event.revision else event.what
    return Row(event.id, event.path, event.title, event.by, event.date, what, "new to you" if is_new else "")


def _stale_row(hub: Hub, stale: Stale) -> Row:
    lesson = stale.lesson
    mark = "yours" if lesson.author == hub.author else ""
    return Row(lesson.id, lesson.path, lesson.title, lesson.by, stale.confirmed, "confirmed", mark)


def _print(app: App, hub: Hub, rows: Sequence[Row]) -> None:
    """Print the rows, drawn on a terminal, and remember them by their numbers."""
    app.refs.remember(Card(_entry(row), hub.name) for row in rows)
    if app.output.on_terminal:
        app.output.paged(app.output.renderer.log(rows), app.pager)
        return
    for row in rows:
        columns = (row.id, f"{row.date:%Y-%m-%d}", row.what, row.title, row.by, row.mark)
        app.output.line("\t".join(map(visible_title, columns)))


def _entry(row: Row) -> Entry:
    """What names the lesson of a row."""
    path = row.path.removeprefix(f"{layout.LESSONS}/")
    return Entry(row.id, row.title, row.date, body="", text="", path=path)


def _event_record(event: Event, is_new: bool) -> dict[str, Any]:  # noqa: FBT001
    return {
        "date": event.date.isoformat(),
        "what": event.what,
        "id": event.id,
        "title": event.title,
        "author": event.by,
        "path": event.path,
        "revision": event.revision or None,
        "new": is_new,
    }


def _stale_record(hub: Hub, stale: Stale) -> dict[str, Any]:
    lesson = stale.lesson
    return {
        "confirmed": stale.confirmed.isoformat(),
        "id": lesson.id,
        "title": lesson.title,
        "author": lesson.by,
        "path": lesson.path,
        "revision": lesson.revision or None,
        "own": lesson.author == hub.author,
    }
