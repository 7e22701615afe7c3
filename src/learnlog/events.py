"""What became of lessons: helped, did not work, outdated, repeated; noted in the journal, a line for each.

Each machine has a file of its own, `.learnlog/events/<machine>.jsonl`, and only ever adds to it, so two
machines never conflict. What others put there is skipped, never an error: half a line, another program's.
"""

import json
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from learnlog.confirmations import Confirmed
from learnlog.entry import ALPHABET, new_id
from learnlog.locking import locked
from learnlog.store import write_durably

if TYPE_CHECKING:
    from learnlog.journal import JournalChange

HELPED, DID_NOT_WORK, OUTDATED, REPEATED = "helped", "did-not-work", "outdated", "repeated"
ACCEPTED, DECLINED = "accepted", "declined"  # a suggestion, which the note names
KINDS = (HELPED, DID_NOT_WORK, OUTDATED, REPEATED, ACCEPTED, DECLINED)

_FOLDER = ".learnlog/events"
_MOST_BYTES = 64 * 1024 * 1024  # of one machine's file; half a million events
_ID_CHARACTERS = 10
# A search waits for these lines; one in many is worth reading.
_VERDICTS = tuple(kind.encode() for kind in (HELPED, DID_NOT_WORK, OUTDATED))


@dataclass(frozen=True)
class Event:
    """What became of the lesson with the id `entry`: `kind` is one of `KINDS`.

    `time` has an offset. `hub` is where the lesson is from, None for one's own; `note` is what the person
    said of it.
    """

    time: datetime
    kind: str
    entry: str
    hub: str | None = None
    note: str | None = None


def append(change: "JournalChange", machine: str, event: Event) -> None:
    """Add `event` to what the machine of that id has noted, as part of `change`. Raises Unusable."""
    told = {
        "time": event.time.isoformat(timespec="seconds"),
        "event": event.kind,
        "entry": event.entry,
        "hub": event.hub,
        **({"note": event.note} if event.note else {}),
    }
    change.append(f"{_FOLDER}/{machine}.jsonl", json.dumps(told).encode())


def read(root: Path) -> list[Event]:
    """Every machine's events in the journal at `root`, the oldest first; what is no event is skipped."""
    found = [event for line in _lines(root) if (event := _event(line))]
    return sorted(found, key=lambda event: event.time)


def confirmed(root: Path) -> Mapping[str, Confirmed]:
    """How often each entry has helped the person, by its id: one's own and colleagues' lessons.

    What helped before the person said that it did not work, or is out of date, counts no more.
    """
    return {
        entry: Confirmed(len(times), times[-1].date().isoformat()) for entry, times in _helped(root).items()
    }


def last_helped(root: Path) -> dict[str, datetime]:
    """When each entry last helped the person, by its id; see `confirmed`."""
    return {entry: times[-1] for entry, times in _helped(root).items()}


def _helped(root: Path) -> dict[str, list[datetime]]:
    likely = (line for line in _lines(root) if any(word in line for word in _VERDICTS))
    found: dict[str, list[datetime]] = {}
    for event in sorted(filter(None, map(_event, likely)), key=lambda event: event.time):
        if event.kind == HELPED:
            found.setdefault(event.entry, []).append(event.time)
        elif event.kind in {DID_NOT_WORK, OUTDATED}:
            found.pop(event.entry, None)
    return found


def machine_id(file: Path, random: Random) -> str:
    """The id of this machine, kept in `file` and made when there is none: says nothing of its name.

    Raises Unusable when it cannot be kept.
    """
    known = _id_in(file)
    if known is None:
        with locked(file.with_name(f"{file.name}.lock")):  # of two first commands, one makes it
            known = _id_in(file) or new_id(random)
            write_durably(file, f"{known}\n".encode())
    return known


def is_machine_id(data: bytes) -> bool:
    """Whether that is what a file with a machine's id holds."""
    word = data.decode("ascii", "replace").strip()
    return len(word) == _ID_CHARACTERS and set(word) <= set(ALPHABET)


def _id_in(file: Path) -> str | None:
    try:
        data = file.read_bytes()
    except OSError:
        return None
    return data.decode().strip() if is_machine_id(data) else None


def _lines(root: Path) -> Iterator[bytes]:
    try:
        files = sorted(file for file in (root / _FOLDER).iterdir() if file.suffix == ".jsonl")
    except OSError:
        return
    for file in files:
        yield from _content(file).splitlines()


def _content(file: Path) -> bytes:
    """The file's beginning; nothing of what cannot be read, or is no regular file: a link, a FIFO."""
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as opened:
            is_regular = stat.S_ISREG(os.fstat(opened.fileno()).st_mode)
            return opened.read(_MOST_BYTES) if is_regular else b""
    except OSError:
        return b""


def _event(line: bytes) -> Event | None:
    try:
        told = json.loads(line.decode())  # three times as fast as leaving the encoding to json
        time = datetime.fromisoformat(told["time"])
        kind, entry, hub, note = told["event"], told["entry"], told.get("hub"), told.get("note")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    if time.tzinfo is None or kind not in KINDS or not isinstance(entry, str) or not entry:
        return None
    return Event(time, kind, entry, _text(hub), _text(note))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
