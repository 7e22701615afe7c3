"""The forms a bundle comes in (zip, tar.gz, folder): each tells its members, then gives its files.

Python's `zipfile` and `tarfile` read them; what is done with the result is not left to those.
"""

import contextlib
import gzip
import io
import mmap
import os
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from lzma import LZMAError
from pathlib import Path
from typing import IO, Protocol, Self

from learnlog.errors import Unusable
from learnlog.importing.members import Member
from learnlog.importing.source import MAX_BYTES, MAX_FILES, Source, TooMuch

MAX_RATIO = 100  # of what comes out of an archive to what it is

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP = b"\x1f\x8b"
_LISTED_IN_ZIP = re.compile(rb"PK\x01\x02")
_PART_OF_GZIP = re.compile(rb"\x1f\x8b\x08")
_MOST_PARTS = 1000  # each costs time, however little is in it
_ENCRYPTED = 0x1
_COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # the others unpack megabytes at a time
_TAR_OVERHEAD = 2048 * MAX_FILES  # bytes of headers and padding
_SAYING_MORE = {
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
}
# Squares of bytes: so the time grows in which Python before 3.11.10 reads a header that says more.
_MOST_SAID = 2_000_000_000
_LINK, _DEVICE, _NO_FILE = "a link", "a device or a pipe", "no regular file"


class Packed(Protocol):
    """A bundle that can be taken apart."""

    most: int
    """How many bytes may come out of it."""

    def members(self) -> Iterator[Member]:
        """Everything that is in it."""

    def files(self) -> Iterator[tuple[str, IO[bytes]]]:
        """Path and content of each file; each content is read before the next one is asked for."""


def is_archive(path: Path) -> bool:
    """Whether the file at `path` is a zip or something gzipped, whatever it is called."""
    return _beginning(path).startswith((*_ZIP, _GZIP))


def opened(path: Path, into: Path) -> Packed:
    """The bundle at `path`, which is to be taken apart in the folder `into`. Raises Unusable."""
    if path.is_dir():
        return _Folder(path)
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise TooMuch("it is larger than 200 MB")
    most = min(MAX_BYTES, MAX_RATIO * size)
    return _Tar(path, most, into) if _beginning(path).startswith(_GZIP) else _Zip(path, most)


