import contextlib
import os
import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog import importing
from learnlog.entry import parse
from learnlog.errors import BrokenEntry, Unusable
from learnlog.importing import FORMATS, Source, Wanted, note, prose, source
from learnlog.importing.attaching import Linker
from learnlog.importing.header import with_yaml
from learnlog.importing.places import Places
from learnlog.importing.prose import Link
from learnlog.journal import Journal
from support import NOW, SHARED, git, needs_corpus

THEN = datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)


@contextlib.contextmanager
def silent(label, total):
    yield lambda: None


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal", NOW, lambda text: None)


@pytest.fixture
def folder(tmp_path):
    """Files are made with `folder({"a.md": "text"})`."""

    def make(files, name="notes"):
        for path, content in files.items():
            target = tmp_path / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / name

    return make


def planned(path, journal, kept_as=None, **more):
    chosen = FORMATS[kept_as] if kept_as else importing.recognise(path)
    return importing.plan(
        Source(path),
        journal.store,
        Wanted(chosen, str(path), **more),
        now=NOW,
        random=random.Random(1),
        progress=silent,
    )


def imported(path, journal, kept_as=None, **more):
    """What was done, and the new entries by where they come from."""
    plan = planned(path, journal, kept_as, **more)
    plan = importing.carry_out(plan, Source(path), journal, silent)
    return plan, {each.origin: journal.store.open(each.entry.path).entry for each in plan.taken}


def one(folder, journal, text, path="note.md", kept_as=None):
    """The entry that a single note becomes."""
    return imported(folder({path: text}), journal, kept_as)[1][path]


def reasons(plan):
    return {each.path: each.reason for each in plan.skipped}


def lost(plan):
    return {each.target: each.reason for each in plan.left}


# What a note says


@pytest.mark.parametrize(
    ("text", "block"),
    [
        (
            '+++\ntitle = "T"\ndraft = true\nv = 1.10\nn = [1, 2]\n+++\n',
            "title: T\ndraft: true\nv: '1.10'\nn: [1, 2]\n",
        ),
        ("+++\ndate = 2024-03-04T05:06:07+02:00\n+++\n", "date: 2024-03-04T05:06:07+02:00\n"),
        ('+++\r\n[a]\r\nb = {c = "d"}\r\n+++\r\n', "a:\n  b:\n    c: d\n"),
        ('{\n"title": "T",\n"v": 1.10,\n"a": {"b": null}\n}\n', "title: T\nv: '1.10'\na: {}\n"),
        ('\ufeff{\r\n  "ok": true\r\n}\r\n', "ok: true\n"),
    ],
)
def test_toml_and_json_become_yaml_and_the_body_keeps_its_bytes(text, block):
    assert with_yaml(text + "\n\nbody\r\n") == f"---\n{block}---\n\n\nbody\r\n"


@pytest.mark.parametrize("text", ["---\ntitle: T\n---\nx", "plain", "{{ placeholder }}\nx", "++\nx", ""])
def test_other_texts_stay(text):
    assert with_yaml(text) == text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("+++\na = 1\nb =\n+++\n", "line 3: Invalid value (TOML)"),
        ('{\n"a": 1,\n"b" 2\n}\n', "line 3: "),
        ("+++\na = 1\n", "line 1: the TOML front matter is not closed"),
        ("{\n", "line 1: the JSON front matter is not closed"),
        ("+++\na = " + "[" * 30_000 + "\n+++\n", "nested too deeply"),
        ('{\n"a": ' + "[" * 30_000 + "\n}\n", "nested too deeply"),
        (f'+++\na = "{"x" * 70_000}"\n+++\n', "larger than 64 KiB"),
    ],
)
def test_front_matter_that_cannot_be_read_is_refused_with_its_line(text, problem):
    with pytest.raises(BrokenEntry) as caught:
        with_yaml(text)
    assert problem in caught.value.message


@given(st.text(max_size=200))
def test_any_text_is_turned_or_refused(text):
    with contextlib.suppress(BrokenEntry):
        with_yaml(text)


