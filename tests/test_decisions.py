import json
import random
import stat

import pytest

from learnlog.decisions import Decisions, Verdict
from learnlog.errors import Unusable

SECRET = "hunter2!"


def remember(folder, verdict=Verdict.ALLOW, seed=1):
    """Decide about the secret, and keep that."""
    decisions = Decisions(folder, "/hub.git")
    decisions.decide("abcd", SECRET, verdict)
    decisions.keep({"abcd"}, random.Random(seed))


@pytest.fixture
def kept(tmp_path):
    remember(tmp_path / "data")
    return tmp_path / "data"


def test_a_decision_is_for_one_thing_in_one_lesson_in_one_hub(kept):
    assert Decisions(kept, "/hub.git").about("abcd", SECRET) is Verdict.ALLOW
    assert Decisions(kept, "/hub.git").about("abcd", "hunter3!") is None
    assert Decisions(kept, "/hub.git").about("efgh", SECRET) is None
    assert Decisions(kept, "/public.git").about("abcd", SECRET) is None


def test_a_later_decision_takes_the_place_of_an_earlier_one(kept):
    remember(kept, Verdict.REPLACE)
    assert Decisions(kept, "/hub.git").about("abcd", SECRET) is Verdict.REPLACE


def test_what_is_not_kept_counts_here_and_is_not_remembered(kept):
    decisions = Decisions(kept, "/hub.git")
    decisions.decide("abcd", SECRET, Verdict.REPLACE)
    decisions.keep({"efgh"}, random.Random(2))
    assert decisions.about("abcd", SECRET) is Verdict.REPLACE
    assert Decisions(kept, "/hub.git").about("abcd", SECRET) is Verdict.ALLOW


def test_nothing_is_known_before_the_first_decision(tmp_path):
    assert Decisions(tmp_path / "data", "/hub.git").about("abcd", SECRET) is None
    assert not (tmp_path / "data").exists()


def test_what_is_kept_tells_neither_the_secret_nor_the_lesson_nor_the_hub(kept):
    said = b"".join(path.read_bytes() for path in kept.iterdir())
    assert all(word.encode() not in said for word in (SECRET, "abcd", "/hub.git"))
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept.glob("decisions.[jk]*")} == {0o600}


def test_without_the_key_there_is_nothing_to_guess_at(kept, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    remember(other, seed=2)
    one, two = (json.loads((each / "decisions.json").read_text())["lessons"] for each in (kept, other))
    assert not set(one) & set(two)
    (prints,), (others,) = one.values(), two.values()
    assert not set(prints) & set(others)


@pytest.mark.parametrize("damaged", ["", "[]", '{"lessons": {"x": 1}}', '{"lessons": ['])
def test_where_the_file_is_damaged_everything_is_asked_again(kept, damaged):
    (kept / "decisions.json").write_text(damaged)
    assert Decisions(kept, "/hub.git").about("abcd", SECRET) is None


def test_a_damaged_key_is_told(kept):
    (kept / "decisions.key").write_text("not hex")
    with pytest.raises(Unusable, match="damaged"):
        Decisions(kept, "/hub.git").about("abcd", SECRET)
