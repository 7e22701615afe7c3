import json
import re
from pathlib import Path

import pytest

import support
from learnlog import frontmatter
from support import git

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f0001050101"
    "2718e3660000000049454e44ae426082"
)


@pytest.fixture
def bo(home, monkeypatch):
    """A colleague, with two lessons and a picture, and the bundles of them."""
    folder = home / "bo"
    folder.mkdir()
    (home / "p.png").write_bytes(PNG)
    person = support.Runner(folder, seed=5)
    for name, value in support.environment(folder, "Bo Ek").items():
        monkeypatch.setenv(name, value)
    person("add", "Undo it\n\nBy hand.", "-t", "git", "-s", "https://x.example", "--attach", "p.png")
    person("set", "@last", "license=MIT", "status=proven")
    person("add", f"Do it\n\nElse [[{newest(person)['id']}]].", "-t", "git")
    for target in ("b", "b.zip", "b.tar.gz"):
        person("bundle", "--query", "tag:git", "-o", str(home / target), "--yes")
    for name, value in support.environment(home).items():
        monkeypatch.setenv(name, value)
    return person


def newest(person):
    return json.loads(person("list", "--json").out)["entries"][0]


def values(record):
    return frontmatter.load(frontmatter.split(Path(record["path"]).read_text()).block).values


def by_title(learnlog):
    return {each["title"]: each for each in json.loads(learnlog("list", "--json").out)["entries"]}


@pytest.mark.parametrize("path", ["b", "b.zip", "b.tar.gz"])
def test_lessons_stay_whose_they_are(learnlog, bo, path):
    out = learnlog("import", path).out
    assert out.startswith("imported 2 entries, with 1 file linked\n")
    record = by_title(learnlog)["Undo it"]
    found = values(record)
    assert (record["author"], found["license"], found["status"]) == ("Bo Ek", "MIT", "proven")
    assert record["source"] == ["https://x.example", f"Bo Ek, in the bundle {path}"]
    assert found["context"]["bundle"] == path
    assert git(learnlog.journal, "log", "--format=%s") == f"import 2 from {path}"


def test_ids_are_kept_and_links_between_them_lead_on(learnlog, bo):
    learnlog("import", "b.zip")
    theirs = [each["id"] for each in json.loads(bo("list", "--json").out)["entries"]]
    found = by_title(learnlog)
    assert {each["id"] for each in found.values()} == set(theirs)
    body = Path(found["Do it"]["path"]).read_text()
    target = re.search(r"Else \[\w+\]\((\S+)\)", body)[1]
    assert (Path(found["Do it"]["path"]).parent / target).samefile(found["Undo it"]["path"])


def test_pictures_come_along(learnlog, bo):
    learnlog("import", "b.zip")
    assert next(learnlog.journal.rglob("p.png")).read_bytes() == PNG


@pytest.mark.parametrize("path", ["b", "b.zip", "b.tar.gz"])
def test_again_brings_nothing_twice(learnlog, bo, path):
    learnlog("import", "b.zip")
    assert learnlog("import", path).out.startswith("imported 0 entries\nalready there: 2\n")
    assert len(by_title(learnlog)) == 2


def test_one_s_own_bundle_brings_nothing(bo, home):
    assert bo("import", str(home / "b.zip")).out.startswith("imported 0 entries\nalready there: 2\n")


def test_a_lesson_that_changed_since_is_named_and_left(learnlog, bo, home):
    learnlog("import", "b.zip")
    bo("set", by_title(bo)["Do it"]["id"], "title=Do it better")
    bo("bundle", "--query", "tag:git", "-o", str(home / "later.zip"), "--yes")
    out = learnlog("import", "later.zip").out
    assert re.search(r"^changed since imported, left as it is: \w+-do-it-better\.md$", out, re.MULTILINE)
    assert by_title(learnlog).keys() == {"Do it", "Undo it"}


def test_an_id_that_is_not_free_is_replaced(learnlog, bo):
    taken = by_title(bo)["Undo it"]["id"]
    learnlog("init")
    (learnlog.journal / "mine.md").write_text(f"---\nid: {taken}\ntitle: Mine\ndate: 2020-01-01\n---\n")
    assert learnlog("import", "b.zip").out.startswith("imported 2 entries")
    found = by_title(learnlog)
    assert found["Mine"]["id"] == taken != found["Undo it"]["id"]
    assert values(found["Undo it"])["context"]["imported_id"] == taken


def test_what_is_another_s_is_not_published(learnlog, bo, home):
    git(home, "init", "--quiet", "--bare", "-b", "main", "lessons.git")
    learnlog("hub", "add", "team", "lessons.git")
    learnlog("import", "b.zip")
    out = learnlog("publish", "--yes", status=4).out
    assert "held: it is a lesson of Bo Ek, which came in a bundle; only its author publishes it" in out
    assert git(home / "lessons.git", "for-each-ref") == ""


def test_what_is_another_s_is_handed_on_under_their_name(learnlog, bo):
    learnlog("import", "b.zip")
    learnlog("bundle", "--query", "tag:git", "-o", "on", "--yes")
    texts = [path.read_text() for path in Path("on/data/lessons").glob("*.md")]
    assert len(texts) == 2
    assert all("author: Bo Ek\n" in text for text in texts)


def test_a_dry_run_writes_nothing(learnlog, bo):
    assert "would import 2 entries" in learnlog("import", "b.zip", "--dry-run").out
    assert not learnlog.journal.exists()


def test_a_folder_can_be_read_as_plain_notes_all_the_same(learnlog, bo):
    out = learnlog("import", "b", "--from", "markdown", "--json").out
    assert json.loads(out)["total"] == 3


def test_a_bundle_of_one_page_is_not_taken_in_as_one_entry(learnlog, bo, home):
    page = home / "all.md"
    page.write_text(
        '# Lessons of Bo\n\n- [One](#k3f9000000)\n\n---\n\n<a id="k3f9000000"></a>\n\n## One\n\ntext\n'
    )
    told = learnlog("import", str(page), status=3).err
    assert "hint: ask for one that can be taken in: learnlog bundle -o lessons.zip" in told
    page.write_text(page.read_text().replace('id="k3', 'id="x3'))
    assert "imported 1 entry" in learnlog("import", str(page)).out
