"""What people type becomes what to look for; nothing they type is an error."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from learnlog.query import (
    MAX_CLAUSES,
    All,
    AnyOf,
    Beside,
    Dated,
    Field,
    Not,
    Phrase,
    Prefix,
    Word,
    parse,
)

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def read(text, keys=()):
    return parse(text, now=NOW, keys=keys)


def nodes(text, keys=()):
    return read(text, keys).root.nodes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("undo commit", (Word("undo"), Word("commit"))),
        ('"soft reset"', (Phrase("soft reset"),)),
        ("pre*", (Prefix("pre"),)),
        ("*fix", (Word("fix"),)),
        ("*both*", (Prefix("both"),)),
        ("title:undo", (Word("undo", "title"),)),
        ('body:"soft reset"', (Phrase("soft reset", "body"),)),
        ("Tag:git", (Field("tag", "git"),)),
        ("tag:gi*", (Field("tag", "gi", prefix=True),)),
        ('project:"a b"', (Field("project", "a b"),)),
        ("-hard", (Not(Word("hard")),)),
        ("NOT hard", (Not(Word("hard")),)),
        ('-"a b"', (Not(Phrase("a b")),)),
        ("-tag:git", (Not(Field("tag", "git")),)),
        ("a AND b", (All((Word("a"), Word("b"))),)),
        ("a OR b AND c", (AnyOf((Word("a"), All((Word("b"), Word("c"))))),)),
        ("(a OR b) AND c", (All((AnyOf((Word("a"), Word("b"))), Word("c"))),)),
        ("x a OR b", (Word("x"), AnyOf((Word("a"), Word("b"))))),
        ("-(a b)", (Not(Beside((Word("a"), Word("b")))),)),
        ("--force-with-lease", (Word("--force-with-lease"),)),
        ("see https://example.org/x", (Word("see"), Word("https://example.org/x"))),
        ("unknown:key", (Word("unknown:key"),)),
        ("not and or", (Word("not"), Word("and"), Word("or"))),
        ("C++ 🎉 日本語", (Word("C++"), Word("🎉"), Word("日本語"))),
    ],
)
def test_the_language(text, expected):
    assert nodes(text) == expected
    assert read(text).notes == ()


def test_a_key_of_the_front_matter_is_a_field_when_it_is_there():
    assert nodes("customer:acme", {"customer"}) == (Field("customer", "acme"),)


def test_a_date_is_a_stretch_of_time():
    (node,) = nodes("date:2026-01..2026-03")
    assert isinstance(node, Dated)
    assert (node.span.start.month, node.span.end.month) == (1, 4)


def test_plain_words_are_optional_and_all_else_is_required():
    root = read('undo "a b" re* tag:x -y').root
    assert root.optional == (Word("undo"), Prefix("re"))
    assert root.required == (Phrase("a b"), Field("tag", "x"), Not(Word("y")))


@pytest.mark.parametrize(
    "text", ["", "  ", "***", "!!! ... ---", '""', "()", "&& || ;", "-*", "NOT !", "a\u200b"[1:]]
)
def test_what_has_no_letters_asks_for_nothing(text):
    assert nodes(text) == ()


def test_what_has_no_letters_is_left_out_of_the_rest():
    assert nodes("a && b AND ! OR - (*)") == (Word("a"), Word("b"))


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ('an "open end', ["an", "open", "end"], "quotation mark"),
        ("(a b", ["a", "b"], "parenthesis is not closed"),
        ("a) b", ["a", "b"], "not opened"),
        ("a AND", ["a"], "ends where"),
        ("AND a", ["a"], "AND stands where"),
        ("date:someday x", ["date:someday", "x"], "is not a date"),
        ("(" * 50 + "a" + ")" * 50, ["a"], "too many levels"),
    ],
)
def test_what_does_not_parse_is_searched_word_by_word(text, words, why):
    asked = read(text)
    assert list(asked.words()) == words
    assert why in asked.notes[0]


def test_the_words_to_mark_leave_out_what_must_not_be_there():
    assert list(read('a "b c" -d tag:e (f OR g*)').words()) == ["a", "b c", "f", "g"]


HOSTILE = [
    "a* OR " * 20_000,
    "(" * 100_000,
    "*a*" * 30_000,
    "-" * 100_000,
    '"' * 99_999,
    "x:" * 50_000,
    "NOT " * 25_000,
]


@pytest.mark.parametrize("text", [*HOSTILE, "the of and " * 10_000, "!?" * 50_000, "a\0" * 50_000])
def test_huge_texts_become_small_queries(text):
    asked = read(text)
    assert size(asked.root) <= 3 * MAX_CLAUSES
    assert asked.notes


def size(node):
    inner = getattr(node, "nodes", None) or ([node.node] if isinstance(node, Not) else [])
    return 1 + sum(size(each) for each in inner)


PIECES = st.sampled_from(
    ["AND", "OR", "NOT", "(", ")", '"', "-", "*", ":", "tag:", "date:2026", "a", "日本", " "]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join)))
@example("\ud800")
@example("a\x00b\x1b[31m")
def test_any_text_is_a_query(text):
    asked = read(text, keys={"a"})
    assert size(asked.root) <= 3 * MAX_CLAUSES + 60
    assert all(isinstance(word, str) for word in asked.words())
