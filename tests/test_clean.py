"""Nothing a file says can act on a terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth
from rich.cells import cell_len

from learnlog.cli.clean import (
    cut,
    of_sure_width,
    visible,
    visible_line,
    visible_list,
    visible_name,
    visible_title,
)

HARMFUL = [*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]


@pytest.mark.parametrize("code", [*HARMFUL, 0x200B, 0x200E, 0x200F, 0x061C, 0xFEFF, 0x2028, 0x2029])
def test_every_control_is_shown_and_none_is_left(code):
    assert visible(f"a{chr(code)}b") == f"a⟦U+{code:04X}⟧b"


@pytest.mark.parametrize(
    "text", ["tab\tand\nnewline", "ünï", "日本語", "🎉 👩‍👩‍👧", "می‌خواهم", "क्‍ष", "a\u00adb", "⠓\u2800⠊"]
)
def test_what_harms_nobody_stays(text):
    assert visible(text) == text


def test_line_ends_of_other_systems_are_unified_and_a_lone_return_is_shown():
    assert visible("a\r\nb\rc") == "a\nb⟦U+000D⟧c"


def test_bytes_that_are_no_text_are_shown_as_such():
    assert visible(b"caf\xe9".decode("utf-8", "surrogateescape")) == "caf\ufffd"


def test_one_line_is_one_line():
    assert visible_line(" a\n\n b\tc\x0b ") == "a b c"


def test_the_spaces_of_a_name_are_its_own():
    assert visible_name("a  b\n\tc\x1b") == "a  b⟦U+000A⟧⟦U+0009⟧c⟦U+001B⟧"


def test_a_long_title_is_cut_and_says_so():
    assert visible_title(" a\n" + "b" * 198) == "a " + "b" * 198
    assert visible_title("a\n" + "b" * 199) == "a " + "b" * 197 + "…"
    assert cut("  " + "b" * 199) == "  " + "b" * 197 + "…"


def test_of_many_texts_the_first_are_shown_and_the_rest_counted():
    assert visible_list(["a", "b\x1b"], ",") == "a,b⟦U+001B⟧"
    many = [str(number) for number in range(26)]
    assert visible_list(many, " ") == " ".join([*many[:20], "… 6 more"])


@given(st.text())
def test_no_text_at_all_leaves_a_control(text):
    shown = visible(text)
    assert not [each for each in shown if unicodedata.category(each) in ("Cc", "Cs") and each not in "\t\n"]
    assert "\n" not in visible_line(text) + visible_name(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("👩‍👩‍👧 ❤️ 👍🏽 1️⃣", "👩👩👧 ❤ 👍 1⃣"),
        ("🇩🇪", "DE"),
        ("soft­hyphen", "softhyphen"),
        ("é é 語 한국 नमस्ते می‌خواهم", "é é 語 한국 नमस्ते می‌خواهم"),
    ],
)
def test_a_sure_width_leaves_out_only_what_is_drawn_differently(text, expected):
    assert of_sure_width(text) == expected


@given(st.text(st.sampled_from("a é語👩❤👍🇩́‍‌️­🏽ि") | st.characters(exclude_categories=["Cn", "Cs"])))
def test_those_who_draw_agree_on_a_sure_width(text):
    sure = of_sure_width(visible(text)).replace("\t", "").replace("\n", "")
    assert cell_len(sure) == sum(map(get_cwidth, sure))


@pytest.mark.parametrize("code", [0xAD, 0x2800, 0xFFF0, 0x1D159])
def test_what_hides_in_no_word_is_shown(code):
    assert visible(f"1{chr(code)}b") == f"1⟦U+{code:04X}⟧b"


ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


def test_of_tags_only_those_of_the_known_flags_stay():
    assert visible(f"a {ENGLAND} b") == f"a {ENGLAND} b"
    assert "⟦U+E0067⟧" in visible(ENGLAND[:-1])
    assert "⟦U+E0078⟧" in visible(ENGLAND.replace("\U000e0067", "\U000e0078"))
    assert "⟦U+E0061⟧" in visible(f"{ENGLAND}\U000e0061")


@pytest.mark.parametrize("code", [0x34F, 0x115F, 0x3164, 0xFFA0, 0xFFF9, 0x1D173, 0xE0001, 0xE0041, 0xE0100])
def test_what_has_no_shape_is_shown(code):
    assert visible(f"a{chr(code)}b") == f"a⟦U+{code:04X}⟧b"


@pytest.mark.parametrize(
    "text", ["葛\U000e0100城", "1\ufe0f\u20e3 ❤\ufe0f\u200d🔥", "ᠠ\u180b", "می\u200cخواهم", "नि\u200dक"]
)
def test_what_writing_needs_stays(text):
    assert visible(text) == text


@pytest.mark.parametrize(
    "text", ["ad\u200dmin", "\u200d", "a\ufe0fb", "❤\ufe0f\ufe0f", "\u180e", "म\u200d\u200d"]
)
def test_where_writing_does_not_need_them_joiners_and_selectors_are_shown(text):
    assert "⟦U+" in visible(text)
