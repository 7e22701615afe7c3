"""What is kept beside the journal: caches, state and events that are damaged, and what was left behind."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from learnlog import events
from learnlog.doctor.fault import Check, Fault, Recover, SetAside, WithoutLines, typed
from learnlog.doctor.looking import Contents
from learnlog.errors import Unusable
from learnlog.store import read_file

_ASIDE = re.compile(r"\..+\.[0-9a-f]{8}\.tmp")  # how a file is called until it is whole
_DRAFT = re.compile(r"\d{8}-\d{6}-[0-9a-z]{10}\.md")
_EVENTS = ".learnlog/events/*.jsonl"
_A_MINUTE = 60.0
_MOST_TOLD = 5


class Folders(NamedTuple):
    """Where things are kept beside the journal, and where drafts go when nothing else can be written."""

    cache: Path
    data: Path
    temporary: Path

    @property
    def aside(self) -> Path:
        """Where what is set aside goes, and is not looked at again."""
        return self.data / "set-aside"

    def private(self) -> Iterator[Path]:
        """What is the person's alone."""
        yield from (self.cache, self.data, *self.data.glob("decisions.*"), *self.data.glob("drafts/*"))


def _is_object(data: bytes) -> bool:
    try:
        return isinstance(json.loads(data), dict)
    except (ValueError, RecursionError):
        return False


def _is_key(data: bytes) -> bool:
    try:
        return bool(bytes.fromhex(data.decode("ascii")))
    except ValueError:
        return False


class _Kept(NamedTuple):
    """Files (a pattern below a folder), how to tell that one is whole, and what is lost with one."""

    pattern: str
    is_whole: Callable[[bytes], bool]
    lost: str


_IN_CACHE = (_Kept("rows/*.json", _is_object, "the numbers of the last list in a terminal mean nothing"),)
_IN_DATA = (
    _Kept("usage.json", _is_object, "you may be asked again whether a lesson helped"),
    _Kept("decisions.json", _is_object, "you are asked again about findings you have decided on"),
    _Kept("decisions.key", _is_key, "you are asked again about findings you have decided on"),
    _Kept("machine", events.is_machine_id, "this machine notes its events in another file from now on"),
    _Kept("hubs/*/read.json", _is_object, "what you have read in that hub is shown as new again"),
    _Kept("hubs/*/tally.json", _is_object, "it is counted again when the hub is pulled"),
)


def damaged(folders: Folders) -> Iterator[Fault]:
    """Files of the cache and the state that are not what was written."""
    for folder, kinds in ((folders.cache, _IN_CACHE), (folders.data, _IN_DATA)):
        for kept in kinds:
            for file in sorted(folder.glob(kept.pattern)):
                if not _is_whole(file, kept):
                    yield Fault(
                        Check.STATE, str(file), "is damaged", kept.lost, typed("rm", file), SetAside(file)
                    )


def damaged_events(root: Path) -> Iterator[Fault]:
    """Lines of event files that are half written, or no JSON; what only a later learnlog knows is none."""
    for file in sorted(root.glob(_EVENTS)):
        try:
            lines = read_file(file).splitlines()
        except (Unusable, FileNotFoundError):
            continue
        bad = tuple(number for number, line in enumerate(lines, 1) if line.strip() and not _is_object(line))
        if bad:
            told = ", ".join(map(str, bad[:_MOST_TOLD])) + (", …" if len(bad) > _MOST_TOLD else "")
            yield Fault(
                Check.STATE,
                str(file),
                f"has no event in line {told}",
                "they are skipped; what they were to say is lost",
                remedy=WithoutLines(file.relative_to(root).as_posix(), bad),
            )


def texts(folders: Folders) -> Iterator[Fault]:
    """Texts that could not be saved or sent, and were kept for the person."""
    drafts = folders.data / "drafts"
    found = [file for file in drafts.rglob("*") if file.is_file()] if drafts.is_dir() else []
    found += [file for file in folders.temporary.glob("*.md") if _DRAFT.fullmatch(file.name)]
    for file in sorted(found):
        if not _ASIDE.fullmatch(file.name):
            yield Fault(
                Check.RECOVERY,
                str(file),
                "is a text that was kept because it could not be saved",
                "nothing finds it there",
                f"learnlog add < {typed(file)} && {typed('rm', file)}",
            )


def left_behind(root: Path, contents: Contents, folders: Folders, now: datetime) -> Iterator[Fault]:
    """Files that a command had begun to write when it was ended, a minute ago or longer."""
    beside = (file for folder in (folders.cache, folders.data) for file in folder.rglob(".*.tmp"))
    inside = (root / path for path in contents.files)
    for file in sorted(file for file in (*inside, *beside) if _ASIDE.fullmatch(file.name)):
        if _age(file, now) >= _A_MINUTE and not file.is_relative_to(folders.aside):
            yield Fault(
                Check.RECOVERY,
                str(file),
                "was being written when a command was ended",
                "it may hold what was to be saved then",
                typed("less", file),
                _remedy(file, folders),
            )


def _remedy(file: Path, folders: Folders) -> Recover | SetAside:
    """A text that nothing else holds is recovered."""
    name = file.name[1:].rpartition(".tmp")[0].rpartition(".")[0]
    try:
        data = file.read_bytes()
        is_known = not data.strip() or file.with_name(name).read_bytes() == data
    except OSError:
        is_known = False
    if name.endswith(".md") and not is_known:
        return Recover(file, folders.data / "drafts" / name)
    return SetAside(file)


def _is_whole(file: Path, kept: _Kept) -> bool:
    try:
        return kept.is_whole(read_file(file))
    except FileNotFoundError:  # another command has just replaced it
        return True
    except Unusable:
        return False


def _age(file: Path, now: datetime) -> float:
    """How many seconds ago the file was changed; 0 when it is gone."""
    try:
        return now.timestamp() - file.stat().st_mtime
    except OSError:
        return 0.0
