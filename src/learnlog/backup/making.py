"""A backup is made: everything in one file, which is read back before it gets its name."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path

from learnlog import repository
from learnlog.backup import container
from learnlog.backup.container import Part
from learnlog.backup.state import State
from learnlog.backup.worktree import WorkTree, differing
from learnlog.errors import Unusable
from learnlog.journal import Journal
from learnlog.repository import Place
from learnlog.store import sync_folder

FORMAT = 1
ABOUT, HISTORY = "about.json", "history.bundle"

Progress = Callable[[str, int], AbstractContextManager[Callable[[], None]]]


@dataclass(frozen=True)
class About:
    """What a backup says of itself: `head` is the commit that was checked out, on `branch` if on any.

    `prefix` is the way from the top of the work tree to the journal ("" or "notes/"), `gone` the committed
    files that were not there.
    """

    format: int
    head: str | None
    branch: str | None
    prefix: str
    gone: Sequence[str]


@dataclass(frozen=True)
class Made:
    """A backup that was made: where, its bytes, how many entries; what of the journal could not go in."""

    file: Path
    size: int
    entries: int
    left_out: Sequence[str]


def make(journal: Journal, state: State, target: Path, progress: Progress) -> Made:
    """Write everything to `target`, and replace what is there once all of it was verified.

    Raises Unusable when something cannot be read or written; what was at `target` stays then.
    """
    _check_place(journal, target)
    with container.aside(target) as aside, journal.alone():
        try:
            place = repository.find(journal.root)
            tree, parts = _parts(journal, place, state, aside)
            with progress("backing up", len(parts)) as step:
                container.write(aside / "backup", _told(parts, step))
            container.check(aside / "backup")
            size = (aside / "backup").stat().st_size
            (aside / "backup").replace(target)
            sync_folder(target.parent)
        except OSError as error:
            raise Unusable(f"cannot back up {error.filename or target}: {error.strerror}") from error
    entries = sum(1 for _ in journal.store.scan())
    return Made(target, size, entries, tree.left_out)


def _check_place(journal: Journal, target: Path) -> None:
    if not journal.root.is_dir():
        raise Unusable(
            f"there is no journal in {journal.root}", "name one: learnlog --journal DIR backup FILE"
        )
    if target.is_dir():
        raise Unusable(f"{target} is a folder", f"name a file: {target / 'learnlog.tar'}")
    if target.resolve().is_relative_to(journal.root.resolve()):
        raise Unusable(f"{target} lies in the journal itself", "put it on another disk, if there is one")
    if not target.parent.is_dir():
        raise Unusable(f"there is no folder {target.parent}", f"make it first: mkdir -p {target.parent}")


def _parts(journal: Journal, place: Place | None, state: State, aside: Path) -> tuple[WorkTree, list[Part]]:
    """What of the work tree goes in, and all parts in their order."""
    top, prefix, head = (place.top, place.prefix, place.head) if place else (journal.root, "", None)
    tree = differing(top, prefix, repository.files_in(top, head) if head else {})
    branch = repository.branch_checked_out(top) if place else None
    about = About(FORMAT, head, branch, prefix, tree.gone)
    parts = [Part(ABOUT, json.dumps(asdict(about), indent=1).encode())]
    if head:
        repository.bundle(top, aside / HISTORY)
        repository.check_size(top, head, container.most_bytes((aside / HISTORY).stat().st_size))
        parts.append(Part(HISTORY, aside / HISTORY))
    return tree, [*parts, *tree.parts, *state.parts()]


def _told(parts: Sequence[Part], step: Callable[[], None]) -> Iterator[Part]:
    for part in parts:
        yield part
        step()
