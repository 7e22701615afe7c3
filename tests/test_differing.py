"""How two texts differ."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog import differing as module
from learnlog.differing import differing

LINES = st.lists(st.sampled_from(["a", "b", "c", "-", "+", " ", "@@"]))


def patched(before, difference):
    """What `difference` makes of `before`: every line of its one change that is not taken away."""
    found, at = [], 0
    for line in difference[2:]:
        if line.startswith("@@"):
            begin = int(line.split()[1].removeprefix("-").partition(",")[0])
            found += before[at : begin - 1]
            at = begin - 1
        else:
            assert line[0] == "+" or before[at] == line[1:]
            at += line[0] != "+"
            found += [line[1:]] if line[0] != "-" else []
    return found + before[at:]


@given(LINES, LINES)
def test_one_change_makes_the_one_text_of_the_other(before, after):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_MOST_LINES", -1)
        assert patched(before, differing(before, after)) == after


def test_a_small_difference_is_told_line_by_line():
    assert differing(list("abc"), list("axc"), ("old", "new")) == [
        *("--- old", "+++ new", "@@ -1,3 +1,3 @@"),
        *(" a", "-b", "+x", " c"),
    ]


def test_a_text_that_would_take_hours_to_compare_is_told_as_one_change():
    chance = random.Random(1)
    before, after = ([str(chance.randrange(150)) for _ in range(300_000)] for _ in range(2))
    assert len(differing(before, after)) > 599_000


def test_two_equal_texts_do_not_differ():
    assert differing(["a"] * 9_999, ["a"] * 9_999) == []
