"""A git repository on disk, the one door to git.

What happens at every command (looking, committing a few paths) runs git itself, which takes milliseconds;
what talks to a remote goes through GitPython and lives in `learnlog.repository.remote`.
"""

from learnlog.repository.bundling import branch_checked_out, bundle, check_size, unbundle
from learnlog.repository.checking import damage, left_locks
from learnlog.repository.commits import (
    Change,
    Committed,
    Identity,
    Stored,
    as_git_keeps_it,
    commit,
    identity,
    names_of,
    plain_name,
    refresh_index,
)
from learnlog.repository.merging import merge
from learnlog.repository.past import (
    Changed,
    Commit,
    changed_by,
    checked_out,
    commits,
    files_in,
    first_dates,
)
from learnlog.repository.place import Place, create, find, guess, is_ignored, surroundings
from learnlog.repository.running import OLDEST, GitFailed, git, version
from learnlog.repository.tidying import is_scattered, tidy
from learnlog.repository.work import changed_files

__all__ = [
    "OLDEST",
    "Change",
    "Changed",
    "Commit",
    "Committed",
    "GitFailed",
    "Identity",
    "Place",
    "Stored",
    "as_git_keeps_it",
    "branch_checked_out",
    "bundle",
    "changed_by",
    "changed_files",
    "check_size",
    "checked_out",
    "commit",
    "commits",
    "create",
    "damage",
    "files_in",
    "find",
    "first_dates",
    "git",
    "guess",
    "identity",
    "is_ignored",
    "is_scattered",
    "left_locks",
    "merge",
    "names_of",
    "plain_name",
    "refresh_index",
    "surroundings",
    "tidy",
    "unbundle",
    "version",
]
