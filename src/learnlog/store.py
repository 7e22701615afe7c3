"""A folder of entry files: which there are, what they say, and writing one so that it is never half there."""

import contextlib
import errno
import hashlib
import os
import re
import stat
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from learnlog.entry import MAX_BYTES, Entry, parse, parse_theirs
from learnlog.errors import ChangedMeanwhile, Unusable, WouldOverwrite
from learnlog.likeness import by_folder

_PRIVATE_FOLDER = 0o700
_ID_IN_NAME = 4  # characters of the id at the end of an entry's file name
_IS_ID = re.compile(r"[a-z][0-9a-z]{9}").fullmatch
_PRIVATE_FILE = 0o600
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_numbers = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns")


class Stamp(NamedTuple):
    """By what a changed file is told from the one that was read: bytes, and times in nanoseconds.

    `changed_ns` is the file system's own time of the last change (ctime): restoring a backup with its old
    file times, or setting them back by hand, does not restore that one.
    """

    size: int
    modified_ns: int
    changed_ns: int

    @property
    def modified(self) -> datetime:
        """When the file was last changed, as it says, in the local zone."""
        return datetime.fromtimestamp(self.modified_ns / 1e9).astimezone()


class Listing(NamedTuple):
    """The entry files that are directly in one folder: packed, so that two can be compared at once.

    `names` are the files' names, with NUL between them, `stamps` three numbers of eight bytes for each.
    """

    names: bytes
    stamps: bytes

    def files(self) -> dict[str, Stamp]:
        """Each file's name and stamp."""
        numbers = array("q", self.stamps)
        return dict(zip(os.fsdecode(self.names).split("\0"), map(Stamp, *[iter(numbers)] * 3), strict=True))


def listing(files: Mapping[str, Stamp]) -> Listing | None:
    """The listing of a folder with these files; None of one without any."""
    if not files:
        return None
    return Listing(os.fsencode("\0".join(files)), array("q", chain.from_iterable(files.values())).tobytes())


class Opened(NamedTuple):
    """An entry as its file was read, and the digest by which a later write tells that file from another.

    Bytes that are not UTF-8 are kept as lone surrogates (`surrogateescape`).
    """

    entry: Entry
    stamp: Stamp
    digest: str


class Card(NamedTuple):
    """An entry in brief, and whose it is: a hub's name, None for one's own; `also` are other hubs with it.

    `body` and `text` are empty, and `values` hold `revision`, `supersedes` and `review` alone.
    """

    entry: Entry
    hub: str | None
    also: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The REF that names it, and no other hub's copy of it."""
        return f"{self.hub}/{self.entry.id}" if self.hub else self.entry.id


class Store:
    """The entry files (`*.md`) under `root`; paths are relative to it, with `/`.

    Folders and files whose names begin with a dot, links, and what is no regular file are not entries.
    """

    def __init__(
        self, root: Path, hub: str | None = None, dates: Callable[[], Mapping[str, datetime]] = dict
    ) -> None:
        """`hub` is whose the entries are, None for one's own; `dates` tells when a path came into being."""
        self.root = root
        self.hub = hub
        self._dates = dates

    def scan(self) -> Iterator[tuple[str, Stamp]]:
        """Every entry file's path and stamp, in no order; folders that cannot be read are passed over."""
        for folder, found in self.listings([""]):
            for name, stamp in found.files().items():
                yield within(folder, name), stamp

    def listings(self, folders: list[str]) -> Iterator[tuple[str, Listing]]:
        """What is in `folders` and below: each folder with entry files, in no order; `folders` is used up.

        The work of a hundred thousand files: what is done for each is as little as can be.
        """
        while folders:
            folder = folders.pop()
            found, inner = self.look_into(folder)
            folders += inner
            if found:
                yield folder, found

    def look_into(self, folder: str) -> tuple[Listing | None, list[str]]:
        """The entry files directly in `folder`, and the folders; both empty when it cannot be read."""
        names: list[str] = []
        numbers: list[int] = []
        inner: list[str] = []
        with contextlib.suppress(OSError), _opened_folder(self.root / folder) as items:
            for item in items:
                name = item.name
                if name[0] == ".":
                    continue
                if name.endswith(".md") and item.is_file(follow_symlinks=False):
                    try:
                        numbers += _numbers(item.stat(follow_symlinks=False))
                    except FileNotFoundError:  # gone since the folder was read
                        continue
                    names.append(name)
                elif item.is_dir(follow_symlinks=False):
                    inner.append(name)
        beginnings = {name.removesuffix(".md")[-_ID_IN_NAME:] for name in names} if inner else ()
        inner = [
            within(folder, name)
            for name in inner
            if not (_IS_ID(name) and name[:_ID_IN_NAME] in beginnings)  # attachments
        ]
        found = Listing(os.fsencode("\0".join(names)), array("q", numbers).tobytes()) if names else None
        return found, inner

    def absolute(self, path: str) -> Path:
        """The file's place on this machine."""
        return self.root / path

    def open(self, path: str, date_of: Callable[[str, Stamp], datetime] | None = None) -> Opened:
        """Read one entry file; `date_of` (None: this store's) tells the date of one that tells none itself.

        Raises Unusable when it is missing, unreadable, no regular file, or larger than 5 MiB.
        """
        try:
            data, status = _read(self.root / path, MAX_BYTES)
        except FileNotFoundError:
            raise Unusable(f"{self.root / path} is no longer there") from None
        stamp = _stamp(status)
        text = data.decode("utf-8", "surrogateescape")
        tell = date_of or self.date_of
        read = parse if self.hub is None else parse_theirs
        entry = read(text, path=path, fallback=lambda: tell(path, stamp))
        return Opened(entry if self.hub is None else _by_its_folder(entry), stamp, digest(data))

    def date_of(self, path: str, stamp: Stamp) -> datetime:
        """The date of a file that tells none itself: from git, else the file's time.

        A hub's file has the time of the pull, which says nothing of it: that one is dated last.
        """
        return self._dates().get(path, stamp.modified) if self.hub is None else _LONG_AGO

    def write(self, path: str, text: str, against: str | None = None) -> None:
        """Put `text` at `path`; after this it is on the disk whole, or the old file is.

        `against` is the digest of the text it replaces; None means that nothing may be there yet. Raises
        ChangedMeanwhile or WouldOverwrite when the file is another, Unusable when it cannot be written.
        """
        target = self.root / path
        mode = self._check(target, against)
        data = text.encode("utf-8", "surrogateescape")
        if len(data) > MAX_BYTES:
            raise Unusable(
                f"the entry is {len(data)} bytes; more than 5 MiB are refused", "attach large files"
            )
        write_durably(target, data, mode)

    def remove(self, path: str, against: str) -> None:
        """Delete the file whose text has the digest `against`, and the folders it leaves empty.

        Raises ChangedMeanwhile when the file is another or gone, Unusable when it cannot be deleted.
        """
        target = self.root / path
        self._check(target, against)
        try:
            target.unlink()
            sync_folder(target.parent)
        except OSError as error:
            raise unusable("delete", target, error) from error
        self._drop_empty_folders(path)

    def _check(self, target: Path, against: str | None) -> int:
        """Compare the file with what the caller has read; its permissions."""
        try:
            data, status = _read(target, None)
        except FileNotFoundError:
            if against is not None:
                raise ChangedMeanwhile(f"{target} is no longer there", "run the command again") from None
            return _PRIVATE_FILE
        if against is None:
            raise WouldOverwrite(f"{target} is already there")
        if digest(data) != against:
            raise ChangedMeanwhile(f"{target} has been changed meanwhile", "look at it, then try again")
        return stat.S_IMODE(status.st_mode)

    def _drop_empty_folders(self, path: str) -> None:
        for folder in PurePosixPath(path).parents:
            if folder == PurePosixPath("."):
                return
            try:
                (self.root / folder).rmdir()
            except OSError:
                return


