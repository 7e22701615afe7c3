"""What colleagues say to lessons, as files."""

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.hub import layout
from learnlog.response import Kind, Response, compose_response, name_of, parse_response

WHEN = datetime(2026, 11, 24, 14, 15, tzinfo=UTC)
HELPED = Response("k3f9q2x7ab", Kind.HELPED, "ann", WHEN, "Worked on 3.12 too.", 2)


@pytest.mark.parametrize("kind", Kind)
def test_a_response_is_read_as_it_was_written(kind):
    said = Response("k3f9q2x7ab", kind, "ann", WHEN, "One line.\n\n---\nkind: reply\n---", 3)
    assert (
        parse_response(compose_response(said).encode(), lesson="k3f9q2x7ab", author="ann", date=WHEN) == said
    )


def test_the_file_says_nothing_of_who_said_it():
    text = compose_response(HELPED)
    assert text == "---\nkind: helped\nlesson: k3f9q2x7ab\nrevision: 2\n---\nWorked on 3.12 too.\n"


def test_the_file_lies_where_a_hub_looks_for_it():
    path = f"{layout.RESPONSES}/{HELPED.lesson}/{name_of(HELPED, Random(1))}"
    assert layout.response_at(path) == ("k3f9q2x7ab", "ann", WHEN)


@pytest.mark.parametrize(
    "text",
    ["", "---\nkind: cheers\n---\n", "---\nkind: [helped]\n---\n", "---\nkind: [a\n---\n"],
)
def test_what_is_no_response_is_none(text):
    assert parse_response(text.encode(), lesson="k3f9q2x7ab", author="ann", date=WHEN) is None


@given(st.binary(max_size=300))
def test_whatever_a_file_holds_reading_it_does_not_fail(data):
    parse_response(b"---\nkind: helped\nrevision: " + data, lesson="a", author="b", date=WHEN)
