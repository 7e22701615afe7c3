import json

import pytest

from support import editor, git


@pytest.fixture
def file(home):
    """Where the person's settings are."""
    return home / ".config/learnlog/config.yaml"


def test_every_setting_is_listed_with_its_value_and_where_from(learnlog, file):
    learnlog("config", "set", "lang", "de")
    lines = learnlog("config", LEARNLOG_TEMPLATE="til").out.splitlines()
    assert f"lang\tde\t{file}, line 1" in lines
    assert "template\ttil\tLEARNLOG_TEMPLATE" in lines
    assert "context\ttrue\tdefault" in lines


def test_a_setting_is_set_got_and_unset(learnlog):
    learnlog("config", "set", "editor", "code", "--wait")
    assert learnlog("config", "get", "editor").out == "code --wait\n"
    learnlog("config", "unset", "editor")
    assert "is not set" in learnlog("config", "get", "editor", status=1).err
    assert json.loads(learnlog("config", "get", "editor", "--json", status=1).out)["value"] is None


def test_the_records_give_values_as_they_are(learnlog, file):
    learnlog("config", "set", "publish.fields", "customer", "region")
    record = json.loads(learnlog("config", "get", "publish.fields", "--json").out)
    assert record["value"] == ["customer", "region"]
    everything = json.loads(learnlog("config", "--json").out)
    assert everything["file"] == str(file)
    assert record in everything["settings"]


@pytest.mark.parametrize("words", [["set", "edtior", "vi"], ["get", "edtior"], ["set", "context", "perhaps"]])
def test_what_is_not_allowed_is_told_with_what_is(learnlog, words):
    assert "hint: " in learnlog("config", *words, status=3).err


def test_the_journals_place_is_kept_as_an_absolute_path(learnlog, home):
    learnlog("config", "set", "journal", "notes")
    assert learnlog("config", "get", "journal").out == f"{home / 'notes'}\n"
    learnlog("add", "one")
    assert (home / "notes/.git").is_dir()


def test_a_journals_own_setting_is_committed_with_it(learnlog):
    learnlog("config", "set", "--local", "lang", "de")
    assert git(learnlog.journal, "show", "HEAD:.learnlog/config.yaml") == "lang: de"
    assert git(learnlog.journal, "log", "-1", "--format=%s") == "config set lang"
    assert learnlog("config", "get", "lang").out == "de\n"


def test_a_journal_may_not_set_what_runs_a_program(learnlog):
    assert "may not set editor" in learnlog("config", "set", "--local", "editor", "vi", status=3).err
    assert not learnlog.journal.exists()


def test_editing_begins_with_all_settings_and_names_what_is_wrong_afterwards(learnlog, file, home):
    script = editor(home, 'cp "$1" seen; echo "context: perhaps" > "$1"')
    result = learnlog("config", "edit", status=3, EDITOR=script)
    assert f"{file}, line 1: context: 'perhaps' is not allowed (allowed: true or false)" in result.err
    assert "# publish.fields:" in (home / "seen").read_text()


def test_a_broken_file_stops_neither_edit_nor_path(learnlog, file, home):
    file.parent.mkdir(parents=True)
    file.write_text("editor: [\n")
    assert f"{file}, line 2" in learnlog("config", status=3).err
    assert learnlog("config", "path").out == f"{file}\n"
    learnlog("config", "edit", EDITOR=editor(home, 'echo "editor: vi" > "$1"'))
    assert learnlog("config", "get", "editor").out == "vi\n"


def test_the_journals_file_is_edited_and_committed(learnlog, home):
    learnlog("config", "edit", "--local", EDITOR=editor(home, 'echo "lang: de" > "$1"'))
    assert git(learnlog.journal, "show", "HEAD:.learnlog/config.yaml") == "lang: de"
    assert learnlog("config", "path", "--local").out == f"{learnlog.journal}/.learnlog/config.yaml\n"
