import random
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog import entry as entries
from learnlog.entry import compose, new_id, parse, path_for, read_date, slug, split_tags

THEN = datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def read(text, path="2026/11/some-note.md"):
    return parse(text, path=path, fallback=lambda: THEN)


def with_field(line, path="2026/11/some-note.md"):
    return read(f"---\n{line}\n---\nbody\n", path)


@given(
    st.dictionaries(WORDS, WORDS | st.lists(WORDS, min_size=1, max_size=3), max_size=4), st.text(max_size=60)
)
def test_what_is_composed_is_read_back_to_the_byte(fields, body):
    found = read(compose(fields, body))
    assert found.values == fields
    assert found.body == body


@given(st.text(max_size=200), st.text(max_size=30))
def test_any_text_at_any_path_is_an_entry(text, path):
    found = read(text, path)
    assert found.text == text
    assert found.title
    assert found.id


@given(st.binary(max_size=80))
def test_bytes_that_are_not_utf_8_survive(data):
    text = data.decode("utf-8", "surrogateescape")
    assert read(text).text.encode("utf-8", "surrogateescape") == data


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("## The title ##\nrest", "The title"),
        ("intro\n\n# Later\n", "Later"),
        ("```\n# a comment in code\n```\n# Real\n", "Real"),
        ("no heading\nat all\n", "no heading"),
        ("#hashtag is no heading\n", "#hashtag is no heading"),
        ("\n \n", "some-note"),
        ("", "some-note"),
        ("# \nafter\n", "#"),
        ("日本語の題\n", "日本語の題"),
    ],
)
def test_a_title_is_found_where_none_is_given(body, title):
    assert read(body).title == title


def test_the_title_of_the_front_matter_wins_and_is_one_line():
    assert with_field('title: "a\\n  b"').title == "a b"


def test_a_title_made_from_a_long_line_is_cut_at_a_word():
    title = read("word " * 1_000_000).title
    assert title == "word " * 19 + "word…"


@pytest.mark.parametrize(
    ("line", "path", "date"),
    [
        ("date: 2026-11-23T14:30:15+01:00", "x.md", "2026-11-23T14:30:15+01:00"),
        ("date: '2026-11-23 14:30 -0500'", "x.md", "2026-11-23T14:30:00-05:00"),
        ("date: 2026-11-23T14:30:15Z", "x.md", "2026-11-23T14:30:15+00:00"),
        ("date: 2026-07-01", "x.md", "2026-07-01T00:00:00+02:00"),
        ("created: 2026-01-01", "x.md", "2026-01-01T00:00:00+01:00"),
        ("a: b", "2024/2024-01-02-x.md", "2024-01-02T00:00:00+01:00"),
        ("date: 2026-01-01", "2024-01-02-x.md", "2026-01-01T00:00:00+01:00"),
        ("date: soon", "2024-01-02-x.md", "2024-01-02T00:00:00+01:00"),
        ("a: b", "2024-13-45-x.md", THEN.isoformat()),
        ("a: b", "2024-01-02/x.md", THEN.isoformat()),
        ("date: [2026-01-01]", "x.md", THEN.isoformat()),
    ],
)
def test_the_date_is_that_of_the_front_matter_else_of_the_name_else_the_fallback(line, path, date):
    assert with_field(line, path).date.isoformat() == date


def test_the_fallback_is_asked_only_when_needed():
    parse("---\ndate: 2026-01-01\n---\n", path="x.md", fallback=lambda: pytest.fail("asked"))


@pytest.mark.parametrize("words", [None, "", "soon", "2026-02-30", "9999999-01-01"])
def test_what_is_no_date_is_none(words):
    assert read_date(words) is None


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("tags: [git, ' undo ', git, '']", ("git", "undo")),
        ("tags: git undo", ("git", "undo")),
        ("tags: git, big undo", ("git", "big undo")),
        ("tags: '#git #undo'", ("git", "undo")),
        ("tags:\n- git\n- [x]", ("git",)),
        ("keywords: [a]\ncategories: [b]", ("a",)),
        ("tags: []\ncategories: b", ("b",)),
        ("tags:", ()),
    ],
)
def test_tags_are_a_list_or_a_text(line, tags):
    assert with_field(line).tags == tags


