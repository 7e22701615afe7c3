"""What each idea of the search is worth: `python -m tests.bench.quality [folds]`.

Every idea is taken away, alone, and all questions are asked again; with `folds`, the weights are chosen on
four fifths of the questions and judged on the fifth that had no say, for each fifth in turn.
"""

import itertools
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from learnlog import query, ranking, synonyms
from learnlog.analysis import languages, splitting
from learnlog.index import Index, vocabulary, wishes, words
from learnlog.query import Filters
from learnlog.store import Store

from . import DEVELOPMENT, OWN, SHARED, relevance, speed

NOW = datetime(2026, 11, 24, tzinfo=UTC)
SEED = 20261124
FOLDS = 5

Change = tuple[Any, str, Any]  # what is patched: where, which name, with what


def _fields(**changes: Any) -> list[Change]:
    """All fields with the same changes."""
    changed = tuple(field._replace(**changes) for field in ranking.FIELDS)
    return [(words, "FIELDS", changed)]


def _nothing(*_: Any, **__: Any) -> tuple[()]:
    return ()


TAKEN_AWAY: Mapping[str, Sequence[Change]] = {
    "nothing: the search as it is": [],
    "other words for the same": [(synonyms.Synonyms, "of", _nothing)],
    "… those for phrases": [(wishes, "_OTHER_FOR_PHRASE", 0.0)],
    "… those for single words": [(wishes, "_OTHER", 0.0)],
    "beginnings of unknown words": [(wishes, "_SHORTEST_BEGINNING", 10**6)],
    "near spellings of unknown words": [(vocabulary.Vocabulary, "near", _nothing)],
    "words written in one or in two": [(wishes.Wishes, "_joined", _nothing)],
    "coverage of the question": [(ranking, "COVERAGE", 0.0)],
    "the language of the question": [(ranking, "OTHER_LANGUAGE", 1.0)],
    "the tags of the best hits": [(ranking, "_LEAN", 0.0)],
    "stop words": [(wishes.Wishes, "_without_stop_words", lambda _, words: words)],
    "stop words of questions": [(languages, "_QUESTION_WORDS", {})],
}
TAKEN_AWAY_FROM_THE_INDEX: Mapping[str, Sequence[Change]] = {
    "stems": [(splitting, "stem", lambda word, _: word)],
    "weights of the fields": _fields(weight=1.0),
    "lengths of the fields": _fields(length_counts=0.0),
}
GRID: Mapping[tuple[Any, str], Sequence[float]] = {
    (wishes, "_OTHER"): (0.25, 0.4, 0.55),
    (wishes, "_OTHER_FOR_PHRASE"): (0.5, 0.7),
    (ranking, "COVERAGE"): (0.3, 0.5),
    (ranking, "_LEAN"): (0.25, 0.5),
}


@contextmanager
def _changed(changes: Sequence[Change]) -> Iterator[None]:
    with ExitStack() as stack:
        for place, name, value in changes:
            stack.enter_context(patch.object(place, name, value))
        yield


class Judge:
    """Asks all questions of an index of the corpus."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.sets = {
            "dev": relevance.questions(DEVELOPMENT, "til/"),
            "own": relevance.questions(OWN, ""),
        }

    def marks(
        self, changes: Sequence[Change], index_name: str = "index"
    ) -> dict[str, list[tuple[float, float]]]:
        """(reciprocal rank, recall) of each question of each set, with these changes made."""
        with _changed(changes):
            _forget()
            index = Index(self._folder / index_name, [Store(SHARED / "corpus")], None)
            index.catch_up(speed.silent)
            found = {
                name: [relevance.mark(question, _paths(index, question.words)) for question in asked]
                for name, asked in self.sets.items()
            }
        _forget()
        return found


def _forget() -> None:
    """Empty the caches of what is changed here."""
    languages._stop_words.cache_clear()
    splitting._places.cache_clear()


def _paths(index: Index, typed: str) -> list[str]:
    return [hit.row.path for hit in index.find(query.parse(typed, now=NOW), Filters(), most=10).hits]


def ablation(judge: Judge) -> Iterator[str]:
    """Yield the lines of a table: what the questions score without each idea."""
    yield "| taken away | MRR dev | recall dev | MRR own | recall own |"
    yield "| --- | --- | --- | --- | --- |"
    for name, changes in TAKEN_AWAY.items():
        yield _row(name, judge.marks(changes))
    for name, changes in TAKEN_AWAY_FROM_THE_INDEX.items():
        yield _row(name, judge.marks(changes, name))


def _row(name: str, marks: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    cells = [f"{figure:.3f}" for each in marks.values() for figure in relevance.mean(each)]
    return f"| {name} | {' | '.join(cells)} |"


def cross_validation(judge: Judge) -> Iterator[str]:
    """Yield what the questions of each fold score with the weights that the others would choose."""
    settings = [
        [(place, name, value) for (place, name), value in zip(GRID, values, strict=True)]
        for values in itertools.product(*GRID.values())
    ]
    marks = [judge.marks(changes) for changes in settings]
    held_out: dict[str, list[tuple[float, float]]] = {name: [] for name in judge.sets}
    chosen = []
    for fold in range(FOLDS):
        best = max(range(len(settings)), key=lambda number: _of_others(marks[number], fold))
        chosen.append(best)
        for name, each in marks[best].items():
            held_out[name] += [
                mark for number, mark in enumerate(each) if _fold(name, number, len(each)) == fold
            ]
    yield _row("chosen on four fifths, judged on the fifth", held_out)
    for number in dict.fromkeys(chosen):
        yield f"chosen {chosen.count(number)} times: " + ", ".join(
            f"{name} {value}" for _, name, value in settings[number]
        )


def _of_others(marks: Mapping[str, Sequence[tuple[float, float]]], fold: int) -> float:
    """The mean MRR of both sets over all folds but one, the sets alike."""
    means = []
    for name, each in marks.items():
        others = [mark for number, mark in enumerate(each) if _fold(name, number, len(each)) != fold]
        means.append(relevance.mean(others)[0])
    return sum(means) / len(means)


def _fold(name: str, number: int, size: int) -> int:
    order = list(range(size))
    random.Random(f"{SEED}{name}").shuffle(order)
    return order.index(number) % FOLDS


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        tell: Callable[[Judge], Iterator[str]] = cross_validation if "folds" in sys.argv else ablation
        for line in tell(Judge(Path(folder))):
            print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
