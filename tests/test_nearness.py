import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.entry import parse
from learnlog.nearness import Gist, Said, gist, told
from support import NOW


def entry(title, body="", tags=()):
    head = f"tags: [{', '.join(tags)}]\n" if tags else ""
    return parse(f"---\ntitle: {title}\n{head}---\n{body}", path="a.md", fallback=lambda: NOW)


def plain(said):
    """The gist where all words are as rare."""
    return gist(said, dict.fromkeys(said, 1.0))


def near(one, other):
    return plain(told(one)).nearness(plain(told(other)))


def test_the_same_text_is_as_near_as_can_be():
    text = entry("Undo a commit", "git reset --soft")
    assert near(text, text) == pytest.approx(1.0)


def test_nothing_shared_is_not_near():
    assert near(entry("Undo a commit"), entry("Brew coffee")) == 0


def test_it_is_the_same_from_both_sides():
    one, other = entry("Undo a commit", "git reset"), entry("Undo typing", "ctrl z")
    assert near(one, other) == near(other, one)


def test_a_short_note_is_near_the_long_lesson_only_when_it_has_what_makes_that_one():
    long = entry("Undo a commit", "git reset " + " ".join(f"word{number}" for number in range(40)))
    assert near(entry("Undo a commit"), long) > near(entry("word7 word8 word9"), long)


def test_words_count_in_any_form_and_the_empty_ones_not_at_all():
    said = told(entry("Running the tests of this", "It ran and it runs, running with the test"))
    assert {"run", "test"} <= said.keys()
    assert said["run"].written == "running"
    assert not {"the", "of", "this", "with"} & said.keys()


def test_a_title_and_tags_stand_out():
    said = told(entry("Undo", "commit", tags=["git"]))
    assert said["undo"].standing == said["git"].standing == 3 * said["commit"].standing


def test_a_script_without_spaces_is_told_by_two_characters():
    assert {"回滚", "提交"} <= told(entry("回滚 提交")).keys()


def test_rare_words_make_an_entry_what_it_is():
    said = {word: Said(1.0, word) for word in (f"w{number}" for number in range(30))}
    found = gist(said, {word: 9.0 if word == "w29" else 1.0 for word in said})
    assert next(iter(found.telling)) == "w29"
    assert len(found.telling) == 12
    assert len(found.told) == 30


def test_part_of_a_topic():
    topic = Gist({}, {"a": 3.0, "b": 1.0})
    about_a = Gist({"b": Said(1.0, "b")}, {"a": 1.0})
    assert about_a.part_of(topic) == 0.75
    assert topic.part_of(Gist({}, {})) == 0


@given(st.text(), st.text())
def test_any_two_texts_are_between_not_near_and_the_same(one, other):
    assert 0 <= near(entry("One", one), entry("Two", other)) <= 1 + 1e-9
