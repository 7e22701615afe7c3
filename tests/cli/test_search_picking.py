"""`learnlog search -i` in a real terminal, with the built-in picker and with fzf."""

import json
import os
import re
import sys
from pathlib import Path

import pytest

from cli.test_search import on_terminal
from support import editor

DOWN = b"\x1b[B"
DRAWN = b"Esc leave"
OPEN, PATH, LEAVE = b"\x0f", b"\x19", b"\x03"
OUTSIDE = "$(touch gone)`touch gone`';touch gone;'\"{q}\x1b]52;c;aGk=\x07"


@pytest.fixture(autouse=True)
def entries(learnlog):
    learnlog("add", "Undo a commit. Use git reset --soft.", "-t", "git", "-d", "2026-01-05")
    learnlog("add", "Push safely. Use --force-with-lease, a rejected commit shows.", "-d", "2026-01-06")
    learnlog("add", "How does one leave vim?", "-k", "question", "-d", "2025-06-01")


def picked(learnlog, *words, typed, **env):
    """What is to be seen once the picker has gone, of what these words and keys do."""
    seen = on_terminal(
        learnlog, "search", "-i", *words, typed=typed, after=DRAWN, TERM="xterm", PAGER="cat", **env
    )
    return seen.rpartition("\x1b[?2004l")[2]


def test_the_newest_is_shown_where_nothing_is_typed(learnlog):
    assert "Push safely" in picked(learnlog, typed=b"\r")


def test_what_is_typed_finds_what_is_shown(learnlog):
    assert "git reset --soft" in picked(learnlog, typed=b"undo\r")


def test_the_words_given_are_the_first_query(learnlog):
    shown = picked(learnlog, "commit", typed=DOWN + b"\r")
    assert "Push safely" in shown
    assert learnlog("show", "2").out.startswith("Push safely")


def test_filters_narrow_what_is_picked_from(learnlog):
    assert "leave vim" in picked(learnlog, "-k", "question", typed=b"\r")


def test_a_path_can_be_had(learnlog):
    path = picked(learnlog, "undo", typed=PATH).replace("\r\n", "")
    assert Path(path).read_text().endswith("Use git reset --soft.")


@pytest.mark.parametrize("option", ["--paths", "--json"])
def test_the_one_picked_is_printed_as_asked_for(learnlog, option):
    expected = learnlog("search", "undo", "commit", "-n", "1", option).out
    assert "".join(picked(learnlog, "undo commit", option, typed=b"\r").splitlines()) == "".join(
        expected.splitlines()
    )


def test_the_file_is_opened_in_the_editor(learnlog, home):
    picked(learnlog, "undo", typed=OPEN, EDITOR=editor(home, 'cp "$1" opened'))
    assert "git reset --soft" in (home / "opened").read_text()


def test_leaving_prints_nothing(learnlog):
    assert picked(learnlog, "undo", typed=LEAVE).strip() == ""


def test_a_terminal_that_cannot_be_drawn_on_is_none(learnlog):
    assert "no terminal to pick at" in on_terminal(learnlog, "search", "-i", "undo", TERM="dumb")


def test_hostile_text_reaches_no_terminal_while_picking(learnlog):
    (learnlog.journal / "evil.md").write_text(
        f"---\nkind: 'x{OUTSIDE}'\n---\n# A {OUTSIDE}\n\n{OUTSIDE} oddity\n"
    )
    seen = on_terminal(
        learnlog, "search", "-i", "oddity", typed=b"\r", after=DRAWN, TERM="xterm", PAGER="cat"
    )
    assert "⟦U+001B⟧" in seen
    assert "\x07" not in seen
    assert "\x1b]" not in seen


# with fzf

FZF = f"""#!{sys.executable}
import json, os, shlex, subprocess, sys

given = sys.stdin.read()
options = dict(word.removeprefix("--").partition("=")[::2] for word in sys.argv[1:])
typed, key, at, status = json.loads(os.environ["FZF_DOES"])


def run(command, sign, word):
    command = command.replace(sign, shlex.quote(word))
    command = [os.environ["SHELL"], "-c", command]
    return subprocess.run(command, input="undo a commit", capture_output=True, text=True).stdout


found = run(options["bind"].removeprefix("change:reload:"), "{{q}}", typed)
line = (found.splitlines() or [""] * 9)[at]
preview = run(options["preview"], "{{1}}", line.partition("\\t")[0])
with open("seen.json", "w") as file:
    json.dump({{"options": options, "given": given, "found": found, "preview": preview}}, file)
print(typed, key, line, sep="\\n")
sys.exit(status)
"""


