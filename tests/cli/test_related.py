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
