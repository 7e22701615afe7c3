"""What people type becomes what to look for; nothing they type is an error."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bench import hostile
from learnlog.analysis import terms_of
from learnlog.nodes import All, AnyOf, Beside, Dated, Field, Not, Phrase, Prefix, Word
from learnlog.query import MAX_CHARACTERS, MAX_CLAUSES, MAX_DATES, MAX_PREFIXES, MAX_TERMS, parse

MAX_LEVELS = 60
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
        ("-> $? x", (Word("->"), Word("$?"), Word("x"))),
        ("push -f", (Word("push"), Word("-f"))),
        ("(kill -9)", (Beside((Word("kill"), Word("-9"))),)),
        ("-rf", (Not(Word("rf")),)),
        ("-日", (Not(Word("日")),)),
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
    assert not read(text).fault


def test_a_key_of_the_front_matter_is_a_field_when_it_is_there():
    assert nodes("customer:acme", {"customer"}) == (Field("customer", "acme"),)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tagg:git", "tag"),
        ("undo -tags:git", "tag"),
        ("Titel:undo", "title"),
        ('auther:"Ann Lee"', "author"),
        ("kin:decision", "kind"),
        ("custommer:acme", "customer"),
        ("Customer:acme", "customer"),
    ],
)
def test_a_slip_in_the_name_of_a_field_is_told(text, meant):
    (note,) = read(text, {"customer"}).notes
    assert note.endswith(f"did you mean {meant}:?")
    assert note.startswith("there is no field ")


NO_FIELDS = (
    r"foo:bar https://a.b/c:d std::vector data:text/html find:x t:x C:\x resource:aws 10:30 note: {tags:1}"
)


@pytest.mark.parametrize("text", NO_FIELDS.split())
def test_what_is_no_field_and_near_to_none_is_a_word(text):
    assert read(text, {"status", "x"}).notes == ()


def test_a_slip_is_told_once():
    assert len(read("tagg:a tagg:b").notes) == 1


def test_a_date_is_a_stretch_of_time():
    (node,) = nodes("date:2026-01..2026-03")
    assert isinstance(node, Dated)
    assert (node.span.start.month, node.span.end.month) == (1, 4)


def test_plain_words_are_optional_and_all_else_is_required():
    root = read('undo "a b" re* tag:x -yes').root
    assert root.optional == (Word("undo"), Prefix("re"))
    assert root.required == (Phrase("a b"), Field("tag", "x"), Not(Word("yes")))


@pytest.mark.parametrize(
    "text", ["", "  ", "***", "!!! ... ---", '""', "()", "& | ;", "-*", "NOT !", "a\u200b"[1:]]
)
def test_what_has_no_letters_asks_for_nothing(text):
    assert nodes(text) == ()


def test_what_has_no_letters_is_left_out_of_the_rest():
    assert nodes("a & b AND ! OR - (*)") == (Word("a"), Word("b"))


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
    assert list(read('a "b c" -dd tag:e (f OR g*)').words()) == ["a", "b c", "f", "g"]


def inside(node):
    yield node
    for inner in getattr(node, "nodes", None) or ([node.node] if isinstance(node, Not) else []):
        yield from inside(inner)


def assert_small(asked):
    """The limits that bound what a query costs, whatever was typed."""
    found = list(inside(asked.root))
    assert (
        len([node for node in found if isinstance(node, (Word, Prefix, Phrase, Field, Dated))]) <= MAX_CLAUSES
    )
    assert len(found) <= 3 * MAX_CLAUSES + MAX_LEVELS
    assert len([node for node in found if isinstance(node, Prefix)]) <= MAX_PREFIXES
    assert len([node for node in found if isinstance(node, Dated)]) <= MAX_DATES
    lookups = [each for text in asked.words() for each in terms_of(text, ())]
    assert sum(max(len(each.parts), 1) for each in lookups) <= MAX_TERMS
    assert all(len(word) <= MAX_CHARACTERS for word in asked.words())


@pytest.mark.parametrize("text", hostile.QUERIES.values(), ids=hostile.QUERIES)
def test_huge_texts_become_small_queries(text):
    assert_small(read(text))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a* b* c* d* e* f* g* h* i*", "beginnings"),
        (" ".join(f"date:{year}" for year in range(2001, 2011)), "dates"),
        ('"' + "a b c d " * 30 + '"', "too many words"),
        ("a/" * 100, "too many words"),
        (" ".join(f"w{number}" for number in range(50)), "too many words"),
        ("word " * 1000, "characters"),
    ],
)
def test_what_is_too_much_is_told(text, why):
    assert any(why in note for note in read(text).notes)
    assert read(text).fault


@pytest.mark.parametrize(
    ("node", "other"), [(Word("fo"), Prefix("fo")), (Prefix("fo"), Phrase("fo")), (All(()), AnyOf(()))]
)
def test_kinds_of_nodes_differ_though_they_hold_the_same(node, other):
    assert node != other
    assert not node == other  # noqa: SIM201 - which Python asks of a tuple apart
    assert len({node, other}) == 2
    assert node == type(node)(*node)


def test_what_is_said_twice_counts_once():
    assert nodes("push push force push") == (Word("push"), Word("force"))


PIECES = st.sampled_from(
    ["AND", "OR", "NOT", "(", ")", '"', "-", "*", ":", "tag:", "date:2026", "a", "日本", " "]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join)))
@example("\ud800")
@example("a\x00b\x1b[31m")
def test_any_text_is_a_query(text):
    assert_small(read(text, keys={"a"}))
