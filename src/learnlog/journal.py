"""A person's journal: a folder of entries with a past."""

import contextlib
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path

from learnlog import repository
from learnlog.errors import Unusable
from learnlog.history import BEGUN, History
from learnlog.locking import locked_folder
from learnlog.repository import GitFailed
from learnlog.store import Store, digest, make_folder, write_durably

Tell = Callable[[str], None]


class Journal:
    """The journal in the folder `root`, which need not be there yet.

    `now` dates its commits. `tell` hears what the person should know although nothing failed: that the
    journal was made, that a change is saved but not committed.
    """

    def __init__(self, root: Path, now: datetime, tell: Tell) -> None:
        self.root = root
        self.store = Store(root, dates=self.first_dates)
        self._now = now
        self._tell = tell
        self._dates: Mapping[str, datetime] | None = None

    @cached_property
    def history(self) -> History | None:
        """The journal's past; None where there is no repository, or no git that could make one."""
        try:
            return self._look_for_history()
        except GitFailed:  # what is written is noted in the repository all the same, for a later change
            place = repository.guess(self.root)
            return History(place, self._now) if place else None

    def begin(self) -> None:
        """Make what is missing: the folder, and its repository. Entries that are there are committed.

        A folder that lies in a larger repository is kept in that one, unless it is ignored there; a
        folder that is made here gets a repository of its own, so that no other can carry it away.
        """
        made = not self.root.is_dir()
        try:
            if made:
                make_folder(self.root)
            elif self._has_repository():
                return
            with locked_folder(self.root):  # of several first commands at the same moment, one begins
                if not self._has_repository():
                    self._begin_repository(made=made)
        except GitFailed as failure:
            if self.history is None:
                self._tell(f"the journal {self.root} has no history: {failure.message}")

    @contextlib.contextmanager
    def change(self, summary: str) -> Iterator["JournalChange"]:
        """Change the journal: all that is written within becomes one commit that says `summary`.

        The block may set a fuller one as the change's own `summary`.

        When the block fails, what it wrote is taken back. When only the commit fails, the files stay
        and the next change commits them too. Raises Unusable.
        """
        self.begin()
        with self._alone() as history:
            if history:
                with contextlib.suppress(Unusable):  # in the middle of a merge, say; then it waits on
                    history.settle()
            change = JournalChange(self.store, history)
            try:
                yield change
            except BaseException:
                change.take_back()
                raise
            if history and not change.is_empty:
                self._record(history, change.summary or summary, change.undoes, change.before)

    def keep(self, paths: Sequence[str]) -> None:
        """Commit files as they stand, which were changed or removed by hand; nothing can be taken back then.

        Raises Unusable, also where there is no history to keep them in.
        """
        self.begin()
        with self._alone() as history:
            if history is None:
                raise Unusable(f"{self.root} has no history")
            for remark in history.keep(paths):
                self._tell(remark)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Wait for a change that is under way, and keep others waiting meanwhile, where that can be done."""
        with contextlib.ExitStack() as stack:
            with contextlib.suppress(Unusable):
                if self.history:
                    stack.enter_context(self.history.alone())
            yield

    @contextlib.contextmanager
    def _alone(self) -> Iterator[History | None]:
        """Keep other changes waiting, and yield the past to write to; None where that cannot be done.

        That is told behind the change: where nothing can be written at all, there is nothing to commit.
        """
        with contextlib.ExitStack() as stack:
            history, remark = self.history, ""
            try:
                if history:
                    stack.enter_context(history.alone())
            except Unusable as failure:
                history, remark = None, f"this will not be committed: {failure.message}"
            yield history
            if remark:
                self._tell(remark)

    def _record(
        self, history: History, summary: str, undoes: str | None, before: Mapping[str, bytes]
    ) -> None:
        try:
            remarks = history.record(summary, undoes, before)
        except Unusable as failure:
            hint = failure.hint or "the next change of the journal commits it too"
            remarks = [f"saved, but not committed yet: {failure.message}", hint]
        for remark in remarks:
            self._tell(remark)

    def _look_for_history(self) -> History | None:
        """Ask git anew. Raises GitFailed when it is missing, or does not trust the folder."""
        place = repository.find(self.root) if self.root.is_dir() else None
        return History(place, self._now) if place else None

    def _has_repository(self) -> bool:
        """Whether there is one; `history` is then its past. Raises GitFailed."""
        self.__dict__.pop("history", None)
        found = self._look_for_history()
        if found is None or self._is_ignored():
            return False
        self.__dict__["history"] = found
        return True

    def _begin_repository(self, *, made: bool) -> None:
        if (self.root / ".git").exists():
            raise Unusable(f"{self.root / '.git'} is damaged: git does not know it", "see: git status there")
        found = [path for path, _ in self.store.scan()]
        self.__dict__["history"] = history = History(repository.create(self.root), self._now)
        if found:
            with history.alone():
                for path in found:
                    history.announce(path)
                self._record(history, f"{BEGUN}: {len(found)} entries that were there", None, {})
        if made:
            self._tell(f"made the journal {self.root}")
        else:
            self._tell(f"{self.root} is a git repository now; it had {len(found)} entries")

    def _is_ignored(self) -> bool:
        return not (self.root / ".git").exists() and repository.is_ignored(self.root)

    def first_dates(self) -> Mapping[str, datetime]:
        """When each path came into being, as far as git knows."""
        if self._dates is None:
            self._dates = repository.first_dates(self.root)
        return self._dates


class JournalChange:
    """What one command does to the journal's files.

    `summary` is what its commit says, `undoes` the name of the commit it takes back, if it does.
    """

    def __init__(self, store: Store, history: History | None) -> None:
        self._store = store
        self._history = history
        self._steps: list[tuple[str, bytes | None, str | None]] = []  # path, bytes before, digest after
        self._adopted = False
        self.summary = ""
        self.undoes: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was changed."""
        return not self._steps and not self._adopted

    @property
    def before(self) -> dict[str, bytes]:
        """What stood in the files that were changed, where there was one."""
        first = {path: data for path, data, _ in reversed(self._steps)}
        return {path: data for path, data in first.items() if data is not None}

    def write(self, path: str, text: str, against: str | None = None) -> None:
        """Put `text` at `path`, as `Store.write` does."""
        self._about_to_change(path, text.encode("utf-8", "surrogateescape"))
        self._store.write(path, text, against)

    def remove(self, path: str, against: str) -> None:
        """Delete the file at `path`, as `Store.remove` does."""
        self._about_to_change(path, None)
        self._store.remove(path, against)

    def put(self, path: str, data: bytes | None) -> None:
        """Make the file at `path` hold `data`, whatever it is; None deletes it."""
        self._about_to_change(path, data)
        self._set(path, data)

    def append(self, path: str, line: bytes) -> None:
        """Put `line` at the end of the file at `path`, made if missing; half a line there is ended first.

        Raises Unusable, also when a link would lead out of the journal.
        """
        folder = self._store.absolute(path).parent
        if not folder.resolve().is_relative_to(self._store.root.resolve()):
            raise Unusable(f"{folder} leads out of the journal", "put a folder in the place of the link")
        make_folder(folder)
        with locked_folder(folder):  # where there is no history, nothing else keeps others waiting
            before = self._content(path) or b""
            end = b"\n" if before and not before.endswith(b"\n") else b""
            self.put(path, before + end + line + b"\n")

    def adopt(self, path: str) -> None:
        """Commit the file at `path` too: another program, such as an editor, has changed it.

        It stays as it is, whatever becomes of the rest of the change.
        """
        if self._history:
            self._history.announce(path)
        self._adopted = True

    def take_back(self) -> None:
        """Make every file what it was before the change, but those that others have changed meanwhile."""
        while self._steps:
            path, before, after = self._steps.pop()
            with contextlib.suppress(Unusable):  # the rest can still be taken back
                if _digest(self._content(path)) == after:
                    self._set(path, before)

    def _set(self, path: str, data: bytes | None) -> None:
        target = self._store.absolute(path)
        present = self._content(path)
        if data is None and present is not None:
            self._store.remove(path, digest(present))
        elif data is not None and data != present:
            kept = {} if present is None else {"mode": stat.S_IMODE(target.stat().st_mode)}
            write_durably(target, data, **kept)

    def _about_to_change(self, path: str, data: bytes | None) -> None:
        before = self._content(path)
        if self._history:
            self._history.announce(path)
        self._steps.append((path, before, _digest(data)))

    def _content(self, path: str) -> bytes | None:
        try:
            return self._store.absolute(path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise Unusable(f"cannot read {self._store.absolute(path)}: {error.strerror}") from error


def _digest(data: bytes | None) -> str | None:
    return None if data is None else digest(data)
