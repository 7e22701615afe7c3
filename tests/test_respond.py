"""Saying something to a lesson: over real repositories, which can be away, or end a command half way."""

import random
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import partial

import pytest

from learnlog import respond
from learnlog.config import HubSettings
from learnlog.errors import RemoteFailed, Unusable
from learnlog.guard import NO_NAMES, Names
from learnlog.hub import Hub, exchange, layout, said
from learnlog.hub.exchange import Line
from learnlog.response import NOBODY, Kind, Response
from support import git
from test_hub import ABOUT, files_of, lesson, put

NOW = datetime(2026, 11, 23, 23, 30, 15, tzinfo=timezone(timedelta(hours=-5)))
LESSON = "k3f9q2x7ab"
HELPED = Response(LESSON, Kind.HELPED, "ann-lee", NOW, "On 3.12 too.", 2)
UNNAMED = replace(HELPED, author=NOBODY, text="Thanks.")
LINE = Line(20, lambda _seconds: None, random.Random(1))


def send(hub, make, when):
    return exchange.send(hub, LINE, make, when)


@pytest.fixture
def remote(home):
    git(home, "init", "--quiet", "--bare", "-b", "main", "remote.git")
    put(home / "remote.git", {layout.ABOUT: ABOUT, f"lessons/bob/{LESSON}-x.md": lesson(LESSON)})
    return home / "remote.git"


@pytest.fixture
def hub(home, remote):
    settings = HubSettings(str(remote), "Ann Lee", "ann-lee@learnlog.invalid")
    hub = Hub("team", settings, home / "hubs" / "team")
    exchange.add(hub, LINE)
    return hub


@pytest.fixture
def say(hub):
    return partial(respond.say, hub, random=random.Random(2), send=send, names=NO_NAMES)


@pytest.fixture
def away(remote):
    """The remote cannot be reached; the result brings it back."""
    elsewhere = remote.with_name("elsewhere")
    remote.rename(elsewhere)
    return lambda: elsewhere.rename(remote)


def texts(hub):
    return [response.text for response in said(hub.tree()).get(LESSON, [])]


def responses(remote):
    return [path for path in files_of(remote) if path.startswith(layout.RESPONSES)]


def test_what_is_said_is_in_the_hub_and_waits_no_longer(hub, say):
    assert say(HELPED) is None
    assert said(hub.tree()) == {LESSON: [replace(HELPED, date=NOW.astimezone(UTC))]}
    assert hub.outbox.paths() == []


def test_a_remote_that_is_away_gets_it_with_the_next_thing_said(hub, say, away):
    assert isinstance(say(HELPED), RemoteFailed)
    assert len(hub.outbox.paths()) == 1
    away()
    assert say(replace(HELPED, kind=Kind.REPLY, text="And so?")) is None
    assert sorted(texts(hub)) == ["And so?", "On 3.12 too."]


def test_what_waits_is_sent_in_one_commit(hub, say, away, remote):
    for text in "abc":
        say(replace(HELPED, text=text))
    away()
    assert respond.send_all(hub, send=send, names=NO_NAMES, when=NOW) == 3
    assert git(remote, "log", "-1", "--format=%s") == f"3 responses to {LESSON[:4]}"
    assert len(responses(remote)) == 3


def test_only_the_owner_reads_what_waits(hub, say, away):
    say(HELPED)
    files = [hub.outbox.folder, *hub.outbox.folder.rglob("*")]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o700, 0o600}


class Killed(BaseException):
    """The end of a command, at any place."""


def test_killed_before_it_is_sent_it_goes_the_next_time(hub, say):
    def killed(*_given):
        raise Killed

    with pytest.raises(Killed):
        say(HELPED, send=killed)
    respond.send_all(hub, send=send, names=NO_NAMES, when=NOW)
    assert texts(hub) == ["On 3.12 too."]


def test_killed_after_the_push_it_is_not_sent_again(hub, say, remote):
    def killed(*given):
        before = hub.tree().commit
        send(*given)
        hub.adopt(before)  # as if it had not come to that
        raise Killed

    with pytest.raises(Killed):
        say(HELPED, send=killed)
    commits = git(remote, "rev-list", "--count", "HEAD")
    assert respond.send_all(hub, send=send, names=NO_NAMES, when=NOW + timedelta(hours=1)) == 1
    assert (len(responses(remote)), git(remote, "rev-list", "--count", "HEAD")) == (1, commits)
    assert hub.outbox.paths() == []


