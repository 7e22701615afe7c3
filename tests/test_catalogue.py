"""The catalogue of one generation is not disturbed by the making of the next."""

from datetime import UTC, datetime

import pytest

from learnlog.entry import parse
from learnlog.index.catalogue import Catalogue, file_in
from learnlog.index.documents import NOTHING, Documents
from learnlog.index.rows import row_of
from learnlog.query import Filters
from learnlog.store import Stamp, listing


def row(path, front="", hub=None):
    text = f"---\nid: {path[0]}aaaa\ndate: 2026-01-0{1 + ord(path[0]) % 9}\n{front}---\nbody\n"
    entry = parse(text, path=path, fallback=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    return row_of(entry, hub, Stamp(1, 2, 3), path, "en")


@pytest.fixture
def catalogue(tmp_path):
    return Catalogue.begun(tmp_path, "form")


def paths(catalogue, generation):
    columns = catalogue.columns(generation)
    documents = Documents(columns, catalogue)
    return [each.path for each in documents.rows(sorted(documents.numbers))]


def test_both_the_last_and_the_one_before_can_be_read(catalogue):
    first = catalogue.write(NOTHING, 1, ({}, [row("a.md"), row("b.md")], [-1, -2]), {})
    gone = {0: Documents(first, catalogue).rows([0])[0]}
    catalogue.write(first, 2, (gone, [row("c.md")], [0, 1, -1]), {})
    assert paths(catalogue, 1) == ["a.md", "b.md"]
    assert paths(catalogue, 2) == ["b.md", "c.md"]


def test_what_a_writer_that_was_cut_off_has_left_is_forgotten(catalogue):
    first = catalogue.write(NOTHING, 1, ({}, [row("a.md")], [-1]), {})
    gone = {0: Documents(first, catalogue).rows([0])[0]}
    catalogue.write(first, 2, (gone, [row("b.md")], [-1]), {})  # and whoosh never came to its generation 2
    catalogue.write(catalogue.columns(1), 2, ({}, [row("c.md")], [0, -1]), {})
    assert paths(catalogue, 2) == ["a.md", "c.md"]
    assert len(catalogue.ids_of([(None, "b.md")])) == 0


def test_the_listing_of_a_folder_is_that_of_its_generation(catalogue):
    old, new = listing({"a.md": Stamp(1, 2, 3)}), listing({"a.md": Stamp(4, 5, 6)})
    first = catalogue.write(NOTHING, 1, ({}, [], []), {(None, "x"): old, (None, "y"): old})
    catalogue.write(first, 2, ({}, [], []), {(None, "x"): new, (None, "y"): None})
    assert catalogue.listings(1) == {(None, "x"): old, (None, "y"): old}
    assert catalogue.listings(2) == {(None, "x"): new}


def test_another_form_is_refused(catalogue, tmp_path):
    catalogue.write(NOTHING, 1, ({}, [], []), {})
    with pytest.raises(ValueError, match="form"):
        Catalogue(file_in(tmp_path), "another").columns(1)


def test_filters_compare_whatever_the_case(catalogue):
    rows = [row("a.md", "tags: [Git, vim]\nkind: note\n"), row("b.md", "tags: [git]\n"), row("c.md")]
    documents = Documents(catalogue.write(NOTHING, 1, ({}, rows, [-1, -2, -3]), {}), catalogue)
    assert list(documents.passing(Filters(tags=("GIT",)), {0, 1, 2})) == [0, 1]
    assert list(documents.passing(Filters(tags=("git", "VIM"), kind="Note"), {0, 1, 2})) == [0]


def test_whoever_reads_a_catalogue_that_was_dropped_leaves_a_new_one_alone(tmp_path):
    """SQLite finds the journal of a database by its name, whatever has become of the file."""
    first = Catalogue.begun(tmp_path, "form")
    first.write(NOTHING, 1, ({}, [row("a.md")], [-1]), {})
    file_in(tmp_path).unlink()
    second = Catalogue.begun(tmp_path, "form")
    second._database.execute("BEGIN IMMEDIATE")
    second._database.execute("INSERT INTO form VALUES ('more')")
    second._database.execute("PRAGMA cache_spill = 1")
    first.columns(1)
    second._database.execute("COMMIT")
    assert second._database.execute("SELECT COUNT(*) FROM form").fetchone() == (2,)


def test_no_row_takes_the_place_of_one_that_went(catalogue):
    first = catalogue.write(NOTHING, 1, ({}, [row("a.md"), row("b.md")], [-1, -2]), {})
    reader = Documents(first, catalogue)
    gone = {1: reader.rows([1])[0]}
    second = catalogue.write(first, 2, (gone, [], [0]), {})
    third = catalogue.write(second, 3, ({}, [], [0]), {})
    catalogue.write(third, 4, ({}, [row("c.md")], [0, -1]), {})
    with pytest.raises(KeyError):
        reader.rows([1])
