"""The index says what the files say, whoever changed them and whatever happened to the cache."""

import contextlib
import functools
import os
import shutil
import sqlite3
import stat
from datetime import UTC, datetime

import pytest

from learnlog import query
from learnlog.entry import parse
from learnlog.index import Index, engine, reading
from learnlog.index.catalogue import Catalogue, file_in
from learnlog.index.postings import Postings
from learnlog.index.vocabulary import Vocabulary
from learnlog.index.words import Words
from learnlog.query import Filters
from learnlog.store import Stamp, Store
from support import git

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@contextlib.contextmanager
def silent(label, total):
    yield lambda: None


class Journal:
    """A folder of entries, and the index a new process would have of it."""

    def __init__(self, home, lang=None):
        self.root, self.hub, self.cache, self.lang = home / "j", home / "h", home / "c/index", lang
        self.root.mkdir()
        self.hub.mkdir()
        self.bars = []

    def put(self, path, body, root=None, **fields):
        front = "".join(f"{key}: {value}\n" for key, value in {"date": "2026-01-01", **fields}.items())
        file = (root or self.root) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{front}---\n{body}\n", "utf-8")
        return file

    def index(self):
        index = Index(self.cache, [Store(self.root), Store(self.hub, "team")], self.lang)
        index.catch_up(self.bar)
        return index

    @contextlib.contextmanager
    def bar(self, label, total):
        self.bars.append(total)
        yield lambda: None

    def find(self, words, scope="all"):
        return found(self.index(), words, scope)


def found(index, words, scope="all"):
    asked = query.parse(words, now=NOW, keys=index.keys())
    return [hit.row.path for hit in index.find(asked, Filters(scope)).hits]


@pytest.fixture
def journal(home):
    made = Journal(home)
    made.put("a.md", "How to undo a commit", id="aaaa1", title="Undo", tags="[git]")
    made.put("b.md", "Brew some coffee", id="bbbb2", title="Coffee")
    return made


# what the files say now


def test_an_edit_shows_and_the_old_words_do_not(journal):
    assert journal.find("coffee") == ["b.md"]
    journal.put("b.md", "Steep some tea", id="bbbb2", title="Tea")
    assert (journal.find("tea"), journal.find("coffee")) == (["b.md"], [])


