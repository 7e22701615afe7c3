"""The options by which a person names several of their own entries: REFs and `--query`."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import click

from learnlog.cli.app import App
from learnlog.cli.completing import complete_ref
from learnlog.cli.filtering import found_paths

dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would leave, and stop.")
_OPTIONS = (
    click.argument("refs", metavar="[REF]...", nargs=-1, shell_complete=complete_ref),
    click.option("--query", help="Take those of your entries that have every word of it."),
)


@dataclass(frozen=True)
class Named:
    """What the options say."""

    refs: Sequence[str]
    query: str | None = None

    @property
    def is_none(self) -> bool:
        """Whether the person has named nothing, so that the command decides."""
        return not self.refs and self.query is None

    def paths(self, app: App) -> set[str]:
        """The files of the entries named. Raises NothingFound, AmbiguousRef, Unusable."""
        paths = {app.refs.own(ref).entry.path for ref in self.refs}
        return paths if self.query is None else paths | found_paths(app, self.query)


def named_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options, as one `Named`."""

    @functools.wraps(command)
    def collected(*words: Any, refs: Sequence[str], query: str | None, **given: Any) -> Any:  # noqa: ANN401 - whatever click found
        return command(*words, named=Named(refs, query), **given)

    for option in reversed(_OPTIONS):
        collected = option(collected)
    return collected
