"""An entry is saved whatever state the git repository is in, and what is said about it is true."""

import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from learnlog.history import NOBODY
from support import NOW, git

GIT = shutil.which("git") or "git"


@pytest.fixture
def journal(learnlog):
    """A journal with one entry."""
    learnlog("add", "The first")
    return learnlog.journal


def entries(journal: Path) -> list[str]:
    return sorted(path.name[11:-8] for path in journal.glob("20*/*/*.md"))


def committed(journal: Path) -> list[str]:
    """The entries that HEAD holds."""
    paths = git(journal, "ls-tree", "-r", "--name-only", "HEAD", ".").splitlines()
    return sorted(Path(path).name[11:-8] for path in paths if path.endswith(".md"))


def subject(folder: Path) -> str:
    return git(folder, "log", "-1", "--format=%s").partition(": ")[2]


def is_clean(folder: Path) -> bool:
    return git(folder, "status", "--porcelain") == ""


def tool(folder: Path, name: str, script: str) -> str:
    """A folder for PATH with a program in it."""
    folder.mkdir()
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(folder)


def entry_file(journal: Path, slug: str = "the-first") -> Path:
    (found,) = journal.glob(f"20*/*/*-{slug}-????.md")
    return found


# Git itself


def test_without_git_entries_are_files(learnlog, tmp_path):
    result = learnlog("add", "The first", PATH=str(tmp_path))
    assert "git is not installed" in result.err
    assert entries(learnlog.journal) == ["the-first"]
    assert not (learnlog.journal / ".git").exists()


def test_once_there_is_git_what_was_there_is_committed(learnlog, tmp_path):
    learnlog("add", "The first", PATH=str(tmp_path))
    learnlog("add", "The second")
    assert committed(learnlog.journal) == ["the-first", "the-second"]
    assert is_clean(learnlog.journal)


def test_what_was_added_while_git_was_away_is_committed_later(learnlog, journal, tmp_path):
    result = learnlog("add", "Git is away", PATH=str(tmp_path))
    assert "not committed yet: git is not installed" in result.err
    learnlog("add", "Git is back")
    assert committed(journal) == ["git-is-away", "git-is-back", "the-first"]
    assert is_clean(journal)


def test_a_git_that_is_too_old_is_named(learnlog, journal, tmp_path):
    script = f"""case "$*" in
    --version | *" --version") echo git version 1.7.1 ;;
    *fast-import*) echo "fatal: unknown option: --date-format" >&2; exit 129 ;;
    *) exec {GIT} "$@" ;;
    esac"""
    result = learnlog("add", "Old git", PATH=tool(tmp_path / "bin", "git", script) + ":/usr/bin:/bin")
    assert "git 1.7 is too old" in result.err
    assert "install git 2.22 or newer" in result.err
    assert "old-git" in entries(journal)
    assert "old-git" not in committed(journal)


def test_a_git_that_fails_to_commit_leaves_the_entry(learnlog, journal, tmp_path):
    script = f'case "$*" in *fast-import*) echo "fatal: no luck" >&2; exit 1 ;; *) exec {GIT} "$@" ;; esac'
    result = learnlog("add", "Kept", PATH=tool(tmp_path / "bin", "git", script) + ":/usr/bin:/bin")
    assert "saved, but not committed yet: git fast-import: no luck" in result.err
    assert result.out.startswith("saved ")
    learnlog("add", "Later")
    assert committed(journal) == ["kept", "later", "the-first"]


def test_the_environment_of_a_hook_leads_to_no_other_repository(learnlog, journal, tmp_path):
    git(tmp_path, "init", "-q", "other")
    learnlog("add", "From a hook", GIT_DIR=str(tmp_path / "other/.git"), GIT_INDEX_FILE="/nowhere")
    assert committed(journal) == ["from-a-hook", "the-first"]


# What is under way


def make_conflict(journal: Path) -> None:
    """Two branches that change one file, on the second of them."""
    for branch, text in (("theirs", "a"), ("ours", "b")):
        git(journal, "switch", "-qc", branch, "main")
        (journal / "file.txt").write_text(text)
        git(journal, "add", "file.txt")
        git(journal, "commit", "-qm", branch)


UNDER_WAY = {
    "merge": (["merge", "theirs"], ["commit", "-qm", "merged"]),
    "rebase": (["rebase", "theirs"], ["-c", "core.editor=true", "rebase", "--continue"]),
    "cherry-pick": (["cherry-pick", "theirs"], ["-c", "core.editor=true", "cherry-pick", "--continue"]),
}


