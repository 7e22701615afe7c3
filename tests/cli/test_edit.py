import json
import re
from pathlib import Path

import pytest

from support import editor, git


@pytest.fixture
def path(learnlog):
    return Path(json.loads(learnlog("add", "Undo a commit", "--json").out)["path"])


def test_what_is_saved_in_the_editor_is_one_commit(learnlog, path, home):
    result = learnlog("edit", "@last", EDITOR=editor(home, 'sed -i "s/Undo/Redo/" "$1"'))
    assert result.out.endswith("  Redo a commit\n")
    assert git(learnlog.journal, "log", "-1", "--format=%s").endswith(": Redo a commit")
    assert git(learnlog.journal, "status", "--short") == ""


def test_the_entrys_own_file_is_opened(learnlog, path, home):
    learnlog("edit", "@last", EDITOR=editor(home, 'echo "$1" > opened'))
    assert Path((home / "opened").read_text().strip()) == path


def test_an_unchanged_entry_is_no_commit(learnlog, path, home):
    result = learnlog("edit", "@last", EDITOR="true")
    assert (result.err, result.out) == ("nothing changed\n", "")
    assert json.loads(learnlog("edit", "@last", "--json", EDITOR="true").out)["path"] == str(path)
    assert git(learnlog.journal, "rev-list", "--count", "HEAD") == "1"


def test_front_matter_that_does_not_parse_is_kept_committed_and_named(learnlog, path, home):
    result = learnlog("edit", str(path), EDITOR=editor(home, 'sed -i "s/^kind:.*/kind: [/" "$1"'))
    assert "line " in result.err
    assert "kept as you left it" in result.err
    assert re.search(
        r"its id \w{10} cannot be read until that is mended; till then it is \w+, made", result.err
    )
    assert "kind: [" in git(learnlog.journal, "show", f"HEAD:{path.relative_to(learnlog.journal)}")


def test_what_was_saved_before_a_crash_is_kept_and_committed(learnlog, path, home):
    script = editor(home, 'echo "half a thought" >> "$1"; kill -9 $$')
    result = learnlog("edit", "@last", status=3, EDITOR=script)
    assert "was killed" in result.err
    assert "undo takes it back" in result.err
    assert "half a thought" in path.read_text()
    assert git(learnlog.journal, "status", "--short") == ""


def test_an_editor_that_cannot_be_run_changes_nothing(learnlog, path):
    before = path.read_text()
    assert "config set editor" in learnlog("edit", "@last", status=3, EDITOR="no-such-editor").err
    assert path.read_text() == before


@pytest.mark.parametrize("deed", [': > "$1"', 'rm "$1"', ': > "$1"; exit 1'])
def test_an_entry_that_the_editor_emptied_or_deleted_is_put_back(learnlog, path, home, deed):
    before = path.read_text()
    path.chmod(0o644)
    learnlog("edit", "@last", status=None, EDITOR=editor(home, deed))
    assert (path.read_text(), path.stat().st_mode & 0o777) == (before, 0o644)
    assert git(learnlog.journal, "rev-list", "--count", "HEAD") == "1"


def test_losing_the_id_is_told(learnlog, path, home):
    assert "links to that" in learnlog("edit", "@last", EDITOR=editor(home, 'sed -i "/^id:/d" "$1"')).err
