"""Every command that reads hubs, on a hub that means harm: nothing acts, nothing runs, nothing gets out."""

import json
import os
import random
import re
import stat
import unicodedata
from dataclasses import replace
from importlib import import_module

import pytest

import hostile_hub
from learnlog.cli.clean import visible
from learnlog.cli.render import Renderer
from learnlog.config import HubSettings
from learnlog.errors import RemoteFailed, Unusable
from learnlog.hub import Hub, events, exchange
from learnlog.hub.exchange import Line
from learnlog.refs import Located
from learnlog.search import Found
from learnlog.store import Store
from support import git

OWN_COLORS = re.compile(r"\x1b\[[0-9;]*m")
EVIL = """
[filter "evil"]
    smudge = touch ~/ran
    clean = touch ~/ran
    required = true
[filter "lfs"]
    smudge = touch ~/ran
    process = touch ~/ran
[diff "evil"]
    textconv = touch ~/ran
    command = touch ~/ran
[merge "evil"]
    driver = touch ~/ran
[core]
    hooksPath = ~/hooks
[submodule]
    recurse = true
[push]
    recurseSubmodules = on-demand
"""
OWN = "own0wn0wn0"  # stands for the id of one's own lesson
COMMANDS = [
    ["search", "push"],
    ["search", "push", "--full"],
    ["search", "push", "--paths"],
    ["search", "push", "--in", "team", "-n", "400"],
    ["search", "author:eve", "-n", "50"],
    ["search", "-o", "push"],
    ["list", "-n", "1000"],
    ["list", "--in", "team", "--full", "-n", "1000"],
    ["show", "f00f00f00f"],
    ["show", "f00f00f00f", "c028cccccc", "r155cccccc"],
    ["related", "f00f00f00f"],
    ["related", "@last"],
    ["who", "push"],
    ["brief", "push"],
    ["hub", "log", "-n", "500"],
    ["hub", "log", "--stale"],
    ["hub", "show", "team"],
    ["hub", "set", "team", "query=tag:git"],
    ["hub", "list"],
    ["hub", "pull"],
    ["status"],
    ["tags"],
    ["publish", "@last", "--dry-run"],
    ["open", "f00f00f00f"],
    ["show", "fa11f"],
    ["show", "--diff", "f00f00f00f"],
    ["show", "--diff", "99", "f00f00f00f"],
    ["show", "--diff", "2", "c031cccccc"],
    ["helped", "f00f00f00f", "push"],
    ["helped", "f00f00f00f", "push", "--yes"],
    ["reply", "fa11fa11fa", "push", "--yes"],
    ["suggestions"],
    ["suggestions", "@last"],
    ["suggest", "fa11fa11fa", "--yes"],
    ["suggest", "f00f00f00f", "--yes"],
    ["accept", "@last"],
    ["helped", "f00f00f00f", "--outdated", "--yes"],
    ["reply", "f00f00f00f", "push", "--yes"],
    ["ask", "--to", "team", "--yes", "how", "to", "push?"],
    ["answer", "f00f00f00f", "push", "it"],
    ["answer", "--to", "team", "--yes", "f00f00f00f", "push", "it", "again"],
    ["bundle", "--query", "push", "-o", "learnlog/own.html", "--yes"],
    ["bundle", "f00f00f00f", "fa11fa11fa", "-o", "learnlog/theirs.html", "--yes"],
    ["publish", "f00f00f00f", "--dry-run"],
    ["retract", "f00f00f00f", "--yes"],
    ["edit", "f00f00f00f"],
    ["history", "f00f00f00f"],
    ["add", "push push push safely"],
    ["publish", OWN, "--to", "team", "--yes"],
    ["suggestions", OWN],
    ["accept", OWN],
    ["accept", OWN, "--from", "eve"],
    ["show", OWN],
    ["show", "--diff", OWN],
    ["status"],
    ["helped", OWN, "--no", "push", "--yes"],
    ["retract", OWN, "--yes"],
    ["reindex"],
    ["-v", "show", "eeee-no-such"],
]
WITH_JSON = [
    words
    for words in COMMANDS
    if words[0] in {"search", "list", "show", "who", "hub", "status", "suggestions", "brief"}
]


@pytest.fixture
def remote(home):
    """A hub with all that is hostile; programs that git would run, had it a way to, are set up."""
    git(home, "init", "--quiet", "--bare", "-b", "main", "evil.git")
    with (home / ".gitconfig").open("a") as config:
        config.write(EVIL)
    (home / "hooks").mkdir()
    for name in "post-checkout post-merge pre-push post-index-change post-rewrite pre-auto-gc".split():
        (home / "hooks" / name).write_text(f"#!/bin/sh\necho {name} $(ps -o args= -p $PPID) >> ~/ran\n")
        (home / "hooks" / name).chmod(0o755)
    return home / "evil.git"