@pytest.mark.parametrize("what", UNDER_WAY)
def test_nothing_is_committed_into_the_middle_of(what, learnlog, journal):
    begin, finish = UNDER_WAY[what]
    make_conflict(journal)
    subprocess.run(["git", *begin], cwd=journal, capture_output=True, check=False)
    result = learnlog("add", "Meanwhile")
    assert f"not committed yet: the journal's repository is in the middle of a {what}" in result.err
    assert f"finish the {what}" in result.err
    assert "meanwhile" in entries(journal)
    (journal / "file.txt").write_text("c")
    git(journal, "add", "file.txt")
    git(journal, *finish)
    assert "meanwhile" not in committed(journal)
    learnlog("add", "Afterwards")
    assert committed(journal) == ["afterwards", "meanwhile", "the-first"]
    assert is_clean(journal)


def test_nothing_is_committed_into_the_middle_of_a_bisect(learnlog, journal):
    learnlog("add", "The second")
    git(journal, "bisect", "start")
    assert "in the middle of a bisect" in learnlog("add", "Meanwhile").err
    git(journal, "bisect", "reset")
    learnlog("add", "Afterwards")
    assert "meanwhile" in committed(journal)


# Hooks, signing, identity


@pytest.mark.parametrize(
    "hook", ["pre-commit", "commit-msg", "prepare-commit-msg", "post-commit", "reference-transaction"]
)
def test_a_hook_that_fails_takes_no_part(hook, learnlog, journal, tmp_path):
    path = journal / ".git/hooks" / hook
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\ntouch '{tmp_path}/it-ran'\nexit 1\n")
    path.chmod(0o755)
    assert learnlog("add", "The second").err == ""
    assert committed(journal) == ["the-first", "the-second"]
    assert not (tmp_path / "it-ran").exists()


def test_hooks_of_the_person_s_own_folder_take_no_part(learnlog, journal, tmp_path):
    git(journal, "config", "core.hooksPath", tool(tmp_path / "hooks", "reference-transaction", "exit 1"))
    learnlog("add", "The second")
    assert committed(journal) == ["the-first", "the-second"]


def test_signing_takes_no_part(learnlog, journal):
    git(journal, "config", "commit.gpgsign", "true")
    git(journal, "config", "gpg.program", "false")
    learnlog("add", "The second")
    assert committed(journal) == ["the-first", "the-second"]


def test_a_commit_carries_the_person_s_identity_and_the_command_s_time(learnlog, journal):
    assert (
        git(journal, "log", "-1", "--format=%an <%ae> %aI")
        == f"Ann Lee <ann@private.example> {NOW.isoformat()}"
    )


def test_without_an_identity_the_commit_is_learnlog_s(learnlog, home):
    (home / ".gitconfig").write_text("[user]\n useConfigOnly = true\n")
    learnlog("add", "Nobody's")
    assert git(learnlog.journal, "log", "-1", "--format=%an <%ae>") == f"{NOBODY.name} <{NOBODY.address}>"


def test_an_identity_of_odd_characters_is_cleaned(learnlog, journal):
    learnlog("add", "Odd", GIT_AUTHOR_NAME="Ann <\x01Lee>", GIT_AUTHOR_EMAIL="a@b")
    assert git(journal, "log", "-1", "--format=%ae %s").startswith("a@b add ")
    assert git(journal, "fsck") == ""


# Kinds of repository


def test_a_bare_repository_is_refused_and_the_text_kept(learnlog, home):
    git(home, "init", "-q", "--bare", "learnlog")
    result = learnlog("add", "No work tree", status=3)
    assert "is a bare repository" in result.err
    kept = Path(result.err.rpartition("what you wrote is kept in ")[2].strip())
    assert "No work tree" in kept.read_text()


def test_a_shallow_clone_takes_entries(learnlog, journal, home):
    learnlog("add", "The second")
    git(home, "clone", "-q", "--depth", "1", f"file://{journal}", "shallow")
    learnlog("--journal", "shallow", "add", "The third")
    assert committed(home / "shallow") == ["the-first", "the-second", "the-third"]
    assert is_clean(home / "shallow")


@pytest.mark.parametrize("words", [["--object-format=sha256"], ["-b", "trunk/of-mine"]])
def test_a_repository_made_in_another_way_takes_entries(words, learnlog, home):
    git(home, "init", "-q", *words, "learnlog")
    learnlog("add", "The first")
    learnlog("add", "The second")
    assert committed(learnlog.journal) == ["the-first", "the-second"]
    assert is_clean(learnlog.journal)
    assert learnlog("undo").out.endswith("The second\n")


def test_a_linked_work_tree_takes_entries(learnlog, journal, home):
    git(journal, "worktree", "add", "-q", "../linked")
    learnlog("--journal", "linked", "add", "The second")
    assert committed(home / "linked") == ["the-first", "the-second"]
    assert committed(journal) == ["the-first"]
    assert is_clean(home / "linked")
    assert is_clean(journal)


