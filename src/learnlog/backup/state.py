"""What a person has beside the journal and cannot make anew: decisions, what waits to be sent, kept texts."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from learnlog.backup.container import Part

SETTINGS = "settings.yaml"

_FOLDER = "state/"
_KEPT = (
    "decisions.json",
    "decisions.key",
    "drafts/**/*",
    "hubs/*.outbox/**/*",
    "hubs/*/read.json",
    "hubs/*/heard",
)
_MAY_COME_BACK = re.compile(
    r"decisions\.(json|key)|drafts/.+|hubs/[a-z0-9][a-z0-9._-]*(\.outbox/.+|/(read\.json|heard))"
)


class State(NamedTuple):
    """The folder in which it is kept, and the settings file."""

    data: Path
    settings: Path

    def parts(self) -> Iterator[Part]:
        """What of it goes into a backup, in order."""
        files = {file for pattern in _KEPT for file in self.data.glob(pattern)}
        plain = sorted(file for file in files if file.is_file() and not file.is_symlink())
        named = [(file, file.relative_to(self.data).as_posix()) for file in plain]
        if self.settings.is_file():
            named.append((self.settings.resolve(), SETTINGS))
        for file, name in named:
            yield Part(_FOLDER + name, file, time=int(file.stat().st_mtime))

    def place(self, name: str) -> Path | None:
        """Where the part of that name comes back to; None for one that is not known here."""
        return self.data / name if _MAY_COME_BACK.fullmatch(name) else None


def name_in_state(part: str) -> str | None:
    """What a part is called in the state; None for another part."""
    return part.removeprefix(_FOLDER) if part.startswith(_FOLDER) else None
