"""Each check with a journal broken in just that way; each remedy, what takes it back, and done twice."""

import json
import os
import sqlite3
import subprocess
from pathlib import Path

import pytest

from learnlog.index import catalogue
from support import SHARED, editor, git, needs_corpus


@pytest.fixture
def entry(learnlog):
    """An entry's record, in a journal that nobody else can read."""
    return json.loads(learnlog("add", "Undo a commit", "--json").out)


def faults(learnlog, *words, status=1, **env):
    """What the doctor finds, by check."""
    found = json.loads(learnlog("doctor", "--json", *words, status=status, **env).out)
    assert found["total"] == len(found["faults"])
    return [(each["check"], each["what"]) for each in found["faults"]]


def mended(learnlog, status=0):
    """What `--fix` did; done twice it does nothing the second time."""
    done = json.loads(learnlog("doctor", "--fix", "--yes", "--json", status=status).out)["mended"]
    again = json.loads(learnlog("doctor", "--fix", "--yes", "--json", status=status).out)["mended"]
    assert again == []
    assert [each["failure"] for each in done] == [None] * len(done)
    return done


def write(learnlog, name, text):
    """A file in the journal, put there by hand."""
    path = learnlog.journal / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return path


def commit(learnlog):
    git(learnlog.journal, "add", "-A")
    git(learnlog.journal, "commit", "-qm", "by hand")


def age(path, seconds=3600):
    """Make the file as old as if it had been left behind."""
    moment = path.stat().st_mtime - 10_000_000 - seconds
    os.utime(path, (moment, moment))


def test_a_whole_journal_is_well(learnlog, entry):
    learnlog("search", "undo")
    result = learnlog("doctor")
    assert result.out == ""
    assert result.err.startswith("nothing is wrong; looked at 1 entry, 0 hubs")


def test_a_journal_that_is_not_there_yet_is_well(learnlog):
    assert faults(learnlog, status=0) == []
    assert not learnlog.journal.exists()


@needs_corpus
def test_nothing_is_wrong_with_the_corpus_but_what_importing_it_tells(learnlog):
    left = json.loads(learnlog("import", str(SHARED / "corpus"), "--json").out)["links_left"]
    learnlog("search", "undo")
    assert sorted(faults(learnlog)) == sorted(
        ("links", f"links to {each['target']}, and nothing is there") for each in left
    )


def test_in_a_pipe_each_fault_is_a_line(learnlog, entry):
    learnlog("rm", "@last", "-y")
    write(learnlog, "a.md", "---\nid: [\n---\n")
    commit(learnlog)
    check, where, what, command = learnlog("doctor", status=1).out.rstrip("\n").split("\t")
    assert (check, where, command) == ("entries", str(learnlog.journal / "a.md"), "learnlog edit a.md")
    assert "line" in what


def test_front_matter_that_cannot_be_read_is_told_with_its_line_and_never_mended(learnlog, entry):
    text = "---\nid: k3f9q2x7ab\ntags: [a\n---\nword\n"
    path = write(learnlog, "a.md", text)
    commit(learnlog)
    ((check, what),) = faults(learnlog)
    assert check == "entries"
    assert what.startswith("line ")
    assert mended(learnlog, status=1) == []
    assert path.read_text() == text


def test_the_command_for_a_broken_entry_opens_it(learnlog, entry, home):
    path = write(learnlog, "a.md", "---\nid: k3f9q2x7ab\ntags: [a\n---\nword\n")
    commit(learnlog)
    (fault,) = json.loads(learnlog("doctor", "--json", status=1).out)["faults"]
    mend = editor(home, 'sed -i "s/: .a$/: a/" "$1"')
    learnlog(*fault["command"].split()[1:], EDITOR=mend)
    assert path.read_text().splitlines()[2] == "tags: a"
    assert faults(learnlog, status=0) == []


def test_a_date_that_cannot_be_read(learnlog, entry):
    write(learnlog, "a.md", "---\nid: k3f9q2x7ab\ndate: soon\n---\n")
    commit(learnlog)
    assert faults(learnlog) == [("entries", "its date cannot be read")]


