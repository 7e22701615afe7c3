"""A lesson was found in other words than its own: whether to ask if it helped, and which words to keep."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from difflib import get_close_matches
from enum import Enum, auto
from itertools import groupby

from learnlog import events, query
from learnlog.analysis import Lookup, Variant, detect, is_stop_word, terms_of, tokens
from learnlog.entry import Entry
from learnlog.events import Event
from learnlog.journal import Journal
from learnlog.nodes import All, AnyOf, Beside, Node, Phrase, Word

_PAUSE = timedelta(days=1)  # between two questions about the same lesson
_MOST_WORDS = 6  # that are offered; a pasted log has more
_LONGEST_WORD = 40  # characters
_ENDS = ",;.:!?"
_AROUND = _ENDS + "()[]{}<>'\"`*"
_STEM = "~"
_NEARLY = 0.85  # of two words' letters; what is closer is a slip of the keyboard


class _Standing(Enum):
    """What a word of a query is to a lesson: says nothing, its own, its own with a slip, another."""

    NOTHING = auto()
    OWN = auto()
    SLIP = auto()
    OTHER = auto()


_KEPT = frozenset({_Standing.OWN, _Standing.OTHER})


def may_ask(sought: str, entry: Entry, asked: datetime | None, now: datetime) -> bool:
    """Whether to ask if `entry`, opened from a search for `sought`, helped; `asked` is when it last was.

    Only where the query has words that are not in its title, tags or aliases, and not twice within a day.
    """
    rested = asked is None or abs(now - asked) >= _PAUSE
    return rested and any(
        standing in {_Standing.SLIP, _Standing.OTHER} for _, standing in _judged(sought, entry, now)
    )


def other_words(sought: str, entry: Entry, now: datetime) -> list[str]:
    """What the query `sought` calls `entry` that its title, tags and aliases do not, to be aliases of it.

    Words that stand side by side stay together: `take back`. Stop words, and slips of the keyboard, are left
    out.
    """
    room = _MOST_WORDS
    found = []
    for is_kept, group in groupby(_judged(sought, entry, now), key=lambda pair: pair[1] in _KEPT):
        run = dict(list(group)[:room]) if is_kept else {}
        if _Standing.OTHER in run.values():
            room -= len(run)
            found.append(" ".join(run))
    return list(dict.fromkeys(found))


def read_aliases(text: str) -> list[str]:
    """The aliases of a line that a person wrote, with commas between them."""
    return list(dict.fromkeys(filter(None, (" ".join(part.split()) for part in text.split(",")))))


def note(journal: Journal, machine: str, event: Event, title: str) -> None:
    """Note in the journal what became of the lesson with that title; one commit. Raises Unusable."""
    with journal.change(f"{event.kind} {event.entry[:4]}: {title}") as change:
        events.append(change, machine, event)


def _judged(sought: str, entry: Entry, now: datetime) -> list[tuple[str, _Standing]]:
    """Each plain word of the query, and what it is to `entry`."""
    lang = entry.lang or detect(f"{entry.title}\n{entry.body}")
    langs = {found for found in (lang, detect(sought), "en") if found}
    labels = "\n".join([entry.title, *entry.tags, *entry.aliases])
    own = {term for token in tokens(labels, lang) for term in token.terms}
    words = _plain_words(query.parse(sought, now=now).root)
    return [(word, _standing(word, langs, own)) for word in words]


def _plain_words(node: Node) -> Iterator[str]:
    """The words of a query as typed, but for those that must not be there, and those of a field alone.

    An empty one stands where punctuation ends what belongs together.
    """
    match node:
        case Word(text, None) | Phrase(text, None):
            for word in text.split():
                yield word.strip(_AROUND)
                if word[-1] in _ENDS:
                    yield ""
        case All(nodes) | AnyOf(nodes) | Beside(nodes):
            for inner in nodes:
                yield from _plain_words(inner)


def _standing(word: str, langs: Collection[str], own: Collection[str]) -> _Standing:
    lookups = terms_of(word, langs)
    is_readable = word.isprintable() and ":" not in word and len(word) <= _LONGEST_WORD
    if not lookups or not is_readable or is_stop_word(word, langs):
        return _Standing.NOTHING
    if all(_is_among(lookup, own) for lookup in lookups):
        return _Standing.OWN
    if all(_is_nearly_among(lookup, own) for lookup in lookups):
        return _Standing.SLIP
    return _Standing.OTHER


def _is_among(lookup: Lookup, own: Collection[str]) -> bool:
    def has(variants: tuple[Variant, ...]) -> bool:
        return any(variant.term in own for variant in variants)

    return has(lookup.whole) or (bool(lookup.parts) and all(has(part) for part in lookup.parts))


def _is_nearly_among(lookup: Lookup, own: Collection[str]) -> bool:
    plain = [term.removeprefix(_STEM) for term in own]
    return any(
        get_close_matches(variant.term.removeprefix(_STEM), plain, 1, _NEARLY) for variant in lookup.whole
    )
