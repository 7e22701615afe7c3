import json
from pathlib import Path

import pytest

from learnlog.entry import parse
from support import NOW, SHARED, git, needs_corpus


@pytest.fixture
def notes(home):
    """A folder with what there can be in one."""
    folder = home / "notes"
    (folder / "git").mkdir(parents=True)
    (folder / "git/undo.md").write_text("---\ndate: 2024-01-02\n---\n# Undo\n![p](p.png) [x](../../x.md)\n")
    (folder / "git/p.png").write_bytes(b"P")
    (folder / "later.md").write_text("---\ndate: someday\n---\nLater\n")
    (folder / "broken.md").write_text("---\na: [\n---\nx\n")
    (folder / ".hidden.md").write_text("x")
    return folder


SUMMARY = """\
{verb} 2 entries, with 1 file linked
skipped: broken.md: line 3: did not find expected node content
date not understood, so taken from the file's name, git or time: later.md
link left as it is: git/undo.md: ../../x.md: it leads out of the folder
not looked at: 0 that are no notes, 1 hidden
"""


def test_a_folder_is_imported_and_what_was_not_is_said(learnlog, notes):
    assert learnlog("import", "notes").out == SUMMARY.format(verb="imported")
    assert git(learnlog.journal, "log", "--format=%s") == "import 2 from notes"


def test_a_second_run_adds_nothing(learnlog, notes):
    learnlog("import", "notes")
    (notes / "later.md").write_text("changed")
    out = learnlog("import", str(notes)).out
    assert out.startswith(
        "imported 0 entries\nalready there: 1\nchanged since imported, left as it is: later.md\n"
    )
    assert git(learnlog.journal, "rev-list", "--count", "HEAD") == "1"


def test_a_dry_run_says_the_same_and_writes_nothing(learnlog, notes):
    first, second, rest = learnlog("import", "notes", "--dry-run").out.split("\n", 2)
    assert first == "2024-01-02  git/undo.md  Undo"
    assert second.endswith("  later.md  Later")
    assert rest == SUMMARY.format(verb="would import")
    assert not learnlog.journal.exists()


def test_the_document_has_every_key(learnlog, notes):
    said = json.loads(learnlog("import", "notes", "--json", "--folders-as-tags").out)
    assert (said["dry_run"], said["total"], said["attachments"]) == (False, 2, 1)
    assert said["entries"][0]["tags"] == ["git"]
    assert said["entries"][0]["imported_from"] == "git/undo.md"
    assert Path(said["entries"][0]["path"]).is_file()
    assert said["skipped"] == [{"path": "broken.md", "reason": "line 3: did not find expected node content"}]
    assert said["links_left"][0]["target"] == "../../x.md"
    assert said["date_not_understood"] == ["later.md"]
    assert (said["already_there"], said["changed_since"], said["no_notes"], said["hidden"]) == ([], [], 0, 1)


def test_an_entry_remembers_where_it_comes_from(learnlog, notes):
    path = Path(json.loads(learnlog("import", "notes", "--json").out)["entries"][0]["path"])
    context = parse(path.read_text(), path=path.name, fallback=lambda: NOW).values["context"]
    assert isinstance(context, dict)
    assert (context["directory"], context["imported_from"]) == ("~/notes", "git/undo.md")


def test_the_format_can_be_named(learnlog, notes):
    (notes / "git/undo.md").write_text("# Heading\n#tag\n")
    said = json.loads(learnlog("import", "notes", "--from", "obsidian", "--json").out)
    assert (said["entries"][0]["title"], said["entries"][0]["tags"]) == ("undo", ["tag"])
    assert "markdown" in learnlog("import", "notes", "--from", "word", status=2).err


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("nowhere", 3, "there is no"),
        ("notes/git/p.png", 3, "neither a folder, a Markdown file"),
        ("notes/broken.md", 3, "nothing in notes/broken.md could be imported"),
        ("empty", 1, "there are no Markdown files in empty"),
    ],
)
@pytest.mark.usefixtures("notes")
def test_what_cannot_be_imported_is_said(learnlog, home, path, status, words):
    (home / "empty").mkdir()
    assert words in learnlog("import", path, status=status).err
    assert not learnlog.journal.exists()


def test_names_cannot_change_a_terminal(learnlog, notes):
    (notes / "esc\x1b]0;x\x07.md").write_text("\x1b[2Jtext")
    (notes / "bad\x1b.md").write_bytes(b"\xff")
    for words in (["--dry-run"], ["--json"], []):
        said = learnlog("import", "notes", *words).said
        assert "\x1b" not in said
        assert "\x07" not in said


def test_an_import_can_be_undone(learnlog, notes):
    learnlog("add", "Before")
    learnlog("import", "notes")
    learnlog("undo")
    assert len(git(learnlog.journal, "ls-files").splitlines()) == 1
    assert learnlog("import", "notes").out.startswith("imported 2 entries")


@needs_corpus
def test_the_corpus_is_imported_in_one_commit(learnlog):
    assert learnlog("import", str(SHARED / "corpus")).out.startswith("imported 2171 entries\n")
    assert git(learnlog.journal, "rev-list", "--count", "HEAD") == "1"