def test_an_entry_that_is_too_large(learnlog, entry):
    write(learnlog, "a.md", "x" * (6 * 1024 * 1024))
    commit(learnlog)
    ((check, what),) = faults(learnlog)
    assert check == "entries"
    assert "larger than 5 MiB" in what


def test_an_id_that_cannot_be_one(learnlog, entry):
    write(learnlog, "a.md", "---\nid: 7\ndate: 2026-01-01\n---\n")
    commit(learnlog)
    assert faults(learnlog) == [("ids", "its id '7' cannot be one")]


def test_a_copy_of_an_entry_gets_an_id_of_its_own_and_undo_takes_it_back(learnlog, entry):
    copy = write(learnlog, "2026/11/copy.md", Path(entry["path"]).read_text())
    commit(learnlog)
    first = Path(entry["path"]).relative_to(learnlog.journal)
    assert faults(learnlog) == [("ids", f"has the id {entry['id']} of {first}")]
    (done,) = mended(learnlog)
    assert done["where"] == str(copy)
    assert done["undo"] == "learnlog undo"
    assert entry["id"] not in copy.read_text()
    assert entry["id"] in Path(entry["path"]).read_text()
    learnlog("undo")
    assert copy.read_text() == Path(entry["path"]).read_text()


@pytest.mark.parametrize("link", ["[[{id}]]", "x"])
def test_an_id_that_others_name_stays(link, learnlog, entry):
    write(learnlog, "2026/11/copy.md", Path(entry["path"]).read_text())
    related = f"related: [{entry['id']}]\n" if link == "x" else ""
    write(learnlog, "b.md", f"---\nid: b2f9q2x7ab\ndate: 2026-01-01\n{related}---\n{link.format(**entry)}\n")
    commit(learnlog)
    assert mended(learnlog, status=1) == []
    assert [check for check, _ in faults(learnlog)] == ["ids"]


def test_a_copy_that_links_to_what_is_attached_under_the_id_keeps_it(learnlog, home):
    (home / "log.txt").write_text("attached")
    path = Path(json.loads(learnlog("add", "Undo", "--attach", "log.txt", "--json").out)["path"])
    path.with_name("copy.md").write_text(path.read_text())
    commit(learnlog)
    assert mended(learnlog, status=1) == []


@pytest.mark.parametrize(("first", "second"), [("Note.md", "note.md"), ("caf\u00e9.md", "cafe\u0301.md")])
def test_names_that_some_systems_cannot_tell_apart(first, second, learnlog, entry):
    for name, mark in ((first, "a"), (second, "b")):
        write(learnlog, name, f"---\nid: {mark}2f9q2x7ab\ndate: 2026-01-01\n---\n{mark}\n")
    commit(learnlog)
    ((check, _),) = faults(learnlog)
    assert check == "names"
    before = sorted(learnlog.journal.iterdir())
    (done,) = mended(learnlog)
    assert "-2.md now" in done["done"]
    assert sorted(path.read_text()[-2] for path in learnlog.journal.glob("*.md")) == ["a", "b"]
    learnlog("undo")
    assert sorted(learnlog.journal.iterdir()) == before


def test_a_clashing_name_that_an_id_hangs_on_stays(learnlog, entry):
    for name in ("Note.md", "note.md"):
        write(learnlog, name, f"{name}, by hand\n")
    commit(learnlog)
    assert mended(learnlog, status=1) == []


def test_a_clashing_name_that_is_linked_to_stays(learnlog, entry):
    for name, mark in (("Note.md", "a"), ("note.md", "b")):
        write(learnlog, name, f"---\nid: {mark}2f9q2x7ab\ndate: 2026-01-01\n---\n[x](note.md) [y](Note.md)\n")
    commit(learnlog)
    assert mended(learnlog, status=1) == []
    (fault,) = json.loads(learnlog("doctor", "--json", status=1).out)["faults"]
    assert fault["command"].startswith("git -C ")


@pytest.mark.parametrize(
    ("link", "what"),
    [
        ("[x](gone.md)", "links to gone.md, and nothing is there"),
        ("[x]: gone.md\n\n[x]", "links to gone.md, and nothing is there"),
        ("[[Nobody wrote it]]", "names [[Nobody wrote it]], and no entry is called so"),
        ("<img src='gone.png'>", "links to gone.png, and nothing is there"),
    ],
)
def test_a_link_that_leads_nowhere(link, what, learnlog):
    learnlog("add", f"Title\n\n{link}\n")
    assert faults(learnlog) == [("links", what)]


