"""After an entry was saved: what is very near it, and whether it is the same thing again.

When this is called, the text is safe; nothing here makes the command fail.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from unicodedata import east_asian_width

import click

from learnlog import revise
from learnlog.cli.app import App
from learnlog.cli.clean import visible_line, visible_title
from learnlog.cli.keys import is_typing, pressed
from learnlog.entry import Entry
from learnlog.errors import LearnlogError
from learnlog.nearness import AGAIN, NEAR
from learnlog.search import Found, related
from learnlog.store import Card

_MOST = 2
_SHORT = 20  # columns that a title has in any case


def tell_of_near(app: App, entry: Entry, *, has_files: bool) -> None:
    """Name entries that are very near the new `entry`; ask once if it is the same thing again.

    `has_files` tells that something is attached to it. Ctrl-C means to go on: everything is saved.
    """
    try:
        near = _near(app, entry)
        for found in near:
            click.echo(_line(found.card, app.output.width), err=True)
        if near and _may_be_again(near[0], entry) and _is_waiting(app):
            _ask(app, entry, near[0].card, may_extend=near[0].card.hub is None and not has_files)
    except KeyboardInterrupt:
        click.echo(err=True)
    except LearnlogError as error:
        app.output.note(f"{entry.id} is saved as it is: {error.message}")


def _near(app: App, entry: Entry) -> Sequence[Found]:
    """The entries that are very near, the nearest first, but for those that the new one names itself."""
    known = {*entry.names("answers"), *entry.names("related"), *entry.names("supersedes")}
    try:
        at_hand = app.index_as_it_is()
        if at_hand is None:
            return ()
        index, unread = at_hand
        rows = related(entry, index=index, most=_MOST + len(known), unread=unread).rows
    except Exception:  # noqa: BLE001 - a damaged index, say; whatever it is, the next search mends it
        return ()
    return [row for row in rows if row.card.entry.id not in known and (row.score or 0) >= NEAR][:_MOST]


def _line(card: Card, width: int) -> str:
    """What names an entry beside another one, in `width` columns."""
    found = card.entry
    begin = f"see also {found.id[:6]}  {found.date:%Y-%m-%d}  "
    kind = "" if found.kind == "lesson" else found.kind
    whose = f"{card.hub}/{found.author or '?'}" if card.hub else ""
    labels = [whose, " ".join(part for part in (kind, found.status) if part)]
    end = "".join(f"  {visible_line(label)}" for label in labels if label)
    return f"{begin}{_cut(visible_title(found.title), max(width - len(begin) - len(end), _SHORT))}{end}"


def _cut(title: str, room: int) -> str:
    """The title in at most `room` columns; rich, which does this elsewhere, takes long to load."""
    ends = list(accumulate(1 + (east_asian_width(character) in "WF") for character in title))
    if not ends or ends[-1] <= room:
        return title
    return title[: bisect_right(ends, room - 1)].rstrip() + "…"


def _may_be_again(found: Found, entry: Entry) -> bool:
    """Whether the same thing can have been learned twice; a question is asked, an answer is asked for."""
    old = found.card.entry
    is_learned = entry.kind == old.kind != "question" and not entry.names("answers")
    return is_learned and old.problem is None and (found.score or 0) >= AGAIN


def _is_waiting(app: App) -> bool:
    """Whether a person sits there who wants to be asked, and is not typing the next command already."""
    wants_it = app.config.text("add.near") == "ask" and app.is_interactive()
    return wants_it and not is_typing()


def _ask(app: App, entry: Entry, old: Card, *, may_extend: bool) -> None:
    name = old.entry.id[:6]
    extending = f"[e]xtend {name}  " if may_extend else ""
    choices = f"{extending}[r]epeated: note and link  Enter: no"
    key = pressed("same thing again?", choices, app.output.width)
    if key == "e" and may_extend:
        revise.extend(app.journal, old.entry.path, entry.path, app.machine, app.now)
        click.echo(f"{name} is extended; to have two entries after all: learnlog undo", err=True)
    elif key == "r":
        revise.repeat(app.journal, entry.path, old, app.machine, app.now)
        click.echo(f"noted that {name} came back; {entry.id[:6]} links to it", err=True)
