from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog import events, revise
from learnlog.entry import Entry, parse
from learnlog.errors import BrokenEntry, ChangedMeanwhile, NothingFound, Unusable
from learnlog.journal import Journal
from learnlog.store import Card
from support import NOW, git

PATH = "2026/11/2026-11-23-undo-k3f9.md"
TEXT = """---
id: k3f9q2x7ab
title:   Undo the last commit  # as I say it
date: 2026-11-23T14:30:15+01:00
tags: [git, undo]
mine: "kept"
---
# body\r
--- no newline at the end"""


class Notebook:
    """A journal with one entry, and what its commits say."""

    def __init__(self, root: Path) -> None:
        self.told: list[str] = []
        self.root = root
        self.journal = Journal(root, NOW, self.told.append)

    def put(self, text: str = TEXT, path: str = PATH) -> str:
        with self.journal.change(f"add {path}") as change:
            change.put(path, text.encode())
        return path

    def read(self, path: str = PATH) -> str:
        return (self.root / path).read_bytes().decode()

    def entry(self, path: str = PATH) -> Entry:
        return self.journal.store.open(path).entry

    @property
    def subjects(self) -> list[str]:
        return git(self.root, "log", "--format=%s").splitlines()


@pytest.fixture
def notebook(tmp_path):
    notebook = Notebook(tmp_path / "journal")
    notebook.put()
    return notebook


def read(*assignments: str, kind: str = "lesson") -> Mapping[str, object]:
    return revise.read_assignments(assignments, Entry("k3f9q2x7ab", "", NOW, "", "", kind=kind), NOW)


def test_only_the_lines_of_a_field_that_is_set_change(notebook):
    revise.set_fields(notebook.journal, PATH, {"tags": ["a", "b"], "status": "proven", "mine": None})
    expected = TEXT.replace("[git, undo]", "[a, b]").replace('mine: "kept"\n', "status: proven\n")
    assert notebook.read() == expected


def test_several_fields_are_one_commit_that_names_the_entry(notebook):
    revise.set_fields(notebook.journal, PATH, {"title": "New", "project": "billing"})
    assert notebook.subjects == ["set k3f9: New", f"add {PATH}"]


def test_setting_what_is_there_already_changes_nothing(notebook):
    assert revise.set_fields(notebook.journal, PATH, {"title": "Undo the last commit", "gone": None}) is None
    assert notebook.read() == TEXT
    assert len(notebook.subjects) == 1


def test_a_file_without_id_keeps_the_id_it_had_when_a_command_writes_one(notebook):
    path = notebook.put("Some words\n", "notes/plain.md")
    before = notebook.entry(path)
    revise.set_fields(notebook.journal, path, {"status": "proven"})
    after = notebook.entry(path)
    assert (after.id, after.date, after.has_id) == (before.id, before.date.replace(microsecond=0), True)
    assert notebook.read(path).endswith("---\nSome words\n")


def test_a_file_that_tells_its_date_elsewhere_gets_none_written(notebook):
    path = notebook.put("---\ncreated: 2020-01-02\n---\nx\n", "plain.md")
    revise.set_fields(notebook.journal, path, {"status": "proven"})
    assert "\ndate:" not in notebook.read(path)


def test_a_foreign_id_is_the_persons_and_stays(notebook):
    path = notebook.put("---\nid: 42\ndate: 2020-01-02\n---\nx\n", "plain.md")
    revise.set_fields(notebook.journal, path, {"status": "proven"})
    assert notebook.read(path) == "---\nid: 42\ndate: 2020-01-02\nstatus: proven\n---\nx\n"


def test_a_file_that_cannot_be_read_is_not_rewritten_and_named_with_its_line(notebook):
    path = notebook.put("---\ntitle: x\n bad: [\n---\n", "bad.md")
    with pytest.raises(BrokenEntry, match=r"bad\.md: line 3"):
        revise.set_fields(notebook.journal, path, {"status": "proven"})
    assert notebook.read(path) == "---\ntitle: x\n bad: [\n---\n"


