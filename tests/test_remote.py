import contextlib
import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile_hub import small_pack_of_a_large_file
from learnlog.errors import RemoteFailed, Unusable
from learnlog.repository import addresses
from learnlog.repository.listening import Limits
from learnlog.repository.remote import Outrun, Remote, branch_of
from learnlog.repository.troubles import in_words
from support import git

TIMEOUT = 20


@pytest.fixture
def bare(home):
    git(home, "init", "--quiet", "--bare", "-b", "trunk", "bare.git")
    return home / "bare.git"


@pytest.fixture
def filled(home, bare):
    git(home, "clone", "--quiet", str(bare), "work")
    commit(home / "work", "one.txt")
    return bare


def commit(work, name, branch="trunk"):
    (work / name).write_text(name)
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", name)
    git(work, "push", "--quiet", "origin", f"HEAD:{branch}")


def cloned(home, url, name="clone", timeout=TIMEOUT):
    folder = home / name
    folder.mkdir()
    Remote(str(url), timeout).clone(folder / ".git")
    return folder


def within(home, url, **limits):
    """A clone that may take no more than that."""
    folder = home / "clone"
    folder.mkdir()
    Remote(str(url), TIMEOUT, Limits(**limits)).clone(folder / ".git")


def files(folder):
    return git(folder, "ls-tree", "-r", "--name-only", "HEAD").split()


def test_a_clone_is_bare_and_has_no_hooks(home, filled):
    folder = cloned(home, filled)
    assert git(folder, "rev-parse", "--is-bare-repository") == "true"
    assert files(folder) == ["one.txt"]
    assert not (folder / ".git" / "hooks").exists()
    assert not (folder / "one.txt").exists()


def test_an_empty_remote_tells_its_branch(home, bare):
    assert branch_of(cloned(home, bare)) == "refs/heads/trunk"


def test_fetch_brings_what_is_new(home, filled):
    folder = cloned(home, filled)
    commit(home / "work", "two.txt")
    Remote(str(filled), TIMEOUT).fetch(folder)
    assert files(folder) == ["one.txt", "two.txt"]


def test_fetch_follows_a_history_that_was_rewritten(home, filled):
    folder = cloned(home, filled)
    git(home / "work", "commit", "--quiet", "--amend", "--message", "other")
    git(home / "work", "push", "--quiet", "--force", "origin", "HEAD:trunk")
    Remote(str(filled), TIMEOUT).fetch(folder)
    assert git(folder, "log", "--format=%s", "HEAD") == "other"


def test_fetch_follows_a_branch_that_was_renamed(home, filled):
    folder = cloned(home, filled)
    git(filled, "branch", "--move", "trunk", "main")
    Remote(str(filled), TIMEOUT).fetch(folder)
    assert branch_of(folder) == "refs/heads/main"
    assert files(folder) == ["one.txt"]


def test_fetch_from_a_remote_that_was_emptied(home, filled):
    folder = cloned(home, filled)
    git(filled, "update-ref", "-d", "refs/heads/trunk")
    Remote(str(filled), TIMEOUT).fetch(folder)
    assert git(folder, "for-each-ref") == ""


def test_fetch_leaves_tags_and_other_branches(home, filled):
    commit(home / "work", "two.txt", branch="other")
    git(home / "work", "push", "--quiet", "origin", "HEAD:refs/tags/v1")
    folder = cloned(home, filled)
    Remote(str(filled), TIMEOUT).fetch(folder)
    assert git(folder, "for-each-ref", "--format=%(refname)") == "refs/heads/trunk"


def test_push_is_outrun_by_whoever_was_first(home, filled):
    folder = cloned(home, filled)
    commit(home / "work", "two.txt")
    mine = git(folder, "commit-tree", "-p", "HEAD", "-m", "mine", "HEAD^{tree}")
    with pytest.raises(Outrun):
        Remote(str(filled), TIMEOUT).push(folder, mine, "refs/heads/trunk")


def test_push_with_a_hook_that_refuses_says_what_it_says(home, filled):
    folder = cloned(home, filled)
    hook = filled / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'not on Fridays' >&2\nexit 1\n")
    hook.chmod(0o755)
    mine = git(folder, "commit-tree", "-p", "HEAD", "-m", "mine", "HEAD^{tree}")
    with pytest.raises(RemoteFailed, match="refused: not on Fridays") as caught:
        Remote(str(filled), TIMEOUT).push(folder, mine, "refs/heads/trunk")
    assert not isinstance(caught.value, Outrun)


