"""`learnlog search` as somebody types it."""

import contextlib
import fcntl
import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios

import pytest

KEYS = (
    "id title date updated kind status tags project source author hub hubs path revision review superseded_by"
).split()


@pytest.fixture(autouse=True)
def entries(learnlog):
    learnlog(
        "add", "Undo a commit. Use git reset --soft and the work stays.", "-t", "git", "-d", "2026-01-05"
    )
    learnlog(
        "add", "Push safely. Use --force-with-lease, a rejected commit shows.", "-t", "git", "-p", "billing"
    )
    learnlog("add", "How does one leave vim?", "-k", "question", "-d", "2025-06-01")


def titles(result):
    return [line.split("\t")[2] for line in result.out.splitlines()]


def test_a_pipe_gets_one_plain_line_for_each_hit(learnlog):
    result = learnlog("search", "undo", "commit")
    assert titles(result) == ["Undo a commit", "Push safely"]
    entry_id, day, _, tags, hub = result.out.splitlines()[0].split("\t")
    assert (len(entry_id), day, tags, hub) == (10, "2026-01-05", "git", "")
    assert result.err == ""


def test_json_keeps_its_promise(learnlog):
    document = json.loads(learnlog("search", "work commit", "-n", "1", "--json").out)
    assert list(document) == ["total", "entries"]
    assert document["total"] == 2
    (hit,) = document["entries"]
    assert list(hit) == [*KEYS, "confirmed", "last_confirmed", "rank", "score", "snippet"]
    assert (hit["rank"], hit["hub"]) == (1, None)
    assert hit["path"].startswith(str(learnlog.journal))
    assert hit["snippet"] == "Use git reset --soft and the work stays."


def test_json_of_a_search_by_fields_alone_has_all_keys_of_a_hit(learnlog):
    (hit,) = json.loads(learnlog("search", "kind:question", "--json").out)["entries"]
    assert list(hit) == [*KEYS, "confirmed", "last_confirmed", "rank", "score", "snippet"]


def test_json_with_full_has_the_body(learnlog):
    hit = json.loads(learnlog("search", "undo", "--json", "--full").out)["entries"][0]
    assert "git reset --soft" in hit["body"]


def test_paths_are_for_other_programs(learnlog):
    path = learnlog("search", "leave vim", "--paths").out
    assert path.startswith(str(learnlog.journal))
    assert path.endswith(".md\n")


def test_full_prints_whole_entries(learnlog):
    assert "the work stays" in learnlog("search", "undo", "--full").out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["git", "push", "--force-with-lease"], "Push safely"),
        (["--force-with-lease"], "Push safely"),
        (["commit", "-rejected"], "Undo a commit"),
        (["commit", "NOT", "rejected"], "Undo a commit"),
        (["--", "--soft"], "Undo a commit"),
        (["--sof*"], "Undo a commit"),
        (['-"git reset"', "commit"], "Push safely"),
        (["-(soft OR lease)", "one"], "How does one leave vim?"),
        (["commit", "-p", "billing"], "Push safely"),
        (["commit", "--until", "2026-01"], "Undo a commit"),
        (["-k", "question"], "How does one leave vim?"),
        (["--sort", "oldest"], "How does one leave vim?"),
        (["vim", "-t", "git"], None),
    ],
)
def test_options_and_words_are_told_apart(learnlog, words, expected):
    result = learnlog("search", *words, "-n", "1", status=None)
    assert titles(result) == ([expected] if expected else [])


def test_what_is_no_option_is_searched_for_with_a_note(learnlog):
    note = learnlog("search", "push", "--force-with-lease", "--foo").err
    assert note == "--force-with-lease, --foo are no options of learnlog search, and looked for as typed\n"


@pytest.mark.parametrize("flag", ["--tags", "--kinds", "--path", "--short"])
def test_a_flag_that_is_no_slip_but_a_plural_or_another_word_is_searched_for(learnlog, flag):
    note = learnlog("search", "push", flag).err
    assert note.startswith(f"{flag} is no option of learnlog search, and looked for as typed\n")


@pytest.mark.parametrize("slip", ["--jsn", "--jsson", "--tagg", "--knid", "--limot", "--pahts", "--exlpain"])
def test_a_slip_in_the_name_of_an_option_is_told(learnlog, slip):
    assert "Did you mean" in learnlog("search", "push", slip, status=2).err


