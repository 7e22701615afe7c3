"""`learnlog suggest`, `suggestions` and `accept`: a colleague improves a lesson."""

import json
from pathlib import Path

import pytest

from cli.test_search import on_terminal
from support import editor, git
from test_hub import put as put_files


@pytest.fixture
def lesson(learnlog, remote):
    """The id of one's own lesson, which is published; of its text a passage is not."""
    secret = "<!-- private -->\nour secret\n<!-- /private -->"
    text = f"Undo a commit\n\nfirst reset it\n\nthen look\n\n{secret}\n\nlast push\n"
    record = json.loads(learnlog("add", text, "-t", "git", "-p", "billing", "--json").out)
    learnlog("publish", "@last", "--yes")
    return record["id"]


@pytest.fixture
def suggest(learnlog, bo, lesson):
    """Sends what a colleague makes of the lesson, each (old, new) replaced."""

    def send(*changes, **how):
        bo("hub", "pull")
        text = json.loads(bo("show", lesson, "--json").out)["body"]
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        bo("suggest", lesson, "--yes", given=text, **how)
        learnlog("hub", "pull")

    return send


def file_of(learnlog, word="undo"):
    return next(learnlog.journal.glob(f"*/*/*-{word}-*.md"))


def proposals(learnlog, *words, **how):
    return json.loads(learnlog("suggestions", *words, "--json", **how).out)["suggestions"]


def test_at_a_terminal_the_editor_opens_on_what_can_be_changed(learnlog, bob, home, remote):
    script = editor(home, f"cp $1 {home}/seen; sed -i 's/reset it/reset --soft it/' $1")
    asked = on_terminal(
        learnlog, "suggest", bob.lesson, typed=b"y\n", after=b"Tell team?", EDITOR=script, NO_COLOR="1"
    )
    assert (home / "seen").read_text() == "---\ntitle: Undo a commit\n---\nreset it\n"
    assert "  -reset it\r\n  +reset --soft it\r\n" in asked
    assert "told team" in asked
    assert "responses" in git(remote, "ls-tree", "-r", "--name-only", "HEAD")


def test_what_is_piped_in_takes_nothing_out_that_it_does_not_name(bo, suggest, lesson):
    bo("hub", "pull")
    body = json.loads(bo("show", lesson, "--json").out)["body"]
    out = bo("suggest", lesson, "--yes", given=f"---\ntitle: Uncommit\n---\n{body}").out
    assert "+title: Uncommit" in out
    assert "tags: [git]" not in [line.strip(" -") for line in out.splitlines() if line.startswith("  -")]
    assert "  -tags: [git]" in bo("suggest", lesson, "--yes", given=f"---\ntags: []\n---\n{body}").out


def test_what_is_taken_out_in_the_editor_is_proposed_to_go(bo, suggest, lesson, home):
    bo("hub", "pull")
    settings = bo.settings | {"EDITOR": editor(home, "sed -i /tags/d $1"), "NO_COLOR": "1"}
    assert "  -tags: [git]" in on_terminal(bo, "suggest", lesson, "--yes", **settings)


def test_an_editor_that_changes_nothing_sends_nothing(learnlog, bob, home):
    seen = on_terminal(learnlog, "suggest", bob.lesson, EDITOR="true")
    assert "nothing is different" in seen
    assert not list((home / ".local/share/learnlog/drafts").iterdir())


def test_what_is_sent_is_the_whole_lesson_as_it_might_be(learnlog, suggest, lesson, remote):
    suggest(("first reset", "first soft reset"))
    (path,) = (p for p in git(remote, "ls-tree", "-r", "--name-only", "HEAD").split("\n") if "responses" in p)
    text = git(remote, "show", f"HEAD:{path}")
    assert (
        f"kind: suggestion\nlesson: {lesson}\nrevision: 1\n---\n---\ntitle: Undo a commit\ntags: [git]\n---\n"
        in text
    )
    assert "first soft reset it\n" in text
    assert "secret" not in text


def test_an_unchanged_text_sends_nothing(bo, suggest, lesson):
    bo("hub", "pull")
    text = json.loads(bo("show", lesson, "--json").out)["body"]
    assert "nothing is different" in bo("suggest", lesson, "--yes", given=text, status=1).err
    bo("suggest", lesson, "--yes", given="", status=1)


def test_a_secret_is_held_and_what_was_typed_is_kept(bo, suggest, lesson):
    bo("hub", "pull")
    result = bo("suggest", lesson, "--yes", given="password = 'hT7!kq0Zx93mLw'\n", status=4)
    kept = result.err.split("kept in ")[1].strip()
    assert "hT7!kq0Zx93mLw" in Path(kept).read_text()


