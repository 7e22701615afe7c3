"""Responses that wait to be sent: a folder beside the hub's clone, with a file for each.

They lie there under the names that they will have in the hub, so whether one has arrived can be seen there.
"""

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from learnlog.errors import Unusable
from learnlog.hub import layout
from learnlog.store import make_folder, read_file, write_durably


@dataclass(frozen=True)
class Outbox:
    """The responses in `folder`; paths are those of the hub: `responses/<lesson id>/<name>`."""

    folder: Path

    def keep(self, path: str, data: bytes) -> None:
        """Put a response there, for the owner alone; after this it is on the disk. Raises Unusable."""
        if layout.response_at(path) is None or not layout.is_safe(path):
            raise Unusable(f"{path} cannot be the name of a response")
        write_durably(self._file(path), data)

    def paths(self) -> list[str]:
        """The paths of those that wait, in order."""
        found = (file.relative_to(self.folder).as_posix() for file in self.folder.glob("*/*.md"))
        return sorted(path for each in found if layout.response_at(path := f"{layout.RESPONSES}/{each}"))

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """What those of `paths` say that still wait. Raises Unusable for one that cannot be read."""
        found = {}
        for path in paths:
            try:
                found[path] = read_file(self._file(path))
            except FileNotFoundError:  # another command has just sent it
                continue
        return found

    def drop(self, paths: Iterable[str]) -> None:
        """Forget those of `paths`, which the hub has. Raises Unusable."""
        for path in paths:
            try:
                self._file(path).unlink(missing_ok=True)
            except OSError as error:
                raise Unusable(f"cannot delete {error.filename}: {error.strerror}") from error

    def move(self, to: Path) -> None:
        """Put the folder at `to`, where nothing is; nothing is sent from there. Raises Unusable."""
        make_folder(to.parent)
        try:
            self.folder.rename(to)
        except OSError as error:
            raise Unusable(f"cannot move {self.folder} to {to}: {error.strerror}") from error

    def clear_away(self) -> None:
        """Delete the folder if nothing waits in it."""
        with contextlib.suppress(OSError):
            for folder in self.folder.iterdir():
                folder.rmdir()
            self.folder.rmdir()

    def _file(self, path: str) -> Path:
        return self.folder / path.removeprefix(f"{layout.RESPONSES}/")
