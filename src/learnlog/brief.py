"""The moment before a task: what is known of it becomes the few lessons that fit, or nothing.

A lesson fits by the cues it has, each counted by how telling it is in this journal and how much the lesson is
about it. The measure is a share of what the cues could reach, so that it means the same among twenty entries
as among ten thousand. The cue that says most counts only in part: one word alone can be chance. How the
figures were chosen: docs/search-quality.md.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from learnlog.entry import read_date
from learnlog.index import Hit, Index, Row
from learnlog.nodes import All, AnyOf, Beside, Field, Word
from learnlog.query import Filters, Query
from learnlog.situation import Cue, Place, Situation, cues
from learnlog.store import Card

THRESHOLD = 0.225  # of the share; a lesson of the same repository needs half of it
_NEAR_THE_BEST = 0.7  # of the best lesson's share, for the others
_WORTH: Mapping[Place, float] = {
    "words": 1.0,
    "branch": 1.0,
    "files": 0.25,
    "language": 0.4,
    "repository": 0.3,
}
_STRONGEST = 0.3  # how much of the cue that says most is counted
_ABOUT = 0.4  # of what a cue says of the entry it says most of; what says less is said in passing
_UNKNOWN = 0.75  # what a word that no entry has could have said, beside the most telling one
_MOST_ANSWERED = 12  # cues; no lesson answers every word of a long ticket
_MOST_WORDS = 24
_MOST_LOOKED_UP = 500  # of a long ticket's words
_LONGEST_WORD = 64  # characters
_MOST_HITS = 200  # of a cue that many entries have, those that say most of it
_SHOWN_CUES = 3  # of each place
_MOST_OPEN = 3  # questions, and as many decisions
_SAME = "same repository"
_SETTLED = frozenset({"superseded", "rejected"})


@dataclass(frozen=True)
class Fitting:
    """An entry that fits, and in short words why: `same repository`, `branch: rebase`."""

    card: Card
    why: Sequence[str]


@dataclass(frozen=True)
class Brief:
    """What there is to know before starting, best first, of `total` that fit."""

    rows: Sequence[Fitting] = ()
    total: int = 0


@dataclass
class _Lesson:
    """A lesson with what each of its cues says for it, and the cues that it is about."""

    row: Row
    said: dict[Cue, float] = field(default_factory=dict)
    about: list[Cue] = field(default_factory=list)

    def share(self, reachable: float) -> float:
        said = self.said.values()
        return (sum(said) - (1 - _STRONGEST) * max(said)) / reachable

    @property
    def is_about_the_task(self) -> bool:
        """Whether it is about what was said or the branch is called by; of files' names it takes two."""
        places = [cue.place for cue in self.about]
        return "words" in places or "branch" in places or places.count("files") > 1


def run(
    situation: Situation, *, index: Index, now: datetime, most: int, threshold: float = THRESHOLD
) -> Brief:
    """At most `most` lessons that fit `situation`, then open questions and decisions due in its repository.

    One's own lessons of the same repository come first. `threshold` is the least share of what the cues could
    reach, from 0 to 1.
    """
    if len(situation.words) > _MOST_WORDS:
        situation = replace(situation, words=tuple(index.telling(_worth(situation.words), _MOST_WORDS)))
    name = situation.repository
    open_ones = [*_questions(name, index), *_decisions_due(name, index, now)]
    told = {each.card.entry.id for each in open_ones}
    lessons = [each for each in _fitting(situation, index, threshold) if each.card.entry.id not in told]
    return Brief([*lessons[:most], *open_ones], len(lessons) + len(open_ones))


def _worth(words: Iterable[str]) -> dict[str, float]:
    """What the words of a text are worth by how often they stand there, of very many the most frequent."""
    counted = Counter(word for word in words if len(word) <= _LONGEST_WORD)
    return {word: 1 + math.log(count) for word, count in counted.most_common(_MOST_LOOKED_UP)}


def _of_repository(name: str, kind: str, index: Index) -> Sequence[Hit]:
    """One's own entries of that kind from the repository of that name, or for the project, newest first."""
    if not name:
        return ()
    named = AnyOf((Field("context", name), Field("project", name)))
    return index.find(Query(Beside((named,))), Filters(scope="mine", kind=kind), sort="newest").hits