@pytest.mark.parametrize("field", ["supersedes", "related", "answers"])
def test_a_field_that_names_no_entry(field, learnlog, entry):
    learnlog("set", "@last", f"{field}=zzzzzzzzzz")
    assert faults(learnlog) == [("links", "names [[zzzzzzzzzz]], and no entry is called so")]


def test_links_that_lead_somewhere_are_no_faults(learnlog, entry, home):
    (home / "a b.txt").write_text("attached")
    beside = Path(entry["path"]).name
    learnlog(
        "add",
        f"Second\n\n[[{entry['id']}]] [[undo a commit]] [[Undo a commit#x|y]]\n"
        f"[z]({beside}) [w]({beside[:-3]})\n"
        "[a](https://example.org) [b](#c) [d](mailto:x@example.org) <https://example.org>\n"
        "`[x](gone.md)` and [up](/etc/passwd)\n\n```\n[[ -f x ]] [x](gone.md)\n```\n",
        "--attach",
        "a b.txt",
    )
    assert faults(learnlog, status=0) == []


def test_an_attachment_that_is_missing_and_one_that_nothing_uses(learnlog, home):
    (home / "log.txt").write_text("attached")
    path = Path(json.loads(learnlog("add", "Undo", "--attach", "log.txt", "--json").out)["path"])
    (folder,) = (each for each in path.parent.iterdir() if each.is_dir())
    (folder / "log.txt").rename(folder / "other.txt")
    commit(learnlog)
    assert set(faults(learnlog)) == {
        ("attachments", f"links to {folder.name}/log.txt, and nothing is there"),
        ("attachments", f"{path.relative_to(learnlog.journal)} does not link to it"),
    }


def test_an_attachment_with_an_odd_name_is_used(learnlog, home):
    for name in ("a[1] (b).txt", "<c>.txt"):
        (home / name).write_text("x")
        learnlog("add", name, "--attach", name)
    assert faults(learnlog, status=0) == []


def test_what_was_attached_to_an_entry_that_is_gone(learnlog, home):
    (home / "log.txt").write_text("attached")
    path = Path(json.loads(learnlog("add", "Undo", "--attach", "log.txt", "--json").out)["path"])
    learnlog("add", "Another")
    path.unlink()
    commit(learnlog)
    ((check, what),) = faults(learnlog)
    assert check == "attachments"
    assert what.startswith("no entry ")


def test_an_entry_that_is_not_committed_is_committed_as_it_stands(learnlog, entry):
    path = Path(entry["path"])
    path.write_text(path.read_text() + "by hand\n")
    new = write(learnlog, "new.md", "---\nid: k3f9q2x7ab\ndate: 2026-01-01\n---\n")
    write(learnlog, "todo.txt", "somebody's own")
    assert faults(learnlog) == [("commits", "its change is not committed")] * 2
    text = path.read_text()
    assert {each["where"] for each in mended(learnlog)} == {str(path), str(new)}
    assert git(learnlog.journal, "status", "--porcelain") == "?? todo.txt"
    assert path.read_text() == text
    learnlog("undo", status=3)  # of the change before: what was written by hand is none, and stays
    assert path.read_text() == text


def test_an_entry_that_was_removed_by_hand(learnlog, entry):
    Path(entry["path"]).unlink()
    assert faults(learnlog) == [("commits", "it was removed, and that is not committed")]
    assert len(mended(learnlog)) == 1
    assert git(learnlog.journal, "show", "HEAD^:" + entry["path"].removeprefix(f"{learnlog.journal}/"))


@pytest.mark.parametrize("what", ["merge", "rebase", "cherry-pick"])
def test_in_the_middle_of_something_nothing_is_committed(what, learnlog, entry):
    git(learnlog.journal, "switch", "-qc", "other")
    write(learnlog, "a.md", "---\nid: k3f9q2x7ab\ndate: 2026-01-01\n---\nother\n")
    commit(learnlog)
    git(learnlog.journal, "switch", "-q", "main")
    write(learnlog, "a.md", "---\nid: k3f9q2x7ab\ndate: 2026-01-01\n---\nmain\n")
    commit(learnlog)
    with pytest.raises(subprocess.CalledProcessError):
        git(learnlog.journal, what, "other")
    found = faults(learnlog)
    assert ("repository", f"it is in the middle of a {what}") in found
    done = json.loads(learnlog("doctor", "--fix", "-y", "--json", status=1).out)["mended"]
    assert done
    assert all(f"in the middle of a {what}" in each["failure"] for each in done)


