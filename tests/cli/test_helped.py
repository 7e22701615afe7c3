"""`learnlog helped`: noted in the journal, and said in the hub a lesson came from."""

import json

import pytest

from cli.test_feedback import played
from support import git, responses_in

SAID = {"helped": (), "did-not-work": ("--no",), "outdated": ("--outdated",)}


@pytest.fixture
def theirs(learnlog, published, bo):
    """The id of a lesson that Ann has published, for Bo, who has pulled it."""
    bo("hub", "pull")
    return published["id"]


def noted(home):
    """What stands in a journal's events."""
    files = (home / "learnlog/.learnlog/events").glob("*")
    told = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    return [(event["event"], event["entry"], event["hub"], event.get("note")) for event in told]


@pytest.mark.parametrize("kind", SAID)
def test_of_ones_own_it_is_noted_and_nobody_is_told(learnlog, published, remote, kind):
    learnlog("helped", "@last", "on 3.12", *SAID[kind])
    assert noted(learnlog.home) == [(kind, published["id"], None, "on 3.12")]
    assert responses_in(remote) == {}


@pytest.mark.parametrize("kind", SAID)
def test_a_colleagues_lesson_hears_it_too(theirs, bo, remote, tmp_path, kind):
    result = bo("helped", theirs, "on", "3.12", *SAID[kind], "--yes")
    ((path, text),) = responses_in(remote).items()
    assert path.startswith(f"responses/{theirs}/20261123T133015Z-bo-li-")
    assert text == f"---\nkind: {kind}\nlesson: {theirs}\nrevision: 1\n---\non 3.12"
    assert result.out.endswith("told team\n")
    assert noted(tmp_path / "bo") == [(kind, theirs, "team", "on 3.12")]


def test_what_is_sent_is_shown_and_needs_a_yes(theirs, bo, remote, tmp_path):
    result = bo("helped", theirs, "on 3.12", status=4)
    assert result.out == (
        f"to team ({remote})\nas Bo Li <bo-li@learnlog.invalid>\n\n"
        f"helped  {theirs}  Undo a commit  (Ann Lee)\n  +on 3.12\n"
    )
    assert (responses_in(remote), noted(tmp_path / "bo")) == ({}, [])


def test_ones_own_lesson_as_the_hub_has_it_is_ones_own(learnlog, published, remote):
    learnlog("list", "--in", "team")
    learnlog("helped", "1")
    assert noted(learnlog.home) == [("helped", published["id"], None, None)]


def test_without_a_name_nothing_in_the_hub_tells_who_it_was(theirs, bo, remote):
    assert "who runs its server can see who pushes" in bo("helped", theirs, "--anonymous", "--yes").err
    (path,) = responses_in(remote)
    assert path.startswith(f"responses/{theirs}/20261123T000000Z-anonymous-")
    assert "authors/bo-li.yaml" not in git(remote, "ls-tree", "-r", "--name-only", "HEAD")
    assert git(remote, "log", "-1", "--format=%an %ae %cn %ce").split() == [
        *("anonymous", "anonymous@learnlog.invalid"),
        *("anonymous", "anonymous@learnlog.invalid"),
    ]


def test_what_the_guard_finds_does_not_leave(theirs, bo, remote, tmp_path):
    result = bo("helped", theirs, "password = hunter2-Xk29sQ-really", "--yes", status=4)
    assert "what must not leave" in result.err
    assert "hunter2" not in result.out + result.err
    assert responses_in(remote) == {}


def test_private_passages_stay_here(theirs, bo, remote):
    bo("helped", theirs, "on 3.12 <!-- private -->at ACME<!-- /private -->", "--yes")
    assert "ACME" not in "".join(responses_in(remote).values())


def test_away_from_the_network_it_is_kept_and_goes_with_the_next_pull(theirs, bo, remote):
    away = remote.rename(remote.with_name("away"))
    result = bo("helped", theirs, "--yes")
    assert "it is kept, and goes with: learnlog hub pull team" in result.err
    assert bo("hub", "pull", status=5).out == ""
    away.rename(remote)
    assert bo("hub", "pull").out == "team: 1 of yours sent\n"
    assert len(responses_in(remote)) == 1


