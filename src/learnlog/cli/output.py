"""What is said, and how: results to standard output, everything else to standard error."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from learnlog.cli import records
from learnlog.cli.clean import visible, visible_line, visible_title
from learnlog.entry import Entry
from learnlog.errors import LearnlogError

if TYPE_CHECKING:
    from learnlog.cli.render import Renderer

_WORTH_A_BAR = 50
_MOST_PROBLEMS = 5
_NARROWEST = 20  # columns that are drawn for


class Output:
    """`color` is auto, always or never; the environment can say NO_COLOR or CLICOLOR_FORCE.

    Where whoever reads it has seen enough, a command that `only_shows` ends; any other goes on unread.
    """

    def __init__(
        self, color: str, environment: Mapping[str, str], *, quiet: bool = False, only_shows: bool = True
    ) -> None:
        self._color = color
        self._environment = environment
        self._quiet = quiet
        self._only_shows = only_shows

    @property
    def on_terminal(self) -> bool:
        """Whether standard output is a terminal: then there are colours, boxes and pages."""
        return sys.stdout.isatty()

    @property
    def width(self) -> int:
        """The terminal's columns; 80 where there is none."""
        return _size().columns

    def has_color(self, *, errors: bool = False) -> bool:
        """Whether to colour what goes to standard output, or to standard error."""
        if self._color != "auto":
            return self._color == "always"
        if self._environment.get("NO_COLOR"):
            return False
        if self._environment.get("CLICOLOR_FORCE", "0") != "0":
            return True
        if self._environment.get("TERM") == "dumb":
            return False
        return (sys.stderr if errors else sys.stdout).isatty()

    def line(self, text: str = "", **style: Any) -> None:  # noqa: ANN401 - click's own styles
        """Print one line; harmful characters are made visible."""
        shown = visible(text)
        color = self.has_color()
        self._put(click.style(shown, **style) if color and style else shown, color=color)

    def words(self, text: str, **style: Any) -> None:  # noqa: ANN401 - click's own styles
        """Print one line of words; a terminal shows it in as many rows as it takes, broken between words."""
        for line in self._broken(text) if self.on_terminal else [text]:
            self.line(line, **style)

    def _broken(self, text: str) -> list[str]:
        shown, width = visible(text), max(self.width, _NARROWEST)
        if len(shown) * 2 <= width:  # which fits, whatever its characters are
            return [shown]
        broken: list[str] = import_module("learnlog.cutting").broken(shown, width)  # loads stemmers
        return broken

    def raw(self, data: bytes) -> None:
        """Print bytes as they are; on a terminal, harmful characters are made visible."""
        if self.on_terminal:
            self._put(visible(data.decode("utf-8", "replace")), nl=False)
        else:
            sys.stdout.buffer.write(data)

    @cached_property
    def renderer(self) -> "Renderer":
        """What draws for the terminal; loaded only when something is drawn, since rich takes its time."""
        module = import_module("learnlog.cli.render")
        renderer: Renderer = module.Renderer(max(self.width, _NARROWEST), color=self.has_color())
        return renderer

    def drawn(self, text: str) -> None:
        """Print what the renderer made; it is clean already."""
        self._put(text, nl=False, color=self.has_color())

    def paged(self, text: str, pager: str) -> None:
        """Print what the renderer made, through `pager` when it is longer than the screen."""
        if not self.on_terminal or text.count("\n") < _size().lines:
            self.drawn(text)
            return
        try:
            words = import_module("shlex").split(pager)  # both are loaded where a page is shown
            import_module("subprocess").run(words, input=text.encode("utf-8", "replace"), check=False)
        except (OSError, ValueError):
            self.drawn(text)

    def record(self, document: Mapping[str, Any]) -> None:
        """Print one JSON document."""
        self._put(records.dump(document))

    def saved(self, entry: Entry, path: Path, *, as_json: bool) -> None:
        """Say that an entry is on the disk."""
        if as_json:
            self.record(records.entry(entry, path, None, body=True))
        else:
            self.words(f"saved {entry.id}  {visible_title(entry.title)}")

    def note(self, text: str) -> None:
        """Say something the person should know, on standard error; `--quiet` leaves it out."""
        if not self._quiet:
            self._say(visible(text), fg="magenta")

    @contextlib.contextmanager
    def progress(self, label: str, total: int) -> Iterator[Callable[[], None]]:
        """Yield what to call for each of `total` steps; on a terminal they are shown as a bar."""
        hidden = self._quiet or not sys.stderr.isatty() or total < _WORTH_A_BAR
        if hidden:
            yield lambda: None
            return
        with click.progressbar(length=total, label=label, file=sys.stderr) as bar:
            yield lambda: bar.update(1)

    def error(self, error: LearnlogError) -> None:
        """Say what went wrong, each thing on a line of its own, and what to do."""
        for line in visible(error.message).split("\n"):
            self._say(f"learnlog: {line}", fg="red")
        if error.hint:
            self._say(f"hint: {visible(error.hint)}")

    def warn_of_problems(self, problems: Iterable[tuple[str, str]]) -> None:
        """Name files that could not be read as they should: (path, what is wrong); of many, the first few."""
        told = [f"{visible_line(path)}: {visible_line(problem)}" for path, problem in problems]
        for line in told[:_MOST_PROBLEMS]:
            self.note(line)
        if len(told) > _MOST_PROBLEMS:
            self.note(f"and {len(told) - _MOST_PROBLEMS} more such files")

    def _put(self, text: str, *, nl: bool = True, color: bool | None = None) -> None:
        try:
            click.echo(text, nl=nl, color=color)
        except BrokenPipeError:
            if self._only_shows:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _say(self, text: str, fg: str | None = None) -> None:
        color = self.has_color(errors=True)
        click.echo(click.style(text, fg=fg) if color and fg else text, err=True, color=color)


def _size() -> os.terminal_size:
    size: os.terminal_size = import_module("shutil").get_terminal_size()
    return size
