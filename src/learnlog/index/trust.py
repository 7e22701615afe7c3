"""Whether a folder is the person's alone. Whoosh's files contain pickles: who can write them can run code."""

import os
import shutil
import stat
from pathlib import Path

from learnlog.errors import Unusable
from learnlog.store import make_folder

_ROOT = 0


def refuse_shared(folder: Path) -> None:
    """Raise Unusable when another person can write to `folder`, or put another in its place."""
    real = Path(os.path.realpath(folder))
    for place in (real, *real.parents):
        status = place.stat()
        if not _is_own(status, strictly=place == real):
            raise Unusable(f"others can write to {place}", f"see: ls -ld '{place}'")


def _is_own(status: os.stat_result, *, strictly: bool) -> bool:
    """Whether nobody else can change what is in a folder; `strictly`: and it is the person's."""
    owners = {os.geteuid()} if strictly else {os.geteuid(), _ROOT}
    if status.st_uid not in owners:
        return False
    if strictly:
        return not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if status.st_mode & stat.S_ISVTX:  # as /tmp: only the owner of what is in it can move it
        return True
    of_others = stat.S_IWOTH if status.st_gid == os.getegid() else stat.S_IWGRP | stat.S_IWOTH
    return not status.st_mode & of_others


def empty(folder: Path) -> None:
    """Leave `folder` the person's alone, with nothing in it.

    It is not made anew: others who look at it at the same moment, before they ask for the lock, must find it.
    Raises Unusable or OSError.
    """
    if folder.is_symlink():  # what is elsewhere is not ours to empty
        folder.unlink()
    make_folder(folder)
    folder.chmod(stat.S_IRWXU)
    for each in folder.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()