def test_hooks_of_the_person_do_not_take_part(home, filled):
    hooks = home / "hooks"
    hooks.mkdir()
    for name in ("pre-push", "reference-transaction"):
        (hooks / name).write_text('#!/bin/sh\necho "$0" >> "$HOME/ran"\n')
        (hooks / name).chmod(0o755)
    folder = cloned(home, filled)
    commit(home / "work", "two.txt")
    git(home, "config", "--global", "core.hooksPath", str(hooks))
    Remote(str(filled), TIMEOUT).fetch(folder)
    assert files(folder) == ["one.txt", "two.txt"]
    assert not (home / "ran").exists()


def test_a_hook_of_another_repository_can_call_it(home, filled, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(home / "work" / ".git"))
    folder = home / "clone"
    folder.mkdir()
    remote = Remote(str(filled), TIMEOUT)
    remote.clone(folder / ".git")
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(home / "elsewhere"))
    remote.fetch(folder)
    monkeypatch.undo()
    assert files(folder) == ["one.txt"]
    assert not (home / "elsewhere").exists()


@pytest.mark.parametrize("url", ["gone.git", "file:///no/such/place"])
def test_no_repository_there(home, url):
    with pytest.raises(RemoteFailed, match="there is no git repository at"):
        cloned(home, addresses.checked(url, home))
    assert not (home / "clone" / ".git").exists()


def test_a_folder_that_is_no_repository(home):
    (home / "plain").mkdir()
    with pytest.raises(RemoteFailed, match="there is no git repository at"):
        cloned(home, home / "plain")


def test_a_port_where_nobody_listens(home):
    with closed_port() as port, pytest.raises(RemoteFailed, match="cannot connect"):
        cloned(home, f"https://127.0.0.1:{port}/x.git")


def test_a_server_that_never_answers_is_given_up(home):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(RemoteFailed, match="has been silent for 1 seconds"):
            cloned(home, f"https://127.0.0.1:{port}/x.git", timeout=1)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")
def test_a_namespace_around_it_hides_nothing(home, filled, monkeypatch):
    monkeypatch.setenv("GIT_NAMESPACE", "other")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "nonsense")
    folder = cloned(home, filled)
    monkeypatch.undo()
    assert files(folder) == ["one.txt"]


def test_ssh_that_never_answers_is_given_up_with_all_it_started(home, monkeypatch):
    monkeypatch.setenv("GIT_SSH_COMMAND", "sh -c 'echo $$ > ssh.pid; sleep 60'")
    with pytest.raises(RemoteFailed, match="has been silent"):
        cloned(home, "ssh://host/x.git", timeout=1)
    assert not is_running(int((home / "clone" / "ssh.pid").read_text()))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ssh: Could not resolve hostname nowhere: Name or service not known", "cannot be found"),
        ("git@host: Permission denied (publickey).", "needs to know who you are"),
        ("Host key verification failed.", "does not know the host"),
        ("remote: Repository not found.", "there is no git repository"),
        ("fatal: unable to access: server certificate verification failed", "cannot be trusted"),
        ("fatal: something nobody foresaw", "something nobody foresaw"),
    ],
)
def test_what_ssh_says_is_put_in_words(home, monkeypatch, said, meant):
    (home / "ssh").write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 255\n")
    (home / "ssh").chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(home / "ssh"))
    with pytest.raises(RemoteFailed, match=meant):
        cloned(home, "ssh://host/x.git")


def test_ssh_is_told_to_ask_nothing(home, monkeypatch):
    (home / "ssh").write_text('#!/bin/sh\necho "$@" > "$HOME/asked"\nexit 255\n')
    (home / "ssh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{home}:{os.environ['PATH']}")
    with pytest.raises(RemoteFailed):
        cloned(home, "ssh://host/x.git")
    assert "-oBatchMode=yes -oConnectTimeout=10" in (home / "asked").read_text()


@pytest.mark.parametrize(
    "address",
    [
        "ext::sh -c 'touch x'",
        "fd::17",
        "transport::https://host/x",
        "ext::sh://x",
        "--upload-pack=touch x",
        "-oProxyCommand=x",
        "ssh://-oProxyCommand=x/y",
        "git@-oProxyCommand=x:y",
        "https://host/x\ny",
        "https://host/\x1b[2J",
        "http://host/x.git",
        "git://host/x.git",
        "ftp://host/x.git",
        "rsync://host/x",
        "https://ann:secret@host/x.git",
        "https://0123456789abcdefghij@host/x.git",
        "file://host/x.git",
        "https://host:port/x",
        "",
        "  ",
    ],
)
def test_addresses_that_git_never_sees(home, address):
    before = list(home.iterdir())
    with pytest.raises(Unusable):
        addresses.checked(address, home)
    assert list(home.iterdir()) == before


