"""A backup brings everything back, or says that it cannot; whatever happens to it is noticed."""

import json
import os
import subprocess
import tarfile
from pathlib import Path

import pytest

from learnlog.backup import container
from learnlog.backup.container import Part
from support import Runner, environment, git


@pytest.fixture
def everything(learnlog, home):
    """A journal with all there can be in it: what is committed, changed, ignored, removed, linked; state."""
    (home / "log.txt").write_text("attached")
    learnlog("add", "First", "--attach", "log.txt")
    learnlog("add", "Second\n\nbody\n")
    journal = learnlog.journal
    (journal / ".gitignore").write_text("private/\n")
    (journal / "run.sh").write_text("#!/bin/sh\n")
    (journal / "run.sh").chmod(0o755)
    (journal / "link").symlink_to("run.sh")
    (journal / "gone.md").write_text("x")
    git(journal, "add", "-A")
    git(journal, "commit", "-qm", "by hand")
    git(journal, "tag", "v1")
    git(journal, "branch", "other", "HEAD^")
    (journal / "gone.md").unlink()
    (journal / "private").mkdir()
    (journal / "private/caf\u00e9.bin").write_bytes(bytes(range(256)) * 100)
    (journal / os.fsdecode(b"private/\xff.txt")).write_text("no UTF-8")
    first = next(journal.glob("2026/11/*first*"))
    first.write_text(first.read_text() + "by hand\r\n")
    data = home / ".local/share/learnlog"
    (data / "drafts").mkdir(parents=True)
    (data / "drafts/20261123-143015-k3f9q2x7ab.md").write_text("what was typed")
    (data / "decisions.json").write_text('{"lessons": {}}')
    (data / "hubs/team.outbox/k3f9q2x7ab").mkdir(parents=True)
    (data / "hubs/team.outbox/k3f9q2x7ab/x.md").write_text("it helped")
    learnlog("config", "set", "lang", "en")
    return journal


@pytest.fixture
def elsewhere(tmp_path):
    """Runs commands as the same person on another machine, where there is nothing yet."""
    (tmp_path / "new").mkdir()

    class Elsewhere(Runner):
        def __call__(self, *words, **given):
            return super().__call__(*words, **{**environment(self.home), **given})

    return Elsewhere(tmp_path / "new")


def tree(folder):
    """Every file but git's own: kind and mode, and what it holds or leads to."""
    return {
        str(path.relative_to(folder)): (
            path.readlink() if path.is_symlink() else (path.stat().st_mode & 0o111, path.read_bytes())
        )
        for path in folder.rglob("*")
        if ".git" not in path.relative_to(folder).parts and (path.is_symlink() or path.is_file())
    }


def refs(journal):
    return (
        git(journal, "for-each-ref"),
        git(journal, "rev-parse", "HEAD"),
        git(journal, "symbolic-ref", "HEAD"),
    )


def test_everything_comes_back(learnlog, everything, elsewhere, home):
    out = learnlog("backup", "b.tar").out
    assert out.startswith("backed up 2 entries to b.tar")
    elsewhere("restore", str(home / "b.tar"), "--yes")
    restored = elsewhere.journal
    assert tree(restored) == tree(everything)
    assert refs(restored) == refs(everything)
    assert git(restored, "status", "--porcelain", "--ignored") == git(
        everything, "status", "--porcelain", "--ignored"
    )
    for name in (
        "drafts/20261123-143015-k3f9q2x7ab.md",
        "decisions.json",
        "hubs/team.outbox/k3f9q2x7ab/x.md",
    ):
        old, new = (each / ".local/share/learnlog" / name for each in (home, elsewhere.home))
        assert new.read_bytes() == old.read_bytes()
    assert elsewhere("config", "get", "lang").out == "en\n"
    assert restored.stat().st_mode & 0o777 == 0o700
    assert git(restored, "fsck", "--strict") == ""


def test_the_restored_journal_goes_on(learnlog, everything, elsewhere, home):
    learnlog("backup", "b.tar")
    elsewhere("restore", str(home / "b.tar"))
    elsewhere("add", "Third")
    assert "Second" in elsewhere("search", "second").out
    assert git(elsewhere.journal, "log", "-1", "--format=%s").endswith("Third")


def test_the_same_journal_gives_the_same_bytes(learnlog, everything, home):
    learnlog("backup", "a.tar")
    learnlog("backup", "b.tar")
    assert (home / "a.tar").read_bytes() == (home / "b.tar").read_bytes()


