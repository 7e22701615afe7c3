import json
import os
import subprocess
import sys

import pytest

from learnlog.cli.app import App
from support import git

KEY = (
    "-----BEGIN RSA PRIVATE KEY-----\n"
    + "MIIEowIBAAKCAQEA7bq3Jt0Yw9Xz" * 3
    + "\n-----END RSA PRIVATE KEY-----"
)


@pytest.fixture
def saved(learnlog, remote):
    """An entry's record."""
    return json.loads(learnlog("add", "Undo a commit. git reset --soft HEAD~1", "-p", "secret", "--json").out)


def commits(remote):
    return git(remote, "for-each-ref") and git(remote, "log", "--format=%s", "main").splitlines()


def test_the_preview_shows_every_file_that_leaves(learnlog, remote, saved):
    shown = learnlog("publish", "@last", "--dry-run").out
    path = f"lessons/ann-lee/{saved['id']}-undo-a-commit.md"
    assert f"add  {path}\n  stays here  fields: project\n  +---\n  +id: {saved['id']}\n" in shown
    assert "as Ann Lee <ann-lee@learnlog.invalid>" in shown
    assert "also  authors/ann-lee.yaml\n  +name: Ann Lee\n" in shown
    assert "also  learnlog-hub.yaml\n  +format: 1\n  +name: lessons\n" in shown
    assert commits(remote) == ""


def test_what_the_preview_shows_is_what_leaves(learnlog, remote, saved):
    shown = json.loads(learnlog("publish", "@last", "--dry-run", "--json").out)["lessons"][0]["files"]
    learnlog("publish", "@last", "--yes")
    for path, text in shown.items():
        assert git(remote, "show", f"main:{path}") == text.rstrip("\n")


def test_without_a_yes_nothing_leaves(learnlog, remote, saved):
    assert "--yes" in learnlog("publish", "@last", status=4).err
    assert commits(remote) == ""


@pytest.fixture
def terminal(monkeypatch):
    """Somebody sits in front of it."""
    monkeypatch.setattr(App, "is_interactive", lambda _app: True)


def test_on_a_terminal_it_asks(learnlog, remote, saved, terminal):
    assert "Publish 1 lesson to team? [y/N]" in learnlog("publish", "@last", given="y\n").err
    assert len(commits(remote)) == 1


@pytest.mark.parametrize("answer", ["n\n", "\n"])
def test_anything_but_a_yes_is_a_no(learnlog, remote, saved, terminal, answer):
    learnlog("publish", "@last", given=answer, status=4)
    assert commits(remote) == ""


def test_again_publishes_only_what_changed(learnlog, remote, saved):
    learnlog("publish", "@last", "--yes")
    assert "1 lesson there already, unchanged" in learnlog("publish", "@last", "--yes").out
    learnlog("tag", "@last", "+git")
    shown = learnlog("publish", "@last", "--yes").out
    assert "revision 2" in shown
    assert "  +tags: [git]\n" in shown
    assert len(commits(remote)) == 2


def test_without_a_ref_it_takes_proven_lessons_and_what_has_changed(learnlog, remote, saved):
    assert "nothing to publish" in learnlog("publish", "--yes").err
    learnlog("set", "@last", "status=proven")
    assert "published 1 lesson to team" in learnlog("publish", "--yes").out
    learnlog("set", saved["id"], "status=superseded")
    assert "published 1 lesson to team" in learnlog("publish", "--yes").out


def test_a_query_selects_own_entries(learnlog, remote, saved):
    learnlog("add", "Something else entirely", "-t", "cooking")
    plan = json.loads(learnlog("publish", "--query", "tag:cooking", "--dry-run", "--json").out)
    assert [lesson["title"] for lesson in plan["lessons"]] == ["Something else entirely"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("undo commit", ["Undo a commit"]),
        ("undo OR commit", ["Commit often", "Undo a commit"]),
        ("commit -undo", ["Commit often"]),
        ("commit -(undo else)", ["Commit often"]),
        ("tag:git NOT (undo often)", []),
        ("tag:git often", ["Commit often"]),
        ('"a commit" often', []),
        ("(commit often) OR (undo commit)", ["Commit often", "Undo a commit"]),
        ("undoo", []),
    ],
)
def test_every_word_of_a_query_is_required(learnlog, remote, query, titles):
    for title in ("Undo a commit", "Commit often"):
        learnlog("add", title, "-t", "git")
    plan = json.loads(learnlog("publish", "--query", query, "--dry-run", "--json").out)
    assert sorted(lesson["title"] for lesson in plan["lessons"]) == titles


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("(commit) OR ) -internal", "OR"),
        ("undo AND", "ends where a word was expected"),
        ('"commit', "a quotation mark is not closed"),
        (" OR ".join(f"w{number}" for number in range(50)), "too many words"),
        ("commit " * 600 + "-internal", "more than 4000 characters"),
    ],
)
def test_a_query_that_cannot_be_read_as_typed_selects_nothing(learnlog, remote, query, why):
    learnlog("add", "An internal commit", "-t", "git")
    result = learnlog("publish", "--query", query, "--dry-run", status=3)
    assert "selects nothing: " in result.err
    assert why in result.err
    assert "An internal commit" not in result.out


