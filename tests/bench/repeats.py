"""How well a repeat is told from what is only near: `python -m tests.bench.repeats`.

What it is measured on: tests/relevance/README.md.
"""

import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml

from learnlog import capture, search
from learnlog.entry import Entry, compose, parse
from learnlog.index import Index
from learnlog.nearness import AGAIN, NEAR
from learnlog.store import Store

from . import SHARED
from .speed import silent

FILE = Path(__file__).parents[1] / "relevance/repeats.yaml"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
SIZES = (60, 200, 600)


@dataclass(frozen=True)
class Told:
    """What would be said of some new entries.

    `nearest` is the nearness of each one's nearest, `right` how near the entry that it repeats is among the
    first two (0: not there, or there is none).
    """

    nearest: Sequence[float]
    right: Sequence[float]

    def said(self, least: float) -> int:
        """Of how many entries something is said."""
        return sum(near >= least for near in self.nearest)

    def found(self, least: float) -> int:
        """Of how many the repeated entry is named."""
        return sum(near >= least for near in self.right)


def given() -> dict[str, list[list[str]]]:
    """The pairs and notes of the file."""
    content: dict[str, list[list[str]]] = yaml.safe_load(FILE.read_text("utf-8"))
    return content


def notes(index: Index) -> Told:
    """Of notes that say again what is there."""
    return _told(index, [(_draft(text), f"til/{path}.md") for path, text in given()["notes"]])


def fresh(index: Index) -> Told:
    """Of notes that say something new."""
    return _told(index, [(_draft(str(text)), "") for text in given()["fresh"]])


def pairs(index: Index, store: Store, group: str) -> tuple[list[float], float]:
    """How near the two of each pair are; the mean reciprocal rank of one among those related to the other."""
    near, ranks = [], []
    for pair in given()[group]:
        one, other = (store.open(f"til/{path}.md").entry for path in pair)
        near.append(index.gist(one).nearness(index.gist(other)))
        for entry, wanted in ((one, other.path), (other, one.path)):
            rows = search.related(entry, index=index, most=10).rows
            ranks.append(next((1 / row.rank for row in rows if row.card.entry.path == wanted), 0.0))
    return near, sum(ranks) / len(ranks)


def _told(index: Index, entries: Sequence[tuple[Entry, str]]) -> Told:
    nearest, right = [], []
    for entry, wanted in entries:
        rows = search.related(entry, index=index, most=2).rows
        nearest.append(max((row.score or 0.0 for row in rows), default=0.0))
        right.append(max((row.score or 0.0 for row in rows if row.card.entry.path == wanted), default=0.0))
    return Told(nearest, right)


def _draft(text: str) -> Entry:
    draft = capture.from_words(text)
    return parse(compose(draft.values, draft.body), path="new.md", fallback=lambda: NOW)


def _older(index: Index, store: Store) -> list[float]:
    """For each English lesson, how near the nearest older one is: what `add` would have seen at the time."""
    cards = [card for card in index.cards() if card.entry.path.startswith("til/")]
    found = []
    for card in cards:
        entry = store.open(card.entry.path).entry
        rows = search.related(entry, index=index, most=10).rows
        found.append(max((row.score or 0.0 for row in rows if row.card.entry.date < entry.date), default=0.0))
    return found


def _smaller(size: int, folder: Path) -> Index:
    """The index of `size` lessons drawn at random, and the repeated ones."""
    kept = {f"til/{path}.md" for path, _ in given()["notes"]}
    paths = sorted(path for path, _ in Store(SHARED / "corpus").scan())
    drawn = random.Random(1).sample([path for path in paths if path not in kept], size)
    for path in [*kept, *drawn]:
        copy = folder / f"{size}" / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((SHARED / "corpus" / path).read_bytes())
    return _index(folder / f"{size}", folder / f"index-{size}")


def _index(journal: Path, cache: Path) -> Index:
    made = Index(cache, [Store(journal)], None)
    made.catch_up(silent)
    return made


def _rows(folder: Path, say: Callable[[str], None]) -> None:
    corpus = SHARED / "corpus"
    index, store = _index(corpus, folder / "index"), Store(corpus)
    for group in ("same", "neighbours"):
        near, rank = pairs(index, store, group)
        say(f"{group}: {_counts(near)}, MRR {rank:.2f}")
    older = _older(index, store)
    say(f"older ones, of {len(older)}: {_counts(older)}")
    for size, each in ((0, index), *((size, _smaller(size, folder)) for size in SIZES)):
        again, new = notes(each), fresh(each)
        for least in (NEAR, AGAIN):
            said = again.said(least) + new.said(least)
            say(
                f"{size or 'all'} lessons, from {least}: {again.found(least)} of {len(again.right)} repeats, "
                f"{new.said(least)} of {len(new.nearest)} new ones; precision {again.found(least) / said:.2f}"
            )


def _counts(near: Sequence[float]) -> str:
    return ", ".join(f"{sum(each >= least for each in near)} from {least}" for least in (NEAR, AGAIN))


def main() -> None:
    """Measure and print it."""
    if not (SHARED / "corpus").is_dir():
        sys.exit(f"no corpus in {SHARED}; set LEARNLOG_SHARED")
    with tempfile.TemporaryDirectory() as folder:
        _rows(Path(folder), print)


if __name__ == "__main__":
    main()
