import subprocess
import sys
from datetime import timedelta

import pytest

from learnlog import usage
from support import NOW

NOTE = """import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from learnlog import usage
now = datetime(2026, 11, 23, tzinfo=timezone(timedelta(hours=1)))
for number in range(50):
    usage.note_asked(Path(sys.argv[1]), f"{sys.argv[2]}-{number}", now)
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "data/usage.json"


def test_when_it_was_asked_is_kept_for_the_owner_alone(file):
    usage.note_asked(file, "k3f9", NOW)
    usage.note_asked(file, "zzzz", NOW + timedelta(hours=1))
    assert usage.asked(file) == {"k3f9": NOW, "zzzz": NOW + timedelta(hours=1)}
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_of_several_who_note_at_once_none_is_lost(file):
    started = [subprocess.Popen([sys.executable, "-c", NOTE, file, name]) for name in "abcd"]
    assert [process.wait() for process in started] == [0, 0, 0, 0]
    assert len(usage.asked(file)) == 200


def test_what_is_long_past_is_dropped(file):
    usage.note_asked(file, "old0", NOW - timedelta(days=3))
    usage.note_asked(file, "k3f9", NOW)
    assert list(usage.asked(file)) == ["k3f9"]


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"7", b'{"asked": []}', b'{"asked": {"k": 1}}', b'{"asked": {"k": "x"}}', b"\xff"],
)
def test_a_damaged_record_is_as_good_as_none(file, damage):
    file.parent.mkdir()
    file.write_bytes(damage)
    assert usage.asked(file) == {}
    usage.note_asked(file, "k3f9", NOW)
    assert usage.asked(file) == {"k3f9": NOW}


def test_without_a_record_nothing_was_asked(file):
    assert usage.asked(file) == {}
