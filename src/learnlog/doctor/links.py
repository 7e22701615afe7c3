"""Links that lead nowhere, and attached files that nothing leads to."""

import posixpath
import re
from collections.abc import Collection, Iterator
from itertools import accumulate
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from learnlog.bundle.links import from_folder
from learnlog.doctor.fault import Check, Fault, typed
from learnlog.doctor.looking import Contents, Looked
from learnlog.hub.layout import folded

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def broken(root: Path, contents: Contents, elsewhere: Collection[str] | None) -> Iterator[Fault]:
    """Links to files and entries that are not there.

    `elsewhere` are the ids and titles of lessons in hubs; None where they are not known, and it cannot be
    told what a name means.
    """
    names = _names(contents) | {folded(name) for name in elsewhere or ()}
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
            if name and folded(name) not in names:
                yield _fault(root, entry, Check.LINKS, f"names [[{name}]], and no entry is called so")


def unused(root: Path, contents: Contents) -> Iterator[Fault]:
    """Files that are attached, and that no entry links to, nor names in any way."""
    linked = {_led_to(entry, target) for entry in contents.entries for target in entry.targets}
    listed = {path for entry in contents.entries for path in _listed(entry)}
    for path in sorted(contents.files - linked - listed):
        attached = contents.attached_to(path)
        if attached is None or path.endswith(".md"):
            continue
        owner = contents.owners.get(attached)
        if owner is None:
            what = f"no entry {attached[1]} is beside its folder"
            command = typed("git", "-C", root, "log", "--", path)
        elif not _is_named(root / owner, posixpath.basename(path)):
            what, command = f"{owner} does not link to it", typed("learnlog", "edit", owner)
        else:
            continue
        yield Fault(Check.ATTACHMENTS, str(root / path), what, "it takes space, and nobody finds it", command)


def _fault(root: Path, entry: Looked, check: Check, what: str) -> Fault:
    command = typed("learnlog", "edit", entry.path)
    return Fault(check, str(root / entry.path), what, "whoever follows it finds nothing", command)


def _names(contents: Contents) -> set[str]:
    """What an entry or a file can be called in `[[…]]`, whatever the case and how accents are composed."""
    names = {name for entry in contents.entries for name in (entry.id, entry.title, *entry.aliases)}
    for path in contents.files:
        names |= {path, path.removesuffix(".md"), posixpath.basename(path), PurePosixPath(path).stem}
    return set(map(folded, names))


def _places(files: Collection[str]) -> set[str]:
    """Every file, and every folder that has one."""
    folders = {folder for path in files for folder in accumulate(path.split("/")[:-1], posixpath.join)}
    return {*files, *folders, "."}


def _led_to(entry: Looked, target: str) -> str | None:
    """The path in the journal that a link leads to; None when it leads out of it."""
    return from_folder(_folder_of(entry.path), _ESCAPED.sub(r"\1", target.partition("?")[0]))


def _is_named(file: Path, name: str) -> bool:
    """Whether a text has that name in it, however it is written there."""
    try:
        text = unquote(_ESCAPED.sub(r"\1", file.read_text("utf-8", "replace")))
    except OSError:
        return True
    return unquote(name) in text


def _listed(entry: Looked) -> Iterator[str]:
    """The paths that the field `attachments` may mean."""
    folder = _folder_of(entry.path)
    for name in entry.attachments:
        yield posixpath.normpath(posixpath.join(folder, name))
        yield posixpath.normpath(posixpath.join(folder, entry.id, name))


def _folder_of(path: str) -> str:
    return posixpath.dirname(path)
