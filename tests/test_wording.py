import hypothesis.strategies as st
import pytest
from hypothesis import given

from learnlog.errors import BrokenEntry
from learnlog.wording import FIELDS, Wording, harmless, joined, read_wording

NONE = {"title": "T", "tags": [], "aliases": [], "source": [], "applies": [], "lang": None}


def wording(body="body\n", **fields):
    return Wording({**NONE, **fields}, body)


def fields_of(*sides):
    return [side.fields for side in joined(*sides)]


words = st.lists(st.sampled_from("abcdef"), unique=True)
names = st.sampled_from(["A", "B", "C"])
wordings = st.builds(
    lambda title, tags, lang: wording(title=title, tags=tags, lang=lang), names, words, st.none() | names
)


@given(wordings)
def test_a_text_says_the_wording_it_was_made_from(made):
    assert read_wording(made.text, wording()) == made


def test_a_text_without_front_matter_is_the_body_alone():
    assert read_wording("\n\nnew\r\nlines  \n\n", wording(tags=["git"])) == wording(
        "new\nlines\n", tags=["git"]
    )


def test_a_front_matter_without_a_title_keeps_the_one_before():
    assert read_wording("---\ntags: x\n---\nnew", wording()) == wording("new\n", tags=["x"])


def test_what_a_text_leaves_out_that_is_not_whole_stays():
    before = wording(tags=["git"], source=["s"], lang="en", applies=["v2"])
    said = read_wording("---\ntitle: N\nurl:\napplies: []\n---\nnew", before, is_whole=False)
    assert said == wording("new\n", title="N", tags=["git"], lang="en")


def test_what_a_whole_text_leaves_out_was_taken_out():
    assert read_wording("---\ntitle: N\n---\nnew", wording(tags=["git"])) == wording("new\n", title="N")


def test_a_front_matter_that_cannot_be_read_is_an_error():
    with pytest.raises(BrokenEntry):
        read_wording("---\na: [\n---\nnew", wording())


def test_only_wording_is_read():
    said = read_wording("---\nid: e\ncontext: {a: b}\nlicense: X\ncontributors: [E]\n---\nnew", wording())
    assert (tuple(said.fields), said.body) == (FIELDS, "new\n")


@given(wordings, wordings)
def test_what_one_side_alone_changed_is_taken(base, changed):
    for sides in ((changed, base, base), (base, base, changed)):
        mine, _, theirs = fields_of(*sides)
        assert mine == theirs
        assert {key: sorted(value or []) for key, value in mine.items()} == {
            key: sorted(value or []) for key, value in changed.fields.items()
        }


def test_lists_that_both_have_changed_are_joined():
    sides = wording(tags=["a", "m"]), wording(tags=["a", "b"]), wording(tags=["b", "t"])
    assert [fields["tags"] for fields in fields_of(*sides)] == [["m", "t"]] * 3


def test_a_title_that_both_have_changed_stays_a_conflict():
    sides = wording(title="M"), wording(title="B"), wording(title="T")
    assert [fields["title"] for fields in fields_of(*sides)] == ["M", "B", "T"]


def test_a_strangers_text_is_made_harmless():
    assert harmless("a\x1b[2J\x9b1\tb\r\n<!-- private -->x<!-- /private -->c") == "a[2J1\tb\nc"
