"""A hub to publish to, for the commands that share."""

import json

import pytest

from support import Runner, environment, git


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


@pytest.fixture
def bob(tmp_path, learnlog, remote):
    """Runs commands as Bob, who is in the hub `team`, and has published a lesson: its id is `bob.lesson`."""
    (tmp_path / "bob").mkdir()
    colleague = Colleague(tmp_path / "bob", remote)
    colleague.lesson = json.loads(colleague("add", "Undo a commit\n\nreset it\n", "--json").out)["id"]
    colleague("publish", colleague.lesson, "--yes")
    learnlog("hub", "pull")
    return colleague


@pytest.fixture
def twice(learnlog, bob, home):
    """The id of Bob's lesson, which is in the hubs `team` and `club`, both of which were pulled."""
    git(home, "init", "--quiet", "--bare", "-b", "main", "club.git")
    for person in (bob, learnlog):
        person("hub", "add", "club", str(home / "club.git"), "--license", "CC-BY-4.0")
    bob("publish", bob.lesson, "--to", "club", "--yes")  # with a license, so the files differ
    learnlog("hub", "pull")
    return bob.lesson


class Colleague(Runner):
    """Somebody else, with a home of their own, in the hub `team`."""

    lesson = ""

    def __init__(self, home, remote, name="Bob Ray"):
        super().__init__(home, seed=2)
        self.settings = environment(home, name)
        self("hub", "add", "team", str(remote))

    def __call__(self, *words, **given):
        return super().__call__(*words, **{**self.settings, **given})

    def revise(self, old, new):
        """Replace words in the lesson, and publish it."""
        (file,) = self.journal.glob("*/*/*-undo-*.md")
        file.write_text(file.read_text().replace(old, new))
        self("publish", self.lesson, "--yes")


@pytest.fixture
def bo(tmp_path, remote):
    """Runs commands as Bo, who is in the hub `team` and has published nothing."""
    (tmp_path / "bo").mkdir()
    return Colleague(tmp_path / "bo", remote, "Bo Li")
