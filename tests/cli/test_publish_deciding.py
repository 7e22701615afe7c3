"""On a terminal: which lessons are to leave, and what becomes of each thing the guard found."""

import json

import pytest

from learnlog.cli.app import App
from learnlog.cli.choosing import read_numbers
from support import editor, git

SECRET = "aB3xK9!7q"


@pytest.fixture
def terminal(monkeypatch):
    """Somebody sits in front of it."""
    monkeypatch.setattr(App, "is_interactive", lambda _app: True)


@pytest.fixture
def secret(learnlog, remote):
    """The id of an entry with a secret in it."""
    saved = learnlog("add", f"Connect to it\n\ndb_password: {SECRET} for it", "--json").out
    return json.loads(saved)["id"]


def hub_text(remote):
    if not git(remote, "for-each-ref"):
        return ""
    paths = git(remote, "ls-tree", "-r", "--name-only", "main").splitlines()
    return "\n".join(f"{path}\n{git(remote, 'show', f'main:{path}')}" for path in paths)


def test_a_finding_is_shown_masked_with_line_and_reason(learnlog, remote, secret, terminal):
    said = learnlog("publish", secret, given="s\n", status=4).err
    assert (
        "  line 10: password, aB3…\n    it follows the word “password”\n    | db_password: aB3… for it\n"
        in said
    )
    assert SECRET not in said


def test_a_placeholder_leaves_and_again_nothing_new(learnlog, remote, secret, terminal):
    learnlog("publish", secret, given="r\ny\n")
    assert "db_password: PASSWORD_1 for it" in hub_text(remote)
    assert SECRET not in hub_text(remote)
    assert SECRET in next(learnlog.journal.rglob("20*.md")).read_text()
    said = learnlog("publish", secret)
    assert "1 lesson there already, unchanged" in said.out
    assert learnlog("status").out.endswith("1 lesson of yours published\n")


def test_what_is_allowed_is_not_asked_again_and_not_in_the_hub(learnlog, remote, secret, terminal):
    assert "allowed  line 10: password, aB3…" in learnlog("publish", secret, given="a\ny\n").out
    assert f"db_password: {SECRET} for it" in hub_text(remote)
    assert "allow" not in hub_text(remote)
    learnlog("tag", secret, "+more")
    said = learnlog("publish", secret, given="y\n")
    assert "what now?" not in said.err
    assert "allowed  line 11" in said.out


def test_what_was_decided_before_it_was_broken_off_is_asked_again(learnlog, remote, terminal):
    learnlog("add", "Two of them\n\npassword: aB3xK9!7q\n\ntoken=xK9!7qaB3")
    for given, status in (("a\n", 130), ("a\na\n", 130), ("a\na\nn\n", 4)):
        assert "Two of them" in learnlog("publish", "@last", given=given, status=status).err
    said = learnlog("publish", "@last", given="a\na\ny\n")
    assert said.err.count("what now?") == 2
    assert "published 1 lesson" in said.out


def test_with_the_warnings_one_decides_anew_about_what_was_allowed(learnlog, remote, secret, terminal):
    learnlog("publish", secret, given="a\ny\n")
    learnlog("set", secret, "source=anna.meyer@kunde.de")
    said = learnlog("publish", secret, given="y\nr\ng\ny\n")
    assert "1 warning above, and what you have allowed. Look at each?" in said.err
    assert "db_password: PASSWORD_1 for it" in hub_text(remote)


def test_a_lesson_can_be_skipped(learnlog, remote, secret, terminal):
    learnlog("add", "Another lesson")
    assert "published 1 lesson" in learnlog("publish", "@last", secret, given="s\ny\n").out
    assert secret not in hub_text(remote)


def test_an_edited_entry_is_looked_at_again(learnlog, remote, secret, terminal, home):
    script = editor(home, f'sed -i s/{SECRET}/secret/ "$1"')
    learnlog("publish", secret, given="e\ny\n", EDITOR=script)
    assert "db_password: secret for it" in hub_text(remote)


def test_an_editor_that_fails_loses_nothing_and_is_asked_again(learnlog, remote, secret, terminal):
    assert "ended with status 1" in learnlog("publish", secret, given="e\ns\n", status=4, EDITOR="false").err
    assert hub_text(remote) == ""


@pytest.mark.parametrize(("typed", "said"), [("", ""), ("x", "not understood: x\n"), ("s\x1b", "⟦U+001B⟧")])
@pytest.mark.usefixtures("remote", "terminal")
def test_enter_alone_and_other_keys_explain_the_keys_and_ask_again(learnlog, secret, typed, said):
    err = learnlog("publish", secret, given=f"{typed}\ns\n", status=4).err
    assert said in err
    assert "  r  a placeholder leaves in its place; your entry stays as it is\n" in err
    assert err.count("what now?") == 2


def test_one_answer_is_for_one_finding(learnlog, remote, terminal):
    learnlog("add", "Two of them\n\npassword: aB3xK9!7q\n\ntoken=xK9!7qaB3")
    learnlog("publish", "@last", given="r\nskip\n", status=4)
    assert hub_text(remote) == ""
    said = learnlog("publish", "@last", given="r\nALLOW\ny\n")
    assert said.err.count("what now?") == 2
    assert "published 1 lesson" in said.out


