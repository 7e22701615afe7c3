"""What breaks while an entry is saved: the text is on the disk, and what is said tells where."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support import git

LEARNLOG = [sys.executable, "-m", "learnlog"]
# root passes every check of permissions unless it lets go of that
WITHOUT_PRIVILEGES = (
    ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
    if os.geteuid() == 0
    else []
)
needs_setpriv = pytest.mark.skipif(
    os.geteuid() == 0 and not shutil.which("setpriv"),
    reason="root passes every check, and there is no setpriv",
)


def run(*words, status=0):
    """Run a program; what it said on both streams."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == status, done
    return done.stdout + done.stderr


def kept(said: str) -> str:
    """The text of the draft that an error names."""
    return Path(said.rpartition("what you wrote is kept in ")[2].strip()).read_text()


def entries(journal: Path) -> list[str]:
    return sorted(path.name[11:-8] for path in journal.glob("20*/*/*.md"))


def is_sound(journal: Path) -> bool:
    """Whether git finds no fault, and nothing to commit but what a killed command had begun to write."""
    changed = git(journal, "status", "--porcelain").splitlines()
    return git(journal, "fsck", "--strict") == "" and all(line.endswith(".tmp") for line in changed)


@pytest.fixture
def journal(home):
    run(*LEARNLOG, "add", "Before")
    return home / "learnlog"


@pytest.fixture
def small_disk(tmp_path):
    """A file system of half a mebibyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "none", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system is not permitted here")
    yield folder
    run("umount", folder)


def fill(folder: Path) -> Path:
    """A file that takes all the space that is left."""
    path = folder / "filling"
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(512))
        except OSError:
            return path


def test_a_full_disk_keeps_the_text_elsewhere(small_disk):
    journal = small_disk / "journal"
    run(*LEARNLOG, "--journal", journal, "add", "Before")
    filling = fill(small_disk)
    said = run(*LEARNLOG, "--journal", journal, "add", "Full. My words", status=3)
    assert "No space left on device" in said
    assert "My words" in kept(said)
    filling.unlink()
    run(*LEARNLOG, "--journal", journal, "add", "After")
    assert entries(journal) == ["after", "before"]
    assert is_sound(journal)


def test_a_file_that_may_not_become_that_large_is_not_half_there(journal):
    limited = ["sh", "-c", 'ulimit -f 64; exec "$@"', "-"]
    said = run(*limited, *LEARNLOG, "add", "Long. " + "word " * 20_000, status=3)
    assert "File too large" in said
    assert "could not be kept" in said
    assert entries(journal) == ["before"]
    assert is_sound(journal)


@needs_setpriv
def test_a_folder_that_cannot_be_written_keeps_the_text_elsewhere(journal):
    for folder in (journal / "2026", *(journal / "2026").iterdir()):
        folder.chmod(0o500)
    said = run(*WITHOUT_PRIVILEGES, *LEARNLOG, "add", "Locked out", status=3)
    assert "Permission denied" in said
    assert "check the permissions" in said
    assert "Locked out" in kept(said)
    assert is_sound(journal)


@needs_setpriv
def test_a_git_folder_that_cannot_be_written_leaves_the_entry(journal):
    for folder in (journal / ".git", journal / ".git/learnlog"):
        folder.chmod(0o500)
    (journal / ".git/learnlog/lock").chmod(0o400)
    said = run(*WITHOUT_PRIVILEGES, *LEARNLOG, "add", "Not committed")
    assert "this will not be committed" in said
    assert "Permission denied" in said
    assert entries(journal) == ["before", "not-committed"]


@needs_setpriv
def test_an_attachment_that_cannot_be_read_keeps_the_text(journal, home):
    (home / "secret").write_text("x")
    (home / "secret").chmod(0)
    said = run(*WITHOUT_PRIVILEGES, *LEARNLOG, "add", "--attach", "secret", "My words", status=3)
    assert "cannot attach secret: Permission denied" in said
    assert "My words" in kept(said)
    assert entries(journal) == ["before"]


@needs_setpriv
def test_a_hub_that_cannot_be_written_is_read_and_not_half_removed(journal, home):
    git(home, "init", "--quiet", "--bare", "-b", "main", "lessons.git")
    run(*LEARNLOG, "hub", "add", "team", "lessons.git")
    hubs = home / ".local/share/learnlog/hubs"
    (hubs / "team.lock").unlink()
    folders = [hubs, *(path for path in hubs.glob("**") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o500)
    assert "team  0 lessons of yours" in run(*WITHOUT_PRIVILEGES, *LEARNLOG, "status")
    for words in (["pull"], ["remove", "team"]):
        said = run(*WITHOUT_PRIVILEGES, *LEARNLOG, "hub", *words, status=3)
        assert "check the permissions" in said
    assert "lessons.git" in run(*LEARNLOG, "hub", "list")
    for folder in folders:
        folder.chmod(0o700)


def can_trace() -> bool:
    words = ["strace", "-o", os.devnull, "true"]
    return (
        bool(shutil.which("strace"))
        and subprocess.run(words, capture_output=True, check=False).returncode == 0
    )


@pytest.mark.skipif(not can_trace(), reason="strace is missing, or not permitted here")
@pytest.mark.parametrize("call", ["rename", "fsync", "unlink", "flock", "mkdir"])
def test_killed_at_any_of_its_calls_the_next_command_just_works(call, journal):
    for turn in range(1, 30):
        inject = [
            "strace",
            "-o",
            os.devnull,
            "-e",
            f"trace={call}",
            "-e",
            f"inject={call}:signal=KILL:when={turn}",
        ]
        done = subprocess.run([*inject, *LEARNLOG, "add", f"Turn {turn}"], capture_output=True, check=False)
        run(*LEARNLOG, "add", f"After {turn}")
        assert is_sound(journal)
        if done.returncode == 0:
            break
    assert f"after-{turn}" in entries(journal)
    assert f"turn-{turn}" in entries(journal)
    assert len(git(journal, "ls-files").split()) == len(entries(journal))


@pytest.mark.skipif(not can_trace(), reason="strace is missing, or not permitted here")
@pytest.mark.parametrize(("call", "error"), [("fsync", "EIO"), ("rename", "ENOSPC")])
def test_an_error_of_the_disk_is_an_error_of_the_command(call, error, journal):
    inject = ["strace", "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when=1"]
    said = run(*inject, *LEARNLOG, "add", "Lost. My words", status=3)
    assert "cannot write" in said
    assert "My words" in kept(said)
    assert entries(journal) == ["before"]