@pytest.fixture
def fzf(learnlog, home):
    """Picks with a stand-in that does with its commands what fzf does: `fzf("words", typed="…")`."""
    program = home / "bin" / "fzf"
    program.parent.mkdir()
    program.write_text(FZF)
    program.chmod(0o755)

    def pick(*words, typed="", key="", at=0, status=0, keys=b"", **more):
        env = {
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "LEARNLOG_PICKER": "fzf",
            "FZF_DOES": json.dumps([typed, key, at, status]),
            "SHELL": "/bin/false",
            **more,
        }
        shown = on_terminal(
            learnlog, "search", "-i", *words, typed=keys, after=DRAWN, TERM="xterm", PAGER="cat", **env
        )
        return shown, json.loads((home / "seen.json").read_text())

    return pick


def test_fzf_is_given_lines_and_shows_what_is_typed_and_previewed(learnlog, fzf):
    shown, seen = fzf("commit", typed="undo")
    assert seen["options"]["query"] == "commit"
    assert [line.split("\t")[2] for line in seen["given"].splitlines()] == ["Undo a commit", "Push safely"]
    assert seen["found"] == learnlog("search", "undo").out
    assert seen["preview"] == learnlog("show", "1").out
    assert "git reset --soft" in shown


def test_fzf_searches_with_the_same_filters(learnlog, fzf):
    learnlog("add", "A commit in vim", "-p", "two words", "-t", "git", "-d", "2025-12-01")
    narrowing = [
        "-p",
        "two words",
        "--until",
        "2026-01-05",
        "--sort",
        "oldest",
        "-n",
        "5",
        "--in",
        "mine",
        "--since",
        "2025-06",
    ]
    shown, seen = fzf(*narrowing, "-t", "git", typed="commit OR vim")
    assert seen["found"] == learnlog("search", *narrowing, "-t", "git", "commit OR vim").out
    assert "A commit in vim" in shown


@pytest.mark.parametrize(
    "typed", ["-", "--json", "-t git", "$(touch gone)", "'; touch gone; '", "`touch gone`"]
)
def test_what_is_typed_into_fzf_is_only_looked_for(learnlog, fzf, home, typed):
    _, seen = fzf("x", typed=typed, status=130)
    assert seen["found"] == learnlog("search", "--", f"{typed} ", status=None).out
    assert not (home / "gone").exists()


@pytest.mark.parametrize("tag", ["{q}", "{1}", "$(touch gone)", "'; touch gone; '"])
def test_filters_reach_no_shell(fzf, home, tag):
    _, seen = fzf("-t", tag, typed="commit", status=130)
    assert seen["found"] == ""
    assert not (home / "gone").exists()


def test_what_an_entry_says_reaches_no_shell(learnlog, fzf, home):
    front = f"---\nid: '{OUTSIDE[:20]}'\nkind: '$(touch gone)'\ntags: ['$(touch gone)']\n---\n"
    (learnlog.journal / "evil.md").write_text(f"{front}# A {OUTSIDE}\n\noddity\n")
    shown, seen = fzf(typed="oddity")
    assert "oddity" in seen["preview"]
    assert "\x1b" not in seen["found"] + seen["preview"]
    assert "oddity" in shown
    assert not (home / "gone").exists()


def test_the_key_pressed_in_fzf_is_obeyed_and_rows_have_their_numbers(learnlog, fzf):
    shown, _ = fzf(typed="commit", key="ctrl-y", at=1)
    assert shown.strip().endswith(".md")
    assert learnlog("show", "2").out.startswith("Push safely")


@pytest.mark.parametrize(("status", "said"), [(130, ""), (1, "learnlog: nothing found for zzz")])
def test_fzf_left_without_a_choice(fzf, status, said):
    assert re.sub(r"\x1b\[\d+m", "", fzf(typed="zzz", status=status)[0]).strip() == said


def test_where_fzf_fails_the_built_in_picker_steps_in(fzf):
    shown, _ = fzf(typed="undo", status=2, keys=b"\r")
    assert "fzf did not work" in shown
    assert "Push safely" in shown.rpartition("\x1b[?2004l")[2]


def test_where_there_is_no_fzf_the_built_in_picker_steps_in(learnlog):
    shown = on_terminal(
        learnlog,
        "search",
        "-i",
        typed=LEAVE,
        after=DRAWN,
        TERM="xterm",
        PATH=str(learnlog.home),
        LEARNLOG_PICKER="fzf",
    )
    assert "fzf is not installed" in shown


def test_what_is_typed_into_fzf_leaves_the_last_lists_rows(learnlog, fzf):
    learnlog("search", "undo", "-n", "1")
    _, seen = fzf("safely", typed="vim", status=130)
    assert "leave vim" in seen["found"]
    assert learnlog("show", "1").out.startswith("Undo a commit")
    assert "has no row 2" in learnlog("show", "2", status=1).err


def test_fzf_is_given_no_colours(fzf):
    assert "\x1b" not in fzf(typed="undo", CLICOLOR_FORCE="1")[1]["found"]
