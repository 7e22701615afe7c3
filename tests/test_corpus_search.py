"""Real questions to the real lessons. The floors are far below what is measured: docs/benchmarks.md."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import hostile, relevance, repeats
from learnlog import query, search
from learnlog.index import Index
from learnlog.nearness import AGAIN, NEAR
from learnlog.query import Filters
from learnlog.store import Store
from support import SHARED, needs_corpus
from test_index import silent
from test_query import PIECES

pytestmark = needs_corpus
NOW = datetime(2026, 11, 23, tzinfo=UTC)
OWN = Path(__file__).parent / "relevance/questions.yaml"
DEVELOPMENT = SHARED / "relevance/queries-dev.yaml"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    made = Index(tmp_path_factory.mktemp("cache") / "index", [Store(SHARED / "corpus")], None)
    made.catch_up(silent)
    return made


def found(index, words):
    asked = query.parse(words, now=NOW)
    return [hit.row.path for hit in index.find(asked, Filters()).hits]


@pytest.mark.parametrize(("file", "below", "floor"), [(DEVELOPMENT, "til/", 0.35), (OWN, "", 0.35)])
def test_the_right_lesson_is_near_the_top(index, file, below, floor, capsys):
    scores = relevance.judged(relevance.questions(file, below), lambda words: found(index, words))
    with capsys.disabled():
        print(f"\n{relevance.table(scores)}")  # noqa: T201 - to be looked at
    assert scores["all"].mrr >= floor
    assert scores["all"].recall >= floor


def test_the_best_ten_are_the_same_when_only_ten_are_wanted(index):
    for each in relevance.questions(DEVELOPMENT, "til/"):
        asked = query.parse(each.words, now=NOW)
        few, all_of_them = (index.find(asked, Filters(), most=most) for most in (10, None))
        assert [hit.row.path for hit in few.hits] == [hit.row.path for hit in all_of_them.hits[:10]]
        assert few.total == all_of_them.total


def test_a_repeat_is_told_from_what_is_new(index):
    again, new = repeats.notes(index), repeats.fresh(index)
    assert again.found(NEAR) >= 14
    assert again.found(AGAIN) >= 5
    assert new.said(AGAIN) <= new.said(NEAR) <= 3


@pytest.mark.parametrize("words", hostile.QUERIES.values(), ids=hostile.QUERIES)
def test_no_query_is_the_death_of_it(index, words):
    """What each costs is printed by the bench; test_query.py asserts the limits that bound it."""
    result = search.run(words, now=NOW, index=index, filters=Filters(), most=3)
    assert len(result.rows) <= min(result.total, 3)


@settings(deadline=None, max_examples=40)
@given(st.one_of(st.text(st.characters(exclude_categories=())), st.lists(PIECES).map(" ".join)))
def test_any_text_can_be_asked(index, words):
    result = search.run(words, now=NOW, index=index, filters=Filters(), most=3)
    assert result.total <= len(index.cards())


def test_each_file_is_there_once(index):
    paths = [path for path, _ in Store(SHARED / "corpus").scan()]
    assert sorted(card.entry.path for card in index.cards()) == sorted(paths)
