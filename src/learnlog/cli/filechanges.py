"""How the files that would be written differ from those that stand in the hub."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from learnlog.differing import differing


@dataclass(frozen=True)
class Change:
    """A file that would be written: its path in the hub, its bytes `before` and `after` (None: no file)."""

    path: str
    before: bytes | None
    after: bytes | None

    @property
    def verb(self) -> str:
        """What happens to the file: add, update or remove."""
        if self.after is None:
            return "remove"
        return "add" if self.before is None else "update"

    @property
    def lines(self) -> list[str] | None:
        """The lines of a new text behind a `+`, else what changes in it, as `diff -U2`; None: no text.

        A line end at the end of the file is told only where it changes.
        """
        new = text(self.after)
        if new is None:
            return None
        old = None if self.before is None else self.before.decode("utf-8", "replace")
        if new.endswith("\n") and (old is None or old.endswith("\n")):
            new, old = new[:-1], old and old[:-1]
        if old is None:
            return [f"+{line}" for line in new.split("\n")]
        return differing(old.split("\n"), new.split("\n"), context=2)[2:]


def changes(files: Mapping[str, bytes | None], before: Mapping[str, bytes]) -> Iterator[Change]:
    """The changes that writing `files` (None: removed) on top of `before` makes."""
    return (Change(path, before.get(path), data) for path, data in files.items())


def text(data: bytes | None) -> str | None:
    """A file's text; None for one that would be removed, or that is not text."""
    try:
        return data.decode() if data is not None else None
    except UnicodeDecodeError:
        return None
