"""One key after an entry was opened from a search: did it help?"""

import contextlib
import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from datetime import timedelta

import pytest

from support import git

QUESTION = "did it help?"
DOWN_AND_ENTER = b"\x1b[B\r"
OFFER = 'keep "take back, push"'


@pytest.fixture(autouse=True)
def entry(learnlog):
    """The record of an entry that calls itself something else."""
    return json.loads(learnlog("add", "Undo a commit. git reset --soft, before the push.", "--json").out)


def played(learnlog, *words, **how):
    """What a person sees who runs that in a terminal, and how it ends."""
    return in_terminal(learnlog, [sys.executable, "-m", "learnlog", *words], **how)


def in_terminal(learnlog, command, answers=(), typed=b"", **env):
    """Run `command` in a terminal of 80 columns; `typed` is typed before it begins.

    Each of `answers` is typed when the text before it has been printed; a key also again while nothing
    happens, since what is typed before a key is waited for is thrown away.
    """
    master, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 80, 0, 0))
    paths = {"HOME": str(learnlog.home), "PYTHONPATH": os.pathsep.join(sys.path)}
    environment = {**os.environ, **paths, "TERM": "dumb", **env}
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), terminal)
    os.write(master, typed)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests begun with & do not hear it
    with subprocess.Popen(command, env=environment, **streams) as process:
        signal.signal(signal.SIGINT, before)
        os.close(terminal)
        waiting, seen, at, key, patience = list(answers), b"", 0, b"", 100
        with contextlib.suppress(OSError):  # as Linux says that the other side is closed
            while True:
                if not select.select([master], [], [], 0.3)[0]:
                    os.write(master, b"" if key.endswith(b"\n") else key)
                    patience -= 1
                    assert patience, process.kill() or seen.decode()
                    continue
                seen += os.read(master, 65536)
                if waiting and waiting[0][0].encode() in seen[at:]:
                    at, key = len(seen), waiting.pop(0)[1]
                    os.write(master, key)
    os.close(master)
    assert not waiting, seen.decode()
    return seen.decode(), process.returncode


def noted(learnlog):
    """The events in the journal: what, and of which entry."""
    files = (learnlog.journal / ".learnlog/events").glob("*.jsonl")
    told = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    return [(event["event"], event["entry"]) for event in told]


def subjects(learnlog):
    return git(learnlog.journal, "log", "--format=%s").splitlines()


def aliases(learnlog):
    return learnlog("show", "@last", "--raw").out.partition("aliases:")[2].partition("\n")[0].strip()


# what is answered


def test_what_helped_is_noted_and_its_words_are_kept(learnlog, entry):
    answers = [(QUESTION, b"h"), (OFFER, b"y")]
    seen, status = played(learnlog, "search", "-o", "take back a push", answers=answers)
    assert status == 0
    assert noted(learnlog) == [("helped", entry["id"])]
    assert aliases(learnlog) == "[take back, push]"
    assert subjects(learnlog)[:2] == [
        f"{verb} {entry['id'][:4]}: Undo a commit" for verb in ("alias", "helped")
    ]
    assert "kept as other words for it: take back, push" in seen


def test_the_question_fits_a_narrow_terminal(learnlog):
    seen, _ = played(learnlog, "search", "-o", "take back a push", answers=[(QUESTION, b"y"), (OFFER, b"\r")])
    assert max(map(len, seen.splitlines())) <= 80


def test_the_words_can_be_changed_before_they_are_kept(learnlog):
    answers = [(QUESTION, b"h"), (OFFER, b"e"), ("commas: ", b"\x15roll back,  it\n")]
    played(learnlog, "search", "-o", "take back a push", answers=answers, TERM="xterm")
    assert aliases(learnlog) == "[roll back, it]"


def test_the_words_stand_there_to_be_changed(learnlog):
    answers = [(QUESTION, b"h"), (OFFER, b"e"), ("commas: ", b" it\n")]
    played(learnlog, "search", "-o", "take back a push", answers=answers, TERM="xterm")
    assert aliases(learnlog) == "[take back, push it]"


@pytest.mark.parametrize(("key", "event"), [(b"n", "did-not-work"), (b"O", "outdated")])
def test_what_did_not_help_is_noted_alone(learnlog, entry, key, event):
    seen, _ = played(learnlog, "search", "-o", "push", answers=[(QUESTION, key)])
    assert noted(learnlog) == [(event, entry["id"])]
    assert (f"learnlog edit {entry['id']}" in seen) == (event == "outdated")


@pytest.mark.parametrize("key", [b"\r", b"\x1b", b"\x1b[A", b"hh", b"\x04"])
def test_any_other_key_is_nothing(learnlog, key):
    _, status = played(learnlog, "search", "-o", "push", answers=[(QUESTION, key)])
    assert (noted(learnlog), status) == ([], 0)


def test_an_interrupt_loses_nothing(learnlog):
    assert played(learnlog, "search", "-o", "push", answers=[(QUESTION, b"\x03")])[1] == 130
    learnlog("add", "Undo another commit. Before the push.")
    answers = [(QUESTION, b"h"), ('keep "another push"', b"\x03")]
    assert played(learnlog, "search", "-o", "another push", answers=answers)[1] == 130
    assert len(noted(learnlog)) == 1
    assert aliases(learnlog) == ""


