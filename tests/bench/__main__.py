"""Print the figures of docs/benchmarks.md: `python -m tests.bench [relevance | speed [SIZE…]]`."""

import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from learnlog import query, search
from learnlog.index import Index
from learnlog.query import Filters
from learnlog.store import Store

from . import BRIEFS, DEVELOPMENT, OWN, PASTED, SHARED, briefs, damage, hostile, pasted, relevance, speed

SIZES = (1_000, 10_000, 100_000)  # entries


def main() -> None:
    """Measure all of it, or one part, and print it as Markdown."""
    corpus = SHARED / "corpus"
    if not corpus.is_dir():
        sys.exit(f"no corpus in {SHARED}; set LEARNLOG_SHARED")
    part, *sizes = sys.argv[1:] or ["all"]
    with tempfile.TemporaryDirectory() as folder:
        if part in {"all", "relevance"}:
            _print(judgements(corpus, Path(folder)))
        if part in {"all", "speed"}:
            _print(speed.tables(corpus, Path(folder), [int(size) for size in sizes] or SIZES))


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)  # noqa: T201


def judgements(corpus: Path, folder: Path) -> list[str]:
    """The tables of relevance."""
    index = Index(folder / "judged", [Store(corpus)], None)
    index.catch_up(speed.silent)

    def paths(words: str) -> list[str]:
        asked = query.parse(words, now=datetime.now(UTC))
        return [hit.row.path for hit in index.find(asked, Filters()).hits]

    told = []
    for name, file, below in (("Development set", DEVELOPMENT, "til/"), ("Own questions", OWN, "")):
        told += [
            f"### {name}",
            "",
            relevance.table(relevance.judged(relevance.questions(file, below), paths)),
            "",
        ]
    told += ["### Words that are not spelt as they were written", "", *damage.table(corpus, index), ""]
    told += [*on_pasted(index, paths, folder), *on_hostile(paths)]
    return [*told, "### Brief", "", *briefs.report(corpus, BRIEFS, folder), ""]


def on_pasted(index: Index, paths: Callable[[str], Sequence[str]], folder: Path) -> list[str]:
    """What is made of logs that are piped in, and what a megabyte of them takes."""
    table = pasted.table(pasted.pastes(PASTED), lambda log: paths(search.pick(log, index).query))
    rows = [
        f"| {name} | {pasted.whole_process(SHARED / 'corpus', folder, log) * 1000:.0f} ms |"
        for name, log in pasted.megabytes().items()
    ]
    head = ["| a megabyte of | `learnlog search -`, whole process |", "| --- | --- |"]
    return ["### Pasted errors", "", table, "", *head, *rows, ""]


def on_hostile(find: Callable[[str], object]) -> list[str]:
    """The slowest of the queries that nobody types on purpose."""
    rows = [f"| {name} | {seconds * 1000:.0f} ms |" for name, seconds in hostile.slowest(find).items()]
    return ["### Hostile queries", "", "| query | processor time |", "| --- | --- |", *rows[:8], ""]


main()
