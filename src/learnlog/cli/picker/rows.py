"""What fzf runs for what is typed: the rows, one a line.

It is no command of learnlog: it reads no standard input, and leaves the numbers of the last list as they are.
"""

import click

from learnlog.cli.app import App
from learnlog.cli.filtering import Asked, filter_options, found, plain, sort_option
from learnlog.cli.picker.picking import MOST


@click.command("rows")
@click.argument("words")
@filter_options
@sort_option
@click.pass_obj
def command(app: App, words: str, asked: Asked, sort: str) -> None:
    """Print the rows found for WORDS."""
    for row in found(app, words, asked, sort=sort, most=asked.most or MOST).rows:
        app.output.line(plain(row.card))


if __name__ == "__main__":
    command(obj=App())
