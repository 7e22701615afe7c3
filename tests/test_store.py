import errno
import os
import resource
import signal
import stat
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog import store as stores
from learnlog.entry import MAX_BYTES
from learnlog.errors import ChangedMeanwhile, Unusable, WouldOverwrite
from learnlog.store import Store, digest, make_folder, write_durably

THEN = datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    (tmp_path / "store").mkdir()
    return Store(tmp_path / "store")


def put(store, path, data=b"x"):
    target = store.absolute(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return target


def paths(store):
    return sorted(path for path, _ in store.scan())


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def leftovers(folder):
    return [path for path in folder.rglob("*") if path.name.startswith(".")]


# Which files are entries


def test_entries_are_the_markdown_files_at_any_depth(store):
    for path in ("a.md", "2026/11/b.md", "2026/11/id/p.png", "c.txt", ".h.md", ".git/d.md", "x/.y/e.md"):
        put(store, path)
    assert paths(store) == ["2026/11/b.md", "a.md"]


def test_links_and_devices_are_no_entries(store, tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/s.md").write_text("CANARY")
    store.absolute("file.md").symlink_to(tmp_path / "secret/s.md")
    store.absolute("folder").symlink_to(tmp_path / "secret")
    store.absolute("loop").symlink_to(".")
    store.absolute("folder.md").mkdir()
    os.mkfifo(store.absolute("fifo.md"))
    assert paths(store) == []


def test_a_folder_that_cannot_be_read_is_passed_over(store, monkeypatch):
    put(store, "a.md")
    put(store, "closed/b.md")
    real = os.open

    def closed(path, *words):
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, "no")
        return real(path, *words)

    monkeypatch.setattr(os, "open", closed)  # root passes every permission check
    assert paths(store) == ["a.md"]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    assert paths(Store(tmp_path / "nowhere")) == []


def test_a_name_that_is_not_utf_8_is_an_entry(store):
    put(store, os.fsdecode(b"na\xffme.md"))
    (path,) = paths(store)
    assert store.open(path).entry.body == "x"


def test_a_stamp_tells_a_changed_file_although_its_time_is_set_back(store):
    target = put(store, "a.md", b"one")
    before = dict(store.scan())["a.md"]
    target.write_bytes(b"two")
    os.utime(target, ns=(before.modified_ns, before.modified_ns))
    after = dict(store.scan())["a.md"]
    assert (after.size, after.modified_ns) == (before.size, before.modified_ns)
    assert after != before


# Reading


def test_opening_gives_the_entry_its_stamp_and_its_digest(store):
    put(store, "a.md", b"---\ntitle: T\n---\nbody\r\n")
    opened = store.open("a.md")
    assert (opened.entry.title, opened.entry.body, opened.entry.path) == ("T", "body\r\n", "a.md")
    assert opened.stamp == dict(store.scan())["a.md"]
    assert opened.digest == digest(b"---\ntitle: T\n---\nbody\r\n")


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda path: None, "no longer there"),
        (os.mkdir, "cannot read|not a file"),
        (os.mkfifo, "is not a file"),
        (lambda path: path.write_bytes(b"x" * (MAX_BYTES + 1)), "larger than 5 MiB"),
    ],
)
def test_what_is_no_entry_is_not_opened(store, make, problem):
    make(store.absolute("a.md"))
    with pytest.raises(Unusable, match=problem):
        store.open("a.md")


def test_a_date_comes_from_git_before_the_file(tmp_path):
    dated = Store(tmp_path, dates=lambda: {"a.md": THEN})
    for name in ("a.md", "b.md"):
        put(dated, name)
        os.utime(tmp_path / name, (1, 1))
    assert dated.open("a.md").entry.date == THEN
    assert dated.open("b.md").entry.date.timestamp() == 1


# Writing


@given(data=st.binary(max_size=200))
def test_what_is_written_is_read_back_to_the_byte(tmp_path_factory, data):
    store = Store(tmp_path_factory.mktemp("store"))
    store.write("2026/11/a.md", data.decode("utf-8", "surrogateescape"))
    assert store.absolute("2026/11/a.md").read_bytes() == data
    assert store.open("2026/11/a.md").entry.text.encode("utf-8", "surrogateescape") == data


def test_new_files_and_folders_are_the_owners_alone(store):
    before = os.umask(0)
    try:
        store.write("2026/11/a.md", "x")
    finally:
        os.umask(before)
    assert mode(store.absolute("2026/11/a.md")) == 0o600
    assert {mode(store.absolute(path)) for path in ("2026", "2026/11")} == {0o700}


def test_a_file_that_is_replaced_keeps_its_permissions(store):
    put(store, "a.md", b"old").chmod(0o640)
    store.write("a.md", "new", against=digest(b"old"))
    assert mode(store.absolute("a.md")) == 0o640
    assert store.absolute("a.md").read_text() == "new"


