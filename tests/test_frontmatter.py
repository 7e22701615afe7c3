import tracemalloc
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog import blocks, frontmatter
from learnlog.errors import BrokenEntry, Unusable
from learnlog.frontmatter import block_with_value, dump, load, split, with_value

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
KEYS = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True) | TEXTS
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
BLOCKS = st.dictionaries(KEYS, VALUES, max_size=4)

PERSONS_OWN = """\
---
# mine
title: 'Undo'   # short
tags:
  - git
  - undo
context:
    repo: billing
text: |
  several

  lines
count: 010
---
body
"""


def changed_lines(before, after):
    return set(after.splitlines()) - set(before.splitlines())


@given(BLOCKS)
def test_what_is_dumped_reads_back(values):
    assert load(dump(values)).values == values


@given(BLOCKS, KEYS, VALUES)
def test_a_change_of_one_key_leaves_the_values_of_the_others(values, key, value):
    changed = load(block_with_value(dump(values), key, value)).values
    assert changed == {**values, key: value}
    assert list(changed) == list({**values, key: value})


@given(st.text(max_size=40))
def test_the_parts_of_a_text_are_the_text(text):
    try:
        parts = split(f"---\nkey: value\n---\n{text}")
    except BrokenEntry:
        return
    assert parts.opening + parts.block + parts.closing + parts.body == f"---\nkey: value\n---\n{text}"
    assert parts.body == text


@given(st.text(max_size=60))
def test_any_text_is_cut_or_refused(text):
    try:
        parts = split(text)
    except BrokenEntry:
        return
    assert parts.opening + parts.block + parts.closing + parts.body == text


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("title", "Redo: it", "title: 'Redo: it'   # short"),
        ("tags", ["git", "redo"], "tags: [git, redo]"),
        ("text", "one", "text: one"),
        ("count", "11", "count: '11'"),
        ("status", "proven", "status: proven"),
        ("date", datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "date: 2026-01-02T03:04:00+00:00"),
    ],
)
def test_a_change_touches_the_lines_of_its_key_alone(key, value, line):
    after = with_value(PERSONS_OWN, key, value)
    assert changed_lines(PERSONS_OWN, after) == {line}
    untouched = [each for each in PERSONS_OWN.splitlines() if each in after.splitlines()]
    assert [each for each in after.splitlines() if each != line] == untouched


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("value", ["x", ["x", "y"], {"repo": "x"}])
@pytest.mark.parametrize("key", ["title", "tags", "context", "text", "added"])
def test_line_ends_stay_what_they_are(newline, key, value):
    text = PERSONS_OWN.replace("\n", newline)
    after = with_value(text, key, value)
    assert after.replace(newline, "").count("\n") == 0
    assert after.endswith(f"{newline}---{newline}body{newline}")


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("tags: # mine\n  - a # first\n  - b\nz: 1\n", ["x"], "tags: [x] # mine\nz: 1\n"),
        ("tags:\n# why\n- a\n# after\nz: 1\n", ["x"], "tags: [x]\n# after\nz: 1\n"),
        ("tags:   # none yet\nz: 1\n", ["x"], "tags: [x]   # none yet\nz: 1\n"),
        ("tags: [a,\n  b] # c\nz: 1\n", ["x"], "tags: [x] # c\nz: 1\n"),
        ("tags:\nz: 1\n", ["x"], "tags: [x]\nz: 1\n"),
        ("tags: a\nz: 1\n", {"k": "v"}, "tags:\n  k: v\nz: 1\n"),
        ("tags: # c\n  a: b\nz: 1\n", {"a": "c"}, "tags: # c\n  a: c\nz: 1\n"),
        ("tags: !odd a # c\n", "x", "tags: x # c\n"),
        ("{tags: a, z: 1}\n", "x", "{tags: x, z: 1}\n"),
        ("? tags\n: a\nz: 1\n", "x", "? tags\n: x\nz: 1\n"),
        ("z: 1", "x", "z: 1\ntags: x\n"),
    ],
)
def test_what_stands_around_a_value_stays(before, value, after):
    assert block_with_value(before, "tags", value) == after


@pytest.mark.parametrize(
    ("block", "left"),
    [
        ("t: a # c\nz: 1\n", "z: 1\n"),
        ("t:\n- a # c\n# d\nz: 1\n", "# d\nz: 1\n"),
        ("t: |+\n  abc\n\n\nz: 1\n", "z: 1\n"),
        ("z: 1\nt:\n- a", "z: 1\n"),
        ("z: 1\n", "z: 1\n"),
    ],
)
def test_none_removes_a_key_and_its_lines(block, left):
    assert block_with_value(block, "t", None) == left


def test_a_quoted_key_is_found():
    assert block_with_value('"a:b": 1\n', "a:b", "2") == "\"a:b\": '2'\n"


def test_a_byte_order_mark_stays_in_front():
    assert with_value("\ufeff---\na: 1\n---\nx", "a", "b") == "\ufeff---\na: b\n---\nx"
    assert with_value("\ufeffx", "a", "b") == "\ufeff---\na: b\n---\nx"


