"""What breaks while a backup is made or read: the one there was stays, and nothing is half there."""

import os
import signal
import subprocess
import sys

import pytest

from learnlog.backup import container
from test_faults import LEARNLOG, can_trace, fill, run, small_disk

__all__ = ["small_disk"]  # a fixture


@pytest.fixture
def journal(home):
    for title in ("First", "Second"):
        run(*LEARNLOG, "add", title)
    return home / "learnlog"


def test_a_full_disk_leaves_the_backup_there_was(journal, small_disk, home):
    target = small_disk / "b.tar"
    run(*LEARNLOG, "backup", target)
    before = target.read_bytes()
    (journal / "large.bin").write_bytes(os.urandom(600_000))
    said = run(*LEARNLOG, "backup", "--yes", target, status=3)
    assert "No space left on device" in said
    assert target.read_bytes() == before
    assert [path.name for path in small_disk.iterdir()] == ["b.tar"]


def test_a_full_disk_leaves_nothing_of_what_was_read_back(journal, small_disk, home):
    (journal / "large.bin").write_bytes(os.urandom(600_000))
    run(*LEARNLOG, "backup", "b.tar")
    said = run(*LEARNLOG, "restore", "b.tar", small_disk / "new", status=3)
    assert "No space left on device" in said
    assert list(small_disk.iterdir()) == []
    filling = fill(small_disk)
    run(*LEARNLOG, "restore", "b.tar", small_disk / "new", status=3)
    assert list(small_disk.iterdir()) == [filling]


@pytest.mark.skipif(not can_trace(), reason="strace is missing, or not permitted here")
@pytest.mark.parametrize("call", ["rename", "fsync", "unlink", "mkdir"])
def test_killed_at_any_of_its_calls_there_is_the_old_backup_or_the_new_one(call, journal, home):
    target = home / "b.tar"
    run(*LEARNLOG, "backup", target)
    old = target.read_bytes()
    run(*LEARNLOG, "add", "Third")
    run(*LEARNLOG, "backup", "whole.tar")
    new = (home / "whole.tar").read_bytes()
    for turn in range(1, 40):
        words = ["strace", "-f", "-o", os.devnull, "-e", f"trace={call}"]
        words += ["-e", f"inject={call}:signal=KILL:when={turn}"]
        done = subprocess.run(
            [*words, *LEARNLOG, "backup", "--yes", target], capture_output=True, check=False
        )
        assert target.read_bytes() in {old, new}
        container.check(target)
        if done.returncode == 0:
            break
    assert done.returncode == 0
    assert target.read_bytes() == new


@pytest.mark.skipif(not can_trace(), reason="strace is missing, or not permitted here")
@pytest.mark.parametrize("call", ["rename", "fsync", "mkdir", "unlink"])
def test_killed_while_it_is_read_back_there_is_no_journal_or_a_whole_one(call, journal, home):
    run(*LEARNLOG, "backup", "b.tar")
    for turn in range(1, 60):
        words = ["strace", "-f", "-o", os.devnull, "-e", f"trace={call}"]
        words += ["-e", f"inject={call}:signal=KILL:when={turn}"]
        new = home / f"new{turn}"
        done = subprocess.run([*words, *LEARNLOG, "restore", "b.tar", new], capture_output=True, check=False)
        assert not new.exists() or len(list(new.glob("20*/*/*.md"))) == 2
        if done.returncode == 0:
            break
    assert done.returncode == 0
    assert new.exists()


@pytest.mark.skipif(not can_trace(), reason="strace is missing, or not permitted here")
@pytest.mark.parametrize(("call", "error"), [("write", "ENOSPC"), ("fsync", "EIO"), ("rename", "EROFS")])
def test_an_error_of_the_disk_leaves_the_backup_there_was(call, error, journal, home):
    target = home / "b.tar"
    target.write_bytes(b"old")
    inject = ["strace", "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when=1+"]
    done = subprocess.run([*inject, *LEARNLOG, "backup", "-y", target], capture_output=True, check=False)
    assert done.returncode != 0
    assert target.read_bytes() == b"old"


def test_ctrl_c_leaves_the_backup_there_was(journal, home):
    target = home / "b.tar"
    target.write_bytes(b"old")
    script = (
        "import os, signal\n"
        "from learnlog.backup import container\n"
        "container.check = lambda path: os.kill(os.getpid(), signal.SIGINT)\n"
        "from learnlog.cli.main import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "backup", "-y", target], capture_output=True, check=False
    )
    assert done.returncode in {130, -signal.SIGINT}
    assert target.read_bytes() == b"old"
    assert not [path for path in home.iterdir() if path.name.endswith(".tmp") and path.name != ".tmp"]
