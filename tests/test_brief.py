"""Before a task: the lessons that fit, or nothing."""

from datetime import UTC, datetime

import pytest

from learnlog import brief
from learnlog.index import Index
from learnlog.situation import Situation, words_of
from learnlog.store import Store
from test_index import silent

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def write(home):
    """Writes an entry into the journal, or into the hub `team`."""

    def written(name, title, body="", hub=None, **fields):
        folder = home / (hub or "journal")
        folder.mkdir(exist_ok=True)
        front = {"id": f"{name}01", "title": title, "date": "2026-01-01", **fields}
        lines = "".join(f"{key}: {value}\n" for key, value in front.items())
        (folder / f"{name}.md").write_text(f"---\n{lines}---\n{body}\n")

    written("other", "Sort a list of numbers", "Use sorted with a key.")
    written("more", "Mount a disk", "The table of mounts names the device.")
    return written


@pytest.fixture
def found(home, write):
    """The ids of what fits a situation, and why."""

    def ids(most=5, **known):
        if "text" in known:
            known["words"] = tuple(words_of(known.pop("text")))
        stores = [Store(home / "journal")] + [Store(home / "team", hub="team")] * (home / "team").is_dir()
        index = Index(home / "cache/index", stores, None)
        index.catch_up(silent)
        result = brief.run(Situation(**known), index=index, now=NOW, most=most)
        return {row.card.entry.id.removesuffix("01"): list(row.why) for row in result.rows}

    return ids


def test_a_lesson_fits_when_several_cues_agree(write, found):
    write("undo", "Undo a commit", "A soft reset keeps the work.", tags="[git]")
    assert found(branch="feature/undo-commit") == {"undo": ["branch: undo, commit"]}


def test_nothing_fits(found):
    assert found(repository="cookbook", branch="sourdough-hydration", files=("bread.md",)) == {}


def test_an_empty_situation_and_an_empty_journal(found, home):
    assert found() == {}
    for path in (home / "journal").iterdir():
        path.unlink()
    assert found(branch="undo-commit") == {}


def test_one_word_among_many_is_chance(write, found):
    write("undo", "Undo a commit", "A soft reset keeps the work.")
    assert found(branch="commit-to-a-new-supplier-of-flour", repository="bakery") == {}


def test_files_alone_need_two_words(write, found):
    write("cart", "Empty a shopping cart")
    assert found(files=("src/cart.py",)) == {}
    assert found(files=("src/shopping_cart.py",)) == {"cart": ["files: cart, shopping"]}


def test_the_telling_words_of_a_long_ticket_are_picked(write, found):
    write("median", "Compute the median instead of the average", "percentile_cont in postgres")
    ticket = "As a person in sales I would like to see what customers usually spend with us. " * 5
    assert "median" in found(text=f"{ticket} The average misleads, show the median too, from postgres.")


def test_a_lesson_of_the_same_repository_needs_less(write, found):
    write("here", "Rounding of prices", context="\n  repo: Billing\n  branch: x")
    write("there", "Rounding of weights", context="\n  repo: shop")
    why = ["same repository", "branch: rounding"]
    assert found(repository="billing", branch="rounding-of-vat") == {"here": why}


def test_ones_own_of_the_same_repository_come_first(write, found):
    write("better", "Undo a commit", "Undo the commit: reset.")
    write("project", "Undo keys", "A commit needs one.", project="billing")
    fitting = found(repository="billing", branch="undo-commit")
    assert list(fitting) == ["project", "better"]
    assert fitting["project"][0] == "same repository"


def test_the_same_repository_alone_is_not_enough(write, found):
    write("here", "Deploy on Fridays", context="\n  repo: billing")
    assert found(repository="billing", branch="undo-commit") == {}


def test_a_colleagues_lesson_fits_but_is_not_of_ones_own_repository(write, found):
    write("theirs", "Undo a commit", hub="team", project="billing")
    assert found(repository="billing", branch="undo-commit") == {
        "theirs": ["branch: undo, commit", "repository: billing"]
    }


def test_what_no_longer_holds_is_left_out(write, found):
    write("old", "Undo a commit", status="superseded")
    write("no", "Undo the commit rule", kind="decision", status="rejected")
    assert found(branch="undo-commit") == {}


def test_open_questions_of_the_repository_whatever_the_branch(write, found):
    here = "\n  repo: billing"
    write("open", "Why three retries?", kind="question", status="open", context=here)
    write("done", "Why two retries?", kind="question", status="answered", context=here)
    write("elsewhere", "Why retry?", kind="question", status="open", context="\n  repo: shop")
    assert found(repository="billing", branch="main") == {"open": ["same repository", "open question"]}


def test_a_question_is_no_lesson(write, found):
    write("open", "Undo a commit?", kind="question", status="open")
    assert found(branch="undo-commit") == {}


@pytest.mark.parametrize(
    ("fields", "since"),
    [
        ({"status": "accepted", "review": "2026-11-23"}, "2026-11-23"),
        ({"status": "accepted", "review": "[2026-12-24, 2026-11-01]"}, "2026-11-01"),
        ({"status": "proposed"}, "2026-01-01"),
        ({"status": "proposed", "review": "2027-01-01"}, None),
        ({"status": "proposed", "date": "2026-11-23"}, None),
        ({"status": "accepted"}, None),
        ({"status": "accepted", "review": "some day"}, None),
        ({"status": "rejected", "review": "2026-11-01"}, None),
    ],
)
def test_decisions_that_are_due(fields, since, write, found):
    write("cents", "Money in cents", kind="decision", project="billing", **fields)
    why = {"cents": ["same repository", f"decision due since {since}"]} if since else {}
    assert found(repository="billing") == why


def test_a_decision_that_is_due_and_fits_is_told_once(write, found):
    write("cents", "Money in cents", kind="decision", status="proposed", project="billing")
    assert list(found(repository="billing", branch="money-in-cents")) == ["cents"]


def test_the_number_asked_for_bounds_the_lessons_only(write, found):
    for name in ("one", "two", "three"):
        write(name, f"Undo a commit, {name}")
    write("open", "Why?", kind="question", status="open", project="billing")
    assert len(found(most=1, repository="billing", branch="undo-commit")) == 2
