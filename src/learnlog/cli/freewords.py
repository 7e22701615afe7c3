"""Words of a person's own on the command line, some of which may begin with a dash: `git push -f`."""

import shlex
from collections.abc import Sequence
from typing import Any

import click


class FreeWords(click.Argument):
    """Any number of words."""

    def __init__(self, param_decls: Sequence[str], **given: Any) -> None:  # noqa: ANN401 - whatever click takes
        super().__init__(param_decls, nargs=-1, **given)


def hint(error: click.UsageError, args: Sequence[str]) -> str:
    """How to say `args`, where `error` took a word among them for an option; empty if it did not."""
    if not isinstance(error, click.NoSuchOption) or error.possibilities or not error.ctx:
        return ""
    if not any(isinstance(param, FreeWords) for param in error.ctx.command.params):
        return ""
    at = next((at for at, arg in enumerate(args) if arg.startswith(error.option_name)), len(args))
    again = shlex.join(["learnlog", *args[:at], "--", *args[at:]])
    return f"words that begin with a dash go behind --: {again}"
