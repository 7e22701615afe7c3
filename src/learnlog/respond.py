"""Saying something to a colleague's lesson: kept on this machine first, then sent to its hub.

What cannot be sent waits in the outbox. A file's name is the same in both places, so that nothing is sent
twice, and nothing is forgotten before the hub has it, whenever a command is killed.

Whatever waits is looked at again before it goes, as the person's list of names can have grown since.

What is said without a name must not be told from its surroundings either: it is committed as nobody, at no
time of day, and never in one push with what carries one's name.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeAlias

from learnlog import guard
from learnlog.entry import MAX_BODY_BYTES
from learnlog.errors import LearnlogError, RemoteFailed, Unusable
from learnlog.guard import Finding, Names
from learnlog.hub import Hub, Outbox, Outgoing, Tree, layout
from learnlog.response import NOBODY, Response, compose_response, name_of, parse_response

Make: TypeAlias = Callable[[Tree], Outgoing | None]
Send: TypeAlias = Callable[[Hub, Make, datetime], str | None]  # `hub.exchange.send`, over some line


class Held(NamedTuple):
    """A response to the lesson of that id that waits and must not leave: what stops it, and its file."""

    lesson: str
    findings: Sequence[Finding]
    file: Path


def say(hub: Hub, response: Response, *, random: Random, send: Send, names: Names) -> RemoteFailed | None:
    """Say it in `hub`, with whatever else waits; None when it is there, else why it has to wait.

    Its author is the folder `hub.author`, or NOBODY. Of what waits, nothing goes that the guard stops, which
    knows the `names` never to be told. Raises Unusable; what was said is kept all the same,
    unless it is too large or has no place, and goes the next time.
    """
    dated = replace(response, date=_day(response.date)) if response.author == NOBODY else response
    hub.outbox.keep(_free_path(hub, dated, random), _data(dated))
    try:
        send_waiting(hub, send=send, when=response.date, names=names, unnamed=response.author == NOBODY)
    except RemoteFailed as trouble:
        return trouble
    except LearnlogError as error:
        error.hint = (
            f"{error.hint}\nwhat you said is kept, and goes with: learnlog hub pull {hub.name}".lstrip()
        )
        raise
    return None


def send_waiting(hub: Hub, *, send: Send, when: datetime, names: Names, unnamed: bool = False) -> int:
    """Send what waits and carries one's name, or else (`unnamed`) what carries none; how many there were.

    What is `held` by the guard waits on. Raises RemoteFailed, Unusable; everything then waits on.
    """
    box, author = hub.outbox, NOBODY if unnamed else hub.author
    stays = held(hub, names)
    if not _waiting(box, stays, author):
        return 0
    arrived: list[str] = []

    def make(tree: Tree) -> Outgoing | None:
        hub.check(tree, writing=True)
        arrived[:] = _waiting(box, stays, author)
        new = box.read(path for path in arrived if path not in tree.blobs)
        return Outgoing(new, _message(new)) if new else None

    send(*((hub.as_nobody(), make, _day(when)) if unnamed else (hub, make, when)))
    box.drop(arrived)
    return len(arrived)


def send_all(hub: Hub, *, send: Send, when: datetime, names: Names) -> int:
    """Send what waits; how many went. What carries no name goes when nothing else does, else the next time.

    While a hub is read-only all of it waits on. Raises RemoteFailed, Unusable.
    """
    if hub.settings.read_only:
        return 0
    named = send_waiting(hub, send=send, when=when, names=names)
    return named or send_waiting(hub, send=send, when=when, names=names, unnamed=True)


def held(hub: Hub, names: Names) -> dict[str, Held]:
    """What waits for `hub` and must not leave, as the guard sees it now that it knows `names`; by path.

    Raises Unusable.
    """
    box = hub.outbox
    found = {}
    for path, data in box.read(box.paths()).items():
        place = layout.response_at(path)
        response = parse_response(data, **place._asdict()) if place else None
        seen = guard.inspect_text(response.text if response else data.decode("utf-8", "replace"), path, names)
        stopping = [finding for finding in seen if finding.stops]
        if place and stopping:
            found[path] = Held(place.lesson, stopping, box.file(path))
    return found


def _waiting(box: Outbox, stays: Collection[str], author: str) -> list[str]:
    """The paths of what waits and may go, of what that author said; another's name never goes with it."""
    places = {path: layout.response_at(path) for path in box.paths() if path not in stays}
    return [path for path, place in places.items() if place and place.author == author]


def _free_path(hub: Hub, response: Response, random: Random) -> str:
    """Where it goes; no file of the hub or the outbox is there."""
    taken = {*hub.tree().blobs, *hub.outbox.paths()}
    while (path := layout.response_path(response.lesson, name_of(response, random))) in taken:
        continue
    return path


def _data(response: Response) -> bytes:
    data = compose_response(response).encode("utf-8", "replace")
    if len(data) > MAX_BODY_BYTES:
        raise Unusable("what you say is larger than 5 MiB; nobody would read it", "say it in fewer words")
    return data


def _day(when: datetime) -> datetime:
    """The beginning of that day, in UTC."""
    return when.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _message(paths: Collection[str]) -> str:
    """What the commit says: to which lessons; of what is said, the files tell."""
    lessons = sorted({place.lesson[:4] for path in paths if (place := layout.response_at(path))})
    many = f"{len(paths)} responses" if len(paths) > 1 else "response"
    return f"{many} to {', '.join(lessons)}\n"
