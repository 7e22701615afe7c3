"""Keeping a clone small: what came with each fetch is a file of its own until they are put together."""

from pathlib import Path

from learnlog.repository.running import git

_MOST_FILES = 50  # from about there on git gets slower

_REMEMBERED = ("gc.reflogExpire", "gc.reflogExpireUnreachable")  # where branches were before


def tidy(folder: Path) -> None:
    """Delete what no branch of the bare clone at `folder` leads to, and put the rest into one file.

    Raises GitFailed.
    """
    at_once = [word for name in _REMEMBERED for word in ("-c", f"{name}=now")]
    git(folder, *at_once, "gc", "--quiet", "--prune=now")


def is_scattered(folder: Path) -> bool:
    """Whether the bare clone at `folder` has come to consist of so many files that git gets slower."""
    return len(list((folder / ".git/objects/pack").glob("*.pack"))) > _MOST_FILES
