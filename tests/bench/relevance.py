"""How often the right lesson is among the first ten, and how far up, by kind of question."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

DEPTH = 10
KINDS = ("paraphrase", "synonym", "inflection", "typo", "partial", "exact", "error", "crosslang")


@dataclass(frozen=True)
class Question:
    """What somebody would type, and the paths of the lessons that answer it."""

    kind: str
    words: str
    relevant: frozenset[str]


@dataclass(frozen=True)
class Score:
    """Over some questions: the mean reciprocal rank and the recall among the first ten, from 0 to 1."""

    questions: int
    mrr: float
    recall: float


def questions(file: Path, below: str = "") -> list[Question]:
    """Read the questions; `below` is put before the paths of their lessons."""
    found: list[dict[str, Any]] = yaml.safe_load(file.read_text("utf-8"))
    return [
        Question(each["kind"], each["query"], frozenset(below + path for path in each["relevant"]))
        for each in found
    ]


def judged(asked: Sequence[Question], search: Callable[[str], Sequence[str]]) -> dict[str, Score]:
    """The score by kind, and of all; `search` gives the paths it finds, the best first."""
    marks = defaultdict(list)
    for question in asked:
        marked = mark(question, search(question.words))
        marks[question.kind].append(marked)
        marks["all"].append(marked)
    return {kind: Score(len(marks[kind]), *mean(marks[kind])) for kind in (*KINDS, "all") if kind in marks}


def mark(question: Question, found: Sequence[str]) -> tuple[float, float]:
    """The reciprocal rank and the recall of the paths found, the best first."""
    ranks = [rank for rank, path in enumerate(found[:DEPTH], 1) if path in question.relevant]
    return 1 / ranks[0] if ranks else 0.0, len(ranks) / min(len(question.relevant), DEPTH)


def table(scores: dict[str, Score]) -> str:
    """The scores in Markdown."""
    rows = [
        f"| {kind} | {score.questions} | {score.mrr:.2f} | {score.recall:.2f} |"
        for kind, score in scores.items()
    ]
    return "\n".join(["| kind | questions | MRR@10 | recall@10 |", "| --- | --- | --- | --- |", *rows])


def mean(marks: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The mean reciprocal rank, and the mean recall."""
    return sum(mrr for mrr, _ in marks) / len(marks), sum(recall for _, recall in marks) / len(marks)
