"""Words of a person's own on the command line, some of which may begin with a dash: `git push -f`."""

import shlex
from collections.abc import Iterable, Sequence
from importlib import import_module
from itertools import groupby
from typing import Any

import click

_SHORT = 3  # letters: shorter names are near to too much
_LONG = 5  # among those with fewer, another letter is often another program's option: --sort, --soft


class FreeWords(click.Argument):
    """Any number of words."""

    def __init__(self, param_decls: Sequence[str], **given: Any) -> None:  # noqa: ANN401 - whatever click takes
        super().__init__(param_decls, nargs=-1, **given)


def hint(error: click.UsageError, args: Sequence[str]) -> str:
    """How to say `args`, where `error` took a word among them for an option; empty if it did not."""
    if not isinstance(error, click.NoSuchOption) or not error.ctx:
        return ""
    if not any(isinstance(param, FreeWords) for param in error.ctx.command.params):
        return ""
    at = next((at for at, arg in enumerate(args) if arg.startswith(error.option_name)), len(args))
    again = shlex.join(["learnlog", *args[:at], "--", *args[at:]])
    if error.possibilities:
        return f"if it is a word of yours: {again}"
    return f"words that begin with a dash go behind --: {again}"


def quoted(words: str) -> str:
    """`words` as a shell and a command with free words take them."""
    return f"-- {shlex.quote(words)}" if words.startswith("-") else shlex.quote(words)


def meant(name: str, options: Iterable[str]) -> str:
    """The first of the `options` that one slip of the fingers turned into `name`; empty if none was."""
    return next((option for option in options if _is_slip(name.lstrip("-"), option.lstrip("-"))), "")


def _is_slip(typed: str, meant: str) -> bool:
    """Tell whether a letter was left out, typed twice, or is another one, or two were swapped.

    The plural or singular of an option is often another program's, and so is what has a letter more: --tags,
    --short.
    """
    if min(len(typed), len(meant)) < _SHORT or meant == f"{typed}s" or _distance(typed, meant) != 1:
        return False
    if len(typed) > len(meant):
        return _letters(typed) == _letters(meant)
    is_another = len(typed) == len(meant) and sorted(typed) != sorted(meant)
    return not is_another or len(typed) >= _LONG


def _letters(word: str) -> list[str]:
    """Its letters, once where one follows itself."""
    return [letter for letter, _ in groupby(word)]


def _distance(one: str, other: str) -> int:
    distance: int = import_module("rapidfuzz.distance.OSA").distance(one, other)  # which few queries need
    return distance
