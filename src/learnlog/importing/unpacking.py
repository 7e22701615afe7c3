"""A bundle taken apart in a private folder, when all of it is harmless and still what was packed."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from learnlog.bundle import bag, contents
from learnlog.errors import Unusable
from learnlog.importing import archives, members
from learnlog.importing.source import MAX_BYTES

_CHUNK = 64 * 1024
_MOST_TOLD = 5
_CONTACT = "contact-name:"


class Unpacked(NamedTuple):
    """What was in a bundle: the folder with its lessons, and whom it says it is from."""

    folder: Path
    author: str


def is_bag(folder: Path) -> bool:
    """Whether a folder says of itself that it is a bundle."""
    return (folder / bag.DECLARATION).is_file()


def unpack(path: Path, into: Path) -> Unpacked:
    """Take the bundle at `path`, a folder or an archive, apart in the empty private folder `into`.

    Raises Unusable when one thing in it must not be taken, or is not what it was: it is refused as a whole.
    """
    try:
        with archives.damage_told():
            packed = archives.opened(path, into)
            paths = list(_taken_apart(packed, into, members.checked(packed.members())))
        root = _root(paths)
        folder = into / root
        inside = [each.removeprefix(f"{root}/") for each in paths] if root else paths
        _check(folder, inside)
    except Unusable as error:
        raise Unusable(
            f"{path} is refused as a whole: {error.message}", "ask whoever sent it for another one"
        ) from error
    payload = folder / bag.PAYLOAD
    lessons = payload / contents.FOLDER
    return Unpacked(lessons if lessons.is_dir() else payload, _author(folder))


def _taken_apart(packed: archives.Packed, into: Path, wanted: set[str]) -> Iterator[str]:
    """Write every file below `into`; their paths. What comes out is counted, whatever headers say."""
    left = packed.most
    for path, file in packed.files():
        if path not in wanted:
            raise Unusable("it was changed while it was read")
        target = into / path
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        left -= _written(target, path, file, left)
        yield path


def _written(target: Path, path: str, file: IO[bytes], most: int) -> int:
    """Write the content of `file`; how many bytes it was."""
    size = 0
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as out:
        while data := file.read(_CHUNK):
            if not size:
                members.check_content(path, data[: members.BEGINNING])
            size += len(data)
            if size > most:
                raise archives.too_much()
            out.write(data)
    return size


def _root(paths: list[str]) -> str:
    """The folder of the bag among these files: "" or the only one at the top. Raises Unusable."""
    at = [path for path in paths if path.rpartition("/")[2] == bag.DECLARATION and path.count("/") <= 1]
    if len(at) != 1:
        raise Unusable("it is no bundle: it has no bagit.txt" if not at else "it holds several bagit.txt")
    root = at[0].rpartition("/")[0]
    beside = [path for path in paths if root and not path.startswith(f"{root}/")]
    if beside:
        raise Unusable(f"{beside[0]} lies beside the bundle in it")
    return root


def _check(folder: Path, paths: list[str]) -> None:
    """Compare the files with the manifests. Raises Unusable that names those that differ."""
    bag.check_declaration(_content(folder / bag.DECLARATION))
    if bag.FETCH in paths:
        raise Unusable("it wants files to be fetched from elsewhere (fetch.txt)")
    found = [bag.manifest(path, _content(folder / path)) for path in paths if "/" not in path]
    manifests = [each for each in found if each]
    if all(each.is_of_tags for each in manifests):
        raise Unusable("it has no manifest with sha512 or sha256")
    faults = bag.faults(paths, manifests) or _changed(folder, manifests)
    if faults:
        more = f", and {len(faults) - _MOST_TOLD} more" if len(faults) > _MOST_TOLD else ""
        raise Unusable(", ".join(faults[:_MOST_TOLD]) + more)


def _changed(folder: Path, manifests: list[bag.Manifest]) -> list[str]:
    told = [
        f"changed: {path}"
        for each in manifests
        for path, expected in each.sums.items()
        if _checksum(folder / path, each.algorithm) != expected
    ]
    return list(dict.fromkeys(told))


def _checksum(path: Path, algorithm: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def _author(folder: Path) -> str:
    """Whom `bag-info.txt` names; "" when nobody."""
    try:
        info = _content(folder / bag.INFO).decode("utf-8", "replace")
    except OSError:
        return ""
    lines = (line for line in info.splitlines() if line.lower().startswith(_CONTACT))
    return " ".join(next(lines, "")[len(_CONTACT) :].split())


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES)
