"""What readers are told of lessons that no longer hold, or may not."""

import json

import pytest

from cli.test_search import on_terminal


@pytest.fixture
def old(learnlog):
    """The id of a lesson that a newer one supersedes."""
    old = json.loads(learnlog("add", "Use the old way to deploy", "--json").out)["id"]
    learnlog("add", "Use the new way to deploy")
    learnlog("set", "@last", f"supersedes={old}")
    return old


def newest(learnlog):
    return json.loads(learnlog("show", "@last", "--json").out)["id"]


def test_show_says_what_superseded_it(learnlog, old):
    line = f"superseded by {newest(learnlog)[:6]} Use the new way to deploy\n"
    assert line in learnlog("show", old).out
    assert "superseded" not in learnlog("show", "@last").out


def test_json_names_what_superseded_it(learnlog, old):
    (successor,) = json.loads(learnlog("show", old, "--json").out)["superseded_by"]
    assert successor == {"id": newest(learnlog), "title": "Use the new way to deploy", "hub": None}


@pytest.mark.parametrize("words", [["list"], ["search", "old way"]])
def test_rows_say_it_in_a_sixth_column(learnlog, old, words):
    rows = {line.split("\t")[0]: line.split("\t")[5:] for line in learnlog(*words).out.splitlines()}
    assert rows[old] == [f"superseded by {newest(learnlog)[:6]} Use the new way to deploy"]
    assert rows[newest(learnlog)] == []
    entries = json.loads(learnlog(*words, "--json").out)["entries"]
    assert [bool(entry["superseded_by"]) for entry in entries].count(True) == 1


@pytest.mark.parametrize("words", [["list"], ["search", "old way"], ["show", "OLD"]])
def test_a_terminal_says_it(learnlog, old, words):
    seen = on_terminal(learnlog, *(word.replace("OLD", old) for word in words), PAGER="cat")
    assert f"superseded by {newest(learnlog)[:6]}" in seen


@pytest.mark.parametrize("name", ["use the old WAY to deploy", "[[Use the old way to deploy]]"])
def test_ones_own_names_what_it_supersedes_by_title_too(learnlog, old, name):
    learnlog("set", "@last", f"supersedes={name}")
    assert "superseded by" in learnlog("show", old).out


def test_a_colleague_s_lesson_says_whose_it_is(learnlog, bob):
    bob("add", "Undo it better")
    bob("set", "@last", f"supersedes={bob.lesson}")
    bob("publish", "@last", "--yes")
    learnlog("hub", "pull")
    assert "Undo it better (team/Bob Ray)\n" in learnlog("show", bob.lesson).out


def test_a_stranger_cannot_claim_what_is_named_by_title(learnlog, bob):
    learnlog("add", "Undo a commit")
    path = learnlog.home / ".local/share/learnlog/hubs/team/files/bob-ray/claim.md"
    path.write_text("---\nid: evil\nsupersedes: [Undo a commit, evil]\n---\n\x1b[2J\n")
    assert "superseded" not in learnlog("list").out


@pytest.mark.parametrize("whose", ["mine", "a colleague's"])
def test_another_author_s_claim_is_told_as_one_and_only_where_it_is_read_whole(learnlog, bob, whose):
    own = json.loads(learnlog("add", "Deploy on Fridays", "--json").out)["id"]
    old = own if whose == "mine" else bob.lesson
    eve = learnlog.home / ".local/share/learnlog/hubs/team/files/eve"
    eve.mkdir()
    (eve / "claim.md").write_text(f"---\nid: evil\ntitle: Buy mine\nsupersedes: {old}\n---\n\n")
    assert "supersede" not in learnlog("list").out
    assert "eve says evil supersedes it Buy mine (team/eve)\n" in learnlog("show", old).out
    assert json.loads(learnlog("show", old, "--json").out)["superseded_by"] == []
    assert "eve says evil supersedes it" in on_terminal(learnlog, "show", old, PAGER="cat")


@pytest.mark.parametrize(("review", "is_due"), [("2026-11-01", True), ("2027-05-01", False), ("soon", False)])
def test_a_review_that_was_due_is_told(learnlog, old, review, is_due):
    file = next(learnlog.journal.glob("*/*/*-old-*.md"))
    file.write_text(file.read_text().replace("\nkind:", f"\nreview: {review}\nkind:"))
    assert (f"review was due {review}" in learnlog("show", old).out) == is_due
    told = json.loads(learnlog("show", old, "--json").out)["review"]
    assert told == (None if review == "soon" else review)
