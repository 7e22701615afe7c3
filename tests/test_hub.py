import random
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.errors import Refused, RemoteFailed, Unusable
from learnlog.hub import Difference, Hub, Outgoing, Tree, events, exchange, layout, readme
from learnlog.hub.about import About, about_text, read_about
from learnlog.hub.exchange import Line
from learnlog.hub.readme import Listed
from learnlog.hubsettings import HubSettings
from support import git

NOW = datetime(2026, 11, 23, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
ABOUT = b"format: 1\nname: Team\nlicense: CC-BY-4.0\n"
LESSON = "---\nid: {id}\ntitle: {title}\ntags: [git]\nrevision: 1\n---\nbody\n"


@pytest.fixture
def line():
    return Line(20, lambda _seconds: None, random.Random(1))


@pytest.fixture
def remote(home):
    git(home, "init", "--quiet", "--bare", "-b", "main", "remote.git")
    return home / "remote.git"


@pytest.fixture
def hub(home, remote):
    return Hub(
        "team", HubSettings(str(remote), "Ann Lee", "ann-lee@learnlog.invalid"), home / "hubs" / "team"
    )


@pytest.fixture
def added(hub, line, remote):
    put(remote, {layout.ABOUT: ABOUT})
    exchange.add(hub, line)
    return hub


def put(remote, files, message="change"):
    """Commit `files` (mode 100644, or as given: (mode, bytes)) as somebody else would; no rule is kept to."""
    lines = []
    for path, given_data in files.items():
        mode, data = given_data if isinstance(given_data, tuple) else ("100644", given_data)
        name = data.decode() if mode == "160000" else git(remote, "hash-object", "-w", "--stdin", given=data)
        lines.append(f"{mode} {name}\t{path}\0")
    git(remote, "read-tree", "HEAD") if git(remote, "for-each-ref") else git(remote, "read-tree", "--empty")
    git(remote, "update-index", "-z", "--index-info", given="".join(lines).encode())
    tree = git(remote, "write-tree")
    parents = ["-p", "HEAD"] if git(remote, "for-each-ref") else []
    commit = git(remote, "commit-tree", *parents, "-m", message, tree)
    git(remote, "update-ref", "refs/heads/main", commit)


def lesson(entry_id, title="A title"):
    return LESSON.format(id=entry_id, title=title).encode()


def exported(hub):
    return sorted(path.relative_to(hub.files).as_posix() for path in hub.files.rglob("*") if path.is_file())


def files_of(remote):
    return git(remote, "ls-tree", "-r", "--name-only", "HEAD").split("\n")


def test_an_empty_remote_can_be_added(hub, line):
    assert exchange.add(hub, line).commit is None
    assert exchange.pull(hub, line) == Difference()


def test_a_repository_that_is_no_hub_leaves_nothing_behind(hub, line, remote):
    put(remote, {"main.py": b"print()\n"})
    with pytest.raises(Unusable, match="not a hub"):
        exchange.add(hub, line)
    assert list(hub.root.parent.iterdir()) == [hub.lock]


def test_a_repository_is_made_a_hub_when_asked_to(hub, line, remote):
    put(remote, {"main.py": b"print()\n"})
    exchange.add(hub, line, make_hub=NOW)
    assert files_of(remote) == ["README.md", "learnlog-hub.yaml", "main.py"]
    assert git(remote, "show", "HEAD:learnlog-hub.yaml") == "format: 1\nname: remote"


def test_a_remote_that_fails_leaves_nothing_and_the_next_try_goes_through(hub, line, remote):
    remote.rename(remote.with_name("away"))
    with pytest.raises(RemoteFailed):
        exchange.add(hub, line)
    assert list(hub.root.parent.iterdir()) == [hub.lock]
    remote.with_name("away").rename(remote)
    exchange.add(hub, line)


def test_pull_says_what_is_new_changed_and_retracted(added, line, remote):
    put(remote, {"lessons/bob/b1.md": lesson("b1"), "lessons/bob/b2.md": lesson("b2")})
    assert exchange.pull(added, line) == Difference(new=2)
    put(remote, {"lessons/bob/b1.md": lesson("b1", "Other"), "lessons/bob/b2.md": ("0", b"")})
    assert exchange.pull(added, line) == Difference(changed=1, retracted=1)
    assert exported(added) == ["bob/b1.md"]
    assert exchange.pull(added, line) == Difference()


def test_a_remote_that_fails_while_pulling_changes_nothing(added, line, remote):
    put(remote, {"lessons/bob/b1.md": lesson("b1")})
    exchange.pull(added, line)
    remote.rename(remote.with_name("away"))
    with pytest.raises(RemoteFailed):
        exchange.pull(added, line)
    assert exported(added) == ["bob/b1.md"]


def test_an_export_that_was_killed_is_made_up_for(added, line, remote):
    put(remote, {"lessons/bob/b1.md": lesson("b1"), "lessons/bob/b2.md": lesson("b2")})
    exchange.pull(added, line)
    (added.root / "exported").unlink()  # as it is while files are written
    (added.files / "bob" / "b1.md").write_text("half")
    (added.files / "bob" / ".x.tmp").write_text("aside")
    (added.files / "bob" / "of-a-newer-commit.md").write_text("x")
    put(remote, {"lessons/bob/b2.md": ("0", b"")})
    exchange.pull(added, line)
    assert exported(added) == ["bob/b1.md"]
    assert (added.files / "bob" / "b1.md").read_bytes() == lesson("b1")


def test_an_export_that_failed_half_way_is_made_up_for(added, line, remote):
    in_the_way = added.files / "bob" / "b2.md" / "x"
    in_the_way.mkdir(parents=True)
    put(remote, {"lessons/bob/b1.md": lesson("b1"), "lessons/bob/b2.md": lesson("b2")})
    with pytest.raises(Unusable, match="cannot write"):
        exchange.pull(added, line)
    in_the_way.rmdir()
    put(remote, {"lessons/bob/b1.md": ("0", b"")})
    exchange.pull(added, line)
    assert exported(added) == ["bob/b2.md"]


def test_a_clone_that_went_away_is_made_again(added, line, remote):
    put(remote, {"lessons/bob/b1.md": lesson("b1")})
    (added.root / ".git" / "HEAD").unlink()
    with pytest.raises(Unusable, match="not on this machine yet"):
        added.tree()
    exchange.pull(added, line)
    assert exported(added) == ["bob/b1.md"]


def test_a_broken_clone_is_not_taken_for_the_repository_around_it(home, added):
    git(home, "init", "--quiet")
    (added.root / ".git" / "HEAD").unlink()
    with pytest.raises(Unusable):
        added.tree()


def test_an_entry_without_a_place_in_the_hub_is_not_exported(added, line, remote):
    paths = ["lessons/bob/b1/notes.md", "lessons/top.md", "other/x.md", "lessons/bob/b1/pic.png"]
    put(remote, dict.fromkeys(paths, b"x"))
    exchange.pull(added, line)
    assert exported(added) == ["bob/b1/pic.png"]


HOSTILE = {
    "lessons/bob/good.md": b"x",
    "lessons/bob/link.md": ("120000", b"/etc/passwd"),
    "lessons/bob/module.md": ("160000", b"1" * 40),
    "lessons/bob/.hidden.md": b"x",
    "lessons/.dot/x.md": b"x",
    "lessons/bob/con.md": b"x",
    "lessons/bob/a\\b.md": b"x",
    "lessons/bob/a\x1b[2J.md": b"x",
    "lessons/bob/a\nb.md": b"x",
    "lessons/bob/a\u202eb.md": b"x",
    "lessons/bob/dot..md": b"x",
    "lessons/bob/trailing./x": b"x",
    "lessons/bob/Good.md": b"x",
    "lessons/bob/huge.md": b"x" * (6 * 1024 * 1024),
    "lessons/bob/c\u0327.md": b"x",
    "lessons/bob/\u00e7.md": b"x",
    ".gitattributes": b"* filter=evil\n",
    "lessons/bob/" + "long" * 70 + ".md": b"x",
}


def test_nothing_hostile_becomes_a_file(added, line, remote):
    put(remote, HOSTILE)
    exchange.pull(added, line)
    assert exported(added) == ["bob/Good.md", "bob/c\u0327.md", "bob/dot..md"]


@given(st.text(min_size=1))
def test_a_safe_path_stays_inside_on_every_system(path):
    if layout.is_safe(path):
        for name in path.split("/"):
            assert name not in {"", ".", ".."}
            assert not set(name) & set('\\:*?"<>|\0\n\x1b')
            assert not name.endswith((" ", "."))


@given(st.lists(st.text(alphabet="aAäÄ\u0061\u0308/b", min_size=1), unique=True))
def test_no_two_names_are_equal_to_a_file_system_that_folds(paths):
    kept = list(layout.without_clashes(paths))
    folded = [layout.folded(path) for path in kept]
    assert len(set(folded)) == len(folded)


def test_send_commits_as_the_hub_knows_the_person_in_utc(added, line, remote):
    exchange.send(added, line, lambda _tree: Outgoing({"lessons/ann-lee/a1.md": lesson("a1")}, "m\n"), NOW)
    who = git(remote, "log", "-1", "--format=%an %ae %cn %ce %aI %cI")
    assert who == " ".join(["Ann Lee ann-lee@learnlog.invalid"] * 2 + ["2026-11-24T04:30:00+00:00"] * 2)
    assert git(remote, "show", "HEAD:authors/ann-lee.yaml") == "name: Ann Lee"
    assert exported(added) == ["ann-lee/a1.md"]


def test_send_goes_on_top_of_what_others_pushed_meanwhile(added, line, remote):
    def make(tree):
        if len(tree.lessons) < 3:  # three others are faster
            put(remote, {f"lessons/bob/b{len(tree.lessons)}.md": lesson(f"b{len(tree.lessons)}")})
        return Outgoing({"lessons/ann-lee/a1.md": lesson("a1")}, "m\n")

    exchange.send(added, line, make, NOW)
    assert [path for path in files_of(remote) if path.startswith("lessons/")] == [
        "lessons/ann-lee/a1.md",
        *(f"lessons/bob/b{number}.md" for number in range(3)),
    ]
    assert "4 lessons." in git(remote, "show", "HEAD:README.md")


def test_send_gives_up_at_last(added, line, remote):
    tries = []

    def make(_tree):
        tries.append(1)
        put(remote, {"x": str(len(tries)).encode()})
        return Outgoing({"lessons/ann-lee/a1.md": lesson("a1")}, "m\n")

    with pytest.raises(RemoteFailed, match="others were faster"):
        exchange.send(added, replace(line, tries=3), make, NOW)
    assert len(tries) == 3
    assert "lessons/ann-lee/a1.md" not in files_of(remote)


def test_what_make_raises_leaves_the_hub_as_it_was(added, line, remote):
    before = git(remote, "rev-parse", "HEAD")

    def make(_tree):
        raise Unusable("no")

    with pytest.raises(Unusable):
        exchange.send(added, line, make, NOW)
    assert git(remote, "rev-parse", "HEAD") == before


def test_a_hub_of_a_newer_format_is_read_and_not_written(added, line, remote):
    put(remote, {layout.ABOUT: b"format: 2\nname: Team\n", "lessons/bob/b1.md": lesson("b1")})
    assert exchange.pull(added, line) == Difference(new=1)
    with pytest.raises(Unusable, match="has format 2"):
        added.check(added.tree(), writing=True)


@pytest.mark.parametrize("about", ["", "name: x\n", "format: one\n", "format: [1]\n", "{", "format: 0\n"])
def test_a_hub_that_does_not_say_what_it_is(about):
    with pytest.raises(Unusable):
        read_about(about)


def test_about_reads_back():
    about = About("The: team's # hub", "CC-BY-4.0")
    assert read_about(about_text(about)) == about


def test_about_tells_license_kinds_and_tags():
    about = read_about(
        "format: 1\nname: Team\nlicense: cc-by-4.0\nlicense-code: MIT\nkinds: [lesson, decision]\n"
        "taxonomy: [{prefLabel: git, altLabel: vcs}]\n"
    )
    assert about.whole_license == "CC-BY-4.0 AND MIT"
    assert (about.kinds, about.taxonomy.label_of("vcs"), about.notes) == (("lesson", "decision"), "git", ())


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("license: all mine", "license: SPDX knows no license"),
        ("license: [MIT]", "license: an SPDX expression"),
        ("license-code: {a: b}", "license-code: an SPDX expression"),
        ("kinds: {a: b}", "kinds: must be a list of words"),
        ("kinds: [lesson, [x], '']", "kinds: must be a list of words"),
        ("taxonomy: git", "taxonomy: must be a list"),
        ("taxonomy: [", "taxonomy: line 4"),
        (f"taxonomy: [{'x, ' * 40_000}]", "taxonomy: "),
    ],
)
def test_what_a_hub_says_in_another_way_is_noted(line, note):
    about = read_about(f"format: 1\n{line}\n")
    assert about.format == 1
    assert about.notes[0].startswith(note)


