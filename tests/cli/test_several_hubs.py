"""A lesson that is in two hubs, or in the journal and in hubs, is one lesson."""

import json

import pytest

from support import responses_in


def confirmed(learnlog, lesson):
    return json.loads(learnlog("show", lesson, "--json").out)["confirmed"]


def listed(learnlog, *words):
    return [(each["hub"], each["hubs"]) for each in json.loads(learnlog(*words, "--json").out)["entries"]]


@pytest.mark.parametrize("words", [("list",), ("search", "undo"), ("list", "--in", "team")])
def test_it_is_one_row_that_names_its_hubs(learnlog, twice, words):
    assert listed(learnlog, *words) == [("team", ["team", "club"])]
    assert learnlog(*words).out.endswith("team\talso in club\n")


def test_one_that_can_be_written_to_comes_first(learnlog, twice):
    learnlog("hub", "set", "team", "read-only=true")
    assert listed(learnlog, "list") == [("club", ["club", "team"])]
    assert json.loads(learnlog("show", twice, "--json").out)["hubs"] == ["club", "team"]


def test_ones_own_comes_before_all(bob, twice):
    assert listed(bob, "list") == [(None, ["team", "club"])]
    assert "also in team, club" in bob("show", twice).out


def test_it_counts_in_each_of_its_hubs(bob, twice):
    assert bob("list").out.count("\n") == 1
    assert bob("search", "--count-by", "hub").out == "club\t1\nmine\t1\nteam\t1\n"


@pytest.mark.parametrize("words", ["helped {}", "reply {} And?", "ask And? --about {}"])
def test_what_is_said_goes_where_it_was_taken_from(learnlog, twice, remote, home, words):
    learnlog(*words.format(f"club/{twice}").split(), "--yes")
    assert (len(responses_in(remote)), len(responses_in(home / "club.git"))) == (0, 1)


def test_to_ones_own_it_goes_to_the_hub_that_can_be_written_to(bob, twice, remote, home):
    bob("hub", "set", "team", "read-only=true")
    bob("reply", twice, "And then?", "--yes")
    assert (len(responses_in(remote)), len(responses_in(home / "club.git"))) == (0, 1)


def test_what_is_said_to_it_by_its_id_goes_to_the_first(learnlog, twice, remote, home):
    learnlog("helped", twice, "--yes")
    assert (len(responses_in(remote)), len(responses_in(home / "club.git"))) == (1, 0)


def test_the_hub_to_reply_in_can_be_chosen(learnlog, twice, remote, home):
    learnlog("reply", twice, "And then?", "--to", "club", "--yes")
    assert (len(responses_in(remote)), len(responses_in(home / "club.git"))) == (0, 1)


def test_what_was_said_in_all_its_hubs_is_shown(learnlog, bob, twice):
    for hub in ("team", "club"):
        learnlog("reply", f"{hub}/{twice}", f"in {hub}", "--yes")
    said = json.loads(learnlog("show", twice, "--json").out)["said"]
    assert [each["text"] for each in said] == ["in team", "in club"]


def test_files_without_an_id_and_of_one_name_are_two_lessons(learnlog, twice, home):
    for hub in ("team", "club"):
        file = home / f".local/share/learnlog/hubs/{hub}/files/eve/x.md"
        file.parent.mkdir()
        file.write_text(f"of {hub}\n")
    assert len(listed(learnlog, "list", "--in", "all")) == 3


def test_who_confirmed_it_is_counted_in_all_its_hubs(learnlog, bo, twice):
    learnlog("helped", f"club/{twice}", "--yes")
    bo("hub", "pull")
    bo("helped", twice, "--yes")
    learnlog("hub", "pull")
    assert confirmed(learnlog, twice) == 2


def test_who_confirmed_it_in_two_hubs_is_one_person(learnlog, bob, twice):
    for hub in ("team", "club"):
        learnlog("helped", f"{hub}/{twice}", "--yes")
    bob("hub", "pull")
    assert (confirmed(learnlog, twice), confirmed(bob, twice)) == (1, 1)


def test_oneself_is_one_person_under_two_names(learnlog, bob, twice, home):
    learnlog("hub", "remove", "club")
    learnlog("hub", "add", "club", str(home / "club.git"), "--author", "Night Owl")
    for hub in ("team", "club"):
        learnlog("helped", f"{hub}/{twice}", "--yes")
    assert confirmed(learnlog, twice) == 1
