"""What the search takes in processor time and memory, each step in a process of its own.

A step is run as `python speed.py STEP JOURNAL CACHE QUESTIONS` and prints seconds and kilobytes. Linux only.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml

from learnlog import search
from learnlog.index import Index
from learnlog.query import Filters
from learnlog.store import Store

TIMES = 3
NOW = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass(frozen=True)
class Cost:
    """Seconds of processor time, and the most memory the process had, in kilobytes (0: not measured)."""

    seconds: float
    kilobytes: int = 0


def made_larger(corpus: Path, journal: Path, size: int) -> None:
    """Fill `journal` with `size` entries: the corpus, then its texts again under other names."""
    texts = [(path, path.read_bytes()) for path in sorted(corpus.rglob("*.md"))]
    for number in range(size):
        path, text = texts[number % len(texts)]
        copy = journal / f"{number // len(texts)}" / path.parent.name / f"{number}-{path.name}"
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(text)


def costs(journal: Path, cache: Path, questions: Path) -> dict[str, Cost]:
    """What each step costs with these entries; the best of some runs, since others use the machine too."""
    found = {"index all": _best(lambda: _anew(journal, cache, questions))}
    found["catch up, nothing changed"] = _best(lambda: _step("catch-up", journal, cache, questions))
    found["catch up, one file changed"] = _best(lambda: _one_changed(journal, cache, questions))
    found["ask the 40 questions, catching up once"] = _best(lambda: _step("ask", journal, cache, questions))
    command = ["-m", "learnlog", "--journal", str(journal), "search", "undo", "last", "commit"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache / "xdg")}
    _process(command, environment)
    found["`learnlog search`, whole process"] = _best(lambda: _process(command, environment))
    return found


def bare_start() -> Cost:
    """What Python alone takes."""
    return _best(lambda: _process(["-c", "pass"], dict(os.environ)))


def _best(run: Callable[[], Cost]) -> Cost:
    runs = [run() for _ in range(TIMES)]
    return Cost(min(each.seconds for each in runs), min(each.kilobytes for each in runs))


def _anew(journal: Path, cache: Path, questions: Path) -> Cost:
    shutil.rmtree(cache / "index", ignore_errors=True)
    return _step("catch-up", journal, cache, questions)


def _one_changed(journal: Path, cache: Path, questions: Path) -> Cost:
    file = next(journal.rglob("*.md"))
    file.write_bytes(file.read_bytes() + b"\nOne more line.\n")
    return _step("catch-up", journal, cache, questions)


def _step(step: str, journal: Path, cache: Path, questions: Path) -> Cost:
    words = [sys.executable, __file__, step, str(journal), str(cache), str(questions)]
    done = subprocess.run(words, capture_output=True, check=True)
    return Cost(*json.loads(done.stdout))


def _process(words: Sequence[str], environment: dict[str, str]) -> Cost:
    child = subprocess.Popen([sys.executable, *words], env=environment, stdout=subprocess.DEVNULL)
    _, child.returncode, used = os.wait4(child.pid, 0)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, child.args)
    return Cost(used.ru_utime + used.ru_stime)


@contextlib.contextmanager
def silent(_label: str, _total: int) -> Iterator[Callable[[], None]]:
    """Show no progress."""
    yield lambda: None


def _run(step: str, journal: Path, cache: Path, questions: Path) -> None:
    asked = [each["query"] for each in yaml.safe_load(questions.read_text("utf-8"))][:40]
    index = Index(cache / "index", [Store(journal)], None)
    started = time.process_time()
    index.catch_up(silent)
    if step == "ask":
        for words in asked:
            search.run(words, now=NOW, index=index, filters=Filters(), most=10)
    print(json.dumps([time.process_time() - started, _peak()]))  # noqa: T201


def _peak() -> int:
    """The most memory this process had, in kilobytes; what the one before it had does not count."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


if __name__ == "__main__":
    _run(sys.argv[1], *map(Path, sys.argv[2:]))
