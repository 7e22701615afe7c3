"""How a difference between two texts is told: coloured on a terminal, plain in a pipe, as JSON."""

from collections.abc import Iterable
from typing import Any

import click

from learnlog.cli.app import App
from learnlog.cli.clean import visible
from learnlog.compare import Comparison, Side

COLORS = {"+": "green", "-": "red", "@": "cyan"}


def tell(app: App, lines: Iterable[str]) -> None:
    """Print the lines of a difference, through the pager when they are longer than the screen."""
    color = app.output.has_color()
    shown = (_colored(number, visible(line)) if color else visible(line) for number, line in enumerate(lines))
    app.output.paged("".join(f"{line}\n" for line in shown), app.pager)


def record(comparison: Comparison) -> dict[str, Any]:
    """The comparison as JSON."""
    return {
        "id": comparison.id,
        "title": comparison.title,
        "hub": comparison.hub,
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "diff": "".join(f"{line}\n" for line in comparison.lines()),
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "what": side.what,
        "revision": side.revision or None,
        "date": side.date.isoformat(timespec="seconds") if side.date else None,
    }


def _colored(number: int, line: str) -> str:
    is_head = number < len(("---", "+++"))
    return click.style(line, bold=True) if is_head else click.style(line, fg=COLORS.get(line[:1]))
