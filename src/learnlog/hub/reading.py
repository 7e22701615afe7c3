"""What the person has read in a hub: kept beside its clone, on this machine only."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from learnlog.locking import locked
from learnlog.store import write_durably

_KEPT_VERSIONS = 2  # the one that was read last, and the one before, with which it is compared
_KEPT_LESSONS = 2_000
_COMMIT = re.compile(r"[0-9a-f]{40,64}")


class Read(NamedTuple):
    """A version of a lesson that was read: git's name for its bytes, its revision, when it was read last."""

    object: str
    revision: int
    time: datetime


@dataclass(frozen=True)
class Reading:
    """Id → the versions read, the one read last first; and the commit that `hub log` last showed, if any."""

    lessons: Mapping[str, Sequence[Read]] = field(default_factory=dict)
    looked_at: str | None = None


def reading(file: Path) -> Reading:
    """What `file` says was read; nothing where it cannot be read."""
    try:
        told = json.loads(file.read_bytes())
        lessons = {key: [_read(*each) for each in versions] for key, versions in told["lessons"].items()}
        commit = told["looked_at"]
    except (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return Reading()
    is_commit = isinstance(commit, str) and _COMMIT.fullmatch(commit)
    return Reading(lessons, commit if is_commit else None)


def note_read(file: Path, versions: Mapping[str, Read]) -> None:
    """Keep in `file` that these versions of lessons, by id, were read just now. Raises Unusable.

    Of more than 2,000 lessons those that were read longest ago are dropped.
    """
    with locked(_lock(file)):
        before = reading(file)
        lessons = dict(before.lessons)
        for entry_id, version in versions.items():
            earlier = [each for each in lessons.pop(entry_id, ()) if each.object != version.object]
            lessons[entry_id] = [version, *earlier][:_KEPT_VERSIONS]
        kept = dict(list(lessons.items())[-_KEPT_LESSONS:])
        _write(file, Reading(kept, before.looked_at))


def note_look(file: Path, commit: str) -> None:
    """Keep in `file` that all that happened up to `commit` was shown. Raises Unusable."""
    with locked(_lock(file)):
        _write(file, Reading(reading(file).lessons, commit))


def _lock(file: Path) -> Path:
    return file.with_name(f"{file.name}.lock")


def _write(file: Path, what: Reading) -> None:
    lessons = {
        entry_id: [(each.object, each.revision, each.time.isoformat(timespec="seconds")) for each in versions]
        for entry_id, versions in what.lessons.items()
    }
    write_durably(file, json.dumps({"looked_at": what.looked_at, "lessons": lessons}).encode())


def _read(name: str, revision: int, time: str) -> Read:
    return Read(str(name), int(revision), datetime.fromisoformat(time).astimezone())