def test_what_another_command_has_just_sent_is_not_sent_again(hub, say, away, remote):
    say(HELPED)
    away()

    def outrun(each, make, when):
        respond.send_all(hub, send=send, names=NO_NAMES, when=NOW)
        return send(each, make, when)

    respond.send_all(hub, send=outrun, names=NO_NAMES, when=NOW)
    assert len(responses(remote)) == 1


def test_without_a_name_it_is_committed_as_nobody_at_no_time_of_day(hub, say, remote):
    say(UNNAMED)
    (path,) = responses(remote)
    assert layout.response_at(path) == (LESSON, NOBODY, datetime(2026, 11, 24, tzinfo=UTC))
    who = "anonymous <anonymous@learnlog.invalid> 2026-11-24T00:00:00+00:00"
    assert git(remote, "log", "-1", "--format=%an <%ae> %aI%n%cn <%ce> %cI") == f"{who}\n{who}"


def test_without_a_name_it_goes_in_no_push_with_what_carries_one(hub, say, away, remote):
    say(HELPED)
    say(UNNAMED)
    away()
    assert respond.send_all(hub, send=send, names=NO_NAMES, when=NOW) == 1
    assert texts(hub) == ["On 3.12 too."]
    assert respond.send_all(hub, send=send, names=NO_NAMES, when=NOW) == 1
    assert git(remote, "log", "-2", "--format=%an") == "anonymous\nAnn Lee"


def test_saying_something_without_a_name_sends_nothing_with_one(hub, say, away):
    say(HELPED)
    away()
    say(UNNAMED)
    assert texts(hub) == ["Thanks."]


def test_what_waits_is_looked_at_again_and_what_must_not_leave_waits_on(hub, say, away, remote):
    say(replace(HELPED, text="Acme has it too."))
    say(HELPED)
    away()
    never = Names(["Acme"])
    assert respond.send_all(hub, send=send, when=NOW, names=never) == 1
    assert texts(hub) == ["On 3.12 too."]
    ((path, held),) = respond.held(hub, never).items()
    assert (hub.outbox.paths(), held.lesson, held.findings[0].kind) == ([path], LESSON, "name")
    held.file.write_text(held.file.read_text().replace("Acme", "A customer"))
    assert respond.send_all(hub, send=send, when=NOW, names=never) == 1
    assert "A customer has it too." in texts(hub)


def test_saying_something_else_does_not_send_what_must_not_leave(hub, say, away):
    say(replace(HELPED, text="Acme has it too."))
    away()
    say(HELPED, names=Names(["Acme"]))
    assert texts(hub) == ["On 3.12 too."]


def test_a_hub_this_learnlog_does_not_write_to_gets_nothing_and_nothing_is_lost(hub, say, remote):
    put(remote, {layout.ABOUT: b"format: 9\nname: Team\n"})
    exchange.pull(hub, LINE)
    with pytest.raises(Unusable, match="format 9") as caught:
        say(HELPED)
    assert "what you said is kept" in caught.value.hint
    assert len(hub.outbox.paths()) == 1


def test_what_nobody_would_read_is_refused(hub, say):
    with pytest.raises(Unusable, match="larger than 5 MiB"):
        say(replace(HELPED, text="x" * (5 * 1024 * 1024)))
    assert hub.outbox.paths() == []


def test_no_other_file_is_taken_for_a_response(hub, say):
    folder = hub.outbox.folder / LESSON
    folder.mkdir(parents=True)
    (folder / "notes.md").write_text("mine")
    (folder / ".20261124T101500Z-ann-lee-7xkq.md.1f.tmp").write_text("half")
    assert respond.send_all(hub, send=send, names=NO_NAMES, when=NOW) == 0


@pytest.mark.parametrize("lesson_id", ["..", "a/b", "con"])
def test_a_lesson_whose_id_is_no_file_name_gets_no_response(say, lesson_id):
    with pytest.raises(Unusable):
        say(replace(HELPED, lesson=lesson_id))


def test_what_somebody_else_is_said_to_have_said_is_never_sent(hub, say):
    """Whatever lies there, by a copied folder or a hand: no other name goes with the person's own."""
    path = f"{layout.RESPONSES}/{LESSON}/20261123T100000Z-night-owl-7xkq.md"
    hub.outbox.keep(path, b"---\nkind: helped\n---\n")
    assert respond.send_all(hub, send=send, names=NO_NAMES, when=NOW) == 0
    assert hub.outbox.paths() == [path]
