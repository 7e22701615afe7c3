import json

from support import editor


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
