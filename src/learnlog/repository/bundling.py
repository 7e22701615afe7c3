"""A repository's whole past as one file, which git calls a bundle, and a repository made of one."""

from pathlib import Path

from learnlog.repository.running import GitFailed, git

_AS_STORED = ("-c", "core.autocrlf=false", "-c", "core.eol=lf", "-c", "pack.threads=1")
_USUAL = 40  # characters of a commit's name
_FILTER = ("clean=", "smudge=", "process=", "required=false")


def bundle(folder: Path, file: Path) -> None:
    """Write every branch, tag and other ref of the repository of `folder`, with all they lead to, to `file`.

    It is verified then. Raises GitFailed, also for a repository that has only a part of its past.
    """
    if git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise GitFailed(
            f"the repository of {folder} has only a part of its past", f"git -C {folder} fetch --unshallow"
        )
    git(folder, *_AS_STORED, "bundle", "create", str(file), "HEAD", "--all")
    git(folder, "bundle", "verify", str(file))


def unbundle(folder: Path, file: Path, head: str, branch: str | None) -> None:
    """Make the empty `folder` a repository that holds the bundle `file`, with `head` checked out.

    `branch` is the full name of the branch that is, None where it is none. No program that the person's
    settings name for files (such as LFS) takes part. Raises GitFailed.
    """
    git(folder, "init", "--quiet", "--template=", *_format(head))
    git(folder, "bundle", "verify", str(file))
    said = git(folder, "bundle", "unbundle", str(file)).decode("utf-8", "surrogateescape")
    refs = (line.partition(" ") for line in said.splitlines())
    made = "".join(f"create {ref} {name}\n" for name, _, ref in refs if ref != "HEAD")
    git(folder, "update-ref", "--stdin", given=made.encode("utf-8", "surrogateescape"))
    if branch:
        git(folder, "symbolic-ref", "HEAD", branch)
    else:
        git(folder, "update-ref", "--no-deref", "HEAD", head)
    if git(folder, "rev-parse", "--verify", "HEAD^0").decode().strip() != head:
        raise GitFailed("the past in it does not end where it should")
    git(folder, *_AS_STORED, *_without_filters(folder), "reset", "--hard", "--quiet")


def branch_checked_out(folder: Path) -> str | None:
    """The full name of the branch that is checked out; None when HEAD is detached. Raises GitFailed."""
    return git(folder, "symbolic-ref", "--quiet", "HEAD", fine=(0, 1)).decode().strip() or None


def _format(head: str) -> list[str]:
    """Words for `git init`: an older git knows one format of names only."""
    return [] if len(head) == _USUAL else ["--object-format=sha256"]


def _without_filters(folder: Path) -> list[str]:
    said = git(folder, "config", "--name-only", "-z", "--get-regexp", r"^filter\.", fine=(0, 1))
    named = {key.rpartition(".")[0] for key in said.decode("utf-8", "replace").split("\0") if key}
    return [word for name in sorted(named) for each in _FILTER for word in ("-c", f"{name}.{each}")]
