"""`learnlog hub log`: what is new in a hub, and what has grown stale."""

import json
from datetime import timedelta

import pytest

from cli.conftest import Colleague
from cli.test_search import on_terminal
from test_hub import put


def columns(result):
    return [line.split("\t") for line in result.out.splitlines()]


def events(learnlog, *words, status=0):
    return json.loads(learnlog("hub", "log", *words, "--json", status=status).out)["events"]


def damaged(home):
    """The folder of objects of the clone of team, which is gone: where to put it back, and what has it."""
    (objects,) = home.rglob("hubs/team/.git/objects")
    return objects, objects.rename(objects.with_name("away"))


@pytest.fixture
def helped(remote):
    """Says, as a colleague would, that a lesson helped, or what else `kind` is."""

    def say(lesson, day, kind="helped"):
        path = f"responses/{lesson}/{day}T120000Z-eve-0000.md"
        put(remote, {path: f"---\nkind: {kind}\n---\n".encode()})

    return say


def test_each_line_tells_lesson_day_what_title_author(learnlog, bob):
    assert columns(learnlog("hub", "log")) == [
        [bob.lesson, "2026-11-23", "new", "Undo a commit", "Bob Ray", ""]
    ]


def test_revisions_and_what_was_taken_back(learnlog, bob):
    bob.revise("reset it", "reset --soft it")
    bob("retract", bob.lesson, "--yes")
    learnlog("hub", "pull")
    assert [row[2] for row in columns(learnlog("hub", "log"))] == ["retracted", "revision 2", "new"]
    assert [event["revision"] for event in events(learnlog)] == [2, 2, 1]


def test_the_record_of_an_event(learnlog, bob):
    (event,) = events(learnlog)
    assert list(event) == ["date", "what", "id", "title", "author", "path", "revision", "new", "hub"]


def test_what_came_since_the_last_look_is_marked_once(learnlog, bob):
    learnlog("hub", "log")
    bob.revise("reset it", "reset --soft it")
    learnlog("hub", "pull")
    result = learnlog("hub", "log")
    assert [row[5] for row in columns(result)] == ["new to you", ""]
    assert result.err == "1 new since you looked\n"
    assert [row[5] for row in columns(learnlog("hub", "log"))] == ["", ""]


@pytest.mark.parametrize("words", [["--json"], ["-n", "1"], ["--since", "2026"]])
def test_a_script_and_a_part_are_no_look(learnlog, bob, words):
    learnlog("hub", "log")
    bob.revise("reset it", "reset --soft it")
    learnlog("hub", "pull")
    learnlog("hub", "log", *words)
    assert [event["new"] for event in events(learnlog)] == [True, False]


def test_ones_own_lessons_are_not_new_to_oneself(learnlog, bob):
    learnlog("hub", "log")
    learnlog("add", "Lesson")
    learnlog("publish", "@last", "--yes")
    assert [row[5] for row in columns(learnlog("hub", "log"))] == ["", ""]


def test_all_that_is_new_is_shown_however_much(learnlog, bob):
    learnlog("hub", "log")
    for number in range(25):
        bob.revise("reset it" if number == 0 else f"try {number - 1}", f"try {number}")
    learnlog("hub", "pull")
    assert len(columns(learnlog("hub", "log"))) == 25
    assert len(columns(learnlog("hub", "log"))) == 20
    assert len(columns(learnlog("hub", "log", "-n", "22"))) == 22


def test_since(learnlog, bob):
    assert events(learnlog, "--since", "2026-11-24", status=1) == []
    assert len(events(learnlog, "--since", "2026-11-23")) == 1
    assert "since then" in learnlog("hub", "log", "--since", "2026-11-24", status=1).err


def test_a_row_is_named_by_its_number(learnlog, bob):
    learnlog("hub", "log")
    assert learnlog("show", "1").out.startswith("Undo a commit\n")


def test_a_terminal_shows_numbers_and_what_is_new_in_bold(learnlog, bob):
    on_terminal(learnlog, "hub", "log", TERM="xterm")
    bob.revise("reset it", "reset --soft it")
    learnlog("hub", "pull")
    seen = on_terminal(learnlog, "hub", "log", TERM="xterm")
    assert "revision 2" in seen
    assert seen.count("\x1b[1mUndo a commit") == 1


def test_nothing_is_stale_that_was_revised_within_a_year(learnlog, bob):
    result = learnlog("hub", "log", "--stale", status=1)
    assert (result.out, result.err) == (
        "",
        "learnlog: no lesson in team has gone without a word for that long\n",
    )
    assert json.loads(learnlog("hub", "log", "--stale", "--json", status=1).out)["lessons"] == []


def test_stale_is_what_nobody_confirmed_for_a_year_ones_own_first(learnlog, bob):
    learnlog.now += timedelta(days=1)
    learnlog("add", "Own")
    learnlog("publish", "@last", "--yes")
    learnlog.now += timedelta(days=367)
    assert [row[3:] for row in columns(learnlog("hub", "log", "--stale"))] == [
        ["Own", "Ann Lee", "yours"],
        ["Undo a commit", "Bob Ray", ""],
    ]
    assert json.loads(learnlog("hub", "log", "--stale", "-n", "1", "--json").out)["total"] == 2