def test_a_query_that_selects_nothing_says_so(learnlog, remote, saved):
    assert "no entry of yours has every word of cook it" in learnlog("publish", "--query", "cook it").err


def test_what_the_guard_holds_stays_and_the_rest_leaves(learnlog, remote, saved):
    held = json.loads(learnlog("add", f"A key\n\n{KEY}", "--json").out)
    result = learnlog("publish", held["id"], saved["id"], "--yes", status=4)
    assert "held" in result.out
    assert "private key, MIIE…" in result.out
    assert KEY.splitlines()[1] not in result.out
    assert "published 1 lesson" in result.out
    assert held["id"] not in git(remote, "ls-tree", "-r", "--name-only", "main")


def test_a_broken_entry_is_refused(learnlog, remote, saved):
    path = learnlog.journal / "broken.md"
    path.write_text("---\nid: [\n---\nx")
    assert "cannot be published" in learnlog("publish", str(path), "--yes", status=3).err
    assert commits(remote) == ""


def test_a_hub_that_is_away_keeps_everything_as_it_was(learnlog, remote, saved, home):
    remote.rename(home / "away.git")
    assert "there is no git repository" in learnlog("publish", "@last", "--yes", status=5).err
    (home / "away.git").rename(remote)
    learnlog("publish", "@last", "--yes")


def test_a_hub_that_refuses_is_quoted(learnlog, remote, saved):
    hook = remote / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'closed until Monday' >&2\nexit 1\n")
    hook.chmod(0o755)
    assert "refused: closed until Monday" in learnlog("publish", "@last", "--yes", status=5).err
    hook.unlink()
    learnlog("publish", "@last", "--yes")


def test_which_hub_must_be_clear(learnlog, remote, saved, home):
    git(home, "init", "--quiet", "--bare", "other.git")
    learnlog("hub", "add", "other", "other.git")
    assert "there are 2 hubs: team, other" in learnlog("publish", "@last", "--yes", status=3).err
    assert "published 1 lesson to other" in learnlog("publish", "@last", "--yes", "--to", "other").out
    learnlog("config", "set", "hub", "team")
    assert "published 1 lesson to team" in learnlog("publish", "@last", "--yes").out


def test_the_record_names_what_scripts_need(learnlog, remote, saved):
    record = json.loads(learnlog("publish", "@last", "--yes", "--json").out)
    assert list(record) == "hub url author address commit total lessons also".split()
    assert record["commit"] == git(remote, "rev-parse", "main")
    keys = (
        "id title action path revision files changes left_out notes reason findings allowed replaced".split()
    )
    assert list(record["lessons"][0]) == keys


def test_harmful_characters_of_an_entry_are_made_visible(learnlog, remote):
    learnlog("add", "Title\n\nbody \x1b[2J")
    assert "\x1b" not in learnlog("publish", "@last", "--dry-run").out


def test_a_copy_of_a_chosen_file_does_not_leave(learnlog, remote, saved):
    original = learnlog.journal / saved["path"]
    (learnlog.journal / "copy.md").write_text(original.read_text() + "SECRET of the copy\n")
    said = learnlog("publish", saved["path"], "--yes", status=None)
    assert "SECRET" not in said.said
    assert "copy.md has the same id" in said.out
    assert commits(remote) == ""


def test_a_path_in_the_home_folder_holds_the_lesson(learnlog, remote, home):
    learnlog("add", f"Where it is: {home}/work/x")
    assert f"it still names {home}" in learnlog("publish", "@last", "--yes", status=4).out
    assert commits(remote) == ""


def test_the_preview_shows_an_attached_text(learnlog, remote, saved):
    original = learnlog.journal / saved["path"]
    folder = original.parent / saved["id"]
    folder.mkdir()
    (folder / "log.txt").write_text("first line\n<!-- private: why -->\nsecret\n<!-- /private -->\n")
    original.write_text(f"{original.read_text()}[log]({saved['id']}/log.txt)\n")
    shown = learnlog("publish", "@last", "--dry-run").out
    assert "  +first line\n" in shown
    assert "secret" not in shown.replace("fields", "")


def test_what_was_agreed_to_is_done_though_nobody_reads_what_is_shown(learnlog, remote, saved):
    reading, writing = os.pipe()
    os.close(reading)
    environment = {**os.environ, "HOME": str(learnlog.home), "PYTHONPATH": os.pathsep.join(sys.path)}
    words = [sys.executable, "-m", "learnlog", "publish", "@last", "--yes"]
    done = subprocess.run(words, env=environment, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(commits(remote)) == 1