@pytest.mark.parametrize(
    ("assignment", "expected"),
    [
        ("title=  two\n lines ", {"title": "two lines"}),
        ("project=", {"project": None}),
        ("tags=#git, undo,,", {"tags": ["git", "undo"]}),
        ('source="https://x?a=1,2", did it myself', {"source": ["https://x?a=1,2", "did it myself"]}),
        ("status=proven", {"status": "proven"}),
        ("customer=A=B", {"customer": "A=B"}),
        ("context=", {"context": None}),
    ],
)
def test_assignments_are_read_by_the_field_they_name(assignment, expected):
    assert read(assignment) == expected


def test_dates_are_read_as_people_say_them_and_keep_an_offset():
    review = read("review=2027-01-01")["review"]
    assert str(review) == "2027-01-01 00:00:00+01:00"


@pytest.mark.parametrize(
    ("assignment", "reason"),
    [
        ("id=k3f9q2x7ab", "cannot be set"),
        ("context=x", "can only be removed"),
        ("date=someday soon", "is not a date"),
        ("status=answered", "draft, proven"),
        ("title", "FIELD=VALUE"),
        ("=x", "FIELD=VALUE"),
        ("a b=x", "FIELD=VALUE"),
    ],
)
def test_what_is_not_allowed_is_told_with_its_reason(assignment, reason):
    with pytest.raises(ValueError, match=reason):
        read(assignment)


def test_a_status_is_checked_against_the_kind_set_with_it():
    assert read("kind=question", "status=open") == {"kind": "question", "status": "open"}
    assert read("status=anything", kind="recipe") == {"status": "anything"}


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_text_set_as_a_field_reads_back(value):
    opened = parse(TEXT, path=PATH, fallback=lambda: NOW)
    changed = revise._with_values(opened, {"customer": value})
    assert parse(changed, path=PATH, fallback=lambda: NOW).values["customer"] == value


def test_tags_come_and_go_in_one_change_whatever_their_capitals(notebook):
    entry = revise.tag(notebook.journal, PATH, ["reset", "git"], ["UNDO"])
    assert entry is not None
    assert entry.tags == notebook.entry().tags == ("git", "reset")
    assert notebook.subjects[0] == "tag k3f9: Undo the last commit"


def test_removing_the_last_tag_removes_the_line(notebook):
    revise.tag(notebook.journal, PATH, [], ["git", "undo"])
    assert notebook.read() == TEXT.replace("tags: [git, undo]\n", "")


def test_tags_stay_under_the_name_the_file_has_for_them(notebook):
    path = notebook.put("---\nid: abc\ndate: 2020-01-02\nkeywords: a, b\n---\n", "hugo.md")
    revise.tag(notebook.journal, path, [], ["a", "b"])
    assert notebook.read(path) == "---\nid: abc\ndate: 2020-01-02\n---\n"


def test_renaming_a_tag_merges_it_with_one_that_is_there(notebook):
    other = notebook.put(TEXT.replace("k3f9q2x7ab", "m3f9q2x7ab").replace("undo]", "GIT]"), "other.md")
    assert revise.rename_tag(notebook.journal, [PATH, other], "Git", "undo") == 2
    assert (notebook.entry().tags, notebook.entry(other).tags) == (("undo",), ("undo",))
    assert notebook.subjects[0] == "tags rename Git to undo in 2 entries"


def test_renaming_a_tag_is_all_or_nothing(notebook):
    with pytest.raises(Unusable):
        revise.rename_tag(notebook.journal, [PATH, "missing.md"], "git", "vcs")
    assert notebook.read() == TEXT
    assert len(notebook.subjects) == 1


def test_done_joins_links_and_embeds_the_lesson(notebook):
    revise.done(notebook.journal, PATH, ["https://wiki/runbook"])
    entry = revise.done(notebook.journal, PATH, ["https://wiki/runbook", "a test"])
    assert entry is not None
    assert (entry.names("became"), entry.status) == (("https://wiki/runbook", "a test"), "embedded")


def test_a_decision_that_became_something_keeps_its_status(notebook):
    revise.set_fields(notebook.journal, PATH, {"kind": "decision", "status": "accepted"})
    entry = revise.done(notebook.journal, PATH, ["a rule"])
    assert entry is not None
    assert entry.status == "accepted"


