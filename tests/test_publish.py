from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog import publish
from learnlog.bundle import LeftOut, Lesson, Screened, Selection
from learnlog.entry import parse
from learnlog.errors import NotConfirmed, NothingFound, Refused
from learnlog.guard import Finding, Weight
from learnlog.hub import Hub, layout
from learnlog.hub.about import About
from learnlog.hub.readme import Listed
from learnlog.hubsettings import HubSettings
from learnlog.publish import Action, Published
from learnlog.store import Card, Store

NOW = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
LESSON = Lesson("abcd", "T", "lessons/ann/abcd-t.md", {"id": "abcd", "title": "T"}, "body\n", {}, LeftOut())


class _Shelf:
    """A hub's files in memory, in the place of a Tree."""

    def __init__(self, files=()):
        self.blobs = dict(files)
        self.about = About("Team")
        self.author_names = {}
        self.commit = "1"

    @property
    def lessons(self):
        found = []
        for path, data in self.blobs.items():
            if layout.lesson_at(path):
                entry = parse(data.decode(), path=path, fallback=lambda: NOW)
                revision = int(str(entry.values["revision"]))
                found.append(Listed(path, entry.id, entry.title, path.split("/")[1], "Name", (), revision))
        return found

    def own(self, author):
        return {lesson.id: lesson for lesson in self.lessons if lesson.author == author}

    def inside(self, folder):
        return [path for path in self.blobs if path.startswith(f"{folder}/")]

    def read(self, paths):
        return {path: self.blobs[path] for path in paths if path in self.blobs}

    def after(self, outgoing):
        """The files once `outgoing` is committed."""
        wanted = self.blobs | dict(outgoing.files)
        return shelf({path: data for path, data in wanted.items() if data is not None})


def shelf(files=()):
    """A hub with these files."""
    return _Shelf(files)


@pytest.fixture
def hub(tmp_path):
    return Hub("team", HubSettings("/x.git", "Ann", "ann@example.org"), tmp_path / "hub")


def selection(folder, **bodies):
    """Entries with these ids and bodies, as a journal in `folder` has them."""
    store = Store(folder)
    for entry_id, body in bodies.items():
        head = f"---\nid: {entry_id}\ntitle: Title {entry_id}\ndate: 2026-03-05T10:00:00+01:00\n---\n"
        (folder / f"{entry_id}.md").write_text(head + body)
    entries = [store.open(f"{entry_id}.md").entry for entry_id in bodies]
    return Selection(entries, store, [Card(entry, None) for entry in entries])


def planned(lesson, standing=None, findings=()):
    each = Screened(lesson, tuple(findings))
    return publish.plan([each], {lesson.id: standing} if standing else {}).items[0]


def test_what_is_not_there_is_added():
    item = planned(LESSON)
    assert (item.action, item.revision, item.files) == (Action.ADD, 1, LESSON.files(1))


def test_what_is_there_is_the_same():
    item = planned(LESSON, Published(LESSON.files(3), 3))
    assert (item.action, item.files) == (Action.SAME, {})


def test_what_differs_counts_up():
    item = planned(replace(LESSON, body="other\n"), Published(LESSON.files(3), 3))
    assert (item.action, item.revision) == (Action.UPDATE, 4)
    assert b"revision: 4" in item.files[LESSON.path]


def test_only_files_that_differ_are_written():
    pictures = replace(LESSON, attachments={"lessons/ann/abcd/a.txt": b"a", "lessons/ann/abcd/b.txt": b"b"})
    standing = {**LESSON.files(1), "lessons/ann/abcd/a.txt": b"a", "lessons/ann/abcd/old.txt": b"old"}
    item = planned(pictures, Published(standing, 1))
    assert sorted(item.files) == [LESSON.path, "lessons/ann/abcd/b.txt", "lessons/ann/abcd/old.txt"]
    assert item.files["lessons/ann/abcd/old.txt"] is None


def test_a_lesson_that_was_taken_back_comes_again():
    item = planned(LESSON, Published(tombstone="lessons/ann/abcd.retracted"))
    assert item.action is Action.ADD
    assert item.files["lessons/ann/abcd.retracted"] is None


@pytest.mark.parametrize("standing", [None, Published({LESSON.path: b"old"}, 1)])
def test_a_finding_holds_its_lesson(standing):
    finding = Finding(LESSON.path, 3, "token", "it looks like one", "abc…")
    item = planned(LESSON, standing, [finding])
    assert (item.action, item.files, item.findings) == (Action.HELD, {}, (finding,))