def test_a_detached_head(learnlog, entry):
    git(learnlog.journal, "checkout", "-q", "--detach")
    assert faults(learnlog) == [("repository", "HEAD is detached: commits belong to no branch")]


def test_a_branch_without_commits_although_others_have_some(learnlog, entry):
    git(learnlog.journal, "symbolic-ref", "HEAD", "refs/heads/nothing")
    assert ("repository", "the branch that is checked out has no commits, and others have") in faults(
        learnlog
    )


def test_a_lock_that_nobody_holds_is_set_aside(learnlog, entry):
    lock = learnlog.journal / ".git/index.lock"
    lock.write_text("")
    assert faults(learnlog, status=0) == []  # its owner may be at work
    age(lock)
    ((check, what),) = faults(learnlog)
    assert check == "repository"
    assert "no process holds" in what
    (done,) = mended(learnlog)
    assert done["where"] == str(lock)
    kept = done["undo"].split()[1]
    assert Path(kept).read_text() == ""
    learnlog("add", "After")


def test_a_lock_that_a_process_has_open_stays(learnlog, entry, home):
    lock = learnlog.journal / ".git/index.lock"
    lock.write_text("")
    age(lock)
    with lock.open() as held:
        owner = subprocess.Popen(["cat"], stdin=subprocess.PIPE, pass_fds=[held.fileno()])
    with owner:
        assert faults(learnlog, status=0) == []
        owner.communicate()
    assert len(faults(learnlog)) == 1


def test_an_object_of_git_that_is_damaged(learnlog, entry):
    name = git(learnlog.journal, "rev-parse", "HEAD:" + entry["path"].removeprefix(f"{learnlog.journal}/"))
    file = learnlog.journal / ".git/objects" / name[:2] / name[2:]
    file.chmod(0o600)
    file.write_bytes(b"damaged")
    found = faults(learnlog)
    assert found
    assert all(check == "repository" and what.startswith("git fsck: ") for check, what in found)
    assert mended(learnlog, status=1) == []


def test_a_journal_without_a_repository(learnlog, entry, home):
    (learnlog.journal / ".git").rename(home / "git")
    assert faults(learnlog) == [("repository", "it has no history")]
    (learnlog.journal / ".git").mkdir()
    assert faults(learnlog) == [("repository", "git does not know its repository: .git is damaged")]


def test_a_bare_repository_in_the_place_of_the_journal(learnlog, home):
    git(home, "init", "-q", "--bare", "learnlog")
    (learnlog.journal).chmod(0o700)
    ((check, what),) = faults(learnlog)
    assert check == "repository"
    assert "bare" in what


@pytest.mark.parametrize(("pattern", "part"), [("catalogue-*.db", b"Undo a commit"), ("*.trm", b"undo")])
def test_a_damaged_index_is_built_anew(pattern, part, learnlog, entry):
    learnlog("search", "undo")
    (file,) = learnlog.home.glob(f".cache/learnlog/*/index/{pattern}")
    assert part in file.read_bytes()
    file.write_bytes(file.read_bytes().replace(part, b"?" + part[1:]))
    ((check, what),) = faults(learnlog)
    assert check == "index"
    assert "damaged" in what
    assert [each["done"] for each in mended(learnlog)] == ["built anew"]
    assert "Undo a commit" in learnlog("search", "undo").out


def test_an_index_that_says_something_else_than_the_file(learnlog, entry, home):
    for _ in range(2):  # what was written just now is read once more
        learnlog("search", "undo")
    (file,) = home.glob(".cache/learnlog/*/index/catalogue-*.db")
    with sqlite3.connect(file) as database:
        database.create_function("checksum", 7, lambda *values: catalogue._checksum(values))
        database.execute("UPDATE rows SET content = replace(content, digest, 'x'), digest = 'x'")
        row = "hub, path, entry, digest, problem, facts, content"
        database.execute(f"UPDATE rows SET checksum = checksum({row})")
    path = Path(entry["path"]).relative_to(learnlog.journal)
    assert faults(learnlog) == [("index", f"it does not say what {path} says")]
    assert len(mended(learnlog)) == 1


