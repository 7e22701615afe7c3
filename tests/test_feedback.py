"""Whether a lesson was found in other words than its own, and which of them to keep."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog import feedback
from learnlog.entry import Entry
from support import NOW

LESSON = Entry(
    "k3f9q2x7ab",
    "Undo the last commit but keep the work",
    NOW,
    "git reset --soft HEAD~1",
    "",
    tags=("git",),
    aliases=("roll back",),
)


def offered(sought, entry=LESSON):
    return feedback.other_words(sought, entry, NOW)


def asks(sought, asked=None, now=NOW):
    return feedback.may_ask(sought, LESSON, asked, now)


@pytest.mark.parametrize(
    ("sought", "words"),
    [
        ("how do I take back a push", ["take back", "push"]),
        ("revert commits", ["revert commits"]),
        ("the reset, please!", ["reset", "please"]),
        ('"take it back" tag:git -hard NOT soft', ["take"]),
        ("revert OR unstage", ["revert unstage"]),
        ("title:revert rever*", []),
        ("std::move customer:acme", []),
        ("撤销提交", ["撤销提交"]),
        ("revert revert", ["revert"]),
        ("revert\x1b[31m \udcff", []),
        ("x" * 41, []),
    ],
)
def test_words_it_does_not_have_are_offered_as_they_were_typed(sought, words):
    assert offered(sought) == words


@pytest.mark.parametrize(
    "sought",
    ["undo commit", "undoing commits", "git undo", "roll back a commit", "how do I", "", "??", "(", "-other"],
)
def test_words_of_title_tags_and_aliases_are_its_own(sought):
    assert offered(sought) == []
    assert not asks(sought)


@pytest.mark.parametrize("sought", ["comit", "undo comitting"])
def test_a_slip_is_other_words_but_none_to_keep(sought):
    assert asks(sought)
    assert offered(sought) == []


def test_of_a_pasted_log_the_first_words_are_offered():
    assert offered("fatal ambiguous argument revision unknown path head loose") == [
        "fatal ambiguous argument revision unknown path"
    ]


def test_words_are_judged_in_the_lessons_language():
    lektion = Entry(
        "k3f9q2x7ab", "Häuser finden", NOW, "Wie man die Häuser in der Stadt findet und zählt.", ""
    )
    assert offered("Haus", lektion) == []
    assert offered("Gebäude suchen und eines der Dörfer", lektion) == ["Gebäude suchen", "Dörfer"]


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (timedelta(0), False),
        (timedelta(hours=23), False),
        (timedelta(hours=-5), False),
        (timedelta(days=-2), True),  # by a clock that was wrong then
        (timedelta(days=1), True),
    ],
)
def test_not_twice_within_a_day(since, expected):
    assert asks("revert", asked=NOW - since) is expected


@given(st.text())
def test_any_query_can_be_judged(sought):
    assert all(word.isprintable() for word in offered(sought))
    assert feedback.may_ask(sought, LESSON, None, NOW) in {True, False}


@pytest.mark.parametrize(
    ("line", "aliases"),
    [("take back,  push  it ,", ["take back", "push it"]), ("", []), (" , ", []), ("a, a", ["a"])],
)
def test_a_line_of_aliases(line, aliases):
    assert feedback.read_aliases(line) == aliases