@pytest.mark.parametrize("words", [["git", "--soft"], ["--", "git", "--jsn"], ["git", "--i18n"]])
def test_the_flag_of_another_program_is_not_taken_for_a_slip(learnlog, words):
    assert learnlog("search", *words).out


def test_a_question_that_begins_with_a_dash_can_be_asked_as_it_is_told(learnlog):
    assert "learnlog ask -- --frobnicate" in learnlog("search", "--frobnicate", status=1).err


@pytest.mark.parametrize(
    "words", [["--sort", "sideways"], ["-n", "0", "x"], ["-x"], ["--since", "someday", "x"]]
)
def test_what_is_wrong_with_an_option_is_a_usage_error(learnlog, words):
    learnlog("search", *words, status=2)


def test_without_a_query_all_are_listed_newest_first(learnlog):
    assert titles(learnlog("search"))[-1] == "How does one leave vim?"


def test_an_unknown_hub_is_named(learnlog):
    assert "no hub team" in learnlog("search", "x", "--in", "team", status=3).err


def test_nothing_found_has_near_spellings_and_a_command_to_copy(learnlog):
    result = learnlog("search", '"comit"', "don't", "tag:git", status=1)
    assert result.out == ""
    assert "commit" in result.err
    assert """learnlog ask 'comit don'"'"'t'""" in result.err


def test_nothing_found_is_an_empty_document_in_json(learnlog):
    result = learnlog("search", "zzzzzz", "--json", status=1)
    assert json.loads(result.out) == {"total": 0, "entries": []}


def test_a_query_that_does_not_parse_is_searched_word_by_word_with_a_note(learnlog):
    result = learnlog("search", "(undo")
    assert titles(result)[0] == "Undo a commit"
    assert "parenthesis" in result.err


def test_open_shows_the_best_hit_whole(learnlog):
    result = learnlog("search", "-o", "undo", "commit")
    assert "the work stays" in result.out
    assert "Push safely" not in result.out
    assert learnlog("show", "1").out == result.out


def test_picking_needs_a_terminal(learnlog):
    assert "terminal" in learnlog("search", "-i", "commit", status=4).err


def test_a_row_names_an_entry_for_the_next_command(learnlog):
    learnlog("search", "undo", "commit")
    assert learnlog("show", "2").out.startswith("Push safely")


def test_colour_can_be_had_in_a_pipe_and_refused(learnlog):
    assert "\x1b[1mUndo a commit\x1b[0m" in learnlog("--color", "always", "search", "undo").out
    assert "\x1b" not in learnlog("search", "undo", NO_COLOR="1", CLICOLOR_FORCE="1").out
    assert "\x1b" in learnlog("search", "undo", CLICOLOR_FORCE="1").out


# what is piped in


def test_a_pasted_error_finds_the_entry_and_says_what_was_looked_for(learnlog):
    log = "INFO start\n" * 200 + "error: failed to push, rejected commit\n"
    result = learnlog("search", "-", given=log)
    assert titles(result)[0] == "Push safely"
    assert "rejected" in result.err


def test_of_a_long_log_the_end_counts(learnlog):
    log = "all is well here\n" * 150_000 + "fatal: push rejected\n"
    assert titles(learnlog("search", "-", given=log))[0] == "Push safely"


@pytest.mark.parametrize("given", ["", b"\x00\xff\xfe" * 1000, "\n" * 100, "0xdeadbeef 12:00\n"])
def test_nothing_telling_piped_in_is_said(learnlog, given):
    assert "nothing in what was piped in" in learnlog("search", "-", given=given, status=1).err


def test_words_that_no_entry_has_are_named_and_can_be_asked(learnlog):
    result = learnlog("search", "-", given="error: quux frobnicated\n", status=1)
    assert "searching: quux OR frobnicated" in result.err
    assert "nothing found for quux OR frobnicated" in result.err
    assert "learnlog ask" in result.err


@pytest.mark.parametrize("given", ["error: quux frobnicated\n", ""])
def test_what_finds_nothing_gives_an_empty_record(learnlog, given):
    out = learnlog("search", "-", "--json", given=given, status=1).out
    assert json.loads(out) == {"total": 0, "entries": []}


def test_what_windows_pipes_is_read(learnlog):
    given = "Fehler: push rejected\r\n".encode("utf-16")
    assert titles(learnlog("search", "-", given=given))[0] == "Push safely"


# files and caches in trouble