def test_removing_takes_the_attachments_and_undo_brings_all_back(notebook):
    attached = notebook.put("picture", "2026/11/k3f9q2x7ab/deep/a.png")
    assert revise.remove(notebook.journal, [PATH, PATH])[0].title == "Undo the last commit"
    assert not (notebook.root / "2026").exists()
    revise.undo(notebook.journal)
    assert (notebook.read(), notebook.read(attached)) == (TEXT, "picture")


def test_a_folder_that_only_shares_an_entrys_name_is_not_removed_with_it(notebook):
    path = notebook.put("---\nid: git\ndate: 2020-01-02\n---\n", "notes/git.md")
    other = notebook.put("another entry", "notes/git/reset.md")
    revise.remove(notebook.journal, [path])
    assert notebook.read(other) == "another entry"


def test_undo_goes_back_one_change_at_a_time_to_an_empty_journal(notebook):
    revise.tag(notebook.journal, PATH, ["new"], [])
    undone = [revise.undo(notebook.journal).commit.subject for _ in range(2)]
    assert undone == ["tag k3f9: Undo the last commit", f"add {PATH}"]
    assert not (notebook.root / PATH).exists()
    with pytest.raises(NothingFound):
        revise.undo(notebook.journal)


def test_undo_takes_back_only_what_learnlog_did(notebook):
    (notebook.root / "mine.txt").write_text("mine")
    git(notebook.root, "add", "mine.txt")
    git(notebook.root, "commit", "-m", "add my own file")
    assert revise.undo(notebook.journal).commit.subject == f"add {PATH}"
    assert (notebook.root / "mine.txt").exists()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(lambda file: file.write_text("by hand"), "changed since"), (Path.unlink, "moved or removed since")],
)
def test_undo_refuses_when_a_file_was_changed_since(notebook, spoil, words):
    spoil(notebook.root / PATH)
    with pytest.raises(ChangedMeanwhile, match=words):
        revise.undo(notebook.journal)


def test_undo_refuses_in_the_middle_of_a_merge(notebook):
    (notebook.root / ".git/MERGE_HEAD").write_text(git(notebook.root, "rev-parse", "HEAD"))
    with pytest.raises(Unusable, match="in the middle of a merge"):
        revise.undo(notebook.journal)
    assert notebook.read() == TEXT


def test_undo_of_what_could_not_be_committed_commits_it_first(notebook):
    merge = notebook.root / ".git/MERGE_HEAD"
    merge.write_text(git(notebook.root, "rev-parse", "HEAD"))
    path = notebook.put("typed during a merge", "later.md")
    merge.unlink()
    revise.undo(notebook.journal)
    assert not (notebook.root / path).exists()
    assert git(notebook.root, "show", f"HEAD~1:{path}") == "typed during a merge"


def test_undo_in_a_journal_inside_a_larger_repository_touches_only_that(tmp_path):
    git(tmp_path, "init", "--quiet")
    (tmp_path / "work/notes").mkdir(parents=True)
    notebook = Notebook(tmp_path / "work/notes")
    path = notebook.put("x", "with\nnewline ü.md")
    revise.tag(notebook.journal, path, ["a"], [])
    revise.undo(notebook.journal)
    assert notebook.read(path) == "x"


def test_undo_makes_no_journal_where_there_is_none(tmp_path):
    with pytest.raises(NothingFound, match="no journal"):
        revise.undo(Journal(tmp_path / "none", NOW, print))
    assert not (tmp_path / "none").exists()


def test_undo_says_so_when_there_is_no_history(tmp_path, monkeypatch):
    notebook = Notebook(tmp_path / "journal")
    monkeypatch.setenv("PATH", str(tmp_path))
    notebook.put()
    with pytest.raises(Unusable, match="no history"):
        revise.undo(notebook.journal)


def test_a_changed_file_is_taken_along_as_it_stands(notebook):
    (notebook.root / PATH).write_text("---\nbroken: [\n---\nwords")
    entry = revise.take_along(notebook.journal, PATH)
    assert entry.problem is not None
    assert entry.problem.startswith("line 3")
    assert git(notebook.root, "show", f"HEAD:{PATH}") == "---\nbroken: [\n---\nwords"


