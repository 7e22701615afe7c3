"""Mends what can be mended without losing anything; each step is told, with how to take it back."""

import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from learnlog import frontmatter
from learnlog.doctor.fault import (
    CloneAnew,
    Commit,
    Export,
    InJournal,
    NewId,
    Rebuild,
    Recover,
    Remedy,
    Rename,
    Restrict,
    SetAside,
    WithoutLines,
    typed,
)
from learnlog.entry import new_id
from learnlog.errors import ChangedMeanwhile, LearnlogError, Unusable
from learnlog.hub import Hub
from learnlog.journal import Journal, JournalChange
from learnlog.store import make_folder


@dataclass(frozen=True)
class Mended:
    """What was done about `where`, in words, and what takes it back; or why it could not be done."""

    where: str
    done: str = ""
    undo: str = ""
    failure: str = ""


@dataclass(frozen=True)
class Tools:
    """What mending needs of the outer world.

    `aside` is the folder for what is set aside, which need not be there; `rebuild` builds the index anew,
    `clone_anew` clones a hub and moves the clone there was to the path it is given.
    """

    journal: Journal
    aside: Path
    random: Random
    rebuild: Callable[[], object]
    clone_anew: Callable[[Hub, Path], None]


def mend(remedies: Iterable[Remedy], tools: Tools) -> Iterator[Mended]:
    """Carry the remedies out: what stands in the way of git first, then commits, then the rest.

    What changes entries is one change of the journal, which `learnlog undo` takes back. One that fails stops
    no other.
    """
    wanted = list(dict.fromkeys(remedies))
    yield from _one_by_one([each for each in wanted if isinstance(each, (SetAside, Recover))], tools)
    yield from _commit([each.path for each in wanted if isinstance(each, Commit)], tools.journal)
    yield from _in_one_change([each for each in wanted if isinstance(each, InJournal)], tools)
    last = (Restrict, Rebuild, Export, CloneAnew)
    yield from _one_by_one([each for each in wanted if isinstance(each, last)], tools)


def _one_by_one(remedies: Iterable[Remedy], tools: Tools) -> Iterator[Mended]:
    for remedy in remedies:
        try:
            yield _carried_out(remedy, tools)
        except (LearnlogError, OSError) as error:
            yield Mended(_where(remedy), failure=_reason(error))


def _carried_out(remedy: Remedy, tools: Tools) -> Mended:
    match remedy:
        case SetAside(file):
            place = _moved(file, tools.aside / file.name)
            return Mended(str(file), f"set aside in {place}", typed("mv", place, file))
        case Recover(file, to):
            place = _moved(file, to)
            place.chmod(stat.S_IRUSR | stat.S_IWUSR)
            return Mended(str(file), f"kept in {place}", typed("mv", place, file))
        case Restrict(file, mode):
            file.chmod(remedy.private)
            return Mended(str(file), f"mode {mode:04o} → {remedy.private:04o}", remedy.undoing)
        case Rebuild():
            tools.rebuild()
            return Mended("index", "built anew")
        case Export(hub):
            hub.export_anew()
            return Mended(str(hub.files), "written anew")
        case CloneAnew(hub):
            place = _free(tools.aside / hub.name)
            tools.clone_anew(hub, place)
            return Mended(str(hub.root), f"cloned anew; the old clone is in {place}")
    raise TypeError(remedy)


def _commit(paths: Sequence[str], journal: Journal) -> Iterator[Mended]:
    """Commit files as they stand: nothing in them changes, so there is nothing to take back."""
    if not paths:
        return
    try:
        journal.keep(paths)
    except Unusable as error:
        yield from (Mended(str(journal.root / path), failure=error.message) for path in paths)
    else:
        yield from (Mended(str(journal.root / path), "committed as it stands") for path in paths)


def _in_one_change(remedies: Sequence[InJournal], tools: Tools) -> Iterator[Mended]:
    if not remedies:
        return
    journal, done = tools.journal, list[Mended]()
    try:
        journal.begin()
        if journal.history is None:
            raise Unusable("it could not be taken back, for the journal has no history")  # noqa: TRY301
        journal.history.check_quiet()
        with journal.change("doctor") as change:
            done += [_changed(change, remedy, tools) for remedy in remedies]
            change.summary = f"doctor: {len(done)} mended"
    except Unusable as error:
        yield from (Mended(str(journal.root / each.path), failure=error.message) for each in remedies)
    else:
        yield from done


def _changed(change: JournalChange, remedy: InJournal, tools: Tools) -> Mended:
    """Carry one remedy out within the change. Raises Unusable when the file is another by now."""
    store, where = tools.journal.store, str(tools.journal.root / remedy.path)
    match remedy:
        case NewId(path, digest):
            opened = store.open(path)
            if opened.digest != digest:
                raise ChangedMeanwhile(f"{path} has been changed meanwhile")
            given = new_id(tools.random)
            change.write(path, frontmatter.with_value(opened.entry.text, "id", given), digest)
            done = f"its id is {given} now; it was {opened.entry.id}"
        case Rename(path, to):
            opened = store.open(path)
            change.write(to, opened.entry.text)
            change.remove(path, opened.digest)
            done = f"it is called {to} now"
        case WithoutLines(path, numbers):
            lines = store.absolute(path).read_bytes().splitlines(keepends=True)
            kept = [line for number, line in enumerate(lines, 1) if number not in numbers]
            change.put(path, b"".join(kept))
            done = f"without the damaged {'line' if len(numbers) == 1 else 'lines'} now"
    return Mended(where, done, "learnlog undo")


def _where(remedy: Remedy) -> str:
    match remedy:
        case SetAside(file) | Restrict(file, _) | Recover(file, _):
            return str(file)
        case Export(hub) | CloneAnew(hub):
            return str(hub.root)
    return "index"


def _moved(file: Path, to: Path) -> Path:
    place = _free(to)
    make_folder(place.parent)
    shutil.move(file, place)
    return place


def _free(place: Path) -> Path:
    """The place, or one beside it where nothing is."""
    number, free = 1, place
    while os.path.lexists(free):
        number += 1
        free = place.with_name(f"{place.name}-{number}")
    return free


def _reason(error: LearnlogError | OSError) -> str:
    return error.message if isinstance(error, LearnlogError) else error.strerror or str(error)
