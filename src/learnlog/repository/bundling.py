"""A repository's whole past as one file, which git calls a bundle, and a repository made of one."""

from pathlib import Path

from learnlog.repository.running import GitFailed, git

_ALWAYS_ALIKE = ("-c", "pack.threads=1")
_AS_STORED = "* -text -filter -ident -working-tree-encoding\n"
_REFS = "refs/"  # others are HEAD, also those of other work trees
_MOST_LISTED = 100_000_000  # bytes of the list of files, of some half a million
_USUAL = 40  # characters of a commit's name


def bundle(folder: Path, file: Path) -> None:
    """Write every branch, tag and other ref of the repository of `folder`, with all they lead to, to `file`.

    It is verified then. Raises GitFailed, also for a repository that has only a part of its past.
    """
    if git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise GitFailed(
            f"the repository of {folder} has only a part of its past", f"git -C {folder} fetch --unshallow"
        )
    git(folder, *_ALWAYS_ALIKE, "bundle", "create", str(file), "HEAD", "--all")
    git(folder, "bundle", "verify", str(file))


def unbundle(folder: Path, file: Path, head: str, branch: str | None, most: int) -> None:
    """Make the empty `folder` a repository that holds the bundle `file`, with `head` checked out.

    `branch` is the full name of the branch that is, None where it is none. The files are what is stored, to
    the byte: line ends stay, and no program that settings name for files (such as LFS) takes part. Raises
    GitFailed, also when they would be more than `most` bytes, or OSError.
    """
    git(folder, "init", "--quiet", "--template=", *_format(head))
    git(folder, "bundle", "verify", str(file))
    said = git(folder, "bundle", "unbundle", str(file)).decode("utf-8", "surrogateescape")
    refs = (line.partition(" ") for line in said.splitlines())
    made = "".join(f"create {ref} {name}\n" for name, _, ref in refs if ref.startswith(_REFS))
    git(folder, "update-ref", "--stdin", given=made.encode("utf-8", "surrogateescape"))
    if branch:
        git(folder, "symbolic-ref", "HEAD", branch)
    else:
        git(folder, "update-ref", "--no-deref", "HEAD", head)
    if git(folder, "rev-parse", "--verify", "HEAD^0").decode().strip() != head:
        raise GitFailed("the past in it does not end where it should")
    check_size(folder, head, most)
    attributes = folder / ".git/info/attributes"
    attributes.parent.mkdir(exist_ok=True)
    attributes.write_text(_AS_STORED)
    git(folder, "-c", "core.autocrlf=false", "reset", "--hard", "--quiet")
    attributes.unlink()


def check_size(folder: Path, commit: str, most: int) -> None:
    """Raise GitFailed when the files of the commit are more than `most` bytes together."""
    listed = git(folder, "ls-tree", "-r", "-l", "-z", "--full-tree", commit, most=_MOST_LISTED)
    sizes = (line.split(None, 4)[3] for line in listed.split(b"\0") if line)
    size = sum(int(size) for size in sizes if size.isdigit())
    if size > most:
        raise GitFailed(f"{size} bytes of files come out of it, and more than {most} are refused")


def branch_checked_out(folder: Path) -> str | None:
    """The full name of the branch that is checked out; None when HEAD is detached. Raises GitFailed."""
    return git(folder, "symbolic-ref", "--quiet", "HEAD", fine=(0, 1)).decode().strip() or None


def _format(head: str) -> list[str]:
    """Words for `git init`: an older git knows one format of names only."""
    return [] if len(head) == _USUAL else ["--object-format=sha256"]
