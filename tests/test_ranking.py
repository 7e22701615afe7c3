"""BM25F: what makes an entry the better answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.ranking import FIELDS, Collection, Wish, rarity, scores

EVEN = Collection(10, lambda document, field: 10, {field.name: 10.0 for field in FIELDS})


def wish(weight=1.0, **found):
    return Wish(weight, found)


def best(*wishes, collection=EVEN):
    found = scores(wishes, collection)
    return max(found, key=found.__getitem__)


def test_a_rare_word_is_worth_more_than_a_common_one():
    assert rarity(1, 100) > rarity(50, 100) > rarity(100, 100) > 0


def test_title_and_labels_count_more_than_the_body():
    found = scores([wish(title={1: 1}, labels={2: 1}, body={3: 1})], EVEN)
    assert min(found[1], found[2]) > found[3] > 0


def test_a_word_in_two_fields_is_one_word_found_twice_rather_than_two_words():
    twice = wish(title={1: 1}, body={1: 1, 2: 1})
    other = wish(body={2: 1})
    assert best(twice, other) == 2


def test_more_of_the_wishes_beat_more_of_one():
    assert best(wish(body={1: 9, 2: 1}), wish(body={2: 1, 3: 1})) == 2


def test_the_tenth_time_adds_less_than_the_second():
    found = scores([wish(body={1: 1, 2: 2, 9: 9, 10: 10})], EVEN)
    assert found[2] - found[1] > found[10] - found[9] > 0


def test_a_short_text_counts_more_than_a_long_one():
    lengths = {1: 5, 2: 500}
    uneven = Collection(10, lambda document, field: lengths[document], {"body": 50.0})
    assert best(wish(body={1: 1, 2: 1}), collection=uneven) == 1


def test_a_wish_of_less_weight_adds_less():
    full, half = scores([wish(body={1: 1})], EVEN), scores([wish(0.5, body={1: 1})], EVEN)
    assert full[1] > half[1]


def test_nothing_wished_for_or_found_has_no_scores():
    assert scores([], EVEN) == {}
    assert scores([wish(), wish(body={})], EVEN) == {}


def test_an_empty_collection_has_no_averages_to_divide_by():
    assert scores([wish(body={0: 1})], Collection(1, lambda *_: 0, {}))[0] > 0


@given(st.dictionaries(st.integers(0, 9), st.floats(0.1, 1e6)), st.integers(0, 10_000))
def test_scores_are_positive_and_finite(found, length):
    collection = Collection(10, lambda *_: length, {"body": max(length, 1)})
    assert all(0 < score < 1e9 for score in scores([wish(body=found)], collection).values())


@pytest.mark.parametrize("size", [1, 10, 10_000])
def test_a_word_that_all_have_is_still_worth_something(size):
    assert rarity(size, size) > 0
