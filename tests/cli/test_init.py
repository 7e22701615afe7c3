import json

import pytest

from support import git


def test_a_journal_is_made_where_the_settings_say(learnlog):
    result = learnlog("init")
    assert result.out == f"the journal is in {learnlog.journal}\n"
    assert "learnlog add" in result.err
    assert (learnlog.journal / ".git").is_dir()


def test_doing_it_again_changes_nothing(learnlog):
    learnlog("init")
    learnlog("add", "one")
    result = learnlog("init")
    assert "made" not in result.err
    assert git(learnlog.journal, "rev-list", "--count", "HEAD") == "1"


def test_another_folder_is_made_and_how_to_use_it_is_told(learnlog, home):
    result = learnlog("init", "notes/work")
    assert result.out == f"the journal is in {home / 'notes/work'}\n"
    assert f"learnlog config set journal {home / 'notes/work'}" in result.err


def test_entries_that_are_there_are_committed(learnlog):
    learnlog.journal.mkdir()
    (learnlog.journal / "old.md").write_text("words")
    learnlog("init")
    assert git(learnlog.journal, "ls-files") == "old.md"


def test_a_folder_of_a_larger_repository_is_committed_there(learnlog, home):
    git(home, "init", "--quiet")
    (home / "a/b").mkdir(parents=True)
    result = learnlog("init", "a/b")
    assert f"part of the repository {home}," in result.err
    assert not (home / "a/b/.git").exists()


def test_the_record_says_where_and_whether_it_is_new(learnlog):
    expected = {"journal": str(learnlog.journal), "made": True, "repository": str(learnlog.journal)}
    assert json.loads(learnlog("init", "--json").out) == expected
    assert json.loads(learnlog("init", "--json").out) == {**expected, "made": False}


@pytest.mark.parametrize("status", [3])
def test_a_bare_repository_is_refused_with_what_to_do(learnlog, home, status):
    git(home, "init", "--quiet", "--bare", "bare")
    assert "git clone" in learnlog("init", "bare", status=status).err


def test_a_file_in_the_way_is_refused(learnlog, home):
    (home / "file").write_text("")
    learnlog("init", "file", status=2)
