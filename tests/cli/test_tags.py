import json

import pytest

from learnlog import revise
from support import git


@pytest.fixture
def entries(learnlog):
    learnlog("add", "one", "-t", "git", "-t", "undo")
    learnlog("add", "two", "-t", "Git", "-t", "vcs")
    learnlog("add", "three", "-t", "undo")


def test_tags_are_counted_the_most_used_first(learnlog, entries):
    assert learnlog("tags").out == "2\tundo\n1\tGit\n1\tgit\n1\tvcs\n"


def test_the_record_counts_too(learnlog, entries):
    record = json.loads(learnlog("tags", "--json").out)
    assert (record["total"], record["tags"][0]) == (4, {"tag": "undo", "count": 2})


def test_renaming_changes_every_entry_in_one_commit_and_merges(learnlog, entries):
    assert learnlog("tags", "rename", "GIT", "vcs").out == "renamed GIT to vcs in 2 entries\n"
    assert learnlog("tags").out == "2\tundo\n2\tvcs\n"
    assert git(learnlog.journal, "log", "-1", "--format=%s") == "tags rename GIT to vcs in 2 entries"


def test_a_renaming_can_be_undone(learnlog, entries):
    before = learnlog("tags").out
    learnlog("tags", "rename", "undo", "x")
    learnlog("undo")
    assert learnlog("tags").out == before


def test_a_tag_that_is_nowhere_is_not_found(learnlog, entries):
    assert "has the tag nowhere" in learnlog("tags", "rename", "nowhere", "x", status=1).err


def test_a_tag_that_another_command_renamed_first_is_not_found(learnlog, entries, monkeypatch):
    rename = revise.rename_tag

    def second(journal, paths, old, *more):
        rename(journal, paths, old, "other")
        return rename(journal, paths, old, *more)

    monkeypatch.setattr(revise, "rename_tag", second)
    result = learnlog("tags", "rename", "undo", "x", status=1)
    assert "has the tag undo any more" in result.err
    assert result.out == ""


def test_a_tag_is_not_renamed_to_itself(learnlog, entries):
    assert "called that already" in learnlog("tags", "rename", "git", "git", status=2).err


def test_a_journal_without_tags_says_so(learnlog):
    learnlog("tags", status=1)
    assert json.loads(learnlog("tags", "--json", status=1).out) == {"total": 0, "tags": []}


def test_the_new_name_must_be_one(learnlog, entries):
    learnlog("tags", "rename", "git", "#", status=2)