def test_nothing_is_sent_to_a_read_only_hub(added, line):
    hub = replace(added, settings=added.settings._replace(read_only=True))
    with pytest.raises(Refused, match="read-only"):
        exchange.send(hub, line, lambda _: pytest.fail("asked what to send"), NOW)
    with pytest.raises(Refused, match="read-only"):
        hub.check(hub.tree(), writing=True)
    assert exchange.pull(hub, line) == Difference()


def test_when_it_was_pulled_is_kept(added):
    assert added.pulled is None
    added.mark_pulled(NOW)
    assert added.pulled == NOW


def test_events_are_the_newest_first(added, line, remote):
    put(remote, {"lessons/bob/bob1.md": lesson("bob1", "One"), "authors/bob.yaml": b"name: Bob B\n"})
    put(remote, {"lessons/bob/bob1.md": lesson("bob1", "Two")})
    put(remote, {"lessons/bob/bob1.md": ("0", b""), "lessons/bob/bob1.retracted": b"2026-11-23\n"})
    exchange.pull(added, line)
    assert [(event.what, event.id, event.title, event.by) for event in events(added, 10)] == [
        ("retracted", "bob1", "Two", "Bob B"),
        ("changed", "bob1", "Two", "Bob B"),
        ("new", "bob1", "One", "Bob B"),
    ]
    assert len(events(added, 2)) == 2


