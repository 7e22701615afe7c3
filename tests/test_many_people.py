"""Twenty people, three hubs: whatever is done in whatever order, everything stays whole and nothing is lost.

Real repositories, in process. A model keeps what each person published, took back and said. `LEARNLOG_SOAK`
names seconds to go on for, with other orders each time: `make soak`.
"""

import contextlib
import fcntl
import inspect
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from learnlog import publish, query, respond
from learnlog.config import HubSettings
from learnlog.entry import Entry, compose, new_id, path_for
from learnlog.errors import RemoteFailed
from learnlog.guard import NO_NAMES
from learnlog.hub import Hub, exchange, layout
from learnlog.hub.exchange import Line
from learnlog.index import Index
from learnlog.journal import Journal
from learnlog.publish import Selection
from learnlog.query import Filters
from learnlog.response import Kind, Response
from learnlog.store import Card, Store
from support import git

PEOPLE, HUBS = 20, 3
SOAK = float(os.environ.get("LEARNLOG_SOAK", "0"))  # read here, since tests run sealed
NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
ACTS = [  # the more often, the more often it is named
    *("write", "edit", "edit", "publish", "publish", "publish", "publish_at_the_same_time"),
    *("publish_at_the_same_time", "retract", "retract", "say", "say", "pull", "be_offline", "look"),
]
SAYING = (Kind.HELPED, Kind.OUTDATED, Kind.REPLY)

DONE: Counter[str] = Counter()  # what was tried in all, for the figures of a long run


class Person:
    """One of them: a journal, clones of hubs, and how they reach those."""

    def __init__(self, root: Path, number: int, remotes: list[Path]) -> None:
        self.name = f"Ann Number {number}"
        self.root = root / f"person{number}"
        self.random = random.Random(number)
        self.now = NOW
        self.journal = Journal(self.root / "journal", NOW, lambda _: None)
        self.line = Line(20, lambda _: None, self.random)
        address = f"ann{number}@learnlog.invalid"
        self.hubs = [
            Hub(f"hub{at}", HubSettings(str(remote), self.name, address), self.root / "hubs" / f"hub{at}")
            for at, remote in enumerate(remotes)
        ]
        self.waiting: list[Counter[tuple[str, str]]] = [Counter() for _ in remotes]  # as the model has it
        self.index = Index(self.root / "cache", [self.journal.store, *map(self.store, self.hubs)], None)

    @staticmethod
    def store(hub: Hub) -> Store:
        return Store(hub.files, hub=hub.name)

    @property
    def author(self) -> str:
        return self.hubs[0].author

    def entries(self) -> list[Entry]:
        """Their own, in the order of paths."""
        paths = sorted(path for path, _ in self.journal.store.scan())
        return [self.journal.store.open(path).entry for path in paths]

    def write(self, title: str) -> None:
        entry_id = new_id(self.random)
        fields = {"id": entry_id, "title": title, "date": self.now, "tags": ["work"]}
        with self.journal.change(f"add {entry_id}") as change:
            change.write(path_for(entry_id, title, self.now), compose(fields, "It works.\n"))

    def edit(self, which: int, words: str) -> None:
        found = self.entries()
        old = self.journal.store.open(found[which % len(found)].path)
        with self.journal.change(f"edit {old.entry.id}") as change:
            change.write(old.entry.path, f"{old.entry.text}{words}\n", old.digest)

    def publish(self, at: int, chosen: Entry, meanwhile=lambda: None) -> None:
        """Publish one entry; `meanwhile` comes to pass between looking at the hub and pushing to it."""
        hub, cards = self.hubs[at], [Card(entry, None) for entry in self.entries()]
        exchange.pull(hub, self.line)
        selection = Selection([chosen], self.journal.store, cards)
        tree = hub.tree()
        plan = publish.prepare(hub, tree, selection)
        if plan.leaving:
            send = partial(self.send, hub, meanwhile=meanwhile)
            publish.apply(plan, hub, tree, selection, agree=lambda _: None, send=send)

    def retract(self, at: int, entry_id: str, meanwhile=lambda: None) -> None:
        hub = self.hubs[at]
        exchange.pull(hub, self.line)
        publish.retract(hub, entry_id, when=self.now, send=partial(self.send, hub, meanwhile=meanwhile))

    def say(self, at: int, lesson: str, kind: Kind, words: str) -> RemoteFailed | None:
        response = Response(lesson, kind, self.author, self.now, words)
        return respond.say(self.hubs[at], response, random=self.random, send=self.sent, names=NO_NAMES)

    def pull(self, at: int) -> None:
        exchange.pull(self.hubs[at], self.line)
        respond.send_all(self.hubs[at], send=self.sent, names=NO_NAMES, when=self.now)

    def sent(self, hub: Hub, make, when):
        return exchange.send(hub, self.line, make, when)

    def send(self, hub: Hub, make, meanwhile):
        """As `exchange.send`, with `meanwhile` once, when it has looked at the hub and not pushed yet."""
        left = [meanwhile]

        def interrupted(tree):
            outgoing = make(tree)
            if left:
                left.pop()()
            return outgoing

        return exchange.send(hub, self.line, interrupted, self.now)


