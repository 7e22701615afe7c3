"""Whether an index was found whole since the machine was started.

Nothing that is written here waits for the disk. What a running machine has written it also reads; only one
that loses its power may find something else after the next start. So all of it is checked once then.
"""

import contextlib
import mmap
import zlib
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


def size_and_checksum(file: Path) -> tuple[int, int]:
    """What tells a file from one that was cut off or has other bytes. Raises ValueError when it is empty."""
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return len(data), zlib.crc32(data)


def _start() -> bytes:
    """What tells this start of the machine from others; nothing on a system that does not say."""
    try:
        return _STARTED.read_bytes()
    except OSError:
        return b""
