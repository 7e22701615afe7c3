"""What somebody is about to do becomes cues."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.situation import Cue, Situation, cues, words_of


def at(place, **known):
    return [cue.word for cue in cues(Situation(**known)) if cue.place == place]


@pytest.mark.parametrize(
    ("branch", "words"),
    [
        ("feature/undo-last_commit", ["undo", "last", "commit"]),
        ("fix/ACC-311-roundingOfInvoices", ["ACC-311", "rounding", "invoices"]),
        ("bugfix/acc-311-rounding", ["acc-311", "rounding"]),
        ("upgrade/ruby-3", ["upgrade", "ruby"]),
        ("parseHTTPHeader", ["parse", "http", "header"]),
        ("main", []),
        ("master", []),
        ("release/2026.11", []),
        ("user/feature/größe", ["größe"]),
    ],
)
def test_a_branch_gives_its_tickets_and_words(branch, words):
    assert at("branch", branch=branch) == words


def test_the_kind_of_work_is_a_word_where_it_is_not_in_front():
    assert at("branch", branch="speed-up-build") == ["speed", "build"]


def test_files_give_the_words_of_their_names_those_of_most_files_first():
    files = ("src/cart.py", "tests/test_cart.py", "src/user_session.py", ".npmrc", "src/main.py")
    assert at("files", files=files) == ["cart", "npmrc", "session", "user"]


def test_files_give_their_languages():
    assert at("language", files=("a.rb", "Gemfile", "b.tsx", "c.md")) == ["ruby", "react", "typescript"]


def test_many_files_give_no_more_words_than_a_few():
    files = tuple(f"{chr(97 + n % 26) * 3}{chr(97 + n // 26) * 3}.bin" for n in range(500))
    assert len(cues(Situation(files=files))) <= 12


def test_a_word_counts_once_where_it_tells_most():
    known = Situation("rebase-tool", "rebasing", ("rebase.py",), ("Rebased",))
    assert [cue for cue in cues(known) if cue.word.lower().startswith("rebas")] == [Cue("Rebased", "words")]


def test_words_without_content_are_no_cues_in_the_language_spoken():
    assert at("words", words=tuple(words_of("the log of the man"))) == ["log", "man"]
    assert at("words", words=tuple(words_of("wie kann man das Log an den Host senden"))) == [
        "Log",
        "Host",
        "senden",
    ]


def test_nothing_known_gives_nothing():
    assert cues(Situation()) == []


@given(st.text(), st.text(), st.lists(st.text(max_size=40), max_size=5), st.text())
def test_any_names_give_cues(repository, branch, files, text):
    found = cues(Situation(repository, branch, tuple(files), tuple(words_of(text))))
    assert all(cue.word for cue in found)
