"""What was said to a lesson, told to those who read it and to its author."""

import contextlib
from collections.abc import Iterable, Sequence
from typing import Any

from learnlog import heard
from learnlog.cli.app import App
from learnlog.cli.clean import visible, visible_title
from learnlog.cli.hubs import hub_named
from learnlog.errors import LearnlogError
from learnlog.heard import Heard
from learnlog.refs import Located
from learnlog.response import Kind

_WORDS = {
    Kind.HELPED: "it helped",
    Kind.DID_NOT_WORK: "it did not work",
    Kind.OUTDATED: "it is out of date",
    Kind.REPLY: "says",
    Kind.QUESTION: "asks",
    Kind.WORDS: "looked for it with other words",
    Kind.SUGGESTION: "suggests a change",
}
_SOMEBODY = "somebody"
_MOST = 30  # of a lesson that are shown
_MOST_TEXT = 4_000  # characters of one of them


def about(app: App, located: Located) -> list[Heard]:
    """All that was said to an entry: in its hubs; to one's own, in every hub; nothing of a damaged clone."""
    hubs = [located.store.hub, *located.also] if located.store.hub else app.tallies
    found: list[Heard] = []
    for name in hubs:
        with contextlib.suppress(LearnlogError):
            found += heard.said_to(hub_named(app, name), located.entry.id)
    return found


def lines(found: Sequence[Heard], revision: int) -> list[str]:
    """What was said, the newest last, clean; `revision` is the one of the lesson that is read."""
    told = [f"{len(found) - _MOST} older ones: --json shows them all"] if len(found) > _MOST else []
    for each in found[-_MOST:]:
        response = each.response
        is_of_another = response.revision and revision and response.revision != revision
        of = f" (of revision {response.revision})" if is_of_another else ""
        told += [f"{response.date:%Y-%m-%d}  {who(each)}: {_WORDS[response.kind]}{of}", *text(each)]
    return told


def text(each: Heard) -> list[str]:
    """The lines of what it says; none of a whole lesson."""
    if each.response.kind is Kind.SUGGESTION:
        return []
    said = each.response.text
    cut = said if len(said) <= _MOST_TEXT else f"{said[:_MOST_TEXT]}…"
    return [f"  {line}" for line in visible(cut).splitlines()]


def what(each: Heard) -> str:
    """What it says of the lesson, in a word or two."""
    return _WORDS[each.response.kind]


def who(each: Heard) -> str:
    """Whose it is, clean."""
    return visible_title(each.name) or _SOMEBODY


def records(found: Iterable[Heard]) -> list[dict[str, Any]]:
    """The same as JSON."""
    return [
        {
            "hub": each.hub,
            "kind": str(each.response.kind),
            "author": each.response.author,
            "name": each.name or None,
            "date": each.response.date.isoformat(timespec="seconds"),
            "revision": each.response.revision or None,
            "text": each.response.text,
        }
        for each in found
    ]
