"""Questions on standard error: a key answers at once, or what is typed with Enter after it.

What was typed before a question is shown answers nothing: it was meant for something else.
"""

import contextlib
import select
import sys
import termios
from collections.abc import Mapping

import click

from learnlog.cli.clean import visible_line

_AGREES = {"y": True, "yes": True, "": False, "n": False, "no": False}


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


def agreed(question: str) -> bool:
    """Whether a yes is typed at `question`. Raises click.Abort at the end of the input."""
    while True:
        words = typed(f"{question} [y/N]").strip().casefold()
        if words in _AGREES:
            return _AGREES[words]
        click.echo(f"not understood: {visible_line(words)}", err=True)


def typed(question: str, suffix: str = ": ") -> str:
    """The line that is typed at `question`. Raises click.Abort at the end of the input."""
    _forget_what_was_typed()
    return str(click.prompt(question, default="", show_default=False, prompt_suffix=suffix, err=True))


def chosen(question: str, choices: Mapping[str, str], width: int) -> str:
    """The letter of the choice that is typed at `question`, with Enter after it.

    `choices` are what can be done, each with a sentence that tells more; the first letter is its key, and
    more of it will do. Enter alone and whatever is none of them explain the keys, and ask again. Raises
    click.Abort at the end of the input.
    """
    keys = "  ".join(f"[{choice[0]}]{choice[1:]}" for choice in choices)
    while True:
        words = typed(_put_together(question, keys, width), " ").strip()
        answer = words.casefold()
        found = [choice for choice in choices if answer and choice.startswith(answer)]
        if found:
            return found[0][0]
        if answer:
            click.echo(f"not understood: {visible_line(words)}", err=True)
        for choice, meaning in choices.items():
            click.echo(f"  {choice[0]}  {meaning}", err=True)


def _put(question: str, keys: str, width: int) -> None:
    click.echo(f"{_put_together(question, keys, width)} ", err=True, nl=False)


def _put_together(question: str, keys: str, width: int) -> str:
    """Both on one line, if they fit in `width` columns and something can be typed behind them."""
    fits = len(question) + len(keys) + 3 < width
    return f"{question}{'' if fits else chr(10)}  {keys}"


def _forget_what_was_typed() -> None:
    with contextlib.suppress(OSError, ValueError, TypeError, termios.error):  # there is no terminal
        termios.tcflush(sys.stdin, termios.TCIFLUSH)
