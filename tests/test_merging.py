import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnlog import repository
from learnlog.repository import GitFailed

NAMES = ("yours", "before", "theirs")


def merged(*texts):
    data, conflicts = repository.merge(*(text.encode() for text in texts), NAMES)
    return data.decode(), conflicts


def test_changes_of_different_lines_are_both_there():
    assert merged("A\nb\nc\nd\n", "a\nb\nc\nd\n", "a\nb\nc\nD\n") == ("A\nb\nc\nD\n", False)


def test_changes_of_the_same_line_stand_between_markers():
    assert merged("m\n", "b\n", "t\n") == (
        "<<<<<<< yours\nm\n||||||| before\nb\n=======\nt\n>>>>>>> theirs\n",
        True,
    )


@settings(max_examples=15)
@given(st.text("ab\n"), st.text("ab\n"))
def test_a_change_of_one_side_alone_is_what_it_says(base, changed):
    assert merged(changed, base, base) == merged(base, base, changed) == (changed, False)


def test_a_text_about_conflicts_has_none():
    text = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n"
    assert merged(f"{text}c\n", text, text) == (f"{text}c\n", False)


def test_what_is_binary_is_refused():
    with pytest.raises(GitFailed):
        merged("a\0", "b\0", "c\0")
