import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support import NOW, editor, git


def saved(learnlog) -> str:
    (path,) = learnlog.journal.glob("20*/*/*.md")
    return path.read_text()


def fields(learnlog) -> list[str]:
    return saved(learnlog).split("---\n")[1].splitlines()


@pytest.fixture
def work(home, monkeypatch):
    """A repository the person works in, with one commit; they stand in a folder of it."""
    git(home, "init", "-q", "src/billing-api")
    folder = home / "src/billing-api"
    (folder / "sub").mkdir()
    git(folder, "commit", "-q", "--allow-empty", "-m", "Round half to even\n\nIt was wrong since 2019.")
    git(folder, "switch", "-qc", "fix/rounding")
    monkeypatch.chdir(folder / "sub")
    return folder


# Text


def test_words_are_saved_at_once(learnlog):
    result = learnlog("add", "Undo", "the last commit. git", "reset --soft #git")
    entry_id = result.out.split()[1]
    assert result.out == f"saved {entry_id}  Undo the last commit\n"
    assert saved(learnlog) == (
        f"---\nid: {entry_id}\ntitle: Undo the last commit\ndate: {NOW.isoformat()}\nkind: lesson\n"
        "tags: [git]\n---\ngit reset --soft #git"
    )


def test_every_option_has_its_field(learnlog):
    learnlog(*"add T #d -t a -t b-c -k note -p billing -s me -s Bob".split())
    expected = ["kind: note", "tags: [d, a, b-c]", "project: billing", "source: [me, Bob]"]
    assert fields(learnlog)[3:] == expected


def test_a_title_option_keeps_the_text_whole(learnlog):
    learnlog("add", "-T", "Other", "First line. Second.")
    assert "title: Other\n" in saved(learnlog)
    assert saved(learnlog).endswith("---\nFirst line. Second.")


@pytest.mark.parametrize("how", [["-e"], ["--template", "til"]])
def test_a_title_option_keeps_the_text_whole_in_the_editor_too(how, learnlog, tmp_path):
    learnlog("add", *how, "-T", "Other", "First line. Second.", EDITOR=editor(tmp_path, 'echo >> "$1"'))
    assert "title: Other\n" in saved(learnlog)
    assert "First line. Second." in saved(learnlog)


def test_standard_input_is_read(learnlog):
    learnlog("add", "-t", "x", given="---\ntags: [y]\nmine: kept\n---\nTitle\n\nBody\n")
    assert {"title: Title", "tags: [y, x]", "mine: kept"} <= set(fields(learnlog))
    assert saved(learnlog).endswith("---\n\nBody\n")


@pytest.mark.parametrize("given", ["", " \n\n", "---\nkind: note\n---\n"])
def test_nothing_written_is_nothing_saved(given, learnlog):
    result = learnlog("add", given=given, status=1)
    assert "nothing was written" in result.err
    assert not learnlog.journal.exists()


def test_json_is_the_record(learnlog):
    record = json.loads(learnlog("add", "--json", "Title. Body").out)
    assert (record["title"], record["body"], record["hub"]) == ("Title", "Body", None)
    assert Path(record["path"]).is_file()


# When


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2026-03-05", "2026-03-05T"),
        ("2026-03-29T01:59:59+01:00", "2026-03-29T01:59:59+01:00"),
        ("2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+01:00"),
        ("yesterday 17:00", "2026-11-22T17:00:00+01:00"),
        ("2026-07-01 12:00", "2026-07-01T12:00:00+02:00"),
    ],
)
def test_a_date_is_kept_with_the_offset_of_its_day(words, date, learnlog):
    learnlog("add", "-d", words, "T")
    assert any(line.startswith(f"date: {date}") for line in fields(learnlog))
    assert list(learnlog.journal.glob(f"{date[:4]}/{date[5:7]}/{date[:10]}-t-*.md"))


def test_a_moved_time_zone_shifts_nothing(learnlog):
    date = "2026-07-01T23:30:00+02:00"
    entry_id = learnlog("add", "-d", date, "T").out.split()[1]
    learnlog("tag", entry_id, "+x", TZ="America/St_Johns")
    assert f"date: {date}" in fields(learnlog)
    shown = json.loads(learnlog("show", entry_id, "--json", TZ="Asia/Tokyo").out)
    assert shown["date"] == date


def test_what_is_no_date_is_wrong_usage(learnlog):
    assert "'sometime'" in learnlog("add", "-d", "sometime", "T", status=2).err


# Where


