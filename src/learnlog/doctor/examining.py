"""All checks, one after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from learnlog.config import Config, Problem
from learnlog.doctor import chosen, entries, hubs, kept, links, past, privacy, programs
from learnlog.doctor.fault import Check, Fault, Rebuild, typed
from learnlog.doctor.kept import Folders
from learnlog.doctor.looking import Contents, Looked, Progress, look
from learnlog.hub import Hub
from learnlog.index import inspecting
from learnlog.journal import Journal

_ORDER = {check: number for number, check in enumerate(Check)}


@dataclass(frozen=True)
class Subject:
    """What is examined: journal, hubs, settings (and what is wrong in them), and what is kept beside."""

    journal: Journal
    hubs: Sequence[Hub]
    config: Config
    problems: Sequence[Problem]
    settings_file: Path
    folders: Folders
    now: datetime


@dataclass(frozen=True)
class Examination:
    """What was found, and of how much: how many entries and hubs, and the version of each thing."""

    faults: Sequence[Fault]
    versions: dict[str, str | None]
    entries: int = 0
    hubs: int = 0


def examine(subject: Subject, progress: Progress) -> Examination:
    """Look at everything, and change nothing; `progress` shows how far the reading of the entries is."""
    journal, folders = subject.journal, subject.folders
    contents = look(journal.store, progress) if journal.root.is_dir() else Contents()
    versions = programs.versions(Path(journal.root.anchor))
    found = chain(
        chosen.problems(subject.problems),
        chosen.choices(subject.config, journal.root),
        programs.too_old(versions, programs.requirements()),
        privacy.too_open((journal.root, subject.settings_file, *folders.private())),
        _in_journal(subject, contents, has_git=versions["git"] is not None),
        _index(subject, contents.entries),
        hubs.hub_faults(subject.hubs if versions["git"] else ()),
        hubs.left_over(folders.data / "hubs", subject.hubs),
        kept.damaged(folders),
        kept.damaged_events(journal.root),
        kept.texts(folders),
        kept.left_behind(journal.root, contents, folders, subject.now),
    )
    faults = sorted(found, key=lambda fault: _ORDER[fault.check])
    return Examination(faults, versions, len(contents.entries), len(subject.hubs))


def _in_journal(subject: Subject, contents: Contents, *, has_git: bool) -> Iterator[Fault]:
    """What is wrong with the journal itself; nothing with one that is not there yet."""
    journal, root = subject.journal, subject.journal.root
    if not root.is_dir():
        return
    if has_git:
        yield from past.repository_faults(journal, subject.now)
        yield from past.not_committed(journal, contents)
    yield from entries.unreadable(root, contents)
    yield from entries.double_ids(root, contents.entries, journal.first_dates)
    yield from entries.clashing_names(root, contents)
    yield from links.broken(root, contents, hubs.lessons(subject.hubs))
    yield from links.unused(root, contents)


def _index(subject: Subject, found: Sequence[Looked]) -> Iterator[Fault]:
    folder = subject.folders.cache / "index"
    files = {entry.path: (entry.stamp, entry.digest) for entry in found if entry.stamp}
    for what in inspecting.faults(folder, subject.config.text("lang"), files):
        yield Fault(
            Check.INDEX,
            str(folder),
            what,
            "a search may miss what is there",
            typed("learnlog", "reindex"),
            Rebuild(),
        )
