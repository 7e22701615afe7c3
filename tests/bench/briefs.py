"""How often a brief has something useful to say before a piece of work, and how often it is silent."""

import random
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from learnlog import brief
from learnlog.index import Index
from learnlog.situation import Situation, words_of
from learnlog.store import Store

from . import speed

NOW = datetime(2026, 11, 24, tzinfo=UTC)
SEED = 20261124
MOST = 5
THRESHOLDS = (0.1, 0.15, 0.175, 0.2, 0.225, 0.25, 0.3, 0.4)
SIZES = (200, 500)
SILENT_ENOUGH = 0.95

Shown = Callable[[Situation, float], Sequence[str]]


@dataclass(frozen=True)
class Case:
    """A situation and the paths of the lessons that are useful in it; `later`: written after the choices."""

    situation: Situation
    useful: frozenset[str]
    later: bool


@dataclass(frozen=True)
class Score:
    """Over some cases, from 0 to 1.

    `found`: of those with a useful lesson, the share whose brief shows one. `silent`: of those without, the
    share that shows nothing. `useful`: of all lessons shown, the share that is useful.
    """

    found: float
    silent: float
    useful: float


def cases(file: Path) -> list[Case]:
    """Read the situations."""
    written: list[dict[str, Any]] = yaml.safe_load(file.read_text("utf-8"))
    return [
        Case(
            Situation(
                each.get("repo", ""),
                each.get("branch", ""),
                tuple(each.get("files", ())),
                tuple(words_of(each.get("words", ""))),
            ),
            frozenset(each["useful"]),
            each.get("later", False),
        )
        for each in written
    ]


def shown_by(index: Index) -> Shown:
    """What the brief shows of `index`: paths, by situation and threshold."""

    def shown(situation: Situation, threshold: float) -> list[str]:
        found = brief.run(situation, index=index, now=NOW, most=MOST, threshold=threshold)
        return [row.card.entry.path for row in found.rows]

    return shown


def judged(asked: Iterable[Case], shown: Shown, threshold: float) -> Score:
    """The score of the briefs with that threshold."""
    briefs = [(case.useful, shown(case.situation, threshold)) for case in asked]
    found = [not useful.isdisjoint(paths) for useful, paths in briefs if useful]
    silent = [not paths for useful, paths in briefs if not useful]
    each = [path in useful for useful, paths in briefs for path in paths]
    return Score(_share(found), _share(silent), _share(each))


def chosen(asked: Sequence[Case], shown: Shown) -> float:
    """The lowest threshold with which enough briefs are silent that should be; else the highest."""
    enough = (each for each in THRESHOLDS if judged(asked, shown, each).silent >= SILENT_ENOUGH)
    return next(enough, THRESHOLDS[-1])


def report(corpus: Path, file: Path, folder: Path) -> list[str]:
    """The tables of docs/search-quality.md; indexes are made in `folder`."""
    every = cases(file)
    at_first = [case for case in every if not case.later]
    later = [case for case in every if case.later]
    shown = shown_by(_index(corpus, folder / "all"))
    told = ["| threshold | first: found | silent | useful | later: found | silent | useful |"]
    told.append("| --- | --- | --- | --- | --- | --- | --- |")
    for threshold in THRESHOLDS:
        scores = judged(at_first, shown, threshold), judged(later, shown, threshold)
        told.append(f"| {threshold} | {' | '.join(map(_cells, scores))} |")
    return [*told, "", *_folds(every, shown), "", *_sizes(corpus, every, folder)]


def _folds(asked: Sequence[Case], shown: Shown) -> list[str]:
    """Chosen on one half, judged on the other; the halves are drawn."""
    drawn = random.Random(SEED).sample(asked, len(asked))
    halves = drawn[::2], drawn[1::2]
    told = ["| chosen on | threshold | found | silent | useful |", "| --- | --- | --- | --- | --- |"]
    for name, ours, others in (("one half", *halves), ("the other", *reversed(halves))):
        threshold = chosen(ours, shown)
        told.append(f"| {name} | {threshold} | {_cells(judged(others, shown, threshold))} |")
    return told


def _sizes(corpus: Path, asked: Sequence[Case], folder: Path) -> list[str]:
    """The shipped threshold in smaller journals, which hold every useful lesson and others drawn."""
    useful = {path for case in asked for path in case.useful}
    others = sorted({path.relative_to(corpus).as_posix() for path in corpus.rglob("*.md")} - useful)
    told = ["| entries | found | silent | useful |", "| --- | --- | --- | --- |"]
    for size in SIZES:
        journal = folder / f"journal-of-{size}"
        for path in (*useful, *random.Random(SEED).sample(others, size - len(useful))):
            (journal / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(corpus / path, journal / path)
        score = judged(asked, shown_by(_index(journal, folder / f"of-{size}")), brief.THRESHOLD)
        told.append(f"| {size} | {_cells(score)} |")
    score = judged(asked, shown_by(_index(corpus, folder / "all")), brief.THRESHOLD)
    return [*told, f"| {len(useful) + len(others):,} | {_cells(score)} |"]


def _index(journal: Path, folder: Path) -> Index:
    index = Index(folder, [Store(journal)], None)
    index.catch_up(speed.silent)
    return index


def _share(marks: Sequence[bool]) -> float:
    return sum(marks) / len(marks) if marks else 0.0


def _cells(score: Score) -> str:
    return f"{score.found:.2f} | {score.silent:.2f} | {score.useful:.2f}"