def test_a_warning_holds_nothing():
    finding = Finding(LESSON.path, 3, "host name", "it is private", "db…", Weight.PERSONAL)
    item = planned(LESSON, None, [finding])
    assert (item.action, item.findings, item.stopping) == (Action.ADD, (finding,), [])


def test_what_is_unfit_is_held():
    item = planned(replace(LESSON, unfit="no id"))
    assert (item.action, item.reason) == (Action.HELD, "no id")


bodies = st.dictionaries(st.from_regex(r"[a-z]{4}", fullmatch=True), st.text(max_size=50), max_size=4)


@given(bodies, bodies)
def test_planning_twice_is_all_same(first, second):
    def lessons(found):
        return [
            Screened(replace(LESSON, id=key, path=f"lessons/ann/{key}-t.md", fields={"id": key}, body=body))
            for key, body in found.items()
        ]

    there = shelf()
    for found in (first, first | second):
        standing = publish._standing(there, "ann", found)
        outgoing = publish.outgoing(publish.plan(lessons(found), standing))
        there = there.after(outgoing) if outgoing else there
        standing = publish._standing(there, "ann", found)
        assert {item.action for item in publish.plan(lessons(found), standing).items} <= {Action.SAME}


def test_a_lesson_keeps_its_path_when_its_title_changes(hub, tmp_path):
    chosen = selection(tmp_path, abcd="body")
    there = shelf().after(publish.outgoing(publish.prepare(hub, shelf(), chosen)))
    renamed = replace(
        chosen, entries=[replace(chosen.entries[0], title="x", values={"id": "abcd", "title": "New"})]
    )
    item = publish.prepare(hub, there, renamed).items[0]
    assert (item.action, item.lesson.path) == (Action.UPDATE, "lessons/ann/abcd-title-abcd.md")


def test_lessons_that_leave_together_link_to_each_other(hub, tmp_path):
    chosen = selection(tmp_path, abcd="[[efgh]]", efgh="[a](abcd.md) [[Title abcd]]")
    first, second = publish.prepare(hub, shelf(), chosen).items
    assert first.lesson.body == "[efgh](efgh-title-efgh.md)"
    assert second.lesson.body == "[a](abcd-title-abcd.md) [Title abcd](abcd-title-abcd.md)"


def test_files_that_share_an_id_are_held(hub, tmp_path):
    chosen = selection(tmp_path, abcd="body")
    copy = replace(chosen.cards[0].entry, path="abcd (conflict).md", text="", body="")
    item = publish.prepare(hub, shelf(), replace(chosen, cards=[*chosen.cards, Card(copy, None)])).items[0]
    assert (item.action, item.reason) == (Action.HELD, "abcd (conflict).md has the same id")


def test_a_lesson_that_names_what_is_not_published_is_held(hub, tmp_path):
    chosen = selection(tmp_path, abcd="`efgh.md`", efgh="private")
    alone = replace(chosen, entries=chosen.entries[:1])
    assert publish.prepare(hub, shelf(), alone).items[0].reason == "it still names efgh.md"
    assert [item.action for item in publish.prepare(hub, shelf(), chosen).items] == [Action.ADD] * 2


def test_nothing_links_to_a_lesson_that_is_held(hub, tmp_path):
    secret = (
        "-----BEGIN RSA PRIVATE KEY-----\n"
        + "MIIEowIBAAKCAQEA7bq3Jt0Yw9Xz" * 3
        + "\n-----END RSA PRIVATE KEY-----\n"
    )
    chosen = selection(tmp_path, abcd="[[efgh]]", efgh=secret)
    first, second = publish.prepare(hub, shelf(), chosen).items
    assert second.action is Action.HELD
    assert (first.action, first.lesson.body) == (Action.ADD, "efgh")


def test_nothing_outside_the_journal_is_an_attachment(hub, tmp_path):
    journal = tmp_path / "journal"
    (journal / "abcd").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    (journal / "abcd" / "link.txt").symlink_to(tmp_path / "secret.txt")
    chosen = selection(journal, abcd="[x](abcd/link.txt) [y](abcd/../../secret.txt)")
    item = publish.prepare(hub, shelf(), chosen).items[0]
    assert item.lesson.attachments == {}
    assert item.lesson.body == "x y"


