import fcntl
import json
import os
from pathlib import Path

import pytest

from learnlog.errors import ChangedMeanwhile, Unusable, WouldOverwrite
from learnlog.journal import Journal
from learnlog.store import digest
from support import NOW, git

PATH = "2026/11/2026-11-23-one-k3f9.md"


class Told(list):
    """What the journal said."""


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def journal(tmp_path, told):
    return Journal(tmp_path / "journal", NOW, told.append)


def write(journal, text="text", path=PATH, summary="add one"):
    with journal.change(summary) as change:
        change.write(path, text)


def subjects(journal):
    return git(journal.root, "log", "--format=%s").splitlines()


def read(journal, path=PATH):
    return (journal.root / path).read_bytes()


def test_the_first_change_makes_the_journal_and_says_where(journal, told):
    write(journal)
    assert told == [f"made the journal {journal.root}"]
    assert (journal.root.stat().st_mode & 0o777) == 0o700
    assert subjects(journal) == ["add one"]


def is_held(path):
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def test_of_several_first_commands_one_begins(tmp_path):
    held = []
    journal = Journal(tmp_path / "journal", NOW, lambda _: held.append(is_held(tmp_path / "journal")))
    journal.begin()
    assert held == [True]
    assert not is_held(journal.root)


def test_a_change_keeps_others_waiting(journal):
    with journal.change("add") as change:
        change.write(PATH, "text")
        assert is_held(journal.root / ".git/learnlog/lock")
    assert not is_held(journal.root / ".git/learnlog/lock")


def test_beginning_again_changes_nothing(journal, told):
    write(journal)
    del told[:]
    journal.begin()
    assert told == []
    assert subjects(journal) == ["add one"]


def test_entries_that_were_there_are_committed(journal, told):
    (journal.root / "sub").mkdir(parents=True)
    (journal.root / "sub/note.md").write_text("by hand")
    (journal.root / "other.txt").write_text("no entry")
    write(journal)
    assert "it had 1 entries" in told[0]
    assert subjects(journal) == ["add one", "init: 1 entries that were there"]
    assert git(journal.root, "status", "--porcelain") == "?? other.txt"


def test_a_change_is_one_commit_of_all_it_wrote(journal):
    write(journal)
    with journal.change("several") as change:
        change.write("b.md", "b")
        change.put("c.bin", b"\0")
        change.remove(PATH, digest(b"text"))
    assert subjects(journal) == ["several", "add one"]
    assert git(journal.root, "ls-files").split() == ["b.md", "c.bin"]


def test_the_block_can_say_what_it_did(journal):
    with journal.change("add") as change:
        change.write(PATH, "text")
        change.summary = "add k3f9: One"
    assert subjects(journal) == ["add k3f9: One"]


def test_a_change_of_nothing_is_no_commit(journal):
    write(journal)
    with journal.change("nothing") as change:
        assert change.is_empty
    assert subjects(journal) == ["add one"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, Unusable("x")])
def test_a_block_that_fails_leaves_everything_as_it_was(error, journal):
    write(journal)

    def fail():
        with journal.change("fails") as change:
            change.write("new/b.md", "b")
            change.put(PATH, b"changed")
            change.put(PATH, None)
            change.put(PATH, b"again")
            raise error

    with pytest.raises((ValueError, KeyboardInterrupt, Unusable)):
        fail()
    assert read(journal) == b"text"
    assert not (journal.root / "new").exists()
    assert git(journal.root, "status", "--porcelain") == ""
    assert subjects(journal) == ["add one"]


def test_a_file_is_never_overwritten_unseen(journal):
    write(journal)
    with pytest.raises(WouldOverwrite):
        write(journal, "other")
    with pytest.raises(ChangedMeanwhile), journal.change("set") as change:
        change.write(PATH, "other", against=digest(b"what it never was"))
    assert read(journal) == b"text"


def test_putting_back_keeps_the_permissions(journal):
    write(journal)
    (journal.root / PATH).chmod(0o644)
    with journal.change("put") as change:
        change.put(PATH, b"other")
    assert (journal.root / PATH).stat().st_mode & 0o777 == 0o644


