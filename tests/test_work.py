"""The files that are being worked on."""

import pytest

from learnlog import repository
from learnlog.repository import GitFailed
from support import git

ENOUGH = 30.0


@pytest.fixture
def folder(home):
    """A clone whose default branch has a commit."""
    git(home, "init", "-q", "origin")
    (home / "origin/kept").write_text("1")
    git(home / "origin", "add", ".")
    git(home / "origin", "commit", "-qm", "one")
    git(home, "clone", "-q", "origin", "clone")
    return home / "clone"


def changed(folder, most=500):
    return repository.changed_files(folder, seconds=ENOUGH, most=most)


def committed(folder, name):
    (folder / name).write_text(name)
    git(folder, "add", name)
    git(folder, "commit", "-qm", name)


def test_what_is_changed_in_the_work_tree_and_on_the_branch(folder):
    git(folder, "switch", "-qc", "topic")
    committed(folder, "on branch")
    (folder / "kept").write_text("2")
    (folder / "new\n1").write_text("")
    assert set(changed(folder)) == {"on branch", "kept", "new\n1"}


def test_what_came_to_the_default_branch_meanwhile_is_not_ours(folder):
    git(folder, "switch", "-qc", "topic")
    git(folder, "switch", "-q", "main")
    committed(folder, "theirs")
    git(folder, "push", "-q", "origin", "main:refs/heads/other")
    git(folder, "update-ref", "refs/remotes/origin/main", "main")
    git(folder, "switch", "-q", "topic")
    committed(folder, "ours")
    assert changed(folder) == ("ours",)


def test_without_a_remote_the_branch_main_is_the_beginning(home):
    git(home, "init", "-q", "-b", "main", "alone")
    committed(home / "alone", "a")
    git(home / "alone", "switch", "-qc", "topic")
    committed(home / "alone", "b")
    assert changed(home / "alone") == ("b",)


def test_from_a_folder_below_the_top_paths_are_those_from_the_top(folder):
    (folder / "below").mkdir()
    (folder / "kept").write_text("2")
    assert changed(folder / "below") == ("kept",)


def test_no_more_than_asked_for(folder):
    for name in "abc":
        (folder / name).write_text("")
    assert changed(folder, most=2) == ("a", "b")


def test_before_the_first_commit_and_outside_of_git(home):
    git(home, "init", "-q", "fresh")
    (home / "fresh/a").write_text("")
    assert changed(home / "fresh") == ("a",)
    (home / "plain").mkdir()
    assert changed(home / "plain") == ()


def test_git_that_takes_too_long_is_done_without(folder):
    (folder / "a").write_text("")
    git(folder, "config", "core.editor", "false")
    with pytest.raises(GitFailed, match="more than 0"):
        repository.git(folder, "status", seconds=0)
    assert repository.changed_files(folder, seconds=0, most=9) == ()
