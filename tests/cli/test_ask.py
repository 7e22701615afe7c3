import json
from datetime import timedelta

import pytest

from support import editor, responses_in


def test_a_question_is_open_until_it_is_answered(learnlog):
    saved = json.loads(learnlog("ask", "Why", "is", "it", "slow?", "-t", "build", "--json").out)
    assert (saved["kind"], saved["status"], saved["tags"]) == ("question", "open", ["build"])
    assert saved["title"] == "Why is it slow?"


def test_a_question_comes_through_a_pipe(learnlog):
    assert learnlog("ask", given="Why?\nmore\n").out.endswith("  Why?\n")


def test_nothing_asked_saves_nothing(learnlog):
    result = learnlog("ask", given="", status=1)
    assert "nothing was written" in result.err
    assert not learnlog.journal.exists()


def test_the_editor_opens_on_the_template_for_questions(learnlog, home):
    script = 'cp "$1" seen; sed -i "s/^title:.*/title: Why?/; s/^## What I tried/&\\nall/" "$1"'
    saved = json.loads(learnlog("ask", "-e", "-p", "billing", "--json", EDITOR=editor(home, script)).out)
    assert "## Where I am stuck" in (home / "seen").read_text()
    assert (saved["title"], saved["kind"], saved["project"]) == ("Why?", "question", "billing")
    assert saved["body"].strip() == "## What I tried\nall"


def test_a_template_left_as_it_was_saves_nothing(learnlog, home):
    assert "nothing was written" in learnlog("ask", "-e", status=1, EDITOR=editor(home, 'touch "$1"')).err


def test_a_question_without_title_is_called_by_its_first_words_not_by_a_prompt(learnlog, home):
    script = 'sed -i "s/^## What I tried/&\\nI tried all. And more/" "$1"'
    saved = json.loads(learnlog("ask", "-e", "--json", EDITOR=editor(home, script)).out)
    assert saved["title"] == "I tried all"
    assert "I tried all. And more" in saved["body"]


def test_a_question_is_published_at_once_when_it_has_been_shown(learnlog, remote):
    assert (
        "it is saved; to publish it: learnlog publish"
        in learnlog("ask", "Why?", "--to", "team", status=4).err
    )
    learnlog("ask", "Why, then?", "--to", "team", "--yes")
    assert [line.split("\t")[2] for line in learnlog("list", "--in", "team").out.splitlines()] == [
        "Why, then?"
    ]


def test_a_question_to_a_hub_that_is_away_goes_with_the_next_publishing(learnlog, published, remote):
    away = remote.rename(remote.with_name("away"))
    assert "goes with: learnlog publish --to team" in learnlog("ask", "Why?", "--to", "team", "--yes").err
    assert "still to be published" in learnlog("status").out
    away.rename(remote)
    assert "1 entry still to be published: learnlog publish --to team" in learnlog("hub", "pull").err
    assert "+title: Why?" in learnlog("publish", "--yes").out
    assert "still to be published" not in learnlog("hub", "pull").err
    assert "still to be published" not in learnlog("status").out


@pytest.mark.parametrize("taken_back", [("undo",), ("rm", "@last", "--yes")])
@pytest.mark.parametrize("words", ["ask Why? --to team", "answer {} It-swaps. --to team"])
def test_what_went_from_the_journal_is_no_longer_to_be_published(learnlog, remote, taken_back, words):
    asked = json.loads(learnlog("ask", "Why is it slow?", "--json").out)["id"]
    remote.rename(remote.with_name("away"))
    learnlog.now += timedelta(hours=1)
    learnlog(*words.format(asked).split(), "--yes")
    assert "still to be published" in learnlog("status").out
    learnlog(*taken_back)
    assert "still to be published" not in learnlog("status").out
    assert json.loads(learnlog("status", "--json").out)["hubs"][0]["postponed"] == []


def test_what_was_published_all_the_same_is_no_longer_to_be_published(learnlog, published, remote):
    away = remote.rename(remote.with_name("away"))
    learnlog("ask", "Why?", "--to", "team", "--yes")
    away.rename(remote)
    (note,) = (learnlog.home / ".local/share/learnlog/hubs").glob("*.outbox/postponed/*")
    learnlog("publish", "--yes")
    note.touch()  # as on another machine, which still waits
    assert "still to be published" not in learnlog("status").out


@pytest.mark.parametrize(
    ("words", "status"), [("ask Why? --to team", 0), ("publish @last", 5), ("retract @last", 5)]
)
def test_only_what_can_go_later_is_done_without_the_hub(learnlog, published, remote, words, status):
    remote.rename(remote.with_name("away"))
    result = learnlog(*words.split(), "--yes", "--json", status=status)
    assert not status or not result.out
    assert status or json.loads(result.out)["sent"] is False


def test_a_hub_that_is_not_there_is_told_before_anything_is_typed(learnlog):
    assert "there is no hub team" in learnlog("ask", "Why?", "--to", "team", status=3).err


def test_a_question_about_a_lesson_is_said_to_it(learnlog, published, bo, remote):
    bo("hub", "pull")
    bo("ask", "--about", published["id"], "Also", "pushed?", "--yes")
    (text,) = responses_in(remote).values()
    assert text == f"---\nkind: question\nlesson: {published['id']}\nrevision: 1\n---\nAlso pushed?"
    assert bo("list", "--in", "mine", status=1).out == ""


def test_a_question_about_a_lesson_is_no_entry(learnlog, published):
    assert "the question alone" in learnlog("ask", "--about", "@last", "Why?", "-t", "x", status=2).err
    assert "leave --about out" in learnlog("ask", "--about", "@last", "Why?", status=3).err
