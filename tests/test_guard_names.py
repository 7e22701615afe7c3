"""Names that never leave: whole words, in every spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.guard import Names, Weight, inspect, inspect_text

NAMES = Names(["Acme Corp", "Müller", "東京商事", "atlas"], {"annlee": "user name", "root": "user name"})


def names(text):
    return [finding.found for finding in inspect_text(text, "a.md", NAMES)]


@pytest.mark.parametrize(
    "text",
    [
        "ACME Corp", "acme-corp", "AcmeCorp", "acme_corp", "acme\ncorp", "ＡＣＭＥ corp",
        "MÜLLER", "Mu\u0308ller", "東京商事", "Atlas",
    ],
)  # fmt: skip
def test_a_name_is_found_in_every_spelling(text):
    assert names(f"for {text}, again") == [text]
    assert names(f"db_{text}_2") == [text]


@pytest.mark.parametrize("text", ["acmecorporate", "Müllers", "atlases", "xatlas", "acme, a corp", "mull"])
def test_a_part_of_a_word_is_no_name(text):
    assert names(text) == []


def test_a_word_ends_inside_of_a_compound():
    assert names("AtlasBilling getAtlas 東京商事の人") == ["Atlas", "Atlas", "東京商事"]


def test_a_name_stops_and_is_found_in_a_file_s_name_too():
    (finding,) = inspect({"lessons/ann/x-acme-corp.md": b"text"}, NAMES)
    assert (finding.line, finding.weight, finding.stops) == (0, Weight.NAME, True)


def test_one_s_own_name_is_a_warning_unless_everybody_has_it():
    (finding,) = inspect_text("annlee and root", "a.md", NAMES)
    assert (finding.found, finding.kind, finding.stops) == ("annlee", "user name", False)


def test_all_spellings_are_one_name():
    assert len({finding.key for finding in inspect_text("ATLAS Atlas atlas", "a.md", NAMES)}) == 1


@given(st.text(), st.text())
def test_a_name_between_spaces_is_always_found(before, after):
    found = list(inspect_text(f"{before} ünïq {after}", "a.md", Names(["ÜNÏQ"])))
    assert found