class ManyPeople(RuleBasedStateMachine):
    """The people, the hubs, and what ought to be there."""

    @initialize(dice=st.randoms(use_true_random=True))
    def begin(self, dice: random.Random) -> None:
        self.dice = dice
        self.root = Path(tempfile.mkdtemp(prefix="people"))
        self.remotes = [self.root / f"hub{at}.git" for at in range(HUBS)]
        for remote in self.remotes:
            git(self.root, "init", "--quiet", "--bare", "-b", "main", remote.name)
        self.people: dict[int, Person] = {}
        self.lessons: list[dict[tuple[str, str], str]] = [{} for _ in range(HUBS)]  # (author, id) → body
        self.stones: list[set[tuple[str, str]]] = [set() for _ in range(HUBS)]
        self.said: list[Counter[tuple[str, str]]] = [Counter() for _ in range(HUBS)]  # (author, lesson)
        self.looked_at: list[str] = [""] * HUBS
        self.words = 0

    def person(self, number: int) -> Person:
        if number not in self.people:
            self.people[number] = Person(self.root, number, self.remotes)
            self.people[number].write(f"The first of {number}")
        found = self.people[number]
        found.now += timedelta(minutes=1)
        return found

    def done(self, what: str) -> str:
        DONE[what] += 1
        self.words += 1
        return f"words {self.words}"

    def published(self, person: Person, at: int, chosen: Entry) -> None:
        """Note in the model that this entry is now in the hub as it is in the journal."""
        self.lessons[at][person.author, chosen.id] = chosen.body
        self.stones[at].discard((person.author, chosen.id))

    @rule()
    def act(self) -> None:
        """Let one of them do something. The dice are thrown here: hypothesis likes to repeat what it drew."""
        others = [self.dice.randrange(PEOPLE) for _ in range(self.dice.randint(1, 3))]
        given = {
            "who": self.dice.randrange(PEOPLE),
            "others": others,
            "other": others[0],
            "at": self.dice.randrange(HUBS),
            "which": self.dice.randrange(10_000),
        }
        do = getattr(self, self.dice.choice(ACTS))
        do(**{name: given[name] for name in inspect.signature(do).parameters})

    def write(self, who: int) -> None:
        self.person(who).write(self.done("write"))

    def edit(self, who: int, which: int) -> None:
        self.person(who).edit(which, self.done("edit"))

    def publish(self, who: int, at: int, which: int) -> None:
        self.done("publish")
        person = self.person(who)
        chosen = person.entries()[which % len(person.entries())]
        person.publish(at, chosen)
        self.published(person, at, chosen)

    def publish_at_the_same_time(self, who: int, others: list[int], at: int, which: int) -> None:
        """What the others do gets there while the first has looked at the hub and not pushed yet."""
        self.done("publish at the same time")
        person = self.person(who)
        chosen = person.entries()[which % len(person.entries())]
        person.publish(
            at, chosen, lambda: [self.publish(other, at, which) for other in others if other != who]
        )
        self.published(person, at, chosen)

    def retract(self, who: int, other: int, at: int, which: int) -> None:
        """Take a lesson back, of those that are there, while somebody else publishes."""
        person = self.person(who)
        own = sorted(entry_id for author, entry_id in self.lessons[at] if author == person.author)
        if own:
            self.done("retract")
            chosen = own[which % len(own)]
            person.retract(at, chosen, lambda: self.publish(other, at, which) if other != who else None)
            del self.lessons[at][person.author, chosen]
            self.stones[at].add((person.author, chosen))

    def say(self, who: int, at: int, which: int) -> None:
        """Say something to a lesson as this person has pulled it; it may be gone by now."""
        person = self.person(who)
        seen = (
            sorted(listed.id for listed in person.hubs[at].tree().lessons) if person.hubs[at].is_here else []
        )
        if seen:
            words = self.done("say")
            chosen = seen[which % len(seen)]
            assert person.say(at, chosen, SAYING[which % len(SAYING)], words) is None
            self.arrived(person, at)
            self.said[at][person.author, chosen] += 1

    def pull(self, who: int, at: int) -> None:
        self.done("pull")
        person = self.person(who)
        person.pull(at)
        self.arrived(person, at)

    def be_offline(self, who: int, at: int, which: int) -> None:
        """Without the hub nothing is published, and what is said waits."""
        self.done("offline")
        person = self.person(who)
        here = person.hubs[at].is_here
        seen = [listed.id for listed in person.hubs[at].tree().lessons] if here else []
        remote = self.remotes[at]
        remote.rename(remote.with_name("away"))
        with pytest.raises(RemoteFailed):
            person.publish(at, person.entries()[which % len(person.entries())])
        with pytest.raises(RemoteFailed):
            exchange.pull(person.hubs[at], person.line)
        if seen:
            chosen = seen[which % len(seen)]
            assert person.say(at, chosen, Kind.HELPED, "offline") is not None
            person.waiting[at][person.author, chosen] += 1
        remote.with_name("away").rename(remote)

    def arrived(self, person: Person, at: int) -> None:
        """Note in the model that what waited for this hub is there."""
        self.said[at] += person.waiting[at]
        person.waiting[at].clear()

    def look(self, who: int) -> None:
        """The index finds what the person has and what they pulled, and nothing else."""
        self.done("look")
        self.check_index(self.person(who))

    @invariant()
    def hubs_are_what_was_published(self) -> None:
        for at, remote in enumerate(self.remotes):
            head = git(remote, "for-each-ref", "--format=%(objectname)")
            if head and head != self.looked_at[at]:
                self.check_hub(at)
                self.looked_at[at] = head

    def check_hub(self, at: int) -> None:
        remote = self.remotes[at]
        paths = git(remote, "ls-tree", "-r", "--name-only", "HEAD").split("\n")
        found = sorted((place[0], place[1][:10]) for path in paths if (place := layout.lesson_at(path)))
        assert found == sorted(self.lessons[at])
        stones = {
            (path.split("/")[1], path.split("/")[2][:10]) for path in paths if path.endswith(".retracted")
        }
        assert stones == self.stones[at]
        said = Counter((place.author, place.lesson) for path in paths if (place := layout.response_at(path)))
        assert said == self.said[at]
        readme = git(remote, "show", "HEAD:README.md").partition("## By author")[2]
        linked = sorted(path for path in paths if f"]({path})" in readme)
        assert linked == sorted(path for path in paths if layout.lesson_at(path))
        assert readme.count("\n- [") == len(linked)

    def check_index(self, person: Person) -> None:
        person.index.catch_up(no_progress)
        there = {hub.name: {each.id for each in hub.tree().lessons} for hub in person.hubs if hub.is_here}
        for scope, expected in {"mine": {each.id for each in person.entries()}, **there}.items():
            hits = person.index.find(query.parse("works", now=NOW), Filters(scope)).hits
            assert (scope, sorted(hit.row.id for hit in hits)) == (scope, sorted(expected))

    def teardown(self) -> None:
        try:
            for at in range(HUBS):
                self.check_past(at)
            for person in self.people.values():
                self.check_person(person)
        finally:
            shutil.rmtree(self.root, ignore_errors=True)

    def check_past(self, at: int) -> None:
        """Each file but README.md was only ever written by one person, and the repository is whole."""
        remote = self.remotes[at]
        if not git(remote, "for-each-ref"):
            return
        writers: dict[str, set[str]] = {}
        for part in git(remote, "log", "--format=%x00%ae", "--name-only", "--no-renames").split("\0")[1:]:
            address, *paths = part.split()
            for path in paths:
                writers.setdefault(path, set()).add(address)
        del writers["README.md"]
        assert {path: each for path, each in writers.items() if len(each) > 1} == {}
        git(remote, "fsck", "--strict")
        DONE["commits in hubs"] += int(git(remote, "rev-list", "--count", "HEAD"))

    def check_person(self, person: Person) -> None:
        """They are up to date after a pull, find what is there, and nothing is left half done."""
        for at, hub in enumerate(person.hubs):
            if hub.is_here:
                person.pull(at)
                self.arrived(person, at)
                lessons = [person.store(hub).open(path).entry for path, _ in person.store(hub).scan()]
                bodies = {(lesson.path.split("/")[0], lesson.id): lesson.body for lesson in lessons}
                assert bodies == self.lessons[at]
                assert not list(hub.outbox.folder.glob("*/*"))
                git(hub.root, "fsck", "--strict")
                assert is_free(hub.lock)
        self.check_index(person)
        assert git(person.journal.root, "status", "--porcelain") == ""
        git(person.journal.root, "fsck", "--strict")
        assert [path for path in person.root.rglob("*.lock") if "/.git/" in f"{path}"] == []
        assert not list(person.root.rglob("tmp_*"))
        DONE["commits in journals"] += int(git(person.journal.root, "rev-list", "--count", "HEAD"))


@contextlib.contextmanager
def no_progress(_label, _total):
    yield lambda: None


def is_free(lock: Path) -> bool:
    """Whether nobody holds the lock."""
    handle = os.open(lock, os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def run(examples: int, steps: int, *, seeded: bool) -> None:
    """Go through so many orders of so many steps."""
    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=seeded,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(ManyPeople, settings=how)


def test_twenty_people_and_three_hubs():
    run(examples=2, steps=30, seeded=True)


@pytest.mark.skipif(not SOAK, reason="a long run: make soak")
def test_many_people_for_a_long_time():
    DONE.clear()
    end = time.monotonic() + SOAK
    while time.monotonic() < end:
        run(examples=1, steps=100, seeded=False)
    sys.stdout.write(json.dumps(DONE, indent=2))