def test_a_repository_without_a_commit_gets_its_first(learnlog, home):
    git(home, "init", "-q", "learnlog")
    assert learnlog("add", "The first").err == ""
    assert git(learnlog.journal, "rev-list", "--count", "main") == "1"


def test_a_detached_head_is_said(learnlog, journal):
    git(journal, "switch", "-q", "--detach")
    result = learnlog("add", "The second")
    assert "to no branch" in result.err
    assert committed(journal) == ["the-first", "the-second"]
    assert is_clean(journal)


def test_a_sparse_checkout_stays_one(learnlog, journal):
    for name in ("a", "b"):
        (journal / name).mkdir()
        (journal / name / "file").write_text(name)
    git(journal, "add", ".")
    git(journal, "commit", "-qm", "folders")
    git(journal, "sparse-checkout", "set", "2026")
    learnlog("add", "The second")
    assert is_clean(journal)
    assert not (journal / "a").exists()
    assert "a/file" in git(journal, "ls-tree", "-r", "--name-only", "HEAD")


# A journal inside a larger repository


@pytest.fixture
def larger(home):
    """A repository with a folder for the journal."""
    git(home, "init", "-q", "larger")
    folder = home / "larger"
    (folder / "notes").mkdir()
    (folder / "code.py").write_text("1\n")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "code")
    return folder


def test_a_journal_in_a_larger_repository_commits_its_own_paths_only(learnlog, larger):
    (larger / "code.py").write_text("2\n")
    (larger / "staged.py").write_text("3\n")
    git(larger, "add", "staged.py")
    learnlog("--journal", "larger/notes", "add", "Inside")
    paths = git(larger, "show", "--name-only", "--format=").splitlines()
    assert [Path(path).parts[:2] for path in paths] == [("notes", "2026")]
    assert git(larger, "status", "--porcelain") == " M code.py\nA  staged.py"
    assert not (larger / "notes/.git").exists()


def test_two_journals_in_one_repository_do_not_mix(learnlog, larger, tmp_path):
    (larger / "more").mkdir()
    learnlog("--journal", "larger/notes", "add", "One")
    lock = larger / ".git/HEAD.lock"
    lock.touch()
    assert "not committed yet" in learnlog("--journal", "larger/notes", "add", "Two").err
    lock.unlink()
    learnlog("--journal", "larger/more", "add", "Three")
    assert committed(larger) == ["one", "three", "two"]
    assert is_clean(larger)


def test_undo_in_a_larger_repository(learnlog, larger):
    learnlog("--journal", "larger/notes", "add", "Inside")
    learnlog("--journal", "larger/notes", "undo")
    assert committed(larger) == []
    assert is_clean(larger)


def test_a_folder_that_the_larger_repository_ignores_gets_its_own(learnlog, larger):
    (larger / ".gitignore").write_text("notes/\n")
    learnlog("--journal", "larger/notes", "add", "Inside")
    assert committed(larger / "notes") == ["inside"]
    assert git(larger, "log", "-1", "--format=%s") == "code"


# Ownership, locks, permissions


def test_a_repository_of_another_user_is_named_and_waited_for(learnlog, journal):
    result = learnlog("add", "Whose", GIT_TEST_ASSUME_DIFFERENT_OWNER="1")
    assert "another user owns it" in result.err
    assert f"git config --global --add safe.directory {journal}" in result.err
    assert "whose" in entries(journal)
    learnlog("add", "Mine")
    assert committed(journal) == ["mine", "the-first", "whose"]


def test_an_index_lock_is_named_and_the_entry_committed(learnlog, journal):
    lock = journal / ".git/index.lock"
    lock.touch()
    result = learnlog("add", "The second")
    assert f"delete {lock}" in result.err
    assert committed(journal) == ["the-first", "the-second"]
    lock.unlink()
    assert learnlog("add", "The third").err == ""
    assert is_clean(journal)


def test_an_index_that_is_free_again_in_time_is_told(learnlog, journal):
    lock = journal / ".git/index.lock"
    lock.touch()
    with subprocess.Popen(["sh", "-c", f"sleep 0.1; rm {lock}"]):
        assert learnlog("add", "The second").err == ""
    assert is_clean(journal)


def test_a_locked_head_leaves_the_entry_for_later(learnlog, journal):
    lock = journal / ".git/HEAD.lock"
    lock.touch()
    assert "saved, but not committed yet" in learnlog("add", "The second").err
    assert committed(journal) == ["the-first"]
    lock.unlink()
    learnlog("add", "The third")
    assert committed(journal) == ["the-first", "the-second", "the-third"]