def test_an_edit_of_the_same_size_with_the_old_time_set_back_shows(journal):
    file = journal.root / "b.md"
    before = file.stat()
    assert journal.find("coffee") == ["b.md"]
    file.write_text(file.read_text().replace("coffee", "cotton").replace("Coffee", "Cotton"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert (journal.find("cotton"), journal.find("coffee")) == (["b.md"], [])


def test_a_backup_with_its_old_times_shows(journal):
    file, backup = journal.root / "b.md", journal.root.parent / "backup"
    shutil.copy2(file, backup)
    journal.put("b.md", "Steep some teas", id="bbbb2", title="Coffee")
    assert journal.find("teas") == ["b.md"]
    shutil.copy2(backup, file)
    assert (journal.find("brew"), journal.find("teas")) == (["b.md"], [])


@pytest.mark.parametrize("tick", [40_000_000, 1_000_000_000])
def test_two_edits_within_a_tick_of_the_file_systems_clock_both_show(journal, monkeypatch, tick):
    def coarse(status):
        return Stamp(status.st_size, 0, status.st_ctime_ns // tick * tick)

    monkeypatch.setattr("learnlog.store._stamp", coarse)
    for word in ["first", "secnd", "third"] * 5:
        journal.put("b.md", word, id="bbbb2", title="Coffee")
        assert journal.find(word) == ["b.md"]


def test_a_renamed_file_is_found_once_and_under_its_new_name(journal):
    journal.index()
    (journal.root / "b.md").rename(journal.root / "new.md")
    assert journal.find("coffee") == ["new.md"]


def test_a_removed_file_is_gone_and_so_is_a_removed_folder(journal):
    journal.put("x/y.md", "Only coffee", id="xxxx1")
    assert set(journal.find("coffee")) == {"b.md", "x/y.md"}
    shutil.rmtree(journal.root / "x")
    (journal.root / "b.md").unlink()
    assert journal.find("coffee") == []
    assert len(journal.index().cards()) == 1


def test_it_is_empty_once_the_last_file_is_gone(journal):
    for name in ("a.md", "b.md"):
        assert not journal.index().is_empty
        (journal.root / name).unlink()
    assert journal.index().is_empty


def test_another_branch_shows_its_own_entries(journal):
    git(journal.root, "init", "-q")
    git(journal.root, "add", ".")
    git(journal.root, "commit", "-qm", "one")
    git(journal.root, "checkout", "-qb", "tea")
    journal.put("b.md", "Steep some tea", id="bbbb2", title="Tea")
    git(journal.root, "commit", "-qam", "two")
    assert journal.find("tea") == ["b.md"]
    git(journal.root, "checkout", "-q", "main")
    assert (journal.find("tea"), journal.find("coffee")) == ([], ["b.md"])


def test_what_is_pulled_shows(journal, home):
    git(journal.root, "init", "-q")
    git(journal.root, "add", ".")
    git(journal.root, "commit", "-qm", "one")
    git(home, "clone", "-q", str(journal.root), "other")
    journal.index()
    (home / "other/c.md").write_text("# Whittle a spoon\n")
    git(home / "other", "add", ".")
    git(home / "other", "commit", "-qm", "three")
    git(journal.root, "pull", "-q", str(home / "other"), "main")
    assert journal.find("spoon") == ["c.md"]


def test_touched_files_are_read_but_not_indexed_again(journal):
    generation = journal.index()._words.open()
    os.utime(journal.root / "a.md", (1, 1))
    assert journal.index()._words.open() == generation
    assert journal.find("undo") == ["a.md"]


def test_with_nothing_changed_no_file_is_read(journal, monkeypatch):
    monkeypatch.setattr("learnlog.index.reading._UNSETTLED_NS", -1_000_000_000)
    journal.index()
    monkeypatch.setattr(Store, "open", lambda *words: pytest.fail("a file was read"))
    assert journal.find("undo") == ["a.md"]


def test_many_changes_in_many_steps_leave_one_document_for_each_file(journal):
    for number in range(12):
        journal.put(f"n{number}.md", f"number {number} coffee", id=f"nnnn{number}")
        journal.put("b.md", f"coffee again {number}", id="bbbb2")
        assert len(journal.find("coffee")) == number + 2
    assert len([path for path in journal.cache.iterdir() if path.suffix == ".trm"]) < 6


# languages


def test_words_are_found_by_their_stem_in_the_entrys_language(journal):
    journal.put("de.md", "Die Häuser wurden gebaut", id="dddd1", lang="de")
    journal.put("fr.md", "Les journaux français étaient fermés", id="ffff1", lang="fr")
    assert journal.find("Hauses") == ["de.md"]
    assert journal.find("fermée") == ["fr.md"]


def test_the_journals_language_counts_where_the_entry_has_none(journal):
    journal.put("x.md", "Katzen", id="xxxx1")
    assert journal.find("body:Katze") == []
    journal.lang = "de"  # a setting that was changed since
    assert journal.find("body:Katze") == ["x.md"]


@pytest.mark.parametrize(("typed", "written"), [("cafe", "café"), ("café", "cafe"), ("STRASSE", "straße")])
def test_accents_and_case_count_for_neither_side(journal, typed, written):
    journal.put("x.md", f"about a {written} here", id="xxxx1")
    assert journal.find(typed) == ["x.md"]


@pytest.mark.parametrize("typed", ["枝", "変更", "リモート", "作業ツリー"])
def test_characters_inside_a_sentence_are_found(journal, typed):
    journal.put("ja.md", "リモートの枝から変更を取得し、作業ツリーに統合する。", id="jjjj1")
    assert journal.find(typed) == ["ja.md"]


CODE = "Use `git push --force-with-lease`; a HTTPError in snake_case_name, file.name.py says E0308.\n"


@pytest.mark.parametrize(
    "typed",
    "--force-with-lease lease HTTPError error snake_case_name snake file.name.py name.py E0308".split(),
)
def test_identifiers_and_flags_are_found_whole_and_in_part(journal, typed):
    journal.put("x.md", CODE, id="xxxx1")
    assert journal.find(typed) == ["x.md"]
    assert journal.find(f'"{typed}"') == ["x.md"]


@pytest.mark.parametrize("typed", ["--forc*", "force-wi*", "HTTPE*", "snake_c*", "file.na*", "E03*"])
def test_identifiers_and_flags_are_found_by_their_beginning(journal, typed):
    journal.put("x.md", CODE, id="xxxx1")
    assert journal.find(typed) == ["x.md"]


def test_operators_are_found_and_make_a_text_no_longer(journal):
    journal.put("x.md", "frobnicate x && y " + "&& " * 50, id="xxxx1")
    journal.put("y.md", "frobnicate x y", id="yyyy1")
    assert journal.find("&&") == ["x.md"]
    hits = journal.index().find(query.parse("frobnicate", now=NOW), Filters()).hits
    assert hits[0].score == hits[1].score > 0


def test_code_blocks_are_searched(journal):
    journal.put("x.md", "Text.\n\n```sh\nxargs -0 rm\n```\n", id="xxxx1")
    assert journal.find("xargs") == ["x.md"]


# the query language


@pytest.mark.parametrize(
    ("typed", "paths"),
    [
        ('"undo a commit"', ["a.md"]),
        ('"commit a undo"', []),
        ("und*", ["a.md"]),
        ("title:coffee", ["b.md"]),
        ("body:some -title:coffee", []),
        ("tag:GIT", ["a.md"]),
        ("-tag:git", ["b.md"]),
        ("undo AND coffee", []),
        ("undo OR coffee", ["a.md", "b.md"]),
        ("(undo OR coffee) NOT brew", ["a.md"]),
        ("date:2026-01", ["a.md", "b.md"]),
        ("date:2025", []),
        ("kind:lesson undo", ["a.md"]),
        ("customer:Acme", []),
        ("zzzz undo", ["a.md"]),
        ("comit", ["a.md"]),
    ],
)
def test_a_query_finds_what_it_says(journal, typed, paths):
    assert sorted(journal.find(typed)) == paths


def test_a_key_of_ones_own_can_be_asked_for(journal):
    journal.put("x.md", "text", id="xxxx1", customer="Acme Ltd", status="proven")
    assert journal.find('customer:"acme ltd"') == ["x.md"]
    assert journal.find("status:proven") == ["x.md"]


def test_words_spelt_nearly_alike_are_offered(journal):
    assert "commit" in journal.index().near(["comimt"])
    assert journal.index().near(["commit", "???"]) == []


# hubs


def test_a_scope_narrows_to_mine_or_one_hub(journal):
    journal.put("l.md", "Coffee of a colleague", journal.hub, id="hhhh1")
    assert sorted(journal.find("coffee")) == ["b.md", "l.md"]
    assert journal.find("coffee", "mine") == ["b.md"]
    assert journal.find("coffee", "team") == ["l.md"]


def test_ones_own_published_lesson_shows_once_and_is_ones_own(journal):
    journal.put("lessons/b.md", "Brew some coffee", journal.hub, id="bbbb2", title="Coffee")
    assert journal.find("coffee") == ["b.md"]
    assert journal.find("coffee", "team") == ["lessons/b.md"]
    assert [card.hub for card in journal.index().cards()] == [None, None]


@pytest.mark.parametrize("many", [1, 100])
def test_git_is_asked_for_dates_once_whoever_reads(home, monkeypatch, many):
    """Also where another process reads half of the files."""
    monkeypatch.setattr("learnlog.index.reading._MANY", many)
    monkeypatch.setattr("learnlog.index.helping.is_possible", lambda: True)
    asked = home / "asked"

    def dates():
        with asked.open("a") as file:
            file.write("x")
        return {"c.md": NOW}

    for name in "abcd":
        (home / f"{name}.md").write_text("tea")
    index = Index(home / "c/index", [Store(home, dates=functools.cache(dates))], None)
    index.catch_up(silent)
    assert asked.read_text() == "x"
    assert next(card.entry.date for card in index.cards() if card.entry.path == "c.md") == NOW


# a cache in trouble

WAYS = {
    "no index": shutil.rmtree,
    "empty files": lambda folder: [path.write_bytes(b"") for path in files(folder)],
    "cut off": lambda folder: [os.truncate(path, path.stat().st_size // 2) for path in files(folder)],
    "noise": lambda folder: [path.write_bytes(b"\x8f\x00noise" * 999) for path in files(folder)],
    "no catalogue": lambda folder: [path.unlink() for path in folder.glob("catalogue*")],
    "no words": lambda folder: [path.unlink() for path in folder.glob("MAIN_*.*")],
    "words cut off": lambda folder: [os.truncate(path, 100) for path in folder.glob("MAIN_*.*")],
    "words of noise": lambda folder: [path.write_bytes(os.urandom(5000)) for path in folder.glob("MAIN_*.*")],
    "no generation": lambda folder: [path.unlink() for path in folder.glob("*.toc")],
    "another form": lambda folder: altered(folder, "UPDATE form SET name = '0'"),
    "no tables": lambda folder: altered(folder, "DROP TABLE generations"),
    "other columns": lambda folder: altered(folder, "ALTER TABLE rows RENAME COLUMN content TO sorrow"),
    "short rows": lambda folder: altered(folder, "UPDATE rows SET content = '[]'"),
    "no rows": lambda folder: altered(folder, "DELETE FROM rows"),
    "flipped bits": lambda folder: altered(
        folder, "UPDATE generations SET columns = zeroblob(length(columns))"
    ),
    "a folder as file": lambda folder: [(path.unlink(), path.mkdir()) for path in files(folder)],
}


UNSEEN = {
    "bytes of the places": lambda folder: [overwritten(path, 100, 50) for path in folder.glob("MAIN_*.pst")],
    "bytes of the terms": lambda folder: [overwritten(path, 100, 50) for path in folder.glob("MAIN_*.trm")],
    "an older row": lambda folder: altered(
        folder, "UPDATE rows SET content = replace(content, 'Coffee', 'Cotton')"
    ),
    "an older fact": lambda folder: altered(
        folder, "UPDATE rows SET facts = replace(facts, 'lesson', 'letter')"
    ),
    "a row less": lambda folder: altered(folder, "DELETE FROM rows WHERE entry = 'bbbb2'"),
    "no listings": lambda folder: altered(folder, "DELETE FROM folders"),
    "pages of the catalogue": lambda folder: overwritten(file_in(folder), 5 * 4096, 3 * 4096),
}


def overwritten(path, start, size):
    """Zeros as a disk leaves them, in a file that keeps its size."""
    with path.open("r+b") as file:
        file.seek(start)
        file.write(bytes(size))


def files(folder):
    return [path for path in folder.iterdir() if path.is_file()]


def altered(folder, statement):
    database = sqlite3.connect(file_in(folder))
    with database:
        database.execute(statement)
    database.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # whoosh leaves a file open
@pytest.mark.parametrize("way", WAYS)
def test_a_damaged_index_is_built_anew(journal, way):
    journal.index()
    journal.index()  # which finds it whole
    damaged = file_in(journal.cache)
    WAYS[way](journal.cache)
    index = journal.index()
    assert found(index, "coffee") == ["b.md"]
    assert index.notes == []
    assert journal.find("undo") == ["a.md"]
    assert not damaged.exists()


@pytest.mark.parametrize("kind", ["pst", "trm"])
def test_a_file_that_was_cut_off_is_seen_before_it_is_read(journal, kind):
    journal.index()
    (file,) = journal.cache.glob(f"MAIN_*.{kind}")
    os.truncate(file, file.stat().st_size - 1)
    with pytest.raises(ValueError, match="cut off"):
        Words(journal.cache).open()


@pytest.mark.parametrize("way", UNSEEN)
def test_what_a_loss_of_power_left_is_built_anew_after_the_next_start(journal, way):
    journal.index()
    damaged = file_in(journal.cache)
    UNSEEN[way](journal.cache)
    restarted(journal)
    index = journal.index()
    assert not damaged.exists()
    assert [hit.card.entry.title for hit in index.listed(Filters()).hits] == ["Coffee", "Undo"]
    assert (found(index, "coffee"), found(index, "undo"), index.notes) == (["b.md"], ["a.md"], [])


def test_a_whole_index_is_checked_once_after_a_start(journal, monkeypatch):
    journal.index()
    whole = file_in(journal.cache)
    restarted(journal)
    checks = []
    monkeypatch.setattr(Words, "check", lambda _: checks.append("checked"))
    journal.index()
    journal.put("c.md", "Steep some tea")
    assert (journal.find("tea"), journal.find("undo")) == (["c.md"], ["a.md"])
    assert checks == ["checked"]
    assert whole.exists()


def restarted(journal):
    """As if the machine had been started since."""
    (journal.cache / "whole").write_bytes(b"an earlier start")


def test_what_is_damaged_between_opening_and_asking_is_built_anew(journal):
    journal.index()
    index = journal.index()
    index._matching._vocabulary._postings = broken
    assert found(index, "coffee") == ["b.md"]


def broken(*words):
    raise KeyError(words)


def test_a_trouble_that_a_new_index_has_too_is_told(journal, monkeypatch):
    index = journal.index()
    monkeypatch.setattr(Vocabulary, "impacts", broken)
    with pytest.raises(KeyError):
        found(index, "coffee")


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_folder_that_others_can_write_to_is_not_read(journal, mode):
    journal.index()
    journal.cache.chmod(mode)
    before = sorted((path.name, path.stat().st_mtime_ns) for path in journal.cache.iterdir())
    index = journal.index()
    assert "others can write" in index.notes[0]
    assert found(index, "coffee") == ["b.md"]
    assert before == sorted((path.name, path.stat().st_mtime_ns) for path in journal.cache.iterdir())


def test_a_folder_that_others_could_put_another_in_the_place_of_is_not_read(journal):
    journal.index()
    journal.cache.parent.chmod(0o777)
    assert "others can write" in journal.index().notes[0]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_person_is_not_read(journal):
    journal.index()
    os.chown(journal.cache, 12345, 12345)
    assert "others can write" in journal.index().notes[0]
    assert journal.find("coffee") == ["b.md"]


def test_the_folder_is_the_persons_alone(journal):
    journal.index()
    assert stat.S_IMODE(journal.cache.stat().st_mode) == 0o700


def test_without_a_place_for_it_the_index_is_in_memory(journal):
    journal.cache.parent.write_text("a file where the folder should be")
    index = journal.index()
    assert "kept in memory" in index.notes[0]
    assert found(index, "coffee") == ["b.md"]


def test_a_full_disk_leaves_the_index_in_memory(journal, monkeypatch):
    def full(*words, **named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("whoosh.filedb.filestore.FileStorage.create_file", full)
    index = journal.index()
    assert "No space left" in index.notes[0]
    assert found(index, "coffee") == ["b.md"]


def test_a_rebuilt_index_says_how_many_entries_there_are(journal):
    journal.index()
    assert journal.index().rebuild(silent) == 2
    assert journal.find("coffee") == ["b.md"]


def test_a_rebuild_repairs_a_folder_that_was_open_to_others(journal):
    journal.index()
    journal.cache.chmod(0o777)
    journal.index().rebuild(silent)
    assert journal.index().notes == []


def test_an_index_planted_in_the_journal_is_an_ordinary_folder_nobody_looks_at(journal):
    journal.index()
    shutil.copytree(journal.cache, journal.root / ".cache/learnlog")
    assert journal.find("coffee") == ["b.md"]
    assert journal.bars == [2] + [total for total in journal.bars[1:] if total]


# files in trouble


def test_files_of_every_kind_are_read_or_named(journal):
    root = journal.root
    (root / "latin.md").write_bytes(b"# Latin\n\ncaf\xe9 oddity\n")
    (root / "bom.md").write_bytes(b"\xef\xbb\xbf---\r\ntitle: Bom\r\ndate: 2026-01-01\r\n---\r\noddity\r\n")
    (root / "nul.md").write_bytes(b"nul \x00 oddity\n")
    (root / "broken.md").write_text("---\ntitle: [oops\n---\nthe oddity stays\n")
    (root / "new\nline \x1b[31m \u202e.md").write_text("oddity\n")
    (root / "huge.md").write_bytes(b"oddity " * 1_000_000)
    os.mkfifo(root / "fifo.md")
    (root / "loop").symlink_to(root)
    (root / "loop.md").symlink_to("loop.md")
    index = journal.index()
    assert len(found(index, "oddity")) == 5
    assert sorted(path.rpartition("/")[2] for path, _ in index.problems()) == ["broken.md", "huge.md"]


def test_the_problem_of_broken_front_matter_names_its_line(journal):
    (journal.root / "broken.md").write_text("---\ndate: 2026-01-01\ntitle: [oops\n---\ntext\n")
    ((_, reason),) = journal.index().problems()
    assert "line" in reason


def test_an_unreadable_file_that_becomes_readable_shows(journal, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("learnlog.store.MAX_BYTES", 30)
        assert len(journal.index().problems()) == 2
    os.utime(journal.root / "b.md")
    assert journal.find("brew") == ["b.md"]


@pytest.mark.parametrize("damaged", [False, True])
def test_the_folder_stays_while_the_index_is_made_anew(journal, damaged):
    """Another process may be looking at it, before it asks for the lock."""
    folder = journal.index()._folder
    handle = os.open(folder, os.O_RDONLY)
    if damaged:
        file_in(folder).write_bytes(b"x")
        journal.index()
    else:
        journal.index().rebuild(silent)
    assert os.fstat(handle).st_nlink > 0
    os.close(handle)


def test_what_a_link_leads_to_is_not_emptied(journal, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("mine")
    folder = journal.index()._folder
    shutil.rmtree(folder)
    folder.symlink_to(elsewhere)
    journal.index().rebuild(silent)
    assert (elsewhere / "kept").read_text() == "mine"


# what may have been meant


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("delete a branch", "Remove the branch"),
        ("take back", "Undo it"),
        ("k8s", "Kubernetes for everyone"),
        ("colour", "The color of a bike shed"),
        ("file name", "A filename with blanks"),
        ("filename", "A file name with blanks"),
        ("kuberne", "Kubernetes for everyone"),
        ("kubernetse", "Kubernetes for everyone"),
    ],
)
def test_other_words_and_spellings_find_it(journal, typed, written):
    journal.put("x.md", written, id="xxxx1", title="X")
    assert "x.md" in journal.find(typed)


def test_a_word_as_typed_counts_more_than_another_for_it(journal):
    journal.put("x.md", "Remove it", id="xxxx1", title="X")
    journal.put("y.md", "Delete it", id="yyyy1", title="Y")
    assert journal.find("delete") == ["y.md", "x.md"]
    assert journal.find("remove") == ["x.md", "y.md"]


@pytest.mark.parametrize("typed", ['"delete it"', "title:delete", "delete AND it", "-remove delete*"])
def test_what_is_asked_exactly_has_no_other_words(journal, typed):
    journal.put("x.md", "Remove it", id="xxxx1", title="X")
    assert journal.find(typed) == []


def test_a_journal_has_words_of_its_own(journal):
    journal.put("x.md", "The blue dashboard is down", id="xxxx1", title="X")
    assert journal.find("grafana") == []
    table = journal.root / ".learnlog/synonyms.txt"
    table.parent.mkdir()
    table.write_text("grafana, blue dashboard\n")
    assert journal.find("grafana") == ["x.md"]


def test_a_table_that_cannot_be_read_is_told_and_left_out(journal):
    (journal.root / ".learnlog/synonyms.txt").mkdir(parents=True)
    index = journal.index()
    assert found(index, "coffee") == ["b.md"]
    assert "synonyms.txt" in index.notes[0]


def test_words_of_another_language_mean_the_same_where_there_are_several(journal):
    journal.put("x.md", "Eine Datei umbenennen ist einfach, und das ist schon alles.", id="xxxx1", lang="de")
    journal.put("y.md", "How one renames it, and that is all there is to it.", id="yyyy1", lang="en")
    assert set(journal.find("rename")) == {"x.md", "y.md"}


def test_an_entry_in_the_language_of_the_question_comes_first(journal):
    journal.put("x.md", "sudo: die Rechte und wie man sie bekommt", id="xxxx1", title="sudo", lang="de")
    journal.put(
        "y.md", "sudo: rights, how to get them and how to lose them", id="yyyy1", title="sudo", lang="en"
    )
    assert journal.find("wie ist das mit sudo")[0] == "x.md"
    assert journal.find("how does one use sudo")[0] == "y.md"


def test_of_equals_ones_own_comes_first(journal):
    for root in (journal.root, journal.hub):
        journal.put("x.md", "Sharpen the saw", root, id=f"xxxx{len(root.name)}{root.name}", title="Saw")
    assert [hit.row.hub for hit in journal.index().find(query.parse("saw", now=NOW), Filters()).hits] == [
        None,
        "team",
    ]


def test_an_identifier_whose_parts_nobody_wrote_together_is_found_by_each(journal):
    journal.put("x.md", "The cluster drains its nodes", id="xxxx1", title="X")
    assert journal.find("nodeCluster") == ["x.md"]


# without catching up


def as_it_is(journal):
    index = Index(journal.cache, [Store(journal.root), Store(journal.hub, "team")], journal.lang)
    return index, index.as_it_is()


def test_an_index_can_be_asked_as_it_is_and_names_what_it_has_not_read(journal):
    journal.index()
    journal.put("b.md", "Steep some tea", id="bbbb2", title="Tea")
    journal.put("c.md", "Peel an apple", id="cccc3")
    index, unread = as_it_is(journal)
    assert {(None, "b.md"), (None, "c.md")} <= set(unread)  # a.md is too fresh to be known by its stamp
    assert (found(index, "coffee"), found(index, "apple")) == (["b.md"], [])
    assert journal.bars == [2]


def test_where_there_is_no_index_nothing_is_read_and_none_is_made(journal):
    index, unread = as_it_is(journal)
    assert sorted(unread) == [(None, "a.md"), (None, "b.md")]
    assert found(index, "coffee") == []
    assert not journal.cache.exists()


def test_an_index_that_others_can_write_to_is_not_asked(journal):
    journal.index()
    journal.cache.chmod(0o777)
    index, unread = as_it_is(journal)
    assert len(unread) == 2
    assert found(index, "coffee") == []


def test_of_a_gist_rare_words_are_worth_more_and_unknown_ones_most(journal):
    for number in range(5):
        journal.put(f"{number}.md", "Commit often and do it with all of your files")
    gist = journal.index().gist(parse("undo commits zeppelin", path="x.md", fallback=lambda: NOW))
    assert list(gist.telling) == ["zeppelin", "undo", "commit"]


def test_a_table_that_is_no_file_does_not_hold_anybody_up(journal):
    (journal.root / ".learnlog").mkdir()
    os.mkfifo(journal.root / ".learnlog/synonyms.txt")
    index = journal.index()
    assert found(index, "coffee") == ["b.md"]
    assert "synonyms.txt" in index.notes[0]


def test_whoever_reads_while_others_go_on_is_answered(journal):
    reader = journal.index()
    for name in "xyz":
        (journal.root / "b.md").unlink(missing_ok=True)
        journal.put(f"{name}.md", "Brew tea", id=f"{name}xxxx1", title="Tea")
        journal.index()
    assert set(found(reader, "brew")) == {"x.md", "y.md", "z.md"}


def test_a_full_disk_leaves_a_good_index_as_it_is(journal, monkeypatch):
    journal.index()
    before = sorted(files(journal.cache))
    journal.put("x.md", "Brew tea", id="xxxx1", title="Tea")

    add = Catalogue._add

    def full(self, first_id, rows):
        if self._database.execute("PRAGMA database_list").fetchone()[2]:  # not the one in memory
            self._database.execute("PRAGMA max_page_count = 1")
            self._database.execute("CREATE TABLE filler AS SELECT zeroblob(10000000)")
        add(self, first_id, rows)

    monkeypatch.setattr(Catalogue, "_add", full)
    index = journal.index()
    assert "full" in index.notes[0]
    assert set(before) <= set(files(journal.cache))


def test_the_words_of_a_letter_are_read_once_however_many_slips_are_forgiven():
    asked = []

    class Reader:
        def beginning_with(self, prefix):
            asked.append(prefix)
            return ["docker", "dokku"]

        def count(self, _term):
            return 1

        def postings(self, term):
            return Postings({1: 1.0}, [])

    vocabulary = Vocabulary(Reader(), ())
    assert [vocabulary.near(word)[0] for word in ("dockr", "dokkku")] == ["docker", "dokku"]
    assert asked == ["d"]


# answers that are worked out while the files are looked at


@pytest.fixture
def huge(journal, monkeypatch):
    for just_now in ("_UNSETTLED_NS", "_COARSE_NS"):
        monkeypatch.setattr(reading, just_now, -(10**9))  # what was written just now will not change again
    journal.find("coffee")
    for limit in ("_LARGE_BYTES", "_HUGE_BYTES"):
        monkeypatch.setattr(engine, limit, 0)
    monkeypatch.setattr(engine.helping, "is_possible", lambda: True)
    return journal


def asked(journal, words):
    index, answers = Index(journal.cache, [Store(journal.root)], None), []

    def question():
        answers.append(found(index, words))
        return answers[-1]

    return index.ask(question, silent), len(answers)


def test_an_early_answer_stands_where_nothing_has_changed(huge):
    assert asked(huge, "coffee") == (["b.md"], 1)


def test_an_early_answer_is_dropped_when_a_file_has_changed(huge):
    huge.put("b.md", "Steep some tea", id="bbbb2", title="Tea")
    assert asked(huge, "tea") == (["b.md"], 2)


def test_an_early_answer_is_dropped_when_it_cannot_be_had(huge):
    (segment,) = huge.cache.glob("*.pst")
    segment.write_bytes(b"not whoosh's")
    assert asked(huge, "coffee") == (["b.md"], 1)
