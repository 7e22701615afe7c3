import json
from datetime import timedelta
from pathlib import Path

import pytest


@pytest.fixture
def entry(learnlog, home):
    (home / "log.txt").write_text("attached")
    return json.loads(learnlog("add", "Undo a commit", "--attach", "log.txt", "--json").out)


def test_an_entry_goes_with_what_was_attached_to_it(learnlog, entry):
    result = learnlog("rm", "@last", "--yes")
    assert result.out == f"removed {entry['id']}  Undo a commit\n"
    assert "learnlog undo" in result.err
    assert not (learnlog.journal / "2026").exists()


def test_without_a_terminal_it_needs_a_yes(learnlog, entry):
    assert "--yes" in learnlog("rm", "@last", status=4).err
    assert Path(entry["path"]).exists()


def test_several_go_at_once_and_come_back_at_once(learnlog, entry):
    learnlog.now += timedelta(minutes=1)
    learnlog("add", "another")
    removed = json.loads(learnlog("rm", "@last", entry["id"], "-y", "--json").out)
    assert [each["title"] for each in removed["removed"]] == ["another", "Undo a commit"]
    learnlog("undo")
    assert len(list(learnlog.journal.rglob("2026-*.md"))) == 2
    assert (Path(entry["path"]).parent / entry["id"] / "log.txt").read_text() == "attached"


def test_one_ref_that_is_wrong_stops_all(learnlog, entry):
    learnlog("rm", "@last", "zzzz", "--yes", status=1)
    assert Path(entry["path"]).exists()
