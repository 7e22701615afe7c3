import json
import os
import re
import shutil
import tarfile
import zipfile
from datetime import timedelta
from pathlib import Path

import bagit
import pytest

import support
from learnlog.cli.app import App
from support import NOW, editor

KEY = (
    "-----BEGIN RSA PRIVATE KEY-----\n"
    + "MIIEowIBAAKCAQEA7bq3Jt0Yw9Xz" * 3
    + "\n-----END RSA PRIVATE KEY-----"
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f0001050101"
    "2718e3660000000049454e44ae426082"
)
FORMS = {"dir": "b", "zip": "b.zip", "tar.gz": "b.tar.gz", "md": "b.md", "html": "b.html"}


@pytest.fixture
def journal(home, learnlog):
    """Two lessons that are linked, one with a picture, a script and a private passage; a third one."""
    (home / "p.png").write_bytes(PNG)
    (home / "run.sh").write_text("echo <hi>\n")
    first = json.loads(
        learnlog("add", "Größe zählt. In bytes.", "-t", "git", "-p", "secret-project", "--json").out
    )
    body = f"See [[{first['id']}]]. <!-- private -->canary<!-- /private --> Cut. [out](https://x.example)"
    learnlog("add", f"Undo it\n\n{body}", "-t", "git", "--attach", "p.png", "--attach", "run.sh")
    learnlog("add", "Private thought", "-t", "diary")
    return home


def made(learnlog, form, *more):
    learnlog("bundle", "--query", "tag:git", "-o", FORMS[form], "--yes", *more)
    return Path(FORMS[form])


def visible(folder):
    """What lies in a folder, but for what the search makes anew."""
    return sorted(each.name for each in folder.iterdir() if each.name != ".cache")


class Backwards:
    """What `os.scandir` tells, in another order."""

    scan = staticmethod(os.scandir)

    def __init__(self, *folder):
        with self.scan(*folder) as items:
            self._items = reversed(list(items))

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        pass

    close = __exit__

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._items)


def contents(path):
    """Every file of a bundle by its path, with the time and mode it has."""
    if path.is_dir():
        files = sorted(each for each in path.rglob("*") if each.is_file())
        return [
            (str(f.relative_to(path)), f.read_bytes(), f.stat().st_mtime, f.stat().st_mode) for f in files
        ]
    return path.read_bytes()


@pytest.mark.parametrize("form", ["dir", "zip", "tar.gz"])
def test_a_bag_is_valid(learnlog, journal, form):
    bundle = made(learnlog, form)
    if form == "zip":
        zipfile.ZipFile(bundle).extractall("out")
    elif form == "tar.gz":
        with tarfile.open(bundle) as archive:
            archive.extractall("out", filter="data")
    folder = bundle if form == "dir" else next(Path("out").iterdir())
    bag = bagit.Bag(str(folder))
    bag.validate()
    assert bag.version_info == (1, 0)
    assert bag.info["Contact-Name"] == "Ann Lee"
    names = {re.sub(r"[a-z0-9]{10}", "ID", path) for path in bag.payload_files()}
    assert names == {
        "data/index.html",
        "data/index.md",
        "data/lessons/ID-grösse-zählt.md",
        "data/lessons/ID-undo-it.md",
        "data/lessons/ID/p.png",
        "data/lessons/ID/run.sh",
    }


@pytest.mark.parametrize("form", list(FORMS))
def test_the_same_selection_gives_the_same_bytes(learnlog, journal, monkeypatch, form):
    before = contents(made(learnlog, form))
    made_first = Path(FORMS[form]).rename("first")
    again = support.Runner(journal, NOW + timedelta(days=400, hours=3), seed=7)
    monkeypatch.setattr(os, "scandir", Backwards)
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    mask = os.umask(0o077)
    try:
        again("reindex")
        assert contents(made(again, form)) == before == contents(made_first)
    finally:
        os.umask(mask)


