"""The journal's repository: whether git can keep what is written, and has kept what was."""

from collections.abc import Iterator
from datetime import datetime

from learnlog import repository
from learnlog.doctor.fault import Check, Commit, Fault, SetAside, typed
from learnlog.doctor.looking import Contents
from learnlog.errors import Unusable
from learnlog.journal import Journal
from learnlog.repository import Place

_OWN_FOLDER = ".learnlog/"
_NOTHING_KEPT = "what is changed or removed cannot be brought back"
_MOST_LINES = 10  # of what git says
_ENDING = {"merge": ("--continue", "--abort"), "bisect": ("reset",)}


def repository_faults(journal: Journal, now: datetime) -> Iterator[Fault]:
    """What keeps git from taking changes, and what it has lost; `now` tells an old lock from a new one."""
    root = journal.root
    try:
        place = repository.find(root)
    except Unusable as failure:
        yield Fault(Check.REPOSITORY, str(root), failure.message, _NOTHING_KEPT, failure.hint)
        return
    if place is None:
        is_damaged = (root / ".git").exists()
        what = "git does not know its repository: .git is damaged" if is_damaged else "it has no history"
        command = typed("git", "-C", root, "status") if is_damaged else typed("learnlog", "init", root)
        yield Fault(Check.REPOSITORY, str(root), what, _NOTHING_KEPT, command)
        return
    yield from _under_way(place)
    yield from _without_branch(place)
    yield from _locks(place, now)
    yield from _damage(place)


def not_committed(journal: Journal, contents: Contents) -> Iterator[Fault]:
    """Entries, what is attached to them, and what is in `.learnlog`, whose changes git does not have.

    What else lives in the folder is not learnlog's.
    """
    try:
        place = repository.find(journal.root)
        with journal.alone():  # what another command is about to commit is no fault
            changed = _changed(place) if place else ()
    except Unusable:
        return  # which is a fault of the repository
    for path in changed:
        if not _is_own(path, contents):
            continue
        is_there = (journal.root / path).exists()
        yield Fault(
            Check.COMMITS,
            str(journal.root / path),
            "its change is not committed" if is_there else "it was removed, and that is not committed",
            "git could not bring back what it says now" if is_there else "",
            typed("git", "-C", journal.root, "diff", "HEAD", "--", path),
            Commit(path),
        )


def _under_way(place: Place) -> Iterator[Fault]:
    what = place.under_way()
    if what:
        endings = [typed("git", "-C", place.top, what, word) for word in _ENDING.get(what, _ENDING["merge"])]
        yield Fault(
            Check.REPOSITORY,
            str(place.top),
            f"it is in the middle of a {what}",
            "changes are saved, but not committed until that is finished",
            "   or   ".join(endings),
        )


def _locks(place: Place, now: datetime) -> Iterator[Fault]:
    for lock in repository.left_locks(place.git_dir, place.top, now.timestamp()):
        yield Fault(
            Check.REPOSITORY,
            str(lock),
            "is a lock that no process holds any more: a git was cut off",
            "git refuses to work until it is gone",
            remedy=SetAside(lock),
        )


def _without_branch(place: Place) -> Iterator[Fault]:
    if place.is_detached() and not place.under_way():
        yield Fault(
            Check.REPOSITORY,
            str(place.top),
            "HEAD is detached: commits belong to no branch",
            "git drops them some time after another commit is checked out",
            typed("git", "-C", place.top, "switch", "-c", "NAME"),
        )
    if place.head is None:
        said = repository.git(place.folder, "for-each-ref", "--format=%(refname:short)", "refs/heads")
        branches = said.decode("utf-8", "replace").split()
        if branches:
            yield Fault(
                Check.REPOSITORY,
                str(place.top),
                "the branch that is checked out has no commits, and others have",
                "the journal seems to have no past",
                typed("git", "-C", place.top, "switch", branches[0]),
            )


def _damage(place: Place) -> Iterator[Fault]:
    for line in repository.damage(place.folder)[:_MOST_LINES]:
        yield Fault(
            Check.REPOSITORY,
            str(place.git_dir),
            f"git fsck: {line}",
            "a part of the past may be lost; the entries themselves are files, and are not touched by that",
            typed("cp", "-a", place.top, f"{place.top}.copy"),
        )


def _changed(place: Place) -> list[str]:
    """The paths, from the journal's folder, that differ from the last commit."""
    words = ("status", "--porcelain", "-z", "-uall", "--no-renames", "--ignore-submodules=all", "--", ".")
    said = repository.git(place.folder, *words).decode("utf-8", "surrogateescape")
    return [line[3:].removeprefix(place.prefix) for line in said.split("\0") if line]


def _is_own(path: str, contents: Contents) -> bool:
    """Whether the file is, or was, an entry, attached to one, or learnlog's own in the journal."""
    is_hidden = any(part.startswith(".") for part in path.split("/"))
    is_entry = path.endswith(".md") or contents.attached_to(path) is not None
    return path.startswith(_OWN_FOLDER) or (is_entry and not is_hidden)
