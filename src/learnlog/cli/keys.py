"""Questions that one key answers, on standard error."""

import select
import sys

import click


def is_typing() -> bool:
    """Whether the person has typed something already, the next command perhaps."""
    return bool(select.select([sys.stdin], [], [], 0)[0])


def pressed(question: str, choices: str, width: int) -> str:
    """What the key that is pressed at `question` writes, in small; nothing for the end of the input.

    The `choices` go on the same line if both fit in `width` columns.
    """
    fits = len(question) + len(choices) + 3 < width
    click.echo(question, err=True, nl=not fits)
    click.echo(f"  {choices} ", err=True, nl=False)
    try:
        key = click.getchar()
    except EOFError:
        key = ""
    click.echo(err=True)
    return key.casefold()
