"""What commands that change entries do with a colleague's lesson."""

import json
from pathlib import Path

import pytest

from support import editor

LESSON = "---\nid: h3f9q2x7ab\ntitle: {title}\ndate: 2026-11-20T10:00:00+01:00\nkind: {kind}\n---\nwords\n"


@pytest.fixture(autouse=True)
def hub(home):
    """A hub as it lies here after `hub pull`, with one question."""
    settings = home / ".config/learnlog/config.yaml"
    settings.parent.mkdir(parents=True)
    settings.write_text("hubs: {team: {url: /srv/team.git, author: Ann, address: ann@work.example}}\n")
    file = home / ".local/share/learnlog/hubs/team/files/lessons/bo/h3f9q2x7ab-why.md"
    file.parent.mkdir(parents=True)
    file.write_text(LESSON.format(title="Why?", kind="question"))
    return file


@pytest.mark.parametrize(
    "words",
    [
        ("edit", "h3f9"),
        ("set", "h3f9", "status=open"),
        ("tag", "h3f9", "+x"),
        ("done", "h3f9", "link"),
        ("rm", "h3f9", "--yes"),
        ("history", "h3f9"),
    ],
)
def test_only_its_author_changes_it(learnlog, hub, words):
    before = hub.read_text()
    assert "hub team" in learnlog(*words, status=3).err
    assert hub.read_text() == before


def test_it_is_opened_as_a_copy(learnlog, hub, home):
    before = hub.read_text()
    result = learnlog("open", "h3f9", EDITOR=editor(home, 'cp "$1" seen; echo more >> "$1"'))
    assert "what you change in it is lost" in result.err
    assert (home / "seen").read_text() == hub.read_text() == before


def test_its_question_is_answered_by_a_lesson_and_left_as_it_is(learnlog, hub):
    before = hub.read_text()
    result = learnlog("answer", "h3f9", "Because", "--json")
    saved = json.loads(result.out)
    assert "answers: h3f9q2x7ab\n" in Path(saved["path"]).read_text()
    assert f"learnlog publish {saved['id']} --to team" in result.err
    assert hub.read_text() == before


def test_its_tags_are_counted_but_not_renamed(learnlog, hub):
    hub.write_text(hub.read_text().replace("kind: question", "tags: [git]"))
    assert learnlog("tags").out == "1\tgit\n"
    assert "no entry of yours" in learnlog("tags", "rename", "git", "vcs", status=1).err
