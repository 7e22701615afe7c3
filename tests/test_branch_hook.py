"""The documented hook, run by git for real: whatever becomes of learnlog, git is not disturbed."""

import contextlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from support import git

GUIDE = Path(__file__).parents[1] / "docs/guides/before-you-start.md"
SCRIPT = re.search(r"```sh\n(#!/bin/sh\n.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)[1]
PRESENT = "echo ran >>~/ran; echo A BRIEF"
LONG = 60  # seconds; what hangs would take ten times as long


@pytest.fixture
def repository(home):
    """A repository with the hook and three commits; the branch `topic` leaves after the first."""
    git(home, "init", "-q", "-b", "main", "repository")
    folder = home / "repository"
    for name in ("one", "two", "three"):
        (folder / name).write_text(name)
        git(folder, "add", name)
        git(folder, "commit", "-qm", name)
    git(folder, "branch", "topic", "HEAD~2")
    (folder / ".git/hooks").mkdir(exist_ok=True)
    (folder / ".git/hooks/post-checkout").write_text(SCRIPT)
    (folder / ".git/hooks/post-checkout").chmod(0o755)
    return folder


@pytest.fixture
def learnlog_is(home, monkeypatch):
    """Puts a script in the place of learnlog; None: there is none."""
    folder = home / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{Path(shutil.which('git')).parent}:/usr/bin:/bin")

    def installed(script):
        if script is not None:
            (folder / "learnlog").write_text(f"#!/bin/sh\n{script}\n")
            (folder / "learnlog").chmod(0o755)

    return installed


def on_terminal(folder, *words):
    """Run git as at a terminal: how it ended, and what was seen."""
    ours, theirs = os.openpty()
    try:
        done = subprocess.run(
            ["git", *words], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, timeout=LONG, check=False
        )
        os.set_blocking(ours, False)
        with contextlib.suppress(BlockingIOError):  # nothing was printed
            return done.returncode, os.read(ours, 65_536).decode()
        return done.returncode, ""
    finally:
        os.close(theirs)
        os.close(ours)


def branch(folder):
    return git(folder, "symbolic-ref", "--short", "HEAD")


def test_a_brief_is_shown_after_the_switch(repository, learnlog_is):
    learnlog_is(f'{PRESENT} "$@"; [ -t 1 ] && echo AT A TERMINAL')
    status, seen = on_terminal(repository, "switch", "topic")
    assert status == 0
    assert "A BRIEF -q brief" in seen
    assert "AT A TERMINAL" in seen


@pytest.mark.parametrize(
    "script",
    [
        None,
        "echo trouble >&2; exit 3",
        "kill -9 $$",
        "trap '' TERM INT HUP; exec sleep 600",
        "exec /nowhere/python",
    ],
    ids=["missing", "failing", "killed", "hanging", "broken"],
)
def test_git_goes_on_whatever_happens_to_learnlog(script, repository, learnlog_is):
    learnlog_is(script)
    status, seen = on_terminal(repository, "switch", "-c", "new")
    assert status == 0
    assert branch(repository) == "new"
    assert seen.split() == "Switched to a new branch 'new'".split()


def test_files_that_are_restored_are_no_switch(repository, learnlog_is, home):
    learnlog_is(PRESENT)
    assert on_terminal(repository, "checkout", "HEAD~1", "--", "one")[0] == 0
    assert not (home / "ran").exists()


@pytest.mark.parametrize("how", ["--merge", "--apply"])
def test_a_rebase_is_no_switch(how, repository, learnlog_is, home):
    git(repository, "switch", "-q", "topic")
    (repository / "four").write_text("four")
    git(repository, "add", "four")
    git(repository, "commit", "-qm", "four")
    learnlog_is(PRESENT)
    assert on_terminal(repository, "rebase", how, "main")[0] == 0
    assert not (home / "ran").exists()


def test_a_bisection_is_no_switch(repository, learnlog_is, home):
    learnlog_is(PRESENT)
    assert on_terminal(repository, "bisect", "start", "HEAD", "HEAD~2")[0] == 0
    assert not (home / "ran").exists()


def test_without_a_terminal_nothing_is_run(repository, learnlog_is, home):
    learnlog_is(PRESENT)
    git(repository, "switch", "-q", "topic")
    assert branch(repository) == "topic"
    assert not (home / "ran").exists()
