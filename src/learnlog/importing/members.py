"""What a bundle holds, by name and kind, checked before the first byte of it is written.

A bundle is a stranger's: one thing in it that is not harmless, and all of it is refused.
"""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import NamedTuple

from learnlog.errors import Unusable
from learnlog.hub import layout
from learnlog.importing.source import MAX_FILES, TooMuch

_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:")
_ARCHIVE_NAME = re.compile(
    r".*\.(?:7z|ar|arj|br|bz2|cab|cpio|deb|dmg|ear|gz|iso|jar|lha|lz4|lzh|lzma|rar|rpm|tar|tb2|tbz2?|tgz|txz|"
    r"tzst|war|whl|xz|z|zip|zipx|zst)",
    re.IGNORECASE | re.DOTALL,
)
_ARCHIVE_BEGINNINGS = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\0",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x28\xb5\x2f\xfd",
    b"\x04\x22\x4d\x18",
)
_TAR_MARK, _TAR_MARK_AT = b"ustar", 257
BEGINNING = _TAR_MARK_AT + len(_TAR_MARK)  # bytes by which an archive is known


class Member(NamedTuple):
    """A file or a folder in a bundle; `odd` says what it is when it is neither."""

    path: str
    is_folder: bool = False
    odd: str = ""


def checked(members: Iterable[Member]) -> set[str]:
    """The paths of the files among `members`.

    Raises Unusable when one of them must not be taken, its message the reason alone.
    """
    files: set[str] = set()
    folders: set[str] = set()
    spelled: dict[str, str] = {}
    for number, member in enumerate(members, 1):
        if number > MAX_FILES:
            raise TooMuch(f"it holds more than {MAX_FILES:,} files")
        _check_member(member)
        _check_spelling(member.path, spelled)
        if not member.is_folder and member.path in files:
            raise Unusable(f"{member.path} is in it twice")
        (folders if member.is_folder else files).add(member.path)
        folders.update(map(str, PurePosixPath(member.path).parents))
    if both := sorted(files & folders):
        raise Unusable(f"{both[0]} is a file and a folder")
    return files


def check_content(path: str, beginning: bytes) -> None:
    """Raise Unusable when the file at `path` that begins so is an archive itself."""
    is_tar = beginning[_TAR_MARK_AT:BEGINNING] == _TAR_MARK
    if is_tar or beginning.startswith(_ARCHIVE_BEGINNINGS) or _ARCHIVE_NAME.fullmatch(path):
        raise Unusable(f"{path} is an archive in it")


def _check_member(member: Member) -> None:
    path = member.path
    if not path:
        raise Unusable("a file in it has no name")
    if member.odd:
        raise Unusable(f"{path} is {member.odd}")
    if _ABSOLUTE.match(path):
        raise Unusable(f"{path} is not a path inside it")
    if ".." in re.split(r"[/\\]", path):
        raise Unusable(f"{path} leads out of it")
    if not layout.is_safe(path):
        raise Unusable(f"{path} is a name that not every system takes")


def _check_spelling(path: str, spelled: dict[str, str]) -> None:
    """Note in `spelled` how the path and the folders on the way to it are written."""
    for part in (path, *map(str, PurePosixPath(path).parents)):
        first = spelled.setdefault(layout.folded(part), part)
        if first != part:
            raise Unusable(f"{part} and {first} are the same name to some systems")
