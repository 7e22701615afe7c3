"""The built-in picker: keys go in through a pipe, what is drawn is read."""

import contextlib
import subprocess
import sys
import threading
from io import StringIO

import pytest
from prompt_toolkit.application import create_app_session, get_app
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from learnlog.cli.picker.picking import Act, Picking
from learnlog.cli.picker.screen import Screen
from learnlog.cli.render import Preview
from learnlog.search import Result
from test_picking import found

UP, DOWN, PAGE_DOWN, READ_ON, READ_BACK = "\x1b[A", "\x1b[B", "\x1b[6~", "\x1b[1;2B", "\x1b[1;2A"
LEAVE = "\x03"
FIRST = "head of 1"
ENTRIES = [found(number) for number in range(1, 41)]


def ask(words):
    """Finds the entries whose number has what is typed."""
    rows = [each for each in ENTRIES if words in str(each.rank)]
    return Result(rows, len(rows))


def look(picking, renderer):
    """Names the selected entry, and has more lines than any screen; the eightieth matches."""
    body = [f"line {number}" for number in range(100)]
    return Preview([f"head of {picking.row.rank}"], body, 80) if picking.row else None


@contextlib.contextmanager
def keyboard():
    """What keys are sent to; somebody who waits for what never comes leaves in the end."""
    with create_pipe_input() as pipe, create_app_session(input=pipe):
        impatience = threading.Timer(10, pipe.send_text, [LEAVE])
        impatience.start()
        try:
            yield pipe
        finally:
            impatience.cancel()


class Terminal(Vt100_Output):
    """Types each of `steps` (what to wait for; keys, or a new size) when that is to be seen.

    `due` are the screens then.
    """

    def __init__(self, pipe, steps=(), columns=80, rows=24):
        self.written = StringIO()
        self.size = Size(rows=rows, columns=columns)
        super().__init__(self.written, lambda: self.size, term="xterm")
        self.due = []
        self._pipe = pipe
        self._steps = [*steps]

    def flush(self):
        super().flush()
        drawn = get_app().renderer.last_rendered_screen
        if drawn and len(self.due) < len(self._steps):
            size = self.get_size()
            rows = [drawn.data_buffer[y] for y in range(size.rows)]
            screen = "\n".join("".join(row[x].char for x in range(size.columns)).rstrip() for row in rows)
            awaited, keys = self._steps[len(self.due)]
            if awaited in screen:
                self.due.append(screen)
                self._obey(keys)

    def _obey(self, keys):
        if isinstance(keys, Size):
            self.size = keys
            get_app().loop.call_soon(get_app()._on_resize)
        else:
            self._pipe.send_text(keys)


def played(*steps, color=True, looking=look, **size):
    """The terminal after these steps; one that is never due fails."""
    with keyboard() as pipe:
        terminal = Terminal(pipe, steps, **size)
        Screen(Picking("", ask("")), ask, looking).run(pipe, terminal, color=color)
    assert len(terminal.due) == len(steps)
    return terminal


def seen(*steps, **size):
    """What is to be seen when the last of these steps, which has no keys, is due."""
    return played(*steps[:-1], (steps[-1], LEAVE), **size).due[-1]


def picked(keys, words="", asked=ask):
    """What is chosen when all keys were typed ahead."""
    with keyboard() as pipe:
        pipe.send_text(keys)
        screen = Screen(Picking(words, asked(words)), asked, look)
        return screen.run(pipe, Terminal(pipe), color=True)


def choice(keys, words=""):
    chosen = picked(keys, words)
    return chosen.act, chosen.row.rank


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("\r", (Act.SHOW, 1)),
        ("\n", (Act.SHOW, 1)),
        ("\x0f", (Act.OPEN, 1)),
        ("\x19", (Act.PATH, 1)),
        (f"{DOWN}{DOWN}{UP}\r", (Act.SHOW, 2)),
        ("\x0e\x0e\x10\r", (Act.SHOW, 2)),
        ("7\r", (Act.SHOW, 7)),
        (f"7{DOWN}\r", (Act.SHOW, 7)),
        ("99\x7f\r", (Act.SHOW, 9)),
        ("99\x153\r", (Act.SHOW, 3)),
    ],
)
def test_keys_do_what_they_are_said_to(keys, expected):
    assert choice(keys) == expected


@pytest.mark.parametrize("key", ["\x1b", "\x03", "\x07"])
def test_leaving_picks_nothing(key):
    assert picked(key) is None


def test_the_words_given_are_there_and_can_be_changed():
    assert choice("\x7f5\r", words="10") == (Act.SHOW, 15)


