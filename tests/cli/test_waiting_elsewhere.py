"""What was said to a hub goes to that hub's address, whatever is called like it by then."""

import json
import shlex

import pytest

from support import git, responses_in


@pytest.fixture
def moved(learnlog, bob, remote, home):
    """The folder of another hub, which stands in the settings in place of `team` while a response waits."""
    remote.rename(remote.with_name("away"))
    learnlog("reply", bob.lesson, "for the team alone", "--yes")
    remote.with_name("away").rename(remote)
    git(home, "clone", "--quiet", "--bare", str(remote), "other.git")
    settings = home / ".config/learnlog/config.yaml"
    settings.write_text(settings.read_text().replace("lessons.git", "other.git"))
    return home / "other.git"


def test_it_is_not_sent_to_another_address(learnlog, bob, moved, remote):
    learnlog("hub", "pull")
    learnlog("reply", bob.lesson, "for the others", "--yes")
    assert [text.split("---\n")[-1] for text in responses_in(moved).values()] == ["for the others"]
    assert responses_in(remote) == {}


def test_status_says_where_it_is_and_what_to_do(learnlog, moved, remote):
    result = learnlog("status")
    assert f"1 response waiting for {remote}, where no hub of yours is\n" in result.out
    assert f"to send it: learnlog hub add NAME {shlex.quote(str(remote))}\n" in result.err
    (waiting,) = json.loads(learnlog("status", "--json").out)["elsewhere"]
    assert (waiting["address"], waiting["waiting"]) == (str(remote), 1)
    assert waiting["path"] in result.err


def test_it_goes_when_a_hub_has_that_address_again(learnlog, moved, remote):
    learnlog("hub", "add", "old", str(remote))
    assert "where no hub of yours is" not in learnlog("status").out
    learnlog("hub", "pull")
    assert [text.split("---\n")[-1] for text in responses_in(remote).values()] == ["for the team alone"]


def test_what_waits_for_an_unknown_address_is_told_as_well(learnlog, moved):
    (note,) = (learnlog.home / ".local/share/learnlog/hubs").glob("*.outbox/address")
    note.unlink()
    result = learnlog("status")
    assert "1 response waiting for an address that is not known" in result.out
    assert "learnlog hub add NAME" not in result.err


def test_what_is_to_be_published_there_waits_as_well(learnlog, moved, home):
    moved.rename(home / "gone")
    learnlog("ask", "Why?", "--to", "team", "--yes")
    settings = home / ".config/learnlog/config.yaml"
    settings.write_text(settings.read_text().replace("other.git", "lessons.git"))
    result = learnlog("status")
    assert "1 entry waiting for" in result.out
    assert "still to be published" not in result.out
