import json
from pathlib import Path

import pytest

from support import git


@pytest.fixture
def entry(learnlog):
    return json.loads(learnlog("add", "Undo a commit", "--json").out)


def test_several_fields_are_set_in_one_commit(learnlog, entry):
    learnlog("set", "@last", "status=proven", "tags=git, undo", "customer=ACME", "project=")
    text = Path(entry["path"]).read_text()
    assert "status: proven\n" in text
    assert "tags: [git, undo]\n" in text
    assert git(learnlog.journal, "rev-list", "--count", "HEAD") == "2"


def test_dates_are_read_as_words_and_written_with_their_offset(learnlog, entry):
    learnlog("set", "@last", "date=yesterday 17:00")
    assert "date: 2026-11-22T17:00:00+01:00\n" in Path(entry["path"]).read_text()


def test_the_record_is_what_the_entry_has_become(learnlog, entry):
    record = json.loads(learnlog("set", "@last", "title=New", "--json").out)
    assert record == {**entry, "title": "New"}


@pytest.mark.parametrize("words", ["id=abc", "status=answered", "date=nonsense", "title", ""])
def test_what_is_not_allowed_is_wrong_usage(learnlog, entry, words):
    before = Path(entry["path"]).read_text()
    assert "learnlog set --help" in learnlog("set", "@last", words, status=2).err
    assert Path(entry["path"]).read_text() == before


def test_setting_what_is_so_already_says_so(learnlog, entry):
    assert "nothing changed" in learnlog("set", "@last", "title=Undo a commit").err


def test_an_entry_that_is_not_there_is_not_found(learnlog):
    learnlog("set", "@last", "title=x", status=1)
