"""`learnlog brief`: before starting."""

import json
import subprocess
import sys

import pytest

from support import git


@pytest.fixture
def work(home, learnlog, monkeypatch):
    """A repository on a branch, with a journal that knows something of it."""
    git(home, "init", "-q", "billing")
    monkeypatch.chdir(home / "billing")
    git(home / "billing", "commit", "-q", "--allow-empty", "-m", "one")
    git(home / "billing", "switch", "-qc", "fix/invoice-rounding")
    learnlog("add", "Round invoices half to even. Else the rounding adds up #money")
    learnlog("add", "Brew coffee", "--no-context")
    return home / "billing"


def test_what_fits_the_repository_and_the_branch(learnlog, work):
    record = learnlog("list", "--json", "-t", "money")
    entry_id = json.loads(record.out)["entries"][0]["id"]
    line = f"{entry_id}\t2026-11-23\tRound invoices half to even\tmoney\t"
    assert learnlog("brief").out == f"{line}\tsame repository; branch: rounding, invoice\n"
    assert "Round invoices" in learnlog("show", "1").out


def test_json_has_the_entries_and_why(learnlog, work):
    document = json.loads(learnlog("brief", "--json").out)
    (entry,) = document["entries"]
    assert document["total"] == 1
    assert entry["title"] == "Round invoices half to even"
    assert entry["why"] == ["same repository", "branch: rounding, invoice"]
    assert {"hub", "path", "tags", "status"} <= set(entry)


def test_words_and_a_piped_ticket(learnlog, home, work, monkeypatch):
    monkeypatch.chdir(home)
    assert "words: round, invoices" in learnlog("brief", "how", "to", "round", "invoices").out
    assert "words: invoices" in learnlog("brief", given="The invoices are wrong:\nhalf to even, please").out


def test_a_dash_reads_standard_input(learnlog, work, monkeypatch):
    monkeypatch.chdir(learnlog.home)
    assert "words: invoices" in learnlog("brief", "-", given="The invoices are wrong: half to even").out


def test_in_a_loop_the_lines_are_left_to_the_loop(home, work):
    (home / "lines").write_text("one\ntwo\n")
    loop = f'while read line; do "{sys.executable}" -m learnlog brief; echo "$line"; done <../lines'
    said = subprocess.run(["sh", "-c", loop], capture_output=True, text=True, check=True).stdout.splitlines()
    assert said[1::2] == ["one", "two"]
    assert all("Round invoices" in line for line in said[::2])


def test_changed_files_tell_too(learnlog, work):
    git(work, "switch", "-q", "main")
    learnlog("brief", status=1)
    (work / "round_invoices.py").write_text("")
    assert "files: invoices, round" in learnlog("brief").out


@pytest.mark.parametrize("words", [(), ("zebra",), ("--journal",)])
def test_it_is_silent_when_nothing_fits(words, learnlog, home, work, monkeypatch):
    monkeypatch.chdir(home)
    before = ("--journal", "nowhere") if words == ("--journal",) else ()
    result = learnlog(*before, "brief", *(words if not before else ()), status=1)
    assert (result.out, result.err) == ("", "")
    assert not (home / "nowhere").exists()


def test_json_says_so_when_nothing_fits(learnlog, work):
    git(work, "switch", "-q", "main")
    assert json.loads(learnlog("brief", "--json", status=1).out) == {"total": 0, "entries": []}


def test_in_the_journal_itself_only_the_words_count(learnlog, work, monkeypatch):
    monkeypatch.chdir(learnlog.journal)
    git(learnlog.journal, "switch", "-qc", "invoice-rounding")
    learnlog("brief", status=1)
    assert "Round invoices" in learnlog("brief", "invoice rounding").out


def test_what_is_shown_cannot_change_a_terminal(learnlog, work):
    learnlog("add", "Round \x1b]0;invoices\x07 the invoice")
    git(work, "switch", "-qc", "invoice-round")
    assert "\x1b" not in learnlog("--color", "never", "brief").out


def test_colours_on_demand(learnlog, work):
    assert "\x1b[1mRound invoices" in learnlog("--color", "always", "brief").out