def test_a_broken_file_is_found_and_named_with_line_and_reason(learnlog):
    (learnlog.journal / "broken.md").write_text("---\ndate: 2026-01-01\ntitle: [oops\n---\nthe oddity\n")
    result = learnlog("search", "oddity")
    assert len(result.out.splitlines()) == 1
    assert "broken.md" in result.err
    assert "line" in result.err


def test_the_front_matter_of_a_broken_file_is_not_shown(learnlog):
    (learnlog.journal / "broken.md").write_text("---\ntitle: [oops\n---\nthe oddity\n")
    (hit,) = json.loads(learnlog("search", "oops", "--json").out)["entries"]
    assert hit["snippet"] == "the oddity"


def test_a_cache_open_to_others_is_not_read_but_the_search_works(learnlog, home):
    learnlog("search", "undo")
    (folder,) = (home / ".cache/learnlog").glob("*/index")
    folder.chmod(0o777)
    result = learnlog("search", "undo")
    assert titles(result)[0] == "Undo a commit"
    assert "in memory" in result.err


def test_without_a_cache_everything_works_that_needs_no_numbers(learnlog, home):
    (home / ".cache").write_text("in the way")
    for words in (["search", "undo"], ["search", "-o", "undo"], ["search", "--full", "undo"], ["list"]):
        assert "Undo a commit" in learnlog(*words).out


def test_each_journal_has_a_cache_of_its_own(learnlog, home):
    learnlog("search", "undo")
    learnlog("--journal", "other", "add", "Something else")
    assert "Undo" not in learnlog("--journal", "other", "search", "undo", "else").out
    assert len(list((home / ".cache/learnlog").glob("*/index"))) == 2


def test_hostile_text_reaches_no_pipe(learnlog):
    controls = "".join(map(chr, [*range(1, 9), *range(11, 32), *range(127, 160), 0x202E]))
    (learnlog.journal / "evil\x1b]52\nx\u202e.md").write_text(f"# A{controls}B oddity\n\n{controls} oddity\n")
    for words in ([], ["--json"], ["--json", "--full"], ["--paths"], ["--full"], ["-o"]):
        result = learnlog("search", "oddity", *words)
        assert not set(result.out + result.err) & set(controls)
        if words == ["--paths"]:
            assert len(result.out.splitlines()) == 1


# several at once, as real processes


def started(learnlog, *words):
    environment = {**os.environ, "HOME": str(learnlog.home), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "learnlog", *words]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_searches_and_an_add_at_the_same_time_all_succeed(learnlog):
    for number in range(60):
        (learnlog.journal / f"n{number}.md").write_text(f"# Entry {number}\n\nundo {'word ' * 200}\n")
    running = [started(learnlog, "search", "undo", "-n", "99") for _ in range(4)]
    running += [started(learnlog, "add", f"undo {number}") for number in range(2)]
    running += [started(learnlog, "search", "undo", "-n", "99") for _ in range(2)]
    for each in running:
        out, err = each.communicate(timeout=120)
        assert (each.returncode, err) == (0, b"")
        assert out.count(b"\n") in {1, 61, 62, 63}
    assert len(learnlog("search", "undo", "-n", "99").out.splitlines()) == 63


# on a terminal


def on_terminal(learnlog, *words, typed=b"", after=b"", **env):
    """What a person sees who runs this, and types that once `after` is seen; 80 columns, 50 lines."""
    master, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 80, 0, 0))
    sealed = {
        "HOME": str(learnlog.home),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "LEARNLOG_SEARCH_ASK": "no",
    }
    environment = {**os.environ, **sealed, **env}
    command = [sys.executable, "-m", "learnlog", *words]
    with subprocess.Popen(
        command, env=environment, stdin=terminal, stdout=terminal, stderr=terminal
    ) as running:
        os.close(terminal)
        seen = b""
        with contextlib.suppress(OSError):  # as Linux says that the other side is closed
            while True:
                if typed and after in seen:
                    os.write(master, typed)
                    typed = b""
                if not select.select([master], [], [], 60)[0]:
                    running.kill()
                seen += os.read(master, 65536)
    os.close(master)
    return seen.decode()


def test_a_terminal_shows_rank_facts_and_marked_lines(learnlog):
    seen = on_terminal(learnlog, "search", "push", "safely", "rejected", TERM="xterm")
    assert "\x1b[1mPush safely" in seen
    assert "  @billing  #git" in seen
    assert "\x1b[1;31mrejected\x1b[0m" in seen
    assert "1 found" in seen


