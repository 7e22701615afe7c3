import subprocess
from datetime import UTC, datetime, timedelta, timezone

import pytest

from learnlog import repository
from learnlog.errors import Unusable
from learnlog.repository import Change, GitFailed, Identity, Stored
from support import NOW, git

ANN = Identity("Ann Lee", "ann@private.example")
HOSTILE_PATHS = [
    'quo"te',
    "back\\slash",
    "new\nline",
    "tab\there",
    "space at end ",
    "日本/é",
    "\udcff",
    "-dash",
    "a b/c",
]


@pytest.fixture
def folder(tmp_path):
    """An empty repository."""
    git(tmp_path, "init", "-q", "repo")
    return tmp_path / "repo"


def commit(folder, files, message="change", parent="HEAD^0", **extra):
    changes = [Change(path, content) for path, content in files.items()]
    return repository.commit(folder, changes, message, who=ANN, when=NOW, parent=parent, **extra)


def names(folder):
    said = subprocess.run(
        ["git", "ls-tree", "-rz", "--name-only", "HEAD"], cwd=folder, capture_output=True, check=True
    )
    return set(said.stdout.decode("utf-8", "surrogateescape").split("\0")) - {""}


# Commits


def test_a_first_commit_and_one_on_top(folder):
    first = commit(folder, {"a": b"1"}, parent=None)
    second = commit(folder, {"b": b"2"}, parent=first.name)
    assert git(folder, "log", "--format=%H").split() == [second.name, first.name]
    assert (
        git(folder, "log", "-1", "--format=%an <%ae> %cn <%ce> %aI")
        == f"{2 * 'Ann Lee <ann@private.example> '}{NOW.isoformat()}"
    )


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_any_path_can_be_committed_and_removed(path, folder):
    committed = commit(folder, {"keep": b"", path: b"text"}, parent=None)
    assert names(folder) == {"keep", path}
    repository.refresh_index(folder, committed)
    assert repository.files_in(folder, "HEAD")[path] == committed.files[path].name
    repository.refresh_index(folder, commit(folder, {path: None}))
    assert names(folder) == {"keep"}
    assert git(folder, "diff", "--cached") == ""


def test_a_file_takes_the_place_of_a_folder_and_back(folder):
    commit(folder, {"a/b": b"1"}, parent=None)
    repository.refresh_index(folder, commit(folder, {"a": b"2", "a/b": None}))
    assert names(folder) == {"a"}
    repository.refresh_index(folder, commit(folder, {"a": None, "a/b": b"3"}))
    assert names(folder) == {"a/b"}
    assert git(folder, "diff", "--cached") == ""


def test_an_object_that_is_there_can_be_committed(folder):
    name = git(folder, "hash-object", "-w", "--stdin", given=b"text")
    commit(folder, {"a": Stored(name)}, parent=None)
    assert git(folder, "cat-file", "blob", "HEAD:a") == "text"


def test_the_same_files_again_are_a_commit_without_changes(folder):
    commit(folder, {"a": b"1"}, parent=None)
    commit(folder, {"a": b"1", "never there": None})
    assert git(folder, "show", "--format=", "--name-only") == ""


def test_a_branch_that_moved_is_left_where_it_is(folder):
    first = commit(folder, {"a": b"1"}, parent=None)
    second = commit(folder, {"b": b"2"}, parent=first.name)
    with pytest.raises(GitFailed):
        commit(folder, {"c": b"3"}, parent=first.name)
    assert git(folder, "rev-parse", "HEAD") == second.name


def test_another_ref_leaves_head_alone(folder):
    first = commit(folder, {"a": b"1"}, parent=None)
    second = commit(folder, {"b": b"2"}, parent=first.name, ref="refs/learnlog/outgoing")
    assert git(folder, "rev-parse", "HEAD", "refs/learnlog/outgoing").split() == [first.name, second.name]


@pytest.mark.parametrize("message", ["data 5\nfrom HEAD\n", "nul\0", "\udcff", "", "日本\n\nX: y\n"])
def test_a_message_is_only_a_message(message, folder):
    commit(folder, {"a": b"1"}, message, parent=None)
    assert git(folder, "fsck", "--strict") == ""
    assert git(folder, "rev-list", "--count", "HEAD") == "1"


@pytest.mark.parametrize("name", ["", "<>", "a\nb", "a\0b"])
def test_an_identity_git_would_not_take_is_cleaned(name, folder):
    changes = [Change("a", b"1")]
    repository.commit(folder, changes, "x", who=Identity(name, name), when=NOW, parent=None)
    assert git(folder, "fsck", "--strict") == ""


@pytest.mark.parametrize(
    "zone", [UTC, timezone(timedelta(hours=-9, minutes=-30)), timezone(timedelta(hours=14))]
)
def test_a_commit_keeps_the_offset_of_its_time(zone, folder):
    when = datetime(2026, 10, 25, 2, 30, tzinfo=zone)
    repository.commit(folder, [Change("a", b"1")], "x", who=ANN, when=when, parent=None)
    assert datetime.fromisoformat(git(folder, "log", "-1", "--format=%aI")).isoformat() == when.isoformat()


