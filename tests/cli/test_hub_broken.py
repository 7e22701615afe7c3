"""A file in a hub that nobody can read: told once, when it comes, and counted where one asks."""

import json

import pytest

from test_hub import put


@pytest.fixture
def broken(learnlog, remote):
    """A file that a colleague has pushed and nobody can read; it was pulled."""
    learnlog("add", "Lesson")
    learnlog("publish", "@last", "--yes")
    put(remote, {"lessons/eve/x.md": b"---\ndate: 2026-01-01\ntitle: [oops\n---\nthe oddity\n"})
    return learnlog("hub", "pull")


def test_what_a_colleague_broke_is_told_once(learnlog, broken):
    assert "files/eve/x.md: line " in broken.err
    assert "to see it again: learnlog hub show team" in broken.err
    for words in (["hub", "pull"], ["list"], ["search", "oddity"], ["show", "1"], ["publish", "--yes"]):
        assert "x.md: line" not in learnlog(*words).err


def test_what_a_colleague_broke_can_be_seen_again(learnlog, broken):
    assert "1 file of team cannot be read: learnlog hub show team" in learnlog("status").err
    assert "files/eve/x.md: line " in learnlog("hub", "show", "team").out
    ((told,), count) = (
        json.loads(learnlog("hub", "show", "team", "--json").out)["broken"],
        json.loads(learnlog("status", "--json").out)["hubs"][0]["broken"],
    )
    assert (told["path"].endswith("files/eve/x.md"), "line" in told["problem"], count) == (True, True, 1)


def test_what_was_broken_again_is_told_again(learnlog, broken, remote):
    put(remote, {"lessons/eve/x.md": b"---\ndate: 2026-01-01\ntags: [oops\n---\nthe oddity\n"})
    assert "files/eve/x.md: line " in learnlog("hub", "pull").err
    put(remote, {"lessons/eve/x.md": b"---\ndate: 2026-01-01\n---\nthe oddity\n"})
    assert learnlog("hub", "pull").err == ""
    assert "cannot be read" not in learnlog("status").err


def test_what_is_broken_in_a_hub_is_told_when_it_is_added(learnlog, broken):
    learnlog("hub", "remove", "team")
    assert "files/eve/x.md: line " in learnlog("hub", "add", "team", "lessons.git").err


@pytest.mark.parametrize("words", ["publish --yes", "retract @last --from team --yes"])
def test_what_comes_broken_with_another_command_is_told(learnlog, published, remote, words):
    put(remote, {"lessons/eve/x.md": b"---\ntitle: [oops\n---\n"})
    said = learnlog(*words.split()).err
    assert "files/eve/x.md: line " in said
    assert "to see it again: learnlog hub show team" in said


def test_what_is_no_lesson_is_broken_and_dated_last(learnlog, broken, remote):
    put(
        remote,
        {
            "lessons/eve/empty.md": b"",
            "lessons/eve/noise.md": b"\x00\xfe\x01noise\n",
            "lessons/eve/undated.md": b"a real one\n",
        },
    )
    said = learnlog("hub", "pull").err
    assert "files/eve/empty.md: it is empty" in said
    assert "files/eve/noise.md: it is no text" in said
    assert "undated" not in said
    assert "3 files that cannot be read as they should be" in learnlog("hub", "show", "team").out
    rows = [line.split("\t")[1:3] for line in learnlog("list").out.splitlines()]
    assert [day for day, _ in rows] == ["2026-11-23", *["1970-01-01"] * 4]
    assert {title for _, title in rows[1:]} == {"x", "empty", "noise", "a real one"}