@pytest.mark.parametrize(
    ("present", "against", "error"),
    [
        (b"mine", None, WouldOverwrite),
        (b"mine", digest(b"old"), ChangedMeanwhile),
        (None, digest(b"old"), ChangedMeanwhile),
    ],
)
def test_a_file_that_is_not_the_expected_one_is_not_replaced(store, present, against, error):
    if present:
        put(store, "a.md", present)
    with pytest.raises(error):
        store.write("a.md", "new", against=against)
    assert [path.read_bytes() for path in store.root.iterdir()] == ([present] if present else [])


def test_a_text_of_more_than_5_mib_is_refused(store):
    store.write("a.md", "x" * MAX_BYTES)
    with pytest.raises(Unusable, match="more than 5 MiB"):
        store.write("b.md", "x" * (MAX_BYTES + 1))
    assert paths(store) == ["a.md"]


@pytest.fixture
def full_disk():
    """No file can grow past 1,000 bytes, as on a disk that is full."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, before)


def test_a_write_that_fails_leaves_the_old_file_and_no_other(store, full_disk):
    put(store, "a.md", b"old")
    with pytest.raises(Unusable, match=r"cannot write .*a\.md"):
        store.write("a.md", "x" * 2000, against=digest(b"old"))
    assert store.absolute("a.md").read_bytes() == b"old"
    assert leftovers(store.root) == []


@pytest.mark.parametrize("call", ["fsync", "fchmod"])
@pytest.mark.parametrize(("number", "hint"), [(errno.ENOSPC, "free some space"), (errno.EROFS, "read-only")])
def test_a_failing_disk_is_said_in_words(store, monkeypatch, call, number, hint):
    def fail(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(Unusable, match=os.strerror(number)) as caught:
        write_durably(store.absolute("a.md"), b"x")
    assert hint in caught.value.hint
    assert list(store.root.iterdir()) == []


def test_an_interrupted_write_leaves_nothing(store, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_durably(store.absolute("a.md"), b"x")
    assert list(store.root.iterdir()) == []


def test_a_write_waits_for_the_file_then_renames_then_waits_for_the_folder(store, monkeypatch):
    done = []
    real = os.fsync

    def fsync(handle):
        is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        done.append(("folder" if is_folder else "file", store.absolute("a.md").exists()))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    store.write("a.md", "x")
    assert done == [("file", False), ("folder", True)]


def test_a_file_system_that_cannot_sync_folders_is_written_to_all_the_same(store, monkeypatch):
    real = os.fsync

    def fsync(handle):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "no")
        real(handle)

    monkeypatch.setattr(stores.os, "fsync", fsync)
    store.write("2026/a.md", "x")
    assert store.absolute("2026/a.md").read_text() == "x"


def test_a_long_name_leaves_room_for_the_temporary_one(store):
    name = "x" * 252 + ".md"
    store.write(name, "x")
    assert paths(store) == [name]


def test_a_file_in_the_way_of_a_folder_is_said_in_words(store):
    put(store, "2026")
    with pytest.raises(Unusable, match="2026"):
        store.write("2026/11/a.md", "x")


# Removing


def test_removing_takes_the_folders_it_leaves_empty(store):
    put(store, "2026/11/a.md")
    put(store, "2025/01/b.md")
    put(store, "2025/c.md")
    store.remove("2026/11/a.md", digest(b"x"))
    store.remove("2025/01/b.md", digest(b"x"))
    assert sorted(path.name for path in store.root.rglob("*")) == ["2025", "c.md"]


@pytest.mark.parametrize("present", [b"other", None])
def test_a_file_that_is_not_the_expected_one_is_not_removed(store, present):
    if present:
        put(store, "a.md", present)
    with pytest.raises(ChangedMeanwhile):
        store.remove("a.md", digest(b"x"))
    assert store.absolute("a.md").exists() == bool(present)


def test_folders_are_made_down_to_the_last(tmp_path):
    make_folder(tmp_path / "a/b/c")
    make_folder(tmp_path / "a/b/c")
    assert (tmp_path / "a/b/c").is_dir()


def test_an_attached_note_is_no_entry(learnlog, home):
    (home / "notes.md").write_text("attached")
    learnlog("add", "With a note", "--attach", "notes.md")
    assert len(learnlog("list").out.splitlines()) == 1


@pytest.mark.parametrize(
    ("given", "shown"),
    [("author: Ann Lee\n", "Ann Lee"), ("author: Anna Meyer\n", "ann-lee"), ("", "ann-lee")],
)
def test_a_colleague_is_who_the_folder_says(tmp_path, given, shown):
    (tmp_path / "ann-lee").mkdir()
    (tmp_path / "ann-lee" / "a.md").write_text(f"---\n{given}---\nx")
    entry = Store(tmp_path, hub="team").open("ann-lee/a.md").entry
    assert (entry.author, entry.values["author"]) == (shown, shown)