def test_events_of_an_empty_hub(hub, line):
    exchange.add(hub, line)
    assert events(hub, 5) == []


def test_a_damaged_clone_is_named(added):
    with pytest.raises(Unusable):
        _ = Tree(added.root, "1" * 40).blobs


def listed(title="A title", author="ann", tags=("git",), path="lessons/ann/a1.md"):
    return Listed(path, "a1", title, author, author.title(), tags, 1)


def test_the_readme_lists_by_tag_and_by_author():
    text = readme.text("Team", [listed("B", tags=("Git",)), listed("a", "bob", ()), listed("C")])
    assert text == (
        "# Team\n\n3 lessons. Made by learnlog on every push; changes made here are lost.\n"
        "\n## By tag\n"
        "\n### git\n\n- [B](lessons/ann/a1.md) – Ann\n- [C](lessons/ann/a1.md) – Ann\n"
        "\n### without a tag\n\n- [a](lessons/ann/a1.md) – Bob\n"
        "\n## By author\n"
        "\n### Ann\n\n- [B](lessons/ann/a1.md)\n- [C](lessons/ann/a1.md)\n"
        "\n### Bob\n\n- [a](lessons/ann/a1.md)\n"
    )


def test_the_readme_makes_titles_harmless():
    text = readme.text("x", [listed("](javascript:x) <b> `code`", path="lessons/ann/a (1).md")])
    assert r"[\](javascript:x) \<b\> \`code\`](lessons/ann/a%20%281%29.md)" in text


