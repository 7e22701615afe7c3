"""`learnlog reply`: something said to a lesson, for all who read it."""

import json

import pytest

from cli.test_feedback import played
from support import editor, git, responses_in


@pytest.fixture
def theirs(learnlog, published, bo):
    bo("hub", "pull")
    return published["id"]


def texts(remote):
    return [text.partition("---\n")[2].partition("---\n")[2] for text in responses_in(remote).values()]


def test_words_become_a_reply(theirs, bo, remote):
    bo("reply", theirs, "On", "a Mac?", "--yes")
    assert texts(remote) == ["On a Mac?"]


def test_what_is_piped_becomes_a_reply(theirs, bo, remote):
    bo("reply", theirs, "--yes", given="One.\n\nTwo.\n")
    assert texts(remote) == ["One.\n\nTwo."]


def test_nothing_is_no_reply(theirs, bo, remote):
    assert "nothing was written" in bo("reply", theirs, "--yes", given="\n", status=1).err
    assert responses_in(remote) == {}


def test_an_author_replies_to_whoever_asked(learnlog, theirs, bo, remote):
    bo("reply", theirs, "On a Mac?", "--yes")
    learnlog("reply", theirs, "There, too.", "--yes")
    assert sorted(texts(remote)) == ["On a Mac?", "There, too."]


def test_nobody_hears_what_is_said_to_an_entry_of_ones_own(learnlog, remote):
    learnlog("add", "Undo a commit")
    assert "learnlog publish" in learnlog("reply", "@last", "And?", status=3).err


def test_what_is_refused_is_kept(theirs, bo, remote, tmp_path):
    result = bo("reply", theirs, "all my words", status=4)
    (kept,) = (tmp_path / "bo/.local/share/learnlog/drafts").iterdir()
    assert kept.read_text() == "all my words"
    assert f"kept in {kept}" in result.err


def test_of_a_lesson_in_two_hubs_one_has_to_be_named(learnlog, published, home):
    git(home, "init", "--quiet", "--bare", "-b", "main", "other.git")
    learnlog("hub", "add", "other", "other.git")
    learnlog("publish", "@last", "--to", "other", "--yes")
    assert "name one: --to HUB" in learnlog("reply", "@last", "And?", "--yes", status=3).err
    learnlog("reply", "@last", "And?", "--to", "other", "--yes")
    assert texts(home / "other.git") == ["And?"]


def test_at_a_terminal_the_editor_opens_and_names_the_lesson(learnlog, bob, remote, home):
    script = editor(home, 'cp "$1" seen; printf \'One.\\n\\n# Two\\n\' >> "$1"')
    _, status = played(learnlog, "reply", bob.lesson, answers=[("Tell team?", b"y\n")], EDITOR=script)
    assert (status, texts(remote)) == (0, ["One.\n\n# Two"])
    assert (home / "seen").read_text() == "<!-- reply to: Undo a commit -->\n"


def test_what_was_typed_in_the_editor_outlives_a_no(learnlog, bob, remote, home):
    script = editor(home, "echo 'all my words' >> \"$1\"")
    _, status = played(learnlog, "reply", bob.lesson, answers=[("Tell team?", b"n\n")], EDITOR=script)
    (kept,) = (home / ".local/share/learnlog/drafts").iterdir()
    assert (status, "all my words" in kept.read_text()) == (4, True)


def test_scripts_see_what_the_guard_holds_back(theirs, bo, remote):
    away = remote.rename(remote.with_name("away"))
    bo("reply", theirs, "Acme has it too", "--yes")
    away.rename(remote)
    bo("config", "set", "publish.never", "Acme")
    (pulled,) = json.loads(bo("hub", "pull", "--json", status=4).out)["hubs"]
    (state,) = json.loads(bo("status", "--json").out)["hubs"]
    (file,) = bo.home.rglob("*.outbox/*/*.md")
    assert pulled["held"] == state["held"] == [{"id": theirs, "path": str(file), "found": ["name A…"]}]
    told = bo("status").err
    assert f"change or delete {file}" in told
    assert "to send it" not in told


def test_what_waits_and_must_not_leave_by_now_is_named_with_what_to_do(theirs, bo, remote):
    away = remote.rename(remote.with_name("away"))
    bo("reply", theirs, "Acme has it too", "--yes")
    away.rename(remote)
    bo("config", "set", "publish.never", "Acme")
    said = bo("hub", "pull", status=4)
    (file,) = bo.home.rglob("*.outbox/*/*.md")
    assert f"what you said to {theirs} stays here, the guard found what must not leave: name A…" in said.err
    assert f"change or delete {file}, then: learnlog hub pull team" in said.err
    assert "Acme has it" not in said.err
    bo("reply", theirs, "And so?", "--yes")
    assert texts(remote) == ["And so?"]
