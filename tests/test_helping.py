"""A second process does its part, or the first does all."""

import os

from learnlog.index import helping


def test_the_work_is_done_by_another_process():
    assert helping.begun(os.getpid)() != os.getpid()


def test_a_large_result_comes_whole():
    assert len(helping.begun(lambda: bytes(3_000_000))()) == 3_000_000


def test_when_the_other_process_fails_the_work_is_done_here():
    here = os.getpid()

    def work():
        if os.getpid() != here:
            raise KeyboardInterrupt
        return "done"

    assert helping.begun(work)() == "done"


def test_when_the_other_process_is_killed_the_work_is_done_here():
    here = os.getpid()

    def work():
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return "done"

    assert helping.begun(work)() == "done"
