"""Hubs with rules: those of the hub, and those that the person has for it."""

import json
import re

import pytest

from learnlog.hub.layout import made_up_address
from support import git


@pytest.fixture
def remote(home):
    """The folder of a hub that is empty."""
    git(home, "init", "--quiet", "--bare", "-b", "main", "lessons.git")
    return home / "lessons.git"


def write_about(remote, home, text):
    """A colleague pushes another learnlog-hub.yaml."""
    git(home, "clone", "--quiet", str(remote), "keeper")
    (home / "keeper/learnlog-hub.yaml").write_text(text)
    git(home / "keeper", "add", "--all")
    git(home / "keeper", "commit", "--quiet", "--message", "rules")
    git(home / "keeper", "push", "--quiet", "origin", "HEAD:main")


def plan(learnlog, *words, status=0):
    """Title → lesson of the plan that `publish` shows."""
    shown = json.loads(learnlog("publish", *words, "--dry-run", "--json", status=status).out)["lessons"]
    return {lesson["title"]: lesson for lesson in shown}


def test_add_takes_rules_and_set_changes_them(learnlog, remote):
    learnlog(
        "hub", "add", "team", "lessons.git", "--license", "mit", "--kinds", "lesson,story", "--read-only"
    )
    assert learnlog("hub", "set", "team", "kinds=", "query=tag:git").out == (
        "team  read-only; your license MIT; your query tag:git\n"
    )
    shown = json.loads(learnlog("hub", "show", "--json").out)
    assert [shown[key] for key in ("license", "kinds", "query", "read_only")] == ["MIT", [], "tag:git", True]


def test_rules_that_do_not_fit_add_no_hub(learnlog, remote):
    err = learnlog("hub", "add", "team", "lessons.git", "--license", "CC-BY", status=3).err
    assert "the nearest is CC-BY-4.0" in err
    assert json.loads(learnlog("hub", "list", "--json").out)["total"] == 0


def test_who_makes_a_hub_gives_it_their_license(learnlog, remote):
    learnlog("hub", "add", "team", "lessons.git", "--license", "CC-BY-4.0", "--create")
    learnlog("add", "Lesson. It works")
    learnlog("publish", "@last", "--yes")
    assert "license: CC-BY-4.0" in git(remote, "show", "HEAD:learnlog-hub.yaml")


def test_what_a_hub_says_of_itself_is_shown_and_harmless(learnlog, remote, home):
    about = (
        'format: 1\nname: "T\\e[31m"\nlicense: nobody\nkinds: [lesson]\ntaxonomy: [{prefLabel: "g\\u202e"}]\n'
    )
    write_about(remote, home, about)
    added = learnlog("hub", "add", "team", "lessons.git")
    assert "the hub says: kinds lesson, 1 tag" in added.err
    assert "SPDX knows no license nobody" in added.err
    shown = learnlog("hub", "show")
    assert "T⟦U+001B⟧[31m" in shown.out
    assert "\x1b" not in shown.out + added.err + learnlog("hub", "list").out
    assert "\u202e" not in shown.out


def test_a_hub_whose_file_is_broken_is_listed_all_the_same(learnlog, remote, home):
    learnlog("hub", "add", "team", "lessons.git")
    clone = learnlog.home / ".local/share/learnlog/hubs/team/.git"
    write_about(remote, home, "format: [")
    git(clone, "fetch", "--quiet", str(remote), "+main:main")
    listed = learnlog("hub", "list")
    assert listed.out.startswith("team\t0\t")
    assert listed.err.startswith("team: learnlog-hub.yaml: line")


def test_an_empty_hub_that_is_only_read_does_not_wait_for_ones_own_lessons(home, learnlog):
    git(home, "init", "--quiet", "--bare", "empty.git")
    said = learnlog("hub", "add", "other", "empty.git", "--read-only").err
    assert said == "it is empty, and no hub before somebody else publishes there\n"


