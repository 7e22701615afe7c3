"""`learnlog who`: colleagues with something on a topic; and the line under a weak result."""

import json

import pytest

from learnlog.cli.output import Output
from support import git
from test_hub import put

LESSON = """---
id: {id}
title: {title}
date: 2026-11-20T10:00:00+01:00
{more}---
{body}
"""
LOCKS = "alter table waits for every transaction; set lock_timeout first"


def lesson(entry_id, title, body=LOCKS, more=""):
    return LESSON.format(id=entry_id, title=title, body=body, more=more).encode()


def response(kind):
    return f"---\nkind: {kind}\n---\nthanks\n".encode()


@pytest.fixture
def files():
    """What colleagues have in the hub."""
    return {
        "learnlog-hub.yaml": b"format: 1\nname: team\n",
        "authors/ana.yaml": b"name: Ana Lima\n",
        "lessons/ana/a1aaaaaaaa-x.md": lesson("a1aaaaaaaa", "Postgres locks", more="tags: [postgres]\n"),
        "lessons/ana/a2aaaaaaaa-x.md": lesson("a2aaaaaaaa", "Brew coffee", "Grind the beans"),
        "lessons/jo/j1aaaaaaaa-x.md": lesson("j1aaaaaaaa", "Locks in postgres", more="answers: q1aaaaaaaa\n"),
        "lessons/jo/q1aaaaaaaa-x.md": lesson("q1aaaaaaaa", "Postgres locks?", more="kind: question\n"),
        "responses/a1aaaaaaaa/20261121T100000Z-bo-li-k3f9.md": response("helped"),
        "responses/a1aaaaaaaa/20261122T100000Z-bo-li-k3f8.md": response("helped"),
        "responses/a1aaaaaaaa/20261121T100000Z-ana-k3f9.md": response("helped"),
        "responses/a1aaaaaaaa/20261121T000000Z-anonymous-k3f9.md": response("helped"),
        "responses/a1aaaaaaaa/20261121T100000Z-max-k3f9.md": response("outdated"),
    }


@pytest.fixture
def team(learnlog, remote, files):
    """Put files into the hub, and pull it."""

    def pull(more=()):
        put(remote, {**files, **dict(more)})
        learnlog("hub", "pull")

    return pull


def people(learnlog, *topic):
    return [row.split("\t")[:6] for row in learnlog("who", *topic).out.splitlines()]


def test_people_are_told_with_what_they_have(learnlog, team):
    team()
    assert sorted(people(learnlog, "postgres", "locks")) == [
        ["Ana Lima", "ana", "team", "1", "0", "0"],
        ["bo-li", "bo-li", "team", "0", "0", "1"],
        ["jo", "jo", "team", "0", "1", "0"],
    ]


def test_json_has_the_entries(learnlog, team):
    team()
    told = json.loads(learnlog("who", "coffee", "--json").out)
    (person,) = told["people"]
    assert (told["total"], person["name"], person["author"], person["hubs"]) == (
        1,
        "Ana Lima",
        "ana",
        ["team"],
    )
    assert [entry["title"] for entry in person["lessons"]] == ["Brew coffee"]
    assert (person["answers"], person["confirmations"]) == ([], [])


def test_the_entries_have_numbers(learnlog, team):
    team()
    learnlog("who", "coffee")
    assert "Grind the beans" in learnlog("show", "1").out


@pytest.mark.parametrize("word", ["false", "no", "'off'", "False"])
def test_whoever_does_not_want_to_be_named_is_not(word, learnlog, team):
    team({"authors/ana.yaml": f"name: Ana Lima\nwho: {word}\n".encode(), "authors/bo-li.yaml": b"who: no\n"})
    assert [person[1] for person in people(learnlog, "postgres", "locks")] == ["jo"]


@pytest.mark.parametrize("text", [b"name: [", b"- a", b"\xff\x00", b"who: [false]\n", b"a: &a [*a]\n"])
def test_a_file_of_an_author_that_cannot_be_read_says_nothing(text, learnlog, team):
    team({"authors/ana.yaml": text})
    assert "ana" in [person[0] for person in people(learnlog, "postgres", "locks")]


def test_one_is_not_ones_own_colleague(learnlog, team):
    team({"lessons/ann-lee/m1aaaaaaaa-x.md": lesson("m1aaaaaaaa", "Postgres locks")})
    assert "ann-lee" not in [person[1] for person in people(learnlog, "postgres", "locks")]


def test_a_name_cannot_change_the_terminal(learnlog, team):
    team({"authors/ana.yaml": b'name: "Ana\\e[2J\\u202e"\n'})
    assert "\x1b" not in learnlog("who", "coffee").out
    assert "⟦U+001B⟧" in learnlog("who", "coffee").out


@pytest.mark.parametrize("topic", ["kubernetes", "coffee on kubernetes clusters", "!?"])
def test_nobody_is_status_1(topic, learnlog, team):
    team()
    assert "nobody in your hubs" in learnlog("who", topic, status=1).err
    assert json.loads(learnlog("who", topic, "--json", status=1).out) == {"total": 0, "people": []}


def test_there_need_not_be_a_hub(learnlog):
    learnlog("add", "Postgres locks")
    assert "hub add" in learnlog("who", "postgres", status=1).err


# on a terminal


@pytest.fixture
def on_terminal(monkeypatch):
    monkeypatch.setattr(Output, "on_terminal", True)


def test_each_person_has_a_heading(learnlog, team, on_terminal):
    team()
    lines = learnlog("who", "coffee").out.splitlines()
    assert lines[0] == "Ana Lima  team  1 lesson"
    assert lines[1].startswith("1  2026-11-20  Brew coffee")


def test_under_an_empty_result_stand_colleagues(learnlog, team, on_terminal):
    team()
    result = learnlog("search", "--in", "mine", "postgres locks -tag:x", status=1)
    assert "hint: colleagues who wrote on this: " in result.err
    assert "Ana Lima (1 lesson)" in result.err


def test_under_a_weak_result_too(learnlog, team, on_terminal):
    learnlog("add", "Zookeeper. Elections, daily")
    team()
    result = learnlog("search", "--in", "mine", "postgres locks zookeeper brew")
    assert "colleagues who wrote on this: " in result.err


def test_not_under_a_good_result_nor_in_a_pipe(learnlog, team, monkeypatch):
    team()
    assert "colleagues" not in learnlog("search", "--in", "mine", "postgres locks", status=1).err
    monkeypatch.setattr(Output, "on_terminal", True)
    assert "colleagues" not in learnlog("search", "postgres locks").err


def test_a_hub_that_was_never_pulled_has_nobody(learnlog, team, on_terminal, home):
    team()
    git(home, "init", "--quiet", "--bare", "other.git")
    learnlog("hub", "add", "other", "other.git")
    assert len(people(learnlog, "coffee")) >= 1
