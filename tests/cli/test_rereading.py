"""`learnlog show`: what changed since it was read, or since it was published."""

import json

import pytest


@pytest.fixture
def changed(learnlog, bob):
    """The id of a lesson that was read, and then revised by its author."""
    learnlog("show", bob.lesson)
    bob.revise("reset it", "reset --soft it")
    learnlog("hub", "pull")
    return bob.lesson


def difference(learnlog, *words):
    (only,) = json.loads(learnlog("show", *words, "--json").out)["differences"]
    return only


def test_a_lesson_that_has_not_changed_says_nothing(learnlog, bob):
    assert learnlog("show", bob.lesson).err == ""
    assert learnlog("show", bob.lesson).err == ""


def test_a_lesson_that_changed_since_it_was_read_says_so_once(learnlog, changed):
    assert learnlog("show", changed).err == (
        f"changed since you read it on 2026-11-23 (revision 1, now revision 2): "
        f"learnlog show team/{changed[:6]} --diff\n"
    )
    assert learnlog("show", changed).err == ""


@pytest.mark.parametrize("was_shown", [False, True])
def test_the_difference_from_what_was_read_is_there_before_and_after_showing_it(learnlog, changed, was_shown):
    if was_shown:
        learnlog("show", changed)
    result = learnlog("show", changed, "--diff")
    lines = result.out.split("\n")
    assert result.err == ""
    assert lines[:2] == ["--- as you read it, revision 1, 2026-11-23", "+++ now, revision 2"]
    assert {"-reset it", "+reset --soft it"} <= set(lines)


def test_a_lesson_that_was_read_twice_is_compared_with_what_was_read_last(learnlog, bob, changed):
    learnlog("show", changed)
    bob.revise("--soft", "--mixed")
    learnlog("hub", "pull")
    assert difference(learnlog, changed, "--diff")["before"]["revision"] == 2


def test_the_difference_from_a_revision(learnlog, bob, changed):
    bob.revise("--soft", "--mixed")
    learnlog("hub", "pull")
    told = difference(learnlog, changed, "--diff", "1")
    assert (told["before"]["revision"], told["after"]["revision"]) == (1, 3)
    assert "-reset it\n+reset --mixed it\n" in told["diff"]


def test_a_word_behind_diff_that_is_no_revision_is_a_ref(learnlog, changed):
    assert learnlog("show", "--diff", changed).out == learnlog("show", changed, "--diff").out
    assert "Missing argument" in learnlog("show", "--raw", status=2).err


def test_a_lesson_that_was_never_read_names_the_revisions_there_are(learnlog, bob):
    result = learnlog("show", bob.lesson, "--diff", status=1)
    assert "you have not read" in result.err
    assert "REV can be 1" in result.err
    assert "has no revision 7" in learnlog("show", bob.lesson, "--diff", "7", status=1).err


def test_what_is_as_it_was_read_has_no_difference(learnlog, bob):
    learnlog("show", bob.lesson)
    result = learnlog("show", bob.lesson, "--diff")
    assert (result.out, "is what it was" in result.err) == ("", True)


def test_reading_as_json_is_no_reading(learnlog, bob):
    learnlog("show", bob.lesson, "--json")
    learnlog("show", bob.lesson, "--diff", status=1)


def test_what_was_read_never_leaves_the_machine(learnlog, bob, changed, remote):
    learnlog("show", changed)
    assert (learnlog.home / ".local/share/learnlog/hubs/team/read.json").stat().st_mode & 0o777 == 0o600
    learnlog("add", "Another lesson")
    learnlog("publish", "@last", "--yes")
    assert not [path for path in remote.rglob("*") if "read" in path.name and path.is_file()]


def test_a_damaged_note_of_what_was_read_is_as_none(learnlog, changed):
    note = learnlog.home / ".local/share/learnlog/hubs/team/read.json"
    for text in ("", "[]", '{"lessons": {"a": [[1]]}}', '{"lessons": [], "looked_at": 3}', "[" * 9999):
        note.write_text(text)
        learnlog("show", changed, "--diff", status=1)


def test_a_lesson_that_was_taken_back_is_told(learnlog, bob, changed):
    bob("retract", changed, "--yes")
    learnlog("hub", "pull")
    expected = f"{changed} was taken back from the hub team by its author, Bob Ray"
    assert expected in learnlog("show", changed[:5], status=1).err
    assert expected in learnlog("show", changed, "--diff", status=1).err
    assert "taken back" not in learnlog("show", changed[:2], status=1).err


def test_a_lesson_that_was_taken_back_and_published_anew_is_compared_with_what_was_read(
    learnlog, bob, changed
):
    bob("retract", changed, "--yes")
    bob.revise("--soft", "--mixed")
    learnlog("hub", "pull")
    told = difference(learnlog, changed, "--diff")
    assert (told["before"]["revision"], told["after"]["revision"]) == (1, 3)
    assert "-reset it\n+reset --mixed it\n" in told["diff"]
    assert "+reset --mixed it\n" in difference(learnlog, changed, "--diff", "2")["diff"]


def test_ones_own_entry_is_compared_with_what_is_published(learnlog, published):
    assert "is what it was" in learnlog("show", "@last", "--diff").err
    learnlog("set", "@last", "tags=git", "project=secret")
    told = difference(learnlog, "@last", "--diff")
    assert "+tags: [git]" in told["diff"]
    assert "secret" not in told["diff"]
    assert told["before"] == {"what": "in team", "revision": 1, "date": None}


def test_ones_own_entry_that_is_not_published(learnlog, remote):
    learnlog("add", "Lesson")
    assert "is not published" in learnlog("show", "@last", "--diff", status=1).err


def test_hostile_text_in_a_difference_is_made_visible(learnlog, bob, changed):
    bob.revise("--soft", "\x1b]52;c;aGk=\x07\u202e")
    learnlog("hub", "pull")
    out = learnlog("--color", "always", "show", changed, "--diff", "1").out
    assert "⟦U+001B⟧]52;c;aGk=⟦U+0007⟧⟦U+202E⟧" in out
    assert "\x1b]" not in out