def test_aliases_are_joined_in_one_commit(notebook):
    revised = revise.add_aliases(notebook.journal, PATH, ["take back", "push"])
    assert revised.aliases == ("take back", "push")
    assert notebook.read() == TEXT.replace("---\n# body", "aliases: [take back, push]\n---\n# body")
    assert notebook.subjects[0] == "alias k3f9: Undo the last commit"


def test_aliases_it_has_are_not_joined_again(notebook):
    revise.add_aliases(notebook.journal, PATH, ["push"])
    assert revise.add_aliases(notebook.journal, PATH, ["Push"]) is None
    assert revise.add_aliases(notebook.journal, PATH, ["pull", "PUSH"]).aliases == ("push", "pull")


# the same thing again


NEW = """---
id: m1n2p3q4rs
title: Undo a commit
date: 2026-11-24T09:00:00+01:00
kind: lesson
tags: [git, reset]
source: [Bo]
theirs: new
context:
  branch: main
---
`git reset --soft HEAD~1`
"""
NEW_PATH = "2026/11/2026-11-24-undo-m1n2.md"
MACHINE = "k3f9q2x7ab"


@pytest.fixture
def twice(notebook):
    notebook.put()
    notebook.put(NEW, NEW_PATH)
    return notebook


def test_an_entry_is_extended_by_another_one_in_one_change(twice):
    revise.extend(twice.journal, PATH, NEW_PATH, MACHINE, NOW)
    assert twice.subjects[0] == "extend k3f9: Undo the last commit"
    assert not (twice.root / NEW_PATH).exists()
    expected = TEXT.replace("tags: [git, undo]", "tags: [git, undo, reset]").replace(
        'mine: "kept"\n', 'mine: "kept"\nsource: [Bo]\ntheirs: new\n'
    )
    section = "\r\n\r\n## 2026-11-24: Undo a commit\r\n\r\n`git reset --soft HEAD~1`\r\n"
    assert twice.read() == expected + section


def test_extending_is_undone_at_once(twice):
    revise.extend(twice.journal, PATH, NEW_PATH, MACHINE, NOW)
    revise.undo(twice.journal)
    assert (twice.read(), twice.read(NEW_PATH)) == (TEXT, NEW)
    assert events.read(twice.root) == []


def test_extending_a_file_without_an_id_gives_it_the_one_it_had(notebook):
    path = notebook.put("# By hand\n", "by-hand.md")
    notebook.put(NEW, NEW_PATH)
    before = notebook.entry(path)
    revise.extend(notebook.journal, path, NEW_PATH, MACHINE, NOW)
    assert (notebook.entry(path).id, notebook.entry(path).has_id) == (before.id, True)


def test_sources_under_another_name_are_joined(notebook):
    notebook.put(TEXT.replace("mine:", "url: https://old.example\nmine:"))
    notebook.put(NEW, NEW_PATH)
    revise.extend(notebook.journal, PATH, NEW_PATH, MACHINE, NOW)
    assert notebook.entry().source == ("https://old.example", "Bo")


def test_an_entry_that_cannot_be_extended_leaves_both_as_they_were(notebook):
    notebook.put(TEXT.replace("tags: [git", "tags: [git: ["))
    notebook.put(NEW, NEW_PATH)
    with pytest.raises(BrokenEntry, match="line"):
        revise.extend(notebook.journal, PATH, NEW_PATH, MACHINE, NOW)
    assert notebook.read(NEW_PATH) == NEW


def test_that_a_lesson_came_back_is_noted_and_linked(twice):
    revise.repeat(twice.journal, NEW_PATH, Card(twice.entry(), None), MACHINE, NOW)
    assert twice.subjects[0] == "repeat k3f9: Undo the last commit"
    assert twice.entry(NEW_PATH).names("related") == ("k3f9q2x7ab",)
    assert [(event.kind, event.entry, event.hub) for event in events.read(twice.root)] == [
        ("repeated", "k3f9q2x7ab", None)
    ]


def test_a_colleagues_lesson_can_come_back_too(twice):
    revise.repeat(twice.journal, NEW_PATH, Card(twice.entry(), "team"), MACHINE, NOW)
    assert events.read(twice.root)[0].hub == "team"