def test_an_entry_that_was_changed_since_it_was_indexed_is_no_fault(learnlog, entry):
    learnlog("search", "undo")
    learnlog("tag", "@last", "+new")
    assert faults(learnlog, status=0) == []


def test_files_that_others_can_read(learnlog, entry, home):
    learnlog("config", "set", "lang", "en")
    settings = home / ".config/learnlog/config.yaml"
    for place in (learnlog.journal, settings):
        place.chmod(0o755)
    assert faults(learnlog) == [("permissions", "has the mode 0755")] * 2
    done = mended(learnlog)
    assert [each["undo"] for each in done] == [f"chmod 755 {learnlog.journal}", f"chmod 755 {settings}"]
    assert oct(learnlog.journal.stat().st_mode)[-3:] == "700"
    assert "chmod 600" not in str(done)
    assert oct(settings.stat().st_mode)[-3:] == "700"


def test_every_problem_of_the_settings(learnlog, entry, home):
    (home / ".config/learnlog").mkdir(parents=True, mode=0o700)
    settings = home / ".config/learnlog/config.yaml"
    settings.write_text("lang: english\nlanguage: en\nhub: team\n")
    settings.chmod(0o600)
    found = faults(learnlog, LEARNLOG_PICKER="mouse")
    assert [check for check, _ in found] == ["settings"] * 4
    told = " ".join(what for _, what in found)
    for part in ("lang: 'english'", "no setting language", "picker: 'mouse'", "there is no hub team"):
        assert part in told


def test_settings_of_the_journal_that_a_journal_may_not_have(learnlog, entry):
    write(learnlog, ".learnlog/config.yaml", "editor: rm -rf\ntemplate: mine\n")
    commit(learnlog)
    (first, second) = json.loads(learnlog("doctor", "--json", status=1).out)["faults"]
    assert "may not set editor" in first["what"]
    assert first["command"] == "learnlog config edit --local"
    assert "no template mine" in second["what"]


def test_settings_that_cannot_be_read_leave_open_which_journal_is_meant(learnlog, entry, home):
    (home / ".config/learnlog").mkdir(parents=True)
    (home / ".config/learnlog/config.yaml").write_text("journal: [\n")
    found = faults(learnlog)
    assert found[-1] == ("settings", "it is not known which journal is meant")
    assert "settings" in {check for check, _ in found}
    assert "looked at the settings alone" in learnlog("doctor", status=1).err
    learnlog("--journal", str(learnlog.journal), "doctor", "--fix", "--yes", status=1)


@pytest.mark.parametrize("name", ["usage.json", "decisions.json", "decisions.key", "machine"])
def test_state_that_is_damaged_is_set_aside(name, learnlog, entry, home):
    file = home / ".local/share/learnlog" / name
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.write_bytes(b"\0\xff{")
    file.chmod(0o600)
    file.parent.chmod(0o700)
    assert faults(learnlog) == [("state", "is damaged")]
    (done,) = mended(learnlog)
    assert not file.exists()
    assert Path(done["undo"].split()[1]).read_bytes() == b"\0\xff{"


def test_the_numbers_of_a_list_that_is_damaged(learnlog, entry, home):
    learnlog("list")
    (file,) = home.glob(".cache/learnlog/*/rows/*.json")
    file.write_text("{")
    assert faults(learnlog) == [("state", "is damaged")]
    assert len(mended(learnlog)) == 1


def test_events_that_are_half_written(learnlog, entry):
    learnlog("helped", "@last")
    (file,) = learnlog.journal.glob(".learnlog/events/*.jsonl")
    good = file.read_text()
    newer = '{"time": "2027-01-01T00:00:00Z", "event": "of-a-later-version", "entry": "x"}\n'
    file.write_text('{"time": "20\n' + good + newer + "\0\n")
    commit(learnlog)
    assert faults(learnlog) == [("state", "has no event in line 1, 4")]
    mended(learnlog)
    assert file.read_text() == good + newer
    learnlog("undo")
    assert file.read_text().startswith('{"time": "20\n')


