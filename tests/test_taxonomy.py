import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.synonyms import faults
from learnlog.taxonomy import MOST_TERMS, Term, read_taxonomy

GIT = {"prefLabel": "git", "altLabel": ["vcs", "version control"], "broader": "tools"}


def notes(*given):
    return " | ".join(read_taxonomy(list(given)).notes)


def test_other_labels_mean_the_one_to_use():
    taxonomy = read_taxonomy([GIT, {"prefLabel": "tools"}])
    assert taxonomy.terms == (Term("git", ("vcs", "version control"), ("tools",)), Term("tools"))
    assert taxonomy.notes == ()
    for tag in ("git", "Git", "VCS", "version-control", "version_control"):
        assert taxonomy.label_of(tag) == "git"
    assert taxonomy.label_of("svn") is None


def test_the_nearest_is_told_where_one_is_near():
    taxonomy = read_taxonomy([GIT, {"prefLabel": "databases", "altLabel": "sql"}])
    assert (taxonomy.nearest("gti"), taxonomy.nearest("database")) == ("git", "databases")
    assert taxonomy.nearest("cooking") is None


@pytest.mark.parametrize(
    ("given", "note"),
    [
        ([{"altLabel": "x"}], "term 1 has no prefLabel"),
        (["git"], "term 1 has no prefLabel"),
        ([{"prefLabel": "x" * 61}], "term 1 has no prefLabel"),
        ([{"prefLabel": "a"}, {"prefLabel": "A"}], "A stands there twice"),
        ([{"prefLabel": "a", "altLabel": "b"}, {"prefLabel": "b"}], "b means b, so it cannot mean a"),
        ([{"prefLabel": "a", "broader": "b"}], "b, broader than a, is no prefLabel"),
        ([{"prefLabel": "a", "broader": "a"}], "a is broader than itself"),
        (
            [{"prefLabel": "a", "broader": "b"}, {"prefLabel": "b", "broader": "a"}],
            "a is broader than itself",
        ),
    ],
)
def test_what_makes_no_sense_is_noted(given, note):
    assert note in notes(*given)


def test_what_hangs_on_a_circle_is_not_in_it():
    above = [{"prefLabel": "a", "broader": ["a", "top"]}, {"prefLabel": "top"}]
    assert notes(*above, {"prefLabel": "below", "broader": "a"}) == "taxonomy: a is broader than itself"


def test_a_circle_is_found_in_a_long_chain():
    """Neither recursion nor time may limit it."""
    chain = [{"prefLabel": f"t{n}", "broader": f"t{n + 1}"} for n in range(MOST_TERMS - 1)]
    assert "t0 is broader" not in notes(*chain, {"prefLabel": f"t{MOST_TERMS - 1}"})
    assert "t0 is broader" in notes(*chain, {"prefLabel": f"t{MOST_TERMS - 1}", "broader": "t0"})


def test_of_thousands_of_terms_the_first_count():
    taxonomy = read_taxonomy([{"prefLabel": f"t{number}"} for number in range(MOST_TERMS + 1)])
    assert len(taxonomy.terms) == MOST_TERMS
    assert f"{MOST_TERMS + 1} terms" in taxonomy.notes[0]


VALUES = st.recursive(
    st.none() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["prefLabel", "altLabel", "broader", "x"]), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_anything_is_read(value):
    taxonomy = read_taxonomy(value)
    assert all(taxonomy.label_of(term.label) == term.label for term in taxonomy.terms)


def test_other_labels_and_narrower_terms_are_other_words():
    terms = [GIT, {"prefLabel": "tools", "broader": "work"}, {"prefLabel": "work"}, {"prefLabel": "a, b"}]
    assert read_taxonomy(terms).table() == ("git, vcs, version control\ntools, work => git\nwork => tools\n")


@given(VALUES)
def test_a_table_says_something_in_every_line(value):
    assert faults(read_taxonomy(value).table()) == []


def test_of_very_many_narrower_terms_the_first_are_found():
    narrow = [{"prefLabel": f"t{number}", "broader": "all"} for number in range(500)]
    assert read_taxonomy([*narrow, {"prefLabel": "all"}]).table().count("\n") == 20
