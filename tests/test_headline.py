import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.headline import headline

SENTENCES = {
    "Undo the last commit. git reset --soft": ("Undo the last commit", "git reset --soft"),
    "Why is it slow? Because of the index": ("Why is it slow?", "Because of the index"),
    "Fix it! Now": ("Fix it!", "Now"),
    "Use e.g. tea. Then coffee": ("Use e.g. tea", "Then coffee"),
    "Nimm z. B. Tee. Dann Kaffee": ("Nimm z. B. Tee", "Dann Kaffee"),
    "Dr. Who came. He left": ("Dr. Who came", "He left"),
    "Wait... what. ok": ("Wait... what", "ok"),
    "Upgrade to v1.2. Then restart": ("Upgrade to v1.2", "Then restart"),
    "Python 3.11 is here. Use it": ("Python 3.11 is here", "Use it"),
    "Read file.name.py first. Then run": ("Read file.name.py first", "Then run"),
    "`a. b` is code. Yes": ("`a. b` is code", "Yes"),
    'He said "no." Then left': ('He said "no."', "Then left"),
    "日本語のタイトル。本文です": ("日本語のタイトル", "本文です"),
    "No full stop is kept.": ("No full stop is kept", ""),
    "Use foo.bar.baz.": ("Use foo.bar.baz", ""),
    "Tea, coffee etc.": ("Tea, coffee etc.", ""),
    "Tests with x ? y : z are hard": ("Tests with x ? y : z are hard", ""),
    "...": ("...", ""),
    "!!!": ("!!!", ""),
}
LINES = {
    "Title\nBody. More.\n": ("Title", "Body. More.\n"),
    "One. Two.\nBody\n": ("One. Two", "Body\n"),
    "Title\r\nBody\r\n": ("Title", "Body\r\n"),
    "Title\rBody": ("Title", "Body"),
    "# Title #\n\nBody": ("Title", "\nBody"),
    "\n\nTitle\nBody": ("Title", "Body"),
    "First sentence. " + "word " * 30 + "\nmore": ("First sentence", "word " * 30 + "\nmore"),
}
KEPT_WHOLE = {
    "## Symptom\nIt hangs": "Symptom",
    "- [ ] one\n- [ ] two": "one",
    "1. First do this\n2. Then that": "First do this",
    "> quoted\nanswer": "quoted",
    "    code\nmore": "code",
    "a\tb  c\nmore": "a b c",
    "---\n\nText\n": "Text",
    "```python\nx = 1\n```\n": "x = 1",
    "\ufeffTitle\nmore": "Title",
    "nul\0 and \udcff\nmore": "nul and",
    "word " * 40: "word " * 19 + "word…",
    "x" * 150: "x" * 100 + "…",
}


@pytest.mark.parametrize("text", [*SENTENCES, *LINES])
def test_the_first_line_or_sentence_is_the_title(text):
    title, end = headline(text)
    assert (title, text[end:]) == {**SENTENCES, **LINES}[text]


@pytest.mark.parametrize("text", KEPT_WHOLE)
def test_a_text_whose_beginning_a_title_cannot_carry_is_kept_whole(text):
    assert headline(text) == (KEPT_WHOLE[text], 0)


@pytest.mark.parametrize("text", ["", " ", "\n\r\n\t"])
def test_what_says_nothing_has_no_title(text):
    assert headline(text) == ("", 0)


@given(st.text(st.characters(exclude_categories=["C"])))
def test_what_is_cut_off_says_no_more_than_the_title(text):
    title, end = headline(text)
    cut = text[:end].strip()
    assert not end or cut.strip("# ").rstrip(".。") == title.strip("# ").rstrip(".。")
    assert bool(title) == bool(text.strip())


@pytest.mark.parametrize(
    "text", ["# " + " " * 10**6 + "x", "`" * 10**6, "a. " * 10**6, "- " * 10**6, "." * 10**6]
)
def test_no_text_takes_long(text):
    assert headline(text)[1] <= len(text)
