"""The picker learnlog draws itself. The only module that knows prompt_toolkit.

Searches run one at a time beside the typing: whatever is typed meanwhile becomes one next search. Only what
changes is drawn, so that it is usable over a slow line.
"""

import asyncio
from collections.abc import Callable

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.data_structures import Point, Size
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import ANSI, StyleAndTextTuples, to_formatted_text
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    Container,
    Dimension,
    DynamicContainer,
    FormattedTextControl,
    HSplit,
    Layout,
    UIContent,
    UIControl,
    VSplit,
    Window,
)
from prompt_toolkit.layout.processors import BeforeInput
from prompt_toolkit.output import ColorDepth, Output, create_output

from learnlog.cli.picker.picking import Act, Ask, Choice, Picking
from learnlog.cli.render import Preview, Renderer

Look = Callable[[Picking, Renderer], Preview | None]

_WIDE = 100  # columns from which the preview stands beside the rows
_HIGH = 12  # lines from which there is a preview below them
_LOW = 6  # lines from which more is told than the rows
_ESCAPE_SECONDS = 0.1  # after which a lone escape is the key, not the beginning of another one
_POINTER = "> "
_HELP = "Enter show  ^O open  ^Y path  Up/Down row  S-Up/S-Down read on  Esc leave"


def pick(first: Picking, ask: Ask, look: Look, *, color: bool) -> Choice | None:
    """Let the person pick on the terminal; None when they leave.

    `ask` is called in another thread, once at a time; `look` draws the selected entry.
    """
    screen = Screen(first, ask, look)
    return screen.run(
        create_input(always_prefer_tty=True), create_output(always_prefer_tty=True), color=color
    )


class Screen:
    """The line of words, what they find, and a preview of the selected row."""

    def __init__(self, first: Picking, ask: Ask, look: Look) -> None:
        self.picking = first
        self._ask = ask
        self._look = look
        self._wanted: Act | None = None  # what to do as soon as what was typed is answered
        self._typed = asyncio.Event()
        self._buffer = Buffer(
            document=Document(first.words), multiline=False, on_text_changed=lambda _: self._typed.set()
        )
        self._rows = Window(_Rows(self))
        self._preview = _Preview(self)

    def run(self, source: Input, target: Output, *, color: bool) -> Choice | None:
        """Draw on `target` and obey the keys from `source` until the person picks or leaves."""
        self._app: Application[Choice | None] = Application(
            layout=Layout(self._laid_out(target.get_size), focused_element=self._buffer),
            key_bindings=self._keys(),
            color_depth=ColorDepth.DEPTH_4_BIT if color else ColorDepth.DEPTH_1_BIT,
            full_screen=True,
            enable_page_navigation_bindings=False,
            input=source,
            output=target,
        )
        self._app.timeoutlen = self._app.ttimeoutlen = _ESCAPE_SECONDS
        return self._app.run(pre_run=self._begin)

    def look(self, width: int) -> Preview | None:
        """The selected entry, drawn for `width` columns."""
        return self._look(self.picking, Renderer(width, color=True))

    def _begin(self) -> None:
        self._app.create_background_task(self._answering())

    async def _answering(self) -> None:
        """Answer what is typed, always the newest, and leave when a row was picked meanwhile."""
        while True:
            await self._typed.wait()
            self._typed.clear()
            words = self._buffer.text
            if words != self.picking.words:
                try:
                    result = await asyncio.get_running_loop().run_in_executor(None, self._ask, words)
                except Exception as error:  # noqa: BLE001 - whatever it is, it ends this as it would a search
                    self._end(error)
                    return
                self._show(Picking(words, result))
            if self._wanted and self._buffer.text == words:
                self._leave(self._wanted)

    def _show(self, picking: Picking) -> None:
        self.picking = picking
        self._preview.renew()
        self._app.invalidate()

    def _leave(self, act: Act) -> None:
        """Leave with the selected row, once it is one of what is typed now."""
        if self._buffer.text != self.picking.words:
            self._wanted = act
            return
        self._wanted = None
        choice = self.picking.chosen(act)
        if choice:
            self._end(choice)

    def _end(self, outcome: Choice | Exception | None) -> None:
        """Leave, unless a key or an answer that came at the same moment has ended it already."""
        if self._app.is_done:
            return
        if isinstance(outcome, Exception):
            self._app.exit(exception=outcome)
        else:
            self._app.exit(result=outcome)

    def _page(self) -> int:
        drawn = self._rows.render_info
        return max(1, drawn.window_height - 1) if drawn else 1

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        bind(keys, lambda _: self._leave(Act.SHOW), "enter")
        bind(keys, lambda _: self._leave(Act.OPEN), "c-o")
        bind(keys, lambda _: self._leave(Act.PATH), "c-y")
        bind(keys, lambda _: self._end(None), "escape", "c-c", "c-g", "<sigint>")
        bind(keys, lambda event: event.app.suspend_to_background(), "c-z")
        bind(keys, lambda _: self._show(self.picking.moved(-1)), "up", "c-p")
        bind(keys, lambda _: self._show(self.picking.moved(1)), "down", "c-n")
        bind(keys, lambda _: self._show(self.picking.moved(-self._page())), "pageup")
        bind(keys, lambda _: self._show(self.picking.moved(self._page())), "pagedown")
        bind(keys, lambda _: self._preview.scroll(-1), "s-up")
        bind(keys, lambda _: self._preview.scroll(1), "s-down")
        bind(keys, lambda event: self._buffer.insert_text(" ".join(event.data.split())), Keys.BracketedPaste)
        return keys

    def _laid_out(self, size: Callable[[], Size]) -> HSplit:
        preview = Window(self._preview)
        beside = VSplit(
            [
                HSplit([self._rows], width=Dimension(weight=2)),
                Window(width=1, char="│", style="dim"),
                HSplit([preview], width=Dimension(weight=3)),
            ],
            padding=1,
        )
        below = HSplit(
            [
                self._rows,
                _from(_HIGH, size, HSplit([Window(height=1, char="─", style="dim"), preview])),
            ]
        )
        return HSplit(
            [
                Window(BufferControl(self._buffer, input_processors=[BeforeInput(_POINTER)]), height=1),
                _from(_LOW, size, _line(lambda: f"  {self.picking.told()}")),
                DynamicContainer(lambda: beside if size().columns >= _WIDE else below),
                _from(_LOW, size, _line(lambda: _HELP)),
            ]
        )


