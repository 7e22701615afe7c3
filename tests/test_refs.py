"""Naming an entry: the beginning of its id, a row's number, @last, a path."""

import os
import shlex
from dataclasses import dataclass, field

import pytest

from learnlog.errors import AmbiguousRef, NothingFound, Unusable
from learnlog.refs import Refs
from learnlog.store import Card, Store


@dataclass
class Catalogue:
    """An index without words."""

    stores: list[Store] = field(default_factory=list)

    def all(self):
        cards = [Card(store.open(path).entry, store.hub) for store in self.stores for path, _ in store.scan()]
        hubs = {}
        for card in cards:
            hubs.setdefault(card.entry.id, []).append(card.hub)
        return [
            card._replace(also=tuple(hub for hub in hubs[card.entry.id] if hub not in {None, card.hub}))
            for card in cards
        ]

    @property
    def is_empty(self):
        return not self.all()

    def beginning_with(self, prefix):
        return [card for card in self.all() if card.entry.id.startswith(prefix.lower())]

    def newest(self):
        own = [card for card in self.all() if card.hub is None]
        return max(own, key=lambda card: card.entry.date, default=None)


class World:
    def __init__(self, home):
        self.stores = [Store(home / "j"), Store(home / "h", "team"), Store(home / "c", "club")]
        self.catalogue = Catalogue(self.stores)
        self.refs = Refs(lambda: self.catalogue, self.stores, home / "rows/1.json", home)
        for store in self.stores:
            store.root.mkdir()

    def put(self, path, entry_id, date="2026-01-01", hub=None):
        (store,) = (store for store in self.stores if store.hub == hub)
        file = store.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\nid: {entry_id}\ndate: {date}\n---\n{path}\n")
        return file


@pytest.fixture
def world(home):
    made = World(home)
    made.put("a.md", "abc123")
    made.put("x/b.md", "abd456", "2026-02-02")
    made.put("lessons/c.md", "xyz789", hub="team")
    return made


def named(world, ref):
    located = world.refs.one(ref)
    return located.store.hub, located.entry.path


@pytest.mark.parametrize(
    ("ref", "place"),
    [
        ("abc", (None, "a.md")),
        ("ABC1", (None, "a.md")),
        ("abd456", (None, "x/b.md")),
        ("xyz", ("team", "lessons/c.md")),
        ("@last", (None, "x/b.md")),
        ("j/a.md", (None, "a.md")),
        ("./j/x/../a.md", (None, "a.md")),
        ("x/b.md", (None, "x/b.md")),
        ("~/h/lessons/c.md", ("team", "lessons/c.md")),
    ],
)
def test_an_entry_is_named_by(world, ref, place):
    assert named(world, ref) == place


@pytest.mark.parametrize(
    "ref", ["ab", "", "zzz", "7", "0", "@first", "nope.md", "/etc/passwd", "no/such.md", "\0/x"[1:]]
)
def test_what_names_nothing(world, ref):
    with pytest.raises(NothingFound):
        world.refs.one(ref)


def test_an_ambiguous_beginning_shows_the_candidates(world):
    world.put("d.md", "abc999")
    with pytest.raises(AmbiguousRef) as raised:
        world.refs.one("abc")
    assert raised.value.status == 3
    assert "abc123" in raised.value.hint
    assert "abc999" in raised.value.hint


def test_a_whole_id_is_that_one_though_another_begins_so(world):
    world.put("d.md", "abc1234")
    assert named(world, "abc123") == (None, "a.md")


def test_ones_own_lesson_and_its_published_copy_are_the_same(world):
    world.put("lessons/a.md", "abc123", hub="team")
    assert named(world, "abc") == (None, "a.md")


def test_a_lesson_in_two_hubs_is_the_one_in_the_first_of_them(world):
    world.put("ann/c.md", "xyz789", hub="club")
    assert named(world, "xyz") == ("team", "lessons/c.md")
    assert named(world, "club/xyz") == ("club", "ann/c.md")
    assert named(world, "team/XYZ789") == ("team", "lessons/c.md")


def test_candidates_are_named_so_that_they_can_be_told_apart(world):
    world.put("d.md", "xyz111")
    with pytest.raises(AmbiguousRef) as raised:
        world.refs.one("xyz")
    names = [line.split()[0] for line in raised.value.hint.splitlines()]
    assert sorted(names) == ["team/xyz789", "xyz111"]
    assert [world.refs.one(name).entry.id for name in names] == [name[-6:] for name in names]


def test_two_files_of_one_hub_with_one_id_are_told_apart_by_their_paths(world):
    world.put("bob/c.md", "xyz789", hub="team")
    with pytest.raises(AmbiguousRef, match="team/xyz fits 2 entries") as raised:
        world.refs.one("team/xyz")
    names = [line.split()[0] for line in raised.value.hint.splitlines()]
    assert sorted(names) == ["team/bob/c.md", "team/lessons/c.md"]
    assert sorted(named(world, name) for name in names) == [("team", "bob/c.md"), ("team", "lessons/c.md")]


