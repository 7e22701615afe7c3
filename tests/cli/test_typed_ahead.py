"""On a terminal: what was typed before a question is shown answers nothing."""

import pytest

from cli.test_feedback import played
from support import git

TOKEN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" + "k1L2m3N4o5P6q7R8"
TWO_FOUND = f"Connect\n\npostgres://app:aB3xK9!7q@db.kunde.de/app and {TOKEN}\n"


@pytest.fixture
def lesson(learnlog, remote):
    """An entry in which two secrets are."""
    learnlog("add", TWO_FOUND)


@pytest.mark.usefixtures("lesson")
def test_one_burst_of_keys_answers_one_question(learnlog, remote):
    answers = [("what now?", b"a\na\ny\n"), ("what now?", b"a\n"), ("[y/N]", b"n\n")]
    seen, status = played(learnlog, "publish", "@last", answers=answers)
    assert seen.count("what now?") == 2
    assert status == 4
    assert git(remote, "for-each-ref") == ""


@pytest.mark.usefixtures("lesson")
def test_a_yes_to_publishing_is_typed_when_it_is_asked_for(learnlog, remote):
    answers = [("what now?", b"a\n"), ("what now?", b"a\ny\n"), ("[y/N]", b"n\n")]
    played(learnlog, "publish", "@last", answers=answers)
    assert git(remote, "for-each-ref") == ""


def test_the_same_question_again_is_another_one(learnlog, published, remote):
    answers = [("[y/N]", b"what?\ny\n"), ("[y/N]", b"n\n")]
    seen, status = played(learnlog, "retract", "@last", answers=answers)
    assert status == 4
    assert "not understood: what?" in seen
    assert published["id"] in git(remote, "ls-tree", "-r", "--name-only", "main", "lessons")
