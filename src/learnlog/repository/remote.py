"""A repository elsewhere: clone it, fetch from it, push to it.

Nobody is asked for a password, nothing waits for ever and nothing fills the disk: git is told that there is
no one to ask, and is ended when it has been silent for too long or goes beyond `Limits`. Nothing of what
comes is checked out or run. Every failure is a RemoteFailed in words.
"""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from learnlog.errors import RemoteFailed
from learnlog.repository.listening import Limits, Listener
from learnlog.repository.running import OLDEST, GitFailed, environment, git
from learnlog.repository.troubles import in_words, is_outrun

_SSH = "ssh -oBatchMode=yes -oConnectTimeout=10"
_NO_ONE_TO_ASK = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "false",
    "SSH_ASKPASS": "false",
    "SSH_ASKPASS_REQUIRE": "never",
    "GCM_INTERACTIVE": "never",  # Git Credential Manager's windows
    "GIT_ALLOW_PROTOCOL": "file:https:ssh",  # wins over every setting, redirects included
}
_SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "transfer.fsckObjects": "true",  # by which what comes is one file, too
    "gc.auto": "0",
    "init.defaultBranch": "main",  # of a remote that is empty and does not say
    "protocol.version": "2",  # an empty remote tells its branch in this one
    "advice.pushUpdateRejected": "false",
}
_BRANCH = "refs/heads/"
_USUAL = Limits()


class Outrun(RemoteFailed):
    """Somebody else pushed first: fetch, and push again."""


@dataclass(frozen=True)
class Remote:
    """A repository at `url` (checked by `addresses`); `timeout` is how many seconds it may be silent."""

    url: str
    timeout: float
    limits: Limits = _USUAL

    def clone(self, folder: Path) -> None:
        """Make `folder`, which must not be there, a bare clone of the remote's default branch.

        A remote without any commit gives a clone without any. Raises RemoteFailed; nothing is left then.
        """
        words = "--bare --no-local --quiet --progress --single-branch --no-tags --template=".split()
        self._run(folder.parent, "clone", *words, "--", self.url, str(folder))

    def fetch(self, folder: Path) -> None:
        """Bring the bare clone at `folder` to where the remote's branch is, whatever either had before.

        The branch is the clone's; when the remote has none of that name any more, its default one.
        Raises RemoteFailed; the clone then stays as it was.
        """
        branch = branch_of(folder)
        try:
            self._fetch(folder, branch)
        except _NoSuchBranch:
            other = self._default_branch(folder)
            if other is None:
                git(folder, "update-ref", "-d", branch)
                return
            self._fetch(folder, other)
            git(folder, "symbolic-ref", "HEAD", other)

    def push(self, folder: Path, commit: str, branch: str) -> None:
        """Make `commit` the newest of the remote's `branch` (a full name), on top of what is there.

        Raises Outrun when something else is there by now, RemoteFailed.
        """
        self._run(folder, "push", "--progress", "--no-verify", "--", self.url, f"{commit}:{branch}")

    def _fetch(self, folder: Path, branch: str) -> None:
        words = ("--progress", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules")
        try:
            self._run(folder, "fetch", *words, "--", self.url, f"+{branch}:{branch}")
        finally:
            for left_over in (folder / ".git/objects/pack").glob("tmp_*"):
                left_over.unlink(missing_ok=True)

    def _default_branch(self, folder: Path) -> str | None:
        """The branch the remote's HEAD names, else its first; None when it has none."""
        lines = self._run(folder, "ls-remote", "--symref", "--", self.url, "HEAD", f"{_BRANCH}*").splitlines()
        named = [line.split()[1] for line in lines if line.startswith(f"ref: {_BRANCH}")]
        there = [name for _, _, name in (line.partition("\t") for line in lines) if name.startswith(_BRANCH)]
        return next(iter([*named, *there]), None)

    def _run(self, folder: Path, command: str, *words: str) -> str:
        """Run one git command that talks to the remote; what it printed on standard output."""
        settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        try:
            process = subprocess.Popen(
                ["git", *settings, command, *words],
                cwd=folder,
                env={**environment(), **_NO_ONE_TO_ASK, **_ssh(folder), **_pointing_at(folder / ".git")},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,  # no terminal to ask on, and one group to end
                restore_signals=False,  # a file that is too large is an error that git tells, and not its end
                preexec_fn=self.limits.obeyed,  # noqa: PLW1509 - no other thread of ours holds anything then
            )
        except OSError as error:
            raise RemoteFailed(f"git cannot be run: {error}", f"install git {OLDEST} or newer") from error
        with process:
            return self._heard(process)

    def _heard(self, process: subprocess.Popen[bytes]) -> str:
        heard = Listener(process, self.timeout, self.limits)
        status = heard.until_it_ends()
        if heard.gave_up:
            raise RemoteFailed(
                f"{self.url} {heard.gave_up}",
                "is it the right address? how long to wait: learnlog config set remote.timeout SECONDS",
            )
        if status:
            self._fail("\n".join([*heard.error_lines, *heard.other_lines]))
        return heard.printed

    def _fail(self, said: str) -> None:
        if "couldn't find remote ref" in said:
            raise _NoSuchBranch(f"{self.url} has no such branch")
        message, hint = in_words(self.url, said)
        raise (Outrun if is_outrun(said) else RemoteFailed)(message, hint)


class _NoSuchBranch(RemoteFailed):
    pass


def branch_of(folder: Path) -> str:
    """The full name of the branch a bare clone follows. Raises GitFailed."""
    return git(folder, "symbolic-ref", "HEAD").decode().strip()


def _ssh(folder: Path) -> Mapping[str, str]:
    """How ssh is called: the person's way if they have set one, else one that asks nothing."""
    if {"GIT_SSH_COMMAND", "GIT_SSH"} & environment().keys():
        return {}
    try:
        own = git(folder, "config", "--get", "core.sshCommand", fine=(0, 1))
    except GitFailed as failure:
        raise RemoteFailed(failure.message, failure.hint) from failure
    return {} if own else {"GIT_SSH_COMMAND": _SSH}


def _pointing_at(clone: Path) -> dict[str, str]:
    """What keeps git in this clone, also when learnlog was started by a hook of another repository."""
    places = {"GIT_DIR": clone, "GIT_COMMON_DIR": clone, "GIT_OBJECT_DIRECTORY": clone / "objects"}
    return {name: str(place) for name, place in places.items()} if clone.is_dir() else {}
