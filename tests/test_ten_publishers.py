"""Ten people publish to one hub at the same moment: real processes, real git."""

import os
import subprocess
import sys

import pytest

from support import Runner, environment, git

TEN = 10


@pytest.fixture
def hub(tmp_path):
    git(tmp_path, "init", "--quiet", "--bare", "hub.git")
    return tmp_path / "hub.git"


@pytest.fixture
def people(tmp_path, hub):
    """Ten journals on ten machines, each with one lesson and the hub."""
    return [person(tmp_path / f"home{number}", number, hub) for number in range(TEN)]


def person(home, number, hub):
    home.mkdir()
    settings = environment(home, f"Ann Number{number}")
    runner = Runner(home, seed=number)
    runner("add", f"Lesson of number {number}. It works. #shared", **settings)
    runner("hub", "add", "team", str(hub), **settings)
    return settings


def learnlog(settings, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "learnlog", *words],
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def outcome(process):
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


def test_ten_publish_at_once_and_no_lesson_is_lost(people, hub, tmp_path):
    processes = [learnlog(settings, "publish", "@last", "--yes") for settings in people]
    said = [outcome(process) for process in processes]
    assert all("published 1 lesson to team" in out for out in said)
    files = git(hub, "ls-tree", "-r", "--name-only", "HEAD").splitlines()
    assert len([path for path in files if path.startswith("lessons/")]) == TEN
    assert len([path for path in files if path.startswith("authors/")]) == TEN
    assert git(hub, "show", "HEAD:README.md").startswith("# hub\n\n10 lessons.")
    assert int(git(hub, "rev-list", "--count", "HEAD")) == TEN
    git(hub, "fsck", "--strict")
    outcome(learnlog(people[0], "hub", "pull"))
    assert len(outcome(learnlog(people[0], "list", "--in", "team", "--paths")).splitlines()) == TEN