def test_two_own_files_with_one_id_are_told_apart_by_their_paths(world):
    world.put("x/two words.md", "abc123")
    with pytest.raises(AmbiguousRef) as raised:
        world.refs.one("abc123")
    names = [shlex.split(line)[0] for line in raised.value.hint.splitlines()]
    assert sorted(named(world, name) for name in names) == [(None, "a.md"), (None, "x/two words.md")]


def test_a_lesson_is_named_by_its_path_in_the_hub(world):
    world.put("ann-lee/d.md", "ddd111", hub="club")
    assert named(world, "lessons/ann-lee/d.md") == ("club", "ann-lee/d.md")


def test_a_hub_that_does_not_have_it(world):
    with pytest.raises(NothingFound, match="no entry's id begins with club/xyz"):
        world.refs.one("club/xyz")


def test_the_copy_in_another_hub(world):
    world.put("ann/c.md", "xyz789", hub="club")
    located = world.refs.one("xyz")
    assert world.refs.in_hub(located, "club").store.hub == "club"
    assert world.refs.with_places(located).also == ("club",)
    with pytest.raises(NothingFound):
        world.refs.in_hub(world.refs.one("abc"), "club")


def test_rows_are_numbered_from_one(world):
    world.refs.remember(world.catalogue.beginning_with("ab")[:1] + world.catalogue.beginning_with("xyz"))
    assert named(world, "2") == ("team", "lessons/c.md")
    assert named(world, "02") == named(world, "2")
    with pytest.raises(NothingFound, match="no row 3"):
        world.refs.one("3")


def test_a_row_stays_its_entry_when_the_file_is_renamed_and_another_takes_its_place(world):
    world.refs.remember(world.catalogue.beginning_with("abc"))
    (world.stores[0].root / "a.md").rename(world.stores[0].root / "z.md")
    assert named(world, "1") == (None, "z.md")
    world.put("a.md", "other1")
    assert named(world, "1") == (None, "z.md")


def test_a_row_whose_entry_is_gone(world):
    world.refs.remember(world.catalogue.beginning_with("abc"))
    (world.stores[0].root / "a.md").unlink()
    with pytest.raises(NothingFound, match="no longer there"):
        world.refs.one("1")


@pytest.mark.parametrize(
    "noise",
    [
        b"",
        b"[",
        b"{}",
        b"[1]",
        b"\xff",
        b'{"sought": "", "rows": 1}',
        b'{"sought": "", "rows": [["team"]]}',
        b'{"sought": "", "rows": [["gone", "xyz", "c.md"]]}',
    ],
)
def test_rows_that_are_not_what_they_should_be_name_nothing(world, noise, home):
    (home / "rows").mkdir()
    (home / "rows/1.json").write_bytes(noise)
    with pytest.raises(NothingFound):
        world.refs.one("1")
    assert world.refs.sought("1") == ""


def test_a_row_tells_what_was_searched(world):
    world.refs.remember(world.catalogue.all(), "take back")
    assert [world.refs.sought(ref) for ref in ("2", "abc", "@last")] == ["take back", "", ""]
    world.refs.remember(world.catalogue.all())
    assert world.refs.sought("2") == ""


def test_lists_of_terminals_closed_long_ago_are_dropped(world, home):
    (home / "rows").mkdir()
    for number in range(60):
        (home / f"rows/old{number}.json").write_text("[]")
        os.utime(home / f"rows/old{number}.json", (number, number))
    world.refs.remember(world.catalogue.all())
    assert len(list((home / "rows").iterdir())) == 50
    assert named(world, "1")


def test_where_rows_cannot_be_kept_nothing_fails(world, home):
    (home / "rows").write_text("in the way")
    world.refs.remember(world.catalogue.all())


@pytest.mark.parametrize(
    "path", ["j/.git/config", "j/.learnlog/t.md", "j/plain.txt", "j/link.md", "j/fifo.md", "j/x"]
)
def test_what_is_no_entry_has_no_name(world, home, path):
    for folder in (".git", ".learnlog"):
        (home / "j" / folder).mkdir()
    for file in (".git/config", ".learnlog/t.md", "plain.txt"):
        (home / "j" / file).write_text("text")
    (home / "j/link.md").symlink_to("a.md")
    os.mkfifo(home / "j/fifo.md")
    with pytest.raises(NothingFound):
        world.refs.one(path)


def test_a_colleagues_lesson_is_not_ones_own(world):
    assert world.refs.own("abc").entry.id == "abc123"
    with pytest.raises(Unusable, match="only its author"):
        world.refs.own("xyz")


def test_an_empty_journal_has_no_last_entry(home):
    with pytest.raises(NothingFound, match="no entries yet"):
        World(home).refs.one("@last")


def test_rows_have_no_numbers_where_the_list_could_not_be_kept(learnlog, monkeypatch):
    """Else the numbers would be those of an older list, and `rm 1` would remove the wrong entry."""
    learnlog("add", "One")
    learnlog("list")
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert "cannot be written to" in learnlog("show", "1", status=1).err


@pytest.mark.parametrize("ref", ["~nosuch/x.md", "9" * 5000, "x/" * 200 + ".md"])
def test_strange_refs_end_in_words(ref, learnlog):
    learnlog("add", "One")
    assert "should not have happened" not in learnlog("show", ref, status=1).err
