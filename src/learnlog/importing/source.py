"""The folder that is taken in: what is in it, and reading from it without leaving it.

It may be a stranger's. No link is followed, nothing but regular files is opened, and what is too much is
refused before it is read.
"""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from learnlog.errors import Unusable
from learnlog.importing.formats import Format

MAX_FILES = 20_000
MAX_BYTES = 200 * 1024 * 1024  # of all that is taken in

_MOST_LOOKED_AT = 1_000_000  # characters of a page: those before its first section, and more
_MARKDOWN = re.compile(r".*\.(md|markdown|mdown|mkd)", re.IGNORECASE | re.DOTALL)
_HIDDEN = re.compile(r"\.(?!\.+md$)")  # a note called "." is the file "..md"
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a FIFO must not wait for a writer


_LISTED = re.compile(r"\(#([A-Za-z][A-Za-z0-9_-]{2,63})\)\n")
_SECTION = '---\n\n<a id="{}"></a>\n\n## '


class TooMuch(Unusable):
    """More than is taken in at once."""


@dataclass(frozen=True)
class Skipped:
    """A file that is not taken in, and why."""

    path: str
    reason: str


@dataclass
class Contents:
    """The files below a folder: Markdown, other ones, those that cannot be taken; how many are hidden."""

    notes: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    hidden: int = 0


class Source:
    """What is taken in: the folder `root`, or only the file `root/single`; paths are relative, with `/`."""

    def __init__(self, path: Path, called: str = "") -> None:
        """`called` is its name when that is not the folder's. Raises Unusable for what cannot be taken in."""
        place = Path(os.path.realpath(path))
        self.single = "" if place.is_dir() else place.name
        self.root = place.parent if self.single else place
        self.name = called or self.root.name
        if not place.exists():
            raise Unusable(f"there is no {path}")
        if self.single and not (place.is_file() and is_markdown(self.single)):
            raise Unusable(f"{path} is neither a folder, a Markdown file (.md) nor a bundle (.zip, .tar.gz)")
        if self.single and _is_page(place):
            raise Unusable(
                f"{path} is a bundle to be read: all lessons of it are one page",
                "ask for one that can be taken in: learnlog bundle -o lessons.zip",
            )

    def contents(self, kept_as: Format, without: Path) -> Contents:
        """Find what there is, in order; the folder `without` is passed over.

        Raises TooMuch when there are more than 20,000 files.
        """
        found = Contents()
        if self.single:
            found.notes.append(self.single)
            return found
        in_folder = f"{kept_as.notes}/" if (self.root / kept_as.notes).is_dir() and kept_as.notes else ""
        for path, item in self._walk(kept_as.machinery, without, found):
            if not item.is_file(follow_symlinks=False):
                found.skipped.append(Skipped(path, "a link" if item.is_symlink() else "no regular file"))
            elif is_markdown(item.name) and path.startswith(in_folder):
                found.notes.append(path)
            else:
                found.others.append(path)
            if len(found.notes) + len(found.others) > MAX_FILES:
                raise TooMuch(f"{self.root} holds more than {MAX_FILES:,} files", "import it in parts")
        found.notes.sort()
        return found

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file. Raises Unusable, its message the reason alone."""
        with os.fdopen(self._open(path), "rb") as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise Unusable(f"larger than {limit // 1024**2} MiB")
        return data

    def size(self, path: str) -> int | None:
        """The bytes a regular file has; None when none can be reached at `path` without a link."""
        try:
            handle = self._open(path)
        except Unusable:
            return None
        with os.fdopen(handle, "rb") as file:
            return os.fstat(file.fileno()).st_size

    def modified(self, path: str) -> datetime:
        """The file's time, in the local zone."""
        seconds = os.stat(self.root / path, follow_symlinks=False).st_mtime  # noqa: PTH116 - as cheap as it gets
        return datetime.fromtimestamp(seconds).astimezone()

    def _walk(
        self, machinery: frozenset[str], without: Path, found: Contents
    ) -> Iterator[tuple[str, os.DirEntry[str]]]:
        folders = [""]
        while folders:
            folder = folders.pop()
            try:
                with os.scandir(self.root / folder) as items:
                    for item in items:
                        path = f"{folder}/{item.name}" if folder else item.name
                        if is_hidden(item.name):
                            found.hidden += 1
                        elif not item.is_dir(follow_symlinks=False):
                            yield path, item
                        elif path not in machinery and self.root / path != without:
                            folders.append(path)
            except OSError as error:
                found.skipped.append(Skipped(folder or ".", f"cannot be read: {error.strerror}"))

    def _open(self, path: str) -> int:
        """A handle on the regular file at `path`, reached folder by folder so that no link is followed."""
        *folders, name = path.split("/")
        handles: list[int] = []
        try:
            handles.append(os.open(self.root, _FOLDER))
            for folder in folders:
                handles.append(os.open(folder, _FOLDER | os.O_NOFOLLOW, dir_fd=handles[-1]))
            opened = os.open(name, _FILE, dir_fd=handles[-1])
        except (OSError, ValueError) as error:
            raise Unusable(f"cannot be read: {getattr(error, 'strerror', error)}") from None
        finally:
            for handle in handles:
                with suppress(OSError):
                    os.close(handle)
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            os.close(opened)
            raise Unusable("no regular file")
        return opened


def is_markdown(name: str) -> bool:
    """Whether a file of this name holds Markdown."""
    return bool(_MARKDOWN.fullmatch(name))


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is one that tools keep for themselves."""
    return bool(_HIDDEN.match(name))


def _is_page(file: Path) -> bool:
    """Whether it is the page of Markdown that `learnlog bundle` makes, by its list and the first section."""
    with suppress(OSError), file.open(encoding="utf-8", errors="replace") as opened:
        text = opened.read(_MOST_LOOKED_AT)
        listed = _LISTED.search(text)
        return listed is not None and _SECTION.format(listed[1]) in text
    return False
