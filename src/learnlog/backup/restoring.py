"""A backup is read back: into an empty folder, when all of it is whole and harmless."""

import contextlib
import json
import os
import shutil
import tarfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from learnlog import repository
from learnlog.backup import container
from learnlog.backup.making import ABOUT, FORMAT, HISTORY, About
from learnlog.backup.state import SETTINGS, State, name_in_state
from learnlog.backup.worktree import FILES
from learnlog.errors import Unusable, WouldOverwrite
from learnlog.store import make_folder, write_durably

_LARGEST_ABOUT = 64 * 1024 * 1024
_LARGEST_STATE = 200 * 1024 * 1024
_CHUNK = 1024 * 1024


@dataclass
class Restored:
    """What came back: the journal's folder, and which files of the state.

    `kept` are those that were left as they are here although the backup has others, `unknown` those this
    learnlog knows nothing of. `settings` is what the settings file held; None where there was none.
    """

    journal: Path
    state: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    settings: bytes | None = None


def restore(file: Path, target: Path, state: State) -> Restored:
    """Read the backup `file` into the folder `target`, which must be empty or missing.

    Raises WouldOverwrite when it is not, Unusable when the backup is damaged or not harmless, or something
    cannot be written; nothing is left then. What is there of the state stays as it is.
    """
    check_empty(target)
    container.check(file)
    about = _about(file)
    try:
        with container.aside(target) as aside:
            _journal(file, about, aside)
            make_folder(target.parent)
            (aside / "journal").rename(target)
    except OSError as error:
        if target.is_dir() and any(target.iterdir()):
            check_empty(target)
        raise Unusable(f"cannot restore {error.filename or target}: {error.strerror}") from error
    try:
        return _state(file, Restored(target / about.prefix), state)
    except Unusable as error:
        error.hint = f"the journal is restored in {target}; some of what was kept beside it is not"
        raise


def check_empty(target: Path) -> None:
    """Raise WouldOverwrite unless nothing is at `target`, or an empty folder."""
    if target.is_symlink() or (target.exists() and not target.is_dir()) or _has_content(target):
        raise WouldOverwrite(
            f"{target} is there already, and not empty", "name an empty folder: learnlog restore FILE DIR"
        )


def _has_content(target: Path) -> bool:
    return target.is_dir() and any(target.iterdir())


def _about(file: Path) -> About:
    """What the backup says of itself. Raises Unusable."""
    for name, member, content in container.parts(file):
        if name == ABOUT and member.size <= _LARGEST_ABOUT:
            try:
                return _read_about(json.loads(content.read()))
            except (ValueError, TypeError, KeyError, RecursionError):
                break
    raise Unusable(f"{file} is not a backup that can be read: it does not say what is in it")


def _read_about(told: Any) -> About:  # noqa: ANN401 - JSON
    if told["format"] != FORMAT:
        raise Unusable(f"this backup has format {told['format']}", "install a newer learnlog")
    match told:
        case {"head": str() | None, "branch": str() | None, "prefix": str(), "gone": list()}:
            about = About(**{key: told[key] for key in ("format", "head", "branch", "prefix", "gone")})
        case _:
            raise ValueError(told)
    for path in (*about.gone, *([about.prefix.rstrip("/")] if about.prefix else ())):
        container.check_name(container.TOP + path)
    return about


def _journal(file: Path, about: About, aside: Path) -> None:
    """Make `aside/journal` what the journal was."""
    root = aside / "journal"
    root.mkdir(mode=0o700)
    if about.head:
        _history(file, about, aside)
    for path in about.gone:
        _remove(root, path)
    for name, member, content in container.parts(file):
        if name.startswith(FILES):
            _put(_place(root, name.removeprefix(FILES)), member, content)


def _history(file: Path, about: About, aside: Path) -> None:
    for name, member, content in container.parts(file):
        if name == HISTORY:
            _put(aside / HISTORY, member, content)
            most = container.most_bytes(member.size)
            repository.unbundle(aside / "journal", aside / HISTORY, str(about.head), about.branch, most)
            return
    raise Unusable(f"{file} is not a backup that can be read: the history is missing")


def _remove(root: Path, path: str) -> None:
    """Remove what is committed at `path` and was not there, and the folders that this leaves empty."""
    place = _place(root, path)
    if place.is_symlink() or not place.is_dir():  # a folder is another repository's, and empty
        place.unlink(missing_ok=True)
    for folder in list(place.parents)[: path.count("/")]:
        with contextlib.suppress(OSError):
            folder.rmdir()


def _place(root: Path, path: str) -> Path:
    """Where the file at `path` goes, its folders made. Raises Unusable when a link would lead elsewhere."""
    place = root
    *folders, name = path.split("/")
    for folder in folders:
        place /= folder
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            raise Unusable(f"{path} in it would be written through {place.relative_to(root)}")
        place.mkdir(mode=0o700, exist_ok=True)
    return place / name


def _put(place: Path, member: tarfile.TarInfo, content: IO[bytes]) -> None:
    """Write one file; what is committed under its name gives way."""
    place.unlink(missing_ok=True)
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as out:
        shutil.copyfileobj(content, out, _CHUNK)
        os.fchmod(out.fileno(), member.mode & 0o777)
    os.utime(place, (member.mtime, member.mtime))


def _state(file: Path, restored: Restored, state: State) -> Restored:
    """Put back of the state what is not there."""
    for part, member, content in container.parts(file):
        name = name_in_state(part)
        if name is None:
            continue
        data = content.read(_LARGEST_STATE)
        place = state.place(name)
        if name == SETTINGS:
            restored.settings = data
        elif place is None or member.size > _LARGEST_STATE:
            restored.unknown.append(name)
        elif not os.path.lexists(place):
            write_durably(place, data)
            restored.state.append(name)
        elif not place.is_file() or place.read_bytes() != data:
            restored.kept.append(name)
    return restored
