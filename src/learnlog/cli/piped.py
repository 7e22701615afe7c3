"""What is piped in. It is read to its end, or its writer would be cut off."""

import os
import stat
import sys
from collections.abc import Iterator

_CHUNK_BYTES = 64 * 1024


def is_given() -> bool:
    """Whether standard input is meant to be read: a pipe, or a file that nobody has begun to read.

    Begun is the file of a loop, in `while read line; do learnlog brief; done < file`.
    """
    if not sys.stdin:
        return False
    try:
        handle = sys.stdin.fileno()
    except OSError:  # what stands in its place has been put there to be read
        return True
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return os.lseek(handle, 0, os.SEEK_CUR) == 0
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def beginning(most: int) -> bytes:
    """The first `most` bytes of standard input."""
    kept = b""
    for chunk in _chunks():
        kept += chunk[: most - len(kept)]
    return kept


def end(most: int) -> bytes:
    """The last `most` bytes of standard input."""
    kept = b""
    for chunk in _chunks():
        kept = (kept + chunk)[-most:]
    return kept


def _chunks() -> Iterator[bytes]:
    while sys.stdin and (chunk := sys.stdin.buffer.read(_CHUNK_BYTES)):  # there is none behind `<&-`
        yield chunk
