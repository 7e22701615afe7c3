import fcntl
import os
import subprocess
import sys

import pytest

from learnlog.errors import Unusable
from learnlog.locking import locked, locked_folder

HOLD = """import sys
from pathlib import Path
from learnlog.locking import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def is_held(path) -> bool:
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock."""
    words = [sys.executable, "-c", HOLD, tmp_path / "lock"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_a_lock_is_held_and_let_go(tmp_path):
    with locked(tmp_path / "new/lock"):
        assert is_held(tmp_path / "new/lock")
    assert not is_held(tmp_path / "new/lock")


def test_a_lock_is_let_go_after_an_error(tmp_path):
    with pytest.raises(ZeroDivisionError), locked(tmp_path / "lock"):
        raise ZeroDivisionError
    assert not is_held(tmp_path / "lock")


def test_a_folder_can_be_the_lock(tmp_path):
    handle = os.open(tmp_path, os.O_RDONLY)
    with locked_folder(tmp_path), pytest.raises(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(handle)
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_another_process_is_waited_for(tmp_path, holder):
    assert is_held(tmp_path / "lock")
    holder.stdin.close()
    with locked(tmp_path / "lock"):
        assert holder.wait() == 0


def test_a_holder_that_is_killed_lets_go(tmp_path, holder):
    holder.kill()
    with locked(tmp_path / "lock"):
        assert is_held(tmp_path / "lock")


def test_where_no_lock_can_be_the_error_says_so(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Unusable, match=r"cannot (create|lock)"), locked(tmp_path / "file/lock"):
        pass
    with pytest.raises(Unusable, match="cannot lock"), locked_folder(tmp_path / "missing"):
        pass
