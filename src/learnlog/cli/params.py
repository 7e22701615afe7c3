"""What several commands take: dates, the parts of a new entry, `--json`, `--yes`."""

from datetime import datetime
from typing import Any, Literal

import click

from learnlog import when
from learnlog.cli.app import App
from learnlog.cli.clean import visible
from learnlog.cli.completing import complete_project, complete_tag
from learnlog.cli.keys import agreed
from learnlog.errors import NotConfirmed


class Moment(click.ParamType[datetime]):
    """A date as people say it."""

    name = "when"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:  # noqa: ANN401
        """Read `value`; a usage error when it is no date."""
        if isinstance(value, datetime):
            return value
        try:
            return when.moment(str(value), _app(ctx).now)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Edge(click.ParamType[datetime]):
    """The first moment of a stretch of time as people say it (`2026-03`), or the first one behind it."""

    name = "when"

    def __init__(self, side: Literal["start", "end"]) -> None:
        self._side = side

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:  # noqa: ANN401
        """Read `value`; a usage error when it is no stretch of time, or open on this side."""
        if isinstance(value, datetime):
            return value
        try:
            span = when.span(str(value), _app(ctx).now)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        edge = span.start if self._side == "start" else span.end
        return edge or self.fail(f"{value!r} is open on this side", param, ctx)


MOMENT = Moment()
SINCE = Edge("start")
UNTIL = Edge("end")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
tag_option = click.option(
    "-t", "--tag", "tags", multiple=True, shell_complete=complete_tag, help="A tag; can be repeated."
)
project_option = click.option("-p", "--project", shell_complete=complete_project, help="What it belongs to.")
source_option = click.option(
    "-s", "--source", "sources", multiple=True, help="A URL, a person, 'did it myself'."
)
edit_option = click.option("-e", "--edit", is_flag=True, help="Open the editor before saving.")
no_context_option = click.option(
    "--no-context", is_flag=True, help="Do not note repository, branch, commit and folder."
)
yes_option = click.option("-y", "--yes", is_flag=True, help="Do not ask.")


def _app(ctx: click.Context | None) -> App:
    app = ctx.find_object(App) if ctx else None
    return app or App()


def confirmed(app: App, shown: str, question: str) -> None:
    """Show what is about to happen and ask. Raises NotConfirmed without a terminal, or without a yes."""
    if not app.is_interactive():
        raise NotConfirmed("this needs a yes, and there is no terminal to ask at", "add --yes")
    click.echo(visible(shown), err=True)
    if not agreed(question):
        raise NotConfirmed("not confirmed, so nothing was done")


def check_shown(*, yes: bool, as_json: bool) -> None:
    """Raise NotConfirmed where JSON takes the place of what a yes would be for."""
    if as_json and not yes:
        raise NotConfirmed(
            "with --json nothing is shown that a yes could be for", "look first, then add --yes"
        )