@given(st.permutations([listed(title, path=f"lessons/ann/{title}.md") for title in "abcde"]))
def test_the_same_lessons_give_the_same_readme(lessons):
    assert readme.text("x", lessons) == readme.text("x", sorted(lessons, key=lambda lesson: lesson.path))


def test_a_hub_that_would_fill_the_disk_is_refused(hub, line, remote):
    blob = ("100644", b"x" * 5_000_000)
    put(remote, {layout.ABOUT: ABOUT} | {f"lessons/eve/{number}.md": blob for number in range(41)})
    with pytest.raises(Unusable, match="205 MB; more than 200 MB are refused"):
        exchange.add(hub, line)
    assert not hub.root.exists()


def test_a_hub_that_grew_too_large_leaves_what_was_there(added, line, remote):
    put(remote, {"lessons/bo/a.md": lesson("aaaa")})
    exchange.pull(added, line)
    name = git(remote, "hash-object", "-w", "--stdin", given=b"")
    files = "".join(f"100644 {name}\tlessons/eve/{number}.md\0" for number in range(20_001))
    git(remote, "read-tree", "HEAD")
    git(remote, "update-index", "-z", "--index-info", given=files.encode())
    commit = git(remote, "commit-tree", "-p", "HEAD", "-m", "many", git(remote, "write-tree"))
    git(remote, "update-ref", "refs/heads/main", commit)
    with pytest.raises(Unusable, match="files; more than 20000 are refused"):
        exchange.pull(added, line)
    assert exported(added) == ["bo/a.md"]
    assert [listed.id for listed in added.tree().lessons] == ["aaaa"]


def test_folders_that_hold_each_other_many_times_are_refused(hub, line, remote):
    put(remote, {layout.ABOUT: ABOUT})
    folder = git(remote, "rev-parse", "HEAD^{tree}")
    for _ in range(10):
        rows = "".join(f"040000 tree {folder}\t{name}\n" for name in "abcdefgh")
        folder = git(remote, "mktree", given=rows.encode())
    commit = git(remote, "commit-tree", "-p", "HEAD", "-m", "deep", folder)
    git(remote, "update-ref", "refs/heads/main", commit)
    with pytest.raises(Unusable, match="more than 16000000 bytes"):
        exchange.add(hub, line)
    assert not hub.root.exists()


def test_files_alike_are_read_once_and_all_are_there(added, line, remote):
    put(remote, {f"lessons/bo/{number}/a.txt": b"x" * 3_000_000 for number in range(3)})
    put(remote, {"lessons/bo/b/b.txt": b"y" * 3_000_000, "lessons/bo/c/c.txt": b"z" * 3_000_000})
    exchange.pull(added, line)
    assert b"".join((added.files / path).read_bytes()[:1] for path in exported(added)) == b"xxxyz"


def test_an_empty_hub_that_becomes_none_stays_empty(hub, line, remote):
    exchange.add(hub, line)
    put(remote, {"main.py": b"print()\n"})
    with pytest.raises(Unusable, match="not a hub"):
        exchange.pull(hub, line)
    assert hub.tree().commit is None
