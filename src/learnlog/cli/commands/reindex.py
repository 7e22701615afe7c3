"""`learnlog reindex`: for whoever does not trust the index."""

import click

from learnlog.cli.app import App


@click.command("reindex")
@click.pass_obj
def command(app: App) -> None:
    """Build the search index anew.

    There is no need to: the index is compared with the files before each answer, and built anew when it is
    damaged.

    \b
      learnlog reindex
    """
    count = app.index.rebuild(app.output.progress)
    app.output.line(f"indexed {count} entries")
