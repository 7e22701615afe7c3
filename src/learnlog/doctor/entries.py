"""Entries that cannot be read, that share an id, or whose names some systems cannot tell apart."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from learnlog.bundle.links import from_folder
from learnlog.doctor.fault import Check, Fault, NewId, Rename, typed
from learnlog.doctor.looking import Contents, Looked
from learnlog.hub.layout import folded

_NEVER = datetime.max.replace(tzinfo=UTC)

Dates = Callable[[], Mapping[str, datetime]]


def unreadable(root: Path, contents: Contents) -> Iterator[Fault]:
    """Folders, files and front matter that cannot be read, and ids that cannot be used."""
    for folder, reason in contents.closed.items():
        yield Fault(
            Check.ENTRIES,
            str(root / folder),
            f"cannot be read: {reason}",
            "no entry in it is found",
            typed("ls", "-ld", root / folder),
        )
    for entry in contents.entries:
        where = str(root / entry.path)
        if entry.problem:
            yield Fault(
                Check.ENTRIES,
                where,
                entry.problem,
                "not all of it is found, and no command changes it, until that is mended",
                typed("learnlog", "edit", entry.path),
            )
        elif entry.said_id and entry.said_id != entry.id:
            yield Fault(
                Check.IDS,
                where,
                f"its id {entry.said_id!r} cannot be one",
                f"until that is mended it is {entry.id}, made from its path, and moving it changes that",
                typed("learnlog", "edit", entry.path),
            )


def double_ids(root: Path, entries: Sequence[Looked], known_since: Dates) -> Iterator[Fault]:
    """Entries with an id that another file had first.

    One gets an id of its own where nothing says which of both was meant: no other entry names the id, and no
    link in it leads to what is attached under that id.
    """
    by_id: dict[str, list[Looked]] = defaultdict(list)
    for entry in entries:
        if entry.said_id == entry.id:
            by_id[entry.id.casefold()].append(entry)
    doubles = {key: same for key, same in by_id.items() if len(same) > 1}
    named = {name.casefold() for entry in entries for name in entry.names} if doubles else set()
    dates = known_since() if doubles else {}
    for key, same in doubles.items():
        first, *others = sorted(same, key=lambda entry: _age(entry, dates))
        for entry in others:
            is_safe = key not in named and not _leads_to_attachments(entry)
            yield Fault(
                Check.IDS,
                str(root / entry.path),
                f"has the id {entry.id} of {first.path}",
                "a REF fits both, and a link by that id may mean either",
                typed("learnlog", "edit", entry.path),
                NewId(entry.path, entry.digest) if is_safe else None,
            )


def clashing_names(root: Path, contents: Contents) -> Iterator[Fault]:
    """Files whose names are the same to systems that tell neither case nor how accents are composed."""
    known: dict[str, str] = {}
    movable = {entry.path for entry in contents.entries if entry.said_id == entry.id}
    linked = set(_linked(contents.entries))
    taken = {folded(path) for path in contents.files}
    for path in sorted(contents.files):
        first = known.setdefault(folded(path), path)
        if first == path:
            continue
        to = _free_name(path, taken)
        taken.add(folded(to))
        can_move = path in movable and path not in linked
        yield Fault(
            Check.NAMES,
            str(root / path),
            f"is the same name as {first} to some systems",
            "macOS, Windows and some memory sticks keep only one of both",
            typed("git", "-C", root, "mv", path, to),
            Rename(path, to) if can_move else None,
        )


def _age(entry: Looked, dates: Mapping[str, datetime]) -> tuple[bool, datetime, bool, str]:
    """What sorts the file that has had its id longest first: committed first, named by the id, by path."""
    known = dates.get(entry.path)
    is_named = PurePosixPath(entry.path).stem.endswith(entry.id[:4])
    return known is None, known or _NEVER, not is_named, entry.path


def _leads_to_attachments(entry: Looked) -> bool:
    return any(target.removeprefix("./").startswith(f"{entry.id}/") for target in entry.targets)


def _linked(entries: Iterable[Looked]) -> Iterator[str]:
    """The paths that links lead to."""
    for entry in entries:
        folder = str(PurePosixPath(entry.path).parent)
        for target in entry.targets:
            path = from_folder("" if folder == "." else folder, target)
            if path is not None:
                yield from (path, f"{path}.md")


def _free_name(path: str, taken: Collection[str]) -> str:
    place = PurePosixPath(path)
    number = 2
    while folded(to := str(place.with_stem(f"{place.stem}-{number}"))) in taken:
        number += 1
    return to
