"""How results look on a terminal. The only module that knows rich; it gets text and makes text."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.color import Color
from rich.console import Console, ConsoleOptions, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from learnlog import snippet
from learnlog.brief import Fitting
from learnlog.cli.clean import of_sure_width, visible, visible_line, visible_list, visible_title
from learnlog.cli.explaining import why
from learnlog.refs import Located
from learnlog.search import Found
from learnlog.snippet import Line
from learnlog.store import Card

if TYPE_CHECKING:
    from learnlog.cli.rows import Row
    from learnlog.confirmations import Confirmed
    from learnlog.who import Person

_MARK = "bold red"  # seen on light and on dark ground
_QUIET = "dim"
_WHY = "green"
_WARNING = "magenta"
# Of the eight colours those that vanish on black or on white, and what is seen on both.
_SEEN_ON_BOTH = {0: "default", 3: "green", 4: "magenta", 7: "default"}
_HEAD_LINES = 2  # of a title, and of what is known of an entry, where it is not shown whole
_READABLE = 100  # columns; longer lines of prose are hard to read
_SHORT_LABEL, _LONG_LABEL = (
    8,
    20,
)  # columns of one that is cut, at least and at most
_PREVIEWED = 20_000  # characters


def _seen_on_any_ground(style: Style) -> Style:
    """The style without colours that only dark or light ground shows, unless it has a ground of its own."""
    color = style.color
    if color is None or color.number is None or style.bgcolor:
        return style
    number = color.number % 8  # the other eight are the same ones, bright
    return style + Style(color=_SEEN_ON_BOTH.get(number) or Color.from_ansi(number))


@dataclass(frozen=True)
class _Clean:
    """Draws what it holds and cleans the outcome: Markdown can spell any character, as in `&#27;`.

    Its colours are chosen for dark ground.
    """

    inner: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Yield the segments of what it holds, as text and colours alone."""
        for text, style, control in console.render(self.inner, options):
            if not control:
                yield Segment(visible(text), style and _seen_on_any_ground(style))


@dataclass(frozen=True)
class Preview:
    """An entry's drawn lines: `head` names it, `body` is its text; `first` is the first line with a match."""

    head: Sequence[str]
    body: Sequence[str]
    first: int