def test_where_nothing_is_found_there_is_nothing_to_pick():
    assert seen(("40 found", "zz"), ("nothing found", "\r"), "> zz").startswith("> zz\n  nothing found; try")
    assert picked("zz\r\x03") is None


def test_what_is_typed_during_a_search_becomes_one_next_search():
    with keyboard() as pipe:
        asked = []

        def slow(words):
            if words == "1":
                pipe.send_text("2")
                pipe.send_text("\x7f5")
                pipe.send_text("\r")
            asked.append(words)
            return ask(words)

        pipe.send_text("1")
        target = Vt100_Output(StringIO(), lambda: Size(rows=24, columns=80))
        chosen = Screen(Picking("", ask("")), slow, look).run(pipe, target, color=True)
    assert (asked, chosen.row.rank) == (["1", "15"], 15)


def test_what_is_wrong_with_a_search_ends_the_picking():
    def failing(words):
        if words:
            raise ValueError(words)
        return ask(words)

    with pytest.raises(ValueError, match="x"):
        picked("x", asked=failing)


def test_a_pasted_text_becomes_one_line():
    pasted = "\x1b[200~1\n\n  2\x1b[201~"
    chosen = picked(f"{pasted}\r", asked=lambda words: Result(ENTRIES[:1], 1, (words,)))
    assert chosen.words == "1 2"


def test_rows_and_preview_follow_the_selection():
    screen = seen((FIRST, DOWN), "head of 2")
    assert "\n   1  Entry 1\n>  2  Entry 2\n   3  Entry 3\n" in screen


@pytest.mark.parametrize(
    ("columns", "rows", "border"), [(80, 24, "─" * 80), (100, 24, "│"), (80, 11, None), (20, 3, None)]
)
def test_the_preview_stands_where_there_is_room(columns, rows, border):
    screen = seen(">", columns=columns, rows=rows)
    assert [sign for sign in ("─" * 80, "│") if sign in screen] == [border] * bool(border)
    assert (FIRST in screen) == bool(border)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (3, ">\n>  1  Entry 1\n   2  Entry 2"),
        (6, ">\n  40 found\n>  1  Entry 1\n   2  Entry 2\n   3  Entry 3\nEnter show  ^O open"),
    ],
)
def test_on_a_low_screen_the_rows_come_first(rows, expected):
    assert seen("Entry 1", columns=20, rows=rows) == expected


def test_what_is_read_stays_in_sight_on_another_screen():
    def looking(picking, renderer):
        lines = 100 if renderer._width > 60 else 30
        return Preview(["head"], [f"line {number}" for number in range(lines)], 0)

    steps = ("line 0", READ_ON * 99), ("line 99", Size(rows=24, columns=100)), ("line 29", LEAVE)
    assert "line 10" in played(*steps, looking=looking, columns=79).due[-1]


def test_the_preview_begins_near_the_first_match():
    assert f"\n{FIRST}\nline 79\nline 80\n" in seen(FIRST)


def test_the_preview_can_be_read_on_to_its_end_and_back():
    assert "line 99\nEnter show" in seen((FIRST, READ_ON * 50), "line 99")
    assert f"\n{FIRST}\nline 0\n" in seen((FIRST, READ_BACK * 50), ("line 29", READ_BACK * 50), "line 0\n")


def test_another_entry_begins_where_it_matches_whatever_was_read_before():
    assert "\nhead of 2\nline 79\n" in seen((FIRST, READ_BACK * 50), ("line 29", DOWN), "head of 2")


def test_an_entry_is_read_once_until_another_one_is_selected():
    looked = []

    def looking(picking, renderer):
        looked.append(picking.at)
        return look(picking, renderer)

    played((FIRST, READ_ON), ("line 80", READ_BACK), ("line 79", DOWN), ("head of 2", LEAVE), looking=looking)
    assert looked == [0, 1]


def test_a_page_keeps_one_row_in_sight():
    assert "\n> 10  Entry 10\n" in seen((FIRST, PAGE_DOWN), "head of 10\n")
    assert "\n> 40  Entry 40\n" in seen((FIRST, PAGE_DOWN * 9), "head of 40\n")


@pytest.mark.parametrize("color", [True, False])
def test_there_are_colours_only_where_they_are_wanted(color):
    assert ("\x1b[0;36m" in played((FIRST, LEAVE), color=color).written.getvalue()) == color


def test_its_library_is_loaded_only_where_it_draws():
    script = "import sys, learnlog.cli.commands.search; assert 'prompt_toolkit' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)
