"""A second process that does a part of the work, where there is a second core."""

import contextlib
import os
import pickle
import signal
from collections.abc import Callable, Iterator
from typing import TypeVar

_Result = TypeVar("_Result")

_WHOLE = b"whole"  # the end of a result that was not cut off


def is_possible() -> bool:
    """Whether another process would help."""
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return hasattr(os, "fork") and len(cores) > 1


@contextlib.contextmanager
def begun(work: Callable[[Callable[[], None]], _Result]) -> Iterator[Callable[[], _Result]]:
    """Have `work` done by a process of its own; what is yielded waits for it and gives its result.

    The process is a copy of this one, so nothing needs to be handed over, and ends with the block. `work` is
    given what it should call now and then: that ends the process when this one is no longer there, for it
    would keep this one's locks. If it dies, or there can be none, the work is done here.
    """
    here = os.getpid()
    try:
        reading, writing = os.pipe()
        child = os.fork()
    except OSError:  # too many processes
        yield lambda: work(_go_on)
        return
    if not child:
        os.close(reading)  # or it would write to itself, for ever, when nobody else reads
        _work(lambda: work(lambda: _end_without(here)), writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:

        def result() -> _Result:
            data = pipe.read()
            if not data.endswith(_WHOLE):
                return work(_go_on)
            done: _Result = pickle.loads(data)  # noqa: S301 - from ourselves
            return done

        try:
            yield result
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):  # where its end is not to be told
                os.waitpid(child, 0)


def _go_on() -> None:
    """The work is done here."""


def _end_without(parent: int) -> None:
    if os.getppid() != parent:
        os._exit(1)


def _work(work: Callable[[], object], writing: int) -> None:
    """Do it, hand on the result, and end, whatever happens: what comes after is the first process's."""
    try:
        data = pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(data + _WHOLE)
    finally:
        os._exit(0)  # also after Ctrl-C, which both have heard