def test_tags_in_words_are_cut_at_commas_else_at_blanks():
    assert split_tags("a b, c") == ("a b", "c")
    assert split_tags(" a  b ") == ("a", "b")


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("lastmod: 2026-01-01T00:00:00Z", "updated", datetime(2026, 1, 1, tzinfo=UTC)),
        ("url: https://a.b", "source", ("https://a.b",)),
        ("source: [a, b]\nurl: c", "source", ("a", "b")),
        ("draft: true", "status", "draft"),
        ("draft: true\nstatus: proven", "status", "proven"),
        ("draft: false", "status", None),
        ("kind: note", "kind", "note"),
        ("x: y", "kind", "lesson"),
        ("lang: de", "lang", "de"),
        ("aliases: other words", "aliases", ("other words",)),
        ("author: Ann", "author", "Ann"),
        ("project: ' billing '", "project", "billing"),
    ],
)
def test_fields_are_read_by_whatever_name_they_go(line, field, value):
    assert getattr(with_field(line), field) == value


@pytest.mark.parametrize("said", ["k3f9q2x7ab", "Intro", "a-b_c"])
def test_an_id_in_the_file_is_its_id(said):
    found = with_field(f"id: {said}")
    assert found.id == said
    assert found.has_id


@pytest.mark.parametrize("said", ["202401021530", "ab", "../../x", "a b", "[x]", "é3f9q2x7ab", "x" * 65])
def test_what_cannot_be_an_id_is_replaced_by_one_from_the_path(said):
    found = with_field(f"id: {said}", "a.md")
    assert found.id == read("", "a.md").id != read("", "b.md").id
    assert not found.has_id


def test_a_file_that_cannot_be_read_keeps_its_text_and_says_why():
    text = "---\ntitle: [open\n---\nfind me\n"
    found = read(text, "2024-01-02-broken.md")
    assert found.problem
    assert found.body == text
    assert found.title == "2024-01-02-broken"
    assert found.date.date().isoformat() == "2024-01-02"


def test_a_date_that_cannot_be_read_is_a_problem_and_the_rest_is_read():
    found = with_field("title: T\ndate: soon")
    assert found.problem == "its date cannot be read"
    assert found.title == "T"
    assert found.body == "body\n"


def test_new_ids_are_ten_characters_that_begin_with_a_letter():
    chance = random.Random(1)
    for found in (new_id(chance) for _ in range(500)):
        assert len(found) == 10
        assert found[0].isalpha()
        assert set(found) <= set(entries.ALPHABET)


def test_a_path_says_when_and_what():
    date = datetime(2026, 1, 2, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
    assert path_for("k3f9q2x7ab", "Undo: the last!", date) == "2026/01/2026-01-02-undo-the-last-k3f9.md"
    assert path_for("k3f9q2x7ab", "?!", date) == "2026/01/2026-01-02-entry-k3f9.md"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("C++ & C#", "c-c"),
        ("日本語 の題", "日本語-の題"),
        ("Straße", "strasse"),
        ("a/../b", "a-b"),
        ("\u202eevil", "evil"),
        ("🎉", ""),
        ("cafe\u0301", "café"),
        ("x" * 100, "x" * 60),
    ],
)
def test_a_slug_keeps_letters_of_any_script(title, expected):
    assert slug(title) == expected


@given(st.text(max_size=300))
def test_a_slug_fits_into_a_file_name(title):
    found = slug(title)
    assert len(found.encode()) <= 150
    assert not set(found) & set("/\\:. \n\0")


def test_a_year_that_nobody_means_is_no_date():
    assert read_date("0001-01-01") is None
    assert read_date("1000-01-01").year == 1000