@pytest.fixture
def team(home, learnlog, remote):
    """The person's journal, and the hostile hub that was added to it."""
    own = json.loads(learnlog("add", "How I push. Safely.", "-t", "git", "--json").out)["id"]
    hostile_hub.commit(remote, hostile_hub.files(own), f"push {hostile_hub.HARM}\n\nhint: run this\n")
    gone = hostile_hub.files(own)
    del gone["lessons/eve/c027.md"]
    hostile_hub.commit(remote, gone, hostile_hub.HARM, "Eve\x1b[2J")
    learnlog("hub", "add", "team", "evil.git")
    return own


def with_own(own, commands=COMMANDS):
    """The commands, for the lesson of that id."""
    return [[own if word == OWN else word for word in words] for words in commands]


def acting(text):
    """The characters of a text that could do something to a terminal, or to who reads it."""
    harmless = OWN_COLORS.sub("", text).replace("\r\n", "\n")
    controls = {
        each for each in harmless if unicodedata.category(each) in {"Cc", "Cs"} and each not in "\t\n"
    }
    return controls | ({each for each in harmless if visible(each) != each})


def test_no_command_lets_a_character_act(learnlog, team):
    for words in with_own(team):
        result = learnlog(*words, status=None, EDITOR="true", CLICOLOR_FORCE="1")
        assert (words, acting(result.said)) == (words, set())
        assert (words, "should not have happened" in result.said) == (words, False)
        assert result.status in {0, 1, 3, 4}


def test_no_json_lets_a_character_act(learnlog, team):
    for words in with_own(team, WITH_JSON):
        result = learnlog(*words, "--json", status=None) if "--paths" not in words else learnlog(*words)
        assert (words, acting(result.said)) == (words, set())
        assert "--paths" in words or result.status or json.loads(result.out)


@pytest.mark.parametrize("what", ["show ", "list -t ", "list -k ", "list -p ", "list --in ", "hub pull "])
def test_what_is_offered_at_tab_does_not_act(learnlog, team, what):
    learnlog("tags")  # until there is an index, nothing of entries is offered
    words = f"learnlog {what}"
    offered = learnlog(_LEARNLOG_COMPLETE="fish_complete", COMP_WORDS=words, COMP_CWORD="").out
    assert acting(offered) == set()
    assert offered.count("\n") <= 51


def test_nothing_is_run_written_elsewhere_or_kept_as_a_link(learnlog, team, home, remote):
    before = elsewhere(home)
    for words in with_own(team):
        learnlog(*words, status=None, EDITOR="true")
    learnlog("publish", "@last", "--yes")
    learnlog("retract", team, "--yes", status=None)
    learnlog("hub", "pull")
    assert not (home / "ran").exists(), (home / "ran").read_text()
    assert elsewhere(home) == before
    kept = [path for path in (home / ".local/share/learnlog/hubs").rglob("*") if not path.is_dir()]
    assert {stat.S_IFMT(path.lstat().st_mode) for path in kept} == {stat.S_IFREG}
    assert not [
        path for path in kept if os.access(path, os.X_OK) and "/.git/" not in str(path) and os.getuid()
    ]
    assert {path.suffix for path in kept if "/files/" in str(path)} == {".md", ".retracted"}


def elsewhere(home):
    """Every file but those of the journal, the hub's remote, and what learnlog derives."""
    ours = ("learnlog/", ".cache/", ".local/", ".config/", "evil.git/")
    names = (path.relative_to(home).as_posix() for path in home.rglob("*") if not path.is_dir())
    return {name for name in names if not name.startswith(ours)}


def test_only_harmless_names_become_files(learnlog, team, home):
    files = home / ".local/share/learnlog/hubs/team/files"
    names = sorted(path.relative_to(files).as_posix() for path in files.rglob("*.md"))
    odd = [name for name in names if not re.fullmatch(r"(bob|eve|mallory)/[a-z0-9-]+\.md", name)]
    assert odd == ["Eve/x.md", "eve/$(touch ran).md", "eve/GOOD.md", "eve/`touch ran`.md", "eve/c\u0327.md"]


def test_who_calls_themselves_by_another_ones_name_is_told_from_them(learnlog, team):
    people = json.loads(learnlog("who", "sourdough", "--json").out)["people"]
    assert {person["author"]: person["name"] for person in people}["mallory"] == "Bob (mallory)"
    learnlog("publish", "@last", "--yes")
    people = json.loads(learnlog("who", "push", "--json").out)["people"]
    assert people[0]["name"] == "Ann Lee (eve)"


