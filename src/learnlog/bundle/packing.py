"""Files put down as one thing: a folder, a .zip, a .tar.gz. The same files give the same bytes.

What is put down is written aside and given its name when it is whole; what has the name already stays.
"""

import contextlib
import errno
import gzip
import io
import os
import secrets
import shutil
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from learnlog.errors import Unusable, WouldOverwrite

_FILE_MODE, _FOLDER_MODE = 0o644, 0o755
_LEVEL = 9
_REGULAR = 0o100000
_UNIX = 3
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip knows no time before
_NO_TIME = 315_532_800  # the same, in seconds


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip archive of `files`, in their order of names."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for path, data in sorted(files.items()):
            about = zipfile.ZipInfo(path, _EARLIEST)
            about.create_system = _UNIX
            about.external_attr = (_REGULAR | _FILE_MODE) << 16
            archive.writestr(about, data, zipfile.ZIP_DEFLATED, _LEVEL)
    return written.getvalue()


def tarred(files: Mapping[str, bytes]) -> bytes:
    """A gzipped tar archive of `files`, in their order of names; no owner, no time."""
    written = io.BytesIO()
    with (
        gzip.GzipFile("", "wb", _LEVEL, written, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path, data in sorted(files.items()):
            about = tarfile.TarInfo(path)
            about.size = len(data)
            about.mode = _FILE_MODE
            about.mtime = _NO_TIME
            archive.addfile(about, io.BytesIO(data))
    return written.getvalue()


def put_file(target: Path, data: bytes) -> None:
    """Write `data` to `target`.

    Raises WouldOverwrite when something is there, Unusable when it cannot be written; nothing is left then.
    """
    with _aside(target) as aside:
        _write(aside, data)
        try:
            os.link(aside, target)  # fails where a rename would replace
        except PermissionError:  # a memory stick knows no second name for a file
            check_free(target)
            aside.rename(target)


def put_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Make the folder `target` hold `files` by relative path; the times of all are the same.

    Raises as `put_file` does.
    """
    with _aside(target) as aside:
        aside.mkdir()
        for path, data in sorted(files.items()):
            (aside / path).parent.mkdir(parents=True, exist_ok=True)
            _write(aside / path, data)
        for folder, _, names in os.walk(aside, topdown=False):
            for made in (*(Path(folder, name) for name in names), Path(folder)):
                made.chmod(_FOLDER_MODE if made.is_dir() else _FILE_MODE)
                os.utime(made, (_NO_TIME, _NO_TIME))
        aside.rename(target)


def check_free(target: Path) -> None:
    """Raise WouldOverwrite when something is at `target`, also a link that leads nowhere."""
    if os.path.lexists(target):
        raise WouldOverwrite(f"{target} is already there", "name another file or folder with -o")


def check_place(target: Path) -> None:
    """Raise WouldOverwrite or Unusable when `target` cannot be made, as far as one can see."""
    check_free(target)
    if not target.parent.is_dir():
        raise Unusable(f"cannot write {target}: there is no folder {target.parent}", _hint(target))
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise Unusable(f"cannot write {target}: {os.strerror(errno.EACCES)}", "name another folder with -o")


@contextlib.contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """Yield a name beside `target` for what will be it; nothing has that name afterwards."""
    check_free(target)
    aside = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        yield aside
    except FileExistsError:
        check_free(target)
        raise
    except OSError as error:
        raise Unusable(f"cannot write {target}: {error.strerror}", _hint(target)) from error
    finally:
        _removed(aside)


def _removed(path: Path) -> None:
    remove: Callable[..., None] = shutil.rmtree if path.is_dir() else os.unlink
    with contextlib.suppress(FileNotFoundError):
        remove(path)


def _hint(target: Path) -> str:
    return "" if target.parent.is_dir() else f"make the folder first: mkdir -p {target.parent}"


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
