"""Talking to a hub's remote: add, pull, send. What is begun here is either done or leaves nothing behind."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random

from learnlog import repository
from learnlog.errors import RemoteFailed, Unusable
from learnlog.hub.clone import Hub, Outgoing
from learnlog.hub.export import Difference
from learnlog.hub.tree import Tree
from learnlog.hub.upkeep import with_upkeep
from learnlog.locking import locked
from learnlog.repository.addresses import checked
from learnlog.repository.remote import Outrun, Remote, branch_of
from learnlog.store import make_folder, unusable

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0  # seconds


@dataclass(frozen=True)
class Line:
    """How remotes are talked to: `timeout` is how many seconds one may be silent.

    `pause` waits that many seconds before another of the `tries`; `random` spreads those of several people.
    """

    timeout: float
    pause: Callable[[float], None]
    random: Random
    tries: int = 30

    def to(self, hub: Hub) -> Remote:
        """The remote of `hub`. Raises Unusable for an address that git must not see."""
        return Remote(checked(hub.settings.url, hub.root), self.timeout)


def add(hub: Hub, line: Line, *, make_hub: datetime | None = None) -> Tree:
    """Clone the hub; its files. An empty remote is one that the first publishing makes a hub.

    `make_hub` is given (the time) to make a repository that is none one now. Raises RemoteFailed, Unusable
    (not a hub); nothing is kept then.
    """
    with locked(hub.lock), _taken_back(hub.root):
        _clone(hub, line)
        if make_hub is not None and hub.tree().about is None:
            _send(hub, line, _only_upkeep, make_hub)
        hub.check(hub.tree())
        hub.export()
        return hub.tree()


def pull(hub: Hub, line: Line) -> Difference:
    """Bring clone and files to where the remote is; how that differs from before.

    Raises RemoteFailed, Unusable; what was there stays.
    """
    with locked(hub.lock):
        if hub.is_here:
            _fetch(hub, line)
            return hub.export()
        _clone(hub, line)
        with _taken_back(hub.root):
            hub.check(hub.tree())
            return hub.export()


def renew(hub: Hub, line: Line, aside: Path) -> None:
    """Clone the hub anew, and move the clone there is now to `aside`, where nothing may be.

    What the person has read and heard there is kept. Raises RemoteFailed, Unusable; the clone there was
    then stays.
    """
    with locked(hub.lock):
        new = replace(hub, root=hub.root.with_name(f".{hub.name}.renewed"))
        shutil.rmtree(new.root, ignore_errors=True)
        _clone(new, line)
        with _taken_back(new.root):
            new.check(new.tree())
            _take_along(hub, new.root)
            new.export()
            _move(hub.root, aside)
            new.root.rename(hub.root)


def send(hub: Hub, line: Line, make: Callable[[Tree], Outgoing | None], when: datetime) -> str | None:
    """Commit and push what `make` makes of the hub's files; the commit's name.

    Whenever others were faster it is made again, on top of theirs. None when `make` finds nothing to do.
    Raises Refused (a read-only hub), RemoteFailed, Unusable, and what `make` raises; the hub is then as it
    was.
    """
    hub.check_writable()
    with locked(hub.lock):
        return _send(hub, line, make, when)


def remove(hub: Hub) -> None:
    """Delete the clone and the files on this machine; what waits beside it stays. Raises Unusable."""
    with locked(hub.lock):
        try:
            if hub.root.exists():
                shutil.rmtree(hub.root)
            hub.lock.unlink(missing_ok=True)
        except OSError as error:
            raise unusable("delete", Path(error.filename or hub.root), error) from error


def _send(hub: Hub, line: Line, make: Callable[[Tree], Outgoing | None], when: datetime) -> str | None:
    remote = line.to(hub)
    for attempt in range(line.tries):
        if attempt:
            line.pause(line.random.uniform(0, min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**attempt)))
            _fetch(hub, line)
        tree = hub.tree()
        outgoing = make(tree)
        if outgoing is None:
            return None
        commit = hub.commit(tree, with_upkeep(hub, tree, outgoing.files), outgoing.message, when)
        with contextlib.suppress(Outrun):
            remote.push(hub.root, commit, branch_of(hub.root))
            hub.adopt(commit)
            hub.export()
            return commit
    raise RemoteFailed(
        f"others were faster {line.tries} times in a row; nothing was published", "try again in a minute"
    )


def _fetch(hub: Hub, line: Line) -> None:
    """Bring the clone to where the remote is; back to where it was when that is no hub to take in.

    Then what came is deleted, so that a remote cannot fill the disk bit by bit.
    """
    before = hub.tree().commit
    line.to(hub).fetch(hub.root)
    try:
        hub.check(hub.tree())
    except Unusable:
        hub.adopt(before)
        repository.tidy(hub.root)
        raise
    if repository.is_scattered(hub.root):
        repository.tidy(hub.root)


def _only_upkeep(_tree: Tree) -> Outgoing:
    return Outgoing({}, "make this repository a hub")


def _clone(hub: Hub, line: Line) -> None:
    """Clone aside, then rename: there is never half a clone."""
    aside = hub.root.with_name(f".{hub.name}.new")
    make_folder(hub.root.parent)
    try:
        if aside.exists():
            shutil.rmtree(aside)
        aside.mkdir(mode=0o700)
        with _taken_back(aside):
            line.to(hub).clone(aside / ".git")
            if hub.root.exists():
                _take_along(hub, aside)
                shutil.rmtree(hub.root)
            aside.rename(hub.root)
    except OSError as error:
        raise unusable("write", Path(error.filename or hub.root), error) from error


def _take_along(hub: Hub, root: Path) -> None:
    """Copy to `root` what the person has read and heard in the hub, which no remote knows. Raises OSError."""
    for kept in (hub.reading, hub.heard):
        if kept.is_file():
            shutil.copy2(kept, root / kept.name)


def _move(folder: Path, to: Path) -> None:
    make_folder(to.parent)
    try:
        shutil.move(folder, to)
    except OSError as error:
        raise Unusable(f"cannot move {folder} to {to}: {error.strerror}") from error


@contextlib.contextmanager
def _taken_back(folder: Path) -> Iterator[None]:
    """Delete `folder` when what is done within fails."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
