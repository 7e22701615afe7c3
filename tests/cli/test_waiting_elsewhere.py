"""What was said to a hub goes to that hub's address, under the name it was said with, and nowhere else."""

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
    assert f"1 response by Ann Lee waiting for {remote}; no hub of yours sends it\n" in result.out
    assert f"to send it: learnlog hub add NAME {shlex.quote(str(remote))} --author 'Ann Lee'\n" in result.err
    (waiting,) = json.loads(learnlog("status", "--json").out)["elsewhere"]
    assert (waiting["address"], waiting["author"], waiting["waiting"]) == (str(remote), "Ann Lee", 1)
    assert waiting["path"] in result.err


def test_it_goes_when_a_hub_has_that_address_again(learnlog, moved, remote):
    learnlog("hub", "add", "old", str(remote))
    assert "no hub of yours sends it" not in learnlog("status").out
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
    assert f"1 entry by Ann Lee waiting for {moved}; no hub" in result.out
    assert "still to be published" not in result.out


@pytest.fixture
def owl(learnlog, bob, remote):
    """The hub `owls` is the hub `team` under a pseudonym; what was said there waits."""
    learnlog("hub", "add", "owls", str(remote), "--author", "Night Owl")
    remote.rename(remote.with_name("away"))
    learnlog("helped", f"owls/{bob.lesson}", "--yes")
    remote.with_name("away").rename(remote)


def test_what_was_said_under_one_name_is_not_sent_with_another(learnlog, owl, remote):
    learnlog("hub", "pull", "team")
    assert responses_in(remote) == {}
    learnlog("hub", "pull", "owls")
    assert "-night-owl-" in next(iter(responses_in(remote)))
    assert git(remote, "log", "-1", "--format=%an") == "Night Owl"


def test_nothing_of_it_goes_with_what_is_published_under_another_name(learnlog, owl, remote):
    learnlog("add", "Mine")
    learnlog("publish", "@last", "--to", "team", "--yes")
    assert responses_in(remote) == {}


def test_the_hint_names_the_author_whose_words_wait(learnlog, owl, home):
    settings = home / ".config/learnlog/config.yaml"
    settings.write_text(settings.read_text().replace("Night Owl", "Day Owl"))
    assert "--author 'Night Owl'\n" in learnlog("status").err
    (waiting,) = json.loads(learnlog("status", "--json").out)["elsewhere"]
    assert waiting["author"] == "Night Owl"


def test_a_hub_that_is_removed_takes_nothing_of_another_author_along(learnlog, owl):
    learnlog("hub", "remove", "team", "--yes")
    assert "still to be sent: 1 of what you said" in learnlog("status").out
    assert not (learnlog.home / ".local/share/learnlog/drafts").exists()


def test_what_another_hub_sends_as_well_stays_when_one_is_removed(learnlog, bob, remote):
    learnlog("hub", "add", "again", str(remote))
    remote.rename(remote.with_name("away"))
    learnlog("helped", f"again/{bob.lesson}", "--yes")
    learnlog("ask", "Why?", "--to", "again", "--yes")
    learnlog("hub", "remove", "again")
    out = learnlog("status").out
    assert "still to be sent: 1 of what you said" in out
    assert "still to be published" in out
