"""The local record of how learnlog is used: for this person on this machine, never in the journal."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from learnlog.locking import locked
from learnlog.store import write_durably

_KEPT = timedelta(days=2)


def asked(file: Path) -> Mapping[str, datetime]:
    """When it was last asked whether a lesson helped, by its id; nothing where `file` cannot be read."""
    try:
        told = json.loads(file.read_bytes())["asked"]
        return {entry: datetime.fromisoformat(time).astimezone() for entry, time in told.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return {}


def note_asked(file: Path, entry: str, now: datetime) -> None:
    """Keep in `file` that it was asked of the lesson with the id `entry`. Raises Unusable.

    What was asked more than two days ago is dropped.
    """
    with locked(file.with_name(f"{file.name}.lock")):
        recent = {each: time for each, time in asked(file).items() if abs(now - time) < _KEPT}
        told = {each: time.isoformat(timespec="seconds") for each, time in {**recent, entry: now}.items()}
        write_durably(file, json.dumps({"asked": told}).encode())
