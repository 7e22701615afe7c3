"""`learnlog list`: what there is, newest first."""

import json

import pytest

DAYS = ["2026-01-05", "2026-02-05", "2026-03-05"]


@pytest.fixture(autouse=True)
def entries(learnlog, request):
    if "empty" not in request.node.name:
        for number, day in enumerate(DAYS):
            learnlog("add", f"Entry {number}", "-d", day, "-t", f"t{number}")


def titles(result):
    return [line.split("\t")[2] for line in result.out.splitlines()]


def test_the_newest_comes_first(learnlog):
    assert titles(learnlog("list")) == ["Entry 2", "Entry 1", "Entry 0"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["-n", "1"], ["Entry 2"]),
        (["-t", "T1"], ["Entry 1"]),
        (["-k", "lesson", "-n", "1"], ["Entry 2"]),
        (["--since", "2026-02"], ["Entry 2", "Entry 1"]),
        (["--until", "2026-02"], ["Entry 1", "Entry 0"]),
        (["--since", "2026-02", "--until", "2026-02"], ["Entry 1"]),
        (["--in", "mine", "-n", "1"], ["Entry 2"]),
    ],
)
def test_options_narrow_it(learnlog, options, expected):
    assert titles(learnlog("list", *options)) == expected


def test_json_has_the_total_and_no_keys_of_a_search(learnlog):
    document = json.loads(learnlog("list", "-n", "1", "--json").out)
    assert document["total"] == 3
    assert not {"rank", "score", "snippet", "body"} & set(document["entries"][0])


def test_full_adds_the_text(learnlog):
    assert "body" in json.loads(learnlog("list", "--full", "--json").out)["entries"][0]
    assert learnlog("list", "--full").out.count("\n---\n") == 2


def test_numbers_name_rows(learnlog):
    learnlog("list", "--paths")
    assert learnlog("show", "3").out.startswith("Entry 0")


def test_nothing_that_passes(learnlog):
    assert "nothing found" in learnlog("list", "-t", "none", status=1).err
    assert json.loads(learnlog("list", "-t", "none", "--json", status=1).out) == {"total": 0, "entries": []}


def test_an_empty_journal_tells_how_to_begin(learnlog):
    result = learnlog("list", status=1)
    assert result.out == ""
    assert "learnlog add" in result.err