def understood(data):
    text = note.read(data, "a.md")
    return note.understood(text, "a.md", FORMATS["markdown"], now=NOW, dated=lambda: THEN)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"one\ncaf\xe9\n", "line 2: it is not UTF-8"),
        ("hello".encode("utf-16"), "it is not UTF-8"),
        (b"a\0b", "NUL"),
        (b" \n\t\n", "empty"),
        (b"---\ntags: [a]\n---\n\n", "empty"),
        (b"---\ntitle: [\n---\nx", "line "),
    ],
)
def test_what_is_no_note_is_refused(data, problem):
    with pytest.raises(BrokenEntry) as caught:
        understood(data)
    assert problem in caught.value.message


def test_a_title_alone_is_a_note_but_no_list_that_hugo_makes():
    title = b"---\ntitle: Say it\n---\n"
    assert note.read(title, "a.md") == title.decode()
    with pytest.raises(BrokenEntry, match="empty"):
        note.read(title, "posts/_index.md")


PERSONS_OWN = (
    "---\n# mine\ntitle: 'It'   # short\ncreated: 2024-05-06\nlayout: post\nslug: it\ntags:\n- a\n---\n"
)


def test_the_lines_of_the_front_matter_stay_as_they_are(folder, journal):
    found = one(folder, journal, f"{PERSONS_OWN}\r\n# Body\n\ttab ")
    assert PERSONS_OWN.removeprefix("---\n").removesuffix("---\n") in found.text
    assert found.body == "\r\n# Body\n\ttab "
    assert found.has_id
    assert list(found.values) == ["id", "title", "created", "layout", "slug", "tags", "context"]


def test_a_note_without_front_matter_gets_one_and_keeps_its_body(folder, journal):
    found = one(folder, journal, "# A *title*\r\ntext")
    assert found.body == "# A *title*\r\ntext"
    assert found.values["title"] == found.title == "A *title*"
    assert found.values["context"]["imported_from"] == "note.md"
    assert "\n" not in found.text.replace("\r\n", "")


def test_front_matter_that_lines_cannot_be_added_to_is_written_anew(folder, journal):
    found = one(folder, journal, "---\n{title: T, x: {y: [1, 2]}}\n---\nbody")
    assert found.title == "T"
    assert found.values["x"] == {"y": ["1", "2"]}


def test_what_learnlog_says_otherwise_is_kept_in_the_context(folder, journal):
    found = one(folder, journal, "---\nid: 202401021530\ndate: Jan 2, 2024\ncontext: work\n---\nbody")
    assert found.date.date().isoformat() == "2024-01-02"
    assert found.problem is None
    assert found.values["context"] | {"directory": "", "imported_digest": ""} == {
        "imported_id": "202401021530",
        "imported_date": "Jan 2, 2024",
        "imported_context": "work",
        "directory": "",
        "imported_from": "note.md",
        "imported_digest": "",
    }


def test_a_context_that_is_there_is_added_to(folder, journal):
    found = one(folder, journal, "---\ncontext:\n  repo: billing\n---\nbody")
    assert found.values["context"]["repo"] == "billing"
    assert found.values["context"]["imported_from"] == "note.md"


def test_an_id_is_kept_once(folder, journal):
    text = "---\nid: k3f9q2x7ab\n---\n"
    _, found = imported(folder({"a.md": f"{text}one", "b.md": f"{text}two"}), journal)
    assert found["a.md"].id == "k3f9q2x7ab"
    assert found["b.md"].id != "k3f9q2x7ab"
    assert found["b.md"].values["context"]["imported_id"] == "k3f9q2x7ab"


@pytest.mark.parametrize(
    ("text", "path", "date"),
    [
        ("---\ndate: 2023-04-05\n---\nx", "2024-01-02-t.md", "2023-04-05"),
        ("---\ncreated: 2023-04-05 10:00\n---\nx", "t.md", "2023-04-05"),
        ("---\ndate: January 5, 2023\n---\nx", "t.md", "2023-01-05"),
        ("x", "_posts/2024-01-02-t.md", "2024-01-02"),
        ("---\ndate: friday\n---\nx", "2024-01-02-t.md", "2024-01-02"),
        ("x", "t.md", "2020-02-03"),
    ],
)
def test_a_date_comes_from_the_note_else_its_name_else_its_file(folder, journal, text, path, date):
    root = folder({path: text})
    os.utime(root / path, (THEN.timestamp(), THEN.timestamp()))
    plan, found = imported(root, journal)
    assert found[path].date.date().isoformat() == date
    assert found[path].values.keys() & {"date", "created"}
    assert plan.misdated == ([path] if "friday" in text else [])