def test_the_context_is_noted(work, learnlog):
    learnlog("add", "T")
    head = git(work, "rev-parse", "HEAD")[:7]
    assert [line.replace("'", "") for line in fields(learnlog)[-5:]] == [  # all digits are quoted
        "context:",
        "  repo: billing-api",
        "  branch: fix/rounding",
        f"  commit: {head}",
        "  directory: ~/src/billing-api/sub",
    ]


@pytest.mark.parametrize(("words", "env"), [(["--no-context"], {}), ([], {"LEARNLOG_CONTEXT": "false"})])
def test_the_context_can_be_left_out(words, env, work, learnlog):
    learnlog("add", *words, "T", **env)
    assert "context" not in saved(learnlog)


def test_there_is_no_context_outside_of_a_work_tree_and_in_the_journal(learnlog, monkeypatch):
    learnlog("add", "T")
    assert "context" not in saved(learnlog)
    monkeypatch.chdir(learnlog.journal)
    learnlog("rm", "@last", "--yes")
    learnlog("add", "T")
    assert "context" not in saved(learnlog)


def test_a_folder_outside_of_home_is_named_whole(learnlog, tmp_path, monkeypatch):
    git(tmp_path, "init", "-q", "elsewhere")
    monkeypatch.chdir(tmp_path / "elsewhere")
    learnlog("add", "T")
    assert fields(learnlog)[-3:] == ["context:", "  repo: elsewhere", f"  directory: {tmp_path}/elsewhere"]


# A commit


def test_a_commit_can_be_written_about(work, learnlog):
    learnlog("add", "--commit")
    assert "title: Round half to even\n" in saved(learnlog)
    assert saved(learnlog).rstrip("\n").endswith("---\nIt was wrong since 2019.")


def test_an_older_commit_is_the_one_noted(work, learnlog):
    git(work, "commit", "-q", "--allow-empty", "-m", "Later")
    learnlog("add", "--commit=HEAD~1", "--no-context")
    assert "title: Round half to even\n" in saved(learnlog)
    noted = git(work, "rev-parse", "HEAD~1")[:7]
    assert re.search(rf"^  commit: '?{noted}'?$", saved(learnlog), re.MULTILINE)  # all digits are quoted


def test_a_title_for_a_commit_keeps_its_message_whole(work, learnlog):
    learnlog("add", "-T", "Banker's rounding", "--commit")
    assert "---\nRound half to even\n\nIt was wrong since 2019." in saved(learnlog)


@pytest.mark.parametrize("rev", ["nonsense", "^HEAD", "HEAD:sub", "HEAD..HEAD", ""])
def test_what_names_no_commit_is_refused(rev, work, learnlog):
    assert "names no commit here" in learnlog("add", f"--commit={rev}", status=3).err
    assert not learnlog.journal.exists()


# Answers, attachments


def test_an_answer_names_its_question_and_closes_it(learnlog):
    question = learnlog("ask", "Why?").out.split()[1]
    learnlog("add", "--answers", question, "Because")
    assert json.loads(learnlog("show", question, "--json").out)["status"] == "answered"
    assert f"answers: {question}\n" in next(learnlog.journal.glob("20*/*/*because*")).read_text()


def test_a_lesson_cannot_be_answered(learnlog):
    lesson = learnlog("add", "T").out.split()[1]
    assert "not a question" in learnlog("add", "--answers", lesson, "U", status=3).err


def test_files_are_attached(learnlog, home):
    (home / "a b.png").write_bytes(b"\x89PNG")
    entry_id = learnlog("add", "--attach", "a b.png", "Title. Body").out.split()[1]
    assert saved(learnlog).endswith(f"---\nBody\n\n![a b.png](<{entry_id}/a b.png>)\n")
    assert (learnlog.journal / "2026/11" / entry_id / "a b.png").read_bytes() == b"\x89PNG"


def test_an_attachment_that_is_missing_keeps_the_text(learnlog):
    result = learnlog("add", "--attach", "missing.png", "My words", status=3)
    kept = Path(result.err.rpartition("kept in ")[2].strip())
    assert "cannot attach missing.png" in result.err
    assert "My words" in kept.read_text()
    assert list(learnlog.journal.glob("20*")) == []


# What is not loaded


NAME_WHAT_IS_LOADED = """import atexit, sys
sys.argv = ["learnlog", "add", "T"]
from learnlog.cli.main import main
atexit.register(lambda: print(*sys.modules))
main()
"""


def test_a_plain_add_loads_nothing_it_does_not_need(home):
    words = [sys.executable, "-c", NAME_WHAT_IS_LOADED]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "click" in loaded
    assert not loaded & {"whoosh", "rich", "git", "dateparser", "Stemmer", "rapidfuzz"}