def test_many_files_are_one_commit(folder):
    committed = commit(
        folder, {f"{number % 7}/{number}": b"%d" % number for number in range(500)}, parent=None
    )
    repository.refresh_index(folder, committed)
    assert len(names(folder)) == 500
    assert git(folder, "diff", "--cached") == ""


# Places


def test_a_folder_in_no_repository_has_no_place(tmp_path):
    assert repository.find(tmp_path) is None
    assert repository.guess(tmp_path) is None


def test_a_place_tells_where_it_is(folder):
    (folder / "a/b").mkdir(parents=True)
    place = repository.find(folder / "a/b")
    assert place is not None
    assert (place.prefix, place.top, place.git_dir, place.head) == ("a/b/", folder, folder / ".git", None)
    assert not place.is_detached()
    assert repository.guess(folder) is not None


def test_a_bare_repository_is_no_place(tmp_path):
    git(tmp_path, "init", "-q", "--bare", "bare")
    with pytest.raises(Unusable, match="bare repository"):
        repository.find(tmp_path / "bare")


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(GitFailed, match="is not a folder"):
        repository.git(tmp_path / "missing", "status")


def test_surroundings_of_a_work_tree(folder):
    commit(folder, {"a": b"1"}, parent=None)
    git(folder, "switch", "-qc", "fix/rounding")
    (folder / "sub").mkdir()
    head = git(folder, "rev-parse", "HEAD")[:7]
    expected = {"repo": "repo", "branch": "fix/rounding", "commit": head}
    assert repository.surroundings(folder) == repository.surroundings(folder / "sub") == expected


def test_surroundings_in_a_linked_work_tree_name_the_repository(folder):
    commit(folder, {"a": b"1"}, parent=None)
    git(folder, "worktree", "add", "-q", "../elsewhere")
    found = repository.surroundings(folder.parent / "elsewhere")
    assert (found["repo"], found["branch"]) == ("repo", "elsewhere")


def test_surroundings_of_a_work_tree_of_a_bare_clone(folder, tmp_path):
    commit(folder, {"a": b"1"}, parent=None)
    git(tmp_path, "clone", "-q", "--bare", "repo", "billing.git")
    git(tmp_path / "billing.git", "worktree", "add", "-q", "../tree")
    assert repository.surroundings(tmp_path / "tree")["repo"] == "billing"
    assert repository.surroundings(tmp_path / "billing.git") == {}


def test_surroundings_before_the_first_commit_and_on_no_branch(folder):
    assert repository.surroundings(folder) == {"repo": "repo"}
    first = commit(folder, {"a": b"1"}, parent=None)
    git(folder, "checkout", "-q", "--detach")
    assert repository.surroundings(folder) == {"repo": "repo", "commit": first.name[:7]}


def test_no_surroundings_outside_of_git(tmp_path, monkeypatch):
    assert repository.surroundings(tmp_path) == {}
    monkeypatch.setenv("PATH", str(tmp_path))
    assert repository.surroundings(tmp_path) == {}


# The past


def test_commits_are_read_whatever_they_say(folder):
    commit(folder, {"a": b"1"}, "one\n\nbody \x1e\x1f\n\nKey: value\n", parent=None)
    commit(folder, {"b": b"2"}, "two")
    second, first = repository.commits(folder, "--name-only")
    assert (first.subject, first.trailers, first.paths) == ("one", {"Key": "value"}, ("a",))
    assert first.body.startswith("body \x1e\x1f\n")
    assert (second.subject, second.parents, second.paths) == ("two", (first.name,), ("b",))


def test_settings_for_the_log_do_not_disturb(folder, tmp_path):
    gpg = tmp_path / "gpg"
    gpg.write_text("#!/bin/sh\ncat > /dev/null\necho '[GNUPG:] SIG_CREATED ' >&2\necho signed\n")
    gpg.chmod(0o755)
    git(folder, "config", "gpg.program", str(gpg))
    git(folder, "commit", "-q", "--allow-empty", "-S", "-m", "ü")
    for name, value in {"log.showSignature": "true", "i18n.logOutputEncoding": "latin1"}.items():
        git(folder, "config", name, value)
    assert [(each.subject, each.paths) for each in repository.commits(folder, "--name-only")] == [("ü", ())]


def test_there_are_no_commits_before_the_first(folder):
    assert repository.commits(folder) == []
    assert repository.first_dates(folder) == {}


def test_what_a_commit_changed(folder):
    commit(folder, {"a": b"1", "b": b"2"}, parent=None)
    commit(folder, {"a": b"3", "b": None, "ü\n": b"4"})
    changed = {
        each.path: (bool(each.before), bool(each.after)) for each in repository.changed_by(folder, "HEAD")
    }
    assert changed == {"a": (True, True), "b": (True, False), "ü\n": (False, True)}


def test_the_first_date_of_each_file_under_a_folder(folder):
    (folder / "notes").mkdir()
    commit(folder, {"notes/a": b"1", "other": b"2"}, parent=None)
    assert repository.first_dates(folder / "notes") == {"a": NOW}