def test_without_a_yes_nothing_is_sent(bo, suggest, lesson, remote):
    bo("hub", "pull")
    result = bo("suggest", lesson, given="another text\n", status=4)
    assert "  +another text\n" in result.out
    assert "kept in " in result.err
    assert "responses" not in git(remote, "ls-tree", "-r", "--name-only", "HEAD")


def test_ones_own_needs_no_suggestion(learnlog, lesson):
    assert f"learnlog edit {lesson}" in learnlog("suggest", lesson, given="x", status=3).err


def test_suggestions_lists_them_and_shows_what_would_be_different(learnlog, suggest, lesson):
    suggest(("first reset", "first soft reset"))
    row = learnlog("suggestions").out.rstrip("\n").split("\t")
    assert row == [lesson, "2026-11-23", "+1 -1", "Undo a commit", "Bo Li"]
    assert "-first reset it\n+first soft reset it\n" in learnlog("suggestions", "1").out
    (record,) = proposals(learnlog)
    assert (record["author"], record["before"]["revision"]) == ("Bo Li", 1)


def test_a_contributor_who_is_called_like_another_is_credited_with_the_whole_folder(
    learnlog, lesson, remote, home
):
    folder = "x" * 220
    put(remote, home, lesson, "---\nkind: suggestion\n---\nBetter.\n", f"20261123T150000Z-{folder}-0000.md")
    put_files(remote, {f"authors/{folder}.yaml": b"name: Ann Lee\n"})
    learnlog("hub", "pull")
    learnlog("accept", lesson, EDITOR=editor(home, "echo Better. > $1"))
    assert f"contributors: [Ann Lee ({folder})]\n" in file_of(learnlog).read_text()


def test_accept_takes_it_in_with_credit_and_one_commit(learnlog, suggest, lesson):
    suggest(("first reset", "first soft reset"))
    before = file_of(learnlog).read_text()
    learnlog("accept", lesson)
    after = file_of(learnlog).read_text()
    credit = "contributors: [Bo Li]\n---\n"
    context, _, body = before.partition("\n---\n")
    assert after == f"{context}\n{credit}{body.replace('first reset', 'first soft reset')}"
    assert git(learnlog.journal, "log", "-1", "--format=%s") == f"accept {lesson[:4]}: Undo a commit"
    assert git(learnlog.journal, "status", "--porcelain") == ""


def test_what_was_accepted_is_listed_no_more_until_it_is_undone(learnlog, suggest, lesson):
    suggest(("first reset", "first soft reset"))
    learnlog("accept", lesson)
    assert proposals(learnlog, status=1) == []
    learnlog("undo")
    assert len(proposals(learnlog)) == 1


def test_the_next_publish_hands_it_on_with_the_contributor(learnlog, bo, suggest, lesson):
    suggest(("first reset", "first soft reset"))
    learnlog("accept", lesson)
    learnlog("publish", lesson, "--yes")
    bo("hub", "pull")
    out = bo("show", lesson, "--raw").out
    assert "contributors: [Bo Li]\n" in out
    assert "secret" not in out


def test_ones_own_changes_stay(learnlog, suggest, lesson):
    suggest(("first reset", "first soft reset"))
    file = file_of(learnlog)
    file.write_text(
        file.read_text().replace("last push", "last push it").replace("our secret", "a new secret")
    )
    learnlog("accept", lesson)
    body = json.loads(learnlog("show", lesson, "--json").out)["body"]
    assert "first soft reset it\n" in body
    assert "last push it\n" in body
    assert "<!-- private -->\na new secret\n<!-- /private -->\n" in body


def test_the_same_lines_are_given_to_the_editor(learnlog, suggest, lesson, home):
    suggest(("first reset", "first soft reset"))
    file = file_of(learnlog)
    file.write_text(file.read_text().replace("first reset", "first hard reset"))
    script = editor(home, f"cp $1 {home}/seen; sed -i '/^<<<<<<< /,/^=======/d; /^>>>>>>> /d' $1")
    learnlog("accept", lesson, EDITOR=script)
    seen = (home / "seen").read_text()
    assert "<<<<<<< yours\nfirst hard reset it\n" in seen
    assert "=======\nfirst soft reset it\n>>>>>>> as suggested\n" in seen
    assert "first soft reset it\n\nthen look" in file.read_text()


