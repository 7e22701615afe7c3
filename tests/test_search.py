"""Somebody is stuck: words, or a pasted error, become the entries that answer."""

import random
from datetime import UTC, datetime

import pytest

from learnlog import ranking, search
from learnlog.entry import parse
from learnlog.index import Index
from learnlog.query import Filters
from learnlog.refs import Located
from learnlog.store import Store
from test_index import silent

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ENTRIES = {
    "old": ("2026-01-01", "git", "Undo a commit", "The command `git reset --soft HEAD~1` takes it back."),
    "mid": (
        "2026-02-01",
        "git",
        "Push with force",
        "Use `--force-with-lease` when the remote refuses a commit.",
    ),
    "new": (
        "2026-03-01",
        "node",
        "Missing module",
        "TypeError: undefined is not a function, in webpack loader.",
    ),
}


@pytest.fixture
def root(home):
    for name, (date, tag, title, body) in ENTRIES.items():
        text = f"---\nid: {name}01\ntitle: {title}\ndate: {date}\ntags: [{tag}]\n---\n{body}\n"
        (home / f"{name}.md").write_text(text)
    return home


@pytest.fixture
def index(root):
    made = Index(root / "cache/index", [Store(root)], None)
    made.catch_up(silent)
    return made


def found(index, words, *, most=10, sort="relevance", **filters):
    return search.run(words, now=NOW, index=index, filters=Filters(**filters), most=most, sort=sort)


def ids(result):
    return [row.card.entry.id for row in result.rows]


def test_the_best_comes_first_with_rank_score_and_the_lines_that_matched(index):
    first, second = found(index, "undo commit").rows
    assert (first.card.entry.id, first.rank, second.rank) == ("old01", 1, 2)
    assert first.score > second.score > 0
    (line,) = second.lines
    assert [line.text[start:end] for start, end in line.marks] == ["commit"]


def test_hits_without_lines_are_the_same_and_can_be_given_lines(index):
    asked = {"now": NOW, "index": index, "filters": Filters(), "most": 9}
    full = search.run("undo commit", **asked)
    bare = search.run("undo commit", **asked, with_lines=False)
    assert [(row.card, row.score, row.lines) for row in bare.rows] == [
        (row.card, row.score, ()) for row in full.rows
    ]
    assert search.lines(index, bare.rows[0].card, bare.terms) == full.rows[0].lines


def test_every_hit_is_explained_and_the_query_judged_once_for_all_of_them(index, monkeypatch):
    judged = []
    ranked = ranking.ranked
    monkeypatch.setattr(ranking, "ranked", lambda *asked: judged.append(asked) or ranked(*asked))
    words = "undo commit remote"
    result = search.run(words, now=NOW, index=index, filters=Filters(), most=10, explain=True)
    assert [[reason.typed for reason in row.why.reasons] for row in result.rows] == [
        ["undo", "commit"],
        ["remote", "commit"],
    ]
    assert len(judged) == 2  # to find, and to explain


def test_total_counts_also_what_is_not_given(index):
    result = found(index, "commit", most=1)
    assert (len(result.rows), result.total) == (1, 2)


@pytest.mark.parametrize(("sort", "order"), [("newest", ["mid01", "old01"]), ("oldest", ["old01", "mid01"])])
def test_hits_can_be_ordered_by_date(index, sort, order):
    assert ids(found(index, "commit", sort=sort)) == order


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"tags": ("GIT",)}, {"old01", "mid01"}),
        ({"tags": ("git", "node")}, set()),
        ({"kind": "note"}, set()),
        ({"since": datetime(2026, 1, 15, tzinfo=UTC)}, {"mid01", "new01"}),
        ({"until": datetime(2026, 1, 15, tzinfo=UTC)}, {"old01"}),
        ({"scope": "elsewhere"}, set()),
    ],
)
def test_filters_narrow_a_search_and_a_list(index, filters, expected):
    assert set(ids(found(index, "commit undefined", **filters))) == expected
    assert set(ids(search.listed(index, Filters(**filters), most=None))) == expected


def test_a_list_is_newest_first_without_scores(index):
    result = search.listed(index, Filters(), most=2)
    assert (ids(result), result.total) == (["new01", "mid01"], 3)
    assert result.rows[0].score is None
    assert ids(search.listed(index, Filters(), most=1, sort="oldest")) == ["old01"]


@pytest.mark.parametrize("words", ["***", "(", '""', "the" * 0, "&& || --"])
def test_what_asks_for_nothing_finds_nothing(index, words):
    assert found(index, words).total == 0


def test_only_words_that_say_nothing_are_looked_for_all_the_same(index):
    assert "mid01" in ids(found(index, "when the"))


def test_nothing_found_comes_with_near_spellings(index):
    assert found(index, '"comit"').near == ["commit"]
    assert found(index, "comit").total == 2


def test_slips_are_forgiven_in_the_first_words_only(index):
    unknown = [f"{letter}qqxqq" for letter in "abcdefghijklmnop"]
    assert found(index, " ".join([*unknown[1:], "comit"])).total == 2
    assert found(index, " ".join([*unknown, "comit"])).total == 0


def test_how_a_query_was_read_is_told(index):
    assert "parenthesis" in found(index, "(commit").notes[0]


def test_a_file_that_went_away_since_has_no_lines(index, root):
    (root / "old.md").unlink()
    assert found(index, "undo").rows[0].lines == ()


