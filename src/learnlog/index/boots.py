"""Whether an index was found whole since the machine was started.

Nothing that is written here waits for the disk. What a running machine has written it also reads; only one
that loses its power may find something else after the next start. So all of it is checked once then.
"""

import contextlib
from pathlib import Path

from learnlog.errors import Unusable
from learnlog.store import write_derived

_STARTED = Path("/proc/sys/kernel/random/boot_id")
_NOTE = "whole"


def is_known_whole(folder: Path) -> bool:
    """Whether the index in `folder` was noted as whole since the last start."""
    with contextlib.suppress(OSError):
        return (folder / _NOTE).read_bytes() == _start()
    return False


def note_whole(folder: Path) -> None:
    """Note that the index in `folder` is whole; one that cannot be written to is checked again."""
    with contextlib.suppress(Unusable):
        write_derived(folder / _NOTE, _start())


def _start() -> bytes:
    """What tells this start of the machine from others; nothing on a system that does not say."""
    try:
        return _STARTED.read_bytes()
    except OSError:
        return b""