def test_a_date_comes_from_git_before_the_file(folder, journal, monkeypatch):
    root = folder({"old/a.md": "text"})
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2019-08-07T06:05:04+0200")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "x")
    assert imported(root, journal)[1]["old/a.md"].date.isoformat() == "2019-08-07T06:05:04+02:00"


@pytest.mark.parametrize(
    ("text", "kept_as", "tags"),
    [
        ("---\ntags: [a]\ncategories: [b, a]\nkeywords: c\n---\nx #no", "markdown", ("a", "b", "c")),
        ("---\ntags: git undo\ncategory: tools\n---\nx", "jekyll", ("git", "undo", "tools")),
        ("---\ntags:\n- '#x'\n- a/b\n---\nx", "obsidian", ("x", "a/b")),
        ("say #git and #vcs/git, not `#code` or #123\n```\n#also\n```\n", "obsidian", ("git", "vcs/git")),
    ],
)
def test_tags_come_from_every_place_a_tool_has_for_them(folder, journal, text, kept_as, tags):
    assert one(folder, journal, text, kept_as=kept_as).tags == tags


@pytest.mark.parametrize(
    ("kept_as", "path", "tags"),
    [
        ("markdown", "til/git hub/x.md", ("til", "git-hub")),
        ("hugo", "content/posts/x.md", ("posts",)),
        ("hugo", "content/posts/x/index.md", ("posts",)),
        ("jekyll", "tech/_posts/2024-01-02-x.md", ("tech",)),
        ("markdown", "x.md", ()),
    ],
)
def test_folders_are_tags_when_wanted(folder, journal, kept_as, path, tags):
    root = folder({path: "text"})
    assert imported(root, journal, kept_as, has_folder_tags=True)[1][path].tags == tags


@pytest.mark.parametrize(
    ("text", "path", "status"),
    [
        ("---\ndraft: true\n---\nx", "a.md", "draft"),
        ("---\npublished: false\n---\nx", "a.md", "draft"),
        ("x", "_drafts/a.md", "draft"),
        ("---\nstatus: proven\n---\nx", "_drafts/a.md", "proven"),
        ("---\ndraft: false\n---\nx", "a.md", None),
    ],
)
def test_a_draft_stays_a_draft(folder, journal, text, path, status):
    found = one(folder, journal, text, path, "jekyll")
    assert found.status == status
    assert "kind" not in found.values


def test_an_obsidian_note_is_called_what_its_file_is(folder, journal):
    assert one(folder, journal, "# Heading\n", "My note.md", "obsidian").title == "My note"


def test_hugos_folder_that_is_a_note_gives_it_its_name(folder, journal):
    assert one(folder, journal, "```\ncode\n```\n", "content/my-post/index.md", "hugo").title == "my-post"


# Which files


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({".obsidian/app.json": "{}", "_posts/x.md": "x", "_config.yml": ""}, "obsidian"),
        ({"hugo.toml": "", "content/x.md": "x"}, "hugo"),
        ({"config.yaml": "", "content/x.md": "x"}, "hugo"),
        ({"_config.yml": "", "_posts/x.md": "x"}, "jekyll"),
        ({"content/x.md": "x"}, "markdown"),
    ],
)
def test_whose_notes_they_are_is_recognised(folder, files, name):
    assert importing.recognise(folder(files)).name == name


def test_only_notes_are_taken(folder, journal):
    root = folder(
        {
            "a.md": "a",
            "B.MD": "b",
            "sub/c.markdown": "c",
            "..md": "dot",
            "x.txt": "x",
            ".h.md": "h",
            ".git/c.md": "c",
        }
    )
    plan = planned(root, journal)
    assert [each.origin for each in plan.taken] == ["..md", "B.MD", "a.md", "sub/c.markdown"]
    assert (plan.others, plan.hidden) == (1, 2)


def test_hugo_keeps_notes_in_content_and_jekyll_its_own_files_elsewhere(folder, journal):
    hugo = folder({"README.md": "r", "archetypes/a.md": "a", "content/x.md": "x"}, "hugo")
    jekyll = folder({"_site/a.md": "a", "_layouts/b.md": "b", "_posts/x.md": "x", "y.md": "y"}, "jekyll")
    assert [each.origin for each in planned(hugo, journal, "hugo").taken] == ["content/x.md"]
    assert [each.origin for each in planned(jekyll, journal, "jekyll").taken] == ["_posts/x.md", "y.md"]


