import json
from datetime import timedelta
from pathlib import Path

import pytest

from support import editor, git


@pytest.fixture
def question(learnlog):
    return json.loads(learnlog("ask", "Why is it slow?", "--json").out)


def test_an_answer_is_a_lesson_and_the_question_is_answered_in_the_same_commit(learnlog, question):
    answer = json.loads(learnlog("answer", question["id"], "It", "is cold", "--json").out)
    shown = git(learnlog.journal, "show", "--format=%s", "HEAD")
    assert answer["kind"] == "lesson"
    assert f"+answers: {question['id']}" in shown
    assert "-status: open" in shown
    assert "+status: answered" in shown


def test_the_editor_offers_the_questions_title(learnlog, question, home):
    script = editor(home, 'sed -i "s/^## Why/&\\nbecause/" "$1"')
    answer = json.loads(learnlog("answer", question["id"], "-e", "--json", EDITOR=script).out)
    assert answer["title"] == "Why is it slow?"
    assert answer["body"].strip() == "## Why\nbecause"


def test_the_offered_title_alone_is_no_answer(learnlog, question, home):
    learnlog("answer", question["id"], "-e", status=1, EDITOR=editor(home, 'echo >> "$1"'))
    assert "status: open" in Path(question["path"]).read_text()


def test_words_make_their_own_title(learnlog, question):
    assert learnlog("answer", question["id"], "It is cold. Heat it").out.endswith("  It is cold\n")


def test_only_a_question_can_be_answered(learnlog):
    learnlog("add", "no question")
    result = learnlog("answer", "@last", "x", status=3)
    assert "is a lesson, not a question" in result.err
    assert "kind=question" in result.err


def test_a_question_can_be_answered_again(learnlog, question):
    learnlog("answer", question["id"], "first")
    learnlog.now += timedelta(minutes=1)
    learnlog("answer", question["id"], "second")
    assert len(git(learnlog.journal, "log", "--format=%h").splitlines()) == 3


def test_a_colleagues_question_is_answered_in_the_hub_and_they_are_told(learnlog, bo, remote):
    question = json.loads(learnlog("ask", "Why is it slow?", "--to", "team", "--yes", "--json").out)
    bo("hub", "pull")
    asked = question["lessons"][0]["id"]
    answer = json.loads(bo("answer", asked, "It swaps.", "--to", "team", "--yes", "--json").out)["lessons"][0]
    assert f"answers: [{asked}]" in answer["files"][answer["path"]]
    learnlog("hub", "pull")
    told = f"  answered: {asked}  Why is it slow?\n    by Bo Li: {answer['id']}  It swaps\n"
    assert told in learnlog("status").out
    learnlog("set", asked, "status=answered")
    assert told not in learnlog("status").out
