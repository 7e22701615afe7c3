"""Where a folder stands in git: its repository, the branch, what is going on there."""

from dataclasses import dataclass
from pathlib import Path

from learnlog.errors import Unusable
from learnlog.repository.running import GitFailed, git

_UNDER_WAY = {
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "BISECT_LOG": "bisect",
}
_ABOUT = ("--is-bare-repository", "--absolute-git-dir", "--show-prefix")
_SHORT = 7  # characters of a commit's name


@dataclass(frozen=True)
class Place:
    """A folder in the work tree of a repository.

    `git_dir` is the repository's (in a linked work tree: its own part of it), `prefix` the way from the
    top of the work tree to the folder ("" or "notes/"), `head` the commit checked out, None before the first.
    """

    folder: Path
    git_dir: Path
    prefix: str
    head: str | None

    @property
    def top(self) -> Path:
        """The top of the work tree."""
        return self.folder.parents[self.prefix.count("/") - 1] if self.prefix else self.folder

    @property
    def own(self) -> Path:
        """Where learnlog keeps what belongs to this clone alone: its lock, and what is not committed yet."""
        return self.git_dir / "learnlog"

    def under_way(self) -> str | None:
        """What the person is in the middle of (`merge`, `rebase`…), if anything."""
        return next((what for name, what in _UNDER_WAY.items() if (self.git_dir / name).exists()), None)

    def is_detached(self) -> bool:
        """Whether what is checked out is no branch, so that its next commit belongs to none."""
        try:
            return not (self.git_dir / "HEAD").read_bytes().startswith(b"ref:")
        except OSError:
            return False


def find(folder: Path) -> Place | None:
    """Where `folder` stands; None when it is in no repository.

    Raises Unusable for a bare repository, GitFailed when git is missing or does not trust the folder.
    """
    try:
        said = git(folder, "rev-parse", *_ABOUT, "--verify", "--quiet", "HEAD", fine=(0, 1))
    except GitFailed as failure:
        if "not a git repository" in failure.said:
            return None
        raise
    bare, git_dir, prefix, *head = said.decode("utf-8", "surrogateescape").split("\n")
    if bare == "true":
        raise Unusable(
            f"{folder} is a bare repository: it has no files to write to",
            f"git clone {folder} and use the clone as the journal",
        )
    return Place(folder, Path(git_dir), prefix, head[0] or None if head else None)


def guess(folder: Path) -> Place | None:
    """The same from the files alone, for when git is missing or refuses; None below a work tree's top."""
    git_dir = folder / ".git"
    return Place(folder, git_dir, "", None) if git_dir.is_dir() else None


def create(folder: Path) -> Place:
    """Make `folder` a repository of its own. Raises GitFailed."""
    git(folder, "init", "--quiet")
    place = find(folder)
    if place is None:
        raise GitFailed(f"{folder} did not become a repository")
    return place


def is_ignored(folder: Path) -> bool:
    """Whether the repository around `folder` ignores it."""
    return bool(git(folder, "check-ignore", "--", ".", fine=(0, 1, 128)))


def surroundings(folder: Path) -> dict[str, str]:
    """What `folder` tells of the work that goes on there: `repo`, `branch`, `commit`; {} outside of git."""
    try:
        said = git(folder, "rev-parse", "--is-inside-work-tree", "--git-common-dir", "HEAD",
                   "--symbolic-full-name", "HEAD", fine=(0, 128))  # fmt: skip
    except GitFailed:
        return {}
    inside, *lines = said.decode("utf-8", "replace").splitlines() or ["false"]
    if inside != "true":
        return {}
    found = {"repo": _repository_name(folder / lines[0])}
    if len(lines) == 3:  # before the first commit there are neither  # noqa: PLR2004
        if lines[2].startswith("refs/heads/"):
            found["branch"] = lines[2].removeprefix("refs/heads/")
        found["commit"] = lines[1][:_SHORT]
    return found


def _repository_name(common_dir: Path) -> str:
    """What a person calls the repository, also in a linked work tree of it."""
    place = common_dir.resolve()
    return place.parent.name if place.name == ".git" else place.name.removesuffix(".git")