def test_nothing_goes_to_a_read_only_hub(learnlog, remote):
    learnlog("hub", "add", "team", "lessons.git")
    learnlog("add", "Lesson. It works")
    learnlog("publish", "@last", "--yes")
    learnlog("hub", "set", "team", "read-only=true")
    before = git(remote, "rev-parse", "main")
    for words in (["publish", "@last"], ["publish", "@last", "--dry-run"], ["retract", "@last"]):
        err = learnlog(*words, *(["--yes"] if "--dry-run" not in words else []), status=4).err
        assert "the hub team is read-only for you" in err
        assert "learnlog hub set team read-only=false" in err
    assert git(remote, "rev-parse", "main") == before
    learnlog("hub", "pull")
    learnlog("set", "@last", "status=proven")
    status = learnlog("status")
    assert "changed since" in status.out
    assert "to publish them" not in status.err


def test_nothing_is_said_in_a_read_only_hub(learnlog, remote, bo):
    learnlog("hub", "add", "team", "lessons.git")
    bo("add", "Undo a commit. It works")
    bo("publish", "@last", "--yes")
    learnlog("hub", "pull")
    learnlog("hub", "set", "team", "read-only=true")
    learnlog("list")
    for words in (
        ["reply", "1", "thanks"],
        ["ask", "--about", "1", "why"],
        ["ask", "x", "--to", "team"],
    ):
        assert "the hub team is read-only for you" in learnlog(*words, "--yes", status=4).err
    assert learnlog("hub", "pull").out == "team: nothing new\n"
    assert learnlog("list", "--in", "mine", status=1).out == ""


def test_what_waits_for_a_hub_waits_on_while_it_is_read_only(learnlog, remote, home):
    learnlog("hub", "add", "team", "lessons.git")
    learnlog("add", "Undo a commit. It works")
    learnlog("publish", "@last", "--yes")
    remote.rename(home / "away.git")
    learnlog("reply", "@last", "one more thing", "--yes")
    (home / "away.git").rename(remote)
    learnlog("hub", "set", "team", "read-only=true")
    assert learnlog("hub", "pull").out == "team: nothing new\n"
    learnlog("hub", "set", "team", "read-only=false")
    assert "1 of yours sent" in learnlog("hub", "pull").out


def test_of_two_hubs_the_one_that_is_not_read_only_is_meant(learnlog, remote, home):
    git(home, "init", "--quiet", "--bare", "-b", "main", "public.git")
    learnlog("hub", "add", "public", "public.git", "--read-only")
    learnlog("hub", "add", "team", "lessons.git")
    learnlog("add", "Lesson. It works")
    assert "to team" in learnlog("publish", "@last", "--dry-run").out


def test_publish_offers_what_the_query_for_the_hub_finds(learnlog, remote):
    learnlog("hub", "add", "team", "lessons.git", "--query", "tag:git")
    learnlog("add", "About git. It works", "-t", "git")
    learnlog("add", "Proven. It works")
    learnlog("set", "@last", "status=proven")
    assert list(plan(learnlog)) == ["About git"]
    learnlog("hub", "set", "team", "query=tag:none")
    assert "your query finds: tag:none" in learnlog("publish").err
    learnlog("hub", "set", "team", "query=")
    assert list(plan(learnlog)) == ["Proven"]


def test_every_word_of_the_query_for_a_hub_is_required(learnlog, remote):
    learnlog("hub", "add", "team", "lessons.git", "--query", "git works")
    learnlog("add", "About git. It works")
    learnlog("add", "About cooking. It works")
    assert list(plan(learnlog)) == ["About git"]


def test_kinds_that_either_side_does_not_let_go_are_held(learnlog, remote, home):
    write_about(remote, home, "format: 1\nkinds: [lesson, note]\n")
    learnlog("hub", "add", "team", "lessons.git", "--kinds", "lesson,story")
    for kind in ("lesson", "note", "story"):
        learnlog("add", f"A {kind}. It works", "-k", kind)
    learnlog("publish", "--query", "works", "--yes", status=4)
    lessons = git(remote, "ls-tree", "-r", "--name-only", "main", "lessons").split()
    assert [path.split("-", 2)[-1] for path in lessons] == ["a-lesson.md"]