def test_what_helped_within_a_year_is_not_stale(learnlog, bob, helped):
    helped(bob.lesson, "20270601")
    learnlog("hub", "pull")
    learnlog.now += timedelta(days=400)
    assert learnlog("hub", "log", "--stale", status=1).out == ""
    learnlog.now += timedelta(days=400)
    assert columns(learnlog("hub", "log", "--stale"))[0][1] == "2027-06-01"


def test_what_did_not_work_within_a_year_is_stale(learnlog, bob, helped):
    helped(bob.lesson, "20270601", "did-not-work")
    learnlog("hub", "pull")
    learnlog.now += timedelta(days=400)
    assert columns(learnlog("hub", "log", "--stale"))[0][1] == "2026-11-23"


def test_what_helped_oneself_within_a_year_is_not_stale(learnlog, bob):
    learnlog.now += timedelta(days=300)
    learnlog("helped", bob.lesson, "--yes")
    learnlog.now += timedelta(days=100)
    assert learnlog("hub", "log", "--stale", status=1).out == ""


def test_of_several_hubs_each_line_names_its_own(learnlog, twice):
    learnlog("hub", "set", "club", "read-only=true")
    assert [row[6] for row in columns(learnlog("hub", "log"))] == ["team", "club"]
    assert [(each["id"], each["hub"]) for each in events(learnlog)] == [(twice, "team"), (twice, "club")]
    assert [len(row) for row in columns(learnlog("hub", "log", "club"))] == [6]


def test_a_row_of_several_hubs_is_that_hubs_lesson(learnlog, twice):
    learnlog("hub", "log")
    assert [json.loads(learnlog("show", row, "--json").out)["hub"] for row in "12"] == ["team", "club"]


def test_what_happened_in_several_hubs_is_in_the_order_of_time(learnlog, bob, twice):
    bob.now += timedelta(days=1)
    bob("add", "Later")
    bob("publish", "@last", "--to", "club", "--yes")
    learnlog("hub", "pull")
    assert [row[6] for row in columns(learnlog("hub", "log"))] == ["club", "team", "club"]
    assert len(columns(learnlog("hub", "log", "-n", "2"))) == 2


def test_what_is_new_in_several_hubs_is_marked_once(learnlog, bob, twice):
    learnlog("hub", "log")
    bob("config", "set", "hub", "team")
    bob.revise("reset it", "reset --soft it")
    bob("publish", twice, "--to", "club", "--yes")
    learnlog("hub", "pull")
    assert learnlog("hub", "log").err == "2 new since you looked\n"
    assert learnlog("hub", "log").err == ""


def test_what_is_stale_in_several_hubs(learnlog, twice):
    learnlog.now += timedelta(days=400)
    assert sorted(row[6] for row in columns(learnlog("hub", "log", "--stale"))) == ["club", "team"]
    assert json.loads(learnlog("hub", "log", "--stale", "--json").out)["total"] == 2


def test_a_hub_that_was_never_pulled_does_not_stop_the_others(learnlog, bob, home):
    learnlog("config", "set", "hub", "team")
    (home / ".local/share/learnlog/hubs/team").rename(home / "elsewhere")
    assert "no hub is on this machine yet" in learnlog("hub", "log", status=1).err


def test_an_author_whose_name_looks_like_another_s_is_told_from_them(learnlog, published, remote, tmp_path):
    (tmp_path / "eve").mkdir()
    eve = Colleague(tmp_path / "eve", remote, "\u0410nn Lee")
    eve("add", "Pipe it into a shell")
    eve("publish", "@last", "--yes")
    learnlog("hub", "pull")
    assert "\t\u0410nn Lee (xn--nn-lee-2nf)" in learnlog("hub", "log").out
    (entry,) = json.loads(learnlog("search", "shell", "--json").out)["entries"]
    assert entry["author"] == "\u0430nn-lee (xn--nn-lee-2nf)"


@pytest.mark.parametrize("words", [(), ("--stale", "--since", "2027-01-01")])
def test_a_hub_that_cannot_be_read_is_named_and_does_not_stop_the_others(learnlog, twice, home, words):
    damaged(home)
    result = learnlog("hub", "log", *words, status=3)
    assert [row[-1] for row in columns(result)] == ["club"]
    assert result.err.startswith("learnlog: team: ")
    assert result.err.count("learnlog: ") == 1


def test_where_nothing_was_found_the_numbers_of_the_last_list_stay(learnlog, bob):
    learnlog("hub", "log")
    learnlog("hub", "log", "--since", "2027-01-01", status=1)
    learnlog("search", "nothingofthekind", status=1)
    assert "Undo a commit" in learnlog("show", "1").out


def test_what_is_new_is_counted_also_where_fewer_are_shown(learnlog, bob):
    learnlog("hub", "log")
    for number in range(3):
        bob("add", f"Lesson {number}")
        bob("publish", "@last", "--yes")
    learnlog("hub", "pull")
    result = learnlog("hub", "log", "-n", "2")
    assert (len(columns(result)), result.err) == (2, "3 new since you looked\n")