def test_a_single_file_is_taken_with_what_lies_beside_it(folder, journal):
    root = folder({"a.md": "![p](img/p.png) [b](b.md)", "b.md": "b", "img/p.png": "P"})
    plan, found = imported(root / "a.md", journal)
    assert list(found) == ["a.md"]
    assert plan.attachments == 1
    assert lost(plan) == {"b.md": "it is not taken in"}


@pytest.mark.parametrize("name", ["missing", "a.txt", "a.zip"])
def test_anything_but_a_folder_or_a_markdown_file_is_refused(folder, name):
    root = folder({"a.txt": "x", "a.zip": "x"})
    with pytest.raises(Unusable, match=name):
        Source(root / name)


def test_the_journal_itself_is_not_imported_nor_found_in_a_folder_around_it(folder, journal, tmp_path):
    folder({"a.md": "a"}, "journal/sub")
    folder({"b.md": "b"})
    with pytest.raises(Unusable, match="in the journal already"):
        planned(tmp_path / "journal/sub", journal)
    assert [each.origin for each in planned(tmp_path, journal).taken] == ["notes/b.md"]


def test_links_devices_and_what_cannot_be_read_are_named(folder, journal, tmp_path):
    root = folder({"a.md": "a", "big.md": b"x" * (5 * 1024 * 1024 + 1)})
    secret = folder({"s.md": "CANARY"}, "secret")
    (root / "file.md").symlink_to(secret / "s.md")
    (root / "folder").symlink_to(secret)
    os.mkfifo(root / "fifo.md")
    plan = planned(root, journal)
    assert reasons(plan) == {
        "file.md": "a link",
        "folder": "a link",
        "fifo.md": "no regular file",
        "big.md": "larger than 5 MiB",
    }


def test_what_becomes_a_link_meanwhile_is_not_followed(folder):
    root = folder({"sub/a.md": "a", "secret/s.txt": "CANARY"})
    (root / "file.md").symlink_to("sub/a.md")
    (root / "way").symlink_to("secret")
    assert Source(root).read("secret/s.txt", 100) == b"CANARY"
    for path in ("file.md", "way/s.txt", "sub"):
        with pytest.raises(Unusable):
            Source(root).read(path, 100)


def test_too_many_files_are_refused_as_a_whole(folder, journal, monkeypatch):
    monkeypatch.setattr(source, "MAX_FILES", 2)
    root = folder({"a.md": "a", "b.md": "b", "c.txt": "c"})
    with pytest.raises(Unusable, match="more than 2 files"):
        planned(root, journal)


@pytest.mark.parametrize("big", ["big.md", "big.png"])
def test_too_many_bytes_are_refused_as_a_whole(folder, journal, monkeypatch, big):
    monkeypatch.setattr("learnlog.importing.planning.MAX_SOURCE_BYTES", 100)
    root = folder({"a.md": "![a](big.png)", big: "x" * 100})
    with pytest.raises(Unusable, match="more than 200 MB"):
        planned(root, journal)


def test_names_of_any_kind_are_taken(folder, journal):
    names = [
        "new\nline.md",
        "emoji 🎉.md",
        "rtl \u202eא.md",
        "Case.md",
        "case.md",
        "esc\x1b.md",
        "quo\"te'.md",
    ]
    plan, found = imported(folder(dict.fromkeys(names, "text") | {"Case.md": "A", "case.md": "B"}), journal)
    assert {each.values["context"]["imported_from"] for each in found.values()} == set(names)
    again = planned(Path(plan.taken[0].entry.values["context"]["directory"]), journal)
    assert (len(again.taken), len(again.there)) == (0, len(names))


def test_a_name_that_is_not_utf_8_is_taken(folder, journal):
    root = folder({"a.md": "a"})
    (root / os.fsdecode(b"na\xffme.md")).write_text("text")
    _, found = imported(root, journal)
    assert found[os.fsdecode(b"na\xffme.md")].values["context"]["imported_from"] == "na\ufffdme.md"


