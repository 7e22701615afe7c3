"""The journal's past: each change is one commit that names what it did and holds its own paths only.

What could not be committed (git missing, a merge under way, a full disk) stays in a list beside the
repository, and the next change takes it along. The list is written before the files are, so a command
that was killed half way leaves nothing behind that is forgotten.
"""

import contextlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from learnlog import repository
from learnlog.errors import ChangedMeanwhile, NothingFound, Unusable
from learnlog.locking import locked
from learnlog.repository import Change, Changed, Commit, Committed, GitFailed, Identity, Place, Stored

NOBODY = Identity("learnlog", "learnlog@localhost")
BEGUN = "init"  # the commit of what was there before learnlog came; nothing to take back
_TRAILER = "Learnlog-Change"
_UNDOES = "Learnlog-Undoes"
_KEPT = "keep what was changed by hand\n"
_SUBJECT_CHARACTERS = 72
_PAUSES = (0, 0.05, 0.2, 0.5)  # seconds, while another git holds the index


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
        """Note, while alone and before it happens, that `path` is about to change. Raises Unusable."""
        try:
            with self._pending.open("a", encoding="utf-8", errors="surrogateescape", newline="") as file:
                file.write(f"{self._place.prefix}{path}\0")
        except OSError as error:
            raise Unusable(f"cannot write {self._pending}: {error.strerror}") from error

    def record(
        self, summary: str, undoes: str | None = None, before: Mapping[str, bytes] = MappingProxyType({})
    ) -> Sequence[str]:
        """Commit every announced path as it stands now, in one commit that says `summary`.

        `before` is what stood in the changed files. Where that was never committed, the person had written
        it by hand: it gets a commit of its own first, so that undoing this one brings it back.

        What the person should know of it, if anything. Raises GitFailed or Unusable; the paths then stay
        announced.
        """
        self.check_quiet()
        by_hand = self._uncommitted({f"{self._place.prefix}{path}": data for path, data in before.items()})
        if by_hand:
            self._commit(self._as_changes(by_hand), _KEPT)
        committed = self._commit(self._changes(self._announced()), _message(summary, undoes))
        failure = self._refresh_index(committed)
        if failure is None:
            self._pending.unlink(missing_ok=True)
        return [*self._about_index(failure), *self._about_branch()]

    def keep(self, paths: Iterable[str]) -> Sequence[str]:
        """Commit these paths as they stand: what was done to them by hand. Nothing of that can be undone.

        What the person should know of it. Raises GitFailed or Unusable.
        """
        self.check_quiet()
        committed = self._commit(self._changes([f"{self._place.prefix}{path}" for path in paths]), _KEPT)
        return [*self._about_index(self._refresh_index(committed)), *self._about_branch()]

    def _commit(self, changes: Sequence[Change], message: str) -> Committed:
        return repository.commit(
            self._place.folder,
            changes,
            message,
            who=repository.identity(self._place.folder) or NOBODY,
            when=self._now,
            parent="HEAD^0" if self._place.head or self._head() else None,
        )

    def _uncommitted(self, contents: Mapping[str, bytes]) -> dict[str, bytes]:
        """Those of `contents`, by path, that the last commit does not have."""
        head = self._head() if contents else None
        committed = repository.files_in(self._place.folder, head) if head else {}
        return {
            path: data for path, data in contents.items() if not self._is(path, data, committed.get(path))
        }

    def _is(self, path: str, data: bytes, name: str | None) -> bool:
        """Whether git puts `data` into the work tree at `path` for the object `name`."""
        if name is None:
            return False
        plain = repository.plain_name(data, len(name)) == name
        return plain or repository.checked_out(self._place.folder, name, path) == data

    def _refresh_index(self, committed: Committed) -> GitFailed | None:
        """Why git's index could not be told, if so: another git held it all the time, say."""
        failed = None
        for pause in _PAUSES:
            time.sleep(pause)
            try:
                repository.refresh_index(self._place.folder, committed)
            except GitFailed as failure:
                failed = failure
            else:
                return None
        return failed

    def _about_index(self, failure: GitFailed | None) -> Iterator[str]:
        if failure:
            yield f"committed, but `git status` does not know it yet: {failure.message}"
            lock = self._place.git_dir / "index.lock"
            with contextlib.suppress(OSError):
                since = datetime.fromtimestamp(lock.stat().st_mtime, self._now.tzinfo)
                yield f"if no git is at work there since {since:%Y-%m-%d %H:%M}, delete {lock}"

    def _about_branch(self) -> Iterator[str]:
        if self._place.is_detached():
            yield f"committed, but to no branch: HEAD is detached in {self._place.top}"
            yield "git switch -c NAME makes one of it"

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
        left = self._announced()
        head = self._head() if left else None
        committed = repository.files_in(self._place.folder, head) if head else {}
        now = repository.names_of(self._place.folder, self._present(left))
        if any(now.get(path) != committed.get(path) for path in left):
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
        changed = repository.changed_by(self._place.folder, commit.name)
        now = repository.names_of(self._place.folder, self._present([each.path for each in changed]))
        for each in changed:
            if now.get(each.path) != each.after:
                happened = "changed" if each.path in now else "moved or removed"
                path = self._relative(each.path)
                raise ChangedMeanwhile(
                    f"cannot undo '{commit.subject}': {path} has been {happened} since",
                    "what it was is kept in git: learnlog history " + path,
                )
        return Undone(commit, tuple((self._relative(each.path), self._before(each)) for each in changed))

    def _before(self, changed: Changed) -> bytes | None:
        if changed.before is None:
            return None
        return repository.checked_out(self._place.folder, changed.before, changed.path)

    def _relative(self, path: str) -> str:
        return path.removeprefix(self._place.prefix)

    @property
    def _pending(self) -> Path:
        return self._place.own / "pending"

    def _announced(self) -> Sequence[str]:
        """Paths from the top of the work tree: several journals can share a repository."""
        try:
            data = self._pending.read_bytes()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise Unusable(f"cannot read {self._pending}: {error.strerror}") from error
        paths: Iterable[str] = data.decode("utf-8", "surrogateescape").split("\0")
        return tuple(dict.fromkeys(path for path in paths if path))

    def _changes(self, paths: Sequence[str]) -> list[Change]:
        kept = repository.as_git_keeps_it(self._place.folder, self._present(paths))
        return [*self._as_changes(kept), *(Change(path, None) for path in paths if path not in kept)]

    def _as_changes(self, contents: Mapping[str, bytes | Stored]) -> list[Change]:
        return [Change(path, data, executable=self._is_executable(path)) for path, data in contents.items()]

    def _present(self, paths: Sequence[str]) -> dict[str, bytes]:
        """The bytes of those paths that are files. Raises Unusable when one cannot be read."""
        found = {}
        for path in paths:
            try:
                found[path] = (self._place.top / path).read_bytes()
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                continue
            except OSError as error:
                raise Unusable(f"cannot read {self._place.top / path}: {error.strerror}") from error
        return found

    def _is_executable(self, path: str) -> bool:
        return os.access(self._place.top / path, os.X_OK)

    def _head(self) -> str | None:
        place = repository.find(self._place.folder)
        return place.head if place else None


def _message(summary: str, undoes: str | None) -> str:
    verb = summary.partition(" ")[0].removesuffix(":")
    subject = summary if len(summary) <= _SUBJECT_CHARACTERS else summary[: _SUBJECT_CHARACTERS - 1] + "…"
    trailers = f"{_TRAILER}: {verb}\n" + (f"{_UNDOES}: {undoes}\n" if undoes else "")
    return f"{subject}\n\n{trailers}"