@contextlib.contextmanager
def damage_told() -> Iterator[None]:
    """Turn what is raised while an archive is read into Unusable."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        zlib.error,
        LZMAError,
        EOFError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        OverflowError,
    ) as error:
        raise Unusable(f"it is damaged: {error}") from error
    except OSError as error:
        reason = f"it cannot be unpacked: {error.strerror}" if error.errno else f"it is damaged: {error}"
        raise Unusable(reason) from error


class _Zip:
    def __init__(self, path: Path, most: int) -> None:
        self._path = path
        self.most = most

    def members(self) -> Iterator[Member]:
        if _holds_more(self._path, _LISTED_IN_ZIP, MAX_FILES):  # before the list is read
            raise TooMuch(f"it holds more than {MAX_FILES:,} files")
        with zipfile.ZipFile(self._path) as archive:
            for about in archive.infolist():
                path = about.orig_filename.removesuffix("/")
                yield Member(path, _is_folder_in_zip(about), _odd_in_zip(about))

    def files(self) -> Iterator[tuple[str, IO[bytes]]]:
        with zipfile.ZipFile(self._path) as archive:
            for about in archive.infolist():
                if not _is_folder_in_zip(about):
                    with archive.open(about) as file:
                        yield about.filename, file


class _Tar:
    def __init__(self, path: Path, most: int, into: Path) -> None:
        self._path = path
        self._into = str(into)
        self.most = most

    def members(self) -> Iterator[Member]:
        with self._opened() as archive:
            for about in archive:
                if about.size > self.most:  # what is not there would be skipped, block by block
                    raise too_much()
                path = about.name.removeprefix("./")
                if path != ".":
                    yield Member(path, about.isdir(), _odd_in_tar(about))
                tarfile.data_filter(about, self._into)  # a second net, below what is checked of a member

    def files(self) -> Iterator[tuple[str, IO[bytes]]]:
        with self._opened() as archive:
            for about in archive:
                file = archive.extractfile(about) if about.isfile() else None
                if file:
                    yield about.name.removeprefix("./"), file

    @contextlib.contextmanager
    def _opened(self) -> Iterator[tarfile.TarFile]:
        if _holds_more(self._path, _PART_OF_GZIP, _MOST_PARTS):
            raise TooMuch(f"it is packed in more than {_MOST_PARTS:,} parts")
        with gzip.open(self._path) as file:
            counted = _Counted(file, self.most + _TAR_OVERHEAD)
            with tarfile.open(fileobj=counted, mode="r|", tarinfo=_headers()) as archive:
                yield archive


class _Folder:
    most = MAX_BYTES

    def __init__(self, path: Path) -> None:
        self._source = Source(path)

    def members(self) -> Iterator[Member]:
        folders = [""]
        while folders:
            folder = folders.pop()
            with os.scandir(self._source.root / folder) as items:
                for item in items:
                    path = f"{folder}/{item.name}" if folder else item.name
                    is_folder = item.is_dir(follow_symlinks=False)
                    yield Member(path, is_folder, _odd_in_folder(item))
                    if is_folder:
                        folders.append(path)

    def files(self) -> Iterator[tuple[str, IO[bytes]]]:
        for member in self.members():
            if not member.is_folder:
                yield member.path, io.BytesIO(self._source.read(member.path, MAX_BYTES))


class _Counted(io.RawIOBase):
    """What `file` gives, up to `most` bytes, whatever its headers promise."""

    def __init__(self, file: gzip.GzipFile, most: int) -> None:
        self._file = file
        self._left = most

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise too_much()
        return data


def _headers() -> type[tarfile.TarInfo]:
    """What reads the headers of one archive, and no more of them than may be."""
    left = _MOST_SAID

    class Header(tarfile.TarInfo):
        def _proc_member(self, archive: tarfile.TarFile) -> Self:
            """What each header goes through before more of it is read; tarfile lets subclasses extend it."""
            nonlocal left
            left -= self.size**2 if self.type in _SAYING_MORE else 0
            if left < 0:
                raise TooMuch("its headers are too long")
            found: Self = super()._proc_member(archive)  # type: ignore[misc]
            return found

    return Header


def too_much() -> TooMuch:
    """More comes out of it than may."""
    return TooMuch(f"it unpacks to more than 200 MB, or {MAX_RATIO} times its size")


def _is_folder_in_zip(about: zipfile.ZipInfo) -> bool:
    return about.orig_filename.endswith("/") or stat.S_ISDIR(about.external_attr >> 16)


def _odd_in_zip(about: zipfile.ZipInfo) -> str:
    if about.flag_bits & _ENCRYPTED:
        return "encrypted"
    if about.compress_type not in _COMPRESSIONS:
        return "compressed by another method than deflate"
    kind = stat.S_IFMT(about.external_attr >> 16)
    if kind in {0, stat.S_IFREG, stat.S_IFDIR}:
        return ""
    return _LINK if kind == stat.S_IFLNK else _DEVICE


def _odd_in_tar(about: tarfile.TarInfo) -> str:
    if about.issym() or about.islnk():
        return _LINK
    if about.isdev():
        return _DEVICE
    return "" if about.isdir() or (about.isfile() and not about.issparse()) else _NO_FILE


def _odd_in_folder(item: os.DirEntry[str]) -> str:
    status = item.stat(follow_symlinks=False)
    if stat.S_ISDIR(status.st_mode):
        return ""
    if stat.S_ISLNK(status.st_mode) or (stat.S_ISREG(status.st_mode) and status.st_nlink > 1):
        return _LINK
    return "" if stat.S_ISREG(status.st_mode) else _DEVICE


def _holds_more(path: Path, what: re.Pattern[bytes], most: int) -> bool:
    """Whether `what` stands more than `most` times in the file."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return sum(1 for _ in islice(what.finditer(content), most + 1)) > most


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4)
    except OSError as error:
        raise Unusable(f"cannot read {path}: {error.strerror}") from error
