"""`learnlog show`: whole entries."""

import json
import re

import pytest


@pytest.fixture
def entry(learnlog):
    record = json.loads(learnlog("add", "Undo a commit\n\nreset it", "-t", "git", "--json").out)
    learnlog("add", "Another")
    return record


def test_title_facts_and_text_in_a_pipe(learnlog, entry):
    out = learnlog("show", entry["id"][:4]).out
    assert out == f"Undo a commit\n{entry['id']}\t2026-11-23\tUndo a commit\tgit\t\n\nreset it\n"


def test_several_are_kept_apart(learnlog, entry):
    assert learnlog("show", "@last", entry["id"]).out.count("\n---\n") == 1


def test_raw_is_the_file_byte_for_byte(learnlog, entry):
    file = learnlog.journal / "raw.md"
    file.write_bytes(b"# Raw\r\n\r\ncaf\xe9 \x1b[31m \x00 no end")
    assert learnlog("show", "--raw", str(file)).data == file.read_bytes()


def test_json_of_one_is_its_record_with_the_body(learnlog, entry):
    added = {"confirmed": 0, "last_confirmed": None, "said": []}
    assert json.loads(learnlog("show", entry["id"], "--json").out) == entry | added


def test_json_of_several_is_a_list(learnlog, entry):
    document = json.loads(learnlog("show", entry["id"], "@last", "--json").out)
    assert (document["total"], len(document["entries"])) == (2, 2)


@pytest.mark.parametrize(("ref", "status"), [("zzzz", 1), ("ab", 1), ("99", 1), ("no/such.md", 1)])
def test_what_is_not_there(learnlog, entry, ref, status):
    assert learnlog("show", ref, status=status).err.startswith("learnlog: ")


def test_an_ambiguous_ref_ends_with_three_and_names_the_candidates(learnlog, home):
    for name in ("one", "two"):
        (home / "learnlog").mkdir(exist_ok=True)
        (home / f"learnlog/{name}.md").write_text(f"---\nid: abc{name}\ndate: 2026-01-01\n---\n{name}\n")
    result = learnlog("show", "abc", status=3)
    assert "abcone" in result.err
    assert "abctwo" in result.err


def test_an_entry_too_large_to_read_is_named(learnlog, entry):
    (learnlog.journal / "huge.md").write_bytes(b"x" * 6_000_000)
    assert "5 MiB" in learnlog("show", "huge.md", status=3).err


def test_a_lesson_whose_id_another_author_took_is_shown_by_its_path(learnlog, bob):
    files = learnlog.home / ".local/share/learnlog/hubs/team/files"
    (files / "eve").mkdir()
    (files / "eve/squat.md").write_text(f"---\nid: {bob.lesson}\ntitle: Not that one\n---\nmine\n")
    candidates = learnlog("show", bob.lesson, status=3).err
    (ref,) = re.findall(r"team/bob-ray/\S+", candidates)
    assert "reset it" in learnlog("show", ref).out
    assert "told team" in learnlog("helped", ref, "--yes").out
    assert len(learnlog("list").out.splitlines()) == 2
