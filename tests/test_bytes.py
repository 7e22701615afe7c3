"""Every text survives byte for byte, whichever way it comes in and goes out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learnlog.cli.clean import visible
from learnlog.entry import MAX_BODY_BYTES, parse
from support import NOW, editor

TEXTS = {
    "CRLF": b"one\r\ntwo\r\n",
    "no final newline": b"one\ntwo",
    "lone CR": b"one\rtwo\r",
    "mixed line ends": b"one\r\ntwo\nthree\rfour\n\r\n",
    "fence inside": b"one\n---\ntwo: three\n---\n",
    "begins with a fence": b"---\none\n",
    "front matter inside": b"one\n\n---\nid: x\ntitle: y\n---\n",
    "headings": b"# One\n\n## Two\n\ntext\n",
    "tabs": b"\tone\n\t\ttwo\t\n",
    "trailing blanks": b"one  \ntwo \t \n\n\n",
    "leading lines": b"\n\n  one\n",
    "emoji": "😀 one 👩‍👩‍👧 ❤️\n".encode(),
    "right to left": "\u202bשלום עולם\u202c مرحبا\n".encode(),
    "combining": "e\u0301 \u00e9 \ufb01\n".encode(),
    "NUL": b"one\0two\n\0",
    "not UTF-8": b"one \xff\xfe\n\x80\n",
    "controls": bytes(range(32)) + b"\x7f\x80\x9f",
    "line separators": "one\u2028two\u2029three\x85four\x0bfive\x0c\n".encode(),
    "templates": b"{{date}} <!-- comment -->\n<!-- private -->x<!-- /private -->\n",
}
PIPED = [name for name, text in TEXTS.items() if b"\0" not in text]
BOM = b"\xef\xbb\xbfone\ntwo\n"


BYTES = (
    st.binary(min_size=1, max_size=200)
    .map(lambda text: text.replace(b"\0", b"\xff"))
    .filter(lambda text: text.decode("utf-8", "replace").strip())  # nothing written is nothing saved
)


def saved(learnlog) -> Path:
    (path,) = learnlog.journal.glob("20*/*/*.md")
    return path


def title_of(path: Path) -> str:
    return parse(path.read_bytes().decode("utf-8", "surrogateescape"), path="", fallback=lambda: NOW).title


def body(path: Path) -> bytes:
    return path.read_bytes().split(b"\n---\n", 1)[1]


@pytest.mark.parametrize("name", PIPED)
def test_from_standard_input_with_a_title(name, learnlog):
    learnlog("add", "-T", "Title", given=TEXTS[name])
    assert body(saved(learnlog)) == TEXTS[name]
    assert learnlog("show", str(saved(learnlog)), "--raw").data == saved(learnlog).read_bytes()


@pytest.mark.parametrize("name", PIPED)
def test_from_standard_input_behind_front_matter(name, learnlog):
    learnlog("add", given=b"---\ntitle: Title\n---\n" + TEXTS[name])
    assert body(saved(learnlog)) == TEXTS[name]


@pytest.mark.parametrize("name", TEXTS)
def test_from_the_editor(name, learnlog, tmp_path):
    (tmp_path / "typed").write_bytes(b"---\ntitle: Title\n---\n" + TEXTS[name])
    learnlog("add", "-e", "words", EDITOR=editor(tmp_path, f'cat {tmp_path}/typed > "$1"'))
    assert body(saved(learnlog)) == TEXTS[name]


@pytest.mark.parametrize("name", PIPED)
def test_from_words_with_a_title(name, learnlog):
    learnlog("add", "-T", "Title", "--", TEXTS[name].decode("utf-8", "surrogateescape"))
    assert body(saved(learnlog)) == TEXTS[name]


def test_words_reach_a_real_process_whole(home):
    words = [sys.executable, "-m", "learnlog", "add", "-T", "Title", b"one \xff\r\n\ttwo"]
    subprocess.run(words, check=True, capture_output=True)
    (path,) = home.glob("learnlog/20*/*/*.md")
    assert body(path) == b"one \xff\r\n\ttwo"


@pytest.mark.parametrize("name", PIPED)
def test_what_becomes_the_title_is_all_that_leaves_the_body(name, learnlog):
    learnlog("add", given=TEXTS[name])
    assert TEXTS[name].endswith(body(saved(learnlog)))
    if body(saved(learnlog)) != TEXTS[name]:
        cut = TEXTS[name].removesuffix(body(saved(learnlog))).decode().strip("# \r\n")
        assert title_of(saved(learnlog)) == cut


def test_a_byte_order_mark_is_kept_in_a_text_without_front_matter(learnlog):
    learnlog("add", given=BOM)
    assert body(saved(learnlog)) == BOM


def test_what_cannot_be_front_matter_is_kept_as_text(learnlog):
    text = b"---\ntitle: \xff\n---\nbody\n"
    result = learnlog("add", given=text)
    assert "kept as text" in result.err
    assert body(saved(learnlog)) == text


def test_five_mebibytes_are_kept_and_one_byte_more_is_refused(learnlog):
    text = b"x" * 80 + b"\n"
    text *= MAX_BODY_BYTES // len(text)
    learnlog("add", "-T", "Large", given=text)
    assert body(saved(learnlog)) == text
    result = learnlog("add", "-T", "Larger", given=text + b"x" * 100_000, status=3)
    assert "5 MiB" in result.err


TITLES = {
    "???": "entry",
    "日本語のタイトル": "日本語のタイトル",
    "Élan vital": "élan-vital",
    "a: b # c": "a-b-c",
    "'single' \"double\"": "single-double",
    "# heading": "heading",
    "- [ ] task": "task",
    "[list]": "list",
    "{map}": "map",
    "*star": "star",
    "&anchor": "anchor",
    "null": "null",
    "2026-11-23": "2026-11-23",
    "yes": "yes",
    "@at `tick` %percent": "at-tick-percent",
    "trailing: ": "trailing",
    "😀": "entry",
    "../../etc/passwd": "etc-passwd",
    "with ---": "with",
}


@pytest.mark.parametrize("title", TITLES)
def test_a_title_survives_and_gives_the_file_its_name(title, learnlog):
    learnlog("add", "-T", title, "body")
    assert title_of(saved(learnlog)) == title.strip()
    assert saved(learnlog).name[11:-8] == TITLES[title]


def test_a_title_of_many_characters_is_kept_and_its_file_name_short(learnlog):
    title = "wörd " * 199 + "ending"
    learnlog("add", "-T", title, "body")
    assert title_of(saved(learnlog)) == title
    assert len(saved(learnlog).name.encode()) < 200


def test_a_title_with_a_newline_becomes_one_line(learnlog):
    learnlog("add", "-T", "one\n\ttwo\r\nthree", "body")
    assert title_of(saved(learnlog)) == "one two three"


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=BYTES)
def test_any_bytes_survive(text, learnlog):
    record = learnlog("add", "-T", "Title", given=b"---\nkind: note\n---\n" + text).out.split()[1]
    (path,) = learnlog.journal.glob(f"20*/*/*-{record[:4]}.md")
    assert body(path) == text


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=BYTES)
def test_what_is_saved_of_any_bytes_can_be_read_back(text, learnlog):
    record = json.loads(learnlog("add", "--json", given=text).out)
    read = parse(
        Path(record["path"]).read_bytes().decode("utf-8", "surrogateescape"), path="", fallback=lambda: NOW
    )
    assert (read.problem, read.id) == (None, record["id"])


@pytest.mark.parametrize("title", [b"caf\xe9 \x1b[31mred", b"\xff\xfe"])
def test_a_title_carries_no_controls_and_nothing_that_is_not_utf8(title, learnlog):
    result = learnlog("add", given=title + b"\n\n\xe9\n")
    assert "not UTF-8" in result.err
    assert visible(title_of(saved(learnlog))) == title_of(saved(learnlog))
    assert body(saved(learnlog)).endswith(b"\xe9\n")


def test_a_value_from_the_command_line_is_read_back_too(learnlog):
    learnlog("add", "-T", "Title", "-t", os.fsdecode(b"caf\xe9"), "words")
    assert "tags: [caf\ufffd]" in saved(learnlog).read_text()


def test_binary_is_refused_and_kept(learnlog, home):
    result = learnlog("add", given=b"\x00\x01\x02\xff\xfe", status=3)
    assert "--attach FILE" in result.err
    (kept,) = (home / ".local/share/learnlog/drafts").iterdir()
    assert str(kept) in result.err
    assert kept.read_bytes() == b"\x00\x01\x02\xff\xfe"
