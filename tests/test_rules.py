import pytest

from learnlog.rules import Asked, HubRules
from learnlog.taxonomy import read_taxonomy

FIELDS = {"id": "k3f9q2x7ab", "kind": "lesson", "tags": ["vcs", "gti"]}


def judged(hub=Asked(), own=Asked(), standing=None, **fields):  # noqa: B008 - frozen
    return HubRules("team", hub, own).judge({**FIELDS, **fields}, standing)


def test_the_lessons_license_goes_before_the_persons_and_that_before_the_hubs():
    hub, own = Asked("CC-BY-4.0 OR MIT OR 0BSD"), Asked("MIT")
    assert judged(hub, own, license="0bsd").fields["license"] == "0BSD"
    assert judged(hub, own).fields["license"] == "MIT"
    assert judged(hub).fields["license"] == "CC-BY-4.0 OR MIT OR 0BSD"
    assert "license" not in judged().fields


@pytest.mark.parametrize(
    ("hub", "own", "fields", "reason"),
    [
        (Asked(), Asked(), {"license": "CC-BY"}, "its license is not one: SPDX knows no license CC-BY"),
        (
            Asked("MIT"),
            Asked(),
            {"license": "GPL-3.0-only"},
            "its license is GPL-3.0-only, and the hub's is MIT",
        ),
        (Asked("MIT"), Asked("GPL-3.0-only"), {}, "your license for team is GPL-3.0-only"),
        (Asked(kinds=("story",)), Asked(), {}, "it is a lesson; the hub takes only: story"),
        (Asked(), Asked(kinds=("story", "note")), {}, "hub set team kinds=story,note,lesson)"),
        (Asked(kinds=("lesson",)), Asked(kinds=("story",)), {}, "you let go only: story"),
    ],
)
def test_what_is_against_a_rule_is_held(hub, own, fields, reason):
    assert reason in judged(hub, own, **fields).held


def test_kinds_are_compared_without_case():
    assert judged(Asked(kinds=("Lesson",)), Asked(kinds=("LESSON", "story"))).held == ""


def test_a_hub_that_changes_its_license_grants_nothing():
    """A lesson stays under the license its author published it under, or is held."""
    assert judged(Asked("CC-BY-4.0 AND MIT"), standing="CC-BY-4.0").fields["license"] == "CC-BY-4.0"
    assert judged(Asked(), standing="CC-BY-4.0").fields["license"] == "CC-BY-4.0"
    assert "published under is CC-BY-4.0" in judged(Asked("CC0-1.0"), standing="CC-BY-4.0").held
    bare = judged(Asked("CC0-1.0"), standing="")
    assert "license" not in bare.fields
    assert 'learnlog hub set team license="CC0-1.0"' in bare.notes[-1]


def test_tags_are_written_as_the_hub_writes_them_and_unknown_ones_stay():
    taxonomy = read_taxonomy([{"prefLabel": "git", "altLabel": "vcs"}])
    judgement = HubRules("team", Asked(), Asked(), taxonomy).judge(
        {**FIELDS, "tags": ["vcs", "git", "gti"]}, None
    )
    assert judgement.fields["tags"] == ["git", "gti"]
    assert judgement.notes == (
        "the tag vcs is git in this hub",
        "the tag gti is none of the hub's; the nearest is git",
    )
    assert judgement.held == ""


def test_without_a_taxonomy_nothing_is_said_of_tags():
    assert judged().notes == ()
    assert judged().fields == {"tags": ["vcs", "gti"]}
