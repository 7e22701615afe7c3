"""Print the figures of docs/benchmarks.md: `python -m tests.bench [CORPUS QUESTIONS]`."""

import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from learnlog import query, search
from learnlog.index import Index
from learnlog.query import Filters
from learnlog.store import Store

from . import BRIEFS, DEVELOPMENT, OWN, PASTED, SHARED, briefs, damage, hostile, pasted, relevance, speed

SIZES = (2_171, 10_000)


def main() -> None:
    """Measure everything and print it as Markdown."""
    corpus = SHARED / "corpus"
    if not corpus.is_dir():
        sys.exit(f"no corpus in {SHARED}; set LEARNLOG_SHARED")
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join([*judgements(corpus, Path(folder)), *speeds(corpus, Path(folder))]))  # noqa: T201


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
    table = pasted.table(pasted.pastes(PASTED), lambda log: paths(" ".join(search.pick(log, index).words)))
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


def speeds(corpus: Path, folder: Path) -> list[str]:
    """The table of times and memory."""
    bare = speed.bare_start()
    costs = []
    for size in SIZES:
        speed.made_larger(corpus, folder / f"journal-{size}", size)
        costs.append(speed.costs(folder / f"journal-{size}", folder / f"cache-{size}", DEVELOPMENT))
    small, large = costs
    intro = (
        f"Python {platform.python_version()} alone: {bare.seconds * 1000:.0f} ms. Best of {speed.TIMES} runs."
    )
    counts = " | ".join(f"{size:,} entries | × Python alone | memory" for size in SIZES)
    rows = [_row(name, small[name], large[name], bare) for name in small]
    return [
        intro,
        "",
        f"| step | {counts} | × more |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *rows,
    ]


def _row(name: str, small: speed.Cost, large: speed.Cost, bare: speed.Cost) -> str:
    cells = [name]
    for cost in (small, large):
        memory = f"{cost.kilobytes / 1024:.0f} MB" if cost.kilobytes else "–"
        cells += [f"{cost.seconds * 1000:.0f} ms", f"{cost.seconds / bare.seconds:.1f}", memory]
    return f"| {' | '.join(cells)} | {large.seconds / small.seconds:.1f} |"


main()