def test_at_the_end_of_the_input_nothing_was_published(learnlog, remote, secret, terminal):
    learnlog("publish", secret, given="", status=130)
    assert hub_text(remote) == ""


def test_what_was_skipped_is_named_at_the_end(learnlog, remote, secret, terminal):
    learnlog("add", "Another lesson")
    said = learnlog("publish", "@last", secret, given="s\ny\n").err
    assert said.endswith(
        f"skipped, and not published: 1 lesson\n  {secret[:6]}  Connect to it  (line 10: password, aB3…)\n"
    )
    assert learnlog("publish", secret, given="s\n", status=4).err.endswith("(line 10: password, aB3…)\n")


def test_without_a_terminal_a_secret_stays_and_a_warning_leaves_with_a_yes(learnlog, remote, secret):
    assert "on a terminal" in learnlog("publish", secret, "--yes", status=4).err
    learnlog("add", "Ask anna.meyer@kunde.de about it")
    said = learnlog("publish", "@last", "--yes").out
    assert "warning  line 3: e-mail address, anna.meye…" in said
    assert "anna.meyer@kunde.de" in hub_text(remote)
    assert SECRET not in hub_text(remote)


def test_a_name_of_one_s_own_list_is_replaced_in_the_file_s_name_too(learnlog, remote, terminal):
    learnlog("config", "set", "publish.never", "Acme Corp, Atlas")
    learnlog("add", "Acme Corp outage. The acme-corp cluster was down")
    learnlog("publish", "@last", given="r\ny\n")
    assert "name-1-outage.md" in hub_text(remote)
    assert "The NAME_1 cluster was down" in hub_text(remote)
    assert "acme" not in (hub_text(remote) + git(remote, "log", "--format=%B", "main")).lower()


def test_a_lesson_moves_when_its_name_tells_what_is_hidden_now(learnlog, remote, terminal):
    learnlog("add", "Acme outage")
    learnlog("publish", "@last", "--yes")
    learnlog("config", "set", "publish.never", "Acme")
    learnlog("publish", "@last", given="r\ny\n")
    assert "name-1-outage.md" in hub_text(remote)
    assert "acme" not in hub_text(remote).lower()


def test_warnings_can_be_looked_at_one_by_one(learnlog, remote, terminal):
    learnlog("add", "Ask anna.meyer@kunde.de or bob.meyer@kunde.de. On wiki.corp")
    said = learnlog("publish", "@last", given="y\nr\na\ng\ny\n")
    assert "3 warnings above." in said.err
    assert "Ask E_MAIL_ADDRESS_1 or bob.meyer@kunde.de" in hub_text(remote)


def test_without_refs_one_chooses_among_those_that_are_ready(learnlog, remote, terminal):
    for title in ("First", "Second", "Third"):
        learnlog("add", title)
        learnlog("set", "@last", "status=proven")
    said = learnlog("publish", given="9\n1 3\ny\n")
    assert "3 lessons ready for team:" in said.err
    assert "'9' is not a number from 1 to 3" in said.err
    assert "published 2 lessons" in said.out


def test_none_can_be_chosen(learnlog, remote, terminal):
    for title in ("First", "Second"):
        learnlog("add", title)
        learnlog("set", "@last", "status=proven")
    assert "nothing chosen" in learnlog("publish", given="n\n", status=4).err


@pytest.mark.parametrize(
    ("words", "numbers"),
    [("", [1, 2, 3, 4, 5]), ("n", []), ("0", []), ("2", [2]), ("1,3-5", [1, 3, 4, 5]), ("5 1 1", [1, 5])],
)
def test_numbers_as_they_are_typed(words, numbers):
    assert read_numbers(words, 5) == numbers


@pytest.mark.parametrize("words", ["6", "x", "3-2", "1-", "-1", "1 9"])
def test_what_is_no_number_is_told(words):
    with pytest.raises(ValueError, match="not a number"):
        read_numbers(words, 5)


def test_json_tells_the_same_as_the_preview(learnlog, remote, secret):
    learnlog("add", "Ask anna.meyer@kunde.de\n\nabout <!-- private -->it<!-- /private -->", "-p", "x")
    shown = learnlog("publish", "@last", secret, "--dry-run", status=4).out
    record = json.loads(learnlog("publish", "@last", secret, "--dry-run", "--json", status=4).out)
    changes = [change for lesson in record["lessons"] for change in lesson["changes"]] + record["also"]
    told = [f"  {line}" for change in changes for line in change["diff"]]
    assert [line for line in shown.splitlines() if line[:3] in {"  +", "  -", "  @"}] == told
    for lesson in record["lessons"]:
        for finding in lesson["findings"]:
            assert f"{finding['kind']}, {finding['masked']}" in shown


def test_of_an_address_in_which_a_name_is_replaced_nothing_leaves(learnlog, remote, terminal):
    learnlog("config", "set", "publish.never", "Acme Corp")
    learnlog("add", "Acme Corp is down\n\nWrite to tom.miller@acme-corp.de")
    said = learnlog("publish", "@last", given="r\ny\n")
    assert "placeholder for  line 10: e-mail address, tom.mille" in said.out
    assert "Write to E_MAIL_ADDRESS_1" in hub_text(remote)
    assert "tom.miller" not in hub_text(remote)
