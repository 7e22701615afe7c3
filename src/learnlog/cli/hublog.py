"""`learnlog hub log`: what happened in hubs, what of it is new to the person, and what has grown stale."""

import heapq
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from importlib import import_module
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from learnlog.cli.app import App
from learnlog.cli.clean import visible_title
from learnlog.cli.rows import Row
from learnlog.entry import Entry
from learnlog.errors import LearnlogError, NothingFound
from learnlog.hub import Event, Hub, Stale, events, layout, note_look, reading, since_look, stale
from learnlog.store import Card

_Found = TypeVar("_Found")

_USUAL = 20  # rows
_MOST_NEW = 200
_YEAR = timedelta(days=365)


class _Happened(NamedTuple):
    """What happened in `hub`; `is_new` tells that the person has not seen it, and it is not their own."""

    hub: Hub
    event: Event
    is_new: bool


class _Stale(NamedTuple):
    """What has grown stale in `hub`."""

    hub: Hub
    stale: Stale

    @property
    def is_own(self) -> bool:
        """Whether the person has published it."""
        return self.stale.lesson.author == self.hub.author


def tell_events(
    app: App, hubs: Sequence[Hub], most: int | None, since: datetime | None, *, as_json: bool
) -> int:
    """Print what happened in `hubs`; rows are remembered by their numbers. `most` None: 20, or all new ones.

    What is shown whole, and not as JSON, counts as seen. Gives the exit status: that of the hubs that could
    not be read, which are named. Raises NothingFound.
    """
    each, status = _of_each(app, hubs, lambda hub: _happened(hub, most, since))
    found = list(heapq.merge(*each.values(), key=lambda happened: happened.event.date, reverse=True))
    new = sum(happened.is_new for happened in found)
    last_new = max((number for number, happened in enumerate(found, 1) if happened.is_new), default=0)
    found = found[: most or (None if since else max(_USUAL, last_new))]
    if as_json:
        records = list(map(_event_record, found))
        app.output.record({"hub": _only_name(hubs), "total": len(found), "events": records})
    else:
        _print(app, hubs, list(map(_event_row, found)))
    if not (found or status):
        raise NothingFound(f"nothing was published in {_names(hubs)} {'since then' if since else 'yet'}")
    if as_json:
        return status
    if new:
        app.output.note(f"{new} new since you looked")
    if most is None and since is None:
        for hub in hubs:
            if hub.name in each:
                _note_look(hub)
    return status


def tell_stale(
    app: App, hubs: Sequence[Hub], most: int | None, since: datetime | None, *, as_json: bool
) -> int:
    """Print what nobody has confirmed for a year, nor since `since`: one's own first.

    Gives the exit status: that of the hubs that could not be read, which are named. Raises NothingFound.
    """
    noted = import_module("learnlog.events")  # what other looks at a hub do without
    helped: dict[str, datetime] = noted.last_helped(app.journal_folder)
    before = since or app.now - _YEAR
    each, status = _of_each(
        app, hubs, lambda hub: [_Stale(hub, one) for one in stale(hub.tree(), before, helped)]
    )
    found = list(chain.from_iterable(each.values()))
    found.sort(key=lambda each: (not each.is_own, each.stale.confirmed, each.stale.lesson.path))
    shown = found[: most or _USUAL]
    if as_json:
        lessons = list(map(_stale_record, shown))
        app.output.record({"hub": _only_name(hubs), "total": len(found), "lessons": lessons})
    else:
        _print(app, hubs, list(map(_stale_row, shown)))
    if not (found or status):
        raise NothingFound(f"no lesson in {_names(hubs)} has gone without a word for that long")
    if not as_json and len(shown) < len(found):
        app.output.note(f"{len(shown)} of {len(found)}; more with -n {len(found)}")
    return status


def _of_each(
    app: App, hubs: Sequence[Hub], read: Callable[[Hub], list[_Found]]
) -> tuple[dict[str, list[_Found]], int]:
    """What `read` gives for each hub by its name, and the highest exit status of those that it cannot read.

    These are named, and do not stop the others.
    """
    found, status = {}, 0
    for hub in hubs:
        try:
            found[hub.name] = read(hub)
        except LearnlogError as error:
            app.output.error(type(error)(f"{hub.name}: {error.message}", error.hint))
            status = max(status, error.status)
    return found, status


def _happened(hub: Hub, most: int | None, since: datetime | None) -> list[_Happened]:
    fresh = since_look(hub, reading(hub.reading).looked_at)
    found = events(hub, max(most or _USUAL, _MOST_NEW if fresh else 0), since)
    return [
        _Happened(hub, event, is_new=event.commit in fresh and event.author != hub.author) for event in found
    ]


def _note_look(hub: Hub) -> None:
    commit = hub.tree().commit
    if commit:
        note_look(hub.reading, commit)


def _only_name(hubs: Sequence[Hub]) -> str | None:
    """The name of the hub, if it is one."""
    return hubs[0].name if len(hubs) == 1 else None


def _names(hubs: Sequence[Hub]) -> str:
    return _only_name(hubs) or "the hubs"


def _event_row(happened: _Happened) -> Row:
    event = happened.event
    what = f"revision {event.revision}" if event.what == "changed" and event.revision else event.what
    mark = "new to you" if happened.is_new else ""
    return Row(event.id, event.path, event.title, event.by, event.date, what, mark, happened.hub.name)


def _stale_row(found: _Stale) -> Row:
    lesson = found.stale.lesson
    mark = "yours" if found.is_own else ""
    confirmed = found.stale.confirmed
    return Row(lesson.id, lesson.path, lesson.title, lesson.by, confirmed, "confirmed", mark, found.hub.name)


def _print(app: App, hubs: Sequence[Hub], rows: Sequence[Row]) -> None:
    """Print the rows, drawn on a terminal, and remember them; of several hubs with the hub of each."""
    app.refs.remember(Card(_entry(row), row.hub) for row in rows)
    if len(hubs) == 1:
        rows = [row._replace(hub="") for row in rows]
    if app.output.on_terminal and rows:
        app.output.paged(app.output.renderer.log(rows), app.pager)
        return
    for row in rows:
        columns = [row.id, f"{row.date:%Y-%m-%d}", row.what, row.title, row.by, row.mark]
        app.output.line("\t".join(map(visible_title, [*columns, row.hub] if row.hub else columns)))


def _entry(row: Row) -> Entry:
    """What names the lesson of a row."""
    path = row.path.removeprefix(f"{layout.LESSONS}/")
    return Entry(row.id, row.title, row.date, body="", text="", path=path)


def _event_record(happened: _Happened) -> dict[str, Any]:
    event = happened.event
    return {
        "date": event.date.isoformat(),
        "what": event.what,
        "id": event.id,
        "title": event.title,
        "author": event.by,
        "path": event.path,
        "revision": event.revision or None,
        "new": happened.is_new,
        "hub": happened.hub.name,
    }


def _stale_record(found: _Stale) -> dict[str, Any]:
    lesson = found.stale.lesson
    return {
        "confirmed": found.stale.confirmed.isoformat(),
        "id": lesson.id,
        "title": lesson.title,
        "author": lesson.by,
        "path": lesson.path,
        "revision": lesson.revision or None,
        "own": found.is_own,
        "hub": found.hub.name,
    }
