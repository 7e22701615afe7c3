"""A second process that does a part of the work, where there is a second core."""

import os
import pickle
from collections.abc import Callable
from typing import TypeVar

_Result = TypeVar("_Result")


def is_possible() -> bool:
    """Whether another process would help."""
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return hasattr(os, "fork") and len(cores) > 1


def begun(work: Callable[[], _Result]) -> Callable[[], _Result]:
    """Begin `work` in a process of its own; what is returned waits for it and gives its result.

    The process is a copy of this one, so nothing needs to be handed over. If it dies, the work is done here.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _work(work, writing)
    os.close(writing)

    def result() -> _Result:
        with os.fdopen(reading, "rb") as pipe:
            data = pipe.read()
        _, status = os.waitpid(child, 0)
        if status:
            return work()
        done: _Result = pickle.loads(data)  # noqa: S301 - from ourselves
        return done

    return result


def _work(work: Callable[[], _Result], writing: int) -> None:
    """Do it, hand on the result, and end, whatever happens: what comes after is the first process's."""
    status = 1
    try:
        data = pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(data)
        status = 0
    finally:
        os._exit(status)  # also after Ctrl-C, which both have heard