# What the person has staged


def test_what_is_staged_stays_staged_exactly(learnlog, journal):
    (journal / "mine.txt").write_text("staged\n")
    git(journal, "add", "mine.txt")
    (journal / "mine.txt").write_text("staged\nand changed\n")
    before = git(journal, "diff", "--cached", "--", "mine.txt")
    learnlog("add", "The second")
    assert git(journal, "diff", "--cached") == before
    assert "mine.txt" not in git(journal, "ls-tree", "--name-only", "HEAD")


def test_an_entry_the_person_has_staged_is_committed_as_it_stands(learnlog, journal):
    file = entry_file(journal)
    file.write_text(file.read_text() + "by hand\n")
    git(journal, "add", ".")
    learnlog("tag", str(file), "+x")
    assert git(journal, "show", f"HEAD:{file.relative_to(journal)}") == file.read_text().rstrip("\n")
    assert is_clean(journal)


def test_a_file_that_can_be_run_stays_one(learnlog, journal):
    file = entry_file(journal)
    file.chmod(0o755)
    learnlog("tag", str(file), "+x")
    assert stat.S_IMODE(file.stat().st_mode) == 0o755
    assert git(journal, "ls-files", "-s", str(file)).startswith("100755")
    assert is_clean(journal)


# Line ends and filters: the work tree has the person's bytes, the commit what git makes of them


CRLF = "Line ends\r\nstay\r\n"
FILTERS = {
    "autocrlf": ("core.autocrlf", "true", None),
    "autocrlf input": ("core.autocrlf", "input", None),
    "safecrlf": ("core.safecrlf", "true", "* text\n"),
    "text": ("core.eol", "lf", "* text=auto\n"),
    "eol=crlf": ("core.eol", "lf", "* text eol=crlf\n"),
    "filter": ("filter.rot.clean", "tr a-z b-za", "*.md filter=rot\n"),
}


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("text", [CRLF, "Plain\nlines\n"])
def test_settings_for_line_ends_and_filters_leave_the_file_and_a_clean_status(name, text, learnlog, home):
    key, value, attributes = FILTERS[name]
    git(home, "init", "-q", "learnlog")
    git(learnlog.journal, "config", key, value)
    git(learnlog.journal, "config", "filter.rot.smudge", "tr b-za a-z")
    if attributes:
        (learnlog.journal / ".git/info/attributes").write_text(attributes)
    learnlog("add", given=text)
    (file,) = learnlog.journal.glob("20*/*/*.md")
    assert file.read_bytes().endswith(text.partition("\n")[2].encode())
    assert is_clean(learnlog.journal)
    assert learnlog("undo").out.startswith("undid: add ")


def test_a_filter_that_encrypts_is_never_passed_by(learnlog, home):
    git(home, "init", "-q", "learnlog")
    (learnlog.journal / ".gitattributes").write_text("*.md filter=crypt\n")
    git(learnlog.journal, "config", "filter.crypt.clean", "tr a-z b-za")
    git(learnlog.journal, "config", "filter.crypt.smudge", "tr b-za a-z")
    learnlog("add", given="Secret\nwords\n")
    words = ["git", "cat-file", "--batch-all-objects", "--batch"]
    said = subprocess.run(words, cwd=learnlog.journal, capture_output=True, check=True).stdout
    assert b"xpset" in said
    assert b"words" not in said


def test_undo_of_a_removal_puts_the_file_there_as_git_would(learnlog, home):
    git(home, "init", "-q", "learnlog")
    (learnlog.journal / ".git/info/attributes").write_text("*.md text eol=crlf\n")
    learnlog("add", given=CRLF)
    file = entry_file(learnlog.journal, "line-ends")
    learnlog("rm", str(file), "--yes")
    learnlog("undo")
    assert file.read_bytes().endswith(b"kind: lesson\r\n---\r\nstay\r\n")
    assert is_clean(learnlog.journal)


def test_git_status_is_clean_after_every_command(learnlog):
    lesson = learnlog("add", "The first #one").out.split()[1]
    question = learnlog("ask", "Why is that?").out.split()[1]
    for words in (
        ["tag", lesson, "+two"],
        ["set", lesson, "project=x"],
        ["undo"],
        ["tags", "rename", "one", "three"],
        ["answer", question, "So."],
        ["done", lesson, "https://wiki/runbook"],
        ["rm", lesson, "--yes"],
    ):
        learnlog(*words)
        assert is_clean(learnlog.journal), words
    assert [path.name for path in (learnlog.journal / ".git/learnlog").iterdir()] == ["lock"]
