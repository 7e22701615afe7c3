from datetime import UTC, datetime

import pytest

from learnlog.cli import hubfacts
from learnlog.hub import Hub
from learnlog.hubsettings import HubSettings

NOW = datetime(2026, 11, 23, tzinfo=UTC)
TEAM = HubSettings(
    "git@git.example.org:us/lessons.git",
    "Ann Lee",
    "ann-lee@learnlog.invalid",
    "CC-BY-4.0",
    ("lesson", "decision"),
    "tag:git status:proven",
)


def listed(tmp_path, width, **names):
    hubs = [hubfacts.facts_of(Hub(name, settings, tmp_path / name)) for name, settings in names.items()]
    return list(hubfacts.listed(hubs, NOW, width))


def test_a_list_has_names_in_a_column_of_their_own(tmp_path):
    lines = listed(tmp_path, 140, team=TEAM, a=TEAM._replace(read_only=True))
    assert lines[0].startswith("team  not pulled yet · as Ann Lee <ann-lee@learnlog.invalid> · git@git")
    assert [line[:6] for line in lines] == ["team  ", "      ", "a     ", "      "]
    assert "read-only · your license CC-BY-4.0" in lines[-2] + lines[-1]


@pytest.mark.parametrize(("width", "lines"), [(60, 4), (80, 3), (140, 2)])
def test_a_list_is_as_wide_as_the_terminal(tmp_path, width, lines):
    found = listed(tmp_path, width, team=TEAM)
    assert max(map(len, found)) <= width
    assert len(found) == lines


def test_what_is_wider_than_the_terminal_stays_whole():
    assert hubfacts.packed(["aa", "b" * 9, "c", "d"], 5) == ["aa", "b" * 9, "c · d"]


def test_wide_characters_are_counted_as_they_are_shown():
    assert hubfacts.packed(["李明", "李明"], 10) == ["李明", "李明"]
    assert hubfacts.packed(["李明", "李明"], 11) == ["李明 · 李明"]
