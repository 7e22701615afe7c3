import json

from support import git


def lessons(remote):
    return git(remote, "ls-tree", "-r", "--name-only", "main", "lessons").splitlines()


def test_a_lesson_goes_and_a_tombstone_stays(learnlog, remote, published):
    result = learnlog("retract", published["id"], "--yes")
    assert result.out == f"retracted {published['id']}  Undo a commit\n"
    stone = f"lessons/ann-lee/{published['id']}.retracted"
    assert lessons(remote) == [stone]
    assert git(remote, "show", f"main:{stone}") == "2026-11-23 revision 1"
    assert "0 lessons." in git(remote, "show", "main:README.md")
    assert git(remote, "log", "-1", "--format=%s", "main") == f"retract {published['id'][:4]}: Undo a commit"


def test_it_says_what_it_cannot_undo(learnlog, published):
    err = learnlog("retract", "@last", "--yes").err
    assert "who pulled it before still has it" in err
    assert "it stays in the hub's history" in err
    assert "clones keep it even then" in err
    assert "a password, key or token that was in it: revoke it now, where it was issued" in err


def test_before_it_asks_it_says_what_to_do_first(learnlog, published):
    assert "revoke that first" in learnlog("retract", "@last", status=4).err


def test_it_needs_a_yes(learnlog, remote, published):
    assert "--yes" in learnlog("retract", "@last", status=4).err
    assert len(lessons(remote)) == 1


def test_it_can_be_published_again(learnlog, remote, published):
    learnlog("retract", "@last", "--yes")
    learnlog("publish", "@last", "--yes")
    assert lessons(remote) == [f"lessons/ann-lee/{published['id']}-undo-a-commit.md"]


def test_what_is_not_published_cannot_be_taken_back(learnlog, remote):
    learnlog("add", "Not published")
    assert "is not published in the hub team" in learnlog("retract", "@last", "--yes", status=1).err


def test_a_lesson_whose_entry_is_gone_can_be_taken_back(learnlog, remote, published):
    learnlog("rm", "@last", "--yes")
    learnlog("retract", published["id"], "--yes")
    assert lessons(remote) == [f"lessons/ann-lee/{published['id']}.retracted"]


def test_in_several_hubs_it_must_be_said_which(learnlog, published, home):
    git(home, "init", "--quiet", "--bare", "other.git")
    learnlog("hub", "add", "other", "other.git")
    learnlog("publish", "@last", "--to", "other", "--yes")
    assert "team and other" in learnlog("retract", "@last", "--yes", status=3).err
    record = json.loads(learnlog("retract", "@last", "--from", "other", "--yes", "--json").out)
    assert record == {"id": published["id"], "title": "Undo a commit", "hub": "other"}


def test_the_hub_that_a_ref_names_is_the_one_it_is_taken_from(learnlog, published, home):
    git(home, "init", "--quiet", "--bare", "other.git")
    learnlog("hub", "add", "other", "other.git")
    learnlog("publish", "@last", "--to", "other", "--yes")
    ref = f"team/{published['id']}"
    assert "--from names other" in learnlog("retract", ref, "--from", "other", "--yes", status=3).err
    learnlog("rm", "@last", "--yes")
    assert "team and other" in learnlog("retract", published["id"], "--yes", status=3).err
    assert json.loads(learnlog("retract", ref, "--yes", "--json").out)["hub"] == "team"
    assert lessons(home / "other.git") == [f"lessons/ann-lee/{published['id']}-undo-a-commit.md"]


def test_colleagues_lessons_are_not_mine_to_take_back(learnlog, published, home):
    learnlog("hub", "remove", "team")
    learnlog("rm", "@last", "--yes")
    learnlog("hub", "add", "team", "lessons.git", "--author", "Bob")
    assert "is a lesson of Ann Lee" in learnlog("retract", published["id"], "--yes", status=4).err
