"""Other words for the same: what a table says of the words somebody typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.analysis import is_stop_word, stem
from learnlog.synonyms import Synonyms, faults
from learnlog.wordlists import spellings, synonyms

TABLE = """
# undo, not a rule
delete, remove, get rid of
see, look at => list, show
cherry-pick, pick a commit => git cherry-pick
copy, duplicate
läuft nicht, kaputt
"""


def meant(typed, *tables):
    words = typed.split()
    synonyms = Synonyms(
        tables or (TABLE,), lambda word: stem(word, "en"), lambda word: is_stop_word(word, ["en"])
    )
    return {" ".join(words[each.first : each.last]): set(each.others) for each in synonyms.of(words)}


@pytest.mark.parametrize(
    ("typed", "others"),
    [
        ("delete", {"delete": {"remove", "get rid of"}}),
        ("Deleting files", {"Deleting": {"remove", "get rid of"}}),
        ("copies", {"copies": {"duplicate"}}),
        ("how to get rid of it", {"get rid of": {"delete", "remove"}}),
        ("look at this", {"look at": {"list", "show"}}),
        ("list", {}),
        ("cherry pick", {"cherry pick": {"git cherry-pick"}}),
        ("cherry-pick", {"cherry-pick": {"git cherry-pick"}}),
        ("Kaputt", {"Kaputt": {"lauft nicht"}}),
        ("undo", {}),
        ("the of", {}),
        ("", {}),
        ("???", {}),
    ],
)
def test_a_table_says_what_may_be_meant(typed, others):
    assert meant(typed) == others


def test_tables_add_to_each_other():
    assert meant("delete", TABLE, "delete, bin\n") == {"delete": {"remove", "get rid of", "bin"}}


@pytest.mark.parametrize(
    "line", ["delete", "delete =>", "=> delete", "delete, , remove", ",,", "=>", "a => b => delete"]
)
def test_a_line_that_is_no_rule_breaks_nothing(line):
    assert meant("copy", f"{line}\n{TABLE}") == {"copy": {"duplicate"}}


@given(st.text(max_size=200), st.text(max_size=40))
def test_no_table_and_no_question_fails(table, typed):
    assert isinstance(meant(typed, table), dict)


def test_of_a_line_with_too_many_words_the_first_count():
    words = [f"word{number}x" for number in range(20_000)]
    assert len(meant("word0x", ", ".join(words))["word0x"]) == 99


def test_lines_that_are_no_rule_are_told_with_the_reason():
    table = f"{TABLE}delete; remove\na =>\n=> b\na => b => c\n,\nä, a\nSame, same\r\n"
    several = "it has one word or phrase; a rule has several, with commas or => between them"
    first = TABLE.count("\n") + 1
    assert faults(table) == [
        (first, several),
        (first + 1, "nothing stands behind =>"),
        (first + 2, "nothing stands before =>"),
        (first + 3, "=> stands there twice"),
        (first + 4, several),
        (first + 5, several),
        (first + 6, several),
    ]


def test_the_tables_that_come_with_learnlog_have_no_faults():
    assert [*map(faults, [spellings(), *synonyms(["en", "de"])])] == [[]] * 4


@given(st.text(max_size=200))
def test_no_table_is_an_error(table):
    assert len(faults(table)) <= table.count("\n") + 1
