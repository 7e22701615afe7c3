"""A git repository on disk, the one door to git.

What happens at every command (looking, committing a few paths) runs git itself, which takes milliseconds;
what talks to a remote goes through GitPython and lives in `learnlog.repository.remote`.
"""

from learnlog.repository.commits import Change, Committed, Identity, commit, identity, refresh_index
from learnlog.repository.past import Commit, commits, first_dates, text_at
from learnlog.repository.place import Place, create, find, is_ignored, surroundings
from learnlog.repository.running import GitFailed, git

__all__ = [
    "Change",
    "Commit",
    "Committed",
    "GitFailed",
    "Identity",
    "Place",
    "commit",
    "commits",
    "create",
    "find",
    "first_dates",
    "git",
    "identity",
    "is_ignored",
    "refresh_index",
    "surroundings",
    "text_at",
]
