"""The checks that need no journal, and mending that goes wrong."""

import pytest

from learnlog.doctor import entries, programs
from learnlog.doctor.fault import Check, NewId, Restrict, SetAside, WithoutLines
from learnlog.doctor.kept import Folders
from learnlog.doctor.looking import Contents, Looked
from learnlog.doctor.mending import Tools, mend
from learnlog.doctor.privacy import too_open
from learnlog.journal import Journal
from support import NOW


@pytest.mark.parametrize(
    ("git", "wanted", "told"),
    [
        ("2.22", ["click>=8.2"], []),
        ("2.9", [], ["is 2.9, and 2.22 is the oldest that will do"]),
        (None, [], ["is not installed"]),
        ("2.40", ["click>=9"], ["is 8.2.1, and click>=9 is wanted"]),
        ("2.40", ["rich>=14"], ["is not installed, and rich>=14 is wanted"]),
        ("2.40", ["click>=8.2,<8.3"], []),
    ],
)
def test_what_is_too_old(git, wanted, told):
    found = list(programs.too_old({"git": git, "click": "8.2.1", "rich": None}, wanted))
    assert [fault.what for fault in found] == told
    assert {fault.check for fault in found} <= {Check.VERSIONS}


def test_the_versions_of_what_it_runs_on(tmp_path):
    found = programs.versions(tmp_path)
    assert found["python"].startswith("3.")
    assert found["git"].startswith("2.")


@pytest.mark.parametrize(("mode", "is_fault"), [(0o700, False), (0o600, False), (0o750, True), (0o604, True)])
def test_who_may_read_a_file(mode, is_fault, tmp_path):
    place = tmp_path / "place"
    place.write_text("x")
    place.chmod(mode)
    found = list(too_open([place, tmp_path / "nothing"]))
    assert bool(found) == is_fault
    assert all(fault.remedy.private == mode & 0o700 for fault in found)


def test_what_is_attached_is_told_by_its_place():
    contents = Contents([Looked("2026/11/x-refe.md", id="references")])
    assert contents.attached_to("2026/11/references/a.txt") == ("2026/11", "references")
    assert contents.attached_to("2026/10/references/a.txt") is None
    assert contents.attached_to("2026/10/k3f9q2x7ab/b/a.txt") == ("2026/10", "k3f9q2x7ab")
    assert contents.attached_to("2026/10/a.txt") is None


def test_a_remedy_that_fails_stops_no_other(tmp_path):
    folders = Folders(tmp_path, tmp_path / "data", tmp_path)
    tools = Tools(None, folders.aside, None, None, None)
    left = tmp_path / "left"
    left.write_text("x")
    done = list(
        mend([SetAside(tmp_path / "gone"), Restrict(tmp_path / "gone", 0o644), SetAside(left)], tools)
    )
    assert [bool(each.failure) for each in done] == [True, False, True]
    assert (folders.aside / "left").read_text() == "x"


def test_what_is_set_aside_replaces_nothing(tmp_path):
    tools = Tools(None, tmp_path / "aside", None, None, None)
    for text in ("a", "b"):
        (tmp_path / "left").write_text(text)
        list(mend([SetAside(tmp_path / "left")], tools))
    assert sorted(path.read_text() for path in (tmp_path / "aside").iterdir()) == ["a", "b"]


def test_a_folder_that_cannot_be_read(tmp_path):
    contents = Contents(closed={"2026": "Permission denied"})
    (fault,) = entries.unreadable(tmp_path, contents)
    assert (fault.where, fault.what) == (str(tmp_path / "2026"), "cannot be read: Permission denied")


def test_an_entry_that_was_changed_since_it_was_looked_at_is_left(tmp_path):
    journal = Journal(tmp_path, NOW, lambda _: None)
    for name in ("a", "b"):
        journal.store.write(f"{name}.md", f"{name}\n")
    tools = Tools(journal, tmp_path, None, None, None)
    done = list(mend([WithoutLines("a.md", (1,)), NewId("b.md", "another digest")], tools))
    assert ["changed meanwhile" in each.failure for each in done] == [True, True]
    assert [(tmp_path / f"{name}.md").read_text() for name in ("a", "b")] == ["a\n", "b\n"]
