"""The journal's past: each change is one commit that names what it did and holds its own paths only.

What could not be committed (git missing, a merge under way, a full disk) stays in a list beside the
repository, and the next change takes it along. The list is written before the files are, so a command
that was killed half way leaves nothing behind that is forgotten.
"""

import contextlib
import io
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from learnlog import repository
from learnlog.errors import ChangedMeanwhile, NothingFound, Unusable
from learnlog.locking import locked
from learnlog.repository import Change, Commit, Committed, GitFailed, Identity, Place

NOBODY = Identity("learnlog", "learnlog@localhost")
BEGUN = "init"  # the commit of what was there before learnlog came; nothing to take back
_TRAILER = "Learnlog-Change"
_UNDOES = "Learnlog-Undoes"
_SUBJECT_CHARACTERS = 72


@dataclass(frozen=True)
class Undone:
    """A change that can be taken back: its commit, and each path's bytes before it (None: no file)."""

    commit: Commit
    before: tuple[tuple[str, bytes | None], ...]


class History:
    """The past of the journal in the folder of `place`; paths are relative to that folder."""

    def __init__(self, place: Place, now: datetime) -> None:
        self._place = place
        self._now = now

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other changes of this journal waiting."""
        with locked(self._place.own / "lock"):
            yield

    def announce(self, path: str) -> None:
        """Note, before it happens, that `path` is about to change. Raises Unusable."""
        try:
            with self._pending.open("a", encoding="utf-8", errors="surrogateescape", newline="") as file:
                file.write(f"{path}\0")
        except OSError as error:
            raise Unusable(f"cannot write {self._pending}: {error.strerror}") from error

    def record(self, summary: str, undoes: str | None = None) -> str:
        """Commit every announced path as it stands now, in one commit that says `summary`; its name.

        Raises GitFailed or Unusable; the paths then stay announced.
        """
        self.check_quiet()
        committed = repository.commit(
            self._place.folder,
            [self._as_it_stands(path) for path in self._announced()],
            _message(summary, undoes),
            who=repository.identity(self._place.folder) or NOBODY,
            when=self._now,
            parent=self._head(),
        )
        if self._refresh_index(committed):
            self._pending.unlink(missing_ok=True)
        return committed.name

    def _refresh_index(self, committed: Committed) -> bool:
        """Whether git's index could be told; while another git holds it, the next change tells it."""
        for pause in (0.05, 0.2, 0.5, 0):
            try:
                repository.refresh_index(self._place.folder, committed)
            except GitFailed:
                time.sleep(pause)
            else:
                return True
        return False

    def check_quiet(self) -> None:
        """Raise Unusable while the person is in the middle of a merge, a rebase or the like."""
        under_way = self._place.under_way()
        if under_way:
            raise Unusable(
                f"the journal's repository is in the middle of a {under_way}",
                f"finish the {under_way}; the next change of learnlog commits this one too",
            )

    def settle(self) -> None:
        """Commit by itself what earlier commands could not. Raises GitFailed or Unusable."""
        left = [self._as_it_stands(path) for path in self._announced()]
        committed = self._contents(self._head(), [change.path for change in left])
        if any(change.data != committed[change.path] for change in left):
            self.record("keep what was not committed yet")

    def log(self, path: str | None = None) -> list[Commit]:
        """The commits that changed the journal, or one of its files (renames followed), newest first."""
        words = ("--", ".") if path is None else ("--follow", "--", f":(literal){path}")
        return repository.commits(self._place.folder, *words)

    def patches(self, path: str) -> bytes:
        """The same commits of one file, each with what it changed, as `git log -p` shows them."""
        shown = ("--no-ext-diff", "--no-textconv", "--format=commit %h%n%ai  %an%n%n    %s%n")
        return repository.git(self._place.folder, "log", "-p", "--follow", *shown, "--", f":(literal){path}")

    def last(self) -> Undone:
        """The newest change of learnlog that is not taken back yet.

        Raises NothingFound when there is none, ChangedMeanwhile when a file of it was changed since.
        """
        taken_back: set[str] = set()
        for commit in repository.commits(self._place.folder, "--", "."):
            if _UNDOES in commit.trailers:
                taken_back.add(commit.trailers[_UNDOES])
            elif commit.trailers.get(_TRAILER, BEGUN) != BEGUN and commit.name not in taken_back:
                return self._undone(commit)
        raise NothingFound("there is nothing to undo")

    def _undone(self, commit: Commit) -> Undone:
        paths = self._changed_by(commit)
        after = self._contents(commit.name, paths)
        before = self._contents(commit.parents[0] if commit.parents else None, paths)
        for full in paths:
            path = full.removeprefix(self._place.prefix)
            now = self._as_it_stands(path).data
            if now != after[full]:
                happened = "changed" if now is not None else "moved or removed"
                raise ChangedMeanwhile(
                    f"cannot undo '{commit.subject}': {path} has been {happened} since",
                    "what it was is kept in git: learnlog history " + path,
                )
        return Undone(commit, tuple((full.removeprefix(self._place.prefix), before[full]) for full in paths))

    def _changed_by(self, commit: Commit) -> Sequence[str]:
        """The paths it changed, from the top of the work tree."""
        words = ("diff-tree", "--root", "-r", "-z", "--no-commit-id", "--name-only", "--no-renames")
        said = repository.git(self._place.folder, *words, commit.name, "--", ".")
        return said.decode("utf-8", "surrogateescape").split("\0")[:-1]

    def _contents(self, commit_name: str | None, paths: Sequence[str]) -> Mapping[str, bytes | None]:
        """Each path's bytes in that commit: None where it is not there, or where there is no commit."""
        found: dict[str, bytes | None] = dict.fromkeys(paths)
        asked = [path for path in paths if commit_name and "\n" not in path]
        lines = "".join(f"{commit_name}:{path}\n" for path in asked).encode("utf-8", "surrogateescape")
        said = io.BytesIO(repository.git(self._place.folder, "cat-file", "--batch", given=lines))
        for path in asked:
            header = said.readline().rstrip(b"\n")
            if not header.endswith(b" missing"):
                found[path] = said.read(int(header.rpartition(b" ")[2]))
                said.read(1)
        for path in paths:
            if commit_name and "\n" in path:  # the batch is read by lines
                found[path] = repository.text_at(self._place.folder, commit_name, path)
        return found

    @property
    def _pending(self) -> Path:
        return self._place.own / "pending"

    def _announced(self) -> Sequence[str]:
        try:
            data = self._pending.read_bytes()
        except FileNotFoundError:
            return ()
        paths: Iterable[str] = data.decode("utf-8", "surrogateescape").split("\0")
        return tuple(dict.fromkeys(path for path in paths if path))

    def _as_it_stands(self, path: str) -> Change:
        try:
            data: bytes | None = (self._place.folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            data = None
        return Change(self._place.prefix + path, data)

    def _head(self) -> str | None:
        place = repository.find(self._place.folder)
        return place.head if place else None


def _message(summary: str, undoes: str | None) -> str:
    verb, _, _ = summary.partition(" ")
    subject = summary if len(summary) <= _SUBJECT_CHARACTERS else summary[: _SUBJECT_CHARACTERS - 1] + "…"
    trailers = f"{_TRAILER}: {verb}\n" + (f"{_UNDOES}: {undoes}\n" if undoes else "")
    return f"{subject}\n\n{trailers}"
