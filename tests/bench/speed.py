"""What a search, one change and indexing cost, beside what they are compared with, in one run. Linux only.

Whole processes are measured, each several times in turn with what it is compared with, and the best counts,
since others use the machine too.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from . import journals

TIMES = 10
IMPORTS = ("-c", "import click, whoosh.index, whoosh.qparser")
WORDS = ("undo", "last", "commit")
BARE = Path(__file__).with_name("bare.py")


class Cost(NamedTuple):
    """Seconds of waiting, seconds of processor time (of all processes), and the most memory in megabytes."""

    wall: float
    processor: float
    memory: float


class Journal:
    """A journal of `size` entries in `folder`, with a home of its own."""

    def __init__(self, corpus: Path, folder: Path, size: int) -> None:
        self.size = size
        self._entries, self._home = folder / "journal", folder / "home"
        journals.made(corpus, self._entries, size)
        self._changed = iter(sorted(self._entries.rglob("*.md")))

    def search(self) -> Cost:
        """Search, with the index up to date."""
        return self._learnlog("search", *WORDS)

    def search_after_a_change(self) -> Cost:
        """The same after one entry was changed."""
        with next(self._changed).open("a", encoding="utf-8") as file:
            file.write("\nOne more line.\n")
        return self._learnlog("search", *WORDS)

    def index(self, cores: int) -> Cost:
        """Index all from nothing."""
        shutil.rmtree(self._home, ignore_errors=True)
        return self._learnlog("reindex", cores=cores)

    def index_barely(self) -> Cost:
        """Let whoosh do it."""
        folder = self._home.with_name("bare")
        shutil.rmtree(folder, ignore_errors=True)
        return run([str(BARE), str(self._entries), str(folder)])

    def _learnlog(self, *words: str, cores: int = 0) -> Cost:
        environment = {"HOME": str(self._home), "XDG_CACHE_HOME": str(self._home / "cache")}
        return run(["-m", "learnlog", "--journal", str(self._entries), *words], environment, cores)


def run(words: Sequence[str], environment: Mapping[str, str] | None = None, cores: int = 0) -> Cost:
    """Run Python with `words`; `cores` is how many it may use, 0 all."""
    allowed = sorted(os.sched_getaffinity(0))[: cores or None]
    started = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, *words],
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, allowed),  # noqa: PLW1509 - there are no threads
    )
    _, child.returncode, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, child.args)
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def best(measures: Mapping[str, Callable[[], Cost]], times: int = TIMES) -> dict[str, Cost]:
    """Measure each in turn, several times; the least of each."""
    runs: dict[str, list[Cost]] = {name: [] for name in measures}
    for _ in range(times):
        for name, measure in measures.items():
            runs[name].append(measure())
    return {name: Cost(*map(min, zip(*each, strict=True))) for name, each in runs.items()}


@contextlib.contextmanager
def silent(_label: str, _total: int) -> Iterator[Callable[[], None]]:
    """Show no progress."""
    yield lambda: None


def tables(corpus: Path, folder: Path, sizes: Sequence[int]) -> Iterator[str]:
    """Yield the lines of the tables: each goal and the figure reached."""
    yield f"Best of {TIMES} runs in turn. `imports` is `python -c '{IMPORTS[1]}'`."
    yield ""
    yield "| a search, piped | entries | goal | waited | × imports | processor | × imports | memory |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    compared = []
    for size in sizes:
        journal = Journal(corpus, folder / str(size), size)
        journal.search()
        yield from _searches(journal)
        if size == _COMPARED:
            compared.append(journal)
    yield ""
    yield "| indexing 10,000 entries | goal | waited | speed of whoosh alone | processor | memory |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for journal in compared:
        yield from _indexing(journal)


_COMPARED = 10_000
_GOALS = {10_000: "≤ 1.8 ×", 100_000: "≤ 4 ×, < 250 MB"}


def _searches(journal: Journal) -> Iterator[str]:
    costs = best(
        {
            "imports": lambda: run(IMPORTS),
            "up to date": journal.search,
            "after one change": journal.search_after_a_change,
        }
    )
    imports, up_to_date, changed = costs.values()
    yield _search_row("(imports)", "", "", imports, imports)
    yield _search_row("up to date", f"{journal.size:,}", _GOALS.get(journal.size, ""), up_to_date, imports)
    extra = f"{(changed.wall - up_to_date.wall) * 1000:.0f} ms more"
    goal = f"< 60 ms more; {extra}" if journal.size == _COMPARED else extra
    yield _search_row("after one change", f"{journal.size:,}", goal, changed, imports)


def _search_row(name: str, entries: str, goal: str, cost: Cost, imports: Cost) -> str:
    figures = [
        f"{cost.wall * 1000:.0f} ms",
        f"{cost.wall / imports.wall:.2f}",
        f"{cost.processor * 1000:.0f} ms",
        f"{cost.processor / imports.processor:.2f}",
        f"{cost.memory:.0f} MB",
    ]
    return f"| {' | '.join([name, entries, goal, *figures])} |"


def _indexing(journal: Journal) -> Iterator[str]:
    measures = {
        "whoosh alone": journal.index_barely,
        "learnlog, one core": lambda: journal.index(1),
        "learnlog, all cores": lambda: journal.index(0),
    }
    costs = best(measures, times=2)
    bare = costs["whoosh alone"]
    for name, cost in costs.items():
        goal = "≥ 0.9" if name != "whoosh alone" else ""
        speed = f"{bare.wall / cost.wall:.2f}"
        yield (
            f"| {name} | {goal} | {cost.wall:.1f} s | {speed} | {cost.processor:.1f} s "
            f"| {cost.memory:.0f} MB |"
        )
