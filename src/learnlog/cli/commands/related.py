"""`learnlog related`: what is near another entry."""

import click

from learnlog import search
from learnlog.cli.app import App
from learnlog.cli.completing import complete_ref
from learnlog.cli.filtering import Asked, tell
from learnlog.cli.params import json_option
from learnlog.errors import NothingFound


@click.command("related")
@click.argument("ref", shell_complete=complete_ref)
@click.option("-n", "--limit", "most", type=click.IntRange(min=1), default=10, help="At most so many rows.")
@click.option("--paths", is_flag=True, help="Print the files' paths only.")
@json_option
@click.pass_obj
def command(app: App, ref: str, most: int, *, paths: bool, as_json: bool) -> None:
    """Find entries near another one.

    \b
      learnlog related @last
      learnlog related k3f9 -n 3
    """
    result = search.related(app.refs.one(ref).entry, index=app.index, most=most)
    asked = Asked(most, "all", (), None, None, None, None, full=False, paths=paths, as_json=as_json)
    tell(app, result, asked, as_table=True)
    if not result.rows:
        raise NothingFound("nothing is near it")