def test_it_is_a_plain_tar_with_the_checksum_of_all_before_it(learnlog, everything, home):
    learnlog("backup", "b.tar")
    with tarfile.open(home / "b.tar") as archive:
        names = archive.getnames()
    assert names[:2] == ["learnlog-backup/about.json", "learnlog-backup/history.bundle"]
    said = subprocess.run(
        "head -c -2048 b.tar | sha256sum | cut -c-64; tar xOf b.tar learnlog-backup/sha256",
        shell=True, cwd=home, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert said[0] == said[1]


def test_each_damaged_byte_is_noticed_and_nothing_is_left(learnlog, home, tmp_path):
    learnlog("add", "First")
    learnlog("backup", "b.tar")
    whole = (home / "b.tar").read_bytes()
    before = sorted(home.iterdir())
    damaged = home / "b.tar"
    for place in [*range(0, len(whole), 97), *range(len(whole) - 2048, len(whole), 61)]:
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(container.Unusable):
            container.check(damaged)
    result = learnlog("restore", "b.tar", "new", status=3)
    assert "damaged, or no backup" in result.err
    assert sorted(home.iterdir()) == before


@pytest.mark.parametrize(
    "change", [lambda data: data[:-1], lambda data: data + b"\0", lambda _: b"", lambda data: data[512:]]
)
def test_one_that_is_cut_off_or_longer_is_noticed(change, learnlog, home):
    learnlog("add", "First")
    learnlog("backup", "b.tar")
    (home / "b.tar").write_bytes(change((home / "b.tar").read_bytes()))
    assert "damaged" in learnlog("restore", "b.tar", "new", status=3).err
    assert not (home / "new").exists()


def test_what_is_there_is_replaced_only_after_a_yes(learnlog, everything, home):
    (home / "b.tar").write_text("mine")
    assert "--yes" in learnlog("backup", "b.tar", status=4).err
    assert (home / "b.tar").read_text() == "mine"
    learnlog("backup", "b.tar", "--yes")
    container.check(home / "b.tar")


@pytest.mark.parametrize("words", [["learnlog/b.tar"], ["nowhere/b.tar"], ["."]])
def test_a_place_where_no_backup_can_be(words, learnlog, everything, home):
    learnlog("backup", *words, status=3)
    assert not list(home.rglob("b.tar"))


def test_without_a_journal_there_is_nothing_to_back_up(learnlog, home):
    assert "there is no journal" in learnlog("backup", "b.tar", status=3).err


def test_a_folder_with_something_in_it_is_never_restored_into(learnlog, everything, home):
    learnlog("backup", "b.tar")
    before = tree(everything)
    assert "not empty" in learnlog("restore", "b.tar", status=4).err
    assert tree(everything) == before
    (home / "empty").mkdir()
    learnlog("restore", "b.tar", "empty")
    assert tree(home / "empty") == before


def test_state_that_is_there_stays(learnlog, everything, elsewhere, home):
    learnlog("backup", "b.tar")
    kept = elsewhere.home / ".local/share/learnlog/decisions.json"
    kept.parent.mkdir(parents=True)
    kept.write_text('{"lessons": {"mine": {}}}')
    result = elsewhere("restore", str(home / "b.tar"))
    assert "left as it is here" in result.err
    assert "mine" in kept.read_text()


def test_settings_come_back_only_after_a_yes_and_where_there_are_none(learnlog, everything, elsewhere, home):
    learnlog("backup", "b.tar")
    assert "--yes puts them back" in elsewhere("restore", str(home / "b.tar")).err
    settings = elsewhere.home / ".config/learnlog/config.yaml"
    assert not settings.exists()
    settings.parent.mkdir(parents=True)
    settings.write_text("lang: de\n")
    elsewhere("restore", str(home / "b.tar"), "other", "--yes")
    assert settings.read_text() == "lang: de\n"


def test_what_is_no_file_is_left_out_and_named(learnlog, everything, home):
    (everything / "private/link").symlink_to("/etc/passwd")
    os.mkfifo(everything / "private/pipe")
    git(everything, "init", "-q", "private/other")
    err = learnlog("backup", "b.tar").err
    for name in ("private/link", "private/pipe", "private/other/.git"):
        assert name in err


@pytest.mark.parametrize("attributes", ["* text eol=crlf\n", "* filter=upper\n"])
def test_files_that_git_would_change_come_back_as_they_were(attributes, learnlog, everything, home):
    git(home, "config", "--global", "filter.upper.clean", "tr a-z A-Z")
    git(home, "config", "--global", "filter.upper.smudge", "false")
    (everything / ".gitattributes").write_text(attributes)
    (everything / "new.md").write_bytes(b"one\r\ntwo\r\n")
    git(everything, "add", "-A")
    git(everything, "commit", "-qm", "by hand")
    learnlog("backup", "b.tar")
    learnlog("restore", "b.tar", "new")
    assert tree(home / "new") == tree(everything)


@pytest.mark.parametrize(
    "words", [["checkout", "-q", "--detach"], ["switch", "-q", "other"], ["switch", "-q", "--orphan", "new"]]
)
def test_wherever_head_stands(words, learnlog, everything, home):
    git(everything, "checkout", "-q", "-f", "main")
    git(everything, "clean", "-qfd")
    git(everything, *words)
    (everything / "new.md").write_text("not committed")
    learnlog("backup", "b.tar")
    learnlog("restore", "b.tar", "new")
    assert tree(home / "new") == tree(everything)


@pytest.mark.parametrize(("old", "new"), [("a", "a/b"), ("a/b/c", "a"), ("a/b/c", "a/b")])
def test_a_file_in_the_place_of_a_folder_and_a_folder_in_that_of_a_file(old, new, learnlog, everything, home):
    for name in (old, new):
        subprocess.run(["rm", "-rf", everything / "a"], check=True)
        (everything / name).parent.mkdir(parents=True, exist_ok=True)
        (everything / name).write_text(name)
        if name == old:
            git(everything, "add", "-A")
            git(everything, "commit", "-qm", "by hand")
    learnlog("backup", "b.tar")
    learnlog("restore", "b.tar", "new")
    assert tree(home / "new") == tree(everything)


@pytest.mark.parametrize("is_there", [True, False])
def test_another_repository_inside(is_there, learnlog, everything, home):
    git(home, "init", "-q", "other")
    git(home / "other", "commit", "-q", "--allow-empty", "-m", "x")
    git(
        everything,
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        str(home / "other"),
        "sub",
    )
    git(everything, "commit", "-qm", "by hand")
    (everything / "sub/x.txt").write_text("not committed")
    if not is_there:
        subprocess.run(["rm", "-rf", everything / "sub"], check=True)
    learnlog("backup", "b.tar")
    learnlog("restore", "b.tar", "new")
    kept = {path: what for path, what in tree(everything).items() if path != "sub/.git"}
    assert tree(home / "new") == kept


def test_a_linked_work_tree(learnlog, everything, home):
    git(everything, "worktree", "add", "-q", str(home / "linked"), "other")
    (home / "linked/new.md").write_text("not committed")
    learnlog("--journal", "linked", "backup", "b.tar")
    learnlog("restore", "b.tar", "new")
    assert tree(home / "new") == tree(home / "linked")


def test_a_journal_without_a_past(learnlog, home):
    (home / "learnlog").mkdir()
    (home / "learnlog/a.md").write_text("by hand")
    learnlog("backup", "b.tar")
    learnlog("restore", "b.tar", "new")
    assert tree(home / "new") == {"a.md": (0, b"by hand")}


def test_a_journal_in_a_larger_repository(learnlog, home):
    git(home, "init", "-q", "work")
    (home / "work/code.py").write_text("x")
    git(home / "work", "add", ".")
    git(home / "work", "commit", "-qm", "code")
    (home / "work/notes").mkdir()
    learnlog("--journal", "work/notes", "add", "First")
    (home / "work/code.py").write_text("not the journal's")
    (home / "work/notes/ignored.txt").write_text("x")
    learnlog("--journal", "work/notes", "backup", "b.tar")
    assert learnlog("restore", "b.tar", "new").out.startswith(f"the journal is in {home}/new/notes\n")
    assert tree(home / "new/notes") == tree(home / "work/notes")
    assert (home / "new/code.py").read_text() == "x"


def test_a_repository_with_half_its_past_is_refused(learnlog, everything, home):
    git(home, "clone", "-q", "--depth", "1", f"file://{everything}", "shallow")
    assert "only a part of its past" in learnlog("--journal", "shallow", "backup", "b.tar", status=3).err
    assert not (home / "b.tar").exists()


def test_a_repository_with_names_of_another_length(learnlog, home):
    git(home, "init", "-q", "--object-format=sha256", "learnlog")
    learnlog("add", "First")
    learnlog("backup", "b.tar")
    learnlog("restore", "b.tar", "new")
    assert tree(home / "new") == tree(learnlog.journal)


def test_as_json(learnlog, everything, elsewhere, home):
    made = json.loads(learnlog("backup", "b.tar", "--json").out)
    assert made == {
        "path": str(home / "b.tar"),
        "size": (home / "b.tar").stat().st_size,
        "entries": 2,
        "left_out": [],
    }
    back = json.loads(elsewhere("restore", made["path"], "--json").out)
    assert back["journal"] == str(elsewhere.journal)
    assert back["settings"] is False
    assert "decisions.json" in back["state"]


# ---- made by somebody else: the checksum is right, and what is in it is not harmless

ABOUT = {"format": 1, "head": None, "branch": None, "prefix": "", "gone": []}


def made(home, *parts, about=ABOUT):
    """A backup with just these parts."""
    (home / "b.tar").unlink(missing_ok=True)
    told = [] if about is None else [Part("about.json", json.dumps(about).encode())]
    container.write(home / "b.tar", [*told, *parts])


@pytest.mark.parametrize(
    "name",
    [
        "files/../../up", "files/./x", "files//x", "files/.git/config", "files/a/.GIT/hooks/x",
        "files/git~1/x",
        "files/.git\u200b/config", "files/.git./config", "files/" + "x" * 300, "files/\u00e9\0y",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(name, learnlog, home):
    made(home, Part(name, b"x"))
    learnlog("restore", "b.tar", "new", status=3)
    assert not (home / "new").exists()
    assert not (home / "up").exists()


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE]
)
def test_what_is_no_plain_file_is_refused(kind, learnlog, home, monkeypatch):
    plain = tarfile.TarInfo

    class Odd(plain):
        def tobuf(self, *words):
            if self.name.endswith("/odd"):
                self.type, self.linkname = kind, "/etc/passwd"
            return super().tobuf(*words)

    with monkeypatch.context() as patched:
        patched.setattr(container.tarfile, "TarInfo", Odd)
        made(home, Part("files/odd", b""))
    assert "no plain file" in learnlog("restore", "b.tar", "new", status=3).err
    assert not (home / "new").exists()


@pytest.mark.parametrize("parts", [["files/a", "files/a"], ["files/a", "files/a/b"]])
def test_names_that_contradict_each_other_are_refused(parts, learnlog, home):
    made(home, *(Part(name, b"x") for name in parts))
    learnlog("restore", "b.tar", "new", status=3)
    assert not (home / "new").exists()


@pytest.mark.parametrize(
    "about",
    [
        None, [], {}, {**ABOUT, "format": 2}, {**ABOUT, "gone": ["../../x"]}, {**ABOUT, "prefix": "../"},
        {**ABOUT, "gone": [1]},
        {**ABOUT, "head": "0" * 40, "branch": "refs/heads/main"}, {**ABOUT, "head": 7},
    ],
)  # fmt: skip
def test_one_that_does_not_say_what_is_in_it_is_refused(about, learnlog, home):
    made(home, Part("files/a", b"x"), about=about)
    learnlog("restore", "b.tar", "new", status=3)
    assert not (home / "new").exists()


def test_nothing_is_written_through_a_link_of_the_history(learnlog, home):
    (home / "outside").mkdir()
    git(home, "init", "-q", "evil")
    (home / "evil/folder").symlink_to(home / "outside")
    git(home / "evil", "add", "-A")
    git(home / "evil", "commit", "-qm", "x")
    git(home / "evil", "bundle", "create", "-q", str(home / "x.bundle"), "HEAD", "--all")
    head = git(home / "evil", "rev-parse", "HEAD")
    about = {**ABOUT, "head": head, "branch": "refs/heads/main"}
    made(home, Part("history.bundle", home / "x.bundle"), Part("files/folder/key", b"x"), about=about)
    assert "would be written through" in learnlog("restore", "b.tar", "new", status=3).err
    assert list((home / "outside").iterdir()) == []
    assert not (home / "new").exists()


@pytest.mark.parametrize(
    "name",
    [
        "state/machine",
        "state/../x",
        "state/hubs/team/.git/config",
        "state/config.yaml",
        "state/hubs/team/files/x.md",
    ],
)
def test_state_that_is_not_known_stays_in_the_backup(name, learnlog, home):
    made(home, Part(name, b"x"))
    learnlog("restore", "b.tar", "new", status=None)
    data = home / ".local/share/learnlog"
    assert not data.exists() or not [path for path in data.rglob("*") if path.is_file()]


def test_a_history_out_of_which_too_much_comes_is_refused(learnlog, everything, home, monkeypatch):
    learnlog("backup", "b.tar")
    monkeypatch.setattr(container, "most_bytes", lambda size: size // 100)
    assert "are refused" in learnlog("restore", "b.tar", "new", status=3).err
    assert "are refused" in learnlog("backup", "c.tar", status=3).err
    assert not (home / "new").exists()
    assert not (home / "c.tar").exists()


def test_a_bundle_that_is_not_one_is_refused(learnlog, home):
    made(home, Part("history.bundle", b"junk"), about={**ABOUT, "head": "0" * 40})
    learnlog("restore", "b.tar", "new", status=3)
    assert not (home / "new").exists()


def test_a_file_that_grows_while_it_is_read_is_an_error(tmp_path, monkeypatch):
    source = tmp_path / "source"
    source.write_text("x")
    plain = container._Summed.write

    def write(self, data):
        if source.stat().st_size == 1:
            source.write_text("xyz")
        plain(self, data)

    monkeypatch.setattr(container._Summed, "write", write)
    with pytest.raises(container.Unusable, match="changed while"):
        container.write(tmp_path / "x", [Part("a", source)])


def test_the_folder_is_named_that_is_missing(learnlog, home):
    assert "cannot read" in learnlog("restore", str(Path("nothing.tar")), "new", status=3).err
