"""The JSON contract: what scripts read. Keys may be added, never renamed or left out."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from learnlog import unseen
from learnlog.entry import Entry, read_date
from learnlog.store import Card

_NOT_UTF8 = re.compile("[\ud800-\udfff]")


def entry(  # noqa: PLR0913 - an entry, and what its file does not say
    found: Entry,
    path: Path,
    hub: str | None,
    *,
    also: Sequence[str] = (),
    body: bool = False,
    superseded_by: Sequence[Card] = (),
) -> dict[str, Any]:
    """An entry's record; `path` is the absolute one, `superseded_by` are the entries that say so.

    `hub` is whose it is, `also` are other hubs with it.
    """
    review = read_date(next(iter(found.names("review")), None))
    record: dict[str, Any] = {
        "id": found.id,
        "title": found.title,
        "date": found.date.isoformat(timespec="seconds"),
        "updated": found.updated.isoformat(timespec="seconds") if found.updated else None,
        "kind": found.kind,
        "status": found.status,
        "tags": list(found.tags),
        "project": found.project,
        "source": list(found.source),
        "author": found.author,
        "hub": hub,
        "hubs": [*([hub] if hub else []), *also],
        "path": str(path),
        "revision": found.revision or None,
        "review": f"{review:%Y-%m-%d}" if review else None,
        "superseded_by": [
            {"id": card.entry.id, "title": card.entry.title, "hub": card.hub} for card in superseded_by
        ],
    }
    if body:
        record["body"] = found.body
    return record


def hit(rank: int, score: float, lines: Sequence[str]) -> dict[str, Any]:
    """What a search adds to an entry's record; `score` is 0 where only filters and fields were asked for."""
    return {"rank": rank, "score": round(score, 4), "snippet": "\n".join(lines)}


def dump(document: Mapping[str, Any]) -> str:
    """One JSON document, in UTF-8; characters that could fool a terminal are written as escapes."""
    text = _NOT_UTF8.sub("\ufffd", json.dumps(document, ensure_ascii=False, indent=2))
    return unseen.replaced(text, lambda character: json.dumps(character).strip('"'))
