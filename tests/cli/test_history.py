import json
from pathlib import Path

import pytest

from support import git


@pytest.fixture
def path(learnlog):
    path = json.loads(learnlog("add", "Undo a commit", "--json").out)["path"]
    learnlog("tag", "@last", "+git")
    return Path(path)


def test_each_change_is_a_line_the_newest_first(learnlog, path):
    lines = [line.split("\t") for line in learnlog("history", "@last").out.splitlines()]
    assert [line[1].split()[0] for line in lines] == ["tag", "add"]
    assert lines[0][0] == "2026-11-23T14:30:15+01:00"
    assert lines[0][2] == "Ann Lee"


def test_it_reaches_back_behind_a_renaming(learnlog, path):
    git(learnlog.journal, "mv", str(path), "[moved] :by hand.md")
    git(learnlog.journal, "commit", "-m", "move")
    record = json.loads(learnlog("history", "@last", "--json").out)
    assert [each["subject"].split()[0] for each in record["commits"]] == ["move", "tag", "add"]


def test_the_patch_shows_what_changed(learnlog, path):
    assert "+tags: [git]" in learnlog("history", "@last", "-p").out.splitlines()


def test_what_could_harm_a_terminal_is_made_visible(learnlog, path, home):
    path.write_text(path.read_text() + "\x1b[31m")
    git(learnlog.journal, "commit", "-am", "by hand \x1b]0;x\x07")
    for words in (["-p"], [], ["--json"]):
        assert "\x1b" not in learnlog("history", "@last", *words).out


def test_a_file_in_no_commit_has_no_history(learnlog, path):
    (learnlog.journal / "by-hand.md").write_text("words")
    assert "in no commit yet" in learnlog("history", "./learnlog/by-hand.md", status=1).err
