"""What is looked at, alone or by two."""

import os

import pytest

from learnlog.index import looking
from learnlog.store import Listing, Stamp, Store, listing


@pytest.fixture
def store(tmp_path):
    for number in range(60):
        file = tmp_path / f"{2000 + number // 3}/{number % 3:02}/n{number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("text")
    (tmp_path / "top.md").write_text("text")
    return Store(tmp_path)


def looked(stores):
    with looking.begun(stores) as found:
        return found()


def test_two_processes_see_what_one_sees(store):
    assert looked([store]) == looking.listings([store])
    assert len(looking.listings([store])) == 61


def test_a_flat_journal_and_an_empty_one_are_looked_at_too(tmp_path):
    (tmp_path / "a.md").write_text("text")
    assert list(looked([Store(tmp_path), Store(tmp_path / "none", "team")])) == [(None, "")]


def test_what_the_other_process_took_and_died_of_is_looked_at_here(store, monkeypatch):
    here = os.getpid()
    below = looking._below
    monkeypatch.setattr(looking, "_below", lambda each: below(each) if os.getpid() == here else os._exit(1))
    with looking.begun([store]) as found:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        assert found() == looking.listings([store])


def test_files_that_came_went_or_changed_differ():
    known = {(None, "x"): listing({"a.md": Stamp(1, 2, 3), "b.md": Stamp(1, 2, 3), "c.md": Stamp(1, 2, 3)})}
    found = {(None, "x"): listing({"c.md": Stamp(1, 2, 3), "b.md": Stamp(1, 2, 4), "d.md": Stamp(1, 2, 3)})}
    stale, wanted = looking.differing(known, found)
    assert (stale, wanted) == ([(None, "x/a.md"), (None, "x/b.md")], [(None, "x/b.md"), (None, "x/d.md")])


def test_a_listing_gives_back_what_it_was_made_of():
    files = {"a.md": Stamp(1, 2, 3), "caf\udce9.md": Stamp(4, 5, -6)}
    packed = listing(files)
    assert isinstance(packed, Listing)
    assert packed.files() == files
    assert listing({}) is None