def test_what_the_log_lists_can_be_shown(learnlog, team):
    events = json.loads(learnlog("hub", "log", "-n", "1000", "--json").out)["events"]
    there = {event["id"]: event["path"] for event in events if event["what"] != "retracted"}
    known = json.loads(learnlog("list", "--in", "team", "-n", "2000", "--json").out)["entries"]
    assert len(there) > 100
    assert {path for lesson, path in there.items() if lesson not in {each["id"] for each in known}} == {
        "lessons/eve/c027.md"  # it was taken back since
    }


@pytest.mark.parametrize("on_terminal", [False, True])
def test_nothing_long_fills_the_screen(learnlog, team, monkeypatch, on_terminal):
    monkeypatch.setattr("learnlog.cli.output.Output.on_terminal", property(lambda output: on_terminal))
    pages = []
    monkeypatch.setattr("subprocess.run", paging(pages))
    for words in [
        ["show", "l0ng"],
        ["list", "-t", "tag-7"],
        ["search", "tag:tag-7"],
        ["reply", "l0ng", "thanks", "--yes"],
    ]:
        pages.clear()
        said = learnlog(*words, PAGER="page").out + "".join(pages)
        assert "…" in said
        assert (words, len(said) < 1_500) == (words, True)
    pages.clear()
    log = learnlog("hub", "log", "-n", "500", PAGER="page").out + "".join(pages)
    assert max(map(len, log.splitlines())) < 1_500


def test_json_keeps_what_is_long_whole(learnlog, team):
    lesson = json.loads(learnlog("show", "l0ng", "--json").out)
    assert len(lesson["title"]) > 5_000
    assert len(lesson["tags"]) == 2_000


def test_a_lesson_with_the_id_of_ones_own_does_not_take_its_place(learnlog, team, remote):
    files = hostile_hub.files(team)
    files["lessons/eve/own.md"] = hostile_hub.lesson(team, title="Not what you wrote")
    hostile_hub.commit(remote, files)
    learnlog("hub", "pull")
    learnlog("tag", team, "+mine")
    assert "How I push" in learnlog("show", team, status=None).said


def test_on_a_terminal_nothing_acts_either(learnlog, team, monkeypatch):
    monkeypatch.setattr("learnlog.cli.output.Output.on_terminal", property(lambda output: True))
    pages = []
    monkeypatch.setattr("subprocess.run", paging(pages))
    for words in [
        *with_own(team),
        *(["show", "--raw", name] for name in ("f00f00f00f", "c007cccccc", "r155cccccc")),
    ]:
        pages.clear()
        result = learnlog(*words, status=None, EDITOR="true", CLICOLOR_FORCE="1", PAGER="page")
        assert (words, acting("".join([result.said, *pages]))) == (words, set())


def paging(pages):
    """`subprocess.run`, with a pager that keeps what it is to show."""
    run = hostile_hub.subprocess.run

    def running(words, **how):
        if words != ["page"]:
            return run(words, **how)
        return pages.append(how["input"].decode())

    return running


def test_the_picker_lets_nothing_act(learnlog, team, home):
    paths = learnlog("search", "push", "--in", "team", "--paths", "-n", "400").out.splitlines()
    assert len(paths) > 100
    store = Store(home / ".local/share/learnlog/hubs/team/files", hub="team")
    for opened in (store.open(path.split("/files/")[1]) for path in paths):
        located = Located(store, opened)
        renderer = Renderer(80, color=True)
        row = renderer.choice(Found(located.card, 1, 1.0), 3)
        seen = renderer.preview(located, {"push": 1.0})
        assert (opened.entry.path, acting("\n".join([row, *seen.head, *seen.body]))) == (
            opened.entry.path,
            set(),
        )


@pytest.fixture
def line():
    return Line(20, lambda _seconds: None, random.Random(1))


@pytest.fixture
def hub(home, remote):
    return Hub("team", HubSettings(str(remote), "Ann Lee", "a@learnlog.invalid"), home / "hubs/team")


ABOUT = {"learnlog-hub.yaml": b"format: 1\nname: Team\n"}
LOOKALIKES = [
    ".git",
    ".GIT",
    ".Git",
    "git~1",
    ".git ",
    ".git...",
    ".g\u200cit",
    ".git::$INDEX_ALLOCATION",
    "..",
    ".",
]


@pytest.mark.parametrize("name", LOOKALIKES)
def test_a_folder_that_a_file_system_would_take_for_gits_own_is_refused(hub, line, remote, name):
    hostile_hub.commit(remote, {**ABOUT, f"{name}/hooks/post-checkout": hostile_hub.Program(b"x")})
    with pytest.raises(RemoteFailed, match="damaged, or git refuses it"):
        exchange.add(hub, line)
    assert not hub.root.exists()


