"""Responses that wait to be sent: a folder beside the hubs' clones, with a file for each.

Which hub they are for is told by its address and by who one is there, and not by its name, which may be
another hub's by the time they are sent: what was said under one name never goes under another.
They lie there under the names that they will have in the hub, so whether one has arrived can be seen there.
Beside them is noted which entries are to be published; those are not sent, but shown before they leave.
"""

import contextlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from learnlog.entry import slug
from learnlog.errors import Unusable
from learnlog.hub import layout
from learnlog.store import digest, make_folder, read_file, write_durably

_POSTPONED, _ADDRESS = "postponed", "address"
_ENDING = ".outbox"
_KEY_CHARACTERS = 16


@dataclass(frozen=True)
class Outbox:
    """The responses in `folder`, for the hub at `address`, by the person as `author` ("" where not known).

    Paths are those of the hub: `responses/<lesson id>/<name>`.
    """

    folder: Path
    address: str
    author: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits there."""
        return not (self.paths() or self.postponed())

    def keep(self, path: str, data: bytes) -> None:
        """Put a response there, for the owner alone; after this it is on the disk. Raises Unusable."""
        if layout.response_at(path) is None or not layout.is_safe(path):
            raise Unusable(f"{path} cannot be the name of a response")
        self._note_address()
        write_durably(self.file(path), data)

    def paths(self) -> list[str]:
        """The paths of those that wait, in order."""
        found = (file.relative_to(self.folder).as_posix() for file in self.folder.glob("*/*.md"))
        return sorted(path for each in found if layout.response_at(path := f"{layout.RESPONSES}/{each}"))

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """What those of `paths` say that still wait. Raises Unusable for one that cannot be read."""
        found = {}
        for path in paths:
            try:
                found[path] = read_file(self.file(path))
            except FileNotFoundError:  # another command has just sent it
                continue
        return found

    def drop(self, paths: Iterable[str]) -> None:
        """Forget those of `paths`, which the hub has. Raises Unusable."""
        for path in paths:
            try:
                self.file(path).unlink(missing_ok=True)
            except OSError as error:
                raise Unusable(f"cannot delete {error.filename}: {error.strerror}") from error

    def postpone(self, entry_id: str) -> None:
        """Note that this entry is to be published when the hub can be reached. Raises Unusable."""
        self._note_address()
        write_durably(self.folder / _POSTPONED / entry_id, b"")

    def postponed(self) -> set[str]:
        """The ids of the entries of which that was noted."""
        try:
            return {
                file.name for file in (self.folder / _POSTPONED).iterdir() if not file.name.startswith(".")
            }
        except OSError:
            return set()

    def settle(self, entry_ids: Iterable[str]) -> None:
        """Forget that these were to be published."""
        for entry_id in self.postponed().intersection(entry_ids):
            with contextlib.suppress(OSError):
                (self.folder / _POSTPONED / entry_id).unlink()

    def move(self, to: Path) -> None:
        """Put the folder at `to`, where nothing is; nothing is sent from there. Raises Unusable."""
        make_folder(to.parent)
        try:
            self.folder.rename(to)
        except OSError as error:
            raise Unusable(f"cannot move {self.folder} to {to}: {error.strerror}") from error

    def clear_away(self) -> None:
        """Forget what is postponed, and delete the folder if no response waits in it."""
        self.settle(self.postponed())
        if self.paths():
            return
        with contextlib.suppress(OSError):
            (self.folder / _ADDRESS).unlink(missing_ok=True)
            for folder in self.folder.iterdir():
                folder.rmdir()
            self.folder.rmdir()

    def _note_address(self) -> None:
        if not (self.folder / _ADDRESS).exists():
            write_durably(self.folder / _ADDRESS, os.fsencode(f"{self.address}\n{self.author}\n"))

    def file(self, path: str) -> Path:
        """The file of the response at `path`."""
        return self.folder / path.removeprefix(f"{layout.RESPONSES}/")


def outbox_for(address: str, author: str, hubs: Path) -> Outbox:
    """What the person said as `author` and waits for the hub at `address`; `hubs` has all clones."""
    key = digest(os.fsencode(f"{address}\n{slug(author)}"))[:_KEY_CHARACTERS]
    return Outbox(hubs / f"{key}{_ENDING}", address, author)


def waiting_elsewhere(hubs: Path, known: Iterable[Outbox]) -> list[Outbox]:
    """What waits in `hubs` in none of the `known` places, and is sent by no hub."""
    folders = {box.folder for box in known}
    boxes = (Outbox(folder, *_noted_in(folder)) for folder in sorted(hubs.glob(f"*{_ENDING}")))
    return [box for box in boxes if box.folder not in folders and not box.is_empty]


def _noted_in(folder: Path) -> tuple[str, str]:
    """The address, and the author there."""
    try:
        address, _, author = os.fsdecode(read_file(folder / _ADDRESS)).partition("\n")
    except (OSError, Unusable):
        return "", ""
    return address.strip(), author.strip()
