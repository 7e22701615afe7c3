"""When to ask, after an entry was opened from a search, if it helped."""

from collections.abc import Sequence
from importlib import import_module

from learnlog.cli.app import App
from learnlog.cli.keys import is_typing
from learnlog.refs import Located


def ask_if_it_helped(app: App, sought: str, shown: Sequence[Located]) -> None:
    """Ask, with one key, if the entry that was just `shown`, alone, helped; `sought` is what was searched.

    Asks nothing where it should not: see `feedback.may_ask`. Raises Unusable when the answer cannot be kept.
    """
    if sought and len(shown) == 1 and _is_welcome(app):
        asking = import_module("learnlog.cli.asking")  # what most searches do without: they end in a list
        asking.ask(app, sought, shown[0])


def _is_welcome(app: App) -> bool:
    """Whether a person sits there who wants to be asked, and is not typing already."""
    at_terminal = app.is_interactive() and app.output.on_terminal
    if not at_terminal or app.quiet or not app.config.values["search.ask"]:
        return False
    return not is_typing()