class Renderer:
    """Renders for a terminal of `width` columns, with or without colour."""

    def __init__(self, width: int, *, color: bool) -> None:
        self._width = width
        self._color = color

    def hits(self, rows: Sequence[Found], total: int) -> str:
        """A search's rows: rank and title, where from and when, the lines that matched."""
        digits = len(str(len(rows)))
        parts: list[RenderableType] = []
        for row in rows:
            facts = self._short(_facts(row.card, row.confirmed), self._width - digits - 2)
            reasons = (Text(line, style=_QUIET) for line in why(row))
            lines = [*facts, *map(_remark, row.remarks), *map(_marked, row.lines), *reasons]
            parts += [*self._numbered(row.rank, digits, row.card.entry.title, lines), Text()]
        parts.append(_how_many(len(rows), total))
        return self._text(parts)

    def brief(self, rows: Sequence[Fitting]) -> str:
        """A brief's rows: number and title, what is known of it and why it fits."""
        digits = len(str(len(rows)))
        parts: list[RenderableType] = []
        for number, row in enumerate(rows, 1):
            *facts, last = self._short(_facts(row.card), self._width - digits - 2)
            reasons = Text(visible_line("; ".join(row.why)), style=_WHY)
            lines = [*facts, Text.assemble(last, "  ", reasons)]
            parts += self._numbered(number, digits, row.card.entry.title, lines)
        return self._text(parts)

    def table(self, rows: Sequence[Found], total: int) -> str:
        """A list's rows, one line each: number, date, title, tags."""
        digits = len(str(len(rows)))
        parts: list[RenderableType] = [
            self._row(row.rank, digits, row.card, _short_remarks(row)) for row in rows
        ]
        if len(rows) < total:
            parts.append(_how_many(len(rows), total))
        return self._text(parts)

    def log(self, rows: "Sequence[Row]") -> str:
        """What happened to lessons, one line each: number, date, what, title, whose; marked ones in bold."""
        digits = len(str(len(rows)))
        longest = max((cell_len(row.what) for row in rows), default=0)
        parts: list[RenderableType] = []
        for number, row in enumerate(rows, 1):
            line = Text(no_wrap=True).append(f"{number:>{digits}}  ", style="cyan")
            line.append(f"{row.date:%Y-%m-%d}  {row.what:{longest}}  ", style=_QUIET)
            labels = [label for label in (row.mark, row.hub, f"({row.by})") if label]
            parts.append(self._with_labels(line, row.title, labels, row.mark))
        return self._text(parts)

    def people(self, people: "Sequence[Person]") -> str:
        """People with what they have, a line for each lesson; its number goes on from one to the next."""
        digits = len(str(sum(len(person.things) for person in people)))
        ranks = itertools.count(1)
        parts: list[RenderableType] = []
        for person in people:
            heading = Text(visible_title(person.name), style="bold")
            parts.append(heading.append(f"  {', '.join(person.hubs)}  {person.reason}", style=_QUIET))
            for card in person.cards():
                is_said_above = person.wrote(card) and len(person.hubs) == 1
                row = Card(replace(card.entry, author=None), None) if is_said_above else card
                parts.append(self._row(next(ranks), digits, row))
            parts.append(Text())
        return self._text(parts[:-1])

    def entry(
        self,
        located: Located,
        remarks: Iterable[tuple[str, str]] = (),
        confirmed: "Confirmed | None" = None,
        said: Sequence[str] = (),
    ) -> str:
        """One entry: its title, what is known of it, what to know first, its body as Markdown, what was said.

        The lines of `said` are clean, and indented where somebody speaks.
        """
        entry = located.entry
        body = Markdown(visible(entry.body), code_theme="ansi_dark", hyperlinks=False)
        parts: list[RenderableType] = [
            Text(visible_title(entry.title), style="bold"),
            _facts(located.card, confirmed),
            *map(_remark, remarks),
            *(
                Text(f"{name}: {visible_list(texts, ', ')}", style=_QUIET)
                for name, texts in _details(located)
            ),
            Text(),
            body,
            *([Text()] if said else []),
            *map(_spoken, said),
        ]
        return self._text(parts, width=min(self._width, _READABLE))

    def choice(self, row: Found, digits: int) -> str:
        """A row to pick from, in one line: the rank in `digits`, the title, as many labels as find room."""
        card = _of_sure_width(row.card)
        line = Text(no_wrap=True).append(f"{row.rank:>{digits}}  ", style="cyan")
        return self._text([self._titled(line, card)]).rstrip("\n")

    def preview(self, located: Located, terms: Mapping[str, float]) -> Preview:
        """An entry's beginning, its text as written, with what matches `terms` marked."""
        lang = located.entry.lang
        card = _of_sure_width(located.card)
        title = _marked_text(card.entry.title, lang, terms)
        title.stylize_before("bold")
        head = [*self._short(title, self._width), *self._short(_facts(card), self._width)]
        body = card.entry.body.replace("\r\n", "\n").strip("\n")
        lines = [_marked_text(line, lang, terms) for line in body[:_PREVIEWED].split("\n")]
        if len(body) > _PREVIEWED:
            lines.append(Text("…"))
        matched = next((number for number, line in enumerate(lines) if line.spans), 0)
        above = self._lines(lines[:matched])
        return Preview(self._lines(head), [*above, *self._lines(lines[matched:])], len(above))

    def _lines(self, parts: Iterable[RenderableType]) -> list[str]:
        return self._text(parts).split("\n")[:-1]

    def _numbered(self, number: int, digits: int, title: str, lines: Iterable[Text]) -> list[RenderableType]:
        """A title behind its number, and under it `lines`."""
        indent = digits + 2
        first, *more = self._short(Text(visible_title(title), style="bold"), self._width - indent)
        under = [Padding(line, (0, 0, 0, indent)) for line in (*more, *lines)]
        return [Text.assemble((f"{number:>{digits}}  ", "cyan"), first), *under]

    def _short(self, text: Text, width: int) -> list[Text]:
        """Its first lines; the last of them says so when there are more."""
        lines = text.wrap(Console(width=width), width)
        if len(lines) > _HEAD_LINES:
            last = lines[_HEAD_LINES - 1]
            last.truncate(width - 1)
            last.rstrip()
            last.append("…")
        return lines[:_HEAD_LINES]

    def _row(self, number: int, digits: int, card: Card, remarks: Sequence[str] = ()) -> Text:
        line = Text(no_wrap=True).append(f"{number:>{digits}}  ", style="cyan")
        line.append(f"{card.entry.date:%Y-%m-%d}  ", style=_QUIET)
        return self._titled(line, card, remarks)

    def _titled(self, line: Text, card: Card, remarks: Sequence[str] = ()) -> Text:
        """The line with the entry's title, and as many of its labels as leave room for that."""
        return self._with_labels(line, card.entry.title, [*remarks, *_labels(card)])

    def _with_labels(self, line: Text, title: str, labels: Iterable[str], mark: str = "") -> Text:
        """The line with a title, in bold where it is marked, and as many labels as leave room for that."""
        room = self._width - line.cell_len
        title = visible_title(title)
        least = min(cell_len(title), room * 2 // 3)
        longest = max(_SHORT_LABEL, min(room - least - 2, _LONG_LABEL))
        shown = ""
        for label in (_cut(visible_line(label), longest) for label in labels):
            longer = f"{shown} {label}" if shown else f"  {label}"
            if room - cell_len(longer) < least:
                break
            shown = longer
        line.append(_cut(title, room - cell_len(shown)), style="bold" if mark else None)
        return line.append(shown, style=_QUIET)

    def _text(self, parts: Iterable[RenderableType], width: int | None = None) -> str:
        written = StringIO()
        console = Console(
            file=written,
            width=width or self._width,
            force_terminal=self._color,
            color_system="standard" if self._color else None,
            legacy_windows=False,
            highlight=False,
            emoji=False,
            markup=False,
        )
        for part in parts:
            console.print(_Clean(part))
        lines = written.getvalue().split("\n")
        return "\n".join(line.rstrip() for line in lines)


def _of_sure_width(card: Card) -> Card:
    """The same, for a screen on which only what changes is drawn anew: all columns have to be known."""
    entry = card.entry
    same_width = replace(
        entry,
        title=of_sure_width(entry.title),
        body=of_sure_width(entry.body),
        kind=of_sure_width(entry.kind),
        status=entry.status and of_sure_width(entry.status),
        project=entry.project and of_sure_width(entry.project),
        author=entry.author and of_sure_width(entry.author),
        tags=tuple(map(of_sure_width, entry.tags)),
    )
    return card._replace(entry=same_width)


def _short_remarks(row: Found) -> list[str]:
    helped = [f"helped {row.confirmed.times}×"] if row.confirmed else []
    return [*(short for short, _ in row.remarks), *helped]


def _facts(card: Card, confirmed: "Confirmed | None" = None) -> Text:
    entry = card.entry
    line = Text().append(f"{entry.id[:6]}  {entry.date:%Y-%m-%d}", style=_QUIET)
    if confirmed:
        line.append(f"  {confirmed}", style=_WHY)
    if labels := _labels(card):
        line.append(f"  {visible_list(labels, '  ')}")
    return line


def _spoken(line: str) -> RenderableType:
    """A line of what was said; what somebody's own words are stays indented where it is wrapped."""
    text = line.lstrip(" ")
    return Padding(Text(text), (0, 0, 0, len(line) - len(text))) if line != text else Text(line, style=_WHY)


def _remark(remark: tuple[str, str]) -> Text:
    return Text(visible_line(" ".join(remark)), style=_WARNING)


def _labels(card: Card) -> list[str]:
    entry = card.entry
    labels = []
    if card.hub:
        labels.append(f"{card.hub}/{entry.author or '?'}")
    elif entry.author:  # it came in a bundle
        labels.append(f"by {entry.author}")
    if card.also:
        labels.append(f"also in {', '.join(card.also)}")
    if entry.kind != "lesson" or entry.status:
        labels.append(" ".join(part for part in (entry.kind, entry.status) if part))
    if entry.project:
        labels.append(f"@{entry.project}")
    return labels + [f"#{tag}" for tag in entry.tags]


def _details(located: Located) -> list[tuple[str, Sequence[str]]]:
    entry = located.entry
    shown = ("source", "applies", "became", "aliases", "answers", "supersedes", "review", "license")
    return [(name, entry.names(name)) for name in shown if entry.names(name)]


def _marked(line: Line) -> Text:
    """The line with its matches marked; cleaned piece by piece, so that the marks stay where they belong."""
    text, at = Text(), 0
    for start, end in line.marks:
        text.append(visible_line_part(line.text[at:start]))
        text.append(visible_line_part(line.text[start:end]), style=_MARK)
        at = end
    text.append(visible_line_part(line.text[at:]))
    return text


def _marked_text(text: str, lang: str | None, terms: Mapping[str, float]) -> Text:
    """One line of a text with what matches `terms` marked."""
    return _marked(Line(text, snippet.marks(text, lang, terms)))


def _cut(text: str, room: int) -> str:
    """The text in at most `room` columns."""
    return text if cell_len(text) <= room else set_cell_size(text, room - 1).rstrip() + "…"


def visible_line_part(text: str) -> str:
    """A piece of one line, its outer spaces kept."""
    return visible(text).replace("\n", " ")


def _how_many(shown: int, total: int) -> Text:
    words = (
        f"{total} found" if shown == total else f"{shown} of {total}; more with -n {min(total, 10 * shown)}"
    )
    return Text(words, style=_QUIET)