@pytest.mark.parametrize("form", list(FORMS))
def test_only_what_was_chosen_leaves(learnlog, journal, form):
    bundle = made(learnlog, form)
    if form == "zip":
        held = b"".join(map(zipfile.ZipFile(bundle).read, zipfile.ZipFile(bundle).namelist()))
    elif form == "tar.gz":
        with tarfile.open(bundle) as archive:
            held = b"".join(archive.extractfile(each).read() for each in archive)
    else:
        held = b"".join(each[1] for each in contents(bundle)) if bundle.is_dir() else contents(bundle)
    assert b"Undo it" in held
    for private in (
        b"canary",
        b"secret-project",
        b"Private thought",
        str(journal).encode(),
        b"private.example",
    ):
        assert private not in held


def test_the_lessons_are_what_publishing_gives(learnlog, journal):
    folder = made(learnlog, "dir")
    text = next((folder / "data/lessons").glob("*-grösse-*")).read_text()
    assert re.fullmatch(
        r"---\nid: \w{10}\ntitle: Größe zählt\ndate: 2026-11-23T14:30:15\+01:00\nkind: lesson\n"
        r"tags: \[git\]\n(lang: \w\w\n)?author: Ann Lee\n---\nIn bytes\.\n?",
        text,
    )


def test_the_page_needs_nothing_else(learnlog, journal):
    page = made(learnlog, "html").read_text()
    assert "default-src &#x27;none&#x27;; img-src data:; style-src &#x27;sha256-" in page
    assert not re.search(r"<script|<link|<iframe| on\w+=|src=\"(?!data:image/png;base64,)", page)
    assert set(re.findall(r'href="([^#"]*)', page)) == {"", "https://x.example"}
    assert page.count("<article") == 2
    anchors = set(re.findall(r'href="#([^"]+)"', page))
    assert anchors <= set(re.findall(r' id="([^"]+)"', page))
    assert "<pre><code>echo &lt;hi&gt;\n</code></pre>" in page


def test_links_between_lessons_lead_to_their_place(learnlog, journal):
    page, text = made(learnlog, "html").read_text(), made(learnlog, "md").read_text()
    target = re.search(r'<article id="(\w{10})"[^>]*>\s*<h2[^>]*>Größe', page)[1]
    assert f'See <a href="#{target}"' in page
    assert f"](#{target}). " in text
    assert f'<a id="{target}"></a>' in text


def test_the_form_is_told_by_the_ending_or_the_option(learnlog, journal):
    learnlog("bundle", "@last", "-o", "x.tgz", "--yes")
    assert tarfile.is_tarfile("x.tgz")
    learnlog("bundle", "@last", "-o", "y", "--format", "zip", "--yes")
    assert zipfile.is_zipfile("y")


@pytest.mark.parametrize("there", ["file", "folder", "link"])
def test_nothing_is_overwritten(learnlog, journal, there):
    if there == "file":
        Path("b.zip").write_text("mine")
    elif there == "folder":
        Path("b.zip").mkdir()
    else:
        Path("b.zip").symlink_to("nowhere")
    before = os.lstat("b.zip")
    assert "is already there" in learnlog("bundle", "@last", "-o", "b.zip", "--yes", status=4).err
    assert os.lstat("b.zip") == before


@pytest.mark.parametrize("form", list(FORMS))
def test_a_secret_stops_all_of_it(learnlog, journal, form):
    learnlog("add", f"A key\n\n{KEY}", "-t", "git")
    before = visible(journal)
    done = learnlog("bundle", "--query", "tag:git", "-o", FORMS[form], "--yes", status=4)
    assert "private key" in done.out
    assert "MIIEowIBAAKCAQEA7bq3Jt0Yw9Xz" not in done.said
    assert visible(journal) == before


def test_without_a_yes_nothing_is_made(learnlog, journal):
    assert "--yes" in learnlog("bundle", "@last", "-o", "b.zip", status=4).err
    assert not Path("b.zip").exists()


