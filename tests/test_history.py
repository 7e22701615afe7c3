import subprocess
import sys

import pytest

from learnlog.errors import ChangedMeanwhile, NothingFound, Unusable
from learnlog.history import History
from learnlog.journal import Journal
from learnlog.repository import find
from support import NOW, git


@pytest.fixture
def journal(tmp_path):
    journal = Journal(tmp_path / "journal", NOW, lambda _: None)
    journal.begin()
    return journal


@pytest.fixture
def history(journal) -> History:
    return journal.history


def change(journal, files, summary="add x"):
    with journal.change(summary) as made:
        for path, data in files.items():
            made.put(path, data)


def announce(history, path):
    with history.alone():
        history.announce(path)


def before(history):
    return dict(history.last().before)


def test_there_is_nothing_to_undo_at_first(history):
    with pytest.raises(NothingFound):
        history.last()


def test_the_last_change_tells_what_was_before(journal, history):
    change(journal, {"a.md": b"1\r\n", "b.md": b"2"})
    change(journal, {"a.md": b"3", "b.md": None, "n\new.md": b"4"})
    assert before(history) == {"a.md": b"1\r\n", "b.md": b"2", "n\new.md": None}


def test_what_was_there_before_learnlog_is_nothing_to_undo(tmp_path):
    (tmp_path / "j").mkdir()
    (tmp_path / "j/note.md").write_text("by hand")
    journal = Journal(tmp_path / "j", NOW, lambda _: None)
    journal.begin()
    with pytest.raises(NothingFound):
        journal.history.last()


def test_commits_by_hand_are_passed_over(journal, history):
    change(journal, {"a.md": b"1"})
    git(journal.root, "commit", "-q", "--allow-empty", "-m", "by hand")
    assert before(history) == {"a.md": None}


def test_a_change_that_was_taken_back_is_not_the_last(journal, history):
    change(journal, {"a.md": b"1"}, "add a")
    change(journal, {"b.md": b"2"}, "add b")
    with journal.change("undo add b") as made:
        made.undoes = history.last().commit.name
        made.put("b.md", None)
    assert before(history) == {"a.md": None}


@pytest.mark.parametrize(("now", "happened"), [(b"by hand", "changed"), (None, "moved or removed")])
def test_a_file_changed_since_stands_in_the_way(now, happened, journal, history):
    change(journal, {"a.md": b"1"})
    if now:
        (journal.root / "a.md").write_bytes(now)
    else:
        (journal.root / "a.md").rename(journal.root / "moved.md")
    with pytest.raises(ChangedMeanwhile, match=happened):
        history.last()


def test_what_was_announced_and_not_recorded_is_committed_before_the_next(journal, history):
    announce(history, "late.md")
    (journal.root / "late.md").write_text("late")
    change(journal, {"a.md": b"1"})
    assert git(journal.root, "log", "--format=", "--name-only").split() == ["a.md", "late.md"]


def test_settling_commits_what_is_left_once(journal, history):
    announce(history, "late.md")
    (journal.root / "late.md").write_text("late")
    history.settle()
    history.settle()
    assert git(journal.root, "log", "--format=%s") == "keep what was not committed yet"


def test_settling_what_is_the_same_is_no_commit(journal, history):
    change(journal, {"a.md": b"1"})
    announce(history, "a.md")
    announce(history, "never there.md")
    history.settle()
    assert git(journal.root, "rev-list", "--count", "HEAD") == "1"


KILLED = """import os, sys
from datetime import UTC, datetime
from pathlib import Path
from learnlog.journal import Journal
with Journal(Path(sys.argv[1]), datetime.now(UTC), print).change("add") as change:
    change.put("killed.md", b"its text")
    os.kill(os.getpid(), 9)
"""


def test_a_change_killed_between_writing_and_commit_goes_with_the_next(journal):
    done = subprocess.run([sys.executable, "-c", KILLED, journal.root], check=False)
    assert done.returncode == -9
    assert git(journal.root, "status", "--porcelain") == "?? killed.md"
    change(journal, {"a.md": b"1"})
    assert git(journal.root, "ls-files").split() == ["a.md", "killed.md"]
    assert git(journal.root, "status", "--porcelain") == ""


def test_a_file_that_cannot_be_read_leaves_the_rest_for_later(journal, history):
    announce(history, "loop.md")
    (journal.root / "loop.md").symlink_to("loop.md")
    with pytest.raises(Unusable, match="cannot read"):
        history.record("add")


def test_the_log_of_a_file_follows_a_rename(journal, history):
    change(journal, {"a.md": b"the same text\n" * 9}, "add a")
    git(journal.root, "mv", "a.md", "b.md")
    git(journal.root, "commit", "-qm", "by hand")
    assert [commit.subject for commit in history.log("b.md")] == ["by hand", "add a"]
    assert [commit.subject for commit in history.log()] == ["by hand", "add a"]
    assert b"+the same text" in history.patches("b.md")


def test_a_path_with_wild_cards_is_that_path_only(journal, history):
    change(journal, {"a.md": b"1"}, "add a")
    change(journal, {"*.md": b"2"}, "add star")
    assert [commit.subject for commit in history.log("*.md")] == ["add star"]


def test_a_long_summary_is_cut_and_ends_with_trailers(journal):
    change(journal, {"a.md": b"1"}, "add " + "word " * 30)
    subject, _, trailer = git(journal.root, "log", "-1", "--format=%B").rstrip().splitlines()
    assert len(subject) == 72
    assert subject.endswith("…")
    assert trailer == "Learnlog-Change: add"


def test_two_places_of_one_repository_share_what_is_left(journal):
    (journal.root / "sub").mkdir()
    place = find(journal.root / "sub")
    assert place is not None
    announce(History(place, NOW), "x.md")
    (journal.root / "sub/x.md").write_text("x")
    change(journal, {"a.md": b"1"})
    assert git(journal.root, "ls-files").split() == ["a.md", "sub/x.md"]
