"""What is picked from, without a terminal."""

from datetime import UTC, datetime

import pytest

from learnlog.cli.picker.picking import Act, Choice, Picking
from learnlog.entry import parse
from learnlog.search import Found, Result
from learnlog.store import Card


def found(number, hub=None):
    text = f"---\nid: abc{number}\n---\n# Entry {number}\n\ntext\n"
    entry = parse(text, path=f"{number}.md", fallback=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    return Found(Card(entry, hub), number)


def picking(rows=3, total=None, words="undo", at=0, **more):
    result = Result([found(number) for number in range(1, rows + 1)], total or rows, **more)
    return Picking(words, result, at)


@pytest.mark.parametrize(("at", "by", "expected"), [(0, 1, 1), (0, -1, 0), (1, -1, 0), (2, 1, 2), (0, 99, 2)])
def test_moving_stops_at_the_ends(at, by, expected):
    assert picking(at=at).moved(by).at == expected


def test_where_nothing_was_found_nothing_is_selected_or_chosen():
    empty = picking(rows=0).moved(1)
    assert (empty.row, empty.chosen(Act.SHOW)) == (None, None)


def test_a_choice_has_the_row_and_what_it_was_picked_from():
    chosen = picking(at=1).chosen(Act.PATH)
    assert chosen == Choice(Act.PATH, found(2), "undo", picking().result)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (picking(), "3 found"),
        (picking(total=40), "the first 3 of 40"),
        (picking(rows=0), "nothing found; try other words"),
        (picking(rows=0, near=["commit"]), "nothing found; spelt nearly so: commit"),
        (picking(rows=0, words=" "), "there is nothing to pick from"),
        (picking(notes=["a quote is not closed"]), "3 found  a quote is not closed"),
        (picking(notes=["an \x1b[2J"]), "3 found  an ⟦U+001B⟧[2J"),
    ],
)
def test_what_was_found_is_told_in_a_line(shown, expected):
    assert shown.told() == expected
