"""The tags of a hub, as its keepers name them: one label to use, others that mean the same, broader ones.

    taxonomy:
      - prefLabel: git
        altLabel: [vcs, version control]
        broader: tools

The words are those of SKOS. What is written by others and makes no sense is noted and passed over.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module

from learnlog.values import Value

MOST_TERMS = 2_000

_MOST_CHARACTERS = 60  # of a label
_MOST_LABELS = 50  # of one term
_BETWEEN = re.compile(r"[\s_-]+")
_NOT_IN_TABLES = re.compile(r"[,\n]|=>|^#")
_LETTER = re.compile(r"[^\W_]")
_MOST_LEVELS, _MOST_ABOVE = 5, 10
_MOST_BELOW = 20
_NEAR = 60  # of 100


@dataclass(frozen=True)
class Term:
    """One tag: `label` is how to write it, `others` mean the same, `broader` are labels of wider terms."""

    label: str
    others: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taxonomy:
    """The terms, each label once. `notes` say what of the file was passed over."""

    terms: tuple[Term, ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)

    def label_of(self, tag: str) -> str | None:
        """The label to use for what `tag` says; None when no term says it."""
        return self._labels.get(_folded(tag))

    def nearest(self, tag: str) -> str | None:
        """The label of the term that is spelt most like `tag`, if one is spelt nearly so."""
        process, fuzz = import_module("rapidfuzz.process"), import_module("rapidfuzz.fuzz")
        found = process.extractOne(_folded(tag), list(self._labels), scorer=fuzz.ratio, score_cutoff=_NEAR)
        return self._labels[found[0]] if found else None

    def table(self) -> str:
        """The terms as other words for the same, in the form that `learnlog.synonyms` tells.

        Who types a wider term finds the first narrower ones, and those below them.
        """
        plain = [_plain_labels(term) for term in self.terms]
        same = [", ".join(labels) for labels in plain if len(labels) > 1]
        below: dict[str, int] = {}
        lines = []
        for term in self.terms:
            wider = [label for label in self._above(term) if below.get(label, 0) < _MOST_BELOW]
            below |= {label: below.get(label, 0) + 1 for label in wider}
            typed = [each for label in wider for each in _plain_labels(self._by_label[label])]
            written = _plain_labels(term)[:1]
            if typed and written:
                lines.append(f"{', '.join(typed)} => {written[0]}")
        return "".join(f"{line}\n" for line in [*same, *lines])

    def _above(self, term: Term) -> list[str]:
        """The labels of the terms above one, the nearest first."""
        found: dict[str, None] = {}
        level = term.broader
        for _ in range(_MOST_LEVELS):
            found |= dict.fromkeys(label for label in level if label != term.label)
            level = tuple(label for wider in level for label in self._by_label[wider].broader)
            level = tuple(label for label in dict.fromkeys(level) if label not in found)
        return list(found)[:_MOST_ABOVE]

    @cached_property
    def _by_label(self) -> Mapping[str, Term]:
        return {term.label: term for term in self.terms}

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        """Folded label → the one to use."""
        return {_folded(each): term.label for term in self.terms for each in (term.label, *term.others)}


NO_TERMS = Taxonomy()


def read_taxonomy(value: Value) -> Taxonomy:
    """What the key `taxonomy` of a hub's file says; it may be anything."""
    if value is None:
        return NO_TERMS
    if not isinstance(value, list):
        return Taxonomy(notes=("taxonomy: must be a list of terms, each with prefLabel",))
    return _Reading(value).taxonomy()


class _Reading:
    """The terms taken so far, and what was passed over."""

    def __init__(self, given: list[Value]) -> None:
        self._notes: list[str] = []
        if len(given) > MOST_TERMS:
            self._notes.append(
                f"taxonomy: {len(given)} terms; those behind the first {MOST_TERMS} do not count"
            )
        self._terms = list(self._termed(given[:MOST_TERMS]))

    def taxonomy(self) -> Taxonomy:
        labels = {_folded(term.label): term.label for term in self._terms}
        taken = dict(labels)
        terms = tuple(
            Term(
                term.label,
                tuple(self._others(term, taken)),
                tuple(self._broader(term, labels)),
            )
            for term in self._terms
        )
        self._notes += [f"taxonomy: {label} is broader than itself" for label in _in_circles(terms)]
        return Taxonomy(terms, tuple(self._notes))

    def _termed(self, given: list[Value]) -> Iterator[Term]:
        seen: set[str] = set()
        for number, item in enumerate(given, 1):
            fields = item if isinstance(item, dict) else {}
            label = next(iter(_texts(fields.get("prefLabel"))), None)
            if label is None:
                self._notes.append(f"taxonomy: term {number} has no prefLabel, or a very long one")
            elif _folded(label) in seen:
                self._notes.append(f"taxonomy: {label} stands there twice")
            else:
                seen.add(_folded(label))
                others, broader = (tuple(_texts(fields.get(key))) for key in ("altLabel", "broader"))
                yield Term(label, others, broader)

    def _others(self, term: Term, taken: dict[str, str]) -> Iterator[str]:
        """Its other labels that mean nothing else yet."""
        for other in term.others:
            means = taken.setdefault(_folded(other), term.label)
            if means == term.label and _folded(other) != _folded(term.label):
                yield other
            elif means != term.label:
                self._notes.append(f"taxonomy: {other} means {means}, so it cannot mean {term.label}")

    def _broader(self, term: Term, labels: Mapping[str, str]) -> Iterator[str]:
        for wider in term.broader:
            if _folded(wider) in labels:
                yield labels[_folded(wider)]
            else:
                self._notes.append(f"taxonomy: {wider}, broader than {term.label}, is no prefLabel")


def _in_circles(terms: tuple[Term, ...]) -> list[str]:
    """The labels of terms that are, over others, broader than themselves."""
    up = {term.label: set(term.broader) for term in terms}
    left = _without_ends(up)
    down: dict[str, set[str]] = {label: set() for label in left}
    for label, others in left.items():
        for other in others:
            down[other].add(label)
    return list(_without_ends(down))


def _without_ends(ways: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """`ways` from one to others without what leads nowhere, again and again until all that is left does."""
    back: dict[str, list[str]] = {}
    for label, others in ways.items():
        for other in others:
            back.setdefault(other, []).append(label)
    left = {label: set(others) for label, others in ways.items()}
    ends = [label for label, others in left.items() if not others]
    while ends:
        end = ends.pop()
        del left[end]
        for label in back.get(end, ()):
            left[label].discard(end)
            if not left[label]:
                ends.append(label)
    return left


def _texts(value: Value) -> list[str]:
    """The labels a value holds: one, or a list of them; those that are no text, or long, are none."""
    given = value if isinstance(value, list) else [value]
    found = (" ".join(item.split()) for item in given[:_MOST_LABELS] if isinstance(item, str))
    return [label for label in found if 0 < len(label) <= _MOST_CHARACTERS]


def _plain_labels(term: Term) -> list[str]:
    """The labels of a term, the one to use first, that can stand in a table of other words."""
    labels = (term.label, *term.others)
    return [label for label in labels if _LETTER.search(label) and not _NOT_IN_TABLES.search(label)]


def _folded(label: str) -> str:
    """A label as its spellings are alike: case, and what stands between its words."""
    return _BETWEEN.sub("-", label.strip().casefold())