def _from(rows: int, size: Callable[[], Size], container: Container) -> ConditionalContainer:
    """The container, on screens of so many rows or more."""
    return ConditionalContainer(container, filter=Condition(lambda: size().rows >= rows))


def _line(text: Callable[[], str]) -> Window:
    """One line that says something in passing."""
    return Window(FormattedTextControl(lambda: [("dim", text())]), height=1)


class _Rows(UIControl):
    """The rows; the selected one is kept in sight."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def create_content(self, width: int, height: int) -> UIContent:  # noqa: ARG002 - prompt_toolkit's signature
        """Draw for `width` columns the rows that are asked for."""
        picking = self._screen.picking
        rows = picking.result.rows
        room = max(1, width - len(_POINTER))
        renderers = Renderer(room, color=True), Renderer(room, color=False)

        def drawn(number: int) -> StyleAndTextTuples:
            if number >= len(rows):
                return []
            is_selected = number == picking.at
            line = renderers[is_selected].choice(rows[number], len(str(len(rows))))
            if is_selected:
                return [("reverse", _POINTER + line), ("[SetCursorPosition]", "")]
            return [("", " " * len(_POINTER)), *to_formatted_text(ANSI(line))]

        return UIContent(drawn, len(rows) or 1, Point(0, picking.at), show_cursor=False)


class _Preview(UIControl):
    """The selected entry, from its first line with a match, or from where the person has scrolled to."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self.renew()

    def renew(self) -> None:
        """Begin with another entry, or with other words to mark."""
        self._offset: int | None = None
        self._last = 0  # the furthest offset, as last drawn
        self._drawn: dict[int, Preview | None] = {}  # by width

    def scroll(self, by: int) -> None:
        """Move on by so many lines."""
        self._offset = max(0, min((self._offset or 0) + by, self._last))

    def create_content(self, width: int, height: int) -> UIContent:
        """Draw what is in sight."""
        if width not in self._drawn:
            self._drawn[width] = self._screen.look(width)
        preview = self._drawn[width]
        if preview is None:
            return UIContent(lambda _: [], 1, show_cursor=False)
        room = max(1, height - len(preview.head))
        self._last = max(0, len(preview.body) - room)
        if self._offset is None:
            self._offset = preview.first - 1 if preview.first >= room else 0
        self._offset = min(self._offset, self._last)
        lines = [*preview.head, *preview.body[self._offset : self._offset + room]]
        return UIContent(lambda number: to_formatted_text(ANSI(lines[number])), len(lines), show_cursor=False)


def bind(keys: KeyBindings, act: Callable[[KeyPressEvent], None], *names: str) -> None:
    """Make each of the keys do it."""
    for name in names:
        keys.add(name)(act)
