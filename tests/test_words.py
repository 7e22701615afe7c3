"""What is written of words is read again, whatever was dropped and merged in between."""

import pytest

from learnlog.analysis import tokens
from learnlog.index import places
from learnlog.index.words import Words


def document(body, title=""):
    return {"title": list(tokens(title, "en")), "labels": [], "body": list(tokens(body, "en"))}


@pytest.fixture(params=["folder", "memory"])
def words(request, tmp_path):
    made = Words(tmp_path if request.param == "folder" else None)
    made.create()
    return made


def change(words, gone, *bodies):
    """Drop and add documents; the order that was told."""
    told = []
    written = words.write([document(body) for body in bodies])
    words.change(gone, written, lambda order, generation: told.extend(order))
    return told


def test_a_term_is_found_where_it_stands(words):
    words.change([], words.write([document("red fish, blue fish", "fish")]), lambda order, generation: None)
    found = words.reader().postings("fish")
    assert list(found.impacts) == [0]
    assert [places.field_of(place) for place in found.places(0)] == ["title", "body", "body"]


def test_a_term_of_more_documents_than_a_block_holds_is_found_in_all(words):
    change(words, [], *[f"fish number{number}" for number in range(1200)])
    found = words.reader().postings("fish")
    assert list(found.impacts) == list(range(1200))
    assert [number for number in range(1201) if found.places(number)] == list(range(1200))


def test_what_is_dropped_is_not_found(words):
    change(words, [], "one fish", "two fish", "red fish")
    change(words, [1], "blue fish")
    assert words.reader().count("two") in {0, 1}
    assert words.reader().postings("two").impacts == {}
    assert len(words.reader().postings("fish").impacts) == 3


def test_the_order_told_is_the_order_read(words):
    change(words, [], "a0", "a1", "a2")
    order = change(words, [0], "b0", "b1")
    bodies = {0: "a0", 1: "a1", 2: "a2", -1: "b0", -2: "b1"}
    for number, before in enumerate(order):
        assert number in words.reader().postings(bodies[before]).impacts


def test_segments_do_not_become_many(words):
    for number in range(40):
        change(words, [], f"fish {number}")
    assert len(words.reader()._leaves) < 6
    assert len(words.reader().postings("fish").impacts) == 40