def _by_its_folder(entry: Entry) -> Entry:
    """A colleague's lesson with the author whose folder it is in, whoever its front matter says wrote it."""
    author = by_folder(entry.author, entry.path.partition("/")[0])
    if author == entry.author:
        return entry
    return replace(entry, author=author, values={**entry.values, "author": author})


def within(folder: str, name: str) -> str:
    """The path of what is called `name` in `folder`."""
    return f"{folder}/{name}" if folder else name


@contextlib.contextmanager
def _opened_folder(folder: Path) -> Iterator[Iterator["os.DirEntry[str]"]]:
    """What is in `folder`. By a handle: then the way to it is not walked again for each file's stamp."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with os.scandir(handle) as items:
            yield items
    finally:
        os.close(handle)


def digest(data: bytes) -> str:
    """What tells one text from another: SHA-256, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def make_folder(folder: Path) -> None:
    """Make `folder` and what is missing above it, for the owner alone, and wait for the disk."""
    try:
        missing = [folder, *folder.parents]
        for each in reversed([part for part in missing if not part.exists()]):
            each.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
            sync_folder(each.parent)
    except OSError as error:
        raise unusable("create", folder, error) from error


def read_file(target: Path) -> bytes:
    """What a file holds. Raises FileNotFoundError, and Unusable for one of over 5 MiB, a FIFO or a device."""
    data, _ = _read(target, MAX_BYTES)
    return data


def write_derived(target: Path, data: bytes) -> None:
    """Write aside and rename, without waiting for the disk: for what can be made again. Raises Unusable."""
    _write(target, data, _PRIVATE_FILE, durably=False)


def write_durably(target: Path, data: bytes, mode: int = _PRIVATE_FILE) -> None:
    """Write aside, sync, rename, sync the folder. Raises Unusable; the old file is then untouched."""
    _write(target, data, mode, durably=True)


def _write(target: Path, data: bytes, mode: int, *, durably: bool) -> None:
    make_folder(target.parent)
    aside = target.with_name(f".{target.name[:100]}.{os.urandom(4).hex()}.tmp")
    try:
        try:
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
                os.fchmod(file.fileno(), mode)
                file.write(data)
                if durably:
                    file.flush()
                    os.fsync(file.fileno())
            aside.replace(target)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        if durably:
            sync_folder(target.parent)
    except OSError as error:
        raise unusable("write", target, error) from error


def _read(target: Path, limit: int | None) -> tuple[bytes, os.stat_result]:
    try:
        # O_NONBLOCK: opening a FIFO must not wait for a writer
        with os.fdopen(os.open(target, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise Unusable(f"{target} is not a file")
            if limit is not None and status.st_size > limit:
                raise Unusable(f"{target} is larger than 5 MiB")
            return file.read(), status
    except FileNotFoundError:
        raise
    except OSError as error:
        raise unusable("read", target, error) from error


def _stamp(status: os.stat_result) -> Stamp:
    return Stamp(*_numbers(status))


def sync_folder(folder: Path) -> None:
    """Wait until what is in `folder` has its names on the disk. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network file systems cannot sync a folder
            raise
    finally:
        os.close(handle)


def unusable(verb: str, target: Path, error: OSError) -> Unusable:
    """What to raise where the system refuses to do that ("write") with a file or folder."""
    hints = {
        errno.ENOSPC: "free some space and try again",
        errno.EACCES: "check the permissions of the file and its folder",
        errno.EROFS: "the file system is mounted read-only",
    }
    return Unusable(f"cannot {verb} {target}: {error.strerror}", hints.get(error.errno or 0, ""))
