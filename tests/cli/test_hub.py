import json

import pytest

from support import Runner, environment, git


@pytest.fixture
def remote(home):
    git(home, "init", "--quiet", "--bare", "-b", "main", "lessons.git")
    return home / "lessons.git"


@pytest.fixture
def bob(tmp_path, remote):
    """A colleague who has published one lesson."""
    (tmp_path / "bob").mkdir()
    settings = environment(tmp_path / "bob", "Bob Ray")
    runner = Runner(tmp_path / "bob", seed=2)

    def run(*words):
        return runner(*words, **settings)

    run("add", "Lesson of Bob. It works")
    run("hub", "add", "team", str(remote))
    run("publish", "@last", "--yes")
    return run


def test_add_tells_whose_name_the_commits_carry(learnlog, remote):
    result = learnlog("hub", "add", "team", "lessons.git")
    assert result.out == "added team  0 lessons\n"
    assert "it is empty; the first lesson published makes it a hub called lessons" in result.err
    assert "Ann Lee <ann-lee@learnlog.invalid>" in result.err
    assert "private.example" not in learnlog.home.joinpath(".config/learnlog/config.yaml").read_text()


def test_add_takes_another_name_and_address(learnlog, remote):
    learnlog("hub", "add", "team", "lessons.git", "--author", "A. Nonym", "--address", "a@example.org")
    learnlog("add", "Lesson. It works")
    learnlog("publish", "@last", "--yes")
    assert git(remote, "log", "--format=%an <%ae> %cn <%ce>") == " ".join(["A. Nonym <a@example.org>"] * 2)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["mine", "lessons.git"], 3, "not allowed as a hub's name"),
        (["team", "gone.git"], 5, "there is no git repository"),
        (["team", "ext::sh -c x"], 3, "not an address"),
        (["team", "lessons.git", "--address", "nobody"], 3, "not a mail address"),
        (["team", "lessons.git", "--author", "!!!"], 3, "cannot be an author's name"),
    ],
)
def test_add_that_fails_keeps_nothing(learnlog, remote, words, status, said):
    assert said in learnlog("hub", "add", *words, status=status).err
    assert json.loads(learnlog("hub", "list", "--json").out) == {"total": 0, "hubs": []}
    assert not (learnlog.home / ".local/share/learnlog/hubs/team").exists()


def test_add_does_not_replace_a_hub(learnlog, remote):
    learnlog("hub", "add", "team", "lessons.git")
    assert "there is a hub team already" in learnlog("hub", "add", "team", "lessons.git", status=4).err


def test_add_of_a_repository_that_is_no_hub(learnlog, remote, home):
    git(home, "clone", "--quiet", "lessons.git", "work")
    (home / "work" / "main.py").write_text("print()\n")
    git(home / "work", "add", "--all")
    git(home / "work", "commit", "--quiet", "--message", "code")
    git(home / "work", "push", "--quiet", "origin", "HEAD:main")
    assert "--create" in learnlog("hub", "add", "team", "lessons.git", status=3).err
    learnlog("hub", "add", "team", "lessons.git", "--create")
    assert git(remote, "ls-tree", "--name-only", "HEAD").split() == [
        "README.md",
        "learnlog-hub.yaml",
        "main.py",
    ]


@pytest.mark.parametrize("option", [[], ["--create"]])
def test_a_new_hub_is_not_called_what_must_not_be_told(learnlog, home, option):
    git(home, "init", "--quiet", "--bare", "-b", "main", "acme-lessons.git")
    learnlog("config", "set", "publish.never", "Acme")
    added = learnlog("hub", "add", "team", "acme-lessons.git", *option).err
    assert option or "makes it a hub called hub\n" in added
    learnlog("add", "A lesson")
    learnlog("publish", "@last", "--yes")
    assert git(home / "acme-lessons.git", "show", "main:learnlog-hub.yaml") == "format: 1\nname: hub"
    assert "acme" not in git(home / "acme-lessons.git", "show", "main:README.md").lower()


def test_add_notices_another_of_the_same_name(learnlog, bob):
    err = learnlog("hub", "add", "team", "lessons.git", "--author", "Bob Ray").err
    assert "1 lesson of an author called bob-ray is there already" in err


def test_pull_makes_lessons_part_of_list(learnlog, remote, bob):
    learnlog("hub", "add", "team", "lessons.git")
    another = json.loads(bob("add", "Another of Bob. It works too", "--json").out)
    bob("publish", another["id"], "--yes")
    assert learnlog("hub", "pull").out == "team: 1 new\n"
    entries = json.loads(learnlog("list", "--in", "team", "--json").out)["entries"]
    assert {(entry["hub"], entry["author"]) for entry in entries} == {("team", "Bob Ray")}


def test_pull_of_one_that_is_away_does_not_stop_the_others(learnlog, remote, home):
    git(home, "init", "--quiet", "--bare", "other.git")
    learnlog("hub", "add", "away", "other.git")
    learnlog("hub", "add", "team", "lessons.git")
    (home / "other.git").rename(home / "moved.git")
    result = learnlog("hub", "pull", status=5)
    assert result.out == "team: nothing new\n"
    assert "away: there is no git repository" in result.err
    hubs = json.loads(learnlog("hub", "pull", "--json", status=5).out)["hubs"]
    assert [(hub["name"], hub["error"] is None) for hub in hubs] == [("away", False), ("team", True)]


def test_pull_without_a_hub(learnlog):
    assert "there is no hub yet" in learnlog("hub", "pull", status=1).err
    assert "there is no hub nope" in learnlog("hub", "pull", "nope", status=3).err


def test_list_names_what_scripts_need(learnlog, bob):
    learnlog("hub", "add", "team", "lessons.git")
    hub = json.loads(learnlog("hub", "list", "--json").out)["hubs"][0]
    keys = "name url author address path lessons pulled license kinds query read_only says notes".split()
    assert list(hub) == keys
    assert (hub["name"], hub["lessons"]) == ("team", 1)
    row = learnlog("hub", "list").out.rstrip("\n").split("\t")
    assert row[:2] == ["team", "1"]
    assert row[4] == "Ann Lee <ann-lee@learnlog.invalid>"


def test_remove_forgets_the_hub_and_leaves_the_remote(learnlog, remote, bob):
    learnlog("hub", "add", "team", "lessons.git")
    before = git(remote, "rev-parse", "HEAD")
    assert "stays as it is" in learnlog("hub", "remove", "team").err
    assert learnlog("hub", "list").out == ""
    assert list((learnlog.home / ".local/share/learnlog/hubs").iterdir()) == []
    assert git(remote, "rev-parse", "HEAD") == before
