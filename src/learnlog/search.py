"""The moment somebody is stuck: words become a Result, the entry that answers first."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from learnlog import query, snippet
from learnlog.entry import Entry
from learnlog.errors import Unusable
from learnlog.index import Index
from learnlog.query import Beside, Filters, Query, Word
from learnlog.refs import Located
from learnlog.snippet import Line
from learnlog.store import Card

_TELLING_WORDS = 24
_RELATED_WORDS = 30
_READ_BYTES = 1_000_000  # of what is pasted, from its end, where the error stands
_ERROR = re.compile(
    r"""\b(?: error | exception | traceback | fatal | failed | failure | cannot | can't | could\ not
    | undefined | unexpected | invalid | denied | not\ found | no\ such | refused | timed?\ ?out | panic
    | warning | abort(?:ed)? )\b
    | \w(?:Error|Exception)\b | \bE\d{3,5}\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NOISE = re.compile(
    r"""\b0x[0-9a-f]+\b | \b[0-9a-f]{7,64}\b  # addresses, hashes
    | \b\d[\d.:,TZ+-]*\b                     # numbers, times
    | (?:[A-Z]:)? (?:[\w.@~-]*[/\\]){2,} [\w.@-]*  # paths
    | \S{60,}
    | \S*[\ufffd\x00-\x08]\S*                # no text
    | traceback\ \(most\ recent\ call\ last\)""",
    re.IGNORECASE | re.VERBOSE,
)
_PIECE = re.compile(r"[^\W\d_][\w'.-]*\w")


@dataclass(frozen=True)
class Found:
    """One row of a result: the entry in brief, its rank from 1, a hit's score and the lines that matched.

    `score` is None in a list, where nothing was looked for.
    """

    card: Card
    rank: int
    score: float | None = None
    lines: Sequence[Line] = ()


@dataclass(frozen=True)
class Result:
    """What was found: the rows asked for, of `total`.

    `notes` say how the query was read; `near` are words spelt nearly like those that gave nothing.
    """

    rows: Sequence[Found]
    total: int
    notes: Sequence[str] = ()
    near: Sequence[str] = ()


def run(  # noqa: PLR0913 - words, time, index, and what narrows, orders and cuts the result
    words: str, *, now: datetime, index: Index, filters: Filters, most: int, sort: str = "relevance"
) -> Result:
    """Find what `words` ask for. `sort` is relevance, newest or oldest; at most `most` rows are given."""
    asked = query.parse(words, now=now, keys=index.keys())
    if not asked.root.nodes:
        return Result((), 0, asked.notes)
    found = index.find(asked, filters, sort, most)
    if not found.hits:
        typed = [word for text in asked.words() for word in text.split()]
        return Result((), 0, asked.notes, index.near(typed))
    rows = [
        Found(hit.card, rank, hit.score, _lines(index, hit.card, found.terms))
        for rank, hit in enumerate(found.hits, 1)
    ]
    return Result(rows, found.total, asked.notes)


def listed(index: Index, filters: Filters, *, most: int | None, sort: str = "newest") -> Result:
    """Every entry that passes `filters`; `sort` is newest or oldest."""
    found = index.listed(filters, sort, most)
    return Result([Found(hit.card, rank) for rank, hit in enumerate(found.hits, 1)], found.total)


def related(to: Entry, *, index: Index, most: int) -> Result:
    """The entries that share the most telling words with `to`, itself left out."""
    text = f"{to.title} {' '.join(to.tags)} {to.title} {to.body}"
    words = index.telling(_pieces(text), _RELATED_WORDS)
    found = index.find(Query(Beside(tuple(Word(word) for word in words))), Filters())
    others = [hit for hit in found.hits if hit.row.id != to.id]
    rows = [Found(hit.card, rank, hit.score) for rank, hit in enumerate(others[:most], 1)]
    return Result(rows, len(others))


def telling_words(text: str, index: Index) -> list[str]:
    """The words of a pasted log, traceback or compiler's output that tell what went wrong.

    Lines that speak of an error count most, the last of them more; paths, addresses, times and hashes do
    not count. Words the index does not know are left out.
    """
    lines = [line for line in text[-_READ_BYTES:].splitlines() if line.strip()]
    speaking = [line for line in lines if _ERROR.search(line)] or lines[-10:]
    counted: Counter[str] = Counter()
    for line in dict.fromkeys(speaking[-200:]):
        counted.update(_pieces(_NOISE.sub(" ", line)))
    return index.telling(counted.elements(), _TELLING_WORDS)


def _pieces(text: str) -> list[str]:
    return _PIECE.findall(text)


def _lines(index: Index, card: Card, terms: Mapping[str, float]) -> Sequence[Line]:
    located = opened(index, card)
    return snippet.best_lines(located.entry.body, card.entry.lang, terms) if located else ()


def opened(index: Index, card: Card) -> Located | None:
    """The file of a found entry; None when it went away since."""
    store = index.store(card.hub)
    try:
        return Located(store, store.open(card.entry.path))
    except Unusable:
        return None
