import os
import signal

import pytest

from learnlog import editor
from learnlog.errors import Unusable
from support import editor as script


def edit(folder, command, text="before", *, precious=False):
    """What the editor made of `text`."""
    with editor.edited(text, command, folder / "drafts/a.md", precious=precious) as result:
        return result


def drafts(folder):
    """What is kept in the drafts folder."""
    return [path.read_text() for path in (folder / "drafts").iterdir()]


def test_what_the_editor_saved_comes_back_and_no_draft_stays(tmp_path):
    assert edit(tmp_path, script(tmp_path, 'printf "after\\r\\n" > "$1"')) == "after\r\n"
    assert drafts(tmp_path) == []


def test_a_text_that_is_not_utf8_comes_back_as_it_was(tmp_path):
    assert edit(tmp_path, script(tmp_path, "true"), "\udcff") == "\udcff"


@pytest.mark.parametrize("deed", ['rm "$1"', ': > "$1"'])
def test_a_file_that_was_emptied_or_deleted_is_an_empty_text(tmp_path, deed):
    assert edit(tmp_path, script(tmp_path, deed)) == ""
    assert drafts(tmp_path) == []


@pytest.mark.parametrize(
    ("end", "words"), [("exit 3", "status 3"), ("kill -9 $$", "Killed"), ("kill -SEGV $$", "fault")]
)
def test_what_was_written_before_a_crash_is_kept_and_the_hint_says_where(tmp_path, end, words):
    with pytest.raises(Unusable, match=words) as raised:
        edit(tmp_path, script(tmp_path, f'echo typed > "$1"; {end}'))
    assert drafts(tmp_path) == ["typed\n"]
    assert str(tmp_path / "drafts/a.md") in raised.value.hint


def test_an_untouched_template_is_not_kept_after_a_crash_but_a_given_text_is(tmp_path):
    for precious in (False, True):
        with pytest.raises(Unusable):
            edit(tmp_path, "false", precious=precious)
        assert drafts(tmp_path) == ["before"] * precious


def test_a_text_is_kept_when_what_follows_the_editor_fails(tmp_path):
    command = script(tmp_path, 'echo typed > "$1"')
    with pytest.raises(Unusable) as raised, editor.edited("", command, tmp_path / "drafts/a.md"):
        raise Unusable("the disk is full", "free some space")
    assert drafts(tmp_path) == ["typed\n"]
    assert raised.value.hint.startswith("free some space\nwhat you wrote is kept in")


@pytest.mark.parametrize("command", ["no-such-editor --wait", "", "'unclosed"])
def test_an_editor_that_cannot_be_run_is_named_with_what_to_do(tmp_path, command):
    with pytest.raises(Unusable, match="cannot be run") as raised:
        edit(tmp_path, command)
    assert "config set editor" in raised.value.hint
    assert drafts(tmp_path) == []


def test_a_command_with_words_gets_them_before_the_file(tmp_path):
    command = script(tmp_path, '[ "$1 $2" = "--wait a b" ] && echo "$3" > "$3"')
    assert edit(tmp_path, f"{command} --wait 'a b'").endswith("drafts/a.md\n")


def test_an_interrupt_while_the_editor_runs_is_the_editors(tmp_path):
    command = script(tmp_path, f'kill -INT {os.getpid()}; echo typed > "$1"')
    before = signal.getsignal(signal.SIGINT)
    assert edit(tmp_path, command) == "typed\n"
    assert signal.getsignal(signal.SIGINT) is before