def send_to(shelves, seen):
    """A `Send` that hands `make` each shelf in turn, as if others had been faster."""

    def send(make):
        for shelf in shelves:
            outgoing = make(shelf)
            seen.append(outgoing)
        return "commit" if outgoing else None

    return send


def test_others_being_faster_asks_nothing_when_the_plan_stays(hub, tmp_path):
    chosen, seen = selection(tmp_path, abcd="body"), []
    plan = publish.prepare(hub, shelf(), chosen)
    others = shelf({"lessons/bo/x.md": b"---\nid: xyzw\nrevision: 1\n---\n"})
    publish.apply(plan, hub, shelf(), chosen, agree=refuse, send=send_to([shelf(), others], seen))
    assert [outgoing.files for outgoing in seen] == [dict(files_of(plan))] * 2


def test_a_plan_that_has_become_another_is_shown_again(hub, tmp_path):
    chosen = selection(tmp_path, abcd="body")
    plan = publish.prepare(hub, shelf(), chosen)
    mine = shelf({"lessons/ann/abcd-t.md": b"---\nid: abcd\nrevision: 7\n---\n"})
    with pytest.raises(NotConfirmed):
        publish.apply(plan, hub, shelf(), chosen, agree=refuse, send=send_to([shelf(), mine], []))


def test_what_goes_along_no_more_is_shown_again(hub, tmp_path):
    chosen, empty = selection(tmp_path, abcd="body"), shelf()
    empty.about = empty.commit = None
    plan = publish.prepare(hub, empty, chosen)
    with pytest.raises(NotConfirmed):
        publish.apply(plan, hub, empty, chosen, agree=refuse, send=send_to([empty, empty, shelf()], []))


def test_what_is_published_by_then_is_not_published_again(hub, tmp_path):
    chosen = selection(tmp_path, abcd="body")
    plan = publish.prepare(hub, shelf(), chosen)
    there = shelf().after(publish.outgoing(plan))
    assert publish.apply(plan, hub, shelf(), chosen, agree=refuse, send=send_to([there], [])) is None


def test_pending_is_what_is_published_and_has_changed(hub, tmp_path):
    chosen = selection(tmp_path, abcd="one", efgh="two")
    there = shelf().after(publish.outgoing(publish.prepare(hub, shelf(), chosen)))
    assert publish.pending(hub, there, chosen) == []
    changed = selection(tmp_path, abcd="one", efgh="changed", ijkl="not published")
    assert [item.lesson.id for item in publish.pending(hub, there, changed)] == ["efgh"]


def test_retract_removes_all_files_and_leaves_a_tombstone(hub):
    there = shelf(
        {
            "lessons/ann/abcd-t.md": b"---\nid: abcd\ntitle: T\nrevision: 1\n---\n",
            "lessons/ann/abcd/a.txt": b"a",
            "lessons/ann/efgh-t.md": b"---\nid: efgh\nrevision: 1\n---\n",
        }
    )
    seen = []
    assert publish.retract(hub, "abcd", when=NOW, send=send_to([there], seen)) == "T"
    assert seen[0].message == "retract abcd: T\n"
    assert seen[0].files == {
        "lessons/ann/abcd-t.md": None,
        "lessons/ann/abcd/a.txt": None,
        "lessons/ann/abcd.retracted": b"2026-11-23 revision 1\n",
    }


def test_retract_takes_back_nothing_of_others(hub):
    there = shelf({"lessons/bo/abcd-t.md": b"---\nid: abcd\nrevision: 1\n---\n"})
    with pytest.raises(Refused, match="is a lesson of Name"):
        publish.find_own(hub, there, "abcd")
    with pytest.raises(NothingFound, match="not published"):
        publish.find_own(hub, there, "efgh")


@pytest.mark.parametrize(
    ("lessons", "message"),
    [
        ([("abcdef", "T")], "publish abcd: T\n"),
        ([("abcdef", "T" * 80)], f"publish abcd: {'T' * 57}…\n"),
        ([("abcdef", "T"), ("efghij", "U")], "publish 2 lessons\n\nabcd: T\nefgh: U\n"),
    ],
)
def test_what_a_commit_says(lessons, message):
    assert publish._message("publish", lessons) == message


def refuse(_plan):
    raise NotConfirmed("no")


def files_of(plan):
    return [(path, data) for item in plan.leaving for path, data in item.files.items()]
