"""After `add` on a terminal: what is very near, and whether it is the same thing again."""

import contextlib
import os
import pty
import select
import subprocess
import sys

import pytest

from learnlog import events
from support import git

OLD = "Undo the last commit but keep the work. git reset --soft HEAD~1 moves the branch back"
AGAIN = "Keep the work and undo the last commit. It is git reset --soft HEAD~1"
QUESTION = b"same thing again?"


@pytest.fixture(autouse=True)
def old(learnlog):
    """The id of an entry that was written before, and that the index knows."""
    entry_id = learnlog("add", OLD).out.split()[1]
    learnlog("list")
    return entry_id


def in_terminal(learnlog, *words, key=b"", **env):
    """What a person sees who runs that in a terminal and presses `key` at the question; it must end well."""
    ours, terminal = pty.openpty()
    path = os.pathsep.join(sys.path)
    environment = {**os.environ, "HOME": str(learnlog.home), "PYTHONPATH": path, "TERM": "dumb", **env}
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), terminal)
    command = [sys.executable, "-m", "learnlog", *words]
    with subprocess.Popen(command, env=environment, **streams) as process:
        os.close(terminal)
        seen = b""
        with contextlib.suppress(OSError):  # as Linux says that the other side is closed
            while True:
                if select.select([ours], [], [], 0.3)[0]:
                    seen += os.read(ours, 65536)
                elif QUESTION in seen:  # a key is lost that comes before it is waited for
                    os.write(ours, key)
    os.close(ours)
    assert process.returncode == 0, seen.decode()
    return seen.decode()


def subjects(learnlog):
    return git(learnlog.journal, "log", "--format=%s").splitlines()


def entries(learnlog):
    return sorted(path.read_text() for path in learnlog.journal.glob("20*/*/*.md"))


def test_what_is_very_near_is_named_and_going_on_changes_nothing(learnlog, old):
    seen = in_terminal(learnlog, "add", AGAIN, key=b"\r")
    assert f"see also {old[:6]}  2026-11-23  Undo the last commit but keep the work" in seen
    assert f"[e]xtend {old[:6]}" in seen
    assert len(subjects(learnlog)) == 2


def test_it_can_extend_the_old_one(learnlog, old):
    assert f"{old[:6]} is extended" in in_terminal(learnlog, "add", AGAIN, key=b"e")
    (text,) = entries(learnlog)
    assert text.rstrip().endswith("Keep the work and undo the last commit\n\nIt is git reset --soft HEAD~1")
    assert [event.kind for event in events.read(learnlog.journal)] == ["repeated"]
    learnlog("undo")
    assert len(entries(learnlog)) == 2


def test_it_can_be_noted_that_it_came_back(learnlog, old):
    assert f"{old[:6]} came back" in in_terminal(learnlog, "add", AGAIN, key=b"R")
    assert any(f"related: [{old}]" in text for text in entries(learnlog))
    assert [event.entry for event in events.read(learnlog.journal)] == [old]


@pytest.mark.parametrize("key", [b"\x03", b"\x04", b"x"])
def test_any_other_key_and_breaking_off_mean_to_go_on(key, learnlog):
    in_terminal(learnlog, "add", AGAIN, key=key)
    assert len(entries(learnlog)) == len(subjects(learnlog)) == 2


def test_an_entry_with_files_extends_none(learnlog, home):
    (home / "a.txt").write_text("a")
    assert "[e]xtend" not in in_terminal(learnlog, "add", AGAIN, "--attach", "a.txt", key=b"\r")


@pytest.mark.parametrize(
    ("words", "env"),
    [(("add",), {"LEARNLOG_ADD_NEAR": "tell"}), (("ask",), {}), (("add", "-k", "decision"), {})],
)
def test_what_is_no_repeat_or_not_wanted_is_only_told(words, env, learnlog, old):
    seen = in_terminal(learnlog, *words, AGAIN, **env)
    assert f"see also {old[:6]}" in seen
    assert QUESTION.decode() not in seen


@pytest.mark.parametrize(
    ("words", "env"),
    [
        (("add",), {"LEARNLOG_ADD_NEAR": "off"}),
        (("-q", "add"), {}),
        (("add", "--json"), {}),
    ],
)
def test_nothing_is_said_where_it_is_not_wanted(words, env, learnlog):
    assert "see also" not in in_terminal(learnlog, *words, AGAIN, **env)


def test_nothing_is_said_of_what_is_not_near(learnlog):
    assert "see also" not in in_terminal(learnlog, "add", "Brew coffee. Grind the beans")


def test_nothing_is_said_in_a_pipe(learnlog):
    assert "see also" not in learnlog("add", AGAIN).said


def test_what_was_written_since_the_last_search_is_known(learnlog):
    late = learnlog("add", "Peel an apple. Turn it against the knife").out.split()[1]
    seen = in_terminal(learnlog, "add", "Peel an apple. Turn it against a knife", LEARNLOG_ADD_NEAR="tell")
    assert f"see also {late[:6]}" in seen


def test_an_answer_does_not_name_its_question(learnlog):
    question = learnlog("ask", "Why is the nightly build of billing so slow?").out.split()[1]
    seen = in_terminal(learnlog, "answer", question, "Why the nightly build of billing is so slow. The cache")
    assert question[:6] not in seen.partition("saved")[2]