@pytest.mark.parametrize(
    ("settings", "broken"),
    [
        ({"log.showSignature": "true", "gpg.program": "{script}"}, False),
        (
            {"core.sshCommand": "{script}", "remote.origin.url": "ssh://x/y",
             "remote.origin.promisor": "true",
             "extensions.partialClone": "origin", "core.repositoryFormatVersion": "1"},
            True,
        ),
    ],
)  # fmt: skip
def test_the_settings_of_a_strangers_repository_run_nothing(folder, journal, tmp_path, settings, broken):
    root = folder({"a.md": "a"})
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
    script.chmod(0o755)
    git(root, "init", "-q")
    git(root, "add", ".")
    tree = git(root, "write-tree")
    signed = f"tree {tree}\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n"
    signed += "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\nm\n"
    git(root, "reset", "-q", git(root, "hash-object", "-t", "commit", "-w", "--stdin", given=signed.encode()))
    for name, value in settings.items():
        git(root, "config", name, value.format(script=script))
    if broken:
        (root / ".git/objects" / tree[:2] / tree[2:]).unlink()
    planned(root, journal)
    assert not (tmp_path / "ran").exists()


# Links


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[a](b.md)", "b.md"),
        ("![a]( <b c.png> 'title')", "b c.png"),
        ("[a](b(1).png)", "b(1).png"),
        ("[![a](b.png)](c.md)", "b.png"),
        ("[r]: b.png 'title'", "b.png"),
        ('<img width="3" src="b.png">', "b.png"),
        ('{{< figure src="/b.png" >}}', "/b.png"),
        ("![[b.png|100]]", "b.png"),
        ("| [[b\\|shown]] |", "b"),
        ("``` `[a](x.md)` ``` ~ [a](b.md)", "b.md"),
        ("``a ` [a](b.md)", "b.md"),
        ("```\n[a](x.md)\n```\n[a](b.md)", "b.md"),
    ],
)
def test_links_are_found_in_prose(text, target):
    found = []
    prose.rewritten(text, lambda link: found.append(link.target))
    assert found[0] == target


@pytest.mark.parametrize(
    "text",
    [
        "`[a](b)`",
        "``[a](b) ` ``",
        "~~~\n[a](b)\n~~~",
        "> ```\n> [a](b)\n> ```",
        "[^1]: Words",
        "`[[ -f x ]]`",
        "```\n[a](b)",
    ],
)
def test_code_and_footnotes_hold_no_links(text):
    assert prose.rewritten(text, lambda link: pytest.fail(link.target)) == text


@given(st.text("[]()<>`!|#\\\n \r~ab:^", max_size=120))
def test_links_that_are_left_leave_the_text(text):
    assert prose.rewritten(text, lambda link: None) == text


def test_only_the_targets_are_rewritten():
    text = "# [a](<b c> 't') and `[x](b)`\r\n[d][r]\n\n[r]: b\n![[b|s]] <img src='b'>"
    changed = prose.rewritten(text, lambda link: "NEW")
    assert changed == "# [a](NEW 't') and `[x](b)`\r\n[d][r]\n\n[r]: NEW\nNEW <img src='NEW'>"


def test_notes_link_to_each_other_in_their_new_places(folder, journal):
    root = folder(
        {
            "a.md": "---\ndate: 2024-01-02\n---\n[b](sub/b.md#part) [me](a.md) [up](/sub/b.md)",
            "sub/b.md": "---\ndate: 2025-03-04\n---\n[a](../a.md) [c](c.md) [top](sub/c.md)",
            "sub/c.md": "---\ndate: 2025-03-05\n---\nc",
        }
    )
    _, found = imported(root, journal)
    a, b, c = (Path(found[path].path).name for path in ("a.md", "sub/b.md", "sub/c.md"))
    assert found["a.md"].body == f"[b](../../2025/03/{b}#part) [me]({a}) [up](../../2025/03/{b})"
    assert found["sub/b.md"].body == f"[a](../../2024/01/{a}) [c]({c}) [top]({c})"