def test_no_colour_on_a_terminal_that_shall_have_none(learnlog):
    assert "\x1b" not in on_terminal(learnlog, "search", "push", NO_COLOR="1")
    assert "\x1b" not in on_terminal(learnlog, "search", "push", TERM="dumb")


def test_what_is_longer_than_the_screen_goes_through_the_pager(learnlog):
    for number in range(60):
        (learnlog.journal / f"n{number}.md").write_text(f"# Entry {number}\n")
    assert on_terminal(learnlog, "list", PAGER="wc -l").endswith("63\r\n")


def test_a_long_title_is_broken_between_words(learnlog):
    title = "Undo " + "a very long title " * 4
    assert "long title a\r\n  very" in on_terminal(learnlog, "add", title)
    assert title in learnlog("add", f"{title}again").out


def test_a_long_reading_shows_how_far_it_is(learnlog):
    for number in range(60):
        (learnlog.journal / f"n{number}.md").write_text(f"# Entry {number}\n")
    assert "reading entries" in on_terminal(learnlog, "search", "undo", TERM="xterm")


HARMFUL = "".join(map(chr, [*range(1, 9), 11, 12, *range(14, 27), *range(28, 32), *range(127, 160), 0x202E]))
OUTSIDE = "\x1b]52;c;aGk=\x07 &#27;]8;;x&#7;"


@pytest.mark.parametrize(
    "words", ["search oddity", "list", "show evil.md --raw", "show evil.md", "search -o oddity"]
)
def test_hostile_text_reaches_no_terminal(learnlog, words):
    (learnlog.journal / "evil.md").write_text(
        f"# A{HARMFUL}B oddity\n\n{HARMFUL} oddity {OUTSIDE}\n", newline=""
    )
    seen = on_terminal(learnlog, *words.split(), TERM="xterm", PAGER="cat")
    assert "⟦U+0001⟧" in seen
    assert not set(seen) & set(HARMFUL)
    assert "\x1b" not in re.sub(r"\x1b\[[0-9;]*m", "", seen)


def test_a_pasted_error_finds_an_entry_that_is_all_title(learnlog):
    learnlog("add", "Where is the deploy key?")
    assert "deploy key" in learnlog("search", "-", given="E   KeyError: deploy key\n").out


# options that cannot both be obeyed


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ("-i -o", "-i and -o"),
        ("-i --count-by tag", "-i and --count-by"),
        ("-i --explain", "-i and --explain"),
        ("-o --count-by tag", "--count-by and -o"),
        ("--explain --count-by tag", "--count-by and --explain"),
        ("--paths --count-by tag", "--count-by and --paths"),
        ("--full --count-by tag", "--count-by and --full"),
    ],
)
def test_what_cannot_be_obeyed_together_is_refused(learnlog, given, named):
    refused = learnlog("search", "undo", *given.split(), status=2)
    assert refused.err.startswith(f"learnlog: {named} do not go together; leave one of them out\n")


# why, and how many


def test_a_hit_is_explained_in_words(learnlog):
    record, *told = learnlog("search", "--explain", "take back commits zebra", "-n", "1").out.splitlines()
    assert "Undo a commit" in record
    assert any("take back → undo (another word for it) in the title" in line for line in told)
    assert any("commits in the title" in line for line in told)
    assert "\tnot there: zebra" in told
    assert all(line.startswith("\t") for line in told)


def test_without_explain_nothing_is_explained(learnlog):
    assert len(learnlog("search", "undo commit", "-n", "1").out.splitlines()) == 1


def test_json_has_the_explanation_where_it_is_asked_for(learnlog):
    (hit,) = json.loads(learnlog("search", "--explain", "undo", "-n", "1", "--json").out)["entries"]
    assert hit["why"][0].endswith("undo in the title")


@pytest.mark.parametrize(
    ("words", "field", "lines"),
    [
        ("commit", "tag", ["git\t2"]),
        ("", "kind", ["lesson\t2", "question\t1"]),
        ("", "year", ["2026\t2", "2025\t1"]),
        ("tag:git", "project", ["billing\t1"]),
        ("", "hub", ["mine\t3"]),
    ],
)
def test_hits_are_counted_by_a_field(learnlog, words, field, lines):
    assert learnlog("search", words, "--count-by", field).out.splitlines() == lines


def test_counts_are_a_document_of_their_own_in_json(learnlog):
    counts = json.loads(learnlog("search", "commit", "--count-by", "tag", "--json").out)
    assert counts == {"total": 2, "by": "tag", "counts": {"git": 2}}


