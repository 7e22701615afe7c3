import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.escaping import plain


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a_b *c* [d](e)", r"a\_b \*c\* \[d\](e)"),
        ("two\n\n# lines", r"two \# lines"),
        ("un\u200bseen\u202e \U0001f469\u200d\U0001f467", "unseen \U0001f469\u200d\U0001f467"),
    ],
)
def test_what_markdown_would_take_for_a_sign_is_escaped(words, expected):
    assert plain(words) == expected


@given(st.text("ab*_`[]()<>&#|~!\\\n "))
def test_markdown_makes_nothing_but_text_of_it(words):
    assert "<" not in plain(words).replace("\\<", "")
    assert "\n" not in plain(words)
