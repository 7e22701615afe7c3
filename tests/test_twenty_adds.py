"""Twenty people's worth of haste: real processes, all at once, and not one entry lost."""

import os
import subprocess
import sys

import pytest

from support import git

TWENTY = [f"Lesson number {number}" for number in range(20)]


def add_at_once(titles):
    """Run `learnlog add` for each title, all at the same moment; what each printed."""
    words = [sys.executable, "-m", "learnlog", "add"]
    started = [
        subprocess.Popen(
            [*words, title], env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for title in titles
    ]
    ended = [process.communicate() for process in started]
    assert [process.returncode for process in started] == [0] * len(titles), ended
    return [out for out, _ in ended]


@pytest.mark.parametrize("is_there", [False, True], ids=["no journal yet", "a journal"])
def test_twenty_adds_at_once_are_twenty_entries_in_twenty_commits(is_there, learnlog):
    if is_there:
        learnlog("init")
    said = add_at_once(TWENTY)
    journal = learnlog.journal
    titles = sorted(
        path.read_text().partition("title: ")[2].splitlines()[0] for path in journal.glob("20*/*/*.md")
    )
    assert titles == sorted(TWENTY)
    subjects = git(journal, "log", "--format=%s").splitlines()
    assert sorted(subject.partition(": ")[2] for subject in subjects) == sorted(TWENTY)
    files = git(journal, "log", "--format=", "--name-only").split()
    assert len(files) == len(set(files)) == 20
    assert git(journal, "status", "--porcelain") == ""
    assert git(journal, "fsck", "--strict") == ""
    assert len({line.split()[1] for line in said}) == 20
