"""Briefs over the real lessons. The floors are below what is measured: docs/search-quality.md."""

import pytest

from bench import BRIEFS, briefs
from learnlog import brief
from learnlog.index import Index
from learnlog.store import Store
from support import SHARED, needs_corpus
from test_index import silent

pytestmark = needs_corpus


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    index = Index(tmp_path_factory.mktemp("cache") / "index", [Store(SHARED / "corpus")], None)
    index.catch_up(silent)
    return briefs.shown_by(index)


def test_a_brief_is_useful_where_it_can_be_and_silent_where_not(shown):
    score = briefs.judged(briefs.cases(BRIEFS), shown, brief.THRESHOLD)
    assert score.found >= 0.65
    assert score.silent >= 0.9
    assert score.useful >= 0.6


def test_every_useful_lesson_is_in_the_corpus():
    paths = {path for case in briefs.cases(BRIEFS) for path in case.useful}
    assert [path for path in paths if not (SHARED / "corpus" / path).is_file()] == []