def test_a_dry_run_shows_and_makes_nothing(learnlog, journal):
    out = learnlog("bundle", "--query", "tag:git", "-o", "b.md", "--dry-run").out
    assert out.startswith("b.md: one Markdown file, 1 kB\nas Ann Lee\n")
    assert "  stays here  1 private passage\n" in out
    assert re.search(r"  stays here  attachment: \S+p\.png \(one Markdown file holds no other\)\n", out)
    assert not Path("b.md").exists()


def test_the_document_tells_what_leaves(learnlog, journal):
    said = json.loads(learnlog("bundle", "--query", "tag:git", "-o", "b.zip", "--yes", "--json").out)
    assert (said["format"], said["author"], said["written"], said["total"]) == ("zip", "Ann Lee", True, 2)
    assert said["lessons"][0]["left_out"]["fields"] == ["project"]
    assert said["files"]["bagit.txt"] == 54
    assert Path(said["path"]).is_file()


def test_of_itself_it_takes_what_is_proven(learnlog, journal):
    learnlog("set", "@last", "status=proven")
    assert json.loads(learnlog("bundle", "-o", "b.md", "--yes", "--json").out)["total"] == 1


def test_nothing_to_take_is_said(learnlog, journal):
    assert "status=proven" in learnlog("bundle", "-o", "b.md", "--yes", status=1).err


def test_without_a_name_it_says_what_to_do(learnlog, journal):
    (journal / ".gitconfig").write_text("")
    assert "user.name" in learnlog("bundle", "@last", "-o", "b.md", "--yes", status=3).err


def test_a_folder_that_is_missing_is_told(learnlog, journal):
    assert "mkdir -p" in learnlog("bundle", "@last", "-o", "no/b.md", "--yes", status=3).err


@pytest.fixture
def handed_over(learnlog, journal):
    """What a successor wants to know."""
    learnlog("ask", "Who restarts the queue?", "-t", "queue")
    learnlog(
        "add", "Use one queue", "-k", "decision", "-t", "queue", "-s", "Bo Ek", "-s", "https://q.example"
    )
    learnlog("set", "@last", "status=accepted")
    learnlog("add", "Disk full\n\n## Symptom\n\nwrites hang\n", "-t", "queue")
    learnlog("set", "@last", "status=proven")
    return learnlog


def test_a_hand_over_knows_what_the_journal_knows(handed_over):
    made(handed_over, "dir", "--handover")
    page = Path("b/data/handover.md").read_text()
    assert "## Reading order\n\n1. [Größe zählt](lessons/" in page
    assert ") – 1 other lesson leads to it\n" in page


def test_a_hand_over_takes_decisions_and_questions_along(handed_over):
    handed_over("bundle", "--handover", "-o", "b", "--yes")
    page = re.sub(r"\(lessons/[^)]*\)", "()", Path("b/data/handover.md").read_text())
    assert "## What breaks, and its first signs\n\n*" in page
    assert "\n- writes hang → [Disk full]()\n" in page
    assert "\n- [Use one queue]() (accepted)\n" in page
    assert "\n- Bo Ek: [Use one queue]()\n" in page
    assert "## Open questions\n\n- [Who restarts the queue?]()\n" in page
    assert "## Glossary of tags\n\n- #queue (3): [" in page
    assert "## Sources mentioned\n\n- Bo Ek: [Use one queue]()\n- https://q.example: " in page
    bagit.Bag("b").validate()


def test_what_helped_is_read_first(handed_over):
    entry_id = json.loads(handed_over("list", "--json").out)["entries"][0]["id"]
    for _ in range(2):
        handed_over("helped", entry_id)
    handed_over("bundle", "--handover", "-o", "b.md", "--yes")
    assert f"](#{entry_id}) – helped 2 times\n2. [" in Path("b.md").read_text()


def test_every_link_of_the_hand_over_page_leads_somewhere(handed_over):
    handed_over("bundle", "--handover", "-o", "b.html", "--yes")
    page = Path("b.html").read_text()
    assert '<section id="handover" dir="auto">\n<h2>Handing over</h2>\n<h3>What I look after</h3>' in page
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r' id="([^"]+)"', page))