def test_linked_files_come_along_under_names_of_their_own(folder, journal):
    root = folder({"a.md": "![x](i/x.png) ![y](j/X.png) ![x](i/x.png#f) [s](<my file.pdf>)"}
                  | {"i/x.png": b"1", "j/X.png": b"2", "my file.pdf": b"3"})  # fmt: skip
    plan, found = imported(root, journal)
    entry = found["a.md"]
    assert entry.body == "![x](ID/x.png) ![y](ID/X-2.png) ![x](ID/x.png#f) [s](ID/my%20file.pdf)".replace(
        "ID", entry.id
    )
    folder_of = (journal.root / entry.path).parent / entry.id
    assert {each.name: each.read_bytes() for each in folder_of.iterdir()} == {
        "x.png": b"1", "X-2.png": b"2", "my file.pdf": b"3",
    }  # fmt: skip
    assert plan.attachments == 3


def test_a_vaults_embeds_are_found_anywhere_in_it(folder, journal):
    root = folder(
        {
            ".obsidian/x": "",
            "a.md": "![[Shot.png|200]] [[p.pdf]] [s](shot.png)",
            "x/y/shot.png": "1",
            "p.pdf": "2",
        }
    )
    _, found = imported(root, journal)
    entry = found["a.md"]
    assert (
        entry.body
        == f"![shot.png|200]({entry.id}/shot.png) [p.pdf]({entry.id}/p.pdf) [s]({entry.id}/shot.png)"
    )


def test_wiki_links_stay_where_the_title_leads_to_the_note(folder, journal):
    files = {".obsidian/x": "", "a.md": "[[B]] [[b#part|it]] ![[B]] [[later]]", "B.md": "b"}
    assert imported(folder(files), journal)[1]["a.md"].body == files["a.md"]


def test_wiki_links_that_no_title_answers_become_links(folder, journal):
    files = {
        ".obsidian/x": "",
        "a.md": "[[sub/B]] [[C#p|see]] [[D]]",
        "sub/B.md": "b",
        "D.md": "1",
        "sub/D.md": "2",
    }
    files["C.md"] = "---\ntitle: Other\n---\nc"
    _, found = imported(folder(files), journal)
    name = {path: Path(entry.path).name for path, entry in found.items()}
    assert found["a.md"].body == f"[sub/B]({name['sub/B.md']}) [see]({name['C.md']}#p) [D]({name['D.md']})"


def test_links_of_a_site_start_at_its_top(folder, journal):
    hugo = folder(
        {"content/a.md": "![x](/i/x.png) [b](/b/)", "content/b/index.md": "b", "static/i/x.png": "1"}, "hugo"
    )
    _, found = imported(hugo, journal, "hugo")
    entry, other = found["content/a.md"], found["content/b/index.md"]
    assert entry.body == f"![x]({entry.id}/x.png) [b]({Path(other.path).name})"


def test_links_that_lead_out_or_nowhere_are_left_and_named(folder, journal):
    folder({"s.txt": "CANARY"}, "secret")
    body = "[1](../secret/s.txt) [2](/etc/passwd) [3](..%2fsecret/s.txt) [4](.env) [5](l.png) [6](sub)"
    body += " [7](no.md)"
    root = folder({"a.md": body, ".env": "CANARY", "sub/x.txt": "x"})
    (root / "l.png").symlink_to("../secret/s.txt")
    plan, found = imported(root, journal)
    assert found["a.md"].body == body
    assert lost(plan) == {
        "../secret/s.txt": "it leads out of the folder",
        "/etc/passwd": "it leads out of the folder",
        "..%2fsecret/s.txt": "it leads out of the folder",
        ".env": "it is hidden",
        "l.png": "no regular file is there",
        "sub": "no regular file is there",
        "no.md": "no regular file is there",
    }
    assert not any(b"CANARY" in path.read_bytes() for path in journal.root.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "target", ["https://x.y/a.md", "mailto:a@b", "//host/a", "#part", "?q", "{{ x }}", "C:\\x"]
)
def test_links_elsewhere_are_no_concern(folder, journal, target):
    assert planned(folder({"a.md": f"[x]({target})"}), journal).left == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("con.png", "_con.png"), ("a\x07b.png", "a-b.png"), ("x.md.", "x.md.txt"), ("x.png.", "x.png"),
        ('a"b:c?.png', "a-b-c-.png"), ("é" * 120 + ".png", "é" * 75 + ".png"),
    ],
)  # fmt: skip
def test_names_of_attachments_are_made_safe(name, kept):
    linker = Linker("a.md", "abc", "2024/01/a.md", {}, Places([name], lambda path: True, FORMATS["markdown"]))
    linker(Link(name, is_wiki=True))
    assert [each.path for each in linker.attachments] == [f"2024/01/abc/{kept}"]


