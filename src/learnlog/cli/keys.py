"""Questions that a key answers, on standard error: at once, or with Enter after it."""

import select
import sys
from collections.abc import Mapping

import click

from learnlog.cli.clean import visible_line


def is_typing() -> bool:
    """Whether the person has typed something already, the next command perhaps."""
    return bool(select.select([sys.stdin], [], [], 0)[0])


def pressed(question: str, choices: str, width: int) -> str:
    """What the key that is pressed at `question` writes, in small; nothing for the end of the input.

    The `choices` go on the same line if both fit in `width` columns.
    """
    _put(question, choices, width)
    try:
        key = click.getchar()
    except EOFError:
        key = ""
    click.echo(err=True)
    return key.casefold()


def chosen(question: str, choices: Mapping[str, str], width: int) -> str:
    """The letter of the choice that is typed at `question`, with Enter after it.

    `choices` are what can be done, each with a sentence that tells more; the first letter is its key, and
    more of it will do. Enter alone and whatever is none of them explain the keys, and ask again. Raises
    click.Abort at the end of the input.
    """
    keys = "  ".join(f"[{choice[0]}]{choice[1:]}" for choice in choices)
    while True:
        _put(question, keys, width)
        typed = str(click.prompt("", default="", show_default=False, prompt_suffix=" ", err=True))
        answer = typed.strip().casefold()
        found = [choice for choice in choices if answer and choice.startswith(answer)]
        if found:
            return found[0][0]
        if answer:
            click.echo(f"not understood: {visible_line(typed.strip())}", err=True)
        for choice, meaning in choices.items():
            click.echo(f"  {choice[0]}  {meaning}", err=True)


def _put(question: str, keys: str, width: int) -> None:
    """Print both on one line, if they fit in `width` columns and something can be typed behind them."""
    fits = len(question) + len(keys) + 3 < width
    click.echo(question, err=True, nl=not fits)
    click.echo(f"  {keys} ", err=True, nl=False)
