"""The moment somebody is stuck: words become a Result, the entry that answers first."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from importlib import import_module
from itertools import repeat
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from learnlog import frontmatter, query
from learnlog.entry import Entry, shortened
from learnlog.errors import BrokenEntry, Unusable
from learnlog.index import Explanation, Hits, Index, Prior, Row
from learnlog.query import Filters, Query
from learnlog.refs import Located
from learnlog.selecting import strict
from learnlog.store import Card

if TYPE_CHECKING:
    from learnlog.confirmations import Confirmed
    from learnlog.index.absent import Absent
    from learnlog.snippet import Line

_HALF = 0.5
_OPERATORS = {"AND", "OR", "NOT"}
_STATUS_WORTH = {"proven": 1.05, "embedded": 1.05, "superseded": 0.8, "rejected": 0.9}
_FRESH = 0.03  # more for an entry of today, half of that after some years
_HALF_LIFE_YEARS = 2
_HELPED = 0.02  # more for each time that it helped
_OFTEN = 5  # times, after which one more tells nothing new
_YEAR_SECONDS = 365.25 * 86_400
_TELLING_WORDS = 16
_CANDIDATES = 10  # entries that share telling words, at least; the nearest are looked for among them


class Found(NamedTuple):
    """One row of a result: the entry in brief, its rank from 1, a hit's score and the lines that matched.

    `score` is None in a list, where nothing was looked for. `why` is there where it was asked for. `remarks`
    are what to know of it first: in short, and the details; `confirmed` is how often it helped.
    """

    card: Card
    rank: int
    score: float | None = None
    lines: "Sequence[Line]" = ()
    why: Explanation | None = None
    remarks: Sequence[tuple[str, str]] = ()
    confirmed: "Confirmed | None" = None


class Result(NamedTuple):
    """What was found: the rows asked for, of `total`.

    `notes` say how the query was read; `near` are words spelt nearly like those that gave nothing, `absent`
    the tags, kinds, authors asked for that no entry has; `terms` are the index terms to mark in what was
    found, with what each is worth. `is_weak` tells that no entry has half of what was asked.
    """

    rows: Sequence[Found]
    total: int
    notes: Sequence[str] = ()
    near: Sequence[str] = ()
    absent: "Sequence[Absent]" = ()
    terms: Mapping[str, float] = MappingProxyType({})
    is_weak: bool = False


class Picked(NamedTuple):
    """The words that tell most of what was piped in, the best first; `known`: whether entries have them.

    `unknown` are those of the most telling ones that no entry has.
    """

    words: Sequence[str]
    known: bool
    unknown: Sequence[str] = ()

    @property
    def query(self) -> str:
        """What finds entries with any of the words, as they stand there."""
        return " OR ".join(word.lower() if word in _OPERATORS else word for word in self.words)


class Counts(NamedTuple):
    """How many of `total` entries have each value of a field, the most frequent first.

    `notes` and `absent` are those of a Result.
    """

    counts: Mapping[str, int]
    total: int
    notes: Sequence[str] = ()
    absent: "Sequence[Absent]" = ()


def run(  # noqa: PLR0913 - words, time, index, and what narrows, orders, cuts and explains the result
    words: str,
    *,
    now: datetime,
    index: Index,
    filters: Filters,
    most: int,
    sort: str = "relevance",
    explain: bool = False,
    with_lines: bool = True,
    helped: Mapping[str, int] = MappingProxyType({}),
) -> Result:
    """Find what `words` ask for. `sort` is relevance, newest or oldest; at most `most` rows are given.

    `with_lines` asks for the lines that matched, for which the files of the rows are read; `explain` for
    reasons. `helped` tells how often an entry has helped, by its id.
    """
    prior = _prior(now, helped)
    asked, found = _found(words, now, index, prior, filters, sort, most)
    if not found.hits:
        typed = [word for text in asked.words() for word in text.split()]
        absent = index.absent([*asked.fields(), *filters.fields()])
        return Result((), 0, asked.notes, index.near(typed), absent, is_weak=True)
    whys = index.explained(asked, filters, found.hits, prior) if explain else repeat(None)
    rows = [
        Found(
            hit.card,
            rank,
            hit.score,
            lines(index, hit.card, found.terms) if with_lines else (),
            why,
        )
        for rank, (hit, why) in enumerate(zip(found.hits, whys, strict=False), 1)
    ]
    ranks_words = bool(asked.words()) and sort == "relevance"
    is_weak = ranks_words and max(hit.coverage for hit in found.hits) < _HALF
    return Result(rows, found.total, asked.notes, terms=found.terms, is_weak=is_weak)


def selected(words: str, *, now: datetime, index: Index) -> tuple[list[Card], Sequence[str]]:
    """The own entries that `words` select, every one of them required; and notes on how they were read.

    Raises Unusable where they cannot be read as they stand: searched word by word, `-internal` would ask for
    what it leaves out.
    """
    asked = query.parse(words, now=now, keys=index.keys())
    if asked.fault:
        raise Unusable(
            f"{shortened(words)} selects nothing: {asked.fault}",
            "mend the query, or name the entries; what selects them is not searched word by word",
        )
    return [hit.card for hit in index.find(strict(asked), Filters("mine")).hits], asked.notes


def counts(words: str, field: str, *, now: datetime, index: Index, filters: Filters) -> Counts:
    """Of the entries that have at least half of what `words` ask for, how many have which value of `field`.

    `field` is tag, kind, project, author, source, status, lang, hub, year, month, or a front matter key of
    the person's own. With no words, every entry that passes `filters` is counted.
    """
    if words:
        asked, found = _found(words, now, index, _prior(now, {}), filters, "relevance", None)
    else:
        asked, found = query.any_of(()), index.listed(filters)
    hits = [hit for hit in found.hits if hit.coverage >= _HALF or not asked.words()]
    counted = Counter(value for hit in hits for value in dict.fromkeys(hit.row.values(field)))
    ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    absent = () if hits else index.absent([*asked.fields(), *filters.fields()])
    return Counts(dict(ordered), len(hits), asked.notes, absent)


def _found(  # noqa: PLR0913, PLR0917 - as in `run`
    words: str, now: datetime, index: Index, prior: Prior, filters: Filters, sort: str, most: int | None
) -> tuple[Query, Hits]:
    """How `words` were read, and what was found so."""
    asked = query.parse(words, now=now, keys=index.keys())
    if not asked.root.nodes:
        return asked, Hits((), 0)
    find = partial(index.find, filters=filters, sort=sort, most=most, prior=prior)
    found = find(asked)
    loosened = asked.loosened()
    if found.hits or not loosened:
        return asked, found
    noted = loosened._replace(
        notes=(*asked.notes, "no entry has the words in quotation marks so: each is searched")
    )
    return noted, find(loosened)


def _prior(now: datetime, helped: Mapping[str, int]) -> Prior:
    """What an entry is worth as such: more when it helped, is proven or fresh, less when it is not valid."""

    def prior(row: Row) -> float:
        years = max(0.0, now.timestamp() - row.moment) / _YEAR_SECONDS
        freshness: float = 0.5 ** (years / _HALF_LIFE_YEARS)
        use = min(helped.get(row.id, 0), _OFTEN)
        return _STATUS_WORTH.get(row.status or "", 1.0) * (1 + _FRESH * freshness + _HELPED * use)

    return prior


def listed(index: Index, filters: Filters, *, most: int | None, sort: str = "newest") -> Result:
    """Every entry that passes `filters`; `sort` is newest or oldest."""
    found = index.listed(filters, sort, most)
    absent = () if found.hits else index.absent(filters.fields())
    rows = [Found(hit.card, rank) for rank, hit in enumerate(found.hits, 1)]
    return Result(rows, found.total, absent=absent)


def related(to: Entry, *, index: Index, most: int, unread: Iterable[Located] = ()) -> Result:
    """The entries that are nearest to `to`, itself left out; the score is how near, from 0 to 1.

    `unread` are entries that the index does not know yet.
    """
    gist = index.gist(to)
    found = index.find(query.any_of(gist.words), Filters(), most=1 + max(2 * most, _CANDIDATES))
    others = [hit.card for hit in found.hits if hit.row.id != to.id]
    known = (opened(index, card) for card in others)
    compared = {each.path: each for each in (*known, *unread) if each and each.entry.id != to.id}
    measured = [(gist.nearness(index.gist(each.entry)), each.card) for each in compared.values()]
    nearest = sorted(measured, key=lambda each: -each[0])[:most]
    rows = [Found(card, rank, near) for rank, (near, card) in enumerate(nearest, 1)]
    return Result(rows, found.total - (len(found.hits) - len(others)))


def pick(piped: bytes, index: Index) -> Picked:
    """Pick from a pasted log, traceback or compiler's output the telling words of what went wrong."""
    pasted = import_module("learnlog.pasted")  # loaded here: its patterns take a while to build
    worth: dict[str, float] = pasted.symptoms(pasted.decoded(piped))
    known = index.telling({word: math.sqrt(each) for word, each in worth.items()}, _TELLING_WORDS)
    first = list(worth)[:_TELLING_WORDS]
    unknown = [word for word in first if not index.telling({word: 1.0}, 1)]
    return Picked(known or first, bool(known), unknown)


def lines(index: Index, card: Card, terms: Mapping[str, float]) -> "Sequence[Line]":
    """The lines of a found entry that hold the most of `terms`."""
    located = opened(index, card)
    if not located:
        return ()
    snippet = import_module("learnlog.snippet")  # which a search in a pipe does without
    best: Sequence[Line] = snippet.best_lines(_body(located.entry), card.entry.lang, terms)
    return best


def _body(entry: Entry) -> str:
    """The body; of a file that cannot be read as an entry, what stands below its front matter."""
    try:
        return frontmatter.split(entry.text).body
    except BrokenEntry:
        return entry.body


def opened(index: Index, card: Card) -> Located | None:
    """The file of a found entry; None when it went away since."""
    store = index.store(card.hub)
    try:
        return Located(store, store.open(card.entry.path), card.also)
    except Unusable:
        return None
