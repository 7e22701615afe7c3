"""`search -i`: picking one of the hits while typing.

What is being picked from is a value (`picking`); learnlog's own picker draws it (`screen`), or fzf shows it
(`fzf`) and runs `rows` for what is typed.
"""

import shutil
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import click

from learnlog import search
from learnlog.cli.app import App
from learnlog.cli.clean import visible_name
from learnlog.cli.feedback import ask_if_it_helped
from learnlog.cli.filtering import Asked, found, path_of, record, show
from learnlog.cli.opening import open_entry
from learnlog.cli.picker import fzf
from learnlog.cli.picker.picking import MOST, Act, Ask, Choice, Picking
from learnlog.errors import NoEntriesYet, NotConfirmed, NothingFound
from learnlog.search import Result

if TYPE_CHECKING:
    from learnlog.cli.render import Preview, Renderer

__all__ = ["Choice", "carry_out", "pick"]


def pick(app: App, words: str, asked: Asked, sort: str) -> Choice:
    """Let the person pick one of the hits, beginning with those of `words`; its row is then 1, 2, … as shown.

    Raises NotConfirmed where there is no terminal to pick at, NoEntriesYet, and click.Abort when the person
    leaves without picking.
    """

    def ask(typed: str) -> Result:
        return found(app, typed, asked, sort=sort, most=asked.most or MOST)

    if not sys.stderr.isatty() or app.environment.get("TERM") == "dumb":
        raise NotConfirmed("there is no terminal to pick at", "leave out -i, or take the best with -o")
    if app.config.text("picker") == "fzf":
        choice = _with_fzf(app, words, ask, [*asked.narrowing(), f"--sort={sort}"])
    else:
        choice = _on_screen(app, words, ask)
    if choice is None:
        raise click.Abort
    app.refs.remember([row.card for row in choice.result.rows], choice.words)
    return choice


def carry_out(app: App, choice: Choice, asked: Asked) -> None:
    """Show what was picked, open it, or print its path or its record, as chosen or as asked for.

    Raises NothingFound when it is no longer there, Unusable when the editor fails.
    """
    row = choice.row
    located = search.opened(app.index, row.card)
    if located is None:
        raise NothingFound(f"{row.card.entry.id} is no longer there")
    if choice.act is Act.OPEN:
        open_entry(app, located, str(row.rank))
        ask_if_it_helped(app, choice.words, [located])
    elif choice.act is Act.SHOW and asked.as_json:
        lines = search.lines(app.index, row.card, choice.result.terms)
        told = record(app, row._replace(lines=lines), full=asked.full)
        app.output.record({"total": choice.result.total, "entries": [told]})
    elif choice.act is Act.PATH or asked.paths:
        app.output.line(visible_name(str(path_of(app, row))))
    else:
        show(app, [located])
        ask_if_it_helped(app, choice.words, [located])


def _on_screen(app: App, words: str, ask: Ask) -> Choice | None:
    """Pick with what learnlog draws itself."""

    def look(picking: Picking, renderer: "Renderer") -> "Preview | None":
        row = picking.row
        located = search.opened(app.index, row.card) if row else None
        return renderer.preview(located, picking.result.terms) if located else None

    screen = import_module("learnlog.cli.picker.screen")  # its library takes as long as a search
    first = Picking(words, ask(words))
    if app.index.is_empty:
        raise NoEntriesYet
    choice: Choice | None = screen.pick(first, ask, look, color=app.output.has_color(errors=True))
    return choice


def _with_fzf(app: App, words: str, ask: Ask, filters: Sequence[str]) -> Choice | None:
    """Pick with fzf; with the built-in picker where fzf is not there or does not do it."""
    program = shutil.which("fzf", path=app.environment.get("PATH"))
    if program is None:
        app.output.note("fzf is not installed; this is the built-in picker")
        return _on_screen(app, words, ask)
    environment = {**app.environment, "LEARNLOG_JOURNAL": str(app.journal_folder)}
    try:
        return fzf.pick(program, words, ask, filters, environment)
    except fzf.FzfFailed:
        app.output.note("fzf did not work (it has to be 0.25 or newer); this is the built-in picker")
        return _on_screen(app, words, ask)