def test_a_field_that_no_hit_has_counts_nothing(learnlog):
    assert (
        "no entry found has a customer"
        in learnlog("search", "commit", "--count-by", "customer", status=1).err
    )


def test_what_is_pasted_with_quotation_marks_is_found_word_by_word(learnlog):
    result = learnlog("search", 'rejected commit "of somebody else"')
    assert titles(result)[0] == "Push safely"
    assert "quotation marks" in result.err


def test_a_phrase_alone_is_meant(learnlog):
    learnlog("search", '"commit a undo"', status=1)


# what a person may not have meant


def test_a_flag_that_is_taken_for_an_exclusion_is_told(learnlog):
    assert "'\"-rf\"'" in learnlog("search", "commit", "-rf").err
    assert "left out" not in learnlog("search", "commit", "-force").err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("tag:gti", "no entry has the tag gti; the nearest: git"),
        ("undo -t GTI", "no entry has the tag GTI; the nearest: git"),
        ("kind:leson undo", "no entry has the kind leson; the nearest: lesson"),
        ("project:bill", "no entry has the project bill; the nearest: billing"),
        (
            "tag:zzzz -t xxxx",
            "no entry has the tag zzzz; there are: git\nno entry has the tag xxxx; there are: git",
        ),
        ("author:nobody", "no entry has the author nobody\n"),
        ("tag:gti --count-by kind", "no entry has the tag gti; the nearest: git"),
    ],
)
def test_a_name_that_no_entry_has_is_told_with_the_nearest(learnlog, words, told):
    err = learnlog("search", *words.split(), status=1).err
    assert f"hint: {told}" in err
    assert "learnlog ask" not in err


def test_a_list_tells_it_too(learnlog):
    assert "no entry has the tag gti; the nearest: git" in learnlog("list", "-t", "gti", status=1).err


def test_names_that_are_there_but_not_together_are_no_reason(learnlog):
    assert "no entry has" not in learnlog("search", "tag:git", "kind:question", status=1).err


@pytest.mark.parametrize("command", ["search", "list"])
def test_a_time_that_ends_before_it_begins_is_told_with_both_dates(learnlog, command):
    err = learnlog(command, "--since", "2026-03", "--until", "2025", status=2).err
    assert "--until 2025-12-31 is before --since 2026-03-01" in err
    learnlog(command, "--since", "2026-01-05", "--until", "2026-01-05")


@pytest.mark.parametrize("words", ["commit", "zzzzzz", "", "commit --count-by tag"])
def test_lines_of_the_own_table_that_are_no_rule_are_told_once(learnlog, words):
    (learnlog.journal / ".learnlog").mkdir(exist_ok=True)
    (learnlog.journal / ".learnlog/synonyms.txt").write_text("# mine\n\nbin; trash\ndustbin, bin\n")
    err = learnlog("search", *words.split(), status=None).err
    assert err.count(".learnlog/synonyms.txt, line 3 is no rule: it has one word or phrase") == 1
    assert "line 4" not in err
    assert "synonyms" not in learnlog("list").err


def test_of_many_such_lines_the_first_are_told(learnlog):
    (learnlog.journal / ".learnlog").mkdir(exist_ok=True)
    (learnlog.journal / ".learnlog/synonyms.txt").write_text("bin; trash\n" * 500)
    err = learnlog("search", "commit").err
    assert len(err.splitlines()) == 4
    assert "and 497 more such lines" in err


def test_a_pipe_and_words_beside_it_do_not_go_together(learnlog):
    assert "leave the other words out" in learnlog("search", "-", "git", given="error: x\n", status=2).err


def test_the_telling_words_of_a_log_that_no_entry_has_are_named(learnlog):
    result = learnlog("search", "-", given="error: deadlock detected, commit rejected\n")
    assert "no entry has: " in result.err
    assert "deadlock" in result.err.partition("no entry has: ")[2]


def test_signs_are_no_question_to_ask_later(learnlog):
    assert "learnlog ask" not in learnlog("search", "???", status=1).err


@pytest.mark.parametrize("more", [[], ["--count-by", "tag"], ["-t", "git"]])
def test_a_huge_query_is_told_in_short(learnlog, more):
    assert len(learnlog("search", "a" * 100_000, *more, status=1).err) < 500


def test_a_huge_name_is_told_in_short(learnlog):
    assert len(learnlog("search", "tag:" + "a" * 100_000, status=1).err) < 900