def test_modules_as_a_link_are_refused(hub, line, remote):
    hostile_hub.commit(remote, {**ABOUT, ".gitmodules": hostile_hub.Link(b"/etc/passwd")})
    with pytest.raises(RemoteFailed, match="damaged, or git refuses it"):
        exchange.add(hub, line)


def test_20001_files_are_refused(hub, line, remote):
    hostile_hub.many_files(remote, 20_001)
    with pytest.raises(Unusable, match="20002 files; more than 20000 are refused"):
        exchange.add(hub, line)
    assert not hub.root.exists()


def test_folders_without_an_end_are_refused_although_they_hold_no_file(hub, line, remote):
    hostile_hub.folders_in_folders(remote)
    with pytest.raises(Unusable, match="says more than 16000000 bytes"):
        exchange.add(hub, line)


def test_what_a_refused_pull_brought_is_deleted(hub, line, remote):
    hostile_hub.commit(remote, ABOUT)
    exchange.add(hub, line)
    before = objects(hub)
    hostile_hub.many_files(remote, 20_001)
    with pytest.raises(Unusable):
        exchange.pull(hub, line)
    assert objects(hub) == before


def objects(hub):
    """The names of all objects in the clone."""
    return set(git(hub.root, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split())


def test_a_commit_with_an_endless_message_is_refused_and_the_hub_stays_readable(hub, line, remote):
    tree = hostile_hub.commit(remote, {**ABOUT, "lessons/bo/a.md": b"x"})
    made = git(remote, "commit-tree", "-p", "HEAD", "-F", "-", tree, given=b"x" * 17_000_000)
    hostile_hub.point_at(remote, made)
    hostile_hub.commit(remote, {**ABOUT, "lessons/bo/a.md": b"y"})
    exchange.add(hub, line)
    assert len(events(hub, 5)) == 2


def test_a_past_that_says_more_than_fits_in_memory_is_not_read(hub, line, remote):
    tree = hostile_hub.commit(remote, {**ABOUT, "lessons/bo/a.md": b"x"})
    hostile_hub.point_at(remote, git(remote, "commit-tree", "-F", "-", tree, given=b"x" * 17_000_000))
    exchange.add(hub, line)
    with pytest.raises(Unusable, match="says more than 16000000 bytes"):
        events(hub, 5)


def test_a_lesson_of_the_past_that_is_too_large_is_not_read(hub, line, remote):
    hostile_hub.commit(remote, {**ABOUT, "lessons/bo/a.md": b"# Huge\n" + b"x" * 6_000_000})
    hostile_hub.commit(remote, {**ABOUT, "lessons/bo/a.md": b"# Small\n"})
    exchange.add(hub, line)
    assert [event.title for event in events(hub, 5)] == ["Small"]


def test_folders_without_an_end_in_the_past_are_given_up(hub, line, remote, monkeypatch):
    hostile_hub.commit(remote, ABOUT)
    first = git(remote, "rev-parse", "HEAD")
    hostile_hub.folders_in_folders(remote)
    endless = git(remote, "rev-parse", "HEAD^{tree}")
    second = git(remote, "commit-tree", "-p", first, "-m", "x", endless)
    hostile_hub.point_at(remote, second)
    hostile_hub.commit(remote, {**ABOUT, "lessons/bo/a.md": b"# Good\n"})
    exchange.add(hub, line)
    monkeypatch.setattr(import_module("learnlog.hub.versions"), "_SECONDS", 0.5)
    with pytest.raises(Unusable, match="takes more than"):
        events(hub, 5)


def test_an_address_in_the_settings_is_looked_at_before_git_sees_it(hub, line):
    for url in (
        "--upload-pack=touch ran",
        "ext::sh -c 'touch ran'",
        "ssh://-oProxyCommand=x/y",
        "http://h/x",
    ):
        with pytest.raises(Unusable):
            line.to(replace(hub, settings=hub.settings._replace(url=url)))


def test_many_pulls_do_not_scatter_the_clone(hub, line, remote, monkeypatch):
    monkeypatch.setattr("learnlog.repository.tidying._MOST_FILES", 3)
    hostile_hub.commit(remote, ABOUT)
    exchange.add(hub, line)
    for number in range(6):
        hostile_hub.commit(remote, {**ABOUT, f"lessons/bo/{number}.md": b"x"})
        exchange.pull(hub, line)
    assert len(list((hub.root / ".git/objects/pack").glob("*.pack"))) <= 4
    git(hub.root, "fsck", "--strict")
