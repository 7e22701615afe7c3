import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import learnlog as package

# What bash does at TAB: it sets the COMP variables, calls the function, and reads COMPREPLY.
PRESS_TAB = """
source ./script
COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=${2:-9}
compopt() { :; }
_learnlog_completion learnlog
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def tab(learnlog, home, monkeypatch):
    """What bash offers for a line, with the script that the command prints: `tab("learnlog show ")`."""
    (home / "script").write_text(learnlog("completion", "bash").out)
    starter = home / "learnlog.sh"
    starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m learnlog "$@"\n')
    starter.chmod(0o755)
    (home / "bin").mkdir()
    starter.rename(home / "bin/learnlog")
    monkeypatch.setenv("PATH", f"{home / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(Path(package.__file__).parents[1]))

    def press(line: str, *kind: str) -> list[str]:
        done = subprocess.run(
            ["bash", "-c", PRESS_TAB, "bash", line, *kind], capture_output=True, text=True, check=True
        )
        assert done.stderr == ""
        return done.stdout.split("\n")[:-1]

    return press


@pytest.fixture
def entry(learnlog):
    """An entry that the index knows."""
    entry = json.loads(
        learnlog("add", "Undo a commit: reset", "-t", "git", "-t", "cost centre", "--json").out
    )
    learnlog("tags")
    return entry


def test_commands_are_offered_with_what_they_do(tab):
    assert tab("learnlog ta") == [
        "tag  Add and remove an entry's tags.",
        "tags  List tags, or rename one everywhere.",
    ]


def test_entries_are_offered_with_their_titles(tab, entry):
    assert tab("learnlog show ") == ["@last  the newest entry", f"{entry['id']}  Undo a commit: reset"]


def test_the_only_fitting_word_comes_without_its_title(tab, entry):
    assert tab(f"learnlog show {entry['id'][:3]}") == [entry["id"]]
    assert tab("learnlog show @l") == ["@last"]


def test_nothing_but_words_is_put_on_the_line_by_cycling_through_them(tab, entry):
    assert tab("learnlog show ", "37") == ["@last", entry["id"]]


def test_tags_are_offered_ready_for_the_shell(tab, entry):
    assert tab("learnlog add -t c") == ["cost\\ centre"]
    assert tab("learnlog tag @last +") == ["+cost\\ centre", "+git"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("learnlog add --tem", ["--template"]),
        ("learnlog add --template=de", ["decision"]),
        ("learnlog config get remote", ["remote.timeout"]),
        ("learnlog config un", ["unset"]),
        ("learnlog tags re", ["rename"]),
    ],
)
def test_options_values_and_inner_commands_are_offered(tab, line, expected):
    assert tab(line) == expected


def test_a_tab_makes_no_journal_and_says_nothing_of_one_that_is_broken(tab, learnlog, home):
    assert tab("learnlog show @") == ["@last"]
    assert not learnlog.journal.exists()
    (home / "file").write_text("")
    assert tab(f"learnlog --journal {home}/file show x") == [""]
    (home / ".config/learnlog").mkdir(parents=True)
    (home / ".config/learnlog/config.yaml").write_text("a: [\n")
    assert tab("learnlog show x") == [""]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_scripts_can_be_read_by_them(learnlog, home, shell):
    script = learnlog("completion", shell).out
    assert "_LEARNLOG_COMPLETE" in script
    (home / "script").write_text(script)
    if shutil.which(shell):
        subprocess.run([shell, "-n", "script"], check=True)


def test_a_shell_that_is_not_known_is_wrong_usage(learnlog):
    assert "bash" in learnlog("completion", "tcsh", status=2).err


def test_licenses_and_kinds_of_a_hub_are_offered(tab):
    assert "CC-BY-4.0" in tab("learnlog hub add team url --license CC-BY-4")
    assert tab("learnlog hub add team url --kinds dec") == ["decision"]
