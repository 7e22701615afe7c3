import json

import pytest


@pytest.fixture(autouse=True)
def entry(learnlog):
    return json.loads(learnlog("add", "Undo a commit", "-t", "git", "-t", "draft", "--json").out)


def test_tags_are_added_and_removed_at_once(learnlog):
    record = json.loads(learnlog("tag", "@last", "+undo", "-draft", "plain", "--json").out)
    assert record["tags"] == ["git", "undo", "plain"]


def test_a_tag_that_looks_like_an_option_can_be_removed(learnlog):
    assert json.loads(learnlog("tag", "@last", "-git", "-d", "--json").out)["tags"] == ["draft"]


def test_what_is_there_already_or_not_there_changes_nothing(learnlog):
    assert "nothing changed" in learnlog("tag", "@last", "+git", "-missing").err


@pytest.mark.parametrize("words", [["+"], ["-"], []])
def test_a_tag_needs_a_name(learnlog, words):
    learnlog("tag", "@last", *words, status=2)
