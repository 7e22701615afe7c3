"""What tests build on: a sealed environment, the command line in process, real repositories, the corpus."""

import os
import random
import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner

from learnlog.cli.app import App
from learnlog.cli.main import root

NOW = datetime(2026, 11, 23, 14, 30, 15, tzinfo=timezone(timedelta(hours=1)))
SHARED = Path(os.environ.get("LEARNLOG_SHARED", Path(__file__).parents[2] / "shared"))

needs_corpus = pytest.mark.skipif(
    not (SHARED / "corpus").is_dir(), reason=f"no corpus in {SHARED}; set LEARNLOG_SHARED"
)


def environment(home: Path, author: str = "Ann Lee") -> dict[str, str]:
    """What a person's shell would have, and no more."""
    config = home / ".gitconfig"
    if not config.exists():
        address = f"{author.split(maxsplit=1)[0].lower()}@private.example"
        config.write_text(f"[user]\n name = {author}\n email = {address}\n[init]\n defaultBranch = main\n")
    temporary = home / ".tmp"
    temporary.mkdir(exist_ok=True)
    return {
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "GIT_CONFIG_GLOBAL": str(config),
        "GIT_CONFIG_NOSYSTEM": "1",
        "EDITOR": "false",
        "TZ": "Europe/Berlin",
        "LANG": "C.UTF-8",
    }


@dataclass(frozen=True)
class Result:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str
    said: str  # both, as they came
    data: bytes


class Runner:
    """Runs the command line in process, as the person whose home it is."""

    def __init__(self, home: Path, now: datetime = NOW, seed: int = 1) -> None:
        self.home = home
        self.now = now
        self.random = random.Random(seed)

    @property
    def journal(self) -> Path:
        """Where the journal is made."""
        return self.home / "learnlog"

    def __call__(
        self, *words: str, given: str | bytes | None = None, status: int | None = 0, **env: str
    ) -> Result:
        """Run `learnlog WORDS` with `given` on standard input; fail unless it ends with `status`."""
        app = App(
            environment={**os.environ, "HOME": str(self.home), **env},
            folder=Path.cwd(),
            clock=lambda: self.now,
            random=self.random,
        )
        runner = CliRunner(env={"HOME": str(self.home), **env}, catch_exceptions=False)
        done = runner.invoke(root, list(words), input=given, obj=app, prog_name="learnlog")
        result = Result(done.exit_code, done.stdout, done.stderr, done.output, done.stdout_bytes)
        if status is not None and result.status != status:
            raise AssertionError(f"learnlog {' '.join(words)} ended with {result.status}\n{done.output}")
        return result


def git(folder: Path, *words: str, given: bytes | None = None) -> str:
    """Run git as the person would; what it prints."""
    done = subprocess.run(["git", *words], cwd=folder, input=given, capture_output=True, check=True)
    return done.stdout.decode().rstrip("\n")


def responses_in(remote: Path) -> dict[str, str]:
    """The responses in the hub whose repository that is: path and text."""
    names = git(remote, "ls-tree", "-r", "--name-only", "HEAD", "responses").splitlines()
    return {name: git(remote, "show", f"HEAD:{name}") for name in names}


def editor(folder: Path, script: str) -> str:
    """A shell script in the place of an editor; the file to edit is its `$1`."""
    path = folder / "editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)
