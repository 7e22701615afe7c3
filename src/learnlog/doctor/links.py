"""Links that lead nowhere, and attached files that nothing leads to."""

import posixpath
from collections.abc import Collection, Iterator
from itertools import accumulate
from pathlib import Path, PurePosixPath

from learnlog.bundle.links import from_folder
from learnlog.doctor.fault import Check, Fault, typed
from learnlog.doctor.looking import Contents, Looked


def broken(root: Path, contents: Contents, elsewhere: Collection[str] | None) -> Iterator[Fault]:
    """Links to files and entries that are not there.

    `elsewhere` are the ids and titles of lessons in hubs; None where they are not known, and it cannot be
    told what a name means.
    """
    names = _names(contents) | {name.casefold() for name in elsewhere or ()}
    places = _places(contents.files)
    for entry in contents.entries:
        for target in entry.targets:
            path = _led_to(entry, target)
            if path is None or path in places or f"{path}.md" in places:
                continue
            is_attached = _folder_of(path).startswith(posixpath.join(_folder_of(entry.path), entry.id))
            yield _fault(
                root,
                entry,
                Check.ATTACHMENTS if is_attached else Check.LINKS,
                f"links to {target}, and nothing is there",
            )
        for name in entry.names if elsewhere is not None else ():
            if name and name.casefold() not in names:
                yield _fault(root, entry, Check.LINKS, f"names [[{name}]], and no entry is called so")


def unused(root: Path, contents: Contents) -> Iterator[Fault]:
    """Files that are attached, and that no entry links to."""
    linked = {
        path for entry in contents.entries for target in entry.targets if (path := _led_to(entry, target))
    }
    linked |= {path for entry in contents.entries for path in _listed(entry)}
    for path in sorted(contents.files):
        owner = contents.attached_to(path)
        if owner is None or path in linked or path.endswith(".md"):
            continue
        what = (
            "no entry links to it"
            if owner in contents.owners
            else f"no entry {owner[1]} is beside its folder"
        )
        yield Fault(
            Check.ATTACHMENTS,
            str(root / path),
            what,
            "it takes space, and nobody finds it",
            typed("git", "-C", root, "rm", path),
        )


def _fault(root: Path, entry: Looked, check: Check, what: str) -> Fault:
    command = typed("learnlog", "edit", entry.path)
    return Fault(check, str(root / entry.path), what, "whoever follows it finds nothing", command)


def _names(contents: Contents) -> set[str]:
    """What an entry or a file can be called in `[[…]]`, in small letters."""
    names: set[str] = set()
    for entry in contents.entries:
        names.update(name.casefold() for name in (entry.id, entry.title, *entry.aliases))
        names.add(PurePosixPath(entry.path).stem.casefold())
        names.add(entry.path.removesuffix(".md").casefold())
    for path in contents.files:
        names.update((path.casefold(), posixpath.basename(path).casefold()))
    return names


def _places(files: Collection[str]) -> set[str]:
    """Every file, and every folder that has one."""
    folders = {folder for path in files for folder in accumulate(path.split("/")[:-1], posixpath.join)}
    return {*files, *folders, "."}


def _led_to(entry: Looked, target: str) -> str | None:
    """The path in the journal that a link leads to; None when it leads out of it."""
    return from_folder(_folder_of(entry.path), target.partition("?")[0])


def _listed(entry: Looked) -> Iterator[str]:
    """The paths that the field `attachments` may mean."""
    folder = _folder_of(entry.path)
    for name in entry.attachments:
        yield posixpath.normpath(posixpath.join(folder, name))
        yield posixpath.normpath(posixpath.join(folder, entry.id, name))


def _folder_of(path: str) -> str:
    return posixpath.dirname(path)