def test_related_entries_share_telling_words_and_are_never_the_entry_itself(index):
    entry = index.beginning_with("old")[0]
    whole = search.opened(index, entry).entry
    assert ids(search.related(whole, index=index, most=5)) == ["mid01"]


def test_the_score_of_a_related_entry_is_how_near_it_is(index, root):
    text = (root / "old.md").read_text()
    again = parse(text.replace("old01", "new02"), path="x.md", fallback=lambda: NOW)
    first = search.related(again, index=index, most=5).rows[0]
    assert (first.card.entry.id, round(first.score, 6)) == ("old01", 1.0)


def test_entries_that_the_index_does_not_know_yet_are_related_too(index, root):
    text = "---\nid: late1\ntitle: Undo a commit that was pushed\n---\n"
    (root / "late.md").write_text(text)
    store = Store(root)
    unread = [Located(store, store.open("late.md"))]
    entry = parse("Undo a commit", path="x.md", fallback=lambda: NOW)
    assert "late1" in ids(search.related(entry, index=index, most=5, unread=unread))
    assert "late1" not in ids(search.related(entry, index=index, most=5))


def test_a_result_is_weak_when_no_entry_has_half_of_what_was_asked(index):
    assert found(index, "undo webpack module remote refuses").is_weak
    assert not found(index, "undo a commit").is_weak
    assert found(index, '"zeppelin"').is_weak


TRACEBACK = """
$ npm run build  # 12:33:01.123
  at Module._compile (/home/ann/commit/force/remote/node_modules/webpack/lib/x.js:12:3)
  at 0x7ffe1234abcd deadbeefdeadbeef
webpack loader says
TypeError: undefined is not a function
"""


def picked(index, text):
    return [word.casefold() for word in search.pick(text.encode("utf-8", "replace"), index).words]


def test_a_traceback_is_told_by_its_error_and_not_by_its_paths(index):
    words = picked(index, TRACEBACK)
    assert "typeerror" in words
    assert not {"commit", "force", "remote"} & set(words)


def test_what_every_traceback_says_tells_nothing(index, root):
    (root / "x.md").write_text("the most recent call comes last\n")
    index.catch_up(silent)
    assert picked(index, "Traceback (most recent call last):\nKeyError: webpack\n") == ["webpack"]


@pytest.mark.parametrize("where", ["title: ORA-00942 comes up", "title: Tables\ntags: [ORA-00942]"])
def test_a_code_that_only_a_title_or_a_tag_has_is_known(index, root, where):
    (root / "x.md").write_text(f"---\nid: ora001\n{where}\n---\nGrant the right.\n")
    index.catch_up(silent)
    words = search.pick(b"ORA-00942: schema or view is gone\n", index)
    assert (words.words, words.known) == (["ORA-00942"], True)
    assert ids(found(index, " ".join(words.words)))[0] == "ora001"


def test_of_words_that_no_entry_has_it_is_said(index):
    words = search.pick(b"error: quux frobnicated\n", index)
    assert (words.words, words.known) == (["quux", "frobnicated"], False)


def test_binary_data_tells_nothing_that_is_known(index):
    assert not search.pick(random.Random(1).randbytes(200_000), index).known


def test_text_without_errors_is_told_by_all_of_it(index):
    assert "webpack" in picked(index, "nothing here\n" * 50 + "the webpack step\n")


@pytest.mark.parametrize("noise", ["", "\n\n", "\x00\x01\xff" * 1000, "12:00 0xdead /a/b/c\n", "�" * 500])
def test_noise_tells_nothing(index, noise):
    assert picked(index, noise) == []


def test_a_million_characters_give_few_words(index):
    text = "INFO commit webpack module force line\n" * 30_000 + TRACEBACK
    assert 0 < len(picked(index, text)) <= 16


def test_proven_lessons_come_first_of_equals_and_superseded_ones_last(home):
    for name in ("superseded", "draft", "proven"):
        text = f"---\nid: {name[:4]}01\ntitle: Brew coffee\ndate: 2026-01-01\nstatus: {name}\n---\nStir.\n"
        (home / f"{name}.md").write_text(text)
    made = Index(home / "cache/index", [Store(home)], None)
    made.catch_up(silent)
    assert ids(found(made, "coffee")) == ["prov01", "draf01", "supe01"]


def test_of_equals_the_newer_comes_first_whatever_the_clock_says(home):
    for name, date in (("past01", "2020-01-01"), ("late01", "2026-10-01"), ("next01", "2099-01-01")):
        (home / f"{name}.md").write_text(f"---\nid: {name}\ntitle: Brew coffee\ndate: {date}\n---\nStir.\n")
    made = Index(home / "cache/index", [Store(home)], None)
    made.catch_up(silent)
    assert ids(found(made, "coffee")) == ["next01", "late01", "past01"]


def test_what_has_helped_before_comes_first_of_equals(index, root):
    for name in ("aaaa01", "bbbb01", "cccc01"):
        (root / f"{name}.md").write_text(f"---\nid: {name}\ntitle: Coffee\ndate: 2026-01-01\n---\nStir.\n")
    index.catch_up(silent)
    rows = search.run("coffee", now=NOW, index=index, filters=Filters(), most=3, helped={"bbbb01": 2}).rows
    assert [row.card.entry.id for row in rows] == ["bbbb01", "aaaa01", "cccc01"]