def test_a_conflict_that_is_left_is_never_saved(learnlog, suggest, lesson, home):
    suggest(("first reset", "first soft reset"))
    file = file_of(learnlog)
    file.write_text(file.read_text().replace("first reset", "first hard reset"))
    before = file.read_bytes()
    result = learnlog("accept", lesson, EDITOR=editor(home, "echo more >> $1"), status=4)
    assert "there are conflicts left" in result.err
    assert "kept in " in result.err
    learnlog("accept", lesson, EDITOR="false", status=3)
    assert file.read_bytes() == before
    assert len(proposals(learnlog)) == 1


def test_titles_that_both_have_changed_are_a_conflict(learnlog, suggest, bo, lesson, home):
    suggest(("first", "---\ntitle: Take back a commit\n---\nfirst"))
    learnlog("set", lesson, "title=Revert a commit")
    learnlog("accept", lesson, EDITOR=editor(home, f"cp $1 {home}/seen; false"), status=3)
    assert "title: Revert a commit\n" in (home / "seen").read_text()
    assert "title: Take back a commit\n" in (home / "seen").read_text()


def test_tags_of_both_are_joined(learnlog, suggest, lesson):
    suggest(("first", "---\ntags: [undo, reset]\n---\nfirst"))
    learnlog("tag", lesson, "+mine")
    learnlog("accept", lesson)
    assert json.loads(learnlog("show", lesson, "--json").out)["tags"] == ["mine", "undo", "reset"]


HEAD = "---\nkind: suggestion\nrevision: 1\n---\n"


def put(remote, home, lesson, text, name="20261123T150000Z-eve-0000.md"):
    """Commit a response as somebody would who keeps no rule."""
    work = home / "work"
    git(home, "clone", "--quiet", str(remote), "work")
    folder = work / "responses" / lesson
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "-m", "x")
    git(work, "push", "--quiet", "origin", "HEAD:main")


def test_no_other_field_comes_in(learnlog, lesson, remote, home):
    smuggled = (
        "id: evil\nkind: note\nproject: theirs\ncontext:\n  repo: evil\nlicense: X\nstatus: superseded\n"
    )
    put(
        remote,
        home,
        lesson,
        f"{HEAD}---\n{smuggled}tags: [new]\n---\n---\nid: e2\n---\n\x1b[2Jbody\n",
    )
    learnlog("hub", "pull")
    shown = learnlog("--color", "always", "suggestions", lesson).out
    assert "\x1b[2J" not in shown
    head = file_of(learnlog).read_text().partition("\n---\n")[0]
    learnlog(
        "accept", lesson, EDITOR=editor(home, "cat > $1 <<'X'\n---\ntags: [new]\nproject: x\n---\nbody\nX")
    )
    after = file_of(learnlog).read_text()
    assert after.startswith(head.replace("tags: [git]", "tags: [new]"))
    assert "evil" not in after
    assert "project: billing\n" in after


def test_what_only_terminals_obey_does_not_come_in(learnlog, suggest, lesson):
    suggest(("first reset", "first \x1b[2Jreset"))
    learnlog("accept", lesson)
    assert "\nfirst [2Jreset it\n" in file_of(learnlog).read_text()


@pytest.mark.parametrize(
    "text", ["---\nkind: suggestion\n---\n---\na: [\n---\nx", "---\nkind: suggestion\n---\n", "x"]
)
def test_what_is_no_suggestion_is_passed_over_or_harmless(learnlog, lesson, remote, home, text):
    put(remote, home, lesson, text)
    learnlog("hub", "pull")
    assert learnlog("suggestions", status=None).status in {0, 1}


def test_several_are_named_by_author_or_number(learnlog, suggest, lesson, remote, home):
    suggest(("first reset", "first soft reset"))
    put(remote, home, lesson, f"{HEAD}Eve's\n")
    learnlog("hub", "pull")
    assert "name one by its number" in learnlog("accept", lesson, status=3).err
    assert "from nobody" in learnlog("accept", lesson, "--from", "nobody", status=1).err
    learnlog("suggestions", lesson, "--decline", "--from", "eve")
    learnlog("accept", lesson, "--from", "1")
    assert "contributors: [Bo Li]" in file_of(learnlog).read_text()


def test_what_is_declined_is_listed_no_more(learnlog, suggest, lesson):
    suggest(("first reset", "first soft reset"))
    before = file_of(learnlog).read_bytes()
    assert learnlog("suggestions", lesson, "--decline").out == f"declined what Bo Li suggests for {lesson}\n"
    assert proposals(learnlog, status=1) == []
    assert file_of(learnlog).read_bytes() == before
    learnlog("suggestions", "--decline", status=2)