def test_a_text_that_was_kept_is_named_until_it_is_saved(learnlog, entry, home):
    draft = home / ".local/share/learnlog/drafts/20261123-143015-k3f9q2x7ab.md"
    draft.parent.mkdir(parents=True, mode=0o700)
    draft.write_text("what was typed")
    draft.chmod(0o600)
    draft.parents[1].chmod(0o700)
    elsewhere = home / ".tmp" / draft.name
    elsewhere.write_text("what was typed")
    (home / ".tmp/other.md").write_text("somebody else's")
    assert [check for check, _ in faults(learnlog)] == ["recovery", "recovery"]
    assert mended(learnlog, status=1) == []
    assert draft.read_text() == "what was typed"


def test_what_a_killed_command_had_begun_is_kept_with_the_texts(learnlog, entry, home):
    left = write(learnlog, "2026/11/.2026-11-23-x-k3f9.md.0a1b2c3d.tmp", "what was typed")
    age(left)
    assert faults(learnlog) == [("recovery", "was being written when a command was ended")]
    (done,) = mended(learnlog, status=1)
    draft = home / ".local/share/learnlog/drafts/2026-11-23-x-k3f9.md"
    assert done["undo"] == f"mv {draft} {left}"
    assert draft.read_text() == "what was typed"
    assert [check for check, _ in faults(learnlog)] == ["recovery"]


@pytest.mark.parametrize("name", [".x.md.0a1b2c3d.tmp", ".config.yaml.0a1b2c3d.tmp"])
def test_what_it_had_begun_and_nobody_typed_or_is_there_is_set_aside(name, learnlog, entry):
    left = write(learnlog, name, Path(entry["path"]).read_text())
    write(learnlog, "x.md", left.read_text().replace(entry["id"], "b2f9q2x7ab"))
    left.write_text((learnlog.journal / "x.md").read_text())
    commit(learnlog)
    age(left)
    (done,) = mended(learnlog)
    kept = Path(done["undo"].split()[1])
    assert kept.name == name
    assert kept.read_text() == (learnlog.journal / "x.md").read_text()


def test_without_a_terminal_it_needs_a_yes(learnlog, entry):
    learnlog.journal.chmod(0o755)
    assert "--yes" in learnlog("doctor", "--fix", status=4).err
    assert "--yes" in learnlog("doctor", "--fix", "--json", status=4).err
    assert oct(learnlog.journal.stat().st_mode)[-3:] == "755"


def hub_clone(home):
    return home / ".local/share/learnlog/hubs/team"


def test_a_hub_that_is_whole(learnlog, published):
    assert faults(learnlog, status=0) == []


def test_a_damaged_clone_is_cloned_anew_and_nothing_that_waits_is_lost(learnlog, bob, home, remote):
    learnlog("show", bob.lesson)
    read = (hub_clone(home) / "read.json").read_bytes()
    remote.rename(home / "away")
    learnlog("helped", bob.lesson, "It did", "--yes", status=None)
    waiting = sorted(home.glob(".local/share/learnlog/hubs/*.outbox/*/*.md"))
    assert len(waiting) == 1
    (home / "away").rename(remote)
    for pack in hub_clone(home).glob(".git/objects/pack/*.pack"):
        pack.chmod(0o600)
        pack.write_bytes(b"damaged")
    ((check, what),) = faults(learnlog)
    assert check == "hubs"
    assert what.startswith("the clone of team is damaged: ")
    (done,) = mended(learnlog)
    assert done["done"].startswith("cloned anew")
    assert (hub_clone(home) / "read.json").read_bytes() == read
    assert sorted(home.glob(".local/share/learnlog/hubs/*.outbox/*/*.md")) == waiting
    assert "Undo a commit" in learnlog("show", bob.lesson).out


def test_a_damaged_clone_stays_while_its_remote_cannot_be_reached(learnlog, published, home, remote):
    remote.rename(home / "away")
    (hub_clone(home) / ".git/HEAD").unlink()
    before = sorted(hub_clone(home).rglob("*"))
    done = json.loads(learnlog("doctor", "--fix", "-y", "--json", status=1).out)["mended"]
    assert "there is no git repository" in done[0]["failure"]
    assert sorted(hub_clone(home).rglob("*")) == before


