"""What commands say where there is nothing yet: what to do next."""

import pytest

from cli.test_search import on_terminal


@pytest.mark.parametrize(
    "words",
    [
        "list",
        "search",
        "search git",
        "search --count-by tag",
        "show 1",
        "show @last",
        "helped k3f",
        "accept 1",
        "related k3f9",
        "bundle -o lessons.zip",
    ],
)
def test_without_entries_the_first_one_is_the_next_step(learnlog, words):
    err = learnlog(*words.split(), status=1).err
    assert "the journal has no entries yet\nhint: write one: learnlog add TEXT\n" in err


def test_a_search_without_entries_can_be_asked(learnlog):
    assert "learnlog ask 'undo a commit'" in learnlog("search", "undo a commit", status=1).err


def test_there_is_nothing_to_pick_from_without_entries(learnlog):
    assert "write one: learnlog add TEXT" in on_terminal(learnlog, "search", "-i", "git")


def test_status_tells_how_a_journal_begins(learnlog):
    assert learnlog("status").err == "to begin it: learnlog add TEXT\n"


@pytest.mark.parametrize("words", ["hub show", "hub log", "hub pull", "suggestions", "publish", "who git"])
def test_without_a_hub_one_is_the_next_step(learnlog, words):
    assert "hint: add one: learnlog hub add NAME URL\n" in learnlog(*words.split(), status=1).err
