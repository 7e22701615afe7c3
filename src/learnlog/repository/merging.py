"""Two changes of one text become one, as git merges them."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from learnlog.repository.running import git

_MOST_CONFLICTS = 127  # that git counts; beyond is an error


def merge(mine: bytes, base: bytes, theirs: bytes, names: Sequence[str]) -> tuple[bytes, bool]:
    """What becomes of `base` with both changes, and whether they conflict.

    Conflicts stand in it between markers, with `names` for mine, base, and theirs. Raises GitFailed, for a
    binary file, say.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("mine", mine), ("base", base), ("theirs", theirs)):
            (Path(folder) / name).write_bytes(data)
        labels = [word for name in names for word in ("-L", name)]
        words = ("merge-file", "-p", "--diff3", *labels, "mine", "base", "theirs")
        merged = git(Path(folder), *words, fine=range(_MOST_CONFLICTS + 1))
    marker = f"<<<<<<< {names[0]}".encode()
    return merged, marker in merged.splitlines()
