"""A hub to publish to, for the commands that share."""

import json

import pytest

from support import git


@pytest.fixture
def remote(home, learnlog):
    """The folder of the hub `team`, which was added and is empty."""
    git(home, "init", "--quiet", "--bare", "-b", "main", "lessons.git")
    learnlog("hub", "add", "team", "lessons.git")
    return home / "lessons.git"


@pytest.fixture
def published(learnlog, remote):
    """A published entry's record."""
    record = json.loads(learnlog("add", "Undo a commit", "--json").out)
    learnlog("publish", "@last", "--yes")
    return record
