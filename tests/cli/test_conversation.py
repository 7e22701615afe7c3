"""What was said to a lesson, for its author and for all who read it; from `helped` to `status`."""

import json
from datetime import timedelta

import pytest

from test_hub import put


@pytest.fixture
def theirs(learnlog, published, bo):
    """The id of a lesson that Ann has published, for Bo, who has pulled it."""
    bo("hub", "pull")
    return published["id"]


def test_show_has_what_was_said_the_newest_last(learnlog, theirs, bo):
    bo("helped", theirs, "On 3.12.", "--yes")
    bo.now += timedelta(minutes=1)
    bo("reply", theirs, "And\nthen?", "--yes")
    learnlog("hub", "pull")
    assert learnlog("show", theirs).out.endswith(
        "\n\n2026-11-23  Bo Li: it helped\n  On 3.12.\n2026-11-23  Bo Li: says\n  And\n  then?\n"
    )


def test_who_gave_no_name_is_somebody(learnlog, theirs, bo):
    bo("helped", theirs, "--anonymous", "--yes")
    learnlog("hub", "pull")
    assert "2026-11-23  somebody: it helped\n" in learnlog("show", theirs).out


def test_what_somebody_says_cannot_act_on_the_terminal(learnlog, published, remote):
    put(
        remote,
        {
            "authors/mallory.yaml": b'name: "a\\e[2J\\u202eb"\n',
            f"responses/{published['id']}/20261124T100000Z-mallory-k3f9.md": (
                b"---\nkind: reply\n---\nx\x1b]52;c;aGk=\x07 \xc2\x9b2J \xe2\x80\xae\rnew line\n"
            ),
        },
    )
    learnlog("hub", "pull")
    for words in (("show", published["id"]), ("status",), ("show", published["id"], "--json")):
        shown = learnlog(*words).out
        assert not set(shown) & set("\x1b\x07\x9b\u202e\r"), words


def test_the_record_has_all_that_was_said(learnlog, theirs, bo):
    bo("reply", theirs, "And then?", "--yes")
    learnlog("hub", "pull")
    assert json.loads(learnlog("show", theirs, "--json").out)["said"] == [
        {
            "hub": "team",
            "kind": "reply",
            "author": "bo-li",
            "name": "Bo Li",
            "date": "2026-11-23T13:30:15+00:00",
            "revision": 1,
            "text": "And then?",
        }
    ]


@pytest.mark.parametrize("words", [("search", "undo"), ("list",)])
def test_hits_and_rows_tell_how_often_it_helped(learnlog, theirs, bo, words):
    bo("helped", theirs, "--yes")
    learnlog("hub", "pull")
    hit = json.loads(learnlog(*words, "--in", "team", "--json").out)["entries"][0]
    assert (hit["confirmed"], hit["last_confirmed"]) == (1, "2026-11-23")


def test_of_ones_own_what_one_noted_counts_too(learnlog, theirs, bo):
    learnlog("helped", theirs)
    learnlog("helped", theirs)
    bo("helped", theirs, "--yes")
    learnlog("hub", "pull")
    assert json.loads(learnlog("show", theirs, "--json").out)["confirmed"] == 3


def test_an_author_is_told_once_what_was_said(learnlog, theirs, bo):
    bo("helped", theirs, "On 3.12.", "--no", "--yes")
    assert learnlog("hub", "pull").out == "team: 1 said to you (learnlog status)\n"
    told = f"  to {theirs}  Undo a commit\n    Bo Li: it did not work\n      On 3.12.\n"
    assert told in learnlog("status").out
    assert told not in learnlog("status").out


def test_the_record_tells_it_and_leaves_it_new(learnlog, theirs, bo):
    bo("reply", theirs, "And then?", "--yes")
    learnlog("hub", "pull")
    for _ in range(2):
        (hub,) = json.loads(learnlog("status", "--json").out)["hubs"]
        assert [(each["id"], len(each["said"])) for each in hub["news"]] == [(theirs, 1)]


def test_who_asked_is_told_of_the_reply_and_of_nothing_else(learnlog, theirs, bo):
    bo("reply", theirs, "And then?", "--yes")
    learnlog("reply", theirs, "Nothing.", "--yes")
    bo("hub", "pull")
    assert f"to {theirs}  Undo a commit\n    Ann Lee: says\n      Nothing.\n" in bo("status").out
    learnlog("hub", "pull")
    assert "Ann Lee: says" not in learnlog("status").out


def test_a_lesson_that_helped_others_is_offered_as_proven(learnlog, theirs, bo):
    bo("helped", theirs, "--yes")
    learnlog("hub", "pull")
    offered = f"helped 1×, last 2026-11-23: {theirs}  Undo a commit"
    assert offered in learnlog("status").out
    learnlog("set", theirs, "status=proven")
    assert offered not in learnlog("status").out


def test_what_is_still_to_be_sent_is_told(theirs, bo, remote):
    remote.rename(remote.with_name("away"))
    bo("helped", theirs, "--yes")
    assert "still to be sent: 1 of what you said" in bo("status").out


def test_who_names_the_colleague_whom_it_helped(learnlog, theirs, bo):
    bo("helped", theirs, "--yes")
    learnlog("hub", "pull")
    assert learnlog("who", "undo", "a", "commit").out.startswith("Bo Li\tbo-li\tteam\t0\t0\t1\t")


def test_who_does_not_want_to_be_named_for_a_topic_is_still_named_for_what_they_said(
    learnlog, theirs, bo, remote
):
    bo("helped", theirs, "--yes")
    put(remote, {"authors/bo-li.yaml": b"name: Bo Li\nwho: no\n"})
    learnlog("hub", "pull")
    assert "Bo Li" not in learnlog("who", "undo", "a", "commit", status=1).out
    assert "Bo Li: it helped" in learnlog("show", theirs).out