def test_a_clone_of_another_address(learnlog, published, home, remote):
    remote.rename(home / "moved.git")
    settings = home / ".config/learnlog/config.yaml"
    settings.write_text(settings.read_text().replace("lessons.git", "moved.git"))
    ((check, what),) = faults(learnlog)
    assert (check, f"is of {remote}" in what) == ("hubs", True)
    assert len(mended(learnlog)) == 1


def test_files_of_a_hub_that_are_not_what_was_published_are_written_anew(learnlog, bob, home):
    (file,) = hub_clone(home).glob("files/bob-ray/*.md")
    text = file.read_text()
    file.write_text("what nobody published")
    assert [check for check, _ in faults(learnlog)] == ["hubs"]
    assert len(mended(learnlog)) == 1
    assert file.read_text() == text


def test_a_hub_that_was_never_pulled_and_one_that_no_setting_names(learnlog, published, home):
    hub_clone(home).rename(hub_clone(home).with_name("other"))
    told = [what for _, what in faults(learnlog)]
    assert told[0] == "the hub team is not on this machine yet"
    assert told[1] == "is no hub's"


def test_what_waits_for_an_address_that_no_hub_has(learnlog, bob, home, remote):
    remote.rename(home / "away")
    learnlog("helped", bob.lesson, "It did", "--yes", status=None)
    (home / "away").rename(remote)
    settings = home / ".config/learnlog/config.yaml"
    settings.write_text("lang: en\n")
    hub_clone(home).rename(home / "clone")
    (fault,) = json.loads(learnlog("doctor", "--json", status=1).out)["faults"]
    assert fault["what"] == f"1 thing by Ann Lee waiting for {remote}; no hub of yours sends it"
    assert fault["command"] == f"learnlog hub add NAME {remote} --author 'Ann Lee'"


@pytest.mark.parametrize("name", ["read.json", "tally.json"])
def test_state_of_a_hub_that_is_damaged(name, learnlog, published, home):
    (hub_clone(home) / name).write_text("[")
    assert faults(learnlog) == [("state", "is damaged")]
    assert len(mended(learnlog)) == 1


def test_a_lesson_of_a_hub_is_no_broken_link(learnlog, bob):
    learnlog("add", f"Mine\n\nsee [[{bob.lesson}]]\n")
    assert faults(learnlog, status=0) == []


def test_what_was_read_in_a_hub_outlives_its_clone(learnlog, bob, home):
    learnlog("show", bob.lesson)
    read = (hub_clone(home) / "read.json").read_bytes()
    (hub_clone(home) / ".git/HEAD").unlink()
    learnlog("hub", "pull")
    assert (hub_clone(home) / "read.json").read_bytes() == read


def test_what_a_name_means_is_not_told_while_a_hub_is_away(learnlog, bob, home):
    learnlog("add", f"Mine\n\nsee [[{bob.lesson}]]\n")
    hub_clone(home).rename(home / "away")
    assert [check for check, _ in faults(learnlog)] == ["hubs"]


def test_an_address_that_git_must_not_see(learnlog, published, home, remote):
    settings = home / ".config/learnlog/config.yaml"
    settings.write_text(settings.read_text().replace(str(remote), "ext::sh"))
    ((check, what),) = faults(learnlog)
    assert (check, what.startswith("ext::sh is not an address")) == ("settings", True)


def test_without_git_all_the_rest_is_looked_at(learnlog, published, home, monkeypatch):
    write(learnlog, "a.md", "---\nid: [\n---\n")
    (home / "bin").mkdir()
    monkeypatch.setenv("PATH", str(home / "bin"))
    found = faults(learnlog)
    assert ("versions", "is not installed") in found
    assert [check for check, _ in found] == ["versions", "entries"]


def test_a_text_that_is_not_utf8(learnlog, entry):
    write(learnlog, "a.md", "---\nid: k3f9q2x7ab\ndate: 2026-01-01\n---\ncaf\udce9\n")
    commit(learnlog)
    assert faults(learnlog) == [("entries", "its text is not UTF-8")]
