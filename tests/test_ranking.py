"""BM25F: what makes an entry the better answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.ranking import FIELDS, Way, Wish, gain, granted_by, leanings, ranked, rarity


def wish(impacts, *others, weight=1.0):
    """A wish for a word with these impacts by document; `others` are (worth, impacts) of other ways."""
    ways = [Way(1.0, impacts), *(Way(worth, found) for worth, found in others)]
    return Wish("word", tuple(ways), weight)


def scores(wishes, size):
    return ranked(wishes, size).scores


def best(*wishes, size=10):
    found = scores(wishes, size)
    return max(found, key=found.__getitem__)


def test_a_rare_word_is_worth_more_than_a_common_one():
    assert rarity(1, 100) > rarity(50, 100) > rarity(100, 100) > 0


def test_title_and_labels_count_more_than_the_body():
    title, labels, body = (gain(field, field.usual) for field in FIELDS)
    assert min(title, labels) > body > 0


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_a_word_in_a_short_text_counts_more(field):
    assert gain(field, 1) > gain(field, field.usual) == field.weight > gain(field, 10_000)


def test_more_of_the_wishes_beat_more_of_one():
    assert best(wish({1: 9, 2: 1}), wish({2: 1, 3: 1})) == 2


def test_ten_times_the_impact_is_less_than_ten_times_the_score():
    found = scores([wish({1: 1, 10: 10})], 10)
    assert found[1] < found[10] < 10 * found[1]


def test_a_wish_of_less_weight_adds_less():
    full, half = scores([wish({1: 1}), wish({2: 1}, weight=0.5)], 10).values()
    assert full > half


def test_another_word_for_it_grants_the_wish_for_less():
    found = scores([wish({1: 1}, (0.5, {2: 1}))], 10)
    assert found[1] > found[2] > 0


def test_a_document_counts_the_best_way_and_no_other():
    found = scores([wish({1: 1, 2: 1}, (0.5, {1: 1}))], 10)
    assert found[1] == found[2]


def test_of_a_word_that_nobody_wrote_the_other_ways_count():
    assert scores([wish({}, (0.5, {1: 1}))], 10)[1] > 0


def test_nothing_wished_for_or_found_has_no_scores():
    assert scores([], 10) == {}
    assert scores([wish({}), wish({}, (0.4, {}))], 10) == {}


def test_an_entry_with_the_tag_of_the_best_ones_moves_up():
    best = [(2.0, ["git"]), (2.0, ["git", "cli"]), (1.0, ["git"]), (1.0, ["cooking"]), (1.0, [])]
    first, second, third, other, bare = leanings(best)
    assert first == second == third > other > bare == 1


def test_with_nothing_found_nothing_leans():
    assert leanings([]) == []


frequencies = st.dictionaries(st.integers(0, 19), st.floats(0.01, 1000), max_size=8)


@given(st.lists(frequencies, max_size=6))
def test_scores_are_finite_and_positive(found):
    values = scores([wish(each, (0.4, each)) for each in found], 20).values()
    assert all(0 < value < float("inf") for value in values)


def test_coverage_is_the_share_of_what_was_asked():
    found = ranked([wish({1: 1, 2: 1}), wish({1: 1, 3: 1}, (0.5, {2: 1, 4: 1}))], 10).coverage
    assert found[1] == 1
    assert found[2] == pytest.approx(0.75)
    assert found[4] == pytest.approx(found[3] / 2)


def test_what_granted_a_wish_can_be_told():
    asked = wish({1: 1}, (0.5, {1: 9, 2: 1}), (0.4, {2: 9}))
    way, points = granted_by(asked, 2, 10)
    assert way is asked.ways[2]
    assert points == pytest.approx(ranked([asked], 10).scores[2] / (1 - 0.5 + 0.5 * 0.4), rel=0.01)
    assert granted_by(asked, 3, 10) is None


@given(st.lists(st.tuples(frequencies, frequencies, st.floats(0.1, 2)), max_size=6), st.integers(1, 5))
def test_what_cannot_be_among_the_best_may_be_left_out_but_nothing_else(found, most):
    wishes = [wish(as_typed, (0.4, other), weight=weight) for as_typed, other, weight in found]
    counts = {number for number in range(20) if number % 4}
    everything = {number: score for number, score in scores(wishes, 20).items() if number in counts}
    best = sorted(everything.values(), reverse=True)[:most]
    chosen = ranked(wishes, 20, most, counts.__contains__).scores
    assert (
        sorted((score for number, score in chosen.items() if number in counts), reverse=True)[:most] == best
    )


def test_documents_without_hope_are_left_out():
    rare, common = wish(dict.fromkeys(range(9), 5.0)), wish(dict.fromkeys(range(900), 1.0))
    assert len(ranked([rare, common], 1000, 5).scores) == 9
