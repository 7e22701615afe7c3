"""Run git: one place for its environment, its errors, and its absence."""

import os
import re
import signal
import subprocess
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

from learnlog.errors import Unusable

OLDEST = "2.22"

_SETTINGS = (
    "core.quotePath=false",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",  # what was set up for code must not stop a journal
    "core.fsync=committed,reference",
    "core.safecrlf=false",  # the file keeps its line ends, whatever git stores
    "gc.auto=0",
    "color.ui=false",
    "log.showSignature=false",
)
_COMMAND = ("git", *(word for setting in _SETTINGS for word in ("-c", setting)))
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch, by the program its settings name
}


class GitFailed(Unusable):
    """Git is missing, or said no; `said` is what it printed."""

    def __init__(self, message: str, hint: str = "", said: str = "") -> None:
        super().__init__(message, hint)
        self.said = said


def git(
    folder: Path,
    *words: str,
    given: bytes | None = None,
    fine: Iterable[int] = (0,),
    most: int | None = None,
    seconds: float | None = None,
) -> bytes:
    """Run `git WORDS` in `folder` and return what it prints on standard output.

    `given` is its standard input. Raises GitFailed when it ends with a status that is not `fine`, takes more
    than `seconds`, or would print more than `most` bytes (then it gets no input, and what it says on errors
    is not heard).
    """
    try:
        done = (
            _run(folder, words, given, seconds) if most is None else _run_within(folder, words, most, seconds)
        )
    except subprocess.TimeoutExpired:
        raise GitFailed(f"git {words[0]} takes more than {seconds} s in {folder}") from None
    except FileNotFoundError:
        if not folder.is_dir():
            raise GitFailed(f"{folder} is not a folder") from None
        raise GitFailed(
            "git is not installed", f"install git {OLDEST} or newer; entries are kept as files"
        ) from None
    except OSError as error:
        raise GitFailed(f"git cannot be run: {error.strerror}") from error
    if done.returncode not in fine:
        said = done.stderr.decode("utf-8", "replace").strip() or f"it ended with status {done.returncode}"
        raise GitFailed(
            *_in_words(folder, next(word for word in words if word[0] != "-" and "=" not in word), said),
            said=said,
        )
    return done.stdout


def _run(
    folder: Path, words: Sequence[str], given: bytes | None, seconds: float | None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*_COMMAND, *words],
        cwd=folder,
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        check=False,
        timeout=seconds,
        env=environment(),
    )


def _run_within(
    folder: Path, words: Sequence[str], most: int, seconds: float | None
) -> subprocess.CompletedProcess[bytes]:
    with subprocess.Popen(
        [*_COMMAND, *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
    ) as process:
        watch = threading.Timer(seconds or 0, process.kill)
        if seconds is not None:
            watch.start()
        said = process.stdout.read(most + 1) if process.stdout else b""
        watch.cancel()
        if len(said) > most:
            process.kill()
            raise GitFailed(f"git {words[0]} says more than {most} bytes about {folder}")
    if seconds is not None and process.returncode == -signal.SIGKILL:
        raise subprocess.TimeoutExpired(process.args, seconds)
    return subprocess.CompletedProcess(process.args, process.returncode, said, b"")


def environment() -> dict[str, str]:
    """The environment git runs in: the caller's, less what would point it at another repository.

    Whoever runs learnlog from a git hook must not have their repository taken for the journal.
    """
    return {key: value for key, value in os.environ.items() if key not in LOCAL_VARIABLES} | _ENVIRONMENT


# `git rev-parse --local-env-vars`, and what hides the branches of every repository
LOCAL_VARIABLES = frozenset(
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_CONFIG GIT_CONFIG_PARAMETERS GIT_CONFIG_COUNT GIT_OBJECT_DIRECTORY "
    "GIT_DIR GIT_WORK_TREE GIT_IMPLICIT_WORK_TREE GIT_GRAFT_FILE GIT_INDEX_FILE GIT_NO_REPLACE_OBJECTS "
    "GIT_REPLACE_REF_BASE GIT_PREFIX GIT_SHALLOW_FILE GIT_COMMON_DIR GIT_NAMESPACE".split()
)


def _in_words(folder: Path, command: str, said: str) -> tuple[str, str]:
    first = next((line for line in said.splitlines() if line.startswith(("fatal:", "error:"))), said)
    reason = first.removeprefix("fatal: ").removeprefix("error: ").split("\n")[0]
    if "dubious ownership" in said:
        hint = f"if you trust it: git config --global --add safe.directory {folder}"
        return f"git does not trust {folder}: another user owns it", hint
    if "is not a git command" in said or "unknown option" in said or "usage: git" in said:
        return f"git {'.'.join(map(str, version(folder)))} is too old", f"install git {OLDEST} or newer"
    return f"git {command}: {reason}", ""


def version(folder: Path) -> tuple[int, ...]:
    """The installed git's version, (2, 39) say. Raises GitFailed when there is none."""
    found = re.search(rb"(\d+)\.(\d+)", git(folder, "--version"))
    return (int(found[1]), int(found[2])) if found else (0, 0)
