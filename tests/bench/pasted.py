"""How well `search -` reads what people paste: the words it picks, and the lessons found by them."""

import itertools
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from learnlog.pasted import decoded, symptoms

from . import relevance, speed

MEBIBYTE = 2**20
SHOWN = 24  # so many words, before any index is asked, have to hold what must be picked
_AS_BYTES: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-16": lambda text: text.encode("utf-16"),
    "latin-1": lambda text: text.encode("latin-1"),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "nul": lambda text: text.replace("\n", "\0\n").encode(),
}


@dataclass(frozen=True)
class Paste:
    """A log as it is piped in, words that must and must not be picked, and the lessons that answer it."""

    name: str
    data: bytes
    picked: Sequence[str]
    unwanted: Sequence[str]
    relevant: frozenset[str]

    @property
    def question(self) -> relevance.Question:
        """The log as a question of the relevance bench."""
        return relevance.Question("error", self.name, self.relevant)


def pastes(file: Path) -> list[Paste]:
    """Read the logs named in `file`, which lie in the folder of the same name."""
    found: list[dict[str, Any]] = yaml.safe_load(file.read_text("utf-8"))
    return [
        Paste(
            each["log"],
            _AS_BYTES[each.get("bytes", "utf-8")](
                (file.with_suffix("") / f"{each['log']}.txt").read_text("utf-8")
            ),
            each["picked"],
            each["not"],
            frozenset(each["relevant"]),
        )
        for each in found
    ]


def halves(all_of_them: Sequence[Paste]) -> dict[str, Sequence[Paste]]:
    """The half that the picking was tuned with, and the other one."""
    return {"tuned with": all_of_them[::2], "held out": all_of_them[1::2]}


def missing(paste: Paste, words: Iterable[str]) -> set[str]:
    """What had to be picked and is not among `words`."""
    picked = {word.casefold() for word in words}
    return {word for word in paste.picked if word.casefold() not in picked}


def unwanted(paste: Paste, words: Iterable[str]) -> set[str]:
    """What must not be picked and is among `words`."""
    picked = {word.casefold() for word in words}
    return {word for word in paste.unwanted if word.casefold() in picked}


def table(asked: Sequence[Paste], search: Callable[[bytes], Sequence[str]]) -> str:
    """Both halves in Markdown; `search` gives the paths found by a log, the best first."""
    rows = [_row(name, half, search) for name, half in halves(asked).items()]
    head = "| half | logs | must be picked | must not be | with a lesson | MRR@10 | recall@10 |"
    return "\n".join([head, "| --- | --- | --- | --- | --- | --- | --- |", *rows])


def _row(name: str, half: Sequence[Paste], search: Callable[[bytes], Sequence[str]]) -> str:
    words = [list(symptoms(decoded(paste.data))) for paste in half]
    lacking = sum(
        len(missing(*each)) for each in zip(half, (picked[:SHOWN] for picked in words), strict=True)
    )
    strange = sum(len(unwanted(*each)) for each in zip(half, words, strict=True))
    got = 1 - lacking / sum(len(paste.picked) for paste in half)
    kept_out = 1 - strange / sum(len(paste.unwanted) for paste in half)
    answered = [paste for paste in half if paste.relevant]
    mrr, recall = relevance.mean([relevance.mark(paste.question, search(paste.data)) for paste in answered])
    return (
        f"| {name} | {len(half)} | {got:.0%} | {kept_out:.0%} | {len(answered)} | {mrr:.2f} | {recall:.2f} |"
    )


def megabytes() -> dict[str, bytes]:
    """Logs of one megabyte that take longest to read: nothing in them repeats, and no line is calm."""
    dice = random.Random(20261124)
    words = ["".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(30_000)]
    errors = (f"error: cannot {one} {other}" for one, other in itertools.permutations(words, 2))
    records = (
        f'{{"level":"error","msg":"{one} failed to {other}"}}' for one, other in itertools.pairwise(words)
    )
    prose = " ".join(dice.choices(words, k=MEBIBYTE // 8))
    return {
        "errors only": _cut("\n".join(itertools.islice(errors, 40_000))),
        "records in JSON": _cut("\n".join(records)),
        "no error, one line": _cut(prose),
    }


def _cut(text: str) -> bytes:
    return text.encode()[:MEBIBYTE]


def whole_process(journal: Path, cache: Path, log: bytes) -> float:
    """Seconds of processor time of `learnlog search -` with `log`, at best; the index is up to date."""
    file = cache / "log"
    file.write_bytes(log)
    command = [sys.executable, "-m", "learnlog", "--journal", str(journal), "search", "-"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    seconds = []
    for _ in range(speed.TIMES + 1):  # the first brings the index up to date
        with file.open("rb") as given:
            child = subprocess.Popen(
                command, stdin=given, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            _, child.returncode, used = os.wait4(child.pid, 0)
        seconds.append(used.ru_utime + used.ru_stime)
    return min(seconds)