@pytest.mark.parametrize("keys", [(b"\r",), (b"e", b"\x15\n"), (b"e", b"\x15\x04")])
def test_words_that_are_not_wanted_are_not_kept(learnlog, keys):
    answers = [(QUESTION, b"h"), *zip((OFFER, "commas: "), keys, strict=False)]
    _, status = played(learnlog, "search", "-o", "take back a push", answers=answers, TERM="xterm")
    assert (len(noted(learnlog)), aliases(learnlog), status) == (1, "", 0)


def test_undo_takes_back_the_words_then_the_answer(learnlog):
    answers = [(QUESTION, b"h"), (OFFER, b"y")]
    played(learnlog, "search", "-o", "take back a push", answers=answers)
    assert learnlog("undo").out.startswith("undid: alias")
    assert (len(noted(learnlog)), aliases(learnlog)) == (1, "")
    assert learnlog("undo").out.startswith("undid: helped")
    assert noted(learnlog) == []


# where it is asked


def test_a_row_of_a_search_is_asked_about(learnlog):
    learnlog("search", "push")
    assert QUESTION in played(learnlog, "show", "1", answers=[(QUESTION, b"h"), ("keep", b"\r")])[0]
    assert len(noted(learnlog)) == 1


def test_a_row_opened_in_the_editor_is_asked_about(learnlog):
    learnlog("search", "push")
    played(learnlog, "open", "1", answers=[(QUESTION, b"n")], EDITOR="true")
    assert len(noted(learnlog)) == 1


def test_one_that_was_picked_is_asked_about(learnlog):
    learnlog("add", "Push safely")
    played(
        learnlog,
        "search",
        "-i",
        "push",
        TERM="xterm",
        answers=[("Esc leave", DOWN_AND_ENTER), (QUESTION, b"n")],
    )
    assert len(noted(learnlog)) == 1


def test_a_colleagues_lesson_is_noted_here_and_not_changed(learnlog, home):
    folder = home / ".local/share/learnlog/hubs/team/files/ann"
    learnlog("config", "set", "search.ask", "true")
    git(home, "init", "--quiet", "--bare", "-b", "main", "lessons.git")
    learnlog("hub", "add", "team", "lessons.git")
    folder.mkdir(parents=True)
    (folder / "k3f9q2x7ab-x.md").write_text(
        "---\nid: k3f9q2x7ab\ndate: 2026-01-01\n---\nA tree\n\nbranches\n"
    )
    seen, _ = played(learnlog, "search", "-o", "branches", answers=[(QUESTION, b"h")])
    assert noted(learnlog) == [("helped", "k3f9q2x7ab")]
    assert "keep" not in seen


# where it is not


@pytest.fixture
def asked(monkeypatch):
    """What is asked, one key at a time, of somebody who sits at a terminal and answers nothing."""
    questions = []
    monkeypatch.setattr("learnlog.cli.app.App.is_interactive", lambda app: True)
    monkeypatch.setattr("learnlog.cli.output.Output.on_terminal", property(lambda output: True))
    monkeypatch.setattr("select.select", lambda *streams: ([], [], []))
    monkeypatch.setattr("click.getchar", lambda: questions.append(QUESTION) or "\r")
    return questions


def test_not_twice_a_day(learnlog, asked):
    learnlog("search", "-o", "push")
    learnlog("search", "-o", "push")
    learnlog("show", "1")
    assert len(asked) == 1
    learnlog.now += timedelta(days=1)
    learnlog("show", "1")
    assert len(asked) == 2


@pytest.mark.parametrize(
    "words",
    [
        ["search", "-o", "undo commit"],
        ["search", "push"],
        ["search", "--full", "push"],
        ["search", "-o", "push", "--json"],
        ["search", "-o", "push", "--paths"],
        ["search", "-o", "kind:lesson"],
        ["search", "-o"],
        ["-q", "search", "-o", "push"],
        ["show", "@last"],
        ["show", "1", "--raw"],
        ["show", "1", "--json"],
        ["show", "1", "1"],
    ],
)
def test_it_is_not_asked_after(learnlog, asked, words):
    learnlog("search", "push")
    learnlog(*words)
    assert asked == []


@pytest.mark.parametrize("words", [["list"], ["related", "@last"]])
def test_rows_that_no_search_gave_are_not_asked_about(learnlog, asked, words):
    learnlog("add", "Undo another commit before the push")
    learnlog("search", "push")
    learnlog(*words)
    learnlog("show", "1")
    assert asked == []


def test_it_can_be_turned_off(learnlog, asked):
    learnlog("config", "set", "search.ask", "false")
    learnlog("search", "-o", "push")
    assert asked == []


def test_where_it_cannot_be_noted_as_asked_nothing_is_asked(learnlog, asked, home):
    (home / ".local/share/learnlog/usage.json").mkdir(parents=True)
    learnlog("search", "-o", "push")
    assert asked == []


@pytest.mark.parametrize("stream", ["< /dev/null", "| cat", "2> /dev/null"])
def test_it_is_not_asked_in_a_pipe(learnlog, stream):
    command = f"{sys.executable} -m learnlog search -o push {stream}"
    seen, status = in_terminal(learnlog, ["sh", "-c", command])
    assert (QUESTION in seen, "before the push" in seen, status) == (False, True, 0)


def test_whoever_types_on_is_not_asked(learnlog):
    assert QUESTION not in played(learnlog, "search", "-o", "push", typed=b"ls\n")[0]


def test_an_interrupted_pager_is_the_end(learnlog):
    learnlog("add", "Long\n\n" + "push\n\n" * 60)
    seen, status = played(learnlog, "search", "-o", "push", PAGER="sh -c 'kill -INT $PPID'")
    assert (QUESTION in seen, status) == (False, 130)
