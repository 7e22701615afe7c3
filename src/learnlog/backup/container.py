"""The file of a backup: a tar without compression, and at its end the checksum of every byte before.

So nothing can come out of it that is not in it, any damage is noticed before anything is read, and `tar xf`
opens it. The same parts give the same bytes.
"""

import contextlib
import hashlib
import os
import secrets
import shutil
import stat
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

from learnlog import unseen
from learnlog.errors import Unusable
from learnlog.store import make_folder

TOP = "learnlog-backup/"

_SUM = f"{TOP}sha256"
_BLOCK = 512
_END = bytes(2 * _BLOCK)
_TAIL = 2 * _BLOCK + len(_END)  # the header and the block of the checksum, and the end of the archive
_CHUNK = 1024 * 1024
_ALWAYS_FINE = 200_000_000  # bytes of files that come out of a history
_MOST_RATIO = 100  # of them to it, if they are more
_MOST_PARTS = 1_000_000
_LONGEST_NAME, _LONGEST_PATH = 255, 4096  # bytes
_GITS_OWN = frozenset({".git", "git~1"})


@contextlib.contextmanager
def aside(target: Path) -> Iterator[Path]:
    """A private folder beside `target` for what will be it; gone afterwards, with what is left in it."""
    folder = target.with_name(f".{secrets.token_hex(8)}.tmp")
    make_folder(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def most_bytes(history: int) -> int:
    """How many bytes of files may come out of a history of that many bytes."""
    return max(_ALWAYS_FINE, _MOST_RATIO * history)


class Part(NamedTuple):
    """A file as it goes in under `name`, with its mode and time: what it holds, or the file that does."""

    name: str
    content: bytes | Path
    mode: int = 0o600
    time: int = 0


def write(target: Path, parts: Iterable[Part]) -> None:
    """Write the file of a backup, and wait for the disk. Raises Unusable or OSError."""
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        written = _Summed(file)
        for part in parts:
            if isinstance(part.content, bytes):
                _put(written, part, len(part.content), [part.content])
            else:
                with _opened(part.content) as source:
                    _put(
                        written,
                        part,
                        os.fstat(source.fileno()).st_size,
                        iter(lambda: source.read(_CHUNK), b""),
                    )
        file.write(_tail(written.sum.hexdigest()))
        file.flush()
        os.fsync(file.fileno())
        with contextlib.suppress(OSError, AttributeError):  # so that it is read from the disk afterwards
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def check(path: Path) -> None:
    """Read all of it. Raises Unusable when one byte is not what was written, or it is no backup."""
    summed = hashlib.sha256()
    try:
        with _opened(path) as file:
            left = os.fstat(file.fileno()).st_size - _TAIL
            while left > 0 and (data := file.read(min(_CHUNK, left))):
                summed.update(data)
                left -= len(data)
            tail = file.read()
    except OSError as error:
        raise Unusable(f"cannot read {path}: {error.strerror}") from error
    if tail != _tail(summed.hexdigest()):
        raise Unusable(
            f"{path} is damaged, or no backup that learnlog made",
            "nothing was changed; take another copy of it",
        )


def parts(path: Path) -> Iterator[tuple[str, tarfile.TarInfo, IO[bytes]]]:
    """The name, header and content of each part; the content is read before the next one is asked for.

    Whoever made it: all names are checked first. Raises Unusable.
    """
    try:
        with tarfile.open(path, "r:", encoding="utf-8", errors="surrogateescape") as archive:
            members = _checked(archive)
            for member in members:
                content = archive.extractfile(member)
                if content:
                    yield member.name.removeprefix(TOP), member, content
    except (tarfile.TarError, ValueError, EOFError, OverflowError) as error:
        raise Unusable(f"{path} is not a backup that can be read: {error}") from error


class _Summed:
    """A file that is written to, and the checksum of what was."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sum = hashlib.sha256()

    def write(self, data: bytes) -> None:
        self.sum.update(data)
        self._file.write(data)


def _put(written: _Summed, part: Part, size: int, content: Iterable[bytes]) -> None:
    """Write one part. Raises Unusable when it turns out to have another size."""
    about = tarfile.TarInfo(TOP + part.name)
    about.size, about.mode, about.mtime = size, part.mode, part.time
    written.write(about.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape"))
    left = size
    for data in content:
        left -= len(data)
        written.write(data)
    if left:
        raise Unusable(f"{part.content!s:.200} was changed while it was read", "run the command again")
    written.write(bytes(-size % _BLOCK))


def _tail(checksum: str) -> bytes:
    content = f"{checksum}\n".encode()
    about = tarfile.TarInfo(_SUM)
    about.size, about.mode = len(content), 0o600
    return about.tobuf(tarfile.PAX_FORMAT) + content.ljust(_BLOCK, b"\0") + _END


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """A regular file, read; no link is followed and no pipe waited for. Raises Unusable or OSError."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise Unusable(f"{path} is not a file")
        yield file


def _checked(archive: tarfile.TarFile) -> list[tarfile.TarInfo]:
    """The parts, when all of them are plain files with harmless names. Raises Unusable."""
    found: dict[str, tarfile.TarInfo] = {}
    folders: set[str] = set()
    for number, member in enumerate(archive, 1):
        if number > _MOST_PARTS:
            raise Unusable(f"it holds more than {_MOST_PARTS:,} files")
        if not member.isreg() or member.issparse():
            raise Unusable(f"{member.name} in it is no plain file")
        check_name(member.name)
        if member.name in found:
            raise Unusable(f"{member.name} is in it twice")
        found[member.name] = member
        above = member.name.split("/")[:-1]
        folders.update("/".join(above[:end]) for end in range(1, len(above) + 1))
    both = found.keys() & folders
    if both:
        raise Unusable(f"{min(both)} in it is a file and a folder")
    return [member for name, member in found.items() if name != _SUM]


def check_name(name: str) -> None:
    """Raise Unusable for a name that leads elsewhere, or into what is git's own."""
    parts = name.split("/")
    is_long = len(os.fsencode(name)) > _LONGEST_PATH or any(
        len(os.fsencode(part)) > _LONGEST_NAME for part in parts
    )
    if not name.startswith(TOP) or is_long or "\0" in name or not {"", ".", ".."}.isdisjoint(parts):
        raise Unusable(f"{name:.200} is not a name that a backup has in it")
    if any(unseen.replaced(part, lambda _: "").casefold().rstrip(". ") in _GITS_OWN for part in parts):
        raise Unusable(f"{name:.200} would change what is git's own")