def test_what_an_editor_wrote_is_adopted_and_never_taken_back(journal):
    write(journal)
    (journal.root / PATH).write_text("by hand")
    with pytest.raises(ZeroDivisionError), journal.change("edit") as change:  # noqa: PT012
        change.adopt(PATH)
        raise ZeroDivisionError
    assert read(journal) == b"by hand"
    (journal.root / PATH).write_text("by hand again")
    with journal.change("edit") as change:
        change.adopt(PATH)
    assert subjects(journal)[0] == "edit"
    assert git(journal.root, "status", "--porcelain") == ""


def test_a_change_by_hand_elsewhere_is_left_alone(journal):
    write(journal)
    write(journal, path="b.md")
    (journal.root / "b.md").write_text("by hand")
    with journal.change("set") as change:
        change.write(PATH, "other", against=digest(b"text"))
    assert git(journal.root, "status", "--porcelain") == " M b.md"


def test_the_date_of_a_note_without_one_is_its_first_commit_s(journal):
    write(journal, path="note.md")
    assert Journal(journal.root, NOW, print).store.open("note.md").entry.date == NOW


def test_a_journal_whose_folder_is_a_file_is_unusable(tmp_path, told):
    (tmp_path / "file").write_text("")
    with pytest.raises(Unusable):
        write(Journal(tmp_path / "file/journal", NOW, told.append))


def test_a_path_that_is_a_folder_cannot_be_written(journal):
    write(journal)
    with pytest.raises(Unusable, match="Is a directory"), journal.change("put") as change:
        change.put("2026", b"x")
    assert git(journal.root, "status", "--porcelain") == ""


def test_undo_brings_back_what_was_written_by_hand_before_the_command(learnlog):
    entry = json.loads(learnlog("add", "A lesson", "--json").out)
    path = Path(entry["path"])
    path.write_text(path.read_text() + "\nmy long paragraph, by hand\n")
    by_hand = path.read_text()
    learnlog("set", entry["id"], "status=proven")
    learnlog("undo")
    assert path.read_text() == by_hand


def test_undo_brings_back_a_file_that_git_did_not_know(learnlog):
    learnlog("add", "A lesson")
    path = learnlog.journal / "by-hand.md"
    path.write_text("---\nid: handmade1\n---\nnever committed\n")
    learnlog("tag", "handmade1", "+git")
    learnlog("undo")
    assert path.read_text() == "---\nid: handmade1\n---\nnever committed\n"


def test_what_could_not_be_committed_is_no_part_of_the_next_change(learnlog):
    learnlog("add", "First")
    merge = learnlog.journal / ".git/MERGE_HEAD"
    merge.write_text(git(learnlog.journal, "rev-parse", "HEAD") + "\n")
    waiting = Path(json.loads(learnlog("add", "Waiting", "--json").out)["path"])
    merge.unlink()
    learnlog("add", "Third")
    learnlog("undo")
    assert waiting.exists()


def test_a_damaged_repository_is_not_begun_anew(learnlog):
    learnlog("add", "First")
    (learnlog.journal / ".git/HEAD").unlink()
    failed = learnlog("add", "Second", status=3)
    assert "is damaged" in failed.err
    assert not (learnlog.journal / ".git/HEAD").exists()


def test_taking_back_spares_what_others_wrote_meanwhile(learnlog):
    learnlog("add", "First")
    journal = Journal(learnlog.journal, NOW, print)

    def fail():
        with journal.change("x") as change:
            change.write("mine.md", "one")
            change.write("other.md", "one")
            (learnlog.journal / "other.md").write_text("two")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not (learnlog.journal / "mine.md").exists()
    assert (learnlog.journal / "other.md").read_text() == "two"


def test_a_line_is_put_behind_what_is_there(journal):
    with journal.change("one") as change:
        change.append("log.jsonl", b"one")
        change.append("log.jsonl", b"two")
    assert read(journal, "log.jsonl") == b"one\ntwo\n"
    assert subjects(journal) == ["one"]  # what the change itself wrote is not taken for somebody's by hand


def test_a_line_is_taken_back_with_its_change(journal):
    def fail():
        with journal.change("one") as change:
            change.append("log.jsonl", b"one")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert not (journal.root / "log.jsonl").exists()


def test_what_cannot_be_written_is_not_said_to_be_uncommitted(journal, told):
    write(journal)
    lock = journal.root / ".git/learnlog/lock"
    lock.unlink()
    lock.mkdir()
    with pytest.raises(WouldOverwrite):
        write(journal)
    assert not any("committed" in each for each in told)
    write(journal, path="2026/11/2026-11-23-two-k3fa.md")
    assert "this will not be committed: " in told[-1]
