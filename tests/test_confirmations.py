"""How often lessons were confirmed, as it is counted and kept."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog import confirmations
from learnlog.config import HubSettings
from learnlog.confirmations import ONESELF, Confirmed, Confirmers, Tally, together
from learnlog.hub import Hub, exchange, layout
from learnlog.hub.exchange import Line
from support import git
from test_hub import ABOUT, lesson, put

LESSON = "k3f9q2x7ab"


@pytest.fixture
def remote(home):
    git(home, "init", "--quiet", "--bare", "-b", "main", "remote.git")
    return home / "remote.git"


@pytest.fixture
def tally(home, remote):
    """Pull a hub with one lesson of Bob's and these responses (name of the file: kind); what is counted."""
    hub = Hub("team", HubSettings(str(remote), "Ann Lee", "a@learnlog.invalid"), home / "hubs/team")

    def pull(**responses):
        said = {
            f"responses/{LESSON}/{name.replace('_', '-')}.md": f"---\nkind: {kind}\n---\n".encode()
            for name, kind in responses.items()
        }
        put(remote, {layout.ABOUT: ABOUT, f"lessons/bob/{LESSON}-x.md": lesson(LESSON), **said})
        exchange.pull(hub, Line(20, lambda _seconds: None, Random(1)))
        return confirmations.read(hub.tally)

    return pull


def test_each_person_counts_once_and_the_last_day_is_known(tally):
    found = tally(
        **{"20261121T100000Z_cy_aaaa": "helped", "20261001T100000Z_cy_bbbb": "helped"},
        **{"20261120T100000Z_di_aaaa": "helped"},
    )
    assert found.who(LESSON).counted == (2, "2026-11-21")


def test_the_author_does_not_count(tally):
    assert tally(**{"20261121T100000Z_bob_aaaa": "helped"}).who(LESSON) == Confirmers()


def test_those_without_a_name_count_once(tally):
    found = tally(**{f"20261121T000000Z_anonymous_aaa{number}": "helped" for number in range(3)})
    assert len(found.who(LESSON).people) == 1


def test_only_what_helped_confirms(tally):
    found = tally(**{"20261121T100000Z_cy_aaaa": "did-not-work", "20261121T100000Z_di_aaaa": "reply"})
    assert (found.who(LESSON).counted, found.responses) == (None, {LESSON: 2})


def test_what_a_person_said_last_counts(tally):
    found = tally(
        **{"20261121T100000Z_cy_aaaa": "helped", "20261122T100000Z_cy_bbbb": "outdated"},
        **{"20261121T100000Z_di_aaaa": "did-not-work", "20261122T100000Z_di_bbbb": "helped"},
    )
    assert found.who(LESSON).counted == (1, "2026-11-22")


def test_what_is_said_without_a_name_takes_back_nothing(tally):
    names = [f"2026112{day}T000000Z_anonymous_aaa{day}" for day in range(1, 4)]
    found = tally(**dict(zip(names, ["helped", "did-not-work", "reply"], strict=True)))
    assert found.who(LESSON).counted == (1, "2026-11-21")


def test_the_author_does_not_count_and_oneself_is_known(tally):
    found = tally(**{f"20261121T100000Z_{name}_aaaa": "helped" for name in ("bob", "ann-lee")})
    assert found.who(LESSON).people == {ONESELF}


def test_it_is_counted_again_when_more_came(tally):
    tally(**{"20261121T100000Z_cy_aaaa": "helped"})
    found = tally(**{"20261121T100000Z_di_aaaa": "helped"})
    assert len(found.who(LESSON).people) == 2


def test_it_is_read_as_it_was_written(tmp_path):
    tally = Tally("abc", {LESSON: [[ONESELF, "bob"], "2026-10-02"]}, {LESSON: 5})
    confirmations.write(tmp_path / "tally.json", tally)
    found = confirmations.read(tmp_path / "tally.json")
    assert found == tally
    assert found.who(LESSON) == Confirmers(frozenset({ONESELF, "bob"}), "2026-10-02")


@given(st.binary(max_size=80) | st.sampled_from([b"[]", b'{"commit":"a","confirmers":[],"responses":{}}']))
def test_whatever_the_file_holds_reading_it_does_not_fail(tmp_path_factory, data):
    file = tmp_path_factory.getbasetemp() / "tally.json"
    file.write_bytes(data)
    assert confirmations.read(file) == Tally()


@pytest.mark.parametrize("told", [None, 3, [], [["bob"]], [[3], "2026-10-02"], ["bob", "2026-10-02"], {}])
def test_what_is_no_count_is_none(told):
    assert Tally("abc", {LESSON: told}).who(LESSON).counted is None


def test_people_of_one_folder_are_one_person_in_all_hubs():
    team = Tally("a", {LESSON: [[ONESELF, "bob"], "2026-10-02"]})
    club = Tally("b", {LESSON: [["bob", "cy", "anonymous"], "2026-11-01"]})
    who = together([team, club, Tally()], LESSON)
    assert who.counted == (4, "2026-11-01")
    assert together([], LESSON).counted is None


def test_both_together():
    assert Confirmed(2, "2026-10-02").and_also(Confirmed(1, "2026-11-01")) == (3, "2026-11-01")
    assert str(Confirmed(3, "2026-10-02").and_also(None)) == "helped 3×, last 2026-10-02"
