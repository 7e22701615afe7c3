"""What waits to be sent: where it lies, and what is told of it when no hub sends it any more."""

import pytest

from learnlog.config import HubSettings
from learnlog.hub import Hub, exchange, waiting_elsewhere
from learnlog.hub.outbox import outbox_for

ADDRESS = "git@git.example.org:us/lessons.git"
RESPONSE = "responses/k3f9q2x7ab/20261124T101500Z-ann-lee-7xkq.md"


@pytest.fixture
def box(tmp_path):
    return outbox_for(ADDRESS, "Ann Lee", tmp_path)


def told_of(box):
    """Address and author of what waits, as another process knows them: from the disk."""
    return [(each.address, each.author) for each in waiting_elsewhere(box.folder.parent, [])]


def test_for_whom_it_is_stays_known_while_a_response_waits(box):
    box.keep(RESPONSE, b"it helped")
    box.clear_away()
    assert told_of(box) == [(ADDRESS, "Ann Lee")]
    assert box.paths() == [RESPONSE]


def test_for_whom_it_is_stays_known_of_what_is_to_be_published(box):
    box.postpone("k3f9q2x7ab")
    assert told_of(box) == [(ADDRESS, "Ann Lee")]


def test_what_is_to_be_published_is_forgotten_with_the_folder(box):
    box.postpone("k3f9q2x7ab")
    box.clear_away()
    assert not box.folder.exists()


@pytest.mark.parametrize("author", ["ann lee", "Ann  Lee", "Ann-Lee"])
def test_who_has_the_same_folder_in_the_hub_has_the_same_place(box, author):
    assert outbox_for(ADDRESS, author, box.folder.parent).folder == box.folder


@pytest.mark.parametrize(("address", "author"), [(ADDRESS, "Night Owl"), ("/srv/lessons.git", "Ann Lee")])
def test_another_address_or_author_has_another_place(box, address, author):
    assert outbox_for(address, author, box.folder.parent).folder != box.folder


def test_a_clone_that_is_deleted_takes_nothing_along_that_waits_beside_it(tmp_path, box):
    hub = Hub("team", HubSettings(ADDRESS, "Ann Lee", "ann@learnlog.invalid"), tmp_path / "team")
    hub.outbox.postpone("k3f9q2x7ab")
    exchange.remove(hub)
    assert hub.outbox.postponed() == {"k3f9q2x7ab"}
