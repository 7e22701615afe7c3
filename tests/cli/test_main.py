"""Whatever goes wrong, a person reads words and a script a status."""

import shlex
import subprocess
import sys

import pytest

from learnlog.cli.app import App


def started(*words: str, **more) -> subprocess.Popen[bytes]:
    """Learnlog in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "learnlog", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more
    )


@pytest.mark.parametrize("words", [["--journal", "~nosuch/x", "list"], ["import", "~nosuch/x"]])
def test_a_home_folder_that_is_not_there_is_told(learnlog, words):
    assert "~nosuch/x: there is no such home folder" in learnlog(*words, status=3).err


@pytest.mark.parametrize("variable", ["LEARNLOG_JOURNAL", "LEARNLOG_CONFIG"])
def test_a_home_folder_in_a_variable_is_told_too(learnlog, variable):
    assert "no such home folder" in learnlog("list", status=3, **{variable: "~nosuch/x"}).err


def test_a_folder_that_is_gone_is_told(home):
    script = f'mkdir gone && cd gone && rmdir ../gone && exec "{sys.executable}" -m learnlog list'
    done = subprocess.run(["sh", "-c", script], capture_output=True, check=False, text=True)
    assert done.returncode == 3
    assert done.stderr.startswith("learnlog: the folder you are in is no longer there\n")


@pytest.mark.parametrize("words", [["list"], ["--help"], ["show", "--raw", "@last"]])
def test_a_reader_that_leaves_early_is_no_failure(learnlog, words):
    learnlog("add", "-T", "Long", given="many words\n" * 20_000)
    process = started(*words)
    process.stdout.close()
    assert (process.stderr.read(), process.wait()) == (b"", 0)
    process.stderr.close()


def test_a_failure_that_nobody_reads_keeps_its_status(home):
    process = started("no-such-command")
    process.stderr.close()
    process.stdout.read()
    assert process.wait() == 2
    process.stdout.close()


@pytest.mark.parametrize("words", [[], ["hub"]])
def test_a_command_without_words_is_its_help(learnlog, words):
    result = learnlog(*words, status=2)
    assert result.err.startswith("Usage: ")
    assert "hint: " not in result.err
    assert result.out == ""


def test_a_mistyped_command_is_told_with_the_one_that_was_meant(learnlog):
    assert "there is no command serch; did you mean search?" in learnlog("serch", "x", status=2).err
    assert "did you mean" not in learnlog("xyzzy", status=2).err


@pytest.mark.parametrize("option", ["-q", "--journal"])
def test_an_option_that_belongs_before_the_command_is_told_where(learnlog, option):
    said = learnlog("list", option, status=2).err
    assert f"hint: {option} goes before the command: learnlog {option} list\n" in said


def test_an_option_that_is_nowhere_points_to_the_help(learnlog):
    assert "hint: see: learnlog list --help\n" in learnlog("list", "--nowhere", status=2).err


@pytest.mark.parametrize("name", ["/srv/x", b"/srv/x"])
def test_what_the_system_refuses_is_told_with_the_path(learnlog, monkeypatch, name):
    def refuse(_app):
        raise PermissionError(13, "Permission denied", name)

    monkeypatch.setattr(App, "rows", refuse)
    assert learnlog("tags", status=3).err == "learnlog: /srv/x: Permission denied\n"


def test_a_surprise_is_words_too(learnlog, monkeypatch):
    monkeypatch.setattr(App, "rows", lambda _app: {}["nothing"])
    result = learnlog("tags", status=3)
    assert result.err.startswith("learnlog: this should not have happened: KeyError('nothing')\n")
    assert "Traceback" in learnlog("-v", "tags", status=3).err


def test_each_wrong_setting_is_an_error_on_a_line_of_its_own(learnlog, home):
    file = home / ".config/learnlog/config.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("context: perhaps\nlang: deu\n")
    first, second, hint = learnlog("list", status=3).err.splitlines()
    assert first.startswith(f"learnlog: {file}, line 1: context: ")
    assert second.startswith(f"learnlog: {file}, line 2: lang: ")
    assert hint == "hint: mend it with: learnlog config edit"


@pytest.mark.parametrize("how", [{"LEARNLOG_JOURNAL": "/nowhere/x"}, {}])
def test_a_journal_that_was_named_and_is_not_there_is_told(learnlog, how):
    flag = [] if how else ["--journal", "/nowhere/x"]
    assert "the journal /nowhere/x does not exist yet\n" in learnlog(*flag, "list", status=1, **how).err
    assert "does not exist yet" not in learnlog("list", status=1).err


def test_a_settings_file_that_was_named_and_is_not_there_is_told(learnlog):
    result = learnlog("list", status=1, LEARNLOG_CONFIG="/nowhere/x")
    assert "the settings file /nowhere/x does not exist yet\n" in result.err


def test_a_note_can_be_read_on_light_and_on_dark_ground(learnlog):
    noted = learnlog("--color", "always", "search", '"an open quote', status=1).err
    assert noted.startswith("\x1b[35m")


@pytest.mark.parametrize(
    ("words", "again"),
    [
        ("search git push -f", "learnlog search git push -- -f"),
        ("search kill -9 'all of it'", "learnlog search kill -- -9 'all of it'"),
        ("who -f", "learnlog who -- -f"),
        ("brief rm -r", "learnlog brief rm -- -r"),
        ("ask why ls -la", "learnlog ask why ls -- -la"),
        ("add x -f", "learnlog add x -- -f"),
    ],
)
def test_a_word_that_is_taken_for_an_option_is_told_how_to_be_said(learnlog, words, again):
    err = learnlog(*shlex.split(words), status=2).err
    assert f"words that begin with a dash go behind --: {again}\n" in err
    assert "No such option" not in learnlog(*shlex.split(again)[1:], status=None).err


def test_what_can_only_be_an_option_is_not_told_to_be_a_word(learnlog):
    assert "--" not in learnlog("list", "-x", status=2).err.replace("--help", "")


@pytest.mark.parametrize(
    ("words", "meant", "again"),
    [
        ("search --jsn git", "--json", "search -- --jsn git"),
        ("search git --limti=3", "--limit", "search git -- --limti=3"),
        ("search git --lmit 3", "--limit", "search git -- --lmit 3"),
        ("search git --tagg vim", "--tag", "search git -- --tagg vim"),
        ("search git --explein", "--explain", "search git -- --explein"),
        ("brief --jsn git", "--json", "brief -- --jsn git"),
        ("add x --tga git", "--tag", "add x -- --tga git"),
    ],
)
def test_a_slip_in_an_option_is_told_with_the_option_and_how_to_say_a_word(learnlog, words, meant, again):
    err = learnlog(*words.split(), status=2).err
    assert f"'{meant}'" in err
    assert f"hint: if it is a word of yours: learnlog {again}\n" in err
    assert "No such option" not in learnlog(*again.split(), status=None).err
