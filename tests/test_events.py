"""What became of lessons, as the journal keeps it."""

import json
import os
import random
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog import events
from learnlog.errors import Unusable
from learnlog.events import Event
from learnlog.journal import Journal
from support import NOW, git

HELPED = Event(NOW, "helped", "k3f9q2x7ab")
MACHINE = "m000000001"
FILE = f".learnlog/events/{MACHINE}.jsonl"


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal", NOW, lambda said: None)


def note(journal, event=HELPED, machine=MACHINE):
    with journal.change("helped k3f9: Undo") as change:
        events.append(change, machine, event)


def put(journal, data, file=FILE):
    path = journal.root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def line_of(**values):
    told = {"time": "2026-11-23T14:30:15+01:00", "event": "helped", "entry": "k3f9q2x7ab", "hub": None}
    return json.dumps(told | values).encode() + b"\n"


def test_an_event_is_one_line_as_the_format_says(journal):
    note(journal)
    note(journal, replace(HELPED, kind="outdated", hub="team", note="gone in 3.0"))
    first, second = map(json.loads, (journal.root / FILE).read_text().splitlines())
    assert first == {
        "time": "2026-11-23T14:30:15+01:00",
        "event": "helped",
        "entry": "k3f9q2x7ab",
        "hub": None,
    }
    assert (second["event"], second["hub"], second["note"]) == ("outdated", "team", "gone in 3.0")


def test_what_is_appended_is_read_oldest_first_from_every_machine(journal):
    later = replace(HELPED, time=NOW.replace(year=2027), note="again")
    note(journal, later)
    note(journal, HELPED, machine="other00001")
    assert events.read(journal.root) == [HELPED, later]


def test_an_event_is_one_commit_of_its_file_alone(journal):
    note(journal)
    (journal.root / "staged.md").write_text("staged")
    git(journal.root, "add", "staged.md")
    note(journal)
    assert git(journal.root, "show", "--format=%s", "--name-only", "HEAD").split("\n") == [
        "helped k3f9: Undo",
        "",
        FILE,
    ]
    assert git(journal.root, "rev-list", "--count", "HEAD") == "2"


def test_half_a_line_is_ended_and_skipped(journal):
    put(journal, line_of()[:-20])
    note(journal)
    assert events.read(journal.root) == [HELPED]
    assert (journal.root / FILE).read_bytes().count(b"\n") == 2


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"<<<<<<< HEAD\n",
        b"\xff\xfe\x00\n",
        b"[" * 100_000 + b"\n",
        b"9" * 10_000 + b"\n",
        b'["helped"]\n',
        line_of(event="applauded"),
        line_of(event=["helped"]),
        line_of(entry=""),
        line_of(entry=7),
        line_of(time="yesterday"),
        line_of(time="2026-11-23T14:30:15"),
        line_of(time=None),
    ],
)
def test_what_is_no_event_is_skipped(journal, line):
    put(journal, line + line_of() + line)
    assert events.read(journal.root) == [HELPED]
    assert events.confirmed(journal.root) == {"k3f9q2x7ab": (1, "2026-11-23")}


@given(st.binary(max_size=200) | st.dictionaries(st.text(), st.text()).map(lambda it: line_of(**it)))
def test_reading_never_fails(tmp_path_factory, data):
    journal = Journal(tmp_path_factory.mktemp("journal"), NOW, lambda said: None)
    put(journal, data)
    assert all(isinstance(event, Event) for event in events.read(journal.root))


def test_other_keys_and_odd_values_do_no_harm(journal):
    put(journal, line_of(hub=7, note=[], mood="glad"))
    assert events.read(journal.root) == [HELPED]


def test_links_pipes_and_folders_are_not_read(journal, tmp_path):
    outside = tmp_path / "outside"
    outside.write_bytes(line_of())
    folder = put(journal, b"").parent
    (folder / "link.jsonl").symlink_to(outside)
    (folder / "folder.jsonl").mkdir()
    os.mkfifo(folder / "pipe.jsonl")
    assert events.read(journal.root) == []


@pytest.mark.parametrize("link", [".learnlog", ".learnlog/events"])
def test_nothing_is_written_out_of_the_journal(journal, tmp_path, link):
    outside = tmp_path / "outside"
    outside.mkdir()
    journal.begin()
    (journal.root / link).parent.mkdir(exist_ok=True)
    (journal.root / link).symlink_to(outside)
    with pytest.raises(Unusable, match="leads out of the journal"):
        note(journal)
    assert list(outside.iterdir()) == []


def test_there_is_nothing_to_read_without_a_journal(tmp_path):
    assert events.read(tmp_path / "none") == []
    assert events.confirmed(tmp_path / "none") == {}


def test_only_what_helped_confirms(journal):
    put(
        journal,
        line_of() * 2 + line_of(event="accepted") + line_of(entry="z", note="helped", event="repeated"),
    )
    put(journal, line_of() + line_of(entry="hubs000000", hub="team"), ".learnlog/events/other.jsonl")
    assert events.confirmed(journal.root) == {
        "k3f9q2x7ab": (3, "2026-11-23"),
        "hubs000000": (1, "2026-11-23"),
    }


@pytest.mark.parametrize("kind", ["did-not-work", "outdated"])
def test_what_helped_before_the_person_said_otherwise_counts_no_more(journal, kind):
    put(journal, line_of(time="2026-11-25T09:00:00+01:00"))
    put(journal, line_of() + line_of(event=kind, time="2026-11-24T09:00:00Z"), ".learnlog/events/other.jsonl")
    assert events.confirmed(journal.root) == {"k3f9q2x7ab": (1, "2026-11-25")}
    put(journal, line_of())
    assert (events.confirmed(journal.root), events.last_helped(journal.root)) == ({}, {})


@pytest.mark.parametrize("programs", [os.environ["PATH"], "/none"], ids=["git", "without git"])
def test_many_processes_at_once_lose_nothing(journal, programs):
    script = (
        "import sys; from pathlib import Path; sys.path[:0] = sys.argv[2:]\n"
        "from test_events import *\n"
        "journal = Journal(Path(sys.argv[1]), NOW, lambda said: None)\n"
        "for _ in range(20): note(journal)\n"
    )
    command = [sys.executable, "-c", script, str(journal.root), *sys.path]
    environment = {**os.environ, "PATH": programs}
    running = [subprocess.Popen(command, env=environment) for _ in range(4)]
    assert [each.wait(timeout=120) for each in running] == [0] * 4
    assert events.read(journal.root) == [HELPED] * 80


def test_a_machine_keeps_its_id(tmp_path):
    file = tmp_path / "data/machine"
    first = events.machine_id(file, random.Random(1))
    assert events.machine_id(file, random.Random(2)) == first
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("damage", [b"", b"\xff\n", b"../../../x\n", b"short\n"])
def test_a_damaged_id_is_made_anew(tmp_path, damage):
    file = tmp_path / "machine"
    file.write_bytes(damage)
    made = events.machine_id(file, random.Random(1))
    assert len(made) == 10
    assert events.machine_id(file, random.Random(2)) == made
