import json
from pathlib import Path

from support import git


def test_the_last_change_is_taken_back_and_named(learnlog):
    learnlog("add", "Undo a commit")
    result = learnlog("undo")
    assert result.out.startswith("undid: add ")
    assert list(learnlog.journal.rglob("*.md")) == []


def test_the_record_names_commit_and_files(learnlog):
    path = json.loads(learnlog("add", "Undo a commit", "--json").out)["path"]
    commit = git(learnlog.journal, "rev-parse", "HEAD")
    record = json.loads(learnlog("undo", "--json").out)
    assert (record["commit"], record["paths"]) == (commit, [path])
    assert record["undid"].endswith(": Undo a commit")


def test_undo_after_undo_takes_back_the_change_before(learnlog):
    learnlog("add", "one")
    learnlog("tag", "@last", "+x")
    assert [learnlog("undo").out.split()[1] for _ in range(2)] == ["tag", "add"]
    assert "nothing to undo" in learnlog("undo", status=1).err


def test_a_file_that_was_changed_since_is_named_and_left(learnlog):
    path = json.loads(learnlog("add", "one", "--json").out)["path"]
    with Path(path).open("a") as file:
        file.write("by hand")
    result = learnlog("undo", status=3)
    assert "has been changed since" in result.err
    assert Path(path).read_text().endswith("by hand")


def test_without_a_journal_nothing_is_made(learnlog):
    learnlog("undo", status=1)
    assert not learnlog.journal.exists()