def test_on_a_terminal_the_editor_opens_on_the_page(handed_over, home, monkeypatch):
    monkeypatch.setattr(App, "is_interactive", lambda _app: True)
    write = editor(home, 'echo "The mail server." >> "$1"')
    handed_over("bundle", "--handover", "-o", "b.md", given="y\n", EDITOR=write)
    assert "The mail server." in Path("b.md").read_text()


def test_what_was_typed_is_kept_when_nothing_is_made(handed_over, home, monkeypatch):
    monkeypatch.setattr(App, "is_interactive", lambda _app: True)
    write = editor(home, 'echo "The mail server." >> "$1"')
    done = handed_over("bundle", "--handover", "-o", "b.md", given="n\n", EDITOR=write, status=4)
    kept = re.search(r"what you wrote is kept in (\S+)", done.err)[1]
    assert "The mail server." in Path(kept).read_text()


def test_the_guard_reads_the_hand_over_page_too(handed_over, home, monkeypatch):
    monkeypatch.setattr(App, "is_interactive", lambda _app: True)
    (home / "key").write_text(KEY)
    write = editor(home, f'cat {home}/key >> "$1"')
    done = handed_over("bundle", "--handover", "-o", "b.md", given="y\n", EDITOR=write, status=4)
    assert "handover.md line" in done.out
    assert not Path("b.md").exists()


def test_of_two_entries_with_one_id_none_leaves(learnlog, journal):
    record = json.loads(learnlog("show", "@last", "--json").out)
    shutil.copy(record["path"], Path(record["path"]).with_name("copy.md"))
    out = learnlog("bundle", "--query", "tag:diary", "-o", "b.md", "--yes", status=4).out
    assert "held: another entry has the same id" in out


def test_personal_data_is_a_warning_that_a_yes_covers(learnlog, journal):
    learnlog("add", "Write to bo.ek@kessler-bau.de", "-t", "mail")
    assert "  warning  " in learnlog("bundle", "@last", "-o", "b.md", "--yes").out
    assert Path("b.md").is_file()


def test_names_the_person_keeps_stop_all_of_it(learnlog, journal):
    learnlog("add", "Acme pays late", "-t", "acme")
    learnlog("bundle", "@last", "-o", "b.md", "--yes", status=4, LEARNLOG_PUBLISH_NEVER="Acme")
    assert not Path("b.md").exists()


@pytest.mark.parametrize("form", FORMS)
def test_a_lesson_that_is_not_all_utf8_can_be_handed_over(learnlog, journal, form):
    (path,) = (journal / "learnlog").rglob("*undo-it-*.md")
    path.write_bytes(path.read_bytes() + b"\ncaf\xe9\n")
    assert made(learnlog, form, "--handover").exists()


def test_every_word_of_a_query_is_required(learnlog, journal):
    said = json.loads(learnlog("bundle", "--query", "undo cut", "-o", "b.md", "--yes", "--json").out)
    assert [lesson["title"] for lesson in said["lessons"]] == ["Undo it"]
    assert (
        "every word of undo thought"
        in learnlog("bundle", "--query", "undo thought", "-o", "c.md", "--yes", status=1).err
    )


@pytest.mark.parametrize(("name", "told"), [("x.docx", "no bundle is a .docx"), ("no/x.zip", "no folder")])
def test_what_cannot_be_made_is_told_before_anything_is_shown(learnlog, journal, name, told):
    result = learnlog("bundle", "@last", "-o", name, "--yes", status=3)
    assert told in result.err
    assert result.out == ""


@pytest.mark.parametrize("words", [("v1.2",), ("x.docx", "--format", "dir")])
def test_a_folder_may_have_a_dot_in_its_name(learnlog, journal, words):
    learnlog("bundle", "@last", "-o", *words, "--yes")
    assert Path(words[0]).is_dir()


def test_the_page_of_markdown_is_known_when_it_is_to_be_imported(learnlog, journal):
    told = learnlog("import", str(made(learnlog, "md")), status=3).err
    assert "b.md is a bundle to be read: all lessons of it are one page" in told
