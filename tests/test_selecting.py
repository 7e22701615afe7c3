"""A query that selects what is to leave: what it takes needs every word, what it leaves out any of them."""

from datetime import UTC, datetime

import pytest

from learnlog import query
from learnlog.nodes import All, AnyOf, Beside, Not, Word
from learnlog.selecting import strict

A, B, C, D = map(Word, "abcd")


@pytest.mark.parametrize(
    ("typed", "selected"),
    [
        ("a b", All((A, B))),
        ("a OR b", All((AnyOf((A, B)),))),
        ("(a b) OR (c d)", All((AnyOf((All((A, B)), All((C, D)))),))),
        ("a AND (b c)", All((All((A, All((B, C)))),))),
        ("a -(b c)", All((A, Not(Beside((B, C)))))),
        ("a NOT (b c)", All((A, Not(Beside((B, C)))))),
        ("a -((b c) OR (c d))", All((A, Not(AnyOf((Beside((B, C)), Beside((C, D)))))))),
        ("a -(b -(c d))", All((A, Not(Beside((B, Not(All((C, D))))))))),
        ("a -(b AND -(c d))", All((A, Not(All((B, Not(All((C, D))))))))),
    ],
)
def test_every_word_is_required_and_what_is_left_out_is_left_out_for_any(typed, selected):
    asked = query.parse(typed, now=datetime(2026, 11, 23, tzinfo=UTC))
    assert strict(asked).root == Beside((selected,))


def test_a_query_for_nothing_selects_nothing():
    asked = query.parse("()", now=datetime(2026, 11, 23, tzinfo=UTC))
    assert strict(asked).root == Beside(())
