"""`learnlog related`: what is near another entry."""

import json

import pytest


@pytest.fixture(autouse=True)
def entries(learnlog):
    learnlog("add", "Brew coffee. Grind the beans for the espresso machine.")
    learnlog("add", "Clean the espresso machine. The beans leave oil.")
    learnlog("add", "Undo a commit. The branch moves back.")


def test_the_nearest_shares_words_and_the_entry_itself_is_left_out(learnlog):
    learnlog("search", "grind")
    out = learnlog("related", "1", "-n", "1").out
    assert "Clean the espresso machine" in out
    assert "Brew" not in out


def test_json_and_paths(learnlog):
    learnlog("search", "grind")
    document = json.loads(learnlog("related", "1", "--json").out)
    assert document["entries"][0]["rank"] == 1
    assert learnlog("related", "1", "--paths").out.endswith(".md\n")


def test_nothing_near(learnlog, home):
    learnlog("--journal", "lone", "add", "Only one")
    assert "nothing is near it" in learnlog("--journal", "lone", "related", "@last", status=1).err


def test_an_entry_that_shares_nothing_is_not_near(learnlog):
    learnlog("add", "Half to even. Banks round so")
    learnlog("add", "Zeppelin")
    assert "nothing is near it" in learnlog("related", "@last", status=1).err


def test_words_that_stand_only_in_titles_are_shared_too(learnlog):
    learnlog("add", "Deploy key", "--no-context")
    learnlog("add", "Where is the deploy key?")
    assert "Deploy key" in learnlog("related", "@last").out
