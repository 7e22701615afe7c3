"""How well `search -` reads what people paste: the words it picks, and the lessons found by them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from . import relevance

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


def table(
    asked: Sequence[Paste], pick: Callable[[bytes], list[str]], search: Callable[[bytes], Sequence[str]]
) -> str:
    """Both halves in Markdown; `pick` gives the words of a log, `search` the paths found, the best first."""
    rows = []
    for name, half in halves(asked).items():
        words = {paste.name: pick(paste.data) for paste in half}
        wanted = sum(len(paste.picked) for paste in half)
        refused = sum(len(paste.unwanted) for paste in half)
        got = 1 - sum(len(missing(paste, words[paste.name])) for paste in half) / wanted
        kept_out = 1 - sum(len(unwanted(paste, words[paste.name])) for paste in half) / refused
        answered = [paste for paste in half if paste.relevant]
        score = relevance.mean([relevance.mark(search(paste.data), paste.relevant) for paste in answered])
        rows.append(
            f"| {name} | {len(half)} | {got:.0%} | {kept_out:.0%} "
            f"| {score.questions} | {score.mrr:.2f} | {score.recall:.2f} |"
        )
    head = "| half | logs | must be picked | must not be | with a lesson | MRR@10 | recall@10 |"
    return "\n".join([head, "| --- | --- | --- | --- | --- | --- | --- |", *rows])
