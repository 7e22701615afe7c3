"""One at a time: a lock on a file that the system lets go of when its holder dies."""

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from learnlog.store import make_folder, unusable


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file at `path`, made if missing; wait for whoever holds it now.

    There are no stale locks: a process that dies lets go. Raises Unusable when the file cannot be made.
    """
    make_folder(path.parent)
    with _held(path, os.O_RDWR | os.O_CREAT):
        yield


@contextlib.contextmanager
def locked_folder(folder: Path) -> Iterator[None]:
    """The same with a folder in the place of the file, where no file may be left. Raises Unusable."""
    with _held(folder, os.O_RDONLY):
        yield


@contextlib.contextmanager
def _held(path: Path, flags: int) -> Iterator[None]:
    try:
        handle = os.open(path, flags | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError as error:
            if error.errno not in _NO_LOCKS_HERE:
                os.close(handle)
                raise
    except OSError as error:
        raise unusable("lock", path, error) from error
    try:
        yield
    finally:
        os.close(handle)


_NO_LOCKS_HERE = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.EBADF})  # some network file systems
