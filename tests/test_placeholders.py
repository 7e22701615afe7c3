import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.guard import Names, Placeholders, inspect_text

NAMES = Names(["atlas"])
TEXT = "password: aB3xK9!7, then aB3xK9!7 at wiki.corp for Atlas and ATLAS, by anna@kunde.de"


def replaced(text):
    return Placeholders(inspect_text(text, "a.md", NAMES), NAMES).put_into(text)


def test_each_thing_found_has_its_own_placeholder():
    expected = (
        "password: PASSWORD_1, then PASSWORD_1 at HOST_NAME_1 for NAME_1 and NAME_1, by E_MAIL_ADDRESS_1"
    )
    assert replaced(TEXT) == expected
    assert replaced(f"{TEXT}, bob@kunde.de").endswith("E_MAIL_ADDRESS_1, E_MAIL_ADDRESS_2")


def test_a_part_of_a_word_is_left_alone_unless_it_is_secret():
    assert replaced("atlas atlases") == "NAME_1 atlases"
    assert replaced("password: aB3xK9!7 XaB3xK9!7X") == "password: PASSWORD_1 XPASSWORD_1X"


def test_a_private_key_goes_as_a_whole():
    rule = "-----{} RSA PRIVATE " + "KEY-----"
    key = "\n".join(["MIIEowIBAAKCAQEA7bq3Jt0Yw9Xz" * 2] * 40)
    text = f"{rule.format('BEGIN')}\n{key}\n{rule.format('END')}\n"
    assert replaced(text) == f"{rule.format('BEGIN')}\nPRIVATE_KEY_1\n{rule.format('END')}\n"


pieces = st.sampled_from([*TEXT.split(), "password:", "\n", "token=", "a", "10.1.2.3", "+49 30 901820"])


@given(st.lists(pieces).map(" ".join))
def test_the_guard_lets_placeholders_pass(text):
    assert list(inspect_text(replaced(text), "a.md", NAMES)) == []


@pytest.mark.parametrize("text", ["", "nothing\u200d to see", "a\r\nb"])
def test_a_text_without_findings_stays_as_it_is(text):
    assert Placeholders(inspect_text(TEXT, "a.md", NAMES), NAMES).put_into(text) == text
