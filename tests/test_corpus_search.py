"""Real questions to the real lessons. The floors are far below what is measured: docs/benchmarks.md."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench import relevance
from learnlog import query
from learnlog.index import Index
from learnlog.query import Filters
from learnlog.store import Store
from support import SHARED, needs_corpus
from test_index import silent

pytestmark = needs_corpus
OWN = Path(__file__).parent / "relevance/questions.yaml"
DEVELOPMENT = SHARED / "relevance/queries-dev.yaml"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    made = Index(tmp_path_factory.mktemp("cache") / "index", [Store(SHARED / "corpus")], None)
    made.catch_up(silent)
    return made


def found(index, words):
    asked = query.parse(words, now=datetime(2026, 11, 23, tzinfo=UTC))
    return [hit.row.path for hit in index.find(asked, Filters()).hits]


@pytest.mark.parametrize(("file", "below", "floor"), [(DEVELOPMENT, "til/", 0.35), (OWN, "", 0.35)])
def test_the_right_lesson_is_near_the_top(index, file, below, floor, capsys):
    scores = relevance.judged(relevance.questions(file, below), lambda words: found(index, words))
    with capsys.disabled():
        print(f"\n{relevance.table(scores)}")  # noqa: T201 - to be looked at
    assert scores["all"].mrr >= floor
    assert scores["all"].recall >= floor


HOSTILE = [
    "*a*",
    "a* OR b* OR c* OR d* " * 1000,
    "the of and to",
    "\x00\x1b" * 50_000,
    "x " * 50_000,
    '"a" ' * 999,
]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_query_is_the_death_of_it(index, words):
    assert len(found(index, words)) <= 2171


def test_each_file_is_there_once(index):
    paths = [path for path, _ in Store(SHARED / "corpus").scan()]
    assert sorted(card.entry.path for card in index.cards()) == sorted(paths)
