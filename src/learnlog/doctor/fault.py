"""What the doctor finds, and what can be done about it: values, all of them."""

import shlex
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from learnlog.hub import Hub


class Check(StrEnum):
    """What is looked at, in the order in which it is told; the names are part of the JSON."""

    SETTINGS = "settings"
    VERSIONS = "versions"
    PERMISSIONS = "permissions"
    REPOSITORY = "repository"
    COMMITS = "commits"
    ENTRIES = "entries"
    IDS = "ids"
    NAMES = "names"
    LINKS = "links"
    ATTACHMENTS = "attachments"
    INDEX = "index"
    HUBS = "hubs"
    STATE = "state"
    RECOVERY = "recovery"


@dataclass(frozen=True)
class NewId:
    """Give the entry at `path` an id of its own; `digest` is that of the file as it was read."""

    path: str
    digest: str
    words = "give it an id of its own"


@dataclass(frozen=True)
class Rename:
    """Move the entry at `path` to the path `to`."""

    path: str
    to: str

    @property
    def words(self) -> str:
        """What is done, in words."""
        return f"call it {self.to}"


@dataclass(frozen=True)
class Commit:
    """Commit the file at `path` (from the journal's folder) as it stands."""

    path: str
    words = "commit it as it stands"


@dataclass(frozen=True)
class WithoutLines:
    """Take lines, counted from 1, out of the file at `path`; git keeps them."""

    path: str
    lines: tuple[int, ...]
    words = "take them out of the file; the journal's history keeps them"


@dataclass(frozen=True)
class SetAside:
    """Move a file to where nothing reads it, and keep it there."""

    file: Path
    words = "set it aside"


@dataclass(frozen=True)
class Recover:
    """Move a file, which may hold what somebody typed, to `to`, where it is named until it is saved."""

    file: Path
    to: Path
    words = "keep it with the texts that could not be saved"


@dataclass(frozen=True)
class Restrict:
    """Let nobody but the owner at a file or folder; `mode` is what it has now."""

    file: Path
    mode: int

    @property
    def private(self) -> int:
        """The mode without what it lets others do."""
        return self.mode & 0o700

    @property
    def words(self) -> str:
        """What is done, in words."""
        return f"chmod {self.private:o}"

    @property
    def undoing(self) -> str:
        """The command that makes it what it was."""
        return f"chmod {self.mode:o} {shlex.quote(str(self.file))}"


@dataclass(frozen=True)
class Rebuild:
    """Build the index anew."""

    words = "build it anew"


@dataclass(frozen=True)
class Export:
    """Write a hub's files anew, from its clone."""

    hub: Hub
    words = "write them anew"


@dataclass(frozen=True)
class CloneAnew:
    """Clone a hub anew; the clone there is now is kept aside."""

    hub: Hub
    words = "clone it anew and set the old clone aside"


InJournal: TypeAlias = NewId | Rename | WithoutLines
Remedy: TypeAlias = InJournal | Commit | SetAside | Recover | Restrict | Rebuild | Export | CloneAnew


@dataclass(frozen=True)
class Fault:
    """Something that is not as it should be.

    `where` names the file or folder, `what` is wrong with it, `why` what that leads to. `command` is for the
    person to type; `remedy` is what can be done without losing anything, None when that is nothing.
    """

    check: Check
    where: str
    what: str
    why: str = ""
    command: str = ""
    remedy: Remedy | None = None


def typed(*words: str | Path) -> str:
    """A command as it can be pasted into a shell."""
    return shlex.join(map(str, words))