def test_a_license_that_contradicts_is_held_and_a_fitting_one_published(learnlog, remote, home):
    write_about(remote, home, "format: 1\nlicense: CC-BY-4.0\nlicense-code: MIT\n")
    learnlog("hub", "add", "team", "lessons.git")
    for license_ in ("GPL-3.0-only", "mit", ""):
        learnlog("add", f"Under {license_ or 'none'}. It works")
        learnlog("set", "@last", f"license={license_}")
    found = plan(learnlog, "--query", "works", status=4)
    assert found["Under GPL-3.0-only"]["reason"].startswith("its license is GPL-3.0-only, and the hub's is")
    assert "license: MIT\n" in next(iter(found["Under mit"]["files"].values()))
    assert "license: CC-BY-4.0 AND MIT\n" in next(iter(found["Under none"]["files"].values()))


def test_a_license_of_ones_own_that_does_not_fit_is_told_at_once(learnlog, remote, home):
    write_about(remote, home, "format: 1\nlicense: MIT\n")
    added = learnlog("hub", "add", "team", "lessons.git", "--license", "GPL-3.0-only")
    assert "your license GPL-3.0-only asks for more than the hub's, MIT: lessons are held" in added.err
    assert "asks for more" not in learnlog("hub", "set", "team", "license=").err


def test_a_license_that_was_written_by_hand_and_is_none_is_told(learnlog, remote):
    learnlog("hub", "add", "team", "lessons.git")
    settings = learnlog.home / ".config/learnlog/config.yaml"
    settings.write_text(settings.read_text() + "    license: all mine\n")
    assert "your license for it is not one: SPDX knows no license all mine" in learnlog("hub", "list").err
    learnlog("add", "Lesson. It works")
    (lesson,) = plan(learnlog, "@last", status=4).values()
    assert lesson["reason"].startswith("your license for team is not one")


def test_a_hub_is_not_made_where_nothing_may_be_pushed(learnlog, remote):
    learnlog("hub", "add", "team", "lessons.git", "--create", "--read-only", status=2)


def test_a_tag_is_published_as_the_hub_writes_it(learnlog, remote, home):
    write_about(remote, home, "format: 1\ntaxonomy: [{prefLabel: git, altLabel: vcs}]\n")
    learnlog("hub", "add", "team", "lessons.git")
    learnlog("add", "Lesson. It works", "-t", "vcs", "-t", "gti")
    shown = learnlog("publish", "@last", "--yes").out
    assert "  note: the tag vcs is git in this hub\n" in shown
    assert "  note: the tag gti is none of the hub's; the nearest is git\n" in shown
    assert "  +tags: [git, gti]\n" in shown
    assert "vcs,gti" in learnlog("list", "--in", "mine").out


def test_what_a_hub_calls_otherwise_is_found(learnlog, remote, home):
    about = (
        "format: 1\ntaxonomy: [{prefLabel: quux, altLabel: frobnicate, broader: gizmo}, {prefLabel: gizmo}]\n"
    )
    write_about(remote, home, about)
    learnlog("hub", "add", "team", "lessons.git")
    learnlog("add", "Lesson. It works", "-t", "quux")
    for word in ("frobnicate", "gizmo"):
        assert "Lesson" in learnlog("search", word).out
    learnlog("hub", "remove", "team")
    learnlog("search", "frobnicate", status=1)


def test_a_kind_that_learnlog_does_not_have_is_told(learnlog, remote):
    told = learnlog("hub", "add", "team", "lessons.git", "--kinds", "lesson,foo").err
    assert "team: learnlog has no kind foo; it has lesson, note, question" in told
    assert "no kind" not in learnlog("hub", "set", "team", "kinds=lesson").err


def test_an_address_made_up_of_any_name_is_plain_ascii():
    made = [made_up_address(name) for name in ("Ben Ödegård", "李雷", "李明", "Ann Lee")]
    assert made[0].startswith("ben-odegard-")
    assert made[3] == "ann-lee@learnlog.invalid"
    assert all(re.fullmatch(r"[a-z0-9-]{1,64}@learnlog\.invalid", address) for address in made)
    assert len(set(made)) == len(made)