@pytest.mark.parametrize(
    "address",
    [
        "ssh://git@host:22/x.git",
        "ssh://[::1]/x.git",
        "git+ssh://host/x",
        "https://ann@host/x.git",
        "https://host/x.git",
        "file:///srv/x.git",
        "git@host:us/x.git",
        "host:x",
    ],
)
def test_addresses_as_git_takes_them(home, address):
    assert addresses.checked(f" {address}", home) == address


def test_a_path_is_made_absolute(home):
    assert addresses.checked("../x.git", home / "sub") == str(home / "sub" / "../x.git")
    assert addresses.checked("~/x.git", home / "sub") == str(home / "x.git")


def test_git_that_gives_no_reason():
    assert in_words("/x.git", "") == ("/x.git: git gave no reason", "")


@given(st.text())
def test_an_address_is_taken_or_refused_and_never_an_option(text):
    with contextlib.suppress(Unusable):
        found = addresses.checked(text, Path("/somewhere"))
        assert found
        assert not found.startswith("-")
        assert "\n" not in found


@contextlib.contextmanager
def closed_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def is_running(pid):
    """Whether the process is alive; one that has just closed its pipes gets a moment to end."""
    for _ in range(1000):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return False
        if state in "ZX":
            return False
        os.sched_yield()
    return True


def test_what_would_fill_the_disk_is_cut_off(home, filled):
    for name in ("a", "b"):  # neither of them alone is too much
        (home / "work" / name).write_bytes(os.urandom(600_000))
    folder = cloned(home, filled)
    commit(home / "work", "c")
    with pytest.raises(RemoteFailed, match="sends is more than a hub may have"):
        Remote(str(filled), TIMEOUT, Limits(file=1_000_000)).fetch(folder)
    assert files(folder) == ["one.txt"]
    assert not list((folder / ".git/objects").rglob("tmp_*"))
    with pytest.raises(RemoteFailed, match="sends is more than a hub may have"):
        Remote(str(filled), TIMEOUT, Limits(file=1_000_000)).clone(home / "other.git")
    assert not (home / "other.git").exists()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux limits the memory of a process")
def test_a_kilobyte_that_becomes_too_much_memory_is_refused(home, bare):
    small_pack_of_a_large_file(bare, 100_000_000)
    git(bare, "symbolic-ref", "HEAD", "refs/heads/main")
    with pytest.raises(RemoteFailed, match="sends is more than a hub may have"):
        within(home, bare, memory=60_000_000)
    assert not (home / "clone" / ".git").exists()


@pytest.fixture
def simple_ssh(monkeypatch):
    """A command in the place of ssh that git does not try out first."""
    monkeypatch.setenv("GIT_SSH_VARIANT", "simple")


def test_a_remote_that_talks_without_end_is_ended(home, monkeypatch, simple_ssh):
    monkeypatch.setenv("GIT_SSH_COMMAND", "sh -c 'while echo still here >&2; do :; done'")
    with pytest.raises(RemoteFailed, match="said more than 50000 bytes"):
        within(home, "ssh://host/x.git", said=50_000)


def test_a_line_without_end_is_ended_too(home, monkeypatch, simple_ssh):
    monkeypatch.setenv("GIT_SSH_COMMAND", "sh -c 'yes | tr -d \\\\n >&2'")
    with pytest.raises(RemoteFailed, match="said more than 50000 bytes"):
        within(home, "ssh://host/x.git", said=50_000)


def test_a_remote_that_is_never_done_is_ended(home, monkeypatch, simple_ssh):
    monkeypatch.setenv("GIT_SSH_COMMAND", "sh -c 'while echo still here >&2; do sleep 0.1; done'")
    with pytest.raises(RemoteFailed, match=r"took more than 0\.3 seconds"):
        within(home, "ssh://host/x.git", seconds=0.3)


def test_no_window_is_opened_to_ask_for_a_password(home, monkeypatch):
    monkeypatch.setenv("GIT_SSH_COMMAND", "sh -c 'env > asked; exit 1'")
    with pytest.raises(RemoteFailed):
        cloned(home, "ssh://host/x.git")
    asked = (home / "clone" / "asked").read_text().splitlines()
    assert {"GCM_INTERACTIVE=never", "SSH_ASKPASS_REQUIRE=never", "GIT_ASKPASS=false"} <= set(asked)
