"""A second process does its part, or the first does all."""

import os
import signal
import subprocess
import sys

from learnlog.index import helping
from learnlog.locking import locked

HELPED_UNDER_A_LOCK = """
import os, pathlib, sys, time
from learnlog.index import helping
from learnlog.locking import locked
def work(go_on):
    print(os.getpid(), flush=True)
    return bytes(3_000_000)
with locked(pathlib.Path(sys.argv[1])), helping.begun(work) as theirs:
    time.sleep(600)
"""


def done(work):
    with helping.begun(work) as theirs:
        return theirs()


def test_the_work_is_done_by_another_process():
    assert done(lambda _: os.getpid()) != os.getpid()


def test_a_large_result_comes_whole():
    assert len(done(lambda _: bytes(3_000_000))) == 3_000_000


def test_when_the_other_process_fails_the_work_is_done_here():
    here = os.getpid()

    def work(_):
        if os.getpid() != here:
            raise KeyboardInterrupt
        return "done"

    assert done(work) == "done"


def test_when_the_other_process_is_killed_the_work_is_done_here():
    here = os.getpid()

    def work(_):
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "done"

    assert done(work) == "done"


def test_when_there_can_be_no_other_process_the_work_is_done_here(monkeypatch):
    def refused():
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refused)
    assert done(lambda _: os.getpid()) == os.getpid()


def test_a_helper_whose_result_nobody_wants_is_ended():
    def never(_):
        signal.pause()

    with helping.begun(never):
        pass  # or this would never be left


def test_whoever_is_killed_leaves_no_lock_behind(tmp_path):
    words = [sys.executable, "-c", HELPED_UNDER_A_LOCK, str(tmp_path / "lock")]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
        process.stdout.readline()  # the helper is at work
        process.kill()
    with locked(tmp_path / "lock"):  # which the helper had too, for as long as it lived
        pass