def test_a_text_without_front_matter_gets_one_or_stays():
    assert with_value("# Title\r\n", "id", "abc") == "---\nid: abc\n---\n# Title\r\n"
    assert with_value("# Title\r\n", "id", None) == "# Title\r\n"


def test_a_value_that_others_refer_to_is_not_changed():
    with pytest.raises(Unusable, match="cannot change t"):
        block_with_value("t: &a [x]\nz: *a\n", "t", "y")


@pytest.mark.parametrize("said", ["1.10", "no", "2026-01-02", "0x1f", "1_000", "'~'", '""'])
def test_a_scalar_is_the_text_that_stands_there(said):
    assert load(f"a: {said}\n").values == {"a": said.strip("'\"")}


@pytest.mark.parametrize("said", ["", "~", "null", "NULL"])
def test_nothing_is_none(said):
    assert load(f"a: {said}\n").values == {"a": None}


def test_a_tag_of_yaml_does_nothing():
    block = 'a: !!python/object/apply:os.system ["false"]\n'
    assert load(block).values == {"a": ["false"]}


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ("a: 1\na: 2\n", "line 3: the key a stands here twice"),
        ("a:\n\t- b\n", "line 3: found character that cannot start any token"),
        ("a: [1\n", "line 3: did not find expected ',' or ']'"),
        ("a: " + "[" * 30 + "]" * 30 + "\n", "line 2: more than 20 levels"),
        ("a: *b\n", "line 2: an unknown alias"),
        ("a: &a [*a]\n", "line 2: an unknown alias"),
        ("- a\n", "line 2: front matter must be lines of the form key: value"),
        ("[a]: b\n", "line 2: a key must be plain text"),
        ("a: 1\n---\nb: 2\n", "line 3: a second document begins here"),
        ("a: \ud800\n", "not UTF-8"),
        ("a: \x07\n", "control characters are not allowed"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(block, problem):
    with pytest.raises(BrokenEntry) as caught:
        list(load(block).values)
    assert problem in caught.value.message


def test_a_hundred_aliases_are_read_and_one_more_is_refused():
    aliases = "".join(f"k{number}: *a\n" for number in range(100))
    assert len(load(f"a: &a x\n{aliases}").values) == 101
    with pytest.raises(BrokenEntry, match="more than 100"):
        load(f"a: &a x\n{aliases}one: *a\n")


def laughs(levels, each):
    """Front matter whose last value is each**levels texts, with each * (levels - 1) aliases."""
    names = "abcdefghijklm"[:levels]
    lines = [f"a: &a [{', '.join('x' * each)}]\n"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * each)}]\n" for old, new in pairwise(names)]
    return "".join(lines)


def test_a_billion_laughs_are_refused_before_they_take_memory():
    tracemalloc.start()
    with pytest.raises(BrokenEntry, match="line 6: more than 10000 values"):
        load(laughs(levels=9, each=9))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


def test_a_billion_laughs_are_refused_before_anything_is_done_with_them(monkeypatch):
    built = []
    real = blocks._Reader._built
    monkeypatch.setattr(blocks._Reader, "_built", lambda self, *words: built.append(1) or real(self, *words))
    with pytest.raises(BrokenEntry):
        load(laughs(levels=9, each=9))
    assert len(built) < 20


def test_aliases_count_as_what_they_stand_for():
    assert load(laughs(levels=4, each=9)).values["d"]
    with pytest.raises(BrokenEntry, match="aliases counted as what they stand for"):
        load(laughs(levels=5, each=9))


def test_yaml_that_is_all_of_a_file_is_limited_too():
    with pytest.raises(BrokenEntry, match="larger than 64 KiB"):
        load("a: " + "x" * frontmatter.MAX_CHARACTERS)


def test_a_key_that_stands_twice_is_named_on_one_short_line():
    key = '"' + "k\\nhint: " * 100 + '"'
    with pytest.raises(BrokenEntry) as caught:
        load(f"{key}: 1\n{key}: 2\n")
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 150


def test_front_matter_of_64_kib_is_read_and_more_is_refused():
    room = frontmatter.MAX_CHARACTERS - len("a: \n")
    assert split(f"---\na: {'x' * room}\n---\nbody").body == "body"
    with pytest.raises(BrokenEntry, match="larger than 64 KiB"):
        split(f"---\na: {'x' * (room + 1)}\n---\nbody")


def test_front_matter_that_is_not_closed_is_named():
    with pytest.raises(BrokenEntry, match="line 1: the front matter is not closed"):
        split("---\ntitle: x\nbody\n")


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA rule above.\n\n---\nand below\n",
        "---\njust words\n---\n",
        "---\n- a list\n---\n",
        "----\na: b\n---\n",
        "---\n",
        "",
    ],
)
def test_rules_and_words_are_not_front_matter(text):
    assert split(text).body == text


@pytest.mark.parametrize("text", ["---\n---\nx", "---  \na: b\n...\nx", "---\r\na: b\r\n---\r\nx"])
def test_the_body_begins_behind_the_closing_line(text):
    assert split(text).body == "x"