def _questions(name: str, index: Index) -> list[Fitting]:
    found = [hit for hit in _of_repository(name, "question", index) if hit.row.status in {None, "open"}]
    return [Fitting(hit.card, (_SAME, "open question")) for hit in found[:_MOST_OPEN]]


def _decisions_due(name: str, index: Index, now: datetime) -> list[Fitting]:
    found = _of_repository(name, "decision", index)
    due = [(day, hit) for hit in found if (day := _due(hit.row, now))]
    due.sort(key=lambda each: each[0])
    return [Fitting(hit.card, (_SAME, f"decision due since {day}")) for day, hit in due[:_MOST_OPEN]]


def _due(row: Row, now: datetime) -> date | None:
    """Since when a decision is due: its day of review has come, or it has none and was never made."""
    if row.status in _SETTLED:
        return None
    days = [day.date() for text in row.extra.get("review", ()) if (day := read_date(text))]
    today = now.date()
    if not days and row.status == "proposed":
        proposed = datetime.fromisoformat(row.date).date()
        return proposed if proposed < today else None
    return min((day for day in days if day <= today), default=None)


def _fitting(situation: Situation, index: Index, threshold: float) -> list[Fitting]:
    """The lessons that fit, those of the same repository first, then by their share."""
    lessons, reachable = _looked_up(cues(situation), index)
    shares = [(lesson.share(reachable), lesson) for lesson in lessons]
    enough = max(threshold, _NEAR_THE_BEST * max((share for share, _ in shares), default=0.0))
    fitting = [
        (_is_of(situation.repository, lesson.row), share, lesson)
        for share, lesson in shares
        if lesson.is_about_the_task
    ]
    fitting.sort(key=lambda each: each[:2], reverse=True)
    return [
        Fitting(lesson.row.card(), _why(lesson, is_same=is_same))
        for is_same, share, lesson in fitting
        if share >= (threshold / 2 if is_same else enough)
    ]


def _is_of(name: str, row: Row) -> bool:
    """Whether the entry is one's own, from the repository of that name or for the project."""
    names = [*row.extra.get("context", ()), row.project or ""]
    return bool(name) and row.hub is None and name.casefold() in map(str.casefold, names)


def _looked_up(known: Iterable[Cue], index: Index) -> tuple[Sequence[_Lesson], float]:
    """The lessons that say most of any cue, and what one could reach that says most of each."""
    hits = {cue: index.find(_exactly(cue.word), Filters(), most=_MOST_HITS).hits for cue in known}
    most = {cue: found[0].score for cue, found in hits.items() if found}
    lessons: dict[int, _Lesson] = {}
    for cue, found in hits.items():
        for hit in filter(_is_valid_lesson, found):
            lesson = lessons.setdefault(hit.number, _Lesson(hit.row))
            lesson.said[cue] = hit.score * _WORTH[cue.place]
            if hit.score >= _ABOUT * most[cue]:
                lesson.about.append(cue)
    unknown = _UNKNOWN * max(most.values(), default=0.0)
    reach = sorted((most.get(cue, unknown) * _WORTH[cue.place] for cue in hits), reverse=True)
    return list(lessons.values()), sum(reach[:_MOST_ANSWERED])


def _exactly(word: str) -> Query:
    """A query that asks for the word in any of its forms, and for no other that may have been meant."""
    return Query(Beside((All((Word(word),)),)))


def _is_valid_lesson(hit: Hit) -> bool:
    return hit.row.kind != "question" and hit.row.status not in _SETTLED


def _why(lesson: _Lesson, *, is_same: bool) -> Sequence[str]:
    by_place: dict[Place, list[str]] = {}
    for cue in sorted(lesson.about, key=lambda cue: -lesson.said[cue]):
        by_place.setdefault(cue.place, []).append(cue.word)
    told = [f"{place}: {', '.join(words[:_SHOWN_CUES])}" for place, words in by_place.items()]
    return [_SAME, *told] if is_same else told
