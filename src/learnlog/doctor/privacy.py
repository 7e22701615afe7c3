"""Whether others on this machine can read what is the person's."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from learnlog.doctor.fault import Check, Fault, Restrict, typed


def too_open(places: Iterable[Path]) -> Iterator[Fault]:
    """Those of `places`, files or folders, that others may look at, or that another person owns.

    What is in a folder that nobody else may enter is as closed as the folder.
    """
    for place in places:
        try:
            status = place.stat()
        except OSError:
            continue
        mode = stat.S_IMODE(status.st_mode)
        if status.st_uid != os.geteuid():
            yield Fault(
                Check.PERMISSIONS,
                str(place),
                "belongs to another user",
                "they can read and change it",
                typed("ls", "-ld", place),
            )
        elif mode & (stat.S_IRWXG | stat.S_IRWXO):
            restrict = Restrict(place, mode)
            can = "change" if mode & (stat.S_IWGRP | stat.S_IWOTH) else "read"
            yield Fault(
                Check.PERMISSIONS,
                str(place),
                f"has the mode {mode:04o}",
                f"others on this machine can {can} it",
                typed("chmod", f"{restrict.private:o}", place),
                restrict,
            )
