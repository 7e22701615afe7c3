"""The JSON contract: these keys are promised to scripts."""

import json
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from learnlog.cli import records
from learnlog.entry import Entry, parse

KEYS = (
    "id title date updated kind status tags project source author hub hubs path revision review superseded_by"
).split()
FULL = """---
id: k3f9q2x7ab
title: Undo
date: 2026-11-23T14:30:15+01:00
updated: 2026-11-24T08:00:00.5Z
kind: decision
status: accepted
tags: [git, undo]
project: billing
source: https://example.org
author: ann
revision: 2
review: 2027-05-01
---
Body
"""


def entry(text):
    return parse(text, path="a.md", fallback=lambda: datetime(2026, 1, 1, tzinfo=UTC))


def test_a_full_entry():
    assert records.entry(entry(FULL), Path("/j/a.md"), "team", also=["club"], body=True) == {
        "id": "k3f9q2x7ab",
        "title": "Undo",
        "date": "2026-11-23T14:30:15+01:00",
        "updated": "2026-11-24T08:00:00+00:00",
        "kind": "decision",
        "status": "accepted",
        "tags": ["git", "undo"],
        "project": "billing",
        "source": ["https://example.org"],
        "author": "ann",
        "hub": "team",
        "hubs": ["team", "club"],
        "path": "/j/a.md",
        "revision": 2,
        "review": "2027-05-01",
        "superseded_by": [],
        "body": "Body\n",
    }


def test_keys_with_no_value_are_null_or_empty_and_never_missing():
    record = records.entry(entry("Only text"), Path("/j/a.md"), None)
    assert list(record) == KEYS
    empty = [key for key in KEYS if record[key] is None]
    assert empty == ["updated", "status", "project", "author", "hub", "revision", "review"]
    assert (record["tags"], record["source"], record["hubs"], record["superseded_by"]) == ([], [], [], [])


def test_a_hit_adds_its_rank_score_and_snippet():
    assert records.hit(1, 2.345678, ["a", "b"]) == {"rank": 1, "score": 2.3457, "snippet": "a\nb"}
    assert records.hit(1, 0.0, []) == {"rank": 1, "score": 0.0, "snippet": ""}


@given(st.text(st.characters()) | st.text(st.sampled_from('\x00\x1b\x7f\x9b\u202e\u2028\ufeff\udc80"\\ü日')))
def test_any_text_is_one_document_that_no_terminal_obeys(text):
    given_back = Entry("aaa", text, datetime(2026, 1, 1, tzinfo=UTC), text, text)
    dumped = records.dump(records.entry(given_back, Path("/a"), None, body=True))
    assert not set(map(ord, dumped)) & {*range(10), *range(11, 32), *range(127, 160), 0x202E, 0x2028, 0xFEFF}
    shown = "".join("\ufffd" if "\ud800" <= each <= "\udfff" else each for each in text)
    assert json.loads(dumped.encode())["title"] == shown
