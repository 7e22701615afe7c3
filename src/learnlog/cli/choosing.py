"""On a terminal: which of the lessons that are ready are to leave."""

import re
from collections.abc import Sequence

import click

from learnlog.cli.clean import visible_title
from learnlog.cli.keys import typed
from learnlog.counting import counted
from learnlog.errors import NotConfirmed
from learnlog.publish import Item

_SPAN = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")
_QUESTION = "which ones? numbers such as 1 3-5, Enter for all, n for none"


def choose(items: Sequence[Item], hub: str) -> list[Item]:
    """Show the `items` with numbers; those that the person wants. Raises NotConfirmed for none."""
    click.echo(f"{counted(len(items), 'lesson')} ready for {hub}:", err=True)
    for number, item in enumerate(items, 1):
        title = visible_title(item.lesson.title)
        click.echo(f"{number:>3}  {item.action:<6}  {item.lesson.id[:6]}  {title}", err=True)
    while True:
        words = typed(_QUESTION)
        try:
            chosen = [items[number - 1] for number in read_numbers(words, len(items))]
        except ValueError as error:
            click.echo(str(error), err=True)
            continue
        if chosen:
            return chosen
        raise NotConfirmed("nothing chosen, so nothing was published")


def read_numbers(words: str, most: int) -> list[int]:
    """The numbers from 1 to `most` that `words` name: `1 3-5`; all for no words, none for `n`.

    Raises ValueError that says what is wrong.
    """
    if not words.strip():
        return list(range(1, most + 1))
    if words.strip().lower() in {"n", "no", "none", "0"}:
        return []
    chosen: set[int] = set()
    for word in re.split(r"[,\s]+", words.strip(", \t")):
        span = _SPAN.fullmatch(word)
        first, last = (int(span[1]), int(span[2] or span[1])) if span else (0, 0)
        if not 1 <= first <= last <= most:
            raise ValueError(f"{word!r} is not a number from 1 to {most}, and no span of them")
        chosen.update(range(first, last + 1))
    return sorted(chosen)
