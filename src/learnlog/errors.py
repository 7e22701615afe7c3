"""The errors a person can meet, and the exit status of each.

LearnlogError
├── NothingFound       1  a list, a search or a REF gave nothing
│   ├── NoEntriesYet      there is none at all
│   └── NoHubYet          there is no hub at all
├── Unusable           3  the journal, an entry or a file is unusable as asked
│   ├── BrokenEntry       front matter that cannot be read
│   ├── AmbiguousRef      a REF that fits several entries
│   ├── ConfigError       a setting that is not allowed
│   └── ChangedMeanwhile  a file is no longer what it was when it was read
├── Refused            4  a guard said no
│   ├── WouldOverwrite    a file that is already there
│   └── NotConfirmed      a yes was needed and not given
└── RemoteFailed       5  a remote could not be reached, or refused
"""

from typing import ClassVar


class LearnlogError(Exception):
    """What went wrong (`message`, a line for each thing) and, if there is something, what to do (`hint`)."""

    status: ClassVar[int] = 3

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class NothingFound(LearnlogError):
    """A list, a search or a REF gave nothing."""

    status = 1


class NoEntriesYet(NothingFound):
    """There is none at all."""

    def __init__(self) -> None:
        super().__init__("the journal has no entries yet", "write one: learnlog add TEXT")


class NoHubYet(NothingFound):
    """There is no hub at all."""

    def __init__(self) -> None:
        super().__init__("there is no hub yet", "add one: learnlog hub add NAME URL")


class Unusable(LearnlogError):
    """The journal, an entry or a file is unusable as asked."""


class BrokenEntry(Unusable):
    """Front matter that cannot be read."""


class AmbiguousRef(Unusable):
    """A REF that fits several entries."""


class ConfigError(Unusable):
    """A setting that is not allowed, or a settings file that cannot be read."""


class ChangedMeanwhile(Unusable):
    """A file is no longer what it was when it was read."""


class Refused(LearnlogError):
    """A guard said no."""

    status = 4


class WouldOverwrite(Refused):
    """A file that is already there."""


class NotConfirmed(Refused):
    """A yes was needed and not given."""


class RemoteFailed(LearnlogError):
    """A remote could not be reached, or refused."""

    status = 5
