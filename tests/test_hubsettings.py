import pytest

from learnlog.errors import ConfigError
from learnlog.hubsettings import HubSettings, with_fields

TEAM = HubSettings("/srv/team.git", "Ann", "ann@work.example")


def test_fields_are_set_and_taken_back():
    words = [
        "license=mit",
        "kinds=lesson, story",
        "query=tag:git x=y",
        "read-only=yes",
        "address=a@b.example",
    ]
    changed = with_fields(TEAM, words)
    assert changed == HubSettings(
        "/srv/team.git", "Ann", "a@b.example", "MIT", ("lesson", "story"), "tag:git x=y", read_only=True
    )
    assert with_fields(changed, ["license=", "kinds=", "query=", "read-only="]) == TEAM._replace(
        address="a@b.example"
    )


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("license=CC-BY", "the nearest is CC-BY-4.0"),
        ("address=nobody", "'nobody' is not a mail address"),
        ("address=", "cannot be set"),
        ("read-only=perhaps", "'perhaps' is not true or false"),
        ("url=/elsewhere.git", "cannot be set"),
        ("author=Bob", "cannot be set"),
        ("kinds", "cannot be set"),
    ],
)
def test_what_does_not_fit_is_told(words, reason):
    with pytest.raises(ConfigError, match=reason):
        with_fields(TEAM, [words])