# Once, and wholly


def test_all_of_it_is_one_commit(folder, journal):
    imported(folder({"a.md": "![p](p.png)", "sub/b.md": "b", "p.png": "p"}), journal)
    assert git(journal.root, "log", "--format=%s") == "import 2 from notes"
    assert git(journal.root, "status", "--porcelain") == ""
    assert len(git(journal.root, "ls-files").splitlines()) == 3


def test_a_second_run_adds_only_what_is_new(folder, journal):
    root = folder({"a.md": "a", "b.md": "b"})
    _, first = imported(root, journal)
    folder({"c.md": "[a](a.md)", "b.md": "b, changed"})
    plan, found = imported(root, journal)
    assert (list(found), plan.there, plan.changed) == (["c.md"], ["a.md"], ["b.md"])
    assert found["c.md"].body == f"[a]({Path(first['a.md'].path).name})"
    assert journal.store.open(first["b.md"].path).entry.body == "b"


def test_what_was_imported_is_known_wherever_it_comes_from_and_whatever_became_of_it(folder, journal):
    root = folder({"sub/a.md": "a"})
    _, found = imported(root, journal)
    path = journal.root / found["sub/a.md"].path
    (journal.root / "moved.md").write_text(path.read_text() + "edited by hand")
    path.unlink()
    assert planned(root, journal).there == ["sub/a.md"]
    assert planned(root / "sub", journal).there == ["a.md"]


def test_another_folders_note_of_the_same_name_is_another_note(folder, journal):
    imported(folder({"todo.md": "one"}), journal)
    assert [each.origin for each in planned(folder({"todo.md": "two"}, "other"), journal).taken] == [
        "todo.md"
    ]


def test_what_came_meanwhile_is_not_added_twice(folder, journal):
    root = folder({"a.md": "a", "b.md": "b"})
    plan = planned(root, journal)
    imported(root / "a.md", journal)
    done = importing.carry_out(plan, Source(root), journal, silent)
    assert ([each.origin for each in done.taken], done.there) == (["b.md"], ["a.md"])


def test_a_plan_writes_nothing(folder, journal):
    assert len(planned(folder({"a.md": "a"}), journal).taken) == 1
    assert not journal.root.exists()


@pytest.mark.parametrize("failure", [KeyboardInterrupt, OSError])
def test_an_import_that_fails_half_way_leaves_the_journal_as_it_was(folder, journal, failure):
    root = folder({f"{number}.md": f"note {number} ![p](p.png)" for number in range(5)} | {"p.png": "p"})
    imported(folder({"before.md": "before"}, "before"), journal)
    steps = iter(range(3))

    @contextlib.contextmanager
    def failing(label, total):
        def step():
            if label == "importing" and next(steps, None) is None:
                raise failure

        yield step  # fmt: skip

    with pytest.raises(failure):
        importing.carry_out(planned(root, journal), Source(root), journal, failing)
    assert len(list(journal.store.scan())) == 1
    assert git(journal.root, "status", "--porcelain") == ""


def test_an_attachment_that_goes_away_takes_the_import_back(folder, journal):
    root = folder({"a.md": "a", "b.md": "![p](p.png)", "p.png": "p"})
    plan = planned(root, journal)
    (root / "p.png").unlink()
    with pytest.raises(Unusable, match=r"cannot take .*p\.png along"):
        importing.carry_out(plan, Source(root), journal, silent)
    assert list(journal.store.scan()) == []


def without_targets(body):
    return re.sub(r"\]\([^)]*\)", "]()", body)


@needs_corpus
def test_the_corpus_is_imported_to_the_byte(journal):
    corpus = SHARED / "corpus"
    plan, found = imported(corpus, journal)
    assert (len(found), plan.skipped, plan.others) == (2171, [], 3)
    texts = {
        path: parse((corpus / path).read_bytes().decode(), path=path, fallback=lambda: THEN) for path in found
    }
    assert any(found[path].body != before.body for path, before in texts.items())
    assert all(
        without_targets(found[path].body) == without_targets(each.body) for path, each in texts.items()
    )
    assert all(
        (found[path].title, found[path].date, found[path].tags) == (before.title, before.date, before.tags)
        for path, before in texts.items()
    )
    assert len(planned(corpus, journal).there) == 2171