def test_what_was_kept_goes_with_what_is_published(theirs, bo, remote):
    away = remote.rename(remote.with_name("away"))
    bo("helped", theirs, "--yes")
    away.rename(remote)
    bo("add", "A lesson of Bo's")
    assert "1 response sent, too" in bo("publish", "@last", "--yes").err
    assert len(responses_in(remote)) == 1


def test_the_record_says_whether_it_is_sent(theirs, bo, remote):
    told = json.loads(bo("helped", theirs, "thanks", "--yes", "--json").out)
    assert told == {
        "id": theirs,
        "title": "Undo a commit",
        "hub": "team",
        "kind": "helped",
        "text": "thanks",
        "author": "bo-li",
        "revision": 1,
        "sent": True,
    }
    remote.rename(remote.with_name("away"))
    assert json.loads(bo("helped", theirs, "--yes", "--json").out)["sent"] is False


def test_the_record_of_ones_own_is_sent_to_nobody(learnlog, published):
    told = json.loads(learnlog("helped", "@last", "--json").out)
    assert (told["hub"], told["sent"], told["kind"]) == (None, None, "helped")


def test_it_cannot_be_two_things_at_once(learnlog, published):
    assert "do not go together" in learnlog("helped", "@last", "--no", "--outdated", status=2).err


def test_a_hub_is_not_forgotten_with_what_it_has_not_heard(theirs, bo, remote, tmp_path):
    remote.rename(remote.with_name("away"))
    bo("helped", theirs, "all my words", "--yes")
    assert "1 response still to be sent" in bo("hub", "remove", "team", status=4).err
    bo("hub", "remove", "team", "--yes")
    (kept,) = (tmp_path / "bo/.local/share/learnlog/drafts").rglob("*.md")
    assert "all my words" in kept.read_text()


def test_at_a_terminal_it_is_asked(learnlog, bob, remote):
    asked = "Tell team? [y/N]"
    said, status = played(learnlog, "helped", bob.lesson, answers=[(asked, b"n\n")])
    assert (status, responses_in(remote)) == (4, {})
    said, status = played(learnlog, "helped", bob.lesson, answers=[(asked, b"y\n")])
    assert (status, len(responses_in(remote))) == (0, 1)
    assert "told team" in said


def test_who_says_it_without_a_name_is_told_where_it_stands_in_the_text(theirs, bo):
    note = ("helped", theirs, "thanks, Bo Li", "--yes")
    assert "your name" in bo(*note, "--anonymous").err
    assert "your name" not in bo(*note).err


def test_where_nothing_can_be_sent_it_is_noted_and_said_so(theirs, bo, remote, tmp_path):
    bo("hub", "set", "team", "read-only=true")
    result = bo("helped", theirs, "on 3.12")
    assert result.out == (
        "noted: helped; its author does not hear of it: the hub team is read-only for you\n"
    )
    assert (responses_in(remote), noted(tmp_path / "bo")) == ({}, [("helped", theirs, "team", "on 3.12")])
    told = json.loads(bo("helped", theirs, "--json").out)
    assert (told["hub"], told["sent"]) == ("team", None)


def confirmed(person, lesson):
    return json.loads(person("show", lesson, "--json").out)["confirmed"]


def test_what_is_noted_of_a_colleagues_lesson_counts_for_oneself(theirs, bo, learnlog):
    bo("hub", "set", "team", "read-only=true")
    bo("helped", theirs)
    bo("helped", theirs)
    assert (confirmed(bo, theirs), confirmed(learnlog, theirs)) == (1, 0)
    bo("helped", theirs, "--no")
    assert confirmed(bo, theirs) == 0


def test_what_was_sent_and_noted_counts_once(theirs, bo):
    bo("helped", theirs, "--yes")
    assert confirmed(bo, theirs) == 1


def test_what_the_guard_says_is_a_warning_or_the_error(theirs, bo):
    said = bo("helped", theirs, "ask tom.miller@acme-corp.de", "--yes").err
    assert said.startswith("warning: line 1: ")
    refused = bo("helped", theirs, f"with ghp_{'a1B2' * 9}", "--yes", status=4).err.splitlines()
    assert refused[1].startswith("learnlog: line 1: ")
    assert refused[-1] == "hint: take it out, and say it again"
